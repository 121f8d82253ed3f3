//! Users, native: `Get-`, `New-`, `Set-`, `Enable-`, `Disable-` and `Remove-ConferencingUser`.

use super::act::{self, execute, is_blank, name_of, number_argument, refuse, users};
use super::filter::{Filter, like};
use super::{IDENTITY, MODULE, OPTIONAL_IDENTITY, PASS_THRU, objects};
use crate::cmdlet::{Completer, Context, Entry, Example, Impact, InSet, Parameter, Spec};
use crate::each;
use crate::tenant::command::{
    ChangeUser, ChangeUserConferencing, CreateUser, DisableConferencing, EnableConferencing, LicenceToAdd, RemoveUser, expect_country,
};
use crate::tenant::event::UserField;
use crate::tenant::model::{Country, Detail, Guid, Provider};
use crate::value::{Run, Value};

const GET: Spec = Spec {
    verb: "Get",
    noun: "ConferencingUser",
    module: MODULE,
    synopsis: "Shows users with their audio conferencing.",
    description: "Without -Identity all users; with one the user of that principal name, object id, SIP address, display name or alias. Wildcards match principal and display names.",
    parameters: &[
        OPTIONAL_IDENTITY,
        Parameter::new("Filter", "string").help("A condition such as \"UsageLocation -eq 'FR'\"."),
        Parameter::switch("Licensed").help("Only users whose licence allows conferencing."),
        Parameter::switch("Enabled").help("Only users whose conferencing is on."),
    ],
    output: &["Bridgesh.ConferencingUser"],
    related: &["Set-ConferencingUser", "Grant-License", "Get-CsOnlineDialInConferencingUser"],
    examples: &[
        Example::new("One user's default number", "(Get-ConferencingUser ken@contoso.com).ServiceNumber", "14255550100\n"),
        Example::new(
            "Users of a country",
            "Get-ConferencingUser -Filter \"UsageLocation -eq 'DK'\" | ForEach-Object DisplayName",
            "Lene Holm\n",
        ),
    ],
    ..Spec::EMPTY
};

/// The users that `-Identity` names, wildcards included, or all of them.
pub(super) fn selected(ctx: &mut Context<'_>, parameter: &str) -> Run<Vec<Guid>> {
    if !ctx.call.has(parameter) || ctx.call.get(parameter).is_some_and(is_blank) {
        return Ok(ctx.dispatch().tenant().users().iter().map(|user| user.object_id()).collect());
    }
    let mut found = Vec::new();
    for item in ctx.call.items(parameter).unwrap_or_default() {
        match item.as_str().filter(|text| text.contains(['*', '?'])) {
            Some(pattern) => {
                let tenant = ctx.dispatch().tenant();
                let fits = |text: &str| like(pattern, text);
                let users = tenant.users().iter().filter(|user| fits(user.user_principal_name()) || fits(user.display_name()));
                found.extend(users.map(|user| user.object_id()));
            }
            None => found.extend(act::user(ctx, &item)?),
        }
    }
    Ok(found)
}

fn get(ctx: &mut Context<'_>) -> Run {
    let filter = match Filter::of(ctx, "Filter")? {
        Ok(filter) => filter,
        Err(()) => return Ok(()),
    };
    let (licensed, enabled) = (ctx.call.flag("Licensed"), ctx.call.flag("Enabled"));
    for id in selected(ctx, "Identity")? {
        let tenant = ctx.dispatch().tenant();
        let Some(user) = tenant.user(id) else { continue };
        if licensed && !tenant.is_licensed(&user) || enabled && !user.is_enabled() {
            continue;
        }
        let object = objects::native_user(tenant, &user);
        if filter.as_ref().is_none_or(|filter| filter.passes(&object)) {
            ctx.write(object)?;
        }
    }
    Ok(())
}

