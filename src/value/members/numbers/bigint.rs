//! `[bigint]`.

use std::rc::Rc;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::tuple::tuple;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::{Array, TypeId, Value, convert};

fn arg(c: &Call, at: usize) -> BigInt {
    value_of(&c.arg(at))
}

fn value_of(value: &Value) -> BigInt {
    match value.base() {
        Value::BigInt(value) => (**value).clone(),
        other => convert::integer_of(other).map(BigInt::from).unwrap_or_default(),
    }
}

fn this(c: &Call) -> BigInt {
    value_of(&c.this)
}

fn make(value: BigInt) -> Outcome {
    Ok(Value::BigInt(Rc::new(value)))
}

fn by_zero() -> Thrown {
    Thrown::new(TypeId::DIVIDE_BY_ZERO_EXCEPTION, "Attempted to divide by zero.")
}

/// The natural logarithm, also of numbers beyond a double's range.
fn ln(value: &BigInt) -> f64 {
    if value.is_negative() {
        return f64::NAN;
    }
    let bits = value.bits();
    if bits < 1000 {
        return value.to_f64().unwrap_or(f64::NAN).ln();
    }
    let shift = bits - 900;
    (value >> shift).to_f64().unwrap_or(f64::NAN).ln() + shift as f64 * std::f64::consts::LN_2
}

fn log(c: &mut Call) -> Outcome {
    let value = arg(c, 0);
    if c.len() == 1 {
        return ok(ln(&value));
    }
    let base = c.double(1);
    if base == 1.0 || base.is_nan() {
        return ok(f64::NAN);
    }
    ok(ln(&value) / base.ln())
}

fn div_rem(c: &mut Call) -> Outcome {
    let (a, b) = (arg(c, 0), arg(c, 1));
    if b.is_zero() {
        return Err(by_zero());
    }
    let (quotient, rest) = (&a / &b, &a % &b);
    if c.len() == 3 {
        c.write_ref(2, Value::BigInt(Rc::new(rest)))?;
        return make(quotient);
    }
    Ok(tuple(TypeId::VALUE_TUPLE2, vec![make(quotient)?, make(rest)?]))
}

fn pow(c: &mut Call) -> Outcome {
    let exponent = c.int(1);
    if exponent < 0 {
        return Err(Thrown::out_of_range("exponent", "The number must be greater than or equal to zero."));
    }
    let base = arg(c, 0);
    if base.bits().saturating_mul(exponent as u64) > 1 << 26 && base.bits() > 1 {
        return Err(Thrown::new(TypeId::OUT_OF_MEMORY_EXCEPTION, "The power is too large for this shell."));
    }
    make(base.pow(exponent as u32))
}

fn mod_pow(c: &mut Call) -> Outcome {
    let (value, exponent, modulus) = (arg(c, 0), arg(c, 1), arg(c, 2));
    if modulus.is_zero() {
        return Err(by_zero());
    }
    if exponent.is_negative() {
        return Err(Thrown::out_of_range("exponent", "The number must be greater than or equal to zero."));
    }
    let result = value.modpow(&exponent, &modulus.abs());
    // .NET's remainder has the sign of the value.
    let result = if value.is_negative() && exponent.is_odd() && !result.is_zero() { result - modulus.abs() } else { result };
    make(result)
}

fn new(c: &mut Call) -> Outcome {
    let Some(value) = c.args.first().cloned() else { return make(BigInt::zero()) };
    if let Some(items) = value.enumerate() {
        let bytes: Vec<u8> = items.iter().map(|item| to_long(item) as u8).collect();
        return make(BigInt::from_signed_bytes_le(&bytes));
    }
    Ok(convert::cast(c.rt, &value, TypeId::BIG_INTEGER)?)
}

fn bytes(c: &mut Call) -> Outcome {
    let value = this(c);
    let mut bytes = if c.bool(0) { value.to_bytes_le().1 } else { value.to_signed_bytes_le() };
    if c.bool(1) {
        bytes.reverse();
    }
    Ok(Value::Array(Rc::new(Array::new(TypeId::BYTE, bytes.into_iter().map(Value::Byte).collect()))))
}

