//! Conferencing was turned off for a user.
//!
//! Trigger: the licence is removed, or the provider leaves Microsoft
//! ([`ConferencingDisabled`](crate::tenant::event::Event::ConferencingDisabled)).
//! Shows neither number nor ID nor PIN: the model has no field for them.

use super::Account;

/// What the mail shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DisabledModel {
    /// The account card.
    pub account: Account,
}
