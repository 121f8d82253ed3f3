//! What happened: the closed list of changes to a tenant, and the one function that makes them.
//!
//! Events say everything that is needed to repeat them, so a log of them replays to the same
//! tenant. A PIN in an event stays inside [`Pin`].

use std::sync::Arc;

use super::model::{
    Assignment, Bridge, ConferenceId, Conferencing, ConferencingPolicy, Country, Detail, GLOBAL, Group, GroupGrant, GroupLicence, Guid,
    Meeting, Migration, Number, NumberKind, Pin, PolicyArea, PolicyTarget, Provider, RoutingPolicy, ServiceNumber, Setting, Settings,
    Subscription, Tenant, TenantInfo, UserRecord, same_text,
};

/// One fact of a user with its new value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum UserField {
    /// User principal name.
    UserPrincipalName(String),
    /// Display name.
    DisplayName(String),
    /// Primary mail address.
    Mail(Option<String>),
    /// SIP address without `sip:`.
    SipAddress(Option<String>),
    /// Mail nickname.
    Alias(String),
    /// Whether the user may sign in.
    AccountEnabled(bool),
    /// Where the user uses the services.
    UsageLocation(Option<Country>),
    /// The language tag the user prefers.
    PreferredLanguage(Option<String>),
    /// A further fact.
    Detail(Detail, Option<String>),
}

impl UserField {
    /// The property's name on the user.
    pub fn name(&self) -> &'static str {
        match self {
            UserField::UserPrincipalName(_) => "UserPrincipalName",
            UserField::DisplayName(_) => "DisplayName",
            UserField::Mail(_) => "Mail",
            UserField::SipAddress(_) => "SipAddress",
            UserField::Alias(_) => "Alias",
            UserField::AccountEnabled(_) => "AccountEnabled",
            UserField::UsageLocation(_) => "UsageLocation",
            UserField::PreferredLanguage(_) => "PreferredLanguage",
            UserField::Detail(detail, _) => detail.name(),
        }
    }

    /// Gives a record the value.
    pub fn apply(&self, record: &mut UserRecord) {
        match self {
            UserField::UserPrincipalName(value) => record.user_principal_name.clone_from(value),
            UserField::DisplayName(value) => record.display_name.clone_from(value),
            UserField::Mail(value) => record.mail.clone_from(value),
            UserField::SipAddress(value) => record.sip_address.clone_from(value),
            UserField::Alias(value) => record.alias.clone_from(value),
            UserField::AccountEnabled(value) => record.account_enabled = *value,
            UserField::UsageLocation(value) => record.usage_location = *value,
            UserField::PreferredLanguage(value) => record.preferred_language.clone_from(value),
            UserField::Detail(detail, value) => record.set_detail(*detail, value.clone()),
        }
    }
}

/// Who reset a PIN.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Actor {
    /// An administrator: the user is told by mail.
    Administrator,
    /// The user, at the web page that shows the new PIN.
    User,
}

/// Who a manual mail comes from, in place of the tenant's sender.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SenderOverride {
    /// The address; the tenant's if none.
    pub address: Option<String>,
    /// The display name; the tenant's if none.
    pub name: Option<String>,
}

/// One change of a tenant.
#[derive(Clone, PartialEq, Debug)]
pub enum Event {
    /// The whole tenant was replaced by another.
    TenantReplaced(Box<Tenant>),
    /// What the tenant says of itself changed.
    InfoChanged(Arc<TenantInfo>),
    /// Conferencing was turned on or off for the whole tenant.
    TenantConferencingSwitched {
        /// Whether it is on.
        enabled: bool,
    },
    /// The migration of meetings was turned on or off for the whole tenant.
    MeetingMigrationSwitched {
        /// Whether it is on.
        enabled: bool,
    },
    /// One setting changed.
    SettingChanged(Setting),
    /// All settings went back to their defaults.
    SettingsReset,

    /// A user was created.
    UserCreated(Box<UserRecord>),
    /// One fact of a user changed.
    UserChanged {
        /// The user.
        user: Guid,
        /// The new value.
        field: UserField,
    },
    /// A user was removed.
    UserRemoved {
        /// The user.
        user: Guid,
    },

    /// A subscription was added, or its count changed.
    SubscriptionChanged(Subscription),
    /// A licence, direct or through groups, was added or its plans changed.
    LicenceAssigned {
        /// The user.
        user: Guid,
        /// How the user holds it now.
        licence: Assignment,
    },
    /// A user lost a licence.
    LicenceRemoved {
        /// The user.
        user: Guid,
        /// The SKU's part number.
        sku: String,
    },