const NEW: Spec = Spec {
    verb: "New",
    noun: "ConferencingUser",
    module: MODULE,
    synopsis: "Creates a user.",
    description: "A licence with audio conferencing turns conferencing on at once, and the user is mailed number, conference ID and PIN. Takes objects with these properties from the pipeline, such as the lines of a CSV file.",
    parameters: &[
        Parameter::new("UserPrincipalName", "string").sets(&[InSet::ALL.at(0).mandatory().by_property()]).help("The name to sign in with, user@domain."),
        Parameter::new("DisplayName", "string").sets(&[InSet::ALL.at(1).mandatory().by_property()]).help("The name that people see."),
        Parameter::new("Mail", "string").sets(&[InSet::ALL.by_property()]).help("The primary mail address; the principal name if not given. An empty one: no mailbox."),
        Parameter::new("UsageLocation", "string").sets(&[InSet::ALL.by_property()]).help("A country code such as FR: decides the default number."),
        Parameter::new("PreferredLanguage", "string").sets(&[InSet::ALL.by_property()]).help("A tag such as fr-FR: the language of the mails."),
        Parameter::new("License", "string[]").sets(&[InSet::ALL.by_property()]).aliases(&["Licenses", "Sku"]).complete(Completer::Sku).help("SKUs to assign."),
        Parameter::new("Department", "string").sets(&[InSet::ALL.by_property()]).help("The department."),
        Parameter::new("City", "string").sets(&[InSet::ALL.by_property()]).help("The city."),
        Parameter::new("Provider", "string").sets(&[InSet::ALL.by_property()]).help("A third-party conferencing provider."),
        PASS_THRU,
    ],
    output: &["Bridgesh.ConferencingUser"],
    should_process: Some(Impact::Medium),
    related: &["Grant-License", "Remove-ConferencingUser"],
    examples: &[
        Example::new(
            "A user with conferencing",
            "New-ConferencingUser lucie@contoso.com 'Lucie Blanc' -UsageLocation FR -PreferredLanguage fr-FR -License MCOMEETADV\n(Get-Mail).Subject.Length -gt 0",
            "True\n",
        )
        .mails(&["Enabled lucie@contoso.com"]),
    ],
    ..Spec::EMPTY
};

fn country(ctx: &mut Context<'_>, name: &str) -> Run<Result<Option<Country>, ()>> {
    let Some(text) = act::text(ctx, name).filter(|text| !text.trim().is_empty()) else { return Ok(Ok(None)) };
    match expect_country(&text) {
        Ok(country) => Ok(Ok(Some(country))),
        Err(refusal) => {
            refuse(ctx, &refusal, &Value::from(text))?;
            Ok(Err(()))
        }
    }
}

fn new(ctx: &mut Context<'_>) -> Run {
    let upn = act::text(ctx, "UserPrincipalName").unwrap_or_default();
    let Ok(usage_location) = country(ctx, "UsageLocation")? else { return Ok(()) };
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let mut details = Vec::new();
    for (name, detail) in [("Department", Detail::Department), ("City", Detail::City)] {
        details.extend(filled(act::text(ctx, name)).map(|text| (detail, text)));
    }
    let licences = ctx.call.texts("License").unwrap_or_default();
    let command = CreateUser {
        mail: act::text(ctx, "Mail").map(|mail| Some(mail).filter(|mail| !mail.trim().is_empty())),
        usage_location,
        preferred_language: filled(act::text(ctx, "PreferredLanguage")),
        details,
        provider: filled(act::text(ctx, "Provider")).filter(|name| matches!(Provider::parse(name), Provider::Other(_))),
        licences: licences.iter().filter(|sku| !sku.trim().is_empty()).map(|sku| LicenceToAdd::new(sku.trim())).collect(),
        ..CreateUser::new(&upn, act::text(ctx, "DisplayName").unwrap_or_default())
    };
    if execute(ctx, &upn, &Value::str(&upn), command)?.is_some() {
        let id = ctx.dispatch().tenant().users().by_upn(&upn).map(|user| user.object_id());
        if let Some(id) = id {
            pass(ctx, id)?;
        }
    }
    Ok(())
}

