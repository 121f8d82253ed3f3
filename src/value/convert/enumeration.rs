//! Conversions to enums: names (abbreviated where that is clear), lists of names, numbers.

use std::borrow::Cow;
use std::rc::Rc;

use super::cast::try_cast;
use super::error::{Cast, CastError};
use super::number::{Number, integer_of, invalid_cast, overflow_text};
use super::text::{enum_text, to_message_text, to_plain_text};
use crate::value::dict::eq_folded;
use crate::value::{Runtime, TypeId, Value};

/// Names that win among several of the same beginning.
const PREFERRED: &[(TypeId, &[&str])] = &[(TypeId::FILE_ATTRIBUTES, &["Directory", "ReadOnly", "System"])];

/// Converts to the enum `target`; `None` if the value's type has no conversion to enums.
pub(super) fn cast_enum(rt: &mut dyn Runtime, value: &Value, target: TypeId) -> Option<Cast> {
    Some(match value {
        Value::Str(text) => text_to_enum(text, target),
        Value::Enum(_, number) => defined(*number, "UndefinedIntegerToEnum", &number.to_string(), target),
        Value::Bool(_) | Value::Char(_) | Value::DateTime(_) => Err(invalid_cast(value, target)),
        Value::Single(_) | Value::Double(_) | Value::Decimal(_) => text_to_enum(&to_plain_text(value)?, target),
        Value::Array(_) | Value::List(_) => items_to_enum(rt, &value.enumerate()?, target),
        other => {
            let number = integer_of(other)?;
            match i64::try_from(number) {
                Ok(number) => defined(number, "UndefinedIntegerToEnum", &number.to_string(), target),
                Err(_) => Err(undefined("UndefinedIntegerToEnum", &number.to_string(), target)),
            }
        }
    })
}

/// `$null` as an enum.
pub(super) fn null_to_enum(target: TypeId) -> CastError {
    CastError {
        id: Cow::Borrowed("nullToEnumInvalidCast"),
        message: format!(
            "Cannot convert null to type \"{}\" due to enumeration values that are not valid. Specify one of the following enumeration values and try again. The possible enumeration values are \"{}\".",
            target.clr_name(),
            names(target, ",")
        ),
        inner: None,
        cause: None,
        raise: None,
    }
}

fn names(target: TypeId, separator: &str) -> String {
    // .NET lists names by value, negative ones last.
    let mut values = target.enum_values();
    values.sort_by_key(|(_, value)| *value as u64);
    let names: Vec<&str> = values.iter().map(|(name, _)| &**name).collect();
    names.join(separator)
}

fn undefined(id: &'static str, shown: &str, target: TypeId) -> CastError {
    CastError {
        id: Cow::Borrowed(id),
        message: format!(
            "Cannot convert value \"{shown}\" to type \"{}\" due to enumeration values that are not valid. Specify one of the following enumeration values and try again. The possible enumeration values are \"{}\".",
            target.clr_name(),
            names(target, ",")
        ),
        inner: None,
        cause: None,
        raise: None,
    }
}

fn is_defined(value: i64, target: TypeId) -> bool {
    let values = target.enum_values();
    if values.iter().any(|(_, own)| *own == value) {
        return true;
    }
    target.is_flags() && {
        let all = values.iter().fold(0, |all, (_, own)| all | own);
        value & !all == 0 && value != 0
    }
}

fn defined(value: i64, id: &'static str, shown: &str, target: TypeId) -> Cast {
    if is_defined(value, target) { Ok(Value::Enum(target, value)) } else { Err(undefined(id, shown, target)) }
}

/// The value of a text that is a number; `None` if it is none.
fn parse_number(text: &str, target: TypeId) -> Option<Cast<i64>> {
    let trimmed = text.trim();
    if !trimmed.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+') {
        return None;
    }
    let number: i128 = trimmed.parse().ok()?;
    Some(match i64::try_from(number) {
        Ok(number) if try_underlying(number, target) => Ok(number),
        _ => Err(CastError::reason(
            "CaseSensitiveEnumParseThrewAnException",
            text,
            target,
            TypeId::OVERFLOW_EXCEPTION,
            overflow_text(target.enum_underlying()),
        )),
    })
}

