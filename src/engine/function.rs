//! A function, script or block at work.

use super::binding::{Binding, PipelineBinding, Role, Signature};
use super::eval::nothing_to_null;
use super::objects::input_enumerator;
use super::scope::{CallInfo, Frame, Slot};
use super::session::{Engine, Saved};
use crate::cmdlet::{Output, Preference};
use crate::program::{Body, Symbol};
use crate::value::members::objects::SwitchParameter;
use crate::value::{Category, Raise, Run, TypeId, Unwind, Value, convert};
use std::cell::RefCell;
use std::rc::Rc;

/// A function, script or block at work.
pub(crate) struct FunctionStage {
    pub(crate) name: Rc<str>,
    pub(crate) frame: Frame,
    pub(crate) call: Rc<CallInfo>,
    pub(crate) signature: Rc<Signature>,
    pub(crate) binding: Binding,
    pub(super) pipeline: Option<PipelineBinding>,
    pub(crate) collected: Vec<Value>,
    pub(crate) has_input: bool,
    pub(super) is_script: bool,
    pub(super) exited: Option<i32>,
    pub(super) ran: bool,
    pub(super) prepared: bool,
    pub(super) dotted: bool,
    pub(super) saved_call: RefCell<Option<Option<Rc<CallInfo>>>>,
    pub(super) dynamic: Vec<(Rc<str>, Value)>,
}

impl FunctionStage {
    pub(super) fn enter(&self, engine: &mut Engine) -> Saved {
        engine.enter(&self.frame.state, self.frame.scope.clone())
    }

    /// Puts the bound values into the scope, the first time with defaults for the rest.
    pub(super) fn set_parameters(&mut self, engine: &mut Engine) -> Run {
        let block = self.frame.block.clone();
        let first = !std::mem::replace(&mut self.prepared, true);
        let wants = block.wants_call || self.signature.advanced;
        for (at, param) in self.signature.clone().parameters.iter().enumerate() {
            let value = self.binding.values[at].clone();
            let own = match param.role {
                Role::Own(own) => own,
                Role::Common(_) | Role::Dynamic(_) => {
                    if let (Some(value), true) = (value, wants) {
                        self.call.bound().set_str(&param.name, value);
                    }
                    continue;
                }
            };
            let code = &block.parameters[own];
            let place = self.frame.place(code.slot);
            match value {
                Some(value) => {
                    let value = match value {
                        Value::Bool(on) if param.is_switch => SwitchParameter::value(on),
                        value => value,
                    };
                    if wants {
                        self.call.bound().set_str(&param.name, value.clone());
                    }
                    self.frame.scope.slots.borrow_mut()[place] = Slot { value: Some(value), info: param.info.clone() };
                }
                None if first => {
                    let value = match &code.default {
                        Some(default) => {
                            engine.at(code.span);
                            let value = nothing_to_null(engine.eval(&self.frame, default)?);
                            match param.typed && (!value.is_null() || param.type_id.is_value_type()) {
                                true => self.convert_default(engine, param, value)?,
                                false => value,
                            }
                        }
                        None => default_of(param.type_id, param.typed),
                    };
                    self.frame.scope.slots.borrow_mut()[place] = Slot { value: Some(value), info: param.info.clone() };
                }
                None => {
                    // A parameter that an earlier object gave has no value for this one.
                    if self.pipeline.is_some() && param.places.iter().any(|place| place.from_pipeline || place.by_property) {
                        if wants {
                            self.call.bound().remove(&Value::Str(param.name.clone()));
                        }
                        let value = match &code.default {
                            Some(default) => nothing_to_null(engine.eval(&self.frame, default)?),
                            None => default_of(param.type_id, param.typed),
                        };
                        self.frame.scope.slots.borrow_mut()[place].value = Some(value);
                    }
                }
            }
        }
        if first {
            for (name, value) in &self.dynamic {
                self.call.bound().set_str(name, value.clone());
            }
        }
        Ok(())
    }

    pub(super) fn convert_default(&self, engine: &mut Engine, param: &super::binding::Param, value: Value) -> Run<Value> {
        match convert::try_cast(engine, &value, param.type_id) {
            Ok(value) => Ok(value),
            Err(error) => match error.raise {
                Some(raise) => Err(raise),
                None => Err(engine.raise_as(
                    TypeId::ARGUMENT_TRANSFORMATION_METADATA_EXCEPTION,
                    &error.message,
                    "RuntimeException",
                    Category::MetadataError,
                    Value::Null,
                )),
            },
        }
    }

