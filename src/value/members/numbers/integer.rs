//! Static methods of the integer types (`[int]::Max`, `[int]::PopCount` …).

use super::number::integer_type;
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::tuple::tuple;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::number::IntegerType;
use crate::value::{TypeId, Value, convert};

const OVERFLOW: &str = "Arithmetic operation resulted in an overflow.";

/// An integer argument of whatever width.
pub(super) fn whole(c: &Call, at: usize) -> i128 {
    c.args.get(at).and_then(|value| convert::integer_of(value.base())).unwrap_or(0)
}

/// Whether a value counts as a whole number here.
pub(super) fn is_whole(value: &Value) -> bool {
    convert::integer_of(value.base()).is_some()
}

/// An integer of a type; an overflow where it does not fit.
pub(super) fn make(value: i128, id: TypeId) -> Outcome {
    integer_type(id).and_then(|kind| convert::integer_value(value, kind)).ok_or_else(|| Thrown::overflow(OVERFLOW))
}

/// The absolute value, with .NET's own text where there is none.
pub(super) fn magnitude(c: &Call, id: TypeId) -> Outcome {
    make(whole(c, 0).abs(), id).map_err(|_| Thrown::overflow("Negating the minimum value of a twos complement number is invalid."))
}

fn kind(c: &Call) -> IntegerType {
    integer_type(c.type_id).unwrap_or(IntegerType::Int32)
}

/// The bit pattern of an argument in its type's width.
fn pattern(c: &Call, at: usize) -> u64 {
    let value = whole(c, at) as u64;
    match kind(c).bits() {
        64 => value,
        bits => value & ((1 << bits) - 1),
    }
}

fn from_pattern(c: &Call, bits: u64) -> Outcome {
    let kind = kind(c);
    let masked = if kind.bits() == 64 { bits } else { bits & ((1 << kind.bits()) - 1) };
    kind.from_bits(masked).and_then(|value| convert::integer_value(value, kind)).ok_or_else(|| Thrown::overflow(OVERFLOW))
}

fn rotate(c: &mut Call, left: bool) -> Outcome {
    let width = kind(c).bits();
    let by = whole(c, 1).rem_euclid(i128::from(width)) as u32;
    let by = if left { by } else { (width - by) % width };
    let value = pattern(c, 0);
    from_pattern(c, if by == 0 { value } else { (value << by) | (value >> (width - by)) })
}

/// Quotient and remainder as a tuple.
pub(super) fn div_rem(a: i128, b: i128, id: TypeId) -> Outcome {
    if b == 0 {
        return Err(Thrown::new(TypeId::DIVIDE_BY_ZERO_EXCEPTION, "Attempted to divide by zero."));
    }
    Ok(tuple(TypeId::VALUE_TUPLE2, vec![make(a / b, id)?, make(a % b, id)?]))
}

fn create(c: &mut Call, mode: &str) -> Outcome {
    let number = convert::number_of(c.arg(0).base()).ok_or_else(|| Thrown::not_supported("Specified method is not supported."))?;
    let value = match &number {
        convert::Number::Double(v) => v.trunc() as i128,
        convert::Number::Single(v) => f64::from(*v).trunc() as i128,
        other => convert::to_integer(other).unwrap_or(0),
    };
    let kind = kind(c);
    match mode {
        "truncating" => from_pattern(c, value as u64),
        "saturating" => {
            let bits = kind.bits();
            let (low, high) = if kind.is_signed() { (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1) } else { (0, (1i128 << bits) - 1) };
            make(value.clamp(low, high), c.type_id)
        }
        _ => make(value, c.type_id),
    }
}

fn big_mul(c: &mut Call) -> Outcome {
    let id = match c.type_id {
        TypeId::U_INT32 | TypeId::U_INT64 => TypeId::U_INT64,
        _ => TypeId::INT64,
    };
    make(whole(c, 0) * whole(c, 1), id)
}

/// Static members of integers.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::S_BYTE, TypeId::BYTE, TypeId::INT16, TypeId::U_INT16, TypeId::INT32, TypeId::U_INT32, TypeId::INT64, TypeId::U_INT64],
    statics: &[
        ("Abs", |c| magnitude(c, c.type_id)),
        ("BigMul", big_mul),
        ("Clamp", |c| {
            let (value, low, high) = (whole(c, 0), whole(c, 1), whole(c, 2));
            if low > high {
                return Err(Thrown::argument(format!("'{low}' cannot be greater than {high}.")));
            }
            make(value.clamp(low, high), c.type_id)
        }),
        ("CopySign", |c| {
            let (value, sign) = (whole(c, 0).abs(), whole(c, 1));
            make(if sign < 0 { -value } else { value }, c.type_id)
        }),
        ("CreateChecked", |c| create(c, "checked")),
        ("CreateSaturating", |c| create(c, "saturating")),
        ("CreateTruncating", |c| create(c, "truncating")),
        ("DivRem", |c| div_rem(whole(c, 0), whole(c, 1), c.type_id)),
        ("IsEvenInteger", |c| ok(whole(c, 0) % 2 == 0)),
        ("IsNegative", |c| ok(whole(c, 0) < 0)),
        ("IsOddInteger", |c| ok(whole(c, 0) % 2 != 0)),
        ("IsPositive", |c| ok(whole(c, 0) >= 0)),
        ("IsPow2", |c| ok(whole(c, 0) > 0 && whole(c, 0).count_ones() == 1)),
        ("LeadingZeroCount", |c| make(i128::from(pattern(c, 0).leading_zeros() - (64 - kind(c).bits())), c.type_id)),
        ("Log2", |c| match whole(c, 0) {
            value if value < 0 => Err(Thrown::out_of_range("value", "Non-negative number required.")),
            0 => make(0, c.type_id),
            value => make(i128::from(value.ilog2()), c.type_id),
        }),
        ("Max", |c| make(whole(c, 0).max(whole(c, 1)), c.type_id)),
        ("MaxMagnitude", |c| make(if whole(c, 0).abs() > whole(c, 1).abs() { whole(c, 0) } else { whole(c, 1) }, c.type_id)),
        ("Min", |c| make(whole(c, 0).min(whole(c, 1)), c.type_id)),
        ("MinMagnitude", |c| make(if whole(c, 0).abs() < whole(c, 1).abs() { whole(c, 0) } else { whole(c, 1) }, c.type_id)),
        ("PopCount", |c| make(i128::from(pattern(c, 0).count_ones()), c.type_id)),
        ("RotateLeft", |c| rotate(c, true)),
        ("RotateRight", |c| rotate(c, false)),
        ("Sign", |c| ok(whole(c, 0).signum() as i32)),
        ("TrailingZeroCount", |c| {
            let bits = pattern(c, 0);
            make(i128::from(if bits == 0 { kind(c).bits() } else { bits.trailing_zeros() }), c.type_id)
        }),
    ],
    ..TypeImpl::EMPTY
};
