//! The methods that every object has: `Equals`, `GetHashCode`, `GetType`, `ToString`.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::call::{Call, Method};
use super::catalog::Group;
use super::overload::parse;
use super::thrown::Outcome;
use crate::value::dict::{Key, equals_exactly};
use crate::value::{Payload, TypeId, Value, convert};

const COMMON: &[(&str, &str, Method)] = &[
    ("Equals", "bool Equals(Object obj)", equals),
    ("GetHashCode", "int GetHashCode()", hash_code),
    ("GetType", "type GetType()", |c| Ok(Value::Type(c.this.base().type_id()))),
    ("ToString", "string ToString()", to_string),
];

/// Adds them to a type's own methods.
pub fn add(groups: &mut Vec<Group>) {
    for (name, text, run) in COMMON {
        let Some(overload) = parse(text, &[]) else { continue };
        match groups.iter_mut().find(|group| group.name == *name) {
            Some(group) => {
                if group.overloads.iter().all(|own| own.parameters.len() != overload.parameters.len()) || *name == "Equals" {
                    group.overloads.insert(0, overload);
                }
                group.run.get_or_insert(*run);
            }
            None => groups.push(Group { name, overloads: vec![overload], run: Some(*run) }),
        }
    }
}

fn equals(c: &mut Call) -> Outcome {
    Ok(Value::Bool(equals_exactly(&c.this, &c.arg(0))))
}

fn hash_code(c: &mut Call) -> Outcome {
    Ok(Value::Int(hash_of(&c.this)))
}

/// A hash code that agrees with `Equals`. .NET's own numbers for strings differ from run to run anyway.
pub fn hash_of(value: &Value) -> i32 {
    match value.base() {
        Value::Int(v) => return *v,
        Value::Bool(v) => return i32::from(*v),
        Value::SByte(v) => return i32::from(*v),
        Value::Byte(v) => return i32::from(*v),
        Value::Int16(v) => return i32::from(*v),
        Value::UInt16(v) => return i32::from(*v),
        Value::UInt32(v) => return *v as i32,
        Value::Long(v) => return (*v ^ (*v >> 32)) as i32,
        Value::UInt64(v) => return (*v ^ (*v >> 32)) as i32,
        Value::Char(v) => return i32::from(*v) | (i32::from(*v) << 16),
        Value::Enum(_, v) => return *v as i32,
        _ => {}
    }
    let key = match value.base() {
        Value::Str(text) => Key::Exact(text.clone()),
        other => Key::Other(other.clone()),
    };
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish() as i32
}

/// `ToString()` without arguments.
pub fn to_string(c: &mut Call) -> Outcome {
    if let Value::Object(object) = &c.this {
        match &object.payload {
            // A custom object's own ToString is empty; `"$x"` shows its members.
            Payload::Custom => return Ok(Value::empty_str()),
            Payload::Instance(id) => {
                let id = *id;
                let this = c.this.clone();
                if let Some(text) = c.rt.class_method(id, &this, "ToString", &[]) {
                    return Ok(text?);
                }
                return Ok(Value::Str(id.full_name()));
            }
            _ => {}
        }
    }
    match c.this.base() {
        Value::Array(_) | Value::List(_) | Value::Dict(_) => Ok(Value::Str(c.this.type_id().clr_name())),
        Value::Type(id) => Ok(Value::Str(if *id == TypeId::OBJECT { id.full_name() } else { id.clr_name() })),
        other => {
            let other = other.clone();
            Ok(Value::Str(convert::to_culture_text(c.rt, &other)?))
        }
    }
}
