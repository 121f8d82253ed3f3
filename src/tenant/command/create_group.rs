//! Create a group of users.

use super::expect_text;
use crate::tenant::event::Event;
use crate::tenant::model::{Guid, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Creates a group without members.
#[derive(Clone, Debug)]
pub struct CreateGroup {
    /// Object id; a new one if none.
    pub id: Option<Guid>,
    /// Display name, unique among groups.
    pub name: String,
}

impl CreateGroup {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        expect_text("group name", &self.name)?;
        let name = self.name.trim().to_owned();
        let id = self.id.unwrap_or_else(|| world.guid());
        if tenant.find_group(&name).is_some() || tenant.group(id).is_some() {
            return Err(Refusal::DuplicateGroup { name });
        }
        Ok(vec![Event::GroupCreated { id, name }])
    }
}
