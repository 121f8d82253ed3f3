//! The tenant's settings: `Get-`, `Set-` and `Reset-BridgeSettings`, who the mails come from, and the real
//! `*-CsOnlineDialInConferencingTenantSettings` on the same commands.

use super::act::{self, execute};
use super::{MODULE, PASS_THRU, TEAMS, objects, parameters};
use crate::cmdlet::{Context, Entry, Example, Impact, InSet, Parameter, Spec, Validation};
use crate::each;
use crate::engine::EngineContext;
use crate::tenant::command::{ChangeSender, ChangeSettings, ResetSender, ResetSettings, SwitchConferencing};
use crate::tenant::model::{Announcements, FederatedDialOut, Masking, Named, Setting, Tenant};
use crate::value::{Object, Run, Value};

/// How a value becomes a setting.
enum Make {
    Flag(fn(bool) -> Setting),
    Count(fn(u32) -> Setting),
    Text(fn(Option<String>) -> Setting),
    Texts(fn(Vec<String>) -> Setting),
    Announcements(fn(Announcements) -> Setting),
    Masking(fn(Masking) -> Setting),
    Federated(fn(FederatedDialOut) -> Setting),
}

/// The native name, the real name, and how it is made. A property without a native name has an empty one.
const SETTINGS: &[(&str, &str, Make)] = &[
    ("SendEmailsToUsers", "AutomaticallySendEmailsToUsers", Make::Flag(Setting::AutomaticallySendEmailsToUsers)),
    ("PinLength", "PinLength", Make::Count(Setting::PinLength)),
    ("EntryExitNotifications", "EnableEntryExitNotifications", Make::Flag(Setting::EnableEntryExitNotifications)),
    ("EntryExitAnnouncements", "EntryExitAnnouncementsType", Make::Announcements(Setting::EntryExitAnnouncementsType)),
    ("NameRecording", "EnableNameRecording", Make::Flag(Setting::EnableNameRecording)),
    ("MaskNumbers", "MaskPstnNumbersType", Make::Masking(Setting::MaskPstnNumbersType)),
    ("DynamicConferenceIds", "UseUniqueConferenceIds", Make::Flag(Setting::UseUniqueConferenceIds)),
    ("MigrateMeetings", "AutomaticallyMigrateUserMeetings", Make::Flag(Setting::AutomaticallyMigrateUserMeetings)),
    ("ReplaceProvider", "AutomaticallyReplaceAcpProvider", Make::Flag(Setting::AutomaticallyReplaceAcpProvider)),
    ("AllowPstnOnlyMeetings", "AllowPSTNOnlyMeetingsByDefault", Make::Flag(Setting::AllowPSTNOnlyMeetingsByDefault)),
    ("DialOutDomains", "AllowedDialOutExternalDomains", Make::Texts(Setting::AllowedDialOutExternalDomains)),
    ("", "IncludeTollFreeNumberInMeetingInvites", Make::Flag(Setting::IncludeTollFreeNumberInMeetingInvites)),
    ("", "MigrateServiceNumbersOnCrossForestMove", Make::Flag(Setting::MigrateServiceNumbersOnCrossForestMove)),
    ("", "EnableDialOutJoinConfirmation", Make::Flag(Setting::EnableDialOutJoinConfirmation)),
    ("", "AllowFederatedUsersToDialOutToSelf", Make::Federated(Setting::AllowFederatedUsersToDialOutToSelf)),
    ("", "AllowFederatedUsersToDialOutToThirdParty", Make::Federated(Setting::AllowFederatedUsersToDialOutToThirdParty)),
    ("", "SendEmailFromAddress", Make::Text(Setting::SendEmailFromAddress)),
    ("", "SendEmailFromDisplayName", Make::Text(Setting::SendEmailFromDisplayName)),
    ("", "SendEmailFromOverride", Make::Flag(Setting::SendEmailFromOverride)),
];

fn make(how: &Make, value: &Value) -> Option<Setting> {
    let text = || value.as_str().map(|text| text.to_string());
    Some(match how {
        Make::Flag(make) => make(crate::value::convert::to_bool(value)),
        Make::Count(make) => make(match value.base() {
            Value::UInt32(count) => *count,
            Value::Int(count) => u32::try_from(*count).ok()?,
            _ => return None,
        }),
        Make::Text(make) => make(text().filter(|text| !text.is_empty())),
        Make::Texts(make) => make(match value.enumerate() {
            Some(items) => items.iter().filter_map(|item| item.as_str().map(|text| text.to_string())).collect(),
            None => text().into_iter().collect(),
        }),
        Make::Announcements(make) => make(Announcements::parse(&text()?)?),
        Make::Masking(make) => make(Masking::parse(&text()?)?),
        Make::Federated(make) => make(FederatedDialOut::parse(&text()?)?),
    })
}