    /// Microsoft became the user's provider.
    ConferencingEnabled {
        /// The user.
        user: Guid,
        /// The coordinates given.
        conferencing: Conferencing,
    },
    /// Microsoft ceased to be the user's provider.
    ConferencingDisabled {
        /// The user.
        user: Guid,
        /// Who is now: nobody or a third party.
        provider: Provider,
    },
    /// A user who is not with Microsoft changed provider.
    ProviderChanged {
        /// The user.
        user: Guid,
        /// Who is now: nobody or a third party.
        provider: Provider,
    },
    /// A user's PIN was reset.
    PinReset {
        /// The user.
        user: Guid,
        /// The new PIN.
        pin: Pin,
        /// Who reset it.
        by: Actor,
    },
    /// A user's static conference ID changed.
    ConferenceIdChanged {
        /// The user.
        user: Guid,
        /// The ID that holds now.
        conference_id: ConferenceId,
    },
    /// A user's default number changed.
    DefaultNumberChanged {
        /// The user.
        user: Guid,
        /// Which of the two.
        kind: NumberKind,
        /// The number that holds now.
        number: Option<Number>,
    },
    /// A user moved to another bridge.
    UserBridgeChanged {
        /// The user.
        user: Guid,
        /// The bridge.
        bridge: Guid,
    },
    /// Whether callers may start the user's meetings without a PIN changed.
    PstnOnlyMeetingsChanged {
        /// The user.
        user: Guid,
        /// Whether they may.
        allowed: bool,
    },
    /// Whether the user's meetings can be joined by toll-free numbers changed.
    TollFreeDialInChanged {
        /// The user.
        user: Guid,
        /// Whether they can.
        allowed: bool,
    },
    /// An administrator had the user's conferencing information sent. The tenant stays as it is.
    InformationSent {
        /// The user it is about.
        user: Guid,
        /// Where it goes, if not to the user's primary mail address.
        to: Option<String>,
        /// Who it comes from, if not from the tenant's sender.
        from: Option<SenderOverride>,
        /// The PIN, if the same command reset it.
        pin: Option<Pin>,
    },

    /// A bridge was created.
    BridgeCreated(Bridge),
    /// A bridge was renamed.
    BridgeRenamed {
        /// The bridge.
        bridge: Guid,
        /// Its name.
        name: String,
    },
    /// A bridge's default number changed.
    BridgeDefaultNumberChanged {
        /// The bridge.
        bridge: Guid,
        /// The number.
        number: Option<Number>,
    },
    /// Another bridge became the tenant's default.
    DefaultBridgeChanged {
        /// The bridge.
        bridge: Guid,
    },
    /// The tenant got a service number.
    ServiceNumberAdded(ServiceNumber),
    /// A service number was put on a bridge.
    ServiceNumberRegistered {
        /// The number.
        number: Number,
        /// The bridge.
        bridge: Guid,
    },
    /// A service number was taken off its bridge.
    ServiceNumberUnregistered {
        /// The number.
        number: Number,
    },
    /// A service number's languages changed.
    ServiceNumberLanguagesChanged {
        /// The number.
        number: Number,
        /// The first language.
        primary: String,
        /// The others, in order.
        secondary: Vec<String>,
    },

    /// An audio conferencing policy was created or changed.
    ConferencingPolicySet(ConferencingPolicy),
    /// A routing policy was created or changed.
    RoutingPolicySet(RoutingPolicy),
    /// A policy was removed; its users fall back.
    PolicyRemoved {
        /// The area.
        area: PolicyArea,
        /// The policy's name.
        name: String,
    },
    /// A policy was granted, or with `None` a grant taken away.
    PolicyGranted {
        /// The area.
        area: PolicyArea,
        /// To whom.
        target: PolicyTarget,
        /// The policy's name.
        policy: Option<String>,
    },

    /// A group was created.
    GroupCreated {
        /// Its object id.
        id: Guid,
        /// Its name.
        name: String,
    },
    /// A user joined a group.
    GroupJoined {
        /// The group.
        group: Guid,
        /// The user.
        user: Guid,
    },
    /// A user left a group.
    GroupLeft {
        /// The group.
        group: Guid,
        /// The user.
        user: Guid,
    },
    /// A group's licences changed; what its members hold changes by events of their own.
    GroupLicencesChanged {
        /// The group.
        group: Guid,
        /// The licences it gives now.
        licences: Vec<GroupLicence>,
    },

    /// A meeting was scheduled.
    MeetingScheduled(Meeting),
    /// A meeting's invitation was replaced: the meeting as it is now.
    MeetingRescheduled(Meeting),
    /// A meeting was cancelled.
    MeetingCancelled {
        /// The meeting.
        meeting: Guid,
    },
    /// A migration of meetings was queued.
    MigrationQueued(Migration),
    /// A queued migration went on: the request as it is now.
    MigrationAdvanced(Migration),
}

