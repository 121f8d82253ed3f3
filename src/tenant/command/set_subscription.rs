//! Buy licences, or fewer of them.

use crate::tenant::event::Event;
use crate::tenant::model::{Subscription, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Sets how many licences of a SKU the tenant has; a SKU of the catalogue that it has not yet is
/// added. A count below what is in use is taken: nobody loses a licence, but nobody gets one.
#[derive(Clone, Debug)]
pub struct SetSubscription {
    /// The SKU.
    pub sku: String,
    /// Licences bought.
    pub total: u32,
}

impl SetSubscription {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let subscription = match tenant.find_subscription(&self.sku) {
            Some(known) if known.total == self.total => return Ok(Vec::new()),
            Some(known) => Subscription { total: self.total, ..known.clone() },
            None => Subscription::of_catalogue(&self.sku, self.total).ok_or_else(|| Refusal::UnknownSku {
                sku: self.sku.clone(),
                known: Subscription::catalogue().map(str::to_owned).collect(),
            })?,
        };
        Ok(vec![Event::SubscriptionChanged(subscription)])
    }
}
