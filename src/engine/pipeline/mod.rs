//! HOT: pipelines. Each object is pushed straight down the chain of stages.
//!
//! Every stage begins before the first object of the one before it reaches it; `end` runs from left to right. A
//! stage that has all it wants raises [`Unwind::StopUpstream`]: the stages before it stop, the rest ends as usual.

mod command;
mod plain;
mod redirection;
mod setup;
mod stage;
mod steppable;

pub(crate) use steppable::SteppablePipeline;

use stage::{Kind, Pipe, Shared, Stage};

use super::scope::Frame;
use super::session::Engine;
use crate::cmdlet::Output;
use crate::program::{Element, Expr, PipelineCode, RedirectionCode};
use crate::source::Span;
use crate::syntax::operator::BinaryOperator;
use crate::value::{Run, Unwind, Value};

impl Engine {
    /// Runs a pipeline as a statement.
    pub(crate) fn run_pipeline(&mut self, frame: &Frame, code: &PipelineCode, out: &mut dyn Output) -> Run {
        if code.background {
            return self.start_background(frame, code, out);
        }
        if self.any_strict && self.strict_in(frame) >= 20 {
            self.refuse_method_like(code)?;
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

    #[cold]
    fn refuse_method_like(&mut self, code: &PipelineCode) -> Run {
        if !code.elements.iter().any(|element| matches!(element, Element::Command(command) if command.method_like)) {
            return Ok(());
        }
        Err(self.raise(
            "The function or command was called as if it were a method. Parameters should be separated by spaces. For information about parameters, see the about_Parameters Help topic.",
            "StrictModeFunctionCallWithParens",
            crate::value::Category::InvalidOperation,
        ))
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
}
