//! What comes out of another process: plain values stay, objects become records of their properties.

use std::rc::Rc;

use crate::engine::Engine;
use crate::present::access;
use crate::value::{Dict, DictKind, List, Members, Object, Payload, Run, Slot, Value};

/// Deepest nesting that is kept; beyond it an object is its text.
const DEPTH: usize = 2;

/// A value as it arrives from a job's process.
pub fn arrived(engine: &mut Engine, value: &Value) -> Run<Value> {
    copy(engine, value, 0)
}

fn copy(engine: &mut Engine, value: &Value, depth: usize) -> Run<Value> {
    match value.base() {
        Value::Array(_) | Value::List(_) => {
            let mut items = Vec::new();
            for item in value.enumerate().unwrap_or_default() {
                items.push(copy(engine, &item, depth + 1)?);
            }
            Ok(List::array_list(items))
        }
        Value::Dict(dict) => {
            let kind = if matches!(dict.kind, DictKind::Ordered(_)) { dict.kind } else { DictKind::Hashtable };
            let new = Dict::new(kind, true);
            for (key, value) in dict.pairs() {
                let value = copy(engine, &value, depth + 1)?;
                new.set(&key, value);
            }
            Ok(Value::Dict(Rc::new(new)))
        }
        Value::ScriptBlock(block) => Ok(Value::Str(block.code.text())),
        Value::Object(object) => match &object.payload {
            Payload::Error(_) => Ok(value.clone()),
            Payload::Clr(clr) if clr.property_names().is_empty() => Ok(value.clone()),
            _ if depth > DEPTH => Ok(Value::Str(crate::value::convert::to_text(engine, value)?)),
            _ => record(engine, value, depth),
        },
        _ => Ok(value.clone()),
    }
}

fn record(engine: &mut Engine, value: &Value, depth: usize) -> Run<Value> {
    let mut members = Members::default();
    for name in access::properties(engine, value) {
        if let Some(Ok(property)) = access::property(engine, value, &name)? {
            let property = copy(engine, &property, depth + 1)?;
            members.push(name, Slot::Note(property));
        }
    }
    let names = value
        .type_names()
        .iter()
        .map(
            |name| {
                if &**name == "System.Object" { Rc::from("Deserialized.System.Object") } else { Rc::from(format!("Deserialized.{name}")) }
            },
        )
        .collect();
    members.type_names = Some(names);
    Ok(Value::Object(Rc::new(Object { payload: Payload::Custom, members: std::cell::RefCell::new(members) })))
}
