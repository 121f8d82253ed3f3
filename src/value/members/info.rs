//! Lists of members, for `Get-Member`, `Select-Object *` and the formatter.

use std::rc::Rc;

use super::catalog::{Group, members};
use crate::value::types::ClassMemberKind;
use crate::value::{Payload, Slot, SpecialMember, TypeId, Value, convert};

/// What sort of member it is; `Debug` gives PowerShell's name.
#[allow(missing_docs)] // The names are PowerShell's and say it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MemberKind {
    NoteProperty,
    Property,
    ScriptProperty,
    AliasProperty,
    CodeProperty,
    PropertySet,
    Method,
    ScriptMethod,
    CodeMethod,
    ParameterizedProperty,
    MemberSet,
}

impl MemberKind {
    /// The value of `PSMemberTypes`.
    pub fn value(self) -> i64 {
        match self {
            MemberKind::AliasProperty => 1,
            MemberKind::CodeProperty => 2,
            MemberKind::Property => 4,
            MemberKind::NoteProperty => 8,
            MemberKind::ScriptProperty => 16,
            MemberKind::PropertySet => 32,
            MemberKind::Method => 64,
            MemberKind::CodeMethod => 128,
            MemberKind::ScriptMethod => 256,
            MemberKind::ParameterizedProperty => 512,
            MemberKind::MemberSet => 1024,
        }
    }

    /// Whether it reads like a property.
    pub fn is_property(self) -> bool {
        !matches!(
            self,
            MemberKind::Method
                | MemberKind::CodeMethod
                | MemberKind::ScriptMethod
                | MemberKind::ParameterizedProperty
                | MemberKind::MemberSet
                | MemberKind::PropertySet
        )
    }
}

/// A member in a list.
#[derive(Clone, Debug)]
pub struct MemberInfo {
    /// Its name.
    pub name: Rc<str>,
    /// What it is.
    pub kind: MemberKind,
    /// `Get-Member`'s Definition.
    pub definition: String,
    /// Whether only `-Force` shows it.
    pub hidden: bool,
    /// Whether it can be set.
    pub writable: bool,
    /// The type's full name, as `TypeNameOfValue` gives it.
    pub type_name: Rc<str>,
}

fn member(name: impl Into<Rc<str>>, kind: MemberKind, definition: String) -> MemberInfo {
    MemberInfo { name: name.into(), kind, definition, hidden: false, writable: false, type_name: Rc::from("System.Object") }
}

/// A note property's definition: `int a=1`.
fn note_definition(name: &str, value: &Value) -> String {
    let type_name = if value.is_null() { Rc::from("object") } else { value.base().type_id().short_name() };
    let type_name: &str = if &*type_name == "Object" { "object" } else { &type_name };
    let text = match value {
        Value::Null | Value::Nothing => Rc::from("null"),
        other => convert::to_plain_text(other).unwrap_or_else(|| other.base().type_id().full_name()),
    };
    format!("{type_name} {name}={text}")
}

fn own_member(name: &Rc<str>, slot: &Slot) -> MemberInfo {
    match slot {
        Slot::Note(value) => MemberInfo {
            writable: true,
            type_name: if value.is_null() { Rc::from("System.Object") } else { value.base().type_id().clr_name() },
            ..member(name.clone(), MemberKind::NoteProperty, note_definition(name, value))
        },
        Slot::Special(special) => special_member(name, special),
    }
}

/// The description of a member that is no note property.
pub fn special_member(name: &Rc<str>, special: &SpecialMember) -> MemberInfo {
    match special {
        SpecialMember::ScriptProperty { get, set } => {
            let part = |label: &str, block: &Option<Rc<crate::value::ScriptBlock>>| {
                block.as_ref().map(|block| format!("{label}={};", block.code.text()))
            };
            let text = [part("get", get), part("set", set)].into_iter().flatten().collect::<String>();
            MemberInfo {
                writable: set.is_some(),
                ..member(name.clone(), MemberKind::ScriptProperty, format!("System.Object {name} {{{text}}}"))
            }
        }
        SpecialMember::Alias(other, _) => {
            MemberInfo { writable: true, ..member(name.clone(), MemberKind::AliasProperty, format!("{name} = {other}")) }
        }
        SpecialMember::ScriptMethod(_) => member(name.clone(), MemberKind::ScriptMethod, format!("System.Object {name}();")),
        SpecialMember::PropertySet(names) => member(name.clone(), MemberKind::PropertySet, format!("{name} {{{}}}", names.join(", "))),
        SpecialMember::MemberSet(_) => member(name.clone(), MemberKind::MemberSet, format!("{name} {{}}")),
        SpecialMember::Note(value) => member(name.clone(), MemberKind::NoteProperty, note_definition(name, value)),
        SpecialMember::CodeProperty(_) => member(name.clone(), MemberKind::CodeProperty, format!("System.Object {name}{{get=;}}")),
    }
}

