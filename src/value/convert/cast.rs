//! The order in which conversions are tried, by target.

use std::rc::Rc;

use super::collection::{self, cast_array, cast_collection, collection_source};
use super::enumeration::{cast_enum, null_to_enum};
use super::error::{Cast, CastError};
use super::number::{cast_number, invalid_cast, null_number, number_of, number_type};
use super::text::{to_message_text, to_plain_text, to_text};
use super::truth::to_bool;
use super::{instance, record};
use crate::value::members::numbers::wide;
use crate::value::members::objects::SwitchParameter;
use crate::value::members::system::delegate::delegate;
use crate::value::types::Kind;
use crate::value::{Array, Payload, Run, Runtime, TypeId, Value};

/// Converts to a type. The caller words the error (`CastError`): [`cast`] raises it as `[T]$x` does.
pub fn try_cast(rt: &mut dyn Runtime, value: &Value, target: TypeId) -> Cast {
    // What needs no conversion, first: most casts are of this kind.
    match (value, target) {
        (Value::Str(_), TypeId::STRING)
        | (Value::Int(_), TypeId::INT32)
        | (Value::Bool(_), TypeId::BOOLEAN)
        | (Value::Double(_), TypeId::DOUBLE)
        | (Value::Long(_), TypeId::INT64) => return Ok(value.clone()),
        (Value::Int(number), TypeId::DOUBLE) => return Ok(Value::Double(f64::from(*number))),
        (Value::Int(number), TypeId::INT64) => return Ok(Value::Long(i64::from(*number))),
        (_, TypeId::OBJECT | TypeId::PS_OBJECT) => return Ok(if value.is_null() { Value::Null } else { value.clone() }),
        // A command without output stays nothing as a text.
        (Value::Nothing, TypeId::STRING) => return Ok(Value::Null),
        (_, TypeId::STRING) => return Ok(Value::Str(to_text(rt, value)?)),
        (_, TypeId::BOOLEAN) => return Ok(Value::Bool(to_bool(value))),
        (_, TypeId::VOID) => return Ok(Value::Null),
        (_, TypeId::PS_CUSTOM_OBJECT) => return Ok(record::to_custom_object(value)),
        (_, TypeId::XML_DOCUMENT) => return instance::cast_xml(rt, value),
        _ => {}
    }
    if value.is_null() {
        return null_to(target);
    }
    let base = value.base();
    let from = base.type_id();
    if from == target || target.is_assignable_from(from) {
        // A value type or string leaves its wrapper; an object keeps its members.
        let keeps_members = matches!(value, Value::Object(object) if !matches!(object.payload, Payload::Wrapped(_)));
        return Ok(if keeps_members { value.clone() } else { base.clone() });
    }
    if let Some(inner) = target.nullable_of() {
        if number_type(inner).is_some() && (matches!(base, Value::Dict(_)) || base.is_custom()) {
            let shown = to_message_text(rt, value);
            let reason = "Cannot process argument because the value of argument \"obj\" is null. Change the value of argument \"obj\" to a non-null value.";
            return Err(CastError::reason("InvalidCastConstructorException", &shown, target, TypeId::PS_ARGUMENT_NULL_EXCEPTION, reason));
        }
        return try_cast(rt, base, inner).map_err(|error| renamed(error, inner, target));
    }
    // Numbers that have their own types convert as what they count.
    if let Some(number) = value.downcast::<wide::Wide>()
        && (number_type(target).is_some() || target == TypeId::CHAR)
    {
        return try_cast(rt, &number.plain(), target);
    }
    if let Some(result) = by_target(rt, base, target) {
        return result;
    }
    match base {
        // Numbers take the way of their text.
        _ if number_of(base).is_some() && !matches!(base, Value::BigInt(_)) => {
            let text = Value::Str(to_plain_text(base).unwrap_or_default());
            try_cast(rt, &text, target).map_err(|error| match error.is_impossible() {
                true => impossible(rt, value, target),
                false => error,
            })
        }
        Value::Bool(_) | Value::Char(_) | Value::DateTime(_) | Value::Enum(..) => Err(invalid_cast(base, target)),
        _ if from == TypeId::DB_NULL => {
            let mut error = invalid_cast(base, target);
            if let Some((_, text)) = &mut error.inner {
                *text = "Object cannot be cast from DBNull to other types.".to_owned();
            }
            Err(error)
        }
        _ => Err(impossible(rt, value, target)),
    }
}

/// `[T]$x`: the error is PowerShell's.
pub fn cast(rt: &mut dyn Runtime, value: &Value, target: TypeId) -> Run<Value> {
    Ok(try_cast(rt, value, target)?)
}

