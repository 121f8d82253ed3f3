//! Grant a policy to a user, a group, or everybody.

use super::change_group_members::expect_group;
use super::create_policy::expect_policy_name;
use super::expect_user;
use crate::tenant::event::Event;
use crate::tenant::model::{GLOBAL, PolicyArea, PolicyTarget, Tenant, same_text};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Grants a policy, or takes a grant away. Existing meetings stay as they are until they are
/// migrated by hand.
#[derive(Clone, Debug)]
pub struct GrantPolicy {
    /// What it governs. A policy of another area than the two of conferencing is recorded as it
    /// is named.
    pub area: PolicyArea,
    /// To whom.
    pub target: PolicyTarget,
    /// The policy's name; `None` and `Global` take the grant away.
    pub policy: Option<String>,
}

impl GrantPolicy {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let policy = match &self.policy {
            None => None,
            Some(name) => Some(self.expect_known(tenant, name)?).filter(|name| !same_text(name, GLOBAL)),
        };
        let present = match self.target {
            PolicyTarget::User(id) => expect_user(tenant, id)?.granted_policy(&self.area).map(str::to_owned),
            PolicyTarget::Global => Some(tenant.global_grant(&self.area).to_owned()).filter(|name| name != GLOBAL),
            PolicyTarget::Group { group, rank } => {
                expect_group(tenant, group)?;
                let is_it = |grant: &&crate::tenant::model::GroupGrant| grant.area == self.area && grant.group == group;
                match tenant.group_grants().iter().find(is_it) {
                    // Another rank is a change, too.
                    Some(grant) if grant.rank != rank && policy.is_some() => None,
                    grant => grant.map(|grant| grant.policy.clone()),
                }
            }
        };
        if present == policy {
            return Ok(Vec::new());
        }
        Ok(vec![Event::PolicyGranted { area: self.area.clone(), target: self.target, policy }])
    }

    fn expect_known(&self, tenant: &Tenant, name: &str) -> Result<String, Refusal> {
        let known = match &self.area {
            PolicyArea::AudioConferencing => tenant.conferencing_policy(name).map(|policy| policy.name.clone()),
            PolicyArea::AudioConferencingRouting => tenant.routing_policy(name).map(|policy| policy.name.clone()),
            PolicyArea::Other(_) => Some(expect_policy_name(name)?),
        };
        known.ok_or_else(|| Refusal::PolicyNotFound {
            area: self.area.property().to_owned(),
            name: name.to_owned(),
        })
    }
}
