//! HOT: pipelines. Each object is pushed straight down the chain of stages.
//!
//! Every stage begins before the first object of the one before it reaches it; `end` runs from left to right. A
//! stage that has all it wants raises [`Unwind::StopUpstream`]: the stages before it stop, the rest ends as usual.

use std::cell::RefCell;
use std::rc::Rc;

use super::binding::{Binding, PipelineBinding, Role, Signature};
use super::command::Command;
use super::invoke::FunctionStage;
use super::native::NativeStage;
use super::redirect::{RedirectFile, StreamTarget, Streams};
use super::scope::{CallInfo, Frame, Scope, ScopeKind, SessionState};
use super::session::Engine;
use crate::cmdlet::{Call, Cmdlet, Context, Host, Output, Preferences, StreamKind};
use crate::program::{Argument, CommandCode, CommandName, Element, Expr, PipelineCode, RedirectionCode, Symbol};
use crate::source::Span;
use crate::syntax::ast::{self, Stream};
use crate::syntax::operator::BinaryOperator;
use crate::value::{Category, Invocation, List, Raise, Run, TypeId, Unwind, Value, convert};

/// A cmdlet in a pipeline.
struct CmdletStage {
    cmdlet: Box<dyn Cmdlet>,
    call: Call,
    signature: Rc<Signature>,
    binding: Binding,
    pipeline: Option<PipelineBinding>,
    class: Rc<str>,
    name: Rc<str>,
}

enum Kind {
    Cmdlet(Box<CmdletStage>),
    Function(Box<FunctionStage>),
    Native(Box<NativeStage>),
}

/// A stage.
struct Stage {
    kind: Kind,
    begun: bool,
    ended: bool,
    /// It has asked the stages before it to stop.
    stopper: bool,
    streams: Option<Rc<Streams>>,
    /// Objects merged into output, waiting for the next one.
    queue: Option<Rc<RefCell<Vec<Value>>>>,
    /// Files that streams go to.
    files: Vec<Rc<RefCell<RedirectFile>>>,
    /// Where output goes instead of down the pipeline.
    output: Option<Rc<RefCell<RedirectFile>>>,
    /// Whether output is dropped.
    output_null: bool,
    out_variable: Option<Rc<List>>,
    pipeline_variable: Option<Symbol>,
}

/// What all stages share.
struct Shared {
    id: u64,
    state: Rc<SessionState>,
    scope: Rc<Scope>,
    streams: Rc<Streams>,
    redirected: bool,
}

/// Stands for a command's name where a module is called.
const IN_MODULE: &str = "<in module>";

/// The rest of the chain behind a stage.
struct Pipe<'a> {
    stages: &'a mut [Stage],
    sink: &'a mut dyn Output,
    shared: &'a Shared,
    queue: Option<Rc<RefCell<Vec<Value>>>>,
    output: Option<Rc<RefCell<RedirectFile>>>,
    output_null: bool,
    out_variable: Option<Rc<List>>,
    pipeline_variable: Option<Symbol>,
}

impl Pipe<'_> {
    fn pass(&mut self, engine: &mut Engine, value: Value) -> Run {
        if self.output_null {
            return Ok(());
        }
        if let Some(file) = &self.output {
            file.borrow_mut().items.push(value);
            return Ok(());
        }
        match self.stages.split_first_mut() {
            None => {
                if self.shared.redirected {
                    let saved = std::mem::replace(&mut engine.streams, self.shared.streams.clone());
                    let result = self.sink.push(engine, value);
                    engine.streams = saved;
                    result
                } else {
                    self.sink.push(engine, value)
                }
            }
            Some((first, rest)) => {
                let same = Rc::ptr_eq(&engine.state, &self.shared.state) && Rc::ptr_eq(&*engine.state.current.borrow(), &self.shared.scope);
                let saved = if same { None } else { Some(engine.enter(&self.shared.state, self.shared.scope.clone())) };
                let result = first.take(engine, value, rest, self.sink, self.shared);
                if let Some(saved) = saved {
                    engine.leave(saved);
                }
                result
            }
        }
    }

    fn drain(&mut self, engine: &mut Engine) -> Run {
        if let Some(queue) = self.queue.clone() {
            loop {
                let waiting = std::mem::take(&mut *queue.borrow_mut());
                if waiting.is_empty() {
                    return Ok(());
                }
                for value in waiting {
                    self.pass(engine, value)?;
                }
            }
        }
        Ok(())
    }
}

