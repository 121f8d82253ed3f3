//! `Regex.Escape` and `Regex.Unescape`.

use super::error::RegexError;
use super::parse;

/// Puts a backslash before what means something in a pattern.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        let escaped = match c {
            '\\' | '*' | '+' | '?' | '|' | '{' | '[' | '(' | ')' | '^' | '$' | '.' | '#' | ' ' => c,
            '\t' => 't',
            '\n' => 'n',
            '\u{c}' => 'f',
            '\r' => 'r',
            _ => {
                out.push(c);
                continue;
            }
        };
        out.push('\\');
        out.push(escaped);
    }
    out
}

/// Resolves escapes as a pattern would.
pub fn unescape(text: &str) -> Result<String, RegexError> {
    if text.contains('\\') { parse::unescape(text) } else { Ok(text.to_string()) }
}
