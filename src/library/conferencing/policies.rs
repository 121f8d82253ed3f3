//! Policies of audio conferencing and of its routing, and the fixed dial-out policies, under their real names.

use super::act::{self, execute, is_blank, name_of, refuse};
use super::objects::{self, text};
use super::{TEAMS, parameters};
use crate::cmdlet::{Context, Entry, Example, Impact, Spec};
use crate::each;
use crate::engine::EngineContext;
use crate::tenant::command::{ChangePolicy, CreatePolicy, GrantPolicy, Policy, RemovePolicy};
use crate::tenant::model::{ConferencingPolicy, Number, PolicyArea, PolicyTarget, RoutingPolicy};
use crate::tenant::refusal::Refusal;
use crate::value::{Object, Run, Value};

/// A policy's name without the `Tag:` that stands before it in output.
fn bare(name: &str) -> &str {
    match name.get(..4) {
        Some(tag) if tag.eq_ignore_ascii_case("tag:") => &name[4..],
        _ => name,
    }
}

/// A policy's name as output shows it.
fn tagged(name: &str) -> Value {
    Value::from(if name.eq_ignore_ascii_case("Global") { "Global".to_owned() } else { format!("Tag:{name}") })
}

/// Whether `-Identity` or `-Filter` lets a policy through.
fn wanted(ctx: &Context<'_>, name: &str) -> bool {
    let fits = |parameter: &str| act::text(ctx, parameter).is_none_or(|pattern| super::filter::like(bare(&pattern), name));
    fits("Identity") && fits("Filter")
}

/// Writes the policies that were asked for; a name that is none of them is an error.
fn write_wanted(ctx: &mut Context<'_>, area: &str, all: Vec<(String, Value)>) -> Run {
    let found: Vec<Value> = all.into_iter().filter(|(name, _)| wanted(ctx, name)).map(|(_, object)| object).collect();
    if found.is_empty()
        && let Some(name) = act::text(ctx, "Identity").filter(|name| !name.contains(['*', '?']))
    {
        let refusal = Refusal::PolicyNotFound { area: area.to_owned(), name: bare(&name).to_owned() };
        return refuse(ctx, &refusal, &Value::from(name));
    }
    found.into_iter().try_for_each(|object| ctx.write(object))
}

fn conferencing_object(policy: &ConferencingPolicy) -> Value {
    Object::record(
        Some("Microsoft.Rtc.Management.WritableConfig.Policy.Teams.TeamsAudioConferencingPolicy"),
        [
            ("Identity", tagged(&policy.name)),
            ("MeetingInvitePhoneNumbers", Value::strings(policy.meeting_invite_phone_numbers.iter().map(|number| number.to_string()))),
            ("AllowTollFreeDialin", Value::Bool(policy.allow_toll_free_dialin)),
        ],
    )
}

fn routing_object(policy: &RoutingPolicy) -> Value {
    Object::record(
        Some("Microsoft.Rtc.Management.WritableConfig.Policy.Teams.OnlineAudioConferencingRoutingPolicy"),
        [
            ("Identity", tagged(&policy.name)),
            ("OnlinePstnUsages", Value::strings(&policy.online_pstn_usages)),
            ("Description", text(&policy.description)),
            ("RouteType", text(&policy.route_type)),
        ],
    )
}

const GET: Spec = Spec {
    verb: "Get",
    noun: "CsTeamsAudioConferencingPolicy",
    module: TEAMS,
    synopsis: "Shows the audio conferencing policies.",
    description: "",
    parameters: parameters::GET_CS_TEAMS_AUDIO_CONFERENCING_POLICY,
    default_set: parameters::GET_CS_TEAMS_AUDIO_CONFERENCING_POLICY_DEFAULT,
    related: &["Grant-CsTeamsAudioConferencingPolicy"],
    examples: &[Example::new(
        "One policy's numbers",
        "(Get-CsTeamsAudioConferencingPolicy -Identity 'Nordic team').MeetingInvitePhoneNumbers.Count",
        "2\n",
    )],
    ..Spec::EMPTY
};

