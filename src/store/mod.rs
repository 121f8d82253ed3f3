//! Where tenant and outbox are kept: a command's change and its mails in one transaction.
//!
//! The store is told what is about to happen and makes it durable, or refuses; only then does
//! `dispatch` change the tenant and the outbox in memory. What a change is, is not decided here.

mod memory;

use std::fmt;

pub use memory::MemoryStore;

use crate::mail::{Item, MailId, MailState};
use crate::notify::Suppressed;
use crate::tenant::event::Event;

/// One transaction: all of it is kept, or nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Batch<'a> {
    /// Changes of the tenant, in order.
    pub events: &'a [Event],
    /// Mails that are posted, in order.
    pub mails: &'a [Item],
    /// Mails that do not go out.
    pub suppressed: &'a [Suppressed],
    /// Suppressed records that are taken out, because their mail was sent after all.
    pub unsuppressed: &'a [Suppressed],
    /// Mails that get another state.
    pub states: &'a [(MailId, MailState)],
    /// Mails that are removed.
    pub removed: &'a [MailId],
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
    /// Keeps one transaction.
    ///
    /// # Errors
    /// It could not be kept; then nothing of it was.
    fn commit(&mut self, batch: &Batch<'_>) -> Result<(), StoreError>;
}
