//! `Regex.Split`.

use super::Regex;
use super::error::MatchAbort;
use super::unit::{Span, slice};
use super::watch::Watch;

impl Regex {
    /// The text between matches, with what groups captured in between. At most `max` pieces (0: all), captures not
    /// counted; the search begins at `start`.
    pub fn split(&self, text: &str, max: usize, start: usize, watch: &Watch<'_>) -> Result<Vec<String>, MatchAbort> {
        if max == 1 {
            return Ok(vec![text.to_string()]);
        }
        let n_separators = if max == 0 { usize::MAX } else { max - 1 };
        let reads_back = self.reads_back();
        let mut pieces = Vec::new();
        let mut edge = if reads_back { text.len() } else { 0 };
        for found in self.matches_from(text, start, watch).take(n_separators) {
            let found = found?;
            let span = found.span();
            let between = if reads_back { Span { start: span.end, end: edge } } else { Span { start: edge, end: span.start } };
            pieces.push(slice(text, between).into_owned());
            edge = if reads_back { span.start } else { span.end };
            let captured = found.groups().skip(1).filter_map(|group| group.span());
            pieces.extend(captured.map(|span| slice(text, span).into_owned()));
        }
        let last = if reads_back { Span { start: 0, end: edge } } else { Span { start: edge, end: text.len() } };
        pieces.push(slice(text, last).into_owned());
        if reads_back {
            pieces.reverse();
        }
        Ok(pieces)
    }
}
