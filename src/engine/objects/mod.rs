//! The engine's own objects as scripts see them, and what can be read, set and called on them.

mod attribute;
mod cmdlet;
mod enumerator;
mod invocation;
mod module;
mod part;
mod path_info;
mod powershell;
mod reference;
mod script_block;
mod source;

pub(crate) use attribute::{attribute_value, guard_of, new_attribute};
pub use cmdlet::CmdletObject;
pub(crate) use cmdlet::cmdlet_object;
pub use enumerator::{Enumerator, Source, input_enumerator};
pub(crate) use enumerator::{drain_enumerator, enumerator_at, lazy_enumerator, next_item};
pub(crate) use invocation::call_invocation;
pub use invocation::{InvocationObject, invocation_value};
pub use module::{ModuleObject, module_value};
pub use part::Part;
pub(crate) use part::{execution_context, host, invoke_command, session_state};
pub use path_info::PathInfo;
pub use reference::Reference;
pub(crate) use reference::{value_reference, variable_reference};
pub(crate) use script_block::{block_method, block_property};
pub use source::position_message;
pub(crate) use source::{parse_errors_value, parse_input, parse_message};

use super::command::CommandObject;
use super::session::Engine;
use crate::value::{Category, ErrorRecord, Object, Run, TypeId, Value, convert};
use cmdlet::cmdlet_method;
use module::module_method;
use part::{PartKind, part_method};
use std::rc::Rc;

/// A property of an object of the engine.
pub(crate) fn object_property(engine: &mut Engine, target: &Value, name: &str) -> Option<Run<Value>> {
    if let Some(object) = target.downcast::<CommandObject>() {
        return crate::engine::describe::command_property(engine, &object.0, name);
    }
    if let Some(module) = target.downcast::<ModuleObject>()
        && name.eq_ignore_ascii_case("Version")
    {
        let text = Value::Str(module.0.version.borrow().clone());
        return Some(convert::cast(engine, &text, TypeId::VERSION));
    }
    if let Some(module) = target.downcast::<ModuleObject>()
        && let Some(key) = ["ProjectUri", "LicenseUri", "IconUri"].iter().find(|key| name.eq_ignore_ascii_case(key))
    {
        let address = module.0.ps_data(key);
        return Some(if address.is_null() { Ok(Value::Null) } else { convert::cast(engine, &address, TypeId::URI) });
    }
    if let Some(part) = target.downcast::<Part>() {
        let name = name.to_ascii_lowercase();
        return match (part.kind, name.as_str()) {
            (PartKind::Host, "currentculture" | "currentuiculture") => {
                let name = Value::str(&engine.culture.name);
                Some(convert::cast(engine, &name, TypeId::CULTURE_INFO))
            }
            (PartKind::Host, "version") => Some(convert::cast(engine, &Value::str("7.6.9"), TypeId::VERSION)),
            (PartKind::RawUi, "windowtitle") => Some(Ok(Value::Str(engine.window_title.clone()))),
            (PartKind::RawUi, "buffersize" | "windowsize" | "maxwindowsize" | "maxphysicalwindowsize") => {
                let width = engine.ui.width().unwrap_or(80) as i32;
                let height = engine.ui.height().unwrap_or(24) as i32;
                Some(Ok(Object::record(
                    Some("System.Management.Automation.Host.Size"),
                    [("Width", Value::Int(width)), ("Height", Value::Int(height))],
                )))
            }
            (PartKind::Paths, "currentlocation" | "currentfilesystemlocation") => Some(Ok(engine.location_value())),
            _ => None,
        };
    }
    None
}

/// Sets a property of an object of the engine.
pub(crate) fn set_object_property(engine: &mut Engine, target: &Value, name: &str, value: &Value) -> Option<Run> {
    let part = target.downcast::<Part>()?;
    if part.kind == PartKind::RawUi && name.eq_ignore_ascii_case("WindowTitle") {
        return Some(convert::to_text(engine, value).map(|title| {
            engine.window_title = title.clone();
            engine.ui.set_title(&title);
        }));
    }
    None
}

