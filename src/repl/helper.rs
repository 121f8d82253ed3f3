//! What rustyline asks while a line is typed: colours, suggestions, completions.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::SearchDirection;
use rustyline::validate::Validator;
use rustyline::{Context, Helper};

use super::{highlight, history};
use crate::engine::Engine;
use crate::library::completion::{self, MatchKind};

/// The answers. While a line is read the session's engine is in here; at other times a spare one.
pub struct LineHelper {
    /// The engine.
    pub engine: RefCell<Engine>,
    /// The lines of this command that are typed already.
    pub before: RefCell<String>,
    /// Whether to colour and suggest.
    pub is_coloured: bool,
    /// Names that were looked up since the prompt was drawn, and whether they are commands.
    pub known: RefCell<HashMap<String, bool>>,
    /// The line is done: no bracket stands out in it.
    is_final: Cell<bool>,
}

impl LineHelper {
    /// A helper with a spare engine.
    pub fn new(engine: Engine, is_coloured: bool) -> LineHelper {
        LineHelper {
            engine: RefCell::new(engine),
            before: RefCell::default(),
            is_coloured,
            known: RefCell::default(),
            is_final: Cell::new(false),
        }
    }

    fn is_command(&self, name: &str) -> bool {
        if let Some(known) = self.known.borrow().get(name) {
            return *known;
        }
        let found = self.engine.borrow_mut().find_command(name).is_some();
        self.known.borrow_mut().insert(name.to_owned(), found);
        found
    }
}

impl Helper for LineHelper {}
impl Validator for LineHelper {}

impl Highlighter for LineHelper {
    fn highlight<'l>(&self, line: &'l str, pos: usize) -> Cow<'l, str> {
        if !self.is_coloured {
            return Cow::Borrowed(line);
        }
        let cursor = if self.is_final.get() { usize::MAX / 2 } else { pos };
        highlight::paint(&self.before.borrow(), line, cursor, &|name| self.is_command(name))
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        Cow::Owned(highlight::suggestion(hint))
    }

    fn highlight_char(&self, _line: &str, _pos: usize, kind: CmdKind) -> bool {
        self.is_final.set(kind == CmdKind::ForcedRefresh);
        self.is_coloured
    }
}

impl Hinter for LineHelper {
    type Hint = String;

    fn hint(&self, line: &str, pos: usize, ctx: &Context<'_>) -> Option<String> {
        if !self.is_coloured || line.trim().is_empty() || pos < line.len() || !self.before.borrow().is_empty() {
            return None;
        }
        let history = ctx.history();
        let mut start = ctx.history_index().checked_sub(1).or_else(|| history.len().checked_sub(1))?.min(history.len().checked_sub(1)?);
        loop {
            let found = history.starts_with(line, start, SearchDirection::Reverse).ok().flatten()?;
            let rest = found.entry.get(line.len()..).unwrap_or("");
            if !rest.is_empty() && !rest.contains('\n') && !history::is_sensitive(&found.entry) {
                return Some(rest.to_owned());
            }
            start = found.idx.checked_sub(1)?;
        }
    }
}

impl Completer for LineHelper {
    type Candidate = Pair;

    /// The list shows each match by its short text; what replaces the word is, for several, what they have in common,
    /// whatever the case.
    fn complete(&self, line: &str, pos: usize, _ctx: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let before = self.before.borrow();
        let text = format!("{before}{line}");
        let found = completion::complete(&mut self.engine.borrow_mut(), &text, before.len() + pos);
        self.known.borrow_mut().clear();
        let Some(start) = found.start.checked_sub(before.len()).filter(|start| *start <= pos) else { return Ok((pos, Vec::new())) };
        if let [only] = found.matches.as_slice() {
            let mut text = only.text.clone();
            if only.kind == MatchKind::ProviderContainer {
                // The folder's own completions come next.
                let quote = text.pop().filter(|c| matches!(c, '\'' | '"'));
                match quote {
                    Some(quote) => text.extend(['/', quote]),
                    None => text = format!("{}/", only.text),
                }
            }
            return Ok((start, vec![Pair { display: only.list.clone(), replacement: text }]));
        }
        let common = common_start(found.matches.iter().map(|own| own.text.as_str()));
        let replacement = if common.len() > pos - start { common } else { line[start..pos].to_owned() };
        Ok((start, found.matches.into_iter().map(|own| Pair { display: own.list, replacement: replacement.clone() }).collect()))
    }
}

/// What all texts start with, whatever the case, as the first has it.
fn common_start<'t>(mut texts: impl Iterator<Item = &'t str>) -> String {
    let Some(first) = texts.next() else { return String::new() };
    let mut common = first.to_owned();
    for text in texts {
        let n: usize =
            common.chars().zip(text.chars()).take_while(|(a, b)| a.to_lowercase().eq(b.to_lowercase())).map(|(a, _)| a.len_utf8()).sum();
        common.truncate(n);
    }
    common
}
