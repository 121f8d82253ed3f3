//! What a change board wants to know before it says yes.

use std::collections::{BTreeMap, BTreeSet};

use crate::dispatch::{Dispatch, Entry};
use crate::notify::Reason;
use crate::tenant::event::Event;
use crate::tenant::model::Guid;

/// How many names a warning gives.
const NAMED: usize = 5;

fn names(dispatch: &Dispatch, users: &BTreeSet<Guid>) -> String {
    let name = |id: &Guid| dispatch.tenant().user(*id).map_or_else(|| id.to_string(), |user| user.user_principal_name().to_owned());
    let mut all: Vec<String> = users.iter().map(name).collect();
    all.sort();
    let more = all.len().saturating_sub(NAMED);
    all.truncate(NAMED);
    let list = all.join(", ");
    if more > 0 { format!("{list} and {more} more") } else { list }
}

fn count(number: usize, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// The warnings of what a plan did, gravest first.
pub fn warnings(dispatch: &Dispatch, entries: &[Entry], n_with_pin: usize, refused: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    if n_with_pin > 0 {
        let mails = count(n_with_pin, "mail carries a PIN", "mails carry a PIN");
        found.push(format!("{mails}: PINs travel in the clear, to the mailbox of each user."));
    }
    let mut untold: BTreeMap<&'static str, BTreeSet<Guid>> = BTreeMap::new();
    for record in entries.iter().flat_map(|entry| &entry.suppressed) {
        untold.entry(Reason::name(record.reason)).or_default().insert(record.user);
    }
    for (reason, users) in &untold {
        let who = count(users.len(), "user is told by nobody", "users are told by nobody");
        found.push(format!("{who} ({reason}): {}.", names(dispatch, users)));
    }
    let (mut new_ids, mut new_numbers, mut off, mut removed) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new(), 0_usize);
    for event in entries.iter().flat_map(|entry| entry.events.iter()) {
        match event {
            Event::ConferenceIdChanged { user, .. } => drop(new_ids.insert(*user)),
            Event::DefaultNumberChanged { user, .. } | Event::UserBridgeChanged { user, .. } => drop(new_numbers.insert(*user)),
            Event::ConferencingDisabled { user, .. } => drop(off.insert(*user)),
            Event::UserRemoved { .. } => removed += 1,
            _ => {}
        }
    }
    let now = dispatch.now();
    let with_meetings = |users: BTreeSet<Guid>| -> BTreeSet<Guid> {
        let has = |user: &Guid| dispatch.tenant().meetings().of(*user).iter().any(|meeting| meeting.start > now);
        users.into_iter().filter(has).collect()
    };
    for (users, what) in [
        (
            with_meetings(new_ids),
            "get a new conference ID under existing meetings: the old one stops working at once, and invitations show it until they are updated",
        ),
        (with_meetings(new_numbers), "get another number under existing meetings: invitations show the old one until they are updated"),
        (with_meetings(off), "lose conferencing under existing meetings: nobody can join these by phone any more"),
    ] {
        if !users.is_empty() {
            found.push(format!("{} {what}: {}.", count(users.len(), "user", "users"), names(dispatch, &users)));
        }
    }
    if removed > 0 {
        found.push(format!("{} removed, with their meetings.", count(removed, "user is", "users are")));
    }
    if !refused.is_empty() {
        found.push(format!(
            "The script reaches outside of the tenant {} times, which a plan refuses: it may run differently for real.",
            refused.len()
        ));
    }
    found
}
