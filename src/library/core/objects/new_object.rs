//! `New-Object`: makes an object of a type.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Fields, Object, Payload, Raise, Run, TypeId, Unwind, Value, convert, members};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "New",
    noun: "Object",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Makes an object of a .NET type.",
    description: "Calls the type's constructor with -ArgumentList, then sets the properties in -Property. PSObject makes an object that has just those properties. There are no COM objects.",
    parameters: parameters::NEW_OBJECT,
    default_set: parameters::NEW_OBJECT_DEFAULT,
    related: &["Add-Member", "Select-Object"],
    examples: &[
        Example::new(
            "An object of your own",
            "New-Object PSObject -Property ([ordered]@{ Name = 'Ann'; Age = 30 })",
            "\nName Age\n---- ---\nAnn   30\n\n",
        ),
        Example::new("A .NET object", "(New-Object DateTime 2024, 2, 29).DayOfYear", "60\n"),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, NewObject);

#[derive(Default)]
struct NewObject;

impl Cmdlet for NewObject {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(name) = ctx.call.text("TypeName") else {
            let message = "COM objects are not available on this platform.";
            return Err(
                ErrorRecord::new(TypeId::NOT_SUPPORTED_EXCEPTION, message, "NoComObjects", Category::NotImplemented, Value::Null).into()
            );
        };
        let trimmed = name.trim().trim_start_matches('[').trim_end_matches(']');
        let found = ctx.engine().find_type(&name).or_else(|| if name.starts_with('[') { ctx.engine().find_type(trimmed) } else { None });
        if found.is_none()
            && let Some(object) = crate::library::licensing::model::object(&name)
        {
            if let Some(Value::Dict(properties)) = ctx.call.get("Property").map(|value| value.base().clone()) {
                for (key, value) in properties.pairs() {
                    let key = convert::to_text(ctx.engine(), &key)?;
                    set_property(ctx, &object, &key, value)?;
                }
            }
            return ctx.write(object);
        }
        let Some(type_id) = found else {
            let message = format!("Cannot find type [{name}]: verify that the assembly containing this type is loaded.");
            return Err(ErrorRecord::new(TypeId::PS_ARGUMENT_EXCEPTION, message, "TypeNotFound", Category::InvalidType, Value::Null).into());
        };
        let arguments = ctx.call.items("ArgumentList").unwrap_or_default();
        let object = match type_id {
            TypeId::PS_OBJECT | TypeId::PS_CUSTOM_OBJECT => match arguments.first() {
                Some(first) if type_id == TypeId::PS_OBJECT => first.wrapped(),
                _ => Value::Object(Rc::new(Object::new(Payload::Custom))),
            },
            // Nothing but an identity; members can be added to it.
            TypeId::OBJECT if arguments.is_empty() => Fields::open_with_text(TypeId::OBJECT, Vec::new(), Rc::from("System.Object")),
            _ => match members::new_object(ctx.engine(), type_id, &arguments) {
                Ok(object) => object,
                Err(raise) => return Err(constructor_error(raise)),
            },
        };
        if let Some(Value::Dict(properties)) = ctx.call.get("Property").map(|value| value.base().clone()) {
            for (key, value) in properties.pairs() {
                let key = convert::to_text(ctx.engine(), &key)?;
                set_property(ctx, &object, &key, value)?;
            }
        }
        ctx.write(object)
    }
}

fn set_property(ctx: &mut Context<'_>, object: &Value, name: &str, value: Value) -> Run {
    if object.is_custom() {
        object.set_note(name, value);
        return Ok(());
    }
    let is_method = || members::methods(object).iter().any(|method| method.name.eq_ignore_ascii_case(name));
    if members::get(ctx.engine(), object, name)?.is_none() && !is_method() {
        let message = format!("The member \"{name}\" was not found for the specified .NET object.");
        return Err(refused(&message));
    }
    if is_method() {
        return members::invoke(ctx.engine(), object, name, &[value]).map(|_| ());
    }
    match members::set(ctx.engine(), object, name, value) {
        Ok(()) => Ok(()),
        Err(raise) => match *raise.0 {
            Unwind::Error(_) => {
                Err(refused("The value supplied is not valid, or the property is read-only. Change the value, and then try again."))
            }
            other => Err(other.into()),
        },
    }
}

fn refused(message: &str) -> Raise {
    ErrorRecord::new(TypeId::INVALID_OPERATION_EXCEPTION, message, "InvalidOperationException", Category::InvalidOperation, Value::Null)
        .into()
}

/// A constructor's failure as this cmdlet reports it.
fn constructor_error(raise: Raise) -> Raise {
    match *raise.0 {
        Unwind::Error(record) => {
            ErrorRecord::of(record.0.exception.clone(), "ConstructorInvokedThrowException", Category::InvalidOperation, Value::Null).into()
        }
        other => other.into(),
    }
}
