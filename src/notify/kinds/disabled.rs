//! Conferencing was turned off for a user.
//!
//! Trigger: the licence is removed, or the provider leaves Microsoft
//! ([`ConferencingDisabled`](crate::tenant::event::Event::ConferencingDisabled)).
//! Shows neither number nor ID nor PIN: the model has no field for them.

use super::{Account, sample};
use crate::notify::Model;
use crate::tenant::event::Event;
use crate::tenant::model::Guid;

/// What the mail shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DisabledModel {
    /// The account card.
    pub account: Account,
}

/// Whom an event of this kind is about.
pub(in crate::notify) fn trigger(event: &Event) -> Option<Guid> {
    match event {
        Event::ConferencingDisabled { user, .. } => Some(*user),
        _ => None,
    }
}

pub(super) fn samples() -> Vec<Model> {
    vec![Model::Disabled(DisabledModel { account: sample::account() })]
}
