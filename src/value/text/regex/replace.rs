//! Replacement, with `$1`, `${name}`, `$$`, `` $` ``, `$'`, `$+` and `$_`, or by a function.

use super::Regex;
use super::category;
use super::error::MatchAbort;
use super::matches::{GroupTable, Match};
use super::options::RegexOptions;
use super::unit::{Span, slice};
use super::watch::Watch;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Literal(String),
    /// A group's place in the order.
    Group(usize),
    Before,
    After,
    LastGroup,
    WholeText,
}

/// A replacement text, parsed for one pattern's groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    parts: Vec<Part>,
}

impl Replacement {
    /// Parses a replacement. What is no substitution stands for itself.
    pub fn new(text: &str, regex: &Regex) -> Replacement {
        let mut scanner = Scanner {
            table: regex.groups(),
            ecma: regex.options().has(RegexOptions::ECMA_SCRIPT),
            parts: Vec::new(),
            literal: String::new(),
        };
        let mut rest = text;
        while let Some(dollar) = rest.find('$') {
            scanner.literal.push_str(&rest[..dollar]);
            rest = &rest[dollar + 1..];
            rest = &rest[scanner.substitution(rest)..];
        }
        scanner.literal.push_str(rest);
        scanner.flush();
        Replacement { parts: scanner.parts }
    }

    /// Writes what stands for a match (.NET's `Match.Result`).
    pub fn expand(&self, text: &str, found: &Match, out: &mut String) {
        let span = found.span();
        for part in &self.parts {
            match part {
                Part::Literal(literal) => out.push_str(literal),
                Part::Group(group_idx) => push_group(text, found, *group_idx, out),
                Part::Before => out.push_str(&slice(text, Span { start: 0, end: span.start })),
                Part::After => out.push_str(&slice(text, Span { start: span.end, end: text.len() })),
                Part::LastGroup => push_group(text, found, found.n_groups() - 1, out),
                Part::WholeText => out.push_str(text),
            }
        }
    }
}

fn push_group(text: &str, found: &Match, group_idx: usize, out: &mut String) {
    if let Some(span) = found.group(group_idx).and_then(|group| group.span()) {
        out.push_str(&slice(text, span));
    }
}

struct Scanner<'r> {
    table: &'r GroupTable,
    ecma: bool,
    parts: Vec<Part>,
    literal: String,
}

impl Scanner<'_> {
    fn flush(&mut self) {
        if !self.literal.is_empty() {
            self.parts.push(Part::Literal(std::mem::take(&mut self.literal)));
        }
    }

    fn push(&mut self, part: Part) {
        self.flush();
        self.parts.push(part);
    }

    /// What follows a `$`; how many bytes of it belong to the substitution.
    fn substitution(&mut self, rest: &str) -> usize {
        let simple = match rest.chars().next() {
            Some('$') => {
                self.literal.push('$');
                return 1;
            }
            Some('&') => Some(Part::Group(0)),
            Some('`') => Some(Part::Before),
            Some('\'') => Some(Part::After),
            Some('+') => Some(Part::LastGroup),
            Some('_') => Some(Part::WholeText),
            _ => None,
        };
        if let Some(part) = simple {
            self.push(part);
            return 1;
        }
        let found = if let Some(inner) = rest.strip_prefix('{') {
            self.braced(inner)
        } else if self.ecma {
            self.ecma_number(rest)
        } else {
            let n_digits = count_digits(rest);
            rest[..n_digits].parse().ok().and_then(|number| self.table.index_of_number(number)).map(|idx| (idx, n_digits))
        };
        match found {
            Some((group_idx, n_bytes)) => {
                self.push(Part::Group(group_idx));
                n_bytes
            }
            None => {
                self.literal.push('$');
                0
            }
        }
    }

    fn braced(&self, inner: &str) -> Option<(usize, usize)> {
        let end = inner.find('}')?;
        let name = &inner[..end];
        let group_idx = if count_digits(name) > 0 {
            self.table.index_of_number(name.parse().ok().filter(|_| count_digits(name) == end)?)?
        } else {
            if !name.encode_utf16().all(category::is_boundary_word) {
                return None;
            }
            self.table.index_of_name(name)?
        };
        Some((group_idx, end + 2))
    }

    /// ECMAScript takes as many digits as still name a group.
    fn ecma_number(&self, rest: &str) -> Option<(usize, usize)> {
        (1..=count_digits(rest).min(10)).rev().find_map(|n_digits| {
            let number = rest[..n_digits].parse().ok()?;
            Some((self.table.index_of_number(number)?, n_digits))
        })
    }
}

fn count_digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// What a replacing function may fail with: its own error, or the end of the match.
#[derive(Debug)]
pub enum ReplaceError<E> {
    /// The match was given up.
    Abort(MatchAbort),
    /// The function failed.
    Callback(E),
}

impl Regex {
    /// Replaces up to `max` matches (all, if `None`) from `start` on.
    pub fn replace(
        &self,
        text: &str,
        with: &Replacement,
        max: Option<usize>,
        start: usize,
        watch: &Watch<'_>,
    ) -> Result<String, MatchAbort> {
        let expand = |found: &Match, out: &mut String| {
            with.expand(text, found, out);
            Ok::<(), std::convert::Infallible>(())
        };
        match self.replace_by(text, max, start, watch, expand) {
            Ok(replaced) => Ok(replaced),
            Err(ReplaceError::Abort(abort)) => Err(abort),
            Err(ReplaceError::Callback(never)) => match never {},
        }
    }

    /// Replaces matches by what a function writes for each.
    pub fn replace_by<E>(
        &self,
        text: &str,
        max: Option<usize>,
        start: usize,
        watch: &Watch<'_>,
        mut write: impl FnMut(&Match, &mut String) -> Result<(), E>,
    ) -> Result<String, ReplaceError<E>> {
        let mut out = String::with_capacity(text.len());
        let max = max.unwrap_or(usize::MAX);
        if !self.reads_back() {
            let mut after = 0;
            for found in self.matches_from(text, start, watch).take(max) {
                let found = found.map_err(ReplaceError::Abort)?;
                let span = found.span();
                out.push_str(&slice(text, Span { start: after, end: span.start }));
                write(&found, &mut out).map_err(ReplaceError::Callback)?;
                after = span.end;
            }
            out.push_str(&slice(text, Span { start: after, end: text.len() }));
            return Ok(out);
        }
        // From right to left the pieces come in the wrong order.
        let mut pieces: Vec<String> = Vec::new();
        let mut before = text.len();
        for found in self.matches_from(text, start, watch).take(max) {
            let found = found.map_err(ReplaceError::Abort)?;
            let span = found.span();
            pieces.push(slice(text, Span { start: span.end, end: before }).into_owned());
            let mut piece = String::new();
            write(&found, &mut piece).map_err(ReplaceError::Callback)?;
            pieces.push(piece);
            before = span.start;
        }
        out.push_str(&slice(text, Span { start: 0, end: before }));
        pieces.iter().rev().for_each(|piece| out.push_str(piece));
        Ok(out)
    }
}
