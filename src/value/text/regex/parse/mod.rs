//! Pattern to tree, by .NET's rules and with its faults at its offsets.
//!
//! The pattern is read twice: [`count`] finds the groups and their numbers, then [`Parser::scan`] builds the tree.
//! Both work on UTF-16 units, so that offsets are .NET's.

mod class;
mod count;
mod escape;
mod group;
mod unescape;

use std::collections::{BTreeMap, HashMap};

use super::case;
use super::category;
use super::error::{RegexError, RegexErrorKind as Kind};
use super::node::{Anchor, Greed, Node, UNBOUNDED};
use super::options::RegexOptions;
use super::set::CharSet;
use group::Group;

/// Groups (and subtractions of classes) may be nested this deep: what walks the tree recurses.
const MAX_DEPTH: usize = 250;

/// What the parser hands on.
pub(super) struct Parsed {
    /// The whole pattern.
    pub(super) tree: Node,
    /// Group numbers in order with their names; the first is 0.
    pub(super) groups: Vec<(u32, String)>,
}

/// Parses a pattern.
pub(super) fn parse(pattern: &str, options: RegexOptions) -> Result<Parsed, RegexError> {
    let units: Vec<u16> = pattern.encode_utf16().collect();
    let mut parser = Parser::new(&units, options);
    parser.count_captures()?;
    parser.pos = 0;
    parser.options = options;
    parser.options_stack.clear();
    parser.ignore_next_paren = false;
    parser.n_auto = 1;
    let tree = parser.scan()?;
    Ok(Parsed { tree, groups: parser.group_names() })
}

/// Resolves the escapes of a text.
pub(super) fn unescape(text: &str) -> Result<String, RegexError> {
    let units: Vec<u16> = text.encode_utf16().collect();
    Parser::new(&units, RegexOptions::NONE).unescape()
}

struct Parser<'p> {
    pattern: &'p [u16],
    pos: usize,
    options: RegexOptions,
    options_stack: Vec<RegexOptions>,
    ignore_next_paren: bool,
    n_auto: u32,
    /// Group number to the offset of its first parenthesis.
    slots: BTreeMap<u32, usize>,
    names: Vec<String>,
    slot_of_name: HashMap<String, u32>,
    stack: Vec<Group>,
    group: Group,
    unit: Option<Node>,
    class_depth: usize,
}

const fn code(c: char) -> u16 {
    c as u16
}

fn is_digit(unit: u16) -> bool {
    (0x30..=0x39).contains(&unit)
}

fn is_space(unit: u16) -> bool {
    matches!(unit, 0x09 | 0x0A | 0x0C | 0x0D | 0x20)
}

fn is_quantifier(unit: u16) -> bool {
    [code('*'), code('+'), code('?'), code('{')].contains(&unit)
}

fn is_special(unit: u16) -> bool {
    is_quantifier(unit) || ['\\', '|', '[', '(', ')', '^', '$', '.'].into_iter().any(|c| code(c) == unit)
}

fn is_special_or_space(unit: u16) -> bool {
    is_special(unit) || is_space(unit) || unit == code('#')
}

impl<'p> Parser<'p> {
    fn new(pattern: &'p [u16], options: RegexOptions) -> Parser<'p> {
        Parser {
            pattern,
            pos: 0,
            options,
            options_stack: Vec::new(),
            ignore_next_paren: false,
            n_auto: 1,
            slots: BTreeMap::new(),
            names: Vec::new(),
            slot_of_name: HashMap::new(),
            stack: Vec::new(),
            group: Group::capture(0, None, options),
            unit: None,
            class_depth: 0,
        }
    }
}

impl Parser<'_> {
    fn peek(&self) -> Option<u16> {
        self.pattern.get(self.pos).copied()
    }

    fn peek_is(&self, n_ahead: usize, c: char) -> bool {
        self.pattern.get(self.pos + n_ahead).is_some_and(|unit| *unit == code(c))
    }

    fn has(&self, option: RegexOptions) -> bool {
        self.options.has(option)
    }

    fn ignores_case(&self) -> bool {
        self.has(RegexOptions::IGNORE_CASE)
    }

    fn is_invariant(&self) -> bool {
        self.has(RegexOptions::CULTURE_INVARIANT)
    }

    fn is_ecma(&self) -> bool {
        self.has(RegexOptions::ECMA_SCRIPT)
    }

