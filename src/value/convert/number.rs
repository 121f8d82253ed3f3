//! Conversions to the number types, `[char]` included.

use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive};
use rust_decimal::Decimal;
use std::rc::Rc;

use super::error::{Cast, CastError};
use super::text::to_plain_text;
use crate::value::fault::{Fault, FaultKind};
use crate::value::text::number::{self, IntegerType};
use crate::value::{TypeId, Value};

/// A number type as a target.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberType {
    Integer(IntegerType),
    Single,
    Double,
    Decimal,
    BigInteger,
    Char,
}

/// The number type that a type is.
pub(super) fn number_type(id: TypeId) -> Option<NumberType> {
    use IntegerType::*;
    Some(match id {
        TypeId::INT32 => NumberType::Integer(Int32),
        TypeId::INT64 => NumberType::Integer(Int64),
        TypeId::DOUBLE => NumberType::Double,
        TypeId::DECIMAL => NumberType::Decimal,
        TypeId::BYTE => NumberType::Integer(Byte),
        TypeId::S_BYTE => NumberType::Integer(SByte),
        TypeId::INT16 => NumberType::Integer(Int16),
        TypeId::U_INT16 => NumberType::Integer(UInt16),
        TypeId::U_INT32 => NumberType::Integer(UInt32),
        TypeId::U_INT64 => NumberType::Integer(UInt64),
        TypeId::SINGLE => NumberType::Single,
        TypeId::BIG_INTEGER => NumberType::BigInteger,
        TypeId::CHAR => NumberType::Char,
        _ => return None,
    })
}

/// A number without its .NET type.
#[derive(Clone, Debug)]
pub enum Number {
    /// Any of the eight integer types, a character's code, an enum's value, 0 or 1 for a boolean.
    Integer(i128),
    /// `Single`, widened.
    Single(f32),
    /// `Double`.
    Double(f64),
    /// `Decimal`.
    Decimal(Decimal),
    /// `BigInteger`.
    BigInteger(Rc<BigInt>),
}

/// The number in a value of one of the eight integer types.
pub fn integer_of(value: &Value) -> Option<i128> {
    Some(match value {
        Value::Int(v) => i128::from(*v),
        Value::Long(v) => i128::from(*v),
        Value::SByte(v) => i128::from(*v),
        Value::Byte(v) => i128::from(*v),
        Value::Int16(v) => i128::from(*v),
        Value::UInt16(v) => i128::from(*v),
        Value::UInt32(v) => i128::from(*v),
        Value::UInt64(v) => i128::from(*v),
        _ => return None,
    })
}

/// The number in a value of a number type (not of a character, boolean or enum).
pub fn number_of(value: &Value) -> Option<Number> {
    Some(match value {
        Value::Single(v) => Number::Single(*v),
        Value::Double(v) => Number::Double(*v),
        Value::Decimal(v) => Number::Decimal(*v),
        Value::BigInt(v) => Number::BigInteger(v.clone()),
        other => Number::Integer(integer_of(other)?),
    })
}

/// A value of an integer type; `None` if it does not fit.
pub fn integer_value(value: i128, kind: IntegerType) -> Option<Value> {
    if !kind.holds(value) {
        return None;
    }
    Some(match kind {
        IntegerType::SByte => Value::SByte(value as i8),
        IntegerType::Byte => Value::Byte(value as u8),
        IntegerType::Int16 => Value::Int16(value as i16),
        IntegerType::UInt16 => Value::UInt16(value as u16),
        IntegerType::Int32 => Value::Int(value as i32),
        IntegerType::UInt32 => Value::UInt32(value as u32),
        IntegerType::Int64 => Value::Long(value as i64),
        IntegerType::UInt64 => Value::UInt64(value as u64),
    })
}

/// What .NET says of a number outside the range of the type `id`.
pub(super) fn overflow_text(id: TypeId) -> &'static str {
    range_text(number_type(id).unwrap_or(NumberType::Integer(IntegerType::Int32)))
}

fn range_text(target: NumberType) -> &'static str {
    match target {
        NumberType::Integer(IntegerType::SByte) => "Value was either too large or too small for a signed byte.",
        NumberType::Integer(IntegerType::Byte) => "Value was either too large or too small for an unsigned byte.",
        NumberType::Integer(IntegerType::Int16) => "Value was either too large or too small for an Int16.",
        NumberType::Integer(IntegerType::UInt16) => "Value was either too large or too small for a UInt16.",
        NumberType::Integer(IntegerType::Int32) => "Value was either too large or too small for an Int32.",
        NumberType::Integer(IntegerType::UInt32) => "Value was either too large or too small for a UInt32.",
        NumberType::Integer(IntegerType::Int64) => "Value was either too large or too small for an Int64.",
        NumberType::Integer(IntegerType::UInt64) => "Value was either too large or too small for a UInt64.",
        NumberType::Char => "Value was either too large or too small for a character.",
        NumberType::Single => "Value was either too large or too small for a Single.",
        NumberType::Double => "Value was either too large or too small for a Double.",
        NumberType::Decimal | NumberType::BigInteger => "Value was either too large or too small for a Decimal.",
    }
}

