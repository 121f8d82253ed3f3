//! `[math]`.

use rust_decimal::{Decimal, RoundingStrategy};

use super::integer::{div_rem, is_whole, magnitude, make, whole};
use crate::value::members::call::{Call, to_double};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::tuple::tuple;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::{TypeId, Value, convert};

/// Which side wins.
#[derive(Clone, Copy, PartialEq)]
pub enum Side {
    /// `Max`.
    Larger,
    /// `Min`.
    Smaller,
}

/// A function of one double, of the type of its argument (`float` stays one).
fn real(c: &mut Call, function: fn(f64) -> f64) -> Outcome {
    let result = function(c.double(0));
    Ok(match c.args.first() {
        Some(Value::Single(_)) => Value::Single(result as f32),
        _ => Value::Double(result),
    })
}

/// `Max` or `Min` of two values of one type.
pub fn pick(c: &mut Call, side: Side) -> Outcome {
    let (a, b) = (c.arg(0), c.arg(1));
    if let (Value::Decimal(x), Value::Decimal(y)) = (&a, &b) {
        return Ok(Value::Decimal(if (side == Side::Larger) == (x > y) { *x } else { *y }));
    }
    if is_whole(&a) && is_whole(&b) {
        let (x, y) = (whole(c, 0), whole(c, 1));
        return make(if side == Side::Larger { x.max(y) } else { x.min(y) }, a.type_id());
    }
    let result = pick_real(to_double(&a), to_double(&b), side);
    Ok(if matches!(a, Value::Single(_)) { Value::Single(result as f32) } else { Value::Double(result) })
}

/// .NET's rule: NaN wins, and zeros have signs.
pub fn pick_real(x: f64, y: f64, side: Side) -> f64 {
    if x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    if x == y {
        let x_is_right = if side == Side::Larger { !x.is_sign_negative() } else { x.is_sign_negative() };
        return if x_is_right { x } else { y };
    }
    if (side == Side::Larger) == (x > y) { x } else { y }
}

/// `MaxMagnitude` or `MinMagnitude`.
pub fn pick_magnitude(c: &mut Call, side: Side) -> Outcome {
    let (x, y) = (c.double(0), c.double(1));
    if x.is_nan() || y.is_nan() {
        return ok(f64::NAN);
    }
    let (a, b) = (x.abs(), y.abs());
    ok(if a == b {
        pick_real(x, y, side)
    } else if (side == Side::Larger) == (a > b) {
        x
    } else {
        y
    })
}

fn abs(c: &mut Call) -> Outcome {
    Ok(match c.arg(0) {
        Value::Decimal(value) => Value::Decimal(value.abs()),
        Value::Single(value) => Value::Single(value.abs()),
        Value::Double(value) => Value::Double(value.abs()),
        other => return magnitude(c, other.type_id()),
    })
}

/// `Clamp` of three values of one type.
pub fn clamp(c: &mut Call) -> Outcome {
    let (value, low, high) = (c.arg(0), c.arg(1), c.arg(2));
    let wrong = || {
        let text = |value: &Value| convert::to_plain_text(value).unwrap_or_default();
        Thrown::argument(format!("'{}' cannot be greater than {}.", text(&low), text(&high)))
    };
    match (&value, &low, &high) {
        (Value::Decimal(value), Value::Decimal(from), Value::Decimal(to)) => {
            if from > to {
                Err(wrong())
            } else {
                Ok(Value::Decimal((*value).clamp(*from, *to)))
            }
        }
        _ if is_whole(&value) => {
            let (from, to) = (whole(c, 1), whole(c, 2));
            if from > to { Err(wrong()) } else { make(whole(c, 0).clamp(from, to), value.type_id()) }
        }
        _ => {
            let (from, to, number) = (to_double(&low), to_double(&high), to_double(&value));
            if from > to {
                return Err(wrong());
            }
            let result = if number < from {
                from
            } else if number > to {
                to
            } else {
                number
            };
            Ok(if matches!(value, Value::Single(_)) { Value::Single(result as f32) } else { Value::Double(result) })
        }
    }
}

