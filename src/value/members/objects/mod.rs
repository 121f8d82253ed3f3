//! Objects behind [`ClrObject`](crate::value::ClrObject): their data, and the tables of their members.

pub mod culture;
pub mod dates;
pub mod db_null;
pub mod enumerator;
pub mod error_parts;
pub mod guid;
pub mod ps_method;
pub mod ps_object;
pub mod readers;
pub mod regex;
pub mod streams;
mod switch_parameter;
pub mod tuple;
pub mod type_name;
pub mod uri;
pub mod version;
pub mod wildcard;
pub mod xml;

pub use switch_parameter::SwitchParameter;

use crate::value::Value;
use crate::value::fault::Fault;
use crate::value::members::numbers::wide::Wide;
use crate::value::text::culture::Culture;
use crate::value::text::wildcard::{WildcardCase, WildcardPattern};

/// The text of an object in a format; `None` if its type takes no formats.
pub fn format_object(value: &Value, format: &str, culture: &Culture) -> Option<Result<String, Fault>> {
    dates::format(value, format, culture)
        .or_else(|| guid::format(value, format))
        .or_else(|| value.downcast::<Wide>().map(|number| number.format(format, culture)))
}

/// Whether a name matches a wildcard pattern, whatever its case; a wrong pattern matches nothing.
pub fn wildcard_matches(pattern: &str, name: &str) -> bool {
    WildcardPattern::new(pattern, WildcardCase::Ignored).is_ok_and(|pattern| pattern.is_match(name))
}
