//! `+ - * / %`: numbers first, then what the left side makes of the operator.

use std::rc::Rc;

use super::failure;
use super::number::{calculate, double};
use super::overloaded::call_operator;
use super::repeat::{append_items, merge, repeat_items, repeat_text};
use crate::value::compare::{string_operand, undefined_operation};
use crate::value::convert::{self, Number, number_of};
use crate::value::limits::MAX_TEXT;
use crate::value::{Run, Runtime, TypeId, Value};

/// An arithmetic operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operation {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
}

impl Operation {
    /// The name of .NET's method for it.
    pub fn method(self) -> &'static str {
        match self {
            Operation::Add => "op_Addition",
            Operation::Subtract => "op_Subtraction",
            Operation::Multiply => "op_Multiply",
            Operation::Divide => "op_Division",
            Operation::Remainder => "op_Modulus",
        }
    }

    /// The operator as written.
    pub fn symbol(self) -> &'static str {
        match self {
            Operation::Add => "+",
            Operation::Subtract => "-",
            Operation::Multiply => "*",
            Operation::Divide => "/",
            Operation::Remainder => "%",
        }
    }

    fn expression(self) -> &'static str {
        match self {
            Operation::Add => "Add",
            Operation::Subtract => "Subtract",
            Operation::Multiply => "Multiply",
            Operation::Divide => "Divide",
            Operation::Remainder => "Modulo",
        }
    }
}

/// `left + right`.
#[inline]
pub fn add(rt: &mut dyn Runtime, left: &Value, right: &Value) -> Run<Value> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => Ok(a.checked_add(*b).map_or_else(|| Value::Double(f64::from(*a) + f64::from(*b)), Value::Int)),
        (Value::Double(a), Value::Double(b)) => Ok(Value::Double(a + b)),
        (Value::Str(a), Value::Str(b)) => concat(a, b),
        _ => arithmetic(rt, Operation::Add, left, right),
    }
}

/// `left - right`.
#[inline]
pub fn subtract(rt: &mut dyn Runtime, left: &Value, right: &Value) -> Run<Value> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => Ok(a.checked_sub(*b).map_or_else(|| Value::Double(f64::from(*a) - f64::from(*b)), Value::Int)),
        (Value::Double(a), Value::Double(b)) => Ok(Value::Double(a - b)),
        _ => arithmetic(rt, Operation::Subtract, left, right),
    }
}

/// `left * right`.
#[inline]
pub fn multiply(rt: &mut dyn Runtime, left: &Value, right: &Value) -> Run<Value> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => Ok(a.checked_mul(*b).map_or_else(|| Value::Double(f64::from(*a) * f64::from(*b)), Value::Int)),
        (Value::Double(a), Value::Double(b)) => Ok(Value::Double(a * b)),
        _ => arithmetic(rt, Operation::Multiply, left, right),
    }
}

/// `left / right`: whole where it divides evenly, else a double.
#[inline]
pub fn divide(rt: &mut dyn Runtime, left: &Value, right: &Value) -> Run<Value> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) if *b != 0 && *b != -1 => {
            Ok(if a % b == 0 { Value::Int(a / b) } else { Value::Double(f64::from(*a) / f64::from(*b)) })
        }
        (Value::Double(a), Value::Double(b)) => Ok(Value::Double(a / b)),
        _ => arithmetic(rt, Operation::Divide, left, right),
    }
}

/// `left % right`.
#[inline]
pub fn remainder(rt: &mut dyn Runtime, left: &Value, right: &Value) -> Run<Value> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) if *b != 0 && *b != -1 => Ok(Value::Int(a % b)),
        (Value::Double(a), Value::Double(b)) => Ok(Value::Double(a % b)),
        _ => arithmetic(rt, Operation::Remainder, left, right),
    }
}

fn concat(a: &str, b: &str) -> Run<Value> {
    if a.len() + b.len() > MAX_TEXT {
        return Err(failure::out_of_memory());
    }
    let mut out = String::with_capacity(a.len() + b.len());
    out.push_str(a);
    out.push_str(b);
    Ok(Value::from(out))
}

/// Any arithmetic operator between any values.
pub fn arithmetic(rt: &mut dyn Runtime, operation: Operation, left: &Value, right: &Value) -> Run<Value> {
    let (left_whole, right_whole) = (left, right);
    let (left, right) = (left.base(), right.base());
    if let (Some(a), Some(b)) = (number_of(left), number_of(right))
        && !matches!((&a, &b), (Number::BigInteger(_), _) | (_, Number::BigInteger(_)))
    {
        return calculate(operation, left, &a, right, &b);
    }
    match left {
        Value::Null | Value::Nothing => match operation {
            Operation::Add => Ok(right_whole.clone()),
            Operation::Multiply => Ok(Value::Null),
            _ => arithmetic(rt, operation, &Value::Int(0), right),
        },
        Value::Str(text) => match operation {
            Operation::Add => add_text(rt, text, right_whole),
            Operation::Multiply => repeat_text(rt, text, right),
            _ => {
                let number = string_operand(rt, text, number_hint(right))?;
                match right {
                    // Between two strings neither says what the other is.
                    Value::Str(other) => {
                        let other = string_operand(rt, other, TypeId::INT32)?;
                        arithmetic(rt, operation, &number, &other)
                    }
                    _ => arithmetic(rt, operation, &number, right),
                }
            }
        },
        Value::Char(unit) if operation == Operation::Add => {
            let text: Rc<str> = Rc::from(crate::value::string::unit_text(*unit).to_string());
            add_text(rt, &text, right_whole)
        }
        Value::Dict(dict) => match (operation, right) {
            (Operation::Add, Value::Dict(other)) => merge(dict, other),
            (Operation::Add, _) => {
                Err(failure::runtime("AddHashTableToNonHashTable", "A hash table can only be added to another hash table."))
            }
            _ => call_operator(rt, operation, left, right),
        },
        Value::Enum(id, number) => enum_arithmetic(rt, operation, *id, *number, left, right),
        Value::Bool(_) | Value::Char(_) => code_arithmetic(rt, operation, left, right),
        _ => {
            if matches!(operation, Operation::Add | Operation::Multiply)
                && let Some(items) = left.enumerate()
            {
                return match operation {
                    Operation::Add => append_items(items, right_whole).map_err(|_| failure::out_of_memory()),
                    _ => repeat_items(rt, &items, right),
                };
            }
            if let Some(number) = number_of(left)
                && !matches!(number, Number::BigInteger(_))
            {
                return number_arithmetic(rt, operation, left, &number, right);
            }
            call_operator(rt, operation, left_whole.base(), right)
        }
    }
}

