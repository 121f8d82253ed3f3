//! Group-based licensing: give licences to a group, and so to its members.

use super::change_group_members::{change_inherited, expect_group};
use super::change_licences::{LicenceToAdd, expect_plans};
use super::transition::expect_subscription;
use super::Steps;
use crate::tenant::event::Event;
use crate::tenant::model::{GroupLicence, Guid, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Adds and removes licences of a group.
#[derive(Clone, Debug)]
pub struct ChangeGroupLicences {
    /// The group.
    pub group: Guid,
    /// What to add.
    pub add: Vec<LicenceToAdd>,
    /// Part numbers, account SKU ids, or SKU ids to remove.
    pub remove: Vec<String>,
}

impl ChangeGroupLicences {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let mut group = expect_group(tenant, self.group)?.clone();
        let before = group.licences.clone();
        for sku in &self.remove {
            let sku = expect_subscription(tenant, sku)?.sku.clone();
            let n_before = group.licences.len();
            group.licences.retain(|licence| licence.sku != sku);
            if group.licences.len() == n_before {
                return Err(Refusal::LicenceNotAssigned { user: group.name, sku });
            }
        }
        for wanted in &self.add {
            let subscription = expect_subscription(tenant, &wanted.sku)?;
            let disabled_plans = expect_plans(subscription, &wanted.disabled_plans)?;
            group.licences.retain(|licence| licence.sku != subscription.sku);
            group.licences.push(GroupLicence { sku: subscription.sku.clone(), disabled_plans });
        }
        if group.licences == before {
            return Ok(Vec::new());
        }
        let mut steps = Steps::on(tenant);
        steps.take(vec![Event::GroupLicencesChanged { group: group.id, licences: group.licences.clone() }]);
        for member in &group.members {
            change_inherited(&mut steps, *member, &group, world)?;
        }
        Ok(steps.events)
    }
}
