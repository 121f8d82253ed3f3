//! One invocation of a cmdlet: its bound arguments and its preferences.

use std::rc::Rc;

use super::Spec;
use crate::value::{Invocation, Value};

/// `ActionPreference`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Preference {
    /// Nothing is shown; errors go to `$Error`.
    SilentlyContinue,
    /// The first one ends the command.
    Stop,
    /// Shown, and on.
    Continue,
    /// The user is asked.
    Inquire,
    /// Nothing is shown, nothing is kept.
    Ignore,
    /// Reserved.
    Suspend,
    /// Enter the debugger (not here: as Continue).
    Break,
}

impl Preference {
    /// By .NET's value.
    pub fn from_value(value: i64) -> Option<Preference> {
        use Preference::*;
        [SilentlyContinue, Stop, Continue, Inquire, Ignore, Suspend, Break].get(usize::try_from(value).ok()?).copied()
    }
}

/// What the common parameters of one call say; `None`: the preference variable decides.
#[derive(Clone, Debug, Default)]
pub struct Preferences {
    /// `-ErrorAction`.
    pub error: Option<Preference>,
    /// `-WarningAction`.
    pub warning: Option<Preference>,
    /// `-InformationAction`.
    pub information: Option<Preference>,
    /// `-ProgressAction`.
    pub progress: Option<Preference>,
    /// `-Verbose`.
    pub verbose: Option<bool>,
    /// `-Debug`.
    pub debug: Option<bool>,
    /// `-WhatIf`.
    pub what_if: Option<bool>,
    /// `-Confirm`.
    pub confirm: Option<bool>,
    /// `-ErrorVariable`.
    pub error_variable: Option<Rc<str>>,
    /// `-WarningVariable`.
    pub warning_variable: Option<Rc<str>>,
    /// `-InformationVariable`.
    pub information_variable: Option<Rc<str>>,
    /// `-OutVariable`.
    pub out_variable: Option<Rc<str>>,
    /// `-PipelineVariable`.
    pub pipeline_variable: Option<Rc<str>>,
}

/// A call: what was bound, and from where.
pub struct Call {
    /// The cmdlet.
    pub spec: &'static Spec,
    /// Values by the parameter's place in the spec; `None`: not given.
    pub values: Vec<Option<Value>>,
    /// Values of dynamic parameters, by name.
    pub dynamic: Vec<(Rc<str>, Value)>,
    /// The parameter set that was chosen.
    pub set: &'static str,
    /// The pipeline's object at hand (`$_`), in `process`.
    pub input: Option<Value>,
    /// Whether the command stands behind a `|`.
    pub expecting_input: bool,
    /// Common parameters.
    pub preferences: Preferences,
    /// For `$MyInvocation` and errors' positions.
    pub invocation: Rc<Invocation>,
    /// Whether it has written an error: `$?` is false then.
    pub failed: bool,
    /// Answers "Yes to All" and "No to All" of this call.
    pub confirm_all: Option<bool>,
}

impl Call {
    /// The value of a parameter, if it was given.
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self.spec.parameters.iter().position(|parameter| parameter.name == name) {
            Some(place) => self.values.get(place)?.as_ref(),
            None => self.dynamic.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value),
        }
    }

    /// Whether a parameter was given.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A switch or Boolean: false if it was not given.
    pub fn flag(&self, name: &str) -> bool {
        match self.get(name).map(Value::base) {
            Some(Value::Bool(value)) => *value,
            _ => false,
        }
    }

    /// A text.
    pub fn text(&self, name: &str) -> Option<Rc<str>> {
        self.get(name)?.as_str().cloned()
    }

    /// Texts of a `string[]`.
    pub fn texts(&self, name: &str) -> Option<Vec<Rc<str>>> {
        let value = self.get(name)?;
        Some(match value.enumerate() {
            Some(items) => items.iter().map(|item| item.as_str().cloned().unwrap_or_else(|| Rc::from(""))).collect(),
            None => value.as_str().cloned().into_iter().collect(),
        })
    }

    /// Items of an array parameter.
    pub fn items(&self, name: &str) -> Option<Vec<Value>> {
        let value = self.get(name)?;
        Some(value.enumerate().unwrap_or_else(|| vec![value.clone()]))
    }

    /// A whole number of any width.
    pub fn integer(&self, name: &str) -> Option<i64> {
        match self.get(name)?.base() {
            Value::Int(value) => Some(*value as i64),
            Value::Long(value) => Some(*value),
            Value::Byte(value) => Some(*value as i64),
            Value::Int16(value) => Some(*value as i64),
            Value::UInt16(value) => Some(*value as i64),
            Value::UInt32(value) => Some(*value as i64),
            Value::UInt64(value) => i64::try_from(*value).ok(),
            Value::Double(value) => Some(*value as i64),
            Value::Enum(_, value) => Some(*value),
            _ => None,
        }
    }
}
