//! `System.Numerics.Complex` and `System.Numerics.BitOperations`.

use std::any::Any;

use crate::value::members::call::{Call, to_double, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::culture::Culture;
use crate::value::text::number::{format_f64, invariant_f64};
use crate::value::{ClrObject, Object, TypeId, Value, convert};

/// A complex number.
#[derive(Clone, Copy, PartialEq)]
struct Complex {
    real: f64,
    imaginary: f64,
}

impl ClrObject for Complex {
    fn class(&self) -> TypeId {
        TypeId::COMPLEX
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn to_text(&self, culture: &Culture) -> Option<String> {
        let part = |value: f64| {
            let mut text = String::new();
            if format_f64(&mut text, value, "", culture).is_err() {
                invariant_f64(&mut text, value);
            }
            text
        };
        Some(format!("<{}; {}>", part(self.real), part(self.imaginary)))
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Complex>().is_some_and(|other| self == other)
    }

    fn hash_code(&self) -> u64 {
        self.real.to_bits() ^ self.imaginary.to_bits().rotate_left(7)
    }
}

impl Complex {
    fn new(real: f64, imaginary: f64) -> Complex {
        Complex { real, imaginary }
    }

    fn value(self) -> Outcome {
        Ok(Object::from_clr(self))
    }

    fn of(value: &Value) -> Option<Complex> {
        match value.downcast::<Complex>() {
            Some(own) => Some(*own),
            None => convert::number_of(value.base()).map(|_| Complex::new(to_double(value), 0.0)),
        }
    }

    fn magnitude(self) -> f64 {
        self.real.hypot(self.imaginary)
    }

    fn phase(self) -> f64 {
        self.imaginary.atan2(self.real)
    }

    fn polar(magnitude: f64, phase: f64) -> Complex {
        Complex::new(magnitude * phase.cos(), magnitude * phase.sin())
    }

    fn times(self, other: Complex) -> Complex {
        Complex::new(self.real * other.real - self.imaginary * other.imaginary, self.imaginary * other.real + self.real * other.imaginary)
    }

    /// Smith's division, which does not overflow on the way.
    fn over(self, other: Complex) -> Complex {
        let (a, b, c, d) = (self.real, self.imaginary, other.real, other.imaginary);
        if d.abs() < c.abs() {
            let ratio = d / c;
            Complex::new((a + b * ratio) / (c + d * ratio), (b - a * ratio) / (c + d * ratio))
        } else {
            let ratio = c / d;
            Complex::new((b + a * ratio) / (d + c * ratio), (-a + b * ratio) / (d + c * ratio))
        }
    }

    fn square_root(self) -> Complex {
        if self.imaginary == 0.0 {
            return if self.real < 0.0 { Complex::new(0.0, (-self.real).sqrt()) } else { Complex::new(self.real.sqrt(), 0.0) };
        }
        let real = ((self.magnitude() + self.real.abs()) * 0.5).sqrt();
        let imaginary = self.imaginary.abs() / (2.0 * real);
        if self.real >= 0.0 {
            Complex::new(real, imaginary.copysign(self.imaginary))
        } else {
            Complex::new(imaginary, real.copysign(self.imaginary))
        }
    }

    fn exponential(self) -> Complex {
        Complex::polar(self.real.exp(), self.imaginary)
    }

    fn logarithm(self) -> Complex {
        Complex::new(self.magnitude().ln(), self.phase())
    }

    fn power(self, exponent: Complex) -> Complex {
        if exponent == Complex::new(0.0, 0.0) {
            return Complex::new(1.0, 0.0);
        }
        if self == Complex::new(0.0, 0.0) {
            return self;
        }
        let (rho, theta) = (self.magnitude(), self.phase());
        let angle = exponent.real * theta + exponent.imaginary * rho.ln();
        Complex::polar(rho.powf(exponent.real) * (-exponent.imaginary * theta).exp(), angle)
    }
}

fn this(c: &Call) -> Outcome<Complex> {
    Complex::of(&c.this).ok_or_else(|| Thrown::invalid_operation("The object is no Complex."))
}

fn arg(c: &Call, at: usize) -> Outcome<Complex> {
    Complex::of(&c.arg(at)).ok_or_else(|| Thrown::argument("Object must be a complex number."))
}

fn binary(c: &Call, compute: fn(Complex, Complex) -> Complex) -> Outcome {
    compute(arg(c, 0)?, arg(c, 1)?).value()
}

fn unary(c: &Call, compute: fn(Complex) -> Complex) -> Outcome {
    compute(arg(c, 0)?).value()
}

fn add(a: Complex, b: Complex) -> Complex {
    Complex::new(a.real + b.real, a.imaginary + b.imaginary)
}

fn subtract(a: Complex, b: Complex) -> Complex {
    Complex::new(a.real - b.real, a.imaginary - b.imaginary)
}

fn negate(a: Complex) -> Complex {
    Complex::new(-a.real, -a.imaginary)
}

const I: Complex = Complex { real: 0.0, imaginary: 1.0 };

/// `[System.Numerics.Complex]`.
pub const COMPLEX: TypeImpl = TypeImpl {
    ids: &[TypeId::COMPLEX],
    new: Some(|c| Complex::new(c.double(0), c.double(1)).value()),
    new_texts: &["System.Numerics.Complex new()", "System.Numerics.Complex new(double real, double imaginary)"],
    properties: &[
        ("Real", |c| ok(this(c)?.real)),
        ("Imaginary", |c| ok(this(c)?.imaginary)),
        ("Magnitude", |c| ok(this(c)?.magnitude())),
        ("Phase", |c| ok(this(c)?.phase())),
    ],
    methods: &[("Equals", |c| ok(Complex::of(&c.this).is_some_and(|own| own.equals(&c.arg(0)))))],
    statics: &[
        ("Abs", |c| ok(arg(c, 0)?.magnitude())),
        ("Acos", |c| {
            unary(c, |z| {
                let root = subtract(Complex::new(1.0, 0.0), z.times(z)).square_root();
                negate(I).times(add(z, I.times(root)).logarithm())
            })
        }),
        ("Add", |c| binary(c, add)),
        ("Conjugate", |c| unary(c, |z| Complex::new(z.real, -z.imaginary))),
        ("Cos", |c| unary(c, |z| Complex::new(z.real.cos() * z.imaginary.cosh(), -z.real.sin() * z.imaginary.sinh()))),
        ("Cosh", |c| unary(c, |z| Complex::new(z.real.cosh() * z.imaginary.cos(), z.real.sinh() * z.imaginary.sin()))),
        ("Divide", |c| binary(c, Complex::over)),
        ("Exp", |c| unary(c, Complex::exponential)),
        ("FromPolarCoordinates", |c| Complex::polar(c.double(0), c.double(1)).value()),
        ("IsFinite", |c| ok(arg(c, 0)?.real.is_finite() && arg(c, 0)?.imaginary.is_finite())),
        ("IsInfinity", |c| ok(arg(c, 0)?.real.is_infinite() || arg(c, 0)?.imaginary.is_infinite())),
        ("IsNaN", |c| ok(arg(c, 0)?.real.is_nan() || arg(c, 0)?.imaginary.is_nan())),
        ("Log", |c| {
            let own = arg(c, 0)?.logarithm();
            if c.given < 2 {
                return own.value();
            }
            own.over(Complex::new(c.double(1).ln(), 0.0)).value()
        }),
        ("Log10", |c| {
            let own = arg(c, 0)?.logarithm();
            Complex::new(own.real * std::f64::consts::LOG10_E, own.imaginary * std::f64::consts::LOG10_E).value()
        }),
        ("Multiply", |c| binary(c, Complex::times)),
        ("Negate", |c| unary(c, negate)),
        ("Pow", |c| binary(c, Complex::power)),
        ("Reciprocal", |c| unary(c, |z| if z == Complex::new(0.0, 0.0) { z } else { Complex::new(1.0, 0.0).over(z) })),
        ("Sin", |c| unary(c, |z| Complex::new(z.real.sin() * z.imaginary.cosh(), z.real.cos() * z.imaginary.sinh()))),
        ("Sinh", |c| unary(c, |z| Complex::new(z.real.sinh() * z.imaginary.cos(), z.real.cosh() * z.imaginary.sin()))),
        ("Sqrt", |c| unary(c, Complex::square_root)),
        ("Subtract", |c| binary(c, subtract)),
        ("op_Addition", |c| binary(c, add)),
        ("op_Division", |c| binary(c, Complex::over)),
        ("op_Equality", |c| ok(arg(c, 0)? == arg(c, 1)?)),
        ("op_Inequality", |c| ok(arg(c, 0)? != arg(c, 1)?)),
        ("op_Multiply", |c| binary(c, Complex::times)),
        ("op_Subtraction", |c| binary(c, subtract)),
        ("op_UnaryNegation", |c| unary(c, negate)),
    ],
    static_properties: &[
        ("ImaginaryOne", |_| I.value()),
        ("Infinity", |_| Complex::new(f64::INFINITY, f64::INFINITY).value()),
        ("NaN", |_| Complex::new(f64::NAN, f64::NAN).value()),
        ("One", |_| Complex::new(1.0, 0.0).value()),
        ("Zero", |_| Complex::new(0.0, 0.0).value()),
    ],
    ..TypeImpl::EMPTY
};

/// Width in bits of an argument, and its bits.
fn bits(c: &Call, at: usize) -> (u32, u64) {
    let value = c.arg(at);
    match value.base() {
        Value::UInt64(bits) => (64, *bits),
        Value::Long(bits) => (64, *bits as u64),
        Value::Byte(_) | Value::UInt16(_) | Value::UInt32(_) => (32, to_long(&value) as u64),
        _ => (32, u64::from(to_long(&value) as u32)),
    }
}

/// A result of the argument's width.
fn unsigned(width: u32, bits: u64) -> Outcome {
    Ok(if width == 64 { Value::UInt64(bits) } else { Value::UInt32(bits as u32) })
}

fn rotate(c: &Call, is_left: bool) -> Outcome {
    let (width, value) = bits(c, 0);
    let places = c.int(1) as u32 & (width - 1);
    let places = if is_left { places } else { (width - places) & (width - 1) };
    if width == 64 { unsigned(64, value.rotate_left(places)) } else { unsigned(32, u64::from((value as u32).rotate_left(places))) }
}

/// `[System.Numerics.BitOperations]`.
pub const BIT_OPERATIONS: TypeImpl = TypeImpl {
    ids: &[TypeId::BIT_OPERATIONS],
    statics: &[
        ("IsPow2", |c| {
            let value = c.arg(0);
            let is_negative = !matches!(value.base(), Value::UInt64(_)) && to_long(&value) < 0;
            ok(!is_negative && bits(c, 0).1.is_power_of_two())
        }),
        ("LeadingZeroCount", |c| {
            let (width, value) = bits(c, 0);
            ok((value.leading_zeros() - (64 - width)) as i32)
        }),
        ("Log2", |c| ok(bits(c, 0).1.checked_ilog2().unwrap_or(0) as i32)),
        ("PopCount", |c| ok(bits(c, 0).1.count_ones() as i32)),
        ("RotateLeft", |c| rotate(c, true)),
        ("RotateRight", |c| rotate(c, false)),
        ("RoundUpToPowerOf2", |c| {
            let (width, value) = bits(c, 0);
            let rounded = if value == 0 { 0 } else { value.checked_next_power_of_two().unwrap_or(0) };
            unsigned(width, if width == 32 { u64::from(rounded as u32) } else { rounded })
        }),
        ("TrailingZeroCount", |c| {
            let (width, value) = bits(c, 0);
            ok(value.trailing_zeros().min(width) as i32)
        }),
    ],
    ..TypeImpl::EMPTY
};
