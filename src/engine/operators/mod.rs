//! The operators, as functions of their operands: `+`, `-eq`, `-match`, `-f` …
//!
//! [`binary`] and [`unary`] take any operator; where a call site knows its operator, the functions of the modules are
//! quicker. `-and`, `-or`, `-xor` and `??` look at truth alone and do not evaluate what they need not: that is `eval`'s.

pub mod arithmetic;
pub mod bits;
pub mod comparison;
pub mod containment;
mod failure;
pub mod format;
pub mod join;
pub mod matching;
mod number;
mod objects;
mod overloaded;
pub mod pattern;
pub mod range;
pub mod repeat;
pub mod replace;
pub mod split;
pub mod step;
pub mod types;

use arithmetic::{add, divide, multiply, remainder, subtract};
use bits::{BitOperation, bitwise};
use comparison::{Comparison, compare};
use containment::contains;
pub(super) use repeat::append_items;

use crate::syntax::operator::{BinaryOperator, Case, UnaryOperator};
use crate::value::convert::to_bool;
use crate::value::{Run, Runtime, Value};

/// A binary operator on two values that are there already.
pub fn binary(rt: &mut dyn Runtime, operator: BinaryOperator, left: &Value, right: &Value) -> Run<Value> {
    use BinaryOperator as B;
    let heeds = |case: Case| case == Case::Heed;
    match operator {
        B::Add => add(rt, left, right),
        B::Subtract => subtract(rt, left, right),
        B::Multiply => multiply(rt, left, right),
        B::Divide => divide(rt, left, right),
        B::Remainder => remainder(rt, left, right),
        B::Equal(case) => compare(rt, Comparison::Equal, left, right, heeds(case)),
        B::NotEqual(case) => compare(rt, Comparison::NotEqual, left, right, heeds(case)),
        B::Greater(case) => compare(rt, Comparison::Greater, left, right, heeds(case)),
        B::GreaterOrEqual(case) => compare(rt, Comparison::GreaterOrEqual, left, right, heeds(case)),
        B::Less(case) => compare(rt, Comparison::Less, left, right, heeds(case)),
        B::LessOrEqual(case) => compare(rt, Comparison::LessOrEqual, left, right, heeds(case)),
        B::Like(case) => matching::like(rt, left, right, heeds(case), false),
        B::NotLike(case) => matching::like(rt, left, right, heeds(case), true),
        B::Match(case) => Ok(matching::match_with_captures(rt, left, right, heeds(case), false)?.result),
        B::NotMatch(case) => Ok(matching::match_with_captures(rt, left, right, heeds(case), true)?.result),
        B::Replace(case) => replace::replace(rt, left, right, heeds(case)),
        B::Split(case) => split::split(rt, left, right, heeds(case)),
        B::Join => join::join(rt, left, right),
        B::Contains(case) => Ok(Value::Bool(contains(rt, left, right, heeds(case))?)),
        B::NotContains(case) => Ok(Value::Bool(!contains(rt, left, right, heeds(case))?)),
        B::In(case) => Ok(Value::Bool(contains(rt, right, left, heeds(case))?)),
        B::NotIn(case) => Ok(Value::Bool(!contains(rt, right, left, heeds(case))?)),
        B::Is => Ok(Value::Bool(types::is(rt, left, right)?)),
        B::IsNot => Ok(Value::Bool(!types::is(rt, left, right)?)),
        B::As => types::cast_as(rt, left, right),
        B::BitAnd => bitwise(rt, BitOperation::And, left, right),
        B::BitOr => bitwise(rt, BitOperation::Or, left, right),
        B::BitXor => bitwise(rt, BitOperation::Xor, left, right),
        B::ShiftLeft => bits::shift(rt, left, right, true),
        B::ShiftRight => bits::shift(rt, left, right, false),
        B::Format => format::format(rt, left, right),
        B::Range => range::range(left, right),
        B::And => Ok(Value::Bool(to_bool(left) && to_bool(right))),
        B::Or => Ok(Value::Bool(to_bool(left) || to_bool(right))),
        B::Xor => Ok(Value::Bool(to_bool(left) != to_bool(right))),
        B::Coalesce => Ok(if left.is_null() { right.clone() } else { left.clone() }),
    }
}

/// A unary operator on a value; `++` and `--` give the value to assign.
pub fn unary(rt: &mut dyn Runtime, operator: UnaryOperator, operand: &Value) -> Run<Value> {
    use UnaryOperator as U;
    match operator {
        U::Not | U::Exclaim => Ok(Value::Bool(!to_bool(operand))),
        U::BitNot => bits::not(rt, operand),
        U::Plus => add(rt, &Value::Int(0), operand),
        U::Minus => subtract(rt, &Value::Int(0), operand),
        U::Join => join::join(rt, operand, &Value::Null),
        U::Split(_) => split::split_blanks(rt, operand),
        U::PreIncrement | U::PostIncrement => step::step(rt, operand, true),
        U::PreDecrement | U::PostDecrement => step::step(rt, operand, false),
    }
}
