//! Loops.

use super::plain;
use super::stmt::Flow;
use crate::cmdlet::Output;
use crate::engine::operators;
use crate::engine::scope::Frame;
use crate::engine::session::Engine;
use crate::program::{Expr, ForCode, ForEachCode, LoopCode, LoopKind, Stmt};
use crate::syntax::operator::BinaryOperator;
use crate::value::{DictKind, Raise, Run, Unwind, Value};
use std::rc::Rc;

/// What a loop does after a turn.
pub(super) enum Turn {
    /// The next one.
    On,
    /// Leave the loop.
    Out,
    /// Leave the block.
    Return,
}

impl Engine {
    /// Reads how a turn ended; labels of other loops pass through.
    #[inline]
    pub(super) fn turn(&mut self, result: Run<Flow>, label: &Option<Rc<str>>) -> Run<Turn> {
        match result {
            Ok(Flow::Next | Flow::Continue) => {
                self.poll()?;
                Ok(Turn::On)
            }
            Ok(Flow::Break) => Ok(Turn::Out),
            Ok(Flow::Return) => Ok(Turn::Return),
            Err(raise) => self.labelled(raise, label),
        }
    }

    #[cold]
    fn labelled(&mut self, raise: Raise, label: &Option<Rc<str>>) -> Run<Turn> {
        let own = |wanted: &Option<Rc<str>>| match (wanted, label) {
            (None, _) => true,
            (Some(wanted), Some(label)) => wanted.eq_ignore_ascii_case(label),
            (Some(wanted), None) => wanted.is_empty(),
        };
        match &*raise.0 {
            Unwind::Break(wanted) if own(wanted) => Ok(Turn::Out),
            Unwind::Continue(wanted) if own(wanted) => {
                self.poll()?;
                Ok(Turn::On)
            }
            _ => Err(raise),
        }
    }

    pub(super) fn exec_loop(&mut self, frame: &Frame, code: &LoopCode, out: &mut dyn Output) -> Run<Flow> {
        loop {
            if code.kind == LoopKind::While && !self.condition(frame, &code.condition)? {
                return Ok(Flow::Next);
            }
            let result = self.run_body(frame, &code.body, out);
            match self.turn(result, &code.label)? {
                Turn::On => {}
                Turn::Out => return Ok(Flow::Next),
                Turn::Return => return Ok(Flow::Return),
            }
            let again = match code.kind {
                LoopKind::While => true,
                LoopKind::DoWhile => self.condition(frame, &code.condition)?,
                LoopKind::DoUntil => !self.condition(frame, &code.condition)?,
            };
            if !again {
                return Ok(Flow::Next);
            }
        }
    }

    pub(super) fn exec_for(&mut self, frame: &Frame, code: &ForCode, out: &mut dyn Output) -> Run<Flow> {
        if let Some(initializer) = &code.initializer {
            self.silent(frame, initializer)?;
        }
        loop {
            if let Some(condition) = &code.condition
                && !self.condition(frame, condition)?
            {
                return Ok(Flow::Next);
            }
            let result = self.run_body(frame, &code.body, out);
            match self.turn(result, &code.label)? {
                Turn::On => {}
                Turn::Out => return Ok(Flow::Next),
                Turn::Return => return Ok(Flow::Return),
            }
            if let Some(iterator) = &code.iterator {
                self.silent(frame, iterator)?;
            }
        }
    }

    /// Runs a part of `for` whose value goes nowhere.
    fn silent(&mut self, frame: &Frame, statement: &Stmt) -> Run {
        match statement {
            Stmt::Assign(code) => self.assign_statement(frame, code),
            Stmt::Expr(_, Expr::Increment(code)) if plain::step(frame, code) => Ok(()),
            Stmt::Expr(span, expr) => {
                self.at(*span);
                self.eval(frame, expr).map(drop)
            }
            other => self.value_of(frame, other).map(drop),
        }
    }

