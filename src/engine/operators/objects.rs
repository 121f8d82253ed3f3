//! Regex and match objects, as operators make and take them; operator methods of .NET objects.

use std::rc::Rc;

use crate::value::members;
use crate::value::members::objects::regex::{Found, MatchObject, RegexObject};
use crate::value::text::regex::{Match, Regex};
use crate::value::{Run, Runtime, TypeId, Value};

/// The compiled pattern of a regex object.
pub fn regex_of(value: &Value) -> Option<Rc<Regex>> {
    value.downcast::<RegexObject>().map(|object| object.regex.clone())
}

/// A match as an object.
pub fn match_value(regex: &Rc<Regex>, text: &Rc<str>, found: &Match) -> Value {
    MatchObject::value(Found { text: text.clone(), regex: Some(regex.clone()), found: Some(Rc::new(found.clone())), offset: 0 })
}

/// An operator's method of a .NET type; `None` if it has none.
pub fn operator_method(rt: &mut dyn Runtime, owner: TypeId, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    members::invoke_static(rt, owner, name, arguments).transpose()
}
