//! `IEnumerator`: what `GetEnumerator()` gives.

use std::any::Any;
use std::cell::Cell;

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{ClrObject, Object, TypeId, Value};

/// An enumeration under way over a snapshot of items; it enumerates its items when piped.
pub struct Enumerator {
    /// What is enumerated.
    pub source: Value,
    items: Vec<Value>,
    /// Place of the current item; before the first one at first.
    at: Cell<Option<usize>>,
    /// The collection's change count when it began, to notice changes.
    version: u32,
}

fn version_of(source: &Value) -> u32 {
    match source.base() {
        Value::List(list) => list.version.get(),
        Value::Dict(dict) => dict.version.get(),
        _ => 0,
    }
}

/// An enumerator over these items of `source`.
pub fn enumerator_of(source: Value, items: Vec<Value>) -> Value {
    let version = version_of(&source);
    Object::from_clr(Enumerator { source, items, at: Cell::new(None), version })
}

impl ClrObject for Enumerator {
    fn class(&self) -> TypeId {
        match self.source.base() {
            Value::Dict(_) => TypeId::I_DICTIONARY_ENUMERATOR,
            Value::Str(_) => TypeId::CHAR_ENUMERATOR,
            _ => TypeId::I_ENUMERATOR,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enumerate(&self) -> Option<Vec<Value>> {
        let from = self.at.get().map_or(0, |at| at + 1);
        Some(self.items.get(from..).unwrap_or_default().to_vec())
    }
}

fn this(value: &Value) -> Outcome<&Enumerator> {
    value.downcast::<Enumerator>().ok_or_else(|| Thrown::invalid_operation("Enumeration has not started. Call MoveNext."))
}

fn move_next(c: &mut Call) -> Outcome {
    let enumerator = this(&c.this)?;
    if version_of(&enumerator.source) != enumerator.version {
        return Err(Thrown::invalid_operation("Collection was modified; enumeration operation may not execute."));
    }
    let next = enumerator.at.get().map_or(0, |at| at + 1);
    enumerator.at.set(Some(next.min(enumerator.items.len())));
    ok(next < enumerator.items.len())
}

fn current(c: &mut Call) -> Outcome {
    let enumerator = this(&c.this)?;
    Ok(enumerator.at.get().and_then(|at| enumerator.items.get(at)).cloned().unwrap_or_default())
}

/// `Key` and `Value` of a dictionary's current entry.
fn part(c: &mut Call, name: &str) -> Outcome {
    let entry = current(c)?;
    Ok(crate::value::members::get(c.rt, &entry, name)?.unwrap_or_default())
}

/// Members of enumerators.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::I_ENUMERATOR, TypeId::I_DICTIONARY_ENUMERATOR, TypeId::CHAR_ENUMERATOR],
    properties: &[("Current", current)],
    methods: &[
        ("MoveNext", move_next),
        ("Reset", |c| {
            this(&c.this)?.at.set(None);
            void()
        }),
        ("Dispose", |_| void()),
    ],
    method_texts: &[("MoveNext", &["bool ()"]), ("Reset", &["void ()"]), ("Dispose", &["void ()"])],
    ..TypeImpl::EMPTY
};

/// What a dictionary's enumerator adds.
pub const DICTIONARY: TypeImpl = TypeImpl {
    ids: &[TypeId::I_DICTIONARY_ENUMERATOR],
    properties: &[("Entry", current), ("Key", |c| part(c, "Key")), ("Value", |c| part(c, "Value"))],
    ..TypeImpl::EMPTY
};
