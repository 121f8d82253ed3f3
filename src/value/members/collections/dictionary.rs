//! Members of dictionaries of all kinds, and their entries.

use std::any::Any;
use std::rc::Rc;

use super::key_view::KeyView;
use crate::value::dict::equals_exactly;
use crate::value::members::call::{Call, items};
use crate::value::members::door::raw_error;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::enumerator::enumerator_of;
use crate::value::members::statics::exception;
use crate::value::members::text::StringComparer;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Dict, DictKind, Object, Run, Runtime, TypeId, Value, convert};

/// `DictionaryEntry` or `KeyValuePair[K,V]`.
pub struct Entry {
    class: TypeId,
    /// The key.
    pub key: Value,
    /// The value.
    pub value: Value,
}

impl ClrObject for Entry {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        if self.class == TypeId::DICTIONARY_ENTRY { vec!["Name", "Key", "Value"] } else { vec!["Key", "Value"] }
    }

    fn get(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "key" => Some(self.key.clone()),
            "value" => Some(self.value.clone()),
            // PowerShell's alias, for entries of hash tables alone.
            "name" if self.class == TypeId::DICTIONARY_ENTRY => Some(self.key.clone()),
            _ => None,
        }
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        let text = |value: &Value| convert::to_plain_text(value).unwrap_or_else(|| value.type_id().clr_name());
        Some(format!("[{}, {}]", text(&self.key), text(&self.value)))
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Entry>().is_some_and(|other| equals_exactly(&self.key, &other.key) && equals_exactly(&self.value, &other.value))
    }

    fn hash_code(&self) -> u64 {
        0
    }
}

/// A `DictionaryEntry`.
pub fn entry(key: Value, value: Value) -> Value {
    Object::from_clr(Entry { class: TypeId::DICTIONARY_ENTRY, key, value })
}

/// The entries in order, of the class that the dictionary enumerates.
pub fn entries(dict: &Dict) -> Vec<Value> {
    let class = match dict.type_id().generic_parts() {
        Some((_, arguments)) if arguments.len() == 2 => TypeId::KEY_VALUE_PAIR2.generic(&arguments),
        _ => TypeId::DICTIONARY_ENTRY,
    };
    dict.pairs().into_iter().map(|(key, value)| Object::from_clr(Entry { class, key, value })).collect()
}

/// Key and value types.
fn types_of(dict: &Dict) -> (TypeId, TypeId) {
    match dict.type_id().generic_parts() {
        Some((_, arguments)) if arguments.len() == 2 => (arguments[0], arguments[1]),
        _ => (TypeId::OBJECT, TypeId::OBJECT),
    }
}

/// Whether an `int` index is a position.
fn by_position(dict: &Dict, index: &Value) -> bool {
    matches!(dict.kind, DictKind::Ordered(id) if id != TypeId::ORDERED_HASHTABLE) && matches!(index.base(), Value::Int(_))
}

/// `$d[key]`: null where it is not there.
pub fn look_up(rt: &mut dyn Runtime, dict: &Dict, index: &Value) -> Value {
    if by_position(dict, index) {
        let at = crate::value::members::call::to_long(index);
        let at = if at < 0 { at + dict.len() as i64 } else { at };
        return usize::try_from(at)
            .ok()
            .and_then(|at| dict.entries.borrow().get_index(at).map(|(_, value)| value.clone()))
            .unwrap_or_default();
    }
    let (key_type, _) = types_of(dict);
    if key_type == TypeId::OBJECT {
        return dict.get(index).unwrap_or_default();
    }
    convert::try_cast(rt, index, key_type).ok().and_then(|key| dict.get(&key)).unwrap_or_default()
}

