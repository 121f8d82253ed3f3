//! `WildcardPattern` as an object.

use std::any::Any;

use crate::value::text::wildcard::{WildcardCase, WildcardError, WildcardPattern};
use crate::value::{ClrObject, TypeId};

/// A wildcard pattern.
pub struct WildcardObject {
    /// Its text.
    pub pattern: String,
    compiled: WildcardPattern,
}

impl WildcardObject {
    /// A pattern with .NET's `WildcardOptions` (2: case is ignored).
    pub fn new(pattern: &str, options: i64) -> Result<WildcardObject, WildcardError> {
        let case = if options & 2 != 0 { WildcardCase::Ignored } else { WildcardCase::Sensitive };
        Ok(WildcardObject { pattern: pattern.to_owned(), compiled: WildcardPattern::new(pattern, case)? })
    }

    /// Whether a text matches.
    pub fn is_match(&self, text: &str) -> bool {
        self.compiled.is_match(text)
    }
}

impl ClrObject for WildcardObject {
    fn class(&self) -> TypeId {
        TypeId::WILDCARD_PATTERN
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
