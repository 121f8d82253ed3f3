//! A user in the file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use crate::tenant::model::{Assignment, ConferenceId, Country, Detail, Guid, Number};

/// A user as the file has it. Texts borrow from the file where they can.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct UserForm<'a> {
    #[serde(borrow)]
    pub user_principal_name: Cow<'a, str>,
    #[serde(borrow)]
    pub display_name: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_id: Option<Guid>,
    /// Absent: the principal name; null: no mailbox.
    #[serde(borrow, default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub mail: Option<Option<Text<'a>>>,
    /// Absent: the principal name; null: none.
    #[serde(borrow, default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub sip_address: Option<Option<Text<'a>>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<Text<'a>>,
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub account_enabled: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage_location: Option<Country>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub preferred_language: Option<Text<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<Detail, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licences: Vec<LicenceForm>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Text<'a>>,
    /// The bridge's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bridge_id: Option<Guid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_number: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toll_free_service_number: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conference_id: Option<ConferenceId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<PinText>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub allow_pstn_only_meetings: bool,
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub allow_toll_free_dial_in: bool,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub policies: BTreeMap<String, String>,
}

/// A text inside an option, which serde would not borrow by itself.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Text<'a>(#[serde(borrow)] pub Cow<'a, str>);

/// A PIN in the clear, between the file and the type that keeps it.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct PinText(pub String);

impl Drop for PinText {
    fn drop(&mut self) {
        secrecy::zeroize::Zeroize::zeroize(&mut self.0);
    }
}

/// A licence: the part number alone, or with plans and groups.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum LicenceForm {
    Sku(String),
    Full(Assignment),
}

impl<'de> Deserialize<'de> for LicenceForm {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = LicenceForm;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the part number of a licence, or a licence")
            }

            fn visit_str<E: Error>(self, sku: &str) -> Result<LicenceForm, E> {
                Ok(LicenceForm::Sku(sku.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<LicenceForm, A::Error> {
                Assignment::deserialize(MapAccessDeserializer::new(map)).map(LicenceForm::Full)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl LicenceForm {
    pub(super) fn into_assignment(self) -> Assignment {
        match self {
            LicenceForm::Sku(sku) => Assignment::direct(sku),
            LicenceForm::Full(assignment) => assignment,
        }
    }
}

impl From<&Assignment> for LicenceForm {
    fn from(licence: &Assignment) -> Self {
        if licence.direct && licence.disabled_plans.is_empty() && licence.groups.is_empty() {
            LicenceForm::Sku(licence.sku.clone())
        } else {
            LicenceForm::Full(licence.clone())
        }
    }
}

/// Tells a field that is null from one that is absent.
fn present<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}

fn yes() -> bool {
    true
}

fn is_true(value: &bool) -> bool {
    *value
}

fn is_false(value: &bool) -> bool {
    !*value
}
