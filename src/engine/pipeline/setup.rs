//! A stage is set up: its command found, its arguments bound, its variables made.

use super::super::binding::{Arg, PipelineBinding, Role};
use super::super::command::Command;
use super::super::intercept::{REST, StandIn};
use super::super::scope::Frame;
use super::super::session::Engine;
use super::command::IN_MODULE;
use super::stage::{CmdletStage, Kind, Shared, Stage, set_of};
use crate::cmdlet::{Call, Output, Preferences, StreamKind};
use crate::program::{Argument, CommandCode, Symbol};
use crate::syntax::ast::{self};
use crate::value::{Invocation, List, Run, TypeId, Value};
use std::rc::Rc;

/// `command -?`: its help is shown, and nothing runs.
fn asks_for_help(code: &CommandCode) -> bool {
    code.arguments.iter().any(|argument| matches!(argument, Argument::Named { name, value: None, .. } if &**name == "?"))
}

impl Engine {
    pub(super) fn stage(&mut self, frame: &Frame, code: &CommandCode, expecting_input: bool, position: usize, length: usize) -> Run<Stage> {
        let (command, written) = self.resolve(frame, code)?;
        let mut invocation = Invocation {
            command: Some(command.name()),
            invocation_name: match code.invocation {
                ast::Invocation::DotSource => Rc::from("."),
                ast::Invocation::Call => Rc::from("&"),
                ast::Invocation::Plain => written.clone(),
            },
            place: self.stack.last().map(|top| (top.block.source.clone(), code.span)),
            my_command: command.value(),
            bound_parameters: Value::Null,
            unbound_arguments: Value::Null,
            expecting_input,
            pipeline_position: position as i32,
            pipeline_length: length as i32,
            history_id: self.history.len() as i64 + 1,
        };
        let (command, help) = match asks_for_help(code).then(|| self.registry.get("Get-Help")).flatten() {
            Some(entry) if !matches!(command, Command::Application(_) | Command::Block(_)) => {
                let name = match &command {
                    Command::Script(path) => path.clone(),
                    other => other.name(),
                };
                (Command::Cmdlet(entry), Some(Value::Str(name)))
            }
            _ => (command, None),
        };
        if let Some(interceptor) = self.interceptor.clone()
            && let Some(stand_in) = interceptor.intercept(self, &command)?
        {
            let args = self.call_arguments(frame, code, false)?;
            return self.stand_in_stage(stand_in, args, Rc::new(invocation), expecting_input);
        }
        match command {
            Command::Cmdlet(entry) => {
                let args = match help {
                    Some(name) => vec![Arg::Positional(name, code.span)],
                    None => self.call_arguments(frame, code, false)?,
                };
                let invocation = Rc::new(invocation);
                self.cmdlet_stage(entry, args, invocation, expecting_input).map(|stage| {
                    let preferences = match &stage {
                        Kind::Cmdlet(stage) => stage.call.preferences.clone(),
                        _ => Preferences::default(),
                    };
                    self.with_variables(Stage::of(stage), &preferences)
                })
            }
            Command::Application(path) => {
                let args = self.call_arguments(frame, code, true)?;
                let stage = self.native_stage(&path, &written, args, expecting_input, position == length)?;
                Ok(Stage::of(Kind::Native(Box::new(stage))))
            }
            command => {
                let mut args = self.call_arguments(frame, code, false)?;
                let command = if &*written == IN_MODULE { self.command_in_module(command, &mut args, code.span)? } else { command };
                if &*written == IN_MODULE {
                    invocation.invocation_name = Rc::from("&");
                    invocation.my_command = command.value();
                }
                let dotted = code.invocation == ast::Invocation::DotSource;
                let stage = self.function_stage(&command, args, Rc::new(invocation), dotted, expecting_input)?;
                let preferences = stage.call.preferences.borrow().clone();
                Ok(self.with_variables(Stage::of(Kind::Function(Box::new(stage))), &preferences))
            }
        }
    }

    pub(super) fn with_variables(&mut self, mut stage: Stage, preferences: &Preferences) -> Stage {
        if let Some(name) = &preferences.out_variable {
            let symbol = Symbol::of(name.trim_start_matches('+'));
            let scope = self.scope();
            let list = match scope.get(symbol) {
                Some(Value::List(list)) if name.starts_with('+') => list,
                _ => {
                    let list = Rc::new(List::new(TypeId::ARRAY_LIST, Vec::new()));
                    scope.set(symbol, Value::List(list.clone()));
                    list
                }
            };
            stage.out_variable = Some(list);
        }
        let variables = [
            (StreamKind::Error, &preferences.error_variable),
            (StreamKind::Warning, &preferences.warning_variable),
            (StreamKind::Information, &preferences.information_variable),
        ];
        for (kind, name) in variables {
            let Some(name) = name else { continue };
            // `+name` appends to what is there.
            let symbol = Symbol::of(name.trim_start_matches('+'));
            let scope = self.scope();
            let list = match scope.get(symbol) {
                Some(Value::List(list)) if name.starts_with('+') => list,
                _ => {
                    let list = Rc::new(List::new(TypeId::ARRAY_LIST, Vec::new()));
                    scope.set(symbol, Value::List(list.clone()));
                    list
                }
            };
            let mut streams = stage.streams.as_deref().unwrap_or(&self.streams).clone();
            streams.lists.push((kind, list));
            stage.streams = Some(Rc::new(streams));
        }
        stage.pipeline_variable = preferences.pipeline_variable.as_ref().map(|name| Symbol::of(name));
        stage
    }