/// Makes the change that an event tells of. The only writer of the model.
///
/// It cannot fail: an event about something that is not there changes nothing.
pub fn evolve(tenant: &mut Tenant, event: &Event) {
    match event {
        Event::TenantReplaced(other) => *tenant = (**other).clone(),
        Event::InfoChanged(info) => tenant.info = Arc::clone(info),
        Event::TenantConferencingSwitched { enabled } => tenant.configuration.enabled = *enabled,
        Event::MeetingMigrationSwitched { enabled } => tenant.configuration.meeting_migration_enabled = *enabled,
        Event::SettingChanged(setting) => Arc::make_mut(&mut tenant.settings).apply(setting),
        Event::SettingsReset => tenant.settings = Arc::new(Settings::default()),

        Event::UserCreated(record) => tenant.users.insert(record),
        Event::UserChanged { user, field } => tenant.users.change(*user, |record| field.apply(record)),
        Event::UserRemoved { user } => remove_user(tenant, *user),

        Event::SubscriptionChanged(subscription) => {
            let subscriptions = Arc::make_mut(&mut tenant.subscriptions);
            put(subscriptions, subscription, |known| known.sku == subscription.sku);
        }
        Event::LicenceAssigned { user, licence } => {
            tenant.users.set_licences(*user, |licences| put(licences, licence, |known| known.sku == licence.sku))
        }
        Event::LicenceRemoved { user, sku } => {
            tenant.users.set_licences(*user, |licences| licences.retain(|licence| licence.sku != *sku));
        }

        Event::ConferencingEnabled { user, conferencing } => tenant.users.enable(*user, conferencing),
        Event::ConferencingDisabled { user, provider } | Event::ProviderChanged { user, provider } => {
            tenant.users.disable(*user, provider);
        }
        Event::PinReset { user, pin, .. } => tenant.users.set_pin(*user, pin),
        Event::ConferenceIdChanged { user, conference_id } => tenant.users.set_conference_id(*user, *conference_id),
        Event::DefaultNumberChanged { user, kind: NumberKind::Toll, number } => tenant.users.set_toll(*user, *number),
        Event::DefaultNumberChanged { user, kind: NumberKind::TollFree, number } => {
            tenant.users.set_toll_free(*user, *number);
        }
        Event::UserBridgeChanged { user, bridge } => tenant.users.set_bridge(*user, *bridge),
        Event::PstnOnlyMeetingsChanged { user, allowed } => tenant.users.set_pstn_only(*user, *allowed),
        Event::TollFreeDialInChanged { user, allowed } => tenant.users.set_toll_free_dial_in(*user, *allowed),
        Event::InformationSent { .. } => {}

        Event::BridgeCreated(_)
        | Event::BridgeRenamed { .. }
        | Event::BridgeDefaultNumberChanged { .. }
        | Event::DefaultBridgeChanged { .. } => evolve_bridge(tenant, event),
        Event::ServiceNumberAdded(_)
        | Event::ServiceNumberRegistered { .. }
        | Event::ServiceNumberUnregistered { .. }
        | Event::ServiceNumberLanguagesChanged { .. } => evolve_number(tenant, event),
        Event::ConferencingPolicySet(_) | Event::RoutingPolicySet(_) | Event::PolicyRemoved { .. } | Event::PolicyGranted { .. } => {
            evolve_policy(tenant, event)
        }
        Event::GroupCreated { .. } | Event::GroupJoined { .. } | Event::GroupLeft { .. } | Event::GroupLicencesChanged { .. } => {
            evolve_group(tenant, event)
        }

        Event::MeetingScheduled(meeting) | Event::MeetingRescheduled(meeting) => {
            Arc::make_mut(&mut tenant.meetings).put(meeting.clone());
        }
        Event::MeetingCancelled { meeting } => Arc::make_mut(&mut tenant.meetings).remove(*meeting),
        Event::MigrationQueued(request) | Event::MigrationAdvanced(request) => {
            Arc::make_mut(&mut tenant.migrations).put(request.clone());
        }
    }
}

/// Makes the changes of several events, in order.
pub fn evolve_all(tenant: &mut Tenant, events: &[Event]) {
    for event in events {
        evolve(tenant, event);
    }
}

fn remove_user(tenant: &mut Tenant, user: Guid) {
    tenant.users.remove(user);
    if !tenant.meetings.of(user).is_empty() {
        Arc::make_mut(&mut tenant.meetings).remove_organizer(user);
    }
    if tenant.groups.iter().any(|group| group.members.contains(&user)) {
        for group in Arc::make_mut(&mut tenant.groups) {
            group.members.retain(|member| *member != user);
        }
    }
}

