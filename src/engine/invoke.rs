//! Calling functions and script blocks.

use std::any::Any;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use super::binding::{Arg, Binding, CommonParameter, PipelineBinding, Role, Signature};
use super::command::{Command, block_code, home_of};
use super::eval::{Collected, Flow, nothing_to_null};
use super::scope::{CallInfo, Frame, Scope, ScopeKind, Slot};
use super::session::{Activation, Engine, Saved};
use crate::cmdlet::{Output, Preference, Preferences};
use crate::program::{Block, Body, Symbol};
use crate::source::Span;
use crate::value::members::objects::SwitchParameter;
use crate::value::{Category, ClrObject, Object, Raise, Run, ScriptBlock, TypeId, Unwind, Value, convert};

/// Deepest nesting of calls: beyond it PowerShell's CallDepthOverflow is raised.
const MAX_DEPTH: usize = 1000;

/// How a block is called.
#[derive(Default, Clone)]
pub struct Invocation {
    /// `$_`.
    pub underscore: Option<Value>,
    /// `$this`.
    pub this: Option<Value>,
    /// Arguments by position.
    pub arguments: Vec<Value>,
    /// `$input`.
    pub input: Option<Vec<Value>>,
    /// In the scope at hand instead of a new one.
    pub dotted: bool,
    /// Further variables.
    pub variables: Vec<(Rc<str>, Value)>,
}

/// A block ready to be run for many objects in the scope it belongs to (`ForEach-Object`, `Where-Object`).
pub struct BlockRunner {
    frame: Frame,
    underscore: Option<usize>,
    name: Rc<str>,
}

impl BlockRunner {
    /// Runs the block with `$_` set; its outputs go to `out`.
    pub fn run(&self, engine: &mut Engine, underscore: Value, out: &mut dyn Output) -> Run {
        engine.poll()?;
        let place = match self.underscore {
            Some(place) => place,
            None => self.frame.scope.ensure(Symbol::UNDERSCORE),
        };
        self.frame.scope.slots.borrow_mut()[place].value = Some(underscore);
        let saved = engine.enter(&self.frame.state, self.frame.scope.clone());
        let result = engine.activated(&self.frame.block, self.name.clone(), |engine| engine.run_all_blocks(&self.frame, out));
        engine.leave(saved);
        result
    }

    /// Runs the block and gives its outputs as one value.
    pub fn value(&self, engine: &mut Engine, underscore: Value) -> Run<Value> {
        let mut items = Collected::default();
        self.run(engine, underscore, &mut items)?;
        Ok(items.value())
    }

    /// What `$_` was before, to be put back with [`BlockRunner::restore`].
    pub fn save(&self) -> Option<Value> {
        self.frame.scope.get(Symbol::UNDERSCORE)
    }

    /// Puts `$_` back.
    pub fn restore(&self, saved: Option<Value>) {
        let place = self.frame.scope.ensure(Symbol::UNDERSCORE);
        self.frame.scope.slots.borrow_mut()[place].value = saved;
    }
}

/// A block ready to be run for many objects, each time in a new scope (calculated properties).
pub struct LocalRunner {
    script_block: Rc<ScriptBlock>,
    block: Rc<Block>,
    state: Rc<super::scope::SessionState>,
    parent: Rc<Scope>,
    name: Rc<str>,
}

impl LocalRunner {
    /// The block as a script sees it.
    pub fn script_block(&self) -> &Rc<ScriptBlock> {
        &self.script_block
    }

    /// Runs the block with `$_` set and gives its outputs as one value.
    pub fn value(&self, engine: &mut Engine, underscore: Value) -> Run<Value> {
        engine.poll()?;
        if !self.block.parameters.is_empty() || self.block.requirements.is_some() {
            return engine.call_block_with(&self.script_block, Some(underscore), Vec::new());
        }
        let scope = Scope::new(ScopeKind::Local, Some(self.parent.clone()), self.block.names.clone());
        scope.set(Symbol::UNDERSCORE, underscore);
        let frame = Frame { scope: scope.clone(), map: None, block: self.block.clone(), state: self.state.clone(), method: None };
        let mut items = Collected::default();
        let saved = engine.enter(&self.state, scope);
        let result = engine.activated(&self.block, self.name.clone(), |engine| engine.run_all_blocks(&frame, &mut items));
        engine.leave(saved);
        result?;
        Ok(items.value())
    }
}

