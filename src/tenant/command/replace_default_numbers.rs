//! Replace the default number of many users of a bridge at once.

use super::transition::{expect_bridge, expect_number_on, new_migration};
use crate::tenant::event::Event;
use crate::tenant::model::{
    Country, Detail, Guid, MigrationType, Number, NumberKind, Tenant, User, same_text,
};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Which users of the bridge.
#[derive(Clone, Debug)]
pub enum Selection {
    /// Those with this default number, or with none.
    FromNumber(Option<Number>),
    /// Those of a place: usage location, and state and city of the profile if given.
    Place {
        /// The country.
        country: Country,
        /// State or province.
        state: Option<String>,
        /// City.
        city: Option<String>,
    },
}

/// Gives the selected users of one bridge another default number.
#[derive(Clone, Debug)]
pub struct ReplaceDefaultNumbers {
    /// The bridge.
    pub bridge: Guid,
    /// Which of the two default numbers.
    pub kind: NumberKind,
    /// Which users.
    pub select: Selection,
    /// The new number; none only of toll-free numbers.
    pub to: Option<Number>,
    /// Update the users' meetings; without it they keep the old number.
    pub reschedule: bool,
}

impl ReplaceDefaultNumbers {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        if !tenant.configuration().enabled {
            return Err(Refusal::ConferencingDisabledForTenant);
        }
        let bridge = expect_bridge(tenant, self.bridge)?;
        match self.to {
            Some(number) => {
                expect_number_on(tenant, number, bridge, self.kind)?;
            }
            None if self.kind == NumberKind::Toll => {
                return Err(Refusal::TollNumberRequired { user: format!("Every user of the bridge '{}'", bridge.name) });
            }
            None => {}
        }
        if self.reschedule && !tenant.configuration().meeting_migration_enabled {
            return Err(Refusal::MigrationDisabled);
        }
        let mut events = Vec::new();
        for user in tenant.users().iter().filter(|user| user.bridge() == Some(bridge.id)) {
            let present = match self.kind {
                NumberKind::Toll => user.toll_number(),
                NumberKind::TollFree => user.toll_free_number(),
            };
            if present == self.to || !self.selects(&user, present) {
                continue;
            }
            let id = user.object_id();
            events.push(Event::DefaultNumberChanged { user: id, kind: self.kind, number: self.to });
            if self.reschedule && tenant.migrations().pending_of(id).is_none() {
                events.push(Event::MigrationQueued(new_migration(id, MigrationType::ToSameType, world)));
            }
        }
        Ok(events)
    }

    fn selects(&self, user: &User<'_>, present: Option<Number>) -> bool {
        match &self.select {
            Selection::FromNumber(number) => present == *number,
            Selection::Place { country, state, city } => {
                let fits = |wanted: &Option<String>, detail| match wanted {
                    Some(wanted) => user.detail(detail).is_some_and(|known| same_text(known, wanted.trim())),
                    None => true,
                };
                user.usage_location() == Some(*country)
                    && fits(state, Detail::StateOrProvince)
                    && fits(city, Detail::City)
            }
        }
    }
}