    pub(super) fn exec_foreach(&mut self, frame: &Frame, code: &ForEachCode, out: &mut dyn Output) -> Run<Flow> {
        // A range is counted, not built.
        if let Stmt::Expr(span, Expr::Binary(binary)) = &code.items
            && binary.operator == BinaryOperator::Range
            && code.enumerator.is_none()
        {
            self.at(*span);
            let from = self.eval(frame, &binary.left)?;
            let to = self.eval(frame, &binary.right)?;
            if let (Value::Int(from), Value::Int(to)) = (&from, &to) {
                let step = if to >= from { 1 } else { -1 };
                let mut at = *from;
                loop {
                    self.assign_target(frame, &code.variable, Value::Int(at))?;
                    let result = self.run_body(frame, &code.body, out);
                    match self.turn(result, &code.label)? {
                        Turn::On => {}
                        Turn::Out => return Ok(Flow::Next),
                        Turn::Return => return Ok(Flow::Return),
                    }
                    if at == *to {
                        return Ok(Flow::Next);
                    }
                    at += step;
                }
            }
            let value = operators::binary(self, BinaryOperator::Range, &from, &to)?;
            return self.foreach_value(frame, code, value, out);
        }
        let value = self.value_of(frame, &code.items)?;
        self.foreach_value(frame, code, value, out)
    }

    fn foreach_value(&mut self, frame: &Frame, code: &ForEachCode, value: Value, out: &mut dyn Output) -> Run<Flow> {
        match &value {
            Value::Null | Value::Nothing => Ok(Flow::Next),
            Value::Array(array) => {
                let mut at = 0;
                loop {
                    let item = match array.items.borrow().get(at) {
                        Some(item) => item.clone(),
                        None => return Ok(Flow::Next),
                    };
                    if let Some(flow) = self.foreach_turn(frame, code, item, &value, at, out)? {
                        return Ok(flow);
                    }
                    at += 1;
                }
            }
            Value::List(list) => {
                let version = list.version.get();
                let mut at = 0;
                loop {
                    let item = match list.items.borrow().get(at) {
                        Some(item) => item.clone(),
                        None => return Ok(Flow::Next),
                    };
                    if let Some(flow) = self.foreach_turn(frame, code, item, &value, at, out)? {
                        return Ok(flow);
                    }
                    at += 1;
                    if list.version.get() != version {
                        return Err(self.changed());
                    }
                }
            }
            Value::Dict(_) => self.foreach_turn(frame, code, value.clone(), &value, 0, out).map(|flow| flow.unwrap_or(Flow::Next)),
            _ => {
                let items = self.enumerate(&value)?.unwrap_or_else(|| vec![value.clone()]);
                let watched = self.watched(&value);
                for (at, item) in items.into_iter().enumerate() {
                    if let Some(flow) = self.foreach_turn(frame, code, item, &value, at, out)? {
                        return Ok(flow);
                    }
                    if let Some((dict, version)) = &watched
                        && dict.version.get() != *version
                    {
                        return Err(self.changed());
                    }
                }
                Ok(Flow::Next)
            }
        }
    }

    /// The dictionary whose keys, values or entries are being enumerated, and its version.
    fn watched(&self, value: &Value) -> Option<(Rc<crate::value::Dict>, u32)> {
        let dict = crate::value::members::watched(value)?;
        let version = dict.version.get();
        matches!(dict.kind, DictKind::Hashtable | DictKind::Ordered(_) | DictKind::Generic(_)).then_some((dict, version))
    }

    fn changed(&mut self) -> Raise {
        self.raise_as(
            crate::value::TypeId::INVALID_OPERATION_EXCEPTION,
            "Collection was modified; enumeration operation may not execute.",
            "System.InvalidOperationException",
            crate::value::Category::OperationStopped,
            Value::Null,
        )
    }

    fn foreach_turn(
        &mut self,
        frame: &Frame,
        code: &ForEachCode,
        item: Value,
        all: &Value,
        at: usize,
        out: &mut dyn Output,
    ) -> Run<Option<Flow>> {
        self.assign_target(frame, &code.variable, item)?;
        if let Some(slot) = code.enumerator {
            let enumerator = crate::engine::objects::enumerator_at(all.enumerate().unwrap_or_default(), at);
            self.write_slot(frame, slot, enumerator)?;
        }
        let result = self.run_body(frame, &code.body, out);
        Ok(match self.turn(result, &code.label)? {
            Turn::On => None,
            Turn::Out => Some(Flow::Next),
            Turn::Return => Some(Flow::Return),
        })
    }
}
