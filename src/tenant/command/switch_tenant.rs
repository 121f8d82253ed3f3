//! Turn conferencing, or the migration of meetings, on or off for the whole tenant.

use crate::tenant::event::Event;
use crate::tenant::model::Tenant;
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Turns conferencing on or off for the tenant. Users keep what they have.
#[derive(Clone, Copy, Debug)]
pub struct SwitchConferencing {
    /// Whether it is to be on.
    pub enabled: bool,
}

impl SwitchConferencing {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let changes = tenant.configuration().enabled != self.enabled;
        Ok(changes.then_some(Event::TenantConferencingSwitched { enabled: self.enabled }).into_iter().collect())
    }
}

/// Turns the migration of meetings on or off for the tenant. What is queued waits.
#[derive(Clone, Copy, Debug)]
pub struct SwitchMeetingMigration {
    /// Whether it is to be on.
    pub enabled: bool,
}

impl SwitchMeetingMigration {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let changes = tenant.configuration().meeting_migration_enabled != self.enabled;
        Ok(changes.then_some(Event::MeetingMigrationSwitched { enabled: self.enabled }).into_iter().collect())
    }
}