impl Output for Pipe<'_> {
    fn push(&mut self, host: &mut dyn Host, value: Value) -> Run {
        let engine = super::engine_of(host);
        if matches!(value, Value::Nothing) {
            return Ok(());
        }
        self.drain(engine)?;
        if let Some(list) = &self.out_variable {
            list.items.borrow_mut().push(value.clone());
        }
        if let Some(symbol) = self.pipeline_variable {
            self.shared.scope.set(symbol, value.clone());
        }
        self.pass(engine, value)
    }
}

impl Stage {
    fn of(kind: Kind) -> Stage {
        Stage {
            kind,
            begun: false,
            ended: false,
            stopper: false,
            streams: None,
            queue: None,
            files: Vec::new(),
            output: None,
            output_null: false,
            out_variable: None,
            pipeline_variable: None,
        }
    }

    /// Runs a part of the stage with its streams and the chain behind it.
    fn run(
        &mut self,
        engine: &mut Engine,
        rest: &mut [Stage],
        sink: &mut dyn Output,
        shared: &Shared,
        part: impl FnOnce(&mut Kind, &mut Engine, &mut Pipe<'_>) -> Run,
    ) -> Run {
        let saved = self
            .streams
            .as_ref()
            .map(|streams| std::mem::replace(&mut engine.streams, streams.clone()))
            .or_else(|| shared.redirected.then(|| std::mem::replace(&mut engine.streams, shared.streams.clone())));
        let pipeline = std::mem::replace(&mut engine.pipeline, shared.id);
        let mut pipe = Pipe {
            stages: rest,
            sink,
            shared,
            queue: self.queue.clone(),
            output: self.output.clone(),
            output_null: self.output_null,
            out_variable: self.out_variable.clone(),
            pipeline_variable: self.pipeline_variable,
        };
        let mut result = part(&mut self.kind, engine, &mut pipe);
        engine.pipeline = pipeline;
        if let Err(raise) = &result
            && let Unwind::StopUpstream(id) = &*raise.0
            && *id == shared.id
            && pipe.stages.iter().all(|stage| !stage.stopper)
        {
            self.stopper = true;
        }
        if !matches!(&result, Err(raise) if raise.error().is_none()) {
            let drained = pipe.drain(engine);
            if result.is_ok() {
                result = drained;
            }
        }
        if let Some(saved) = saved {
            engine.streams = saved;
        }
        match result {
            Err(raise) if raise.error().is_some() => Err(self.name_error(engine, raise)),
            other => other,
        }
    }

    /// Gives an error of this stage its command's name and place.
    fn name_error(&self, engine: &mut Engine, raise: Raise) -> Raise {
        match &self.kind {
            Kind::Cmdlet(stage) => engine.command_error(&stage.call.invocation, &stage.class, &stage.name, raise),
            _ => raise,
        }
    }

    fn begin(&mut self, engine: &mut Engine, rest: &mut [Stage], sink: &mut dyn Output, shared: &Shared) -> Run {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        self.run(engine, rest, sink, shared, |kind, engine, pipe| match kind {
            Kind::Cmdlet(stage) => {
                let mut ctx = Context { host: engine, out: pipe, call: &mut stage.call };
                stage.cmdlet.begin(&mut ctx)
            }
            Kind::Function(stage) => stage.begin(engine, pipe),
            Kind::Native(_) => Ok(()),
        })
    }

    /// Takes an object of the pipeline.
    fn take(&mut self, engine: &mut Engine, value: Value, rest: &mut [Stage], sink: &mut dyn Output, shared: &Shared) -> Run {
        self.begin(engine, rest, sink, shared)?;
        engine.poll()?;
        self.run(engine, rest, sink, shared, |kind, engine, pipe| match kind {
            Kind::Cmdlet(stage) => stage.take(engine, value, pipe),
            Kind::Function(stage) => stage.process(engine, value, pipe),
            Kind::Native(stage) => stage.take(engine, value),
        })
    }

    fn end(&mut self, engine: &mut Engine, rest: &mut [Stage], sink: &mut dyn Output, shared: &Shared, has_input: bool) -> Run {
        if std::mem::replace(&mut self.ended, true) {
            return Ok(());
        }
        self.begin(engine, rest, sink, shared)?;
        let result = self.run(engine, rest, sink, shared, |kind, engine, pipe| match kind {
            Kind::Cmdlet(stage) => {
                if !has_input {
                    let mut ctx = Context { host: engine, out: pipe, call: &mut stage.call };
                    stage.cmdlet.process(&mut ctx)?;
                }
                stage.call.input = None;
                let mut ctx = Context { host: engine, out: pipe, call: &mut stage.call };
                stage.cmdlet.end(&mut ctx)
            }
            Kind::Function(stage) => stage.end(engine, pipe),
            Kind::Native(stage) => stage.end(engine, pipe),
        });
        self.write_files(engine)?;
        result
    }

    fn write_files(&mut self, engine: &mut Engine) -> Run {
        let files: Vec<_> = self.files.drain(..).collect();
        for file in files {
            engine.write_redirect_file(&file)?;
        }
        Ok(())
    }

    fn clean(&mut self, engine: &mut Engine) {
        match &mut self.kind {
            Kind::Cmdlet(stage) => stage.cmdlet.stop(),
            Kind::Function(stage) => stage.clean(engine),
            Kind::Native(_) => {}
        }
        let _ = self.write_files(engine);
    }
}

impl CmdletStage {
    fn take(&mut self, engine: &mut Engine, value: Value, pipe: &mut Pipe<'_>) -> Run {
        if let Some(pipeline) = &self.pipeline {
            if let Some(at) = pipeline.simple() {
                if let Role::Own(own) = self.signature.parameters[at].role {
                    self.call.values[own] = Some(value.clone());
                }
            } else {
                let signature = self.signature.clone();
                let bound = engine.bind_input(&signature, pipeline, &mut self.binding, &value);
                let outcome = match bound {
                    Ok(true) => {
                        let mut binding = self.binding.clone();
                        let finished = engine.finish_binding(&signature, &mut binding);
                        self.binding.mask = binding.mask;
                        finished.map_err(|raise| match raise.error().cloned() {
                            Some(record) => (Some(record), raise),
                            None => (None, raise),
                        })
                    }
                    Ok(false) => {
                        let record = engine.input_not_bound(&signature, value.clone());
                        Err((Some(record.clone()), record.into()))
                    }
                    Err(raise) => Err((raise.error().cloned(), raise)),
                };
                match outcome {
                    Ok(()) => {}
                    Err((Some(record), _)) => {
                        *record.0.invocation.borrow_mut() = Some(self.call.invocation.clone());
                        return engine.write_call_error(&mut self.call, record);
                    }
                    Err((None, raise)) => return Err(raise),
                }
                for (param, value) in signature.parameters.iter().zip(&self.binding.values) {
                    if let Role::Own(own) = param.role {
                        self.call.values[own].clone_from(value);
                    }
                }
                self.call.set = set_of(self.call.spec, &signature, self.binding.mask);
            }
        } else {
            let signature = self.signature.clone();
            let record = engine.input_not_bound(&signature, value);
            *record.0.invocation.borrow_mut() = Some(self.call.invocation.clone());
            return engine.write_call_error(&mut self.call, record);
        }
        self.call.input = Some(value);
        let mut ctx = Context { host: engine, out: pipe, call: &mut self.call };
        self.cmdlet.process(&mut ctx)
    }
}

/// The spec's own text of the chosen set's name.
fn set_of(spec: &'static crate::cmdlet::Spec, signature: &Signature, mask: u64) -> &'static str {
    let name = signature.set_name(mask);
    spec.sets().into_iter().find(|own| own.eq_ignore_ascii_case(&name)).unwrap_or(spec.default_set)
}

impl Engine {
    /// Runs a pipeline as a statement.
    pub(crate) fn run_pipeline(&mut self, frame: &Frame, code: &PipelineCode, out: &mut dyn Output) -> Run {
        if code.background {
            return self.start_background(frame, code, out);
        }
        if let [Element::Command(command)] = code.elements.as_slice()
            && command.redirections.is_empty()
            && let Some(result) = self.call_fast(frame, command, out)
        {
            self.success = result.is_ok();
            return result;
        }
        let result = self.run_stages(frame, code, out);
        match result {
            Ok(success) => {
                self.success = success;
                Ok(())
            }
            Err(raise) => {
                self.success = false;
                Err(raise)
            }
        }
    }

    /// A plain function called with plain arguments: straight into its slots.
    #[inline]
    fn call_fast(&mut self, frame: &Frame, command: &CommandCode, out: &mut dyn Output) -> Option<Run> {
        let CommandName::Known(name) = &command.name else { return None };
        if command.invocation == ast::Invocation::DotSource {
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

    fn call_plain(
        &mut self,
        frame: &Frame,
        function: Rc<super::Function>,
        block: Rc<crate::program::Block>,
        command: &CommandCode,
        out: &mut dyn Output,
    ) -> Run {
        let state = function.home().unwrap_or_else(|| self.state.clone());
        let parent = state.current.borrow().clone();
        let scope = Scope::new(ScopeKind::Local, Some(parent), block.names.clone());
        for (argument, parameter) in command.arguments.iter().zip(&block.parameters) {
            if let Argument::Positional(expr, _) = argument {
                let value = super::eval::nothing_to_null(self.eval(frame, expr)?);
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
                    Some(default) => super::eval::nothing_to_null(engine.eval(&own, default)?),
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

    /// Runs the stages; whether none of them wrote an error.
    fn run_stages(&mut self, frame: &Frame, code: &PipelineCode, out: &mut dyn Output) -> Run<bool> {
        let mut elements = code.elements.iter();
        let mut head = None;
        let mut stages: Vec<Stage> = Vec::with_capacity(code.elements.len());
        let streams = self.streams.clone();
        let mut redirected = false;
        let n = code.elements.iter().filter(|element| matches!(element, Element::Command(_))).count();
        let start = self.guarded;
        if let Some(Element::Expr { value, redirections, span }) = code.elements.first() {
            elements.next();
            head = Some((value, redirections, *span));
            redirected |= !redirections.is_empty();
        }
        for (at, element) in elements.enumerate() {
            let Element::Command(command) = element else { continue };
            let position = at + 1;
            let mut stage = self.stage(frame, command, position > 1 || head.is_some(), position, n)?;
            self.redirect_stage(frame, &mut stage, &command.redirections)?;
            redirected |= stage.streams.is_some();
            stages.push(stage);
        }
        debug_assert_eq!(start, self.guarded);
        let id = self.number_pipeline();
        let shared = Shared { id, state: self.state.clone(), scope: self.scope(), streams, redirected };
        let mut result = self.feed(frame, head, &mut stages, out, &shared);
        if let Err(raise) = &result
            && let Unwind::StopUpstream(stopped) = &*raise.0
            && *stopped == id
        {
            let first = stages.iter().position(|stage| stage.stopper).unwrap_or(0);
            for stage in &mut stages[..first] {
                stage.ended = true;
            }
            result = self.end_stages(&mut stages[first..], out, &shared, true);
        }
        let mut success = true;
        for stage in &mut stages {
            stage.clean(self);
            success &= match &stage.kind {
                Kind::Cmdlet(stage) => !stage.call.failed,
                Kind::Function(stage) => !stage.failed(),
                Kind::Native(stage) => !stage.failed,
            };
        }
        result.map(|()| success)
    }

    fn feed(
        &mut self,
        frame: &Frame,
        head: Option<(&Expr, &Vec<RedirectionCode>, Span)>,
        stages: &mut [Stage],
        out: &mut dyn Output,
        shared: &Shared,
    ) -> Run {
        for at in 0..stages.len() {
            let (first, rest) = stages[at..].split_first_mut().expect("a stage at each place");
            first.begin(self, rest, out, shared)?;
        }
        let has_input = head.is_some();
        if let Some((expr, redirections, span)) = head {
            self.at(span);
            if stages.is_empty() {
                return self.redirect_expression(frame, expr, redirections, out);
            }
            if redirections.is_empty() {
                self.feed_expression(frame, expr, stages, out, shared)?;
            } else {
                let mut pipe = Pipe {
                    stages,
                    sink: out,
                    shared,
                    queue: None,
                    output: None,
                    output_null: false,
                    out_variable: None,
                    pipeline_variable: None,
                };
                self.redirect_expression(frame, expr, redirections, &mut pipe)?;
            }
        }
        self.end_stages(stages, out, shared, has_input)
    }

    fn feed_expression(&mut self, frame: &Frame, expr: &Expr, stages: &mut [Stage], out: &mut dyn Output, shared: &Shared) -> Run {
        let mut pipe =
            Pipe { stages, sink: out, shared, queue: None, output: None, output_null: false, out_variable: None, pipeline_variable: None };
        // A range is counted, not built.
        if let Expr::Binary(binary) = expr
            && binary.operator == BinaryOperator::Range
        {
            let from = self.eval(frame, &binary.left)?;
            let to = self.eval(frame, &binary.right)?;
            if let (Value::Int(from), Value::Int(to)) = (&from, &to) {
                let step = if to >= from { 1 } else { -1 };
                let mut at = *from;
                loop {
                    pipe.pass(self, Value::Int(at))?;
                    if at == *to {
                        return Ok(());
                    }
                    at += step;
                }
            }
            let value = self.binary(BinaryOperator::Range, &from, &to)?;
            for item in value.enumerate().unwrap_or_default() {
                pipe.pass(self, item)?;
            }
            return Ok(());
        }
        let value = self.eval(frame, expr)?;
        match &value {
            Value::Nothing => Ok(()),
            Value::Array(array) => {
                let mut at = 0;
                loop {
                    let item = match array.items.borrow().get(at) {
                        Some(item) => item.clone(),
                        None => return Ok(()),
                    };
                    pipe.pass(self, item)?;
                    at += 1;
                }
            }
            _ => match self.enumerate(&value)? {
                Some(items) => {
                    for item in items {
                        pipe.pass(self, item)?;
                    }
                    Ok(())
                }
                None => pipe.pass(self, value),
            },
        }
    }

    fn end_stages(&mut self, stages: &mut [Stage], out: &mut dyn Output, shared: &Shared, first_has_input: bool) -> Run {
        for at in 0..stages.len() {
            let has_input = at > 0 || first_has_input;
            let (first, rest) = stages[at..].split_first_mut().expect("a stage at each place");
            let saved = self.enter(&shared.state, shared.scope.clone());
            let result = first.end(self, rest, out, shared, has_input);
            self.leave(saved);
            if let Err(raise) = result {
                if let Unwind::StopUpstream(id) = &*raise.0
                    && *id == shared.id
                    && let Some(stopper) = stages.iter().rposition(|stage| stage.stopper && !stage.ended)
                {
                    for stage in &mut stages[..stopper] {
                        stage.ended = true;
                    }
                    return self.end_stages(&mut stages[stopper..], out, shared, true);
                }
                return Err(raise);
            }
        }
        Ok(())
    }

    /// The command of a call site.
    fn resolve(&mut self, frame: &Frame, code: &CommandCode) -> Run<(Command, Rc<str>)> {
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
                    None => Err(self.not_found(name, code.span)),
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
            Value::Object(_) if value.downcast::<super::CommandObject>().is_some() => {
                let command = value.downcast::<super::CommandObject>().map(|object| object.0.clone()).expect("checked");
                if let Command::Alias(alias) = &command {
                    return match self.find_command(&alias.definition.clone()) {
                        Some(found) => Ok((found, alias.name.clone())),
                        None => Err(self.not_found(&alias.definition.clone(), span)),
                    };
                }
                let name = command.name();
                Ok((command, name))
            }
            Value::Object(_) if value.downcast::<super::reflect::ModuleObject>().is_some() => {
                // `& $module …`: the first argument is what runs, in the module's state.
                let state = value.downcast::<super::reflect::ModuleObject>().and_then(|module| module.0.state.clone());
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
                    None => Err(self.not_found(&name, span)),
                }
            }
        }
    }

    fn bad_command_expression(&mut self) -> Raise {
        self.raise(
            "The expression after '&' in a pipeline element produced an object that was not valid. It must result in a command name, a script block, or a CommandInfo object.",
            "BadExpression",
            Category::InvalidOperation,
        )
    }

    /// What `& $module` runs: its first argument, a block or a function's name, in the module's state.
    fn command_in_module(&mut self, module: Command, args: &mut Vec<super::binding::Arg>, span: Span) -> Run<Command> {
        let state = match &module {
            Command::Block(block) => super::command::home_of(block),
            _ => None,
        };
        let first = match args.first() {
            Some(super::binding::Arg::Positional(value, _)) => value.clone(),
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

    fn stage(&mut self, frame: &Frame, code: &CommandCode, expecting_input: bool, position: usize, length: usize) -> Run<Stage> {
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
        match command {
            Command::Cmdlet(entry) => {
                let args = self.call_arguments(frame, code, false)?;
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

    fn with_variables(&mut self, mut stage: Stage, preferences: &Preferences) -> Stage {
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

    fn cmdlet_stage(
        &mut self,
        entry: &'static crate::cmdlet::Entry,
        args: Vec<super::binding::Arg>,
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
        let dynamic = Vec::new();
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

    /// Runs one command with arguments made by the program itself (`& $command @args` from a cmdlet).
    pub fn run_command(
        &mut self,
        command: &Command,
        args: Vec<super::binding::Arg>,
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

    /// Sets up a stage's redirections.
    fn redirect_stage(&mut self, frame: &Frame, stage: &mut Stage, redirections: &[RedirectionCode]) -> Run {
        if redirections.is_empty() {
            return Ok(());
        }
        let mut streams = stage.streams.as_deref().unwrap_or(&self.streams).clone();
        for redirection in redirections {
            match redirection {
                RedirectionCode::File { from, append, location } => {
                    let location = self.eval(frame, location)?;
                    let target =
                        if location.is_null() { StreamTarget::Null } else { StreamTarget::File(self.redirect_file(&location, *append)?) };
                    if let StreamTarget::File(file) = &target {
                        stage.files.push(file.clone());
                    }
                    for kind in kinds_of(*from) {
                        *streams.of_mut(kind) = target.clone();
                    }
                    if matches!(from, Stream::Output | Stream::All) {
                        match &target {
                            StreamTarget::File(file) => stage.output = Some(file.clone()),
                            _ => stage.output_null = true,
                        }
                    }
                }
                RedirectionCode::Merge { from, .. } => {
                    let target = match (&stage.output, stage.output_null) {
                        (Some(file), _) => StreamTarget::File(file.clone()),
                        (None, true) => StreamTarget::Null,
                        (None, false) => StreamTarget::Queue(stage.queue.get_or_insert_default().clone()),
                    };
                    for kind in kinds_of(*from) {
                        *streams.of_mut(kind) = target.clone();
                    }
                }
            }
        }
        if let Kind::Native(native) = &mut stage.kind {
            native.capture = native.capture || stage.output.is_some() || stage.output_null;
        }
        stage.streams = Some(Rc::new(streams));
        Ok(())
    }

    /// An expression with redirections and nothing behind it.
    fn redirect_expression(&mut self, frame: &Frame, expr: &Expr, redirections: &[RedirectionCode], out: &mut dyn Output) -> Run {
        let mut streams = (*self.streams).clone();
        let mut output = None;
        let mut dropped = false;
        let mut files = Vec::new();
        let queue: Rc<RefCell<Vec<Value>>> = Rc::default();
        for redirection in redirections {
            match redirection {
                RedirectionCode::File { from, append, location } => {
                    let location = self.eval(frame, location)?;
                    let target =
                        if location.is_null() { StreamTarget::Null } else { StreamTarget::File(self.redirect_file(&location, *append)?) };
                    if let StreamTarget::File(file) = &target {
                        files.push(file.clone());
                    }
                    for kind in kinds_of(*from) {
                        *streams.of_mut(kind) = target.clone();
                    }
                    if matches!(from, Stream::Output | Stream::All) {
                        match target {
                            StreamTarget::File(file) => output = Some(file),
                            _ => dropped = true,
                        }
                    }
                }
                RedirectionCode::Merge { from, .. } => {
                    let target = match &output {
                        Some(file) => StreamTarget::File(file.clone()),
                        None if dropped => StreamTarget::Null,
                        None => StreamTarget::Queue(queue.clone()),
                    };
                    for kind in kinds_of(*from) {
                        *streams.of_mut(kind) = target.clone();
                    }
                }
            }
        }
        let saved = std::mem::replace(&mut self.streams, Rc::new(streams));
        let value = self.eval(frame, expr);
        self.streams = saved;
        let mut items = Vec::new();
        items.append(&mut queue.borrow_mut());
        if let Ok(value) = &value {
            match self.enumerate(value)? {
                Some(values) => items.extend(values),
                None if matches!(value, Value::Nothing) => {}
                None => items.push(value.clone()),
            }
        }
        match output {
            Some(file) => file.borrow_mut().items.append(&mut items),
            None if dropped => {}
            None => {
                for item in items {
                    out.push(self, item)?;
                }
            }
        }
        for file in files {
            self.write_redirect_file(&file)?;
        }
        value.map(drop)
    }
}

thread_local! {
    /// The call of a function that asks for nothing of its call.
    static NO_CALL: Rc<CallInfo> = Rc::default();
}

/// The streams that a redirection takes from, beside output.
fn kinds_of(stream: Stream) -> Vec<StreamKind> {
    match stream {
        Stream::All => vec![StreamKind::Error, StreamKind::Warning, StreamKind::Verbose, StreamKind::Debug, StreamKind::Information],
        Stream::Output => Vec::new(),
        Stream::Error => vec![StreamKind::Error],
        Stream::Warning => vec![StreamKind::Warning],
        Stream::Verbose => vec![StreamKind::Verbose],
        Stream::Debug => vec![StreamKind::Debug],
        Stream::Information => vec![StreamKind::Information],
    }
}

/// The name's part of a command's place.
fn name_span(span: Span, name: &str) -> Span {
    Span::new(span.start, (span.start + name.len() as u32).min(span.end.max(span.start)))
}
