//! Comparison of values, as `-eq`, `-lt` and `Sort-Object` have it: the left side decides the type.

use std::cmp::Ordering;
use std::rc::Rc;

use num_bigint::BigInt;

use super::convert::{self, Number, number_of, to_decimal, to_f64};
use super::dict::{eq_folded, equals_exactly};
use super::members::objects::SwitchParameter;
use super::text::number::{ShellNumber, shell_number};
use super::{Category, ErrorRecord, Exception, Object, Payload, Raise, Run, Runtime, TypeId, Value};

/// `left -eq right` for single values (collections on the left filter: that is the operator's part).
#[inline]
pub fn eq(rt: &mut dyn Runtime, left: &Value, right: &Value, case_sensitive: bool) -> Run<bool> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => Ok(a == b),
        (Value::Str(a), Value::Str(b)) => Ok(text_eq(a, b, case_sensitive)),
        (Value::Null | Value::Nothing, right) => Ok(is_null_like(right)),
        (left, Value::Null | Value::Nothing) => Ok(is_null_like(left)),
        _ => other_eq(rt, left.base(), right.base(), case_sensitive),
    }
}

/// Whether two strings are equal in the shell.
pub fn text_eq(a: &Rc<str>, b: &Rc<str>, case_sensitive: bool) -> bool {
    if Rc::ptr_eq(a, b) || a == b {
        return true;
    }
    if a.is_ascii() && b.is_ascii() && !has_ignorable(a) && !has_ignorable(b) {
        return !case_sensitive && a.eq_ignore_ascii_case(b);
    }
    culture_order(a, b, !case_sensitive) == Ordering::Equal
}

/// Characters that count nothing for a culture's order.
fn has_ignorable(text: &str) -> bool {
    text.bytes().any(|byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c) || byte == 0x7f)
}

/// The order of two strings in the invariant culture.
pub fn culture_order(a: &str, b: &str, ignore_case: bool) -> Ordering {
    super::text::compare::compare_culture(a, b, ignore_case)
}

fn is_null_like(value: &Value) -> bool {
    value.is_null()
}

fn other_eq(rt: &mut dyn Runtime, left: &Value, right: &Value, case_sensitive: bool) -> Run<bool> {
    match left {
        Value::Str(text) => {
            let other = convert::to_text(rt, right)?;
            return Ok(text_eq(text, &other, case_sensitive));
        }
        Value::Bool(value) => return Ok(*value == convert::to_bool(right)),
        Value::Char(unit) if !case_sensitive => {
            let other = match right {
                Value::Char(other) => Some(*other),
                Value::Str(text) => {
                    let mut units = text.encode_utf16();
                    units.next().filter(|_| units.next().is_none())
                }
                _ => None,
            };
            if let Some(other) = other {
                return Ok(fold_unit(*unit) == fold_unit(other));
            }
        }
        Value::Enum(_, value) => match enum_operand(*value, right) {
            EnumOperand::Numbers(a, b) => return Ok(number_order(&a, &b) == Some(Ordering::Equal)),
            EnumOperand::Undefined => return Err(undefined_operation("Equal", left, right)),
            EnumOperand::None => {}
        },
        _ => {}
    }
    if let (Some(a), Some(b)) = (number_of(left), number_of(right))
        && !matches!((&a, &b), (Number::BigInteger(_), _) | (_, Number::BigInteger(_)))
    {
        return Ok(number_order(&a, &b) == Some(Ordering::Equal));
    }
    if let Some(result) = class_equals(rt, left, right) {
        return result;
    }
    // Beside a number a string is read as one, not rounded to the left's type.
    if let (Some(a), Value::Str(text)) = (number_of(left), right)
        && !matches!(a, Number::BigInteger(_))
        && let Ok(number) = string_operand(rt, text, left.type_id())
        && let Some(b) = number_of(&number)
    {
        return Ok(number_order(&a, &b) == Some(Ordering::Equal));
    }
    if equals(left, right) {
        return Ok(true);
    }
    match convert::try_cast(rt, right, left.type_id()) {
        Ok(converted) => Ok(equals(left, converted.base())),
        Err(error) => match error.raise {
            Some(raise) if raise.error().is_none() => Err(raise),
            _ => Ok(false),
        },
    }
}

fn fold_unit(unit: u16) -> char {
    super::string::fold_char(super::string::unit_text(unit))
}

