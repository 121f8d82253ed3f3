//! How far a mail has come.

use std::fmt;

/// The state of a mail in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MailState {
    /// Kept back until it is released.
    Held,
    /// Waiting to be sent.
    Queued,
    /// Handed to a transport right now.
    Sending,
    /// Accepted by the transport.
    Sent,
    /// Refused for now; it will be tried again.
    Deferred,
    /// Refused for good.
    Failed,
    /// The connection or the program ended while it was being sent: it may have arrived. Never
    /// sent again by itself.
    Unknown,
}

impl MailState {
    /// Every state.
    pub const ALL: [Self; 7] = [Self::Held, Self::Queued, Self::Sending, Self::Sent, Self::Deferred, Self::Failed, Self::Unknown];

    /// The name that never changes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Held => "Held",
            Self::Queued => "Queued",
            Self::Sending => "Sending",
            Self::Sent => "Sent",
            Self::Deferred => "Deferred",
            Self::Failed => "Failed",
            Self::Unknown => "Unknown",
        }
    }

    /// The state of a name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name().eq_ignore_ascii_case(name.trim()))
    }

    /// Whether a mail may go from this state to the other.
    pub fn may_become(self, next: Self) -> bool {
        use MailState::{Deferred, Failed, Held, Queued, Sending, Sent, Unknown};
        matches!(
            (self, next),
            (Held | Deferred | Failed | Unknown, Queued)
                | (Queued | Deferred, Held | Sending)
                | (Sending, Sent | Deferred | Failed | Unknown | Queued)
                | (Queued | Deferred, Failed)
        )
    }
}

impl fmt::Display for MailState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
