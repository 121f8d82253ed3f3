//! Remove a user.

use super::expect_user;
use crate::tenant::event::Event;
use crate::tenant::model::{Guid, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Removes a user: licences, conference ID and meetings go too. The mailbox goes with the
/// account, so nobody is mailed.
#[derive(Clone, Copy, Debug)]
pub struct RemoveUser {
    /// The user.
    pub user: Guid,
}

impl RemoveUser {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        expect_user(tenant, self.user)?;
        Ok(vec![Event::UserRemoved { user: self.user }])
    }
}
