//! `-band -bor -bxor -bnot -shl -shr`.

use std::rc::Rc;

use super::failure;
use crate::value::compare::{string_operand, undefined_operation};
use crate::value::convert::{self, CastError, Number, number_of, to_f64};
use crate::value::{Run, Runtime, TypeId, Value};

/// The widest `BigInteger` that a shift makes.
const MAX_BITS: u64 = 1 << 24;

/// A bitwise operator between two numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BitOperation {
    /// `-band`
    And,
    /// `-bor`
    Or,
    /// `-bxor`
    Xor,
}

impl BitOperation {
    fn apply(self, a: i128, b: i128) -> i128 {
        match self {
            BitOperation::And => a & b,
            BitOperation::Or => a | b,
            BitOperation::Xor => a ^ b,
        }
    }

    fn method(self) -> &'static str {
        match self {
            BitOperation::And => "op_BitwiseAnd",
            BitOperation::Or => "op_BitwiseOr",
            BitOperation::Xor => "op_ExclusiveOr",
        }
    }
}

/// The operand as a number: strings are read, `$null` is 0.
fn operand(rt: &mut dyn Runtime, value: &Value, beside: &Value) -> Run<Value> {
    Ok(match value {
        Value::Null | Value::Nothing => Value::Int(0),
        Value::Bool(flag) => Value::Int(i32::from(*flag)),
        Value::Char(unit) => Value::Int(i32::from(*unit)),
        Value::Enum(id, number) => convert::underlying(*id, *number),
        Value::Str(text) => {
            let hint = match beside {
                Value::Single(_) | Value::Double(_) => TypeId::DOUBLE,
                Value::Decimal(_) => TypeId::DECIMAL,
                Value::Enum(id, _) => *id,
                _ => TypeId::INT32,
            };
            match string_operand(rt, text, hint)? {
                Value::Enum(id, number) => convert::underlying(id, number),
                number => number,
            }
        }
        other => other.clone(),
    })
}

/// `left -band right` and its like.
pub fn bitwise(rt: &mut dyn Runtime, operation: BitOperation, left: &Value, right: &Value) -> Run<Value> {
    if let (Value::Int(a), Value::Int(b)) = (left, right) {
        return Ok(Value::Int(operation.apply(i128::from(*a), i128::from(*b)) as i32));
    }
    let (left, right) = (left.base(), right.base());
    let (a_value, b_value) = (operand(rt, left, right)?, operand(rt, right, left)?);
    if is_fraction(&a_value) != is_fraction(&b_value) && !matches!((left, right), (Value::DateTime(_), _) | (_, Value::DateTime(_))) {
        let other = if is_fraction(&a_value) { &b_value } else { &a_value };
        if matches!(number_of(other), None | Some(Number::BigInteger(_))) {
            return Err(failure::raw(TypeId::NULL_REFERENCE_EXCEPTION, "Object reference not set to an instance of an object."));
        }
    }
    if let Value::Enum(id, _) = left {
        match &b_value {
            Value::BigInt(_) => return Err(failure::method_not_found(*id, operation.method())),
            // The other side is taken to the enum's own width, without a look at what that loses.
            Value::Long(bits) if id.enum_underlying() == TypeId::INT32 => {
                return bitwise(rt, operation, left, &Value::Int(*bits as i32));
            }
            _ => {}
        }
    }
    let result = match (number_of(&a_value), number_of(&b_value)) {
        (Some(Number::BigInteger(a)), Some(_)) => big(rt, operation, &a, &b_value)?,
        (Some(Number::BigInteger(_)), None) => match convert::try_cast(rt, &b_value, TypeId::BIG_INTEGER) {
            Ok(_) => return Err(not_a_number(right, left, operation.method())),
            Err(error) => {
                let shown = convert::to_message_text(rt, right);
                return Err(failure::argument("right", &shown, operation.method(), TypeId::BIG_INTEGER, error));
            }
        },
        (Some(_), Some(Number::BigInteger(b))) => match convert::try_cast(rt, &a_value, TypeId::BIG_INTEGER)? {
            Value::BigInt(a) => Value::BigInt(Rc::new(match operation {
                BitOperation::And => &*a & &*b,
                BitOperation::Or => &*a | &*b,
                BitOperation::Xor => &*a ^ &*b,
            })),
            other => other,
        },
        (Some(a), Some(b)) => numbers(operation, &a_value, &a, &b_value, &b)?,
        (Some(_), None) => return Err(not_a_number(right, left, operation.method())),
        (None, _) => return Err(not_a_number(left, left, operation.method())),
    };
    match (left, number_of(&result)) {
        // An enum stays one, unless a fraction widened it.
        (Value::Enum(id, _), Some(Number::Integer(number))) if !is_fraction(&b_value) => Ok(Value::Enum(*id, number as i64)),
        _ => Ok(result),
    }
}

fn is_fraction(value: &Value) -> bool {
    matches!(value, Value::Single(_) | Value::Double(_) | Value::Decimal(_))
}