/// `$d[key] = value`, `$d.key = value`.
pub fn assign(rt: &mut dyn Runtime, dict: &Dict, key: &Value, value: Value) -> Run<()> {
    if dict.read_only.get() {
        return Err(raw_error(exception(TypeId::NOT_SUPPORTED_EXCEPTION, "Collection is read-only.", None)));
    }
    if by_position(dict, key) {
        let at = crate::value::members::call::to_long(key);
        let mut entries = dict.entries.borrow_mut();
        return match usize::try_from(at).ok().and_then(|at| entries.get_index_mut(at)) {
            Some((_, place)) => {
                *place = value;
                Ok(())
            }
            None => Err(raw_error(exception(
                TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
                "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')",
                None,
            ))),
        };
    }
    let (key_type, value_type) = types_of(dict);
    let key = if key_type == TypeId::OBJECT { key.clone() } else { convert::cast(rt, key, key_type)? };
    let value = if value_type == TypeId::OBJECT { value } else { convert::cast(rt, &value, value_type)? };
    dict.set(&key, if value.is_null() { Value::Null } else { value });
    Ok(())
}

fn this(c: &Call) -> Outcome<Rc<Dict>> {
    match c.this.base() {
        Value::Dict(dict) => Ok(dict.clone()),
        _ => Err(Thrown::invalid_operation("The object is no dictionary.")),
    }
}

fn writable(c: &Call) -> Outcome<Rc<Dict>> {
    let dict = this(c)?;
    if dict.read_only.get() { Err(Thrown::not_supported("Collection is read-only.")) } else { Ok(dict) }
}

fn key_of(c: &Call, at: usize, dict: &Dict) -> Outcome<Value> {
    let key = c.arg(at);
    if key.is_null() {
        return Err(match dict.kind {
            DictKind::Hashtable => Thrown::new(TypeId::ARGUMENT_NULL_EXCEPTION, "Key cannot be null. (Parameter 'key')"),
            _ => Thrown::null("key"),
        });
    }
    Ok(key)
}

fn shown(value: &Value) -> Rc<str> {
    convert::to_plain_text(value).unwrap_or_else(|| value.type_id().clr_name())
}

fn duplicate(dict: &Dict, key: &Value) -> Thrown {
    let key_text = shown(key);
    Thrown::argument(match dict.kind {
        DictKind::Hashtable => {
            let own = dict.entries.borrow().get_key_value(&dict.key(key)).map_or(key_text.clone(), |(own, _)| shown(&own.value()));
            format!("Item has already been added. Key in dictionary: '{own}'  Key being added: '{key_text}'")
        }
        DictKind::Sorted(id) if id == TypeId::SORTED_LIST => {
            format!("Item has already been added. Key in dictionary: '{key_text}'  Key being added: '{key_text}'")
        }
        _ => format!("An item with the same key has already been added. Key: {key_text}"),
    })
}

fn add(c: &mut Call) -> Outcome {
    let dict = writable(c)?;
    let key = key_of(c, 0, &dict)?;
    if dict.contains(&key) {
        return Err(duplicate(&dict, &key));
    }
    dict.set(&key, c.arg(1));
    void()
}

fn remove(c: &mut Call) -> Outcome {
    let dict = writable(c)?;
    let key = key_of(c, 0, &dict)?;
    let removed = dict.remove(&key);
    let had = removed.is_some();
    if c.len() > 1 {
        let value = removed.unwrap_or_else(|| default_of(types_of(&dict).1));
        c.write_ref(1, value)?;
    }
    if matches!(dict.kind, DictKind::Hashtable | DictKind::Ordered(_)) || Dict::type_id(&dict) == TypeId::SORTED_LIST {
        void()
    } else {
        ok(had)
    }
}

fn default_of(id: TypeId) -> Value {
    crate::value::members::statics::default_value(id).unwrap_or_default()
}

fn try_get(c: &mut Call) -> Outcome {
    let dict = this(c)?;
    let key = key_of(c, 0, &dict)?;
    let found = dict.get(&key);
    let had = found.is_some();
    let value = found.unwrap_or_else(|| default_of(types_of(&dict).1));
    c.write_ref(1, value)?;
    ok(had)
}

