//! Text to numbers as .NET's `Parse` with `NumberStyles` does it.

use super::shell::IntegerType;
use crate::value::fault::Fault;
use crate::value::text::culture::NumberFormat;
use num_bigint::BigInt;
use rust_decimal::Decimal;
use std::ops::BitOr;
use std::str::FromStr;

/// What a number's text may contain (`System.Globalization.NumberStyles`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberStyles(pub u32);

impl NumberStyles {
    /// Blanks before the number.
    pub const LEADING_WHITE: NumberStyles = NumberStyles(1);
    /// Blanks after the number.
    pub const TRAILING_WHITE: NumberStyles = NumberStyles(2);
    /// A sign before the number.
    pub const LEADING_SIGN: NumberStyles = NumberStyles(4);
    /// A sign after the number.
    pub const TRAILING_SIGN: NumberStyles = NumberStyles(8);
    /// Parentheses for a negative number.
    pub const PARENTHESES: NumberStyles = NumberStyles(0x10);
    /// A decimal separator.
    pub const DECIMAL_POINT: NumberStyles = NumberStyles(0x20);
    /// Group separators.
    pub const THOUSANDS: NumberStyles = NumberStyles(0x40);
    /// An exponent.
    pub const EXPONENT: NumberStyles = NumberStyles(0x80);
    /// The currency symbol.
    pub const CURRENCY_SYMBOL: NumberStyles = NumberStyles(0x100);
    /// Hexadecimal digits.
    pub const HEX: NumberStyles = NumberStyles(0x200);
    /// Binary digits.
    pub const BINARY: NumberStyles = NumberStyles(0x400);
    /// What integers parse by default.
    pub const INTEGER: NumberStyles = NumberStyles(0x07);
    /// What decimals parse by default.
    pub const NUMBER: NumberStyles = NumberStyles(0x6F);
    /// A number with an exponent.
    pub const FLOAT: NumberStyles = NumberStyles(0xA7);
    /// What doubles parse by default.
    pub const FLOAT_THOUSANDS: NumberStyles = NumberStyles(0xE7);
    /// An amount of money.
    pub const CURRENCY: NumberStyles = NumberStyles(0x17F);
    /// Everything but hexadecimal and binary.
    pub const ANY: NumberStyles = NumberStyles(0x1FF);

    fn has(self, flag: NumberStyles) -> bool {
        self.0 & flag.0 != 0
    }
}

impl BitOr for NumberStyles {
    type Output = NumberStyles;
    fn bitor(self, other: NumberStyles) -> NumberStyles {
        NumberStyles(self.0 | other.0)
    }
}

/// A number's text taken apart: 0.DIGITS times 10 to the power of `scale`.
struct Parsed {
    digits: String,
    scale: i32,
    is_negative: bool,
}

fn bad_input(text: &str) -> Fault {
    Fault::format(format!("The input string '{text}' was not in a correct format."))
}

fn is_white(character: char) -> bool {
    matches!(character, ' ' | '\t'..='\r')
}

/// The rest after a symbol; a no-break space in the symbol also matches a plain one.
fn strip<'a>(text: &'a str, symbol: &str) -> Option<&'a str> {
    if symbol.is_empty() {
        return None;
    }
    let mut rest = text.chars();
    for expected in symbol.chars() {
        let found = rest.next()?;
        let is_blank = matches!(expected, '\u{a0}' | '\u{202f}') && found == ' ';
        if found != expected && !is_blank {
            return None;
        }
    }
    Some(rest.as_str())
}

fn strip_minus<'a>(text: &'a str, format: &NumberFormat) -> Option<&'a str> {
    // A culture whose sign is another dash also reads the hyphen.
    strip(text, &format.minus).or_else(|| {
        let is_dash =
            matches!(format.minus.as_str(), "\u{2012}" | "\u{207b}" | "\u{208b}" | "\u{2212}" | "\u{2796}" | "\u{fe63}" | "\u{ff0d}")
                || format.minus.ends_with('-');
        if is_dash { text.strip_prefix('-') } else { None }
    })
}

