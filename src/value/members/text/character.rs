//! `[char]` and `[text.rune]`.

use std::any::Any;

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::string::unit_text;
use crate::value::text::culture::Culture;
use crate::value::text::{case, regex};
use crate::value::{ClrObject, Object, TypeId, Value};

/// The character of a code unit; halves of pairs have none.
fn scalar(unit: u16) -> Option<char> {
    char::from_u32(u32::from(unit))
}

/// The code point of `(char)` or `(string, index)`.
fn point(c: &Call) -> Outcome<u32> {
    match c.arg(0).base() {
        Value::Char(unit) => Ok(u32::from(*unit)),
        Value::Int(code) => Ok(*code as u32),
        Value::Str(text) => {
            let units: Vec<u16> = text.encode_utf16().collect();
            let at = c.long(1);
            let Some(at) = usize::try_from(at).ok().filter(|at| *at < units.len()) else {
                return Err(Thrown::out_of_range(
                    "index",
                    "Index was out of range. Must be non-negative and less than the size of the collection.",
                ));
            };
            Ok(match char::decode_utf16(units[at..].iter().copied()).next() {
                Some(Ok(character)) => character as u32,
                _ => u32::from(units[at]),
            })
        }
        other => Ok(other_rune(other).map_or(0, |rune| rune as u32)),
    }
}

fn other_rune(value: &Value) -> Option<char> {
    value.downcast::<Rune>().map(|rune| rune.0)
}

/// The Unicode category as .NET numbers it.
fn category(code: u32) -> i64 {
    if let Ok(unit) = u16::try_from(code) {
        return i64::from(regex::category_bit(unit).trailing_zeros());
    }
    // Beyond the basic plane the standard library's properties decide.
    match char::from_u32(code) {
        Some(character) if character.is_uppercase() => 0,
        Some(character) if character.is_lowercase() => 1,
        Some(character) if character.is_alphabetic() => 4,
        Some(character) if character.is_numeric() => 10,
        Some(_) if (0x1f000..0x1fb00).contains(&code) => 28,
        Some(_) if code >= 0xf0000 => 17,
        _ => 29,
    }
}

fn in_categories(c: &mut Call, wanted: &[i64]) -> Outcome {
    ok(wanted.contains(&category(point(c)?)))
}

/// Whether the unit at a place is of a kind.
fn unit_test(c: &mut Call, test: fn(u16) -> bool) -> Outcome {
    let unit = match c.arg(0).base() {
        Value::Char(unit) => *unit,
        Value::Str(text) => match usize::try_from(c.long(1)).ok().and_then(|at| crate::value::string::unit_at(text, at)) {
            Some(unit) => unit,
            None => {
                return Err(Thrown::out_of_range(
                    "index",
                    "Index was out of range. Must be non-negative and less than the size of the collection.",
                ));
            }
        },
        _ => 0,
    };
    ok(test(unit))
}

fn ascii(c: &mut Call, test: fn(&char) -> bool) -> Outcome {
    ok(scalar(c.char(0)).is_some_and(|character| test(&character)))
}

fn is_high(unit: u16) -> bool {
    (0xd800..0xdc00).contains(&unit)
}

fn is_low(unit: u16) -> bool {
    (0xdc00..0xe000).contains(&unit)
}

fn is_surrogate_pair(c: &mut Call) -> Outcome {
    let (high, low) = match c.arg(0).base() {
        Value::Str(text) => {
            let at = c.int(1).max(0) as usize;
            (crate::value::string::unit_at(text, at), crate::value::string::unit_at(text, at + 1))
        }
        _ => (Some(c.char(0)), Some(c.char(1))),
    };
    ok(high.is_some_and(is_high) && low.is_some_and(is_low))
}

fn numeric(code: u32) -> f64 {
    match char::from_u32(code) {
        Some(character) if character.is_ascii_digit() => f64::from(code - 48),
        Some('½') => 0.5,
        Some('¼') => 0.25,
        Some('¾') => 0.75,
        Some('²') => 2.0,
        Some('³') => 3.0,
        Some('¹') => 1.0,
        _ if category(code) == 8 => {
            // Digits of a script stand in tens.
            let mut zero = code;
            while zero > 0 && category(zero - 1) == 8 && code - zero < 9 {
                zero -= 1;
            }
            f64::from(code - zero)
        }
        _ => -1.0,
    }
}

fn change(c: &mut Call, upper: bool, invariant: bool) -> Outcome {
    let unit = c.char(0);
    let text = unit_text(unit).to_string();
    let culture = if invariant { Culture::invariant_arc() } else { super::culture::argument(c, 1) };
    let changed = if upper { case::to_upper(&text, &culture) } else { case::to_lower(&text, &culture) };
    Ok(Value::Char(if scalar(unit).is_some() { changed.encode_utf16().next().unwrap_or(unit) } else { unit }))
}

