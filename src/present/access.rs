//! Properties of objects as the formatter reads them: names, wildcards, default sets.

use std::rc::Rc;

use super::views;
use crate::value::members::objects::ps_method::PsMethod;
use crate::value::members::{self, MemberKind};
use crate::value::text::wildcard::{self, WildcardCase, WildcardPattern};
use crate::value::{ErrorRecord, Raise, Run, Runtime, Slot, SpecialMember, Unwind, Value};

/// The items of a collection; dictionaries count, with their entries. Strings do not.
pub fn enumerate(value: &Value) -> Option<Vec<Value>> {
    match value.base() {
        Value::Dict(dict) => Some(members::entries(dict)),
        _ => value.enumerate(),
    }
}

/// The error in a raise; control that leaves the formatter goes on.
pub fn swallow(raise: Raise) -> Run<ErrorRecord> {
    match *raise.0 {
        Unwind::Error(record) => Ok(record),
        other => Err(other.into()),
    }
}

/// Whether a property's name has wildcards.
pub fn has_wildcards(name: &str) -> bool {
    wildcard::contains_wildcards(name)
}

/// A property's value: none if there is no such property, an error inside if reading it failed.
pub fn property(rt: &mut dyn Runtime, target: &Value, name: &str) -> Run<Option<Result<Value, ErrorRecord>>> {
    // A dictionary gives its keys before its properties, but no column shows a key.
    if matches!(target.base(), Value::Dict(_)) && spelling(rt, target, name).is_none() {
        return Ok(None);
    }
    match members::get(rt, target, name) {
        Ok(Some(value)) if value.downcast::<PsMethod>().is_some() => Ok(None),
        Ok(value) => Ok(value.map(Ok)),
        Err(raise) => swallow(raise).map(|record| Some(Err(record))),
    }
}

/// A property's name as the object spells it.
fn spelling(rt: &mut dyn Runtime, target: &Value, name: &str) -> Option<Rc<str>> {
    if let Some(own) = target.members_cell()
        && let Some(place) = own.shape.find(name)
    {
        return match &own.slots[place] {
            Slot::Special(member) if matches!(**member, SpecialMember::ScriptMethod(_) | SpecialMember::MemberSet(_)) => None,
            _ => Some(own.shape.names[place].clone()),
        };
    }
    let type_names = target.type_names();
    if let Some(found) = rt.type_data_members(&type_names).into_iter().find(|own| crate::value::dict::eq_folded(own, name)) {
        return is_shown(rt, &type_names, &found).then_some(found);
    }
    members::properties(target).into_iter().find(|info| crate::value::dict::eq_folded(&info.name, name)).map(|info| info.name)
}

/// Whether a member of type data has a value to show: methods and sets of members have none.
fn is_shown(rt: &mut dyn Runtime, type_names: &[Rc<str>], name: &str) -> bool {
    rt.type_data(type_names, name).is_some_and(|member| !matches!(*member, SpecialMember::ScriptMethod(_) | SpecialMember::MemberSet(_)))
}

/// The names that a name (wildcards allowed) stands for on this object; property sets are unfolded.
pub fn resolve(rt: &mut dyn Runtime, target: &Value, name: &str) -> Vec<Rc<str>> {
    let mut found: Vec<Rc<str>> = Vec::new();
    if has_wildcards(name) {
        let Ok(pattern) = WildcardPattern::new(name, WildcardCase::Ignored) else { return found };
        for own in listed(rt, target) {
            if pattern.is_match(&own) {
                push_name(rt, target, own, &mut found);
            }
        }
        return found;
    }
    if let Some(own) = spelling(rt, target, name) {
        push_name(rt, target, own, &mut found);
    }
    found
}

fn push_name(rt: &mut dyn Runtime, target: &Value, name: Rc<str>, found: &mut Vec<Rc<str>>) {
    let names = property_set(rt, target, &name).unwrap_or_else(|| vec![name]);
    for name in names {
        if !found.iter().any(|own| crate::value::dict::eq_folded(own, &name)) {
            found.push(name);
        }
    }
}

fn property_set(rt: &mut dyn Runtime, target: &Value, name: &str) -> Option<Vec<Rc<str>>> {
    match &*special(rt, target, name)? {
        SpecialMember::PropertySet(names) => Some(names.clone()),
        _ => None,
    }
}

/// A member of the object itself or of its type's data that is no note property.
fn special(rt: &mut dyn Runtime, target: &Value, name: &str) -> Option<Rc<SpecialMember>> {
    let own = target.members_cell().and_then(|members| match members.get(name) {
        Some(Slot::Special(member)) => Some(member.clone()),
        _ => None,
    });
    own.or_else(|| rt.type_data(&target.type_names(), name))
}

/// All property names in the order of `Members`: the object's own, those of type data, those of its type.
fn listed(rt: &mut dyn Runtime, target: &Value) -> Vec<Rc<str>> {
    let mut names: Vec<Rc<str>> = Vec::new();
    let infos = members::properties(target);
    let (own, typed): (Vec<_>, Vec<_>) = infos.into_iter().filter(|info| !info.hidden).partition(|info| is_own(target, &info.name));
    let type_names = target.type_names();
    let mut added = rt.type_data_members(&type_names);
    added.retain(|name| is_shown(rt, &type_names, name));
    for name in own.into_iter().map(|info| info.name).chain(added).chain(typed.into_iter().map(|info| info.name)) {
        if &*name != "PSStandardMembers" && !names.iter().any(|known| crate::value::dict::eq_folded(known, &name)) {
            names.push(name);
        }
    }
    names
}

