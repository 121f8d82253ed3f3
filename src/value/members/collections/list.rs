//! Members of `List[T]`, `ArrayList`, `Collection[T]` and their kin.

use std::cmp::Ordering;
use std::rc::Rc;

use super::array::copy_into;
use super::array_statics::{matches, sort_values};
use super::order::compare_with;
use crate::value::dict::equals_exactly;
use crate::value::limits::MAX_ITEMS;
use crate::value::members::call::{Call, items};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::enumerator::enumerator_of;
use crate::value::members::objects::ps_object::change_type_names;
use crate::value::members::statics::default_value;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{Array, List, TypeId, Value};

fn this(c: &Call) -> Outcome<Rc<List>> {
    match c.this.base() {
        Value::List(list) => Ok(list.clone()),
        _ => Err(Thrown::invalid_operation("The object is no list.")),
    }
}

fn writable(c: &Call) -> Outcome<Rc<List>> {
    let list = this(c)?;
    if list.read_only { Err(Thrown::not_supported("Collection is read-only.")) } else { Ok(list) }
}

fn add(c: &mut Call) -> Outcome {
    if let Some(result) = change_type_names(c, "Add") {
        return result;
    }
    let list = writable(c)?;
    list.items.borrow_mut().push(plain(c.arg(0)));
    list.touch();
    // `ArrayList.Add` gives the place, the others nothing.
    if matches!(list.type_id, TypeId::ARRAY_LIST | TypeId::STRING_COLLECTION) { ok(list.items.borrow().len() as i32 - 1) } else { void() }
}

fn plain(value: Value) -> Value {
    if value.is_null() { Value::Null } else { value }
}

fn add_range(c: &mut Call) -> Outcome {
    let list = writable(c)?;
    if !c.has(0) {
        return Err(Thrown::null("collection"));
    }
    let added = c.items(0);
    list.items.borrow_mut().extend(added);
    list.touch();
    void()
}

fn clear(c: &mut Call) -> Outcome {
    if let Some(result) = change_type_names(c, "Clear") {
        return result;
    }
    let list = writable(c)?;
    list.items.borrow_mut().clear();
    list.touch();
    void()
}

fn place(c: &Call, at: usize, length: usize) -> Outcome<usize> {
    usize::try_from(c.long(at)).ok().filter(|at| *at < length).ok_or_else(|| Thrown::index_range("index"))
}

fn insert(c: &mut Call) -> Outcome {
    if let Some(result) = change_type_names(c, "Insert") {
        return result;
    }
    let list = writable(c)?;
    let length = list.items.borrow().len();
    let Some(at) = usize::try_from(c.long(0)).ok().filter(|at| *at <= length) else {
        return Err(match list.type_id {
            TypeId::ARRAY_LIST => {
                Thrown::out_of_range("index", "Insertion index was out of range. Must be non-negative and less than or equal to size.")
            }
            _ => Thrown::out_of_range("index", "Index must be within the bounds of the List."),
        });
    };
    list.items.borrow_mut().insert(at, plain(c.arg(1)));
    list.touch();
    void()
}

fn insert_range(c: &mut Call) -> Outcome {
    let list = writable(c)?;
    let length = list.items.borrow().len();
    let at = usize::try_from(c.long(0)).ok().filter(|at| *at <= length).ok_or_else(|| {
        Thrown::out_of_range("index", "Index was out of range. Must be non-negative and less than or equal to the size of the collection.")
    })?;
    let added = c.items(1);
    list.items.borrow_mut().splice(at..at, added);
    list.touch();
    void()
}

fn remove(c: &mut Call) -> Outcome {
    if let Some(result) = change_type_names(c, "Remove") {
        return result;
    }
    let list = writable(c)?;
    let wanted = c.arg(0);
    let found = list.items.borrow().iter().position(|item| equals_exactly(item, &wanted));
    if let Some(at) = found {
        list.items.borrow_mut().remove(at);
        list.touch();
    }
    if matches!(list.type_id, TypeId::ARRAY_LIST | TypeId::STRING_COLLECTION) { void() } else { ok(found.is_some()) }
}

