//! Where tenant and outbox are kept: a command's change and its mails in one transaction.
//!
//! The store is told what is about to happen and makes it durable, or refuses; only then does
//! `dispatch` change the tenant and the outbox in memory. What a change is, is not decided here.

mod memory;
pub mod sqlite;

use std::fmt;

pub use memory::MemoryStore;

use crate::mail::{Item, MailId};
use crate::notify::Suppressed;
use crate::tenant::event::Event;
use crate::tenant::model::Tenant;

/// One transaction: all of it is kept, or nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Batch<'a> {
    /// Changes of the tenant, in order.
    pub events: &'a [Event],
    /// The tenant after them; a store that is shared needs it wherever there are events.
    pub tenant: Option<&'a Tenant>,
    /// Mails that are posted, in order.
    pub mails: &'a [Item],
    /// Mails that do not go out.
    pub suppressed: &'a [Suppressed],
    /// Suppressed records that are taken out, because their mail was sent after all.
    pub unsuppressed: &'a [Suppressed],
    /// Mails that get another state, as they are then.
    pub states: &'a [Item],
    /// Mails that are removed.
    pub removed: &'a [MailId],
    /// The administrator's templates, all of them, where they change: names and sources.
    pub templates: Option<&'a [(String, String)]>,
}

/// What other processes changed.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// The tenant, if it changed.
    pub tenant: Option<Box<Tenant>>,
    /// Mails that are new or have another state, by number.
    pub mails: Vec<Item>,
    /// Mails that were removed, by number.
    pub removed: Vec<MailId>,
    /// The number of the next mail; 0 if there was none yet.
    pub next_mail: u64,
    /// All suppressed mails, if they changed.
    pub suppressed: Option<Vec<Suppressed>>,
    /// All of the administrator's templates, if they changed.
    pub templates: Option<Vec<(String, String)>>,
}

/// Why a store did not keep a transaction. Nothing of it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreError {
    /// What is wrong, for people.
    pub message: String,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The change was not kept: {}", self.message)
    }
}

impl std::error::Error for StoreError {}

/// Keeps tenant and outbox.
pub trait Store: Send {
    /// Takes the tenant for one transaction, and gives what other processes changed before. With `must_be_durable` what
    /// is kept outlives a power failure before anything else happens.
    ///
    /// # Errors
    /// Another process does not let go of it, or it cannot be read.
    fn begin(&mut self, _must_be_durable: bool) -> Result<Option<Changes>, StoreError> {
        Ok(None)
    }

    /// Keeps one transaction, and ends it.
    ///
    /// # Errors
    /// It could not be kept; then nothing of it was.
    fn commit(&mut self, batch: &Batch<'_>) -> Result<(), StoreError>;

    /// Ends a transaction that was begun, and keeps nothing. Does nothing where none was.
    fn abandon(&mut self) {}

    /// What other processes changed, between transactions.
    ///
    /// # Errors
    /// It cannot be read.
    fn refresh(&mut self) -> Result<Option<Changes>, StoreError> {
        Ok(None)
    }

    /// Whether other processes may work on the same tenant, and batches need the tenant as it is after their events.
    fn is_shared(&self) -> bool {
        false
    }

    /// Says that mails are sent from now on, which one process does at a time.
    ///
    /// # Errors
    /// Another process sends.
    fn begin_sending(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Says that no more mails are sent.
    fn end_sending(&mut self) {}
}