fn is_own(target: &Value, name: &str) -> bool {
    target.members_cell().is_some_and(|members| members.get(name).is_some())
}

/// All properties that are shown of an object: those of its type first, then added ones.
pub fn properties(rt: &mut dyn Runtime, target: &Value) -> Vec<Rc<str>> {
    let typed: Vec<Rc<str>> = members::properties(target)
        .into_iter()
        .filter(|info| !info.hidden && info.kind == MemberKind::Property)
        .map(|info| info.name)
        .collect();
    let mut names = typed;
    // An array has its Count from an interface, which comes after the class's own properties.
    if matches!(target.base(), Value::Array(_))
        && let Some(place) = names.iter().position(|name| &**name == "Count")
    {
        let count = names.remove(place);
        names.push(count);
    }
    for name in listed(rt, target) {
        if !names.iter().any(|known| crate::value::dict::eq_folded(known, &name)) && property_set(rt, target, &name).is_none() {
            names.push(name);
        }
    }
    // What remoting adds to tell where an object came from is not shown.
    if names.iter().any(|name| &**name == "PSShowComputerName") {
        names.retain(|name| !matches!(&**name, "PSShowComputerName" | "PSComputerName"));
    }
    names
}

/// What remoting adds to objects to tell where they came from.
const REMOTING: [&str; 4] = ["PSComputerName", "PSShowComputerName", "RunspaceId", "PSSourceJobInstanceId"];

/// Whether there is anything to show of an object but its text.
pub fn has_properties(rt: &mut dyn Runtime, target: &Value) -> bool {
    let own = target
        .members_cell()
        .is_some_and(|members| members.iter().any(|(name, slot)| !REMOTING.contains(&&**name) && matches!(slot, Slot::Note(_))));
    own || listed(rt, target).iter().any(|name| !REMOTING.contains(&&**name))
}

/// The default display property set, from the object, its type's data or PowerShell's own.
pub fn display_set(rt: &mut dyn Runtime, target: &Value) -> Vec<Rc<str>> {
    if let Some(Slot::Special(member)) = standard_member(rt, target, "DefaultDisplayPropertySet")
        && let SpecialMember::PropertySet(names) = &*member
    {
        return names.clone();
    }
    let own = views::built_in_display_set(&target.type_names());
    own.map(|names| names.iter().map(|name| Rc::from(*name)).collect()).unwrap_or_default()
}

/// The properties by which objects are ordered where nothing else is said (`DefaultKeyPropertySet`).
pub fn key_set(rt: &mut dyn Runtime, target: &Value) -> Vec<Rc<str>> {
    match standard_member(rt, target, "DefaultKeyPropertySet") {
        Some(Slot::Special(member)) => match &*member {
            SpecialMember::PropertySet(names) => names.clone(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn standard_member(rt: &mut dyn Runtime, target: &Value, name: &str) -> Option<Slot> {
    match &*special(rt, target, "PSStandardMembers")? {
        SpecialMember::MemberSet(members) => members.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, slot)| slot.clone()),
        _ => None,
    }
}

/// The property by which an object is named: its default display property, else the first that looks like a name.
pub fn display_name(rt: &mut dyn Runtime, target: &Value) -> Option<Rc<str>> {
    if let Some(Slot::Note(Value::Str(name))) = standard_member(rt, target, "DefaultDisplayProperty") {
        return Some(name);
    }
    if let Some(name) = views::built_in_display_name(&target.type_names()) {
        return Some(Rc::from(name));
    }
    for pattern in ["name", "id", "key", "*key", "*name", "*id"] {
        let found = resolve(rt, target, pattern);
        if let Some(first) = found.into_iter().find(|name| !REMOTING.contains(&&**name)) {
            return Some(first);
        }
    }
    None
}

/// Whether an object is one of the values that are always shown by their text: numbers, strings, enums.
pub fn is_scalar(value: &Value) -> bool {
    if is_plain_scalar(value) {
        return true;
    }
    let names = value.type_names();
    let Some(first) = names.first() else { return false };
    if names.get(1).is_some_and(|second| &**second == "System.Enum") {
        return true;
    }
    let first = first.strip_prefix("Deserialized.").unwrap_or(first);
    matches!(
        first,
        "System.String"
            | "System.SByte"
            | "System.Byte"
            | "System.Int16"
            | "System.UInt16"
            | "System.Int32"
            | "System.UInt32"
            | "System.Int64"
            | "System.UInt64"
            | "System.Char"
            | "System.Single"
            | "System.Double"
            | "System.Boolean"
            | "System.Decimal"
            | "System.IntPtr"
            | "System.Security.SecureString"
            | "System.Numerics.BigInteger"
    )
}

/// The same by the value alone: no object that could have been given type names.
pub fn is_plain_scalar(value: &Value) -> bool {
    !matches!(
        value,
        Value::Null
            | Value::Nothing
            | Value::DateTime(_)
            | Value::TimeSpan(_)
            | Value::Type(_)
            | Value::Array(_)
            | Value::List(_)
            | Value::Dict(_)
            | Value::ScriptBlock(_)
            | Value::Object(_)
    )
}
