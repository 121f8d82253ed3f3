//! `++` and `--`.

use super::arithmetic::{Operation, arithmetic};
use super::failure;
use crate::value::convert::{Number, number_of};
use crate::value::{Run, Runtime, Value};

/// The value after `++` (or `--`): numbers and `$null` only.
#[inline]
pub fn step(rt: &mut dyn Runtime, value: &Value, is_increment: bool) -> Run<Value> {
    if let Value::Int(number) = value {
        let next = if is_increment { number.checked_add(1) } else { number.checked_sub(1) };
        if let Some(next) = next {
            return Ok(Value::Int(next));
        }
    }
    let base = value.base();
    let is_number = match base {
        Value::Null | Value::Nothing | Value::Enum(..) => true,
        _ => number_of(base).is_some_and(|number| !matches!(number, Number::BigInteger(_))),
    };
    if !is_number {
        let operator = if is_increment { "++" } else { "--" };
        let message = format!("The '{operator}' operator works only on numbers. The operand is a '{}'.", base.type_id().clr_name());
        return Err(failure::runtime("OperatorRequiresNumber", message));
    }
    let operation = if is_increment { Operation::Add } else { Operation::Subtract };
    let base = if base.is_null() { &Value::Int(0) } else { base };
    arithmetic(rt, operation, base, &Value::Int(1))
}
