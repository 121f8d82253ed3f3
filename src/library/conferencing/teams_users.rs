//! Users under the real names: `Get-` and `Set-CsOnlineDialInConferencingUser`, the retired user cmdlets, and
//! `Get-CsOnlineUser`.

use super::act::{self, execute, is_blank, name_of, number_argument, refuse};
use super::filter::Filter;
use super::objects::{self, date, maybe, text};
use super::{TEAMS, parameters, users};
use crate::cmdlet::{Context, Entry, Example, Impact, Spec};
use crate::each;
use crate::tenant::command::{
    ChangeUserConferencing, DisableConferencing, EnableConferencing, ReplaceDefaultNumbers, Selection, SendInformation, SendWish,
    expect_conference_id, expect_country,
};
use crate::tenant::model::{Detail, Guid, NumberKind, PolicyArea, Provider, Tenant, User};
use crate::tenant::refusal::Refusal;
use crate::value::{Object, Run, Value};

/// How many objects `-ResultSize` lets through: all for `Unlimited`.
fn result_size(ctx: &mut Context<'_>) -> Run<usize> {
    let text = act::any_text(ctx, "ResultSize")?;
    Ok(text.and_then(|text| text.trim().parse().ok()).unwrap_or(usize::MAX))
}

const GET: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineDialInConferencingUser",
    module: TEAMS,
    synopsis: "Shows users whose audio conferencing Microsoft provides.",
    description: "The PIN is never shown.",
    parameters: parameters::GET_CS_ONLINE_DIAL_IN_CONFERENCING_USER,
    output: &["Microsoft.Rtc.Management.Hosted.Online.Models.ConferencingUser"],
    related: &["Set-CsOnlineDialInConferencingUser", "Get-ConferencingUser"],
    examples: &[Example::new(
        "One user's number",
        "(Get-CsOnlineDialInConferencingUser -Identity ken@contoso.com).ServiceNumber",
        "14255550100\n",
    )],
    ..Spec::EMPTY
};

fn get(ctx: &mut Context<'_>) -> Run {
    let Ok(bridge) = act::bridge_argument(ctx, "BridgeId", "BridgeName")? else { return Ok(()) };
    let Ok(number) = number_argument(ctx, "ServiceNumber")? else { return Ok(()) };
    let Ok(filter) = Filter::of_ldap(ctx, "LdapFilter")? else { return Ok(()) };
    let most = result_size(ctx)?;
    let mut n_written = 0;
    for id in users::selected(ctx, "Identity")? {
        let tenant = ctx.dispatch().tenant();
        let Some(user) = tenant.user(id) else { continue };
        let fits = user.is_enabled()
            && bridge.is_none_or(|bridge| user.bridge() == Some(bridge))
            && number.is_none_or(|number| user.toll_number() == Some(number) || user.toll_free_number() == Some(number));
        if fits && n_written < most {
            if filter.as_ref().is_some_and(|filter| !filter.passes(&online_user(tenant, &user))) {
                continue;
            }
            let object = objects::conferencing_user(tenant, &user);
            n_written += 1;
            ctx.write(object)?;
        }
    }
    Ok(())
}

const SET: Spec = Spec {
    verb: "Set",
    noun: "CsOnlineDialInConferencingUser",
    module: TEAMS,
    synopsis: "Changes a user's audio conferencing.",
    description: "Mails the user when a number or the PIN changes. -SendEmail mails number and conference ID. The real cmdlet ignores -WhatIf; here it is heeded, with a warning.",
    parameters: parameters::SET_CS_ONLINE_DIAL_IN_CONFERENCING_USER,
    should_process: Some(Impact::Medium),
    related: &["Reset-Pin", "Set-DefaultNumber", "Send-ConferencingInfo"],
    examples: &[
        Example::runs("A new PIN", "Set-CsOnlineDialInConferencingUser -Identity ken@contoso.com -ResetLeaderPin")
            .mails(&["PinReset ken@contoso.com"]),
        Example::runs(
            "Another number and a new PIN",
            "Set-CsOnlineDialInConferencingUser -Identity 'Ken Myers' -ServiceNumber 14255037265 -ResetLeaderPin",
        )
        .mails(&["InformationChanged ken@contoso.com", "PinReset ken@contoso.com"]),
        Example::runs(
            "The manual mail",
            "Set-CsOnlineDialInConferencingUser -Identity ken@contoso.com -SendEmail -SendEmailToAddress me@contoso.com",
        )
        .mails(&["ConferencingInformation me@contoso.com"]),
    ],
    ..Spec::EMPTY
};

