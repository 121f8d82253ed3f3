//! What a command's name means at a call.

use super::super::command::Command;
use super::super::scope::Frame;
use super::super::session::Engine;
use crate::program::{CommandCode, CommandName};
use crate::source::Span;
use crate::syntax::ast::{self};
use crate::value::{Category, Invocation, Raise, Run, TypeId, Value, convert};
use std::rc::Rc;

/// Stands for a command's name where a module is called.
pub(super) const IN_MODULE: &str = "<in module>";

impl Engine {
    /// The command of a call site.
    pub(super) fn resolve(&mut self, frame: &Frame, code: &CommandCode) -> Run<(Command, Rc<str>)> {
        match &code.name {
            CommandName::Known(name) => {
                if name.is_empty() && code.invocation != ast::Invocation::Plain {
                    return Err(self.bad_command_expression());
                }
                if let Some(found) = code.cache.get(self.epoch)
                    && let Ok(found) = found.downcast::<Command>()
                {
                    return Ok(((*found).clone(), name.clone()));
                }
                match self.find_command(name) {
                    Some(command) => {
                        if !matches!(command, Command::Script(_) | Command::Application(_)) {
                            code.cache.keep(self.epoch, Rc::new(command.clone()));
                        }
                        Ok((command, name.clone()))
                    }
                    None => match self.autoload(name) {
                        Some(command) => Ok((command, name.clone())),
                        None => Err(self.not_found(name, code.span)),
                    },
                }
            }
            CommandName::Computed(expr) => {
                let value = self.eval(frame, expr)?;
                self.command_from(&value, code.span)
            }
        }
    }

    /// The command that a value names or is.
    pub(crate) fn command_from(&mut self, value: &Value, span: Span) -> Run<(Command, Rc<str>)> {
        match value.base() {
            Value::ScriptBlock(block) => Ok((Command::Block(block.clone()), Rc::from("&"))),
            Value::Object(_) if value.downcast::<crate::engine::CommandObject>().is_some() => {
                let command = value.downcast::<crate::engine::CommandObject>().map(|object| object.0.clone()).expect("checked");
                if let Command::Alias(alias) = &command {
                    return match self.find_command(&alias.definition.clone()) {
                        Some(found) => Ok((found, alias.name.clone())),
                        None => Err(self.not_found(&alias.definition.clone(), span)),
                    };
                }
                let name = command.name();
                Ok((command, name))
            }
            Value::Object(_) if value.downcast::<crate::engine::objects::ModuleObject>().is_some() => {
                // `& $module …`: the first argument is what runs, in the module's state.
                let state = value.downcast::<crate::engine::objects::ModuleObject>().and_then(|module| module.0.state.clone());
                let empty = self.script_block_from("", None)?;
                let home = state.map(|state| state as Rc<dyn std::any::Any>);
                Ok((Command::Block(Rc::new(crate::value::ScriptBlock::new(empty.code.clone(), home))), Rc::from(IN_MODULE)))
            }
            Value::Null | Value::Nothing => Err(self.bad_command_expression()),
            other => {
                let name = convert::to_text(self, &other.clone())?;
                if name.is_empty() {
                    return Err(self.bad_command_expression());
                }
                match self.find_command(&name) {
                    Some(command) => Ok((command, name)),
                    None => match self.autoload(&name) {
                        Some(command) => Ok((command, name)),
                        None => Err(self.not_found(&name, span)),
                    },
                }
            }
        }
    }

    pub(super) fn bad_command_expression(&mut self) -> Raise {
        self.raise(
            "The expression after '&' in a pipeline element produced an object that was not valid. It must result in a command name, a script block, or a CommandInfo object.",
            "BadExpression",
            Category::InvalidOperation,
        )
    }

    /// What `& $module` runs: its first argument, a block or a function's name, in the module's state.
    pub(super) fn command_in_module(&mut self, module: Command, args: &mut Vec<crate::engine::binding::Arg>, span: Span) -> Run<Command> {
        let state = match &module {
            Command::Block(block) => crate::engine::command::home_of(block),
            _ => None,
        };
        let first = match args.first() {
            Some(crate::engine::binding::Arg::Positional(value, _)) => value.clone(),
            _ => return Ok(module),
        };
        args.remove(0);
        if let Value::ScriptBlock(block) = first.base() {
            let home = state.map(|state| state as Rc<dyn std::any::Any>);
            return Ok(Command::Block(Rc::new(crate::value::ScriptBlock::new(block.code.clone(), home))));
        }
        let saved = state.as_ref().map(|state| self.enter(state, state.top.clone()));
        let found = self.command_from(&first, span);
        if let Some(saved) = saved {
            self.leave(saved);
        }
        found.map(|(command, _)| command)
    }

    /// The error for a name that is no command.
    pub(crate) fn not_found(&mut self, name: &str, span: Span) -> Raise {
        let _ = span;
        // An alias for a command that is not there: the missing command is what the message names.
        let definition =
            self.find_alias(name).map(|alias| alias.definition.clone()).filter(|definition| !definition.eq_ignore_ascii_case(name));
        let name = definition.as_deref().unwrap_or(name);
        let hint = self.command_hint(name);
        let id = if hint.is_some() { "CmdletNotSimulated" } else { "CommandNotFoundException" };
        let message = match hint {
            Some(hint) => hint,
            None => format!(
                "The term '{name}' is not recognized as a name of a cmdlet, function, script file, or executable program.\nCheck the spelling of the name, or if a path was included, verify that the path is correct and try again."
            ),
        };
        let raise = self.raise_as(TypeId::COMMAND_NOT_FOUND_EXCEPTION, message, id, Category::ObjectNotFound, Value::str(name));
        if let Some(record) = raise.error() {
            let place = self.stack.last().map(|top| (top.block.source.clone(), name_span(span, name)));
            let invocation = Invocation { command: Some(Rc::from(name)), invocation_name: Rc::from(name), place, ..Invocation::default() };
            *record.0.invocation.borrow_mut() = Some(Rc::new(invocation));
            record.0.exception.set_note("CommandName", Value::str(name));
        }
        raise
    }
}

/// The name's part of a command's place.
pub(super) fn name_span(span: Span, name: &str) -> Span {
    Span::new(span.start, (span.start + name.len() as u32).min(span.end.max(span.start)))
}
