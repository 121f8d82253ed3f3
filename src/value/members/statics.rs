//! Members of types themselves: static properties and methods, enum values, constructors.

use std::rc::Rc;

use super::call::Call;
use super::catalog::{Property, members};
use super::choose;
use super::door::{call_group, method_error};
use super::objects::ps_method::PsMethod;
use super::thrown::Thrown;
use super::{argument, collections};
use crate::value::error::Category;
use crate::value::{ErrorRecord, Exception, Object, Payload, Raise, Run, Runtime, TypeId, Value, convert};

/// A static property, a constant, an enum value, or a method as a value; `None` where there is none of this name.
pub fn get_static(rt: &mut dyn Runtime, id: TypeId, name: &str) -> Run<Option<Value>> {
    if id.is_class()
        && let Some(value) = rt.class_static_property(id, name, None)
    {
        return value.map(Some);
    }
    if id.is_enum() {
        let found = id.enum_values().into_iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        if let Some((_, value)) = found {
            return Ok(Some(Value::Enum(id, value)));
        }
    }
    let type_members = members(id);
    if let Some(property) = type_members.static_property(name) {
        if let Some(get) = property.get {
            let mut call = Call { rt, this: Value::Null, type_id: id, args: Vec::new(), given: 0 };
            return match get(&mut call) {
                Ok(value) => Ok(Some(value)),
                Err(Thrown::Raise(raise)) => Err(raise),
                Err(Thrown::Exception(exception)) => Err(getting(property.name, exception)),
            };
        }
        if let Some(text) = property.constant {
            return Ok(Some(constant(rt, property, text)));
        }
    }
    if id.is_class() && super::info::has_class_method(id, name, true) {
        return Ok(Some(PsMethod::of_type(id, name)));
    }
    if let Some(group) = type_members.static_method(name) {
        return Ok(Some(PsMethod::of_type(id, group.name)));
    }
    if name.eq_ignore_ascii_case("new") {
        return Ok(Some(PsMethod::of_type(id, "new")));
    }
    Ok(None)
}

fn getting(name: &str, exception: Value) -> Raise {
    let message = format!("Exception getting \"{name}\": \"{}\"", super::door::message_of(&exception));
    ErrorRecord::of(
        Exception::object(TypeId::GET_VALUE_INVOCATION_EXCEPTION, message, Some(exception)),
        "ExceptionWhenGetting",
        Category::NotSpecified,
        Value::Null,
    )
    .into()
}

/// A constant's value from its text in the table.
fn constant(rt: &mut dyn Runtime, property: &Property, text: &str) -> Value {
    match (property.type_id, text) {
        (TypeId::STRING, text) => Value::str(text),
        (TypeId::DOUBLE, "∞" | "Infinity") => Value::Double(f64::INFINITY),
        (TypeId::DOUBLE, "-∞" | "-Infinity") => Value::Double(f64::NEG_INFINITY),
        (TypeId::DOUBLE, "NaN") => Value::Double(f64::NAN),
        (TypeId::SINGLE, "∞" | "Infinity") => Value::Single(f32::INFINITY),
        (TypeId::SINGLE, "-∞" | "-Infinity") => Value::Single(f32::NEG_INFINITY),
        (TypeId::SINGLE, "NaN") => Value::Single(f32::NAN),
        (TypeId::DOUBLE, text) => Value::Double(text.parse().unwrap_or_default()),
        (TypeId::SINGLE, text) => Value::Single(text.parse().unwrap_or_default()),
        (id, text) => convert::try_cast(rt, &Value::str(text), id).unwrap_or_else(|_| Value::str(text)),
    }
}

/// Sets a static property; errors are PowerShell's.
pub fn set_static(rt: &mut dyn Runtime, id: TypeId, name: &str, value: Value) -> Run<()> {
    if id.is_class()
        && let Some(result) = rt.class_static_property(id, name, Some(value.clone()))
    {
        return result.map(|_| ());
    }
    let type_members = members(id);
    if let Some(property) = type_members.static_property(name) {
        let Some(set) = property.set else { return Err(super::door::read_only_error(property.name)) };
        let type_id = property.type_id;
        let value = argument::convert(rt, &value, type_id).map_err(|failure| {
            super::door::setter_error(
                name,
                failure.exception.unwrap_or_else(|| Exception::object(TypeId::PS_INVALID_CAST_EXCEPTION, failure.message, None)),
            )
        })?;
        let mut call = Call { rt, this: Value::Null, type_id: id, args: vec![value], given: 1 };
        return match set(&mut call) {
            Ok(_) => Ok(()),
            Err(Thrown::Raise(raise)) => Err(raise),
            Err(Thrown::Exception(exception)) => Err(super::door::setter_error(name, exception)),
        };
    }
    let message = format!("The property '{name}' cannot be found on this object. Verify that the property exists and can be set.");
    Err(ErrorRecord::runtime(message, "PropertyNotFound", Category::InvalidOperation).into())
}

