//! The texts of the mails, one file a language: `templates/texts/<language>.txt`.
//!
//! A line is `key = text`; `#` starts a comment; quotes around a text keep its spaces. Keys before
//! the first `[kind]` belong to every mail, keys below it to that kind. How they are put together is
//! in the templates.

use std::collections::BTreeMap;
use std::fmt;

use crate::notify::Kind;

use super::templates::folder_of;

/// The languages that are compiled in, the default first: tag and file.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("en", include_str!("../../templates/texts/en.txt")),
    ("fr", include_str!("../../templates/texts/fr.txt")),
    ("de", include_str!("../../templates/texts/de.txt")),
    ("es", include_str!("../../templates/texts/es.txt")),
    ("it", include_str!("../../templates/texts/it.txt")),
    ("pt-BR", include_str!("../../templates/texts/pt-BR.txt")),
    ("nl", include_str!("../../templates/texts/nl.txt")),
    ("pl", include_str!("../../templates/texts/pl.txt")),
    ("tr", include_str!("../../templates/texts/tr.txt")),
    ("ja", include_str!("../../templates/texts/ja.txt")),
    ("zh-Hans", include_str!("../../templates/texts/zh-Hans.txt")),
    ("ar", include_str!("../../templates/texts/ar.txt")),
    ("he", include_str!("../../templates/texts/he.txt")),
];

/// The direction in which a language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    LeftToRight,
    /// Right to left: Arabic and Hebrew.
    RightToLeft,
}

impl Direction {
    /// The value of the attribute `dir`.
    pub fn attribute(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }

    /// The side on which a line starts, for mail programs that know no `text-align: start`.
    pub fn start(self) -> &'static str {
        match self {
            Self::LeftToRight => "left",
            Self::RightToLeft => "right",
        }
    }
}

/// A fault in a file of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextsError {
    /// The language tag of the file.
    pub language: String,
    /// The line, from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for TextsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The texts '{}.txt', line {}: {}", self.language, self.line, self.message)
    }
}

impl std::error::Error for TextsError {}

/// The texts of one language.
#[derive(Debug, Clone)]
pub struct Texts {
    /// The tag: `en`, `pt-BR`.
    pub language: String,
    shared: BTreeMap<String, String>,
    of_kind: BTreeMap<Kind, BTreeMap<String, String>>,
}

impl Texts {
    /// Reads a file of texts.
    ///
    /// # Errors
    /// A line without `=`, an unknown section, or a key that stands twice, with its line.
    pub fn parse(language: &str, source: &str) -> Result<Self, TextsError> {
        let mut texts = Self { language: language.to_owned(), shared: BTreeMap::new(), of_kind: BTreeMap::new() };
        let mut section = None;
        for (index, line) in source.lines().enumerate() {
            let fault = |message: String| TextsError { language: language.to_owned(), line: index + 1, message };
            let line = line.trim_start_matches('\u{feff}').trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                let kind = Kind::ALL
                    .iter()
                    .copied()
                    .find(|kind| folder_of(*kind) == name)
                    .ok_or_else(|| fault(format!("'{name}' is not a kind of mail")))?;
                section = Some(kind);
                continue;
            }
            let (key, text) = line.split_once('=').ok_or_else(|| fault("a line is 'key = text'".to_owned()))?;
            let (key, text) = (key.trim(), text.trim());
            let text = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
            if !super::gate::is_clean(text) {
                return Err(fault(format!("'{key}' has a control character or a bidirectional override")));
            }
            let map = match section {
                Some(kind) => texts.of_kind.entry(kind).or_default(),
                None => &mut texts.shared,
            };
            if map.insert(key.to_owned(), text.to_owned()).is_some() {
                return Err(fault(format!("'{key}' stands twice")));
            }
        }
        Ok(texts)
    }

    /// The direction of the language's script.
    pub fn direction(&self) -> Direction {
        match self.language.split('-').next() {
            Some("ar" | "he" | "fa" | "ur") => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        }
    }

    /// The texts a mail of the kind sees: the shared ones and its own.
    pub fn of(&self, kind: Kind) -> BTreeMap<&str, &str> {
        let own = self.of_kind.get(&kind).into_iter().flatten();
        self.shared.iter().chain(own).map(|(key, text)| (key.as_str(), text.as_str())).collect()
    }

    /// Keys that the other language has and this one has not, as `kind.key`.
    pub fn missing_from(&self, complete: &Self) -> Vec<String> {
        let mut missing = Vec::new();
        for key in complete.shared.keys().filter(|key| !self.shared.contains_key(*key)) {
            missing.push(key.clone());
        }
        for (kind, keys) in &complete.of_kind {
            let own = self.of_kind.get(kind);
            for key in keys.keys().filter(|key| !own.is_some_and(|own| own.contains_key(*key))) {
                missing.push(format!("{}.{key}", folder_of(*kind)));
            }
        }
        missing
    }
}

/// The known language that a wanted tag is served by: the tag itself, or the same language. Which tags a user
/// wants is decided in `notify`.
pub fn choose<'a>(known: &[&'a str], wanted: &str) -> Option<&'a str> {
    if let Some(exact) = known.iter().find(|tag| tag.eq_ignore_ascii_case(wanted)) {
        return Some(exact);
    }
    let lower = wanted.to_ascii_lowercase().replace('_', "-");
    // Traditional Chinese is not served by the simplified texts.
    if ["zh-tw", "zh-hk", "zh-mo", "zh-hant"].iter().any(|tag| lower.starts_with(tag)) {
        return known.iter().find(|tag| tag.eq_ignore_ascii_case("zh-Hant")).copied();
    }
    // `iw` is the older tag of Hebrew.
    let primary = match lower.split('-').next().unwrap_or_default() {
        "iw" => "he",
        primary => primary,
    };
    known.iter().find(|tag| tag.split('-').next().is_some_and(|own| own.eq_ignore_ascii_case(primary))).copied()
}
