//! `switch`.

use super::loops::Turn;
use super::stmt::Flow;
use crate::cmdlet::Output;
use crate::engine::operators;
use crate::engine::scope::Frame;
use crate::engine::session::Engine;
use crate::program::{Expr, SwitchCode};
use crate::syntax::operator::{BinaryOperator, Case};
use crate::value::{Category, Run, TypeId, Value, convert};

impl Engine {
    pub(super) fn exec_switch(&mut self, frame: &Frame, code: &SwitchCode, out: &mut dyn Output) -> Run<Flow> {
        let value = self.value_of(frame, &code.items)?;
        let items = if code.flags.file {
            self.switch_file(&value)?
        } else {
            match value {
                Value::Nothing => return Ok(Flow::Next),
                value => self.enumerate(&value)?.unwrap_or_else(|| vec![value]),
            }
        };
        let place = frame.place(code.underscore);
        let saved = frame.scope.slots.borrow()[place].value.clone();
        let mut result = Ok(Flow::Next);
        // `$switch` may move on by itself.
        let enumerator = crate::engine::objects::input_enumerator(items);
        if let Some(slot) = code.enumerator {
            self.write_slot(frame, slot, enumerator.clone())?;
        }
        while let Some(item) = crate::engine::objects::next_item(&enumerator) {
            match self.switch_item(frame, code, item, place, out) {
                Ok(Turn::On) => {}
                Ok(Turn::Out) => break,
                Ok(Turn::Return) => {
                    result = Ok(Flow::Return);
                    break;
                }
                Err(raise) => {
                    result = Err(raise);
                    break;
                }
            }
        }
        frame.scope.slots.borrow_mut()[place].value = saved;
        result
    }

    /// Tests one item against all clauses: `continue` goes on with the next item, `break` ends the switch.
    fn switch_item(&mut self, frame: &Frame, code: &SwitchCode, item: Value, place: usize, out: &mut dyn Output) -> Run<Turn> {
        let mut matched = false;
        for (condition, body) in &code.clauses {
            frame.scope.slots.borrow_mut()[place].value = Some(item.clone());
            if !self.switch_matches(frame, code, condition, &item)? {
                continue;
            }
            matched = true;
            let result = self.run_body(frame, body, out);
            let continued = matches!(result, Ok(Flow::Continue));
            match self.turn(result, &code.label)? {
                Turn::On if continued => return Ok(Turn::On),
                Turn::On => {}
                other => return Ok(other),
            }
        }
        if !matched && let Some(body) = &code.default {
            frame.scope.slots.borrow_mut()[place].value = Some(item);
            let result = self.run_body(frame, body, out);
            return self.turn(result, &code.label);
        }
        Ok(Turn::On)
    }

    fn switch_matches(&mut self, frame: &Frame, code: &SwitchCode, condition: &Expr, item: &Value) -> Run<bool> {
        let wanted = self.eval(frame, condition)?;
        let case = if code.flags.case_sensitive { Case::Heed } else { Case::Ignore };
        if let Value::ScriptBlock(block) = &wanted {
            let result = self.call_block_with(block, Some(item.clone()), Vec::new())?;
            return Ok(convert::to_bool(&result));
        }
        if code.flags.wildcard {
            let text = convert::to_text(self, item)?;
            let pattern = convert::to_text(self, &wanted)?;
            let result = operators::binary(self, BinaryOperator::Like(case), &Value::Str(text), &Value::Str(pattern))?;
            return Ok(convert::to_bool(&result));
        }
        if code.flags.regex {
            let text = convert::to_text(self, item)?;
            let outcome = operators::matching::match_with_captures(self, &Value::Str(text), &wanted, case == Case::Heed, false)?;
            if let Some(data) = outcome.captures {
                let found = crate::engine::scope::LastMatch { make: Box::new(move || data.to_table()), value: Default::default() };
                *frame.scope.last_match.borrow_mut() = Some(std::rc::Rc::new(found));
            }
            return Ok(convert::to_bool(&outcome.result));
        }
        // Both sides are compared as text; null equals null alone.
        if item.is_null() || wanted.is_null() {
            return Ok(item.is_null() && wanted.is_null());
        }
        let (text, wanted) = (convert::to_text(self, item)?, convert::to_text(self, &wanted)?);
        Ok(if case == Case::Heed { text == wanted } else { crate::value::dict::eq_folded(&text, &wanted) })
    }

    fn switch_file(&mut self, value: &Value) -> Run<Vec<Value>> {
        let path = convert::to_text(self, value)?;
        let full = self.resolve_path(&path);
        match std::fs::read(&full) {
            Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).lines().map(Value::str).collect()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(self.raise_as(
                TypeId::ITEM_NOT_FOUND_EXCEPTION,
                format!("Cannot find path '{}' because it does not exist.", full.display()),
                "PathNotFound",
                Category::ObjectNotFound,
                Value::str(full.to_string_lossy()),
            )),
            Err(error) => Err(self.raise_as(
                TypeId::FILE_NOT_FOUND_EXCEPTION,
                format!("The file could not be read: {error}"),
                "FileReadError",
                Category::InvalidOperation,
                Value::Str(path),
            )),
        }
    }
}
