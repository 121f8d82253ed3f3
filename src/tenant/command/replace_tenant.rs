//! Replace the whole tenant: import, restore, reset, a new one.

use crate::tenant::event::Event;
use crate::tenant::model::Tenant;
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Puts another tenant in the place of this one. Nobody is mailed.
#[derive(Clone, Debug)]
pub struct ReplaceTenant {
    /// The other tenant.
    pub tenant: Box<Tenant>,
}

impl ReplaceTenant {
    pub(super) fn decide(&self, _tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        Ok(vec![Event::TenantReplaced(self.tenant.clone())])
    }
}
