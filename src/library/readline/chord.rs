//! Keys and chords: their names as `Set-PSReadLineKeyHandler -Chord` takes them and `Get-PSReadLineKeyHandler` shows
//! them.

use std::fmt;

/// A key without its modifiers.
#[allow(missing_docs)] // Named as the keyboard has them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Code {
    Char(char),
    Enter,
    Tab,
    Backspace,
    Delete,
    Insert,
    Escape,
    Home,
    End,
    PageUp,
    PageDown,
    Left,
    Right,
    Up,
    Down,
    F(u8),
}

/// A key with its modifiers. Shift is part of a character, not of the modifiers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Key {
    /// The key.
    pub code: Code,
    /// Ctrl.
    pub ctrl: bool,
    /// Alt.
    pub alt: bool,
    /// Shift, with keys that are no characters.
    pub shift: bool,
}

/// Keys pressed one after the other: one or two.
pub type Chord = Vec<Key>;

/// Names of keys, the one that is shown first.
const NAMES: &[(&str, Code)] = &[
    ("Enter", Code::Enter),
    ("Tab", Code::Tab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Insert", Code::Insert),
    ("Escape", Code::Escape),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PageUp", Code::PageUp),
    ("PageDown", Code::PageDown),
    ("LeftArrow", Code::Left),
    ("RightArrow", Code::Right),
    ("UpArrow", Code::Up),
    ("DownArrow", Code::Down),
    ("Spacebar", Code::Char(' ')),
    ("Space", Code::Char(' ')),
    ("Return", Code::Enter),
    ("Esc", Code::Escape),
    ("Del", Code::Delete),
    ("Ins", Code::Insert),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("PgUp", Code::PageUp),
    ("PgDn", Code::PageDown),
];

impl Key {
    /// A key alone.
    pub const fn plain(code: Code) -> Key {
        Key { code, ctrl: false, alt: false, shift: false }
    }

    /// A character.
    pub const fn char(c: char) -> Key {
        Key::plain(Code::Char(c))
    }

    /// With Ctrl.
    pub const fn ctrl(c: char) -> Key {
        Key { ctrl: true, ..Key::char(c) }
    }

    /// With Alt, too.
    pub const fn alt(mut self) -> Key {
        self.alt = true;
        self
    }

    /// The character that the key types, if it types one.
    pub fn typed(&self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Reads `Ctrl+Alt+x`.
    pub fn parse(text: &str) -> Option<Key> {
        let mut key = Key::char('\0');
        let mut rest = text.trim();
        while let Some((modifier, after)) = rest.split_once('+').filter(|(modifier, after)| !modifier.is_empty() && !after.is_empty()) {
            match modifier.trim().to_ascii_lowercase().as_str() {
                "ctrl" | "control" => key.ctrl = true,
                "alt" => key.alt = true,
                "shift" => key.shift = true,
                _ => return None,
            }
            rest = after;
        }
        let mut chars = rest.chars();
        key.code = match (chars.next(), chars.next()) {
            (Some(c), None) => Code::Char(c),
            _ => named(rest)?,
        };
        Some(key.normal())
    }

    /// Without what does not count: Ctrl's letters are lower case, a character has its own shift.
    pub fn normal(mut self) -> Key {
        if let Code::Char(c) = self.code {
            if self.shift && c != ' ' {
                self.shift = false;
                self.code = Code::Char(c.to_ascii_uppercase());
            }
            if self.ctrl
                && let Code::Char(c) = self.code
            {
                self.code = Code::Char(if c == ' ' { '@' } else { c.to_ascii_lowercase() });
            }
        }
        self
    }
}

fn named(text: &str) -> Option<Code> {
    if let Some((_, code)) = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
        return Some(*code);
    }
    let number = text.strip_prefix(['f', 'F'])?.parse::<u8>().ok()?;
    (1..=24).contains(&number).then_some(Code::F(number))
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl+")?;
        }
        if self.alt {
            f.write_str("Alt+")?;
        }
        if self.shift {
            f.write_str("Shift+")?;
        }
        match self.code {
            Code::Char(' ') => f.write_str("Spacebar"),
            Code::Char(c) => write!(f, "{c}"),
            Code::F(number) => write!(f, "F{number}"),
            code => f.write_str(NAMES.iter().find(|(_, own)| *own == code).map_or("", |(name, _)| name)),
        }
    }
}

/// Reads `Ctrl+x,Ctrl+u`.
pub fn parse(text: &str) -> Option<Chord> {
    // A comma may be the key itself.
    let mut parts: Vec<String> = Vec::new();
    let mut part = String::new();
    for c in text.chars() {
        if c == ',' && !part.is_empty() && !part.ends_with('+') {
            parts.push(std::mem::take(&mut part));
        } else {
            part.push(c);
        }
    }
    parts.push(part);
    let keys: Option<Chord> = parts.iter().map(|part| Key::parse(part)).collect();
    keys.filter(|keys| matches!(keys.len(), 1 | 2))
}

/// A chord's name.
pub fn name(chord: &[Key]) -> String {
    chord.iter().map(Key::to_string).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for text in ["Ctrl+a", "Alt+.", "Ctrl+Alt+?", "Shift+Tab", "Ctrl+x,Ctrl+u", "F1", "UpArrow", "x", ",", "Ctrl++", "Alt+B"] {
            let chord = parse(text).unwrap_or_default();
            assert_eq!(name(&chord), text);
        }
        assert_eq!(parse("ctrl+SPACE"), Some(vec![Key::ctrl('@')]));
        assert_eq!(parse("Shift+a"), Some(vec![Key::char('A')]));
        assert_eq!(parse("Hyper+a"), None);
        assert_eq!(parse("nokey"), None);
    }
}
