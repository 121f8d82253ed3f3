//! `-is`, `-isnot`, `-as`, where the right side is no literal type.

use super::failure;
use crate::value::convert;
use crate::value::{Run, Runtime, TypeId, Value};

/// The type that stands at the right of `-is` (or, with `is_as`, `-as`).
pub fn right_type(rt: &mut dyn Runtime, right: &Value, is_as: bool) -> Run<TypeId> {
    if let Value::Type(id) = right.base() {
        return Ok(*id);
    }
    if right.is_null() {
        let (id, operator) = if is_as { ("AsOperatorRequiresType", "-as") } else { ("IsOperatorRequiresType", "-is") };
        return Err(failure::runtime(id, format!("The right operand of '{operator}' must be a type.")));
    }
    match convert::try_cast(rt, right, TypeId::TYPE) {
        Ok(Value::Type(id)) => Ok(id),
        Ok(_) => Ok(TypeId::OBJECT),
        Err(mut error) => {
            // `-is` reports the cause under the plain id.
            if !is_as && error.raise.is_none() {
                error.id = std::borrow::Cow::Borrowed("RuntimeException");
            }
            Err(error.into_raise())
        }
    }
}

/// `left -is right`.
pub fn is(rt: &mut dyn Runtime, left: &Value, right: &Value) -> Run<bool> {
    let target = right_type(rt, right, false)?;
    Ok(convert::is_type(left, target))
}

/// `left -as right`.
pub fn cast_as(rt: &mut dyn Runtime, left: &Value, right: &Value) -> Run<Value> {
    let target = right_type(rt, right, true)?;
    convert::as_type(rt, left, target)
}
