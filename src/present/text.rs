//! Values as text of a cell: collections in braces, numbers in the culture, format strings.

use super::access;
use crate::value::convert;
use crate::value::fault::Fault;
use crate::value::text::composite::{self, CompositeError};
use crate::value::text::culture::Culture;
use crate::value::text::number;
use crate::value::{Payload, Run, Runtime, TypeId, Value};

/// What a value's text depends on beside the value.
#[derive(Clone, Copy, Default)]
pub struct TextOptions<'a> {
    /// `$FormatEnumerationLimit`; negative: no limit.
    pub limit: i64,
    /// A .NET format string, or a composite one.
    pub format: Option<&'a str>,
    /// Whether floating numbers take the culture's number of decimals, as they do in tables.
    pub fixed: bool,
}

/// A value's text in a cell; `Err(text)` inside if the format string did not fit the value.
pub fn field(rt: &mut dyn Runtime, value: &Value, options: TextOptions<'_>) -> Run<Result<String, String>> {
    if let Some(format) = options.format.filter(|format| !format.is_empty()) {
        match format_value(rt, value, format)? {
            Ok(text) => return Ok(Ok(text)),
            Err(fault) => {
                let plain = smart(rt, value, options.limit, options.fixed)?;
                return Ok(if plain.is_empty() { Err(fault.to_string()) } else { Ok(plain) });
            }
        }
    }
    smart(rt, value, options.limit, options.fixed).map(Ok)
}

/// The same without a format string: `{a, b…}` for collections.
pub fn smart(rt: &mut dyn Runtime, value: &Value, limit: i64, fixed: bool) -> Run<String> {
    if let Some(items) = access::enumerate(value) {
        let mut out = String::from("{");
        for (nth, item) in items.iter().enumerate() {
            if limit >= 0 && nth as i64 == limit {
                out.push('…');
                break;
            }
            if nth > 0 {
                out.push_str(", ");
            }
            out.push_str(&item_name(rt, item)?);
        }
        out.push('}');
        return Ok(out);
    }
    if fixed {
        let culture = rt.culture();
        let mut out = String::new();
        let written = match value.base() {
            Value::Double(number) => number::format_f64(&mut out, *number, "F", &culture).is_ok(),
            Value::Single(number) => number::format_f32(&mut out, *number, "F", &culture).is_ok(),
            Value::Decimal(number) => number::format_decimal(&mut out, number, "F", &culture).is_ok(),
            _ => false,
        };
        if written {
            return Ok(out);
        }
    }
    plain(rt, value)
}

/// A value's text as output shows it: in the culture, doubles with 15 digits.
pub fn plain(rt: &mut dyn Runtime, value: &Value) -> Run<String> {
    let digits = match value.base() {
        Value::Double(_) => "G15",
        Value::Single(_) => "G7",
        Value::Array(_) | Value::List(_) => return Ok(convert::to_text(rt, value)?.to_string()),
        Value::Null | Value::Nothing => return Ok(String::new()),
        _ => return Ok(convert::to_culture_text(rt, value)?.to_string()),
    };
    let culture = rt.culture();
    let mut out = String::new();
    let written = match value.base() {
        Value::Double(number) => number::format_f64(&mut out, *number, digits, &culture),
        Value::Single(number) => number::format_f32(&mut out, *number, digits, &culture),
        _ => Ok(()),
    };
    match written {
        Ok(()) => Ok(out),
        Err(_) => Ok(convert::to_culture_text(rt, value)?.to_string()),
    }
}

/// An item of a collection: objects without a text of their own are named by their name, id or key.
fn item_name(rt: &mut dyn Runtime, item: &Value) -> Run<String> {
    match item {
        Value::Null | Value::Nothing => return Ok("$null".to_owned()),
        Value::Dict(_) => {}
        // An entry of a hash table: .NET writes it as a pair.
        Value::Object(_) if item.type_id() == TypeId::DICTIONARY_ENTRY => {
            let mut parts = [String::new(), String::new()];
            for (part, name) in parts.iter_mut().zip(["Key", "Value"]) {
                if let Some(Ok(value)) = access::property(rt, item, name)? {
                    *part = convert::to_culture_text(rt, &value)?.to_string();
                }
            }
            return Ok(format!("[{}, {}]", parts[0], parts[1]));
        }
        Value::Object(object) => match &object.payload {
            Payload::Clr(clr) if clr.to_text(Culture::invariant()).is_none() => {}
            _ => return plain(rt, item),
        },
        _ => return plain(rt, item),
    }
    if let Some(name) = access::display_name(rt, item)
        && let Some(Ok(value)) = access::property(rt, item, &name)?
    {
        return plain(rt, &value);
    }
    plain(rt, item)
}

/// A value by a format string: composite (`{0:N2} EUR`) or the value's own (`N2`, `yyyy-MM-dd`).
fn format_value(rt: &mut dyn Runtime, value: &Value, format: &str) -> Run<Result<String, Fault>> {
    let culture = rt.culture();
    if !(format.contains("{0") || format.contains('}')) {
        return format_own(rt, value, format, &culture);
    }
    let mut out = String::new();
    let mut raised = None;
    let done = composite::format(format, 1, &mut out, |_, own| {
        let text = match own {
            Some(own) => format_own(rt, value, own, &culture),
            None => plain(rt, value).map(Ok),
        };
        match text {
            Ok(text) => text.map(Some),
            Err(raise) => {
                raised = Some(raise);
                Ok(None)
            }
        }
    });
    match raised {
        Some(raise) => Err(raise),
        None => Ok(match done {
            Ok(()) => Ok(out),
            Err(CompositeError::Format(fault) | CompositeError::Item(fault)) => Err(fault),
        }),
    }
}

fn format_own(rt: &mut dyn Runtime, value: &Value, format: &str, culture: &Culture) -> Run<Result<String, Fault>> {
    let mut out = String::new();
    let written = match value.base() {
        Value::SByte(v) => number::format_int(&mut out, *v, format, culture),
        Value::Byte(v) => number::format_int(&mut out, *v, format, culture),
        Value::Int16(v) => number::format_int(&mut out, *v, format, culture),
        Value::UInt16(v) => number::format_int(&mut out, *v, format, culture),
        Value::Int(v) => number::format_int(&mut out, *v, format, culture),
        Value::UInt32(v) => number::format_int(&mut out, *v, format, culture),
        Value::Long(v) => number::format_int(&mut out, *v, format, culture),
        Value::UInt64(v) => number::format_int(&mut out, *v, format, culture),
        Value::Single(v) => number::format_f32(&mut out, *v, format, culture),
        Value::Double(v) => number::format_f64(&mut out, *v, format, culture),
        Value::Decimal(v) => number::format_decimal(&mut out, v, format, culture),
        Value::BigInt(v) => number::format_bigint(&mut out, v, format, culture),
        Value::DateTime(v) => v.format(&mut out, format, culture),
        Value::TimeSpan(v) => v.format(&mut out, format, culture),
        _ => return Ok(Ok(plain(rt, value)?)),
    };
    Ok(written.map(|()| out))
}