fn get(ctx: &mut Context<'_>) -> Run {
    let all =
        ctx.dispatch().tenant().conferencing_policies().iter().map(|policy| (policy.name.clone(), conferencing_object(policy))).collect();
    write_wanted(ctx, "TeamsAudioConferencingPolicy", all)
}

/// The numbers of `-MeetingInvitePhoneNumbers`: a list, or one text with commas; `Err` after an error.
fn invite_numbers(ctx: &mut Context<'_>, value: &Value) -> Run<Result<Vec<Number>, ()>> {
    let mut numbers = Vec::new();
    for item in value.enumerate().unwrap_or_else(|| vec![value.clone()]) {
        let words = crate::value::convert::to_text(ctx.engine(), &item)?;
        for word in words.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            match act::number(ctx, &Value::str(word))? {
                Some(number) => numbers.push(number),
                None => return Ok(Err(())),
            }
        }
    }
    Ok(Ok(numbers))
}

/// The policy as the parameters change it.
fn changed(ctx: &mut Context<'_>, mut policy: ConferencingPolicy) -> Run<Option<ConferencingPolicy>> {
    let instance = ctx.call.get("Instance").cloned();
    let mut numbers = ctx.call.get("MeetingInvitePhoneNumbers").cloned();
    let mut allow = act::flag(ctx, "AllowTollFreeDialin");
    if let Some(instance) = instance {
        numbers = numbers.or(Some(ctx.engine().property(&instance, "MeetingInvitePhoneNumbers", false)?));
        let own = ctx.engine().property(&instance, "AllowTollFreeDialin", false)?;
        allow = allow.or(Some(crate::value::convert::to_bool(&own)));
    }
    if let Some(numbers) = numbers {
        let Ok(numbers) = invite_numbers(ctx, &numbers)? else { return Ok(None) };
        policy.meeting_invite_phone_numbers = numbers;
    }
    policy.allow_toll_free_dialin = allow.unwrap_or(policy.allow_toll_free_dialin);
    Ok(Some(policy))
}

const NEW: Spec = Spec {
    verb: "New",
    noun: "CsTeamsAudioConferencingPolicy",
    module: TEAMS,
    synopsis: "Creates an audio conferencing policy.",
    description: "",
    parameters: parameters::NEW_CS_TEAMS_AUDIO_CONFERENCING_POLICY,
    should_process: Some(Impact::Medium),
    related: &["Grant-CsTeamsAudioConferencingPolicy"],
    examples: &[Example::new(
        "Two numbers",
        "(New-CsTeamsAudioConferencingPolicy -Identity 'EMEA users' -MeetingInvitePhoneNumbers '+442079460200','33199000200').Identity",
        "Tag:EMEA users\n",
    )],
    ..Spec::EMPTY
};

fn new(ctx: &mut Context<'_>) -> Run {
    let name = act::text(ctx, "Identity").unwrap_or_default();
    let name = bare(&name).to_owned();
    let Some(policy) = changed(ctx, ConferencingPolicy::new(&name))? else { return Ok(()) };
    let object = conferencing_object(&policy);
    // An object to edit and hand to -Instance; nothing is created.
    if ctx.call.flag("InMemory") {
        return ctx.write(object);
    }
    if execute(ctx, &name, &Value::str(&name), CreatePolicy { policy: Policy::Conferencing(policy) })?.is_some() {
        ctx.write(object)?;
    }
    Ok(())
}

const SET: Spec = Spec {
    verb: "Set",
    noun: "CsTeamsAudioConferencingPolicy",
    module: TEAMS,
    synopsis: "Changes an audio conferencing policy.",
    description: "Existing meetings stay as they are until they are migrated by hand.",
    parameters: parameters::SET_CS_TEAMS_AUDIO_CONFERENCING_POLICY,
    should_process: Some(Impact::Medium),
    related: &["Get-CsTeamsAudioConferencingPolicy"],
    examples: &[Example::new(
        "No toll-free numbers",
        "Set-CsTeamsAudioConferencingPolicy -Identity 'Nordic team' -AllowTollFreeDialin $false\n(Get-CsTeamsAudioConferencingPolicy 'Nordic team').AllowTollFreeDialin",
        "False\n",
    )],
    ..Spec::EMPTY
};