/// `$x -as [T]`: `$null` where there is no conversion.
pub fn as_type(rt: &mut dyn Runtime, value: &Value, target: TypeId) -> Run<Value> {
    match try_cast(rt, value, target) {
        Ok(value) => Ok(value),
        // Control that leaves through a constructor goes on; an error is swallowed.
        Err(CastError { raise: Some(raise), .. }) if raise.error().is_none() => Err(raise),
        Err(_) => Ok(Value::Null),
    }
}

/// `$x -is [T]`.
pub fn is_type(value: &Value, target: TypeId) -> bool {
    if value.is_null() {
        return false;
    }
    if target == TypeId::PS_OBJECT || target == TypeId::PS_CUSTOM_OBJECT {
        return matches!(value, Value::Object(object) if matches!(object.payload, Payload::Custom | Payload::Wrapped(_)));
    }
    if target == TypeId::TYPE && matches!(value.base(), Value::Type(_)) {
        return true;
    }
    let from = value.base().type_id();
    if let Some(inner) = target.nullable_of() {
        return from == inner;
    }
    from == target || target.is_assignable_from(from)
}

pub(super) fn impossible(rt: &mut dyn Runtime, value: &Value, target: TypeId) -> CastError {
    CastError::impossible(&to_message_text(rt, value), value.type_id(), target)
}

/// The error of a nullable type names that type.
fn renamed(mut error: CastError, inner: TypeId, target: TypeId) -> CastError {
    error.message = error.message.replace(&format!("to type \"{}\"", inner.clr_name()), &format!("to type \"{}\"", target.clr_name()));
    error
}

/// `$null` as a type.
fn null_to(target: TypeId) -> Cast {
    if let Some(number) = null_number(target) {
        return Ok(number);
    }
    if target == TypeId::SWITCH_PARAMETER {
        return Ok(SwitchParameter::value(false));
    }
    if target.nullable_of().is_some() || !target.is_value_type() {
        return Ok(Value::Null);
    }
    if target.is_enum() {
        return Err(null_to_enum(target));
    }
    Err(CastError::null(target))
}

/// The conversions that the target decides; `None` if it has none for this value.
fn by_target(rt: &mut dyn Runtime, value: &Value, target: TypeId) -> Option<Cast> {
    if let Some(kind) = number_type(target) {
        if let Some(result) = cast_number(value, kind, target) {
            return Some(result);
        }
        // Decimal and BigInteger are structures with properties, the others are primitive.
        if !matches!(target, TypeId::DECIMAL | TypeId::BIG_INTEGER) {
            return None;
        }
    }
    if wide::is_wide(target) {
        return wide::cast(rt, value, target);
    }
    if target.is_enum()
        && let Some(result) = cast_enum(rt, value, target)
    {
        return Some(result);
    }
    if let Some((element, 1)) = target.array_element() {
        return Some(cast_array(rt, value, element, target));
    }
    match target {
        TypeId::ARRAY | TypeId::I_LIST | TypeId::I_COLLECTION | TypeId::I_ENUMERABLE => {
            let items = collection::items_of(value).unwrap_or_else(|| vec![value.clone()]);
            return Some(Ok(Value::Array(Rc::new(Array::new(TypeId::OBJECT, items)))));
        }
        TypeId::SWITCH_PARAMETER => {
            if let Value::Bool(value) = value {
                return Some(Ok(SwitchParameter::value(*value)));
            }
        }
        TypeId::TYPE => return instance::cast_type(rt, value),
        TypeId::REGEX => return instance::cast_regex(rt, value),
        _ => {}
    }
    if is_delegate(target)
        && let Value::ScriptBlock(block) = value
    {
        return Some(Ok(delegate(target, block)));
    }
    if let Some(element) = instance::sequence_element(target) {
        return Some(cast_array(rt, value, element, target));
    }
    if let Some(source) = collection_source(target)
        && let Some(result) = cast_collection(rt, value, target, &source)
    {
        return Some(result);
    }
    if let Some(result) = record::cast_dictionary(value, target) {
        return Some(result);
    }
    if let Some(result) = instance::cast_instance(rt, value, target) {
        return Some(result);
    }
    record::cast_record(rt, value, target)
}

fn is_delegate(target: TypeId) -> bool {
    target.bases().any(|base| matches!(base, TypeId::DELEGATE | TypeId::MULTICAST_DELEGATE))
}

/// Whether a type can be made without arguments.
pub(super) fn has_default(rt: &dyn Runtime, target: TypeId) -> bool {
    if target.is_class() {
        let constructors = rt.class_constructors(target);
        return constructors.is_empty() || constructors.iter().any(Vec::is_empty);
    }
    if target.is_value_type() {
        return !matches!(target, TypeId::BOOLEAN)
            && (number_type(target).is_none() || matches!(target, TypeId::DECIMAL | TypeId::BIG_INTEGER));
    }
    match target.definition().info() {
        Some(info) if matches!(info.kind, Kind::Class | Kind::SealedClass) => {
            instance::constructors(target).any(|text| text.contains("()"))
        }
        _ => false,
    }
}
