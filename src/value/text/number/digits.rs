//! A number as decimal digits and a scale: what every format but the shortest path works on.

use num_bigint::{BigInt, Sign};
use rust_decimal::Decimal;
use std::fmt::Write;

/// What kind of number the digits came from; rounding and the sign of zero differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Decimal,
    Float,
}

/// 0.DIGITS times 10 to the power of `scale`, without leading zeros.
#[derive(Debug, Clone)]
pub(super) struct Digits {
    pub(super) ascii: Vec<u8>,
    pub(super) scale: i32,
    pub(super) negative: bool,
    pub(super) kind: Kind,
}

/// A double has no more than this many digits after the point, so that asking for more gives zeros.
const MAX_EXACT: usize = 1100;

impl Digits {
    pub(super) fn from_u64(negative: bool, magnitude: u64) -> Digits {
        let mut text = String::with_capacity(24);
        if magnitude != 0 {
            let _ = write!(text, "{magnitude}");
        }
        Digits { scale: text.len() as i32, ascii: text.into_bytes(), negative, kind: Kind::Integer }
    }

    pub(super) fn from_bigint(value: &BigInt) -> Digits {
        let text = if value.sign() == Sign::NoSign { String::new() } else { value.magnitude().to_string() };
        Digits { scale: text.len() as i32, ascii: text.into_bytes(), negative: value.sign() == Sign::Minus, kind: Kind::Integer }
    }

    pub(super) fn from_decimal(value: &Decimal) -> Digits {
        let mantissa = value.mantissa().unsigned_abs();
        let mut text = String::with_capacity(32);
        if mantissa != 0 {
            let _ = write!(text, "{mantissa}");
        }
        Digits {
            scale: text.len() as i32 - value.scale() as i32,
            ascii: text.into_bytes(),
            negative: value.is_sign_negative(),
            kind: Kind::Decimal,
        }
    }

    /// The exact value rounded to `decimals` places after the point, ties to even.
    pub(super) fn from_f64_fixed(value: f64, decimals: usize) -> Digits {
        let mut text = String::with_capacity(32);
        let _ = write!(text, "{:.*}", decimals.min(MAX_EXACT), value.abs());
        let point = text.find('.').unwrap_or(text.len());
        let mut ascii = text.into_bytes();
        if point < ascii.len() {
            ascii.remove(point);
        }
        Digits { ascii, scale: point as i32, negative: value.is_sign_negative(), kind: Kind::Float }.trimmed()
    }

    /// The exact value rounded to some significant digits, ties to even.
    pub(super) fn from_f64_significant(value: f64, count: usize) -> Digits {
        let mut text = String::with_capacity(32);
        let _ = write!(text, "{:.*e}", count.clamp(1, MAX_EXACT) - 1, value.abs());
        Digits::from_scientific(&text, value.is_sign_negative())
    }

    /// The shortest digits that read back as the same value; `text` is a plain or scientific rendering.
    pub(super) fn from_scientific(text: &str, negative: bool) -> Digits {
        let (mantissa, exponent) = match text.split_once('e') {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().unwrap_or(0)),
            None => (text, 0),
        };
        let point = mantissa.find('.').unwrap_or(mantissa.len());
        let mut ascii = Vec::with_capacity(mantissa.len());
        ascii.extend(mantissa.bytes().filter(|byte| *byte != b'.'));
        Digits { ascii, scale: point as i32 + exponent, negative, kind: Kind::Float }.trimmed()
    }

    fn trimmed(mut self) -> Digits {
        let zeros = self.ascii.iter().take_while(|digit| **digit == b'0').count();
        self.ascii.drain(..zeros);
        self.scale -= zeros as i32;
        while self.ascii.last() == Some(&b'0') {
            self.ascii.pop();
        }
        if self.ascii.is_empty() {
            self.scale = 0;
        }
        self
    }

    /// Cuts to `position` digits. Half rounds away from zero, unless the digits are already the rounded
    /// ones; a number that becomes zero loses its sign, unless it is a float.
    pub(super) fn round(&mut self, position: i32, is_rounded: bool) {
        let mut index = usize::try_from(position).unwrap_or(0).min(self.ascii.len());
        let rounds_up = position == index as i32 && !is_rounded && self.ascii.get(index).is_some_and(|digit| *digit >= b'5');
        if rounds_up {
            while index > 0 && self.ascii[index - 1] == b'9' {
                index -= 1;
            }
            if index > 0 {
                self.ascii[index - 1] += 1;
            } else {
                self.scale += 1;
                self.ascii[0] = b'1';
                index = 1;
            }
        } else {
            while index > 0 && self.ascii[index - 1] == b'0' {
                index -= 1;
            }
        }
        self.ascii.truncate(index);
        if index == 0 {
            self.scale = 0;
            if self.kind != Kind::Float {
                self.negative = false;
            }
        }
    }
}
