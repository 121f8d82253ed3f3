//! What a word at the cursor can become: the one answer that the Tab key and `TabExpansion2` share.
//!
//! `place` finds what the cursor stands in, by tokens, so that an unfinished line is no hindrance; `commands`,
//! `parameters`, `arguments`, `paths`, `variables`, `members`, `types` and `keywords` each know one kind of word; `infer`
//! finds types of expressions without running them, `tenant` the users, bridges and numbers. Not here: how matches are
//! shown, which is the prompt's affair.

mod arguments;
mod commands;
mod completers;
mod infer;
mod keywords;
mod members;
mod parameters;
mod paths;
mod place;
mod tenant;
mod types;
mod variables;
mod written;

use std::rc::Rc;

pub use completers::{ArgumentCompleters, Registered};

use crate::engine::Engine;
use crate::source::SourceText;
use place::{Place, Spot};

/// What a match is; the numbers are .NET's.
#[allow(missing_docs)] // Named as PowerShell names them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MatchKind {
    Text = 0,
    Command = 2,
    ProviderItem = 3,
    ProviderContainer = 4,
    Property = 5,
    Method = 6,
    ParameterName = 7,
    ParameterValue = 8,
    Variable = 9,
    Namespace = 10,
    Type = 11,
    Keyword = 12,
}

impl MatchKind {
    /// The kind of a name, as completers of scripts give it.
    pub fn named(name: &str) -> MatchKind {
        use MatchKind::*;
        let all = [
            Text,
            Command,
            ProviderItem,
            ProviderContainer,
            Property,
            Method,
            ParameterName,
            ParameterValue,
            Variable,
            Namespace,
            Type,
            Keyword,
        ];
        all.into_iter().find(|kind| format!("{kind:?}").eq_ignore_ascii_case(name)).unwrap_or(ParameterValue)
    }
}

/// One way to go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Match {
    /// What replaces the word.
    pub text: String,
    /// What a list shows.
    pub list: String,
    /// What it is.
    pub kind: MatchKind,
    /// One line more about it.
    pub tip: String,
}

impl Match {
    /// A match without more to say about it.
    pub fn new(text: impl Into<String>, list: impl Into<String>, kind: MatchKind) -> Match {
        let list = list.into();
        Match { text: text.into(), tip: list.clone(), list, kind }
    }

    /// With a line about it.
    pub fn tip(mut self, tip: impl Into<String>) -> Match {
        self.tip = tip.into();
        self
    }
}

/// The ways to go on, and the part of the text that each replaces, in bytes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Completions {
    /// Where the word starts.
    pub start: usize,
    /// Its length.
    pub length: usize,
    /// The matches, in PowerShell's order.
    pub matches: Vec<Match>,
    /// There was no word to complete at all.
    pub nothing: bool,
}

/// Completes the word at `cursor`, a byte offset. Runs no command of the line; an argument completer that a script
/// registered is run.
pub fn complete(engine: &mut Engine, text: &str, cursor: usize) -> Completions {
    let mut cursor = cursor.min(text.len());
    while !text.is_char_boundary(cursor) {
        cursor -= 1;
    }
    if text[..cursor].trim().is_empty() {
        return Completions { nothing: true, ..Completions::default() };
    }
    let source: Rc<SourceText> = SourceText::new(None, text);
    let parsed = engine.parse(&source);
    let place = Place::find(text, cursor, &parsed);
    let mut found = match &place.spot {
        Spot::Comment => keywords::in_comment(&place),
        Spot::Variable => variables::complete(engine, &place),
        Spot::Member { dot, is_static } => members::complete(engine, &place, *dot, *is_static),
        Spot::Type => types::complete(engine, &place),
        Spot::Key { open } => arguments::keys(engine, &place, *open),
        Spot::AttributeArgument { name } => keywords::attribute_arguments(&place, name),
        Spot::Using => keywords::using(engine, &place),
        Spot::Operator => keywords::operators(&place),
        Spot::SwitchFlag => keywords::switch_flags(&place),
        Spot::Redirection => paths::complete(engine, &place, paths::Style::Argument),
        Spot::Command => commands::complete(engine, &place),
        Spot::Argument => arguments::complete(engine, &place),
        Spot::Nothing => Vec::new(),
    };
    found.dedup_by(|a, b| a.text == b.text && a.kind == b.kind && a.kind != MatchKind::ParameterValue);
    if found.is_empty()
        && (matches!(place.spot, Spot::Member { .. } | Spot::Variable) || place.spot == Spot::Comment && !keywords::is_requirement(&place))
    {
        return Completions { start: 0, length: text.len(), matches: found, nothing: false };
    }
    let is_bare = found.is_empty() && place.word.is_empty() && place.quote.is_none();
    let is_outside = match place.spot {
        Spot::Key { open } => !arguments::is_argument(&place, open),
        Spot::Using => true,
        _ => false,
    };
    if is_bare && is_outside {
        return Completions { nothing: true, ..Completions::default() };
    }
    Completions { start: place.start, length: place.end - place.start, matches: found, nothing: false }
}

