//! HOT: arithmetic, comparisons and truth over numbers in slots, without values in between.
//!
//! An expression of operators, constants and variables alone has no effect besides its value. So it is tried on plain
//! machine numbers first; where an operand is something else, or the outcome is not sure (a division by zero, a
//! comparison of a long with a double), nothing has happened yet, and the general way takes over. Which expressions
//! are tried is decided when names are resolved ([`BinaryCode::plain`]): only the outermost of a nest, so that a
//! failed try costs one walk.

use crate::engine::scope::{Frame, Slot};
use crate::engine::session::Engine;
use crate::program::{BinaryCode, Expr, IncrementCode, Target, UnaryCode};
use crate::syntax::operator::{BinaryOperator, UnaryOperator};
use crate::value::Value;

/// What a [`Plain`] is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing plain: the general way has to find out.
    Other,
    Int,
    Long,
    Double,
    Bool,
}

/// A number or a truth value as the machine has it: two words, so that it travels in registers. (An enum with
/// payloads goes through memory, where each write of a part and read of the whole costs as much as the sum itself.)
#[derive(Clone, Copy)]
pub(super) struct Plain {
    kind: Kind,
    bits: u64,
}

/// Not plain.
pub(super) const OTHER: Plain = Plain { kind: Kind::Other, bits: 0 };

#[inline(always)]
fn int(number: i32) -> Plain {
    Plain { kind: Kind::Int, bits: i64::from(number) as u64 }
}

#[inline(always)]
fn long(number: Option<i64>) -> Plain {
    number.map_or(OTHER, |number| Plain { kind: Kind::Long, bits: number as u64 })
}

#[inline(always)]
fn double(number: f64) -> Plain {
    Plain { kind: Kind::Double, bits: number.to_bits() }
}

#[inline(always)]
fn bool(truth: bool) -> Plain {
    Plain { kind: Kind::Bool, bits: u64::from(truth) }
}

impl Plain {
    #[inline(always)]
    fn of(value: &Value) -> Plain {
        match value {
            Value::Int(number) => int(*number),
            Value::Double(number) => double(*number),
            Value::Bool(truth) => bool(*truth),
            Value::Long(number) => long(Some(*number)),
            _ => OTHER,
        }
    }

    /// As the language's value; none where it is not plain.
    #[inline(always)]
    pub(super) fn value(self) -> Option<Value> {
        Some(match self.kind {
            Kind::Int => Value::Int(self.bits as i32),
            Kind::Long => Value::Long(self.bits as i64),
            Kind::Double => Value::Double(f64::from_bits(self.bits)),
            Kind::Bool => Value::Bool(self.bits != 0),
            Kind::Other => return None,
        })
    }

    /// Whether it counts as true; none where it is not plain.
    #[inline(always)]
    pub(super) fn truth(self) -> Option<bool> {
        match self.kind {
            Kind::Int | Kind::Long | Kind::Bool => Some(self.bits != 0),
            Kind::Double => Some(f64::from_bits(self.bits) != 0.0),
            Kind::Other => None,
        }
    }

    #[inline(always)]
    fn is_true(self) -> bool {
        self.truth() == Some(true)
    }

    /// As a double, if it is an int or one.
    #[inline(always)]
    fn as_double(self) -> f64 {
        if self.kind == Kind::Int { self.bits as i32 as f64 } else { f64::from_bits(self.bits) }
    }
}

/// The variables of a frame.
struct Variables<'a> {
    slots: &'a [Slot],
    map: Option<&'a [u32]>,
}

impl Engine {
    /// The value of a plain expression, if its operands are plain.
    #[inline]
    pub(super) fn plain(&self, frame: &Frame, code: &BinaryCode) -> Plain {
        let slots = frame.scope.slots.borrow();
        binary(&Variables { slots: &slots, map: frame.map.as_deref() }, code)
    }

    /// `$slot op= expr` over plain numbers: the new value.
    #[inline]
    pub(super) fn plain_compound(&self, frame: &Frame, slot: u32, operator: BinaryOperator, expr: &Expr) -> Plain {
        match expr {
            Expr::Const(_) | Expr::Slot(_) => {}
            Expr::Binary(code) if code.plain => {}
            _ => return OTHER,
        }
        let slots = frame.scope.slots.borrow();
        let variables = Variables { slots: &slots, map: frame.map.as_deref() };
        let left = variables.read(slot);
        if left.kind == Kind::Other {
            return OTHER;
        }
        apply(operator, left, operand(&variables, expr))
    }
}

/// Puts a plain number into a variable without guards; false where it has some, or there is no number to put.
#[inline(always)]
pub(super) fn store(frame: &Frame, slot: u32, plain: Plain) -> bool {
    let mut slots = frame.scope.slots.borrow_mut();
    let slot = &mut slots[frame.place(slot)];
    if slot.info.is_some() {
        return false;
    }
    match (&mut slot.value, plain.kind) {
        (Some(Value::Int(number)), Kind::Int) => *number = plain.bits as i32,
        (Some(Value::Double(number)), Kind::Double) => *number = f64::from_bits(plain.bits),
        (value, _) => match plain.value() {
            Some(new) => *value = Some(new),
            None => return false,
        },
    }
    true
}

/// `$slot++` and `--` where the variable holds an int that stays one.
#[inline(always)]
pub(super) fn step(frame: &Frame, code: &IncrementCode) -> bool {
    let Target::Slot(slot) = &code.target else { return false };
    let mut slots = frame.scope.slots.borrow_mut();
    let slot = &mut slots[frame.place(*slot)];
    if let (Some(Value::Int(number)), None) = (&mut slot.value, &slot.info)
        && let Some(new) = if code.up { number.checked_add(1) } else { number.checked_sub(1) }
    {
        *number = new;
        return true;
    }
    false
}

