//! Text to numbers as the shell converts strings: like a literal of the language first (hexadecimal,
//! suffixes, multipliers), then like .NET with group separators.

use super::parse::{NumberStyles, parse_bigint, parse_decimal, parse_f64, parse_integer};
use crate::value::fault::Fault;
use crate::value::text::culture::Culture;
use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive};
use rust_decimal::Decimal;

/// The eight integer types of .NET.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are .NET's")]
pub enum IntegerType {
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
}

impl IntegerType {
    /// The type's width in bits.
    pub fn bits(self) -> u32 {
        match self {
            IntegerType::SByte | IntegerType::Byte => 8,
            IntegerType::Int16 | IntegerType::UInt16 => 16,
            IntegerType::Int32 | IntegerType::UInt32 => 32,
            IntegerType::Int64 | IntegerType::UInt64 => 64,
        }
    }
    /// Whether the type has negative values.
    pub fn is_signed(self) -> bool {
        matches!(self, IntegerType::SByte | IntegerType::Int16 | IntegerType::Int32 | IntegerType::Int64)
    }
    /// Whether a value is in the type's range.
    pub fn holds(self, value: i128) -> bool {
        let (low, high) = if self.is_signed() {
            (-(1i128 << (self.bits() - 1)), (1i128 << (self.bits() - 1)) - 1)
        } else {
            (0, (1i128 << self.bits()) - 1)
        };
        (low..=high).contains(&value)
    }
    /// The value of a bit pattern; nothing where it has more bits than the type.
    pub fn from_bits(self, bits: u64) -> Option<i128> {
        if self.bits() < 64 && bits >> self.bits() != 0 {
            return None;
        }
        let value = i128::from(bits);
        Some(if self.is_signed() && bits >> (self.bits() - 1) & 1 == 1 { value - (1i128 << self.bits()) } else { value })
    }
    /// How .NET names the type in an overflow's text.
    pub(super) fn phrase(self) -> &'static str {
        match self {
            IntegerType::SByte => "a signed byte",
            IntegerType::Byte => "an unsigned byte",
            IntegerType::Int16 => "an Int16",
            IntegerType::UInt16 => "a UInt16",
            IntegerType::Int32 => "an Int32",
            IntegerType::UInt32 => "a UInt32",
            IntegerType::Int64 => "an Int64",
            IntegerType::UInt64 => "a UInt64",
        }
    }
}

/// A number of the type that a literal of its text has.
#[derive(Debug, Clone, PartialEq)]
pub enum ShellNumber {
    /// An integer of a type, in its range.
    Integer(i128, IntegerType),
    /// A `Double`.
    Double(f64),
    /// A `Decimal`.
    Decimal(Decimal),
    /// A `BigInteger`.
    BigInteger(BigInt),
}

const SUFFIXES: [(&str, Option<IntegerType>); 10] = [
    ("uy", Some(IntegerType::Byte)),
    ("us", Some(IntegerType::UInt16)),
    ("ul", Some(IntegerType::UInt64)),
    ("y", Some(IntegerType::SByte)),
    ("s", Some(IntegerType::Int16)),
    ("u", Some(IntegerType::UInt32)),
    ("l", Some(IntegerType::Int64)),
    ("d", None),
    ("n", None),
    ("", None),
];

