//! All meetings of a tenant.

use std::collections::{BTreeMap, HashMap};

use super::{ConferenceId, Guid, Meeting};

/// Meetings by organizer, with their conference IDs.
#[derive(Clone, Default)]
pub struct Meetings {
    by_organizer: BTreeMap<Guid, Vec<Meeting>>,
    organizer_of: HashMap<Guid, Guid>,
    /// How many meetings show an ID: several of one organizer may show the same static one.
    conference_ids: HashMap<ConferenceId, u32>,
}

impl PartialEq for Meetings {
    fn eq(&self, other: &Self) -> bool {
        self.by_organizer == other.by_organizer
    }
}

impl Meetings {
    /// Every meeting, by organizer.
    pub fn iter(&self) -> impl Iterator<Item = &Meeting> + '_ {
        self.by_organizer.values().flatten()
    }

    /// The meetings of one organizer, in the order they were scheduled.
    pub fn of(&self, organizer: Guid) -> &[Meeting] {
        self.by_organizer.get(&organizer).map_or(&[], Vec::as_slice)
    }

    /// The meeting of an id.
    pub fn get(&self, id: Guid) -> Option<&Meeting> {
        self.of(*self.organizer_of.get(&id)?).iter().find(|meeting| meeting.id == id)
    }

    /// Whether the invitation of a meeting shows this conference ID.
    pub fn has_conference_id(&self, id: ConferenceId) -> bool {
        self.conference_ids.contains_key(&id)
    }

    /// How many meetings there are.
    pub fn len(&self) -> usize {
        self.organizer_of.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.organizer_of.is_empty()
    }

    /// Puts a meeting in, in place of one of the same id.
    pub(in crate::tenant) fn put(&mut self, meeting: Meeting) {
        if self.organizer_of.get(&meeting.id).is_some_and(|organizer| *organizer != meeting.organizer) {
            self.remove(meeting.id);
        }
        self.organizer_of.insert(meeting.id, meeting.organizer);
        let meetings = self.by_organizer.entry(meeting.organizer).or_default();
        let before = match meetings.iter_mut().find(|known| known.id == meeting.id) {
            Some(known) => std::mem::replace(known, meeting.clone()).conference_id,
            None => {
                meetings.push(meeting.clone());
                None
            }
        };
        if let Some(id) = meeting.conference_id {
            *self.conference_ids.entry(id).or_default() += 1;
        }
        self.release(before);
    }

    /// Takes a meeting out.
    pub(in crate::tenant) fn remove(&mut self, id: Guid) {
        let Some(organizer) = self.organizer_of.remove(&id) else { return };
        let Some(meetings) = self.by_organizer.get_mut(&organizer) else { return };
        let at = meetings.iter().position(|meeting| meeting.id == id);
        let freed = at.and_then(|at| meetings.remove(at).conference_id);
        if meetings.is_empty() {
            self.by_organizer.remove(&organizer);
        }
        self.release(freed);
    }

    /// Takes all meetings of an organizer out.
    pub(in crate::tenant) fn remove_organizer(&mut self, organizer: Guid) {
        for meeting in self.by_organizer.remove(&organizer).unwrap_or_default() {
            self.organizer_of.remove(&meeting.id);
            self.release(meeting.conference_id);
        }
    }

    fn release(&mut self, id: Option<ConferenceId>) {
        let Some(id) = id else { return };
        if let Some(count) = self.conference_ids.get_mut(&id) {
            *count -= 1;
            if *count == 0 {
                self.conference_ids.remove(&id);
            }
        }
    }
}
