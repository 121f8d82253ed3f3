//! Create a conferencing bridge.

use super::{expect_inert, expect_text};
use crate::tenant::event::Event;
use crate::tenant::model::{Bridge, Guid, MOST_BRIDGES, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Creates a bridge without numbers. The first one of a tenant is its default.
#[derive(Clone, Debug)]
pub struct CreateBridge {
    /// Its id; a new one if none.
    pub id: Option<Guid>,
    /// Its name.
    pub name: String,
    /// Where it is hosted; the tenant's region if none.
    pub region: Option<String>,
}

impl CreateBridge {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let name = self.name.trim().to_owned();
        expect_bridge_name(tenant, None, &name)?;
        let region = self.region.clone().unwrap_or_else(|| tenant.info().region.clone());
        expect_inert("region", &region, 64)?;
        if tenant.bridges().len() >= MOST_BRIDGES {
            return Err(Refusal::TooManyBridges);
        }
        let id = self.id.unwrap_or_else(|| world.guid());
        if tenant.bridge(id).is_some() {
            return Err(Refusal::DuplicateBridgeName { name: id.to_string() });
        }
        let bridge = Bridge { id, name, region, is_shared: false, default_service_number: None };
        let mut events = vec![Event::BridgeCreated(bridge)];
        if tenant.bridges().is_empty() {
            events.push(Event::DefaultBridgeChanged { bridge: id });
        }
        Ok(events)
    }
}

/// Refuses a name that does not fit or that another bridge has.
pub(super) fn expect_bridge_name(tenant: &Tenant, own: Option<Guid>, name: &str) -> Result<(), Refusal> {
    expect_text("bridge name", name)?;
    match tenant.bridge_by_name(name) {
        Some(other) if Some(other.id) != own => Err(Refusal::DuplicateBridgeName { name: name.to_owned() }),
        _ => Ok(()),
    }
}