/// A string read as a literal of the language, with a sign before it; nothing where it is none. Blanks
/// around it are ignored.
pub fn shell_number(text: &str) -> Option<ShellNumber> {
    let trimmed = text.trim();
    let (is_negative, body) = match trimmed.as_bytes().first()? {
        b'-' => (true, &trimmed[1..]),
        b'+' => (false, &trimmed[1..]),
        _ => (false, trimmed),
    };
    if !body.is_ascii() {
        return None;
    }
    let lower = body.to_ascii_lowercase();
    let (radix, unprefixed) = match lower.as_bytes() {
        [b'0', b'x', ..] => (16, &lower[2..]),
        [b'0', b'b', ..] => (2, &lower[2..]),
        _ => (10, lower.as_str()),
    };
    let digits_end = match radix {
        16 => unprefixed.bytes().take_while(u8::is_ascii_hexdigit).count(),
        2 => unprefixed.bytes().take_while(|byte| matches!(byte, b'0' | b'1')).count(),
        _ => real_end(unprefixed)?,
    };
    if digits_end == 0 {
        return None;
    }
    let (mut digits, mut tail) = unprefixed.split_at(digits_end);
    let mut multiplier = 1i64;
    let unit = tail.len().checked_sub(2).map(|at| &tail[at..]);
    if let Some(shift) = match unit {
        Some("kb") => Some(10),
        Some("mb") => Some(20),
        Some("gb") => Some(30),
        Some("tb") => Some(40),
        Some("pb") => Some(50),
        _ => None,
    } {
        multiplier = 1 << shift;
        tail = &tail[..tail.len() - 2];
    }
    // In hexadecimal `d` and `b` are digits, so that no suffix can be lost to them.
    let (suffix, wanted) = SUFFIXES.iter().find(|(suffix, _)| *suffix == tail)?;
    if radix == 10 {
        return decimal_literal(digits, suffix, *wanted, multiplier, is_negative);
    }
    let value = BigInt::parse_bytes(digits.as_bytes(), radix)?;
    let n_bits = digits.len() as u64 * if radix == 16 { 4 } else { 1 };
    while digits.len() > 1 && digits.starts_with('0') {
        digits = &digits[1..];
    }
    // Eight or sixteen digits with the highest bit set are negative, without a suffix for unsigned.
    let is_unsigned = wanted.is_some_and(|wanted| !wanted.is_signed());
    let has_sign_bit = !is_unsigned && matches!(n_bits, 32 | 64) && value.bit(n_bits - 1) && *suffix != "n" && *suffix != "d"
        || *suffix == "n" && value.bit(n_bits - 1);
    let value = if has_sign_bit { value - (BigInt::from(1) << n_bits) } else { value };
    finish(value, suffix, *wanted, multiplier, is_negative)
}

/// Where the digits, point and exponent of a decimal literal end.
fn real_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let count = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = count(0);
    let mut end = whole;
    if bytes.get(end) == Some(&b'.') {
        let places = count(end + 1);
        if whole + places == 0 {
            return None;
        }
        end += 1 + places;
    } else if whole == 0 {
        return None;
    }
    if bytes.get(end) == Some(&b'e') {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let places = bytes.get(end + 1 + sign..).map_or(0, |_| count(end + 1 + sign));
        if places > 0 {
            end += 1 + sign + places;
        }
    }
    Some(end)
}

fn decimal_literal(digits: &str, suffix: &str, wanted: Option<IntegerType>, multiplier: i64, is_negative: bool) -> Option<ShellNumber> {
    let number = &Culture::invariant().number;
    let is_real = digits.contains(['.', 'e']);
    if suffix == "d" {
        let mut value = parse_decimal(digits, NumberStyles::FLOAT, number).ok()?;
        if multiplier != 1 {
            value = value.checked_mul(Decimal::from(multiplier))?;
        }
        return Some(ShellNumber::Decimal(if is_negative { -value } else { value }));
    }
    if !is_real {
        return finish(BigInt::parse_bytes(digits.as_bytes(), 10)?, suffix, wanted, multiplier, is_negative);
    }
    let value = parse_f64(digits, NumberStyles::FLOAT, number).ok()? * multiplier as f64;
    let value = if is_negative { -value } else { value };
    match (suffix, wanted) {
        ("", _) => Some(ShellNumber::Double(value)),
        ("n", _) => BigInt::from_f64(value.round_ties_even()).map(ShellNumber::BigInteger),
        (_, Some(wanted)) => {
            let whole = value.round_ties_even();
            let whole = (whole.abs() < 1e20).then_some(whole as i128)?;
            wanted.holds(whole).then_some(ShellNumber::Integer(whole, wanted))
        }
        _ => None,
    }
}

fn finish(value: BigInt, suffix: &str, wanted: Option<IntegerType>, multiplier: i64, is_negative: bool) -> Option<ShellNumber> {
    let value = value * multiplier;
    let value = if is_negative { -value } else { value };
    if suffix == "n" {
        return Some(ShellNumber::BigInteger(value));
    }
    if suffix == "d" {
        return Decimal::from_i128(value.to_i128()?).map(ShellNumber::Decimal);
    }
    if let Some(mut wanted) = wanted {
        let value = value.to_i128()?;
        if wanted == IntegerType::UInt32 && !wanted.holds(value) {
            wanted = IntegerType::UInt64;
        }
        return wanted.holds(value).then_some(ShellNumber::Integer(value, wanted));
    }
    if let Some(value) = value.to_i128() {
        for kind in [IntegerType::Int32, IntegerType::Int64] {
            if kind.holds(value) {
                return Some(ShellNumber::Integer(value, kind));
            }
        }
        if let Ok(value) = Decimal::try_from_i128_with_scale(value, 0) {
            return Some(ShellNumber::Decimal(value));
        }
    }
    value.to_f64().map(ShellNumber::Double)
}

