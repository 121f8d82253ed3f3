//! The members that conversions call.

use crate::value::members;
use crate::value::{Category, ErrorRecord, Run, Runtime, TypeId, Value};

fn missing<T>(target: TypeId, name: &str) -> Run<T> {
    let message = format!("Method invocation failed because [{}] does not contain a method named '{name}'.", target.full_name());
    Err(ErrorRecord::runtime(message, "MethodNotFound", Category::InvalidOperation).into())
}

/// Makes an object.
pub(super) fn new_object(rt: &mut dyn Runtime, target: TypeId, arguments: &[Value]) -> Run<Value> {
    members::new_object(rt, target, arguments)
}

/// Calls a static method.
pub(super) fn invoke_static(rt: &mut dyn Runtime, target: TypeId, name: &str, arguments: &[Value]) -> Run<Value> {
    match members::invoke_static(rt, target, name, arguments)? {
        Some(value) => Ok(value),
        None => missing(target, name),
    }
}

/// Calls a method.
pub(super) fn invoke(rt: &mut dyn Runtime, target: &Value, name: &str, arguments: &[Value]) -> Run<Value> {
    match members::invoke(rt, target, name, arguments)? {
        Some(value) => Ok(value),
        None => missing(target.type_id(), name),
    }
}

/// Sets a property.
pub(super) fn set(rt: &mut dyn Runtime, target: &Value, name: &str, value: Value) -> Run<()> {
    members::set(rt, target, name, value)
}

/// An entry of a dictionary.
pub(super) fn dictionary_entry(key: Value, value: Value) -> Value {
    members::dictionary_entry(key, value)
}

/// The text of an object in a format; `None` if its type has none.
pub(super) fn format_object(_rt: &mut dyn Runtime, _value: &Value, _format: &str, _culture: &crate::value::text::culture::Culture) -> Option<Result<String, crate::value::fault::Fault>> {
    None
}

/// The compiled pattern of a regex object.
pub fn regex_of(_value: &Value) -> Option<std::rc::Rc<crate::value::text::regex::Regex>> {
    None
}

/// A match as an object.
pub fn match_value(_regex: &crate::value::text::regex::Regex, text: &str, found: &crate::value::text::regex::Match) -> Value {
    let value = Value::str(crate::value::text::regex::slice(text, found.span()));
    crate::value::Object::record(Some("System.Text.RegularExpressions.Match"), [("Value", value)])
}

/// An operator's method of a .NET type.
pub fn operator_method(_rt: &mut dyn Runtime, _owner: TypeId, _name: &str, _arguments: &[Value]) -> Option<Run<Value>> {
    None
}
