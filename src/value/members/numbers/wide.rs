//! Numbers that the language has no literals for: `[half]`, `[int128]`, `[uint128]`.

use std::any::Any;
use std::cmp::Ordering;
use std::rc::Rc;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use crate::value::convert::{self, CastError};
use crate::value::fault::Fault;
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::culture::Culture;
use crate::value::text::number::{NumberStyles, format_bigint, format_f32, parse_bigint, parse_f64};
use crate::value::{ClrObject, Object, Runtime, TypeId, Value};

/// A number of one of these types.
#[derive(Clone)]
pub struct Wide {
    class: TypeId,
    number: Number,
}

#[derive(Clone, PartialEq)]
enum Number {
    Half(f32),
    Whole(Rc<BigInt>),
}

/// The nearest number with 11 significant bits, as the 16 bits of a half have it.
fn to_half(value: f64) -> f32 {
    if value.is_nan() || value.is_infinite() || value == 0.0 {
        return value as f32;
    }
    let exponent = value.abs().log2().floor().clamp(-14.0, 15.0);
    let unit = (exponent - 10.0).exp2();
    let rounded = (value / unit).round_ties_even() * unit;
    if rounded.abs() > 65504.0 { f32::INFINITY.copysign(value as f32) } else { rounded as f32 }
}

/// The fewest digits that tell a half from its neighbours.
fn half_text(value: f32) -> String {
    if !value.is_finite() {
        let mut text = String::new();
        // Formats without digits never fail.
        let _ = format_f32(&mut text, value, "", Culture::invariant());
        return text;
    }
    let shortest = (0..6)
        .map(|digits| format!("{value:.digits$e}").parse::<f64>().unwrap_or_default())
        .find(|shorter| to_half(*shorter) == value)
        .unwrap_or_else(|| f64::from(value));
    let mut text = String::new();
    crate::value::text::number::invariant_f64(&mut text, shortest);
    text
}

impl Wide {
    fn value(class: TypeId, number: Number) -> Value {
        Object::from_clr(Wide { class, number })
    }

    /// As a number that the language calculates with.
    pub fn plain(&self) -> Value {
        match &self.number {
            Number::Half(value) => Value::Double(f64::from(*value)),
            Number::Whole(value) => Value::BigInt(value.clone()),
        }
    }

    /// In a format.
    pub fn format(&self, format: &str, culture: &Culture) -> Result<String, Fault> {
        let mut text = String::new();
        match &self.number {
            Number::Half(value) if format.is_empty() => text = half_text(*value),
            Number::Half(value) => format_f32(&mut text, *value, format, culture)?,
            Number::Whole(value) => format_bigint(&mut text, value, format, culture)?,
        }
        Ok(text)
    }
}

