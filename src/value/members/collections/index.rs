//! `x[i]` of arrays, lists, strings and dictionaries.

use std::rc::Rc;

use super::dictionary;
use crate::value::error::Category;
use crate::value::members::door::raw_error;
use crate::value::members::statics::exception;
use crate::value::{Array, ErrorRecord, Raise, Run, Runtime, TypeId, Value, convert};

/// An index as a number; null and what is no number are errors.
fn number(rt: &mut dyn Runtime, index: &Value) -> Run<i64> {
    match index.base() {
        Value::Int(at) => Ok(i64::from(*at)),
        Value::Long(at) => Ok(*at),
        Value::Null | Value::Nothing => Err(ErrorRecord::runtime(
            "Index operation failed; the array index evaluated to null.",
            "NullArrayIndex",
            Category::InvalidOperation,
        )
        .into()),
        other => match convert::cast(rt, other, TypeId::INT32)? {
            Value::Int(at) => Ok(i64::from(at)),
            _ => Ok(0),
        },
    }
}

/// The place of an index, negative ones from the end; `None` outside.
fn place(at: i64, length: usize) -> Option<usize> {
    let at = if at < 0 { at + length as i64 } else { at };
    usize::try_from(at).ok().filter(|at| *at < length)
}

/// The place in a multi-dimensional array.
fn multi_place(rt: &mut dyn Runtime, dimensions: &[usize], indices: &[Value]) -> Run<Option<usize>> {
    let mut flat = Vec::new();
    for index in indices {
        match index.enumerate() {
            Some(items) => flat.extend(items),
            None => flat.push(index.clone()),
        }
    }
    if flat.len() != dimensions.len() {
        let shown = flat.iter().filter_map(convert::to_plain_text).collect::<Vec<_>>().join(",");
        let message = format!("You cannot index into a {} dimensional array with index [{shown}].", dimensions.len());
        return Err(ErrorRecord::runtime(message, "NeedMultidimensionalIndex", Category::InvalidOperation).into());
    }
    let mut at = 0;
    for (index, length) in flat.iter().zip(dimensions) {
        let Some(one) = place(number(rt, index)?, *length) else { return Ok(None) };
        at = at * length + one;
    }
    Ok(Some(at))
}

/// Reads; `None` if the value is none of these.
pub fn read(rt: &mut dyn Runtime, base: &Value, indices: &[Value]) -> Run<Option<Value>> {
    match base {
        Value::Array(array) => match &array.dimensions {
            Some(dimensions) => {
                let at = multi_place(rt, dimensions, indices)?;
                Ok(Some(at.map_or(Value::Null, |at| array.items.borrow()[at].clone())))
            }
            None => {
                let [index] = indices else { return Ok(Some(slice(rt, base, indices)?)) };
                let at = number(rt, index)?;
                let items = array.items.borrow();
                Ok(Some(place(at, items.len()).map_or(Value::Null, |at| items[at].clone())))
            }
        },
        Value::List(list) => {
            let [index] = indices else { return Ok(Some(slice(rt, base, indices)?)) };
            let at = number(rt, index)?;
            let items = list.items.borrow();
            Ok(Some(place(at, items.len()).map_or(Value::Null, |at| items[at].clone())))
        }
        Value::Str(text) => {
            let [index] = indices else { return Ok(Some(slice(rt, base, indices)?)) };
            let at = number(rt, index)?;
            let length = crate::value::string::utf16_len(text);
            Ok(Some(place(at, length).and_then(|at| crate::value::string::unit_at(text, at)).map_or(Value::Null, Value::Char)))
        }
        Value::Dict(dict) => {
            let [index] = indices else { return Ok(Some(slice(rt, base, indices)?)) };
            if index.is_null() {
                return Err(ErrorRecord::runtime(
                    "Index operation failed; the array index evaluated to null.",
                    "NullArrayIndex",
                    Category::InvalidOperation,
                )
                .into());
            }
            Ok(Some(dictionary::look_up(rt, dict, index)))
        }
        _ => Ok(None),
    }
}

/// Several indices: the items at each.
fn slice(rt: &mut dyn Runtime, base: &Value, indices: &[Value]) -> Run<Value> {
    let mut items = Vec::with_capacity(indices.len());
    for index in indices {
        if let Some(value) = read(rt, base, std::slice::from_ref(index))?
            && !value.is_null()
        {
            items.push(value);
        }
    }
    Ok(Value::array(items))
}

/// Writes; false if the value is none of these.
pub fn write(rt: &mut dyn Runtime, base: &Value, indices: &[Value], value: &Value) -> Run<bool> {
    match base {
        Value::Array(array) => {
            let at = match &array.dimensions {
                Some(dimensions) => multi_place(rt, dimensions, indices)?,
                None => {
                    let [index] = indices else { return Err(slice_assignment()) };
                    let at = number(rt, index)?;
                    place(at, array.len())
                }
            };
            let Some(at) = at else { return Err(outside()) };
            let value = element(rt, array, value)?;
            array.items.borrow_mut()[at] = value;
            Ok(true)
        }
        Value::List(list) => {
            let [index] = indices else { return Err(slice_assignment()) };
            let at = number(rt, index)?;
            let length = list.items.borrow().len();
            let Some(at) = place(at, length) else {
                return Err(raw_error(exception(
                    TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
                    "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')",
                    None,
                )));
            };
            let value = if list.element == TypeId::OBJECT { value.clone() } else { convert::cast(rt, value, list.element)? };
            list.items.borrow_mut()[at] = value;
            list.touch();
            Ok(true)
        }
        Value::Dict(dict) => {
            let [index] = indices else { return Err(slice_assignment()) };
            if index.is_null() {
                return Err(ErrorRecord::runtime(
                    "Index operation failed; the array index evaluated to null.",
                    "NullArrayIndex",
                    Category::InvalidOperation,
                )
                .into());
            }
            dictionary::assign(rt, dict, index, value.clone())?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

fn element(rt: &mut dyn Runtime, array: &Rc<Array>, value: &Value) -> Run<Value> {
    if array.element == TypeId::OBJECT {
        Ok(if value.is_null() { Value::Null } else { value.clone() })
    } else {
        convert::cast(rt, value, array.element)
    }
}

fn slice_assignment() -> Raise {
    ErrorRecord::runtime("Array assignment to slices is not supported.", "ArraySliceAssignmentFailed", Category::InvalidOperation).into()
}

fn outside() -> Raise {
    raw_error(exception(TypeId::INDEX_OUT_OF_RANGE_EXCEPTION, "Index was outside the bounds of the array.", None))
}
