//! Groups, as far as licences and policies come through them: Graph's and AzureAD's cmdlets.

use super::records::{count, items, licences, skus};
use crate::cmdlet::{Completer, Context, Entry, Example, Impact, InSet, Parameter, Spec};
use crate::each;
use crate::engine::EngineContext;
use crate::library::conferencing::act::{self, execute};
use crate::library::conferencing::filter::Filter;
use crate::library::conferencing::objects::text;
use crate::tenant::command::{ChangeGroupLicences, ChangeGroupMembers, CreateGroup};
use crate::tenant::model::{Group, Guid, Tenant};
use crate::tenant::refusal::Refusal;
use crate::value::{Object, Run, Value};

const GROUPS: &str = "Microsoft.Graph.Groups";
const AZURE: &str = "AzureAD";

const GROUP_ID: Parameter = Parameter::new("GroupId", "string")
    .sets(&[InSet::ALL.at(0).by_property()])
    .aliases(&["Id", "ObjectId"])
    .help("The group's id, or its name.");

fn group_object(tenant: &Tenant, group: &Group) -> Value {
    let assigned = group.licences.iter().filter_map(|licence| {
        let pool = tenant.find_subscription(&licence.sku)?;
        let off = licence.disabled_plans.iter().filter_map(|plan| pool.plan(plan)).map(|plan| plan.id.to_string());
        Some(Object::record(
            Some("Microsoft.Graph.PowerShell.Models.MicrosoftGraphAssignedLicense"),
            [("DisabledPlans", Value::strings(off)), ("SkuId", text(pool.id))],
        ))
    });
    Object::record(
        Some("Microsoft.Graph.PowerShell.Models.MicrosoftGraphGroup"),
        [
            ("DisplayName", text(&group.name)),
            ("Id", text(group.id)),
            ("ObjectId", text(group.id)),
            ("MailNickname", Value::from(group.name.replace(' ', ""))),
            ("MailEnabled", Value::Bool(false)),
            ("SecurityEnabled", Value::Bool(true)),
            ("GroupTypes", Value::array(Vec::new())),
            ("AssignedLicenses", Value::array(assigned.collect())),
        ],
    )
}

/// The group that a parameter names, by id or name; an error if there is none.
fn group(ctx: &mut Context<'_>, parameter: &str) -> Run<Option<Group>> {
    let value = ctx.call.get(parameter).cloned().unwrap_or(Value::Null);
    let name = act::text_of(ctx, &value, &["Id", "ObjectId", "GroupId", "DisplayName"])?.to_string();
    let found = ctx.dispatch().tenant().find_group(&name).cloned();
    if found.is_none() {
        act::refuse(ctx, &Refusal::GroupNotFound { group: name.clone() }, &Value::from(name))?;
    }
    Ok(found)
}

const GET: Spec = Spec {
    verb: "Get",
    noun: "MgGroup",
    module: GROUPS,
    synopsis: "Shows groups.",
    description: "",
    parameters: &[
        GROUP_ID,
        Parameter::new("Filter", "string").help("An OData condition."),
        Parameter::new("Search", "string").help("\"displayName:text\"."),
        Parameter::new("Top", "int").aliases(&["Limit"]).help("At most so many."),
        Parameter::switch("All").help("All of them."),
        Parameter::new("Property", "string[]").aliases(&["Select"]).help("Accepted: all are filled."),
        Parameter::new("ConsistencyLevel", "string").help("Accepted."),
        Parameter::new("CountVariable", "string").aliases(&["CV"]).help("A variable for the count."),
    ],
    related: &["Set-MgGroupLicense", "Get-MgGroupMember"],
    examples: &[Example::new("Their names", "(Get-MgGroup).DisplayName", "Sales\n")],
    ..Spec::EMPTY
};

