//! `Convert.ChangeType` and `IConvertible`: .NET's own conversions, which are stricter than the language's.

use num_traits::ToPrimitive;

use super::number::{default_styles, integer_type, parse_number};
use crate::value::members::call::to_double;
use crate::value::members::rank::is_numeric;
use crate::value::members::statics::default_value;
use crate::value::members::text::format_value;
use crate::value::members::thrown::{Outcome, Thrown};
use crate::value::text::culture::Culture;
use crate::value::text::date::{DateTimeStyles, parse_date_time};
use crate::value::text::number::{IntegerType, NumberStyles};
use crate::value::{Runtime, TypeId, Value, convert};

fn invalid(value: &Value, to: TypeId) -> Thrown {
    Thrown::new(TypeId::INVALID_CAST_EXCEPTION, format!("Invalid cast from '{}' to '{}'.", value.base().type_id().name(), to.name()))
}

fn too_large(to: TypeId) -> Thrown {
    let phrase = match to {
        TypeId::S_BYTE => "a signed byte",
        TypeId::BYTE => "an unsigned byte",
        TypeId::INT16 => "an Int16",
        TypeId::U_INT16 => "a UInt16",
        TypeId::INT32 => "an Int32",
        TypeId::U_INT32 => "a UInt32",
        TypeId::INT64 => "an Int64",
        TypeId::U_INT64 => "a UInt64",
        TypeId::CHAR => "a character",
        _ => "a Decimal",
    };
    Thrown::overflow(format!("Value was either too large or too small for {phrase}."))
}

/// `true` and `false`, whatever their case, with blanks around.
pub fn parse_bool(text: &str) -> Option<bool> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

fn text_to(rt: &mut dyn Runtime, text: &str, to: TypeId, culture: &Culture) -> Outcome {
    match to {
        TypeId::BOOLEAN => parse_bool(text)
            .map(Value::Bool)
            .ok_or_else(|| Thrown::format(format!("String '{text}' was not recognized as a valid Boolean."))),
        TypeId::CHAR => {
            let mut units = text.encode_utf16();
            match (units.next(), units.next()) {
                (Some(unit), None) => Ok(Value::Char(unit)),
                _ => Err(Thrown::format("String must be exactly one character long.")),
            }
        }
        TypeId::DATE_TIME => Ok(Value::DateTime(parse_date_time(text, culture, DateTimeStyles::NONE, rt.now())?)),
        to if is_numeric(to) => Ok(parse_number(text, to, default_styles(to), &culture.number)?),
        to => Err(invalid(&Value::str(text), to)),
    }
}

/// The value as a `to`.
pub fn change_type(rt: &mut dyn Runtime, value: &Value, to: TypeId, culture: &Culture) -> Outcome {
    let base = value.base();
    if base.is_null() {
        return Ok(match to {
            TypeId::STRING => Value::empty_str(),
            _ => default_value(to).unwrap_or_default(),
        });
    }
    if base.type_id() == to || to == TypeId::OBJECT {
        return Ok(base.clone());
    }
    if to == TypeId::STRING {
        return Ok(match base {
            Value::Bool(flag) => Value::str(if *flag { "True" } else { "False" }),
            other => match format_value(other, "", culture) {
                Some(text) => Value::from(text?),
                None => Value::Str(convert::to_culture_text(rt, other)?),
            },
        });
    }
    let kind = integer_type(to);
    match (base, to) {
        (Value::Enum(_, number), _) => change_type(rt, &Value::Long(*number), to, culture),
        (Value::Str(text), _) => text_to(rt, text, to, culture),
        (Value::DateTime(_), _) | (_, TypeId::DATE_TIME) => Err(invalid(base, to)),
        (Value::Char(unit), _) => match kind {
            Some(kind) => convert::integer_value(i128::from(*unit), kind).ok_or_else(|| too_large(to)),
            None => Err(invalid(base, to)),
        },
        (Value::Bool(_), TypeId::CHAR) => Err(invalid(base, to)),
        (Value::Bool(flag), _) => change_type(rt, &Value::Int(i32::from(*flag)), to, culture),
        (Value::Single(_) | Value::Double(_) | Value::Decimal(_), TypeId::CHAR) => Err(invalid(base, to)),
        (other, TypeId::BOOLEAN) if is_numeric(other.type_id()) => Ok(Value::Bool(to_double(other) != 0.0)),
        (other, TypeId::CHAR) => match convert::integer_of(other) {
            Some(number) => u16::try_from(number).map(Value::Char).map_err(|_| too_large(to)),
            None => Err(invalid(base, to)),
        },
        (other, _) => match convert::number_of(other) {
            Some(number) if is_numeric(to) => convert::cast_to_type(&number, to).ok_or_else(|| too_large(to)),
            _ => Err(Thrown::new(TypeId::INVALID_CAST_EXCEPTION, "Object must implement IConvertible.")),
        },
    }
}

/// A text of digits in base 2, 8, 10 or 16 as an integer of a type.
pub fn from_base(text: &str, base: i32, to: TypeId) -> Outcome {
    let kind = integer_type(to).unwrap_or(IntegerType::Int32);
    if !matches!(base, 2 | 8 | 10 | 16) {
        return Err(Thrown::argument("Invalid Base."));
    }
    if base == 10 {
        return Ok(parse_number(text, to, NumberStyles::LEADING_SIGN, &Culture::invariant().number)?);
    }
    if text.is_empty() {
        return Err(Thrown::out_of_range(
            "startIndex",
            "Index was out of range. Must be non-negative and less than the size of the collection.",
        ));
    }
    let digits = if base == 16 { text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")).unwrap_or(text) } else { text };
    if digits.starts_with('-') {
        return Err(Thrown::argument("String cannot contain a minus sign if the base is not 10."));
    }
    let mut bits: u128 = 0;
    let mut count = 0;
    for c in digits.chars() {
        let Some(digit) = c.to_digit(base as u32) else {
            return Err(Thrown::format(if count == 0 {
                "Could not find any recognizable digits."
            } else {
                "Additional non-parsable characters are at the end of the string."
            }));
        };
        count += 1;
        bits = bits.saturating_mul(base as u128).saturating_add(u128::from(digit));
    }
    if count == 0 {
        return Err(Thrown::format("Could not find any recognizable digits."));
    }
    bits.to_u64().and_then(|bits| kind.from_bits(bits)).and_then(|value| convert::integer_value(value, kind)).ok_or_else(|| too_large(to))
}
