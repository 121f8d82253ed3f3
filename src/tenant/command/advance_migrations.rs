//! Let the queue of meeting migrations catch up with the clock.

use jiff::SignedDuration;

use super::Steps;
use super::schedule_meeting::with_coordinates;
use crate::tenant::event::Event;
use crate::tenant::model::{
    MIGRATION_DURATION, MOST_ATTENDEES, MOST_RETRIES, Meeting, Migration, MigrationState, RETRY_WINDOW, Tenant,
    Timestamp,
};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Takes every request of the queue as far as it has come by now.
#[derive(Clone, Copy, Debug)]
pub struct AdvanceMigrations;

impl AdvanceMigrations {
    pub(super) fn decide(&self, tenant: &Tenant, world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        if !tenant.configuration().meeting_migration_enabled {
            return Ok(Vec::new());
        }
        let now = world.now();
        let mut open: Vec<Migration> =
            tenant.migrations().iter().filter(|request| request.is_open() && request.due <= now).cloned().collect();
        open.sort_by_key(|request| request.due);
        let mut steps = Steps::on(tenant);
        for mut request in open {
            while request.is_open() && request.due <= now {
                let (next, mut events) = advance(&steps.tenant, &request, world)?;
                events.push(Event::MigrationAdvanced(next.clone()));
                steps.take(events);
                request = next;
            }
        }
        Ok(steps.events)
    }
}

/// One step of a request, at the time it is due.
fn advance(
    tenant: &Tenant,
    request: &Migration,
    world: &mut World<'_>,
) -> Result<(Migration, Vec<Event>), Refusal> {
    let at = request.due;
    let mut next = request.clone();
    next.modified = at;
    let covered: Vec<&Meeting> = tenant
        .meetings()
        .of(request.user)
        .iter()
        .filter(|meeting| meeting.start > at && request.migration_type.takes(meeting.meeting_type))
        .collect();
    next.total = u32::try_from(covered.len()).unwrap_or(u32::MAX);
    if request.state == MigrationState::Pending {
        next.state = MigrationState::InProgress;
        next.due = later(at, MIGRATION_DURATION);
        return Ok((next, Vec::new()));
    }
    if covered.iter().any(|meeting| meeting.on_premises_mailbox) {
        return Ok((fail(next, at), Vec::new()));
    }
    let mut events = Vec::new();
    (next.succeeded, next.failed, next.invites_updated) = (0, 0, 0);
    for meeting in covered {
        if meeting.attendees > MOST_ATTENDEES {
            next.failed += 1;
            continue;
        }
        let mut updated = with_coordinates(tenant, meeting, world)?;
        updated.meeting_type = request.migration_type.result(meeting.meeting_type);
        next.succeeded += 1;
        if updated != *meeting {
            next.invites_updated += 1;
            events.push(Event::MeetingRescheduled(updated));
        }
    }
    next.state = MigrationState::Succeeded;
    next.last_message = match next.failed {
        0 => String::new(),
        n => format!("{n} not migrated: more than {MOST_ATTENDEES} attendees."),
    };
    Ok((next, events))
}

/// An attempt that failed: it is tried again, nine times in 24 hours at most.
fn fail(mut request: Migration, at: Timestamp) -> Migration {
    request.last_message = "The organizer's mailbox is on premises.".to_owned();
    request.failed = request.total;
    if request.retries < MOST_RETRIES {
        request.retries += 1;
        request.state = MigrationState::InProgress;
        request.due = later(at, RETRY_WINDOW / (MOST_RETRIES as i32 + 1));
    } else {
        request.state = MigrationState::Failed;
    }
    request
}

fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(at)
}
