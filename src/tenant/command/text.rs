//! The door for text: what every name, address and number given to a command must keep to.
//!
//! Control characters, line breaks and bidirectional overrides are refused here by name, because
//! later they would act: in a header, on a terminal, on a page.

use crate::tenant::model::{ConferenceId, Country, Detail, Number, UserRecord, language, strip_sip};
use crate::tenant::refusal::Refusal;

/// Most characters of a name or another text of a user.
const MOST_CHARACTERS: usize = 256;
/// Most characters of a subject.
pub(super) const MOST_SUBJECT_CHARACTERS: usize = 255;
/// Most characters of an address, as RFC 5321 has it.
const MOST_ADDRESS_CHARACTERS: usize = 254;

/// Refuses a text that is empty, too long, or holds a character that would act.
pub(in crate::tenant) fn expect_text(what: &'static str, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::EmptyText { what });
    }
    expect_inert(what, text, MOST_CHARACTERS)
}

/// Refuses a text that is too long or holds a character that would act; it may be empty.
pub(in crate::tenant) fn expect_inert(what: &'static str, text: &str, most: usize) -> Result<(), Refusal> {
    // Nearly all texts are plain ASCII: those need no look at each character.
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if !is_plain && let Some(character) = text.chars().find(|character| acts(*character)) {
        return Err(Refusal::ControlCharacter { what, character });
    }
    let actual = if is_plain { text.len() } else { text.chars().count() };
    if actual > most {
        return Err(Refusal::TextTooLong { what, most, actual });
    }
    Ok(())
}

fn acts(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Refuses what is not `user@domain`.
pub(in crate::tenant) fn expect_address(what: &'static str, address: &str) -> Result<(), Refusal> {
    expect_text(what, address)?;
    if is_address(address) { Ok(()) } else { Err(Refusal::InvalidAddress { what, value: address.to_owned() }) }
}

/// Refuses a user principal name that is not `user@domain`.
pub(in crate::tenant) fn expect_upn(upn: &str) -> Result<(), Refusal> {
    expect_text("user principal name", upn)?;
    if is_address(upn) { Ok(()) } else { Err(Refusal::InvalidUserPrincipalName { value: upn.to_owned() }) }
}

/// A dot-atom, an at sign, and a domain of labels: what goes into a header without quoting.
fn is_address(address: &str) -> bool {
    let Some((local, domain)) = address.rsplit_once('@') else { return false };
    let dotted = |text: &str, fits: &dyn Fn(char) -> bool| {
        !text.is_empty() && text.split('.').all(|part| !part.is_empty() && part.chars().all(fits))
    };
    let label = |character: char| character.is_alphanumeric() || character == '-' || (character > '\u{7f}' && !character.is_whitespace());
    address.chars().count() <= MOST_ADDRESS_CHARACTERS
        && local.chars().count() <= 64
        && dotted(local, &|character| {
            character.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(character) || (character > '\u{7f}' && !character.is_whitespace())
        })
        && dotted(domain, &label)
        && domain.split('.').all(|part| part.len() <= 63 && !part.starts_with('-') && !part.ends_with('-'))
}

/// Reads a telephone number, or says why it is none.
pub fn expect_number(text: &str) -> Result<Number, Refusal> {
    expect_inert("number", text, MOST_CHARACTERS)?;
    Number::parse(text).ok_or_else(|| Refusal::InvalidNumber { value: text.to_owned() })
}

/// Reads a conference ID, or says why it is none.
pub fn expect_conference_id(text: &str) -> Result<ConferenceId, Refusal> {
    expect_inert("conference ID", text, MOST_CHARACTERS)?;
    ConferenceId::parse(text).ok_or_else(|| Refusal::InvalidConferenceId { value: text.to_owned() })
}

/// Reads a country code or the English name of a country with dial-in numbers, or says why it is none.
pub fn expect_country(text: &str) -> Result<Country, Refusal> {
    expect_inert("country", text, MOST_CHARACTERS)?;
    Country::parse_code_or_name(text).ok_or_else(|| Refusal::UnknownCountry { value: text.to_owned() })
}

/// Reads a language tag in its usual spelling, or says why it is none.
pub fn expect_language_tag(text: &str) -> Result<String, Refusal> {
    expect_inert("language", text, MOST_CHARACTERS)?;
    language::parse_tag(text).ok_or_else(|| Refusal::InvalidLanguageTag { value: text.to_owned() })
}

/// The name of a detail in a refusal.
pub(in crate::tenant) fn detail_label(detail: Detail) -> &'static str {
    match detail {
        Detail::GivenName => "given name",
        Detail::Surname => "surname",
        Detail::Title => "title",
        Detail::Department => "department",
        Detail::Company => "company",
        Detail::Office => "office",
        Detail::Street => "street",
        Detail::City => "city",
        Detail::StateOrProvince => "state or province",
        Detail::PostalCode => "postal code",
        Detail::Country => "country",
        Detail::MobilePhone => "mobile phone",
        Detail::LineUri => "line URI",
    }
}

/// Brings the texts of a new user into their stored form, and refuses those that do not fit.
pub(in crate::tenant) fn expect_user_texts(record: &mut UserRecord) -> Result<(), Refusal> {
    expect_upn(&record.user_principal_name)?;
    expect_text("display name", &record.display_name)?;
    // What is like the principal name has been looked at already.
    let is_upn = |address: &str| address == record.user_principal_name;
    if let Some(mail) = &record.mail
        && !is_upn(mail)
    {
        expect_address("mail address", mail)?;
    }
    if let Some(sip) = &mut record.sip_address
        && *sip != record.user_principal_name
    {
        if strip_sip(sip).len() < sip.len() {
            *sip = strip_sip(sip).to_owned();
        }
        expect_address("SIP address", sip)?;
    }
    expect_inert("alias", &record.alias, 64)?;
    if let Some(tag) = &mut record.preferred_language {
        *tag = expect_language_tag(tag)?;
    }
    for (detail, text) in &record.details {
        expect_text(detail_label(*detail), text)?;
    }
    Ok(())
}
