//! A notification: one mail to one person, before any wording.

use std::fmt;

use jiff::Timestamp;

use super::kinds::{DisabledModel, EnabledModel, InformationChangedModel, InformationModel, PinResetModel};
use crate::tenant::model::{Guid, Pin};

/// Which mail.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// Conferencing was turned on: number, ID and PIN.
    Enabled,
    /// Number or ID changed: never the PIN.
    InformationChanged,
    /// The PIN was reset by an administrator: number, ID and the new PIN.
    PinReset,
    /// Conferencing was turned off: neither number nor ID nor PIN.
    Disabled,
    /// Sent by hand: number and ID; the PIN only if the same command reset it.
    ConferencingInformation,
    /// A mail of a script's own (`Send-MailMessage`): no event tells it, and no template writes it.
    Message,
}

impl Kind {
    /// Every kind that an event or a command of the tenant tells, in the order in which mails of one command to one user go out.
    pub const ALL: [Kind; 5] = [Kind::Enabled, Kind::InformationChanged, Kind::PinReset, Kind::Disabled, Kind::ConferencingInformation];

    /// The name that never changes.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Enabled => "Enabled",
            Kind::InformationChanged => "InformationChanged",
            Kind::PinReset => "PinReset",
            Kind::Disabled => "Disabled",
            Kind::ConferencingInformation => "ConferencingInformation",
            Kind::Message => "Message",
        }
    }

    /// The kind of a name, in any case.
    pub fn parse(name: &str) -> Option<Self> {
        Kind::ALL.into_iter().chain([Kind::Message]).find(|kind| kind.name().eq_ignore_ascii_case(name.trim()))
    }

    /// Whether a mail of this kind may ever carry a PIN.
    pub fn may_carry_pin(self) -> bool {
        match self {
            Kind::Enabled | Kind::PinReset | Kind::ConferencingInformation | Kind::Message => true,
            Kind::InformationChanged | Kind::Disabled => false,
        }
    }

    /// Whether the tenant's switch for automatic mails governs it.
    pub fn is_automatic(self) -> bool {
        !matches!(self, Kind::ConferencingInformation | Kind::Message)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A mail address with the name shown beside it, which may be empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mailbox {
    /// The address, as `user@domain`.
    pub address: String,
    /// The display name.
    pub name: String,
}

/// One mail to one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notification {
    /// The object id of the user it is about.
    pub user: Guid,
    /// Who gets it: the user's primary mail address, or where the sender of a manual mail sent it.
    pub to: Mailbox,
    /// Who it comes from, with every override resolved.
    pub from: Mailbox,
    /// The language tag to write in, such as `fr-FR`.
    pub language: String,
    /// The languages to write in if there are no texts in that one, best first.
    pub other_languages: Vec<String>,
    /// The instant that what it says is of.
    pub date: Timestamp,
    /// What it says.
    pub model: Model,
}

impl Notification {
    /// Which mail it is.
    pub fn kind(&self) -> Kind {
        self.model.kind()
    }

    /// Whether there is a PIN in it.
    pub fn contains_pin(&self) -> bool {
        self.model.pin().is_some()
    }
}

/// What a mail says: for each kind the fields it may show, and no others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Model {
    /// Conferencing was turned on.
    Enabled(EnabledModel),
    /// Number or ID changed.
    InformationChanged(InformationChangedModel),
    /// The PIN was reset.
    PinReset(PinResetModel),
    /// Conferencing was turned off.
    Disabled(DisabledModel),
    /// Sent by hand.
    ConferencingInformation(InformationModel),
}

impl Model {
    /// Which mail it is.
    pub fn kind(&self) -> Kind {
        match self {
            Model::Enabled(_) => Kind::Enabled,
            Model::InformationChanged(_) => Kind::InformationChanged,
            Model::PinReset(_) => Kind::PinReset,
            Model::Disabled(_) => Kind::Disabled,
            Model::ConferencingInformation(_) => Kind::ConferencingInformation,
        }
    }

    /// The PIN in it, where the kind carries one.
    pub fn pin(&self) -> Option<&Pin> {
        match self {
            Model::Enabled(model) => Some(&model.pin),
            Model::PinReset(model) => Some(&model.pin),
            Model::ConferencingInformation(model) => model.pin.as_ref(),
            Model::InformationChanged(_) | Model::Disabled(_) => None,
        }
    }
}