fn scan(text: &str, styles: NumberStyles, format: &NumberFormat) -> Option<Parsed> {
    let mut rest = text;
    let is_currency = styles.has(NumberStyles::CURRENCY_SYMBOL);
    let mut symbol = is_currency.then_some(format.currency.symbol.as_str());
    let (mut has_sign, mut has_parenthesis, mut has_currency, mut is_negative) = (false, false, false, false);
    loop {
        let next = rest.chars().next()?;
        let skips_blank = styles.has(NumberStyles::LEADING_WHITE) && (!has_sign || has_currency || format.negative_pattern == 2);
        if is_white(next) && skips_blank {
            rest = &rest[next.len_utf8()..];
            continue;
        }
        if styles.has(NumberStyles::LEADING_SIGN) && !has_sign {
            if let Some(after) = strip(rest, &format.plus) {
                (has_sign, rest) = (true, after);
                continue;
            }
            if let Some(after) = strip_minus(rest, format) {
                (has_sign, is_negative, rest) = (true, true, after);
                continue;
            }
        }
        if next == '(' && styles.has(NumberStyles::PARENTHESES) && !has_sign {
            (has_sign, has_parenthesis, is_negative) = (true, true, true);
            rest = &rest[1..];
            continue;
        }
        if let Some(after) = symbol.and_then(|symbol| strip(rest, symbol)) {
            (has_currency, symbol, rest) = (true, None, after);
            continue;
        }
        break;
    }
    let (decimal, group) = if is_currency { (&format.currency.decimal, &format.currency.group) } else { (&format.decimal, &format.group) };
    let mut digits = String::new();
    let (mut scale, mut has_digits, mut has_point) = (0i32, false, false);
    loop {
        match rest.as_bytes().first() {
            Some(byte @ b'0'..=b'9') => {
                has_digits = true;
                if *byte != b'0' || !digits.is_empty() {
                    digits.push(char::from(*byte));
                    scale += i32::from(!has_point);
                } else if has_point {
                    scale -= 1;
                }
                rest = &rest[1..];
            }
            _ => {
                let fallback = is_currency && !has_currency;
                if styles.has(NumberStyles::DECIMAL_POINT) && !has_point {
                    let after = strip(rest, decimal).or_else(|| if fallback { strip(rest, &format.decimal) } else { None });
                    if let Some(after) = after {
                        (has_point, rest) = (true, after);
                        continue;
                    }
                }
                if styles.has(NumberStyles::THOUSANDS) && has_digits && !has_point {
                    let after = strip(rest, group).or_else(|| if fallback { strip(rest, &format.group) } else { None });
                    if let Some(after) = after {
                        rest = after;
                        continue;
                    }
                }
                break;
            }
        }
    }
    if !has_digits {
        return None;
    }
    if styles.has(NumberStyles::EXPONENT) && rest.starts_with(['e', 'E']) {
        let after = &rest[1..];
        let (is_small, exponent) = match strip(after, &format.plus) {
            Some(after) => (false, after),
            None => strip_minus(after, format).map_or((false, after), |after| (true, after)),
        };
        let n_digits = exponent.bytes().take_while(u8::is_ascii_digit).count();
        if n_digits > 0 {
            let value = exponent[..n_digits].parse::<i32>().unwrap_or(i32::MAX).min(1_000_000_000);
            scale = scale.saturating_add(if is_small { -value } else { value });
            rest = &exponent[n_digits..];
        }
    }
    while let Some(next) = rest.chars().next() {
        if is_white(next) && styles.has(NumberStyles::TRAILING_WHITE) {
            rest = &rest[next.len_utf8()..];
        } else if next == ')' && has_parenthesis {
            has_parenthesis = false;
            rest = &rest[1..];
        } else if let Some(after) = symbol.and_then(|symbol| strip(rest, symbol)) {
            (symbol, rest) = (None, after);
        } else if styles.has(NumberStyles::TRAILING_SIGN) && !has_sign {
            if let Some(after) = strip(rest, &format.plus) {
                (has_sign, rest) = (true, after);
            } else if let Some(after) = strip_minus(rest, format) {
                (has_sign, is_negative, rest) = (true, true, after);
            } else {
                break;
            }
        } else {
            break;
        }
    }
    if has_parenthesis || !rest.bytes().all(|byte| byte == 0) {
        return None;
    }
    while digits.ends_with('0') && digits.len() as i32 > scale {
        digits.pop();
    }
    Some(Parsed { digits, scale, is_negative })
}

/// The fault for a value that the type does not hold.
fn too_large(kind: IntegerType) -> Fault {
    Fault::overflow(format!("Value was either too large or too small for {}.", kind.phrase()))
}

