//! Values as text in a format and culture: what `-f` and `String.Format` put into a hole.

use super::text::{enum_text, to_culture_text};
use crate::value::fault::Fault;
use crate::value::members::objects::format_object;
use crate::value::text::culture::Culture;
use crate::value::text::number;
use crate::value::{Payload, Raise, Runtime, Slot, TypeId, Value};

/// Why a value has no text in a format.
#[derive(Debug)]
pub enum FormatError {
    /// The type does not know the format.
    Fault(Fault),
    /// Script code raised this.
    Raise(Raise),
}

impl From<Raise> for FormatError {
    fn from(raise: Raise) -> FormatError {
        FormatError::Raise(raise)
    }
}

/// The text of a value in a format (`N2`, `yyyy`); `None` for `$null`. Types without formats ignore it.
pub fn format_value(rt: &mut dyn Runtime, value: &Value, format: Option<&str>, culture: &Culture) -> Result<Option<String>, FormatError> {
    let base = value.base();
    let own = format.unwrap_or("");
    let mut out = String::new();
    let result = match base {
        Value::Null | Value::Nothing => return Ok(None),
        Value::SByte(v) => number::format_int(&mut out, *v, own, culture),
        Value::Byte(v) => number::format_int(&mut out, *v, own, culture),
        Value::Int16(v) => number::format_int(&mut out, *v, own, culture),
        Value::UInt16(v) => number::format_int(&mut out, *v, own, culture),
        Value::Int(v) => number::format_int(&mut out, *v, own, culture),
        Value::UInt32(v) => number::format_int(&mut out, *v, own, culture),
        Value::Long(v) => number::format_int(&mut out, *v, own, culture),
        Value::UInt64(v) => number::format_int(&mut out, *v, own, culture),
        Value::Single(v) => number::format_f32(&mut out, *v, own, culture),
        Value::Double(v) => number::format_f64(&mut out, *v, own, culture),
        Value::Decimal(v) => number::format_decimal(&mut out, v, own, culture),
        Value::BigInt(v) => number::format_bigint(&mut out, v, own, culture),
        Value::DateTime(v) => v.format(&mut out, own, culture),
        Value::TimeSpan(v) => v.format(&mut out, own, culture),
        Value::Enum(id, v) => format_enum(&mut out, *id, *v, own),
        Value::Object(object) if !own.is_empty() && matches!(object.payload, Payload::Clr(_)) => {
            return match format_object(base, own, culture) {
                Some(result) => result.map(Some).map_err(FormatError::Fault),
                None => Ok(Some(to_culture_text(rt, value)?.to_string())),
            };
        }
        // Custom objects hand the format on to their properties' values.
        Value::Object(object) if !own.is_empty() && matches!(object.payload, Payload::Custom) => {
            let members = object.members.borrow().clone();
            out.push_str("@{");
            for (at, (name, slot)) in members.shape.names.iter().zip(&members.slots).enumerate() {
                let Slot::Note(inner) = slot else { continue };
                if at > 0 {
                    out.push_str("; ");
                }
                out.push_str(name);
                out.push('=');
                out.push_str(&format_value(rt, inner, format, culture)?.unwrap_or_default());
            }
            out.push('}');
            Ok(())
        }
        _ => {
            out.push_str(&to_culture_text(rt, value)?);
            Ok(())
        }
    };
    result.map_err(FormatError::Fault)?;
    Ok(Some(out))
}

fn format_enum(out: &mut String, id: TypeId, value: i64, format: &str) -> Result<(), Fault> {
    match format {
        "" | "G" | "g" | "F" | "f" => out.push_str(&enum_text(id, value)),
        "D" | "d" => out.push_str(&value.to_string()),
        "X" | "x" => {
            let width = match id.enum_underlying() {
                TypeId::BYTE | TypeId::S_BYTE => 2,
                TypeId::INT16 | TypeId::U_INT16 => 4,
                TypeId::INT64 | TypeId::U_INT64 => 16,
                _ => 8,
            };
            let digits = format!("{value:016X}");
            out.push_str(&digits[16 - width..]);
        }
        _ => {
            return Err(Fault::format("Format string can be only \"G\", \"g\", \"X\", \"x\", \"F\", \"f\", \"D\" or \"d\"."));
        }
    }
    Ok(())
}
