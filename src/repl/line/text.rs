//! The text being typed: cursor, mark and selection, changes and how they are undone, words.

use unicode_segmentation::GraphemeCursor;

/// A change: at a place one text stands in another's stead.
#[derive(Clone, Debug)]
struct Change {
    at: usize,
    removed: String,
    inserted: String,
    cursor: usize,
    /// Changes of one group are undone together.
    group: u32,
}

/// The text.
#[derive(Default)]
pub struct Text {
    text: String,
    /// Where the next character goes, in bytes.
    pub cursor: usize,
    /// The other end of the selection.
    pub mark: usize,
    /// Whether what lies between mark and cursor is selected.
    pub is_selecting: bool,
    changes: Vec<Change>,
    /// So many of the changes are in the text; those behind them were undone.
    n_done: usize,
    group: u32,
    n_groups: u32,
}

impl Text {
    /// All of it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Begins anew with a text that cannot be undone.
    pub fn reset(&mut self, text: &str) {
        *self = Text { text: text.to_owned(), cursor: text.len(), ..Text::default() };
    }

    /// Puts a text in place of a part; the cursor stands behind it.
    pub fn replace(&mut self, start: usize, end: usize, new: &str) {
        if start == end && new.is_empty() {
            return;
        }
        let removed = self.text[start..end].to_owned();
        self.text.replace_range(start..end, new);
        self.changes.truncate(self.n_done);
        self.changes.push(Change { at: start, removed, inserted: new.to_owned(), cursor: self.cursor, group: self.group });
        self.n_done += 1;
        self.cursor = start + new.len();
        if self.mark > start {
            self.mark = self.mark.saturating_sub(end - start).max(start).min(self.text.len());
            while !self.text.is_char_boundary(self.mark) {
                self.mark -= 1;
            }
        }
    }

    /// Puts a text in at the cursor, in place of what is selected.
    pub fn insert(&mut self, new: &str) {
        let (start, end) = self.selection().unwrap_or((self.cursor, self.cursor));
        self.is_selecting = false;
        self.replace(start, end, new);
    }

    /// Takes a part out.
    pub fn remove(&mut self, start: usize, end: usize) -> String {
        let removed = self.text[start..end].to_owned();
        self.replace(start, end, "");
        removed
    }

    /// Changes until [`Text::end_group`] are undone together.
    pub fn begin_group(&mut self) {
        self.n_groups += 1;
        self.group = self.n_groups;
    }

    /// Ends the group.
    pub fn end_group(&mut self) {
        self.group = 0;
    }

    /// Undoes the last change, or group of changes; false if there is none.
    pub fn undo(&mut self) -> bool {
        let Some(group) = self.n_done.checked_sub(1).map(|at| self.changes[at].group) else { return false };
        loop {
            self.n_done -= 1;
            let change = &self.changes[self.n_done];
            self.text.replace_range(change.at..change.at + change.inserted.len(), &change.removed);
            self.cursor = change.cursor.min(self.text.len());
            let goes_on = group != 0 && self.n_done > 0 && self.changes[self.n_done - 1].group == group;
            if !goes_on {
                return true;
            }
        }
    }

    /// Does again what was undone; false if there is nothing.
    pub fn redo(&mut self) -> bool {
        let Some(group) = self.changes.get(self.n_done).map(|change| change.group) else { return false };
        loop {
            let change = &self.changes[self.n_done];
            self.text.replace_range(change.at..change.at + change.removed.len(), &change.inserted);
            self.cursor = change.at + change.inserted.len();
            self.n_done += 1;
            let goes_on = group != 0 && self.changes.get(self.n_done).is_some_and(|change| change.group == group);
            if !goes_on {
                return true;
            }
        }
    }

    /// Start and end of what is selected.
    pub fn selection(&self) -> Option<(usize, usize)> {
        let (start, end) = (self.mark.min(self.cursor), self.mark.max(self.cursor));
        (self.is_selecting && start < end).then_some((start, end))
    }

    /// The place behind the character at a place.
    pub fn next(&self, at: usize) -> usize {
        if self.text.as_bytes().get(at).is_some_and(u8::is_ascii) && self.text.as_bytes().get(at + 1).is_none_or(u8::is_ascii) {
            return at + 1;
        }
        GraphemeCursor::new(at, self.text.len(), true).next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }

