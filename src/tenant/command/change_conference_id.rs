//! Reset or set a user's static conference ID.

use super::transition::{expect_enabled, fresh_conference_id, queue_migration};
use crate::tenant::event::Event;
use crate::tenant::model::{ConferenceId, Guid, Tenant, USER_ID_DIGITS};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Gives a user another conference ID; the old one stops working at once.
#[derive(Clone, Copy, Debug)]
pub struct ChangeConferenceId {
    /// The user.
    pub user: Guid,
    /// The new ID; a generated one if none.
    pub conference_id: Option<ConferenceId>,
}

impl ChangeConferenceId {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let user = expect_enabled(tenant, self.user)?;
        if tenant.settings().use_unique_conference_ids {
            return Err(Refusal::DynamicConferenceIds);
        }
        let old = user.static_conference_id();
        let conference_id = match self.conference_id {
            Some(id) if Some(id) == old => return Ok(Vec::new()),
            Some(id) if tenant.has_conference_id(id) => return Err(Refusal::DuplicateConferenceId { value: id }),
            Some(id) => id,
            None => fresh_conference_id(tenant, USER_ID_DIGITS, world)?,
        };
        let mut events = vec![Event::ConferenceIdChanged { user: self.user, conference_id }];
        events.extend(queue_migration(tenant, self.user, world));
        Ok(events)
    }
}
