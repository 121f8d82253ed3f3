//! Dictionaries and custom objects as other dictionaries, as custom objects, and as objects made by their properties.

use std::borrow::Cow;
use std::rc::Rc;

use super::cast::{has_default, try_cast};
use super::error::{Cast, CastError};
use super::text::{to_message_text, to_plain_text};
use crate::value::members;
use crate::value::members::objects::SwitchParameter;
use crate::value::object::{Members, Slot};
use crate::value::{Dict, DictKind, Exception, Object, Payload, Raise, Runtime, TypeId, Value};

/// `[pscustomobject]$x`: a dictionary's entries become properties; everything else stays what it is.
pub fn to_custom_object(value: &Value) -> Value {
    match value.base() {
        Value::Null | Value::Nothing => Value::Null,
        Value::Dict(dict) => {
            let mut own = Members::default();
            for (key, value) in dict.pairs() {
                let name = to_plain_text(&key).unwrap_or_else(|| key.type_id().full_name());
                own.set(&name, Slot::Note(value));
            }
            // `PSTypeName` names the object's type and is no property.
            if let Some(Slot::Note(name)) = own.get("PSTypeName").cloned()
                && let Some(name) = name.as_str()
            {
                own.remove("PSTypeName");
                own.type_names =
                    Some(vec![name.clone(), Rc::from("System.Management.Automation.PSCustomObject"), Rc::from("System.Object")].into());
            }
            Value::Object(Rc::new(Object { payload: Payload::Custom, members: std::cell::RefCell::new(own) }))
        }
        _ => value.clone(),
    }
}

/// Dictionaries of one kind as another; `None` if it is no such pair.
pub(super) fn cast_dictionary(value: &Value, target: TypeId) -> Option<Cast> {
    let Value::Dict(source) = value else { return None };
    let copy = match target {
        TypeId::HASHTABLE => Dict::new(DictKind::Hashtable, true),
        TypeId::ORDERED_HASHTABLE => Dict::new(DictKind::Ordered(target), true),
        _ => return None,
    };
    for (key, value) in source.pairs() {
        copy.set(&key, value);
    }
    Some(Ok(Value::Dict(Rc::new(copy))))
}

/// An object made without arguments, its properties then set from a dictionary or a custom object.
pub(super) fn cast_record(rt: &mut dyn Runtime, value: &Value, target: TypeId) -> Option<Cast> {
    let (pairs, is_dictionary) = match value {
        Value::Dict(dict) => (dict.pairs(), true),
        _ if value.is_custom() => (notes(value), false),
        _ => return None,
    };
    if !has_default(rt, target) {
        return None;
    }
    Some(make_record(rt, value, target, &pairs, is_dictionary))
}

fn notes(value: &Value) -> Vec<(Value, Value)> {
    let Some(members) = value.members_cell() else { return Vec::new() };
    members
        .iter()
        .filter_map(|(name, slot)| match slot {
            Slot::Note(value) => Some((Value::Str(name.clone()), value.clone())),
            Slot::Special(_) => None,
        })
        .collect()
}

fn make_record(rt: &mut dyn Runtime, value: &Value, target: TypeId, pairs: &[(Value, Value)], is_dictionary: bool) -> Cast {
    let object = if target.is_class() { rt.class_new(target, &[])? } else { new_default(rt, target)? };
    for (key, item) in pairs {
        let name = to_plain_text(key).unwrap_or_default();
        if let Err(reason) = set_property(rt, &object, target, &name, item)? {
            return Err(creation_error(rt, value, target, &reason, is_dictionary));
        }
    }
    Ok(object)
}

fn new_default(rt: &mut dyn Runtime, target: TypeId) -> Cast {
    match target {
        TypeId::DECIMAL => Ok(Value::Decimal(rust_decimal::Decimal::ZERO)),
        TypeId::BIG_INTEGER => Ok(Value::BigInt(Rc::default())),
        TypeId::DATE_TIME => Ok(Value::DateTime(crate::value::DateTime::MIN)),
        TypeId::TIME_SPAN => Ok(Value::TimeSpan(crate::value::TimeSpan::ZERO)),
        TypeId::SWITCH_PARAMETER => Ok(SwitchParameter::value(false)),
        _ if target.is_enum() => Ok(Value::Enum(target, 0)),
        _ => Ok(members::new_object(rt, target, &[])?),
    }
}

/// Why a property was not set: PowerShell's sentence and the exception behind it.
struct Refusal {
    message: String,
    class: TypeId,
}

/// Sets one property, converted to its type. Script code that fails raises; what PowerShell refuses is a `Refusal`.
fn set_property(rt: &mut dyn Runtime, object: &Value, target: TypeId, name: &str, item: &Value) -> Cast<Result<(), Refusal>> {
    let settable = settable_properties(rt, target);
    let Some((own, type_id)) = settable.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).cloned() else {
        let listed: Vec<String> = settable.iter().map(|(name, type_id)| format!("[{name} <{}>]", type_id.clr_name())).collect();
        let end = if listed.is_empty() {
            "There is no settable property available.".to_owned()
        } else {
            format!("The settable properties are: {}.", listed.join(", "))
        };
        return Ok(Err(Refusal {
            message: format!("The property '{name}' was not found for the '{}' object. {end}", target.clr_name()),
            class: TypeId::INVALID_OPERATION_EXCEPTION,
        }));
    };
    let converted = match try_cast(rt, item, type_id) {
        Ok(converted) => converted,
        Err(CastError { raise: Some(raise), .. }) => return Err(raise.into()),
        Err(error) => {
            return Ok(Err(Refusal {
                class: error.inner.as_ref().map_or(TypeId::PS_INVALID_CAST_EXCEPTION, |(class, _)| *class),
                message: error.message,
            }));
        }
    };
    match members::set(rt, object, &own, converted) {
        Ok(()) => Ok(Ok(())),
        Err(raise) => match raise.error() {
            Some(record) => Ok(Err(Refusal { message: record.message().to_string(), class: innermost(&record.0.exception) })),
            None => Err(raise.into()),
        },
    }
}

fn innermost(exception: &Value) -> TypeId {
    let mut current = exception.clone();
    while let Some(inner) = Exception::of(&current).and_then(|exception| exception.inner()) {
        current = inner;
    }
    current.type_id()
}

/// Names and types of the properties that can be set, in the order that the error lists them.
fn settable_properties(rt: &dyn Runtime, target: TypeId) -> Vec<(Rc<str>, TypeId)> {
    if target.is_class() {
        return rt.class_properties(target);
    }
    super::instance::settable_properties(target)
}

fn creation_error(rt: &mut dyn Runtime, value: &Value, target: TypeId, refusal: &Refusal, is_dictionary: bool) -> CastError {
    let (id, message) = if is_dictionary {
        ("ObjectCreationError", format!("Cannot create object of type \"{}\". {}", target.clr_name(), refusal.message))
    } else {
        let shown = to_message_text(rt, value);
        (
            "InvalidCastConstructorException",
            format!(
                "Cannot convert value \"{shown}\" to type \"{}\". Error: \"Cannot create object of type \"{}\". {}\"",
                target.clr_name(),
                target.clr_name(),
                refusal.message
            ),
        )
    };
    CastError { id: Cow::Borrowed(id), message, inner: Some((refusal.class, refusal.message.clone())), cause: None, raise: None::<Raise> }
}
