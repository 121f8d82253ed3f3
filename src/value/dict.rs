//! Dictionaries: `@{}`, `[ordered]@{}`, `Dictionary[K,V]` and their kin, one structure with the kind as data.
//!
//! Order is insertion order for all of them: .NET's `Hashtable` has none that a script may rely on.

use std::cell::RefCell;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use indexmap::IndexMap;

use super::array::Extra;
use super::string::fold_char;
use super::{TypeId, Value};

/// Which dictionary type it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DictKind {
    /// `System.Collections.Hashtable`.
    Hashtable,
    /// `System.Collections.Specialized.OrderedDictionary`, or `OrderedHashtable`.
    Ordered(TypeId),
    /// A closed generic dictionary type.
    Generic(TypeId),
    /// Kept sorted by key (`SortedList`, `SortedDictionary`).
    Sorted(TypeId),
}

/// A key: strings compare as the dictionary says, other values by .NET's `Equals`.
#[derive(Clone)]
pub enum Key {
    /// A string compared to the letter.
    Exact(Rc<str>),
    /// A string compared without regard to case.
    Folded(Rc<str>),
    /// Any other value.
    Other(Value),
}

impl Key {
    /// The key as the script sees it.
    pub fn value(&self) -> Value {
        match self {
            Key::Exact(text) | Key::Folded(text) => Value::Str(text.clone()),
            Key::Other(value) => value.clone(),
        }
    }
}

/// A string to look up without making a [`Key`].
struct Lookup<'a> {
    text: &'a str,
    folded: bool,
}

fn hash_text<H: Hasher>(text: &str, folded: bool, state: &mut H) {
    if folded {
        for c in text.chars() {
            state.write_u32(fold_char(c) as u32);
        }
    } else {
        state.write(text.as_bytes());
    }
    state.write_u8(0xff);
}

/// Whether two strings are equal without regard to case (ordinal).
pub fn eq_folded(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        return a.eq_ignore_ascii_case(b);
    }
    a.chars().map(fold_char).eq(b.chars().map(fold_char))
}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self {
            Key::Exact(text) => hash_text(text, false, state),
            Key::Folded(text) => hash_text(text, true, state),
            Key::Other(value) => hash_value(value, state),
        }
    }
}

impl Hash for Lookup<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        hash_text(self.text, self.folded, state);
    }
}

impl indexmap::Equivalent<Key> for Lookup<'_> {
    fn equivalent(&self, key: &Key) -> bool {
        match key {
            Key::Exact(text) => **text == *self.text,
            Key::Folded(text) => eq_folded(text, self.text),
            Key::Other(_) => false,
        }
    }
}

fn hash_value<H: Hasher>(value: &Value, state: &mut H) {
    match value.base() {
        Value::Bool(v) => v.hash(state),
        Value::Char(v) => v.hash(state),
        Value::SByte(v) => v.hash(state),
        Value::Byte(v) => v.hash(state),
        Value::Int16(v) => v.hash(state),
        Value::UInt16(v) => v.hash(state),
        Value::Int(v) => v.hash(state),
        Value::UInt32(v) => v.hash(state),
        Value::Long(v) => v.hash(state),
        Value::UInt64(v) => v.hash(state),
        Value::Single(v) => v.to_bits().hash(state),
        Value::Double(v) => v.to_bits().hash(state),
        Value::Decimal(v) => v.hash(state),
        Value::BigInt(v) => v.hash(state),
        Value::Str(v) => hash_text(v, false, state),
        Value::DateTime(v) => v.ticks().hash(state),
        Value::TimeSpan(v) => v.0.hash(state),
        Value::Enum(id, v) => (id, v).hash(state),
        Value::Type(id) => id.hash(state),
        Value::Array(v) => Rc::as_ptr(v).hash(state),
        Value::List(v) => Rc::as_ptr(v).hash(state),
        Value::Dict(v) => Rc::as_ptr(v).hash(state),
        Value::ScriptBlock(v) => Rc::as_ptr(v).hash(state),
        Value::Object(object) => match object.clr() {
            Some(clr) => clr.hash_code().hash(state),
            None => Rc::as_ptr(object).hash(state),
        },
        Value::Null | Value::Nothing => 0u8.hash(state),
    }
}

/// .NET's `a.Equals(b)` between two values: same type and same content, reference types by identity.
pub fn equals_exactly(a: &Value, b: &Value) -> bool {
    match (a.base(), b.base()) {
        (Value::Null | Value::Nothing, Value::Null | Value::Nothing) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Char(a), Value::Char(b)) => a == b,
        (Value::SByte(a), Value::SByte(b)) => a == b,
        (Value::Byte(a), Value::Byte(b)) => a == b,
        (Value::Int16(a), Value::Int16(b)) => a == b,
        (Value::UInt16(a), Value::UInt16(b)) => a == b,
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::UInt32(a), Value::UInt32(b)) => a == b,
        (Value::Long(a), Value::Long(b)) => a == b,
        (Value::UInt64(a), Value::UInt64(b)) => a == b,
        (Value::Single(a), Value::Single(b)) => a == b || a.is_nan() && b.is_nan(),
        (Value::Double(a), Value::Double(b)) => a == b || a.is_nan() && b.is_nan(),
        (Value::Decimal(a), Value::Decimal(b)) => a == b,
        (Value::BigInt(a), Value::BigInt(b)) => a == b,
        (Value::Str(a), Value::Str(b)) => a == b,
        (Value::DateTime(a), Value::DateTime(b)) => a.ticks() == b.ticks(),
        (Value::TimeSpan(a), Value::TimeSpan(b)) => a == b,
        (Value::Enum(ta, a), Value::Enum(tb, b)) => ta == tb && a == b,
        (Value::Type(a), Value::Type(b)) => a == b,
        (Value::Object(a), other) if a.clr().is_some() => a.clr().is_some_and(|clr| clr.equals(other)),
        (a, b) => a.same_object(b),
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        match (self, other) {
            (Key::Exact(a), Key::Exact(b)) => a == b,
            (Key::Folded(a), Key::Folded(b)) => eq_folded(a, b),
            (Key::Other(a), Key::Other(b)) => equals_exactly(a, b),
            _ => false,
        }
    }
}

