//! Finds the place of a match: goes from one possible start to the next.

use super::error::MatchAbort;
use super::exec::{Machine, Scratch};
use super::program::{Program, Strategy};
use super::single;
use super::unit::Span;
use super::watch::Fuel;

/// Where a search goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    /// `\G`.
    pub(super) search_start: usize,
    /// The first place to try: after an empty match one beyond `search_start`.
    pub(super) from: usize,
}

/// The first match; its captures are in `scratch` until the next search.
pub(super) fn find(
    program: &Program,
    text: &[u8],
    range: Range,
    scratch: &mut Scratch,
    fuel: &mut Fuel<'_>,
) -> Result<Option<Span>, MatchAbort> {
    let mut machine = Machine { program, text, search_start: range.search_start, scratch };
    if program.reads_back {
        return find_backward(&mut machine, range.from, fuel);
    }
    let Some(last_start) = text.len().checked_sub(program.min_len) else { return Ok(None) };
    let mut start = range.from;
    let mut is_first = true;
    loop {
        match next_start(program, text, start, range, is_first) {
            Some(next) if next <= last_start => start = next,
            _ => return Ok(None),
        }
        is_first = false;
        if let Some(end) = machine.run(start, fuel)? {
            return Ok(Some(Span { start, end }));
        }
        // No start inside a run of the leading loop can do better than its begin did.
        let run_end = program.leading_loop.map_or(start, |one| single::run_end(program, one, text, start));
        if run_end > start {
            fuel.burn((run_end - start) as u64 >> 4);
            start = run_end;
            continue;
        }
        match single::step(text, start, false) {
            Some(next) => start = next,
            None => return Ok(None),
        }
    }
}

fn find_backward(machine: &mut Machine<'_>, from: usize, fuel: &mut Fuel<'_>) -> Result<Option<Span>, MatchAbort> {
    let mut start = from;
    loop {
        if start < machine.program.min_len {
            return Ok(None);
        }
        if let Some(end) = machine.run(start, fuel)? {
            return Ok(Some(Span { start: end, end: start }));
        }
        match single::step(machine.text, start, true) {
            Some(next) => start = next,
            None => return Ok(None),
        }
    }
}

/// The next place, from `start` on, where a match is possible.
fn next_start(program: &Program, text: &[u8], start: usize, range: Range, is_first: bool) -> Option<usize> {
    let rest = &text[start..];
    let offset = match &program.strategy {
        Strategy::Everywhere => 0,
        Strategy::Start => return (start == 0).then_some(0),
        Strategy::SearchStart => return (start == range.search_start).then_some(start),
        Strategy::Lines => {
            // The very place where the search begins is tried in any case: it may stand within a line.
            if is_first || start == 0 || text[start - 1] == b'\n' { 0 } else { memchr::memchr(b'\n', rest)? + 1 }
        }
        Strategy::End => rest.len() - usize::from(rest.ends_with(b"\n")),
        Strategy::Prefix(finder) => finder.find(rest)?,
        Strategy::Bytes(bytes) => match bytes[..] {
            [one] => memchr::memchr(one, rest)?,
            [one, two] => memchr::memchr2(one, two, rest)?,
            [one, two, three] => memchr::memchr3(one, two, three, rest)?,
            _ => 0,
        },
        Strategy::Begin(begin) => rest.iter().position(|byte| begin.table[usize::from(*byte)])?,
    };
    Some(start + offset)
}
