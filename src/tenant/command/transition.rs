//! What several commands have in common: conferencing goes on or off for a user, licences change,
//! meetings are queued to be updated.

use super::expect_user;
use crate::tenant::event::Event;
use crate::tenant::model::{
    Assignment, Bridge, ConferenceId, Conferencing, Guid, MIGRATION_DELAY, Migration, MigrationState, MigrationType, Number, NumberKind,
    Provider, Subscription, Tenant, USER_ID_DIGITS, User,
};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// What may be chosen when conferencing goes on; everything else is given.
#[derive(Clone, Debug, Default)]
pub(super) struct Wishes {
    pub bridge: Option<Guid>,
    pub toll: Option<Number>,
    pub toll_free: Option<Number>,
    pub conference_id: Option<ConferenceId>,
    pub allow_pstn_only_meetings: Option<bool>,
    pub allow_toll_free_dial_in: Option<bool>,
}

/// Conferencing goes on: Microsoft becomes the provider, with new coordinates and a new PIN.
pub(super) fn enable(tenant: &Tenant, user: &User<'_>, wishes: &Wishes, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
    let bridge = match wishes.bridge {
        Some(id) => expect_bridge(tenant, id)?,
        None => tenant.default_bridge().ok_or(Refusal::NoBridge)?,
    };
    let toll = match wishes.toll {
        Some(number) => Some(expect_number_on(tenant, number, bridge, NumberKind::Toll)?),
        None => tenant.initial_toll_number(bridge.id, user.usage_location()),
    };
    let toll_free = match wishes.toll_free {
        Some(number) => Some(expect_number_on(tenant, number, bridge, NumberKind::TollFree)?),
        None => None,
    };
    let conference_id = match wishes.conference_id {
        Some(id) if tenant.has_conference_id(id) => return Err(Refusal::DuplicateConferenceId { value: id }),
        Some(id) => id,
        None => fresh_conference_id(tenant, USER_ID_DIGITS, world)?,
    };
    let settings = tenant.settings();
    let conferencing = Conferencing {
        bridge: bridge.id,
        toll,
        toll_free,
        conference_id,
        pin: Some(world.pin(settings.pin_length)),
        allow_pstn_only_meetings: wishes.allow_pstn_only_meetings.unwrap_or(settings.allow_pstn_only_meetings_by_default),
        allow_toll_free_dial_in: wishes.allow_toll_free_dial_in.unwrap_or(true),
    };
    let mut events = vec![Event::ConferencingEnabled { user: user.object_id(), conferencing }];
    events.extend(queue_migration(tenant, user.object_id(), world));
    Ok(events)
}

/// Conferencing goes off: the coordinates are taken away, the conference ID is free for others.
pub(super) fn disable(tenant: &Tenant, user: &User<'_>, provider: Provider, world: &mut World<'_>) -> Vec<Event> {
    let mut events = vec![Event::ConferencingDisabled { user: user.object_id(), provider }];
    events.extend(queue_migration(tenant, user.object_id(), world));
    events
}

/// The licences of a user become these: pools are checked, and conferencing goes on or off where
/// the right to it comes or goes. A second SKU with the same plan is no transition.
pub(super) fn change_licences(tenant: &Tenant, id: Guid, after: &[Assignment], world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
    let user = expect_user(tenant, id)?;
    let before = user.licences();
    let mut events = Vec::new();
    for licence in before {
        if !after.iter().any(|kept| kept.sku == licence.sku) {
            events.push(Event::LicenceRemoved { user: id, sku: licence.sku.clone() });
        }
    }
    for licence in after {
        match before.iter().find(|known| known.sku == licence.sku) {
            Some(known) if known == licence => continue,
            Some(_) => {}
            None => expect_licence_left(tenant, expect_subscription(tenant, &licence.sku)?)?,
        }
        events.push(Event::LicenceAssigned { user: id, licence: licence.clone() });
    }
    let (had, has) = (tenant.allows_conferencing(before), tenant.allows_conferencing(after));
    if had && !has && user.is_enabled() {
        events.extend(disable(tenant, &user, Provider::None, world));
    }
    if !had && has && enables_by_itself(tenant, &user) {
        events.extend(enable(tenant, &user, &Wishes::default(), world)?);
    }
    Ok(events)
}