    fn reads_back(&self) -> bool {
        self.has(RegexOptions::RIGHT_TO_LEFT)
    }

    fn fault(&self, kind: Kind, detail: impl AsRef<str>) -> RegexError {
        RegexError::parse(self.pattern, self.pos, kind, detail.as_ref())
    }

    fn unit_text(unit: u16) -> String {
        String::from_utf16_lossy(&[unit])
    }

    fn unit_node(&self, unit: u16) -> Node {
        let back = self.reads_back();
        if self.ignores_case() && case::has_case(unit, self.is_invariant()) {
            return Node::Set { set: CharSet::of_unit(unit, true, self.is_invariant()), back };
        }
        Node::Unit { unit, back }
    }

    fn scan(&mut self) -> Result<Node, RegexError> {
        let mut is_after_quantifier = false;
        while self.pos < self.pattern.len() {
            let was_quantifier = std::mem::replace(&mut is_after_quantifier, false);
            is_after_quantifier = self.scan_element(was_quantifier)?;
        }
        if !self.stack.is_empty() {
            return Err(self.fault(Kind::InsufficientClosingParentheses, ""));
        }
        self.finish_group()
    }

    /// One run of ordinary units, or one construct with its quantifiers; true if it ended with a quantifier.
    fn scan_element(&mut self, was_quantifier: bool) -> Result<bool, RegexError> {
        self.scan_blank()?;
        let run_start = self.pos;
        let skips_space = self.has(RegexOptions::IGNORE_PATTERN_WHITESPACE);
        while let Some(unit) = self.peek() {
            let stops = if skips_space { is_special_or_space(unit) } else { is_special(unit) };
            if stops && (unit != code('{') || self.is_true_quantifier()) {
                break;
            }
            self.pos += 1;
        }
        let run_end = self.pos;
        self.scan_blank()?;
        let special = self.peek().filter(|unit| is_special(*unit));
        let is_quantified = special.is_some_and(is_quantifier);
        self.pos += usize::from(special.is_some());
        let mut was_quantifier = was_quantifier;
        if run_start < run_end {
            was_quantifier = false;
            let plain_end = run_end - usize::from(is_quantified);
            for unit_idx in run_start..plain_end {
                let node = self.unit_node(self.pattern[unit_idx]);
                self.group.concat.push(node);
            }
            if is_quantified {
                self.unit = Some(self.unit_node(self.pattern[run_end - 1]));
            }
        }
        let Some(special) = special else { return Ok(false) };
        if is_quantifier(special) {
            if self.unit.is_none() {
                let kind = if was_quantifier { Kind::NestedQuantifiersNotParenthesized } else { Kind::QuantifierAfterNothing };
                return Err(self.fault(kind, Self::unit_text(special)));
            }
            self.pos -= 1;
        } else {
            self.scan_special(special)?;
            if self.unit.is_none() {
                return Ok(false);
            }
        }
        self.scan_blank()?;
        if self.pos == self.pattern.len() || !self.is_true_quantifier() {
            self.group.concat.extend(self.unit.take());
            return Ok(false);
        }
        self.scan_quantifier()?;
        Ok(true)
    }

    fn scan_special(&mut self, special: u16) -> Result<(), RegexError> {
        let is_multiline = self.has(RegexOptions::MULTILINE);
        let back = self.reads_back();
        self.unit = match char::from_u32(u32::from(special)) {
            Some('[') => Some(Node::Set { set: self.scan_class(self.ignores_case(), false)?, back }),
            Some('(') => {
                self.options_stack.push(self.options);
                match self.scan_group_open()? {
                    Some(group) => {
                        if self.stack.len() >= MAX_DEPTH {
                            return Err(self.fault(Kind::NestingTooDeep, ""));
                        }
                        self.stack.push(std::mem::replace(&mut self.group, group));
                    }
                    None => drop(self.options_stack.pop()),
                }
                None
            }
            Some('|') => {
                self.group.end_alternative();
                None
            }
            Some(')') => {
                if self.stack.is_empty() {
                    return Err(self.fault(Kind::InsufficientOpeningParentheses, ""));
                }
                self.close_group()?;
                return Ok(());
            }
            Some('\\') => {
                if self.pos == self.pattern.len() {
                    return Err(self.fault(Kind::UnescapedEndingBackslash, ""));
                }
                self.scan_backslash(false)?
            }
            Some('^') => Some(Node::Anchor(if is_multiline { Anchor::LineStart } else { Anchor::Start })),
            Some('$') => Some(Node::Anchor(if is_multiline { Anchor::LineEnd } else { Anchor::EndOrLastBreak })),
            _ => {
                let set = if self.has(RegexOptions::SINGLELINE) { CharSet::of_range(0, 0xFFFF) } else { CharSet::not_line_feed() };
                Some(Node::Set { set, back })
            }
        };
        Ok(())
    }

