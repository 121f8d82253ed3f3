//! Events in words: what the audit trail shows. No secret stands in it.

use crate::tenant::event::{Actor, Event, UserField};
use crate::tenant::model::{NumberKind, PolicyTarget, Tenant};

/// The event's name: that of its variant.
pub fn name_of(event: &Event) -> &'static str {
    use Event::*;
    match event {
        TenantReplaced(_) => "TenantReplaced",
        InfoChanged(_) => "InfoChanged",
        TenantConferencingSwitched { .. } => "TenantConferencingSwitched",
        MeetingMigrationSwitched { .. } => "MeetingMigrationSwitched",
        SettingChanged(_) => "SettingChanged",
        SettingsReset => "SettingsReset",
        UserCreated(_) => "UserCreated",
        UserChanged { .. } => "UserChanged",
        UserRemoved { .. } => "UserRemoved",
        SubscriptionChanged(_) => "SubscriptionChanged",
        LicenceAssigned { .. } => "LicenceAssigned",
        LicenceRemoved { .. } => "LicenceRemoved",
        ConferencingEnabled { .. } => "ConferencingEnabled",
        ConferencingDisabled { .. } => "ConferencingDisabled",
        ProviderChanged { .. } => "ProviderChanged",
        PinReset { .. } => "PinReset",
        ConferenceIdChanged { .. } => "ConferenceIdChanged",
        DefaultNumberChanged { .. } => "DefaultNumberChanged",
        UserBridgeChanged { .. } => "UserBridgeChanged",
        PstnOnlyMeetingsChanged { .. } => "PstnOnlyMeetingsChanged",
        TollFreeDialInChanged { .. } => "TollFreeDialInChanged",
        InformationSent { .. } => "InformationSent",
        BridgeCreated(_) => "BridgeCreated",
        BridgeRenamed { .. } => "BridgeRenamed",
        BridgeDefaultNumberChanged { .. } => "BridgeDefaultNumberChanged",
        DefaultBridgeChanged { .. } => "DefaultBridgeChanged",
        ServiceNumberAdded(_) => "ServiceNumberAdded",
        ServiceNumberRegistered { .. } => "ServiceNumberRegistered",
        ServiceNumberUnregistered { .. } => "ServiceNumberUnregistered",
        ServiceNumberLanguagesChanged { .. } => "ServiceNumberLanguagesChanged",
        ConferencingPolicySet(_) => "ConferencingPolicySet",
        RoutingPolicySet(_) => "RoutingPolicySet",
        PolicyRemoved { .. } => "PolicyRemoved",
        PolicyGranted { .. } => "PolicyGranted",
        GroupCreated { .. } => "GroupCreated",
        GroupJoined { .. } => "GroupJoined",
        GroupLeft { .. } => "GroupLeft",
        GroupLicencesChanged { .. } => "GroupLicencesChanged",
        MeetingScheduled(_) => "MeetingScheduled",
        MeetingRescheduled(_) => "MeetingRescheduled",
        MeetingCancelled { .. } => "MeetingCancelled",
        MigrationQueued(_) => "MigrationQueued",
        MigrationAdvanced(_) => "MigrationAdvanced",
    }
}

/// Whether the user, and no administrator, did it.
pub fn is_by_user(event: &Event) -> bool {
    matches!(event, Event::PinReset { by: Actor::User, .. })
}

fn or_none(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.to_string())
}

fn field_value(field: &UserField) -> String {
    match field {
        UserField::UserPrincipalName(value) | UserField::DisplayName(value) | UserField::Alias(value) => value.clone(),
        UserField::Mail(value) | UserField::SipAddress(value) | UserField::PreferredLanguage(value) | UserField::Detail(_, value) => {
            or_none(value.as_deref())
        }
        UserField::AccountEnabled(value) => value.to_string(),
        UserField::UsageLocation(value) => or_none(value.as_ref()),
    }
}

