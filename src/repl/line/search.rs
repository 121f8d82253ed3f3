//! The search in the history while typing: `bck-i-search`.

use super::{Done, Editor};
use crate::engine::Engine;
use crate::library::readline::bindings::Handler;
use crate::library::readline::{Code, Function, Key};

/// What was searched last, for vi's `n` and `N`.
#[derive(Default)]
pub struct Searched {
    text: String,
    is_back: bool,
}

/// A search at work.
struct Search {
    wanted: String,
    /// Where the next search starts from: an entry, one before the first, or one behind the last.
    from: isize,
    is_back: bool,
    failed: bool,
    /// Where each letter was found.
    places: Vec<usize>,
    found: Option<usize>,
}

impl Editor {
    /// Searches until a key ends it.
    pub(super) fn search_history(&mut self, engine: &mut Engine, is_back: bool) {
        let first = self.moves.at;
        let mut search = Search { wanted: String::new(), from: first as isize, is_back, failed: false, places: vec![first], found: None };
        loop {
            let status = format!(
                "{}{}-i-search: {}_",
                if search.failed { "failed-" } else { "" },
                if search.is_back { "bck" } else { "fwd" },
                search.wanted
            );
            let emphasis = search.found.map(|at| (at, at + search.wanted.len()));
            let cursor = search.found.unwrap_or(self.text.cursor);
            self.prediction.clear();
            self.below = vec![crate::present::cells::tail(&status, self.screen.columns.saturating_sub(1))];
            let below = self.below.clone();
            self.show(engine, &below, cursor, emphasis);
            self.below.clear();
            let Some(key) = self.key(engine) else { return };
            let function = match self.bindings.get(&vec![key]) {
                Some(Handler::Function(function)) => Some(*function),
                _ => None,
            };
            match function {
                Some(Function::ReverseSearchHistory | Function::ViSearchHistoryBackward) => self.search_on(&mut search, true),
                Some(Function::ForwardSearchHistory | Function::SearchForward) => self.search_on(&mut search, false),
                Some(Function::BackwardDeleteChar) => self.search_less(&mut search),
                Some(Function::Abort) => {
                    self.show_entry(first, None);
                    return;
                }
                Some(Function::CopyOrCancelLine | Function::CancelLine) => {
                    self.done = Some(Done::Interrupted);
                    return;
                }
                _ => match key.typed() {
                    Some(c) => self.search_more(&mut search, c),
                    None => {
                        self.text.cursor = search.found.unwrap_or(self.text.cursor).min(self.text.as_str().len());
                        self.search = Searched { text: search.wanted, is_back: search.is_back };
                        if key != Key::plain(Code::Escape) {
                            self.input.give_back(key);
                        }
                        return;
                    }
                },
            }
        }
    }

    /// A letter more: the line at hand may have it, too.
    fn search_more(&mut self, search: &mut Search, c: char) {
        search.wanted.push(c);
        match self.find_in(self.text.as_str(), &search.wanted) {
            Some(at) if self.moves.at < self.history.entries.len() => {
                search.found = Some(at);
                search.failed = false;
            }
            _ => self.search_on(search, search.is_back),
        }
        search.places.push(self.moves.at);
    }

    fn search_less(&mut self, search: &mut Search) {
        if search.wanted.pop().is_none() {
            return self.ding();
        }
        search.places.pop();
        let at = *search.places.last().unwrap_or(&self.moves.at);
        search.from = at as isize;
        self.show_entry(at, None);
        search.failed = false;
        search.found = self.find_in(self.text.as_str(), &search.wanted).filter(|_| !search.wanted.is_empty());
    }

    /// The next entry that has the text.
    fn search_on(&mut self, search: &mut Search, is_back: bool) {
        search.is_back = is_back;
        let n = self.history.entries.len() as isize;
        let step = if is_back { -1 } else { 1 };
        let mut from = search.from + step;
        while (0..n).contains(&from) {
            let at = from as usize;
            let hidden = self.options.history_no_duplicates && self.history.is_repeated(at);
            if !hidden && let Some(place) = self.find_in(&self.history.entries[at], &search.wanted) {
                search.from = from;
                search.failed = false;
                search.found = Some(place);
                self.show_entry(at, Some(place));
                return;
            }
            from += step;
        }
        search.from = from.clamp(-1, n);
        search.failed = true;
        search.found = None;
    }

    fn find_in(&self, line: &str, wanted: &str) -> Option<usize> {
        if self.options.history_search_case_sensitive || !line.is_ascii() {
            return line.find(wanted);
        }
        let (line, wanted) = (line.as_bytes(), wanted.as_bytes());
        if wanted.is_empty() {
            return Some(0);
        }
        line.windows(wanted.len()).position(|part| part.eq_ignore_ascii_case(wanted))
    }

    /// Searches the same again, or the other way.
    pub(super) fn search_again(&mut self, other_way: bool) {
        let wanted = self.search.text.clone();
        if wanted.is_empty() {
            return self.ding();
        }
        let mut search = Search {
            wanted,
            from: self.moves.at as isize,
            is_back: self.search.is_back != other_way,
            failed: false,
            places: Vec::new(),
            found: None,
        };
        let is_back = search.is_back;
        self.search_on(&mut search, is_back);
        if search.failed {
            self.ding();
        }
    }
}
