//! Escapes of a text that is no pattern.

use super::super::error::RegexError;
use super::{Parser, code};

impl Parser<'_> {
    /// The text with its escapes resolved. A backslash at the very end is dropped.
    pub(super) fn unescape(&mut self) -> Result<String, RegexError> {
        let mut units = Vec::with_capacity(self.pattern.len());
        while let Some(unit) = self.peek() {
            self.pos += 1;
            if unit != code('\\') {
                units.push(unit);
            } else if self.pos < self.pattern.len() {
                units.push(self.scan_char_escape()?);
            }
        }
        Ok(String::from_utf16_lossy(&units))
    }
}
