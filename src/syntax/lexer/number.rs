//! Number literals: sign, base, digits, suffix, multiplier. The recogniser is nom's, the value is ours.

use super::chars::{is_dash, is_number_end, is_word_end};
use super::{K, Lexer, Payload, Tok};
use crate::syntax::ast::Number;
use nom::branch::alt;
use nom::bytes::complete::{tag_no_case, take_while, take_while1};
use nom::character::complete::one_of;
use nom::combinator::{map, opt, recognize, verify};
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser};
use num_bigint::BigInt;
use num_traits::{FromPrimitive, Num, ToPrimitive};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromStr;

/// The digits of a literal.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Digits<'t> {
    Whole(&'t str),
    Hex(&'t str),
    Binary(&'t str),
    Real(&'t str),
}

/// A literal taken apart, without its sign.
#[derive(Clone, Copy, Debug)]
struct Shape<'t> {
    digits: Digits<'t>,
    suffix: &'t str,
    multiplier: i64,
}

fn decimal_digits(input: &str) -> IResult<&str, &str> {
    take_while1(|c: char| c.is_ascii_digit()).parse(input)
}

fn exponent(input: &str) -> IResult<&str, &str> {
    recognize((
        one_of("eE"),
        opt(alt((recognize(one_of("+")), verify(recognize(nom::character::complete::anychar), |s: &str| s.chars().all(is_dash))))),
        decimal_digits,
    ))
    .parse(input)
}

/// A dot that does not belong to `..`.
fn point(input: &str) -> IResult<&str, &str> {
    verify(recognize(nom::character::complete::char('.')), |_: &str| !input.starts_with("..")).parse(input)
}

fn real(input: &str) -> IResult<&str, Digits<'_>> {
    let with_point = recognize((opt(decimal_digits), point, take_while(|c: char| c.is_ascii_digit()), opt(exponent)));
    let with_exponent = recognize(pair(decimal_digits, exponent));
    map(alt((with_point, with_exponent)), Digits::Real).parse(input)
}

fn digits(input: &str) -> IResult<&str, Digits<'_>> {
    if !input.starts_with('0') {
        // Most numbers: a few digits and no more.
        return alt((real, map(decimal_digits, Digits::Whole))).parse(input);
    }
    alt((
        map(preceded(tag_no_case("0x"), take_while1(|c: char| c.is_ascii_hexdigit())), Digits::Hex),
        map(preceded(tag_no_case("0b"), take_while1(|c: char| matches!(c, '0' | '1'))), Digits::Binary),
        real,
        map(decimal_digits, Digits::Whole),
    ))
    .parse(input)
}

fn suffix(input: &str) -> IResult<&str, &str> {
    alt((
        tag_no_case("ul"),
        tag_no_case("us"),
        tag_no_case("uy"),
        tag_no_case("u"),
        tag_no_case("l"),
        tag_no_case("s"),
        tag_no_case("y"),
        tag_no_case("d"),
        tag_no_case("n"),
    ))
    .parse(input)
}

fn multiplier(input: &str) -> IResult<&str, i64> {
    let power = map(one_of("kKmMgGtTpP"), |c| match c.to_ascii_lowercase() {
        'k' => 10,
        'm' => 20,
        'g' => 30,
        't' => 40,
        _ => 50,
    });
    map(terminated(power, one_of("bB")), |power| 1i64 << power).parse(input)
}

fn shape(input: &str) -> IResult<&str, Shape<'_>> {
    let (rest, digits) = digits(input)?;
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Ok((rest, Shape { digits, suffix: "", multiplier: 1 }));
    }
    map((opt(suffix), opt(multiplier)), |(suffix, multiplier)| Shape {
        digits,
        suffix: suffix.unwrap_or(""),
        multiplier: multiplier.unwrap_or(1),
    })
    .parse(rest)
}

impl Lexer<'_> {
    /// A number; the lexer stands at its digits, a sign has been taken. What only starts like one is a word.
    pub(super) fn number(&mut self) -> Tok {
        let text: &str = self.text.get(self.pos..).unwrap_or("");
        if let Ok((rest, shape)) = shape(text) {
            let end = text.len() - rest.len();
            let next = rest.chars().next().unwrap_or('\0');
            let ends = is_word_end(next) || (self.in_expression() && is_number_end(next, self.wishes.ternary));
            if ends {
                let negative = is_dash(self.char_at(self.start));
                self.pos += end;
                let value = match value(shape, negative) {
                    Some(value) => value,
                    // Among arguments, what fits no type is a word.
                    None if !self.in_expression() => {
                        self.pos = self.start;
                        return self.word(String::new());
                    }
                    None => {
                        let span = self.span();
                        let text = self.text.get(self.start..self.pos).unwrap_or("");
                        self.error("BadNumericConstant", format!("The numeric constant {text} is not valid."), span);
                        Number::I32(0)
                    }
                };
                return self.token_with(K::Number, Payload::Number(value));
            }
        }
        self.pos = self.start;
        self.word(String::new())
    }
}

