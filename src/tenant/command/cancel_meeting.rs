//! Cancel a meeting.

use crate::tenant::event::Event;
use crate::tenant::model::{Guid, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Cancels a meeting.
#[derive(Clone, Copy, Debug)]
pub struct CancelMeeting {
    /// The meeting.
    pub meeting: Guid,
}

impl CancelMeeting {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let meeting = tenant.meetings().get(self.meeting).ok_or(Refusal::MeetingNotFound { id: self.meeting })?;
        Ok(vec![Event::MeetingCancelled { meeting: meeting.id }])
    }
}
