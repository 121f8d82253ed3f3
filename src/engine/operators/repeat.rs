//! `+` and `*` on strings, lists and dictionaries; ranges.

use std::rc::Rc;

use super::failure;
use crate::value::convert;
use crate::value::{Dict, Run, Runtime, TypeId, Value};

pub use crate::value::limits::{MAX_ITEMS, MAX_TEXT};

/// `'ab' * 3`.
pub(super) fn repeat_text(rt: &mut dyn Runtime, text: &Rc<str>, times: &Value) -> Run<Value> {
    let Value::Int(times) = convert::cast(rt, times, TypeId::INT32)? else { return Ok(Value::empty_str()) };
    let Ok(times) = usize::try_from(times) else {
        return Err(failure::raw(
            TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
            "Specified argument was out of the range of valid values. (Parameter 'times')",
        ));
    };
    if times == 1 {
        return Ok(Value::Str(text.clone()));
    }
    if text.len().saturating_mul(times) > MAX_TEXT {
        return Err(failure::out_of_memory());
    }
    Ok(Value::from(text.repeat(times)))
}

/// `(1, 2) * 3`.
pub(super) fn repeat_items(rt: &mut dyn Runtime, items: &[Value], times: &Value) -> Run<Value> {
    let Value::UInt32(times) = convert::cast(rt, times, TypeId::U_INT32)? else { return Ok(Value::array(Vec::new())) };
    let times = times as usize;
    if items.len().saturating_mul(times) > MAX_ITEMS {
        return Err(failure::out_of_memory());
    }
    let mut repeated = Vec::with_capacity(items.len() * times);
    for _ in 0..times {
        repeated.extend_from_slice(items);
        rt.check_interrupt()?;
    }
    Ok(Value::array(repeated))
}

/// `(1, 2) + x`: an array of the items, with the other's items, or the other value, behind. Gives the items back
/// where the array would be too long.
pub(in crate::engine) fn append_items(mut items: Vec<Value>, right: &Value) -> Result<Value, Vec<Value>> {
    match right.enumerate() {
        Some(more) => {
            if items.len() + more.len() > MAX_ITEMS {
                return Err(items);
            }
            items.extend(more);
        }
        None => items.push(if right.is_null() { Value::Null } else { right.clone() }),
    }
    Ok(Value::array(items))
}

/// `@{} + @{}`: a new hash table; a key of both is an error.
pub(super) fn merge(left: &Rc<Dict>, right: &Rc<Dict>) -> Run<Value> {
    let merged = Dict::new(left.kind, left.ignore_case);
    for (key, value) in left.pairs() {
        merged.set(&key, value);
    }
    for (key, value) in right.pairs() {
        if merged.contains(&key) {
            let shown = convert::to_plain_text(&key).unwrap_or_default();
            let message = format!("Item has already been added. Key in dictionary: '{shown}'  Key being added: '{shown}'");
            return Err(failure::raw(TypeId::ARGUMENT_EXCEPTION, message));
        }
        merged.set(&key, value);
    }
    Ok(Value::Dict(Rc::new(merged)))
}
