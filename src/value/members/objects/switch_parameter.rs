//! `[switch]`: a flag of a command.

use std::any::Any;

use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value};

/// `System.Management.Automation.SwitchParameter`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SwitchParameter(pub bool);

impl SwitchParameter {
    /// The switch as a value.
    pub fn value(is_present: bool) -> Value {
        Object::from_clr(SwitchParameter(is_present))
    }

    /// Whether the switch in a value is on; `None` if the value is no switch.
    pub fn of(value: &Value) -> Option<bool> {
        value.downcast::<SwitchParameter>().map(|switch| switch.0)
    }
}

impl ClrObject for SwitchParameter {
    fn class(&self) -> TypeId {
        TypeId::SWITCH_PARAMETER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["IsPresent"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("IsPresent").then_some(Value::Bool(self.0))
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(if self.0 { "True" } else { "False" }.to_owned())
    }

    fn equals(&self, other: &Value) -> bool {
        match other.base() {
            Value::Bool(value) => *value == self.0,
            other => SwitchParameter::of(other) == Some(self.0),
        }
    }

    fn hash_code(&self) -> u64 {
        u64::from(self.0)
    }
}
