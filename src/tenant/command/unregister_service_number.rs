//! Take a service number off its bridge.

use super::transition::expect_bridge;
use crate::tenant::event::Event;
use crate::tenant::model::{Guid, Number, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Takes a number off its bridge: not a shared one, not the bridge's default unless asked, and not
/// one that users still have as their default.
#[derive(Clone, Copy, Debug)]
pub struct UnregisterServiceNumber {
    /// The number.
    pub number: Number,
    /// The bridge it must be on, if one is named.
    pub bridge: Option<Guid>,
    /// Take it off even though it is the bridge's default, which then has none.
    pub remove_default: bool,
}

impl UnregisterServiceNumber {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let number = self.number;
        let known = tenant.service_number(number).ok_or(Refusal::UnknownServiceNumber { number })?;
        if let Some(id) = self.bridge {
            let bridge = expect_bridge(tenant, id)?;
            if known.bridge_id != Some(id) {
                return Err(Refusal::ServiceNumberNotOnBridge { number, bridge: bridge.name.clone() });
            }
        }
        let Some(bridge) = known.bridge_id.and_then(|id| tenant.bridge(id)) else { return Ok(Vec::new()) };
        if known.is_shared {
            return Err(Refusal::SharedServiceNumber { number });
        }
        let is_default = bridge.default_service_number == Some(number);
        if is_default && !self.remove_default {
            return Err(Refusal::DefaultServiceNumber { number, bridge: bridge.name.clone() });
        }
        let has_it = |user: &crate::tenant::model::User<'_>| {
            user.toll_number() == Some(number) || user.toll_free_number() == Some(number)
        };
        let n_users = tenant.users().iter().filter(has_it).count();
        if n_users > 0 {
            return Err(Refusal::ServiceNumberInUse { number, n_users });
        }
        let mut events = Vec::new();
        if is_default {
            events.push(Event::BridgeDefaultNumberChanged { bridge: bridge.id, number: None });
        }
        events.push(Event::ServiceNumberUnregistered { number });
        Ok(events)
    }
}
