//! Members that an object carries itself, or that type data gives it: note, script, alias and code properties,
//! script methods; and the members that PowerShell gives to every object (`psobject` …).

use std::rc::Rc;

use super::door::{get, message_of, set};
use super::objects::ps_object::PsObjectView;
use crate::value::error::Category;
use crate::value::{ErrorRecord, Exception, Object, Payload, Raise, Run, Runtime, Slot, SpecialMember, TypeId, Unwind, Value, convert};

/// A member's value.
pub fn read(rt: &mut dyn Runtime, target: &Value, slot: &Slot) -> Run<Value> {
    match slot {
        Slot::Note(value) => Ok(value.clone()),
        Slot::Special(member) => read_special(rt, target, member),
    }
}

/// The same of a member that is no note property.
pub fn read_special(rt: &mut dyn Runtime, target: &Value, member: &Rc<SpecialMember>) -> Run<Value> {
    match &**member {
        SpecialMember::ScriptProperty { get: Some(block), .. } => match rt.invoke_block(block, Some(target), None, Vec::new()) {
            Ok(value) => Ok(if matches!(value, Value::Nothing) { Value::Null } else { value }),
            // An error in a getter is swallowed: the property is null.
            Err(raise) => match *raise.0 {
                Unwind::Error(record) => {
                    rt.note_error(record);
                    Ok(Value::Null)
                }
                other => Err(other.into()),
            },
        },
        SpecialMember::ScriptProperty { .. } => Ok(Value::Null),
        SpecialMember::Alias(name, type_id) => {
            let value = get(rt, target, name)?.unwrap_or_default();
            match type_id {
                Some(id) => Ok(convert::cast(rt, &value, *id)?),
                None => Ok(value),
            }
        }
        SpecialMember::CodeProperty(code) => Ok(code(target)),
        SpecialMember::Note(value) => Ok(value.clone()),
        SpecialMember::PropertySet(names) => Ok(Value::strings(names.iter())),
        SpecialMember::MemberSet(members) => {
            let pairs: Vec<(Rc<str>, Slot)> = members.clone();
            let object = Object::new(Payload::Custom);
            for (name, slot) in pairs {
                object.members.borrow_mut().push(name, slot);
            }
            Ok(Value::Object(Rc::new(object)))
        }
        SpecialMember::ScriptMethod(block) => Ok(Value::ScriptBlock(block.clone())),
    }
}

/// Sets a member.
pub fn write(rt: &mut dyn Runtime, target: &Value, name: &str, slot: &Slot, value: Value) -> Run<()> {
    match slot {
        Slot::Note(_) => {
            target.set_note(name, value);
            Ok(())
        }
        Slot::Special(member) => write_special(rt, target, name, member, value),
    }
}

/// Sets a member that is no note property.
pub fn write_special(rt: &mut dyn Runtime, target: &Value, name: &str, member: &Rc<SpecialMember>, value: Value) -> Run<()> {
    match &**member {
        SpecialMember::ScriptProperty { set: Some(block), .. } => match rt.invoke_block(block, Some(target), None, vec![value]) {
            Ok(_) => Ok(()),
            Err(raise) => match *raise.0 {
                Unwind::Error(record) => Err(super::door::setter_error(name, record.0.exception.clone())),
                other => Err(other.into()),
            },
        },
        SpecialMember::Alias(other, _) => set(rt, target, &other.clone(), value),
        _ => Err(no_setter(name)),
    }
}

fn no_setter(name: &str) -> Raise {
    let message = format!("Set accessor for property \"{name}\" is unavailable.");
    ErrorRecord::of(
        Exception::object(TypeId::SET_VALUE_EXCEPTION, message, None),
        "SetWithoutSetterFromScriptProperty",
        Category::NotSpecified,
        Value::Null,
    )
    .into()
}

/// Calls a member, if it is a script method.
pub fn call(rt: &mut dyn Runtime, target: &Value, name: &str, slot: &Slot, args: &[Value]) -> Option<Run<Value>> {
    match slot {
        Slot::Special(member) => call_special(rt, target, name, member, args),
        Slot::Note(_) => None,
    }
}

/// The same of a member that is no note property.
pub fn call_special(rt: &mut dyn Runtime, target: &Value, name: &str, member: &Rc<SpecialMember>, args: &[Value]) -> Option<Run<Value>> {
    let SpecialMember::ScriptMethod(block) = &**member else { return None };
    let result = rt.invoke_block(block, Some(target), None, args.to_vec());
    Some(result.map_err(|raise| match *raise.0 {
        Unwind::Error(record) => script_method_error(name, args.len(), &record),
        other => other.into(),
    }))
}

fn script_method_error(name: &str, count: usize, record: &ErrorRecord) -> Raise {
    let exception = record.0.exception.clone();
    let message = format!("Exception calling \"{name}\" with \"{count}\" argument(s): \"{}\"", message_of(&exception));
    ErrorRecord::of(
        Exception::object(TypeId::METHOD_INVOCATION_EXCEPTION, message, Some(exception)),
        "ScriptMethodRuntimeException",
        Category::NotSpecified,
        Value::Null,
    )
    .into()
}

/// `psobject`, `psbase`, `psextended`, `psadapted`, `pstypenames`.
pub fn intrinsic(target: &Value, name: &str) -> Option<Value> {
    if name.len() < 6 || !name.as_bytes()[..2].eq_ignore_ascii_case(b"ps") {
        return None;
    }
    match name.to_ascii_lowercase().as_str() {
        "psobject" => Some(PsObjectView::of(target)),
        "psbase" | "psadapted" | "psextended" => Some(super::objects::ps_object::base_view(target, name)),
        "pstypenames" => Some(super::objects::ps_object::type_names(target)),
        _ => None,
    }
}
