//! Put users into a group and take them out; the group's licences come and go with them.

use super::transition::change_licences;
use super::{Steps, expect_user};
use crate::tenant::event::Event;
use crate::tenant::model::{Assignment, Group, GroupAssignment, Guid, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Adds and removes members of a group.
#[derive(Clone, Debug)]
pub struct ChangeGroupMembers {
    /// The group.
    pub group: Guid,
    /// Users to add.
    pub add: Vec<Guid>,
    /// Users to remove.
    pub remove: Vec<Guid>,
}

impl ChangeGroupMembers {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let group = expect_group(tenant, self.group)?.clone();
        let mut steps = Steps::on(tenant);
        let is_member = |tenant: &Tenant, user| tenant.group(group.id).is_some_and(|group| group.members.contains(&user));
        for user in &self.remove {
            expect_user(&steps.tenant, *user)?;
            if is_member(&steps.tenant, *user) {
                steps.take(vec![Event::GroupLeft { group: group.id, user: *user }]);
                change_inherited(&mut steps, *user, &Group { licences: Vec::new(), ..group.clone() }, world)?;
            }
        }
        for user in &self.add {
            expect_user(&steps.tenant, *user)?;
            if !is_member(&steps.tenant, *user) {
                steps.take(vec![Event::GroupJoined { group: group.id, user: *user }]);
                change_inherited(&mut steps, *user, &group, world)?;
            }
        }
        Ok(steps.events)
    }
}

/// Makes what a user has through a group what the group gives.
pub(super) fn change_inherited(
    steps: &mut Steps,
    id: Guid,
    group: &Group,
    world: &mut World<'_>,
) -> Result<(), Refusal> {
    let mut licences = expect_user(&steps.tenant, id)?.licences().to_vec();
    for licence in &mut licences {
        licence.groups.retain(|inherited| inherited.group != group.id);
    }
    for given in &group.licences {
        let inherited = GroupAssignment { group: group.id, disabled_plans: given.disabled_plans.clone() };
        match licences.iter_mut().find(|licence| licence.sku == given.sku) {
            Some(licence) => licence.groups.push(inherited),
            None => licences.push(Assignment {
                sku: given.sku.clone(),
                direct: false,
                disabled_plans: Vec::new(),
                groups: vec![inherited],
            }),
        }
    }
    licences.retain(|licence| licence.direct || !licence.groups.is_empty());
    let events = change_licences(&steps.tenant, id, &licences, world)?;
    steps.take(events);
    Ok(())
}

/// The group of an id, or the refusal.
pub(super) fn expect_group(tenant: &Tenant, id: Guid) -> Result<&Group, Refusal> {
    tenant.group(id).ok_or_else(|| Refusal::GroupNotFound { group: id.to_string() })
}
