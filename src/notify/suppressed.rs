//! Who was not told what, and why. Never the PIN.

use std::fmt;

use jiff::Timestamp;

use super::Kind;
use crate::tenant::model::Guid;

/// Why a mail did not go out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Reason {
    /// `AutomaticallySendEmailsToUsers` is off.
    AutomaticMailsOff,
    /// The user has no primary mail address.
    NoMailAddress,
    /// The PIN that the mail would tell is not known: it came from outside without one.
    PinUnknown,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 3] = [Reason::AutomaticMailsOff, Reason::NoMailAddress, Reason::PinUnknown];

    /// The name that never changes.
    pub fn name(self) -> &'static str {
        match self {
            Reason::AutomaticMailsOff => "AutomaticMailsOff",
            Reason::NoMailAddress => "NoMailAddress",
            Reason::PinUnknown => "PinUnknown",
        }
    }

    /// One sentence for people.
    pub fn explanation(self) -> &'static str {
        match self {
            Reason::AutomaticMailsOff => "AutomaticallySendEmailsToUsers is False.",
            Reason::NoMailAddress => "The user has no primary mail address.",
            Reason::PinUnknown => "The user's PIN is not known here. Reset it to send one.",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A mail that did not go out.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Suppressed {
    /// Which mail.
    pub kind: Kind,
    /// Whose: the object id.
    pub user: Guid,
    /// The user's principal name at that time.
    pub user_principal_name: String,
    /// Why it did not go out.
    pub reason: Reason,
    /// When it would have gone out.
    pub created: Timestamp,
}
