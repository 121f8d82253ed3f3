//! What counts as true.

use crate::value::members::objects::SwitchParameter;
use crate::value::{Payload, Value};

/// Whether a condition holds for a value: empty strings, zeros, `$null`, empty lists and lists of one false item
/// do not, everything else does.
#[inline]
pub fn to_bool(value: &Value) -> bool {
    match value {
        Value::Bool(value) => *value,
        Value::Int(value) => *value != 0,
        Value::Str(text) => !text.is_empty(),
        Value::Null | Value::Nothing => false,
        other => other_to_bool(other),
    }
}

fn other_to_bool(value: &Value) -> bool {
    match value {
        Value::Char(v) => *v != 0,
        Value::SByte(v) => *v != 0,
        Value::Byte(v) => *v != 0,
        Value::Int16(v) => *v != 0,
        Value::UInt16(v) => *v != 0,
        Value::UInt32(v) => *v != 0,
        Value::Long(v) => *v != 0,
        Value::UInt64(v) => *v != 0,
        Value::Single(v) => *v != 0.0,
        Value::Double(v) => *v != 0.0,
        Value::Decimal(v) => !v.is_zero(),
        Value::BigInt(v) => v.sign() != num_bigint::Sign::NoSign,
        Value::Enum(_, v) => *v != 0,
        Value::Array(array) => items_to_bool(&array.items.borrow()),
        Value::List(list) => items_to_bool(&list.items.borrow()),
        Value::Object(object) => match &object.payload {
            Payload::Wrapped(inner) => to_bool(inner),
            Payload::Clr(clr) => clr.as_any().downcast_ref::<SwitchParameter>().is_none_or(|switch| switch.0),
            _ => true,
        },
        Value::DateTime(_) | Value::TimeSpan(_) | Value::Type(_) | Value::Dict(_) | Value::ScriptBlock(_) => true,
        Value::Bool(_) | Value::Int(_) | Value::Str(_) | Value::Null | Value::Nothing => to_bool(value),
    }
}

fn items_to_bool(items: &[Value]) -> bool {
    match items {
        [] => false,
        // A list of one list is true if that one has items, whatever they are.
        [only] => match only.base() {
            Value::Array(inner) => !inner.is_empty(),
            Value::List(inner) => !inner.items.borrow().is_empty(),
            other => to_bool(other),
        },
        _ => true,
    }
}