fn get(ctx: &mut Context<'_>) -> Run {
    if ctx.call.get("GroupId").is_some_and(|value| !act::is_blank(value)) {
        let Some(group) = group(ctx, "GroupId")? else { return Ok(()) };
        let object = group_object(ctx.dispatch().tenant(), &group);
        return ctx.write(object);
    }
    let Ok(filter) = Filter::of(ctx, "Filter")? else { return Ok(()) };
    let wanted = act::text(ctx, "Search").or_else(|| act::text(ctx, "SearchString"));
    let wanted = wanted.map(|text| text.trim_matches('"').rsplit(':').next().unwrap_or_default().to_lowercase()).unwrap_or_default();
    let most = count(ctx, "Top").unwrap_or(usize::MAX);
    let tenant = ctx.dispatch().tenant();
    let found: Vec<Value> = tenant
        .groups()
        .iter()
        .filter(|group| group.name.to_lowercase().contains(&wanted))
        .map(|group| group_object(tenant, group))
        .filter(|object| filter.as_ref().is_none_or(|filter| filter.passes(object)))
        .take(most)
        .collect();
    if let Some(name) = act::text(ctx, "CountVariable") {
        ctx.host.set_variable(&name, Value::Int(i32::try_from(found.len()).unwrap_or(i32::MAX)))?;
    }
    found.into_iter().try_for_each(|object| ctx.write(object))
}

const AZURE_GET: Spec = Spec {
    verb: "Get",
    noun: "AzureADGroup",
    module: AZURE,
    synopsis: "Shows groups.",
    description: "",
    parameters: &[
        GROUP_ID.aliases(&["ObjectId"]),
        Parameter::new("Filter", "string").help("An OData condition."),
        Parameter::new("SearchString", "string").help("Part of the name."),
        Parameter::new("Top", "int").help("At most so many."),
        Parameter::new("All", "bool").help("All of them."),
    ],
    related: &["Get-MgGroup"],
    examples: &[Example::new("One", "(Get-AzureADGroup -SearchString Sales).DisplayName", "Sales\n")],
    ..Spec::EMPTY
};

const NEW: Spec = Spec {
    verb: "New",
    noun: "MgGroup",
    module: GROUPS,
    synopsis: "Creates a group.",
    description: "",
    parameters: &[
        Parameter::new("DisplayName", "string").help("Its name."),
        Parameter::new("MailNickname", "string").help("Accepted."),
        Parameter::switch("MailEnabled").help("Accepted."),
        Parameter::switch("SecurityEnabled").help("Accepted."),
        Parameter::new("Description", "string").help("Accepted."),
        Parameter::new("GroupTypes", "string[]").help("Accepted."),
        Parameter::new("BodyParameter", "Object").help("The properties in one."),
    ],
    should_process: Some(Impact::Medium),
    related: &["New-MgGroupMember"],
    examples: &[Example::new(
        "One",
        "(New-MgGroup -DisplayName Nordic -MailEnabled:$false -MailNickname nordic -SecurityEnabled).DisplayName",
        "Nordic\n",
    )],
    ..Spec::EMPTY
};

fn new(ctx: &mut Context<'_>) -> Run {
    let mut name = act::text(ctx, "DisplayName").unwrap_or_default();
    if let Some(body) = ctx.call.get("BodyParameter").cloned() {
        name = act::text_of(ctx, &body, &["DisplayName"])?.to_string();
    }
    if execute(ctx, &name, &Value::str(&name), CreateGroup { id: None, name: name.clone() })?.is_some() {
        let tenant = ctx.dispatch().tenant();
        let object = tenant.find_group(&name).map(|group| group_object(tenant, group));
        return object.map_or(Ok(()), |object| ctx.write(object));
    }
    Ok(())
}

const MEMBERS: Spec = Spec {
    verb: "Get",
    noun: "MgGroupMember",
    module: GROUPS,
    synopsis: "Shows the members of a group.",
    description: "",
    parameters: &[
        GROUP_ID,
        Parameter::switch("All").help("All of them."),
        Parameter::new("Top", "int").aliases(&["Limit"]).help("At most so many."),
    ],
    related: &["New-MgGroupMember"],
    examples: &[Example::runs("Those of a group", "Get-MgGroupMember -GroupId (Get-MgGroup -Filter \"displayName eq 'Sales'\").Id -All")],
    ..Spec::EMPTY
};

