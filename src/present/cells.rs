//! How many cells of a terminal a text takes, as PowerShell counts them.
//!
//! PowerShell counts UTF-16 code units, two cells for the East Asian wide ranges and one for everything else:
//! combining marks take a cell, and so does each half of a surrogate pair. Columns only agree with its output if
//! they are counted the same way. Escape sequences take none.

/// Ranges of wide characters in the basic plane.
const WIDE: [(u32, u32); 10] = [
    (0x1100, 0x115f),
    (0x2329, 0x232a),
    (0x2e80, 0x303e),
    (0x3040, 0xa4cf),
    (0xac00, 0xd7a3),
    (0xf900, 0xfaff),
    (0xfe10, 0xfe19),
    (0xfe30, 0xfe6f),
    (0xff00, 0xff60),
    (0xffe0, 0xffe6),
];

/// Cells of one character.
pub fn char_cells(c: char) -> usize {
    let code = c as u32;
    if code < 0x1100 {
        return 1;
    }
    if code > 0xffff {
        return 2;
    }
    if WIDE.iter().any(|&(from, to)| from <= code && code <= to) { 2 } else { 1 }
}

/// The length in bytes of the escape sequence that `text` starts with: colours and other CSI sequences, and links.
pub fn escape_len(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('\u{1b}')?;
    if let Some(body) = rest.strip_prefix('[') {
        let end = body.find(|c: char| !matches!(c, '0'..='9' | ';' | '?'))?;
        return body[end..].starts_with(|c: char| c.is_ascii_alphabetic()).then_some(2 + end + 1);
    }
    let body = rest.strip_prefix("]8;;")?;
    body.find("\u{1b}\\").map(|end| 5 + end + 2)
}

/// Cells of a text.
pub fn cells(text: &str) -> usize {
    if text.is_ascii() && !text.contains('\u{1b}') {
        return text.len();
    }
    let mut rest = text;
    let mut sum = 0;
    while let Some(c) = rest.chars().next() {
        match escape_len(rest) {
            Some(len) => rest = &rest[len..],
            None => {
                sum += char_cells(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    sum
}

/// The text without its escape sequences.
pub fn strip_escapes(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains('\u{1b}') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match escape_len(rest) {
            Some(len) => rest = &rest[len..],
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out.into()
}

/// The longest start of the text that fits into `width` cells. Escape sequences beyond the cut are kept, so that a
/// style which the text ends still ends.
pub fn head(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut used = 0;
    let mut full = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(len) = escape_len(rest) {
            out.push_str(&rest[..len]);
            rest = &rest[len..];
            continue;
        }
        if !full {
            let n_cells = char_cells(c);
            if used + n_cells > width {
                full = true;
            } else {
                used += n_cells;
                out.push(c);
            }
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// The longest end of the text that fits into `width` cells; escape sequences before it are kept.
pub fn tail(text: &str, width: usize) -> String {
    let total = cells(text);
    let mut skip = total.saturating_sub(width);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(len) = escape_len(rest) {
            out.push_str(&rest[..len]);
            rest = &rest[len..];
            continue;
        }
        if skip > 0 {
            skip = skip.saturating_sub(char_cells(c));
        } else {
            out.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// `count` blanks.
pub fn blanks(count: usize) -> String {
    " ".repeat(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_powershell_does() {
        assert_eq!(cells("日本語"), 6);
        assert_eq!(cells("e\u{301}te"), 4);
        assert_eq!(cells("😀 ok"), 5);
        assert_eq!(cells("\u{1b}[32;1mA\u{1b}[0m"), 1);
    }

    #[test]
    fn cuts_at_cells() {
        assert_eq!(head("日本語", 3), "日");
        assert_eq!(tail("1234567890123", 5), "90123");
        assert_eq!(head("\u{1b}[31mred\u{1b}[0m", 2), "\u{1b}[31mre\u{1b}[0m");
    }
}
