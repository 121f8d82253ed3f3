//! The members that conversions call.

use crate::value::{Category, ErrorRecord, Run, Runtime, TypeId, Value};

fn missing<T>(target: TypeId, name: &str) -> Run<T> {
    let message = format!("Method invocation failed because [{}] does not contain a method named '{name}'.", target.full_name());
    Err(ErrorRecord::runtime(message, "MethodNotFound", Category::InvalidOperation).into())
}

/// Makes an object.
pub(super) fn new_object(_rt: &mut dyn Runtime, target: TypeId, _arguments: &[Value]) -> Run<Value> {
    missing(target, "new")
}

/// Calls a static method.
pub(super) fn invoke_static(_rt: &mut dyn Runtime, target: TypeId, name: &str, _arguments: &[Value]) -> Run<Value> {
    missing(target, name)
}

/// Calls a method.
pub(super) fn invoke(_rt: &mut dyn Runtime, target: &Value, name: &str, _arguments: &[Value]) -> Run<Value> {
    missing(target.type_id(), name)
}

/// Sets a property.
pub(super) fn set(rt: &mut dyn Runtime, target: &Value, name: &str, value: Value) -> Run<()> {
    match rt.class_set_property(target.type_id(), target, name, value) {
        Some(result) => result,
        None => missing(target.type_id(), name),
    }
}

/// An entry of a dictionary.
pub(super) fn dictionary_entry(key: Value, value: Value) -> Value {
    crate::value::Object::record(Some("System.Collections.DictionaryEntry"), [("Key", key), ("Value", value)])
}
