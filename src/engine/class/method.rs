//! Methods: overloads and calls.

use super::super::eval::nothing_to_null;
use super::super::scope::{Frame, MethodFrame, Scope, ScopeKind, Slot};
use super::super::session::Engine;
use super::{ClassRuntime, Method};
use crate::program::Symbol;
use crate::value::{Category, Run, TypeId, Value, convert};
use std::cell::RefCell;

impl Engine {
    pub(super) fn no_overload(&mut self, name: &str, count: usize) -> crate::value::Raise {
        self.raise_as(
            TypeId::METHOD_EXCEPTION,
            format!("Cannot find an overload for \"{name}\" and the argument count: \"{count}\"."),
            "MethodCountCouldNotFindBest",
            Category::NotSpecified,
            Value::Null,
        )
    }

    /// The overload that fits: by count, then by type.
    pub(super) fn choose_method<'m>(&mut self, methods: &[&'m Method], arguments: &[Value]) -> Option<&'m Method> {
        let by_count: Vec<&&Method> = methods.iter().filter(|method| method.parameters.len() == arguments.len()).collect();
        match by_count.as_slice() {
            [] => None,
            [only] => Some(only),
            several => {
                let score = |method: &Method| -> i32 {
                    method
                        .parameters
                        .iter()
                        .zip(arguments)
                        .map(|((_, type_id), value)| {
                            let own = value.base().type_id();
                            if own == *type_id && !value.is_null() {
                                4
                            } else if value.is_null() && !type_id.is_value_type()
                                || *type_id != TypeId::OBJECT && type_id.is_assignable_from(own)
                            {
                                3
                            } else if *type_id == TypeId::OBJECT
                                || type_id.array_element().is_some_and(|(element, _)| element == TypeId::OBJECT)
                            {
                                1
                            } else {
                                0
                            }
                        })
                        .sum()
                };
                let best = several.iter().map(|method| score(method)).max()?;
                several.iter().find(|method| score(method) == best).map(|method| **method)
            }
        }
    }

    pub(super) fn run_method(
        &mut self,
        class: TypeId,
        runtime: &ClassRuntime,
        method: &Method,
        this: Option<&Value>,
        arguments: &[Value],
    ) -> Run<Value> {
        let block = method.code.block().clone();
        let scope = Scope::new(ScopeKind::Local, Some(runtime.scope.clone()), block.names.clone());
        for (((name, type_id), parameter), value) in method.parameters.iter().zip(&block.parameters).zip(arguments) {
            let value = match *type_id {
                TypeId::OBJECT => value.clone(),
                type_id => match convert::try_cast(self, value, type_id) {
                    Ok(value) => value,
                    Err(error) => {
                        if let Some(raise) = error.raise {
                            return Err(raise);
                        }
                        let text = convert::to_message_text(self, value);
                        return Err(self.raise_as(
                            TypeId::METHOD_EXCEPTION,
                            format!(
                                "Cannot convert argument \"{name}\", with value: \"{text}\", for \"{}\" to type \"{}\": \"{}\"",
                                method.name,
                                type_id.full_name(),
                                error.message
                            ),
                            "MethodArgumentConversionInvalidCastArgument",
                            Category::NotSpecified,
                            Value::Null,
                        ));
                    }
                },
            };
            scope.slots.borrow_mut()[parameter.slot as usize] = Slot { value: Some(value), info: None };
        }
        if let Some(this) = this {
            scope.set(Symbol::THIS, this.clone());
        }
        let frame = Frame {
            scope: scope.clone(),
            map: None,
            block: block.clone(),
            state: runtime.state.clone(),
            method: Some(Box::new(MethodFrame { class, returned: RefCell::new(None) })),
        };
        let saved = self.enter(&runtime.state, scope);
        let mut dropped = Dropped;
        // Inside a method errors stop it.
        self.guarded += 1;
        let result = self.activated(&block, method.name.clone(), |engine| match &block.end {
            Some(body) => engine.run_named(&frame, body, &mut dropped),
            None => Ok(()),
        });
        self.guarded -= 1;
        self.leave(saved);
        result?;
        let returned = frame.method.as_ref().and_then(|method| method.returned.borrow_mut().take()).unwrap_or(Value::Nothing);
        match method.return_type {
            Some(TypeId::VOID) | None if matches!(returned, Value::Nothing) => Ok(Value::Nothing),
            Some(TypeId::VOID) => Ok(Value::Nothing),
            None => Ok(returned),
            Some(type_id) => convert::cast(self, &nothing_to_null(returned), type_id),
        }
    }

    /// Calls an instance method of a class or its script bases.
    pub(crate) fn class_call(&mut self, class: TypeId, this: &Value, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
        for (base, runtime) in Engine::script_bases(class) {
            let methods: Vec<&Method> =
                runtime.methods.iter().filter(|method| !method.is_static && method.name.eq_ignore_ascii_case(name)).collect();
            if methods.is_empty() {
                continue;
            }
            if let Some(method) = self.choose_method(&methods, arguments) {
                return Some(self.run_method(base, &runtime, method, Some(this), arguments));
            }
            let inherited = Engine::script_bases(base)
                .into_iter()
                .skip(1)
                .any(|(_, runtime)| runtime.methods.iter().any(|method| method.name.eq_ignore_ascii_case(name)));
            if !inherited {
                return Some(Err(self.no_overload(name, arguments.len())));
            }
        }
        None
    }

    /// Calls a static method of a class or its script bases.
    pub(crate) fn class_static_call(&mut self, class: TypeId, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
        for (base, runtime) in Engine::script_bases(class) {
            let methods: Vec<&Method> =
                runtime.methods.iter().filter(|method| method.is_static && method.name.eq_ignore_ascii_case(name)).collect();
            if methods.is_empty() {
                continue;
            }
            return Some(match self.choose_method(&methods, arguments) {
                Some(method) => self.run_method(base, &runtime, method, None, arguments),
                None => Err(self.no_overload(name, arguments.len())),
            });
        }
        None
    }
}

/// Output of a method that is not returned: it is lost.
struct Dropped;

impl crate::cmdlet::Output for Dropped {
    fn push(&mut self, _host: &mut dyn crate::cmdlet::Host, _value: Value) -> Run {
        Ok(())
    }
}