impl Engine {
    /// Makes a block ready to run again and again, each time in a new scope.
    pub fn local_runner(&mut self, block: &Rc<ScriptBlock>) -> LocalRunner {
        let code = block_code(block).block().clone();
        let state = home_of(block).unwrap_or_else(|| self.state.clone());
        let parent = state.current.borrow().clone();
        LocalRunner { script_block: block.clone(), block: code, state, parent, name: Rc::from("<ScriptBlock>") }
    }

    /// Makes a block ready to run in the scope at hand of its session state.
    pub fn runner(&mut self, block: &Rc<ScriptBlock>) -> BlockRunner {
        let code = block_code(block).block().clone();
        let state = home_of(block).unwrap_or_else(|| self.state.clone());
        let scope = state.current.borrow().clone();
        let frame = Frame::dotted(scope, code, state);
        let underscore = frame.block.underscore.map(|slot| frame.place(slot));
        BlockRunner { frame, underscore, name: Rc::from("<ScriptBlock>") }
    }

    /// Runs with a call on the stack.
    pub(crate) fn activated<T>(&mut self, block: &Rc<Block>, name: Rc<str>, run: impl FnOnce(&mut Engine) -> Run<T>) -> Run<T> {
        if self.depth >= MAX_DEPTH {
            return Err(self.too_deep());
        }
        self.depth += 1;
        let depth = self.stack.len();
        self.stack.push(Activation { block: block.clone(), span: block.span, name });
        let result = run(self);
        if let Err(raise) = &result
            && let Some(record) = raise.error()
        {
            self.locate(record);
        }
        self.stack.truncate(depth);
        self.depth -= 1;
        result
    }

    #[cold]
    fn too_deep(&mut self) -> Raise {
        self.raise_as(
            TypeId::SCRIPT_CALL_DEPTH_EXCEPTION,
            "The script failed due to call depth overflow.",
            "CallDepthOverflow",
            Category::InvalidOperation,
            Value::Null,
        )
    }

    /// All named blocks of a block in order, as a call without pipeline input runs them.
    fn run_all_blocks(&mut self, frame: &Frame, out: &mut dyn Output) -> Run {
        let block = frame.block.clone();
        let mut result = Ok(());
        for body in [&block.begin, &block.process, &block.end].into_iter().flatten() {
            result = self.run_named(frame, body, out);
            if result.is_err() {
                break;
            }
        }
        if let Some(clean) = &block.clean {
            self.run_clean(frame, clean);
        }
        result
    }

    /// A named block; `return` ends it alone.
    pub(crate) fn run_named(&mut self, frame: &Frame, body: &Body, out: &mut dyn Output) -> Run {
        match self.run_body(frame, body, out) {
            Ok(Flow::Next | Flow::Return) => Ok(()),
            Ok(flow) => Err(super::eval::flow_to_raise(flow)),
            Err(raise) => match *raise.0 {
                Unwind::Return(_) => Ok(()),
                other => Err(other.into()),
            },
        }
    }

    /// A `clean` block: its output is lost, its errors are reported.
    pub(crate) fn run_clean(&mut self, frame: &Frame, body: &Body) {
        let mut dropped = Vec::new();
        let guarded = std::mem::take(&mut self.guarded);
        let result = self.run_named(frame, body, &mut dropped);
        self.guarded = guarded;
        if let Err(raise) = result
            && let Some(record) = raise.error().cloned()
        {
            self.log_error(&record);
            let _ = self.report_error(&record);
        }
    }

    /// Calls a block in a new scope; its outputs as one value.
    pub fn call_block(&mut self, block: &Rc<ScriptBlock>, arguments: Vec<Value>) -> Run<Value> {
        self.call_block_with(block, None, arguments)
    }

    /// The same with `$_`.
    pub fn call_block_with(&mut self, block: &Rc<ScriptBlock>, underscore: Option<Value>, arguments: Vec<Value>) -> Run<Value> {
        let mut items = Collected::default();
        self.invoke(block, Invocation { underscore, arguments, ..Invocation::default() }, &mut items)?;
        Ok(items.value())
    }

