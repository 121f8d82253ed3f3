//! Send a user's conferencing information by hand.

use super::transition::expect_enabled;
use super::{expect_address, expect_text};
use crate::tenant::event::{Event, SenderOverride};
use crate::tenant::model::{Guid, Pin, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Where a manual mail goes and who it comes from.
#[derive(Clone, Debug, Default)]
pub struct SendWish {
    /// The address it goes to, of any domain; the user's primary mail address if none.
    pub to: Option<String>,
    /// The address it comes from; the tenant's sender if none.
    pub from_address: Option<String>,
    /// The display name it comes from; the tenant's sender if none.
    pub from_name: Option<String>,
}

/// Sends number and conference ID, never the PIN. It works while automatic mails are off.
#[derive(Clone, Debug)]
pub struct SendInformation {
    /// The user.
    pub user: Guid,
    /// Where to and from whom.
    pub wish: SendWish,
}

impl SendInformation {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        expect_enabled(tenant, self.user)?;
        Ok(vec![sent(self.user, &self.wish, None)?])
    }
}

/// The event of a manual mail; `pin` only if the same command has reset it.
pub(super) fn sent(user: Guid, wish: &SendWish, pin: Option<Pin>) -> Result<Event, Refusal> {
    if let Some(to) = &wish.to {
        expect_address("recipient address", to)?;
    }
    if let Some(address) = &wish.from_address {
        expect_address("sender address", address)?;
    }
    if let Some(name) = &wish.from_name {
        expect_text("sender display name", name)?;
    }
    let is_overridden = wish.from_address.is_some() || wish.from_name.is_some();
    let from = is_overridden
        .then(|| SenderOverride { address: wish.from_address.clone(), name: wish.from_name.clone() });
    Ok(Event::InformationSent { user, to: wish.to.clone(), from, pin })
}
