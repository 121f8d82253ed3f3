//! Instance members: reading, writing, calling, indexing.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::call::{Call, Method};
use super::catalog::{Group, TypeMembers, members};
use super::objects::ps_method::PsMethod;
use super::thrown::Thrown;
use super::{argument, choose, own};
use crate::value::error::Category;
use crate::value::{ErrorRecord, Exception, Payload, Raise, Run, Runtime, TypeId, Unwind, Value};

/// An instance property: the object's own members, dictionary keys, type data, then what the type has. `None` where
/// there is no such member.
pub fn get(rt: &mut dyn Runtime, target: &Value, name: &str) -> Run<Option<Value>> {
    let slot = target.members_cell().and_then(|members| members.get(name).cloned());
    if let Some(slot) = slot {
        return own::read(rt, target, &slot).map(Some);
    }
    match target {
        Value::Null | Value::Nothing => return Ok(None),
        Value::Dict(dict) => {
            if let Some(value) = dict.get_str(name) {
                return Ok(Some(value));
            }
            // `$h.10` is the key 10.
            if name.starts_with(|c: char| c.is_ascii_digit())
                && let Ok(number) = name.parse::<i32>()
                && let Some(value) = dict.get(&Value::Int(number))
            {
                return Ok(Some(value));
            }
        }
        Value::Object(object) => {
            if let Payload::Wrapped(inner) = &object.payload
                && let Value::Dict(dict) = inner.base()
                && let Some(value) = dict.get_str(name)
            {
                return Ok(Some(value));
            }
            if let Some(value) = rt.own_property(target, name) {
                return value.map(Some);
            }
        }
        Value::ScriptBlock(_) => {
            if let Some(value) = rt.own_property(target, name) {
                return value.map(Some);
            }
        }
        _ => {}
    }
    let names = type_names(target);
    if let Some(member) = rt.type_data(&names, name) {
        return own::read_special(rt, target, &member).map(Some);
    }
    let base = target.base();
    if let Value::Object(object) = base
        && let Some(clr) = object.clr()
        && let Some(value) = clr.get(name)
    {
        return Ok(Some(value));
    }
    let type_members = members(base.type_id());
    if let Some(added) = type_members.added(name) {
        return run(rt, added.get, target, &type_members, Vec::new()).map(Some).map_err(|thrown| getter_error(name, thrown));
    }
    if let Some(property) = type_members.property(name)
        && let Some(get) = property.get
    {
        return run(rt, get, target, &type_members, Vec::new()).map(Some).map_err(|thrown| getter_error(property.name, thrown));
    }
    if let Some(value) = own::intrinsic(target, name) {
        return Ok(Some(value));
    }
    if let Value::Object(object) = base
        && let Payload::Instance(class) = &object.payload
        && super::info::has_class_method(*class, name, false)
    {
        return Ok(Some(PsMethod::bound(target.clone(), name)));
    }
    if let Some(group) = type_members.method(name)
        && !target.is_custom()
    {
        return Ok(Some(PsMethod::bound(target.clone(), group.name)));
    }
    Ok(None)
}

thread_local! {
    static TYPE_NAMES: RefCell<HashMap<TypeId, Rc<[Rc<str>]>>> = RefCell::default();
}

/// `.PSTypeNames`, kept by type for values that have none of their own.
pub fn type_names(value: &Value) -> Rc<[Rc<str>]> {
    let given = value.members_cell().and_then(|members| members.type_names.clone());
    if let Some(names) = given {
        return names;
    }
    let id = value.base().type_id();
    if let Some(names) = TYPE_NAMES.with(|cache| cache.borrow().get(&id).cloned()) {
        return names;
    }
    let names: Rc<[Rc<str>]> = value.base().type_names().into();
    TYPE_NAMES.with(|cache| cache.borrow_mut().insert(id, names.clone()));
    names
}

pub(super) fn run(
    rt: &mut dyn Runtime,
    method: Method,
    target: &Value,
    type_members: &TypeMembers,
    args: Vec<Value>,
) -> Result<Value, Thrown> {
    let given = args.len();
    method(&mut Call { rt, this: target.clone(), type_id: type_members.id, args, given })
}

