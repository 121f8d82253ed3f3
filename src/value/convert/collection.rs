//! Conversions to arrays and lists.

use std::rc::Rc;

use super::cast::try_cast;
use super::error::{Cast, CastError};
use super::text::to_message_text;
use crate::value::members;
use crate::value::{List, Runtime, TypeId, Value, array::Array};

/// The items of a value that is a list by itself (dictionaries and strings are not).
pub(super) fn items_of(value: &Value) -> Option<Vec<Value>> {
    value.base().enumerate()
}

/// Converts to `element[]`.
pub(super) fn cast_array(rt: &mut dyn Runtime, value: &Value, element: TypeId, target: TypeId) -> Cast {
    if let Some(items) = items_of(value) {
        return Ok(Value::Array(Rc::new(Array::new(element, cast_items(rt, &items, element)?))));
    }
    if element == TypeId::CHAR
        && let Some(text) = value.as_str()
    {
        return Ok(Value::Array(Rc::new(Array::new(element, text.encode_utf16().map(Value::Char).collect()))));
    }
    match try_cast(rt, value, element) {
        Ok(item) => Ok(Value::Array(Rc::new(Array::new(element, vec![item])))),
        Err(error) => Err(scalar_error(rt, error, value, target)),
    }
}

/// Each item as a value of `element`.
pub(super) fn cast_items(rt: &mut dyn Runtime, items: &[Value], element: TypeId) -> Cast<Vec<Value>> {
    if element == TypeId::OBJECT {
        return Ok(items.to_vec());
    }
    let mut converted = Vec::with_capacity(items.len());
    for item in items {
        converted.push(try_cast(rt, item, element)?);
    }
    Ok(converted)
}

/// The error of a single value that cannot be the only item of an array.
fn scalar_error(rt: &mut dyn Runtime, error: CastError, value: &Value, target: TypeId) -> CastError {
    if error.raise.is_some() {
        return error;
    }
    let shown = to_message_text(rt, value);
    if error.is_impossible() {
        return CastError::impossible(&shown, value.type_id(), target);
    }
    let is_convertible = matches!(value.base(), Value::Str(_)) || super::number::number_of(value.base()).is_some();
    let reason = match (&error.inner, is_convertible || error.id != "InvalidCastIConvertible") {
        (Some((class, text)), true) => return CastError::reason("InvalidCastExceptionScalarToArray", &shown, target, *class, text),
        (None, true) => error.message.clone(),
        (_, false) => return super::number::invalid_cast(value.base(), target),
    };
    let mut scalar = CastError::explained("InvalidCastExceptionScalarToArray", &shown, target, &reason);
    scalar.inner = None;
    scalar
}

/// What a collection type of .NET is filled from.
pub(super) enum Source {
    /// Any list (`ArrayList`, `Queue`, `Stack`).
    Items,
    /// Items of a type, also a single one (`List[T]`, `HashSet[T]`, `Queue[T]` …).
    Typed(TypeId),
}

/// How a type that is no array is made from a list; `None` if it is no such type.
pub(super) fn collection_source(target: TypeId) -> Option<Source> {
    match target {
        TypeId::ARRAY_LIST | TypeId::QUEUE | TypeId::STACK => return Some(Source::Items),
        _ => {}
    }
    let (definition, arguments) = target.generic_parts()?;
    let is_collection = matches!(
        definition,
        TypeId::LIST
            | TypeId::HASH_SET
            | TypeId::SORTED_SET
            | TypeId::GENERIC_STACK
            | TypeId::GENERIC_QUEUE
            | TypeId::LINKED_LIST
            | TypeId::COLLECTION
            | TypeId::READ_ONLY_COLLECTION
            | TypeId::OBSERVABLE_COLLECTION
            | TypeId::CONCURRENT_QUEUE
            | TypeId::CONCURRENT_BAG
            | TypeId::CONCURRENT_STACK
    );
    match arguments[..] {
        [element] if is_collection => Some(Source::Typed(element)),
        _ => None,
    }
}

/// The collection type made of these items, which have its element type.
pub(super) fn make_collection(rt: &mut dyn Runtime, target: TypeId, element: TypeId, items: Vec<Value>) -> Cast {
    match target.definition() {
        TypeId::ARRAY_LIST | TypeId::LIST | TypeId::COLLECTION | TypeId::READ_ONLY_COLLECTION => {
            Ok(Value::List(Rc::new(List::new(target, items))))
        }
        _ => {
            let array = Value::Array(Rc::new(Array::new(element, items)));
            Ok(members::new_object(rt, target, &[array])?)
        }
    }
}

/// Converts to a collection type; `None` if the value's type has no conversion to it.
pub(super) fn cast_collection(rt: &mut dyn Runtime, value: &Value, target: TypeId, source: &Source) -> Option<Cast> {
    let base = value.base();
    match source {
        Source::Items => {
            if let Value::Dict(dict) = base {
                let entries = dict.pairs().into_iter().map(|(key, value)| members::dictionary_entry(key, value)).collect();
                return Some(make_collection(rt, target, TypeId::OBJECT, entries));
            }
            let items = items_of(value)?;
            Some(make_collection(rt, target, TypeId::OBJECT, items))
        }
        Source::Typed(element) => {
            if let Value::Array(array) = base {
                return Some(cast_typed(rt, value, &array.items.borrow().clone(), target, *element));
            }
            let single = match base {
                // These have a better way: a capacity, or no conversion at all.
                Value::Bool(_) | Value::Char(_) | Value::DateTime(_) | Value::Enum(..) | Value::Dict(_) => return None,
                Value::BigInt(_) => base.clone(),
                _ if base.type_id() == TypeId::DB_NULL => return None,
                _ if super::number::number_of(base).is_some() => {
                    if !TypeId::I_COLLECTION.is_assignable_from(target) && super::instance::constructor_accepts(target, base) {
                        return None;
                    }
                    Value::Str(super::text::to_plain_text(base)?)
                }
                _ => base.clone(),
            };
            Some(match try_cast(rt, &single, *element) {
                Ok(item) => make_collection(rt, target, *element, vec![item]),
                Err(error) if error.is_impossible() => Err(CastError::impossible(&to_message_text(rt, value), value.type_id(), target)),
                Err(error) => Err(error),
            })
        }
    }
}

fn cast_typed(rt: &mut dyn Runtime, value: &Value, items: &[Value], target: TypeId, element: TypeId) -> Cast {
    match cast_items(rt, items, element) {
        Ok(items) => make_collection(rt, target, element, items),
        Err(error) if error.raise.is_some() => Err(error),
        Err(_) => Err(CastError::impossible(&to_message_text(rt, value), value.type_id(), target)),
    }
}