/// An integer of a type, by its styles.
pub fn parse_integer(text: &str, kind: IntegerType, styles: NumberStyles, format: &NumberFormat) -> Result<i128, Fault> {
    if styles.has(NumberStyles::HEX) || styles.has(NumberStyles::BINARY) {
        return radix(text, kind, styles);
    }
    let parsed = scan(text, styles, format).ok_or_else(|| bad_input(text))?;
    if parsed.digits.is_empty() {
        return Ok(0);
    }
    let has_fraction = parsed.digits.len() as i32 > parsed.scale;
    if has_fraction || parsed.scale > 20 {
        return Err(too_large(kind));
    }
    let mut value = parsed.digits.parse::<i128>().unwrap_or(0);
    for _ in parsed.digits.len() as i32..parsed.scale {
        value *= 10;
    }
    let value = if parsed.is_negative { -value } else { value };
    if kind.holds(value) { Ok(value) } else { Err(too_large(kind)) }
}

fn radix(text: &str, kind: IntegerType, styles: NumberStyles) -> Result<i128, Fault> {
    let base = if styles.has(NumberStyles::HEX) { 16 } else { 2 };
    let mut inner = text;
    if styles.has(NumberStyles::LEADING_WHITE) {
        inner = inner.trim_start_matches(is_white);
    }
    if styles.has(NumberStyles::TRAILING_WHITE) {
        inner = inner.trim_end_matches(is_white);
    }
    if inner.is_empty() || !inner.chars().all(|character| character.is_digit(base)) {
        return Err(bad_input(text));
    }
    let significant = inner.trim_start_matches('0');
    let value = if significant.is_empty() { 0 } else { u64::from_str_radix(significant, base).map_err(|_| too_large(kind))? };
    kind.from_bits(value).ok_or_else(|| too_large(kind))
}

/// An `Int64`.
pub fn parse_i64(text: &str, styles: NumberStyles, format: &NumberFormat) -> Result<i64, Fault> {
    parse_integer(text, IntegerType::Int64, styles, format).map(|value| value as i64)
}

/// A `UInt64`.
pub fn parse_u64(text: &str, styles: NumberStyles, format: &NumberFormat) -> Result<u64, Fault> {
    parse_integer(text, IntegerType::UInt64, styles, format).map(|value| value as u64)
}

/// A `Double`; one too large is infinite.
pub fn parse_f64(text: &str, styles: NumberStyles, format: &NumberFormat) -> Result<f64, Fault> {
    float(text, styles, format)
}

/// A `Single`.
pub fn parse_f32(text: &str, styles: NumberStyles, format: &NumberFormat) -> Result<f32, Fault> {
    match scan(text, styles, format) {
        Some(parsed) => Ok(from_digits::<f32>(&parsed)),
        None => float(text, styles, format).map(|value| value as f32),
    }
}

fn from_digits<F: FromStr + Default + std::ops::Neg<Output = F>>(parsed: &Parsed) -> F {
    let text = format!("0.{}e{}", if parsed.digits.is_empty() { "0" } else { &parsed.digits }, parsed.scale);
    let value = text.parse::<F>().unwrap_or_default();
    if parsed.is_negative { -value } else { value }
}

fn float(text: &str, styles: NumberStyles, format: &NumberFormat) -> Result<f64, Fault> {
    if let Some(parsed) = scan(text, styles, format) {
        return Ok(from_digits::<f64>(&parsed));
    }
    let trimmed = text.trim();
    let same = |symbol: &str| trimmed.to_lowercase() == symbol.to_lowercase();
    if same(&format.infinity) {
        return Ok(f64::INFINITY);
    }
    if same(&format.negative_infinity) {
        return Ok(f64::NEG_INFINITY);
    }
    if same(&format.nan) {
        return Ok(f64::NAN);
    }
    if let Some(rest) = strip(trimmed, &format.plus) {
        if rest.to_lowercase() == format.infinity.to_lowercase() {
            return Ok(f64::INFINITY);
        }
        if rest.to_lowercase() == format.nan.to_lowercase() {
            return Ok(f64::NAN);
        }
    }
    if let Some(rest) = strip_minus(trimmed, format) {
        if rest.to_lowercase() == format.nan.to_lowercase() {
            return Ok(f64::NAN);
        }
        if rest.to_lowercase() == format.infinity.to_lowercase() {
            return Ok(f64::NEG_INFINITY);
        }
    }
    Err(bad_input(text))
}

