//! Conferencing was turned on for a user.
//!
//! Trigger: the licence is assigned, or the provider becomes Microsoft
//! ([`ConferencingEnabled`](crate::tenant::event::Event::ConferencingEnabled)).
//! Shows number, ID and **the PIN**.

use super::{Account, Coordinates, sample};
use crate::notify::Model;
use crate::tenant::event::Event;
use crate::tenant::model::{Guid, Pin};

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

/// Whom an event of this kind is about, with the PIN to tell.
pub(in crate::notify) fn trigger(event: &Event) -> Option<(Guid, &Pin)> {
    match event {
        Event::ConferencingEnabled { user, conferencing } => conferencing.pin.as_ref().map(|pin| (*user, pin)),
        _ => None,
    }
}

pub(super) fn samples() -> Vec<Model> {
    sample::coordinates()
        .into_iter()
        .map(|coordinates| Model::Enabled(EnabledModel { account: sample::account(), coordinates, pin: sample::pin() }))
        .collect()
}