fn getter_error(name: &str, thrown: Thrown) -> Raise {
    let exception = match thrown {
        Thrown::Exception(exception) => exception,
        Thrown::Raise(raise) => return raise,
    };
    let message = format!("Exception getting \"{name}\": \"{}\"", message_of(&exception));
    ErrorRecord::of(
        Exception::object(TypeId::GET_VALUE_INVOCATION_EXCEPTION, message, Some(exception)),
        "ExceptionWhenGetting",
        Category::NotSpecified,
        Value::Null,
    )
    .into()
}

/// An exception's message.
pub fn message_of(exception: &Value) -> Rc<str> {
    Exception::of(exception).map_or_else(|| Rc::from(""), |exception| exception.message())
}

/// The error of a method that threw.
pub fn method_error(name: &str, count: usize, thrown: Thrown) -> Raise {
    let exception = match thrown {
        Thrown::Exception(exception) => exception,
        Thrown::Raise(raise) => match *raise.0 {
            Unwind::Error(record) => record.0.exception.clone(),
            other => return other.into(),
        },
    };
    let id = exception.type_id().name();
    let message = format!("Exception calling \"{name}\" with \"{count}\" argument(s): \"{}\"", message_of(&exception));
    ErrorRecord::of(
        Exception::object(TypeId::METHOD_INVOCATION_EXCEPTION, message, Some(exception)),
        id,
        Category::NotSpecified,
        Value::Null,
    )
    .into()
}

/// The error of an assignment that .NET refused.
pub fn setter_error(name: &str, exception: Value) -> Raise {
    let message = format!("Exception setting \"{name}\": \"{}\"", message_of(&exception));
    ErrorRecord::of(
        Exception::object(TypeId::SET_VALUE_INVOCATION_EXCEPTION, message, Some(exception)),
        "ExceptionWhenSetting",
        Category::NotSpecified,
        Value::Null,
    )
    .into()
}

/// `'X' is a ReadOnly property.`
pub fn read_only_error(name: &str) -> Raise {
    ErrorRecord::of(
        Exception::object(TypeId::SET_VALUE_EXCEPTION, format!("'{name}' is a ReadOnly property."), None),
        "PropertyAssignmentException",
        Category::NotSpecified,
        Value::Null,
    )
    .into()
}

fn no_property_to_set(name: &str) -> Raise {
    let message = format!("The property '{name}' cannot be found on this object. Verify that the property exists and can be set.");
    ErrorRecord::runtime(message, "PropertyNotFound", Category::InvalidOperation).into()
}

/// Sets an instance property; errors are PowerShell's.
pub fn set(rt: &mut dyn Runtime, target: &Value, name: &str, value: Value) -> Run<()> {
    if let Value::Object(object) = target
        && let Payload::Instance(id) = &object.payload
        && let Some(result) = rt.class_set_property(*id, target, name, value.clone())
    {
        return result;
    }
    let slot = target.members_cell().and_then(|members| members.get(name).cloned());
    if let Some(slot) = slot {
        return own::write(rt, target, name, &slot, value);
    }
    if let Value::Dict(dict) = target.base() {
        return super::collections::dictionary::assign(rt, dict, &Value::str(name), value);
    }
    let names = type_names(target);
    if let Some(member) = rt.type_data(&names, name) {
        return own::write_special(rt, target, name, &member, value);
    }
    let base = target.base();
    let type_members = members(base.type_id());
    if let Some(property) = type_members.property(name)
        && let Some(setter) = property.set
    {
        let type_id = property.type_id;
        let name = property.name;
        let value = argument::convert(rt, &value, type_id).map_err(|failure| {
            setter_error(
                name,
                failure.exception.unwrap_or_else(|| Exception::object(TypeId::PS_INVALID_CAST_EXCEPTION, failure.message, None)),
            )
        })?;
        return match run(rt, setter, target, &type_members, vec![value]) {
            Ok(_) => Ok(()),
            Err(Thrown::Exception(exception)) => Err(setter_error(name, exception)),
            Err(Thrown::Raise(raise)) => Err(raise),
        };
    }
    if let Value::Object(object) = base
        && let Some(clr) = object.clr()
    {
        let value = match type_members.property(name) {
            Some(property) if property.writable => {
                let type_id = property.type_id;
                argument::convert(rt, &value, type_id).map_err(|failure| {
                    setter_error(
                        name,
                        failure.exception.unwrap_or_else(|| Exception::object(TypeId::PS_INVALID_CAST_EXCEPTION, failure.message, None)),
                    )
                })?
            }
            _ => value,
        };
        if let Some(path) = clr.file_to_change() {
            rt.ask_file_gate(&path)?;
        }
        match clr.set(name, &value) {
            Some(Ok(())) => return Ok(()),
            Some(Err(message)) => return Err(setter_error(name, Exception::object(TypeId::ARGUMENT_EXCEPTION, message, None))),
            None if clr.get(name).is_some() => return Err(read_only_error(name)),
            None => {}
        }
    }
    match type_members.property(name) {
        Some(property) if property.get.is_some() => Err(read_only_error(property.name)),
        _ => Err(no_property_to_set(name)),
    }
}

