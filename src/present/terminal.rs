//! The one gate for text that reaches a terminal.
//!
//! Names, subjects and comments come from users; control characters in them could move the cursor, and
//! bidirectional overrides could make a line read as something else. At a terminal they are shown, not obeyed.
//! Colours and links that the formatter itself writes pass.

use super::cells::escape_len;

/// What a terminal can do, as the caller found out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Terminal {
    /// Cells in a line.
    pub columns: usize,
    /// Lines.
    pub rows: usize,
    /// Whether it is a terminal at all.
    pub is_terminal: bool,
    /// Whether colours are wanted (no `NO_COLOR`, `TERM` not `dumb`).
    pub colours: bool,
}

impl Terminal {
    /// What is assumed where there is no terminal.
    pub const NONE: Terminal = Terminal { columns: 80, rows: 24, is_terminal: false, colours: false };

    /// Cells that tables and lists may take: the last column of a line is left free.
    pub fn usable_width(&self) -> usize {
        self.columns.saturating_sub(1).max(1)
    }
}

impl Default for Terminal {
    fn default() -> Terminal {
        Terminal::NONE
    }
}

/// Whether a character changes the direction in which text is read.
pub fn is_direction_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text for a terminal: control characters but line ends and tabs as their pictures (`␇`), overrides of direction as
/// `�`; colours and links pass.
pub fn gate(text: &str) -> std::borrow::Cow<'_, str> {
    let acts = |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || is_direction_control(c);
    if !text.contains(acts) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(len) = escape_len(rest)
            && (rest[..len].ends_with('m') || rest[..len].starts_with("\u{1b}]8;;"))
        {
            out.push_str(&rest[..len]);
            rest = &rest[len..];
            continue;
        }
        match c {
            c if is_direction_control(c) => out.push('\u{fffd}'),
            '\u{7f}' => out.push('\u{2421}'),
            c if acts(c) && (c as u32) < 0x20 => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
            c if acts(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_what_would_act() {
        assert_eq!(gate("plain\ttext\n"), "plain\ttext\n");
        assert_eq!(gate("a\u{7}b\u{202e}c"), "a␇b\u{fffd}c");
        assert_eq!(gate("\u{1b}[31mred\u{1b}[0m"), "\u{1b}[31mred\u{1b}[0m");
        assert_eq!(gate("\u{1b}[2J"), "␛[2J");
    }
}
