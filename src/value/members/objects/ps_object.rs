//! `$x.psobject`: the members of an object as objects, and `[psobject]` itself.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::info::{MemberInfo, MemberKind, methods, properties};
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::members::{get, set};
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, List, Object, Payload, ScriptBlock, Slot, SpecialMember, TypeId, Value, convert};

/// `$x.psobject`.
pub struct PsObjectView {
    target: Value,
}

impl PsObjectView {
    /// The view of a value.
    pub fn of(target: &Value) -> Value {
        Object::from_clr(PsObjectView { target: target.clone() })
    }
}

impl ClrObject for PsObjectView {
    fn class(&self) -> TypeId {
        TypeId::PS_OBJECT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Members", "Properties", "Methods", "ImmediateBaseObject", "BaseObject", "TypeNames"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let collection = |kinds| Some(Object::from_clr(MemberCollection { target: self.target.clone(), kinds }));
        match name.to_ascii_lowercase().as_str() {
            "properties" => collection(Kinds::Properties),
            "methods" => collection(Kinds::Methods),
            "members" => collection(Kinds::All),
            "baseobject" | "immediatebaseobject" => Some(self.target.base().clone()),
            "typenames" => Some(type_names(&self.target)),
            _ => None,
        }
    }
}

/// `$x.PSTypeNames`: a list; changes to it are changes of the object's names.
pub fn type_names(target: &Value) -> Value {
    Object::from_clr(TypeNames { target: target.clone() })
}

/// `$x.psbase`, `$x.psextended`: the value beneath, or its own members alone.
pub fn base_view(target: &Value, name: &str) -> Value {
    if name.eq_ignore_ascii_case("psextended") {
        let object = Object::new(Payload::Custom);
        if let Some(members) = target.members_cell() {
            *object.members.borrow_mut() = members.clone();
        }
        return Value::Object(Rc::new(object));
    }
    match target.base() {
        // A dictionary's own properties, whatever its keys are.
        Value::Dict(_) => Object::from_clr(BaseView { target: target.base().clone() }),
        other => other.clone(),
    }
}

/// A dictionary without its keys as properties.
struct BaseView {
    target: Value,
}

