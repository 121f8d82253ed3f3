//! From the events of one command to notifications: who is told what.
//!
//! Pure, like the tenant: no text, no template, no transport. Which events mail is decided in
//! [`kinds`], one file a kind; who was not told what, and why, is a [`Suppressed`] record.

pub mod kinds;
mod notice;
mod notification;
mod suppressed;

pub use kinds::{Account, Changed, Coordinates, DisabledModel, EnabledModel, InformationChangedModel, InformationModel, PinResetModel};
pub use notice::{DEFAULT_SENDER_NAME, Notice, for_each_notice, language, letter, may_tell, notices, renew, sender};
pub use notification::{Kind, Mailbox, Model, Notification};
pub use suppressed::{Reason, Suppressed};