const AZURE_MEMBERS: Spec = Spec {
    noun: "AzureADGroupMember",
    module: AZURE,
    parameters: &[
        GROUP_ID.aliases(&["ObjectId"]),
        Parameter::new("All", "bool").help("All of them."),
        Parameter::new("Top", "int").help("At most so many."),
    ],
    related: &["Get-MgGroupMember"],
    examples: &[Example::runs("Those of a group", "Get-AzureADGroup -SearchString Sales | Get-AzureADGroupMember -All $true")],
    ..MEMBERS
};

fn members(ctx: &mut Context<'_>) -> Run {
    let Some(group) = group(ctx, "GroupId")? else { return Ok(()) };
    let most = count(ctx, "Top").unwrap_or(usize::MAX);
    let tenant = ctx.dispatch().tenant();
    let found: Vec<Value> = group
        .members
        .iter()
        .filter_map(|id| tenant.user(*id))
        .take(most)
        .map(|user| {
            Object::record(
                Some("Microsoft.Graph.PowerShell.Models.MicrosoftGraphDirectoryObject"),
                [
                    ("Id", text(user.object_id())),
                    ("ObjectId", text(user.object_id())),
                    ("DisplayName", text(user.display_name())),
                    ("UserPrincipalName", text(user.user_principal_name())),
                    ("ObjectType", Value::str("User")),
                ],
            )
        })
        .collect();
    found.into_iter().try_for_each(|object| ctx.write(object))
}

const ADD: Spec = Spec {
    verb: "New",
    noun: "MgGroupMember",
    module: GROUPS,
    synopsis: "Adds a member to a group: the group's licences and policies are the member's from then on.",
    description: "A licence with audio conferencing turns conferencing on, and the user is mailed.",
    parameters: &[
        GROUP_ID,
        Parameter::new("DirectoryObjectId", "string")
            .sets(&[InSet::ALL.at(1).mandatory()])
            .aliases(&["RefObjectId", "MemberId"])
            .complete(Completer::User)
            .help("The user."),
    ],
    should_process: Some(Impact::Medium),
    related: &["Remove-MgGroupMemberByRef", "Set-MgGroupLicense"],
    examples: &[Example::runs(
        "One user",
        "New-MgGroupMember -GroupId Sales -DirectoryObjectId (Get-MgUser -UserId alex.wilber@contoso.com).Id",
    )],
    ..Spec::EMPTY
};

const AZURE_ADD: Spec = Spec {
    verb: "Add",
    noun: "AzureADGroupMember",
    module: AZURE,
    parameters: &[
        GROUP_ID.aliases(&["ObjectId"]),
        Parameter::new("DirectoryObjectId", "string")
            .sets(&[InSet::ALL.at(1).mandatory()])
            .aliases(&["RefObjectId"])
            .complete(Completer::User)
            .help("The user."),
    ],
    related: &["New-MgGroupMember"],
    examples: &[Example::runs(
        "One user",
        "Add-AzureADGroupMember -ObjectId (Get-AzureADGroup).ObjectId -RefObjectId (Get-AzureADUser -ObjectId alex.wilber@contoso.com).ObjectId",
    )],
    ..ADD
};

const REMOVE: Spec = Spec {
    verb: "Remove",
    noun: "MgGroupMemberByRef",
    module: GROUPS,
    synopsis: "Takes a member out of a group, and with it what came through the group.",
    description: "With the last licence that allows audio conferencing it goes off, and the user is mailed.",
    parameters: &[
        GROUP_ID,
        Parameter::new("DirectoryObjectId", "string")
            .sets(&[InSet::ALL.at(1).mandatory()])
            .aliases(&["MemberId"])
            .complete(Completer::User)
            .help("The user."),
    ],
    should_process: Some(Impact::Medium),
    related: &["New-MgGroupMember"],
    examples: &[Example::runs("One user", "Remove-MgGroupMemberByRef -GroupId Sales -DirectoryObjectId ken@contoso.com")],
    ..Spec::EMPTY
};

