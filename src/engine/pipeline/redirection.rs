//! Redirections of stages and expressions.

use super::super::redirect::StreamTarget;
use super::super::scope::Frame;
use super::super::session::Engine;
use super::stage::{Kind, Stage};
use crate::cmdlet::{Output, StreamKind};
use crate::program::{Expr, RedirectionCode};
use crate::syntax::ast::Stream;
use crate::value::{Run, Value};
use std::cell::RefCell;
use std::rc::Rc;

impl Engine {
    /// Sets up a stage's redirections.
    pub(super) fn redirect_stage(&mut self, frame: &Frame, stage: &mut Stage, redirections: &[RedirectionCode]) -> Run {
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
    pub(super) fn redirect_expression(
        &mut self,
        frame: &Frame,
        expr: &Expr,
        redirections: &[RedirectionCode],
        out: &mut dyn Output,
    ) -> Run {
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
        let mut merged = Merged { queue: queue.clone(), items: Vec::new() };
        let value = match expr {
            Expr::Sub(body) => self.run_inner(frame, body, &mut merged).map(|()| Value::Nothing),
            expr => self.eval(frame, expr),
        };
        self.streams = saved;
        let mut items = merged.items;
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

/// The streams that a redirection takes from, beside output.
pub(super) fn kinds_of(stream: Stream) -> Vec<StreamKind> {
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

/// Output with what other streams wrote before it.
struct Merged {
    queue: Rc<RefCell<Vec<Value>>>,
    items: Vec<Value>,
}

impl Output for Merged {
    fn push(&mut self, _host: &mut dyn crate::cmdlet::Host, value: Value) -> Run {
        self.items.append(&mut self.queue.borrow_mut());
        self.items.push(value);
        Ok(())
    }
}
