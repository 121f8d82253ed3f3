//! Static members of `[decimal]`.

use num_traits::ToPrimitive;
use rust_decimal::Decimal;

use super::math::{Side, clamp, pick, round, sign, strategy};
use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::culture::Culture;
use crate::value::{Array, TypeId, Value};

fn arg(c: &Call, at: usize) -> Decimal {
    match c.args.get(at) {
        Some(Value::Decimal(value)) => *value,
        _ => Decimal::ZERO,
    }
}

const OVERFLOW: &str = "Value was either too large or too small for a Decimal.";

fn checked(value: Option<Decimal>) -> Outcome {
    value.map(Value::Decimal).ok_or_else(|| Thrown::overflow(OVERFLOW))
}

fn by_zero() -> Thrown {
    Thrown::new(TypeId::DIVIDE_BY_ZERO_EXCEPTION, "Attempted to divide by zero.")
}

/// The whole part as another type.
fn to(c: &mut Call, id: TypeId) -> Outcome {
    let value = arg(c, 0);
    let value = if matches!(id, TypeId::DOUBLE | TypeId::SINGLE) { value } else { value.trunc() };
    crate::value::members::numbers::change_type(c.rt, &Value::Decimal(value), id, Culture::invariant())
}

fn bits(c: &mut Call) -> Outcome {
    let value = arg(c, 0);
    let mantissa = value.mantissa().unsigned_abs();
    let flags = (value.scale() << 16) | if value.is_sign_negative() { 1 << 31 } else { 0 };
    let parts = [mantissa as u32, (mantissa >> 32) as u32, (mantissa >> 64) as u32, flags];
    Ok(Value::Array(std::rc::Rc::new(Array::new(TypeId::INT32, parts.iter().map(|part| Value::Int(*part as i32)).collect()))))
}

fn new(c: &mut Call) -> Outcome {
    if c.is_empty() {
        return Ok(Value::Decimal(Decimal::ZERO));
    }
    if c.len() == 5 {
        let parts: Vec<u32> = (0..3).map(|at| c.int(at) as u32).collect();
        let scale = to_long(&c.args[4]) as u32;
        if scale > 28 {
            return Err(Thrown::out_of_range("scale", "Decimal's scale value must be between 0 and 28, inclusive."));
        }
        return Ok(Value::Decimal(Decimal::from_parts(parts[0], parts[1], parts[2], c.bool(3), scale)));
    }
    let value = c.arg(0);
    if let Some(items) = value.enumerate() {
        let parts: Vec<u32> = items.iter().map(|item| to_long(item) as u32).collect();
        let [low, middle, high, flags] = parts[..] else {
            return Err(Thrown::argument(
                "Decimal byte array constructor requires an array of length four containing valid decimal bytes.",
            ));
        };
        return Ok(Value::Decimal(Decimal::from_parts(low, middle, high, flags >> 31 == 1, (flags >> 16) & 0xff)));
    }
    crate::value::members::numbers::change_type(c.rt, &value, TypeId::DECIMAL, Culture::invariant())
}

/// Static members of decimals.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::DECIMAL],
    new: Some(new),
    properties: &[("Scale", |c| match c.this.base() {
        Value::Decimal(value) => Ok(Value::Byte(value.scale() as u8)),
        _ => Ok(Value::Byte(0)),
    })],
    statics: &[
        ("Abs", |c| Ok(Value::Decimal(arg(c, 0).abs()))),
        ("Add", |c| checked(arg(c, 0).checked_add(arg(c, 1)))),
        ("Ceiling", |c| Ok(Value::Decimal(arg(c, 0).ceil()))),
        ("Clamp", clamp),
        ("Compare", |c| ok(arg(c, 0).cmp(&arg(c, 1)) as i32)),
        ("CopySign", |c| {
            let (mut value, sign) = (arg(c, 0).abs(), arg(c, 1));
            value.set_sign_negative(sign.is_sign_negative());
            Ok(Value::Decimal(value))
        }),
        ("CreateChecked", new),
        ("Divide", |c| if arg(c, 1).is_zero() { Err(by_zero()) } else { checked(arg(c, 0).checked_div(arg(c, 1))) }),
        ("Equals", |c| ok(arg(c, 0) == arg(c, 1))),
        ("Floor", |c| Ok(Value::Decimal(arg(c, 0).floor()))),
        ("FromOACurrency", |c| Ok(Value::Decimal(Decimal::new(c.long(0), 4).normalize()))),
        ("GetBits", bits),
        ("IsCanonical", |c| ok(arg(c, 0).normalize().scale() == arg(c, 0).scale())),
        ("IsEvenInteger", |c| ok((arg(c, 0) % Decimal::TWO).is_zero())),
        ("IsInteger", |c| ok(arg(c, 0).is_integer())),
        ("IsNegative", |c| ok(arg(c, 0).is_sign_negative())),
        ("IsOddInteger", |c| ok((arg(c, 0) % Decimal::TWO).abs() == Decimal::ONE)),
        ("IsPositive", |c| ok(!arg(c, 0).is_sign_negative())),
        ("Max", |c| pick(c, Side::Larger)),
        ("MaxMagnitude", |c| Ok(Value::Decimal(if arg(c, 0).abs() > arg(c, 1).abs() { arg(c, 0) } else { arg(c, 1) }))),
        ("Min", |c| pick(c, Side::Smaller)),
        ("MinMagnitude", |c| Ok(Value::Decimal(if arg(c, 0).abs() < arg(c, 1).abs() { arg(c, 0) } else { arg(c, 1) }))),
        ("Multiply", |c| checked(arg(c, 0).checked_mul(arg(c, 1)))),
        ("Negate", |c| Ok(Value::Decimal(-arg(c, 0)))),
        ("Remainder", |c| if arg(c, 1).is_zero() { Err(by_zero()) } else { checked(arg(c, 0).checked_rem(arg(c, 1))) }),
        ("Round", round),
        ("Sign", sign),
        ("Subtract", |c| checked(arg(c, 0).checked_sub(arg(c, 1)))),
        ("ToByte", |c| to(c, TypeId::BYTE)),
        ("ToDouble", |c| to(c, TypeId::DOUBLE)),
        ("ToInt16", |c| to(c, TypeId::INT16)),
        ("ToInt32", |c| to(c, TypeId::INT32)),
        ("ToInt64", |c| to(c, TypeId::INT64)),
        ("ToOACurrency", |c| {
            let value = (arg(c, 0) * Decimal::from(10_000)).round_dp_with_strategy(0, strategy(0));
            value.to_i64().map(Value::Long).ok_or_else(|| Thrown::overflow("Value was either too large or too small for a Currency."))
        }),
        ("ToSByte", |c| to(c, TypeId::S_BYTE)),
        ("ToSingle", |c| to(c, TypeId::SINGLE)),
        ("ToUInt16", |c| to(c, TypeId::U_INT16)),
        ("ToUInt32", |c| to(c, TypeId::U_INT32)),
        ("ToUInt64", |c| to(c, TypeId::U_INT64)),
        ("Truncate", |c| Ok(Value::Decimal(arg(c, 0).trunc()))),
    ],
    ..TypeImpl::EMPTY
};
