//! Set a user's default toll or toll-free number.

use super::transition::{expect_bridge, expect_enabled, expect_number_on, queue_migration};
use crate::tenant::event::Event;
use crate::tenant::model::{Guid, Number, NumberKind, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Which number a user is to have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NumberChoice {
    /// This one.
    Number(Number),
    /// The one a newly enabled user of this usage location would get; no toll-free number.
    ByLocation,
    /// None: only of toll-free numbers.
    Nothing,
}

/// Gives a user another default number, which must be on the user's bridge.
#[derive(Clone, Copy, Debug)]
pub struct SetDefaultNumber {
    /// The user.
    pub user: Guid,
    /// Which of the two default numbers.
    pub kind: NumberKind,
    /// The number.
    pub number: NumberChoice,
}

impl SetDefaultNumber {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let user = expect_enabled(tenant, self.user)?;
        let bridge = expect_bridge(tenant, user.bridge().unwrap_or_default())?;
        let number = match (self.number, self.kind) {
            (NumberChoice::Number(number), kind) => Some(expect_number_on(tenant, number, bridge, kind)?),
            (NumberChoice::ByLocation, NumberKind::Toll) => {
                tenant.initial_toll_number(bridge.id, user.usage_location())
            }
            (_, NumberKind::TollFree) => None,
            (NumberChoice::Nothing, NumberKind::Toll) => None,
        };
        if number.is_none() && self.kind == NumberKind::Toll {
            return Err(Refusal::TollNumberRequired { user: user.user_principal_name().to_owned() });
        }
        let present = match self.kind {
            NumberKind::Toll => user.toll_number(),
            NumberKind::TollFree => user.toll_free_number(),
        };
        if number == present {
            return Ok(Vec::new());
        }
        let mut events = vec![Event::DefaultNumberChanged { user: self.user, kind: self.kind, number }];
        events.extend(queue_migration(tenant, self.user, world));
        Ok(events)
    }
}
