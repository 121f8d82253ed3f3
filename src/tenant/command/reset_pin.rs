//! Reset a user's PIN.

use super::transition::expect_enabled;
use crate::tenant::event::{Actor, Event};
use crate::tenant::model::{Guid, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Gives a user a new PIN of the length that the tenant sets now, other than the old one.
#[derive(Clone, Copy, Debug)]
pub struct ResetPin {
    /// The user.
    pub user: Guid,
    /// Who asks: the user's own reset sends no mail.
    pub by: Actor,
}

impl ResetPin {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let user = expect_enabled(tenant, self.user)?;
        let old = user.pin();
        let length = tenant.settings().pin_length;
        let mut pin = world.pin(length);
        while old.as_ref() == Some(&pin) {
            pin = world.pin(length);
        }
        Ok(vec![Event::PinReset { user: self.user, pin, by: self.by }])
    }
}