fn remove_at(c: &mut Call) -> Outcome {
    if let Some(result) = change_type_names(c, "RemoveAt") {
        return result;
    }
    let list = writable(c)?;
    let length = list.items.borrow().len();
    let at = place(c, 0, length)?;
    list.items.borrow_mut().remove(at);
    list.touch();
    void()
}

/// `index` and `count` as a range inside the list.
fn range(c: &Call, at: usize, length: usize) -> Outcome<(usize, usize)> {
    let (start, count) = (c.long(at), c.long(at + 1));
    if start < 0 {
        return Err(Thrown::out_of_range("index", "Non-negative number required."));
    }
    if count < 0 {
        return Err(Thrown::out_of_range("count", "Non-negative number required."));
    }
    if start + count > length as i64 {
        return Err(Thrown::argument(
            "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
        ));
    }
    Ok((start as usize, (start + count) as usize))
}

fn remove_range(c: &mut Call) -> Outcome {
    let list = writable(c)?;
    let length = list.items.borrow().len();
    let (from, to) = range(c, 0, length)?;
    list.items.borrow_mut().drain(from..to);
    list.touch();
    void()
}

fn get_range(c: &mut Call) -> Outcome {
    let list = this(c)?;
    let all = list.items.borrow().clone();
    let (from, to) = range(c, 0, all.len())?;
    Ok(same_kind(&list, all[from..to].to_vec()))
}

fn same_kind(list: &List, items: Vec<Value>) -> Value {
    Value::List(Rc::new(List::new(list.type_id, items)))
}

fn index_of(c: &mut Call, last: bool) -> Outcome {
    if let Some(result) = change_type_names(c, "IndexOf") {
        return result;
    }
    let list = this(c)?;
    let wanted = c.arg(0);
    let all = list.items.borrow();
    if last {
        return ok(all.iter().rposition(|item| equals_exactly(item, &wanted)).map_or(-1, |at| at as i32));
    }
    let start = c.long(1);
    if start < 0 || start > all.len() as i64 {
        return Err(Thrown::out_of_range(
            "index",
            "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
        ));
    }
    let end = if c.len() > 2 { (start + c.long(2)).min(all.len() as i64) } else { all.len() as i64 };
    ok(all[start as usize..end as usize].iter().position(|item| equals_exactly(item, &wanted)).map_or(-1, |at| at as i32 + start as i32))
}

fn reverse(c: &mut Call) -> Outcome {
    let list = writable(c)?;
    let length = list.items.borrow().len();
    let (from, to) = if c.len() > 1 { range(c, 0, length)? } else { (0, length) };
    list.items.borrow_mut()[from..to].reverse();
    list.touch();
    void()
}

fn sort(c: &mut Call) -> Outcome {
    let list = writable(c)?;
    let mut all = list.items.borrow().clone();
    let (from, to, comparer) = if c.len() >= 3 {
        let (from, to) = range(c, 0, all.len())?;
        (from, to, c.arg(2))
    } else {
        (0, all.len(), c.arg(0))
    };
    sort_values(c, &mut all[from..to], &comparer)?;
    *list.items.borrow_mut() = all;
    list.touch();
    void()
}