fn wish(ctx: &Context<'_>) -> SendWish {
    SendWish {
        to: act::text(ctx, "SendEmailToAddress"),
        from_address: act::text(ctx, "SendEmailFromAddress"),
        from_name: act::text(ctx, "SendEmailFromDisplayName"),
    }
}

/// The user of `-Identity`, or the error that there is none.
fn one(ctx: &mut Context<'_>) -> Run<Option<(Guid, Value)>> {
    let Some(value) = ctx.call.get("Identity").cloned().filter(|value| !is_blank(value)) else {
        refuse(ctx, &Refusal::EmptyText { what: "identity" }, &Value::Null)?;
        return Ok(None);
    };
    Ok(act::user(ctx, &value)?.map(|id| (id, value)))
}

fn set(ctx: &mut Context<'_>) -> Run {
    if ctx.call.preferences.what_if == Some(true) {
        ctx.warn("The real Set-CsOnlineDialInConferencingUser ignores -WhatIf and makes the change.")?;
    }
    let Ok(bridge) = act::bridge_argument(ctx, "BridgeId", "BridgeName")? else { return Ok(()) };
    let Ok(service_number) = number_argument(ctx, "ServiceNumber")? else { return Ok(()) };
    let Ok(toll_free) = number_argument(ctx, "TollFreeServiceNumber")? else { return Ok(()) };
    let Some((user, about)) = one(ctx)? else { return Ok(()) };
    let conference_id = match act::any_text(ctx, "ConferenceId")?.map(|id| (expect_conference_id(&id), id)) {
        None => None,
        Some((Ok(id), _)) => Some(id),
        Some((Err(refusal), id)) => return refuse(ctx, &refusal, &Value::from(id)),
    };
    let command = ChangeUserConferencing {
        bridge,
        service_number,
        conference_id,
        reset_conference_id: ctx.call.flag("ResetConferenceId"),
        // An empty one takes the number away.
        toll_free_number: ctx.call.has("TollFreeServiceNumber").then_some(toll_free),
        reset_pin: ctx.call.flag("ResetLeaderPin"),
        allow_pstn_only_meetings: act::flag(ctx, "AllowPSTNOnlyMeetings"),
        allow_toll_free_dial_in: act::flag(ctx, "AllowTollFreeDialIn"),
        send_email: ctx.call.flag("SendEmail"),
        send: wish(ctx),
        ..ChangeUserConferencing::new(user)
    };
    let resets = command.reset_pin;
    let name = name_of(ctx, user);
    let Some(outcome) = execute(ctx, &name, &about, command)? else { return Ok(()) };
    if resets && let Some(pin) = outcome.pin_of(user).cloned() {
        crate::engine::engine_of(ctx.host).reveal(pin.expose_secret().as_str());
        // The one place where the real cmdlet shows a PIN: once, when it is reset.
        let object = objects::user_by(ctx.dispatch().tenant(), user, objects::conferencing_user);
        if let Some(object) = object {
            object.set_note("LeaderPin", Value::str(pin.expose_secret().as_str()));
            ctx.write(object)?;
        }
    }
    Ok(())
}

const ENABLE: Spec = Spec {
    verb: "Enable",
    noun: "CsOnlineDialInConferencingUser",
    module: TEAMS,
    synopsis: "Turns audio conferencing on for a licensed user.",
    description: "Retired: the licence does it.",
    parameters: parameters::ENABLE_CS_ONLINE_DIAL_IN_CONFERENCING_USER,
    should_process: Some(Impact::Medium),
    related: &["Enable-ConferencingUser", "Grant-License"],
    examples: &[Example::runs(
        "Off and on",
        "Disable-CsOnlineDialInConferencingUser ken@contoso.com\nEnable-CsOnlineDialInConferencingUser ken@contoso.com",
    )
    .mails(&["Disabled ken@contoso.com", "Enabled ken@contoso.com"])],
    ..Spec::EMPTY
};

