//! Rename a bridge, give it another default number, make it the tenant's default.

use super::create_bridge::expect_bridge_name;
use super::transition::{expect_bridge, expect_number_on};
use crate::tenant::event::Event;
use crate::tenant::model::{Guid, Number, NumberKind, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Changes a bridge. Users who have its numbers keep them, so nobody is mailed.
#[derive(Clone, Debug)]
pub struct ConfigureBridge {
    /// The bridge.
    pub bridge: Guid,
    /// Its new name.
    pub name: Option<String>,
    /// Its new default number: a toll number that is on it.
    pub default_service_number: Option<Number>,
    /// Make it the tenant's default.
    pub set_default: bool,
}

impl ConfigureBridge {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let bridge = expect_bridge(tenant, self.bridge)?;
        let mut events = Vec::new();
        if let Some(name) = &self.name {
            let name = name.trim();
            expect_bridge_name(tenant, Some(bridge.id), name)?;
            if name != bridge.name {
                events.push(Event::BridgeRenamed { bridge: bridge.id, name: name.to_owned() });
            }
        }
        if let Some(number) = self.default_service_number {
            expect_number_on(tenant, number, bridge, NumberKind::Toll)?;
            if bridge.default_service_number != Some(number) {
                events.push(Event::BridgeDefaultNumberChanged { bridge: bridge.id, number: Some(number) });
            }
        }
        if self.set_default && !tenant.is_default_bridge(bridge.id) {
            events.push(Event::DefaultBridgeChanged { bridge: bridge.id });
        }
        Ok(events)
    }
}