/// A double rounded to a whole number, by a `MidpointRounding`.
pub fn round_real(value: f64, mode: i64) -> f64 {
    match mode {
        1 => value.round(),
        2 => value.trunc(),
        3 => value.floor(),
        4 => value.ceil(),
        _ => value.round_ties_even(),
    }
}

/// The strategy of a `MidpointRounding` for decimals.
pub fn strategy(mode: i64) -> RoundingStrategy {
    match mode {
        1 => RoundingStrategy::MidpointAwayFromZero,
        2 => RoundingStrategy::ToZero,
        3 => RoundingStrategy::ToNegativeInfinity,
        4 => RoundingStrategy::ToPositiveInfinity,
        _ => RoundingStrategy::MidpointNearestEven,
    }
}

/// `Round` of a double or decimal with digits and mode.
pub fn round(c: &mut Call) -> Outcome {
    let mode = (1..c.len()).find_map(|at| c.enum_of(at, TypeId::MIDPOINT_ROUNDING)).unwrap_or(0);
    let digits = match c.args.get(1) {
        Some(Value::Int(digits)) => *digits,
        _ => 0,
    };
    let other = match c.arg(0) {
        Value::Decimal(value) => {
            if !(0..=28).contains(&digits) {
                return Err(Thrown::out_of_range("decimals", "Decimal can only round to between 0 and 28 digits of precision."));
            }
            return Ok(Value::Decimal(value.round_dp_with_strategy(digits as u32, strategy(mode))));
        }
        other => other,
    };
    if !(0..=15).contains(&digits) {
        return Err(Thrown::out_of_range("digits", "Rounding digits must be between 0 and 15, inclusive."));
    }
    let value = to_double(&other);
    let result = if value.abs() >= 1e16 {
        value
    } else if digits > 0 {
        let power = 10f64.powi(digits);
        round_real(value * power, mode) / power
    } else {
        round_real(value, mode)
    };
    Ok(if matches!(other, Value::Single(_)) { Value::Single(result as f32) } else { Value::Double(result) })
}

fn whole_part(c: &mut Call, of_decimal: fn(&Decimal) -> Decimal, of_double: fn(f64) -> f64) -> Outcome {
    match c.arg(0) {
        Value::Decimal(value) => Ok(Value::Decimal(of_decimal(&value))),
        _ => real(c, of_double),
    }
}

/// `Sign`.
pub fn sign(c: &mut Call) -> Outcome {
    match c.arg(0) {
        Value::Decimal(value) if value.is_zero() => ok(0),
        Value::Decimal(value) => ok(if value.is_sign_negative() { -1 } else { 1 }),
        Value::Single(_) | Value::Double(_) => {
            let value = c.double(0);
            match value.partial_cmp(&0.0) {
                Some(order) => ok(order as i32),
                None => Err(Thrown::new(TypeId::ARITHMETIC_EXCEPTION, "Function does not accept floating point Not-a-Number values.")),
            }
        }
        _ => ok(whole(c, 0).signum() as i32),
    }
}

fn log(c: &mut Call) -> Outcome {
    if c.len() == 1 { real(c, f64::ln) } else { ok(log_base(c.double(0), c.double(1))) }
}

/// `Log(a, newBase)` with .NET's special cases.
pub fn log_base(value: f64, base: f64) -> f64 {
    if value.is_nan() || base.is_nan() || base == 1.0 || (value != 1.0 && (base == 0.0 || base == f64::INFINITY)) {
        return f64::NAN;
    }
    value.ln() / base.ln()
}

/// The remainder to the nearest multiple.
pub fn ieee_remainder(x: f64, y: f64) -> f64 {
    if y == 0.0 || x.is_infinite() || x.is_nan() || y.is_nan() {
        return f64::NAN;
    }
    let regular = x % y;
    if regular == 0.0 {
        return if x.is_sign_negative() { -0.0 } else { regular };
    }
    let alternative = regular - y.abs() * x.signum();
    if alternative.abs() == regular.abs() {
        let quotient = x / y;
        return if quotient.round_ties_even().abs() > quotient.abs() { alternative } else { regular };
    }
    if alternative.abs() < regular.abs() { alternative } else { regular }
}

