//! Language tags, and the languages in which the bridge speaks to callers.

use super::Country;

/// The 44 languages of the bridge's announcements, as code and English name, sorted by name.
pub const SUPPORTED: &[(&str, &str)] = &[
    ("ar-SA", "Arabic (Saudi Arabia)"),
    ("bg-BG", "Bulgarian (Bulgaria)"),
    ("zh-HK", "Chinese (Hong Kong SAR)"),
    ("zh-CN", "Chinese (Simplified, PRC)"),
    ("zh-TW", "Chinese (Traditional, Taiwan)"),
    ("hr-HR", "Croatian (Croatia)"),
    ("cs-CZ", "Czech (Czech Republic)"),
    ("da-DK", "Danish (Denmark)"),
    ("nl-NL", "Dutch (Netherlands)"),
    ("en-AU", "English (Australia)"),
    ("en-GB", "English (United Kingdom)"),
    ("en-US", "English (United States)"),
    ("et-EE", "Estonian (Estonia)"),
    ("fil-PH", "Filipino (Philippines)"),
    ("fi-FI", "Finnish (Finland)"),
    ("fr-CA", "French (Canada)"),
    ("fr-FR", "French (France)"),
    ("ka-GE", "Georgian (Georgia)"),
    ("de-DE", "German (Germany)"),
    ("el-GR", "Greek (Greece)"),
    ("he-IL", "Hebrew (Israel)"),
    ("hi-IN", "Hindi (India)"),
    ("hu-HU", "Hungarian (Hungary)"),
    ("id-ID", "Indonesian (Indonesia)"),
    ("it-IT", "Italian (Italy)"),
    ("ja-JP", "Japanese (Japan)"),
    ("ko-KR", "Korean (Korea)"),
    ("lv-LV", "Latvian (Latvia)"),
    ("lt-LT", "Lithuanian (Lithuania)"),
    ("ms-MY", "Malay (Malaysia)"),
    ("nb-NO", "Norwegian, Bokmål (Norway)"),
    ("pl-PL", "Polish (Poland)"),
    ("pt-BR", "Portuguese (Brazil)"),
    ("pt-PT", "Portuguese (Portugal)"),
    ("ro-RO", "Romanian (Romania)"),
    ("ru-RU", "Russian (Russia)"),
    ("sk-SK", "Slovak (Slovakia)"),
    ("sl-SI", "Slovenian (Slovenia)"),
    ("es-MX", "Spanish (Mexico)"),
    ("es-ES", "Spanish (Spain)"),
    ("sv-SE", "Swedish (Sweden)"),
    ("th-TH", "Thai (Thailand)"),
    ("tr-TR", "Turkish (Turkey)"),
    ("uk-UA", "Ukrainian (Ukraine)"),
];

/// Most secondary languages a number may have.
pub const MOST_SECONDARY_LANGUAGES: usize = 4;

/// The supported code that equals `code` in any case.
pub fn supported(code: &str) -> Option<&'static str> {
    SUPPORTED.iter().map(|(known, _)| *known).find(|known| known.eq_ignore_ascii_case(code.trim()))
}

/// The languages a number of this country starts with: the supported language of the country
/// first (or another region's variant of it), then English for callers from elsewhere.
pub fn defaults_of(country: Option<Country>) -> (&'static str, Vec<&'static str>) {
    let tag = country.and_then(|country| country.language()).unwrap_or("en-US");
    let primary = supported(tag)
        .or_else(|| {
            let language = tag.split('-').next().unwrap_or_default();
            let main = match language {
                "en" => Some("en-US"),
                "es" => Some("es-MX"),
                _ => None,
            };
            main.or_else(|| SUPPORTED.iter().map(|(code, _)| *code).find(|code| code.split('-').next() == Some(language)))
        })
        .unwrap_or("en-US");
    let secondary = match country.map(|country| country.code().to_owned()).as_deref() {
        Some("US") => vec!["es-MX"],
        Some("CA") => vec!["fr-CA"],
        _ if primary.starts_with("en-") => vec![],
        _ => vec!["en-US"],
    };
    (primary, secondary)
}

/// A language tag in its usual spelling (`fr-FR`, `zh-Hans-CN`), or `None` if the text is none.
pub fn parse_tag(text: &str) -> Option<String> {
    let mut tag = String::with_capacity(text.len());
    for (at, part) in text.trim().replace('_', "-").split('-').enumerate() {
        let fits = part.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && if at == 0 {
                (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
            } else {
                (2..=8).contains(&part.len())
            };
        if !fits || at > 4 {
            return None;
        }
        match (at, part.len()) {
            (0, _) => tag.push_str(&part.to_ascii_lowercase()),
            (_, 2) => tag.push_str(&format!("-{}", part.to_ascii_uppercase())),
            (_, 4) => {
                tag.push('-');
                tag.push_str(&part[..1].to_ascii_uppercase());
                tag.push_str(&part[1..].to_ascii_lowercase());
            }
            _ => tag.push_str(&format!("-{part}")),
        }
    }
    Some(tag)
}
