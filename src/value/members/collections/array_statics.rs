//! Static methods of `System.Array`.

use std::cmp::Ordering;
use std::rc::Rc;

use super::array::{copy_into, filled, store, this};
use super::order::{compare_with, sort_by};
use crate::value::dict::equals_exactly;
use crate::value::limits::MAX_ITEMS;
use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::statics::default_value;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{Array, List, TypeId, Value, convert};

/// `index` and `length` among the arguments from `at` on, as a range of the array.
fn range(c: &Call, at: usize, length: usize) -> Outcome<(usize, usize)> {
    let numbers: Vec<i64> =
        c.args.get(at..).unwrap_or_default().iter().filter(|value| matches!(value, Value::Int(_))).map(to_long).collect();
    let [start, count] = numbers[..] else { return Ok((0, length)) };
    if start < 0 {
        return Err(Thrown::out_of_range("index", "Non-negative number required."));
    }
    if count < 0 || start + count > length as i64 {
        return Err(Thrown::argument(
            "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
        ));
    }
    Ok((start as usize, (start + count) as usize))
}

fn sort(c: &mut Call) -> Outcome {
    let array = this(&c.arg(0))?;
    let with_items = c.args.get(1).and_then(|value| if let Value::Array(items) = value.base() { Some(items.clone()) } else { None });
    let (from, to) = range(c, 1, array.len())?;
    let comparer = c.args[1..].iter().find(|value| matches!(value, Value::Object(_) | Value::ScriptBlock(_))).cloned().unwrap_or_default();
    let mut pairs: Vec<(Value, Value)> = {
        let keys = array.items.borrow();
        let items = with_items.as_ref().map(|items| items.items.borrow().clone());
        (from..to).map(|at| (keys[at].clone(), items.as_ref().and_then(|items| items.get(at)).cloned().unwrap_or_default())).collect()
    };
    let mut failure: Option<Thrown> = None;
    pairs.sort_by(|(a, _), (b, _)| {
        if failure.is_some() {
            return Ordering::Equal;
        }
        compare_with(c, &comparer, a, b).unwrap_or_else(|thrown| {
            failure = Some(thrown);
            Ordering::Equal
        })
    });
    if let Some(thrown) = failure {
        return Err(thrown);
    }
    for (offset, (key, item)) in pairs.into_iter().enumerate() {
        array.items.borrow_mut()[from + offset] = key;
        if let Some(items) = &with_items {
            items.items.borrow_mut()[from + offset] = item;
        }
    }
    void()
}

fn reverse(c: &mut Call) -> Outcome {
    let array = this(&c.arg(0))?;
    let (from, to) = range(c, 1, array.len())?;
    array.items.borrow_mut()[from..to].reverse();
    void()
}

fn copy(c: &mut Call) -> Outcome {
    let source = this(&c.arg(0))?;
    let (from, target, at, length) = if c.len() == 3 { (0, c.arg(1), 0, c.long(2)) } else { (c.long(1), c.arg(2), c.long(3), c.long(4)) };
    if length < 0 {
        return Err(Thrown::out_of_range("length", "Non-negative number required."));
    }
    if from < 0 || from + length > source.len() as i64 {
        return Err(Thrown::argument_named(
            "sourceArray",
            "Source array was not long enough. Check the source index, length, and the array's lower bounds.",
        ));
    }
    let mut items = source.items.borrow()[from as usize..(from + length) as usize].to_vec();
    let target_array = this(&target)?;
    if target_array.element != TypeId::OBJECT && target_array.element != source.element {
        for item in &mut items {
            *item = store(c, item, target_array.element).map_err(|_| {
                Thrown::new(
                    TypeId::INVALID_CAST_EXCEPTION,
                    "At least one element in the source array could not be cast down to the destination array type.",
                )
            })?;
        }
    }
    copy_into(&items, &target, at)
}

fn index_of(c: &mut Call, last: bool) -> Outcome {
    let array = this(&c.arg(0))?;
    let wanted = c.arg(1);
    let items = array.items.borrow();
    if last {
        let end = if c.len() > 2 { (c.long(2) + 1).clamp(0, items.len() as i64) as usize } else { items.len() };
        let from = if c.len() > 3 { end.saturating_sub(c.int(3).max(0) as usize) } else { 0 };
        return ok(items[from..end].iter().rposition(|item| equals_exactly(item, &wanted)).map_or(-1, |at| (at + from) as i32));
    }
    let start = c.long(2);
    if start < 0 || start > items.len() as i64 {
        return Err(Thrown::out_of_range(
            "startIndex",
            "Index was out of range. Must be non-negative and less than or equal to the size of the collection.",
        ));
    }
    let end = if c.len() > 3 { (start + c.long(3)).clamp(start, items.len() as i64) } else { items.len() as i64 };
    ok(items[start as usize..end as usize].iter().position(|item| equals_exactly(item, &wanted)).map_or(-1, |at| at as i32 + start as i32))
}

/// The places where a predicate holds, in order, until `enough`.
pub(super) fn matches(c: &mut Call, items: &[Value], predicate: &Value, mut enough: impl FnMut(usize) -> bool) -> Outcome<()> {
    for (at, item) in items.iter().enumerate() {
        let answer = crate::value::members::call::call_delegate(c.rt, predicate, vec![item.clone()])?;
        if convert::to_bool(&answer) && enough(at) {
            break;
        }
    }
    Ok(())
}

