//! Doors from numbers to text.

use super::custom;
use super::digits::Digits;
use super::standard::{self, Specifier, bad_specifier, specifier};
use crate::value::fault::Fault;
use crate::value::text::culture::{Culture, NumberFormat};
use num_bigint::{BigInt, Sign};
use rust_decimal::Decimal;
use std::fmt::Write;

/// An integer of any of the eight .NET types, made with `From`; the width matters to `X` and `B`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Int {
    is_negative: bool,
    magnitude: u64,
    bits: u64,
}

macro_rules! int_from {
    ($($signed:ty, $unsigned:ty;)*) => {
        $(
            impl From<$signed> for Int {
                fn from(value: $signed) -> Int {
                    Int { is_negative: value < 0, magnitude: u64::from(value.unsigned_abs()), bits: u64::from(value as $unsigned) }
                }
            }
            impl From<$unsigned> for Int {
                fn from(value: $unsigned) -> Int {
                    Int { is_negative: false, magnitude: u64::from(value), bits: u64::from(value) }
                }
            }
        )*
    };
}
int_from! { i8, u8; i16, u16; i32, u32; i64, u64; }

/// An integer as the invariant culture writes it.
pub fn invariant_i64(out: &mut String, value: i64) {
    let _ = write!(out, "{value}");
}

/// An `Int64` in a format; the empty format is `G`.
pub fn format_i64(out: &mut String, value: i64, format: &str, culture: &Culture) -> Result<(), Fault> {
    format_int(out, value, format, culture)
}

/// An integer of any width in a format.
pub fn format_int(out: &mut String, value: impl Into<Int>, format: &str, culture: &Culture) -> Result<(), Fault> {
    let value = value.into();
    let number = &culture.number;
    match specifier(format)? {
        Specifier::Standard(b'G' | b'g', precision) if precision < 1 => decimal_digits(out, value, 0, number),
        Specifier::Standard(b'D' | b'd', precision) => decimal_digits(out, value, precision.max(0) as usize, number),
        Specifier::Standard(b'X', precision) => {
            write!(out, "{:0width$X}", value.bits, width = precision.max(0) as usize).unwrap_or_default()
        }
        Specifier::Standard(b'x', precision) => {
            write!(out, "{:0width$x}", value.bits, width = precision.max(0) as usize).unwrap_or_default()
        }
        Specifier::Standard(b'B' | b'b', precision) => {
            let text = format!("{:b}", value.bits);
            pad(out, &text, precision, '0');
        }
        Specifier::Standard(letter, precision) => {
            let mut digits = Digits::from_u64(value.is_negative, value.magnitude);
            standard::write(out, &mut digits, letter, precision, number)?;
        }
        Specifier::Custom => custom::write(out, &mut Digits::from_u64(value.is_negative, value.magnitude), format, number),
    }
    Ok(())
}

fn decimal_digits(out: &mut String, value: Int, width: usize, number: &NumberFormat) {
    if value.is_negative {
        out.push_str(&number.minus);
    }
    if width < 20 {
        let _ = write!(out, "{:0width$}", value.magnitude);
    } else {
        pad(out, &value.magnitude.to_string(), width as i32, '0');
    }
}

fn pad(out: &mut String, text: &str, width: i32, with: char) {
    let missing = (width.max(0) as usize).saturating_sub(text.len());
    out.extend(std::iter::repeat_n(with, missing));
    out.push_str(text);
}

/// A float that both widths share: its exact value and its shortest digits.
struct Float {
    value: f64,
    shortest: fn(f64) -> Digits,
    round_trip_digits: i32,
    custom_digits: usize,
}

fn shortest_f64(value: f64) -> Digits {
    Digits::from_scientific(zmij::Buffer::new().format_finite(value.abs()), value.is_sign_negative())
}

fn shortest_f32(value: f64) -> Digits {
    Digits::from_scientific(zmij::Buffer::new().format_finite((value as f32).abs()), value.is_sign_negative())
}

/// A `Double` in a format; the empty format gives the shortest text that reads back as the same value.
pub fn format_f64(out: &mut String, value: f64, format: &str, culture: &Culture) -> Result<(), Fault> {
    float(out, Float { value, shortest: shortest_f64, round_trip_digits: 17, custom_digits: 15 }, format, culture)
}

/// A `Single` in a format.
pub fn format_f32(out: &mut String, value: f32, format: &str, culture: &Culture) -> Result<(), Fault> {
    float(out, Float { value: f64::from(value), shortest: shortest_f32, round_trip_digits: 9, custom_digits: 7 }, format, culture)
}

fn special(out: &mut String, value: f64, number: &NumberFormat) -> bool {
    if value.is_finite() {
        return false;
    }
    out.push_str(if value.is_nan() {
        &number.nan
    } else if value > 0.0 {
        &number.infinity
    } else {
        &number.negative_infinity
    });
    true
}

fn float(out: &mut String, float: Float, format: &str, culture: &Culture) -> Result<(), Fault> {
    let number = &culture.number;
    let value = float.value;
    // Whole numbers without a format are the common case; those of a single stay exact below this limit too.
    if format.is_empty() && whole(out, value, 1e7, &number.minus) {
        return Ok(());
    }
    if special(out, value, number) {
        return Ok(());
    }
    match specifier(format)? {
        Specifier::Custom => {
            let mut digits = Digits::from_f64_significant(value, float.custom_digits);
            custom::write(out, &mut digits, format, number);
            Ok(())
        }
        Specifier::Standard(letter, precision) => {
            let default = |by_culture: u8| if precision < 0 { usize::from(by_culture) } else { precision as usize };
            let (mut digits, precision) = match letter.to_ascii_uppercase() {
                b'C' => (Digits::from_f64_fixed(value, default(number.currency.digits)), precision),
                b'F' | b'N' => (Digits::from_f64_fixed(value, default(number.digits)), precision),
                b'P' => (Digits::from_f64_fixed(value, default(number.percent.digits) + 2), precision),
                b'E' => (Digits::from_f64_significant(value, default(6) + 1), precision),
                b'G' if precision > 0 => (Digits::from_f64_significant(value, precision as usize), precision),
                b'G' | b'R' => {
                    let digits = (float.shortest)(value);
                    let shown = float.round_trip_digits.max(digits.ascii.len() as i32);
                    (digits, shown)
                }
                _ => return Err(bad_specifier()),
            };
            standard::write(out, &mut digits, letter, precision, number)
        }
    }
}

