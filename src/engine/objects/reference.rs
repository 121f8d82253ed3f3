//! `[ref]`.

use super::super::scope::Scope;
use super::super::session::Engine;
use crate::program::Symbol;
use crate::value::{ClrObject, Object, Run, TypeId, Value};
use std::any::Any;
use std::rc::Rc;

/// `[ref]`: a variable, or a value of its own.
pub struct Reference {
    variable: Option<(Rc<Scope>, usize, Symbol)>,
    value: std::cell::RefCell<Value>,
}

impl Reference {
    /// The value.
    pub fn read(&self) -> Value {
        match &self.variable {
            Some((scope, place, _)) => scope.slots.borrow()[*place].value.clone().unwrap_or(Value::Null),
            None => self.value.borrow().clone(),
        }
    }

    pub(crate) fn assign(&self, engine: &mut Engine, value: Value) -> Run {
        match &self.variable {
            Some((scope, place, symbol)) => engine.write_guarded(scope, *place, *symbol, value),
            None => {
                *self.value.borrow_mut() = value;
                Ok(())
            }
        }
    }
}

impl ClrObject for Reference {
    fn class(&self) -> TypeId {
        TypeId::GENERIC_PS_REFERENCE.generic(&[TypeId::OBJECT])
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Value"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Value").then(|| self.read())
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        if !name.eq_ignore_ascii_case("Value") {
            return None;
        }
        match &self.variable {
            Some((scope, place, _)) => scope.slots.borrow_mut()[*place].value = Some(value.clone()),
            None => *self.value.borrow_mut() = value.clone(),
        }
        Some(Ok(()))
    }
}

/// `[ref]$x`.
pub(crate) fn variable_reference(scope: Rc<Scope>, place: usize, symbol: Symbol) -> Value {
    Object::from_clr(Reference { variable: Some((scope, place, symbol)), value: Default::default() })
}

/// `[ref]` of a value.
pub(crate) fn value_reference(value: Value) -> Value {
    Object::from_clr(Reference { variable: None, value: std::cell::RefCell::new(value) })
}