fn retired(ctx: &mut Context<'_>, instead: &str) -> Run {
    let name = ctx.call.spec.name();
    ctx.verbose(format!("The real {name} is retired: {instead}."))
}

fn enable(ctx: &mut Context<'_>) -> Run {
    retired(ctx, "assign a licence instead")?;
    let Ok(service_number) = number_argument(ctx, "ServiceNumber")? else { return Ok(()) };
    let Ok(toll_free_number) = number_argument(ctx, "TollFreeServiceNumber")? else { return Ok(()) };
    let conference_id = match act::any_text(ctx, "ConferenceId")?.map(|id| (expect_conference_id(&id), id)) {
        None => None,
        Some((Ok(id), _)) => Some(id),
        Some((Err(refusal), id)) => return refuse(ctx, &refusal, &Value::from(id)),
    };
    let Some((user, about)) = one(ctx)? else { return Ok(()) };
    let command = EnableConferencing {
        service_number,
        toll_free_number,
        conference_id,
        allow_pstn_only_meetings: act::flag(ctx, "AllowPstnOnlyMeetings"),
        allow_toll_free_dial_in: act::flag(ctx, "AllowTollFreeDialIn"),
        replace_provider: ctx.call.flag("ReplaceProvider"),
        send: ctx.call.flag("SendEmail").then(|| wish(ctx)),
        ..EnableConferencing::new(user)
    };
    let name = name_of(ctx, user);
    execute(ctx, &name, &about, command)?;
    Ok(())
}

const DISABLE: Spec = Spec {
    verb: "Disable",
    noun: "CsOnlineDialInConferencingUser",
    module: TEAMS,
    synopsis: "Turns audio conferencing off for a user.",
    description: "Retired: removing the licence does it.",
    parameters: parameters::DISABLE_CS_ONLINE_DIAL_IN_CONFERENCING_USER,
    should_process: Some(Impact::Medium),
    related: &["Disable-ConferencingUser", "Revoke-License"],
    examples: &[
        Example::runs("Off", "Disable-CsOnlineDialInConferencingUser -Identity ken@contoso.com").mails(&["Disabled ken@contoso.com"])
    ],
    ..Spec::EMPTY
};

fn disable(ctx: &mut Context<'_>) -> Run {
    retired(ctx, "remove the licence instead")?;
    let Some((user, about)) = one(ctx)? else { return Ok(()) };
    let name = name_of(ctx, user);
    // The manual mail says what the user has: it goes first.
    if ctx.call.flag("SendEmail") {
        let wish = wish(ctx);
        execute(ctx, &name, &about, SendInformation { user, wish })?;
    }
    execute(ctx, &name, &about, DisableConferencing { user })?;
    Ok(())
}

const INFO: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineDialInConferencingUserInfo",
    module: TEAMS,
    synopsis: "Shows users and who provides their conferencing.",
    description: "Retired: Get-CsOnlineDialInConferencingUser does it.",
    parameters: parameters::GET_CS_ONLINE_DIAL_IN_CONFERENCING_USER_INFO,
    related: &["Get-ConferencingUser"],
    examples: &[Example::new(
        "Third-party users",
        "(Get-CsOnlineDialInConferencingUserInfo -Select ConferencingProviderOther).DisplayName.Count",
        "2\n",
    )],
    ..Spec::EMPTY
};