/// The name of `-Identity`, of the object in `-Instance`, or `Global`.
fn policy_name(ctx: &mut Context<'_>) -> Run<String> {
    let given = match (act::text(ctx, "Identity"), ctx.call.get("Instance").cloned()) {
        (Some(name), _) => name,
        (None, Some(instance)) => act::text_of(ctx, &instance, &["Identity"])?.to_string(),
        (None, None) => "Global".to_owned(),
    };
    Ok(bare(&given).to_owned())
}

fn set(ctx: &mut Context<'_>) -> Run {
    let name = policy_name(ctx)?;
    let known = ctx.dispatch().tenant().conferencing_policy(&name).cloned();
    let Some(policy) = changed(ctx, known.unwrap_or_else(|| ConferencingPolicy::new(&name)))? else { return Ok(()) };
    execute(ctx, &name, &Value::str(&name), ChangePolicy { policy: Policy::Conferencing(policy) })?;
    Ok(())
}

const REMOVE: Spec = Spec {
    verb: "Remove",
    noun: "CsTeamsAudioConferencingPolicy",
    module: TEAMS,
    synopsis: "Removes an audio conferencing policy; Global goes back to its defaults.",
    description: "Its users fall back to Global.",
    parameters: parameters::REMOVE_CS_TEAMS_AUDIO_CONFERENCING_POLICY,
    should_process: Some(Impact::Medium),
    related: &["New-CsTeamsAudioConferencingPolicy"],
    examples: &[Example::runs("Remove", "Remove-CsTeamsAudioConferencingPolicy -Identity 'Nordic team'")],
    ..Spec::EMPTY
};

fn remove(ctx: &mut Context<'_>) -> Run {
    let name = policy_name(ctx)?;
    execute(ctx, &name, &Value::str(&name), RemovePolicy { area: PolicyArea::AudioConferencing, name: name.clone() })?;
    Ok(())
}

const GRANT: Spec = Spec {
    verb: "Grant",
    noun: "CsTeamsAudioConferencingPolicy",
    module: TEAMS,
    synopsis: "Gives users, a group or everybody an audio conferencing policy.",
    description: "$null takes the grant away.",
    parameters: parameters::GRANT_CS_TEAMS_AUDIO_CONFERENCING_POLICY,
    default_set: parameters::GRANT_CS_TEAMS_AUDIO_CONFERENCING_POLICY_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-CsTeamsAudioConferencingPolicy"],
    examples: &[Example::new(
        "One user",
        "Grant-CsTeamsAudioConferencingPolicy -Identity ken@contoso.com -PolicyName 'Nordic team'\n(Get-CsOnlineUser ken@contoso.com).TeamsAudioConferencingPolicy",
        "Nordic team\n",
    )],
    ..Spec::EMPTY
};

/// Grants a policy of an area as the parameters say.
pub(super) fn grant_policy(ctx: &mut Context<'_>, area: PolicyArea) -> Run {
    let policy = act::text(ctx, "PolicyName").map(|name| bare(&name).to_owned()).filter(|name| !name.trim().is_empty());
    let shown = policy.clone().unwrap_or_else(|| "Global".to_owned());
    if let Some(group) = act::text(ctx, "Group") {
        let Some(id) = ctx.dispatch().tenant().find_group(&group).map(|group| group.id) else {
            return refuse(ctx, &Refusal::GroupNotFound { group: group.clone() }, &Value::from(group));
        };
        let rank = ctx.call.integer("Rank").and_then(|rank| u32::try_from(rank).ok()).unwrap_or(1);
        execute(ctx, &group, &Value::str(&group), GrantPolicy { area, target: PolicyTarget::Group { group: id, rank }, policy })?;
        return Ok(());
    }
    // The pages write -Identity Global, too.
    let names_global = act::text(ctx, "Identity").is_some_and(|name| name.eq_ignore_ascii_case("Global"));
    let Some(value) = ctx.call.get("Identity").cloned().filter(|value| !is_blank(value) && !names_global) else {
        if !ctx.call.flag("Global") && !names_global && !ctx.call.flag("Force") {
            ctx.warn(format!("No user is given: the policy '{shown}' is applied to the whole tenant. -Global says so."))?;
        }
        execute(ctx, "Global", &Value::str(&shown), GrantPolicy { area, target: PolicyTarget::Global, policy })?;
        return Ok(());
    };
    let Some(user) = act::user(ctx, &value)? else { return Ok(()) };
    let name = name_of(ctx, user);
    execute(ctx, &name, &value, GrantPolicy { area, target: PolicyTarget::User(user), policy })?;
    if ctx.call.flag("PassThru") {
        let object = objects::user_by(ctx.dispatch().tenant(), user, super::teams_users::online_user);
        return object.map_or(Ok(()), |object| ctx.write(object));
    }
    Ok(())
}

