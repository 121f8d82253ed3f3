//! HOT: a plain function called with plain arguments.

use super::super::command::Command;
use super::super::scope::{CallInfo, Frame, Scope, ScopeKind};
use super::super::session::Engine;
use crate::cmdlet::Output;
use crate::program::{Argument, CommandCode, CommandName};
use crate::syntax::ast::{self};
use crate::value::{Run, Value};
use std::rc::Rc;

thread_local! {
    /// The call of a function that asks for nothing of its call.
    static NO_CALL: Rc<CallInfo> = Rc::default();
}

impl Engine {
    /// A plain function called with plain arguments: straight into its slots.
    #[inline]
    pub(super) fn call_fast(&mut self, frame: &Frame, command: &CommandCode, out: &mut dyn Output) -> Option<Run> {
        let CommandName::Known(name) = &command.name else { return None };
        if command.invocation == ast::Invocation::DotSource || self.interceptor.is_some() {
            return None;
        }
        let found = match command.cache.get(self.epoch) {
            Some(found) => found.downcast::<Command>().ok()?,
            None => {
                let found = Rc::new(self.find_command(name)?);
                command.cache.keep(self.epoch, found.clone());
                found
            }
        };
        let Command::Function(function) = &*found else { return None };
        let block = function.code().block();
        let plain = !block.advanced
            && !block.is_filter
            && block.begin.is_none()
            && block.process.is_none()
            && block.clean.is_none()
            && block.dynamic_param.is_none()
            && block.requirements.is_none()
            && block.parameters.len() >= command.arguments.len()
            && block.parameters.iter().all(|parameter| parameter.type_ref.is_none() && parameter.attributes.is_empty());
        if !plain || block.wants_call {
            return None;
        }
        if !command.arguments.iter().all(|argument| matches!(argument, Argument::Positional(..))) {
            return None;
        }
        Some(self.call_plain(frame, function.clone(), block.clone(), command, out))
    }

    pub(super) fn call_plain(
        &mut self,
        frame: &Frame,
        function: Rc<crate::engine::Function>,
        block: Rc<crate::program::Block>,
        command: &CommandCode,
        out: &mut dyn Output,
    ) -> Run {
        let state = function.home().unwrap_or_else(|| self.state.clone());
        let parent = state.current.borrow().clone();
        let scope = Scope::new(ScopeKind::Local, Some(parent), block.names.clone());
        for (argument, parameter) in command.arguments.iter().zip(&block.parameters) {
            if let Argument::Positional(expr, _) = argument {
                let value = crate::value::plain_number(crate::engine::eval::nothing_to_null(self.eval(frame, expr)?));
                scope.slots.borrow_mut()[parameter.slot as usize].value = Some(value);
            }
        }
        *scope.call.borrow_mut() = Some(NO_CALL.with(Rc::clone));
        let own = Frame { scope, map: None, block: block.clone(), state, method: None };
        let saved = self.enter(&own.state, own.scope.clone());
        self.success = true;
        let result = self.activated(&block, function.name.clone(), |engine| {
            for parameter in block.parameters.iter().skip(command.arguments.len()) {
                let value = match &parameter.default {
                    Some(default) => crate::engine::eval::nothing_to_null(engine.eval(&own, default)?),
                    None => Value::Null,
                };
                own.scope.slots.borrow_mut()[parameter.slot as usize].value = Some(value);
            }
            engine.poll()?;
            match &block.end {
                Some(body) => engine.run_named(&own, body, out),
                None => Ok(()),
            }
        });
        self.leave(saved);
        result
    }
}