fn info(ctx: &mut Context<'_>) -> Run {
    retired(ctx, "use Get-CsOnlineDialInConferencingUser")?;
    let Ok(filter) = Filter::of(ctx, "Filter")? else { return Ok(()) };
    let select = act::text(ctx, "Select").unwrap_or_default().to_ascii_lowercase();
    let query = act::text(ctx, "SearchQuery").unwrap_or_default().to_lowercase();
    let ids = users::selected(ctx, "Identity")?;
    let skip = ctx.call.integer("Skip").and_then(|skip| usize::try_from(skip).ok()).unwrap_or(0);
    let first = ctx.call.integer("First").and_then(|first| usize::try_from(first).ok()).unwrap_or(usize::MAX);
    let tenant = ctx.dispatch().tenant();
    let mut found: Vec<(String, Value)> = Vec::new();
    for user in ids.into_iter().filter_map(|id| tenant.user(id)) {
        let keeps = match select.as_str() {
            "dialinconferencingon" => user.provider() != Provider::None,
            "dialinconferencingoff" => user.provider() == Provider::None,
            "conferencingproviderms" => user.is_enabled(),
            "conferencingproviderother" => matches!(user.provider(), Provider::Other(_)),
            _ => true,
        };
        let name = user.display_name().to_lowercase();
        if keeps && (query.is_empty() || name.contains(&query) || user.user_principal_name().to_lowercase().contains(&query)) {
            let object = objects::user_info(tenant, &user);
            if filter.as_ref().is_none_or(|filter| filter.passes(&object)) {
                found.push((name, object));
            }
        }
    }
    if ctx.call.flag("SortDescending") {
        found.sort_by(|left, right| right.0.cmp(&left.0));
    }
    found.into_iter().skip(skip).take(first).try_for_each(|(_, object)| ctx.write(object))
}

const STATE: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineDialInConferencingUserState",
    module: TEAMS,
    synopsis: "Shows users with provider and licence state.",
    description: "Retired: Get-CsOnlineDialInConferencingUser does it.",
    parameters: parameters::GET_CS_ONLINE_DIAL_IN_CONFERENCING_USER_STATE,
    related: &["Get-ConferencingUser"],
    examples: &[Example::new("One user", "(Get-CsOnlineDialInConferencingUserState ken@contoso.com).Provider", "Microsoft\n")],
    ..Spec::EMPTY
};

fn state(ctx: &mut Context<'_>) -> Run {
    retired(ctx, "use Get-CsOnlineDialInConferencingUser")?;
    let provider = act::text(ctx, "Provider").unwrap_or_default().to_ascii_lowercase();
    let states = ctx.call.texts("LicenseState");
    let most = result_size(ctx)?;
    let ids = users::selected(ctx, "Identity")?;
    let tenant = ctx.dispatch().tenant();
    let keeps = |user: &User<'_>| {
        let by_provider = match provider.as_str() {
            "noproviders" => user.provider() == Provider::None,
            "microsoft" => user.is_enabled(),
            "thirdparty" => matches!(user.provider(), Provider::Other(_)),
            _ => true,
        };
        let own = objects::licence_state(tenant, user);
        by_provider && states.as_ref().is_none_or(|states| states.iter().any(|state| state.eq_ignore_ascii_case(own)))
    };
    let users = ids.into_iter().filter_map(|id| tenant.user(id)).filter(keeps).take(most);
    let found: Vec<Value> = users.map(|user| objects::user_state(tenant, &user)).collect();
    found.into_iter().try_for_each(|object| ctx.write(object))
}

const REPLACE: Spec = Spec {
    verb: "Set",
    noun: "CsOnlineDialInConferencingUserDefaultNumber",
    module: TEAMS,
    synopsis: "Replaces the default number of many users of a bridge.",
    description: "Picks users by their present number, or by country, state and city. Each changed user is mailed. Retired in 2024.",
    parameters: parameters::SET_CS_ONLINE_DIAL_IN_CONFERENCING_USER_DEFAULT_NUMBER,
    default_set: parameters::SET_CS_ONLINE_DIAL_IN_CONFERENCING_USER_DEFAULT_NUMBER_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Set-DefaultNumber"],
    examples: &[
        Example::runs(
            "All users of one number",
            "Set-CsOnlineDialInConferencingUserDefaultNumber -FromNumber 33199000200 -ToNumber 442079460200 -NumberType Toll -BridgeName 'Contoso EMEA Bridge'",
        )
        .mails(&["InformationChanged marie.dubois@contoso.com"]),
    ],
    ..Spec::EMPTY
};

