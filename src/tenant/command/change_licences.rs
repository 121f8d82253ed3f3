//! Assign licences to a user and take them away, in one go.

use super::expect_user;
use super::transition::{change_licences, expect_subscription};
use crate::tenant::event::Event;
use crate::tenant::model::{Assignment, Guid, Subscription, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// A licence to assign.
#[derive(Clone, Debug)]
pub struct LicenceToAdd {
    /// Part number, account SKU id, or SKU id.
    pub sku: String,
    /// Names or ids of the plans to leave out.
    pub disabled_plans: Vec<String>,
}

impl LicenceToAdd {
    /// The licence with every plan on.
    pub fn new(sku: impl Into<String>) -> Self {
        LicenceToAdd { sku: sku.into(), disabled_plans: Vec::new() }
    }
}

/// Adds and removes direct licences of a user. A licence that is there already gets the plans
/// given now.
#[derive(Clone, Debug)]
pub struct ChangeLicences {
    /// The user.
    pub user: Guid,
    /// What to add.
    pub add: Vec<LicenceToAdd>,
    /// Part numbers, account SKU ids, or SKU ids to remove.
    pub remove: Vec<String>,
}

impl ChangeLicences {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let user = expect_user(tenant, self.user)?;
        let name = || user.user_principal_name().to_owned();
        let mut licences = user.licences().to_vec();
        for sku in &self.remove {
            let sku = expect_subscription(tenant, sku)?.sku.clone();
            let Some(at) = licences.iter().position(|licence| licence.sku == sku) else {
                return Err(Refusal::LicenceNotAssigned { user: name(), sku });
            };
            if !licences[at].direct {
                return Err(Refusal::LicenceFromGroup { user: name(), sku });
            }
            if licences[at].groups.is_empty() {
                licences.remove(at);
            } else {
                licences[at].direct = false;
                licences[at].disabled_plans.clear();
            }
        }
        for wanted in &self.add {
            let subscription = expect_subscription(tenant, &wanted.sku)?;
            let sku = &subscription.sku;
            for removed in &self.remove {
                if expect_subscription(tenant, removed)?.sku == *sku {
                    return Err(Refusal::SkuAddedAndRemoved { sku: sku.clone() });
                }
            }
            let disabled_plans = expect_plans(subscription, &wanted.disabled_plans)?;
            match licences.iter_mut().find(|licence| licence.sku == *sku) {
                Some(licence) => {
                    licence.direct = true;
                    licence.disabled_plans = disabled_plans;
                }
                None => licences.push(Assignment { disabled_plans, ..Assignment::direct(sku) }),
            }
        }
        change_licences(tenant, self.user, &licences, world)
    }
}

/// The names of these plans of the subscription, in its order, each once.
pub(super) fn expect_plans(subscription: &Subscription, plans: &[String]) -> Result<Vec<String>, Refusal> {
    for plan in plans {
        if subscription.plan(plan).is_none() {
            return Err(Refusal::UnknownPlan {
                plan: plan.clone(),
                sku: subscription.sku.clone(),
                known: subscription.plans.iter().map(|plan| plan.name.clone()).collect(),
            });
        }
    }
    let is_named = |name: &str| plans.iter().any(|plan| subscription.plan(plan).is_some_and(|plan| plan.name == name));
    Ok(subscription.plans.iter().map(|plan| plan.name.clone()).filter(|name| is_named(name)).collect())
}
