//! Arithmetic between numbers: the type of the result, and what happens at its limits.

use std::rc::Rc;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::Zero;
use rust_decimal::Decimal;

use super::arithmetic::Operation;
use super::failure;
use crate::value::convert::{Number, to_decimal, to_f64};
use crate::value::{Run, TypeId, Value};

/// How wide the two operands calculate together; in the order of .NET's type codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Width {
    Int,
    UInt,
    Long,
    ULong,
    Double,
    Decimal,
}

fn width(value: &Value) -> Width {
    match value {
        Value::UInt32(_) => Width::UInt,
        Value::Long(_) => Width::Long,
        Value::UInt64(_) => Width::ULong,
        Value::Single(_) | Value::Double(_) => Width::Double,
        Value::Decimal(_) => Width::Decimal,
        _ => Width::Int,
    }
}

/// The widths together: an unsigned type gives way where the other operand is negative.
fn common(left: &Value, a: &Number, right: &Value, b: &Number) -> Width {
    let wide = width(left).max(width(right));
    let is_negative = |number: &Number| matches!(number, Number::Integer(value) if *value < 0);
    match wide {
        Width::UInt if is_negative(a) || is_negative(b) => Width::Long,
        Width::ULong if is_negative(a) || is_negative(b) => Width::Decimal,
        wide => wide,
    }
}

/// Calculates with two numbers that are no `BigInteger`.
pub(super) fn calculate(operation: Operation, left: &Value, a: &Number, right: &Value, b: &Number) -> Run<Value> {
    match common(left, a, right, b) {
        Width::Double => Ok(Value::Double(double(operation, to_f64(a), to_f64(b)))),
        Width::Decimal => decimal(operation, a, b),
        width => match (a, b) {
            (Number::Integer(a), Number::Integer(b)) => integer(operation, *a, *b, width),
            _ => Ok(Value::Double(double(operation, to_f64(a), to_f64(b)))),
        },
    }
}

/// Calculates with two doubles.
pub(super) fn double(operation: Operation, a: f64, b: f64) -> f64 {
    match operation {
        Operation::Add => a + b,
        Operation::Subtract => a - b,
        Operation::Multiply => a * b,
        Operation::Divide => a / b,
        Operation::Remainder => a % b,
    }
}

fn integer(operation: Operation, a: i128, b: i128, width: Width) -> Run<Value> {
    let exact = match operation {
        Operation::Add => a + b,
        Operation::Subtract => a - b,
        Operation::Multiply => a * b,
        Operation::Divide | Operation::Remainder if b == 0 => return Err(failure::divide_by_zero()),
        Operation::Divide if a % b != 0 => return Ok(Value::Double(a as f64 / b as f64)),
        Operation::Divide => a / b,
        Operation::Remainder => a % b,
    };
    let fitting = match width {
        Width::Int => i32::try_from(exact).ok().map(Value::Int),
        Width::UInt => u32::try_from(exact).ok().map(Value::UInt32),
        Width::Long => i64::try_from(exact).ok().map(Value::Long),
        _ => u64::try_from(exact).ok().map(Value::UInt64),
    };
    Ok(fitting.unwrap_or_else(|| match (operation, width) {
        (Operation::Multiply, Width::Long | Width::ULong) => Value::Double(truncated(exact)),
        _ => Value::Double(double(operation, a as f64, b as f64)),
    }))
}

/// A large product as a double: cut off, not rounded, as .NET converts a `BigInteger`.
fn truncated(exact: i128) -> f64 {
    let excess = (128 - exact.unsigned_abs().leading_zeros()).saturating_sub(53);
    let cut = (exact.unsigned_abs() >> excess << excess) as f64;
    if exact < 0 { -cut } else { cut }
}

fn decimal(operation: Operation, a: &Number, b: &Number) -> Run<Value> {
    const TOO_LARGE: &str = "Value was either too large or too small for a Decimal.";
    let (Some(a), Some(b)) = (to_decimal(a), to_decimal(b)) else {
        return Err(failure::raw(TypeId::OVERFLOW_EXCEPTION, TOO_LARGE));
    };
    let result = match operation {
        Operation::Add => a.checked_add(b),
        Operation::Subtract => a.checked_sub(b),
        Operation::Multiply => a.checked_mul(b),
        Operation::Divide | Operation::Remainder if b.is_zero() => return Err(failure::divide_by_zero()),
        Operation::Divide => a.checked_div(b),
        Operation::Remainder => a.checked_rem(b),
    };
    result
        .map(|result| Value::Decimal(scaled(operation, result, a, b)))
        .ok_or_else(|| failure::arithmetic(TypeId::OVERFLOW_EXCEPTION, TOO_LARGE))
}

/// The digits behind the point that .NET leaves in a result.
fn scaled(operation: Operation, result: Decimal, a: Decimal, b: Decimal) -> Decimal {
    let wanted = match operation {
        Operation::Add | Operation::Subtract => return result,
        Operation::Multiply if result.is_zero() => a.scale() + b.scale(),
        Operation::Remainder if result.is_zero() && !a.is_zero() => a.scale().max(b.scale()),
        Operation::Multiply | Operation::Remainder => return result,
        // An even division keeps what the dividend has more than the divisor.
        Operation::Divide => {
            let mut exact = result.normalize();
            if exact.checked_mul(b).is_some_and(|product| product == a) {
                let kept = a.scale().saturating_sub(b.scale());
                if exact.scale() < kept {
                    exact.rescale(kept);
                }
                return exact;
            }
            return result;
        }
    };
    let mut scaled = result;
    scaled.rescale(wanted.min(28));
    scaled
}

/// Calculates with two `BigInteger`s.
pub(super) fn big(operation: Operation, a: &BigInt, b: &BigInt) -> Run<Value> {
    let result = match operation {
        Operation::Add => a + b,
        Operation::Subtract => a - b,
        Operation::Multiply => a * b,
        Operation::Divide | Operation::Remainder if b.is_zero() => {
            return Err(failure::thrown_class(operation.method(), TypeId::DIVIDE_BY_ZERO_EXCEPTION, "Attempted to divide by zero."));
        }
        // Towards zero, as .NET divides.
        Operation::Divide => a.div_rem(b).0,
        Operation::Remainder => a.div_rem(b).1,
    };
    Ok(Value::BigInt(Rc::new(result)))
}