fn replace(ctx: &mut Context<'_>) -> Run {
    retired(ctx, "use a policy or Set-CsOnlineDialInConferencingUser")?;
    let bridge = match act::bridge_argument(ctx, "BridgeId", "BridgeName")? {
        Ok(Some(bridge)) => bridge,
        Ok(None) => match ctx.dispatch().tenant().default_bridge().map(|bridge| bridge.id) {
            Some(bridge) => bridge,
            None => return refuse(ctx, &Refusal::NoBridge, &Value::Null),
        },
        Err(()) => return Ok(()),
    };
    let kind = act::text(ctx, "NumberType").and_then(|name| NumberKind::parse(&name)).unwrap_or(NumberKind::Toll);
    let is_none = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty() || text.eq_ignore_ascii_case("$null"));
    let to_text = act::any_text(ctx, "ToNumber")?;
    let to = if is_none(&to_text) { Ok(None) } else { number_argument(ctx, "ToNumber")? };
    let Ok(to) = to else { return Ok(()) };
    let select = match act::text(ctx, "CountryOrRegion") {
        Some(text) => match expect_country(&text) {
            Ok(country) => Selection::Place { country, state: act::text(ctx, "AreaOrState"), city: act::text(ctx, "CapitalOrMajorCity") },
            Err(refusal) => return refuse(ctx, &refusal, &Value::from(text)),
        },
        None => {
            let from_text = act::any_text(ctx, "FromNumber")?;
            let from = if is_none(&from_text) { Ok(None) } else { number_argument(ctx, "FromNumber")? };
            let Ok(from) = from else { return Ok(()) };
            Selection::FromNumber(from)
        }
    };
    let reschedule = ctx.call.flag("RescheduleMeetings");
    let target = ctx.dispatch().tenant().bridge(bridge).map(|bridge| bridge.name.clone()).unwrap_or_default();
    execute(ctx, &target, &Value::str(&target), ReplaceDefaultNumbers { bridge, kind, select, to, reschedule })?;
    Ok(())
}

