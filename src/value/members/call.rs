//! A call of a member: target, converted arguments, and typed access to them.

use std::rc::Rc;

use super::thrown::{Outcome, Thrown};
use crate::value::{Payload, Run, Runtime, ScriptBlock, TypeId, Value};

/// What implements a member.
pub type Method = fn(&mut Call) -> Outcome;

/// A call under way.
pub struct Call<'a> {
    /// The engine.
    pub rt: &'a mut dyn Runtime,
    /// The object; null for statics and constructors.
    pub this: Value,
    /// The type on which the member was found (closed, for a generic one).
    pub type_id: TypeId,
    /// Arguments, converted to the overload's types; arrays for the rest, defaults for what was left out.
    pub args: Vec<Value>,
    /// How many arguments the script gave.
    pub given: usize,
}

impl Call<'_> {
    /// Number of arguments, with defaults.
    pub fn len(&self) -> usize {
        self.args.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.args.is_empty()
    }

    /// The argument, null where there is none.
    pub fn arg(&self, at: usize) -> Value {
        self.args.get(at).cloned().unwrap_or_default()
    }

    /// Whether there is such an argument and it is not null.
    pub fn has(&self, at: usize) -> bool {
        self.args.get(at).is_some_and(|value| !value.is_null())
    }

    /// A string argument that may be null.
    pub fn text(&self, at: usize) -> Option<Rc<str>> {
        match self.args.get(at)?.base() {
            Value::Str(text) => Some(text.clone()),
            Value::Char(unit) => Some(Rc::from(crate::value::string::unit_text(*unit).to_string())),
            _ => None,
        }
    }

    /// A string argument; null throws `ArgumentNullException`.
    pub fn str(&self, at: usize, parameter: &str) -> Outcome<Rc<str>> {
        self.text(at).ok_or_else(|| Thrown::null(parameter))
    }

    /// An integer argument, 0 where there is none.
    pub fn long(&self, at: usize) -> i64 {
        self.args.get(at).map_or(0, to_long)
    }

    /// An `int` argument, 0 where there is none.
    pub fn int(&self, at: usize) -> i32 {
        self.long(at) as i32
    }

    /// An integer argument as a count of things of which there may be so many; less than none counts as none.
    pub fn count(&self, at: usize, most: usize) -> Outcome<usize> {
        match usize::try_from(self.long(at).max(0)) {
            Ok(count) if count <= most => Ok(count),
            _ => Err(Thrown::out_of_memory()),
        }
    }

    /// A `double` argument.
    pub fn double(&self, at: usize) -> f64 {
        self.args.get(at).map_or(0.0, to_double)
    }

    /// A `bool` argument, false where there is none.
    pub fn bool(&self, at: usize) -> bool {
        matches!(self.args.get(at).map(Value::base), Some(Value::Bool(true)))
    }

    /// A `char` argument.
    pub fn char(&self, at: usize) -> u16 {
        match self.args.get(at).map(Value::base) {
            Some(Value::Char(unit)) => *unit,
            _ => 0,
        }
    }

    /// The number behind an enum argument of this type; `None` if the argument is something else.
    pub fn enum_of(&self, at: usize, id: TypeId) -> Option<i64> {
        match self.args.get(at).map(Value::base) {
            Some(Value::Enum(own, value)) if *own == id => Some(*value),
            _ => None,
        }
    }

    /// Whether the argument is of this type.
    pub fn is(&self, at: usize, id: TypeId) -> bool {
        self.args.get(at).is_some_and(|value| !value.is_null() && id.is_assignable_from(value.base().type_id()))
    }

    /// The items of an argument that enumerates (a string gives its characters).
    pub fn items(&self, at: usize) -> Vec<Value> {
        match self.args.get(at) {
            Some(value) => items(value),
            None => Vec::new(),
        }
    }

    /// Calls a delegate argument: a script block, or a method.
    pub fn callback(&mut self, at: usize, arguments: Vec<Value>) -> Run<Value> {
        let function = self.arg(at);
        call_delegate(self.rt, &function, arguments)
    }

    /// Writes to a `[ref]` argument.
    pub fn write_ref(&mut self, at: usize, value: Value) -> Run<()> {
        let reference = self.arg(at);
        super::set(self.rt, &reference, "Value", value)
    }
}

/// Calls a delegate.
pub fn call_delegate(rt: &mut dyn Runtime, function: &Value, arguments: Vec<Value>) -> Run<Value> {
    match function.base() {
        Value::ScriptBlock(block) => {
            let block: Rc<ScriptBlock> = block.clone();
            let first = arguments.first().cloned();
            rt.invoke_block(&block, None, first.as_ref(), arguments)
        }
        other => {
            let other = other.clone();
            Ok(super::invoke(rt, &other, "Invoke", &arguments)?.unwrap_or_default())
        }
    }
}

/// The items of a value that enumerates: also characters of a string, entries of a dictionary, or the value alone.
pub fn items(value: &Value) -> Vec<Value> {
    if let Some(items) = value.enumerate() {
        return items;
    }
    match value.base() {
        Value::Null | Value::Nothing => Vec::new(),
        Value::Str(text) => text.encode_utf16().map(Value::Char).collect(),
        Value::Dict(dict) => super::collections::dictionary::entries(dict),
        other => vec![other.clone()],
    }
}

/// The integer in a number, a character or an enum value.
pub fn to_long(value: &Value) -> i64 {
    match value.base() {
        Value::Bool(v) => i64::from(*v),
        Value::Char(v) => i64::from(*v),
        Value::SByte(v) => i64::from(*v),
        Value::Byte(v) => i64::from(*v),
        Value::Int16(v) => i64::from(*v),
        Value::UInt16(v) => i64::from(*v),
        Value::Int(v) => i64::from(*v),
        Value::UInt32(v) => i64::from(*v),
        Value::Long(v) | Value::Enum(_, v) => *v,
        Value::UInt64(v) => *v as i64,
        Value::Single(v) => *v as i64,
        Value::Double(v) => *v as i64,
        _ => 0,
    }
}

/// The double in a number.
pub fn to_double(value: &Value) -> f64 {
    use num_traits::ToPrimitive;
    match value.base() {
        Value::UInt64(v) => *v as f64,
        Value::Single(v) => f64::from(*v),
        Value::Double(v) => *v,
        Value::Decimal(v) => v.to_f64().unwrap_or(f64::NAN),
        Value::BigInt(v) => v.to_f64().unwrap_or(f64::NAN),
        other => to_long(other) as f64,
    }
}

/// Whether a value is a `[ref]`.
pub fn is_reference(value: &Value) -> bool {
    matches!(value, Value::Object(object) if matches!(object.payload, Payload::Clr(_)) && matches!(object.type_id().definition(), TypeId::PS_REFERENCE | TypeId::GENERIC_PS_REFERENCE))
}
