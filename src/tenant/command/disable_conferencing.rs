//! Turn conferencing off for a user.

use super::expect_user;
use super::transition::disable;
use crate::tenant::event::Event;
use crate::tenant::model::{Guid, Provider, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Takes a user off Microsoft; the licence stays. A user without provider stays as is.
#[derive(Clone, Copy, Debug)]
pub struct DisableConferencing {
    /// The user.
    pub user: Guid,
}

impl DisableConferencing {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let user = expect_user(tenant, self.user)?;
        match user.provider() {
            Provider::None => Ok(Vec::new()),
            Provider::Microsoft => Ok(disable(tenant, &user, Provider::None, world)),
            Provider::Other(provider) => {
                Err(Refusal::ThirdPartyProvider { user: user.user_principal_name().to_owned(), provider })
            }
        }
    }
}
