//! A user's conference ID or default number changed.
//!
//! Triggers: [`ConferenceIdChanged`](crate::tenant::event::Event::ConferenceIdChanged) and
//! [`DefaultNumberChanged`](crate::tenant::event::Event::DefaultNumberChanged) of the toll number.
//! Shows number and ID, **never the PIN**.

use super::{Account, Coordinates};

/// What changed; at least one of the two is true.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Changed {
    /// The default number changed.
    pub number: bool,
    /// The conference ID changed.
    pub conference_id: bool,
}

/// What the mail shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InformationChangedModel {
    /// The account card.
    pub account: Account,
    /// The number and ID that hold now.
    pub coordinates: Coordinates,
    /// Which of the two changed.
    pub changed: Changed,
}
