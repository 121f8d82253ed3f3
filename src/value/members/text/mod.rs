//! Strings, characters, builders, encodings, regular expressions, cultures.

mod character;
mod culture;
mod encoding;
mod format;
mod regex;
mod string;
mod string_builder;
mod string_comparer;
mod string_statics;

pub use encoding::{decode, encode_text};
pub use format::{format_composite, format_value, provider};
pub use string_comparer::StringComparer;

use super::implementation::TypeImpl;

/// The tables of this folder.
pub static TABLES: &[TypeImpl] = &[
    string::TABLE,
    string_statics::TABLE,
    string_comparer::TABLE,
    string_builder::TABLE,
    character::TABLE,
    character::RUNE,
    culture::CULTURE,
    culture::NUMBER_FORMAT,
    culture::DATE_FORMAT,
    culture::TEXT_INFO,
    culture::COMPARE_INFO,
    culture::STRING_INFO,
    culture::CALENDAR,
    culture::ISO_WEEK,
    culture::UNICODE_INFO,
    culture::REGION,
    encoding::TABLE,
    regex::REGEX,
    regex::MATCH,
    regex::GROUPS,
    regex::WILDCARD,
];
