//! The mail kinds, one file each: what triggers it, what it shows, what it must never show.

pub(super) mod conferencing_information;
pub(super) mod disabled;
pub(super) mod enabled;
pub(super) mod information_changed;
pub(super) mod pin_reset;
mod sample;

pub use conferencing_information::InformationModel;
pub use disabled::DisabledModel;
pub use enabled::EnabledModel;
pub use information_changed::{Changed, InformationChangedModel};
pub use pin_reset::PinResetModel;
pub use sample::SAMPLE_PIN;

use super::{Kind, Model};
use crate::tenant::model::{ConferenceId, Number, Tenant, User};

/// The account card of every mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// The user's display name.
    pub name: String,
    /// The user principal name.
    pub user_principal_name: String,
}

impl Account {
    /// The account card of a user.
    pub(super) fn of(user: &User<'_>) -> Self {
        Account { name: user.display_name().to_owned(), user_principal_name: user.user_principal_name().to_owned() }
    }
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

impl Coordinates {
    /// The coordinates of a user as they are now.
    pub(super) fn of(tenant: &Tenant, user: &User<'_>) -> Self {
        Coordinates { number: user.toll_number(), conference_id: tenant.shown_conference_id(user) }
    }
}

/// Models of a kind for previews and tests: every shape its mail can have.
pub fn samples(kind: Kind) -> Vec<Model> {
    match kind {
        Kind::Enabled => enabled::samples(),
        Kind::InformationChanged => information_changed::samples(),
        Kind::PinReset => pin_reset::samples(),
        Kind::Disabled => disabled::samples(),
        Kind::ConferencingInformation => conferencing_information::samples(),
        Kind::Message => Vec::new(),
    }
}