    /// Calls a block; its outputs go to `out`.
    pub fn invoke(&mut self, block: &Rc<ScriptBlock>, invocation: Invocation, out: &mut dyn Output) -> Run {
        let args = invocation.arguments.iter().map(|value| Arg::Positional(value.clone(), Span::default())).collect();
        let mut stage = self.function_stage(&Command::Block(block.clone()), args, Rc::default(), invocation.dotted, false)?;
        if let Some(this) = invocation.this {
            stage.frame.scope.set(Symbol::THIS, this);
        }
        for (name, value) in invocation.variables {
            stage.frame.scope.set(Symbol::of(&name), value);
        }
        let saved = invocation.underscore.is_some().then(|| stage.frame.scope.get(Symbol::UNDERSCORE));
        if let Some(value) = invocation.underscore {
            stage.frame.scope.set(Symbol::UNDERSCORE, value);
        }
        if let Some(input) = invocation.input {
            *stage.call.input.borrow_mut() = Some(input_enumerator(input.clone()));
            stage.collected = input;
            stage.has_input = true;
        }
        let result = stage.run_alone(self, out);
        if invocation.dotted
            && let Some(saved) = saved
        {
            let place = stage.frame.scope.ensure(Symbol::UNDERSCORE);
            stage.frame.scope.slots.borrow_mut()[place].value = saved;
        }
        result
    }

    /// A script block from text; a parse error is raised.
    pub fn script_block_from(&mut self, text: &str, name: Option<&str>) -> Run<Rc<ScriptBlock>> {
        let source = crate::source::SourceText::new(name, text);
        let parsed = self.parse(&source);
        if !parsed.errors.is_empty() {
            return Err(self.parse_failure(&source, &parsed.errors));
        }
        let code = crate::program::BlockCode::new(parsed.tree, Rc::from([]));
        Ok(Rc::new(ScriptBlock::new(code, Some(self.state.clone()))))
    }

    /// A call of a function, script or block as a pipeline's stage.
    pub(crate) fn function_stage(
        &mut self,
        command: &Command,
        args: Vec<Arg>,
        invocation: Rc<crate::value::Invocation>,
        dotted: bool,
        expecting_input: bool,
    ) -> Run<FunctionStage> {
        let (script_block, name, is_script): (Rc<ScriptBlock>, Rc<str>, bool) = match command {
            Command::Function(function) => (function.block.clone(), function.name.clone(), false),
            Command::Block(block) => (block.clone(), Rc::from(""), false),
            Command::Script(path) => {
                let block = self.load_script(path)?;
                (block, command.name(), true)
            }
            _ => return Err(self.raise("This command has no script.", "NoScript", Category::InvalidOperation)),
        };
        let block = block_code(&script_block).block().clone();
        let state = home_of(&script_block).unwrap_or_else(|| self.state.clone());
        let parent = state.current.borrow().clone();
        let kind = if is_script { ScopeKind::Script } else { ScopeKind::Local };
        let frame = if dotted {
            Frame::dotted(parent, block.clone(), state.clone())
        } else {
            Frame {
                scope: Scope::new(kind, Some(parent), block.names.clone()),
                map: None,
                block: block.clone(),
                state: state.clone(),
                method: None,
            }
        };
        let shown: Rc<str> = if is_script { Rc::from("<ScriptBlock>") } else { name.clone() };
        let class_name = if is_script { command.name() } else { name.clone() };
        let signature = {
            let saved = self.enter(&state, frame.scope.clone());
            let made = self.signature_of_block(&block, &class_name, Some(&frame));
            self.leave(saved);
            made?
        };
        if let Some(requirements) = &block.requirements {
            self.check_requirements(requirements, &class_name)?;
        }
        let mut binding = self.bind(&signature, args, expecting_input)?;
        let mut preferences = Preferences::default();
        self.take_common(&signature, &binding, &mut preferences)?;
        if block.dynamic_param.is_none() && !binding.unknown.is_empty()
            || !(expecting_input && signature.takes_input) && block.dynamic_param.is_none()
        {
            self.finish_binding(&signature, &mut binding)?;
        } else if block.dynamic_param.is_none() {
            self.choose_set(&signature, &mut binding, Some(()))?;
        }
        let call = Rc::new(CallInfo {
            invocation,
            arguments: RefCell::new(Value::array(std::mem::take(&mut binding.rest))),
            bound: OnceCell::new(),
            input: RefCell::new(None),
            cmdlet: RefCell::new(Value::Null),
            advanced: signature.advanced,
            failed: Cell::new(false),
            preferences: RefCell::new(preferences),
        });
        let mut stage = FunctionStage {
            pipeline: (expecting_input && signature.takes_input).then(|| PipelineBinding::new(&signature, binding.clone())),
            name: shown,
            call,
            signature,
            binding,
            frame,
            collected: Vec::new(),
            has_input: expecting_input,
            is_script,
            exited: None,
            ran: false,
            prepared: false,
            dotted,
            saved_call: RefCell::new(None),
            dynamic: Vec::new(),
        };
        if block.dynamic_param.is_some() {
            stage.bind_dynamic(self)?;
        }
        Ok(stage)
    }