impl Eq for Key {}

/// A dictionary.
pub struct Dict {
    /// Its type.
    pub kind: DictKind,
    /// Whether string keys ignore case (`@{}` and `[ordered]` do, `[hashtable]::new()` does not).
    pub ignore_case: bool,
    /// Keys and values.
    pub entries: RefCell<IndexMap<Key, Value>>,
    /// Counts changes, so that an enumeration notices one.
    pub version: std::cell::Cell<u32>,
    /// Whether it refuses changes.
    pub read_only: std::cell::Cell<bool>,
    /// Attached members.
    pub extra: Extra,
}

impl Dict {
    /// An empty dictionary.
    pub fn new(kind: DictKind, ignore_case: bool) -> Dict {
        Dict {
            kind,
            ignore_case,
            entries: RefCell::default(),
            version: std::cell::Cell::new(0),
            read_only: std::cell::Cell::new(false),
            extra: Extra::default(),
        }
    }

    /// An empty `@{}`.
    pub fn hashtable() -> Dict {
        Dict::new(DictKind::Hashtable, true)
    }

    /// An empty `[ordered]@{}`.
    pub fn ordered() -> Dict {
        Dict::new(DictKind::Ordered(TypeId::ORDERED_DICTIONARY), true)
    }

    /// Its type.
    pub fn type_id(&self) -> TypeId {
        match self.kind {
            DictKind::Hashtable => TypeId::HASHTABLE,
            DictKind::Ordered(id) | DictKind::Generic(id) | DictKind::Sorted(id) => id,
        }
    }

    /// The key that a value is in this dictionary.
    pub fn key(&self, value: &Value) -> Key {
        match value.base() {
            Value::Str(text) if self.ignore_case => Key::Folded(text.clone()),
            Value::Str(text) => Key::Exact(text.clone()),
            other => Key::Other(other.clone()),
        }
    }

    /// The value under a key.
    pub fn get(&self, key: &Value) -> Option<Value> {
        match key.base() {
            Value::Str(text) => self.get_str(text),
            _ => self.entries.borrow().get(&self.key(key)).cloned(),
        }
    }

    /// The value under a string key.
    pub fn get_str(&self, text: &str) -> Option<Value> {
        self.entries.borrow().get(&Lookup { text, folded: self.ignore_case }).cloned()
    }

    /// Whether the key is there.
    pub fn contains(&self, key: &Value) -> bool {
        match key.base() {
            Value::Str(text) => self.entries.borrow().contains_key(&Lookup { text, folded: self.ignore_case }),
            _ => self.entries.borrow().contains_key(&self.key(key)),
        }
    }

    /// Sets a value, in place if the key is there, else at the end (or where a sorted one wants it).
    pub fn set(&self, key: &Value, value: Value) {
        let key = self.key(key);
        let mut entries = self.entries.borrow_mut();
        if let Some(place) = entries.get_mut(&key) {
            *place = value;
            // .NET's generic dictionaries let a value change under an enumeration.
            if matches!(self.kind, DictKind::Generic(_)) {
                return;
            }
        } else {
            entries.insert(key, value);
            if matches!(self.kind, DictKind::Sorted(_)) {
                entries.sort_by(|a, _, b, _| compare_keys(a, b));
            }
        }
        self.version.set(self.version.get().wrapping_add(1));
    }

    /// Sets a value under a string key.
    pub fn set_str(&self, key: &str, value: Value) {
        self.set(&Value::str(key), value);
    }

    /// Removes a key; order of the others is kept.
    pub fn remove(&self, key: &Value) -> Option<Value> {
        if !matches!(self.kind, DictKind::Generic(_)) {
            self.version.set(self.version.get().wrapping_add(1));
        }
        let key = self.key(key);
        self.entries.borrow_mut().shift_remove(&key)
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.borrow().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.borrow().is_empty()
    }

    /// Keys in order.
    pub fn keys(&self) -> Vec<Value> {
        self.entries.borrow().keys().map(Key::value).collect()
    }

    /// Values in order.
    pub fn values(&self) -> Vec<Value> {
        self.entries.borrow().values().cloned().collect()
    }

    /// Keys and values in order.
    pub fn pairs(&self) -> Vec<(Value, Value)> {
        self.entries.borrow().iter().map(|(key, value)| (key.value(), value.clone())).collect()
    }
}

fn compare_keys(a: &Key, b: &Key) -> std::cmp::Ordering {
    use std::cmp::Ordering;
    match (a, b) {
        (Key::Exact(a) | Key::Folded(a), Key::Exact(b) | Key::Folded(b)) => a.cmp(b),
        (Key::Other(a), Key::Other(b)) => match (a, b) {
            (Value::Int(a), Value::Int(b)) => a.cmp(b),
            (Value::Long(a), Value::Long(b)) => a.cmp(b),
            (Value::Char(a), Value::Char(b)) => a.cmp(b),
            (Value::DateTime(a), Value::DateTime(b)) => a.ticks().cmp(&b.ticks()),
            (Value::Double(a), Value::Double(b)) => a.total_cmp(b),
            (Value::Decimal(a), Value::Decimal(b)) => a.cmp(b),
            _ => Ordering::Equal,
        },
        (Key::Other(_), _) => Ordering::Less,
        _ => Ordering::Greater,
    }
}
