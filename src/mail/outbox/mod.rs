//! The outbox: every mail that was posted, with its state, and every mail that was not, with the reason.
//!
//! In memory; `store` keeps it on disk. Sending is in [`super::delivery`]; nothing here leaves the machine by itself.

mod item;
mod state;

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;

pub use item::{Item, MailId};
pub use state::MailState;

use super::render::Mail;
use crate::notify::{Kind, Suppressed};

/// The mails posted, oldest first, and the mails suppressed.
///
/// A clone shares the mails, so a plan's copy of a large outbox costs its list alone.
#[derive(Debug, Clone)]
pub struct Outbox {
    instance: u64,
    next: u64,
    items: Vec<Item>,
    suppressed: Vec<Suppressed>,
}

/// Which mails of an outbox; what is `None` does not filter.
#[derive(Debug, Clone, Default)]
pub struct MailFilter {
    /// To this address or display name, in any case; `*` and `?` are wildcards.
    pub to: Option<String>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// In this state.
    pub state: Option<MailState>,
    /// The last so many of those.
    pub newest: Option<usize>,
}

/// Why a mail's state did not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutboxError {
    /// There is no mail of that number.
    NoSuchMail(MailId),
    /// A mail in that state cannot take the other.
    Transition {
        /// The mail.
        id: MailId,
        /// Its state.
        state: MailState,
        /// The state it was to take.
        wanted: MailState,
    },
}

impl fmt::Display for OutboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchMail(id) => write!(f, "There is no mail with the Id {id} in the outbox."),
            Self::Transition { id, state, wanted } => {
                write!(f, "The mail with the Id {id} is {state} and cannot become {wanted}.")
            }
        }
    }
}

impl std::error::Error for OutboxError {}

impl Outbox {
    /// An empty outbox. `instance` is a random number that makes its Message-IDs unique.
    pub fn new(instance: u64) -> Self {
        Self { instance, next: 1, items: Vec::new(), suppressed: Vec::new() }
    }

    /// The random number in the Message-IDs.
    pub fn instance(&self) -> u64 {
        self.instance
    }

    /// Takes a mail in; it waits to be sent, in the order of posting.
    pub fn post(&mut self, mail: Mail, created: Timestamp) -> MailId {
        let id = MailId(self.next);
        let staged = self.stage(vec![mail], created);
        self.accept(staged);
        id
    }

    /// Gives mails the numbers that they will have, without taking them in yet: a store may have to
    /// keep them first.
    pub fn stage(&self, mails: Vec<Mail>, created: Timestamp) -> Vec<Item> {
        let item = |(mail, number)| Item::queued(MailId(number), self.instance, mail, created);
        mails.into_iter().zip(self.next..).map(item).collect()
    }

    /// Takes in what [`Outbox::stage`] gave.
    pub fn accept(&mut self, staged: Vec<Item>) {
        if let Some(last) = staged.last() {
            self.next = last.id.0 + 1;
        }
        self.items.extend(staged);
    }

    /// Records a mail that did not go out.
    pub fn suppress(&mut self, suppressed: Suppressed) {
        self.suppressed.push(suppressed);
    }

    /// All mails, oldest first.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// All mails that did not go out, oldest first.
    pub fn suppressed(&self) -> &[Suppressed] {
        &self.suppressed
    }

    /// Takes out the suppressed records that the caller says yes to, and gives them back.
    pub fn take_suppressed(&mut self, mut wanted: impl FnMut(&Suppressed) -> bool) -> Vec<Suppressed> {
        let (taken, kept) = std::mem::take(&mut self.suppressed).into_iter().partition(|record| wanted(record));
        self.suppressed = kept;
        taken
    }

    fn position(&self, id: MailId) -> Result<usize, OutboxError> {
        self.items.binary_search_by_key(&id, |item| item.id).map_err(|_| OutboxError::NoSuchMail(id))
    }

    /// The mail of a number.
    pub fn get(&self, id: MailId) -> Option<&Item> {
        self.position(id).ok().and_then(|at| self.items.get(at))
    }

    /// The mails that pass the filter, oldest first.
    pub fn find(&self, filter: &MailFilter) -> Vec<&Item> {
        let mut found: Vec<&Item> = self.items.iter().filter(|item| filter.passes(item)).collect();
        if let Some(newest) = filter.newest {
            found.drain(..found.len().saturating_sub(newest));
        }
        found
    }

