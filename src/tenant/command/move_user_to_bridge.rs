//! Move a user to another bridge.

use super::set_default_number::{NumberChoice, SetDefaultNumber};
use super::transition::{expect_bridge, expect_enabled, expect_number_on, queue_migration};
use crate::tenant::event::Event;
use crate::tenant::model::{Guid, Number, NumberKind, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Moves a user to a bridge. Numbers that are not on it are replaced: the toll number by the one
/// given or the one of the usage location, the toll-free number by none.
#[derive(Clone, Copy, Debug)]
pub struct MoveUserToBridge {
    /// The user.
    pub user: Guid,
    /// The bridge.
    pub bridge: Guid,
    /// The default toll number there.
    pub service_number: Option<Number>,
}

impl MoveUserToBridge {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let user = expect_enabled(tenant, self.user)?;
        let bridge = expect_bridge(tenant, self.bridge)?;
        if user.bridge() == Some(bridge.id) {
            return match self.service_number {
                Some(number) => SetDefaultNumber {
                    user: self.user,
                    kind: NumberKind::Toll,
                    number: NumberChoice::Number(number),
                }
                .decide(tenant, world),
                None => Ok(Vec::new()),
            };
        }
        let is_there = |number: Option<Number>| {
            number.filter(|number| tenant.service_number(*number).is_some_and(|known| known.bridge_id == Some(bridge.id)))
        };
        let toll = match self.service_number {
            Some(number) => Some(expect_number_on(tenant, number, bridge, NumberKind::Toll)?),
            None => is_there(user.toll_number())
                .or_else(|| tenant.initial_toll_number(bridge.id, user.usage_location())),
        };
        if toll.is_none() {
            return Err(Refusal::TollNumberRequired { user: user.user_principal_name().to_owned() });
        }
        let mut events = vec![Event::UserBridgeChanged { user: self.user, bridge: bridge.id }];
        for (kind, before, after) in [
            (NumberKind::Toll, user.toll_number(), toll),
            (NumberKind::TollFree, user.toll_free_number(), is_there(user.toll_free_number())),
        ] {
            if before != after {
                events.push(Event::DefaultNumberChanged { user: self.user, kind, number: after });
            }
        }
        events.extend(queue_migration(tenant, self.user, world));
        Ok(events)
    }
}
