//! `Update-TypeData`, `Get-TypeData`, `Remove-TypeData`: members that all objects of a type have.

use std::rc::Rc;

use super::add_member::member;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::text::wildcard::{WildcardCase, WildcardPattern};
use crate::value::{Category, Dict, DictKind, ErrorRecord, Fields, Run, Slot, SpecialMember, TypeId, Value, convert};

/// What `Update-TypeData` says of itself.
pub const UPDATE: Spec = Spec {
    verb: "Update",
    noun: "TypeData",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Adds members to a type.",
    description: "Adds a property or method to all objects of a type (or with that type name), or says which properties are shown by default. Lasts as long as the session. Files of type data are not read.",
    parameters: parameters::UPDATE_TYPEDATA,
    default_set: parameters::UPDATE_TYPEDATA_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-TypeData", "Remove-TypeData", "Add-Member"],
    examples: &[Example::new(
        "A property for all texts",
        "Update-TypeData -TypeName System.String -MemberType ScriptProperty -MemberName Words -Value { @($this -split '\\s+').Count } -Force\n'one two three'.Words",
        "3\n",
    )],
    ..Spec::EMPTY
};

/// What `Get-TypeData` says of itself.
pub const GET: Spec = Spec {
    verb: "Get",
    noun: "TypeData",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Lists the members that were added to types.",
    description: "Gives the type data that Update-TypeData made in this session.",
    parameters: parameters::GET_TYPEDATA,
    default_set: parameters::GET_TYPEDATA_DEFAULT,
    related: &["Update-TypeData", "Remove-TypeData"],
    examples: &[Example::new(
        "What a type was given",
        "Update-TypeData -TypeName Demo.Item -MemberType NoteProperty -MemberName Kind -Value 'demo' -Force\n(Get-TypeData Demo.Item).Members.Keys",
        "Kind\n",
    )],
    ..Spec::EMPTY
};