    pub(super) fn cmdlet_stage(
        &mut self,
        entry: &'static crate::cmdlet::Entry,
        args: Vec<crate::engine::binding::Arg>,
        invocation: Rc<Invocation>,
        expecting_input: bool,
    ) -> Run<Kind> {
        let signature = self.signature_of_spec(entry.spec);
        let mut binding = self.bind(&signature, args, expecting_input).inspect_err(|raise| {
            if let Some(record) = raise.error() {
                record.0.invocation.borrow_mut().get_or_insert_with(|| invocation.clone());
            }
        })?;
        let mut preferences = Preferences::default();
        self.take_common(&signature, &binding, &mut preferences)?;
        let takes = expecting_input && signature.takes_input;
        let mut dynamic = Vec::new();
        if entry.spec.takes_unknown {
            for arg in std::mem::take(&mut binding.unknown) {
                if let crate::engine::binding::Arg::Named { name, value, .. } = arg {
                    dynamic.push((name, value.unwrap_or(Value::Nothing)));
                }
            }
        }
        if takes && binding.unknown.is_empty() {
            self.choose_set(&signature, &mut binding, Some(()))?;
        } else {
            self.finish_binding(&signature, &mut binding)?;
        }
        let mut values = vec![None; entry.spec.parameters.len()];
        for (param, value) in signature.parameters.iter().zip(&binding.values) {
            if let Role::Own(own) = param.role {
                values[own].clone_from(value);
            }
        }
        let pipeline = takes.then(|| PipelineBinding::new(&signature, binding.clone()));
        let call = Call {
            spec: entry.spec,
            values,
            dynamic,
            set: set_of(entry.spec, &signature, binding.mask),
            input: None,
            expecting_input,
            preferences,
            invocation,
            failed: false,
            confirm_all: None,
        };
        let stage = CmdletStage {
            cmdlet: (entry.make)(),
            call,
            class: signature.class.clone(),
            name: signature.name.clone(),
            signature,
            binding,
            pipeline,
        };
        Ok(Kind::Cmdlet(Box::new(stage)))
    }

    /// A call that something else takes in its command's place.
    fn stand_in_stage(
        &mut self,
        stand_in: StandIn,
        args: Vec<crate::engine::binding::Arg>,
        invocation: Rc<Invocation>,
        expecting_input: bool,
    ) -> Run<Stage> {
        let StandIn { signature, cmdlet, spec } = stand_in;
        let mut binding = self.bind(&signature, args, expecting_input)?;
        let mut preferences = Preferences::default();
        self.take_common(&signature, &binding, &mut preferences)?;
        let takes = expecting_input && signature.takes_input;
        if takes {
            self.choose_set(&signature, &mut binding, Some(()))?;
        } else {
            self.finish_binding(&signature, &mut binding)?;
        }
        let n_own = signature.parameters.iter().filter_map(|param| match param.role {
            Role::Own(own) => Some(own + 1),
            _ => None,
        });
        let mut values = vec![None; n_own.max().unwrap_or(0)];
        for (param, value) in signature.parameters.iter().zip(&binding.values) {
            if let Role::Own(own) = param.role {
                values[own].clone_from(value);
            }
        }
        let dynamic = vec![(Rc::from(REST), Value::array(std::mem::take(&mut binding.rest)))];
        let pipeline = takes.then(|| PipelineBinding::new(&signature, binding.clone()));
        let call = Call {
            spec,
            values,
            dynamic,
            set: "",
            input: None,
            expecting_input,
            preferences: preferences.clone(),
            invocation,
            failed: false,
            confirm_all: None,
        };
        let stage = CmdletStage { cmdlet, call, class: Rc::from(""), name: signature.name.clone(), signature, binding, pipeline };
        Ok(self.with_variables(Stage::of(Kind::Cmdlet(Box::new(stage))), &preferences))
    }

    /// Runs one command with arguments made by the program itself (`& $command @args` from a cmdlet).
    pub fn run_command(
        &mut self,
        command: &Command,
        args: Vec<crate::engine::binding::Arg>,
        input: Option<Vec<Value>>,
        out: &mut dyn Output,
    ) -> Run {
        let place = self.stack.last().map(|top| (top.block.source.clone(), top.span));
        let invocation = Rc::new(Invocation {
            command: Some(command.name()),
            invocation_name: command.name(),
            place,
            my_command: command.value(),
            ..Invocation::default()
        });
        let kind = match command {
            Command::Cmdlet(entry) => self.cmdlet_stage(entry, args, invocation, input.is_some())?,
            Command::Application(path) => Kind::Native(Box::new(self.native_stage(path, path, args, input.is_some(), false)?)),
            other => Kind::Function(Box::new(self.function_stage(other, args, invocation, false, input.is_some())?)),
        };
        let mut stages = [Stage::of(kind)];
        let id = self.number_pipeline();
        let shared = Shared { id, state: self.state.clone(), scope: self.scope(), streams: self.streams.clone(), redirected: false };
        let mut result = Ok(());
        let has_input = input.is_some();
        {
            let (first, rest) = stages.split_first_mut().expect("one stage");
            result = result.and_then(|()| first.begin(self, rest, out, &shared));
            for value in input.unwrap_or_default() {
                if result.is_err() {
                    break;
                }
                result = first.take(self, value, rest, out, &shared);
            }
        }
        if result.is_ok() {
            result = self.end_stages(&mut stages, out, &shared, has_input);
        }
        stages[0].clean(self);
        result
    }
}
