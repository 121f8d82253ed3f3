//! Remove a policy.

use super::create_policy::{Policy, set_event};
use crate::tenant::event::Event;
use crate::tenant::model::{ConferencingPolicy, GLOBAL, PolicyArea, RoutingPolicy, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Removes a policy: its users fall back. Removing `Global` puts it back to its defaults.
#[derive(Clone, Debug)]
pub struct RemovePolicy {
    /// The area; policies of other areas than the two of conferencing are not kept here.
    pub area: PolicyArea,
    /// The policy's name.
    pub name: String,
}

impl RemovePolicy {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let (name, reset) = match &self.area {
            PolicyArea::AudioConferencing => {
                let known = tenant.conferencing_policy(&self.name).map(|policy| policy.name.clone());
                (known, Policy::Conferencing(ConferencingPolicy::new(GLOBAL)))
            }
            PolicyArea::AudioConferencingRouting => {
                let known = tenant.routing_policy(&self.name).map(|policy| policy.name.clone());
                (known, Policy::Routing(RoutingPolicy::new(GLOBAL)))
            }
            PolicyArea::Other(_) => (None, Policy::Conferencing(ConferencingPolicy::new(GLOBAL))),
        };
        let Some(name) = name else {
            return Err(Refusal::PolicyNotFound {
                area: self.area.property().to_owned(),
                name: self.name.clone(),
            });
        };
        if name != GLOBAL {
            return Ok(vec![Event::PolicyRemoved { area: self.area.clone(), name }]);
        }
        let is_reset = match &reset {
            Policy::Conferencing(policy) => tenant.conferencing_policy(GLOBAL) == Some(policy),
            Policy::Routing(policy) => tenant.routing_policy(GLOBAL) == Some(policy),
        };
        Ok(if is_reset { Vec::new() } else { vec![set_event(reset)] })
    }
}
