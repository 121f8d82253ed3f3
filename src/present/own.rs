//! Members that objects carry themselves.

use std::any::Any;
use std::rc::Rc;

use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Dict, Object, Run, Runtime, Slot, SpecialMember, TypeId, Value};

/// What sort of property it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MemberKind {
    /// Of the object itself.
    NoteProperty,
    /// Of its class.
    Property,
}

/// A property in a list.
pub struct MemberInfo {
    /// Its name.
    pub name: Rc<str>,
    /// What it is.
    pub kind: MemberKind,
    /// Whether it is shown only on demand.
    pub hidden: bool,
}

/// A property's value.
pub fn get(rt: &mut dyn Runtime, target: &Value, name: &str) -> Run<Option<Value>> {
    let slot = target.members_cell().and_then(|members| members.get(name).cloned());
    match slot {
        Some(Slot::Note(value)) => return Ok(Some(value)),
        Some(Slot::Special(member)) => {
            if let SpecialMember::ScriptProperty { get: Some(block), .. } = &*member {
                return rt.invoke_block(block, Some(target), None, Vec::new()).map(Some);
            }
        }
        None => {}
    }
    if let Value::Object(object) = target.base()
        && let Some(clr) = object.clr()
    {
        return Ok(clr.get(name));
    }
    Ok(None)
}

/// The properties of a value.
pub fn properties(target: &Value) -> Vec<MemberInfo> {
    let mut list = Vec::new();
    if let Some(own) = target.members_cell() {
        for (name, _) in own.iter() {
            let hidden = own.hidden.as_ref().is_some_and(|hidden| hidden.contains(name));
            list.push(MemberInfo { name: name.clone(), kind: MemberKind::NoteProperty, hidden });
        }
    }
    if let Value::Object(object) = target.base()
        && let Some(clr) = object.clr()
    {
        list.extend(clr.property_names().into_iter().map(|name| MemberInfo { name: Rc::from(name), kind: MemberKind::Property, hidden: false }));
    }
    list
}

/// The entries of a dictionary as objects.
pub fn entries(dict: &Dict) -> Vec<Value> {
    dict.pairs().into_iter().map(|(key, value)| Object::from_clr(Entry { key, value })).collect()
}

struct Entry {
    key: Value,
    value: Value,
}

impl ClrObject for Entry {
    fn class(&self) -> TypeId {
        TypeId::DICTIONARY_ENTRY
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Name", "Key", "Value"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "name" | "key" => Some(self.key.clone()),
            "value" => Some(self.value.clone()),
            _ => None,
        }
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        None
    }
}
