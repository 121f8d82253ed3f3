//! The outbox: what was mailed, what was not and why, how it is written, and how it leaves the machine.

mod choose;
mod get_mail;
mod send_mail;
mod send_mail_message;
mod sink;
mod states;
mod suppressed;
mod templates;

use crate::cmdlet::Entry;

/// The module of these cmdlets.
pub const MODULE: &str = "Bridgesh";

/// The cmdlets of this folder, a list for each file.
pub const ALL: &[&[Entry]] =
    &[get_mail::ALL, &[send_mail::ENTRY], send_mail_message::ALL, states::ALL, suppressed::ALL, templates::ALL, sink::ALL];