fn zero(target: NumberType) -> Value {
    match target {
        NumberType::Integer(kind) => integer_value(0, kind).unwrap_or_default(),
        NumberType::Single => Value::Single(0.0),
        NumberType::Double => Value::Double(0.0),
        NumberType::Decimal => Value::Decimal(Decimal::ZERO),
        NumberType::BigInteger => Value::BigInt(Rc::new(BigInt::ZERO)),
        NumberType::Char => Value::Char(0),
    }
}

/// What `$null` is as a number type.
pub(super) fn null_number(id: TypeId) -> Option<Value> {
    number_type(id).map(zero)
}

/// Converts to the number type `id`; `None` if the value's type has no conversion to numbers.
pub(super) fn cast_number(value: &Value, target: NumberType, id: TypeId) -> Option<Cast> {
    Some(match value {
        Value::Str(text) => string_to_number(text, target, id),
        Value::Bool(v) => match target {
            NumberType::Char => Err(invalid_cast(value, id)),
            _ => number_to(&Number::Integer(i128::from(*v)), target, value, id),
        },
        Value::Char(unit) => number_to(&Number::Integer(i128::from(*unit)), target, value, id),
        Value::Enum(_, v) => number_to(&Number::Integer(i128::from(*v)), target, value, id),
        Value::DateTime(_) => Err(invalid_cast(value, id)),
        other => number_to(&number_of(other)?, target, value, id),
    })
}

/// .NET's refusal of a pair of types that no value makes possible.
pub(super) fn invalid_cast(value: &Value, target: TypeId) -> CastError {
    let from = value.type_id();
    // IConvertible names the simple types by their last part, all others in full.
    let text = match number_type(target) {
        Some(_) => format!("Invalid cast from '{}' to '{}'.", from.name(), target.name()),
        None => format!("Invalid cast from '{}' to '{}'.", from.full_name(), target.clr_name()),
    };
    let shown = to_plain_text(value).unwrap_or_else(|| from.clr_name());
    CastError::reason("InvalidCastIConvertible", &shown, target, TypeId::INVALID_CAST_EXCEPTION, text)
}

fn string_to_number(text: &Rc<str>, target: NumberType, id: TypeId) -> Cast {
    if target == NumberType::Char {
        return string_to_char(text, id);
    }
    if text.is_empty() {
        return Ok(zero(target));
    }
    let (error_id, result) = match target {
        NumberType::Integer(kind) => (
            "InvalidCastFromStringToInteger",
            number::shell_integer(text, kind).map(|value| integer_value(value, kind).unwrap_or_default()),
        ),
        NumberType::BigInteger => ("InvalidCastFromStringToInteger", number::shell_bigint(text).map(|value| Value::BigInt(Rc::new(value)))),
        NumberType::Double => ("InvalidCastFromStringToDoubleOrSingle", number::shell_f64(text).map(Value::Double)),
        NumberType::Single => ("InvalidCastFromStringToDoubleOrSingle", number::shell_f64(text).map(|value| Value::Single(value as f32))),
        NumberType::Decimal | NumberType::Char => ("InvalidCastFromStringToDecimal", number::shell_decimal(text).map(Value::Decimal)),
    };
    result.map_err(|fault| {
        let fault = match fault.kind {
            FaultKind::Overflow => Fault::overflow(range_text(target)),
            _ => Fault::format(format!("The input string '{text}' was not in a correct format.")),
        };
        CastError::fault(error_id, text, id, &fault)
    })
}

fn string_to_char(text: &str, id: TypeId) -> Cast {
    let mut units = text.encode_utf16();
    match (units.next(), units.next()) {
        (Some(unit), None) => Ok(Value::Char(unit)),
        _ => Err(CastError::reason(
            "InvalidCastParseTargetInvocation",
            text,
            id,
            TypeId::FORMAT_EXCEPTION,
            "String must be exactly one character long.",
        )),
    }
}

