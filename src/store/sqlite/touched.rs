//! Which parts of a tenant the events of a command touch: these are written anew, the rest stays.

use std::collections::BTreeSet;

use crate::tenant::event::Event;
use crate::tenant::model::{Guid, PolicyTarget};

/// The parts that are written anew.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Every user.
    pub(super) all_users: bool,
    /// These users; one that is gone is taken out.
    pub(super) users: BTreeSet<Guid>,
    /// Everything but the users.
    pub(super) outer: bool,
}

impl Touched {
    /// What the events touch.
    pub(super) fn by(events: &[Event]) -> Self {
        let mut touched = Self::default();
        for event in events {
            touched.add(event);
        }
        touched
    }

    fn add(&mut self, event: &Event) {
        match event {
            Event::TenantReplaced(_) => {
                self.all_users = true;
                self.outer = true;
            }
            Event::UserCreated(record) => {
                self.users.insert(record.object_id);
            }
            Event::UserChanged { user, .. }
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
            | Event::TollFreeDialInChanged { user, .. } => {
                self.users.insert(*user);
            }
            Event::InformationSent { .. } => {}
            // With the user go memberships and meetings.
            Event::UserRemoved { user } => {
                self.users.insert(*user);
                self.outer = true;
            }
            Event::PolicyGranted { target: PolicyTarget::User(user), .. } => {
                self.users.insert(*user);
            }
            // Users who had it fall back.
            Event::PolicyRemoved { .. } => {
                self.all_users = true;
                self.outer = true;
            }
            // What a user's line leaves out depends on what the tenant says of itself.
            Event::InfoChanged(_) => {
                self.all_users = true;
                self.outer = true;
            }
            _ => self.outer = true,
        }
    }
}