/// Calls an instance method. `None`: there is none of this name.
pub fn invoke(rt: &mut dyn Runtime, target: &Value, name: &str, args: &[Value]) -> Run<Option<Value>> {
    let slot = target.members_cell().and_then(|members| members.get(name).cloned());
    if let Some(slot) = slot
        && let Some(result) = own::call(rt, target, name, &slot, args)
    {
        return result.map(Some);
    }
    let base = target.base();
    if base.is_null() {
        return Ok(None);
    }
    if let Value::Object(object) = base
        && object.type_id().is_class()
        && let Some(result) = rt.class_method(object.type_id(), target, name, args)
    {
        return result.map(Some);
    }
    let names = type_names(target);
    if let Some(member) = rt.type_data(&names, name)
        && let Some(result) = own::call_special(rt, target, name, &member, args)
    {
        return result.map(Some);
    }
    let type_members = members(base.type_id());
    if let Some(group) = type_members.method(name) {
        return call_group(rt, group, target, &type_members, args).map(Some);
    }
    accessor(rt, target, &type_members, name, args)
}

pub(super) fn call_group(rt: &mut dyn Runtime, group: &Group, target: &Value, type_members: &TypeMembers, args: &[Value]) -> Run<Value> {
    let bound = choose::bind(rt, group.name, &group.overloads, args)?;
    let Some(method) = group.run else {
        if let Value::Object(object) = target.base()
            && let Some(clr) = object.clr()
            && let Some(result) = clr.invoke(rt, group.name, &bound)
        {
            return result.map_err(|thrown| method_error(group.name, args.len(), thrown));
        }
        let message = format!("The method '{}' of [{}] is not available in this shell.", group.name, type_members.id.full_name());
        return Err(method_error(group.name, args.len(), Thrown::not_supported(message)));
    };
    let mut call = Call { rt, this: target.clone(), type_id: type_members.id, args: bound, given: args.len() };
    method(&mut call).map_err(|thrown| method_error(group.name, args.len(), thrown))
}

