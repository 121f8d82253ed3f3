//! Give the mails back to the service's own sender.

use super::change_settings::differences;
use crate::tenant::event::Event;
use crate::tenant::model::Tenant;
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Takes address, display name and override of the sender back.
#[derive(Clone, Copy, Debug)]
pub struct ResetSender;

impl ResetSender {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let mut after = tenant.settings().clone();
        after.send_email_from_override = false;
        after.send_email_from_address = None;
        after.send_email_from_display_name = None;
        Ok(differences(tenant.settings(), &after))
    }
}