fn try_add(c: &mut Call) -> Outcome {
    let dict = writable(c)?;
    let key = key_of(c, 0, &dict)?;
    let is_new = !dict.contains(&key);
    if is_new {
        dict.set(&key, c.arg(1));
    }
    ok(is_new)
}

fn contains_value(c: &mut Call) -> Outcome {
    let wanted = c.arg(0);
    ok(this(c)?.values().iter().any(|value| equals_exactly(value, &wanted)))
}

/// A copy, keys and values shared.
pub fn copy(dict: &Dict) -> Dict {
    let copied = Dict::new(dict.kind, dict.ignore_case);
    *copied.entries.borrow_mut() = dict.entries.borrow().clone();
    copied
}

fn item(c: &mut Call) -> Outcome {
    let dict = this(c)?;
    let key = c.arg(0);
    if by_position(&dict, &key) {
        return Ok(look_up(c.rt, &dict, &key));
    }
    match (dict.get(&key), dict.kind) {
        (Some(value), _) => Ok(value),
        (None, DictKind::Generic(_)) => {
            Err(Thrown::new(TypeId::KEY_NOT_FOUND_EXCEPTION, format!("The given key '{}' was not present in the dictionary.", shown(&key))))
        }
        _ => Ok(Value::Null),
    }
}

fn position(c: &Call, at: usize, length: usize) -> Outcome<usize> {
    usize::try_from(c.long(at)).ok().filter(|at| *at < length).ok_or_else(|| Thrown::index_range("index"))
}

fn insert(c: &mut Call) -> Outcome {
    let dict = writable(c)?;
    let key = key_of(c, 1, &dict)?;
    if dict.contains(&key) {
        return Err(duplicate(&dict, &key));
    }
    let at = usize::try_from(c.long(0))
        .ok()
        .filter(|at| *at <= dict.len())
        .ok_or_else(|| Thrown::out_of_range("index", "Index must be within the bounds of the List."))?;
    let own = dict.key(&key);
    dict.entries.borrow_mut().shift_insert(at, own, c.arg(2));
    void()
}

fn remove_at(c: &mut Call) -> Outcome {
    let dict = writable(c)?;
    let at = position(c, 0, dict.len())?;
    dict.entries.borrow_mut().shift_remove_index(at);
    void()
}

fn index_of(c: &mut Call, in_keys: bool) -> Outcome {
    let dict = this(c)?;
    let wanted = c.arg(0);
    let list = if in_keys { dict.keys() } else { dict.values() };
    let found = list.iter().position(|own| if in_keys { dict.key(own) == dict.key(&wanted) } else { equals_exactly(own, &wanted) });
    ok(found.map_or(-1, |at| at as i32))
}

/// A property of a dictionary itself, for `psbase`.
pub fn property(dict: &Rc<Dict>, name: &str) -> Option<Value> {
    Some(match name.to_ascii_lowercase().as_str() {
        "count" => Value::Int(dict.len() as i32),
        "keys" => KeyView::value(dict, false),
        "values" => KeyView::value(dict, true),
        "isreadonly" => Value::Bool(dict.read_only.get()),
        "isfixedsize" | "issynchronized" => Value::Bool(false),
        _ => return None,
    })
}

fn own_property(c: &mut Call, name: &str) -> Outcome {
    Ok(property(&this(c)?, name).unwrap_or_default())
}

fn copy_to(c: &mut Call) -> Outcome {
    let all = entries(&*this(c)?);
    if let Value::Array(array) = c.arg(0) {
        let at = c.int(1).max(0) as usize;
        let mut items = array.items.borrow_mut();
        if at + all.len() > items.len() {
            return Err(Thrown::argument(
                "Destination array is not long enough to copy all the items in the collection. Check array index and length.",
            ));
        }
        for (offset, entry) in all.into_iter().enumerate() {
            items[at + offset] = entry;
        }
    }
    void()
}

