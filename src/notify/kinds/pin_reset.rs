//! An administrator reset a user's PIN.
//!
//! Trigger: [`PinReset`](crate::tenant::event::Event::PinReset) by an administrator; a user who
//! resets the own PIN is shown it and gets no mail.
//! Shows **the new PIN**, and the number and ID that stay.

use super::{Account, Coordinates};
use crate::tenant::model::Pin;

/// What the mail shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PinResetModel {
    /// The account card.
    pub account: Account,
    /// The number and ID, which did not change.
    pub coordinates: Coordinates,
    /// The new PIN.
    pub pin: Pin,
}
