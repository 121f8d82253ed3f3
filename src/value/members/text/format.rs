//! Values as text in a format and culture: `ToString(format)`, `String.Format`, `-f`.

use std::sync::Arc;

use crate::value::fault::Fault;
use crate::value::members::call::Call;
use crate::value::members::objects::culture::{CultureInfo, DateTimeFormatInfo, NumberFormatInfo};
use crate::value::members::thrown::{Outcome, Thrown};
use crate::value::text::culture::Culture;
use crate::value::text::{composite, number};
use crate::value::{Payload, Run, Runtime, Value, convert};

/// The culture of a format provider argument: the session's where it is null or none.
pub fn provider(c: &Call, at: usize) -> Arc<Culture> {
    match c.args.get(at) {
        Some(value) => provider_of(value).unwrap_or_else(|| c.rt.culture()),
        None => c.rt.culture(),
    }
}

/// The culture that a format provider stands for.
pub fn provider_of(value: &Value) -> Option<Arc<Culture>> {
    if let Some(culture) = value.downcast::<CultureInfo>() {
        return Some(culture.effective());
    }
    if let Some(numbers) = value.downcast::<NumberFormatInfo>() {
        return Some(numbers.as_culture());
    }
    value.downcast::<DateTimeFormatInfo>().map(DateTimeFormatInfo::as_culture)
}

/// The text of a value in a format; `None` if the value's type takes no formats.
pub fn format_value(value: &Value, format: &str, culture: &Culture) -> Option<Result<String, Fault>> {
    let mut out = String::new();
    let result = match value.base() {
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
        Value::Enum(id, v) => return Some(crate::value::members::system::enumeration::format(*id, *v, format)),
        Value::Object(object) => match &object.payload {
            Payload::Clr(_) => return crate::value::members::objects::format_object(value, format, culture),
            _ => return None,
        },
        _ => return None,
    };
    Some(result.map(|()| out))
}

/// A composite format (`{0,5:N2}`) over values.
pub fn format_composite(rt: &mut dyn Runtime, format: &str, values: &[Value], culture: &Culture) -> Outcome<String> {
    let mut out = String::new();
    let result = composite::format(format, values.len(), &mut out, |index, item_format| -> Result<Option<String>, Thrown> {
        let value = &values[index];
        match item_format {
            Some(item_format) if !item_format.is_empty() => match format_value(value, item_format, culture) {
                Some(text) => Ok(Some(text?)),
                None => plain(rt, value).map_err(Thrown::from),
            },
            _ => match format_value(value, "", culture) {
                Some(text) => Ok(Some(text?)),
                None => plain(rt, value).map_err(Thrown::from),
            },
        }
    });
    match result {
        Ok(()) => Ok(out),
        Err(error) => Err(composite_error(error)),
    }
}

fn plain(rt: &mut dyn Runtime, value: &Value) -> Run<Option<String>> {
    if value.is_null() {
        return Ok(Some(String::new()));
    }
    Ok(Some(convert::to_culture_text(rt, value)?.to_string()))
}

fn composite_error(error: composite::CompositeError<Thrown>) -> Thrown {
    match error {
        composite::CompositeError::Item(thrown) => thrown,
        composite::CompositeError::Format(fault) => Thrown::from(fault),
    }
}