fn native(tenant: &Tenant) -> Value {
    let all = tenant.settings().all();
    let mut pairs: Vec<(&str, Value)> = vec![("ConferencingEnabled", Value::Bool(tenant.configuration().enabled))];
    for (name, real, _) in SETTINGS.iter().filter(|(name, ..)| !name.is_empty()) {
        pairs.extend(all.iter().find(|setting| setting.name() == *real).map(|setting| (*name, objects::setting_value(setting))));
    }
    let settings = tenant.settings();
    let holds = settings.send_email_from_override;
    pairs.push(("SenderDisplayName", objects::maybe(settings.send_email_from_display_name.as_ref().filter(|_| holds))));
    pairs.push(("SenderAddress", objects::maybe(settings.send_email_from_address.as_ref().filter(|_| holds))));
    Object::record(Some("Bridgesh.BridgeSettings"), pairs)
}

const GET: Spec = Spec {
    verb: "Get",
    noun: "BridgeSettings",
    module: MODULE,
    synopsis: "Shows the tenant's conferencing settings.",
    description: "Each property is also a parameter of Set-BridgeSettings. Mirrors Get-CsOnlineDialInConferencingTenantSettings.",
    output: &["Bridgesh.BridgeSettings"],
    related: &["Set-BridgeSettings", "Reset-BridgeSettings"],
    examples: &[Example::new("How long new PINs are", "(Get-BridgeSettings).PinLength", "5\n")],
    ..Spec::EMPTY
};

fn get(ctx: &mut Context<'_>) -> Run {
    let object = native(ctx.dispatch().tenant());
    ctx.write(object)
}

const SET: Spec = Spec {
    verb: "Set",
    noun: "BridgeSettings",
    module: MODULE,
    synopsis: "Changes the tenant's conferencing settings.",
    description: "Parameters that are not given leave their setting as it is. A new PIN length holds for new PINs only. While SendEmailsToUsers is False no automatic mail goes out; Get-SuppressedMail lists what did not.",
    parameters: &[
        Parameter::new("SendEmailsToUsers", "bool")
            .sets(&[InSet::ALL.by_property()])
            .help("Whether users are mailed when their settings change."),
        Parameter::new("PinLength", "uint32").sets(&[InSet::ALL.by_property()]).help("Digits of new PINs, 4 to 12."),
        Parameter::new("EntryExitNotifications", "bool")
            .sets(&[InSet::ALL.by_property()])
            .help("Whether joining and leaving is announced."),
        Parameter::new("EntryExitAnnouncements", "string")
            .sets(&[InSet::ALL.by_property()])
            .validate(&[Validation::Set(&["UseNames", "ToneOnly"])])
            .help("How it is announced."),
        Parameter::new("NameRecording", "bool").sets(&[InSet::ALL.by_property()]).help("Whether callers are asked to say their name."),
        Parameter::new("MaskNumbers", "string")
            .sets(&[InSet::ALL.by_property()])
            .validate(&[Validation::Set(&["MaskedForExternalUsers", "MaskedForAllUsers", "NoMasking"])])
            .help("Who sees callers' numbers masked."),
        Parameter::new("DynamicConferenceIds", "bool")
            .sets(&[InSet::ALL.by_property()])
            .help("Whether each meeting has a conference ID of its own."),
        Parameter::new("MigrateMeetings", "bool")
            .sets(&[InSet::ALL.by_property()])
            .help("Whether changed coordinates update the user's meetings."),
        Parameter::new("ReplaceProvider", "bool")
            .sets(&[InSet::ALL.by_property()])
            .help("Whether a licence moves users of another provider to Microsoft."),
        Parameter::new("AllowPstnOnlyMeetings", "bool")
            .sets(&[InSet::ALL.by_property()])
            .help("Whether callers may start meetings without a PIN, for users enabled from now on."),
        Parameter::new("DialOutDomains", "string[]").sets(&[InSet::ALL.by_property()]).help("External domains for dial-out."),
        Parameter::new("ConferencingEnabled", "bool").sets(&[InSet::ALL.by_property()]).help("Whether the tenant has conferencing at all."),
        PASS_THRU,
    ],
    output: &["Bridgesh.BridgeSettings"],
    should_process: Some(Impact::Medium),
    related: &["Get-BridgeSettings", "Set-SenderDisplayName"],
    examples: &[
        Example::new("Longer PINs from now on", "Set-BridgeSettings -PinLength 8\n(Get-BridgeSettings).PinLength", "8\n"),
        Example::new(
            "Switch the automatic mails off",
            "Set-BridgeSettings -SendEmailsToUsers $false -PassThru | Select-Object -ExpandProperty SendEmailsToUsers",
            "False\n",
        ),
    ],
    ..Spec::EMPTY
};

