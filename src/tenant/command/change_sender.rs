//! Change who the mails come from, one field at a time.
//!
//! The tenant settings demand address and display name together; here either alone is enough,
//! and the other stays the service's own.

use super::change_settings::{differences, expect_setting};
use crate::tenant::event::Event;
use crate::tenant::model::{Setting, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Gives the sender a display name, an address, or both, and turns the override on.
#[derive(Clone, Debug, Default)]
pub struct ChangeSender {
    /// The display name; `None` leaves it as it is.
    pub name: Option<String>,
    /// The address; `None` leaves it as it is.
    pub address: Option<String>,
}

impl ChangeSender {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let before = tenant.settings();
        let mut after = before.clone();
        // Fields that were set while the override was off did not hold: they do not come back.
        if !before.send_email_from_override {
            after.send_email_from_address = None;
            after.send_email_from_display_name = None;
        }
        let mut changes = Vec::new();
        changes.extend(self.address.clone().map(|address| Setting::SendEmailFromAddress(Some(address))));
        changes.extend(self.name.clone().map(|name| Setting::SendEmailFromDisplayName(Some(name))));
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        changes.push(Setting::SendEmailFromOverride(true));
        for setting in &changes {
            expect_setting(setting)?;
            after.apply(setting);
        }
        Ok(differences(before, &after))
    }
}