/// A method of an object of the engine.
pub(crate) fn object_method(engine: &mut Engine, target: &Value, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    if let Some(enumerator) = target.downcast::<Enumerator>() {
        return match name.to_ascii_lowercase().as_str() {
            "movenext" => Some(Ok(Value::Bool(enumerator.move_next()))),
            "reset" => {
                enumerator.reset();
                Some(Ok(Value::Nothing))
            }
            _ => None,
        };
    }
    if let Some(cmdlet) = target.downcast::<CmdletObject>() {
        return cmdlet_method(engine, cmdlet, name, arguments);
    }
    if let Some(steps) = target.downcast::<crate::engine::pipeline::SteppablePipeline>() {
        return engine.take_step(steps, name, arguments);
    }
    if let Some(result) = powershell::method(engine, target, name, arguments) {
        return Some(result);
    }
    if let Some(module) = target.downcast::<ModuleObject>() {
        return module_method(engine, &module.0.clone(), name, arguments);
    }
    if let Some(part) = target.downcast::<Part>() {
        return part_method(engine, part.kind, part.state.clone(), name, arguments);
    }
    if let Some(object) = target.downcast::<CommandObject>() {
        return crate::engine::describe::command_method(engine, &object.0, name, arguments);
    }
    crate::engine::tree::method(engine, target, name, arguments)
}

/// Static methods of the engine's types.
pub(crate) fn static_method(engine: &mut Engine, type_id: TypeId, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    let name = name.to_ascii_lowercase();
    match (type_id, name.as_str()) {
        (TypeId::SCRIPT_BLOCK, "create") => Some((|| {
            let text = text_at(engine, arguments, 0)?;
            engine
                .script_block_from(&text, None)
                .map(Value::ScriptBlock)
                .map_err(|raise| method_failure_as(engine, "Create", arguments.len(), raise))
        })()),
        (TypeId::POWER_SHELL, "create") => Some(Ok(powershell::create(arguments))),
        (TypeId::RUNSPACE_FACTORY, "createrunspace") => Some(Ok(powershell::create_runspace(engine))),
        (TypeId::INITIAL_SESSION_STATE, "createdefault" | "createdefault2" | "create") => Some(Ok(powershell::initial_state())),
        (TypeId::PROXY_COMMAND, name) => crate::engine::proxy::proxy_method(engine, name, arguments),
        (TypeId::PARSER, "parseinput" | "parsefile") => Some(parse_input(engine, name == "parsefile", arguments)),
        _ => None,
    }
}

pub(crate) fn text_at(engine: &mut Engine, arguments: &[Value], at: usize) -> Run<Rc<str>> {
    match arguments.get(at) {
        Some(value) => convert::to_text(engine, value),
        None => Ok(Rc::from("")),
    }
}

/// An error that came out of a method is wrapped, as .NET callers see it.
pub(super) fn method_failure(engine: &mut Engine, name: &str, count: usize, raise: crate::value::Raise) -> crate::value::Raise {
    let Some(record) = raise.error() else { return raise };
    let inner = record.0.exception.clone();
    if let Some(exception) = crate::value::Exception::of(&inner) {
        exception.record.borrow_mut().get_or_insert_with(|| record.value());
    }
    let message = format!("Exception calling \"{name}\" with \"{count}\" argument(s): \"{}\"", record.exception_message());
    let exception = crate::value::Exception::object(TypeId::METHOD_INVOCATION_EXCEPTION, message, Some(inner.clone()));
    let id = inner.type_id().name();
    let outer = ErrorRecord::of(exception, &*id, Category::NotSpecified, Value::Null);
    engine.locate(&outer);
    outer.into()
}

pub(super) fn method_failure_as(engine: &mut Engine, name: &str, count: usize, raise: crate::value::Raise) -> crate::value::Raise {
    method_failure(engine, name, count, raise)
}

/// An object of a class that the engine owns; none: not one of its own.
pub(crate) fn new_object(engine: &mut Engine, class: TypeId, arguments: &[Value]) -> Option<Run<Value>> {
    match class {
        TypeId::RUNTIME_DEFINED_PARAMETER => Some(Ok(crate::engine::dynamic::runtime_parameter(arguments))),
        TypeId::RUNTIME_DEFINED_PARAMETER_DICTIONARY => Some(Ok(crate::engine::dynamic::runtime_dictionary())),
        _ => match new_attribute(class, arguments, &[]) {
            Some(made) => Some(Ok(made)),
            None => crate::engine::proxy::new_metadata(engine, class, arguments),
        },
    }
}
