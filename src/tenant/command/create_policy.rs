//! Create a policy.

use super::expect_inert;
use crate::tenant::event::Event;
use crate::tenant::model::{ConferencingPolicy, Number, RoutingPolicy, Tenant, strip_tag};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// A policy with all its properties.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Policy {
    /// Audio conferencing.
    Conferencing(ConferencingPolicy),
    /// Routing of audio conferencing.
    Routing(RoutingPolicy),
}

/// Creates a policy under a new name.
#[derive(Clone, Debug)]
pub struct CreatePolicy {
    /// The policy.
    pub policy: Policy,
}

impl CreatePolicy {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let policy = expect_policy(tenant, &self.policy)?;
        let (name, is_there) = match &policy {
            Policy::Conferencing(policy) => (&policy.name, tenant.conferencing_policy(&policy.name).is_some()),
            Policy::Routing(policy) => (&policy.name, tenant.routing_policy(&policy.name).is_some()),
        };
        if is_there {
            return Err(Refusal::DuplicatePolicy { name: name.clone() });
        }
        Ok(vec![set_event(policy)])
    }
}

pub(super) fn set_event(policy: Policy) -> Event {
    match policy {
        Policy::Conferencing(policy) => Event::ConferencingPolicySet(policy),
        Policy::Routing(policy) => Event::RoutingPolicySet(policy),
    }
}

/// The policy with its name without `Tag:`, or why it does not fit.
pub(super) fn expect_policy(tenant: &Tenant, policy: &Policy) -> Result<Policy, Refusal> {
    match policy {
        Policy::Conferencing(policy) => {
            let name = expect_policy_name(&policy.name)?;
            expect_invite_numbers(tenant, &policy.meeting_invite_phone_numbers)?;
            Ok(Policy::Conferencing(ConferencingPolicy { name, ..policy.clone() }))
        }
        Policy::Routing(policy) => {
            let name = expect_policy_name(&policy.name)?;
            expect_inert("description", &policy.description, 1024)?;
            expect_inert("route type", &policy.route_type, 64)?;
            policy.online_pstn_usages.iter().try_for_each(|usage| expect_inert("PSTN usage", usage, 256))?;
            Ok(Policy::Routing(RoutingPolicy { name, ..policy.clone() }))
        }
    }
}

fn expect_invite_numbers(tenant: &Tenant, numbers: &[Number]) -> Result<(), Refusal> {
    match numbers.iter().find(|number| tenant.service_number(**number).is_none()) {
        Some(number) => Err(Refusal::UnknownServiceNumber { number: *number }),
        None => Ok(()),
    }
}

/// The page: up to 64 characters, no special ones.
pub(in crate::tenant) fn expect_policy_name(name: &str) -> Result<String, Refusal> {
    expect_inert("policy name", name, 256)?;
    let name = strip_tag(name);
    let fits = |character: char| character.is_alphanumeric() || " -_.".contains(character);
    if (1..=64).contains(&name.chars().count()) && name.chars().all(fits) {
        Ok(name.to_owned())
    } else {
        Err(Refusal::InvalidPolicyName { name: name.to_owned() })
    }
}