fn find(c: &mut Call, what: &str) -> Outcome {
    let list = this(c)?;
    let all = list.items.borrow().clone();
    let predicate = c.args.last().cloned().unwrap_or_default();
    let start = if c.len() > 1 { c.int(0).max(0) as usize } else { 0 };
    let mut found: Vec<usize> = Vec::new();
    let first_only = matches!(what, "Find" | "FindIndex" | "Exists");
    matches(c, &all[start.min(all.len())..], &predicate, |at| {
        found.push(at + start);
        first_only
    })?;
    let none = || default_value(list.element).unwrap_or_default();
    Ok(match what {
        "Find" => found.first().map_or_else(none, |at| all[*at].clone()),
        "FindLast" => found.last().map_or_else(none, |at| all[*at].clone()),
        "FindIndex" => Value::Int(found.first().map_or(-1, |at| *at as i32)),
        "FindLastIndex" => Value::Int(found.last().map_or(-1, |at| *at as i32)),
        "Exists" => Value::Bool(!found.is_empty()),
        "TrueForAll" => Value::Bool(found.len() == all.len()),
        "RemoveAll" => {
            let mut at = 0;
            list.items.borrow_mut().retain(|_| {
                at += 1;
                !found.contains(&(at - 1))
            });
            list.touch();
            Value::Int(found.len() as i32)
        }
        _ => same_kind(&list, found.iter().map(|at| all[*at].clone()).collect()),
    })
}

fn for_each(c: &mut Call) -> Outcome {
    let list = this(c)?;
    let version = list.version.get();
    let all = list.items.borrow().clone();
    for item in all {
        c.callback(0, vec![item])?;
        if list.version.get() != version {
            return Err(Thrown::invalid_operation("Collection was modified; enumeration operation may not execute."));
        }
    }
    void()
}

fn binary_search(c: &mut Call) -> Outcome {
    let list = this(c)?;
    let all = list.items.borrow().clone();
    let (from, to, at) = if c.len() >= 4 { (c.int(0) as i64, (c.int(0) + c.int(1)) as i64, 2) } else { (0, all.len() as i64, 0) };
    let (wanted, comparer) = (c.arg(at), c.arg(at + 1));
    let (mut low, mut high) = (from, to - 1);
    while low <= high {
        let middle = low + (high - low) / 2;
        match compare_with(c, &comparer, &all[middle as usize], &wanted)? {
            Ordering::Equal => return ok(middle as i32),
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle - 1,
        }
    }
    ok(!(low as i32))
}

fn to_array(c: &mut Call) -> Outcome {
    let list = this(c)?;
    let element = match c.args.first() {
        Some(Value::Type(id)) => *id,
        _ => list.element,
    };
    let all = list.items.borrow().clone();
    Ok(Value::Array(Rc::new(Array::new(element, all))))
}

fn copy_to(c: &mut Call) -> Outcome {
    let all = this(c)?.items.borrow().clone();
    match c.len() {
        4 => {
            let (from, to) = range(c, 0, all.len()).map(|_| (c.int(0) as usize, (c.int(0) + c.int(3)) as usize))?;
            copy_into(&all[from..to.min(all.len())], &c.arg(1), c.long(2))
        }
        _ => copy_into(&all, &c.arg(0), c.long(1)),
    }
}

fn convert_all(c: &mut Call) -> Outcome {
    let mut out = Vec::new();
    for item in this(c)?.items.borrow().clone() {
        out.push(c.callback(0, vec![item])?);
    }
    Ok(Value::List(Rc::new(List::new(TypeId::LIST.generic(&[TypeId::OBJECT]), out))))
}

fn read_only(c: &mut Call) -> Outcome {
    let list = this(c)?;
    let all = list.items.borrow().clone();
    Ok(Value::List(Rc::new(List::new(TypeId::READ_ONLY_COLLECTION.generic(&[list.element]), all))))
}

fn item(c: &mut Call) -> Outcome {
    let list = this(c)?;
    let length = list.items.borrow().len();
    let at = place(c, 0, length)?;
    let value = list.items.borrow()[at].clone();
    Ok(value)
}

fn contains(c: &mut Call) -> Outcome {
    if let Some(result) = change_type_names(c, "Contains") {
        return result;
    }
    let wanted = c.arg(0);
    ok(this(c)?.items.borrow().iter().any(|item| equals_exactly(item, &wanted)))
}

