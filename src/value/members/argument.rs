//! Arguments and assigned values as the type they are to have.

use std::rc::Rc;

use super::call::items;
use super::rank::{is_delegate, sequence_element};
use super::system::delegate::Delegate;
use crate::value::{Array, Runtime, TypeId, Value, convert};

/// Why a value does not convert.
pub struct Failure {
    /// The cast's own sentence.
    pub message: String,
    /// The cast's exception.
    pub exception: Option<Value>,
}

/// A value's text in a message.
pub fn shown(rt: &mut dyn Runtime, value: &Value) -> String {
    convert::to_message_text(rt, value)
}

/// The value as a `to`.
pub fn convert(rt: &mut dyn Runtime, value: &Value, to: TypeId) -> Result<Value, Failure> {
    if to == TypeId::OBJECT || to == TypeId::PS_OBJECT {
        return Ok(if value.is_null() { Value::Null } else { value.clone() });
    }
    let base = value.base();
    if base.type_id() == TypeId::NULL_STRING {
        return Ok(Value::Null);
    }
    // What takes a delegate calls the block in it.
    if is_delegate(to)
        && let Some(delegate) = base.downcast::<Delegate>()
    {
        return Ok(Value::ScriptBlock(delegate.block.clone()));
    }
    if !base.is_null() {
        let from = base.type_id();
        if from == to || to.is_assignable_from(from) {
            return Ok(base.clone());
        }
        if is_delegate(to) && matches!(base, Value::ScriptBlock(_) | Value::Object(_)) {
            return Ok(base.clone());
        }
        if let Some(element) = sequence_element(to) {
            let converted: Result<Vec<Value>, Failure> = sequence(base).iter().map(|item| convert(rt, item, element)).collect();
            return Ok(Value::Array(Rc::new(Array::new(element, converted?))));
        }
        if matches!(to, TypeId::I_ENUMERABLE | TypeId::I_COLLECTION | TypeId::I_LIST | TypeId::ARRAY) {
            return Ok(Value::array(sequence(base)));
        }
        if to.is_interface() {
            return Ok(base.clone());
        }
    } else if !to.is_value_type() && to != TypeId::STRING {
        return Ok(Value::Null);
    }
    convert::try_cast(rt, value, to).map_err(|error| Failure { exception: Some(error.exception()), message: error.message })
}

/// The items of a list, or the value alone.
fn sequence(value: &Value) -> Vec<Value> {
    match value {
        Value::Str(_) | Value::Dict(_) => vec![value.clone()],
        other => items(other),
    }
}