/// The value; none where it does not fit its type.
fn value(shape: Shape<'_>, negative: bool) -> Option<Number> {
    let suffix = shape.suffix.to_ascii_lowercase();
    if let (Digits::Whole(text), "", 1) = (shape.digits, shape.suffix, shape.multiplier)
        && let Ok(small) = text.parse::<i32>()
    {
        return Some(Number::I32(if negative { -small } else { small }));
    }
    let whole = match shape.digits {
        Digits::Real(text) => return real_value(text, &suffix, shape.multiplier, negative),
        Digits::Whole(text) if suffix == "d" => return decimal_value(text, shape.multiplier, negative),
        Digits::Whole(text) => match text.parse::<i64>() {
            Ok(small) => BigInt::from(small),
            Err(_) => BigInt::from_str_radix(text, 10).ok()?,
        },
        Digits::Hex(text) => based(text, 16, 4, &suffix)?,
        Digits::Binary(text) => based(text, 2, 1, &suffix)?,
    };
    let mut whole = whole * shape.multiplier;
    if negative {
        whole = -whole;
    }
    match suffix.as_str() {
        "" => {}
        "d" => return Decimal::from_str(&whole.to_string()).ok().map(Number::Decimal),
        _ => return typed(&whole, &suffix),
    }
    let is_wide = match shape.digits {
        Digits::Hex(text) => text.len() > 8,
        Digits::Binary(text) => text.len() > 32,
        _ => false,
    };
    if let Some(v) = whole.to_i32().filter(|&v| !is_wide || v >= 0) {
        return Some(Number::I32(v));
    }
    if let Some(v) = whole.to_i64() {
        return Some(Number::I64(v));
    }
    if !matches!(shape.digits, Digits::Whole(_)) {
        return None;
    }
    if let Ok(v) = Decimal::from_str(&whole.to_string()) {
        return Some(Number::Decimal(v));
    }
    whole.to_f64().map(Number::F64)
}

fn typed(whole: &BigInt, suffix: &str) -> Option<Number> {
    match suffix {
        "y" => whole.to_i8().map(Number::I8),
        "uy" => whole.to_u8().map(Number::U8),
        "s" => whole.to_i16().map(Number::I16),
        "us" => whole.to_u16().map(Number::U16),
        "l" => whole.to_i64().map(Number::I64),
        "ul" => whole.to_u64().map(Number::U64),
        "u" => whole.to_u32().map(Number::U32).or_else(|| whole.to_u64().map(Number::U64)),
        _ => Some(Number::Big(whole.clone())),
    }
}

/// Digits of base 16 or 2. With all digits of a signed type written and the first bit set, the number is negative.
fn based(text: &str, radix: u32, bits_per_digit: u64, suffix: &str) -> Option<BigInt> {
    let value = BigInt::from_str_radix(text, radix).ok()?;
    let bits = text.len() as u64 * bits_per_digit;
    let signed = match suffix {
        // Binary digits have a sign at the widths of whole types.
        _ if radix == 2 => !suffix.starts_with('u') && (matches!(bits, 8 | 16 | 32 | 64 | 96) || bits >= 128 && bits.is_multiple_of(8)),
        "" | "d" => bits == 32 || bits == 64,
        "l" => bits == 64,
        "s" => bits == 16,
        "y" => bits == 8,
        "n" => bits.is_multiple_of(8) && bits >= 32,
        _ => false,
    };
    if signed && value.bit(bits - 1) {
        return Some(value - (BigInt::from(1) << bits));
    }
    Some(value)
}

fn real_value(text: &str, suffix: &str, multiplier: i64, negative: bool) -> Option<Number> {
    let text: String = text.chars().map(|c| if is_dash(c) { '-' } else { c }).collect();
    if suffix == "d" {
        return decimal_value(&text, multiplier, negative);
    }
    let mut value = text.parse::<f64>().ok()? * multiplier as f64;
    if negative {
        value = -value;
    }
    if suffix.is_empty() {
        return Some(Number::F64(value));
    }
    let whole = BigInt::from_f64(value.round_ties_even())?;
    typed(&whole, suffix)
}

fn decimal_value(text: &str, multiplier: i64, negative: bool) -> Option<Number> {
    let text = text.strip_suffix('.').unwrap_or(text);
    let value = if text.contains(['e', 'E']) { Decimal::from_scientific(text) } else { Decimal::from_str(text) };
    let value = value.ok()?;
    // A product would lose the zeros behind the point of a zero.
    let value = if multiplier == 1 { value } else { value.checked_mul(Decimal::from(multiplier))? };
    Some(Number::Decimal(if negative { -value } else { value }))
}