/// Calls a static method. `None`: there is none of this name.
pub fn invoke_static(rt: &mut dyn Runtime, id: TypeId, name: &str, args: &[Value]) -> Run<Option<Value>> {
    if id.is_class()
        && let Some(result) = rt.class_static_method(id, name, args)
    {
        return result.map(Some);
    }
    let type_members = members(id);
    match type_members.static_method(name) {
        Some(group) => call_group(rt, group, &Value::Null, &type_members, args).map(Some),
        None if name.eq_ignore_ascii_case("new") => new_object(rt, id, args).map(Some),
        None => Ok(None),
    }
}

/// `[T]::new(…)`, `New-Object T …`.
pub fn new_object(rt: &mut dyn Runtime, id: TypeId, args: &[Value]) -> Run<Value> {
    if id.is_class() {
        return rt.class_new(id, args);
    }
    if let Some((element, rank)) = id.array_element() {
        return collections::array::create(rt, element, rank, args);
    }
    if let Some(inner) = id.nullable_of() {
        return match args.first() {
            Some(value) => Ok(convert::cast(rt, value, inner)?),
            None => Ok(Value::Null),
        };
    }
    if id == TypeId::OBJECT && args.is_empty() {
        return Ok(super::system::fixed::plain_object());
    }
    let type_members = members(id);
    if let Some(new) = type_members.new.run
        && !type_members.new.overloads.is_empty()
    {
        let bound = choose::bind(rt, ".ctor", &type_members.new.overloads, args)?;
        let mut call = Call { rt, this: Value::Null, type_id: id, args: bound, given: args.len() };
        return new(&mut call).map_err(|thrown| method_error(".ctor", args.len(), thrown));
    }
    if let Some(made) = rt.own_new_object(id, args) {
        return made;
    }
    if !type_members.new.overloads.is_empty() {
        // Too many arguments are refused in the language's own words.
        choose::bind(rt, ".ctor", &type_members.new.overloads, args)?;
    }
    if args.is_empty()
        && id.is_value_type()
        && let Some(value) = default_value(id)
    {
        return Ok(value);
    }
    if super::rank::is_delegate(id)
        && let [block] = args
    {
        return convert::cast(rt, block, id);
    }
    if type_members.new.overloads.is_empty()
        && let Some(made) = rt.own_new_object(id, args)
    {
        return made;
    }
    if type_members.new.overloads.is_empty() || type_members.new.run.is_some() {
        let message = format!("Cannot find an overload for \"new\" and the argument count: \"{}\".", args.len());
        return Err(ErrorRecord::of(
            Exception::object(TypeId::METHOD_EXCEPTION, message, None),
            "MethodCountCouldNotFindBest",
            Category::NotSpecified,
            Value::Null,
        )
        .into());
    }
    let message = format!("Objects of type [{}] are not available in this shell.", id.full_name());
    Err(method_error(".ctor", args.len(), Thrown::not_supported(message)))
}

/// What a value type is before anything is put in: zero, false, the first date.
pub fn default_value(id: TypeId) -> Option<Value> {
    Some(match id {
        TypeId::BOOLEAN => Value::Bool(false),
        TypeId::CHAR => Value::Char(0),
        TypeId::S_BYTE => Value::SByte(0),
        TypeId::BYTE => Value::Byte(0),
        TypeId::INT16 => Value::Int16(0),
        TypeId::U_INT16 => Value::UInt16(0),
        TypeId::INT32 => Value::Int(0),
        TypeId::U_INT32 => Value::UInt32(0),
        TypeId::INT64 => Value::Long(0),
        TypeId::U_INT64 => Value::UInt64(0),
        TypeId::SINGLE => Value::Single(0.0),
        TypeId::DOUBLE => Value::Double(0.0),
        TypeId::DECIMAL => Value::Decimal(rust_decimal::Decimal::ZERO),
        TypeId::BIG_INTEGER => Value::BigInt(Rc::default()),
        TypeId::DATE_TIME => Value::DateTime(crate::value::DateTime::MIN),
        TypeId::TIME_SPAN => Value::TimeSpan(crate::value::TimeSpan(0)),
        id if id.is_enum() => Value::Enum(id, 0),
        id if !id.is_value_type() => return None,
        _ => return None,
    })
}

/// An exception of a class: `new()`, `new(message)`, `new(message, inner)`.
pub fn exception(id: TypeId, message: &str, inner: Option<Value>) -> Value {
    let exception = Exception::new(id, message, inner);
    Value::Object(Rc::new(Object::new(Payload::Exception(Box::new(exception)))))
}
