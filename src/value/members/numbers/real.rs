//! Static methods of `[double]` and `[float]`.

use std::f64::consts::PI;

use super::math::{
    Side, acosh, asinh, cbrt, clamp, ieee_remainder, ilogb, log_base, pick, pick_magnitude, pick_real, round, round_real, scale_b, sign,
};
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::tuple::tuple;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::{TypeId, Value, convert};

fn make(c: &Call, value: f64) -> Outcome {
    Ok(if c.type_id == TypeId::SINGLE { Value::Single(value as f32) } else { Value::Double(value) })
}

fn real(c: &mut Call, function: fn(f64) -> f64) -> Outcome {
    let value = function(c.double(0));
    make(c, value)
}

fn test(c: &mut Call, function: fn(f64) -> bool) -> Outcome {
    ok(function(c.double(0)))
}

/// `MaxNumber` and `MinNumber` prefer the number to NaN.
fn pick_number(c: &mut Call, side: Side) -> Outcome {
    let (x, y) = (c.double(0), c.double(1));
    let value = if x.is_nan() {
        y
    } else if y.is_nan() {
        x
    } else {
        pick_real(x, y, side)
    };
    make(c, value)
}

fn create(c: &mut Call) -> Outcome {
    let number = convert::number_of(c.arg(0).base()).ok_or_else(|| Thrown::not_supported("Specified method is not supported."))?;
    make(c, convert::to_f64(&number))
}

fn log(c: &mut Call) -> Outcome {
    if c.len() == 1 {
        return real(c, f64::ln);
    }
    let value = log_base(c.double(0), c.double(1));
    make(c, value)
}

fn root(value: f64, n: i32) -> f64 {
    if n == 2 {
        return value.sqrt();
    }
    if n == 3 {
        return value.cbrt();
    }
    if value < 0.0 && n % 2 != 0 { -(-value).powf(1.0 / f64::from(n)) } else { value.powf(1.0 / f64::from(n)) }
}