/// Writes a whole number below a limit; zero with a sign is left to the caller.
fn whole(out: &mut String, value: f64, limit: f64, minus: &str) -> bool {
    if value != value.trunc() || value.abs() >= limit || value == 0.0 && value.is_sign_negative() {
        return false;
    }
    if value < 0.0 {
        out.push_str(minus);
    }
    let _ = write!(out, "{}", value.abs() as u64);
    true
}

/// A double as the shell turns it into a string: 15 digits, the invariant culture (`"$x"`).
pub fn invariant_f64(out: &mut String, value: f64) {
    let number = &Culture::invariant().number;
    if whole(out, value, 1e15, "-") || special(out, value, number) {
        return;
    }
    let mut digits = shortest_f64(value);
    if digits.ascii.len() > 15 || value.is_subnormal() {
        digits = Digits::from_f64_significant(value, 15);
    }
    if digits.negative {
        out.push('-');
    }
    standard::general(out, &digits, Some(15), 'E', number);
}

/// A single as the shell turns it into a string: 7 digits, the invariant culture.
pub fn invariant_f32(out: &mut String, value: f32) {
    let number = &Culture::invariant().number;
    if special(out, f64::from(value), number) {
        return;
    }
    let digits = Digits::from_f64_significant(f64::from(value), 7);
    if digits.negative {
        out.push('-');
    }
    standard::general(out, &digits, Some(7), 'E', number);
}

/// A double as `.ToString("R")` writes it: the shortest text that reads back as the same value.
pub fn round_trip_f64(out: &mut String, value: f64) {
    let number = &Culture::invariant().number;
    if special(out, value, number) {
        return;
    }
    let digits = shortest_f64(value);
    if digits.negative {
        out.push('-');
    }
    standard::general(out, &digits, Some(17), 'E', number);
}

/// A `Decimal` in a format; without one the trailing zeros of its scale are kept.
pub fn format_decimal(out: &mut String, value: &Decimal, format: &str, culture: &Culture) -> Result<(), Fault> {
    let mut digits = Digits::from_decimal(value);
    match specifier(format)? {
        Specifier::Standard(letter, precision) => standard::write(out, &mut digits, letter, precision, &culture.number),
        Specifier::Custom => {
            custom::write(out, &mut digits, format, &culture.number);
            Ok(())
        }
    }
}

/// A decimal as the invariant culture writes it.
pub fn invariant_decimal(out: &mut String, value: &Decimal) {
    let digits = Digits::from_decimal(value);
    if digits.negative && !digits.ascii.is_empty() {
        out.push('-');
    }
    standard::general(out, &digits, None, 'E', &Culture::invariant().number);
}

/// A `BigInteger` in a format. As in .NET, the precision of `G` and `R` pads like that of `D`.
pub fn format_bigint(out: &mut String, value: &BigInt, format: &str, culture: &Culture) -> Result<(), Fault> {
    match specifier(format)? {
        Specifier::Standard(b'G' | b'g' | b'D' | b'd' | b'R' | b'r', precision) => {
            if value.sign() == Sign::Minus {
                out.push_str(&culture.number.minus);
            }
            pad(out, &value.magnitude().to_string(), precision, '0');
            Ok(())
        }
        Specifier::Standard(letter @ (b'X' | b'x'), precision) => {
            let mut text = String::new();
            let mut bytes = value.to_signed_bytes_be().into_iter();
            // The first byte shows one digit where one says it all, as .NET does.
            if let Some(head) = bytes.next() {
                match head {
                    0xF8.. => text.push_str(&format!("{:X}", head & 0xF)),
                    0..8 => text.push_str(&format!("{head:X}")),
                    _ => text.push_str(&format!("{head:02X}")),
                }
            }
            for byte in bytes {
                let _ = write!(text, "{byte:02X}");
            }
            let filler = if value.sign() == Sign::Minus { 'F' } else { '0' };
            let start = out.len();
            pad(out, &text, precision, filler);
            if letter == b'x' {
                let lower = out[start..].to_ascii_lowercase();
                out.truncate(start);
                out.push_str(&lower);
            }
            Ok(())
        }
        Specifier::Standard(b'B' | b'b', precision) => {
            let is_negative = value.sign() == Sign::Minus;
            let mut text: String = value.to_signed_bytes_be().iter().map(|byte| format!("{byte:08b}")).collect();
            let sign = if is_negative { '1' } else { '0' };
            let repeated = text.chars().take_while(|bit| *bit == sign).count();
            text.drain(..repeated.saturating_sub(1).min(text.len() - 1));
            pad(out, &text, precision, sign);
            Ok(())
        }
        Specifier::Standard(letter, precision) => standard::write(out, &mut Digits::from_bigint(value), letter, precision, &culture.number),
        Specifier::Custom => {
            custom::write(out, &mut Digits::from_bigint(value), format, &culture.number);
            Ok(())
        }
    }
}