/// What the tenant offers for an argument being typed: what comes behind the text. Asks the tenant alone, runs nothing.
pub fn suggest(engine: &mut Engine, text: &str) -> Option<String> {
    if engine.dispatch.is_none() || text.ends_with(char::is_whitespace) {
        return None;
    }
    let source: Rc<SourceText> = SourceText::new(None, text);
    let parsed = engine.parse(&source);
    let place = Place::find(text, text.len(), &parsed);
    if place.spot != Spot::Argument || place.word.chars().count() < 2 || place.quote.is_some() {
        return None;
    }
    let completer = arguments::completer_of(engine, &place)?;
    let found = tenant::complete(engine, &place, completer);
    let only = found.iter().find(|own| starts_with(&own.text, &place.word))?;
    only.text.get(place.word.len()..).filter(|rest| !rest.is_empty()).map(str::to_owned)
}

/// Whether a name goes on from a word; the word may have wildcards.
fn fits(word: &str, name: &str) -> bool {
    if word.contains(['*', '?']) || word.contains('[') {
        return crate::value::members::objects::wildcard_matches(&format!("{word}*"), name);
    }
    starts_with(name, word)
}

/// Whether a text starts with another, whatever the case.
fn starts_with(text: &str, start: &str) -> bool {
    // A tenant may have a million users: bytes are compared where that is enough.
    if start.is_ascii() && text.as_bytes().get(..start.len()).is_some_and(<[u8]>::is_ascii) {
        return text.as_bytes()[..start.len()].eq_ignore_ascii_case(start.as_bytes());
    }
    if start.is_ascii() && text.is_ascii() {
        return false;
    }
    let mut chars = text.chars().flat_map(char::to_lowercase);
    start.chars().flat_map(char::to_lowercase).all(|c| chars.next() == Some(c))
}

/// Sorts names as PowerShell lists them.
fn sort(matches: &mut [Match]) {
    matches.sort_by_cached_key(|found| found.list.to_lowercase());
}

/// A value as a word of a command: quoted where it must be, or where the word at hand is.
fn quote(value: &str, quote: Option<char>) -> String {
    let special = |c: char| c.is_whitespace() || "'\"`,;(){}[]|&$@#<>".contains(c);
    match quote {
        Some('"') => format!("\"{value}\""),
        Some(_) => format!("'{}'", value.replace('\'', "''")),
        None if value.is_empty() || value.contains(special) => format!("'{}'", value.replace('\'', "''")),
        None => value.to_owned(),
    }
}

/// Values that go on from the word at hand.
fn values<'v>(place: &Place, all: impl IntoIterator<Item = &'v str>) -> Vec<Match> {
    let fitting = all.into_iter().filter(|value| fits(&place.word, value));
    fitting.map(|value| Match::new(quote(value, place.quote), value, MatchKind::ParameterValue)).collect()
}