fn set(ctx: &mut Context<'_>) -> Run {
    let target = ctx.dispatch().tenant().info().display_name.clone();
    let mut changes = Vec::new();
    for (name, _, how) in SETTINGS.iter().filter(|(name, ..)| !name.is_empty()) {
        let Some(value) = ctx.call.get(name).cloned() else { continue };
        changes.extend(make(how, &value));
    }
    if !changes.is_empty() {
        execute(ctx, &target, &Value::str(&target), ChangeSettings { changes })?;
    }
    if let Some(enabled) = act::flag(ctx, "ConferencingEnabled") {
        execute(ctx, &target, &Value::str(&target), SwitchConferencing { enabled })?;
    }
    pass(ctx)
}

fn pass(ctx: &mut Context<'_>) -> Run {
    if ctx.call.flag("PassThru") { get(ctx) } else { Ok(()) }
}

const RESET: Spec = Spec {
    verb: "Reset",
    noun: "BridgeSettings",
    module: MODULE,
    synopsis: "Puts every conferencing setting back to its default.",
    description: "The sender of the mails goes back to the service's own too.",
    parameters: &[PASS_THRU],
    output: &["Bridgesh.BridgeSettings"],
    should_process: Some(Impact::Medium),
    related: &["Get-BridgeSettings", "Set-BridgeSettings"],
    examples: &[Example::new("Undo", "Set-BridgeSettings -PinLength 9\nReset-BridgeSettings\n(Get-BridgeSettings).PinLength", "5\n")],
    ..Spec::EMPTY
};

fn reset(ctx: &mut Context<'_>) -> Run {
    let target = ctx.dispatch().tenant().info().display_name.clone();
    execute(ctx, &target, &Value::str(&target), ResetSettings)?;
    pass(ctx)
}

const SENDER_NAME: Spec = Spec {
    verb: "Set",
    noun: "SenderDisplayName",
    module: MODULE,
    synopsis: "Gives the mails' sender a display name.",
    description: "The address stays the service's own unless Set-SenderAddress changes it.",
    parameters: &[Parameter::new("Name", "string").sets(&[InSet::ALL.at(0).mandatory()]).help("The display name."), PASS_THRU],
    should_process: Some(Impact::Medium),
    related: &["Set-SenderAddress", "Reset-Sender"],
    examples: &[Example::new(
        "Mails from the help desk",
        "Set-SenderDisplayName 'Contoso Help Desk'\nReset-Pin ken@contoso.com\n(Get-Mail).FromName",
        "Contoso Help Desk\n",
    )
    .mails(&["PinReset ken@contoso.com"])],
    ..Spec::EMPTY
};

fn sender_name(ctx: &mut Context<'_>) -> Run {
    let name = act::text(ctx, "Name");
    let target = ctx.dispatch().tenant().info().display_name.clone();
    execute(ctx, &target, &Value::str(&target), ChangeSender { name, address: None })?;
    pass(ctx)
}

const SENDER_ADDRESS: Spec = Spec {
    verb: "Set",
    noun: "SenderAddress",
    module: MODULE,
    synopsis: "Gives the mails' sender an address.",
    description: "The display name stays as it is.",
    parameters: &[
        Parameter::new("Address", "string").sets(&[InSet::ALL.at(0).mandatory()]).help("The address, as user@domain."),
        PASS_THRU,
    ],
    should_process: Some(Impact::Medium),
    related: &["Set-SenderDisplayName", "Reset-Sender"],
    examples: &[Example::new(
        "Mails from the help desk",
        "Set-SenderAddress helpdesk@contoso.com\nReset-Pin ken@contoso.com\n(Get-Mail).From",
        "helpdesk@contoso.com\n",
    )
    .mails(&["PinReset ken@contoso.com"])],
    ..Spec::EMPTY
};

fn sender_address(ctx: &mut Context<'_>) -> Run {
    let address = act::text(ctx, "Address");
    let target = ctx.dispatch().tenant().info().display_name.clone();
    execute(ctx, &target, &Value::str(&target), ChangeSender { name: None, address })?;
    pass(ctx)
}

const RESET_SENDER: Spec = Spec {
    verb: "Reset",
    noun: "Sender",
    module: MODULE,
    synopsis: "Lets mails come from the service's own sender again.",
    description: "",
    parameters: &[PASS_THRU],
    should_process: Some(Impact::Medium),
    related: &["Set-SenderDisplayName", "Set-SenderAddress"],
    examples: &[Example::runs("Back to the default", "Set-SenderDisplayName 'Contoso Help Desk'\nReset-Sender")],
    ..Spec::EMPTY
};

