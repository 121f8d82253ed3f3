//! The one gate for user data on its way into a mail: names, addresses, numbers.
//!
//! Line breaks, control characters and bidirectional overrides never act in a header or a page.
//! Escaping for HTML is not here: the template engine does it.

use std::borrow::Cow;

/// What the gate does with a character.
enum Fate {
    Keep,
    Space,
    Drop,
}

fn fate(character: char) -> Fate {
    match character {
        // Line and paragraph breaks of every kind, and the tab.
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::Space,
        // Marks, embeddings, overrides and isolates of the bidirectional algorithm.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' => Fate::Drop,
        // The zero-width space, word joiner and byte-order mark hide differences; the joiners stay,
        // because Persian, Indic scripts and emoji are written with them.
        '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => Fate::Drop,
        _ if character.is_control() => Fate::Drop,
        _ => Fate::Keep,
    }
}

/// Whether the text passes the gate unchanged.
pub fn is_clean(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) || text.chars().all(|character| matches!(fate(character), Fate::Keep))
}

/// The text on one line, with nothing in it that acts: breaks become spaces, controls and
/// bidirectional overrides are dropped, and spaces at the ends are trimmed.
///
/// ```
/// assert_eq!(bridgesh::mail::gate::clean("Adele\r\nBcc: x\u{202e}"), "Adele  Bcc: x");
/// ```
pub fn clean(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text.trim());
    }
    let mut cleaned = String::with_capacity(text.len());
    for character in text.chars() {
        match fate(character) {
            Fate::Keep => cleaned.push(character),
            Fate::Space => cleaned.push(' '),
            Fate::Drop => {}
        }
    }
    Cow::Owned(cleaned.trim().to_owned())
}