/// The `Equals` of a script class, where it has one.
fn class_equals(rt: &mut dyn Runtime, left: &Value, right: &Value) -> Option<Run<bool>> {
    let Value::Object(object) = left else { return None };
    let Payload::Instance(class) = &object.payload else { return None };
    let result = rt.class_method(*class, left, "Equals", std::slice::from_ref(right))?;
    Some(result.map(|result| convert::to_bool(&result)))
}

/// .NET's `Equals` of built-in types.
fn equals(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Double(a), Value::Double(b)) => a == b,
        (Value::Single(a), Value::Single(b)) => a == b,
        _ => equals_exactly(left, right),
    }
}

enum EnumOperand {
    Numbers(Number, Number),
    /// .NET has no such operator: the binder's own exception.
    Undefined,
    None,
}

/// An enum on the left against a number: both as numbers.
fn enum_operand(value: i64, right: &Value) -> EnumOperand {
    let own = Number::Integer(i128::from(value));
    match right {
        Value::Bool(flag) => EnumOperand::Numbers(own, Number::Integer(i128::from(*flag))),
        Value::Char(unit) => EnumOperand::Numbers(own, Number::Integer(i128::from(*unit))),
        Value::Enum(_, other) => EnumOperand::Numbers(own, Number::Integer(i128::from(*other))),
        Value::Decimal(_) => EnumOperand::Undefined,
        other => match number_of(other) {
            Some(Number::BigInteger(_)) | None => EnumOperand::None,
            Some(number) => EnumOperand::Numbers(own, number),
        },
    }
}

/// The order of two numbers: as decimals if one is, as doubles if one is, else exact. None with a NaN.
pub fn number_order(a: &Number, b: &Number) -> Option<Ordering> {
    match (a, b) {
        (Number::Integer(a), Number::Integer(b)) => Some(a.cmp(b)),
        (Number::BigInteger(_), _) | (_, Number::BigInteger(_)) => Some(as_bigint(a)?.cmp(&as_bigint(b)?)),
        (Number::Decimal(_), _) | (_, Number::Decimal(_)) => match (to_decimal(a), to_decimal(b)) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            _ => to_f64(a).partial_cmp(&to_f64(b)),
        },
        _ => to_f64(a).partial_cmp(&to_f64(b)),
    }
}

fn as_bigint(number: &Number) -> Option<BigInt> {
    use num_traits::FromPrimitive;
    match number {
        Number::Integer(v) => Some(BigInt::from(*v)),
        Number::BigInteger(v) => Some((**v).clone()),
        other => BigInt::from_f64(to_f64(other).trunc()),
    }
}

/// The order of `left` and `right` for `-lt` and its like; `None` where a NaN makes every comparison false.
pub fn partial_compare(rt: &mut dyn Runtime, left: &Value, right: &Value, case_sensitive: bool) -> Run<Option<Ordering>> {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => return Ok(Some(a.cmp(b))),
        (Value::Double(a), Value::Double(b)) => return Ok(a.partial_cmp(b)),
        (Value::Str(a), Value::Str(b)) => return Ok(Some(culture_order(a, b, !case_sensitive))),
        _ => {}
    }
    let (left, right) = (left.base(), right.base());
    if left.is_null() {
        return match right {
            _ if right.is_null() => Ok(Some(Ordering::Equal)),
            Value::Enum(..) => Err(undefined_operation("LessThan", left, right)),
            _ => Ok(null_order(right).map(Ordering::reverse)),
        };
    }
    if right.is_null() {
        if matches!(left, Value::Enum(..)) {
            return Err(undefined_operation("LessThan", left, right));
        }
        return Ok(null_order(left));
    }
    match left {
        Value::Str(text) => {
            let other = convert::to_text(rt, right)?;
            Ok(Some(culture_order(text, &other, !case_sensitive)))
        }
        Value::Bool(value) => Ok(Some(value.cmp(&convert::to_bool(right)))),
        Value::Enum(id, value) => {
            let (id, value) = (*id, *value);
            match enum_operand(value, right) {
                EnumOperand::Numbers(a, b) => Ok(number_order(&a, &b)),
                EnumOperand::Undefined => Err(undefined_operation("LessThan", left, right)),
                EnumOperand::None => {
                    let other = match right {
                        Value::Str(text) => string_operand(rt, text, id)?,
                        _ => converted(rt, left, right)?,
                    };
                    let other = match other {
                        Value::Enum(_, other) => Number::Integer(i128::from(other)),
                        other => number_of(&other).unwrap_or(Number::Integer(0)),
                    };
                    Ok(number_order(&Number::Integer(i128::from(value)), &other))
                }
            }
        }
        _ => match number_of(left) {
            Some(number) if !matches!(number, Number::BigInteger(_)) => compare_number(rt, left, &number, right),
            _ => compare_object(rt, left, right),
        },
    }
}