    /// Sets up the scope before the first block runs.
    pub(super) fn prepare(&mut self, engine: &mut Engine) -> Run {
        if self.prepared {
            return Ok(());
        }
        let scope = self.frame.scope.clone();
        if self.dotted {
            *self.saved_call.borrow_mut() = Some(scope.call.replace(Some(self.call.clone())));
        } else {
            *scope.call.borrow_mut() = Some(self.call.clone());
        }
        if self.signature.advanced {
            *self.call.cmdlet.borrow_mut() = super::objects::cmdlet_object(
                &self.call,
                &self.signature,
                self.signature.set_name(self.binding.mask),
                self.frame.state.clone(),
            );
            self.set_preference_variables(engine);
        }
        if !self.frame.block.using.is_empty() {
            engine.run_using(&self.frame)?;
        }
        let result = self.set_parameters(engine);
        if self.signature.advanced
            && let Some(place) = self.frame.scope.place(Symbol::ARGS)
        {
            self.frame.scope.slots.borrow_mut()[place] = Slot::default();
        }
        result
    }

    /// `-Verbose`, `-ErrorAction` and the like set the preference variables of the function's scope.
    pub(super) fn set_preference_variables(&self, _engine: &mut Engine) {
        let preferences = self.call.preferences.borrow();
        let scope = &self.frame.scope;
        let action = |value: Preference| Value::Enum(TypeId::ACTION_PREFERENCE, value as i64);
        let shown = |on: bool| action(if on { Preference::Continue } else { Preference::SilentlyContinue });
        let pairs = [
            (Symbol::ERROR_ACTION_PREFERENCE, preferences.error.map(action)),
            (Symbol::WARNING_PREFERENCE, preferences.warning.map(action)),
            (Symbol::INFORMATION_PREFERENCE, preferences.information.map(action)),
            (Symbol::PROGRESS_PREFERENCE, preferences.progress.map(action)),
            (Symbol::VERBOSE_PREFERENCE, preferences.verbose.map(shown)),
            (Symbol::DEBUG_PREFERENCE, preferences.debug.map(shown)),
            (Symbol::WHAT_IF_PREFERENCE, preferences.what_if.map(SwitchParameter::value)),
            (Symbol::CONFIRM_PREFERENCE, preferences.confirm.map(|on| Value::Enum(TypeId::CONFIRM_IMPACT, if on { 1 } else { 0 }))),
        ];
        for (symbol, value) in pairs {
            if let Some(value) = value {
                scope.set(symbol, value);
            }
        }
    }

    /// Runs a named block of this call.
    pub(super) fn run(&mut self, engine: &mut Engine, body: &Body, out: &mut dyn Output) -> Run {
        if self.exited.is_some() {
            return Ok(());
        }
        self.ran = true;
        let saved = self.enter(engine);
        let block = self.frame.block.clone();
        let name = self.name.clone();
        let result = engine.activated(&block, name, |engine| engine.run_named(&self.frame, body, out));
        engine.leave(saved);
        // `exit` ends the script it stands in; the script that called it goes on.
        if let Err(raise) = &result
            && self.is_script
            && !engine.stack.is_empty()
            && let Unwind::Exit(code) = *raise.0
        {
            engine.scope().global().set(Symbol::LAST_EXIT_CODE, Value::Int(code));
            self.exited = Some(code);
            return Ok(());
        }
        self.contained(result)
    }

    /// `ThrowTerminatingError` ends the function alone: behind it the error is like any other.
    pub(super) fn contained(&self, result: Run) -> Run {
        if self.signature.advanced
            && let Err(raise) = &result
            && let Some(record) = raise.error()
        {
            record.0.escapes.set(false);
        }
        result
    }

    /// Whether an error was written by `$PSCmdlet`.
    pub(crate) fn failed(&self) -> bool {
        self.call.failed.get() || self.exited.is_some_and(|code| code != 0)
    }

    /// `begin`.
    pub(crate) fn begin(&mut self, engine: &mut Engine, out: &mut dyn Output) -> Run {
        let saved = self.enter(engine);
        let block = self.frame.block.clone();
        self.ran |= block.begin.is_some();
        let name = self.name.clone();
        let result = engine.activated(&block, name, |engine| {
            self.prepare(engine)?;
            match &block.begin {
                Some(body) => engine.run_named(&self.frame, body, out),
                None => Ok(()),
            }
        });
        engine.leave(saved);
        self.contained(result)
    }

