//! Set the languages of a service number.

use crate::tenant::event::Event;
use crate::tenant::model::{Number, Tenant, language};
use crate::tenant::refusal::Refusal;
use crate::tenant::world::World;

/// Changes the languages in which a dedicated number speaks.
#[derive(Clone, Debug)]
pub struct SetServiceNumberLanguages {
    /// The number.
    pub number: Number,
    /// The language callers hear first; as it is if none.
    pub primary: Option<String>,
    /// The languages offered after it, in order, at most four; as they are if none.
    pub secondary: Option<Vec<String>>,
    /// Go back to the languages of the number's country first.
    pub restore_default: bool,
}

impl SetServiceNumberLanguages {
    pub(super) fn decide(&self, tenant: &Tenant, _world: &mut World<'_>) -> Result<Vec<Event>, Refusal> {
        let number = self.number;
        let known = tenant.service_number(number).ok_or(Refusal::UnknownServiceNumber { number })?;
        let before = (known.primary_language.clone(), known.secondary_languages.clone());
        let base = if self.restore_default {
            let (primary, secondary) = language::defaults_of(known.country);
            (primary.to_owned(), secondary.into_iter().map(str::to_owned).collect())
        } else {
            before.clone()
        };
        let primary = self.primary.as_ref().unwrap_or(&base.0);
        let mut secondary = self.secondary.as_ref().unwrap_or(&base.1).clone();
        if self.secondary.is_none() {
            // A new first language that was a secondary one moves up.
            secondary.retain(|code| !code.eq_ignore_ascii_case(primary));
        }
        let after = expect_languages(primary, &secondary)?;
        if after == before {
            return Ok(Vec::new());
        }
        if known.is_shared {
            return Err(Refusal::SharedServiceNumber { number });
        }
        Ok(vec![Event::ServiceNumberLanguagesChanged { number, primary: after.0, secondary: after.1 }])
    }
}

/// The languages in their usual spelling, or why they do not fit.
pub(in crate::tenant) fn expect_languages(
    primary: &str,
    secondary: &[String],
) -> Result<(String, Vec<String>), Refusal> {
    let expect = |code: &str| {
        language::supported(code)
            .map(str::to_owned)
            .ok_or_else(|| Refusal::UnsupportedLanguage { language: code.to_owned() })
    };
    if secondary.len() > language::MOST_SECONDARY_LANGUAGES {
        return Err(Refusal::TooManySecondaryLanguages { actual: secondary.len() });
    }
    let primary = expect(primary)?;
    let mut codes: Vec<String> = Vec::new();
    for code in secondary {
        let code = expect(code)?;
        if code == primary || codes.contains(&code) {
            return Err(Refusal::DuplicateLanguage { language: code });
        }
        codes.push(code);
    }
    Ok((primary, codes))
}
