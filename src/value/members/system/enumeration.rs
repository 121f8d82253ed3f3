//! `[enum]`, and members of enum values.

use crate::value::fault::Fault;
use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::{Array, TypeId, Value, convert};

/// An enum value in a format: `G` and `F` names, `D` decimal, `X` hexadecimal.
pub fn format(id: TypeId, value: i64, format: &str) -> Result<String, Fault> {
    Ok(match format {
        "" | "G" | "g" | "F" | "f" => convert::enum_text(id, value),
        "D" | "d" => value.to_string(),
        "X" | "x" => match id.enum_underlying() {
            TypeId::BYTE | TypeId::S_BYTE => format!("{:02X}", value as u8),
            TypeId::INT16 | TypeId::U_INT16 => format!("{:04X}", value as u16),
            TypeId::INT64 | TypeId::U_INT64 => format!("{:016X}", value),
            _ => format!("{:08X}", value as u32),
        },
        _ => {
            return Err(Fault::format("Format string can be only \"G\", \"g\", \"X\", \"x\", \"F\", \"f\", \"D\" or \"d\"."));
        }
    })
}

fn this(c: &Call) -> Outcome<(TypeId, i64)> {
    match c.this.base() {
        Value::Enum(id, value) => Ok((*id, *value)),
        _ => Err(Thrown::argument("The value is no enum value.")),
    }
}

/// The enum type argument.
fn type_of(c: &Call) -> Outcome<TypeId> {
    match c.arg(0) {
        Value::Type(id) if id.is_enum() => Ok(id),
        Value::Type(_) => Err(Thrown::argument_named("enumType", "Type provided must be an Enum.")),
        _ => Err(Thrown::null("enumType")),
    }
}

/// Names and values by value, negative ones last, as .NET lists them.
fn sorted(id: TypeId) -> Vec<(std::rc::Rc<str>, i64)> {
    let mut values = id.enum_values();
    values.sort_by_key(|(_, value)| *value as u64);
    values
}

/// A text of names or numbers, by .NET's rule (no abbreviations).
fn parse_text(text: &str, id: TypeId, ignore_case: bool) -> Option<i64> {
    let mut all = 0;
    for part in text.split(',') {
        let part = part.trim();
        if part.is_empty() {
            return None;
        }
        if part.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+') {
            all |= part.parse::<i64>().ok()?;
            continue;
        }
        let values = id.enum_values();
        let found = values
            .iter()
            .find(|(name, _)| **name == *part)
            .or_else(|| values.iter().find(|(name, _)| ignore_case && name.eq_ignore_ascii_case(part)));
        all |= found?.1;
    }
    Some(all)
}

fn parse(c: &mut Call) -> Outcome {
    let id = type_of(c)?;
    let text = c.str(1, "value")?;
    if text.trim().is_empty() {
        return Err(Thrown::argument_named("value", "Must specify valid information for parsing in the string."));
    }
    match parse_text(&text, id, c.bool(2)) {
        Some(value) => Ok(Value::Enum(id, value)),
        None => Err(Thrown::argument(format!("Requested value '{}' was not found.", text.trim()))),
    }
}

fn try_parse(c: &mut Call) -> Outcome {
    // `TryParse(type, text, [ignoreCase], [ref])`, or the generic `TryParse(text, [ignoreCase], [ref])`.
    let (id, at) = match c.arg(0) {
        Value::Type(id) => (Some(id), 1),
        _ => (None, 0),
    };
    let last = c.len() - 1;
    let reference = c.arg(last);
    let id = match id {
        Some(id) => id,
        None => match crate::value::members::get(c.rt, &reference, "Value")? {
            Some(Value::Enum(id, _)) => id,
            _ => return Err(Thrown::argument_named("enumType", "Type provided must be an Enum.")),
        },
    };
    let parsed = c.text(at).and_then(|text| parse_text(&text, id, c.bool(at + 1)));
    c.write_ref(last, Value::Enum(id, parsed.unwrap_or(0)))?;
    ok(parsed.is_some())
}

fn is_defined(c: &mut Call) -> Outcome {
    let id = type_of(c)?;
    let values = id.enum_values();
    ok(match c.arg(1).base() {
        Value::Str(text) => values.iter().any(|(name, _)| name == text),
        other => {
            let number = to_long(other);
            values.iter().any(|(_, value)| *value == number)
        }
    })
}

fn compare_to(c: &mut Call) -> Outcome {
    let (id, value) = this(c)?;
    match c.arg(0).base() {
        Value::Null | Value::Nothing => ok(1),
        Value::Enum(other, number) if *other == id => ok(value.cmp(number) as i32),
        other => Err(Thrown::argument(format!(
            "Object must be the same type as the enum. The type passed in was '{}'; the enum type was '{}'.",
            other.type_id().full_name(),
            id.full_name()
        ))),
    }
}

fn has_flag(c: &mut Call) -> Outcome {
    let (id, value) = this(c)?;
    match convert::try_cast(c.rt, &c.args.first().cloned().unwrap_or_default(), id) {
        Ok(Value::Enum(_, flag)) => ok(value & flag == flag),
        _ => Err(Thrown::argument(format!(
            "The argument type, '{}', is not the same as the enum type '{}'.",
            c.arg(0).type_id().full_name(),
            id.full_name()
        ))),
    }
}

/// `[enum]`, and what enum values have.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::ENUM],
    properties: &[("value__", |c| {
        let (id, value) = this(c)?;
        Ok(convert::underlying(id, value))
    })],
    methods: &[
        ("CompareTo", compare_to),
        ("HasFlag", has_flag),
        ("ToString", |c| {
            let (id, value) = this(c)?;
            let text = c.text(0).unwrap_or_default();
            ok(format(id, value, &text)?)
        }),
        ("GetTypeCode", |c| Ok(Value::Enum(TypeId::TYPE_CODE, if this(c)?.0.enum_underlying() == TypeId::INT64 { 11 } else { 9 }))),
    ],
    method_texts: &[
        ("HasFlag", &["bool (Object flag)"]),
        ("ToString", &["string (string format)", "string (string format, IFormatProvider provider)"]),
    ],
    statics: &[
        ("Format", |c| {
            let id = type_of(c)?;
            let format_text = c.str(2, "format")?;
            ok(format(id, to_long(&c.arg(1)), &format_text)?)
        }),
        ("GetName", |c| {
            let id = type_of(c)?;
            let number = to_long(&c.arg(1));
            Ok(id.enum_values().iter().find(|(_, value)| *value == number).map_or(Value::Null, |(name, _)| Value::Str(name.clone())))
        }),
        ("GetNames", |c| Ok(Value::strings(sorted(type_of(c)?).into_iter().map(|(name, _)| name)))),
        ("GetUnderlyingType", |c| Ok(Value::Type(type_of(c)?.enum_underlying()))),
        ("GetValues", |c| {
            let id = type_of(c)?;
            let values = sorted(id).into_iter().map(|(_, value)| Value::Enum(id, value)).collect();
            Ok(Value::Array(std::rc::Rc::new(Array::new(id, values))))
        }),
        ("GetValuesAsUnderlyingType", |c| {
            let id = type_of(c)?;
            Ok(Value::array(sorted(id).into_iter().map(|(_, value)| convert::underlying(id, value)).collect()))
        }),
        ("IsDefined", is_defined),
        ("Parse", parse),
        ("ToObject", |c| Ok(Value::Enum(type_of(c)?, to_long(&c.arg(1))))),
        ("TryParse", try_parse),
    ],
    ..TypeImpl::EMPTY
};
