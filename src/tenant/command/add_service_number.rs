//! Get a new service number for the tenant.

use super::expect_inert;
use super::set_service_number_languages::expect_languages;
use crate::tenant::event::Event;
use crate::tenant::model::{Country, Number, NumberKind, ServiceNumber, Tenant};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Adds a dedicated service number that is on no bridge yet.
#[derive(Clone, Debug)]
pub struct AddServiceNumber {
    /// The number.
    pub number: Number,
    /// Toll or toll-free; read from the digits if none.
    pub kind: Option<NumberKind>,
    /// The geocode of its place, such as `NOAM-US-NY-NY`.
    pub city: String,
    /// Its country; read from the geocode or the digits if none.
    pub country: Option<Country>,
    /// The language callers hear first; the country's if none.
    pub primary_language: Option<String>,
    /// The languages after it; the country's if none.
    pub secondary_languages: Option<Vec<String>>,
}

impl AddServiceNumber {
    /// A number of which only the digits are known.
    pub fn new(number: Number) -> Self {
        AddServiceNumber {
            number,
            kind: None,
            city: String::new(),
            country: None,
            primary_language: None,
            secondary_languages: None,
        }
    }

    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        if tenant.service_number(self.number).is_some() {
            return Err(Refusal::DuplicateServiceNumber { number: self.number });
        }
        expect_inert("city", &self.city, 64)?;
        let kind = self.kind.unwrap_or_else(|| kind_of(self.number));
        let mut number = ServiceNumber::new(self.number, kind, self.city.trim());
        if self.country.is_some() {
            number.country = self.country;
        }
        (number.primary_language, number.secondary_languages) = expect_languages(
            self.primary_language.as_deref().unwrap_or(&number.primary_language),
            self.secondary_languages.as_ref().unwrap_or(&number.secondary_languages),
        )?;
        Ok(vec![Event::ServiceNumberAdded(number)])
    }
}

/// The digits that toll-free numbers begin with, where numbers are commonly bought.
const TOLL_FREE_PREFIXES: &[&str] = &[
    "1800", "1833", "1844", "1855", "1866", "1877", "1888", "44800", "44808", "49800", "33800", "33805", "34900",
    "34800", "39800", "31800", "45800", "45808", "46200", "47800", "48800", "41800", "43800", "61180", "358800",
    "353180", "351800", "32800", "64800", "64508", "81120", "81800", "85800", "55800", "52800", "800",
];

/// Whether the digits are those of a toll-free number.
pub fn kind_of(number: Number) -> NumberKind {
    let digits = number.to_string();
    match TOLL_FREE_PREFIXES.iter().any(|prefix| digits.starts_with(prefix)) {
        true => NumberKind::TollFree,
        false => NumberKind::Toll,
    }
}