fn sign_of(value: &BigInt) -> i32 {
    match value.sign() {
        Sign::Minus => -1,
        Sign::NoSign => 0,
        Sign::Plus => 1,
    }
}

fn log2(value: &BigInt) -> BigInt {
    if value.is_zero() { BigInt::zero() } else { BigInt::from(value.bits() - 1) }
}

/// `[bigint]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::BIG_INTEGER],
    new: Some(new),
    properties: &[
        ("IsPowerOfTwo", |c| ok(this(c).is_positive() && this(c).magnitude().count_ones() == 1)),
        ("IsZero", |c| ok(this(c).is_zero())),
        ("IsOne", |c| ok(this(c).is_one())),
        ("IsEven", |c| ok(this(c).is_even())),
        ("Sign", |c| ok(sign_of(&this(c)))),
    ],
    methods: &[
        ("CompareTo", |c| ok(this(c).cmp(&arg(c, 0)) as i32)),
        ("Equals", |c| {
            ok((matches!(c.arg(0).base(), Value::BigInt(_)) || convert::integer_of(c.arg(0).base()).is_some()) && this(c) == arg(c, 0))
        }),
        ("GetBitLength", |c| ok(this(c).bits() as i64)),
        ("GetByteCount", |c| ok(this(c).to_signed_bytes_le().len() as i32)),
        ("ToByteArray", bytes),
    ],
    statics: &[
        ("Abs", |c| make(arg(c, 0).abs())),
        ("Add", |c| make(arg(c, 0) + arg(c, 1))),
        ("Clamp", |c| make(arg(c, 0).clamp(arg(c, 1).min(arg(c, 2)), arg(c, 2)))),
        ("Compare", |c| ok(arg(c, 0).cmp(&arg(c, 1)) as i32)),
        ("CopySign", |c| make(if arg(c, 1).is_negative() { -arg(c, 0).abs() } else { arg(c, 0).abs() })),
        ("CreateChecked", new),
        ("Divide", |c| if arg(c, 1).is_zero() { Err(by_zero()) } else { make(arg(c, 0) / arg(c, 1)) }),
        ("DivRem", div_rem),
        ("GreatestCommonDivisor", |c| make(arg(c, 0).gcd(&arg(c, 1)))),
        ("IsEvenInteger", |c| ok(arg(c, 0).is_even())),
        ("IsNegative", |c| ok(arg(c, 0).is_negative())),
        ("IsOddInteger", |c| ok(arg(c, 0).is_odd())),
        ("IsPositive", |c| ok(!arg(c, 0).is_negative())),
        ("IsPow2", |c| ok(arg(c, 0).is_positive() && arg(c, 0).magnitude().count_ones() == 1)),
        ("Log", log),
        ("Log10", |c| ok(ln(&arg(c, 0)) / std::f64::consts::LN_10)),
        ("Log2", |c| make(log2(&arg(c, 0)))),
        ("Max", |c| make(arg(c, 0).max(arg(c, 1)))),
        ("Min", |c| make(arg(c, 0).min(arg(c, 1)))),
        ("MaxMagnitude", |c| make(if arg(c, 0).abs() > arg(c, 1).abs() { arg(c, 0) } else { arg(c, 1) })),
        ("MinMagnitude", |c| make(if arg(c, 0).abs() < arg(c, 1).abs() { arg(c, 0) } else { arg(c, 1) })),
        ("ModPow", mod_pow),
        ("Multiply", |c| make(arg(c, 0) * arg(c, 1))),
        ("Negate", |c| make(-arg(c, 0))),
        ("PopCount", |c| make(BigInt::from(arg(c, 0).magnitude().count_ones()))),
        ("Pow", pow),
        ("Remainder", |c| if arg(c, 1).is_zero() { Err(by_zero()) } else { make(arg(c, 0) % arg(c, 1)) }),
        ("Subtract", |c| make(arg(c, 0) - arg(c, 1))),
        ("TrailingZeroCount", |c| make(BigInt::from(arg(c, 0).trailing_zeros().unwrap_or(32)))),
    ],
    ..TypeImpl::EMPTY
};
