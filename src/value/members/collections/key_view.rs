//! `.Keys` and `.Values` of dictionaries: views, which change with their dictionary.

use std::any::Any;
use std::rc::Rc;

use super::array::copy_into;
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::enumerator::{Enumerator, enumerator_of};
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::{ClrObject, Dict, DictKind, Object, TypeId, Value};

/// The keys, or the values, of a dictionary.
pub struct KeyView {
    dict: Rc<Dict>,
    is_values: bool,
}

impl KeyView {
    /// A view; a list for dictionaries whose keys are one in .NET too.
    pub fn value(dict: &Rc<Dict>, is_values: bool) -> Value {
        match dict.kind {
            DictKind::Sorted(_) => Value::array(if is_values { dict.values() } else { dict.keys() }),
            _ => Object::from_clr(KeyView { dict: dict.clone(), is_values }),
        }
    }

    fn items(&self) -> Vec<Value> {
        if self.is_values { self.dict.values() } else { self.dict.keys() }
    }
}

impl ClrObject for KeyView {
    fn class(&self) -> TypeId {
        match (&self.dict.kind, self.is_values) {
            (DictKind::Hashtable, false) => TypeId::HASHTABLE_KEY_COLLECTION,
            (DictKind::Hashtable, true) => TypeId::HASHTABLE_VALUE_COLLECTION,
            (DictKind::Generic(_), false) => TypeId::DICTIONARY2_KEY_COLLECTION,
            (DictKind::Generic(_), true) => TypeId::DICTIONARY2_VALUE_COLLECTION,
            _ => TypeId::ORDERED_DICTIONARY_ORDERED_DICTIONARY_KEY_VALUE_COLLECTION,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enumerate(&self) -> Option<Vec<Value>> {
        Some(self.items())
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<KeyView>().is_some_and(|other| Rc::ptr_eq(&self.dict, &other.dict) && self.is_values == other.is_values)
    }

    fn index(&self, index: &Value) -> Option<Value> {
        // The keys of an ordered dictionary are a list.
        let at = match (&self.dict.kind, index.base()) {
            (DictKind::Ordered(_), Value::Int(at)) => *at,
            _ => return None,
        };
        let items = self.items();
        let place = if at < 0 { at + items.len() as i32 } else { at };
        Some(usize::try_from(place).ok().and_then(|place| items.get(place)).cloned().unwrap_or_default())
    }
}

/// The dictionary that an enumeration goes through: itself, its keys or values, or its enumerator.
pub fn watched(value: &Value) -> Option<Rc<Dict>> {
    if let Some(view) = value.downcast::<KeyView>() {
        return Some(view.dict.clone());
    }
    match value.base() {
        Value::Dict(dict) => Some(dict.clone()),
        _ => watched(&value.downcast::<Enumerator>()?.source),
    }
}

fn this<'a>(c: &'a Call) -> Outcome<&'a KeyView> {
    c.this.downcast::<KeyView>().ok_or_else(|| Thrown::invalid_operation("The object is no collection of keys."))
}

/// Members of these views.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[
        TypeId::HASHTABLE_KEY_COLLECTION,
        TypeId::HASHTABLE_VALUE_COLLECTION,
        TypeId::DICTIONARY2_KEY_COLLECTION,
        TypeId::DICTIONARY2_VALUE_COLLECTION,
        TypeId::ORDERED_DICTIONARY_ORDERED_DICTIONARY_KEY_VALUE_COLLECTION,
    ],
    properties: &[
        ("Count", |c| ok(this(c)?.dict.len() as i32)),
        ("IsSynchronized", |_| ok(false)),
        ("SyncRoot", |c| Ok(Value::Dict(this(c)?.dict.clone()))),
    ],
    methods: &[
        ("Contains", |c| {
            let wanted = c.arg(0);
            let view = this(c)?;
            ok(if view.is_values {
                view.items().iter().any(|item| crate::value::dict::equals_exactly(item, &wanted))
            } else {
                view.dict.contains(&wanted)
            })
        }),
        ("CopyTo", |c| copy_into(&this(c)?.items(), &c.arg(0), c.long(1))),
        ("GetEnumerator", |c| Ok(enumerator_of(Value::Dict(this(c)?.dict.clone()), this(c)?.items()))),
    ],
    ..TypeImpl::EMPTY
};
