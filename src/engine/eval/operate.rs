//! Operators: the frequent cases here, the rest in `operators/`.

use crate::engine::operators;
use crate::engine::scope::{Frame, LastMatch};
use crate::engine::session::Engine;
use crate::program::BinaryCode;
use crate::syntax::operator::{BinaryOperator, Case, UnaryOperator};
use crate::value::{Run, Value, convert};
use std::cell::RefCell;
use std::rc::Rc;

impl Engine {
    #[inline]
    pub(super) fn eval_binary(&mut self, frame: &Frame, code: &BinaryCode) -> Run<Value> {
        if code.plain
            && let Some(value) = self.plain(frame, code).value()
        {
            return Ok(value);
        }
        self.eval_operator(frame, code)
    }

    #[inline(never)]
    fn eval_operator(&mut self, frame: &Frame, code: &BinaryCode) -> Run<Value> {
        match code.operator {
            BinaryOperator::And => {
                let left = self.eval(frame, &code.left)?;
                if !convert::to_bool(&left) {
                    return Ok(Value::Bool(false));
                }
                let right = self.eval(frame, &code.right)?;
                return Ok(Value::Bool(convert::to_bool(&right)));
            }
            BinaryOperator::Or => {
                let left = self.eval(frame, &code.left)?;
                if convert::to_bool(&left) {
                    return Ok(Value::Bool(true));
                }
                let right = self.eval(frame, &code.right)?;
                return Ok(Value::Bool(convert::to_bool(&right)));
            }
            BinaryOperator::Coalesce => {
                let left = self.eval(frame, &code.left)?;
                return if left.is_null() { self.eval(frame, &code.right) } else { Ok(left) };
            }
            _ => {}
        }
        let left = self.eval(frame, &code.left)?;
        let right = self.eval(frame, &code.right)?;
        if let (Value::Int(a), Value::Int(b)) = (&left, &right)
            && let Some(value) = int_operation(code.operator, *a, *b)
        {
            return Ok(value);
        }
        match code.operator {
            BinaryOperator::Match(case) | BinaryOperator::NotMatch(case) => {
                let negated = matches!(code.operator, BinaryOperator::NotMatch(_));
                self.eval_match(frame, &left, &right, case == Case::Heed, negated)
            }
            BinaryOperator::Is | BinaryOperator::IsNot => {
                let is = self.is_of_type(&left, &right)?;
                Ok(Value::Bool(is == (code.operator == BinaryOperator::Is)))
            }
            BinaryOperator::As => {
                let type_id = self.type_from_value(&right, true)?;
                convert::as_type(self, &left, type_id)
            }
            operator => operators::binary(self, operator, &left, &right),
        }
    }

    fn eval_match(&mut self, frame: &Frame, left: &Value, right: &Value, case_sensitive: bool, negated: bool) -> Run<Value> {
        let outcome = operators::matching::match_with_captures(self, left, right, case_sensitive, negated)?;
        if let Some(data) = outcome.captures {
            *frame.scope.last_match.borrow_mut() =
                Some(Rc::new(LastMatch { make: Box::new(move || data.to_table()), value: RefCell::new(None) }));
            frame.scope.unset(crate::program::Symbol::MATCHES);
        }
        Ok(outcome.result)
    }

    pub(super) fn unary(&mut self, operator: UnaryOperator, operand: Value) -> Run<Value> {
        match operator {
            UnaryOperator::Not | UnaryOperator::Exclaim => Ok(Value::Bool(!convert::to_bool(&operand))),
            other => operators::unary(self, other, &operand),
        }
    }
}

/// Operators between two `[int]`s whose result is plain; none: take the long way.
#[inline(always)]
fn int_operation(operator: BinaryOperator, a: i32, b: i32) -> Option<Value> {
    Some(match operator {
        BinaryOperator::Add => match a.checked_add(b) {
            Some(sum) => Value::Int(sum),
            None => Value::Double(a as f64 + b as f64),
        },
        BinaryOperator::Subtract => match a.checked_sub(b) {
            Some(difference) => Value::Int(difference),
            None => Value::Double(a as f64 - b as f64),
        },
        BinaryOperator::Multiply => match a.checked_mul(b) {
            Some(product) => Value::Int(product),
            None => Value::Double(a as f64 * b as f64),
        },
        BinaryOperator::Remainder if b != 0 && b != -1 => Value::Int(a % b),
        BinaryOperator::Equal(_) => Value::Bool(a == b),
        BinaryOperator::NotEqual(_) => Value::Bool(a != b),
        BinaryOperator::Less(_) => Value::Bool(a < b),
        BinaryOperator::LessOrEqual(_) => Value::Bool(a <= b),
        BinaryOperator::Greater(_) => Value::Bool(a > b),
        BinaryOperator::GreaterOrEqual(_) => Value::Bool(a >= b),
        _ => return None,
    })
}
