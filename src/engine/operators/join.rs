//! `-join`.

use super::failure;
use super::repeat::MAX_TEXT;
use crate::value::convert;
use crate::value::{Run, Runtime, Value};

/// `left -join separator`, and `-join list` with an empty one.
pub fn join(rt: &mut dyn Runtime, left: &Value, separator: &Value) -> Run<Value> {
    let Some(items) = left.enumerate() else {
        return Ok(Value::Str(convert::to_text(rt, left)?));
    };
    let separator = convert::to_text(rt, separator)?;
    let mut out = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(&separator);
        }
        match item {
            // A list inside the list is not taken apart: its `ToString()` names its type.
            Value::Array(array) => out.push_str(&array.type_id().full_name()),
            Value::List(list) => out.push_str(&list.type_id.clr_name()),
            _ => convert::append_text(rt, &mut out, item)?,
        }
        if out.len() > MAX_TEXT {
            return Err(failure::out_of_memory());
        }
    }
    Ok(Value::from(out))
}