fn not_a_number(value: &Value, left: &Value, method: &str) -> crate::value::Raise {
    let owner =
        if number_of(left).is_some() || matches!(left, Value::Null | Value::Nothing | Value::Bool(_) | Value::Char(_) | Value::Str(_)) {
            value
        } else {
            left
        };
    failure::method_not_found(owner.type_id(), method)
}

fn big(rt: &mut dyn Runtime, operation: BitOperation, a: &num_bigint::BigInt, b_value: &Value) -> Run<Value> {
    match convert::try_cast(rt, b_value, TypeId::BIG_INTEGER)? {
        Value::BigInt(b) => Ok(Value::BigInt(Rc::new(match operation {
            BitOperation::And => a & &*b,
            BitOperation::Or => a | &*b,
            BitOperation::Xor => a ^ &*b,
        }))),
        other => Ok(other),
    }
}

/// The type in which two numbers meet: int, uint, long, ulong.
fn rank(value: &Value) -> u8 {
    match value {
        Value::UInt32(_) => 1,
        Value::Long(_) => 2,
        Value::UInt64(_) => 3,
        Value::Single(_) | Value::Double(_) | Value::Decimal(_) => 4,
        _ => 0,
    }
}

fn numbers(operation: BitOperation, a_value: &Value, a: &Number, b_value: &Value, b: &Number) -> Run<Value> {
    let wide = rank(a_value).max(rank(b_value));
    if wide == 4 {
        let is_signed = to_f64(a) < 0.0 || to_f64(b) < 0.0;
        let bits = operation.apply(whole(a, a_value)?, whole(b, b_value)?);
        return Ok(if is_signed { Value::Long(bits as i64) } else { Value::UInt64(bits as u64) });
    }
    let (Number::Integer(a), Number::Integer(b)) = (a, b) else { return Ok(Value::Int(0)) };
    let bits = operation.apply(*a, *b);
    let has_negative = *a < 0 || *b < 0;
    Ok(match wide {
        0 => Value::Int(bits as i32),
        1 if !has_negative => Value::UInt32(bits as u32),
        1 | 2 => Value::Long(bits as i64),
        _ if has_negative => Value::Long(bits as i64),
        _ => Value::UInt64(bits as u64),
    })
}