    /// The place of the character before a place.
    pub fn previous(&self, at: usize) -> usize {
        GraphemeCursor::new(at, self.text.len(), true).prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    /// The start of the line a place is in.
    pub fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// The end of the line a place is in.
    pub fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end)
    }

    /// Behind the first blanks of the line a place is in.
    pub fn line_text(&self, at: usize) -> usize {
        let (start, end) = (self.line_start(at), self.line_end(at));
        let line = &self.text[start..end];
        start + line.len() - line.trim_start().len()
    }

    /// The end of the word at or behind a place.
    pub fn word_end(&self, at: usize, delimiters: &str) -> usize {
        let is_out = |c: char| c.is_whitespace() || delimiters.contains(c);
        let word = self.text[at..].find(|c| !is_out(c)).map_or(self.text.len(), |n| at + n);
        self.text[word..].find(is_out).map_or(self.text.len(), |n| word + n)
    }

    /// The start of the word before a place.
    pub fn word_start(&self, at: usize, delimiters: &str) -> usize {
        let is_out = |c: char| c.is_whitespace() || delimiters.contains(c);
        let head = self.text[..at].trim_end_matches(is_out);
        head.len() - head.chars().rev().take_while(|c| !is_out(*c)).map(char::len_utf8).sum::<usize>()
    }

    /// The start of the next word.
    pub fn next_word(&self, at: usize, delimiters: &str) -> usize {
        let is_out = |c: char| c.is_whitespace() || delimiters.contains(c);
        let end = self.text[at..].find(is_out).map_or(self.text.len(), |n| at + n);
        self.text[end..].find(|c| !is_out(c)).map_or(self.text.len(), |n| end + n)
    }

    /// The partner of the bracket at a place.
    pub fn partner(&self, at: usize) -> Option<usize> {
        let bracket = self.text[at..].chars().next()?;
        let (open, close, forward) = match bracket {
            '(' => ('(', ')', true),
            '[' => ('[', ']', true),
            '{' => ('{', '}', true),
            ')' => ('(', ')', false),
            ']' => ('[', ']', false),
            '}' => ('{', '}', false),
            _ => return None,
        };
        let mut depth = 0i32;
        let mut count = |c: char| {
            depth += i32::from(c == open) - i32::from(c == close);
            depth == 0
        };
        if forward {
            return self.text[at..].char_indices().find(|(_, c)| count(*c)).map(|(n, _)| at + n);
        }
        self.text[..at + bracket.len_utf8()].char_indices().rev().find(|(_, c)| count(*c)).map(|(n, _)| n)
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    const DELIMITERS: &str = ";:,.[]{}()/\\|!?^&*-=+'\"";

    fn text(text: &str, cursor: usize) -> Text {
        let mut own = Text::default();
        own.reset(text);
        own.cursor = cursor;
        own
    }

    #[test]
    fn undoes_and_does_again() {
        let mut own = text("", 0);
        own.insert("a");
        own.insert("b");
        own.begin_group();
        own.insert("c");
        own.insert("d");
        own.end_group();
        assert_eq!(own.as_str(), "abcd");
        assert!(own.undo());
        assert_eq!((own.as_str(), own.cursor), ("ab", 2));
        assert!(own.undo() && own.redo() && own.redo());
        assert_eq!(own.as_str(), "abcd");
        assert!(!own.redo());
        while own.undo() {}
        assert_eq!(own.as_str(), "");
    }

    #[test]
    fn finds_words() {
        let own = text("aa bb-cc $dd.ee(ff)", 0);
        assert_eq!(own.word_end(0, DELIMITERS), 2);
        assert_eq!(own.word_end(5, DELIMITERS), 8);
        assert_eq!(own.word_start(12, DELIMITERS), 9);
        assert_eq!(own.next_word(0, DELIMITERS), 3);
        assert_eq!(own.partner(15), Some(18));
        assert_eq!(own.partner(18), Some(15));
    }

    #[test]
    fn characters_are_as_they_are_seen() {
        let own = text("e\u{301}日👨‍👩‍👧x", 0);
        assert_eq!(own.next(0), 3);
        assert_eq!(own.next(3), 6);
        assert_eq!(own.previous(own.as_str().len()), own.as_str().len() - 1);
    }
}
