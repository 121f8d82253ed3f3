//! The Tab key: the common part, the list, one match after the other.

use super::Editor;
use super::screen::width;
use crate::engine::Engine;
use crate::library::completion::{self, Match, MatchKind};
use crate::library::readline::{Code, Function, Key};
use crate::present::terminal::gate;

/// Matches that are put in one after the other.
pub struct Cycle {
    matches: Vec<Match>,
    at: usize,
    start: usize,
    /// The text that was put in last.
    length: usize,
}

/// The matches, and the part of the text that each replaces.
pub(super) struct Found {
    pub start: usize,
    pub end: usize,
    pub matches: Vec<Match>,
}

impl Editor {
    /// Asks for the ways to go on.
    pub(super) fn find_matches(&mut self, engine: &mut Engine) -> Found {
        let text = self.text.as_str().to_owned();
        let cursor = self.text.cursor;
        engine.interrupt.clear();
        self.input.allow_interrupt(true);
        let found = completion::complete(engine, &text, cursor);
        self.input.allow_interrupt(false);
        engine.interrupt.clear();
        self.known.clear();
        let start = found.start.min(cursor);
        Found { start, end: (found.start + found.length).clamp(start, text.len()), matches: found.matches }
    }

    /// The common part of all matches; the list, where there is no more to it and the key before was this one.
    pub(super) fn complete(&mut self, engine: &mut Engine) {
        let again = self.last == Some(Function::Complete);
        let found = self.find_matches(engine);
        match found.matches.as_slice() {
            [] => self.ding(),
            [only] => {
                let text = with_slash(only);
                self.put_match(found.start, found.end, &text);
            }
            several => {
                let common = common_start(several.iter().map(|own| own.text.as_str()));
                let now = &self.text.as_str()[found.start..found.end];
                if common.chars().count() >= now.chars().count() && common != now {
                    self.put_match(found.start, found.end, &common);
                } else if again {
                    self.list(engine, &found.matches);
                } else {
                    self.ding();
                }
            }
        }
    }

    /// The list, without changing the text.
    pub(super) fn possible_completions(&mut self, engine: &mut Engine) {
        let found = self.find_matches(engine);
        if found.matches.is_empty() { self.ding() } else { self.list(engine, &found.matches) }
    }

    pub(super) fn put_match(&mut self, start: usize, end: usize, text: &str) {
        if &self.text.as_str()[start..end] != text {
            self.text.replace(start, end, text);
        }
        self.text.cursor = start + text.len();
        // Inside of a quote, so that the path can go on.
        if text.ends_with("/'") || text.ends_with("/\"") {
            self.text.cursor -= 1;
        }
    }

    /// Lists matches below, and draws the line again below the list.
    fn list(&mut self, engine: &mut Engine, matches: &[Match]) {
        if matches.len() > usize::try_from(self.options.completion_query_items).unwrap_or(0) {
            let question = format!("Display all {} possibilities? (y or n) _", matches.len());
            self.below = vec![question];
            let below = self.below.clone();
            let cursor = self.text.cursor;
            self.show(engine, &below, cursor, None);
            self.below.clear();
            let Some(key) = self.key(engine) else { return };
            if !matches!(key.code, Code::Char('y' | 'Y' | ' ') | Code::Tab) {
                return;
            }
        }
        let names: Vec<&str> = matches.iter().map(|own| own.list.as_str()).collect();
        let lines = columns(&names, self.screen.columns);
        self.print_below(engine, &lines);
    }

    /// Prints lines below the text, and begins the line anew below them.
    pub(super) fn print_below(&mut self, engine: &mut Engine, lines: &[String]) {
        self.prediction.clear();
        self.finish(engine, "");
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        engine.ui.write_out(&text);
        engine.ui.begin_line();
        self.screen.restart();
    }

    /// Puts the next match in, or the one before.
    pub(super) fn cycle(&mut self, engine: &mut Engine, is_back: bool) {
        if let Some(cycle) = &mut self.cycle {
            let n = cycle.matches.len();
            cycle.at = if is_back { (cycle.at + n - 1) % n } else { (cycle.at + 1) % n };
            let (start, end) = (cycle.start, cycle.start + cycle.length);
            let text = cycle.matches[cycle.at].text.clone();
            cycle.length = text.len();
            self.put_match(start, end, &text);
            return;
        }
        let found = self.find_matches(engine);
        let Some(last) = found.matches.len().checked_sub(1) else { return self.ding() };
        let at = if is_back { last } else { 0 };
        let text = found.matches[at].text.clone();
        self.put_match(found.start, found.end, &text);
        if last > 0 {
            self.cycle = Some(Cycle { at, start: found.start, length: text.len(), matches: found.matches });
        }
    }
}

/// A folder's own completions come next.
fn with_slash(only: &Match) -> String {
    if only.kind != MatchKind::ProviderContainer {
        return only.text.clone();
    }
    let mut text = only.text.clone();
    match text.pop().filter(|c| matches!(c, '\'' | '"')) {
        Some(quote) => {
            text.extend(['/', quote]);
            text
        }
        None => format!("{}/", only.text),
    }
}

/// Names in columns, filled one after the other.
pub(super) fn columns(names: &[&str], room: usize) -> Vec<String> {
    let widest = names.iter().map(|name| width(name)).max().unwrap_or(0) + 2;
    let n_columns = (room / widest.max(1)).max(1);
    let n_rows = names.len().div_ceil(n_columns);
    (0..n_rows)
        .map(|row| {
            let mut line = String::new();
            for column in 0..n_columns {
                let Some(name) = names.get(column * n_rows + row) else { break };
                line.push_str(&gate(name));
                if (column + 1) * n_rows + row < names.len() {
                    line.push_str(&" ".repeat(widest - width(name)));
                }
            }
            line
        })
        .collect()
}

/// What all texts start with, whatever the case, as the first has it.
pub(super) fn common_start<'t>(mut texts: impl Iterator<Item = &'t str>) -> String {
    let Some(first) = texts.next() else { return String::new() };
    let mut common = first.to_owned();
    for text in texts {
        let n: usize =
            common.chars().zip(text.chars()).take_while(|(a, b)| a.to_lowercase().eq(b.to_lowercase())).map(|(a, _)| a.len_utf8()).sum();
        common.truncate(n);
    }
    common
}

/// Whether a key leaves a list or menu without a choice.
pub(super) fn leaves(key: Key) -> bool {
    key == Key::plain(Code::Escape) || key == Key::ctrl('g')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_filled_from_above() {
        assert_eq!(columns(&["a", "b", "c"], 7), ["a  c", "b"]);
        assert_eq!(columns(&["Select-Object", "Select-Xml"], 80), ["Select-Object  Select-Xml"]);
        assert_eq!(columns(&["日本", "b"], 4), ["日本", "b"]);
    }

    #[test]
    fn the_common_part_has_the_first_ones_case() {
        assert_eq!(common_start(["MyInvocation", "myValue"].into_iter()), "My");
        assert_eq!(common_start(["a", "b"].into_iter()), "");
    }
}
