//! What commands did: the log of a session, and its summary for plans and audits.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;

use crate::mail::Outbox;
use crate::notify::{Kind, Reason, Suppressed};
use crate::tenant::event::Event;
use crate::tenant::model::Guid;

/// One command that changed something or mailed somebody.
#[derive(Debug, Clone)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// The command's name.
    pub command: &'static str,
    /// What happened. PINs in it do not print.
    pub events: Arc<Vec<Event>>,
    /// The numbers of its mails.
    pub mails: Range<u64>,
    /// The mails that did not go out.
    pub suppressed: Vec<Suppressed>,
}

/// What several commands did together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// The users whom an event is about.
    pub users: BTreeSet<Guid>,
    /// How many mails of each kind, those removed from the outbox included in no count.
    pub mails: BTreeMap<Kind, usize>,
    /// How many of them carry a PIN.
    pub n_with_pin: usize,
    /// How many mails did not go out, by kind and reason.
    pub suppressed: BTreeMap<(Kind, &'static str), usize>,
    /// Meetings whose invitation was replaced.
    pub n_meetings_rescheduled: usize,
    /// Users whose meetings were queued for migration.
    pub n_migrations_queued: usize,
}

impl Summary {
    /// The summary of entries, whose mails are in the outbox.
    pub fn of(entries: &[Entry], outbox: &Outbox) -> Self {
        let mut summary = Self::default();
        for entry in entries {
            for event in entry.events.iter() {
                summary.users.extend(user_of(event));
                match event {
                    Event::MeetingRescheduled(_) => summary.n_meetings_rescheduled += 1,
                    Event::MigrationQueued(_) => summary.n_migrations_queued += 1,
                    _ => {}
                }
            }
            for item in entry.mails.clone().filter_map(|number| outbox.get(crate::mail::MailId(number))) {
                *summary.mails.entry(item.kind()).or_default() += 1;
                summary.n_with_pin += usize::from(item.mail.contains_pin);
            }
            for suppressed in &entry.suppressed {
                *summary.suppressed.entry((suppressed.kind, Reason::name(suppressed.reason))).or_default() += 1;
            }
        }
        summary
    }
}

/// The user whom an event is about.
pub fn user_of(event: &Event) -> Option<Guid> {
    match event {
        Event::UserCreated(record) => Some(record.object_id),
        Event::UserChanged { user, .. }
        | Event::UserRemoved { user }
        | Event::LicenceAssigned { user, .. }
        | Event::LicenceRemoved { user, .. }
        | Event::ConferencingEnabled { user, .. }
        | Event::ConferencingDisabled { user, .. }
        | Event::ProviderChanged { user, .. }
        | Event::PinReset { user, .. }
        | Event::ConferenceIdChanged { user, .. }
        | Event::DefaultNumberChanged { user, .. }
        | Event::UserBridgeChanged { user, .. }
        | Event::PstnOnlyMeetingsChanged { user, .. }
        | Event::TollFreeDialInChanged { user, .. }
        | Event::InformationSent { user, .. }
        | Event::GroupJoined { user, .. }
        | Event::GroupLeft { user, .. } => Some(*user),
        Event::MeetingScheduled(meeting) | Event::MeetingRescheduled(meeting) => Some(meeting.organizer),
        Event::MigrationQueued(migration) | Event::MigrationAdvanced(migration) => Some(migration.user),
        _ => None,
    }
}