/// Whether a licence alone turns conferencing on for the user: the tenant has conferencing and a
/// bridge, and no third party is in the way.
fn enables_by_itself(tenant: &Tenant, user: &User<'_>) -> bool {
    tenant.configuration().enabled
        && tenant.default_bridge().is_some()
        && match user.provider() {
            Provider::None => true,
            Provider::Microsoft => false,
            Provider::Other(_) => tenant.settings().automatically_replace_acp_provider,
        }
}

fn expect_licence_left(tenant: &Tenant, subscription: &Subscription) -> Result<(), Refusal> {
    let used = tenant.users().consumed(&subscription.sku);
    if used < subscription.total {
        return Ok(());
    }
    Err(Refusal::NoLicencesLeft { sku: subscription.sku.clone(), total: subscription.total, used, needed: 1 })
}

/// Queues the update of a user's meetings because the coordinates changed, unless it is off, or
/// waits already: one run updates everything.
pub(super) fn queue_migration(tenant: &Tenant, user: Guid, world: &mut World<'_>) -> Option<Event> {
    let is_on = tenant.configuration().meeting_migration_enabled && tenant.settings().automatically_migrate_user_meetings;
    if !is_on || tenant.migrations().pending_of(user).is_some() {
        return None;
    }
    Some(Event::MigrationQueued(new_migration(user, MigrationType::ToSameType, world)))
}

pub(super) fn new_migration(user: Guid, migration_type: MigrationType, world: &mut World<'_>) -> Migration {
    let now = world.now();
    Migration {
        id: world.guid(),
        user,
        migration_type,
        state: MigrationState::Pending,
        created: now,
        modified: now,
        due: now.saturating_add(MIGRATION_DELAY).unwrap_or(now),
        retries: 0,
        total: 0,
        succeeded: 0,
        failed: 0,
        invites_updated: 0,
        last_message: String::new(),
    }
}

/// An ID that nobody has.
pub(in crate::tenant) fn fresh_conference_id(tenant: &Tenant, n_digits: u32, world: &mut World<'_>) -> Result<ConferenceId, Refusal> {
    // With nine in ten IDs taken, a hundred draws still fail only once in 37,000 times.
    (0..1000).map(|_| world.conference_id(n_digits)).find(|id| !tenant.has_conference_id(*id)).ok_or(Refusal::NoConferenceIdLeft)
}

/// The user, with Microsoft as provider and a licence: who can be changed at all.
pub(super) fn expect_enabled(tenant: &Tenant, id: Guid) -> Result<User<'_>, Refusal> {
    if !tenant.configuration().enabled {
        return Err(Refusal::ConferencingDisabledForTenant);
    }
    let user = expect_user(tenant, id)?;
    let name = || user.user_principal_name().to_owned();
    match user.provider() {
        Provider::Other(provider) => return Err(Refusal::ThirdPartyProvider { user: name(), provider }),
        _ if !tenant.is_licensed(&user) => return Err(Refusal::UserNotLicensed { user: name() }),
        Provider::None => return Err(Refusal::UserNotEnabled { user: name() }),
        Provider::Microsoft => {}
    }
    Ok(user)
}

/// The bridge of an id, or the refusal.
pub(super) fn expect_bridge(tenant: &Tenant, id: Guid) -> Result<&Bridge, Refusal> {
    tenant.bridge(id).ok_or_else(|| Refusal::BridgeNotFound { bridge: id.to_string() })
}

/// The subscription of a SKU, or the refusal.
pub(super) fn expect_subscription<'a>(tenant: &'a Tenant, sku: &str) -> Result<&'a Subscription, Refusal> {
    tenant.find_subscription(sku).ok_or_else(|| Refusal::UnknownSku {
        sku: sku.to_owned(),
        known: tenant.subscriptions().iter().map(|subscription| subscription.sku.clone()).collect(),
    })
}

/// A number that is on the bridge and of the kind, or the refusal.
pub(super) fn expect_number_on(tenant: &Tenant, number: Number, bridge: &Bridge, kind: NumberKind) -> Result<Number, Refusal> {
    let known = tenant.service_number(number).ok_or(Refusal::UnknownServiceNumber { number })?;
    if known.bridge_id != Some(bridge.id) {
        return Err(Refusal::ServiceNumberNotOnBridge { number, bridge: bridge.name.clone() });
    }
    if known.kind != kind {
        return Err(Refusal::WrongNumberType { number, expected: kind });
    }
    Ok(number)
}
