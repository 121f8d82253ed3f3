//! Upper and lower case as .NET does it: character by character, with simple mappings alone (`ß` stays).

use super::culture::Culture;

/// The simple upper case of a character in the invariant culture. The dotless `ı` stays itself.
pub fn upper_char(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_uppercase();
    }
    if character == 'ı' {
        return character;
    }
    let mut upper = character.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(only), None) => only,
        // Greek letters with an iota below have a title case of one character.
        _ => match character {
            '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => shift(character, 8),
            '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => shift(character, 9),
            _ => character,
        },
    }
}

fn shift(character: char, by: u32) -> char {
    char::from_u32(u32::from(character) + by).unwrap_or(character)
}

/// The simple lower case of a character in the invariant culture. The dotted `İ` stays itself.
pub fn lower_char(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(only), None) => only,
        _ => character,
    }
}

/// The form in which ordinal comparison without regard to case compares characters. `ı` and `ſ` keep apart
/// from their ASCII look-alikes.
pub fn fold_char(character: char) -> char {
    if character == 'ſ' { character } else { upper_char(character) }
}

/// `ToUpperInvariant`.
pub fn to_upper_invariant(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_uppercase() } else { text.chars().map(upper_char).collect() }
}

/// `ToLowerInvariant`.
pub fn to_lower_invariant(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.chars().map(lower_char).collect() }
}

/// Turkish and Azerbaijani pair `i` with `İ` and `ı` with `I`.
fn is_turkic(culture: &Culture) -> bool {
    matches!(culture.iso2.as_str(), "tr" | "az")
}

/// `ToUpper(culture)`.
pub fn to_upper(text: &str, culture: &Culture) -> String {
    if culture.name.is_empty() {
        return to_upper_invariant(text);
    }
    let is_turkic = is_turkic(culture);
    if text.is_ascii() && !is_turkic {
        return text.to_ascii_uppercase();
    }
    text.chars()
        .map(|character| match character {
            'i' if is_turkic => 'İ',
            'ı' => 'I',
            other => upper_char(other),
        })
        .collect()
}

/// `ToLower(culture)`.
pub fn to_lower(text: &str, culture: &Culture) -> String {
    if culture.name.is_empty() {
        return to_lower_invariant(text);
    }
    let is_turkic = is_turkic(culture);
    if text.is_ascii() && !is_turkic {
        return text.to_ascii_lowercase();
    }
    text.chars()
        .map(|character| match character {
            'I' if is_turkic => 'ı',
            'İ' => 'i',
            other => lower_char(other),
        })
        .collect()
}

/// `TextInfo.ToTitleCase`: each word's first letter in upper case and the rest in lower, but words in upper
/// case alone stay.
pub fn to_title_case(text: &str, culture: &Culture) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphabetic) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest
            .char_indices()
            .find(|(_, character)| !(character.is_alphanumeric() || *character == '\'' || *character == '\u{2019}'))
            .map_or(rest.len(), |(at, _)| at);
        let word = &rest[..end];
        let has_lower = word.chars().any(char::is_lowercase);
        let first = word.chars().next().map_or(0, char::len_utf8);
        out.push_str(&to_upper(&word[..first], culture));
        out.push_str(&if has_lower { to_lower(&word[first..], culture) } else { word[first..].to_owned() });
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}
