//! A user's conference ID or default number changed.
//!
//! Triggers: [`ConferenceIdChanged`](crate::tenant::event::Event::ConferenceIdChanged) and
//! [`DefaultNumberChanged`](crate::tenant::event::Event::DefaultNumberChanged) of the toll number.
//! Shows number and ID, **never the PIN**.

use super::{Account, Coordinates, sample};
use crate::notify::Model;
use crate::tenant::event::Event;
use crate::tenant::model::{Guid, NumberKind};

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

/// Whom an event of this kind is about, and what changed. A toll-free number stands in no mail,
/// so its change is none of this kind.
pub(in crate::notify) fn trigger(event: &Event) -> Option<(Guid, Changed)> {
    match event {
        Event::ConferenceIdChanged { user, .. } => Some((*user, Changed { number: false, conference_id: true })),
        Event::DefaultNumberChanged { user, kind: NumberKind::Toll, .. } => Some((*user, Changed { number: true, conference_id: false })),
        _ => None,
    }
}

pub(super) fn samples() -> Vec<Model> {
    let changes = [
        Changed { number: true, conference_id: true },
        Changed { number: true, conference_id: false },
        Changed { number: true, conference_id: false },
    ];
    sample::coordinates()
        .into_iter()
        .zip(changes)
        .map(|(coordinates, changed)| {
            Model::InformationChanged(InformationChangedModel { account: sample::account(), coordinates, changed })
        })
        .collect()
}