/// A number in another number type: rounded to even, refused outside the range.
fn number_to(number: &Number, target: NumberType, value: &Value, id: TypeId) -> Cast {
    if let Number::BigInteger(big) = number {
        return bigint_to(big, target, value, id);
    }
    let converted = match target {
        NumberType::Integer(kind) => to_integer(number).and_then(|whole| integer_value(whole, kind)),
        NumberType::Char => match number {
            Number::Integer(whole) => u16::try_from(*whole).ok().map(Value::Char),
            _ => return Err(invalid_cast(value, id)),
        },
        NumberType::Single => Some(Value::Single(match number {
            Number::Single(v) => *v,
            Number::Integer(v) => *v as f32,
            other => to_f64(other) as f32,
        })),
        NumberType::Double => Some(Value::Double(to_f64(number))),
        NumberType::Decimal => to_decimal(number).map(Value::Decimal),
        NumberType::BigInteger => match number {
            Number::Integer(whole) => Some(BigInt::from(*whole)),
            Number::Decimal(decimal) => decimal.trunc().to_i128().map(BigInt::from),
            other => BigInt::from_f64(to_f64(other).trunc()),
        }
        .map(|big| Value::BigInt(Rc::new(big))),
    };
    converted.ok_or_else(|| {
        let shown = to_plain_text(value).unwrap_or_default();
        if target == NumberType::BigInteger {
            let text = if to_f64(number).is_nan() { "The value is not a number." } else { "BigInteger cannot represent infinity." };
            return CastError::reason("InvalidCastConstructorException", &shown, id, TypeId::OVERFLOW_EXCEPTION, text);
        }
        CastError::reason("InvalidCastIConvertible", &shown, id, TypeId::OVERFLOW_EXCEPTION, range_text(target))
    })
}

fn bigint_to(big: &Rc<BigInt>, target: NumberType, value: &Value, id: TypeId) -> Cast {
    let converted = match target {
        NumberType::Integer(kind) => big.to_i128().and_then(|whole| integer_value(whole, kind)),
        NumberType::Single => big.to_f32().map(Value::Single),
        NumberType::Double => big.to_f64().map(Value::Double),
        NumberType::Decimal => big.to_i128().and_then(|whole| Decimal::try_from_i128_with_scale(whole, 0).ok()).map(Value::Decimal),
        NumberType::BigInteger => Some(Value::BigInt(big.clone())),
        NumberType::Char => {
            return Err(CastError::reason(
                "InvalidCastIConvertible",
                &big.to_string(),
                id,
                TypeId::INVALID_CAST_EXCEPTION,
                "Invalid cast from 'BigInteger' to 'Char'.",
            ));
        }
    };
    converted.ok_or_else(|| {
        let shown = to_plain_text(value).unwrap_or_default();
        CastError::reason("InvalidCastTargetInvocationExceptionop_Explicit", &shown, id, TypeId::OVERFLOW_EXCEPTION, range_text(target))
    })
}

/// The nearest whole number, halves to the even one; `None` for what is none or far too large.
pub fn to_integer(number: &Number) -> Option<i128> {
    match number {
        Number::Integer(v) => Some(*v),
        Number::Single(v) => float_to_integer(f64::from(*v)),
        Number::Double(v) => float_to_integer(*v),
        Number::Decimal(v) => v.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointNearestEven).to_i128(),
        Number::BigInteger(v) => v.to_i128(),
    }
}

fn float_to_integer(value: f64) -> Option<i128> {
    let rounded = value.round_ties_even();
    (rounded.abs() < 1e37).then_some(rounded as i128)
}

/// The number as a double.
pub fn to_f64(number: &Number) -> f64 {
    match number {
        Number::Integer(v) => *v as f64,
        Number::Single(v) => f64::from(*v),
        Number::Double(v) => *v,
        Number::Decimal(v) => decimal_to_f64(v),
        Number::BigInteger(v) => v.to_f64().unwrap_or(f64::INFINITY),
    }
}

/// A decimal as the nearest double.
pub fn decimal_to_f64(value: &Decimal) -> f64 {
    // Through the text: the division by a power of ten is rounded once there.
    value.to_string().parse().unwrap_or(0.0)
}

/// The number as a decimal; `None` if it is too large or no number.
pub fn to_decimal(number: &Number) -> Option<Decimal> {
    match number {
        Number::Integer(v) => Decimal::try_from_i128_with_scale(*v, 0).ok(),
        // .NET keeps seven digits of a single.
        Number::Single(v) => {
            let mut text = String::new();
            number::invariant_f32(&mut text, *v);
            Decimal::from_scientific(&text).ok().or_else(|| text.parse().ok())
        }
        Number::Double(v) => number::decimal_from_f64(*v).ok(),
        Number::Decimal(v) => Some(*v),
        Number::BigInteger(v) => v.to_i128().and_then(|whole| Decimal::try_from_i128_with_scale(whole, 0).ok()),
    }
}

/// A number as a value of the type `id`, rounded to even; `None` if it does not fit or `id` is no number type.
pub fn cast_to_type(number: &Number, id: TypeId) -> Option<Value> {
    number_to(number, number_type(id)?, &Value::Null, id).ok()
}
