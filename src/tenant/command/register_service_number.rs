//! Put a service number on a bridge.

use super::transition::expect_bridge;
use crate::tenant::event::Event;
use crate::tenant::model::{Guid, Number, NumberKind, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Puts a number that the tenant has on a bridge. The first toll number of a bridge without a
/// default number becomes its default.
#[derive(Clone, Copy, Debug)]
pub struct RegisterServiceNumber {
    /// The number.
    pub number: Number,
    /// The bridge; the default one if none.
    pub bridge: Option<Guid>,
}

impl RegisterServiceNumber {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let bridge = match self.bridge {
            Some(id) => expect_bridge(tenant, id)?,
            None => tenant.default_bridge().ok_or(Refusal::NoBridge)?,
        };
        let number = tenant
            .service_number(self.number)
            .ok_or(Refusal::UnknownServiceNumber { number: self.number })?;
        match number.bridge_id {
            Some(id) if id == bridge.id => return Ok(Vec::new()),
            Some(id) => {
                let bridge = tenant.bridge(id).map_or_else(|| id.to_string(), |bridge| bridge.name.clone());
                return Err(Refusal::ServiceNumberOnOtherBridge { number: self.number, bridge });
            }
            None => {}
        }
        let mut events = vec![Event::ServiceNumberRegistered { number: self.number, bridge: bridge.id }];
        if bridge.default_service_number.is_none() && number.kind == NumberKind::Toll {
            events.push(Event::BridgeDefaultNumberChanged { bridge: bridge.id, number: Some(self.number) });
        }
        Ok(events)
    }
}
