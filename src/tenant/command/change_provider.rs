//! Change who provides a user's conferencing.

use super::transition::disable;
use super::{EnableConferencing, expect_inert, expect_user};
use crate::tenant::event::Event;
use crate::tenant::model::{Guid, Provider, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Gives a user another conferencing provider: Microsoft, a third party, or none.
#[derive(Clone, Debug)]
pub struct ChangeProvider {
    /// The user.
    pub user: Guid,
    /// Who it is to be. Microsoft needs a licence, and overwrites earlier coordinates.
    pub provider: Provider,
}

impl ChangeProvider {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let user = expect_user(tenant, self.user)?;
        expect_inert("provider", self.provider.name(), 256)?;
        if user.provider() == self.provider {
            return Ok(Vec::new());
        }
        match &self.provider {
            Provider::Microsoft => {
                EnableConferencing { replace_provider: true, ..EnableConferencing::new(self.user) }.decide(tenant, world)
            }
            other if user.is_enabled() => Ok(disable(tenant, &user, other.clone(), world)),
            other => Ok(vec![Event::ProviderChanged { user: self.user, provider: other.clone() }]),
        }
    }
}
