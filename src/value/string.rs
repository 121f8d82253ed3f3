//! Strings as .NET counts them: positions and lengths in UTF-16 code units, over Rust's UTF-8 text.
//!
//! A string cannot hold half of a surrogate pair here: such a half becomes U+FFFD (`docs/differences.md`).

/// Folds a character for a comparison without regard to case, as .NET's ordinal-ignore-case does: to upper case
/// where that is one character.
pub fn fold_char(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_uppercase();
    }
    match c {
        // .NET's invariant casing keeps these apart from their ASCII look-alikes.
        'ı' | 'ſ' | 'K' | 'İ' => c,
        _ => {
            let mut upper = c.to_uppercase();
            match (upper.next(), upper.next()) {
                (Some(only), None) => only,
                _ => c,
            }
        }
    }
}

/// Length in UTF-16 code units.
pub fn utf16_len(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
}

/// The byte position of a UTF-16 index; `None` if it is past the end. An index inside a surrogate pair gives the
/// position after it.
pub fn byte_index(text: &str, utf16: usize) -> Option<usize> {
    if text.is_ascii() {
        return (utf16 <= text.len()).then_some(utf16);
    }
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= utf16 {
            return Some(at);
        }
        units += c.len_utf16();
    }
    (units >= utf16).then_some(text.len())
}

/// The UTF-16 index of a byte position.
pub fn utf16_index(text: &str, byte: usize) -> usize {
    utf16_len(&text[..byte])
}

/// The code unit at a UTF-16 index.
pub fn unit_at(text: &str, index: usize) -> Option<u16> {
    if text.is_ascii() {
        return text.as_bytes().get(index).map(|byte| *byte as u16);
    }
    text.encode_utf16().nth(index)
}

/// The part between two UTF-16 indexes, which must be in order and inside the text.
pub fn slice(text: &str, start: usize, end: usize) -> Option<&str> {
    let (from, to) = (byte_index(text, start)?, byte_index(text, end)?);
    text.get(from..to)
}

/// A code unit as text; half of a surrogate pair becomes U+FFFD.
pub fn unit_text(unit: u16) -> char {
    char::from_u32(unit as u32).unwrap_or('\u{fffd}')
}

/// Code units as text.
pub fn from_units(units: &[u16]) -> String {
    String::from_utf16_lossy(units)
}

/// The place of `needle` in `text` without regard to case (ordinal), as byte positions of start and end.
pub fn find_folded(text: &str, needle: &str) -> Option<(usize, usize)> {
    let needle: Vec<char> = needle.chars().map(fold_char).collect();
    if needle.is_empty() {
        return Some((0, 0));
    }
    'start: for (at, _) in text.char_indices() {
        let mut rest = text[at..].char_indices();
        let mut end = at;
        for wanted in &needle {
            match rest.next() {
                Some((offset, c)) if fold_char(c) == *wanted => end = at + offset + c.len_utf8(),
                Some(_) => continue 'start,
                None => return None,
            }
        }
        return Some((at, end));
    }
    None
}
