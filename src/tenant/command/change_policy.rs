//! Change a policy.

use super::create_policy::{Policy, expect_policy, set_event};
use crate::tenant::event::Event;
use crate::tenant::model::{ConferencingPolicy, PolicyArea, RoutingPolicy, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Gives a policy these properties. Existing meetings stay as they are until they are migrated by
/// hand.
#[derive(Clone, Debug)]
pub struct ChangePolicy {
    /// The policy as it is to be, under the name it has.
    pub policy: Policy,
}

impl ChangePolicy {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let unknown = |area: PolicyArea, name: &str| Refusal::PolicyNotFound {
            area: area.property().to_owned(),
            name: name.to_owned(),
        };
        let (before, after) = match expect_policy(tenant, &self.policy)? {
            Policy::Conferencing(policy) => {
                let known = tenant
                    .conferencing_policy(&policy.name)
                    .ok_or_else(|| unknown(PolicyArea::AudioConferencing, &policy.name))?;
                let after = ConferencingPolicy { name: known.name.clone(), ..policy };
                (Policy::Conferencing(known.clone()), Policy::Conferencing(after))
            }
            Policy::Routing(policy) => {
                let known = tenant
                    .routing_policy(&policy.name)
                    .ok_or_else(|| unknown(PolicyArea::AudioConferencingRouting, &policy.name))?;
                let after = RoutingPolicy { name: known.name.clone(), ..policy };
                (Policy::Routing(known.clone()), Policy::Routing(after))
            }
        };
        Ok(if before == after { Vec::new() } else { vec![set_event(after)] })
    }
}