fn kind_of(id: TypeId) -> DictKind {
    match id.definition() {
        TypeId::HASHTABLE => DictKind::Hashtable,
        TypeId::SORTED_LIST | TypeId::SORTED_DICTIONARY2 | TypeId::SORTED_LIST2 => DictKind::Sorted(id),
        TypeId::ORDERED_DICTIONARY
        | TypeId::ORDERED_HASHTABLE
        | TypeId::AUTOMATION_ORDERED_DICTIONARY
        | TypeId::HYBRID_DICTIONARY
        | TypeId::LIST_DICTIONARY => DictKind::Ordered(id),
        _ => DictKind::Generic(id),
    }
}

fn new(c: &mut Call) -> Outcome {
    let comparer = c.args.iter().find_map(|value| value.downcast::<StringComparer>().map(|comparer| comparer.ignore_case));
    let ignore_case = comparer.unwrap_or(matches!(c.type_id, TypeId::ORDERED_HASHTABLE));
    let dict = Dict::new(kind_of(c.type_id), ignore_case);
    match c.args.first().map(Value::base) {
        Some(Value::Int(capacity)) if *capacity < 0 => return Err(Thrown::out_of_range("capacity", "Non-negative number required.")),
        Some(Value::Dict(source)) => {
            for (key, value) in source.pairs() {
                assign(c.rt, &dict, &key, value)?;
            }
        }
        Some(list) if list.enumerate().is_some() => {
            for pair in items(list) {
                if let Some(entry) = pair.downcast::<Entry>() {
                    assign(c.rt, &dict, &entry.key, entry.value.clone())?;
                }
            }
        }
        _ => {}
    }
    Ok(Value::Dict(Rc::new(dict)))
}

/// Members of dictionaries.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[
        TypeId::HASHTABLE,
        TypeId::ORDERED_DICTIONARY,
        TypeId::ORDERED_HASHTABLE,
        TypeId::SORTED_LIST,
        TypeId::DICTIONARY2,
        TypeId::SORTED_DICTIONARY2,
        TypeId::SORTED_LIST2,
        TypeId::ORDERED_DICTIONARY2,
        TypeId::CONCURRENT_DICTIONARY2,
        TypeId::HYBRID_DICTIONARY,
        TypeId::LIST_DICTIONARY,
        TypeId::PS_BOUND_PARAMETERS_DICTIONARY,
        TypeId::PS_PRIMITIVE_DICTIONARY,
        TypeId::READ_ONLY_DICTIONARY2,
    ],
    new: Some(new),
    properties: &[
        ("Count", |c| own_property(c, "count")),
        ("IsFixedSize", |c| own_property(c, "isfixedsize")),
        ("IsReadOnly", |c| own_property(c, "isreadonly")),
        ("IsSynchronized", |c| own_property(c, "issynchronized")),
        ("Keys", |c| own_property(c, "keys")),
        ("SyncRoot", |c| Ok(c.this.clone())),
        ("Values", |c| own_property(c, "values")),
    ],
    methods: &[
        ("Add", add),
        ("Clear", |c| {
            let dict = writable(c)?;
            dict.entries.borrow_mut().clear();
            dict.version.set(dict.version.get().wrapping_add(1));
            void()
        }),
        ("Clone", |c| Ok(Value::Dict(Rc::new(copy(&*this(c)?))))),
        ("Contains", |c| ok(this(c)?.contains(&c.arg(0)))),
        ("ContainsKey", |c| {
            let dict = this(c)?;
            let key = key_of(c, 0, &dict)?;
            ok(dict.contains(&key))
        }),
        ("ContainsValue", contains_value),
        ("CopyTo", copy_to),
        ("GetEnumerator", |c| {
            let dict = this(c)?;
            Ok(enumerator_of(c.this.clone(), entries(&dict)))
        }),
        ("Remove", remove),
        ("TryGetValue", try_get),
        ("TryAdd", try_add),
        ("TryRemove", remove),
        ("GetOrAdd", |c| {
            let dict = this(c)?;
            let key = c.arg(0);
            if let Some(value) = dict.get(&key) {
                return Ok(value);
            }
            let value = if matches!(c.arg(1), Value::ScriptBlock(_)) { c.callback(1, vec![key.clone()])? } else { c.arg(1) };
            dict.set(&key, value.clone());
            Ok(value)
        }),
        ("Insert", insert),
        ("RemoveAt", remove_at),
        ("AsReadOnly", |c| {
            let copied = copy(&*this(c)?);
            copied.read_only.set(true);
            Ok(Value::Dict(Rc::new(copied)))
        }),
        ("EnsureCapacity", |c| Ok(c.arg(0))),
        ("TrimExcess", |_| void()),
        ("GetKey", |c| {
            let dict = this(c)?;
            let at = position(c, 0, dict.len())?;
            Ok(dict.keys()[at].clone())
        }),
        ("GetByIndex", |c| {
            let dict = this(c)?;
            let at = position(c, 0, dict.len())?;
            Ok(dict.values()[at].clone())
        }),
        ("GetKeyList", |c| own_property(c, "keys")),
        ("GetValueList", |c| own_property(c, "values")),
        ("IndexOf", |c| index_of(c, true)),
        ("IndexOfKey", |c| index_of(c, true)),
        ("IndexOfValue", |c| index_of(c, false)),
        ("SetByIndex", |c| {
            let dict = writable(c)?;
            let at = position(c, 0, dict.len())?;
            let key = dict.keys()[at].clone();
            dict.set(&key, c.arg(1));
            void()
        }),
    ],
    statics: &[("Synchronized", |c| Ok(c.arg(0)))],
    index: Some(item),
    ..TypeImpl::EMPTY
};

