//! Strings, characters, builders, encodings, regular expressions, cultures.

mod character;
mod code_page;
mod culture;
mod encoding;
mod format;
mod globalization;
mod regex;
mod string;
mod string_builder;
mod string_comparer;
mod string_statics;
mod utf7;

pub use encoding::{Encoding, Scheme, decode_file, encode_text};
pub use format::{format_composite, format_value, provider};
pub use string_comparer::StringComparer;
pub use string_statics::concat_text;

use super::implementation::TypeImpl;

/// The tables of this folder.
pub static TABLES: &[TypeImpl] = &[
    string::TABLE,
    string_statics::TABLE,
    string_comparer::TABLE,
    string_builder::TABLE,
    character::TABLE,
    character::RUNE,
    character::UNICODE_INFO,
    encoding::TABLE,
    globalization::STRING_INFO,
    globalization::CALENDAR,
    globalization::ISO_WEEK,
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
