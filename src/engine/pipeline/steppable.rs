//! `GetSteppablePipeline()`: a pipeline that a script feeds object by object.

use std::any::Any;
use std::cell::RefCell;

use super::super::command::block_code;
use super::stage::{Shared, Stage};
use crate::engine::Engine;
use crate::engine::scope::Frame;
use crate::program::{Element, PipelineCode, Stmt};
use crate::value::{Category, ClrObject, Object, Run, ScriptBlock, TypeId, Unwind, Value, convert};
use std::rc::Rc;

struct Parts {
    stages: Vec<Stage>,
    shared: Shared,
    has_input: bool,
    /// A stage has all it wants: what still comes is dropped.
    stopped: bool,
}

/// A pipeline between two of its steps.
pub struct SteppablePipeline {
    frame: Frame,
    parts: RefCell<Option<Parts>>,
}

impl ClrObject for SteppablePipeline {
    fn class(&self) -> TypeId {
        TypeId::STEPPABLE_PIPELINE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Engine {
    /// `$block.GetSteppablePipeline()`: the block is one pipeline of commands.
    pub(crate) fn steppable_pipeline(&mut self, block: &Rc<ScriptBlock>) -> Run<Value> {
        let code = block_code(block).block().clone();
        let frame = Frame::dotted(self.scope(), code.clone(), self.state.clone());
        if pipeline_of(&frame).is_none() {
            return Err(self.raise(
                "Only a script block that contains exactly one pipeline or command can be converted to a steppable pipeline.",
                "OnlyPipelineCanBeConverted",
                Category::InvalidOperation,
            ));
        }
        Ok(Object::from_clr(SteppablePipeline { frame, parts: RefCell::new(None) }))
    }

    /// `Begin`, `Process`, `End`, `Clean`, `Dispose`; what comes out is the call's value.
    pub(crate) fn take_step(&mut self, steps: &SteppablePipeline, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
        match name.to_ascii_lowercase().as_str() {
            "begin" => Some(self.begin_steps(steps, arguments)),
            "process" => Some(self.process_step(steps, arguments)),
            "end" => Some(self.end_steps(steps)),
            "clean" | "dispose" => {
                if let Some(mut parts) = steps.parts.borrow_mut().take() {
                    for stage in &mut parts.stages {
                        stage.clean(self);
                    }
                }
                Some(Ok(Value::Nothing))
            }
            _ => None,
        }
    }

    fn begin_steps(&mut self, steps: &SteppablePipeline, arguments: &[Value]) -> Run<Value> {
        // A command's own call says whether it is fed.
        let has_input = match arguments.first() {
            Some(Value::Bool(on)) => *on,
            Some(other) if convert::integer_of(other).is_some() => convert::to_bool(other),
            _ => true,
        };
        let Some(code) = pipeline_of(&steps.frame) else { return Ok(Value::Nothing) };
        let n = code.elements.len();
        let mut stages = Vec::with_capacity(n);
        for (at, element) in code.elements.iter().enumerate() {
            let Element::Command(command) = element else { continue };
            let mut stage = self.stage(&steps.frame, command, at > 0 || has_input, at + 1, n)?;
            self.redirect_stage(&steps.frame, &mut stage, &command.redirections)?;
            stages.push(stage);
        }
        let id = self.number_pipeline();
        let shared = Shared { id, state: self.state.clone(), scope: self.scope(), streams: self.streams.clone(), redirected: false };
        let mut out = Vec::new();
        for at in 0..stages.len() {
            let (first, rest) = stages[at..].split_first_mut().expect("a stage at each place");
            first.begin(self, rest, &mut out, &shared)?;
        }
        *steps.parts.borrow_mut() = Some(Parts { stages, shared, has_input, stopped: false });
        Ok(Value::from_outputs(out))
    }

    fn process_step(&mut self, steps: &SteppablePipeline, arguments: &[Value]) -> Run<Value> {
        let Some(mut parts) = steps.parts.borrow_mut().take() else { return Err(self.not_begun()) };
        let mut out = Vec::new();
        let mut result = Ok(());
        if !parts.stopped
            && let Some((first, rest)) = parts.stages.split_first_mut()
        {
            let input = arguments.first().cloned().unwrap_or(Value::Null);
            result = first.take(self, input, rest, &mut out, &parts.shared);
        }
        if let Err(raise) = &result
            && let Unwind::StopUpstream(id) = &*raise.0
            && *id == parts.shared.id
        {
            parts.stopped = true;
            result = Ok(());
        }
        *steps.parts.borrow_mut() = Some(parts);
        result?;
        Ok(Value::from_outputs(out))
    }

    fn end_steps(&mut self, steps: &SteppablePipeline) -> Run<Value> {
        let Some(mut parts) = steps.parts.borrow_mut().take() else { return Err(self.not_begun()) };
        let mut out = Vec::new();
        let first = if parts.stopped { parts.stages.iter().position(|stage| stage.stopper).unwrap_or(0) } else { 0 };
        for stage in &mut parts.stages[..first] {
            stage.ended = true;
        }
        let has_input = parts.has_input || parts.stopped;
        let result = self.end_stages(&mut parts.stages[first..], &mut out, &parts.shared, has_input);
        for stage in &mut parts.stages {
            stage.clean(self);
        }
        result?;
        Ok(Value::from_outputs(out))
    }

    fn not_begun(&mut self) -> crate::value::Raise {
        self.raise("The pipeline was not begun, or has ended already.", "InvalidOperation", Category::InvalidOperation)
    }
}

/// The block's only statement, where it is a pipeline of commands.
fn pipeline_of(frame: &Frame) -> Option<&PipelineCode> {
    match frame.block.end.as_ref()?.statements.as_slice() {
        [Stmt::Pipeline(code)] if code.elements.iter().all(|element| matches!(element, Element::Command(_))) => Some(code),
        _ => None,
    }
}