fn parse_name(item: &str, values: &[(Rc<str>, i64)]) -> Option<i64> {
    let item = item.trim();
    let exact = values.iter().find(|(name, _)| **name == *item).or_else(|| values.iter().find(|(name, _)| eq_folded(name, item)));
    exact.map(|(_, value)| *value)
}

fn try_underlying(number: i64, target: TypeId) -> bool {
    match target.enum_underlying() {
        TypeId::BYTE => u8::try_from(number).is_ok(),
        TypeId::S_BYTE => i8::try_from(number).is_ok(),
        TypeId::INT16 => i16::try_from(number).is_ok(),
        TypeId::U_INT16 => u16::try_from(number).is_ok(),
        TypeId::U_INT32 => u32::try_from(number).is_ok(),
        TypeId::INT64 => true,
        TypeId::U_INT64 => number >= 0,
        _ => i32::try_from(number).is_ok(),
    }
}

/// The full name that a beginning stands for; else the sentence why there is none.
fn complete(item: &str, target: TypeId) -> Result<Rc<str>, String> {
    let mut values = target.enum_values();
    values.sort_by_key(|(_, value)| *value as u64);
    let folded = item.to_lowercase();
    let matches: Vec<&Rc<str>> = values.iter().map(|(name, _)| name).filter(|name| name.to_lowercase().starts_with(&folded)).collect();
    match matches[..] {
        [] => Err(format!(
            "Unable to match the identifier name {item} to a valid enumerator name. Specify one of the following enumerator names and try again:\n{}",
            names(target, ", ")
        )),
        [only] => Ok(only.clone()),
        _ => {
            if let Some(exact) = matches.iter().find(|name| eq_folded(name, item)) {
                return Ok((*exact).clone());
            }
            let preferred = PREFERRED.iter().find(|(id, _)| *id == target).map_or(&[][..], |(_, names)| names);
            if let Some(name) = preferred.iter().find(|name| name.to_lowercase().starts_with(&folded)) {
                return Ok(Rc::from(*name));
            }
            let all: Vec<&str> = matches.iter().map(|name| &***name).collect();
            Err(format!(
                "The identifier name {item} cannot be processed due to the inability to differentiate between the following enumerator names: {}",
                all.join(", ")
            ))
        }
    }
}

fn text_to_enum(text: &str, target: TypeId) -> Cast {
    if let Some(number) = parse_number(text, target) {
        return defined(number?, "EnumParseUndefined", text, target);
    }
    let values = target.enum_values();
    let named: Option<i64> = text.split(',').map(|item| parse_name(item, &values)).try_fold(0, |all, value| Some(all | value?));
    let all = match named {
        Some(all) => all,
        None => {
            let mut all = 0;
            for item in text.split(',') {
                let refuse =
                    |reason: String| CastError::explained("SubstringDisambiguationEnumParseThrewAnException", text, target, &reason);
                let name = complete(item, target).map_err(refuse)?;
                all |= values.iter().find(|(own, _)| *own == name).map_or(0, |(_, value)| *value);
            }
            all
        }
    };
    defined(all, "EnumParseUndefined", text, target)
}

/// A list of names and numbers: all of them together.
fn items_to_enum(rt: &mut dyn Runtime, items: &[Value], target: TypeId) -> Cast {
    let mut all = String::new();
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            all.push(',');
        }
        match item.as_str() {
            Some(text) => {
                let refuse =
                    |reason: String| CastError::explained("SubstringDisambiguationEnumParseThrewAnException", text, target, &reason);
                all.push_str(&complete(text, target).map_err(refuse)?);
            }
            None => match try_cast(rt, item, target)? {
                Value::Enum(id, value) => all.push_str(&enum_text(id, value)),
                other => all.push_str(&to_message_text(rt, &other)),
            },
        }
    }
    text_to_enum(&all, target)
}

/// The number beneath an enum's value, as its underlying type has it.
pub fn underlying(id: TypeId, value: i64) -> Value {
    let number = Number::Integer(i128::from(value));
    super::number::cast_to_type(&number, id.enum_underlying()).unwrap_or(Value::Int(value as i32))
}
