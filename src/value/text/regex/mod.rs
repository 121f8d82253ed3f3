//! .NET's regular expressions: its syntax, its order of matching, its captures, its faults.
//!
//! No crate has balancing groups, captures of every round, look-behinds of any length or a search from right to
//! left, so this is an engine of its own: [`Regex::new`] parses (`parse/`) and compiles (`compile`) a pattern,
//! [`Regex::find_at`] searches (`search`) and runs (`exec`) it. Texts are UTF-8 and all places in them are byte
//! offsets; [`Utf16Index`] makes .NET's indexes of them. As in .NET, a character outside the basic plane counts as
//! two units for `.` and for sets (see `unit`).
//!
//! Matching never recurses, and ends with [`MatchAbort`] when the budget of its [`Watch`] is used up.
//! Not here: `-match` and its relatives, and the `[regex]` type, which belong to the engine.

mod block;
mod cache;
mod case;
mod category;
mod category_table;
mod compile;
mod error;
mod escape;
mod exec;
mod first;
mod matches;
mod node;
mod options;
mod parse;
mod program;
mod replace;
mod search;
mod set;
mod single;
mod split;
mod unit;
mod unsupported;
mod watch;

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

pub use error::{MatchAbort, RegexError, RegexErrorKind};
pub use escape::{escape, unescape};
pub use matches::{Group, GroupTable, Match};
pub use options::RegexOptions;
pub use replace::{ReplaceError, Replacement};
pub use unit::{Span, Utf16Index, slice, utf16_len};
pub use watch::Watch;

pub(crate) use case::lower as lower_unit;
pub(crate) use category::bit_of as category_bit;
pub(crate) use set::CharSet;
pub(crate) use unit::next_unit;

use exec::Scratch;
use program::Program;
use watch::Fuel;

/// A compiled pattern.
pub struct Regex {
    pattern: String,
    options: RegexOptions,
    program: Program,
    groups: Rc<GroupTable>,
    scratch: Cell<Option<Box<Scratch>>>,
}

impl Regex {
    /// Compiles a pattern.
    pub fn new(pattern: &str, options: RegexOptions) -> Result<Regex, RegexError> {
        if !options.is_valid() {
            return Err(RegexError::options());
        }
        let parsed = parse::parse(pattern, options)?;
        if options.has(RegexOptions::NON_BACKTRACKING)
            && let Some(construct) = unsupported::find(&parsed.tree)
        {
            return Err(RegexError::not_supported(construct));
        }
        let reads_back = options.has(RegexOptions::RIGHT_TO_LEFT);
        let program = compile::compile(&parsed, reads_back, options.has(RegexOptions::CULTURE_INVARIANT));
        let groups = Rc::new(GroupTable { groups: parsed.groups });
        Ok(Regex { pattern: pattern.to_string(), options, program, groups, scratch: Cell::new(None) })
    }

    /// The pattern's text.
    pub fn pattern(&self) -> &str {
        &self.pattern
    }

    /// The options that the pattern was made with.
    pub fn options(&self) -> RegexOptions {
        self.options
    }

    /// Numbers and names of the groups.
    pub fn groups(&self) -> &Rc<GroupTable> {
        &self.groups
    }

    /// True if the search goes from right to left.
    pub fn reads_back(&self) -> bool {
        self.program.reads_back
    }

    /// Where a search of the whole text begins.
    pub fn origin(&self, text: &str) -> usize {
        if self.reads_back() { text.len() } else { 0 }
    }

    /// The first match of the whole text.
    pub fn find(&self, text: &str) -> Result<Option<Match>, MatchAbort> {
        self.find_at(text, self.origin(text))
    }

    /// The first match from `start` on (from there to the left, if the search goes so). What stands on the other side
    /// of `start` is still seen by anchors and looks.
    pub fn find_at(&self, text: &str, start: usize) -> Result<Option<Match>, MatchAbort> {
        self.find_watched(text, start, &Watch::DEFAULT)
    }

    /// As [`Regex::find_at`], with limits.
    pub fn find_watched(&self, text: &str, start: usize, watch: &Watch<'_>) -> Result<Option<Match>, MatchAbort> {
        self.search(text, search::Range { search_start: start, from: start }, &mut Fuel::new(watch))
    }

    /// True if the text has a match.
    pub fn is_match(&self, text: &str) -> Result<bool, MatchAbort> {
        let start = self.origin(text);
        let range = search::Range { search_start: start, from: start };
        let mut scratch = self.scratch.take().unwrap_or_default();
        let found = search::find(&self.program, text.as_bytes(), range, &mut scratch, &mut Fuel::new(&Watch::DEFAULT));
        self.put_back(scratch);
        found.map(|span| span.is_some())
    }

    /// All matches of the whole text, one after another.
    pub fn matches<'r, 't>(&'r self, text: &'t str) -> Matches<'r, 't, 'static> {
        self.matches_from(text, self.origin(text), &Watch::DEFAULT)
    }

    /// All matches from `start` on. One budget serves them all.
    pub fn matches_from<'r, 't, 'w>(&'r self, text: &'t str, start: usize, watch: &Watch<'w>) -> Matches<'r, 't, 'w> {
        Matches { regex: self, text, next: Some(search::Range { search_start: start, from: start }), fuel: Fuel::new(watch) }
    }

    /// The match after another one, as .NET's `NextMatch`: after an empty one it begins a unit later, but `\G` stays.
    pub fn find_after(&self, text: &str, previous: Span, watch: &Watch<'_>) -> Result<Option<Match>, MatchAbort> {
        match self.range_after(text, previous) {
            Some(range) => self.search(text, range, &mut Fuel::new(watch)),
            None => Ok(None),
        }
    }

    fn range_after(&self, text: &str, previous: Span) -> Option<search::Range> {
        let search_start = if self.reads_back() { previous.start } else { previous.end };
        let from = if previous.is_empty() { single::step(text.as_bytes(), search_start, self.reads_back())? } else { search_start };
        Some(search::Range { search_start, from })
    }

    fn search(&self, text: &str, range: search::Range, fuel: &mut Fuel<'_>) -> Result<Option<Match>, MatchAbort> {
        let mut scratch = self.scratch.take().unwrap_or_default();
        let found = search::find(&self.program, text.as_bytes(), range, &mut scratch, fuel);
        let found = found.map(|span| span.map(|span| Match::new(span, &self.groups, &scratch)));
        self.put_back(scratch);
        found
    }

    fn put_back(&self, mut scratch: Box<Scratch>) {
        scratch.shrink();
        self.scratch.set(Some(scratch));
    }
}

impl fmt::Debug for Regex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Regex").field("pattern", &self.pattern).field("options", &self.options).finish_non_exhaustive()
    }
}

/// The matches of a text, by [`Regex::matches_from`].
pub struct Matches<'r, 't, 'w> {
    regex: &'r Regex,
    text: &'t str,
    next: Option<search::Range>,
    fuel: Fuel<'w>,
}

impl Iterator for Matches<'_, '_, '_> {
    type Item = Result<Match, MatchAbort>;

    fn next(&mut self) -> Option<Self::Item> {
        let range = self.next.take()?;
        let found = self.regex.search(self.text, range, &mut self.fuel).transpose()?;
        if let Ok(found) = &found {
            self.next = self.regex.range_after(self.text, found.span());
        }
        Some(found)
    }
}