/// Writes the user as it is now if `-PassThru` asks for it.
pub(super) fn pass(ctx: &mut Context<'_>, id: Guid) -> Run {
    if !ctx.call.flag("PassThru") {
        return Ok(());
    }
    let object = objects::user_by(ctx.dispatch().tenant(), id, objects::native_user);
    object.map_or(Ok(()), |object| ctx.write(object))
}

const SET: Spec = Spec {
    verb: "Set",
    noun: "ConferencingUser",
    module: MODULE,
    synopsis: "Changes facts of a user, and the switches of the user's conferencing.",
    description: "None of these changes mails anybody. Another usage location leaves the default number as it is: Set-DefaultNumber without a number picks the new country's.",
    parameters: &[
        // A parameter has the usual alias' name here.
        IDENTITY.aliases(&["User"]),
        Parameter::new("UserPrincipalName", "string").help("A new principal name."),
        Parameter::new("DisplayName", "string").help("A new display name."),
        Parameter::new("Mail", "string").help("The primary mail address; empty for none."),
        Parameter::new("SipAddress", "string").help("The SIP address; empty for none."),
        Parameter::new("UsageLocation", "string").help("A country code."),
        Parameter::new("PreferredLanguage", "string").help("A language tag; empty for none."),
        Parameter::new("Department", "string").help("The department."),
        Parameter::new("City", "string").help("The city."),
        Parameter::new("AccountEnabled", "bool").help("Whether the user may sign in."),
        Parameter::new("AllowPstnOnlyMeetings", "bool").help("Whether callers may start meetings without a PIN."),
        Parameter::new("AllowTollFreeDialIn", "bool").help("Whether meetings can be joined by toll-free numbers."),
        PASS_THRU,
    ],
    output: &["Bridgesh.ConferencingUser"],
    should_process: Some(Impact::Medium),
    related: &["Get-ConferencingUser", "Set-DefaultNumber"],
    examples: &[Example::new(
        "Write to a user in French",
        "Set-ConferencingUser ken@contoso.com -PreferredLanguage fr-FR -PassThru | ForEach-Object PreferredLanguage",
        "fr-FR\n",
    )],
    ..Spec::EMPTY
};

fn set(ctx: &mut Context<'_>) -> Run {
    let Ok(location) = country(ctx, "UsageLocation")? else { return Ok(()) };
    let blank = |text: String| Some(text).filter(|text| !text.trim().is_empty());
    let mut fields = Vec::new();
    fields.extend(act::text(ctx, "UserPrincipalName").map(UserField::UserPrincipalName));
    fields.extend(act::text(ctx, "DisplayName").map(UserField::DisplayName));
    fields.extend(act::text(ctx, "Mail").map(|text| UserField::Mail(blank(text))));
    fields.extend(act::text(ctx, "SipAddress").map(|text| UserField::SipAddress(blank(text))));
    fields.extend(location.map(|country| UserField::UsageLocation(Some(country))));
    fields.extend(act::text(ctx, "PreferredLanguage").map(|text| UserField::PreferredLanguage(blank(text))));
    fields.extend(act::text(ctx, "Department").map(|text| UserField::Detail(Detail::Department, blank(text))));
    fields.extend(act::text(ctx, "City").map(|text| UserField::Detail(Detail::City, blank(text))));
    fields.extend(act::flag(ctx, "AccountEnabled").map(UserField::AccountEnabled));
    let switches = (act::flag(ctx, "AllowPstnOnlyMeetings"), act::flag(ctx, "AllowTollFreeDialIn"));
    for (user, about) in users(ctx, "Identity")? {
        let name = name_of(ctx, user);
        if !fields.is_empty() {
            execute(ctx, &name, &about, ChangeUser { user, fields: fields.clone() })?;
        }
        if switches != (None, None) {
            let command = ChangeUserConferencing {
                allow_pstn_only_meetings: switches.0,
                allow_toll_free_dial_in: switches.1,
                ..ChangeUserConferencing::new(user)
            };
            execute(ctx, &name, &about, command)?;
        }
        pass(ctx, user)?;
    }
    Ok(())
}

