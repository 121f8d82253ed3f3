//! Cultures that the table does not list, made from those that it does.

use super::{Culture, stored};

/// A language without a country, and the culture whose data it has.
pub(super) struct Language {
    pub(super) name: &'static str,
    base: &'static str,
    english: &'static str,
    native: &'static str,
    parent: &'static str,
    lcid: i32,
}

macro_rules! languages {
    ($($name:literal $base:literal $english:literal $native:literal $parent:literal $lcid:literal;)*) => {
        &[$(Language { name: $name, base: $base, english: $english, native: $native, parent: $parent, lcid: $lcid },)*]
    };
}

pub(super) const LANGUAGES: &[Language] = languages! {
    "ar" "ar-SA" "Arabic" "العربية" "" 1;
    "zh" "zh-CN" "Chinese" "中文" "" 30724;
    "zh-Hans" "zh-CN" "Chinese (Simplified)" "中文（简体）" "zh" 4;
    "cs" "cs-CZ" "Czech" "čeština" "" 5;
    "da" "da-DK" "Danish" "dansk" "" 6;
    "de" "de-DE" "German" "Deutsch" "" 7;
    "en" "en-US" "English" "English" "" 9;
    "es" "es-ES" "Spanish" "español" "" 10;
    "fi" "fi-FI" "Finnish" "suomi" "" 11;
    "fr" "fr-FR" "French" "français" "" 12;
    "he" "he-IL" "Hebrew" "עברית" "" 13;
    "it" "it-IT" "Italian" "italiano" "" 16;
    "ja" "ja-JP" "Japanese" "日本語" "" 17;
    "ko" "ko-KR" "Korean" "한국어" "" 18;
    "nl" "nl-NL" "Dutch" "Nederlands" "" 19;
    "pl" "pl-PL" "Polish" "polski" "" 21;
    "pt" "pt-BR" "Portuguese" "português" "" 22;
    "ru" "ru-RU" "Russian" "русский" "" 25;
    "sv" "sv-SE" "Swedish" "svenska" "" 29;
    "tr" "tr-TR" "Turkish" "Türkçe" "" 31;
};

/// A country that no row of the table has in its language: English name, currency symbol.
const REGIONS: &[(&str, &str, &str)] = &[
    ("AR", "Argentina", "$"),
    ("AT", "Austria", "€"),
    ("AU", "Australia", "$"),
    ("BE", "Belgium", "€"),
    ("BR", "Brazil", "R$"),
    ("CA", "Canada", "$"),
    ("CH", "Switzerland", "CHF"),
    ("CL", "Chile", "$"),
    ("CO", "Colombia", "$"),
    ("DE", "Germany", "€"),
    ("ES", "Spain", "€"),
    ("FI", "Finland", "€"),
    ("FR", "France", "€"),
    ("GB", "United Kingdom", "£"),
    ("HK", "Hong Kong", "HK$"),
    ("IE", "Ireland", "€"),
    ("IN", "India", "₹"),
    ("IT", "Italy", "€"),
    ("JP", "Japan", "￥"),
    ("LI", "Liechtenstein", "CHF"),
    ("LU", "Luxembourg", "€"),
    ("MX", "Mexico", "$"),
    ("NL", "Netherlands", "€"),
    ("NZ", "New Zealand", "$"),
    ("PH", "Philippines", "₱"),
    ("PT", "Portugal", "€"),
    ("SG", "Singapore", "$"),
    ("TW", "Taiwan", "$"),
    ("US", "United States", "$"),
    ("ZA", "South Africa", "R"),
];

/// What a country changes in its language's data, where it is widely used and known to differ.
fn adjust(culture: &mut Culture) {
    let set = |culture: &mut Culture, decimal: &str, group: &str| {
        culture.number.decimal = decimal.into();
        culture.number.group = group.into();
        for unit in [&mut culture.number.currency, &mut culture.number.percent] {
            unit.decimal = decimal.into();
            unit.group = group.into();
        }
    };
    match culture.name.as_str() {
        "de-AT" => set(culture, ",", "\u{a0}"),
        "de-LI" => set(culture, ".", "’"),
        "es-MX" => set(culture, ".", ","),
        "fr-CH" | "fr-BE" | "fr-LU" => set(culture, ",", if culture.name == "fr-CH" { "\u{202f}" } else { "\u{202f}" }),
        "pt-PT" => set(culture, ",", "\u{a0}"),
        "it-CH" => set(culture, ".", "’"),
        "en-ZA" => set(culture, ",", "\u{a0}"),
        _ => {}
    }
    match culture.name.as_str() {
        "en-CA" => culture.dates.short_dates[0] = "yyyy-MM-dd".into(),
        "en-AU" | "en-NZ" | "en-IN" => {
            culture.dates.short_times[0] = "h:mm\u{202f}tt".into();
            culture.dates.long_times[0] = "h:mm:ss\u{202f}tt".into();
        }
        _ => {}
    }
}

