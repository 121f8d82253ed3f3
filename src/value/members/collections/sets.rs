//! `HashSet[T]` and `SortedSet[T]`.

use std::any::Any;
use std::cell::RefCell;

use indexmap::IndexMap;

use super::array::copy_into;
use super::order::{compare_default, compare_with, sort_by};
use crate::value::dict::Key;
use crate::value::members::call::{Call, items};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::enumerator::enumerator_of;
use crate::value::members::text::StringComparer;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{ClrObject, Object, TypeId, Value, convert};

/// A set; sorted ones keep their items in order.
pub struct Set {
    class: TypeId,
    ignore_case: bool,
    comparer: Value,
    entries: RefCell<IndexMap<Key, ()>>,
}

impl Set {
    fn key(&self, value: &Value) -> Key {
        match value.base() {
            Value::Str(text) if self.ignore_case => Key::Folded(text.clone()),
            Value::Str(text) => Key::Exact(text.clone()),
            other => Key::Other(other.clone()),
        }
    }

    fn is_sorted(&self) -> bool {
        self.class.definition() == TypeId::SORTED_SET
    }

    fn items(&self) -> Vec<Value> {
        self.entries.borrow().keys().map(Key::value).collect()
    }

    fn contains(&self, value: &Value) -> bool {
        self.entries.borrow().contains_key(&self.key(value))
    }

    fn len(&self) -> usize {
        self.entries.borrow().len()
    }

    /// An empty set of the same kind.
    fn empty(&self) -> Set {
        Set { class: self.class, ignore_case: self.ignore_case, comparer: self.comparer.clone(), entries: RefCell::default() }
    }
}

impl ClrObject for Set {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enumerate(&self) -> Option<Vec<Value>> {
        Some(self.items())
    }
}

fn this<'a>(c: &'a Call) -> Outcome<&'a Set> {
    c.this.downcast::<Set>().ok_or_else(|| Thrown::invalid_operation("The object is no set."))
}

/// Adds a value; false if it is there already. A sorted set is put in order again.
fn insert(c: &mut Call, value: &Value) -> Outcome<bool> {
    let target = c.this.clone();
    insert_into(c, &target, value)
}

fn insert_into(c: &mut Call, target: &Value, value: &Value) -> Outcome<bool> {
    let Some(set) = target.downcast::<Set>() else { return Ok(false) };
    let is_new = set.entries.borrow_mut().insert(set.key(value), ()).is_none();
    if is_new && set.is_sorted() {
        sort(c, set)?;
    }
    Ok(is_new)
}

fn sort(c: &mut Call, set: &Set) -> Outcome<()> {
    let mut all = set.items();
    let comparer = set.comparer.clone();
    sort_by(&mut all, |a, b| if comparer.is_null() { compare_default(a, b) } else { compare_with(c, &comparer, a, b) })?;
    let entries = all.iter().map(|item| (set.key(item), ())).collect();
    *set.entries.borrow_mut() = entries;
    Ok(())
}

fn new(c: &mut Call) -> Outcome {
    let comparer = c
        .args
        .iter()
        .find(|value| value.downcast::<StringComparer>().is_some() || matches!(value, Value::ScriptBlock(_)))
        .cloned()
        .unwrap_or_default();
    if c.args.first().is_some_and(|value| matches!(value, Value::Int(capacity) if *capacity < 0)) {
        return Err(Thrown::out_of_range("capacity", "capacity ('-1') must be a non-negative value."));
    }
    let ignore_case = comparer.downcast::<StringComparer>().is_some_and(|comparer| comparer.ignore_case);
    let made = Object::from_clr(Set { class: c.type_id, ignore_case, comparer, entries: RefCell::default() });
    if let Some(source @ (Value::Array(_) | Value::List(_) | Value::Object(_))) = c.args.first()
        && source.downcast::<StringComparer>().is_none()
    {
        for item in items(source) {
            insert_into(c, &made, &item)?;
        }
    }
    Ok(made)
}

/// The other side of a set operation, without repetitions.
fn other(c: &Call) -> Outcome<Set> {
    if !c.has(0) {
        return Err(Thrown::null("other"));
    }
    let set = this(c)?.empty();
    for item in c.items(0) {
        let key = set.key(&item);
        set.entries.borrow_mut().insert(key, ());
    }
    Ok(set)
}

fn retain(c: &mut Call, keep: impl Fn(&Key, &Set) -> bool) -> Outcome {
    let others = other(c)?;
    this(c)?.entries.borrow_mut().retain(|key, _| keep(key, &others));
    void()
}

