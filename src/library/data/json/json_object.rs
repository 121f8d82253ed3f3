//! `[Microsoft.PowerShell.Commands.JsonObject]`: what `ConvertFrom-Json` does, for scripts that call it as a method.

use super::reader::{Dates, JsonReader, Objects};
use crate::engine::Engine;
use crate::value::{Category, ErrorRecord, Exception, Run, TypeId, Value, convert};

/// `ConvertFromJson(text, [asHashtable], [depth], [ref]error)`.
pub fn call(engine: &mut Engine, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    if !name.eq_ignore_ascii_case("ConvertFromJson") {
        return None;
    }
    let (error, rest) = arguments.split_last()?;
    let [text, options @ ..] = rest else { return None };
    if options.len() > 2 {
        return None;
    }
    let objects = if options.first().is_some_and(convert::to_bool) { Objects::Hashtable } else { Objects::Custom };
    let depth = match options.get(1).map(Value::base) {
        Some(Value::Int(depth)) => usize::try_from(*depth).unwrap_or(1).max(1),
        _ => 1024,
    };
    Some((|| {
        let text = convert::to_text(engine, text)?;
        match JsonReader::new(&text, objects, Dates::Default, depth).read() {
            Ok(value) => Ok(value.unwrap_or(Value::Null)),
            Err(fault) => match fault.id {
                Some(id) => {
                    let class = TypeId::INVALID_OPERATION_EXCEPTION;
                    let record = ErrorRecord::new(class, fault.message, id, Category::InvalidOperation, Value::Null);
                    if let Some(Err(raise)) = engine.set_own_property(error, "Value", &record.value()) {
                        return Err(raise);
                    }
                    Ok(Value::Null)
                }
                None => {
                    let message = format!("Conversion from JSON failed with error: {}", fault.message);
                    Err(method_error(message))
                }
            },
        }
    })())
}

fn method_error(message: String) -> crate::value::Raise {
    let inner = Exception::object(TypeId::ARGUMENT_EXCEPTION, message.clone(), None);
    let outer = format!("Exception calling \"ConvertFromJson\" with \"4\" argument(s): \"{message}\"");
    let exception = Exception::object(TypeId::METHOD_INVOCATION_EXCEPTION, outer, Some(inner));
    ErrorRecord::of(exception, "ArgumentException", Category::NotSpecified, Value::Null).into()
}