/// The script's class that a value is an instance of.
fn instance_class(target: &Value) -> Option<TypeId> {
    match target.base() {
        Value::Object(object) => match &object.payload {
            Payload::Instance(class) => Some(*class),
            Payload::Exception(_) => Some(object.type_id()).filter(|class| class.is_class()),
            _ => None,
        },
        _ => None,
    }
}

/// Methods of a script's class: one entry a name.
fn class_methods(class: TypeId, is_static: bool) -> Vec<MemberInfo> {
    let mut list: Vec<MemberInfo> = Vec::new();
    for own in class.class_members() {
        if own.kind != ClassMemberKind::Method || own.is_static != is_static {
            continue;
        }
        match list.iter_mut().find(|info| crate::value::dict::eq_folded(&info.name, &own.name)) {
            Some(info) => info.definition.push_str(&format!(", {}", own.definition)),
            None => list.push(MemberInfo { hidden: own.is_hidden, ..member(own.name, MemberKind::Method, own.definition.to_string()) }),
        }
    }
    list
}

/// Whether a script's class has a method of a name.
pub(super) fn has_class_method(class: TypeId, name: &str, is_static: bool) -> bool {
    class
        .class_members()
        .iter()
        .any(|own| own.kind == ClassMemberKind::Method && own.is_static == is_static && own.name.eq_ignore_ascii_case(name))
}

/// The properties of a value: its own first, then those of type data and of its type.
pub fn properties(target: &Value) -> Vec<MemberInfo> {
    let mut list: Vec<MemberInfo> = Vec::new();
    let class = instance_class(target);
    let declared = class.map(TypeId::class_members).unwrap_or_default();
    if let Some(own) = target.members_cell() {
        // What was added to an instance comes before what its class declares.
        let is_declared = |name: &Rc<str>| declared.iter().any(|member| member.kind == ClassMemberKind::Property && *member.name == **name);
        let (of_class, added): (Vec<_>, Vec<_>) = own.iter().partition(|(name, _)| is_declared(name));
        for (name, slot) in added.into_iter().chain(of_class) {
            let mut info = own_member(name, slot);
            if info.kind.is_property() || info.kind == MemberKind::PropertySet {
                info.hidden = own.hidden.as_ref().is_some_and(|hidden| hidden.contains(name));
                if let Some(member) = declared.iter().find(|member| member.kind == ClassMemberKind::Property && *member.name == **name) {
                    info.kind = MemberKind::Property;
                    info.definition = member.definition.to_string();
                }
                list.push(info);
            }
        }
    }
    if target.is_custom() || target.is_null() {
        return list;
    }
    let base = target.base();
    let type_members = members(base.type_id());
    let absent = |list: &[MemberInfo], name: &str| !list.iter().any(|info| crate::value::dict::eq_folded(&info.name, name));
    for added in &type_members.added {
        if absent(&list, added.name) {
            list.push(member(added.name, MemberKind::ScriptProperty, format!("System.Object {} {{get=;}}", added.name)));
        }
    }
    let property = |property: &super::catalog::Property| MemberInfo {
        writable: property.writable,
        type_name: property.type_id.clr_name(),
        ..member(
            property.name,
            MemberKind::Property,
            format!("{} {} {{get;{}}}", property.type_text, property.name, if property.writable { "set;" } else { "" }),
        )
    };
    if let Value::Object(object) = base
        && let Some(clr) = object.clr()
    {
        if let Some(adapted) = clr.adapted_properties() {
            let adapted = adapted
                .into_iter()
                .map(|(name, definition)| MemberInfo { writable: true, ..member(name, MemberKind::Property, definition) });
            list.extend(adapted);
            return list;
        }
        for name in clr.property_names() {
            if absent(&list, name) {
                list.push(match type_members.property(name) {
                    Some(known) => property(known),
                    None => {
                        let value = clr.get(name).unwrap_or_default();
                        let type_name = if value.is_null() { Rc::from("Object") } else { value.base().type_id().short_name() };
                        MemberInfo {
                            type_name: value.base().type_id().clr_name(),
                            ..member(name, MemberKind::Property, format!("{type_name} {name} {{get;}}"))
                        }
                    }
                });
            }
        }
    }
    for known in type_members.properties.iter().filter(|known| known.get.is_some()) {
        if absent(&list, known.name) {
            list.push(property(known));
        }
    }
    list
}

fn method_member(group: &Group, prefix: &str) -> MemberInfo {
    member(group.name, MemberKind::Method, definitions(group, prefix).join(", "))
}