/// A user as `Get-CsOnlineUser` shows it.
pub(super) fn online_user(tenant: &Tenant, user: &User<'_>) -> Value {
    let policy = |name: &str| objects::policy_value(tenant, user, &PolicyArea::Other(name.to_owned()));
    let mut features = vec!["Teams"];
    if tenant.is_licensed(user) {
        features.push("AudioConferencing");
    }
    if user.licence("MCOEV").is_some() || user.licence("ENTERPRISEPREMIUM").is_some() || user.licence("SPE_E5").is_some() {
        features.push("PhoneSystem");
    }
    let mut plans = Vec::new();
    for licence in user.licences() {
        let off = licence.effective_disabled_plans();
        let Some(pool) = tenant.find_subscription(&licence.sku) else { continue };
        for plan in pool.plans.iter().filter(|plan| !off.contains(&plan.name)) {
            let pairs =
                [("Capability", text(&plan.name)), ("CapabilityStatus", Value::str("Enabled")), ("SubscribedPlanId", text(plan.id))];
            plans.push(Object::record(Some("Microsoft.Rtc.Management.AD.AssignedPlan"), pairs));
        }
    }
    let sip = maybe(user.sip_address().map(|address| format!("sip:{address}")));
    let country = user.usage_location();
    let has_line = user.detail(Detail::LineUri).is_some();
    let none = || Value::array(Vec::new());
    let granted: Vec<Value> = user
        .granted_policies()
        .iter()
        .map(|(area, name)| {
            let pairs = [("PolicyType", text(area)), ("PolicyName", text(name)), ("AssignmentType", Value::str("Direct"))];
            Object::record(Some("Microsoft.Rtc.Management.AD.PolicyAssignment"), pairs)
        })
        .collect();
    let mut pairs: Vec<(&str, Value)> = vec![
        ("AccountEnabled", Value::Bool(user.account_enabled())),
        ("AccountType", Value::str("User")),
        ("AdministrativeUnitReference", none()),
        ("Alias", text(user.alias())),
        ("ApplicationAccessPolicy", policy("ApplicationAccessPolicy")),
        ("AssignedPlan", Value::array(plans.clone())),
        ("CallingLineIdentity", policy("CallingLineIdentity")),
        ("City", maybe(user.detail(Detail::City))),
        ("Company", maybe(user.detail(Detail::Company))),
        ("Country", maybe(country.map(|country| country.name().to_owned()))),
        ("CountryAbbreviation", maybe(country)),
        ("Department", maybe(user.detail(Detail::Department))),
        ("DisplayName", text(user.display_name())),
        ("EffectivePolicyAssignments", Value::array(granted)),
        ("EnterpriseVoiceEnabled", Value::Bool(has_line)),
        ("ExternalAccessPolicy", policy("ExternalAccessPolicy")),
        ("FeatureTypes", Value::strings(features)),
        ("GivenName", maybe(user.detail(Detail::GivenName))),
        ("HideFromAddressLists", Value::Bool(false)),
        ("HostingProvider", Value::str("sipfed.online.lync.com")),
        ("Identity", text(user.object_id())),
        ("InterpretedUserType", Value::str("PureOnlineTeamsOnlyUser")),
        ("IsSipEnabled", Value::Bool(user.sip_address().is_some())),
        ("LastName", maybe(user.detail(Detail::Surname))),
        ("LineUri", maybe(user.detail(Detail::LineUri))),
        ("OnPremEnterpriseVoiceEnabled", Value::Bool(false)),
        ("OnPremHostingProvider", Value::Null),
        ("OnPremLineUri", Value::Null),
        ("OnPremOptionFlags", Value::Int(0)),
        ("OnPremSIPEnabled", Value::Bool(false)),
        ("OnPremSipAddress", Value::Null),
        ("OnlineAudioConferencingRoutingPolicy", objects::policy_value(tenant, user, &PolicyArea::AudioConferencingRouting)),
        ("OnlineDialOutPolicy", policy("OnlineDialOutPolicy")),
        ("OnlineVoiceRoutingPolicy", policy("OnlineVoiceRoutingPolicy")),
        ("OnlineVoicemailPolicy", policy("OnlineVoicemailPolicy")),
        ("OwnerUrn", Value::Null),
        ("PostalCode", maybe(user.detail(Detail::PostalCode))),
        ("PreferredDataLocation", Value::Null),
        ("PreferredLanguage", maybe(user.preferred_language())),
        ("ProvisionedPlan", Value::array(plans)),
        ("ProxyAddresses", Value::strings(user.mail().map(|mail| format!("SMTP:{mail}")))),
        ("RegistrarPool", Value::str("sippoolEU.infra.lync.com")),
        ("ShadowProxyAddresses", none()),
        ("SipAddress", sip.clone()),
        ("SipProxyAddress", sip),
        ("SoftDeletionTimestamp", Value::Null),
        ("StateOrProvince", maybe(user.detail(Detail::StateOrProvince))),
        ("Street", maybe(user.detail(Detail::Street))),
    ];
    // The policies of Teams, in order; that of audio conferencing among them.
    let mut is_there = false;
    for name in super::grants::NOUNS.iter().map(|noun| noun.trim_start_matches("Cs")).filter(|name| name.starts_with("Te")) {
        if !is_there && name > "TeamsAudioConferencingPolicy" {
            pairs.push(("TeamsAudioConferencingPolicy", objects::policy_value(tenant, user, &PolicyArea::AudioConferencing)));
            is_there = true;
        }
        pairs.push((name, policy(name)));
    }
    pairs.extend([
        ("TenantId", text(tenant.info().tenant_id)),
        ("Title", maybe(user.detail(Detail::Title))),
        ("UsageLocation", maybe(country)),
        ("UserDirSyncEnabled", Value::Bool(false)),
        ("UserPrincipalName", text(user.user_principal_name())),
        ("UserValidationErrors", none()),
        ("WhenChanged", date(user.created())),
        ("WhenCreated", date(user.created())),
        ("WindowsEmailAddress", maybe(user.mail())),
        ("DistinguishedName", text(tenant.distinguished_name(user))),
    ]);
    Object::record(Some("Microsoft.Rtc.Management.ADConnect.Schema.OCSADUser"), pairs)
}

