//! Schedule a meeting.

use super::text::MOST_SUBJECT_CHARACTERS;
use super::transition::fresh_conference_id;
use super::{expect_inert, expect_user};
use crate::tenant::event::Event;
use crate::tenant::model::{Guid, MEETING_ID_DIGITS, Meeting, MeetingType, Tenant, Timestamp};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Schedules a meeting; its invitation shows the coordinates the organizer has now.
#[derive(Clone, Debug)]
pub struct ScheduleMeeting {
    /// The object id of the organizer.
    pub organizer: Guid,
    /// Its subject.
    pub subject: String,
    /// When it begins.
    pub start: Timestamp,
    /// How many are invited, the organizer included.
    pub attendees: u32,
    /// The service it is held in.
    pub meeting_type: MeetingType,
    /// The organizer's mailbox is on premises.
    pub on_premises_mailbox: bool,
}

impl ScheduleMeeting {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        expect_user(tenant, self.organizer)?;
        expect_inert("subject", &self.subject, MOST_SUBJECT_CHARACTERS)?;
        let meeting = Meeting {
            id: world.guid(),
            organizer: self.organizer,
            subject: self.subject.clone(),
            start: self.start,
            attendees: self.attendees.max(1),
            meeting_type: self.meeting_type,
            on_premises_mailbox: self.on_premises_mailbox,
            conference_id: None,
            service_number: None,
            toll_free_service_number: None,
        };
        Ok(vec![Event::MeetingScheduled(with_coordinates(tenant, &meeting, world)?)])
    }
}

/// The meeting with an invitation that shows the organizer's coordinates of now: with dynamic IDs
/// an ID of the meeting's own, which it keeps; none of them if conferencing is off.
pub(super) fn with_coordinates(
    tenant: &Tenant,
    meeting: &Meeting,
    world: &mut World<'_>,
) -> Result<Meeting, Refusal> {
    let mut meeting = meeting.clone();
    let user = tenant.user(meeting.organizer).filter(|user| user.is_enabled());
    let Some(user) = user else {
        meeting.conference_id = None;
        meeting.service_number = None;
        meeting.toll_free_service_number = None;
        return Ok(meeting);
    };
    meeting.conference_id = match (tenant.shown_conference_id(&user), meeting.conference_id) {
        (Some(id), _) => Some(id),
        (None, Some(own)) if Some(own) != user.static_conference_id() => Some(own),
        (None, _) => Some(fresh_conference_id(tenant, MEETING_ID_DIGITS, world)?),
    };
    let allows_toll_free = user.allow_toll_free_dial_in() && tenant.conferencing_policy_of(&user).allow_toll_free_dialin;
    meeting.service_number = user.toll_number();
    meeting.toll_free_service_number = user.toll_free_number().filter(|_| allows_toll_free);
    Ok(meeting)
}