fn grant(ctx: &mut Context<'_>) -> Run {
    grant_policy(ctx, PolicyArea::AudioConferencing)
}

const ROUTING_GET: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineAudioConferencingRoutingPolicy",
    module: TEAMS,
    synopsis: "Shows the routing policies of audio conferencing.",
    description: "",
    parameters: parameters::GET_CS_ONLINE_AUDIO_CONFERENCING_ROUTING_POLICY,
    default_set: parameters::GET_CS_ONLINE_AUDIO_CONFERENCING_ROUTING_POLICY_DEFAULT,
    related: &["Grant-CsOnlineAudioConferencingRoutingPolicy"],
    examples: &[Example::new("The global one", "(Get-CsOnlineAudioConferencingRoutingPolicy -Identity Global).Identity", "Global\n")],
    ..Spec::EMPTY
};

fn routing_get(ctx: &mut Context<'_>) -> Run {
    let all = ctx.dispatch().tenant().routing_policies().iter().map(|policy| (policy.name.clone(), routing_object(policy))).collect();
    write_wanted(ctx, "OnlineAudioConferencingRoutingPolicy", all)
}

fn routing_changed(ctx: &Context<'_>, mut policy: RoutingPolicy) -> RoutingPolicy {
    policy.description = act::text(ctx, "Description").unwrap_or(policy.description);
    policy.route_type = act::text(ctx, "RouteType").unwrap_or(policy.route_type);
    if let Some(usages) = ctx.call.texts("OnlinePstnUsages") {
        policy.online_pstn_usages = usages.iter().map(|usage| usage.to_string()).collect();
    }
    policy
}

const ROUTING_NEW: Spec = Spec {
    verb: "New",
    noun: "CsOnlineAudioConferencingRoutingPolicy",
    module: TEAMS,
    synopsis: "Creates a routing policy of audio conferencing.",
    description: "",
    parameters: parameters::NEW_CS_ONLINE_AUDIO_CONFERENCING_ROUTING_POLICY,
    should_process: Some(Impact::Medium),
    related: &["Get-CsOnlineAudioConferencingRoutingPolicy"],
    examples: &[Example::new(
        "One usage",
        "(New-CsOnlineAudioConferencingRoutingPolicy -Identity Nordic -OnlinePstnUsages Domestic).OnlinePstnUsages",
        "Domestic\n",
    )],
    ..Spec::EMPTY
};

fn routing_new(ctx: &mut Context<'_>) -> Run {
    let name = policy_name(ctx)?;
    let policy = routing_changed(ctx, RoutingPolicy::new(&name));
    let object = routing_object(&policy);
    if execute(ctx, &name, &Value::str(&name), CreatePolicy { policy: Policy::Routing(policy) })?.is_some() {
        ctx.write(object)?;
    }
    Ok(())
}

const ROUTING_SET: Spec = Spec {
    verb: "Set",
    noun: "CsOnlineAudioConferencingRoutingPolicy",
    module: TEAMS,
    synopsis: "Changes a routing policy of audio conferencing.",
    description: "",
    parameters: parameters::SET_CS_ONLINE_AUDIO_CONFERENCING_ROUTING_POLICY,
    should_process: Some(Impact::Medium),
    related: &["Get-CsOnlineAudioConferencingRoutingPolicy"],
    examples: &[Example::runs("A description", "Set-CsOnlineAudioConferencingRoutingPolicy -Identity Global -Description 'For everybody'")],
    ..Spec::EMPTY
};

