//! Change tenant settings.

use super::{expect_address, expect_inert, expect_text};
use crate::tenant::event::Event;
use crate::tenant::model::{PIN_LENGTHS, Setting, Settings, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Gives settings new values.
#[derive(Clone, Debug)]
pub struct ChangeSettings {
    /// The properties with their new values; of one that stands twice, the last holds.
    pub changes: Vec<Setting>,
}

impl ChangeSettings {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let mut after = tenant.settings().clone();
        for setting in &self.changes {
            expect_setting(setting)?;
            after.apply(setting);
        }
        // The page: the override needs both fields; on their own they may be set at any time.
        if after.send_email_from_override && self.changes.iter().any(is_about_sender) {
            if after.send_email_from_address.is_none() {
                return Err(Refusal::SenderIncomplete { missing: "SendEmailFromAddress" });
            }
            if after.send_email_from_display_name.is_none() {
                return Err(Refusal::SenderIncomplete { missing: "SendEmailFromDisplayName" });
            }
        }
        Ok(differences(tenant.settings(), &after))
    }
}

/// One event for each property that differs.
pub(super) fn differences(before: &Settings, after: &Settings) -> Vec<Event> {
    after.all().into_iter().filter(|setting| !before.has(setting)).map(Event::SettingChanged).collect()
}

/// Refuses a value out of its range.
pub(in crate::tenant) fn expect_setting(setting: &Setting) -> Result<(), Refusal> {
    match setting {
        Setting::PinLength(length) if !PIN_LENGTHS.contains(length) => {
            Err(Refusal::PinLengthOutOfRange { actual: *length })
        }
        Setting::SendEmailFromAddress(Some(address)) => expect_address("sender address", address),
        Setting::SendEmailFromDisplayName(Some(name)) => expect_text("sender display name", name),
        Setting::AllowedDialOutExternalDomains(domains) => {
            domains.iter().try_for_each(|domain| expect_inert("domain", domain, 253))
        }
        _ => Ok(()),
    }
}

fn is_about_sender(setting: &Setting) -> bool {
    matches!(
        setting,
        Setting::SendEmailFromOverride(_) | Setting::SendEmailFromAddress(_) | Setting::SendEmailFromDisplayName(_)
    )
}
