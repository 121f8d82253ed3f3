//! Regex and match objects, as operators make and take them; operator methods of .NET objects.

use std::rc::Rc;

use crate::value::members;
use crate::value::text::regex::{Match, Regex, slice};
use crate::value::{Object, Run, Runtime, TypeId, Value};

/// The compiled pattern of a regex object.
pub fn regex_of(_value: &Value) -> Option<Rc<Regex>> {
    None
}

/// A match as an object.
pub fn match_value(_regex: &Rc<Regex>, text: &Rc<str>, found: &Match) -> Value {
    let value = Value::str(slice(text, found.span()));
    Object::record(Some("System.Text.RegularExpressions.Match"), [("Value", value)])
}

/// An operator's method of a .NET type; `None` if it has none.
pub fn operator_method(rt: &mut dyn Runtime, owner: TypeId, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    members::invoke_static(rt, owner, name, arguments).transpose()
}
