//! Operators that are methods: of dates and spans, of `BigInteger` and `decimal`, of .NET objects, of script classes.

use super::arithmetic::Operation;
use super::failure;
use super::number::{big, calculate};
use super::objects as members;
use crate::value::convert::{self, number_of};
use crate::value::{Run, Runtime, TypeId, Value};

fn is_primitive(value: &Value) -> bool {
    match value {
        Value::Null | Value::Nothing | Value::Bool(_) | Value::Char(_) => true,
        Value::Decimal(_) | Value::BigInt(_) => false,
        other => number_of(other).is_some(),
    }
}

/// The operator's method, of the left type unless that is primitive.
pub(super) fn call_operator(rt: &mut dyn Runtime, operation: Operation, left: &Value, right: &Value) -> Run<Value> {
    let owner = match (is_primitive(left), is_primitive(right)) {
        (false, _) => left.type_id(),
        (true, false) => right.type_id(),
        (true, true) => return Err(failure::not_defined(left, operation.symbol(), right)),
    };
    match owner {
        TypeId::DATE_TIME => date_operator(rt, operation, left, right),
        TypeId::TIME_SPAN => span_operator(rt, operation, left, right),
        TypeId::DECIMAL => {
            let (left, right) = both(rt, operation, left, right, ["d1", "d2"], [owner, owner])?;
            match (number_of(&left), number_of(&right)) {
                (Some(a), Some(b)) => calculate(operation, &left, &a, &right, &b),
                _ => Err(failure::no_overload(operation.method())),
            }
        }
        TypeId::BIG_INTEGER => {
            let names =
                if matches!(operation, Operation::Divide | Operation::Remainder) { ["dividend", "divisor"] } else { ["left", "right"] };
            match both(rt, operation, left, right, names, [owner, owner])? {
                (Value::BigInt(a), Value::BigInt(b)) => big(operation, &a, &b),
                _ => Err(failure::no_overload(operation.method())),
            }
        }
        _ => {
            let arguments = [left.clone(), right.clone()];
            if owner.is_class()
                && let Some(result) = owner.bases().find_map(|class| rt.class_static_method(class, operation.method(), &arguments))
            {
                return result;
            }
            match members::operator_method(rt, owner, operation.method(), &arguments) {
                Some(result) => result,
                None => Err(failure::method_not_found(owner, operation.method())),
            }
        }
    }
}

/// Both operands as the types that the method takes.
fn both(
    rt: &mut dyn Runtime,
    operation: Operation,
    left: &Value,
    right: &Value,
    names: [&str; 2],
    types: [TypeId; 2],
) -> Run<(Value, Value)> {
    let mut converted = [left, right].into_iter().zip(names).zip(types).map(|((value, name), target)| {
        convert::try_cast(rt, value, target).map_err(|error| {
            let shown = convert::to_message_text(rt, value);
            failure::argument(name, &shown, operation.method(), target, error)
        })
    });
    match (converted.next(), converted.next()) {
        (Some(left), Some(right)) => Ok((left?, right?)),
        _ => Err(failure::no_overload(operation.method())),
    }
}

fn date_operator(rt: &mut dyn Runtime, operation: Operation, left: &Value, right: &Value) -> Run<Value> {
    let method = operation.method();
    match operation {
        Operation::Add => match both(rt, operation, left, right, ["d", "t"], [TypeId::DATE_TIME, TypeId::TIME_SPAN])? {
            (Value::DateTime(date), Value::TimeSpan(span)) => {
                date.add(span).map(Value::DateTime).map_err(|fault| failure::thrown(method, &fault))
            }
            _ => Err(failure::no_overload(method)),
        },
        Operation::Subtract => {
            let second = match right {
                Value::TimeSpan(_) => TypeId::TIME_SPAN,
                Value::DateTime(_) => TypeId::DATE_TIME,
                _ => return Err(failure::no_overload(method)),
            };
            let names = if second == TypeId::DATE_TIME { ["d1", "d2"] } else { ["d", "t"] };
            match both(rt, operation, left, right, names, [TypeId::DATE_TIME, second])? {
                (Value::DateTime(date), Value::TimeSpan(span)) => {
                    date.subtract_span(span).map(Value::DateTime).map_err(|fault| failure::thrown(method, &fault))
                }
                (Value::DateTime(date), Value::DateTime(other)) => Ok(Value::TimeSpan(date.subtract(other))),
                _ => Err(failure::no_overload(method)),
            }
        }
        _ => Err(failure::method_not_found(TypeId::DATE_TIME, method)),
    }
}

fn span_operator(rt: &mut dyn Runtime, operation: Operation, left: &Value, right: &Value) -> Run<Value> {
    let method = operation.method();
    let span = TypeId::TIME_SPAN;
    let caught = |result: Result<crate::value::TimeSpan, crate::value::fault::Fault>| {
        result.map(Value::TimeSpan).map_err(|fault| failure::thrown(method, &fault))
    };
    match operation {
        Operation::Add | Operation::Subtract => match both(rt, operation, left, right, ["t1", "t2"], [span, span])? {
            (Value::TimeSpan(a), Value::TimeSpan(b)) if operation == Operation::Add => caught(a.add(b)),
            (Value::TimeSpan(a), Value::TimeSpan(b)) => caught(a.subtract(b)),
            _ => Err(failure::no_overload(method)),
        },
        Operation::Multiply => {
            let (span_first, types) = match (left, right) {
                (Value::TimeSpan(_), Value::TimeSpan(_)) => return Err(failure::no_overload(method)),
                (Value::TimeSpan(_), _) => (true, [span, TypeId::DOUBLE]),
                _ => (false, [TypeId::DOUBLE, span]),
            };
            let names = if span_first { ["timeSpan", "factor"] } else { ["factor", "timeSpan"] };
            match both_or_none(rt, operation, left, right, names, types)? {
                (Value::TimeSpan(a), Value::Double(factor)) | (Value::Double(factor), Value::TimeSpan(a)) => caught(a.multiply(factor)),
                _ => Err(failure::no_overload(method)),
            }
        }
        Operation::Divide => {
            let second = match right {
                // A span among the integers' conversions weighs more than a double.
                Value::TimeSpan(_) | Value::Dict(_) | Value::Enum(..) => span,
                Value::Bool(_) | Value::DateTime(_) => return Err(failure::no_overload(method)),
                _ => TypeId::DOUBLE,
            };
            let names = if second == span { ["t1", "t2"] } else { ["timeSpan", "divisor"] };
            match both_or_none(rt, operation, left, right, names, [span, second])? {
                (Value::TimeSpan(a), Value::TimeSpan(b)) => Ok(Value::Double(a.ratio(b))),
                (Value::TimeSpan(a), Value::Double(divisor)) => caught(a.divide(divisor)),
                _ => Err(failure::no_overload(method)),
            }
        }
        Operation::Remainder => Err(failure::method_not_found(span, method)),
    }
}

/// As [`both`], where a value without any conversion leaves no overload at all.
fn both_or_none(
    rt: &mut dyn Runtime,
    operation: Operation,
    left: &Value,
    right: &Value,
    names: [&str; 2],
    types: [TypeId; 2],
) -> Run<(Value, Value)> {
    for (value, target) in [(left, types[0]), (right, types[1])] {
        if convert::try_cast(rt, value, target).is_err_and(|error| error.is_impossible()) {
            return Err(failure::no_overload(operation.method()));
        }
    }
    both(rt, operation, left, right, names, types)
}