/// Static members of reals.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::DOUBLE, TypeId::SINGLE],
    statics: &[
        ("Abs", |c| real(c, f64::abs)),
        ("Acos", |c| real(c, f64::acos)),
        ("Acosh", |c| real(c, acosh)),
        ("AcosPi", |c| real(c, |x| x.acos() / PI)),
        ("Asin", |c| real(c, f64::asin)),
        ("Asinh", |c| real(c, asinh)),
        ("AsinPi", |c| real(c, |x| x.asin() / PI)),
        ("Atan", |c| real(c, f64::atan)),
        ("Atan2", |c| make(c, c.double(0).atan2(c.double(1)))),
        ("Atan2Pi", |c| make(c, c.double(0).atan2(c.double(1)) / PI)),
        ("Atanh", |c| real(c, f64::atanh)),
        ("AtanPi", |c| real(c, |x| x.atan() / PI)),
        ("BitDecrement", |c| real(c, f64::next_down)),
        ("BitIncrement", |c| real(c, f64::next_up)),
        ("Cbrt", |c| real(c, cbrt)),
        ("Ceiling", |c| real(c, f64::ceil)),
        ("Clamp", clamp),
        ("CopySign", |c| make(c, c.double(0).copysign(c.double(1)))),
        ("Cos", |c| real(c, f64::cos)),
        ("Cosh", |c| real(c, f64::cosh)),
        ("CosPi", |c| real(c, |x| (x * PI).cos())),
        ("CreateChecked", create),
        ("CreateSaturating", create),
        ("CreateTruncating", create),
        ("DegreesToRadians", |c| real(c, |x| x * PI / 180.0)),
        ("Exp", |c| real(c, f64::exp)),
        ("Exp10", |c| real(c, |x| 10f64.powf(x))),
        ("Exp2", |c| real(c, f64::exp2)),
        ("ExpM1", |c| real(c, f64::exp_m1)),
        ("Floor", |c| real(c, f64::floor)),
        ("FusedMultiplyAdd", |c| make(c, c.double(0).mul_add(c.double(1), c.double(2)))),
        ("Hypot", |c| make(c, c.double(0).hypot(c.double(1)))),
        ("Ieee754Remainder", |c| make(c, ieee_remainder(c.double(0), c.double(1)))),
        ("ILogB", |c| ok(ilogb(c.double(0)))),
        ("IsEvenInteger", |c| test(c, |x| x % 2.0 == 0.0)),
        ("IsFinite", |c| test(c, f64::is_finite)),
        ("IsInfinity", |c| test(c, f64::is_infinite)),
        ("IsInteger", |c| test(c, |x| x.is_finite() && x.fract() == 0.0)),
        ("IsNaN", |c| test(c, f64::is_nan)),
        ("IsNegative", |c| test(c, f64::is_sign_negative)),
        ("IsNegativeInfinity", |c| test(c, |x| x == f64::NEG_INFINITY)),
        ("IsNormal", |c| test(c, f64::is_normal)),
        ("IsOddInteger", |c| test(c, |x| (x % 2.0).abs() == 1.0)),
        ("IsPositive", |c| test(c, f64::is_sign_positive)),
        ("IsPositiveInfinity", |c| test(c, |x| x == f64::INFINITY)),
        ("IsPow2", |c| test(c, |x| x > 0.0 && x.is_finite() && x.log2().fract() == 0.0)),
        ("IsRealNumber", |c| test(c, |x| !x.is_nan())),
        ("IsSubnormal", |c| test(c, f64::is_subnormal)),
        ("Lerp", |c| {
            let (from, to, amount) = (c.double(0), c.double(1), c.double(2));
            make(c, (from * (1.0 - amount)) + (to * amount))
        }),
        ("Log", log),
        ("Log10", |c| real(c, f64::log10)),
        ("Log10P1", |c| real(c, |x| (x + 1.0).log10())),
        ("Log2", |c| real(c, f64::log2)),
        ("Log2P1", |c| real(c, |x| (x + 1.0).log2())),
        ("LogP1", |c| real(c, f64::ln_1p)),
        ("Max", |c| pick(c, Side::Larger)),
        ("MaxMagnitude", |c| pick_magnitude(c, Side::Larger)),
        ("MaxNumber", |c| pick_number(c, Side::Larger)),
        ("Min", |c| pick(c, Side::Smaller)),
        ("MinMagnitude", |c| pick_magnitude(c, Side::Smaller)),
        ("MinNumber", |c| pick_number(c, Side::Smaller)),
        ("Pow", |c| make(c, c.double(0).powf(c.double(1)))),
        ("RadiansToDegrees", |c| real(c, |x| x * 180.0 / PI)),
        ("ReciprocalEstimate", |c| real(c, f64::recip)),
        ("ReciprocalSqrtEstimate", |c| real(c, |x| x.sqrt().recip())),
        ("RootN", |c| make(c, root(c.double(0), c.int(1)))),
        ("Round", round),
        ("ScaleB", |c| make(c, scale_b(c.double(0), c.int(1)))),
        ("Sign", sign),
        ("Sin", |c| real(c, f64::sin)),
        ("SinCos", |c| {
            let (sin, cos) = c.double(0).sin_cos();
            Ok(tuple(TypeId::VALUE_TUPLE2, vec![make(c, sin)?, make(c, cos)?]))
        }),
        ("Sinh", |c| real(c, f64::sinh)),
        ("SinPi", |c| real(c, |x| (x * PI).sin())),
        ("Sqrt", |c| real(c, f64::sqrt)),
        ("Tan", |c| real(c, f64::tan)),
        ("Tanh", |c| real(c, f64::tanh)),
        ("Truncate", |c| real(c, |x| round_real(x, 2))),
    ],
    ..TypeImpl::EMPTY
};