/// A string beside a number, as the operators read it: a literal of the language, else converted to the number's
/// type, whose error it is.
pub fn string_operand(rt: &mut dyn Runtime, text: &Rc<str>, other: TypeId) -> Run<Value> {
    match shell_number(text) {
        Some(ShellNumber::Integer(value, kind)) => Ok(convert::integer_value(value, kind).unwrap_or_default()),
        Some(ShellNumber::Double(value)) => Ok(Value::Double(value)),
        Some(ShellNumber::Decimal(value)) => Ok(Value::Decimal(value)),
        Some(ShellNumber::BigInteger(value)) => Ok(Value::BigInt(Rc::new(value))),
        None if text.is_empty() => Ok(Value::Int(0)),
        None => convert::cast(rt, &Value::Str(text.clone()), other),
    }
}

fn compare_number(rt: &mut dyn Runtime, left: &Value, number: &Number, right: &Value) -> Run<Option<Ordering>> {
    let other = match right {
        Value::Str(text) => string_operand(rt, text, left.type_id())?,
        Value::Bool(_) | Value::Char(_) | Value::Enum(..) => convert::cast(rt, right, TypeId::INT32)?,
        Value::BigInt(_) => return compare_object(rt, left, right),
        _ => match number_of(right) {
            Some(_) => right.clone(),
            None => converted(rt, left, right)?,
        },
    };
    match number_of(&other) {
        Some(other) => Ok(number_order(number, &other)),
        None => Ok(None),
    }
}

/// The right side as the left's type, or the error that says why it is none.
fn converted(rt: &mut dyn Runtime, left: &Value, right: &Value) -> Run<Value> {
    convert::try_cast(rt, right, left.type_id()).map_err(|error| {
        if error.raise.as_ref().is_some_and(|raise| raise.error().is_none()) {
            return error.into_raise();
        }
        let message = format!(
            "Could not compare \"{}\" to \"{}\". Error: \"{}\"",
            convert::to_message_text(rt, left),
            convert::to_message_text(rt, right),
            error.message
        );
        let exception = Exception::object(TypeId::RUNTIME_EXCEPTION, message, Some(error.exception()));
        ErrorRecord::of(exception, "ComparisonFailure", Category::InvalidOperation, Value::Null).into()
    })
}

fn compare_object(rt: &mut dyn Runtime, left: &Value, right: &Value) -> Run<Option<Ordering>> {
    if left.same_object(right) {
        return Ok(Some(Ordering::Equal));
    }
    if left.is_custom() {
        let (left, right) = (convert::to_message_text(rt, left), convert::to_message_text(rt, right));
        let message = format!(
            "Cannot compare \"{left}\" to \"{right}\" because the objects are not the same type or the object \"{left}\" does not implement \"IComparable\"."
        );
        let inner = Exception::object(TypeId::PS_ARGUMENT_EXCEPTION, &message, None);
        let exception = Exception::object(TypeId::EXTENDED_TYPE_SYSTEM_EXCEPTION, message, Some(inner));
        return Err(ErrorRecord::of(exception, "PSObjectCompareTo", Category::NotSpecified, Value::Null).into());
    }
    if !is_comparable(left) {
        if eq(rt, left, right, true)? {
            return Ok(Some(Ordering::Equal));
        }
        let message = format!("Cannot compare \"{}\" because it is not IComparable.", convert::to_message_text(rt, left));
        return Err(ErrorRecord::runtime(message, "NotIcomparable", Category::InvalidOperation).into());
    }
    let other = converted(rt, left, right)?;
    if let Value::Object(object) = left
        && let Payload::Instance(class) = &object.payload
        && let Some(result) = rt.class_method(*class, left, "CompareTo", std::slice::from_ref(&other))
    {
        let result = result?;
        return match convert::cast(rt, &result, TypeId::INT32)? {
            Value::Int(order) => Ok(Some(order.cmp(&0))),
            _ => Ok(None),
        };
    }
    Ok(same_type_order(left, &other))
}

fn is_comparable(value: &Value) -> bool {
    match value {
        Value::Dict(_) | Value::Type(_) | Value::ScriptBlock(_) | Value::Array(_) | Value::List(_) => false,
        Value::Object(object) => match &object.payload {
            Payload::Clr(clr) => clr.compare(value).is_some(),
            Payload::Instance(class) => {
                TypeId::I_COMPARABLE.is_assignable_from(*class) || class_interface(*class, TypeId::GENERIC_I_COMPARABLE)
            }
            _ => false,
        },
        _ => true,
    }
}