const ONLINE_USER: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineUser",
    module: TEAMS,
    synopsis: "Shows users as Teams does.",
    description: "-Filter takes conditions such as \"UsageLocation -eq 'FR' -and FeatureTypes -contains 'AudioConferencing'\".",
    parameters: parameters::GET_CS_ONLINE_USER,
    output: &["Microsoft.Rtc.Management.ADConnect.Schema.OCSADUser"],
    related: &["Get-ConferencingUser", "Get-CsOnlineDialInConferencingUser"],
    examples: &[
        Example::new("One user", "(Get-CsOnlineUser -Identity ken@contoso.com).DisplayName", "Ken Myers\n"),
        Example::new("Users of a country", "@(Get-CsOnlineUser -Filter \"UsageLocation -eq 'FR'\").Count", "3\n"),
    ],
    ..Spec::EMPTY
};

/// Properties that are there whatever `-Properties` says.
const ALWAYS: &[&str] = &["Identity", "UserPrincipalName", "Alias", "AccountEnabled", "DisplayName"];

/// Properties that `-SkipUserPolicies` leaves empty.
const POLICIES: &[&str] = &[
    "CallingLineIdentity",
    "ExternalAccessPolicy",
    "OnlineAudioConferencingRoutingPolicy",
    "OnlineDialOutPolicy",
    "OnlineVoiceRoutingPolicy",
    "OnlineVoicemailPolicy",
    "TeamsAudioConferencingPolicy",
];

fn get_online_user(ctx: &mut Context<'_>) -> Run {
    let Ok(filter) = Filter::of(ctx, "Filter")? else { return Ok(()) };
    let most = result_size(ctx)?;
    let wanted: Option<Vec<String>> = ctx
        .call
        .texts("Properties")
        .map(|texts| texts.iter().flat_map(|text| text.split(',')).map(|name| name.trim().to_lowercase()).collect());
    if ctx.call.flag("SoftDeletedUser") {
        return ctx.verbose("Deleted users are not kept in the simulation.");
    }
    if act::text(ctx, "AccountType").is_some_and(|kind| !kind.eq_ignore_ascii_case("User")) {
        return Ok(());
    }
    let ids = users::selected(ctx, "Identity")?;
    let tenant = ctx.dispatch().tenant();
    let mut found: Vec<Value> = Vec::new();
    for user in ids.into_iter().filter_map(|id| tenant.user(id)) {
        if found.len() >= most {
            break;
        }
        let object = online_user(tenant, &user);
        if filter.as_ref().is_none_or(|filter| filter.passes(&object)) {
            found.push(object);
        }
    }
    if let Some(sort) = act::text(ctx, "Sort") {
        let (name, descends) = match sort.trim().split_once(' ') {
            Some((name, direction)) => (name.to_owned(), direction.trim().to_ascii_lowercase().starts_with("desc")),
            None => (sort.trim().to_owned(), false),
        };
        found.sort_by_key(|object| object.note(&name).and_then(|value| value.as_str().map(|text| text.to_lowercase())).unwrap_or_default());
        if descends {
            found.reverse();
        }
    }
    let skips = ctx.call.flag("SkipUserPolicies");
    for object in found {
        if skips {
            for name in POLICIES {
                object.set_note(name, Value::Null);
            }
        }
        if let (Some(wanted), Some(mut members)) = (&wanted, object.members_cell_mut()) {
            let names = members.shape.names.clone();
            for name in names.iter().filter(|name| !ALWAYS.contains(&&***name) && !wanted.contains(&name.to_lowercase())) {
                members.remove(name);
            }
        }
        ctx.write(object)?;
    }
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[
    each!(GET, get),
    each!(SET, set),
    each!(ENABLE, enable),
    each!(DISABLE, disable),
    each!(INFO, info),
    each!(STATE, state),
    each!(REPLACE, replace),
    each!(ONLINE_USER, get_online_user),
];
