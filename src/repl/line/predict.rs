//! Suggestions: the newest line of the history that goes on from what is typed, or what the tenant offers; in the line or
//! as a list below it.

use std::rc::Rc;

use super::Editor;
use super::screen::width;
use crate::engine::Engine;
use crate::library::completion;
use crate::library::readline::{Paint, ReadLine};
use crate::present::cells::head;
use crate::present::terminal::gate;

/// So many lines the list has at most.
const LONGEST_LIST: usize = 10;
/// The list's width at most.
const WIDEST_LIST: usize = 100;

/// The suggestions at hand.
#[derive(Default)]
pub struct Prediction {
    /// The text they go on from.
    text: String,
    /// What comes behind it.
    inline: Option<String>,
    list: Vec<Rc<str>>,
    /// The line of the list that was chosen.
    chosen: Option<usize>,
    /// What was typed before one was chosen.
    typed: String,
    /// A text for which the tenant had nothing: it has nothing for the same word made longer.
    barren: Option<String>,
}

impl Prediction {
    /// A new line.
    pub fn begin_line(&mut self) {
        *self = Prediction::default();
    }

    /// Takes the suggestions away until the text changes.
    pub fn clear(&mut self) {
        self.inline = None;
        self.list.clear();
        self.chosen = None;
    }

    /// What comes behind the text.
    pub fn inline(&self) -> Option<&str> {
        self.inline.as_deref()
    }
}

impl Editor {
    fn is_list_view(&self) -> bool {
        self.options.prediction_view_style == 1
    }

    /// Finds the suggestions for the text at hand.
    pub(super) fn predict(&mut self, engine: &mut Engine) {
        let text = self.text.as_str();
        let is_chosen = self.prediction.chosen.is_some_and(|at| self.prediction.list.get(at).is_some_and(|line| **line == *text));
        if (is_chosen
            || (text == self.prediction.text && !text.is_empty() && (self.prediction.inline.is_some() || !self.prediction.list.is_empty())))
            && (self.text.cursor == text.len() || self.is_list_view())
        {
            return;
        }
        let text = text.to_owned();
        self.prediction.clear();
        self.prediction.text = text.clone();
        let is_wanted = self.options.prediction_source != 0
            && self.is_coloured
            && !self.options.screen_reader
            && !text.trim().is_empty()
            && !text.contains('\n')
            && text.len() < 4096;
        if !is_wanted {
            return;
        }
        let from_history = self.options.prediction_source & 1 != 0;
        if self.is_list_view() {
            self.prediction.list = if from_history { self.lines_with(&text) } else { Vec::new() };
            return;
        }
        if self.text.cursor != text.len() {
            return;
        }
        let found = if from_history { self.line_from(&text) } else { None };
        self.prediction.inline = found;
        if self.prediction.inline.is_none() && self.options.prediction_source & 2 != 0 {
            let is_barren = self.prediction.barren.as_ref().is_some_and(|barren| {
                text.strip_prefix(barren.as_str()).is_some_and(|rest| !rest.contains(|c: char| c.is_whitespace() || "|;({,".contains(c)))
            });
            if !is_barren {
                self.prediction.inline = completion::suggest(engine, &text);
                self.prediction.barren = self.prediction.inline.is_none().then_some(text);
            }
        }
    }

    /// What the newest line that starts with a text has behind it.
    fn line_from(&self, text: &str) -> Option<String> {
        let from = if self.moves.at < self.history.entries.len() { self.moves.at } else { self.history.entries.len() };
        let mut entries = self.history.entries[..from].iter().rev();
        let line = entries.find(|line| line.len() > text.len() && !line.contains('\n') && line.starts_with(text))?;
        Some(line[text.len()..].to_owned())
    }

    /// Lines that start with a text, then those that have it inside.
    fn lines_with(&self, text: &str) -> Vec<Rc<str>> {
        let mut first: Vec<Rc<str>> = Vec::new();
        let mut second: Vec<Rc<str>> = Vec::new();
        let lower = text.to_lowercase();
        for (at, line) in self.history.entries.iter().enumerate().rev() {
            if first.len() >= LONGEST_LIST {
                break;
            }
            if line.contains('\n') || **line == *text || self.history.is_repeated(at) {
                continue;
            }
            if self.starts_with(line, text) {
                first.push(line.clone());
            } else if second.len() < LONGEST_LIST && line.to_lowercase().contains(&lower) {
                second.push(line.clone());
            }
        }
        first.extend(second);
        first.truncate(LONGEST_LIST);
        first
    }