fn evolve_bridge(tenant: &mut Tenant, event: &Event) {
    let bridges = Arc::make_mut(&mut tenant.bridges);
    let mut with = |id: &Guid, change: &dyn Fn(&mut Bridge)| {
        if let Some(bridge) = bridges.iter_mut().find(|bridge| bridge.id == *id) {
            change(bridge);
        }
    };
    match event {
        Event::BridgeRenamed { bridge, name } => with(bridge, &|bridge| bridge.name.clone_from(name)),
        Event::BridgeDefaultNumberChanged { bridge, number } => {
            with(bridge, &|bridge| bridge.default_service_number = *number);
        }
        Event::DefaultBridgeChanged { bridge } => tenant.default_bridge = Some(*bridge),
        Event::BridgeCreated(bridge) => bridges.push(bridge.clone()),
        _ => {}
    }
}

fn evolve_number(tenant: &mut Tenant, event: &Event) {
    let numbers = Arc::make_mut(&mut tenant.numbers);
    match event {
        Event::ServiceNumberAdded(added) => {
            numbers.insert(added.number, added.clone());
        }
        Event::ServiceNumberRegistered { number, bridge } => {
            if let Some(number) = numbers.get_mut(number) {
                number.bridge_id = Some(*bridge);
            }
        }
        Event::ServiceNumberUnregistered { number } => {
            if let Some(number) = numbers.get_mut(number) {
                number.bridge_id = None;
            }
        }
        Event::ServiceNumberLanguagesChanged { number, primary, secondary } => {
            if let Some(number) = numbers.get_mut(number) {
                number.primary_language.clone_from(primary);
                number.secondary_languages.clone_from(secondary);
            }
        }
        _ => {}
    }
}

fn evolve_policy(tenant: &mut Tenant, event: &Event) {
    match event {
        Event::ConferencingPolicySet(policy) => {
            let policies = Arc::make_mut(&mut tenant.conferencing_policies);
            put(policies, policy, |known| same_text(&known.name, &policy.name));
        }
        Event::RoutingPolicySet(policy) => {
            let policies = Arc::make_mut(&mut tenant.routing_policies);
            put(policies, policy, |known| same_text(&known.name, &policy.name));
        }
        Event::PolicyRemoved { area, name } => {
            match area {
                PolicyArea::AudioConferencing => {
                    Arc::make_mut(&mut tenant.conferencing_policies).retain(|policy| !same_text(&policy.name, name));
                }
                PolicyArea::AudioConferencingRouting => {
                    Arc::make_mut(&mut tenant.routing_policies).retain(|policy| !same_text(&policy.name, name));
                }
                PolicyArea::Other(_) => {}
            }
            tenant.users.drop_policy(area, name);
            Arc::make_mut(&mut tenant.group_grants).retain(|grant| grant.area != *area || !same_text(&grant.policy, name));
            if same_text(tenant.global_grant(area), name) {
                Arc::make_mut(&mut tenant.global_grants).remove(area);
            }
        }
        Event::PolicyGranted { area, target, policy } => match target {
            PolicyTarget::User(user) => tenant.users.set_policy(*user, area, policy.as_deref()),
            PolicyTarget::Global => {
                let grants = Arc::make_mut(&mut tenant.global_grants);
                match policy {
                    Some(policy) if policy != GLOBAL => {
                        grants.insert(area.clone(), policy.clone());
                    }
                    _ => {
                        grants.remove(area);
                    }
                }
            }
            PolicyTarget::Group { group, rank } => {
                let grants = Arc::make_mut(&mut tenant.group_grants);
                grants.retain(|grant| grant.area != *area || grant.group != *group);
                if let Some(policy) = policy {
                    grants.push(GroupGrant { area: area.clone(), group: *group, rank: *rank, policy: policy.clone() });
                }
            }
        },
        _ => {}
    }
}

fn evolve_group(tenant: &mut Tenant, event: &Event) {
    let groups = Arc::make_mut(&mut tenant.groups);
    match event {
        Event::GroupCreated { id, name } => {
            groups.push(Group { id: *id, name: name.clone(), members: Vec::new(), licences: Vec::new() });
        }
        Event::GroupJoined { group, user } => {
            if let Some(group) = groups.iter_mut().find(|known| known.id == *group)
                && !group.members.contains(user)
            {
                group.members.push(*user);
            }
        }
        Event::GroupLeft { group, user } => {
            if let Some(group) = groups.iter_mut().find(|known| known.id == *group) {
                group.members.retain(|member| member != user);
            }
        }
        Event::GroupLicencesChanged { group, licences } => {
            if let Some(group) = groups.iter_mut().find(|known| known.id == *group) {
                group.licences.clone_from(licences);
            }
        }
        _ => {}
    }
}

/// Replaces the first element that matches, or appends.
fn put<T: Clone>(list: &mut Vec<T>, value: &T, is_it: impl Fn(&T) -> bool) {
    match list.iter_mut().find(|known| is_it(known)) {
        Some(known) => known.clone_from(value),
        None => list.push(value.clone()),
    }
}
