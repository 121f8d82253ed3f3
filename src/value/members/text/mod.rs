//! Strings, characters, builders, encodings, regular expressions, cultures.

mod culture;
mod format;
mod regex;
mod string;
mod string_builder;
mod string_comparer;
mod string_statics;

pub use format::{format_value, provider};
pub use string_comparer::StringComparer;

use super::implementation::TypeImpl;

/// The tables of this folder.
pub static TABLES: &[TypeImpl] = &[
    string::TABLE,
    string_statics::TABLE,
    string_comparer::TABLE,
    string_builder::TABLE,
    culture::CULTURE,
    culture::NUMBER_FORMAT,
    culture::DATE_FORMAT,
    culture::TEXT_INFO,
    culture::COMPARE_INFO,
    regex::REGEX,
    regex::MATCH,
    regex::GROUPS,
    regex::WILDCARD,
];
