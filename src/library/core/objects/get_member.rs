//! `Get-Member`: what an object has.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::members::{self, MemberInfo, MemberKind};
use crate::value::text::wildcard::{WildcardCase, WildcardPattern};
use crate::value::{Category, Fields, Run, Runtime, TypeId, Value, compare};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Member",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Lists the properties and methods of objects.",
    description: "Lists the members of each type of object that comes, once. -Static lists a type's static members, -MemberType and -Name choose among them, -Force adds those that are usually hidden.",
    parameters: parameters::GET_MEMBER,
    default_set: parameters::GET_MEMBER_DEFAULT,
    output: &["Microsoft.PowerShell.Commands.MemberDefinition"],
    related: &["Add-Member", "Select-Object"],
    examples: &[Example::new(
        "The properties of an object",
        "[pscustomobject]@{ Id = 7; Name = 'x' } | Get-Member -MemberType NoteProperty",
        "\n   TypeName: System.Management.Automation.PSCustomObject\n\nName MemberType   Definition\n---- ----------   ----------\nId   NoteProperty int Id=7\nName NoteProperty string Name=x\n\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetMember);

#[derive(Default)]
struct GetMember {
    seen: Vec<Rc<str>>,
}

/// `PSMemberTypes` of what a member is.
const ALL: i64 = 0xffff;

impl Cmdlet for GetMember {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(input) = ctx.input() else { return Ok(()) };
        if input.is_null() {
            return Ok(());
        }
        let is_static = ctx.call.flag("Static");
        let (type_name, list) = match (is_static, input.base()) {
            (true, Value::Type(id)) => (id.full_name(), members::static_members(*id)),
            (true, other) => (other.type_id().full_name(), members::static_members(other.type_id())),
            (false, _) => {
                let name = input.type_names().first().cloned().unwrap_or_else(|| Rc::from("System.Object"));
                (name, Vec::new())
            }
        };
        if self.seen.contains(&type_name) {
            return Ok(());
        }
        self.seen.push(type_name.clone());
        let force = ctx.call.flag("Force");
        let list = if is_static { list } else { instance_members(ctx, &input, force) };
        self.show(ctx, &type_name, list)
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        if !self.seen.is_empty() {
            return Ok(());
        }
        ctx.fail(
            TypeId::INVALID_OPERATION_EXCEPTION,
            "You must specify an object for the Get-Member cmdlet.",
            "NoObjectInGetMember",
            Category::CloseError,
            Value::Null,
        )
    }
}

/// All instance members: own ones first, then type data's, then the type's.
fn instance_members(ctx: &mut Context<'_>, input: &Value, force: bool) -> Vec<MemberInfo> {
    let mut list = members::properties(input);
    let names = input.type_names();
    let engine = ctx.engine();
    for name in engine.type_data_members(&names) {
        if let Some(special) = engine.type_data(&names, &name)
            && !list.iter().any(|known| known.name.eq_ignore_ascii_case(&name))
        {
            list.push(members::special_member(&name, &special));
        }
    }
    for method in members::methods(input) {
        if !list.iter().any(|known| known.name.eq_ignore_ascii_case(&method.name)) {
            list.push(method);
        }
    }
    list.retain(|member| force || !member.hidden && &*member.name != "PSStandardMembers" && !is_accessor(&member.name));
    if force {
        for (name, kind) in [
            ("pstypenames", MemberKind::CodeProperty),
            ("psadapted", MemberKind::MemberSet),
            ("psbase", MemberKind::MemberSet),
            ("psextended", MemberKind::MemberSet),
            ("psobject", MemberKind::MemberSet),
        ] {
            if !list.iter().any(|known| known.name.eq_ignore_ascii_case(name)) {
                let definition = match kind {
                    MemberKind::CodeProperty => {
                        "System.Collections.ObjectModel.Collection`1[[System.String, System.Private.CoreLib]] pstypenames{get=PSTypeNames;}"
                            .to_owned()
                    }
                    _ => format!("{name} {{}}"),
                };
                list.push(MemberInfo {
                    name: Rc::from(name),
                    kind,
                    definition,
                    hidden: true,
                    writable: false,
                    type_name: Rc::from("System.Object"),
                });
            }
        }
    }
    list
}

/// The methods behind properties and operators are hidden.
fn is_accessor(name: &str) -> bool {
    ["get_", "set_", "add_", "remove_", "op_"].iter().any(|start| name.starts_with(start))
}

impl GetMember {
    /// Shows the members by each name in turn, by kind and name.
    fn show(&self, ctx: &mut Context<'_>, type_name: &Rc<str>, mut list: Vec<MemberInfo>) -> Run {
        let wanted = ctx.call.integer("MemberType").unwrap_or(ALL);
        list.retain(|member| member.kind.value() & wanted != 0);
        list.sort_by(|a, b| {
            let kinds = format!("{:?}", a.kind).cmp(&format!("{:?}", b.kind));
            kinds.then_with(|| compare::culture_order(&a.name, &b.name, true))
        });
        for name in ctx.call.texts("Name").unwrap_or_else(|| vec![Rc::from("*")]) {
            let Ok(pattern) = WildcardPattern::new(&name, WildcardCase::Ignored) else { continue };
            let matching = list.iter().filter(|member| pattern.is_match(&member.name)).cloned().collect();
            self.put(ctx, type_name, matching)?;
        }
        Ok(())
    }

    fn put(&self, ctx: &mut Context<'_>, type_name: &Rc<str>, list: Vec<MemberInfo>) -> Run {
        for member in list {
            let kind = Value::Enum(TypeId::PS_MEMBER_TYPES, member.kind.value());
            let fields = vec![
                ("TypeName", Value::Str(type_name.clone())),
                ("Name", Value::Str(member.name.clone())),
                ("MemberType", kind),
                ("Definition", Value::str(&member.definition)),
            ];
            ctx.write(Fields::open_with_text(TypeId::MEMBER_DEFINITION, fields, Rc::from(member.definition)))?;
        }
        Ok(())
    }
}