fn reset_sender(ctx: &mut Context<'_>) -> Run {
    let target = ctx.dispatch().tenant().info().display_name.clone();
    execute(ctx, &target, &Value::str(&target), ResetSender)?;
    pass(ctx)
}

const CS_GET: Spec = Spec {
    verb: "Get",
    noun: "CsOnlineDialInConferencingTenantSettings",
    module: TEAMS,
    synopsis: "Shows the tenant's dial-in conferencing settings.",
    description: "",
    parameters: parameters::GET_CS_ONLINE_DIAL_IN_CONFERENCING_TENANT_SETTINGS,
    default_set: parameters::GET_CS_ONLINE_DIAL_IN_CONFERENCING_TENANT_SETTINGS_DEFAULT,
    output: &["Microsoft.Rtc.Management.WritableConfig.Settings.OnLineDialInConferencing.OnLineDialInConferencingTenantSettings"],
    related: &["Set-CsOnlineDialInConferencingTenantSettings", "Get-BridgeSettings"],
    examples: &[Example::new(
        "The switch of the automatic mails",
        "(Get-CsOnlineDialInConferencingTenantSettings).AutomaticallySendEmailsToUsers",
        "True\n",
    )],
    ..Spec::EMPTY
};

fn cs_get(ctx: &mut Context<'_>) -> Run {
    if !act::wants_global(ctx)? {
        return Ok(());
    }
    let object = objects::settings(ctx.dispatch().tenant());
    ctx.write(object)
}

const CS_SET: Spec = Spec {
    verb: "Set",
    noun: "CsOnlineDialInConferencingTenantSettings",
    module: TEAMS,
    synopsis: "Changes the tenant's dial-in conferencing settings.",
    description: "SendEmailFromOverride needs both SendEmailFromAddress and SendEmailFromDisplayName.",
    parameters: parameters::SET_CS_ONLINE_DIAL_IN_CONFERENCING_TENANT_SETTINGS,
    default_set: parameters::SET_CS_ONLINE_DIAL_IN_CONFERENCING_TENANT_SETTINGS_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-CsOnlineDialInConferencingTenantSettings", "Set-BridgeSettings"],
    examples: &[Example::new(
        "Switch the automatic mails off",
        "Set-CsOnlineDialInConferencingTenantSettings -AutomaticallySendEmailsToUsers $false\n(Get-CsOnlineDialInConferencingTenantSettings).AutomaticallySendEmailsToUsers",
        "False\n",
    )],
    ..Spec::EMPTY
};

fn cs_set(ctx: &mut Context<'_>) -> Run {
    if !act::wants_global(ctx)? {
        return Ok(());
    }
    let instance = ctx.call.get("Instance").cloned();
    let mut changes = Vec::new();
    for (_, name, how) in SETTINGS {
        let value = match (ctx.call.get(name).cloned(), &instance) {
            (Some(value), _) => value,
            // An edited object brings all its properties.
            (None, Some(instance)) if instance.note(name).is_some() => ctx.engine().property(instance, name, false)?,
            _ => continue,
        };
        changes.extend(make(how, &value));
    }
    execute(ctx, "Global", &Value::str("Global"), ChangeSettings { changes })?;
    Ok(())
}

const CS_REMOVE: Spec = Spec {
    verb: "Remove",
    noun: "CsOnlineDialInConferencingTenantSettings",
    module: TEAMS,
    synopsis: "Puts the tenant's dial-in conferencing settings back to their defaults.",
    description: "",
    parameters: parameters::REMOVE_CS_ONLINE_DIAL_IN_CONFERENCING_TENANT_SETTINGS,
    default_set: parameters::REMOVE_CS_ONLINE_DIAL_IN_CONFERENCING_TENANT_SETTINGS_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Reset-BridgeSettings"],
    examples: &[Example::runs("Back to the defaults", "Remove-CsOnlineDialInConferencingTenantSettings")],
    ..Spec::EMPTY
};

fn cs_remove(ctx: &mut Context<'_>) -> Run {
    if !act::wants_global(ctx)? {
        return Ok(());
    }
    execute(ctx, "Global", &Value::str("Global"), ResetSettings)?;
    Ok(())
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[
    each!(GET, get),
    each!(SET, set),
    each!(RESET, reset),
    each!(SENDER_NAME, sender_name),
    each!(SENDER_ADDRESS, sender_address),
    each!(RESET_SENDER, reset_sender),
    each!(CS_GET, cs_get),
    each!(CS_SET, cs_set),
    each!(CS_REMOVE, cs_remove),
];