fn class_interface(class: TypeId, wanted: TypeId) -> bool {
    use super::types::Dynamic;
    class.bases().any(|base| match base.dynamic().as_deref() {
        Some(Dynamic::Class(own)) => own.interfaces.iter().any(|interface| interface.definition() == wanted),
        _ => false,
    })
}

/// The order of two values of one type; `None` if it has none.
fn same_type_order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Char(a), Value::Char(b)) => Some(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::DateTime(a), Value::DateTime(b)) => Some(a.ticks().cmp(&b.ticks())),
        (Value::TimeSpan(a), Value::TimeSpan(b)) => Some(a.0.cmp(&b.0)),
        (Value::Enum(_, a), Value::Enum(_, b)) => Some(a.cmp(b)),
        // Double's CompareTo puts NaN first.
        (Value::Double(a), Value::Double(b)) => Some(a.partial_cmp(b).unwrap_or_else(|| b.is_nan().cmp(&a.is_nan()))),
        (Value::Object(object), other) => object_clr(object).and_then(|clr| clr.compare(other)),
        _ => number_order(&number_of(left)?, &number_of(right)?),
    }
}

fn object_clr(object: &Object) -> Option<&dyn super::ClrObject> {
    object.clr()
}

/// A value against `$null`: zero and what is above it are greater, what is below is less; all else is greater.
fn null_order(value: &Value) -> Option<Ordering> {
    match number_of(value) {
        Some(Number::BigInteger(_)) | None => Some(Ordering::Greater),
        Some(number) if to_f64(&number).is_nan() => None,
        Some(number) => Some(if to_f64(&number) < 0.0 { Ordering::Less } else { Ordering::Greater }),
    }
}

/// `-lt` and its like need an order; a NaN has none and counts as equal here.
pub fn compare(rt: &mut dyn Runtime, left: &Value, right: &Value, case_sensitive: bool) -> Run<Ordering> {
    Ok(partial_compare(rt, left, right, case_sensitive)?.unwrap_or(Ordering::Equal))
}

/// The order for `Sort-Object`: never fails. `$null` comes first; values that do not compare are ordered by their
/// text.
pub fn sort_compare(rt: &mut dyn Runtime, left: &Value, right: &Value, case_sensitive: bool) -> Ordering {
    match (left, right) {
        (Value::Int(a), Value::Int(b)) => return a.cmp(b),
        (Value::Str(a), Value::Str(b)) => return culture_order(a, b, !case_sensitive),
        _ => {}
    }
    match (left.is_null(), right.is_null()) {
        (true, true) => return Ordering::Equal,
        // Null is less than all but negative numbers.
        (true, false) => return if is_negative(right) { Ordering::Greater } else { Ordering::Less },
        (false, true) => return if is_negative(left) { Ordering::Less } else { Ordering::Greater },
        (false, false) => {}
    }
    if let (Value::Double(a), Value::Double(b)) = (left.base(), right.base()) {
        return a.partial_cmp(b).unwrap_or_else(|| b.is_nan().cmp(&a.is_nan()));
    }
    // Switches and script booleans compare as what they are.
    if let (Some(a), Some(b)) = (SwitchParameter::of(left), SwitchParameter::of(right)) {
        return a.cmp(&b);
    }
    match partial_compare(rt, left, right, case_sensitive) {
        Ok(Some(order)) => order,
        _ => {
            let (a, b) = (convert::to_message_text(rt, left), convert::to_message_text(rt, right));
            culture_order(&a, &b, !case_sensitive)
        }
    }
}

fn is_negative(value: &Value) -> bool {
    convert::number_of(value.base()).is_some_and(|number| convert::to_f64(&number) < 0.0)
}

/// The raw exception of .NET's binder for operators that no pair of types has.
pub fn undefined_operation(operation: &str, left: &Value, right: &Value) -> Raise {
    let name = |value: &Value| if value.is_null() { "System.Object".into() } else { value.type_id().full_name() };
    let message = format!("The binary operator {operation} is not defined for the types '{}' and '{}'.", name(left), name(right));
    ErrorRecord::new(TypeId::INVALID_OPERATION_EXCEPTION, message, "System.InvalidOperationException", Category::NotSpecified, Value::Null)
        .into()
}

/// Whether two strings are equal without regard to case and culture.
pub fn eq_ordinal(a: &str, b: &str, case_sensitive: bool) -> bool {
    if case_sensitive { a == b } else { eq_folded(a, b) }
}
