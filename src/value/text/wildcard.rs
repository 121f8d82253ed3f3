//! Wildcard patterns: `*`, `?`, `[a-z]` and the backtick, as PowerShell's `WildcardPattern` has them.
//!
//! As in PowerShell, `?` is one UTF-16 unit, `!` and `^` mean nothing special in brackets, and a range compares by
//! code, with both cases where case is ignored. Matching keeps the last `*` alone in mind: its time is at most the
//! product of the two lengths.

use std::fmt;

use super::regex::{CharSet, lower_unit, next_unit};

/// How letters compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WildcardCase {
    /// `-clike`, and `WildcardPattern` without options.
    #[default]
    Sensitive,
    /// `-like`.
    Ignored,
}

/// A pattern that is none: `WildcardPatternException`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WildcardError {
    /// The exception's text.
    pub message: String,
}

impl WildcardError {
    /// The exception's full class name.
    pub const TYPE_NAME: &'static str = "System.Management.Automation.WildcardPatternException";
    /// The error id that the exception carries.
    pub const ID: &'static str = "WildcardPattern_Invalid";

    fn new(pattern: &str) -> WildcardError {
        WildcardError { message: format!("The specified wildcard character pattern is not valid: {pattern}") }
    }
}

impl fmt::Display for WildcardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for WildcardError {}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Element {
    /// One unit, in lower case where case is ignored.
    Unit(u16),
    /// `?`
    Any,
    /// `*`
    Star,
    /// `[..]`
    Set(CharSet),
}

/// A compiled wildcard pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WildcardPattern {
    elements: Vec<Element>,
    ignores_case: bool,
}

impl WildcardPattern {
    /// Compiles a pattern. A bracket that does not end and a range in reverse order are errors.
    pub fn new(pattern: &str, case: WildcardCase) -> Result<WildcardPattern, WildcardError> {
        let ignores_case = case == WildcardCase::Ignored;
        let mut elements = Vec::new();
        walk(pattern, |piece| {
            let element = match piece {
                Piece::Star if elements.last() == Some(&Element::Star) => return Ok(()),
                Piece::Star => Element::Star,
                Piece::Any => Element::Any,
                Piece::Literal(unit) => Element::Unit(if ignores_case { lower_unit(unit) } else { unit }),
                Piece::Bracket(ranges) => {
                    let mut set = CharSet::default();
                    ranges.iter().for_each(|range| set.add_range(range.0, range.1));
                    if ignores_case {
                        set.add_other_cases(false);
                    }
                    set.seal();
                    Element::Set(set)
                }
            };
            elements.push(element);
            Ok(())
        })?;
        Ok(WildcardPattern { elements, ignores_case })
    }

    /// True if the whole text matches.
    pub fn is_match(&self, text: &str) -> bool {
        let text = text.as_bytes();
        let (mut pos, mut element_idx) = (0, 0);
        // Where to go on if what follows the last star does not match: one unit later.
        let mut retry: Option<(usize, usize)> = None;
        loop {
            let step = match self.elements.get(element_idx) {
                Some(Element::Star) => {
                    element_idx += 1;
                    if element_idx == self.elements.len() {
                        return true;
                    }
                    retry = Some((element_idx, pos));
                    continue;
                }
                Some(element) if pos < text.len() => {
                    let (unit, next) = next_unit(text, pos);
                    self.accepts(element, unit).then_some(next)
                }
                None if pos == text.len() => return true,
                _ => None,
            };
            match (step, &mut retry) {
                (Some(next), _) => (pos, element_idx) = (next, element_idx + 1),
                (None, Some((after_star, star_pos))) if *star_pos < text.len() => {
                    *star_pos = next_unit(text, *star_pos).1;
                    (pos, element_idx) = (*star_pos, *after_star);
                }
                (None, _) => return false,
            }
        }
    }

    fn accepts(&self, element: &Element, unit: u16) -> bool {
        match element {
            Element::Unit(wanted) => *wanted == if self.ignores_case { lower_unit(unit) } else { unit },
            Element::Any | Element::Star => true,
            Element::Set(set) => set.contains(unit),
        }
    }
}

enum Piece {
    Star,
    Any,
    Literal(u16),
    Bracket(Vec<(u16, u16)>),
}