fn routing_set(ctx: &mut Context<'_>) -> Run {
    let name = policy_name(ctx)?;
    let known = ctx.dispatch().tenant().routing_policy(&name).cloned();
    let policy = routing_changed(ctx, known.unwrap_or_else(|| RoutingPolicy::new(&name)));
    execute(ctx, &name, &Value::str(&name), ChangePolicy { policy: Policy::Routing(policy) })?;
    Ok(())
}

const ROUTING_REMOVE: Spec = Spec {
    verb: "Remove",
    noun: "CsOnlineAudioConferencingRoutingPolicy",
    module: TEAMS,
    synopsis: "Removes a routing policy of audio conferencing.",
    description: "",
    parameters: parameters::REMOVE_CS_ONLINE_AUDIO_CONFERENCING_ROUTING_POLICY,
    should_process: Some(Impact::Medium),
    related: &["New-CsOnlineAudioConferencingRoutingPolicy"],
    examples: &[Example::runs(
        "Make and remove",
        "$null = New-CsOnlineAudioConferencingRoutingPolicy -Identity Nordic\nRemove-CsOnlineAudioConferencingRoutingPolicy -Identity Nordic",
    )],
    ..Spec::EMPTY
};

fn routing_remove(ctx: &mut Context<'_>) -> Run {
    let name = policy_name(ctx)?;
    execute(ctx, &name, &Value::str(&name), RemovePolicy { area: PolicyArea::AudioConferencingRouting, name: name.clone() })?;
    Ok(())
}

const ROUTING_GRANT: Spec = Spec {
    verb: "Grant",
    noun: "CsOnlineAudioConferencingRoutingPolicy",
    module: TEAMS,
    synopsis: "Gives users, a group or everybody a routing policy.",
    description: "$null takes the grant away.",
    parameters: parameters::GRANT_CS_ONLINE_AUDIO_CONFERENCING_ROUTING_POLICY,
    default_set: parameters::GRANT_CS_ONLINE_AUDIO_CONFERENCING_ROUTING_POLICY_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-CsOnlineAudioConferencingRoutingPolicy"],
    examples: &[Example::runs(
        "One user",
        "$null = New-CsOnlineAudioConferencingRoutingPolicy -Identity Nordic\nGrant-CsOnlineAudioConferencingRoutingPolicy -Identity ken@contoso.com -PolicyName Nordic",
    )],
    ..Spec::EMPTY
};

fn routing_grant(ctx: &mut Context<'_>) -> Run {
    grant_policy(ctx, PolicyArea::AudioConferencingRouting)
}

/// The dial-out policies that every tenant has: name, from meetings, of users.
const DIAL_OUT: &[(&str, &str, &str)] = &[
    ("Global", "InternationalAndDomestic", "InternationalAndDomestic"),
    ("DialoutCPCandPSTNInternational", "InternationalAndDomestic", "InternationalAndDomestic"),
    ("DialoutCPCDomesticPSTNInternational", "Domestic", "InternationalAndDomestic"),
    ("DialoutCPCDisabledPSTNInternational", "Disabled", "InternationalAndDomestic"),
    ("DialoutCPCInternationalPSTNDomestic", "InternationalAndDomestic", "Domestic"),
    ("DialoutCPCInternationalPSTNDisabled", "InternationalAndDomestic", "Disabled"),
    ("DialoutCPCandPSTNDomestic", "Domestic", "Domestic"),
    ("DialoutCPCDomesticPSTNDisabled", "Domestic", "Disabled"),
    ("DialoutCPCDisabledPSTNDomestic", "Disabled", "Domestic"),
    ("DialoutCPCandPSTNDisabled", "Disabled", "Disabled"),
    ("DialoutCPCZoneAPSTNInternational", "ZoneA", "InternationalAndDomestic"),
    ("DialoutCPCZoneAPSTNDomestic", "ZoneA", "Domestic"),
    ("DialoutCPCZoneAPSTNDisabled", "ZoneA", "Disabled"),
];

const DIAL_OUT_GET: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineDialOutPolicy",
    module: TEAMS,
    synopsis: "Shows the dial-out policies.",
    description: "They are fixed.",
    parameters: parameters::GET_CS_ONLINE_DIAL_OUT_POLICY,
    default_set: parameters::GET_CS_ONLINE_DIAL_OUT_POLICY_DEFAULT,
    related: &["Grant-CsDialoutPolicy"],
    examples: &[Example::new("How many", "@(Get-CsOnlineDialOutPolicy).Count", "13\n")],
    ..Spec::EMPTY
};