/// What `Remove-TypeData` says of itself.
pub const REMOVE: Spec = Spec {
    verb: "Remove",
    noun: "TypeData",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Takes away what was added to a type.",
    description: "Removes all members that Update-TypeData gave to a type.",
    parameters: parameters::REMOVE_TYPEDATA,
    default_set: parameters::REMOVE_TYPEDATA_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Update-TypeData", "Get-TypeData"],
    examples: &[Example::new(
        "Remove it again",
        "Update-TypeData -TypeName Demo.Gone -MemberType NoteProperty -MemberName Kind -Value 'demo' -Force\nRemove-TypeData Demo.Gone\n@(Get-TypeData Demo.Gone).Count",
        "0\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const UPDATE_ENTRY: Entry = entry!(UPDATE, UpdateTypeData);
/// The registry's entry.
pub const GET_ENTRY: Entry = entry!(GET, GetTypeData);
/// The registry's entry.
pub const REMOVE_ENTRY: Entry = entry!(REMOVE, RemoveTypeData);

/// The standard members that name sets of properties.
const SETS: [&str; 3] = ["DefaultDisplayPropertySet", "DefaultKeyPropertySet", "PropertySerializationSet"];

#[derive(Default)]
struct UpdateTypeData;

impl Cmdlet for UpdateTypeData {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if ctx.call.has("AppendPath") || ctx.call.has("PrependPath") {
            return ctx.fail(
                TypeId::NOT_SUPPORTED_EXCEPTION,
                "Files of type data are not read here: use -TypeName with -MemberName.",
                "TypesXmlNotSupported",
                Category::NotImplemented,
                Value::Null,
            );
        }
        let Some(type_name) = ctx.call.text("TypeName") else { return Ok(()) };
        if !ctx.should_process(&*type_name, "Update TypeData")? {
            return Ok(());
        }
        if let Some(name) = ctx.call.text("MemberName") {
            let Some(kind) = ctx.call.integer("MemberType") else {
                let message = "The MemberType parameter is required with the MemberName parameter.";
                return Err(ErrorRecord::new(
                    TypeId::INVALID_OPERATION_EXCEPTION,
                    message,
                    "MemberTypeIsMissing",
                    Category::InvalidOperation,
                    Value::Str(type_name),
                )
                .into());
            };
            let value = ctx.call.get("Value").cloned().unwrap_or_default();
            let second = ctx.call.get("SecondValue").cloned();
            let special = match member(ctx, kind, value, second)? {
                Slot::Note(value) => Rc::new(SpecialMember::Note(value)),
                Slot::Special(special) => special,
            };
            self.add(ctx, &type_name, &name, special)?;
        }
        let mut standard: Vec<(Rc<str>, Slot)> = Vec::new();
        for name in SETS {
            if let Some(names) = ctx.call.texts(name) {
                standard.push((Rc::from(name), Slot::Special(Rc::new(SpecialMember::PropertySet(names)))));
            }
        }
        if let Some(name) = ctx.call.text("DefaultDisplayProperty") {
            standard.push((Rc::from("DefaultDisplayProperty"), Slot::Note(Value::Str(name))));
        }
        if let Some(depth) = ctx.call.integer("SerializationDepth") {
            standard.push((Rc::from("SerializationDepth"), Slot::Note(Value::Int(depth as i32))));
        }
        if !standard.is_empty() {
            self.add_standard(ctx, &type_name, standard)?;
        }
        Ok(())
    }
}

impl UpdateTypeData {
    fn add(&self, ctx: &mut Context<'_>, type_name: &Rc<str>, name: &str, special: Rc<SpecialMember>) -> Run {
        let force = ctx.call.flag("Force");
        let key = full_name(ctx, type_name).to_lowercase();
        let members = ctx.engine().type_data.entry(key).or_default();
        match members.iter_mut().find(|(own, _)| own.eq_ignore_ascii_case(name)) {
            Some((_, own)) if force => *own = special,
            Some(_) => {
                let message = format!("Error in TypeData \"{type_name}\": The member \"{name}\" is already present.");
                return ctx.fail(
                    TypeId::RUNTIME_EXCEPTION,
                    message,
                    "TypesDynamicUpdateException",
                    Category::InvalidOperation,
                    Value::Null,
                );
            }
            None => members.push((Rc::from(name), special)),
        }
        Ok(())
    }

    fn add_standard(&self, ctx: &mut Context<'_>, type_name: &Rc<str>, new: Vec<(Rc<str>, Slot)>) -> Run {
        let force = ctx.call.flag("Force");
        let key = full_name(ctx, type_name).to_lowercase();
        let members = ctx.engine().type_data.entry(key).or_default();
        let known = members.iter().find(|(own, _)| &**own == "PSStandardMembers").map(|(_, known)| known.clone());
        let mut all: Vec<(Rc<str>, Slot)> = match known.as_deref() {
            Some(SpecialMember::MemberSet(list)) => list.clone(),
            _ => Vec::new(),
        };
        let twice = new.iter().find(|(name, _)| all.iter().any(|(own, _)| own == name)).map(|(name, _)| name.clone());
        if let Some(name) = twice
            && !force
        {
            let message = format!("Error in TypeData \"{type_name}\": The member \"{name}\" is already present.");
            return ctx.fail(TypeId::RUNTIME_EXCEPTION, message, "TypesDynamicUpdateException", Category::InvalidOperation, Value::Null);
        }
        all.retain(|(own, _)| !new.iter().any(|(name, _)| own == name));
        all.extend(new);
        members.retain(|(own, _)| &**own != "PSStandardMembers");
        members.push((Rc::from("PSStandardMembers"), Rc::new(SpecialMember::MemberSet(all))));
        Ok(())
    }
}

/// A type's full name where the text names one by an accelerator; else the text itself.
fn full_name(ctx: &mut Context<'_>, name: &str) -> Rc<str> {
    match ctx.engine().find_type(name) {
        Some(id) if !name.contains('.') => id.full_name(),
        _ => Rc::from(name),
    }
}

#[derive(Default)]
struct GetTypeData;

impl Cmdlet for GetTypeData {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let names = ctx.call.texts("TypeName").unwrap_or_else(|| vec![Rc::from("*")]);
        for name in names {
            let name = full_name(ctx, &name);
            let Ok(pattern) = WildcardPattern::new(&name, WildcardCase::Ignored) else { continue };
            let mut found: Vec<(String, Vec<(Rc<str>, Rc<SpecialMember>)>)> = ctx
                .engine()
                .type_data
                .iter()
                .filter(|(own, _)| pattern.is_match(own))
                .map(|(own, members)| (own.clone(), members.clone()))
                .collect();
            found.sort_by(|a, b| a.0.cmp(&b.0));
            for (own, members) in found {
                let shown = if own.eq_ignore_ascii_case(&name) { name.to_string() } else { own };
                let dict = Dict::new(DictKind::Generic(TypeId::DICTIONARY2.generic(&[TypeId::STRING, TypeId::OBJECT])), true);
                for (name, special) in &members {
                    if &**name != "PSStandardMembers" {
                        let info = crate::value::members::special_member(name, special);
                        dict.set_str(name, Value::str(info.definition));
                    }
                }
                let fields = vec![("TypeName", Value::str(shown)), ("Members", Value::Dict(Rc::new(dict)))];
                let names = ["System.Management.Automation.Runspaces.TypeData", "System.Object"];
                ctx.write(Fields::derived(TypeId::OBJECT, &names, fields))?;
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct RemoveTypeData;

impl Cmdlet for RemoveTypeData {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let name = match (ctx.call.text("TypeName"), ctx.call.get("TypeData").cloned()) {
            (Some(name), _) => name,
            (None, Some(data)) => {
                let name = ctx.engine().property(&data, "TypeName", false)?;
                convert::to_text(ctx.engine(), &name)?
            }
            _ => return Ok(()),
        };
        if !ctx.should_process(&*name, "Remove TypeData")? {
            return Ok(());
        }
        let key = full_name(ctx, &name).to_lowercase();
        if ctx.engine().type_data.remove(&key).is_none() {
            let message = format!(
                "Error in TypeData \"{name}\": The type \"{name}\" was not found. The type name value must be the full name of the type. Verify the type name and run the command again."
            );
            return ctx.fail(TypeId::RUNTIME_EXCEPTION, message, "TypesDynamicRemoveException", Category::InvalidOperation, Value::Null);
        }
        Ok(())
    }
}