/// The language, script and country of a name with each part in its usual case; nothing for a name that
/// .NET refuses.
fn normalize(name: &str) -> Option<(String, String, String)> {
    if name.len() > 85 || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return None;
    }
    let mut parts = name.split(['-', '_']);
    let language = parts.next()?.to_ascii_lowercase();
    if !(2..=8).contains(&language.len()) || !language.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let (mut script, mut region) = (String::new(), String::new());
    for part in parts {
        match part.len() {
            4 if region.is_empty() && script.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                script = part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase();
            }
            2 | 3 if region.is_empty() => region = part.to_ascii_uppercase(),
            1..=8 => region = if region.is_empty() { part.to_ascii_uppercase() } else { format!("{region}-{part}") },
            _ => return None,
        }
    }
    Some((language, script, region))
}

pub(super) fn derive(name: &str) -> Option<Culture> {
    let (language, script, region) = normalize(name)?;
    let mut full_name = language.clone();
    for part in [&script, &region] {
        if !part.is_empty() {
            full_name.push('-');
            full_name.push_str(part);
        }
    }
    // A script that is the language's usual one, or an underscore, leads back to a listed culture.
    if let Some(mut culture) = stored(&if region.is_empty() { full_name.clone() } else { format!("{language}-{region}") }) {
        culture.name = full_name;
        return Some(culture);
    }
    let with_script = if script.is_empty() { language.clone() } else { format!("{language}-{script}") };
    let known = LANGUAGES.iter().find(|known| known.name == with_script).or_else(|| LANGUAGES.iter().find(|known| known.name == language));
    let mut culture = match known {
        Some(known) => {
            let base = if language == "en" && !matches!(region.as_str(), "" | "US" | "PH" | "CA") { "en-GB" } else { known.base };
            let mut culture = stored(base)?;
            culture.lcid = if region.is_empty() { known.lcid } else { 4096 };
            known.english.clone_into(&mut culture.english);
            known.native.clone_into(&mut culture.native);
            if region.is_empty() { known.parent } else { known.name }.clone_into(&mut culture.parent);
            culture
        }
        None => {
            let mut culture = stored("")?;
            culture.number.digits = 3;
            culture.number.percent.digits = 3;
            culture.number.percent.positive_pattern = 1;
            culture.number.percent.negative_pattern = 1;
            culture.number.infinity = "∞".into();
            culture.number.negative_infinity = "-∞".into();
            culture.number.currency.positive_pattern = 2;
            culture.number.currency.negative_pattern = 9;
            culture.dates.first_day = 1;
            culture.dates.short_dates = vec!["yyyy-MM-dd".into()];
            culture.dates.long_dates = vec!["yyyy MMMM d, dddd".into()];
            culture.lcid = 4096;
            culture.iso2.clone_from(&language);
            culture.iso3.clone_from(&language);
            culture.win3 = "ZZZ".into();
            culture.english.clone_from(&language);
            culture.native.clone_from(&language);
            culture.parent = if region.is_empty() { String::new() } else { language.clone() };
            culture
        }
    };
    if !region.is_empty() {
        let row = REGIONS.iter().find(|row| row.0 == region);
        let region_name = row.map_or(region.as_str(), |row| row.1);
        culture.english = format!("{} ({region_name})", culture.english);
        culture.native = format!("{} ({region_name})", culture.native);
        row.map_or("¤", |row| row.2).clone_into(&mut culture.number.currency.symbol);
    }
    culture.ietf.clone_from(&full_name);
    culture.name = full_name;
    adjust(&mut culture);
    Some(culture)
}
