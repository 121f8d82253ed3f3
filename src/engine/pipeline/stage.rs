//! HOT: a stage of a pipeline, and the rest of the chain behind it.

use super::super::binding::{Binding, PipelineBinding, Role, Signature};
use super::super::function::FunctionStage;
use super::super::native::NativeStage;
use super::super::redirect::{RedirectFile, Streams};
use super::super::scope::{Scope, SessionState};
use super::super::session::Engine;
use crate::cmdlet::{Call, Cmdlet, Context, Host, Output};
use crate::program::Symbol;
use crate::value::{List, Raise, Run, Unwind, Value};
use std::cell::RefCell;
use std::rc::Rc;

/// A cmdlet in a pipeline.
pub(super) struct CmdletStage {
    pub(super) cmdlet: Box<dyn Cmdlet>,
    pub(super) call: Call,
    pub(super) signature: Rc<Signature>,
    pub(super) binding: Binding,
    pub(super) pipeline: Option<PipelineBinding>,
    pub(super) class: Rc<str>,
    pub(super) name: Rc<str>,
}

pub(super) enum Kind {
    Cmdlet(Box<CmdletStage>),
    Function(Box<FunctionStage>),
    Native(Box<NativeStage>),
}

/// A stage.
pub(super) struct Stage {
    pub(super) kind: Kind,
    pub(super) begun: bool,
    pub(super) ended: bool,
    /// It has asked the stages before it to stop.
    pub(super) stopper: bool,
    pub(super) streams: Option<Rc<Streams>>,
    /// Objects merged into output, waiting for the next one.
    pub(super) queue: Option<Rc<RefCell<Vec<Value>>>>,
    /// Files that streams go to.
    pub(super) files: Vec<Rc<RefCell<RedirectFile>>>,
    /// Where output goes instead of down the pipeline.
    pub(super) output: Option<Rc<RefCell<RedirectFile>>>,
    /// Whether output is dropped.
    pub(super) output_null: bool,
    pub(super) out_variable: Option<Rc<List>>,
    pub(super) pipeline_variable: Option<Symbol>,
}

/// What all stages share.
pub(super) struct Shared {
    pub(super) id: u64,
    pub(super) state: Rc<SessionState>,
    pub(super) scope: Rc<Scope>,
    pub(super) streams: Rc<Streams>,
    pub(super) redirected: bool,
}

/// The rest of the chain behind a stage.
pub(super) struct Pipe<'a> {
    pub(super) stages: &'a mut [Stage],
    pub(super) sink: &'a mut dyn Output,
    pub(super) shared: &'a Shared,
    pub(super) queue: Option<Rc<RefCell<Vec<Value>>>>,
    pub(super) output: Option<Rc<RefCell<RedirectFile>>>,
    pub(super) output_null: bool,
    pub(super) out_variable: Option<Rc<List>>,
    pub(super) pipeline_variable: Option<Symbol>,
}

impl Pipe<'_> {
    pub(super) fn pass(&mut self, engine: &mut Engine, value: Value) -> Run {
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

    pub(super) fn drain(&mut self, engine: &mut Engine) -> Run {
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
        let engine = crate::engine::engine_of(host);
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

    fn is_host(&self) -> bool {
        self.stages.is_empty()
            && !self.output_null
            && self.output.is_none()
            && self.out_variable.is_none()
            && self.pipeline_variable.is_none()
            && !self.shared.redirected
            && self.sink.is_host()
    }
}

impl Stage {
    pub(super) fn of(kind: Kind) -> Stage {
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
    pub(super) fn run(
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
        // What a cmdlet's blocks write is lost where the cmdlet merges that stream into its output.
        let own_blocks = match (&self.kind, &self.queue) {
            (Kind::Cmdlet(_), Some(queue)) => Some(Rc::new(engine.streams.without(queue))),
            _ => None,
        };
        let blocks = std::mem::replace(&mut engine.block_streams, own_blocks);
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
        engine.block_streams = blocks;
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
    pub(super) fn name_error(&self, engine: &mut Engine, raise: Raise) -> Raise {
        match &self.kind {
            Kind::Cmdlet(stage) => engine.command_error(&stage.call.invocation, &stage.class, &stage.name, raise),
            _ => raise,
        }
    }

    pub(super) fn begin(&mut self, engine: &mut Engine, rest: &mut [Stage], sink: &mut dyn Output, shared: &Shared) -> Run {
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
    pub(super) fn take(&mut self, engine: &mut Engine, value: Value, rest: &mut [Stage], sink: &mut dyn Output, shared: &Shared) -> Run {
        self.begin(engine, rest, sink, shared)?;
        engine.poll()?;
        self.run(engine, rest, sink, shared, |kind, engine, pipe| match kind {
            Kind::Cmdlet(stage) => stage.take(engine, value, pipe),
            Kind::Function(stage) => stage.process(engine, value, pipe),
            Kind::Native(stage) => stage.take(engine, value),
        })
    }

    pub(super) fn end(&mut self, engine: &mut Engine, rest: &mut [Stage], sink: &mut dyn Output, shared: &Shared, has_input: bool) -> Run {
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

    pub(super) fn write_files(&mut self, engine: &mut Engine) -> Run {
        let files: Vec<_> = self.files.drain(..).collect();
        for file in files {
            engine.write_redirect_file(&file)?;
        }
        Ok(())
    }

    pub(super) fn clean(&mut self, engine: &mut Engine) {
        match &mut self.kind {
            Kind::Cmdlet(stage) => stage.cmdlet.stop(),
            Kind::Function(stage) => stage.clean(engine),
            Kind::Native(_) => {}
        }
        let _ = self.write_files(engine);
    }
}

impl CmdletStage {
    pub(super) fn take(&mut self, engine: &mut Engine, value: Value, pipe: &mut Pipe<'_>) -> Run {
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
pub(super) fn set_of(spec: &'static crate::cmdlet::Spec, signature: &Signature, mask: u64) -> &'static str {
    let name = signature.set_name(mask);
    spec.sets().into_iter().find(|own| own.eq_ignore_ascii_case(&name)).unwrap_or(spec.default_set)
}