    /// One object of the pipeline.
    pub(crate) fn process(&mut self, engine: &mut Engine, input: Value, out: &mut dyn Output) -> Run {
        if let Some(pipeline) = self.pipeline.take() {
            let bound = engine.bind_input(&self.signature.clone(), &pipeline, &mut self.binding, &input);
            self.pipeline = Some(pipeline);
            match bound {
                Ok(true) => {}
                Ok(false) => {
                    let record = engine.input_not_bound(&self.signature.clone(), input);
                    return self.input_failed(engine, record.into());
                }
                Err(raise) => return self.input_failed(engine, raise),
            }
            let mut binding = self.binding.clone();
            if let Err(raise) = engine.finish_binding(&self.signature.clone(), &mut binding) {
                return self.input_failed(engine, raise);
            }
            self.binding.mask = binding.mask;
            if let Some(cmdlet) = self.call.cmdlet.borrow().downcast::<super::objects::CmdletObject>() {
                *cmdlet.set.borrow_mut() = self.signature.set_name(self.binding.mask);
            }
            let saved = self.enter(engine);
            let result = self.set_parameters(engine);
            engine.leave(saved);
            result?;
        } else if self.signature.advanced && !self.signature.takes_input {
            let record = engine.input_not_bound(&self.signature.clone(), input);
            return self.input_failed(engine, record.into());
        }
        match self.frame.block.process.is_some() {
            true => {
                let place = self.frame.scope.ensure(Symbol::UNDERSCORE);
                self.frame.scope.slots.borrow_mut()[place].value = Some(input.clone());
                *self.call.input.borrow_mut() = Some(input_enumerator(vec![input]));
                let block = self.frame.block.clone();
                match &block.process {
                    Some(body) => self.run(engine, body, out),
                    None => Ok(()),
                }
            }
            false => {
                if self.signature.advanced {
                    self.frame.scope.set(Symbol::UNDERSCORE, input.clone());
                }
                self.collected.push(input);
                Ok(())
            }
        }
    }

    /// An object that cannot be bound is an error of its own; the pipeline goes on.
    pub(super) fn input_failed(&mut self, engine: &mut Engine, raise: Raise) -> Run {
        let Some(record) = raise.error().cloned() else { return Err(raise) };
        {
            let mut invocation = record.0.invocation.borrow_mut();
            *invocation = Some(self.call.invocation.clone());
        }
        engine.locate(&record);
        let own = self.call.preferences.borrow().error;
        engine.write_error_by(own, record)
    }

    /// After the last object.
    pub(crate) fn end(&mut self, engine: &mut Engine, out: &mut dyn Output) -> Run {
        let block = self.frame.block.clone();
        if !self.has_input
            && let Some(body) = &block.process
        {
            self.run(engine, body, out)?;
        }
        if let Some(body) = &block.end {
            if block.process.is_none() {
                let collected = std::mem::take(&mut self.collected);
                if self.has_input && self.call.input.borrow().is_none() || !collected.is_empty() {
                    *self.call.input.borrow_mut() = Some(input_enumerator(collected));
                }
            } else {
                *self.call.input.borrow_mut() = None;
            }
            self.run(engine, body, out)?;
        }
        Ok(())
    }

    /// The last of all, also after an error.
    pub(crate) fn clean(&mut self, engine: &mut Engine) {
        let block = self.frame.block.clone();
        // A function that has run nothing has nothing to clean.
        if let (Some(body), true) = (&block.clean, self.ran) {
            let saved = self.enter(engine);
            let name = self.name.clone();
            let _ = engine.activated(&block, name, |engine| {
                engine.run_clean(&self.frame, body);
                Ok(())
            });
            engine.leave(saved);
        }
        if let Some(saved) = self.saved_call.borrow_mut().take() {
            *self.frame.scope.call.borrow_mut() = saved;
        }
    }

    /// `$input` from outside of any pipeline.
    pub(crate) fn take_input(&mut self, input: Option<super::objects::Source>) {
        if let Some(source) = input {
            *self.call.input.borrow_mut() = Some(super::objects::lazy_enumerator(source));
        }
    }

    /// The whole call outside of a pipeline.
    pub(crate) fn run_alone(&mut self, engine: &mut Engine, out: &mut dyn Output) -> Run {
        let mut result = self.begin(engine, out);
        if result.is_ok() {
            result = self.end(engine, out);
        }
        self.clean(engine);
        result
    }
}

/// The value of a typed parameter or variable that was not given.
pub(crate) fn default_of(type_id: TypeId, typed: bool) -> Value {
    if !typed {
        return Value::Null;
    }
    match type_id {
        TypeId::STRING => Value::empty_str(),
        TypeId::BOOLEAN => Value::Bool(false),
        TypeId::SWITCH_PARAMETER => SwitchParameter::value(false),
        TypeId::INT32 => Value::Int(0),
        TypeId::INT64 => Value::Long(0),
        TypeId::DOUBLE => Value::Double(0.0),
        TypeId::SINGLE => Value::Single(0.0),
        TypeId::BYTE => Value::Byte(0),
        TypeId::S_BYTE => Value::SByte(0),
        TypeId::INT16 => Value::Int16(0),
        TypeId::U_INT16 => Value::UInt16(0),
        TypeId::U_INT32 => Value::UInt32(0),
        TypeId::U_INT64 => Value::UInt64(0),
        TypeId::CHAR => Value::Char(0),
        TypeId::DECIMAL => Value::Decimal(Default::default()),
        TypeId::DATE_TIME => Value::DateTime(crate::value::DateTime::from_ticks_clamped(0, crate::value::date::DateTimeKind::Unspecified)),
        TypeId::TIME_SPAN => Value::TimeSpan(Default::default()),
        other if other.is_enum() => Value::Enum(other, 0),
        _ => Value::Null,
    }
}