    /// Takes the common parameters out of a binding.
    pub(crate) fn take_common(&mut self, signature: &Signature, binding: &Binding, preferences: &mut Preferences) -> Run {
        for (param, value) in signature.parameters.iter().zip(&binding.values) {
            let (Role::Common(kind), Some(value)) = (param.role, value) else { continue };
            let flag = convert::to_bool(value);
            let preference = match value.base() {
                Value::Enum(_, number) => Preference::from_value(*number),
                _ => None,
            };
            let text = value.as_str().cloned();
            match kind {
                CommonParameter::Verbose => preferences.verbose = Some(flag),
                CommonParameter::Debug => preferences.debug = Some(flag),
                CommonParameter::ErrorAction => preferences.error = preference,
                CommonParameter::WarningAction => preferences.warning = preference,
                CommonParameter::InformationAction => preferences.information = preference,
                CommonParameter::ProgressAction => preferences.progress = preference,
                CommonParameter::ErrorVariable => preferences.error_variable = text,
                CommonParameter::WarningVariable => preferences.warning_variable = text,
                CommonParameter::InformationVariable => preferences.information_variable = text,
                CommonParameter::OutVariable => preferences.out_variable = text,
                CommonParameter::PipelineVariable => preferences.pipeline_variable = text,
                CommonParameter::WhatIf => preferences.what_if = Some(flag),
                CommonParameter::Confirm => preferences.confirm = Some(flag),
                CommonParameter::OutBuffer => {}
            }
        }
        Ok(())
    }
}

/// A function, script or block at work.
pub(crate) struct FunctionStage {
    pub(crate) name: Rc<str>,
    pub(crate) frame: Frame,
    pub(crate) call: Rc<CallInfo>,
    pub(crate) signature: Rc<Signature>,
    pub(crate) binding: Binding,
    pipeline: Option<PipelineBinding>,
    pub(crate) collected: Vec<Value>,
    pub(crate) has_input: bool,
    is_script: bool,
    exited: Option<i32>,
    ran: bool,
    prepared: bool,
    dotted: bool,
    saved_call: RefCell<Option<Option<Rc<CallInfo>>>>,
    dynamic: Vec<(Rc<str>, Value)>,
}

impl FunctionStage {
    fn enter(&self, engine: &mut Engine) -> Saved {
        engine.enter(&self.frame.state, self.frame.scope.clone())
    }

