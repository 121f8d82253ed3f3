//! `-f`.

use super::failure;
use crate::value::convert;
use crate::value::text::composite::{self, CompositeError};
use crate::value::{Category, ErrorRecord, Exception, Raise, Run, Runtime, TypeId, Value};

/// `format -f arguments`: an array at the right gives one argument an item.
pub fn format(rt: &mut dyn Runtime, left: &Value, right: &Value) -> Run<Value> {
    let pattern = convert::to_text(rt, left)?;
    let arguments = match right.base() {
        Value::Array(array) => array.items.borrow().clone(),
        _ => vec![right.clone()],
    };
    let culture = rt.culture();
    let mut out = String::with_capacity(pattern.len() + 16);
    let result = composite::format(&pattern, arguments.len(), &mut out, |at, item_format| {
        convert::format_value(rt, &arguments[at], item_format, &culture)
    });
    match result {
        Ok(()) if out.len() > super::repeat::MAX_TEXT => Err(failure::out_of_memory()),
        Ok(()) => Ok(Value::from(out)),
        Err(CompositeError::Format(fault)) => Err(format_error(convert::fault_class(fault.kind), &fault.to_string())),
        Err(CompositeError::Item(convert::FormatError::Fault(fault))) => {
            Err(format_error(convert::fault_class(fault.kind), &fault.to_string()))
        }
        Err(CompositeError::Item(convert::FormatError::Raise(raise))) => Err(raise),
    }
}

fn format_error(class: TypeId, text: &str) -> Raise {
    let inner = Exception::object(class, text, None);
    let exception = Exception::object(TypeId::RUNTIME_EXCEPTION, format!("Error formatting a string: {text}."), Some(inner));
    ErrorRecord::of(exception, "FormatError", Category::InvalidOperation, Value::Null).into()
}