/// Takes a pattern apart.
fn walk(pattern: &str, mut take: impl FnMut(Piece) -> Result<(), WildcardError>) -> Result<(), WildcardError> {
    let (star, any, open, close, tick) = (0x2A, 0x3F, 0x5B, 0x5D, 0x60);
    let mut is_escaped = false;
    // Units of the open bracket, each with whether it is a range's hyphen.
    let mut bracket: Option<Vec<(u16, bool)>> = None;
    for unit in pattern.encode_utf16() {
        match &mut bracket {
            Some(units) => {
                if unit == close && !units.is_empty() && !is_escaped {
                    take(Piece::Bracket(ranges(units).ok_or_else(|| WildcardError::new(pattern))?))?;
                    bracket = None;
                } else if unit != tick || is_escaped {
                    units.push((unit, unit == 0x2D && !is_escaped));
                }
            }
            None if is_escaped => take(Piece::Literal(unit))?,
            None if unit == star => take(Piece::Star)?,
            None if unit == any => take(Piece::Any)?,
            None if unit == open => bracket = Some(Vec::new()),
            None if unit == tick => {}
            None => take(Piece::Literal(unit))?,
        }
        is_escaped = unit == tick && !is_escaped;
    }
    if bracket.is_some() {
        return Err(WildcardError::new(pattern));
    }
    // A backtick at the end stands for itself, unless it is all there is.
    if is_escaped && pattern != "`" {
        take(Piece::Literal(tick))?;
    }
    Ok(())
}

/// The ranges of a bracket; `None` if one is in reverse order.
fn ranges(units: &[(u16, bool)]) -> Option<Vec<(u16, u16)>> {
    let mut ranges = Vec::new();
    let mut rest = units;
    loop {
        rest = match rest {
            [(first, _), (_, true), (last, _), after @ ..] => {
                if first > last {
                    return None;
                }
                ranges.push((*first, *last));
                after
            }
            [(unit, _), after @ ..] => {
                ranges.push((*unit, *unit));
                after
            }
            [] => return Some(ranges),
        };
    }
}

fn is_wildcard(c: char) -> bool {
    matches!(c, '*' | '?' | '[' | ']')
}

/// Puts a backtick before what means something in a pattern (`WildcardPattern::Escape`).
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        if is_wildcard(c) || c == '`' {
            out.push('`');
        }
        out.push(c);
    }
    out
}

/// Drops the backticks that [`escape`] puts in (`WildcardPattern::Unescape`). Others stay.
pub fn unescape(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut is_escaped = false;
    for c in pattern.chars() {
        if c == '`' && !is_escaped {
            is_escaped = true;
            continue;
        }
        if is_escaped && !is_wildcard(c) && c != '`' {
            out.push('`');
        }
        out.push(c);
        is_escaped = false;
    }
    if is_escaped {
        out.push('`');
    }
    out
}

/// True if the text has a wildcard without a backtick before it (`ContainsWildcardCharacters`).
pub fn contains_wildcards(text: &str) -> bool {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if is_wildcard(c) {
            return true;
        }
        if c == '`' {
            chars.next();
        }
    }
    false
}

/// The pattern in the language of WMI queries (`WildcardPattern.ToWql`); `None` where that has no words for it.
pub fn to_wql(pattern: &str) -> Result<Option<String>, WildcardError> {
    let mut out = Vec::new();
    let mut is_sayable = true;
    walk(pattern, |piece| {
        match piece {
            Piece::Star => out.push(0x25),
            Piece::Any => out.push(0x5F),
            Piece::Literal(unit @ (0x25 | 0x5F | 0x5B)) => out.extend([0x5B, unit, 0x5D]),
            Piece::Literal(unit) => out.push(unit),
            Piece::Bracket(ranges) => {
                out.push(0x5B);
                for (first, last) in ranges {
                    is_sayable &= ![first, last].iter().any(|unit| matches!(unit, 0x5B | 0x5D | 0x5E | 0x2D));
                    out.push(first);
                    if last != first {
                        out.extend([0x2D, last]);
                    }
                }
                out.push(0x5D);
            }
        }
        Ok(())
    })?;
    Ok(is_sayable.then(|| String::from_utf16_lossy(&out)))
}
