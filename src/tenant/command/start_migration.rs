//! Queue the update of a user's meetings by hand.

use super::expect_user;
use super::transition::new_migration;
use crate::tenant::event::Event;
use crate::tenant::model::{Guid, MigrationType, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Queues a migration of a user's meetings, also where they do not migrate by themselves.
#[derive(Clone, Copy, Debug)]
pub struct StartMigration {
    /// The user.
    pub user: Guid,
    /// Which meetings, and what they become.
    pub migration_type: MigrationType,
}

impl StartMigration {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        if !tenant.configuration().meeting_migration_enabled {
            return Err(Refusal::MigrationDisabled);
        }
        expect_user(tenant, self.user)?;
        let pending = tenant.migrations().pending_of(self.user);
        if pending.is_some_and(|pending| pending.migration_type == self.migration_type) {
            return Ok(Vec::new());
        }
        Ok(vec![Event::MigrationQueued(new_migration(self.user, self.migration_type, world))])
    }
}