const ENABLE: Spec = Spec {
    verb: "Enable",
    noun: "ConferencingUser",
    module: MODULE,
    synopsis: "Turns conferencing on for a licensed user.",
    description: "Usually the licence does it. The user gets a conference ID, a PIN and the number of the usage location, and is mailed all three.",
    parameters: &[
        IDENTITY,
        Parameter::new("BridgeName", "string")
            .complete(Completer::Bridge)
            .aliases(&["BridgeId", "Bridge"])
            .help("The bridge, by name or id; the default one if not given."),
        Parameter::new("ServiceNumber", "string").complete(Completer::ServiceNumber).help("The default toll number."),
        Parameter::new("TollFreeServiceNumber", "string").complete(Completer::ServiceNumber).help("The default toll-free number."),
        Parameter::switch("ReplaceProvider").help("Also takes users of another provider."),
        PASS_THRU,
    ],
    output: &["Bridgesh.ConferencingUser"],
    should_process: Some(Impact::Medium),
    related: &["Disable-ConferencingUser", "Grant-License"],
    examples: &[Example::runs("Off and on", "Disable-ConferencingUser ken@contoso.com\nEnable-ConferencingUser ken@contoso.com")
        .mails(&["Disabled ken@contoso.com", "Enabled ken@contoso.com"])],
    ..Spec::EMPTY
};

fn enable(ctx: &mut Context<'_>) -> Run {
    let Ok(bridge) = act::bridge_argument(ctx, "BridgeName", "BridgeName")? else { return Ok(()) };
    let Ok(service_number) = number_argument(ctx, "ServiceNumber")? else { return Ok(()) };
    let Ok(toll_free_number) = number_argument(ctx, "TollFreeServiceNumber")? else { return Ok(()) };
    let replace_provider = ctx.call.flag("ReplaceProvider");
    for (user, about) in users(ctx, "Identity")? {
        let name = name_of(ctx, user);
        let command = EnableConferencing { bridge, service_number, toll_free_number, replace_provider, ..EnableConferencing::new(user) };
        execute(ctx, &name, &about, command)?;
        pass(ctx, user)?;
    }
    Ok(())
}

const DISABLE: Spec = Spec {
    verb: "Disable",
    noun: "ConferencingUser",
    module: MODULE,
    synopsis: "Turns conferencing off for a user.",
    description: "The licence stays. Number, conference ID and PIN are gone for good, and the user is mailed.",
    parameters: &[IDENTITY, PASS_THRU],
    output: &["Bridgesh.ConferencingUser"],
    should_process: Some(Impact::Medium),
    related: &["Enable-ConferencingUser", "Revoke-License"],
    examples: &[Example::runs("Off", "Disable-ConferencingUser ken@contoso.com").mails(&["Disabled ken@contoso.com"])],
    ..Spec::EMPTY
};

fn disable(ctx: &mut Context<'_>) -> Run {
    for (user, about) in users(ctx, "Identity")? {
        let name = name_of(ctx, user);
        execute(ctx, &name, &about, DisableConferencing { user })?;
        pass(ctx, user)?;
    }
    Ok(())
}

const REMOVE: Spec = Spec {
    verb: "Remove",
    noun: "ConferencingUser",
    module: MODULE,
    synopsis: "Removes a user from the tenant.",
    description: "The licences go back to their pools.",
    parameters: &[IDENTITY],
    should_process: Some(Impact::High),
    related: &["New-ConferencingUser"],
    examples: &[Example::new(
        "Remove",
        "Remove-ConferencingUser alex.wilber@contoso.com -Confirm:$false\n@(Get-ConferencingUser).Count",
        "25\n",
    )],
    ..Spec::EMPTY
};

fn remove(ctx: &mut Context<'_>) -> Run {
    for (user, about) in users(ctx, "Identity")? {
        let name = name_of(ctx, user);
        execute(ctx, &name, &about, RemoveUser { user })?;
    }
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] =
    &[each!(GET, get), each!(NEW, new), each!(SET, set), each!(ENABLE, enable), each!(DISABLE, disable), each!(REMOVE, remove)];
