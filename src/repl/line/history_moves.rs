//! Going through the history: the lines before and behind, and those that start with what is typed.

use std::rc::Rc;

use super::Editor;

/// Where in the history the line at hand is from.
#[derive(Default)]
pub struct Moves {
    /// The entry; the number of entries: the line being typed.
    pub at: usize,
    /// The line being typed.
    typed: String,
    /// What a search by prefix looks for, and the text it found last.
    prefix: Option<(String, String)>,
}

impl Moves {
    /// A new line.
    pub fn begin(&mut self, n_entries: usize) {
        *self = Moves { at: n_entries, ..Moves::default() };
    }
}

impl Editor {
    /// Shows an entry, or the line being typed.
    pub(super) fn show_entry(&mut self, at: usize, cursor: Option<usize>) {
        let n = self.history.entries.len();
        if self.moves.at == n {
            self.moves.typed = self.text.as_str().to_owned();
        }
        let line: Rc<str> = if at == n { Rc::from(self.moves.typed.as_str()) } else { self.history.entries[at].clone() };
        self.moves.at = at;
        let end = self.text.as_str().len();
        self.text.replace(0, end, &line);
        self.text.cursor = cursor.unwrap_or(line.len()).min(line.len());
        self.text.is_selecting = false;
    }

    /// So many lines back, or on.
    pub(super) fn move_in_history(&mut self, count: i32) {
        for _ in 0..count.unsigned_abs() {
            let n = self.history.entries.len();
            let mut at = self.moves.at;
            loop {
                match count > 0 {
                    true if at >= n => return,
                    true => at += 1,
                    false if at == 0 => return,
                    false => at -= 1,
                }
                if at == n || !self.options.history_no_duplicates || !self.history.is_repeated(at) {
                    break;
                }
            }
            self.show_entry(at, None);
        }
    }

    /// The next line back, or on, that starts with what was typed before the cursor.
    pub(super) fn move_by_prefix(&mut self, forward: bool) {
        let now = self.text.as_str().to_owned();
        let prefix = match &self.moves.prefix {
            Some((prefix, found)) if *found == now => prefix.clone(),
            _ => now[..self.text.cursor].to_owned(),
        };
        if prefix.is_empty() {
            self.move_in_history(if forward { 1 } else { -1 });
            self.moves.prefix = Some((prefix, self.text.as_str().to_owned()));
            return;
        }
        let n = self.history.entries.len();
        let mut at = self.moves.at;
        loop {
            match forward {
                true if at >= n => return self.ding(),
                true => at += 1,
                false if at == 0 => return self.ding(),
                false => at -= 1,
            }
            if at == n {
                break;
            }
            let line = &self.history.entries[at];
            let fits = self.starts_with(line, &prefix) && **line != *now;
            if fits && !(self.options.history_no_duplicates && self.history.is_repeated(at)) {
                break;
            }
        }
        let cursor = (!self.options.history_search_cursor_moves_to_end).then_some(prefix.len());
        self.show_entry(at, cursor);
        while !self.text.as_str().is_char_boundary(self.text.cursor) {
            self.text.cursor -= 1;
        }
        self.moves.prefix = Some((prefix, self.text.as_str().to_owned()));
    }

    /// Whether a line starts with a text; case counts where the settings say so.
    pub(super) fn starts_with(&self, line: &str, start: &str) -> bool {
        if self.options.history_search_case_sensitive {
            return line.starts_with(start);
        }
        line.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start) || head.to_lowercase() == start.to_lowercase())
    }
}