fn add_text(rt: &mut dyn Runtime, text: &str, right: &Value) -> Run<Value> {
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(text);
    convert::append_text(rt, &mut out, right)?;
    if out.len() > MAX_TEXT {
        return Err(failure::out_of_memory());
    }
    Ok(Value::from(out))
}

/// The type that a string on the left becomes if it is no literal, by what stands on the right.
fn number_hint(right: &Value) -> TypeId {
    match right {
        Value::Single(_) | Value::Double(_) => TypeId::DOUBLE,
        Value::Decimal(_) => TypeId::DECIMAL,
        Value::Enum(id, _) => *id,
        Value::Long(_) => TypeId::INT64,
        _ => TypeId::INT32,
    }
}

/// The right operand as a number, where the shell makes one of it beside a number of type `beside`.
fn right_number(rt: &mut dyn Runtime, right: &Value, beside: TypeId) -> Run<Option<(Value, Number)>> {
    let value = match right {
        Value::Null | Value::Nothing => Value::Int(0),
        Value::Bool(flag) => Value::Int(i32::from(*flag)),
        Value::Char(unit) => Value::Int(i32::from(*unit)),
        Value::Enum(id, number) => convert::underlying(*id, *number),
        Value::Str(text) => string_operand(rt, text, beside)?,
        other => other.clone(),
    };
    Ok(number_of(&value).filter(|number| !matches!(number, Number::BigInteger(_))).map(|number| (value, number)))
}

fn number_arithmetic(rt: &mut dyn Runtime, operation: Operation, left: &Value, number: &Number, right: &Value) -> Run<Value> {
    match right_number(rt, right, left.type_id())? {
        Some((value, other)) => {
            if let (Value::Double(a), Number::Integer(_) | Number::Double(_)) = (left, &other) {
                return Ok(Value::Double(double(operation, *a, convert::to_f64(&other))));
            }
            calculate(operation, left, number, &value, &other)
        }
        None => call_operator(rt, operation, left, right),
    }
}

/// A boolean or a character on the left: a number for `+ - / %`, nothing for `*`.
fn code_arithmetic(rt: &mut dyn Runtime, operation: Operation, left: &Value, right: &Value) -> Run<Value> {
    let code = match left {
        Value::Bool(flag) => i32::from(*flag),
        Value::Char(unit) => i32::from(*unit),
        _ => 0,
    };
    if operation == Operation::Multiply {
        return match right {
            Value::Decimal(_) | Value::BigInt(_) => call_operator(rt, operation, left, right),
            Value::Null | Value::Nothing | Value::Bool(_) | Value::Char(_) => Err(failure::not_defined(left, operation.symbol(), right)),
            _ if number_of(right).is_some() => Err(failure::not_defined(left, operation.symbol(), right)),
            _ => call_operator(rt, operation, left, right),
        };
    }
    if matches!((left, right), (Value::Bool(_), Value::Decimal(_))) {
        return Err(undefined_operation(operation.expression(), left, right));
    }
    let number = Value::Int(code);
    match right_number(rt, right, TypeId::INT32)? {
        Some((value, other)) => calculate(operation, &number, &Number::Integer(i128::from(code)), &value, &other),
        None => call_operator(rt, operation, left, right),
    }
}

/// An enum on the left: calculated as a number, and an enum again.
fn enum_arithmetic(rt: &mut dyn Runtime, operation: Operation, id: TypeId, number: i64, left: &Value, right: &Value) -> Run<Value> {
    if matches!(right, Value::Decimal(_)) {
        return Err(undefined_operation(operation.expression(), left, right));
    }
    let Some((value, other)) = right_number(rt, right, id)? else {
        // A text that names a value of the enum.
        if let Value::Str(text) = right
            && let Value::Enum(_, other) = convert::cast(rt, &Value::Str(text.clone()), id)?
        {
            return enum_arithmetic(rt, operation, id, number, left, &Value::Int(other as i32));
        }
        return call_operator(rt, operation, left, right);
    };
    let own = convert::underlying(id, number);
    let Some(own_number) = number_of(&own) else { return call_operator(rt, operation, left, right) };
    match calculate(operation, &own, &own_number, &value, &other)? {
        Value::Int(result) => Ok(Value::Enum(id, i64::from(result))),
        Value::UInt32(result) => Ok(Value::Enum(id, i64::from(result))),
        Value::Long(result) if id.enum_underlying() == TypeId::INT64 => Ok(Value::Enum(id, result)),
        other => {
            let message = format!("Unable to cast object of type '{}' to type '{}'.", other.type_id().full_name(), id.full_name());
            Err(failure::raw(TypeId::INVALID_CAST_EXCEPTION, message))
        }
    }
}