/// `get_X()`, `set_X(v)`, and parameterised properties (`Item(…)`, `Chars(…)`).
fn accessor(rt: &mut dyn Runtime, target: &Value, type_members: &TypeMembers, name: &str, args: &[Value]) -> Run<Option<Value>> {
    let lower = name.to_ascii_lowercase();
    let indexer = |name: &str| {
        matches!(name, "item" | "chars" | "itemof")
            && type_members.indexed.iter().any(|text| text.to_ascii_lowercase().contains(&format!(" {name}(")))
    };
    if let Some(property) = lower.strip_prefix("get_") {
        if indexer(property) {
            return read_index(rt, target, type_members, args, name).map(Some);
        }
        if args.is_empty()
            && let Some(property) = type_members.property(property)
            && let Some(getter) = property.get
        {
            // The type's own, whatever keys a dictionary has.
            return run(rt, getter, target, type_members, Vec::new()).map(Some).map_err(|thrown| getter_error(property.name, thrown));
        }
    } else if let Some(property) = lower.strip_prefix("set_") {
        if indexer(property) {
            index_set_at(rt, target, args)?;
            return Ok(Some(Value::Nothing));
        }
        if let [value] = args
            && type_members.property(property).is_some_and(|property| property.set.is_some())
        {
            set(rt, target, property, value.clone())?;
            return Ok(Some(Value::Nothing));
        }
    } else if indexer(&lower) && !args.is_empty() {
        return read_index(rt, target, type_members, args, name).map(Some);
    }
    Ok(None)
}

fn read_index(rt: &mut dyn Runtime, target: &Value, type_members: &TypeMembers, args: &[Value], name: &str) -> Run<Value> {
    let Some(index) = type_members.index else { return index_get(rt, target, args) };
    run(rt, index, target, type_members, args.to_vec()).map_err(|thrown| getter_error(name, thrown))
}

fn index_set_at(rt: &mut dyn Runtime, target: &Value, args: &[Value]) -> Run<()> {
    match args.split_last() {
        Some((value, indices)) => index_set(rt, target, indices, value.clone()),
        None => Ok(()),
    }
}

/// `x[i]`: an index outside gives null, as the language does; a value without an indexer is `CannotIndex`.
pub fn index_get(rt: &mut dyn Runtime, target: &Value, indices: &[Value]) -> Run<Value> {
    let base = target.base();
    if base.is_null() {
        return Err(ErrorRecord::runtime("Cannot index into a null array.", "NullArray", Category::InvalidOperation).into());
    }
    if let Some(result) = super::collections::index::read(rt, base, indices)? {
        return Ok(result);
    }
    if let Value::Object(object) = base
        && let Some(clr) = object.clr()
        && let [index] = indices
        && let Some(value) = clr.index(index)
    {
        return Ok(value);
    }
    let type_members = members(base.type_id());
    if let Some(index) = type_members.index {
        return match run(rt, index, base, &type_members, indices.to_vec()) {
            Ok(value) => Ok(value),
            // Reading past the end or a key that is not there is null to the language.
            Err(Thrown::Exception(_)) => Ok(Value::Null),
            Err(Thrown::Raise(raise)) => Err(raise),
        };
    }
    Err(cannot_index(base))
}

fn cannot_index(base: &Value) -> Raise {
    let message = format!("Unable to index into an object of type \"{}\".", shown_type(base));
    ErrorRecord::runtime(message, "CannotIndex", Category::InvalidOperation).into()
}

fn shown_type(value: &Value) -> Rc<str> {
    if value.is_custom() { TypeId::PS_OBJECT.full_name() } else { value.type_id().clr_name() }
}

/// `x[i] = v`.
pub fn index_set(rt: &mut dyn Runtime, target: &Value, indices: &[Value], value: Value) -> Run<()> {
    let base = target.base();
    if base.is_null() {
        return Err(ErrorRecord::runtime("Cannot index into a null array.", "NullArray", Category::InvalidOperation).into());
    }
    if super::collections::index::write(rt, base, indices, &value)? {
        return Ok(());
    }
    let type_members = members(base.type_id());
    if let Some(set_index) = type_members.set_index {
        let mut args = indices.to_vec();
        args.push(value);
        return match run(rt, set_index, base, &type_members, args) {
            Ok(_) => Ok(()),
            Err(Thrown::Exception(exception)) => Err(raw_error(exception)),
            Err(Thrown::Raise(raise)) => Err(raise),
        };
    }
    Err(cannot_index(base))
}

/// A .NET exception that the language passes on as it is: its full class name is the error id.
pub fn raw_error(exception: Value) -> Raise {
    let id = exception.type_id().full_name();
    ErrorRecord::of(exception, id, Category::OperationStopped, Value::Null).into()
}