/// A number with a fraction as a whole one that fits 64 bits.
fn whole(number: &Number, value: &Value) -> Run<i128> {
    if to_f64(number).is_nan() {
        return Err(CastError::reason(
            "InvalidCastIConvertible",
            "NaN",
            TypeId::INT64,
            TypeId::OVERFLOW_EXCEPTION,
            "Value was either too large or too small for an Int64.",
        )
        .into_raise());
    }
    let rounded = convert::to_integer(number).filter(|whole| (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(whole));
    rounded.ok_or_else(|| no_integer(value))
}

fn no_integer(value: &Value) -> crate::value::Raise {
    let shown = convert::to_plain_text(value).unwrap_or_default();
    CastError::impossible(&shown, value.type_id(), TypeId::U_INT64).into_raise()
}

/// `-bnot value`.
pub fn not(rt: &mut dyn Runtime, value: &Value) -> Run<Value> {
    let value = value.base();
    let number = operand(rt, value, &Value::Null)?;
    let result = match number_of(&number) {
        Some(Number::BigInteger(big)) => Value::BigInt(Rc::new(!&*big)),
        Some(Number::Integer(whole)) => match &number {
            Value::UInt32(bits) => Value::UInt32(!bits),
            Value::Long(bits) => Value::Long(!bits),
            Value::UInt64(bits) => Value::UInt64(!bits),
            _ => Value::Int(!(whole as i32)),
        },
        Some(fraction) => {
            if to_f64(&fraction).is_nan() {
                return Err(no_integer(&number));
            }
            let rounded = whole(&fraction, &number)?;
            if let Ok(bits) = i32::try_from(rounded) {
                Value::Int(!bits)
            } else if let Ok(bits) = u32::try_from(rounded) {
                Value::UInt32(!bits)
            } else if let Ok(bits) = i64::try_from(rounded) {
                Value::Long(!bits)
            } else {
                Value::UInt64(!(rounded as u64))
            }
        }
        None => return convert::cast(rt, value, TypeId::INT32).map(|_| Value::Null),
    };
    match (value, number_of(&result)) {
        (Value::Enum(id, _), Some(Number::Integer(number))) => Ok(Value::Enum(*id, number as i64)),
        _ => Ok(result),
    }
}

/// `left -shl right`, `left -shr right`.
pub fn shift(rt: &mut dyn Runtime, left: &Value, right: &Value, is_left: bool) -> Run<Value> {
    let (left, right) = (left.base(), right.base());
    let method = if is_left { "op_LeftShift" } else { "op_RightShift" };
    if left.is_null() {
        return Ok(Value::Int(0));
    }
    // What no conversion takes to a number is refused first, but for truth values, whose operator is looked up as it is.
    if let Value::Bool(flag) = left {
        return shift_unnumbered(rt, left, i32::from(*flag), right, is_left);
    }
    if !matches!(right, Value::Str(_))
        && let Err(error) = convert::try_cast(rt, right, TypeId::INT32)
        && error.is_impossible()
    {
        return Err(error.into_raise());
    }
    if let Value::Char(unit) = left {
        return shift_unnumbered(rt, left, i32::from(*unit), right, is_left);
    }
    let value = match left {
        Value::Str(_) => operand(rt, left, right)?,
        _ => left.clone(),
    };
    let count_value = match right {
        Value::Str(_) => operand(rt, right, left)?,
        _ => right.clone(),
    };
    if let Value::Enum(..) = value {
        return Err(undefined_operation(if is_left { "LeftShift" } else { "RightShift" }, left, &Value::Int(0)));
    }
    if number_of(&value).is_none() {
        return Err(failure::method_not_found(left.type_id(), method));
    }
    let count = match convert::try_cast(rt, &count_value, TypeId::INT32) {
        Ok(Value::Int(count)) => count as u32,
        Ok(_) => 0,
        Err(error) if matches!(value, Value::BigInt(_)) && error.id == "InvalidCastIConvertible" => {
            let shown = convert::to_message_text(rt, right);
            return Err(failure::argument("shift", &shown, method, TypeId::INT32, error));
        }
        Err(error) => return Err(error.into_raise()),
    };
    let bits32 = |bits: i32| if is_left { bits.wrapping_shl(count) } else { bits.wrapping_shr(count) };
    Ok(match &value {
        Value::BigInt(big) => shift_big(big, count as i32, is_left)?,
        Value::SByte(bits) => Value::SByte(bits32(i32::from(*bits)) as i8),
        Value::Byte(bits) => Value::Byte(bits32(i32::from(*bits)) as u8),
        Value::Int16(bits) => Value::Int16(bits32(i32::from(*bits)) as i16),
        Value::UInt16(bits) => Value::UInt16(bits32(i32::from(*bits)) as u16),
        Value::Int(bits) => Value::Int(bits32(*bits)),
        Value::UInt32(bits) => Value::UInt32(if is_left { bits.wrapping_shl(count) } else { bits.wrapping_shr(count) }),
        Value::Long(bits) => Value::Long(if is_left { bits.wrapping_shl(count) } else { bits.wrapping_shr(count) }),
        Value::UInt64(bits) => Value::UInt64(if is_left { bits.wrapping_shl(count) } else { bits.wrapping_shr(count) }),
        Value::Single(_) | Value::Double(_) if convert::number_of(&value).is_some_and(|number| to_f64(&number).is_nan()) => {
            return Err(no_integer(&value));
        }
        Value::Single(_) | Value::Double(_) | Value::Decimal(_) => match convert::cast(rt, &value, TypeId::INT32)? {
            Value::Int(bits) => Value::Int(bits32(bits)),
            other => other,
        },
        _ => return Err(failure::method_not_found(left.type_id(), method)),
    })
}

/// A `BigInteger` moved by bits, up to a limit of its size.
fn shift_big(big: &num_bigint::BigInt, count: i32, is_left: bool) -> Run<Value> {
    let method = if is_left { "op_LeftShift" } else { "op_RightShift" };
    let is_up = (count >= 0) == is_left;
    let places = count.unsigned_abs();
    if is_up && big.bits() + u64::from(places) > MAX_BITS {
        return Err(failure::thrown_class(method, TypeId::OVERFLOW_EXCEPTION, "Arithmetic operation resulted in an overflow."));
    }
    Ok(Value::BigInt(Rc::new(if is_up { big << places as usize } else { big >> places as usize })))
}

/// A truth value or a character has no shift of its own: only a `BigInteger` at the right brings one.
fn shift_unnumbered(rt: &mut dyn Runtime, left: &Value, bits: i32, right: &Value, is_left: bool) -> Run<Value> {
    let method = if is_left { "op_LeftShift" } else { "op_RightShift" };
    match right {
        Value::BigInt(count) => {
            let count = num_traits::ToPrimitive::to_i32(&**count).unwrap_or(i32::MAX);
            shift_big(&num_bigint::BigInt::from(bits), count, is_left)
        }
        Value::Str(_) => {
            operand(rt, right, left)?;
            Err(failure::not_defined(left, if is_left { "-shl" } else { "-shr" }, &Value::Int(0)))
        }
        Value::Decimal(_) | Value::Enum(..) => Err(failure::method_not_found(right.type_id(), method)),
        Value::Null | Value::Nothing | Value::Bool(_) | Value::Char(_) => {
            Err(failure::not_defined(left, if is_left { "-shl" } else { "-shr" }, &Value::Int(0)))
        }
        other if number_of(other).is_some() => Err(failure::not_defined(left, if is_left { "-shl" } else { "-shr" }, &Value::Int(0))),
        other => Err(failure::method_not_found(other.type_id(), method)),
    }
}