    /// Puts the bound values into the scope, the first time with defaults for the rest.
    fn set_parameters(&mut self, engine: &mut Engine) -> Run {
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

    fn convert_default(&self, engine: &mut Engine, param: &super::binding::Param, value: Value) -> Run<Value> {
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
    fn prepare(&mut self, engine: &mut Engine) -> Run {
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
            *self.call.cmdlet.borrow_mut() = super::host::cmdlet_object(
                &self.call,
                &self.signature,
                self.signature.set_name(self.binding.mask),
                self.frame.state.clone(),
            );
            self.set_preference_variables(engine);
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
    fn set_preference_variables(&self, _engine: &mut Engine) {
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
    fn run(&mut self, engine: &mut Engine, body: &Body, out: &mut dyn Output) -> Run {
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
    fn contained(&self, result: Run) -> Run {
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
            if let Some(cmdlet) = self.call.cmdlet.borrow().downcast::<super::host::CmdletObject>() {
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
    fn input_failed(&mut self, engine: &mut Engine, raise: Raise) -> Run {
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

    /// The whole call outside of a pipeline.
    pub(crate) fn run_alone(&mut self, engine: &mut Engine, out: &mut dyn Output) -> Run {
        let mut result = self.begin(engine, out);
        if result.is_ok() {
            result = self.end(engine, out);
        }
        self.clean(engine);
        result
    }

    /// Runs `dynamicparam` and binds what it offers.
    fn bind_dynamic(&mut self, engine: &mut Engine) -> Run {
        let block = self.frame.block.clone();
        let Some(body) = &block.dynamic_param else { return Ok(()) };
        let saved = self.enter(engine);
        let mut items = Collected::default();
        let name = self.name.clone();
        let result = engine.activated(&block, name, |engine| {
            self.prepare(engine)?;
            engine.run_named(&self.frame, body, &mut items)
        });
        engine.leave(saved);
        result?;
        self.prepared = false;
        let offered = items.value();
        let dynamic = super::host::dynamic_parameters(engine, &offered)?;
        let mut signature = Signature {
            name: self.signature.name.clone(),
            class: self.signature.class.clone(),
            parameters: self.signature.parameters.clone(),
            sets: self.signature.sets.clone(),
            default_set: self.signature.default_set,
            default_set_name: self.signature.default_set_name.clone(),
            positional: self.signature.positional,
            is_cmdlet: false,
            advanced: true,
            should_process: self.signature.should_process,
            takes_input: self.signature.takes_input,
        };
        let first = signature.parameters.len();
        signature.parameters.extend(dynamic);
        self.binding.values.resize(signature.parameters.len(), None);
        let unknown = std::mem::take(&mut self.binding.unknown);
        for arg in unknown {
            if let Arg::Named { name, value, span, value_span, .. } = arg {
                match engine.parameter_named(&signature, &name, Some(span))? {
                    Some(at) => {
                        let value = value.unwrap_or(Value::Bool(true));
                        engine.bind_value(&signature, &mut self.binding, at, value, false, Some(value_span))?;
                    }
                    None => return Err(engine.no_parameter(&signature, &name, span)),
                }
            }
        }
        engine.finish_binding(&signature, &mut self.binding)?;
        for (at, param) in signature.parameters.iter().enumerate().skip(first) {
            if let Some(value) = &self.binding.values[at] {
                super::host::set_dynamic_value(&offered, &param.name, value.clone());
                self.dynamic.push((param.name.clone(), value.clone()));
            }
        }
        self.signature = Rc::new(signature);
        Ok(())
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

/// `$input`, and enumerators in general: items and a place among them.
pub struct Enumerator {
    items: RefCell<Vec<Value>>,
    at: Cell<usize>,
    started: Cell<bool>,
}

impl ClrObject for Enumerator {
    fn class(&self) -> TypeId {
        TypeId::I_ENUMERATOR
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Current"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Current").then(|| match self.started.get() {
            true => self.items.borrow().get(self.at.get()).cloned().unwrap_or(Value::Null),
            false => Value::Null,
        })
    }
}

impl Enumerator {
    /// `MoveNext()`.
    pub fn move_next(&self) -> bool {
        if self.started.replace(true) {
            self.at.set(self.at.get() + 1);
        }
        self.at.get() < self.items.borrow().len()
    }

    /// `Reset()`.
    pub fn reset(&self) {
        self.started.set(false);
        self.at.set(0);
    }

    /// What has not been read yet; nothing is left.
    pub fn drain(&self) -> Vec<Value> {
        let items = self.items.borrow();
        let from = if self.started.get() { self.at.get() + 1 } else { 0 };
        self.started.set(true);
        self.at.set(items.len());
        items.get(from..).map(<[Value]>::to_vec).unwrap_or_default()
    }
}

/// An enumerator before its first item.
pub fn input_enumerator(items: Vec<Value>) -> Value {
    Object::from_clr(Enumerator { items: RefCell::new(items), at: Cell::new(0), started: Cell::new(false) })
}

/// An enumerator at an item (`$foreach`, `$switch`).
pub(super) fn enumerator_at(items: Vec<Value>, at: usize) -> Value {
    Object::from_clr(Enumerator { items: RefCell::new(items), at: Cell::new(at), started: Cell::new(true) })
}

/// The next item of an enumerator.
pub(super) fn next_item(enumerator: &Value) -> Option<Value> {
    let enumerator = enumerator.downcast::<Enumerator>()?;
    if enumerator.move_next() { enumerator.get("Current") } else { None }
}

/// The rest of an enumerator, if the value is one.
pub(super) fn drain_enumerator(_engine: &mut Engine, value: &Value) -> Run<Option<Vec<Value>>> {
    Ok(value.downcast::<Enumerator>().map(Enumerator::drain))
}