    /// The list below the text.
    pub(super) fn prediction_lines(&self) -> Vec<String> {
        let list = &self.prediction.list;
        if list.is_empty() || self.screen.columns < 20 {
            return Vec::new();
        }
        let room = self.screen.columns.min(WIDEST_LIST);
        let paint = |paint: Paint| self.options.colors[paint as usize].as_str();
        let (color, off) = (paint(Paint::ListPrediction), "\x1b[0m");
        let n = list.len();
        let (left, right) = match self.prediction.chosen {
            Some(at) => (format!("<{}/{n}>", at + 1), format!("<History({}/{n})>", at + 1)),
            None => (format!("<-/{n}>"), format!("<History({n})>")),
        };
        let gap = |used: usize| " ".repeat(room.saturating_sub(used));
        let mut lines = vec![format!("{color}{left}{}{right}{off}", gap(left.len() + right.len()))];
        let rows = self.screen.rows.saturating_sub(2).max(1);
        let first = self.prediction.chosen.map_or(0, |at| at.saturating_sub(rows.saturating_sub(2)));
        for (at, line) in list.iter().enumerate().skip(first).take(rows.saturating_sub(1)) {
            let source = "[History]";
            let shown = gate(line);
            let space = room.saturating_sub(source.len() + 3);
            let text = if width(&shown) > space { format!("{}…", head(&shown, space.saturating_sub(1))) } else { shown.into_owned() };
            let blanks = gap(2 + width(&text) + source.len());
            let on = if self.prediction.chosen == Some(at) { paint(Paint::ListPredictionSelected) } else { "" };
            let end = if on.is_empty() { "" } else { off };
            lines.push(format!("{on}{color}> {off}{on}{text}{blanks}{color}{source}{off}{end}"));
        }
        lines
    }

    /// Goes to the next line of the list, or the one before; false if there is no list.
    pub(super) fn choose_prediction(&mut self, forward: bool) -> bool {
        let n = self.prediction.list.len();
        if n == 0 {
            return false;
        }
        if self.prediction.chosen.is_none() {
            self.prediction.typed = self.text.as_str().to_owned();
        }
        self.prediction.chosen = match (self.prediction.chosen, forward) {
            (None, true) => Some(0),
            (None, false) => Some(n - 1),
            (Some(at), true) => (at + 1 < n).then_some(at + 1),
            (Some(at), false) => at.checked_sub(1),
        };
        let line = match self.prediction.chosen {
            Some(at) => self.prediction.list[at].to_string(),
            None => self.prediction.typed.clone(),
        };
        let end = self.text.as_str().len();
        self.text.replace(0, end, &line);
        true
    }

    /// Takes the suggestion; false if there is none.
    pub(super) fn accept_suggestion(&mut self) -> bool {
        let Some(rest) = self.prediction.inline.take() else { return false };
        self.text.cursor = self.text.as_str().len();
        self.text.insert(&rest);
        true
    }

    /// Takes so many words of the suggestion; false if there is none.
    pub(super) fn accept_suggestion_words(&mut self, count: i32) -> bool {
        for done in 0..count.max(1) {
            let Some(rest) = self.prediction.inline.take() else { return done > 0 };
            let word = self.first_word(&rest).to_owned();
            self.text.cursor = self.text.as_str().len();
            self.text.insert(&word);
            if word.len() < rest.len() {
                self.prediction.inline = Some(rest[word.len()..].to_owned());
                self.prediction.text = self.text.as_str().to_owned();
            }
        }
        true
    }

    /// A suggestion's first word, with what stands before it and the blanks behind it.
    fn first_word<'r>(&self, rest: &'r str) -> &'r str {
        let is_delimiter = |c: char| c.is_whitespace() || self.options.word_delimiters.contains(c);
        let word = rest.find(|c| !is_delimiter(c)).unwrap_or(rest.len());
        let end = rest[word..].find(is_delimiter).map_or(rest.len(), |at| word + at);
        let next = rest[end..].find(|c: char| !c.is_whitespace()).map_or(rest.len(), |at| end + at);
        &rest[..next]
    }

    /// In the line, or as a list.
    pub(super) fn switch_prediction_view(&mut self, engine: &mut Engine) {
        self.options.prediction_view_style = 1 - self.options.prediction_view_style.clamp(0, 1);
        engine.extension::<ReadLine>().options.prediction_view_style = self.options.prediction_view_style;
        self.prediction.begin_line();
    }
}
