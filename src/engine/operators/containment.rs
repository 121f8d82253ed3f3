//! `-contains`, `-in` and their opposites.

use crate::value::compare::eq;
use crate::value::{Run, Runtime, Value};

/// Whether a list (or a single value) holds one that equals `wanted`.
pub fn contains(rt: &mut dyn Runtime, list: &Value, wanted: &Value, case_sensitive: bool) -> Run<bool> {
    match list.base() {
        Value::Array(array) => {
            let n_items = array.len();
            for at in 0..n_items {
                let Some(item) = array.items.borrow().get(at).cloned() else { break };
                if eq(rt, &item, wanted, case_sensitive)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        _ => match list.enumerate() {
            Some(items) => {
                for item in &items {
                    if eq(rt, item, wanted, case_sensitive)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            None => eq(rt, list, wanted, case_sensitive),
        },
    }
}