fn find(c: &mut Call, what: &str) -> Outcome {
    let array = this(&c.arg(0))?;
    let items = array.items.borrow().clone();
    let predicate = c.args.last().cloned().unwrap_or_default();
    let mut found: Vec<usize> = Vec::new();
    let first_only = matches!(what, "Find" | "FindIndex" | "Exists");
    matches(c, &items, &predicate, |at| {
        found.push(at);
        first_only
    })?;
    let none = || default_value(array.element).unwrap_or_default();
    Ok(match what {
        "Find" => found.first().map_or_else(none, |at| items[*at].clone()),
        "FindLast" => found.last().map_or_else(none, |at| items[*at].clone()),
        "FindIndex" => Value::Int(found.first().map_or(-1, |at| *at as i32)),
        "FindLastIndex" => Value::Int(found.last().map_or(-1, |at| *at as i32)),
        "Exists" => Value::Bool(!found.is_empty()),
        "TrueForAll" => Value::Bool(found.len() == items.len()),
        _ => Value::Array(Rc::new(Array::new(array.element, found.iter().map(|at| items[*at].clone()).collect()))),
    })
}

fn binary_search(c: &mut Call) -> Outcome {
    let array = this(&c.arg(0))?;
    let items = array.items.borrow().clone();
    let (from, to, at) = if c.len() >= 4 { (c.int(1) as usize, (c.int(1) + c.int(2)) as usize, 3) } else { (0, items.len(), 1) };
    let (wanted, comparer) = (c.arg(at), c.arg(at + 1));
    let (mut low, mut high) = (from as i64, to as i64 - 1);
    while low <= high {
        let middle = low + (high - low) / 2;
        match compare_with(c, &comparer, &items[middle as usize], &wanted)? {
            Ordering::Equal => return ok(middle as i32),
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle - 1,
        }
    }
    ok(!(low as i32))
}

fn create_instance(c: &mut Call) -> Outcome {
    let Value::Type(element) = c.arg(0) else { return Err(Thrown::null("elementType")) };
    let mut lengths = Vec::new();
    for arg in &c.args[1..] {
        match arg.enumerate() {
            Some(items) => lengths.extend(items.iter().map(to_long)),
            None => lengths.push(to_long(arg)),
        }
    }
    if lengths.iter().any(|length| *length < 0) {
        return Err(Thrown::out_of_range("length", "Non-negative number required."));
    }
    filled(element, &lengths.iter().map(|length| *length as usize).collect::<Vec<_>>())
}

fn for_each(c: &mut Call) -> Outcome {
    for item in c.items(0) {
        c.callback(1, vec![item])?;
    }
    void()
}

fn convert_all(c: &mut Call) -> Outcome {
    let mut out = Vec::new();
    for item in c.items(0) {
        out.push(c.callback(1, vec![item])?);
    }
    Ok(Value::array(out))
}

fn resize(c: &mut Call) -> Outcome {
    let reference = c.arg(0);
    let current = crate::value::members::get(c.rt, &reference, "Value")?.unwrap_or_default();
    let size = c.count(1, MAX_ITEMS)?;
    let (element, mut items) = match current.base() {
        Value::Array(array) => (array.element, array.items.borrow().clone()),
        _ => (TypeId::OBJECT, Vec::new()),
    };
    items.resize(size, default_value(element).unwrap_or_default());
    c.write_ref(0, Value::Array(Rc::new(Array::new(element, items))))?;
    void()
}

/// Static members of arrays.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::ARRAY],
    statics: &[
        ("AsReadOnly", |c| {
            Ok(Value::List(Rc::new(List::new(TypeId::READ_ONLY_COLLECTION.generic(&[this(&c.arg(0))?.element]), c.items(0)))))
        }),
        ("BinarySearch", binary_search),
        ("Clear", |c| {
            let array = this(&c.arg(0))?;
            let (from, to) = range(c, 1, array.len())?;
            let empty = default_value(array.element).unwrap_or_default();
            array.items.borrow_mut()[from..to].fill(empty);
            void()
        }),
        ("ConstrainedCopy", copy),
        ("ConvertAll", convert_all),
        ("Copy", copy),
        ("CreateInstance", create_instance),
        ("Empty", |_| Ok(Value::array(Vec::new()))),
        ("Exists", |c| find(c, "Exists")),
        ("Fill", |c| {
            let array = this(&c.arg(0))?;
            let value = c.arg(1);
            let value = store(c, &value, array.element)?;
            let (from, to) = if c.len() > 2 { range(c, 2, array.len())? } else { (0, array.len()) };
            array.items.borrow_mut()[from..to].fill(value);
            void()
        }),
        ("Find", |c| find(c, "Find")),
        ("FindAll", |c| find(c, "FindAll")),
        ("FindIndex", |c| find(c, "FindIndex")),
        ("FindLast", |c| find(c, "FindLast")),
        ("FindLastIndex", |c| find(c, "FindLastIndex")),
        ("ForEach", for_each),
        ("IndexOf", |c| index_of(c, false)),
        ("LastIndexOf", |c| index_of(c, true)),
        ("Resize", resize),
        ("Reverse", reverse),
        ("Sort", sort),
        ("TrueForAll", |c| find(c, "TrueForAll")),
    ],
    static_properties: &[("MaxLength", |_| Ok(Value::Int(2_147_483_591)))],
    ..TypeImpl::EMPTY
};

/// Sorts plain values by .NET's order, for the lists of this folder.
pub(super) fn sort_values(c: &mut Call, items: &mut [Value], comparer: &Value) -> Outcome<()> {
    let comparer = comparer.clone();
    sort_by(items, |a, b| compare_with(c, &comparer, a, b))
}