fn to_utf32(c: &mut Call) -> Outcome {
    if c.is(0, TypeId::CHAR) {
        let (high, low) = (c.char(0), c.char(1));
        if !is_high(high) {
            return Err(Thrown::out_of_range("highSurrogate", "A valid high surrogate character is between 0xd800 and 0xdbff, inclusive."));
        }
        if !is_low(low) {
            return Err(Thrown::out_of_range("lowSurrogate", "A valid low surrogate character is between 0xdc00 and 0xdfff, inclusive."));
        }
        return ok(((i32::from(high) - 0xd800) << 10) + (i32::from(low) - 0xdc00) + 0x10000);
    }
    ok(point(c)? as i32)
}

fn from_utf32(c: &mut Call) -> Outcome {
    match u32::try_from(c.long(0)).ok().and_then(char::from_u32) {
        Some(character) => ok(character.to_string()),
        None => Err(Thrown::out_of_range(
            "utf32",
            "A valid UTF32 value is between 0x000000 and 0x10ffff, inclusive, and should not include surrogate codepoint values (0x00d800 ~ 0x00dfff).",
        )),
    }
}

fn parse(c: &mut Call) -> Outcome {
    let text = c.str(0, "s")?;
    let mut units = text.encode_utf16();
    match (units.next(), units.next()) {
        (Some(unit), None) => Ok(Value::Char(unit)),
        _ => Err(Thrown::format("String must be exactly one character long.")),
    }
}

fn compare_to(c: &mut Call) -> Outcome {
    let Value::Char(own) = c.this.base() else { return ok(0) };
    match c.arg(0).base() {
        Value::Null | Value::Nothing => ok(1),
        Value::Char(other) => ok(i32::from(*own) - i32::from(*other)),
        _ => Err(Thrown::argument("Object must be of type Char.")),
    }
}

const LETTERS: &[i64] = &[0, 1, 2, 3, 4];
const LETTERS_DIGITS: &[i64] = &[0, 1, 2, 3, 4, 8];
const PUNCTUATION: &[i64] = &[18, 19, 20, 21, 22, 23, 24];
const SEPARATORS: &[i64] = &[11, 12, 13];
const SYMBOLS: &[i64] = &[25, 26, 27, 28];

fn white(c: &mut Call) -> Outcome {
    ok(char::from_u32(point(c)?).is_some_and(char::is_whitespace))
}

/// `[char]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::CHAR],
    methods: &[
        ("CompareTo", compare_to),
        ("ToString", |c| match c.this.base() {
            Value::Char(unit) => ok(unit_text(*unit).to_string()),
            _ => Ok(Value::empty_str()),
        }),
    ],
    statics: &[
        ("ConvertFromUtf32", from_utf32),
        ("ConvertToUtf32", to_utf32),
        ("GetNumericValue", |c| ok(numeric(point(c)?))),
        ("GetUnicodeCategory", |c| Ok(Value::Enum(TypeId::UNICODE_CATEGORY, category(point(c)?)))),
        ("IsAscii", |c| ascii(c, char::is_ascii)),
        ("IsAsciiDigit", |c| ascii(c, char::is_ascii_digit)),
        ("IsAsciiHexDigit", |c| ascii(c, char::is_ascii_hexdigit)),
        ("IsAsciiHexDigitLower", |c| ascii(c, |x| x.is_ascii_digit() || ('a'..='f').contains(x))),
        ("IsAsciiHexDigitUpper", |c| ascii(c, |x| x.is_ascii_digit() || ('A'..='F').contains(x))),
        ("IsAsciiLetter", |c| ascii(c, char::is_ascii_alphabetic)),
        ("IsAsciiLetterLower", |c| ascii(c, char::is_ascii_lowercase)),
        ("IsAsciiLetterOrDigit", |c| ascii(c, char::is_ascii_alphanumeric)),
        ("IsAsciiLetterUpper", |c| ascii(c, char::is_ascii_uppercase)),
        ("IsBetween", |c| ok((c.char(1)..=c.char(2)).contains(&c.char(0)))),
        ("IsControl", |c| in_categories(c, &[14])),
        ("IsDigit", |c| in_categories(c, &[8])),
        ("IsHighSurrogate", |c| unit_test(c, is_high)),
        ("IsLetter", |c| in_categories(c, LETTERS)),
        ("IsLetterOrDigit", |c| in_categories(c, LETTERS_DIGITS)),
        ("IsLower", |c| in_categories(c, &[1])),
        ("IsLowSurrogate", |c| unit_test(c, is_low)),
        ("IsNumber", |c| in_categories(c, &[8, 9, 10])),
        ("IsPunctuation", |c| in_categories(c, PUNCTUATION)),
        ("IsSeparator", |c| in_categories(c, SEPARATORS)),
        ("IsSurrogate", |c| unit_test(c, |unit| is_high(unit) || is_low(unit))),
        ("IsSurrogatePair", is_surrogate_pair),
        ("IsSymbol", |c| in_categories(c, SYMBOLS)),
        ("IsUpper", |c| in_categories(c, &[0])),
        ("IsWhiteSpace", white),
        ("Parse", parse),
        ("ToLower", |c| change(c, false, false)),
        ("ToLowerInvariant", |c| change(c, false, true)),
        ("ToString", |c| ok(unit_text(c.char(0)).to_string())),
        ("ToUpper", |c| change(c, true, false)),
        ("ToUpperInvariant", |c| change(c, true, true)),
        ("TryParse", |c| {
            let parsed = parse(c).ok();
            let is_one = parsed.is_some();
            c.write_ref(1, parsed.unwrap_or(Value::Char(0)))?;
            ok(is_one)
        }),
    ],
    static_properties: &[("MaxValue", |_| Ok(Value::Char(u16::MAX))), ("MinValue", |_| Ok(Value::Char(0)))],
    ..TypeImpl::EMPTY
};