/// A `Decimal`; trailing zeros of the text stay as its scale.
pub fn parse_decimal(text: &str, styles: NumberStyles, format: &NumberFormat) -> Result<Decimal, Fault> {
    let parsed = scan_keeping_zeros(text, styles, format).ok_or_else(|| bad_input(text))?;
    decimal(&parsed).ok_or_else(|| Fault::overflow("Value was either too large or too small for a Decimal."))
}

/// [`scan`] drops zeros at the end; a decimal keeps them, so that `1.50` has two places.
fn scan_keeping_zeros(text: &str, styles: NumberStyles, format: &NumberFormat) -> Option<Parsed> {
    let mut parsed = scan(text, styles, format)?;
    if styles.has(NumberStyles::DECIMAL_POINT) {
        let separator = if styles.has(NumberStyles::CURRENCY_SYMBOL) { &format.currency.decimal } else { &format.decimal };
        if let Some((_, tail)) = text.split_once(separator.as_str()) {
            let n_places = tail.bytes().take_while(u8::is_ascii_digit).count();
            let n_zeros = tail.as_bytes()[..n_places].iter().rev().take_while(|byte| **byte == b'0').count();
            if parsed.digits.is_empty() {
                parsed.scale = -(n_places.min(28) as i32);
            } else {
                parsed.digits.extend(std::iter::repeat_n('0', n_zeros.min(28)));
            }
        }
    }
    Some(parsed)
}

fn decimal(parsed: &Parsed) -> Option<Decimal> {
    if parsed.digits.is_empty() {
        return Some(Decimal::from_i128_with_scale(0, (-parsed.scale).clamp(0, 28) as u32));
    }
    if parsed.scale > 29 {
        return None;
    }
    let mut digits = parsed.digits.clone();
    while (digits.len() as i32) < parsed.scale {
        digits.push('0');
    }
    let mut n_places = digits.len() as i32 - parsed.scale;
    loop {
        if n_places <= 28
            && digits.len() <= 29
            && let Ok(mantissa) = digits.parse::<u128>()
            && mantissa < 1u128 << 96
        {
            let mut value = Decimal::from_i128_with_scale(mantissa as i128, n_places as u32);
            value.set_sign_negative(parsed.is_negative);
            return Some(value);
        }
        if n_places == 0 {
            return None;
        }
        // Round to the longest text that fits, ties to even as .NET does.
        let cut = (n_places - 28).max(digits.len() as i32 - 29).max(1).min(n_places);
        let keep = digits.len() as i32 - cut;
        if keep < 0 {
            return Some(Decimal::from_i128_with_scale(0, 28));
        }
        let tail = digits.split_off(keep as usize);
        n_places -= cut;
        let is_odd = digits.bytes().last().is_some_and(|digit| digit % 2 == 1);
        let is_tie = tail.starts_with('5') && tail[1..].bytes().all(|digit| digit == b'0');
        if tail.as_bytes()[0] >= b'5' && (!is_tie || is_odd) {
            digits = (digits.parse::<u128>().unwrap_or(0) + 1).to_string();
        }
        if digits.is_empty() {
            digits.push('0');
        }
    }
}

/// A `BigInteger`.
pub fn parse_bigint(text: &str, styles: NumberStyles, format: &NumberFormat) -> Result<BigInt, Fault> {
    let bad = || Fault::format("The value could not be parsed.");
    if styles.has(NumberStyles::HEX) || styles.has(NumberStyles::BINARY) {
        let base = if styles.has(NumberStyles::HEX) { 16 } else { 2 };
        let inner = text.trim_matches(is_white);
        if inner.is_empty() || !inner.chars().all(|character| character.is_digit(base)) {
            return Err(bad());
        }
        let value = BigInt::parse_bytes(inner.as_bytes(), base).ok_or_else(bad)?;
        // The first digit carries the sign.
        let bits = inner.len() as u64 * if base == 16 { 4 } else { 1 };
        let is_negative = value.bit(bits - 1);
        return Ok(if is_negative { value - (BigInt::from(1) << bits) } else { value });
    }
    let parsed = scan(text, styles, format).ok_or_else(bad)?;
    if parsed.digits.is_empty() {
        return Ok(BigInt::ZERO);
    }
    let missing = parsed.scale - parsed.digits.len() as i32;
    if missing < 0 {
        return Err(bad());
    }
    if missing > 1_000_000 {
        return Err(Fault::out_of_memory());
    }
    let value = BigInt::parse_bytes(parsed.digits.as_bytes(), 10).ok_or_else(bad)? * BigInt::from(10).pow(missing as u32);
    Ok(if parsed.is_negative { -value } else { value })
}
