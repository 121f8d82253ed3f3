//! The user's conferencing information, sent by hand.
//!
//! Trigger: [`InformationSent`](crate::tenant::event::Event::InformationSent). The tenant's switch
//! for automatic mails does not stop it; it may go to another address and come from another
//! sender. Shows number and ID; **the PIN only if the same command has just reset it**.

use super::{Account, Coordinates, sample};
use crate::notify::Model;
use crate::tenant::event::{Event, SenderOverride};
use crate::tenant::model::{Guid, Pin};

/// What the mail shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InformationModel {
    /// The account card.
    pub account: Account,
    /// Number and ID.
    pub coordinates: Coordinates,
    /// The PIN, if the command that sends the mail reset it.
    pub pin: Option<Pin>,
}

/// What an administrator asked for.
#[derive(Clone, Copy)]
pub(in crate::notify) struct Asked<'a> {
    pub user: Guid,
    pub to: Option<&'a str>,
    pub from: Option<&'a SenderOverride>,
    pub pin: Option<&'a Pin>,
}

/// What an event of this kind asks for.
pub(in crate::notify) fn trigger(event: &Event) -> Option<Asked<'_>> {
    match event {
        Event::InformationSent { user, to, from, pin } => {
            Some(Asked { user: *user, to: to.as_deref(), from: from.as_ref(), pin: pin.as_ref() })
        }
        _ => None,
    }
}

pub(super) fn samples() -> Vec<Model> {
    sample::coordinates()
        .into_iter()
        .zip([None, Some(sample::pin()), None])
        .map(|(coordinates, pin)| Model::ConferencingInformation(InformationModel { account: sample::account(), coordinates, pin }))
        .collect()
}