/// The exponent of a double, base 2.
pub fn ilogb(value: f64) -> i32 {
    if value == 0.0 {
        return i32::MIN;
    }
    if value.is_nan() || value.is_infinite() {
        return i32::MAX;
    }
    let bits = value.to_bits() & 0x7fff_ffff_ffff_ffff;
    let exponent = (bits >> 52) as i32;
    if exponent == 0 { -1011 - (bits.leading_zeros() as i32) } else { exponent - 1023 }
}

/// A double times a power of two, in steps that do not overflow on the way.
pub fn scale_b(mut value: f64, mut by: i32) -> f64 {
    while by > 1000 && value.is_finite() && value != 0.0 {
        value *= 2f64.powi(1000);
        by -= 1000;
    }
    while by < -1000 && value != 0.0 {
        value *= 2f64.powi(-1000);
        by += 1000;
    }
    value * 2f64.powi(by.clamp(-1000, 1000))
}

fn div_rem_static(c: &mut Call) -> Outcome {
    let (a, b) = (whole(c, 0), whole(c, 1));
    let id = c.arg(0).type_id();
    if c.len() == 3 {
        if b == 0 {
            return Err(Thrown::new(TypeId::DIVIDE_BY_ZERO_EXCEPTION, "Attempted to divide by zero."));
        }
        let rest = make(a % b, id)?;
        c.write_ref(2, rest)?;
        return make(a / b, id);
    }
    div_rem(a, b, id)
}

fn big_mul(c: &mut Call) -> Outcome {
    let id = match c.arg(0).type_id() {
        TypeId::U_INT32 | TypeId::U_INT64 => TypeId::U_INT64,
        _ => TypeId::INT64,
    };
    make(whole(c, 0) * whole(c, 1), id)
}

fn sin_cos(c: &mut Call) -> Outcome {
    let (sin, cos) = c.double(0).sin_cos();
    Ok(tuple(TypeId::VALUE_TUPLE2, vec![Value::Double(sin), Value::Double(cos)]))
}

/// `[math]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::MATH],
    statics: &[
        ("Abs", abs),
        ("Acos", |c| real(c, f64::acos)),
        ("Acosh", |c| real(c, acosh)),
        ("Asin", |c| real(c, f64::asin)),
        ("Asinh", |c| real(c, asinh)),
        ("Atan", |c| real(c, f64::atan)),
        ("Atan2", |c| ok(c.double(0).atan2(c.double(1)))),
        ("Atanh", |c| real(c, f64::atanh)),
        ("BigMul", big_mul),
        ("BitDecrement", |c| real(c, f64::next_down)),
        ("BitIncrement", |c| real(c, f64::next_up)),
        ("Cbrt", |c| real(c, cbrt)),
        ("Ceiling", |c| whole_part(c, Decimal::ceil, f64::ceil)),
        ("Clamp", clamp),
        ("CopySign", |c| ok(c.double(0).copysign(c.double(1)))),
        ("Cos", |c| real(c, f64::cos)),
        ("Cosh", |c| real(c, f64::cosh)),
        ("DivRem", div_rem_static),
        ("Exp", |c| real(c, f64::exp)),
        ("Floor", |c| whole_part(c, Decimal::floor, f64::floor)),
        ("FusedMultiplyAdd", |c| ok(c.double(0).mul_add(c.double(1), c.double(2)))),
        ("IEEERemainder", |c| ok(ieee_remainder(c.double(0), c.double(1)))),
        ("ILogB", |c| ok(ilogb(c.double(0)))),
        ("Log", log),
        ("Log10", |c| real(c, f64::log10)),
        ("Log2", |c| real(c, f64::log2)),
        ("Max", |c| pick(c, Side::Larger)),
        ("MaxMagnitude", |c| pick_magnitude(c, Side::Larger)),
        ("Min", |c| pick(c, Side::Smaller)),
        ("MinMagnitude", |c| pick_magnitude(c, Side::Smaller)),
        ("Pow", |c| ok(c.double(0).powf(c.double(1)))),
        ("ReciprocalEstimate", |c| real(c, f64::recip)),
        ("ReciprocalSqrtEstimate", |c| real(c, |value| value.sqrt().recip())),
        ("Round", round),
        ("ScaleB", |c| ok(scale_b(c.double(0), c.int(1)))),
        ("Sign", sign),
        ("Sin", |c| real(c, f64::sin)),
        ("SinCos", sin_cos),
        ("Sinh", |c| real(c, f64::sinh)),
        ("Sqrt", |c| real(c, f64::sqrt)),
        ("Tan", |c| real(c, f64::tan)),
        ("Tanh", |c| real(c, f64::tanh)),
        ("Truncate", |c| whole_part(c, Decimal::trunc, f64::trunc)),
    ],
    ..TypeImpl::EMPTY
};

