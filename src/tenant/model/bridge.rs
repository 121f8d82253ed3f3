//! Bridges and the service numbers on them.

use serde::{Deserialize, Serialize};

use super::{Country, Guid, Number, language};

/// Most bridges a tenant may have.
pub const MOST_BRIDGES: usize = 1000;

/// A conferencing bridge.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Bridge {
    /// Its identity.
    pub id: Guid,
    /// Its name, unique in the tenant without regard to case.
    pub name: String,
    /// Where it is hosted, such as `NOAM`.
    #[serde(default)]
    pub region: String,
    /// Whether other tenants use it too.
    #[serde(default)]
    pub is_shared: bool,
    /// The number users get by default, and the caller ID of dial-out: a toll number of the bridge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_service_number: Option<Number>,
}

/// Whether the caller pays.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum NumberKind {
    /// The caller pays.
    Toll,
    /// The tenant pays.
    #[serde(alias = "Toll-free", alias = "Toll-Free", alias = "tollFree")]
    TollFree,
}

impl NumberKind {
    /// `Toll` or `TollFree`.
    pub fn name(self) -> &'static str {
        match self {
            NumberKind::Toll => "Toll",
            NumberKind::TollFree => "TollFree",
        }
    }

    /// Reads `Toll`, `TollFree` and `Toll-Free` in any case.
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().to_ascii_lowercase().as_str() {
            "toll" => Some(NumberKind::Toll),
            "tollfree" | "toll-free" => Some(NumberKind::TollFree),
            _ => None,
        }
    }
}

/// A number that callers dial to reach a bridge.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ServiceNumber {
    /// The digits.
    pub number: Number,
    /// Toll or toll-free.
    #[serde(rename = "type")]
    pub kind: NumberKind,
    /// The bridge it is on; `None` while it is only held by the tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bridge_id: Option<Guid>,
    /// Whether other tenants use it too; its languages are then fixed.
    #[serde(default)]
    pub is_shared: bool,
    /// The geocode of its place, such as `NOAM-US-NY-NY`; may be empty.
    #[serde(default)]
    pub city: String,
    /// Its country; toll-free numbers may have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// The language callers hear first.
    pub primary_language: String,
    /// The languages callers are offered after it, in this order.
    #[serde(default)]
    pub secondary_languages: Vec<String>,
}

impl ServiceNumber {
    /// A number on no bridge, in its country's default languages. The country is read from the
    /// geocode, else from the digits.
    pub fn new(number: Number, kind: NumberKind, city: &str) -> Self {
        let country = Country::of_geocode(city).or_else(|| Country::of_number(number));
        let (primary, secondary) = language::defaults_of(country);
        ServiceNumber {
            number,
            kind,
            bridge_id: None,
            is_shared: false,
            city: city.to_owned(),
            country,
            primary_language: primary.to_owned(),
            secondary_languages: secondary.into_iter().map(str::to_owned).collect(),
        }
    }

    /// The state part of the geocode (`NY` in `NOAM-US-NY-NY`); empty where there is none.
    pub fn area(&self) -> &str {
        self.city.split('-').nth(2).unwrap_or_default()
    }

    /// The city part of the geocode.
    pub fn place(&self) -> &str {
        self.city.split('-').nth(3).unwrap_or_default()
    }
}