impl ClrObject for Wide {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(match &self.number {
            Number::Half(value) => half_text(*value),
            Number::Whole(value) => value.to_string(),
        })
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Wide>().is_some_and(|other| self.class == other.class && self.number == other.number)
    }

    fn hash_code(&self) -> u64 {
        match &self.number {
            Number::Half(value) => u64::from(value.to_bits()),
            Number::Whole(value) => value.iter_u64_digits().next().unwrap_or(0),
        }
    }

    fn compare(&self, other: &Value) -> Option<Ordering> {
        match (&self.number, &other.downcast::<Wide>()?.number) {
            (Number::Half(a), Number::Half(b)) => a.partial_cmp(b),
            (Number::Whole(a), Number::Whole(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

fn limits(class: TypeId) -> (BigInt, BigInt) {
    if class == TypeId::INT128 { (BigInt::from(i128::MIN), BigInt::from(i128::MAX)) } else { (BigInt::zero(), BigInt::from(u128::MAX)) }
}

fn range_text(class: TypeId) -> &'static str {
    if class == TypeId::INT128 {
        "Value was either too large or too small for an Int128."
    } else {
        "Value was either too large or too small for a UInt128."
    }
}

/// Whether a type is one of these.
pub fn is_wide(target: TypeId) -> bool {
    matches!(target, TypeId::HALF | TypeId::INT128 | TypeId::U_INT128)
}

/// A value as a number of a type of these; none where nothing converts it.
pub fn cast(rt: &mut dyn Runtime, value: &Value, target: TypeId) -> Option<convert::Cast> {
    let base = value.base();
    if let Value::Str(text) = base {
        return Some(
            parse(text, target, Culture::invariant())
                .map_err(|fault| CastError::fault("InvalidCastParseTargetInvocationWithFormatProvider", text, target, &fault)),
        );
    }
    let plain = match value.downcast::<Wide>() {
        Some(wide) => wide.plain(),
        None => base.clone(),
    };
    convert::number_of(&plain).or_else(|| matches!(plain, Value::Char(_)).then_some(convert::Number::Integer(0)))?;
    let through = if target == TypeId::HALF { TypeId::DOUBLE } else { TypeId::BIG_INTEGER };
    let number = match convert::try_cast(rt, &plain, through) {
        Ok(Value::Double(number)) => Number::Half(to_half(number)),
        Ok(Value::BigInt(number)) => {
            let (least, most) = limits(target);
            if *number < least || *number > most {
                let shown = number.to_string();
                let id = "InvalidCastTargetInvocationExceptionop_Explicit";
                return Some(Err(CastError::reason(id, &shown, target, TypeId::OVERFLOW_EXCEPTION, range_text(target))));
            }
            Number::Whole(number)
        }
        Ok(_) => return None,
        Err(error) => return Some(Err(error)),
    };
    Some(Ok(Wide::value(target, number)))
}

fn parse(text: &str, class: TypeId, culture: &Culture) -> Result<Value, Fault> {
    if class == TypeId::HALF {
        return parse_f64(text, NumberStyles::FLOAT_THOUSANDS, &culture.number)
            .map(|value| Wide::value(class, Number::Half(to_half(value))));
    }
    let number = parse_bigint(text, NumberStyles::INTEGER, &culture.number)?;
    let (least, most) = limits(class);
    if number < least || number > most {
        return Err(Fault::new(crate::value::fault::FaultKind::Overflow, range_text(class)));
    }
    Ok(Wide::value(class, Number::Whole(Rc::new(number))))
}

/// An argument as a number of the type at hand.
fn arg(c: &mut Call, at: usize) -> Outcome<Number> {
    let value = c.arg(at);
    let class = c.type_id;
    match cast(c.rt, &value, class) {
        Some(Ok(made)) => match made.downcast::<Wide>() {
            Some(wide) => Ok(wide.number.clone()),
            None => Err(Thrown::argument("No number.")),
        },
        Some(Err(error)) => Err(Thrown::Raise(error.into_raise())),
        None => Err(Thrown::argument("Object must be a number.")),
    }
}

fn wrap(class: TypeId, value: BigInt) -> Outcome {
    // .NET's own operators wrap around.
    let (least, most) = limits(class);
    let value = if value < least || value > most { (value - &least).mod_floor(&(BigInt::one() << 128)) + least } else { value };
    Ok(Wide::value(class, Number::Whole(Rc::new(value))))
}

fn binary(c: &mut Call, half: fn(f64, f64) -> f64, whole: fn(&BigInt, &BigInt) -> Option<BigInt>) -> Outcome {
    let class = c.type_id;
    match (arg(c, 0)?, arg(c, 1)?) {
        (Number::Half(a), Number::Half(b)) => Ok(Wide::value(class, Number::Half(to_half(half(f64::from(a), f64::from(b)))))),
        (Number::Whole(a), Number::Whole(b)) => match whole(&a, &b) {
            Some(result) => wrap(class, result),
            None => Err(Thrown::new(TypeId::DIVIDE_BY_ZERO_EXCEPTION, "Attempted to divide by zero.")),
        },
        _ => Err(Thrown::argument("Both numbers must be of one type.")),
    }
}

fn order(c: &mut Call, test: fn(Option<Ordering>) -> bool) -> Outcome {
    let order = match (arg(c, 0)?, arg(c, 1)?) {
        (Number::Half(a), Number::Half(b)) => a.partial_cmp(&b),
        (Number::Whole(a), Number::Whole(b)) => Some(a.cmp(&b)),
        _ => None,
    };
    ok(test(order))
}

fn unary(c: &mut Call, half: fn(f64) -> f64, whole: fn(&BigInt) -> BigInt) -> Outcome {
    let class = c.type_id;
    match arg(c, 0)? {
        Number::Half(value) => Ok(Wide::value(class, Number::Half(to_half(half(f64::from(value)))))),
        Number::Whole(value) => wrap(class, whole(&value)),
    }
}

/// The greater or lesser of two.
fn pick(c: &mut Call, wanted: Ordering) -> Outcome {
    let class = c.type_id;
    let (a, b) = (arg(c, 0)?, arg(c, 1)?);
    let is_first = match (&a, &b) {
        (Number::Half(a), Number::Half(b)) => a.partial_cmp(b) == Some(wanted),
        (Number::Whole(a), Number::Whole(b)) => a.cmp(b) == wanted,
        _ => true,
    };
    Ok(Wide::value(class, if is_first { a } else { b }))
}

fn own(c: &Call) -> Outcome<Wide> {
    c.this.downcast::<Wide>().cloned().ok_or_else(|| Thrown::invalid_operation("The object is no such number."))
}

fn constant(c: &mut Call, text: &str) -> Outcome {
    Ok(parse(text, c.type_id, Culture::invariant())?)
}

fn half_constant(value: f64) -> Outcome {
    Ok(Wide::value(TypeId::HALF, Number::Half(to_half(value))))
}

fn new(c: &mut Call) -> Outcome {
    if c.type_id == TypeId::HALF || c.is_empty() {
        return constant(c, "0");
    }
    let part = |value: Value| match convert::integer_of(value.base()) {
        Some(bits) => BigInt::from(bits as u64),
        None => BigInt::zero(),
    };
    let value = (part(c.arg(0)) << 64) + part(c.arg(1));
    wrap(c.type_id, value)
}

fn to_string(c: &mut Call) -> Outcome {
    let wide = own(c)?;
    let format = c.args.iter().find_map(|value| value.as_str().cloned()).unwrap_or_default();
    let at = c.args.iter().position(|value| value.as_str().is_none()).unwrap_or(c.len());
    let culture = crate::value::members::text::provider(c, at);
    ok(wide.format(&format, &culture)?)
}

/// Members of these types.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::HALF, TypeId::INT128, TypeId::U_INT128],
    new: Some(new),
    methods: &[
        ("CompareTo", |c| {
            let own = own(c)?;
            let other = Wide::value(own.class, arg(c, 0)?);
            ok(own.compare(&other).map_or(-1, |order| order as i32))
        }),
        ("Equals", |c| ok(own(c)?.equals(&c.arg(0)))),
        ("ToString", to_string),
    ],
    statics: &[
        ("Abs", |c| unary(c, f64::abs, BigInt::abs)),
        ("Ceiling", |c| unary(c, f64::ceil, BigInt::clone)),
        ("Clamp", |c| {
            let low = pick(c, Ordering::Greater)?;
            c.args = vec![low, c.arg(2)];
            pick(c, Ordering::Less)
        }),
        ("CreateChecked", |c| {
            let number = arg(c, 0)?;
            Ok(Wide::value(c.type_id, number))
        }),
        ("Floor", |c| unary(c, f64::floor, BigInt::clone)),
        ("IsEvenInteger", |c| ok(matches!(arg(c, 0)?, Number::Whole(value) if value.is_even()))),
        ("IsInfinity", |c| ok(matches!(arg(c, 0)?, Number::Half(value) if value.is_infinite()))),
        ("IsNaN", |c| ok(matches!(arg(c, 0)?, Number::Half(value) if value.is_nan()))),
        ("IsNegative", |c| match arg(c, 0)? {
            Number::Half(value) => ok(value.is_sign_negative()),
            Number::Whole(value) => ok(value.is_negative()),
        }),
        ("IsOddInteger", |c| ok(matches!(arg(c, 0)?, Number::Whole(value) if value.is_odd()))),
        ("IsPositive", |c| match arg(c, 0)? {
            Number::Half(value) => ok(value.is_sign_positive()),
            Number::Whole(value) => ok(!value.is_negative()),
        }),
        ("IsPow2", |c| ok(matches!(arg(c, 0)?, Number::Whole(value) if value.is_positive() && value.magnitude().count_ones() == 1))),
        ("Log2", |c| unary(c, f64::log2, |value| BigInt::from(value.bits().saturating_sub(1)))),
        ("Max", |c| pick(c, Ordering::Greater)),
        ("Min", |c| pick(c, Ordering::Less)),
        ("Parse", |c| {
            let culture = crate::value::members::text::provider(c, c.len().saturating_sub(1));
            let text = c.str(0, "s")?;
            Ok(parse(&text, c.type_id, &culture)?)
        }),
        ("PopCount", |c| unary(c, |value| value, |value| BigInt::from(value.magnitude().count_ones()))),
        ("Round", |c| unary(c, f64::round_ties_even, BigInt::clone)),
        ("Sign", |c| match arg(c, 0)? {
            Number::Half(value) => ok(if value == 0.0 { 0 } else { value.signum() as i32 }),
            Number::Whole(value) => ok(value.signum().to_i32().unwrap_or(0)),
        }),
        ("Sqrt", |c| unary(c, f64::sqrt, BigInt::sqrt)),
        ("Truncate", |c| unary(c, f64::trunc, BigInt::clone)),
        ("TryParse", |c| {
            let culture = crate::value::members::text::provider(c, 1);
            let parsed = c.text(0).and_then(|text| parse(&text, c.type_id, &culture).ok());
            let found = parsed.is_some();
            let made = match parsed {
                Some(made) => made,
                None => constant(c, "0")?,
            };
            c.write_ref(c.len() - 1, made)?;
            ok(found)
        }),
        ("op_Addition", |c| binary(c, |a, b| a + b, |a, b| Some(a + b))),
        ("op_BitwiseAnd", |c| binary(c, |a, _| a, |a, b| Some(a & b))),
        ("op_BitwiseOr", |c| binary(c, |a, _| a, |a, b| Some(a | b))),
        ("op_Decrement", |c| unary(c, |value| value - 1.0, |value| value - 1)),
        ("op_Division", |c| binary(c, |a, b| a / b, |a, b| (!b.is_zero()).then(|| a / b))),
        ("op_Equality", |c| order(c, |order| order == Some(Ordering::Equal))),
        ("op_ExclusiveOr", |c| binary(c, |a, _| a, |a, b| Some(a ^ b))),
        ("op_GreaterThan", |c| order(c, |order| order == Some(Ordering::Greater))),
        ("op_GreaterThanOrEqual", |c| order(c, |order| order.is_some_and(Ordering::is_ge))),
        ("op_Increment", |c| unary(c, |value| value + 1.0, |value| value + 1)),
        ("op_Inequality", |c| order(c, |order| order != Some(Ordering::Equal))),
        ("op_LessThan", |c| order(c, |order| order == Some(Ordering::Less))),
        ("op_LessThanOrEqual", |c| order(c, |order| order.is_some_and(Ordering::is_le))),
        ("op_Modulus", |c| binary(c, |a, b| a % b, |a, b| (!b.is_zero()).then(|| a % b))),
        ("op_Multiply", |c| binary(c, |a, b| a * b, |a, b| Some(a * b))),
        ("op_OnesComplement", |c| unary(c, |value| value, |value| -value - 1)),
        ("op_Subtraction", |c| binary(c, |a, b| a - b, |a, b| Some(a - b))),
        ("op_UnaryNegation", |c| unary(c, |value| -value, |value| -value)),
        ("op_UnaryPlus", |c| unary(c, |value| value, BigInt::clone)),
    ],
    static_properties: &[
        ("E", |_| half_constant(std::f64::consts::E)),
        ("Epsilon", |_| half_constant((-24f64).exp2())),
        ("MaxValue", |c| match c.type_id {
            TypeId::HALF => half_constant(65504.0),
            class => Ok(Wide::value(class, Number::Whole(Rc::new(limits(class).1)))),
        }),
        ("MinValue", |c| match c.type_id {
            TypeId::HALF => half_constant(-65504.0),
            class => Ok(Wide::value(class, Number::Whole(Rc::new(limits(class).0)))),
        }),
        ("NaN", |_| half_constant(f64::NAN)),
        ("NegativeInfinity", |_| half_constant(f64::NEG_INFINITY)),
        ("NegativeOne", |c| constant(c, "-1")),
        ("NegativeZero", |_| half_constant(-0.0)),
        ("One", |c| constant(c, "1")),
        ("Pi", |_| half_constant(std::f64::consts::PI)),
        ("PositiveInfinity", |_| half_constant(f64::INFINITY)),
        ("Tau", |_| half_constant(std::f64::consts::TAU)),
        ("Zero", |c| constant(c, "0")),
    ],
    ..TypeImpl::EMPTY
};
