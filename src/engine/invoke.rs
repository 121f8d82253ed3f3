//! Calling functions and script blocks.

use super::function::FunctionStage;
use super::objects::input_enumerator;
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use super::binding::{Arg, Binding, CommonParameter, PipelineBinding, Role, Signature};
use super::command::{Command, block_code, home_of};
use super::eval::{Collected, Flow};
use super::scope::{CallInfo, Frame, Scope, ScopeKind};
use super::session::{Activation, Engine};
use crate::cmdlet::{Output, Preference, Preferences};
use crate::program::{Block, Body, Symbol};
use crate::source::Span;
use crate::value::{Category, Raise, Run, ScriptBlock, TypeId, Unwind, Value, convert};

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

impl Engine {
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
    pub(super) fn run_all_blocks(&mut self, frame: &Frame, out: &mut dyn Output) -> Run {
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
        let mut stage = self.open_stage(command, args, invocation, dotted, expecting_input)?;
        if stage.frame.block.dynamic_param.is_some() {
            stage.bind_dynamic(self, expecting_input)?;
            return Ok(stage);
        }
        let signature = stage.signature.clone();
        let takes = expecting_input && signature.takes_input;
        if takes && stage.binding.unknown.is_empty() {
            self.choose_set(&signature, &mut stage.binding, Some(()))?;
        } else {
            self.finish_binding(&signature, &mut stage.binding)?;
        }
        stage.pipeline = takes.then(|| PipelineBinding::new(&signature, stage.binding.clone()));
        Ok(stage)
    }

    /// The same with its arguments bound as far as they go: sets and missing parameters are not looked at yet.
    pub(crate) fn open_stage(
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
        let mut binding = self.bind_open(&signature, args, expecting_input, block.dynamic_param.is_some())?;
        let mut preferences = Preferences::default();
        self.take_common(&signature, &binding, &mut preferences)?;
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
        Ok(FunctionStage {
            pipeline: None,
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
        })
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
