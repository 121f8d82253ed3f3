//! `[stringcomparer]`.

use std::any::Any;
use std::cmp::Ordering;

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::object_members::hash_of;
use crate::value::members::thrown::{Outcome, ok};
use crate::value::text::case::to_upper_invariant;
use crate::value::text::compare::{compare_culture, compare_ordinal, compare_ordinal_ignore_case, equals_ignore_case};
use crate::value::{ClrObject, Object, TypeId, Value};

/// Compares strings in one way.
#[derive(Clone, Copy)]
pub struct StringComparer {
    /// By culture, not by code unit.
    pub culture: bool,
    /// Without regard to case.
    pub ignore_case: bool,
}

impl StringComparer {
    /// The order of two texts.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        match (self.culture, self.ignore_case) {
            (true, ignore_case) => compare_culture(a, b, ignore_case),
            (false, true) => compare_ordinal_ignore_case(a, b),
            (false, false) => compare_ordinal(a, b),
        }
    }

    fn equal(&self, a: &str, b: &str) -> bool {
        match (self.culture, self.ignore_case) {
            (true, _) => self.compare(a, b).is_eq(),
            (false, true) => equals_ignore_case(a, b),
            (false, false) => a == b,
        }
    }
}

impl ClrObject for StringComparer {
    fn class(&self) -> TypeId {
        TypeId::STRING_COMPARER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<StringComparer>().is_some_and(|other| self.culture == other.culture && self.ignore_case == other.ignore_case)
    }

    fn hash_code(&self) -> u64 {
        u64::from(self.culture) * 2 + u64::from(self.ignore_case)
    }
}

fn make(culture: bool, ignore_case: bool) -> Outcome {
    Ok(Object::from_clr(StringComparer { culture, ignore_case }))
}

fn this(c: &Call) -> StringComparer {
    c.this.downcast::<StringComparer>().copied().unwrap_or(StringComparer { culture: true, ignore_case: false })
}

fn compare(c: &mut Call) -> Outcome {
    let (a, b) = (c.arg(0), c.arg(1));
    ok(match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) => this(c).compare(a, b) as i32,
        (None, None) => 0,
        (None, _) => -1,
        (_, None) => 1,
    })
}

fn equals(c: &mut Call) -> Outcome {
    let (a, b) = (c.arg(0), c.arg(1));
    ok(match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) => this(c).equal(a, b),
        _ => a.is_null() && b.is_null(),
    })
}

fn hash(c: &mut Call) -> Outcome {
    let text = c.str(0, "obj")?;
    ok(hash_of(&Value::from(if this(c).ignore_case { to_upper_invariant(&text) } else { text.to_string() })))
}

/// `[stringcomparer]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::STRING_COMPARER],
    methods: &[("Compare", compare), ("Equals", equals), ("GetHashCode", hash)],
    statics: &[
        ("FromComparison", |c| {
            let how = super::string::comparison(c.long(0));
            make(how.culture, how.ignore_case)
        }),
        ("Create", |c| make(true, c.bool(1))),
    ],
    static_properties: &[
        ("CurrentCulture", |_| make(true, false)),
        ("CurrentCultureIgnoreCase", |_| make(true, true)),
        ("InvariantCulture", |_| make(true, false)),
        ("InvariantCultureIgnoreCase", |_| make(true, true)),
        ("Ordinal", |_| make(false, false)),
        ("OrdinalIgnoreCase", |_| make(false, true)),
    ],
    ..TypeImpl::EMPTY
};
