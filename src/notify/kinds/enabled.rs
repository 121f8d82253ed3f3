//! Conferencing was turned on for a user.
//!
//! Trigger: the licence is assigned, or the provider becomes Microsoft
//! ([`ConferencingEnabled`](crate::tenant::event::Event::ConferencingEnabled)).
//! Shows number, ID and **the PIN**.

use super::{Account, Coordinates};
use crate::tenant::model::Pin;

/// What the mail shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnabledModel {
    /// The account card.
    pub account: Account,
    /// Number and ID.
    pub coordinates: Coordinates,
    /// The PIN the user starts with.
    pub pin: Pin,
}