/// The methods and indexers of a value.
pub fn methods(target: &Value) -> Vec<MemberInfo> {
    let mut list: Vec<MemberInfo> = Vec::new();
    if let Some(own) = target.members_cell() {
        list.extend(
            own.iter()
                .map(|(name, slot)| own_member(name, slot))
                .filter(|info| !info.kind.is_property() && info.kind != MemberKind::PropertySet),
        );
    }
    if let Some(class) = instance_class(target) {
        list.extend(class_methods(class, false));
    }
    let type_members = members(target.base().type_id());
    let absent = |group: &&Group| !list.iter().any(|info| crate::value::dict::eq_folded(&info.name, group.name));
    let inherited: Vec<MemberInfo> = type_members
        .methods
        .iter()
        .filter(absent)
        .filter(|group| !group.overloads.is_empty())
        .map(|group| method_member(group, ""))
        .collect();
    list.extend(inherited);
    for text in &type_members.indexed {
        if let Some(name) = text.split('(').next().and_then(|head| head.rsplit(' ').next()) {
            list.push(member(name, MemberKind::ParameterizedProperty, text.clone()));
        }
    }
    list
}

/// The members that values of a type have, as far as the type alone says.
pub fn instance_members(id: TypeId) -> Vec<MemberInfo> {
    let type_members = members(id);
    let added = type_members
        .added
        .iter()
        .map(|added| member(added.name, MemberKind::ScriptProperty, format!("System.Object {} {{get=;}}", added.name)));
    let properties = type_members.properties.iter().map(|property| MemberInfo {
        writable: property.writable,
        type_name: property.type_id.clr_name(),
        ..member(
            property.name,
            MemberKind::Property,
            format!("{} {} {{get;{}}}", property.type_text, property.name, if property.writable { "set;" } else { "" }),
        )
    });
    let methods = type_members.methods.iter().filter(|group| !group.overloads.is_empty()).map(|group| method_member(group, ""));
    added.chain(properties).chain(methods).collect()
}

/// The static members of a type.
pub fn static_members(id: TypeId) -> Vec<MemberInfo> {
    let type_members = members(id);
    let mut list: Vec<MemberInfo> = Vec::new();
    if id.is_class() {
        for own in id.class_members().iter().filter(|own| own.is_static && own.kind == ClassMemberKind::Property) {
            list.push(MemberInfo {
                hidden: own.is_hidden,
                writable: true,
                ..member(own.name.clone(), MemberKind::Property, own.definition.to_string())
            });
        }
        list.extend(class_methods(id, true));
    }
    for property in &type_members.static_properties {
        let access = if property.writable { "get;set;" } else { "get;" };
        list.push(member(property.name, MemberKind::Property, format!("static {} {} {{{access}}}", property.type_text, property.name)));
    }
    if id.is_enum() {
        for (name, _) in id.enum_values() {
            let definition = format!("static {} {name} {{get;}}", id.short_name());
            list.push(member(name, MemberKind::Property, definition));
        }
    }
    list.extend(type_members.statics.iter().filter(|group| !group.overloads.is_empty()).map(|group| method_member(group, "static ")));
    if !type_members.new.overloads.is_empty() {
        list.push(member(
            "new",
            MemberKind::Method,
            type_members.new.overloads.iter().map(|overload| overload.text.to_string()).collect::<Vec<_>>().join(", "),
        ));
    }
    list
}

/// A method's overload texts with its name put in.
fn definitions(group: &Group, prefix: &str) -> Vec<String> {
    group
        .overloads
        .iter()
        .map(|overload| {
            // Get-Member writes the type's full name where the shell's own signatures leave the namespace out.
            let text = overload.text.replace("(Object ", "(System.Object ").replace(", Object ", ", System.Object ");
            let text = if text.starts_with("Object ") { format!("System.{text}") } else { text };
            let text = text.as_str();
            let open = text.find('(').unwrap_or(text.len());
            let head = &text[..open];
            if head.ends_with(' ') {
                return format!("{prefix}{head}{}{}", group.name, &text[open..]);
            }
            match head.rfind(" [").filter(|_| head.ends_with(']')) {
                Some(at) => format!("{prefix}{} {}{}{}", &head[..at], group.name, &head[at + 1..], &text[open..]),
                None => format!("{prefix}{text}"),
            }
        })
        .collect()
}

/// The overload definitions of a method, as `$x.Method` prints them.
pub fn overloads(id: TypeId, name: &str, is_static: bool) -> Vec<String> {
    if id.is_class() {
        let wanted = if name.eq_ignore_ascii_case("new") { ClassMemberKind::Constructor } else { ClassMemberKind::Method };
        let own: Vec<String> = id
            .class_members()
            .iter()
            .filter(|own| own.kind == wanted && own.is_static == is_static && own.name.eq_ignore_ascii_case(name))
            .map(|own| own.definition.to_string())
            .collect();
        if !own.is_empty() {
            return own;
        }
    }
    let type_members = members(id);
    if is_static && name.eq_ignore_ascii_case("new") {
        return type_members.new.overloads.iter().map(|overload| overload.text.to_string()).collect();
    }
    let group = if is_static { type_members.static_method(name) } else { type_members.method(name) };
    group.map(|group| definitions(group, if is_static { "static " } else { "" })).unwrap_or_default()
}