    /// A quantifier after `self.unit`; the text there is a true one.
    fn scan_quantifier(&mut self) -> Result<(), RegexError> {
        let Some(node) = self.unit.take() else { return Ok(()) };
        let sign = self.pattern[self.pos];
        self.pos += 1;
        let (min, max) = match char::from_u32(u32::from(sign)) {
            Some('*') => (0, UNBOUNDED),
            Some('?') => (0, 1),
            Some('+') => (1, UNBOUNDED),
            _ => {
                let min = self.scan_decimal()?;
                let mut max = min;
                if self.peek_is(0, ',') {
                    self.pos += 1;
                    max = if self.peek_is(0, '}') { UNBOUNDED } else { self.scan_decimal()? };
                }
                self.pos += 1;
                (min, max)
            }
        };
        self.scan_blank()?;
        let is_lazy = self.peek_is(0, '?');
        self.pos += usize::from(is_lazy);
        if min > max {
            return Err(self.fault(Kind::ReversedQuantifierRange, ""));
        }
        let greed = if is_lazy { Greed::Lazy } else { Greed::Greedy };
        self.group.concat.push(Node::Repeat { node: Box::new(node), min, max, greed });
        Ok(())
    }

    fn is_true_quantifier(&self) -> bool {
        match self.peek() {
            Some(unit) if unit == code('{') => {}
            Some(unit) => return is_quantifier(unit),
            None => return false,
        }
        let rest = &self.pattern[self.pos + 1..];
        let n_min = rest.iter().take_while(|unit| is_digit(**unit)).count();
        let Some(after) = rest.get(n_min).filter(|_| n_min > 0) else { return false };
        if *after == code('}') {
            return true;
        }
        let max = &rest[n_min + 1..];
        let n_max = max.iter().take_while(|unit| is_digit(**unit)).count();
        *after == code(',') && max.get(n_max).is_some_and(|unit| *unit == code('}'))
    }

    /// Skips comments, and white space where the option says so.
    fn scan_blank(&mut self) -> Result<(), RegexError> {
        let skips_space = self.has(RegexOptions::IGNORE_PATTERN_WHITESPACE);
        loop {
            if skips_space {
                while self.peek().is_some_and(is_space) {
                    self.pos += 1;
                }
            }
            if skips_space && self.peek_is(0, '#') {
                while self.peek().is_some_and(|unit| unit != code('\n')) {
                    self.pos += 1;
                }
            } else if self.peek_is(0, '(') && self.peek_is(1, '?') && self.peek_is(2, '#') {
                while self.peek().is_some_and(|unit| unit != code(')')) {
                    self.pos += 1;
                }
                if self.pos == self.pattern.len() {
                    return Err(self.fault(Kind::UnterminatedComment, ""));
                }
                self.pos += 1;
            } else {
                return Ok(());
            }
        }
    }

    fn scan_decimal(&mut self) -> Result<u32, RegexError> {
        let mut number = 0u32;
        while let Some(unit) = self.peek().filter(|unit| is_digit(*unit)) {
            self.pos += 1;
            let digit = u32::from(unit - 0x30);
            number = match number.checked_mul(10).and_then(|tens| tens.checked_add(digit)) {
                Some(number) if number <= i32::MAX as u32 => number,
                _ => return Err(self.fault(Kind::QuantifierOrCaptureGroupOutOfRange, "")),
            };
        }
        Ok(number)
    }

    fn scan_name(&mut self) -> String {
        let start = self.pos;
        while self.peek().is_some_and(category::is_boundary_word) {
            self.pos += 1;
        }
        String::from_utf16_lossy(&self.pattern[start..self.pos])
    }

    fn is_slot(&self, slot: u32) -> bool {
        self.slots.contains_key(&slot)
    }
}