fn is_subset(a: &Set, b: &Set) -> bool {
    a.entries.borrow().keys().all(|key| b.entries.borrow().contains_key(key))
}

fn union(c: &mut Call) -> Outcome {
    for item in other(c)?.items() {
        insert(c, &item)?;
    }
    void()
}

fn symmetric(c: &mut Call) -> Outcome {
    for item in other(c)?.items() {
        let set = this(c)?;
        let removed = set.entries.borrow_mut().shift_remove(&set.key(&item)).is_some();
        if !removed {
            insert(c, &item)?;
        }
    }
    void()
}

fn remove_where(c: &mut Call) -> Outcome {
    let mut removed = 0;
    for item in this(c)?.items() {
        if convert::to_bool(&c.callback(0, vec![item.clone()])?) {
            let set = this(c)?;
            set.entries.borrow_mut().shift_remove(&set.key(&item));
            removed += 1;
        }
    }
    ok(removed)
}

fn view_between(c: &mut Call) -> Outcome {
    let (low, high) = (c.arg(0), c.arg(1));
    let set = this(c)?;
    let view = set.empty();
    for item in set.items() {
        if compare_default(&item, &low)?.is_ge() && compare_default(&item, &high)?.is_le() {
            let key = view.key(&item);
            view.entries.borrow_mut().insert(key, ());
        }
    }
    Ok(Object::from_clr(view))
}

/// Members of sets.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::HASH_SET, TypeId::SORTED_SET],
    new: Some(new),
    properties: &[
        ("Count", |c| ok(this(c)?.len() as i32)),
        ("Comparer", |c| Ok(this(c)?.comparer.clone())),
        ("IsReadOnly", |_| ok(false)),
        ("Min", |c| Ok(this(c)?.items().first().cloned().unwrap_or_default())),
        ("Max", |c| Ok(this(c)?.items().last().cloned().unwrap_or_default())),
    ],
    methods: &[
        ("Add", |c| {
            let value = c.arg(0);
            ok(insert(c, &value)?)
        }),
        ("Clear", |c| {
            this(c)?.entries.borrow_mut().clear();
            void()
        }),
        ("Contains", |c| ok(this(c)?.contains(&c.arg(0)))),
        ("CopyTo", |c| copy_into(&this(c)?.items(), &c.arg(0), c.long(1))),
        ("EnsureCapacity", |c| Ok(c.arg(0))),
        ("ExceptWith", |c| retain(c, |key, others| !others.entries.borrow().contains_key(key))),
        ("GetEnumerator", |c| Ok(enumerator_of(c.this.clone(), this(c)?.items()))),
        ("GetViewBetween", view_between),
        ("IntersectWith", |c| retain(c, |key, others| others.entries.borrow().contains_key(key))),
        ("IsProperSubsetOf", |c| {
            let others = other(c)?;
            let set = this(c)?;
            ok(is_subset(set, &others) && set.len() < others.len())
        }),
        ("IsProperSupersetOf", |c| {
            let others = other(c)?;
            let set = this(c)?;
            ok(is_subset(&others, set) && set.len() > others.len())
        }),
        ("IsSubsetOf", |c| ok(is_subset(this(c)?, &other(c)?))),
        ("IsSupersetOf", |c| ok(is_subset(&other(c)?, this(c)?))),
        ("Overlaps", |c| {
            let others = other(c)?;
            ok(this(c)?.entries.borrow().keys().any(|key| others.entries.borrow().contains_key(key)))
        }),
        ("Remove", |c| {
            let set = this(c)?;
            let key = set.key(&c.arg(0));
            ok(set.entries.borrow_mut().shift_remove(&key).is_some())
        }),
        ("RemoveWhere", remove_where),
        ("Reverse", |c| {
            let mut all = this(c)?.items();
            all.reverse();
            Ok(Value::array(all))
        }),
        ("SetEquals", |c| {
            let others = other(c)?;
            let set = this(c)?;
            ok(set.len() == others.len() && is_subset(set, &others))
        }),
        ("SymmetricExceptWith", symmetric),
        ("TrimExcess", |_| void()),
        ("TryGetValue", |c| {
            let (wanted, found) = {
                let set = this(c)?;
                let key = set.key(&c.arg(0));
                let entries = set.entries.borrow();
                let found = entries.get_key_value(&key).map(|(own, ())| own.value());
                (found.is_some(), found.unwrap_or_default())
            };
            c.write_ref(1, found)?;
            ok(wanted)
        }),
        ("UnionWith", union),
    ],
    ..TypeImpl::EMPTY
};