fn dial_out_get(ctx: &mut Context<'_>) -> Run {
    let make = |(name, conferencing, calling): &(&str, &str, &str)| {
        let pairs = [
            ("Identity", tagged(name)),
            ("AllowPSTNConferencingDialOutType", text(conferencing)),
            ("AllowPSTNOutboundCallingType", text(calling)),
        ];
        ((*name).to_owned(), Object::record(Some("Microsoft.Rtc.Management.WritableConfig.Policy.Voice.OnlineDialOutPolicy"), pairs))
    };
    write_wanted(ctx, "OnlineDialOutPolicy", DIAL_OUT.iter().map(make).collect())
}

const DIAL_OUT_GRANT: Spec = Spec {
    verb: "Grant",
    noun: "CsDialoutPolicy",
    module: TEAMS,
    synopsis: "Gives users or everybody a dial-out policy.",
    description: "$null takes the grant away.",
    parameters: parameters::GRANT_CS_DIALOUT_POLICY,
    default_set: parameters::GRANT_CS_DIALOUT_POLICY_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-CsOnlineDialOutPolicy"],
    examples: &[Example::new(
        "One user",
        "Grant-CsDialoutPolicy -Identity ken@contoso.com -PolicyName DialoutCPCandPSTNDomestic\n(Get-CsOnlineUser ken@contoso.com).OnlineDialOutPolicy",
        "DialoutCPCandPSTNDomestic\n",
    )],
    ..Spec::EMPTY
};

fn dial_out_grant(ctx: &mut Context<'_>) -> Run {
    if let Some(name) = act::text(ctx, "PolicyName").filter(|name| !name.trim().is_empty()) {
        let bare = bare(&name).to_owned();
        if !DIAL_OUT.iter().any(|(known, ..)| known.eq_ignore_ascii_case(&bare)) {
            let refusal = Refusal::PolicyNotFound { area: "OnlineDialOutPolicy".to_owned(), name: bare };
            return refuse(ctx, &refusal, &Value::from(name));
        }
    }
    grant_policy(ctx, PolicyArea::Other("OnlineDialOutPolicy".to_owned()))
}

const SERVICE_GET: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineDialinConferencingPolicy",
    module: TEAMS,
    synopsis: "Shows whether users may use dial-in conferencing.",
    description: "",
    parameters: parameters::GET_CS_ONLINE_DIALIN_CONFERENCING_POLICY,
    default_set: parameters::GET_CS_ONLINE_DIALIN_CONFERENCING_POLICY_DEFAULT,
    related: &["Get-CsOnlineDialinConferencingTenantConfiguration"],
    examples: &[Example::new("How many", "@(Get-CsOnlineDialinConferencingPolicy).Count", "2\n")],
    ..Spec::EMPTY
};

fn service_get(ctx: &mut Context<'_>) -> Run {
    let make = |(name, allowed): (&str, bool)| {
        let pairs = [("Identity", tagged(name)), ("AllowService", Value::Bool(allowed)), ("Description", Value::str(""))];
        (
            name.to_owned(),
            Object::record(
                Some("Microsoft.Rtc.Management.WritableConfig.Policy.OnlineDialinConferencing.OnlineDialinConferencingPolicy"),
                pairs,
            ),
        )
    };
    write_wanted(ctx, "OnlineDialinConferencingPolicy", [("Global", true), ("ServiceDisallowed", false)].map(make).into())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[
    each!(GET, get),
    each!(NEW, new),
    each!(SET, set),
    each!(REMOVE, remove),
    each!(GRANT, grant),
    each!(ROUTING_GET, routing_get),
    each!(ROUTING_NEW, routing_new),
    each!(ROUTING_SET, routing_set),
    each!(ROUTING_REMOVE, routing_remove),
    each!(ROUTING_GRANT, routing_grant),
    each!(DIAL_OUT_GET, dial_out_get),
    each!(DIAL_OUT_GRANT, dial_out_grant),
    each!(SERVICE_GET, service_get),
];
