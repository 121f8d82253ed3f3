//! Cultures that the table does not list, made from those that it does.

use super::{Culture, stored, table_names};

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
    "zh-Hant" "zh-TW" "Chinese (Traditional)" "中文（繁體）" "zh" 31748;
    "nb" "nb-NO" "Norwegian Bokmål" "norsk bokmål" "no" 31764;
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

/// Windows numbers of languages that have no data here: their names are known all the same.
#[rustfmt::skip]
pub(super) const NUMBERS: &[(i32, &str)] = &[
    (2, "bg"), (3, "ca"), (8, "el"), (14, "hu"), (15, "is"), (20, "no"), (24, "ro"), (26, "hr"), (27, "sk"), (28, "sq"), (30, "th"),
    (32, "ur"), (33, "id"), (34, "uk"), (35, "be"), (36, "sl"), (37, "et"), (38, "lv"), (39, "lt"), (41, "fa"), (42, "vi"), (43, "hy"),
    (44, "az"), (45, "eu"), (47, "mk"), (50, "tn"), (52, "xh"), (53, "zu"), (54, "af"), (55, "ka"), (56, "fo"), (57, "hi"), (62, "ms"),
    (63, "kk"), (64, "ky"), (65, "sw"), (67, "uz"), (69, "bn"), (70, "pa"), (71, "gu"), (73, "ta"), (74, "te"), (75, "kn"), (76, "ml"),
    (78, "mr"), (80, "mn"), (86, "gl"), (1026, "bg-BG"), (1027, "ca-ES"), (1032, "el-GR"), (1038, "hu-HU"), (1039, "is-IS"), (1048, "ro-RO"),
    (1050, "hr-HR"), (1051, "sk-SK"), (1054, "th-TH"), (1057, "id-ID"), (1058, "uk-UA"), (1060, "sl-SI"), (1061, "et-EE"), (1062, "lv-LV"),
    (1063, "lt-LT"), (1066, "vi-VN"), (1081, "hi-IN"), (2055, "de-CH"), (2057, "en-GB"), (2058, "es-MX"), (2060, "fr-BE"), (2070, "pt-PT"),
    (3079, "de-AT"), (3081, "en-AU"), (3082, "es-ES"), (3084, "fr-CA"), (4105, "en-CA"), (4108, "fr-CH"),
];

/// Codes of three letters that stand for languages with two.
#[rustfmt::skip]
const THREE_LETTERS: &[(&str, &str)] = &[
    ("eng", "en"), ("deu", "de"), ("ger", "de"), ("fra", "fr"), ("fre", "fr"), ("spa", "es"), ("ita", "it"), ("por", "pt"), ("rus", "ru"),
    ("jpn", "ja"), ("kor", "ko"), ("zho", "zh"), ("chi", "zh"), ("ara", "ar"), ("mon", "mn"), ("nld", "nl"), ("dut", "nl"), ("swe", "sv"),
    ("dan", "da"), ("fin", "fi"), ("nor", "no"), ("pol", "pl"), ("tur", "tr"), ("ces", "cs"), ("cze", "cs"), ("ell", "el"), ("heb", "he"),
    ("hin", "hi"), ("tha", "th"), ("ukr", "uk"), ("vie", "vi"), ("hun", "hu"), ("ron", "ro"), ("bul", "bg"), ("hrv", "hr"), ("slk", "sk"),
    ("slv", "sl"), ("est", "et"), ("lav", "lv"), ("lit", "lt"), ("cat", "ca"), ("ind", "id"), ("swa", "sw"), ("zul", "zu"), ("afr", "af"),
];

/// Countries and their currency symbols, for languages that the table lists elsewhere alone.
const REGIONS: &[(&str, &str, &str)] = &[
    ("AE", "United Arab Emirates", "د.إ.\u{200f}"),
    ("BE", "Belgium", "€"),
    ("CA", "Canada", "$"),
    ("CH", "Switzerland", "CHF"),
    ("CY", "Cyprus", "€"),
    ("DE", "Germany", "€"),
    ("EG", "Egypt", "ج.م.\u{200f}"),
    ("ES", "Spain", "€"),
    ("FI", "Finland", "€"),
    ("FR", "France", "€"),
    ("GB", "United Kingdom", "£"),
    ("IL", "Israel", "₪"),
    ("IT", "Italy", "€"),
    ("JP", "Japan", "￥"),
    ("MT", "Malta", "€"),
    ("NL", "Netherlands", "€"),
    ("SE", "Sweden", "kr"),
    ("US", "United States", "$"),
];

/// The language, script and country of a name with each part in its usual case; nothing for a name that
/// .NET refuses.
fn normalize(name: &str) -> Option<(String, String, String)> {
    if name.len() > 85 || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return None;
    }
    let mut parts = name.split(['-', '_']);
    let language = parts.next()?.to_ascii_lowercase();
    // ICU takes any letters and digits of this length for a language.
    if !(2..=11).contains(&language.len()) {
        return None;
    }
    let language = THREE_LETTERS.iter().find(|(long, _)| *long == language).map_or(language, |(_, short)| (*short).to_owned());
    let (mut script, mut region) = (String::new(), String::new());
    for part in parts {
        match part.len() {
            4 if region.is_empty() && script.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                script = part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase();
            }
            2 | 3 if region.is_empty() => region = part.to_ascii_uppercase(),
            0 => return None,
            _ => {
                let part = part.to_ascii_uppercase();
                region = if region.is_empty() { part } else { format!("{region}-{part}") };
            }
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
    let listed = || {
        let prefix = format!("{language}-");
        table_names().find(|name| name.starts_with(&prefix)).and_then(stored)
    };
    let mut culture = match (known, known.is_none().then(listed).flatten()) {
        (Some(known), _) => {
            // English outside of the United States follows the usage of the United Kingdom.
            let base = if language == "en" && !region.is_empty() { "en-GB" } else { known.base };
            let mut culture = stored(base)?;
            culture.lcid = if region.is_empty() { known.lcid } else { 4096 };
            known.english.clone_into(&mut culture.english);
            known.native.clone_into(&mut culture.native);
            if region.is_empty() { known.parent } else { known.name }.clone_into(&mut culture.parent);
            culture
        }
        (None, Some(mut culture)) => {
            culture.lcid = if region.is_empty() { culture.lcid & 0x3FF } else { 4096 };
            for name in [&mut culture.english, &mut culture.native] {
                name.truncate(name.find(" (").unwrap_or(name.len()));
            }
            culture.parent = if region.is_empty() { String::new() } else { language.clone() };
            culture
        }
        (None, None) => {
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
    Some(culture)
}
