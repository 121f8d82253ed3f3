//! `Add-Member`: gives an object a property or method of its own.

use std::rc::Rc;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::members::objects::ps_object::MemberObject;
use crate::value::members::{self, MemberKind};
use crate::value::{Category, ErrorRecord, Raise, Run, ScriptBlock, Slot, SpecialMember, TypeId, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Add",
    noun: "Member",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Adds a property or method to an object.",
    description: "Adds to this one object, not to its type: note properties by name and value or by a hash table, alias and script properties, script methods, property sets. -Force replaces a member of that name. -PassThru writes the object; a text or number is changed only in that output.",
    parameters: parameters::ADD_MEMBER,
    default_set: parameters::ADD_MEMBER_DEFAULT,
    related: &["Get-Member", "Update-TypeData", "Select-Object"],
    examples: &[Example::new(
        "A computed property",
        "$box = [pscustomobject]@{ W = 2; H = 3 }\n$box | Add-Member ScriptProperty Area { $this.W * $this.H }\n$box.Area",
        "6\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, AddMember);

#[derive(Default)]
struct AddMember;

impl Cmdlet for AddMember {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(input) = ctx.input() else { return Ok(()) };
        let object = input.wrapped();
        if let Some(name) = ctx.call.text("TypeName") {
            let mut names = object.type_names();
            names.retain(|own| !own.eq_ignore_ascii_case(&name));
            names.insert(0, name);
            if let Some(mut members) = object.members_cell_mut() {
                members.type_names = Some(names.into());
            }
        }
        let mut is_added = true;
        if let Some(Value::Dict(members)) = ctx.call.get("NotePropertyMembers").map(|value| value.base().clone()) {
            for (key, value) in members.pairs() {
                let name = convert::to_text(ctx.engine(), &key)?;
                is_added &= add(ctx, &object, &name, Slot::Note(value))?;
            }
        } else if let Some(name) = ctx.call.text("NotePropertyName") {
            let value = ctx.call.get("NotePropertyValue").cloned().unwrap_or_default();
            is_added = add(ctx, &object, &name, Slot::Note(value))?;
        } else if let Some(kind) = ctx.call.integer("MemberType") {
            let name = ctx.call.text("Name").unwrap_or_else(|| Rc::from(""));
            let value = ctx.call.get("Value").cloned().unwrap_or_default();
            let second = ctx.call.get("SecondValue").cloned();
            let slot = member(ctx, kind, value, second)?;
            is_added = add(ctx, &object, &name, slot)?;
        }
        if is_added && ctx.call.flag("PassThru") { ctx.write(object) } else { Ok(()) }
    }
}

fn block(value: &Value) -> Option<Rc<ScriptBlock>> {
    match value.base() {
        Value::ScriptBlock(block) => Some(block.clone()),
        _ => None,
    }
}

fn refused(message: impl AsRef<str>, id: &str) -> Raise {
    ErrorRecord::new(TypeId::INVALID_OPERATION_EXCEPTION, message, id, Category::InvalidArgument, Value::Null).into()
}

/// The member that kind and values describe; also for `Update-TypeData`.
pub fn member(ctx: &mut Context<'_>, kind: i64, value: Value, second: Option<Value>) -> Run<Slot> {
    let kinds = [
        MemberKind::NoteProperty,
        MemberKind::AliasProperty,
        MemberKind::ScriptProperty,
        MemberKind::ScriptMethod,
        MemberKind::PropertySet,
        MemberKind::MemberSet,
        MemberKind::CodeProperty,
        MemberKind::CodeMethod,
    ];
    let special = match kinds.into_iter().find(|known| known.value() == kind) {
        Some(MemberKind::NoteProperty) => return Ok(Slot::Note(value)),
        Some(MemberKind::AliasProperty) => {
            let target = match second {
                Some(second) => match convert::cast(ctx.engine(), &second, TypeId::TYPE)? {
                    Value::Type(id) => Some(id),
                    _ => None,
                },
                None => None,
            };
            SpecialMember::Alias(convert::to_text(ctx.engine(), &value)?, target)
        }
        Some(MemberKind::ScriptProperty) => {
            let (get, set) = (block(&value), second.as_ref().and_then(block));
            if get.is_none() && set.is_none() {
                return Err(refused(
                    "Value and SecondValue cannot both be null for a member of type ScriptProperty.",
                    "Value1AndValue2AreNotBothNull",
                ));
            }
            SpecialMember::ScriptProperty { get, set }
        }
        Some(MemberKind::ScriptMethod) => match block(&value) {
            Some(block) => SpecialMember::ScriptMethod(block),
            None => {
                let message = format!(
                    "The value for a member of type ScriptMethod has to be a script block, not {}.",
                    value.base().type_id().full_name()
                );
                return Err(refused(message, "ConvertTypeFailed"));
            }
        },
        Some(MemberKind::PropertySet) => {
            let mut names = Vec::new();
            for item in value.enumerate().unwrap_or_else(|| vec![value.clone()]) {
                names.push(convert::to_text(ctx.engine(), &item)?);
            }
            SpecialMember::PropertySet(names)
        }
        Some(MemberKind::MemberSet) => {
            let mut list = Vec::new();
            for item in value.enumerate().unwrap_or_else(|| vec![value.clone()]) {
                if let Some(member) = item.downcast::<MemberObject>() {
                    list.extend(member.slot().map(|slot| (member.name().clone(), slot)));
                    continue;
                }
                let engine = ctx.engine();
                let (name, value) = (engine.property(&item, "Name", false)?, engine.property(&item, "Value", false)?);
                list.push((convert::to_text(engine, &name)?, Slot::Note(value)));
            }
            SpecialMember::MemberSet(list)
        }
        Some(kind @ (MemberKind::CodeProperty | MemberKind::CodeMethod)) => {
            return Err(refused(
                format!("A {kind:?} needs a compiled .NET method, which there is none of here."),
                "CodeMemberNotSupported",
            ));
        }
        _ => return Err(refused("The member type cannot be used here.", "WrongMemberType")),
    };
    Ok(Slot::Special(Rc::new(special)))
}

/// Adds the member; false if there is one of that name and no -Force.
fn add(ctx: &mut Context<'_>, object: &Value, name: &str, slot: Slot) -> Run<bool> {
    let own = object.members_cell().is_some_and(|members| members.get(name).is_some());
    let force = ctx.call.flag("Force");
    let exists = own
        || !object.is_custom() && members::properties(object).iter().any(|known| known.name.eq_ignore_ascii_case(name))
        || members::methods(object).iter().any(|known| known.name.eq_ignore_ascii_case(name));
    if exists && !force {
        let message = format!(
            "Cannot add a member with the name \"{name}\" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command."
        );
        ctx.fail(TypeId::INVALID_OPERATION_EXCEPTION, message, "MemberAlreadyExists", Category::InvalidOperation, object.clone())?;
        return Ok(false);
    }
    if let Some(mut members) = object.members_cell_mut() {
        members.remove(name);
        members.push(Rc::from(name), slot);
    }
    Ok(true)
}