impl ClrObject for BaseView {
    fn class(&self) -> TypeId {
        TypeId::PS_MEMBER_SET
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn get(&self, name: &str) -> Option<Value> {
        let Value::Dict(dict) = &self.target else { return None };
        crate::value::members::collections::dictionary::property(dict, name)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kinds {
    Properties,
    Methods,
    All,
}

/// `.Properties`, `.Methods`, `.Members`.
struct MemberCollection {
    target: Value,
    kinds: Kinds,
}

impl MemberCollection {
    fn list(&self) -> Vec<MemberInfo> {
        match self.kinds {
            Kinds::Properties => properties(&self.target),
            Kinds::Methods => methods(&self.target),
            Kinds::All => properties(&self.target).into_iter().chain(methods(&self.target)).collect(),
        }
    }

    fn items(&self) -> Vec<Value> {
        self.list().into_iter().filter(|info| !info.hidden).map(|info| MemberObject::attached(&self.target, info)).collect()
    }

    fn find(&self, name: &str) -> Option<Value> {
        let info = self.list().into_iter().find(|info| crate::value::dict::eq_folded(&info.name, name))?;
        Some(MemberObject::attached(&self.target, info))
    }
}

impl ClrObject for MemberCollection {
    fn class(&self) -> TypeId {
        TypeId::PS_MEMBER_INFO_COLLECTION
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enumerate(&self) -> Option<Vec<Value>> {
        Some(self.items())
    }

    fn index(&self, index: &Value) -> Option<Value> {
        Some(index.as_str().and_then(|name| self.find(name)).unwrap_or_default())
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        let list: Vec<String> = self.list().iter().map(|info| info.definition.clone()).collect();
        Some(list.join(", "))
    }
}

/// A member as an object: `PSNoteProperty`, `PSProperty`, `PSScriptProperty` …
pub struct MemberObject {
    target: Value,
    info: MemberInfo,
    /// The member itself, for one that is not attached yet.
    slot: RefCell<Option<Slot>>,
}

impl MemberObject {
    fn attached(target: &Value, info: MemberInfo) -> Value {
        Object::from_clr(MemberObject { target: target.clone(), info, slot: RefCell::new(None) })
    }

    fn detached(name: &Rc<str>, slot: Slot) -> Value {
        let info = match &slot {
            Slot::Note(value) => MemberInfo {
                name: name.clone(),
                kind: MemberKind::NoteProperty,
                definition: String::new(),
                hidden: false,
                writable: true,
                type_name: if value.is_null() { Rc::from("System.Object") } else { value.base().type_id().clr_name() },
            },
            Slot::Special(special) => crate::value::members::info::special_member(name, special),
        };
        Object::from_clr(MemberObject { target: Value::Null, info, slot: RefCell::new(Some(slot)) })
    }

    /// The member to attach: its own, or a copy of the one it stands for.
    pub fn slot(&self) -> Option<Slot> {
        if let Some(slot) = &*self.slot.borrow() {
            return Some(slot.clone());
        }
        self.target.members_cell()?.get(&self.info.name).cloned()
    }

    /// Its name.
    pub fn name(&self) -> &Rc<str> {
        &self.info.name
    }
}

impl ClrObject for MemberObject {
    fn class(&self) -> TypeId {
        match self.info.kind {
            MemberKind::NoteProperty => TypeId::PS_NOTE_PROPERTY,
            MemberKind::ScriptProperty => TypeId::PS_SCRIPT_PROPERTY,
            MemberKind::AliasProperty => TypeId::PS_ALIAS_PROPERTY,
            MemberKind::PropertySet => TypeId::PS_PROPERTY_SET,
            MemberKind::MemberSet => TypeId::PS_MEMBER_SET,
            MemberKind::ScriptMethod => TypeId::PS_SCRIPT_METHOD,
            MemberKind::Method | MemberKind::CodeMethod => TypeId::PS_METHOD,
            _ => TypeId::PS_PROPERTY,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        match self.info.kind {
            MemberKind::AliasProperty => vec![
                "ReferencedMemberName",
                "ConversionType",
                "MemberType",
                "TypeNameOfValue",
                "IsSettable",
                "IsGettable",
                "Value",
                "Name",
                "IsInstance",
            ],
            MemberKind::ScriptProperty => vec![
                "GetterScript",
                "SetterScript",
                "Value",
                "IsSettable",
                "IsGettable",
                "MemberType",
                "TypeNameOfValue",
                "Name",
                "IsInstance",
            ],
            MemberKind::ScriptMethod => {
                vec!["Script", "OverloadDefinitions", "MemberType", "TypeNameOfValue", "Value", "Name", "IsInstance"]
            }
            MemberKind::NoteProperty => vec!["Value", "MemberType", "IsSettable", "IsGettable", "TypeNameOfValue", "Name", "IsInstance"],
            _ => vec!["Value", "IsSettable", "IsGettable", "TypeNameOfValue", "MemberType", "Name", "IsInstance"],
        }
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(self.info.name.clone()),
            "membertype" => Value::Enum(TypeId::PS_MEMBER_TYPES, self.info.kind.value()),
            "issettable" => Value::Bool(self.info.writable),
            "isgettable" => Value::Bool(self.info.kind.is_property()),
            "isinstance" => Value::Bool(true),
            "typenameofvalue" => Value::Str(self.info.type_name.clone()),
            "overloaddefinitions" if !self.info.kind.is_property() => Value::strings(
                self.info
                    .definition
                    .split("), ")
                    .map(|part| if part.ends_with(')') || part.ends_with(';') { part.to_owned() } else { format!("{part})") }),
            ),
            "referencedmembername" | "getterscript" | "setterscript" | "script" => match (self.slot()?, name.to_ascii_lowercase().as_str())
            {
                (Slot::Special(special), wanted) => match (&*special, wanted) {
                    (SpecialMember::Alias(other, _), "referencedmembername") => Value::Str(other.clone()),
                    (SpecialMember::ScriptProperty { get, .. }, "getterscript") => get.clone().map_or(Value::Null, Value::ScriptBlock),
                    (SpecialMember::ScriptProperty { set, .. }, "setterscript") => set.clone().map_or(Value::Null, Value::ScriptBlock),
                    (SpecialMember::ScriptMethod(block), "script") => Value::ScriptBlock(block.clone()),
                    _ => return None,
                },
                _ => return None,
            },
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.info.definition.clone())
    }
}

fn member(value: &Value) -> Outcome<&MemberObject> {
    value.downcast::<MemberObject>().ok_or_else(|| Thrown::argument("The value is not a member."))
}

fn value_of(c: &mut Call) -> Outcome {
    let member = member(&c.this)?;
    if let Some(Slot::Note(value)) = &*member.slot.borrow() {
        return Ok(value.clone());
    }
    let (target, name) = (member.target.clone(), member.info.name.clone());
    Ok(get(c.rt, &target, &name)?.unwrap_or_default())
}

fn set_value(c: &mut Call) -> Outcome {
    let value = c.arg(0);
    let member = member(&c.this)?;
    if let Some(slot @ Slot::Note(_)) = &mut *member.slot.borrow_mut() {
        *slot = Slot::Note(value);
        return void();
    }
    let (target, name) = (member.target.clone(), member.info.name.clone());
    set(c.rt, &target, &name, value)?;
    void()
}

/// Members of member objects.
pub const MEMBER: TypeImpl = TypeImpl {
    ids: &[TypeId::PS_NOTE_PROPERTY, TypeId::PS_SCRIPT_PROPERTY, TypeId::PS_ALIAS_PROPERTY, TypeId::PS_PROPERTY],
    new: Some(new_member),
    properties: &[("Value", value_of)],
    setters: &[("Value", set_value)],
    ..TypeImpl::EMPTY
};

/// Constructors of script methods and property sets.
pub const OTHER_MEMBER: TypeImpl = TypeImpl {
    ids: &[TypeId::PS_SCRIPT_METHOD, TypeId::PS_PROPERTY_SET, TypeId::PS_MEMBER_SET],
    new: Some(new_member),
    methods: &[("Invoke", invoke_member)],
    ..TypeImpl::EMPTY
};

fn invoke_member(c: &mut Call) -> Outcome {
    let member = member(&c.this)?;
    let (target, name) = (member.target.clone(), member.info.name.clone());
    let args = c.items(0);
    crate::value::members::invoke(c.rt, &target, &name, &args)?
        .ok_or_else(|| Thrown::invalid_operation("The method is not attached to an object."))
}

fn block(value: &Value) -> Option<Rc<ScriptBlock>> {
    match value.base() {
        Value::ScriptBlock(block) => Some(block.clone()),
        _ => None,
    }
}

fn new_member(c: &mut Call) -> Outcome {
    let name = c.str(0, "name")?;
    let slot = match c.type_id {
        TypeId::PS_NOTE_PROPERTY => Slot::Note(c.arg(1)),
        TypeId::PS_SCRIPT_PROPERTY => {
            Slot::Special(Rc::new(SpecialMember::ScriptProperty { get: block(&c.arg(1)), set: block(&c.arg(2)) }))
        }
        TypeId::PS_ALIAS_PROPERTY => {
            let to = if let Value::Type(id) = c.arg(2) { Some(id) } else { None };
            Slot::Special(Rc::new(SpecialMember::Alias(c.str(1, "referencedMemberName")?, to)))
        }
        TypeId::PS_SCRIPT_METHOD => match block(&c.arg(1)) {
            Some(script) => Slot::Special(Rc::new(SpecialMember::ScriptMethod(script))),
            None => return Err(Thrown::null("script")),
        },
        TypeId::PS_MEMBER_SET => {
            let of = |item: &Value| item.downcast::<MemberObject>().and_then(|member| Some((member.name().clone(), member.slot()?)));
            Slot::Special(Rc::new(SpecialMember::MemberSet(c.items(1).iter().filter_map(of).collect())))
        }
        _ => Slot::Special(Rc::new(SpecialMember::PropertySet(c.items(1).iter().filter_map(|item| item.as_str().cloned()).collect()))),
    };
    Ok(MemberObject::detached(&name, slot))
}

fn add_member(c: &mut Call) -> Outcome {
    let target = match (c.this.downcast::<MemberCollection>(), c.this.downcast::<PsObjectView>()) {
        (Some(collection), _) => collection.target.clone(),
        (_, Some(view)) => view.target.clone(),
        _ => return void(),
    };
    let added = c.arg(0);
    let member = member(&added)?;
    let name = member.name().clone();
    let Some(slot) = member.slot() else { return void() };
    let Some(mut members) = target.members_cell_mut() else { return void() };
    if members.get(&name).is_some() && !c.bool(1) {
        return Err(Thrown::new(
            TypeId::EXTENDED_TYPE_SYSTEM_EXCEPTION,
            format!(
                "Cannot add a member with the name \"{name}\" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command."
            ),
        ));
    }
    members.set(&name, slot);
    drop(members);
    void()
}

fn remove_member(c: &mut Call) -> Outcome {
    let name = c.str(0, "name")?;
    if let Some(collection) = c.this.downcast::<MemberCollection>()
        && let Some(mut members) = collection.target.members_cell_mut()
    {
        members.remove(&name);
    }
    void()
}

fn match_members(c: &mut Call) -> Outcome {
    let pattern = c.str(0, "name")?;
    let items = c.this.enumerate().unwrap_or_default();
    let mut matching = Vec::new();
    for item in items {
        if let Some(member) = item.downcast::<MemberObject>()
            && super::wildcard_matches(&pattern, member.name())
        {
            matching.push(item.clone());
        }
    }
    Ok(Value::array(matching))
}

/// Members of member collections.
pub const COLLECTION: TypeImpl = TypeImpl {
    ids: &[TypeId::PS_MEMBER_INFO_COLLECTION],
    methods: &[
        ("Add", add_member),
        ("Remove", remove_member),
        ("Match", match_members),
        ("GetEnumerator", |c| Ok(super::enumerator::enumerator_of(c.this.clone(), c.this.enumerate().unwrap_or_default()))),
        ("Item", |c| {
            Ok(c.this.downcast::<MemberCollection>().and_then(|own| c.text(0).and_then(|name| own.find(&name))).unwrap_or_default())
        }),
    ],
    ..TypeImpl::EMPTY
};

/// A copy of a value with its own members.
fn copy(target: &Value) -> Value {
    let copied = match target {
        Value::Object(object) => {
            let payload = match &object.payload {
                Payload::Custom => Payload::Custom,
                Payload::Instance(id) => Payload::Instance(*id),
                Payload::Wrapped(inner) => Payload::Wrapped(inner.clone()),
                _ => return target.clone(),
            };
            Object { payload, members: RefCell::new(object.members.borrow().clone()) }
        }
        other => return other.clone(),
    };
    Value::Object(Rc::new(copied))
}

/// Members of `psobject` and of `[psobject]`.
pub const PS_OBJECT: TypeImpl = TypeImpl {
    ids: &[TypeId::PS_OBJECT, TypeId::PS_CUSTOM_OBJECT],
    new: Some(|c| {
        Ok(match c.args.first() {
            Some(value) => value.wrapped(),
            None => Value::Object(Rc::new(Object::new(Payload::Custom))),
        })
    }),
    methods: &[
        ("Copy", |c| Ok(c.this.downcast::<PsObjectView>().map_or(Value::Null, |view| copy(&view.target)))),
        ("ToString", |c| match c.this.downcast::<PsObjectView>() {
            Some(view) => {
                let target = view.target.clone();
                Ok(Value::Str(convert::to_culture_text(c.rt, &target)?))
            }
            None => crate::value::members::object_members::to_string(c),
        }),
    ],
    statics: &[("AsPSObject", |c| Ok(c.arg(0).wrapped()))],
    ..TypeImpl::EMPTY
};

/// `.PSTypeNames`.
struct TypeNames {
    target: Value,
}

impl TypeNames {
    fn names(&self) -> Vec<Rc<str>> {
        self.target.type_names()
    }

    fn change(&self, change: impl FnOnce(&mut Vec<Rc<str>>)) {
        let mut names = self.names();
        change(&mut names);
        if let Some(mut members) = self.target.members_cell_mut() {
            members.type_names = Some(names.into());
        }
    }
}

impl ClrObject for TypeNames {
    fn class(&self) -> TypeId {
        TypeId::COLLECTION.generic(&[TypeId::STRING])
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Count"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Count").then(|| Value::Int(self.names().len() as i32))
    }

    fn enumerate(&self) -> Option<Vec<Value>> {
        Some(self.names().into_iter().map(Value::Str).collect())
    }

    fn index(&self, index: &Value) -> Option<Value> {
        let names = self.names();
        let at = crate::value::members::call::to_long(index);
        let at = if at < 0 { at + names.len() as i64 } else { at };
        Some(usize::try_from(at).ok().and_then(|at| names.get(at).cloned()).map_or(Value::Null, Value::Str))
    }
}

/// Runs a change of type names, if the target is such a list; `None` if it is an ordinary collection.
pub fn change_type_names(c: &mut Call, name: &str) -> Option<Outcome> {
    let names = c.this.downcast::<TypeNames>()?;
    let text = |at| c.text(at).unwrap_or_else(|| Rc::from(""));
    Some(match name {
        "Add" => {
            let added = text(0);
            names.change(|names| names.push(added));
            void()
        }
        "Insert" => {
            let (at, added) = (c.int(0).max(0) as usize, text(1));
            names.change(|names| names.insert(at.min(names.len()), added));
            void()
        }
        "Clear" => {
            names.change(Vec::clear);
            void()
        }
        "Remove" => {
            let removed = text(0);
            let had = names.names().contains(&removed);
            names.change(|names| names.retain(|own| *own != removed));
            ok(had)
        }
        "RemoveAt" => {
            let at = c.int(0).max(0) as usize;
            names.change(|names| {
                if at < names.len() {
                    names.remove(at);
                }
            });
            void()
        }
        "Contains" => ok(names.names().contains(&text(0))),
        "IndexOf" => {
            let wanted = text(0);
            ok(names.names().iter().position(|own| *own == wanted).map_or(-1, |at| at as i32))
        }
        _ => {
            let list = Value::List(Rc::new(List::new(
                TypeId::COLLECTION.generic(&[TypeId::STRING]),
                names.names().into_iter().map(Value::Str).collect(),
            )));
            let args = c.args.clone();
            return Some(match crate::value::members::invoke(c.rt, &list, name, &args) {
                Ok(value) => Ok(value.unwrap_or_default()),
                Err(raise) => Err(raise.into()),
            });
        }
    })
}