fn new(c: &mut Call) -> Outcome {
    let source = match c.args.first() {
        Some(Value::Int(capacity)) => {
            if *capacity < 0 {
                return Err(Thrown::out_of_range("capacity", "Non-negative number required."));
            }
            Vec::new()
        }
        Some(value) if value.is_null() => return Err(Thrown::null("collection")),
        Some(value) => items(value),
        None => Vec::new(),
    };
    Ok(Value::List(Rc::new(List::new(c.type_id, source))))
}

fn capacity(c: &mut Call) -> Outcome {
    let length = this(c)?.items.borrow().len() as i32;
    ok(if length == 0 { 0 } else { (length as u32).next_power_of_two().max(4) as i32 })
}

/// Members of lists.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[
        TypeId::LIST,
        TypeId::ARRAY_LIST,
        TypeId::COLLECTION,
        TypeId::READ_ONLY_COLLECTION,
        TypeId::OBSERVABLE_COLLECTION,
        TypeId::STRING_COLLECTION,
    ],
    new: Some(new),
    properties: &[
        ("Capacity", capacity),
        ("Count", |c| match c.this.base() {
            Value::List(list) => ok(list.items.borrow().len() as i32),
            other => ok(other.enumerate().unwrap_or_default().len() as i32),
        }),
        ("IsFixedSize", |c| ok(this(c)?.read_only)),
        ("IsReadOnly", |c| ok(this(c)?.read_only)),
        ("IsSynchronized", |_| ok(false)),
        ("SyncRoot", |c| Ok(c.this.clone())),
    ],
    setters: &[("Capacity", |_| void())],
    methods: &[
        ("Add", add),
        ("AddRange", add_range),
        ("AsReadOnly", read_only),
        ("BinarySearch", binary_search),
        ("Clear", clear),
        ("Clone", |c| {
            let list = this(c)?;
            let all = list.items.borrow().clone();
            Ok(same_kind(&list, all))
        }),
        ("Contains", contains),
        ("ConvertAll", convert_all),
        ("CopyTo", copy_to),
        ("EnsureCapacity", |c| Ok(c.arg(0))),
        ("Exists", |c| find(c, "Exists")),
        ("Find", |c| find(c, "Find")),
        ("FindAll", |c| find(c, "FindAll")),
        ("FindIndex", |c| find(c, "FindIndex")),
        ("FindLast", |c| find(c, "FindLast")),
        ("FindLastIndex", |c| find(c, "FindLastIndex")),
        ("ForEach", for_each),
        ("GetEnumerator", |c| Ok(enumerator_of(c.this.clone(), c.this.enumerate().unwrap_or_default()))),
        ("GetRange", get_range),
        ("IndexOf", |c| index_of(c, false)),
        ("Insert", insert),
        ("InsertRange", insert_range),
        ("LastIndexOf", |c| index_of(c, true)),
        ("Remove", remove),
        ("RemoveAll", |c| find(c, "RemoveAll")),
        ("RemoveAt", remove_at),
        ("RemoveRange", remove_range),
        ("Reverse", reverse),
        ("Slice", get_range),
        ("Sort", sort),
        ("ToArray", to_array),
        ("TrimExcess", |_| void()),
        ("TrimToSize", |_| void()),
        ("TrueForAll", |c| find(c, "TrueForAll")),
    ],
    statics: &[
        ("Adapter", |c| Ok(Value::List(Rc::new(List::new(TypeId::ARRAY_LIST, c.items(0)))))),
        ("ReadOnly", |c| Ok(Value::List(Rc::new(List::new(TypeId::READ_ONLY_COLLECTION.generic(&[TypeId::OBJECT]), c.items(0)))))),
        ("Synchronized", |c| Ok(c.arg(0))),
        ("FixedSize", |c| Ok(c.arg(0))),
        ("Repeat", |c| Ok(Value::List(Rc::new(List::new(TypeId::ARRAY_LIST, vec![c.arg(0); c.count(1, MAX_ITEMS)?]))))),
    ],
    index: Some(item),
    ..TypeImpl::EMPTY
};