/// A Unicode scalar value.
pub struct Rune(char);

impl ClrObject for Rune {
    fn class(&self) -> TypeId {
        TypeId::RUNE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["IsAscii", "IsBmp", "Plane", "Utf16SequenceLength", "Utf8SequenceLength", "Value"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let code = self.0 as u32;
        Some(match name.to_ascii_lowercase().as_str() {
            "isascii" => Value::Bool(self.0.is_ascii()),
            "isbmp" => Value::Bool(code < 0x10000),
            "plane" => Value::Int((code >> 16) as i32),
            "utf16sequencelength" => Value::Int(self.0.len_utf16() as i32),
            "utf8sequencelength" => Value::Int(self.0.len_utf8() as i32),
            "value" => Value::Int(code as i32),
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.0.to_string())
    }

    fn equals(&self, other: &Value) -> bool {
        other_rune(other) == Some(self.0)
    }

    fn hash_code(&self) -> u64 {
        u64::from(self.0 as u32)
    }

    fn compare(&self, other: &Value) -> Option<std::cmp::Ordering> {
        other_rune(other).map(|other| self.0.cmp(&other))
    }
}

/// A rune as a value.
pub fn rune(character: char) -> Value {
    Object::from_clr(Rune(character))
}

fn new_rune(c: &mut Call) -> Outcome {
    let code = match (c.arg(0).base(), c.len()) {
        (Value::Null, _) => Some(0),
        (Value::Char(_), 2) => char::decode_utf16([c.char(0), c.char(1)]).next().and_then(Result::ok).map(|character| character as u32),
        (Value::Char(unit), _) => Some(u32::from(*unit)),
        (other, _) => u32::try_from(crate::value::members::call::to_long(other)).ok(),
    };
    code.and_then(char::from_u32)
        .map(rune)
        .ok_or_else(|| Thrown::out_of_range("value", "Specified argument was out of the range of valid values."))
}

/// `[text.rune]`.
pub const RUNE: TypeImpl = TypeImpl {
    ids: &[TypeId::RUNE],
    new: Some(new_rune),
    statics: &[
        ("GetNumericValue", |c| ok(numeric(point(c)?))),
        ("GetRuneAt", |c| Ok(char::from_u32(point(c)?).map(rune).unwrap_or_default())),
        ("GetUnicodeCategory", |c| Ok(Value::Enum(TypeId::UNICODE_CATEGORY, category(point(c)?)))),
        ("IsControl", |c| in_categories(c, &[14])),
        ("IsDigit", |c| in_categories(c, &[8])),
        ("IsLetter", |c| in_categories(c, LETTERS)),
        ("IsLetterOrDigit", |c| in_categories(c, LETTERS_DIGITS)),
        ("IsLower", |c| in_categories(c, &[1])),
        ("IsNumber", |c| in_categories(c, &[8, 9, 10])),
        ("IsPunctuation", |c| in_categories(c, PUNCTUATION)),
        ("IsSeparator", |c| in_categories(c, SEPARATORS)),
        ("IsSymbol", |c| in_categories(c, SYMBOLS)),
        ("IsUpper", |c| in_categories(c, &[0])),
        ("IsValid", |c| ok(u32::try_from(c.long(0)).ok().and_then(char::from_u32).is_some())),
        ("IsWhiteSpace", white),
        ("ToLowerInvariant", |c| Ok(char::from_u32(point(c)?).map_or(Value::Null, |character| rune(case::lower_char(character))))),
        ("ToUpperInvariant", |c| Ok(char::from_u32(point(c)?).map_or(Value::Null, |character| rune(case::upper_char(character))))),
    ],
    static_properties: &[("ReplacementChar", |_| Ok(rune('\u{fffd}')))],
    ..TypeImpl::EMPTY
};

/// `CharUnicodeInfo`.
pub const UNICODE_INFO: TypeImpl = TypeImpl {
    ids: &[TypeId::CHAR_UNICODE_INFO],
    statics: &[
        ("GetDecimalDigitValue", |c| ok(if category(point(c)?) == 8 { numeric(point(c)?) as i32 } else { -1 })),
        ("GetDigitValue", |c| ok(numeric(point(c)?) as i32)),
        ("GetNumericValue", |c| ok(numeric(point(c)?))),
        ("GetUnicodeCategory", |c| Ok(Value::Enum(TypeId::UNICODE_CATEGORY, category(point(c)?)))),
    ],
    ..TypeImpl::EMPTY
};
