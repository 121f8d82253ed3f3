//! Put tenant settings back to their defaults.

use crate::tenant::event::Event;
use crate::tenant::model::{Settings, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Puts every setting back to its default.
#[derive(Clone, Copy, Debug)]
pub struct ResetSettings;

impl ResetSettings {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let is_default = *tenant.settings() == Settings::default();
        Ok(if is_default { Vec::new() } else { vec![Event::SettingsReset] })
    }
}