/// The cube root by the polynomial and the one Halley step that the C library beneath .NET takes: its last digit is
/// not always the nearest one, and scripts print it.
pub fn cbrt(value: f64) -> f64 {
    const ROOT: f64 = 1.259_921_049_894_873_2;
    const SQUARE: f64 = 1.587_401_051_968_199_5;
    const FACTORS: [f64; 5] = [1.0 / SQUARE, 1.0 / ROOT, 1.0, ROOT, SQUARE];
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let exponent = ilogb(value) + 1;
    let mantissa = scale_b(value.abs(), -exponent);
    let polynomial = 0.354_895_765_043_919_86
        + (1.508_191_937_815_849
            - (2.114_994_941_673_713
                - (2.446_931_222_780_835_6
                    - (1.834_692_774_836_130_9 - (0.784_932_344_976_639_3 - 0.145_263_899_385_486_37 * mantissa) * mantissa) * mantissa)
                    * mantissa)
                * mantissa)
            * mantissa;
    let cube = polynomial * polynomial * polynomial;
    let root = polynomial * (cube + 2.0 * mantissa) / (2.0 * cube + mantissa) * FACTORS[(2 + exponent % 3) as usize];
    scale_b(if value > 0.0 { root } else { -root }, exponent / 3)
}

/// As the C library computes it.
pub fn asinh(value: f64) -> f64 {
    value.asinh()
}

/// As the C library computes it.
pub fn acosh(value: f64) -> f64 {
    value.acosh()
}

/// A function of floats.
fn single(c: &mut Call, function: fn(f32) -> f32) -> Outcome {
    Ok(Value::Single(function(c.double(0) as f32)))
}

/// `[mathf]`.
pub const SINGLE: TypeImpl = TypeImpl {
    ids: &[TypeId::MATH_F],
    statics: &[
        ("Abs", |c| single(c, f32::abs)),
        ("Ceiling", |c| single(c, f32::ceil)),
        ("Cos", |c| single(c, f32::cos)),
        ("Exp", |c| single(c, f32::exp)),
        ("Floor", |c| single(c, f32::floor)),
        ("Log", |c| single(c, f32::ln)),
        ("Log10", |c| single(c, f32::log10)),
        ("Max", |c| Ok(Value::Single(pick_real(c.double(0), c.double(1), Side::Larger) as f32))),
        ("Min", |c| Ok(Value::Single(pick_real(c.double(0), c.double(1), Side::Smaller) as f32))),
        ("Pow", |c| Ok(Value::Single((c.double(0) as f32).powf(c.double(1) as f32)))),
        ("Round", |c| single(c, f32::round_ties_even)),
        ("Sin", |c| single(c, f32::sin)),
        ("Sqrt", |c| single(c, f32::sqrt)),
        ("Tan", |c| single(c, f32::tan)),
        ("Truncate", |c| single(c, f32::trunc)),
    ],
    ..TypeImpl::EMPTY
};