/// .NET's conversion of a double to a decimal: 15 significant digits, without trailing zeros.
pub fn decimal_from_f64(value: f64) -> Result<Decimal, Fault> {
    let overflow = || Fault::overflow("Value was either too large or too small for a Decimal.");
    if !value.is_finite() || value.abs() >= 7.922_816_251_426_434e28 {
        return Err(overflow());
    }
    let text = format!("{value:.14e}");
    let parsed = parse_decimal(&text, NumberStyles::FLOAT, &Culture::invariant().number).map_err(|_| overflow())?;
    Ok(parsed.normalize())
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// A string as an integer, as a cast such as `[int]'1kb'` does it.
pub fn shell_integer(text: &str, kind: IntegerType) -> Result<i128, Fault> {
    if is_blank(text) {
        return Ok(0);
    }
    let number = &Culture::invariant().number;
    let trimmed = text.trim();
    let hex = trimmed.strip_prefix("0x").or_else(|| trimmed.strip_prefix("0X")).or_else(|| trimmed.strip_prefix('#'));
    let first = match hex {
        Some(hex) => parse_integer(hex, kind, NumberStyles::HEX, number),
        None => parse_integer(text, kind, NumberStyles::INTEGER, number),
    };
    let first_fault = match first {
        Ok(value) => return Ok(value),
        Err(fault) => fault,
    };
    let scanned = match shell_number(text) {
        Some(ShellNumber::Integer(value, _)) => Some(value),
        Some(ShellNumber::Double(value)) => whole(value),
        Some(ShellNumber::Decimal(value)) => value.round().to_i128(),
        Some(ShellNumber::BigInteger(value)) => value.to_i128(),
        None => parse_f64(text, NumberStyles::NUMBER | NumberStyles::FLOAT, number).ok().filter(|value| value.is_finite()).and_then(whole),
    };
    scanned.filter(|value| kind.holds(*value)).ok_or(match hex {
        Some(_) if first_fault.text.starts_with("The input") => {
            Fault::format(format!("The input string '{text}' was not in a correct format."))
        }
        _ => first_fault,
    })
}

fn whole(value: f64) -> Option<i128> {
    let whole = value.round_ties_even();
    (whole.abs() < 1e30).then_some(whole as i128)
}

/// A string as a double, as a cast does it.
pub fn shell_f64(text: &str) -> Result<f64, Fault> {
    if is_blank(text) {
        return Ok(0.0);
    }
    match shell_number(text) {
        Some(ShellNumber::Integer(value, _)) => Ok(if value == 0 && text.trim().starts_with('-') { -0.0 } else { value as f64 }),
        Some(ShellNumber::Double(value)) => Ok(value),
        Some(ShellNumber::Decimal(value)) => Ok(value.to_string().parse().unwrap_or_default()),
        Some(ShellNumber::BigInteger(value)) => Ok(value.to_f64().unwrap_or(f64::INFINITY)),
        None => parse_f64(text, NumberStyles::FLOAT_THOUSANDS, &Culture::invariant().number),
    }
}

/// A string as a decimal, as a cast does it.
pub fn shell_decimal(text: &str) -> Result<Decimal, Fault> {
    if is_blank(text) {
        return Ok(Decimal::ZERO);
    }
    match shell_number(text) {
        Some(ShellNumber::Integer(value, _)) => Ok(Decimal::from_i128_with_scale(value, 0)),
        Some(ShellNumber::Double(value)) => decimal_from_f64(value),
        Some(ShellNumber::Decimal(value)) => Ok(value),
        Some(ShellNumber::BigInteger(value)) => value
            .to_i128()
            .and_then(|value| Decimal::try_from_i128_with_scale(value, 0).ok())
            .ok_or_else(|| Fault::overflow("Value was either too large or too small for a Decimal.")),
        None => parse_decimal(text, NumberStyles::NUMBER | NumberStyles::FLOAT, &Culture::invariant().number),
    }
}

/// A string as a `BigInteger`, as a cast does it: through the literal's type, so that long ones lose digits.
pub fn shell_bigint(text: &str) -> Result<BigInt, Fault> {
    if is_blank(text) {
        return Ok(BigInt::ZERO);
    }
    let scanned = match shell_number(text) {
        Some(ShellNumber::Integer(value, _)) => Some(BigInt::from(value)),
        Some(ShellNumber::Double(value)) => BigInt::from_f64(value.trunc()),
        Some(ShellNumber::Decimal(value)) => value.trunc().to_i128().map(BigInt::from),
        Some(ShellNumber::BigInteger(value)) => Some(value),
        None => None,
    };
    match scanned {
        Some(value) => Ok(value),
        None => parse_bigint(text, NumberStyles::INTEGER | NumberStyles::THOUSANDS, &Culture::invariant().number),
    }
}