    /// How many mails there are of each kind, counted from a number on.
    pub fn count_by_kind(&self, from: MailId) -> BTreeMap<Kind, usize> {
        let mut counts = BTreeMap::new();
        for item in self.items.iter().filter(|item| item.id >= from) {
            *counts.entry(item.kind()).or_insert(0) += 1;
        }
        counts
    }

    /// The mails that pass the filter, but those that are just being sent.
    pub fn clearable(&self, filter: &MailFilter) -> Vec<MailId> {
        let found = self.find(filter).into_iter();
        found.filter(|item| item.state != MailState::Sending).map(|item| item.id).collect()
    }

    /// Removes mails by their numbers, which are in order.
    pub fn remove(&mut self, doomed: &[MailId]) {
        self.items.retain(|item| doomed.binary_search(&item.id).is_err());
    }

    /// Whether a mail may take a state; gives its place.
    ///
    /// # Errors
    /// There is no such mail, or its state does not lead there.
    pub(crate) fn expect_change(&self, id: MailId, wanted: MailState) -> Result<usize, OutboxError> {
        let at = self.position(id)?;
        let state = self.items[at].state;
        if state.may_become(wanted) { Ok(at) } else { Err(OutboxError::Transition { id, state, wanted }) }
    }

    /// The mails that wait to be sent, in the order of posting.
    pub fn waiting(&self) -> Vec<MailId> {
        let waits = |item: &&Item| matches!(item.state, MailState::Queued | MailState::Deferred);
        self.items.iter().filter(waits).map(|item| item.id).collect()
    }

    /// Puts changed mails in the place of the ones with their numbers.
    pub fn replace(&mut self, changed: Vec<Item>) {
        for item in changed {
            if let Ok(at) = self.position(item.id) {
                self.items[at] = item;
            }
        }
    }

    /// Takes in what other processes did: new and changed mails, those removed, and, if they changed, the suppressed ones.
    pub fn merge(&mut self, mails: Vec<Item>, removed: &[MailId], next: u64, suppressed: Option<Vec<Suppressed>>) {
        for item in mails {
            match self.position(item.id) {
                Ok(at) => self.items[at] = item,
                Err(_) => {
                    let at = self.items.partition_point(|known| known.id < item.id);
                    self.items.insert(at, item);
                }
            }
        }
        if !removed.is_empty() {
            self.remove(removed);
        }
        self.next = self.next.max(next);
        if let Some(suppressed) = suppressed {
            self.suppressed = suppressed;
        }
    }

    /// A mail with its next state, not yet put in its place: a store may have to keep it first.
    ///
    /// # Errors
    /// There is no such mail, or its state does not lead there.
    pub fn changed(&self, id: MailId, wanted: MailState) -> Result<Item, OutboxError> {
        let at = self.expect_change(id, wanted)?;
        let mut item = self.items[at].clone();
        item.state = wanted;
        item.next_attempt = None;
        Ok(item)
    }
}

impl MailFilter {
    /// Whether the mail passes, `newest` aside.
    pub fn passes(&self, item: &Item) -> bool {
        self.kind.is_none_or(|kind| kind == item.kind())
            && self.state.is_none_or(|state| state == item.state)
            && self
                .to
                .as_deref()
                .is_none_or(|wanted| matches_wildcard(wanted, item.mail.to.address()) || matches_wildcard(wanted, item.mail.to.name()))
    }
}

/// Whether the text fits the pattern of `*` and `?`, in any case.
fn matches_wildcard(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.to_lowercase().chars().collect();
    let text: Vec<char> = text.to_lowercase().chars().collect();
    // The last star seen, and where in the text it was tried up to: backtracking over one star suffices.
    let (mut at, mut in_text) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while in_text < text.len() {
        if pattern.get(at) == Some(&'*') {
            star = Some((at, in_text));
            at += 1;
        } else if pattern.get(at).is_some_and(|&c| c == '?' || c == text[in_text]) {
            at += 1;
            in_text += 1;
        } else if let Some((star_at, tried)) = star {
            star = Some((star_at, tried + 1));
            at = star_at + 1;
            in_text = tried + 1;
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|&c| c == '*')
}
