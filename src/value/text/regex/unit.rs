//! UTF-16 code units inside UTF-8 text.
//!
//! .NET's strings are UTF-16, ours are UTF-8. The engine sees what .NET's sees: a character outside the basic
//! plane is two units, its high and its low surrogate, and a position may lie between them. Such a position is
//! the byte in the middle of the four bytes, so every position stays a plain byte offset. ASCII costs nothing.

/// A half-open range of byte offsets. An end may lie in the middle of a four-byte character (between surrogates).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// Where it begins.
    pub start: usize,
    /// Where it ends, not included.
    pub end: usize,
}

impl Span {
    /// True for a span of no text.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

const fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

/// The unit at `pos` and the position after it. `pos` must be below the length of the text.
#[inline]
pub(crate) fn next_unit(text: &[u8], pos: usize) -> (u16, usize) {
    let lead = text[pos];
    if lead < 0x80 {
        return (u16::from(lead), pos + 1);
    }
    next_wide(text, pos)
}

fn next_wide(text: &[u8], pos: usize) -> (u16, usize) {
    let lead = u32::from(text[pos]);
    let tail = |n: usize| u32::from(text.get(pos + n).copied().unwrap_or(0x80) & 0x3F);
    match lead {
        0xC0..=0xDF => ((((lead & 0x1F) << 6) | tail(1)) as u16, pos + 2),
        0xE0..=0xEF => ((((lead & 0x0F) << 12) | (tail(1) << 6) | tail(2)) as u16, pos + 3),
        0xF0..=0xFF => (high_surrogate(lead, tail(1), tail(2)), pos + 2),
        // The middle of a four-byte character: its low surrogate.
        _ => ((0xDC00 | ((lead & 0x0F) << 6) | tail(1)) as u16, pos + 2),
    }
}

fn high_surrogate(lead: u32, second: u32, third: u32) -> u16 {
    let plane = (((lead & 0x07) << 8) | (second << 2) | (third >> 4)).wrapping_sub(0x40);
    (0xD800 | (plane & 0x3FF)) as u16
}

/// The unit before `pos` and the position where it begins. `pos` must be above 0.
#[inline]
pub(crate) fn previous_unit(text: &[u8], pos: usize) -> (u16, usize) {
    let last = text[pos - 1];
    if last < 0x80 {
        return (u16::from(last), pos - 1);
    }
    let start = previous_boundary(text, pos);
    (next_wide(text, start).0, start)
}

/// Where the unit before `pos` begins. `pos` must be above 0.
#[inline]
pub(crate) fn previous_boundary(text: &[u8], pos: usize) -> usize {
    if !is_continuation(text[pos - 1]) {
        return pos - 1;
    }
    let mut lead = pos - 1;
    while lead > 0 && is_continuation(text[lead]) {
        lead -= 1;
    }
    if text[lead] >= 0xF0 { pos - 2 } else { lead }
}

/// Where the unit at `pos` ends. `pos` must be below the length of the text.
#[inline]
pub(crate) fn next_boundary(text: &[u8], pos: usize) -> usize {
    match text[pos] {
        0x00..=0x7F => pos + 1,
        0xE0..=0xEF => pos + 3,
        _ => pos + 2,
    }
}

/// The text of a span. Halves of a character that was cut between its surrogates become U+FFFD.
pub fn slice(text: &str, span: Span) -> std::borrow::Cow<'_, str> {
    match text.get(span.start..span.end) {
        Some(part) => std::borrow::Cow::Borrowed(part),
        None => {
            let mut units = Vec::new();
            let mut pos = span.start;
            while pos < span.end {
                let (unit, next) = next_unit(text.as_bytes(), pos);
                units.push(unit);
                pos = next;
            }
            std::borrow::Cow::Owned(String::from_utf16_lossy(&units))
        }
    }
}

/// How many UTF-16 units a text has.
pub fn utf16_len(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
}

/// Translates between byte offsets and .NET's indexes. Remembers the last answer, so that a walk over the matches
/// of a long text costs one pass.
#[derive(Debug, Clone)]
pub struct Utf16Index<'t> {
    text: &'t [u8],
    is_ascii: bool,
    byte: usize,
    unit: usize,
}

impl<'t> Utf16Index<'t> {
    /// An index over `text`.
    pub fn new(text: &'t str) -> Utf16Index<'t> {
        Utf16Index { text: text.as_bytes(), is_ascii: text.is_ascii(), byte: 0, unit: 0 }
    }

    /// .NET's index of a byte offset.
    pub fn unit_of(&mut self, byte: usize) -> usize {
        if self.is_ascii {
            return byte;
        }
        while self.byte < byte {
            self.byte = next_boundary(self.text, self.byte);
            self.unit += 1;
        }
        while self.byte > byte {
            self.byte = previous_boundary(self.text, self.byte);
            self.unit -= 1;
        }
        self.unit
    }

    /// The byte offset of .NET's index; the end of the text for an index beyond it.
    pub fn byte_of(&mut self, unit: usize) -> usize {
        if self.is_ascii {
            return unit.min(self.text.len());
        }
        while self.unit < unit && self.byte < self.text.len() {
            self.byte = next_boundary(self.text, self.byte);
            self.unit += 1;
        }
        while self.unit > unit {
            self.byte = previous_boundary(self.text, self.byte);
            self.unit -= 1;
        }
        self.byte
    }

    /// .NET's index and length of a span.
    pub fn place(&mut self, span: Span) -> (usize, usize) {
        let start = self.unit_of(span.start);
        (start, self.unit_of(span.end) - start)
    }
}
