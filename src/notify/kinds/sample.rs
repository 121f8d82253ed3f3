//! What the samples of all kinds are made of.

use super::{Account, Coordinates};
use crate::tenant::model::{ConferenceId, Number, Pin};

/// The PIN of every sample, for tests that search mails for it.
pub const SAMPLE_PIN: &str = "83105";

pub(super) fn account() -> Account {
    Account { name: "Ken Myers".to_owned(), user_principal_name: "ken@contoso.com".to_owned() }
}

pub(super) fn pin() -> Pin {
    Pin::parse(SAMPLE_PIN).expect("five digits are a PIN")
}

/// A user with everything; one of a tenant with dynamic IDs; one on a bridge without numbers.
pub(super) fn coordinates() -> Vec<Coordinates> {
    let number = Number::parse("14255550100");
    let conference_id = ConferenceId::parse("8439175");
    vec![Coordinates { number, conference_id }, Coordinates { number, conference_id: None }, Coordinates { number: None, conference_id }]
}