/// What concurrent dictionaries have beside.
pub const CONCURRENT: TypeImpl = TypeImpl {
    ids: &[TypeId::CONCURRENT_DICTIONARY2],
    properties: &[("IsEmpty", |c| ok(this(c)?.is_empty()))],
    methods: &[
        ("AddOrUpdate", |c| {
            let dict = writable(c)?;
            let key = c.arg(0);
            let made = match (dict.get(&key), c.arg(1)) {
                (Some(old), _) => c.callback(2, vec![key.clone(), old])?,
                (None, Value::ScriptBlock(_)) => c.callback(1, vec![key.clone()])?,
                (None, value) => value,
            };
            dict.set(&key, made.clone());
            Ok(made)
        }),
        ("TryUpdate", |c| {
            let dict = writable(c)?;
            let key = c.arg(0);
            let fits = dict.get(&key).is_some_and(|old| equals_exactly(&old, &c.arg(2)));
            if fits {
                dict.set(&key, c.arg(1));
            }
            ok(fits)
        }),
        ("ToArray", |c| Ok(Value::array(entries(&*this(c)?)))),
    ],
    ..TypeImpl::EMPTY
};

/// What sorted lists have beside.
pub const SORTED: TypeImpl = TypeImpl {
    ids: &[TypeId::SORTED_LIST2],
    methods: &[
        ("GetKeyAtIndex", |c| {
            let dict = this(c)?;
            let at = position(c, 0, dict.len())?;
            Ok(dict.keys()[at].clone())
        }),
        ("GetValueAtIndex", |c| {
            let dict = this(c)?;
            let at = position(c, 0, dict.len())?;
            Ok(dict.values()[at].clone())
        }),
        ("SetValueAtIndex", |c| {
            let dict = writable(c)?;
            let at = position(c, 0, dict.len())?;
            let key = dict.keys()[at].clone();
            dict.set(&key, c.arg(1));
            void()
        }),
    ],
    ..TypeImpl::EMPTY
};

fn new_entry(c: &mut Call) -> Outcome {
    Ok(Object::from_clr(Entry { class: c.type_id, key: c.arg(0), value: c.arg(1) }))
}

/// Members of entries.
pub const ENTRY: TypeImpl = TypeImpl { ids: &[TypeId::DICTIONARY_ENTRY, TypeId::KEY_VALUE_PAIR2], new: Some(new_entry), ..TypeImpl::EMPTY };
