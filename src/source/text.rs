//! A text with a name and a table of its lines.

use super::Span;
use std::cell::OnceCell;
use std::rc::Rc;

/// A text that is parsed: a script file, a line typed at the prompt, a string given to `Invoke-Expression`.
///
/// Offsets inside are UTF-8 bytes; what PowerShell reports (`$_.InvocationInfo.OffsetInLine`, `[Parser]::ParseInput`)
/// counts UTF-16 units, which [`SourceText::locate`] and [`SourceText::utf16_offset`] give.
pub struct SourceText {
    name: Option<Rc<str>>,
    text: Rc<str>,
    lines: OnceCell<Lines>,
}

/// Starts of lines, in bytes and in UTF-16 units.
struct Lines {
    starts: Vec<u32>,
    /// Empty when the text is ASCII: then both counts are equal.
    utf16_starts: Vec<u32>,
}

/// A place as people and PowerShell count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// Line, from 1.
    pub line: u32,
    /// Column in UTF-16 units, from 1.
    pub column: u32,
}

impl SourceText {
    /// A text from a file (or whatever `name` names), or with no name: typed, or from a string.
    pub fn new(name: Option<&str>, text: impl Into<Rc<str>>) -> Rc<Self> {
        Rc::new(Self { name: name.map(Into::into), text: text.into(), lines: OnceCell::new() })
    }

    /// The path or other name, if there is one.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a range; empty where the range is none of this text's.
    pub fn slice(&self, span: Span) -> &str {
        let end = (span.end as usize).min(self.text.len());
        self.text.get((span.start as usize).min(end)..end).unwrap_or("")
    }

    /// How many lines there are, an empty one at the end included.
    pub fn n_lines(&self) -> usize {
        self.lines().starts.len()
    }

    /// The line with this number (from 1), without its line break; empty if there is no such line.
    pub fn line(&self, number: u32) -> &str {
        let lines = self.lines();
        let Some(&start) = (number as usize).checked_sub(1).and_then(|i| lines.starts.get(i)) else { return "" };
        let end = lines.starts.get(number as usize).map_or(self.text.len(), |&e| e as usize);
        self.text.get(start as usize..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    /// The byte where the line with this number (from 1) starts; the text's end if there is no such line.
    pub fn line_start(&self, number: u32) -> u32 {
        let starts = &self.lines().starts;
        (number as usize).checked_sub(1).and_then(|i| starts.get(i).copied()).unwrap_or(self.text.len() as u32)
    }

    /// Line and column of a byte offset.
    pub fn locate(&self, offset: u32) -> Location {
        let lines = self.lines();
        let line_idx = lines.starts.partition_point(|&s| s <= offset).saturating_sub(1);
        let start = lines.starts[line_idx];
        let column = self.utf16_between(start, offset) + 1;
        Location { line: line_idx as u32 + 1, column }
    }

    /// UTF-16 units before a byte offset.
    pub fn utf16_offset(&self, offset: u32) -> u32 {
        let lines = self.lines();
        if lines.utf16_starts.is_empty() {
            return offset;
        }
        let line_idx = lines.starts.partition_point(|&s| s <= offset).saturating_sub(1);
        lines.utf16_starts[line_idx] + self.utf16_between(lines.starts[line_idx], offset)
    }

    /// UTF-16 units between two offsets. Errors may stand one past the end of the text: what is past it counts one a byte.
    fn utf16_between(&self, start: u32, end: u32) -> u32 {
        if self.lines().utf16_starts.is_empty() {
            return end.saturating_sub(start);
        }
        let inside = end.min(self.text.len() as u32);
        utf16_len(self.text.get(start as usize..inside as usize).unwrap_or("")) + (end - inside)
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut starts = vec![0];
            for (i, &b) in bytes.iter().enumerate() {
                if b == b'\n' || (b == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
                    starts.push(i as u32 + 1);
                }
            }
            let mut utf16_starts = Vec::new();
            if !self.text.is_ascii() {
                let mut units = 0;
                let mut from = 0;
                for &start in &starts {
                    units += utf16_len(self.text.get(from as usize..start as usize).unwrap_or(""));
                    utf16_starts.push(units);
                    from = start;
                }
            }
            Lines { starts, utf16_starts }
        })
    }
}

fn utf16_len(text: &str) -> u32 {
    text.chars().map(|c| c.len_utf16() as u32).sum()
}

impl std::fmt::Debug for SourceText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SourceText").field("name", &self.name).field("len", &self.text.len()).finish()
    }
}