impl Variables<'_> {
    #[inline(always)]
    fn read(&self, slot: u32) -> Plain {
        let place = match self.map {
            None => slot as usize,
            Some(map) => map[slot as usize] as usize,
        };
        self.slots[place].value.as_ref().map_or(OTHER, Plain::of)
    }
}

#[inline(always)]
fn operand(variables: &Variables<'_>, expr: &Expr) -> Plain {
    match expr {
        Expr::Const(value) => Plain::of(value),
        Expr::Slot(slot) => variables.read(*slot),
        Expr::Binary(code) => binary(variables, code),
        Expr::Unary(code) => unary(variables, code),
        _ => OTHER,
    }
}

#[inline(never)]
fn unary(variables: &Variables<'_>, code: &UnaryCode) -> Plain {
    let operand = operand(variables, &code.operand);
    match (code.operator, operand.kind) {
        (_, Kind::Other) => OTHER,
        (UnaryOperator::Not | UnaryOperator::Exclaim, _) => bool(!operand.is_true()),
        (UnaryOperator::Minus, Kind::Int) => (operand.bits as i32).checked_neg().map_or(OTHER, int),
        (UnaryOperator::Minus, Kind::Double) => double(-f64::from_bits(operand.bits)),
        _ => OTHER,
    }
}

fn binary(variables: &Variables<'_>, code: &BinaryCode) -> Plain {
    let left = operand(variables, &code.left);
    match code.operator {
        _ if left.kind == Kind::Other => return OTHER,
        BinaryOperator::And if !left.is_true() => return bool(false),
        BinaryOperator::Or if left.is_true() => return bool(true),
        _ => {}
    }
    apply(code.operator, left, operand(variables, &code.right))
}

#[inline(always)]
fn apply(operator: BinaryOperator, left: Plain, right: Plain) -> Plain {
    match (left.kind, right.kind) {
        (_, Kind::Other) => OTHER,
        (Kind::Int, Kind::Int) => ints(operator, left, right),
        (Kind::Double | Kind::Int, Kind::Double | Kind::Int) => doubles(operator, left, right),
        // An int's bits are those of the long it is.
        (Kind::Long | Kind::Int, Kind::Long | Kind::Int) => longs(operator, left, right),
        _ => truths(operator, left, right),
    }
}

#[inline(always)]
fn ints(operator: BinaryOperator, left: Plain, right: Plain) -> Plain {
    use BinaryOperator as B;
    let (a, b) = (left.bits as i32, right.bits as i32);
    let wide = |sum: i64| i32::try_from(sum).map_or_else(|_| double(sum as f64), int);
    match operator {
        B::Add => wide(i64::from(a) + i64::from(b)),
        B::Subtract => wide(i64::from(a) - i64::from(b)),
        B::Multiply => a.checked_mul(b).map_or_else(|| double(f64::from(a) * f64::from(b)), int),
        B::Divide if b != 0 && b != -1 => {
            if a % b == 0 {
                int(a / b)
            } else {
                double(f64::from(a) / f64::from(b))
            }
        }
        B::Remainder if b != 0 && b != -1 => int(a % b),
        B::Equal(_) => bool(a == b),
        B::NotEqual(_) => bool(a != b),
        B::Less(_) => bool(a < b),
        B::LessOrEqual(_) => bool(a <= b),
        B::Greater(_) => bool(a > b),
        B::GreaterOrEqual(_) => bool(a >= b),
        B::BitAnd => int(a & b),
        B::BitOr => int(a | b),
        B::BitXor => int(a ^ b),
        _ => truths(operator, left, right),
    }
}

fn longs(operator: BinaryOperator, left: Plain, right: Plain) -> Plain {
    use BinaryOperator as B;
    let (a, b) = (left.bits as i64, right.bits as i64);
    match operator {
        B::Add => long(a.checked_add(b)),
        B::Subtract => long(a.checked_sub(b)),
        B::Multiply => long(a.checked_mul(b)),
        B::Remainder if b != 0 && b != -1 => long(Some(a % b)),
        B::Equal(_) => bool(a == b),
        B::NotEqual(_) => bool(a != b),
        B::Less(_) => bool(a < b),
        B::LessOrEqual(_) => bool(a <= b),
        B::Greater(_) => bool(a > b),
        B::GreaterOrEqual(_) => bool(a >= b),
        _ => truths(operator, left, right),
    }
}

fn doubles(operator: BinaryOperator, left: Plain, right: Plain) -> Plain {
    use BinaryOperator as B;
    let (a, b) = (left.as_double(), right.as_double());
    match operator {
        B::Add => double(a + b),
        B::Subtract => double(a - b),
        B::Multiply => double(a * b),
        B::Divide => double(a / b),
        B::Remainder => double(a % b),
        B::And | B::Or | B::Xor => truths(operator, left, right),
        // What is not a number has rules of its own.
        _ if a.is_nan() || b.is_nan() => OTHER,
        B::Equal(_) => bool(a == b),
        B::NotEqual(_) => bool(a != b),
        B::Less(_) => bool(a < b),
        B::LessOrEqual(_) => bool(a <= b),
        B::Greater(_) => bool(a > b),
        B::GreaterOrEqual(_) => bool(a >= b),
        _ => OTHER,
    }
}

fn truths(operator: BinaryOperator, left: Plain, right: Plain) -> Plain {
    match operator {
        BinaryOperator::And => bool(left.is_true() && right.is_true()),
        BinaryOperator::Or => bool(left.is_true() || right.is_true()),
        BinaryOperator::Xor => bool(left.is_true() != right.is_true()),
        _ => OTHER,
    }
}
