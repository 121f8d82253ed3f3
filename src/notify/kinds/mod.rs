//! The mail kinds, one file each: what triggers it, what it shows, what it must never show.

mod conferencing_information;
mod disabled;
mod enabled;
mod information_changed;
mod pin_reset;

pub use conferencing_information::InformationModel;
pub use disabled::DisabledModel;
pub use enabled::EnabledModel;
pub use information_changed::{Changed, InformationChangedModel};
pub use pin_reset::PinResetModel;

use crate::tenant::model::{ConferenceId, Number};

/// The account card of every mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// The user's display name.
    pub name: String,
    /// The user principal name.
    pub user_principal_name: String,
}

/// How to reach the user's meetings by telephone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coordinates {
    /// The conference phone number: the user's default toll number. `None` where the bridge has
    /// no number at all (a tenant that gets none automatically).
    pub number: Option<Number>,
    /// The user's conference ID; `None` when each meeting has an ID of its own, which the mail
    /// says in one sentence.
    pub conference_id: Option<ConferenceId>,
}
