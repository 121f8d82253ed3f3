//! The user's conferencing information, sent by hand.
//!
//! Trigger: [`InformationSent`](crate::tenant::event::Event::InformationSent). The tenant's switch
//! for automatic mails does not stop it; it may go to another address and come from another
//! sender. Shows number and ID; **the PIN only if the same command has just reset it**.

use super::{Account, Coordinates};
use crate::tenant::model::Pin;

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