/// What happened beside who and whom: new values. PINs are masked by their absence.
pub fn detail_of(event: &Event, tenant: &Tenant) -> String {
    use Event::*;
    let bridge = |id| tenant.bridge(id).map_or_else(|| id.to_string(), |bridge| bridge.name.clone());
    let group = |id| tenant.group(id).map_or_else(|| id.to_string(), |group| group.name.clone());
    match event {
        TenantReplaced(other) => other.info().display_name.clone(),
        InfoChanged(info) => info.display_name.clone(),
        TenantConferencingSwitched { enabled } | MeetingMigrationSwitched { enabled } => if *enabled { "on" } else { "off" }.to_owned(),
        SettingChanged(setting) => format!("{} = {}", setting.name(), setting.shown()),
        SettingsReset => String::new(),
        UserCreated(record) => record.display_name.clone(),
        UserChanged { field, .. } => format!("{} = {}", field.name(), field_value(field)),
        UserRemoved { .. } => String::new(),
        SubscriptionChanged(pool) => format!("{}: {} licences", pool.sku, pool.total),
        LicenceAssigned { licence, .. } => licence.sku.clone(),
        LicenceRemoved { sku, .. } => sku.clone(),
        ConferencingEnabled { conferencing, .. } => {
            format!("number {}, bridge {}", or_none(conferencing.toll), bridge(conferencing.bridge))
        }
        ConferencingDisabled { provider, .. } | ProviderChanged { provider, .. } => format!("provider {}", provider.name()),
        PinReset { by: Actor::User, .. } => "at the web page".to_owned(),
        PinReset { .. } => String::new(),
        ConferenceIdChanged { conference_id, .. } => conference_id.to_string(),
        DefaultNumberChanged { kind: NumberKind::Toll, number, .. } => format!("toll {}", or_none(*number)),
        DefaultNumberChanged { number, .. } => format!("toll-free {}", or_none(*number)),
        UserBridgeChanged { bridge: id, .. } => bridge(*id),
        PstnOnlyMeetingsChanged { allowed, .. } | TollFreeDialInChanged { allowed, .. } => {
            if *allowed { "allowed" } else { "not allowed" }.to_owned()
        }
        InformationSent { to, .. } => to.as_ref().map_or_else(String::new, |to| format!("to {to}")),
        BridgeCreated(own) => own.name.clone(),
        BridgeRenamed { name, .. } => name.clone(),
        BridgeDefaultNumberChanged { bridge: id, number } => format!("{}: {}", bridge(*id), or_none(*number)),
        DefaultBridgeChanged { bridge: id } => bridge(*id),
        ServiceNumberAdded(number) => number.number.to_string(),
        ServiceNumberRegistered { number, bridge: id } => format!("{number} on {}", bridge(*id)),
        ServiceNumberUnregistered { number } => number.to_string(),
        ServiceNumberLanguagesChanged { number, primary, secondary } => {
            let mut languages = vec![primary.clone()];
            languages.extend(secondary.iter().cloned());
            format!("{number}: {}", languages.join(", "))
        }
        ConferencingPolicySet(policy) => policy.name.clone(),
        RoutingPolicySet(policy) => policy.name.clone(),
        PolicyRemoved { area, name } => format!("{area} {name}"),
        PolicyGranted { area, target, policy } => {
            let to = match target {
                PolicyTarget::User(_) => String::new(),
                PolicyTarget::Global => " to everybody".to_owned(),
                PolicyTarget::Group { group: id, .. } => format!(" to {}", group(*id)),
            };
            format!("{area} {}{to}", policy.as_deref().unwrap_or("Global"))
        }
        GroupCreated { name, .. } => name.clone(),
        GroupJoined { group: id, .. } | GroupLeft { group: id, .. } => group(*id),
        GroupLicencesChanged { group: id, licences } => {
            let skus: Vec<&str> = licences.iter().map(|licence| licence.sku.as_str()).collect();
            format!("{}: {}", group(*id), skus.join(", "))
        }
        MeetingScheduled(meeting) | MeetingRescheduled(meeting) => meeting.subject.clone(),
        MeetingCancelled { meeting } => meeting.to_string(),
        MigrationQueued(request) | MigrationAdvanced(request) => request.state.to_string(),
    }
}
