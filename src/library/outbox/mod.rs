//! The outbox: what was mailed, what was not and why.

mod get_mail;
mod send_mail_message;
mod suppressed;

use crate::cmdlet::Entry;

/// The module of these cmdlets.
pub const MODULE: &str = "Bridgesh";

/// The cmdlets of this folder, a list for each file.
pub const ALL: &[&[Entry]] = &[get_mail::ALL, send_mail_message::ALL, suppressed::ALL];
