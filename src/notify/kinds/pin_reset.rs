//! An administrator reset a user's PIN.
//!
//! Trigger: [`PinReset`](crate::tenant::event::Event::PinReset) by an administrator; a user who
//! resets the own PIN is shown it and gets no mail.
//! Shows **the new PIN**, and the number and ID that stay.

use super::{Account, Coordinates, sample};
use crate::notify::Model;
use crate::tenant::event::{Actor, Event};
use crate::tenant::model::{Guid, Pin};

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

/// Whom an event of this kind is about, with the PIN to tell.
pub(in crate::notify) fn trigger(event: &Event) -> Option<(Guid, &Pin)> {
    match event {
        Event::PinReset { user, pin, by: Actor::Administrator } => Some((*user, pin)),
        _ => None,
    }
}

pub(super) fn samples() -> Vec<Model> {
    sample::coordinates()
        .into_iter()
        .map(|coordinates| Model::PinReset(PinResetModel { account: sample::account(), coordinates, pin: sample::pin() }))
        .collect()
}