const AZURE_REMOVE: Spec = Spec {
    noun: "AzureADGroupMember",
    module: AZURE,
    parameters: &[
        GROUP_ID.aliases(&["ObjectId"]),
        Parameter::new("DirectoryObjectId", "string")
            .sets(&[InSet::ALL.at(1).mandatory()])
            .aliases(&["MemberId"])
            .complete(Completer::User)
            .help("The user."),
    ],
    related: &["Remove-MgGroupMemberByRef"],
    examples: &[Example::runs("One user", "Remove-AzureADGroupMember -ObjectId Sales -MemberId ken@contoso.com")],
    ..REMOVE
};

fn change(ctx: &mut Context<'_>, change: fn(Guid, Guid) -> ChangeGroupMembers) -> Run {
    let Some(group) = group(ctx, "GroupId")? else { return Ok(()) };
    let value = ctx.call.get("DirectoryObjectId").cloned().unwrap_or(Value::Null);
    let Some(user) = act::user(ctx, &value)? else { return Ok(()) };
    execute(ctx, &group.name, &value, change(group.id, user))?;
    Ok(())
}

fn add(ctx: &mut Context<'_>) -> Run {
    change(ctx, |group, user| ChangeGroupMembers { group, add: vec![user], remove: Vec::new() })
}

fn remove(ctx: &mut Context<'_>) -> Run {
    change(ctx, |group, user| ChangeGroupMembers { group, add: Vec::new(), remove: vec![user] })
}

const LICENCE: Spec = Spec {
    verb: "Set",
    noun: "MgGroupLicense",
    module: GROUPS,
    synopsis: "Gives a group licences, or takes them away: all its members have them.",
    description: "Each member whose conferencing goes on or off with it is mailed.",
    parameters: &[
        GROUP_ID,
        Parameter::new("AddLicenses", "Object[]")
            .validate(&[crate::cmdlet::Validation::AllowEmptyCollection])
            .help("Hash tables with SkuId and DisabledPlans."),
        Parameter::new("RemoveLicenses", "string[]").validate(&[crate::cmdlet::Validation::AllowEmptyCollection]).help("SKU ids."),
        Parameter::new("BodyParameter", "Object").help("Both in one."),
    ],
    should_process: Some(Impact::Medium),
    related: &["Set-MgUserLicense", "Get-MgGroup"],
    examples: &[Example::runs(
        "Conferencing for a group",
        "$sku = Get-MgSubscribedSku | Where-Object SkuPartNumber -eq MCOMEETADV\nSet-MgGroupLicense -GroupId Sales -AddLicenses @{ SkuId = $sku.SkuId } -RemoveLicenses @()",
    )],
    ..Spec::EMPTY
};

fn licence(ctx: &mut Context<'_>) -> Run {
    let Some(group) = group(ctx, "GroupId")? else { return Ok(()) };
    let (mut add, mut remove) = (ctx.call.items("AddLicenses").unwrap_or_default(), ctx.call.items("RemoveLicenses").unwrap_or_default());
    if let Some(body) = ctx.call.get("BodyParameter").cloned() {
        add.extend(items(&ctx.engine().property(&body, "addLicenses", false)?));
        remove.extend(items(&ctx.engine().property(&body, "removeLicenses", false)?));
    }
    let command = ChangeGroupLicences { group: group.id, add: licences(ctx, add)?, remove: skus(ctx, remove)? };
    if execute(ctx, &group.name, &text(group.id), command)?.is_some() {
        let tenant = ctx.dispatch().tenant();
        let object = tenant.group(group.id).map(|group| group_object(tenant, group));
        return object.map_or(Ok(()), |object| ctx.write(object));
    }
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[
    each!(GET, get),
    each!(AZURE_GET, get),
    each!(NEW, new),
    each!(MEMBERS, members),
    each!(AZURE_MEMBERS, members),
    each!(ADD, add),
    each!(AZURE_ADD, add),
    each!(REMOVE, remove),
    each!(AZURE_REMOVE, remove),
    each!(LICENCE, licence),
];
