//! Parentheses: how they open, what they hold, how they close.

use super::super::category;
use super::super::error::{RegexError, RegexErrorKind as Kind};
use super::super::node::Node;
use super::super::options::RegexOptions;
use super::{Parser, code, is_digit};

enum Shape {
    Plain,
    Capture {
        slot: Option<u32>,
        popped: Option<u32>,
    },
    Look {
        is_negative: bool,
    },
    Atomic,
    IfCaptured(u32),
    /// The condition is the first thing closed inside.
    IfMatches(Option<Node>),
}

/// An open group.
pub(super) struct Group {
    shape: Shape,
    /// Finished alternatives.
    alternatives: Vec<Node>,
    /// The alternative that is being read.
    pub(super) concat: Vec<Node>,
    reads_back: bool,
}

impl Group {
    fn new(shape: Shape, options: RegexOptions) -> Group {
        let reads_back = options.has(RegexOptions::RIGHT_TO_LEFT);
        Group { shape, alternatives: Vec::new(), concat: Vec::new(), reads_back }
    }

    pub(super) fn capture(slot: u32, popped: Option<u32>, options: RegexOptions) -> Group {
        Group::new(Shape::Capture { slot: Some(slot), popped }, options)
    }

    pub(super) fn end_alternative(&mut self) {
        let mut nodes = std::mem::take(&mut self.concat);
        if self.reads_back {
            nodes.reverse();
        }
        self.alternatives.push(match nodes.len() {
            0 => Node::Empty,
            1 => nodes.pop().unwrap_or(Node::Empty),
            _ => Node::Concat(nodes),
        });
    }
}

impl Parser<'_> {
    fn no_group(&self) -> RegexError {
        self.fault(Kind::InvalidGroupingConstruct, "")
    }

    /// What follows `(`; `None` if it only set options.
    pub(super) fn scan_group_open(&mut self) -> Result<Option<Group>, RegexError> {
        if !self.peek_is(0, '?') || self.peek_is(1, ')') {
            let is_silent = self.has(RegexOptions::EXPLICIT_CAPTURE) || self.ignore_next_paren;
            self.ignore_next_paren = false;
            if is_silent {
                return Ok(Some(Group::new(Shape::Plain, self.options)));
            }
            self.n_auto += 1;
            return Ok(Some(Group::capture(self.n_auto - 1, None, self.options)));
        }
        self.pos += 1;
        let Some(unit) = self.peek() else { return Err(self.no_group()) };
        self.pos += 1;
        let shape = match char::from_u32(u32::from(unit)) {
            Some(':') => Shape::Plain,
            Some('>') => Shape::Atomic,
            Some(sign @ ('=' | '!')) => {
                self.options = self.options.without(RegexOptions::RIGHT_TO_LEFT);
                Shape::Look { is_negative: sign == '!' }
            }
            Some('<') if self.peek_is(0, '=') || self.peek_is(0, '!') => {
                let is_negative = self.peek_is(0, '!');
                self.pos += 1;
                self.options |= RegexOptions::RIGHT_TO_LEFT;
                Shape::Look { is_negative }
            }
            Some('\'') if self.peek_is(0, '=') || self.peek_is(0, '!') => {
                self.pos += 1;
                return Err(self.no_group());
            }
            Some('<') => self.scan_capture(code('>'))?,
            Some('\'') => self.scan_capture(code('\''))?,
            Some('(') => self.scan_condition()?,
            _ => {
                self.pos -= 1;
                if !matches!(self.group.shape, Shape::IfMatches(_)) {
                    self.scan_options();
                }
                let Some(unit) = self.peek() else { return Err(self.no_group()) };
                self.pos += 1;
                if unit == code(')') {
                    return Ok(None);
                }
                if unit != code(':') {
                    return Err(self.no_group());
                }
                Shape::Plain
            }
        };
        Ok(Some(Group::new(shape, self.options)))
    }

    /// `name`, `number`, `name-popped`, `-popped` up to `close`.
    fn scan_capture(&mut self, close: u16) -> Result<Shape, RegexError> {
        let invalid = |parser: &Self| parser.fault(Kind::CaptureGroupNameInvalid, "");
        let Some(first) = self.peek() else { return Err(self.no_group()) };
        let mut slot = None;
        let mut popped = None;
        let goes_on = |parser: &Self, units: &[u16]| parser.peek().is_none_or(|unit| units.contains(&unit));
        if is_digit(first) {
            let number = self.scan_decimal()?;
            slot = Some(number).filter(|number| self.is_slot(*number));
            if !goes_on(self, &[close, code('-')]) {
                return Err(invalid(self));
            }
            if slot == Some(0) {
                return Err(self.fault(Kind::CaptureGroupOfZero, ""));
            }
        } else if category::is_boundary_word(first) {
            let name = self.scan_name();
            slot = self.slot_of_name.get(&name).copied();
            if !goes_on(self, &[close, code('-')]) {
                return Err(invalid(self));
            }
        } else if first != code('-') {
            return Err(invalid(self));
        }
        if (slot.is_some() || first == code('-')) && self.pos + 1 < self.pattern.len() && self.peek_is(0, '-') {
            self.pos += 1;
            let next = self.pattern[self.pos];
            if is_digit(next) {
                let number = self.scan_decimal()?;
                if !self.is_slot(number) {
                    return Err(self.fault(Kind::UndefinedNumberedReference, number.to_string()));
                }
                popped = Some(number);
            } else if category::is_boundary_word(next) {
                let name = self.scan_name();
                popped = self.slot_of_name.get(&name).copied();
                if popped.is_none() {
                    return Err(self.fault(Kind::UndefinedNamedReference, name));
                }
            } else {
                return Err(invalid(self));
            }
            if !goes_on(self, &[close]) {
                return Err(invalid(self));
            }
        }
        if slot.is_some() || popped.is_some() {
            let closes = self.peek() == Some(close);
            self.pos += usize::from(self.pos < self.pattern.len());
            if closes {
                return Ok(Shape::Capture { slot, popped });
            }
        }
        Err(self.no_group())
    }

    /// What follows `(?(`.
    fn scan_condition(&mut self) -> Result<Shape, RegexError> {
        let open = self.pos;
        if let Some(unit) = self.peek() {
            if is_digit(unit) {
                let slot = self.scan_decimal()?;
                let closes = self.peek_is(0, ')');
                self.pos += usize::from(self.pos < self.pattern.len());
                return match (closes, self.is_slot(slot)) {
                    (true, true) => Ok(Shape::IfCaptured(slot)),
                    (true, false) => Err(self.fault(Kind::AlternationHasUndefinedReference, slot.to_string())),
                    (false, _) => Err(self.fault(Kind::AlternationHasMalformedReference, slot.to_string())),
                };
            }
            if category::is_boundary_word(unit) {
                let name = self.scan_name();
                if let Some(slot) = self.slot_of_name.get(&name).copied()
                    && self.peek_is(0, ')')
                {
                    self.pos += 1;
                    return Ok(Shape::IfCaptured(slot));
                }
            }
        }
        // An expression: it is read as a group that does not capture.
        self.pos = open - 1;
        self.ignore_next_paren = true;
        if self.peek_is(1, '?') {
            if self.peek_is(2, '#') {
                return Err(self.fault(Kind::AlternationHasComment, ""));
            }
            let is_look = self.peek_is(3, '!') || self.peek_is(3, '=');
            if self.peek_is(2, '\'') || (self.peek_is(2, '<') && !is_look && self.pos + 3 < self.pattern.len()) {
                return Err(self.fault(Kind::AlternationHasNamedCapture, ""));
            }
        }
        Ok(Shape::IfMatches(None))
    }

    pub(super) fn scan_options(&mut self) {
        let mut is_off = false;
        while let Some(unit) = self.peek() {
            let option = match char::from_u32(u32::from(unit)).map(|c| c.to_ascii_lowercase()) {
                Some('-') => {
                    is_off = true;
                    RegexOptions::NONE
                }
                Some('+') => {
                    is_off = false;
                    RegexOptions::NONE
                }
                Some('i') => RegexOptions::IGNORE_CASE,
                Some('m') => RegexOptions::MULTILINE,
                Some('n') => RegexOptions::EXPLICIT_CAPTURE,
                Some('s') => RegexOptions::SINGLELINE,
                Some('x') => RegexOptions::IGNORE_PATTERN_WHITESPACE,
                _ => return,
            };
            if is_off {
                self.options = self.options.without(option);
            } else {
                self.options |= option;
            }
            self.pos += 1;
        }
    }

    /// At `)`: the group becomes `self.unit`, or the condition of the group around it.
    pub(super) fn close_group(&mut self) -> Result<(), RegexError> {
        let node = self.finish_group()?;
        if let Some(outer) = self.stack.pop() {
            self.group = outer;
        }
        if let Some(options) = self.options_stack.pop() {
            self.options = options;
        }
        self.unit = match &mut self.group.shape {
            Shape::IfMatches(test @ None) if self.group.alternatives.is_empty() => {
                *test = Some(node);
                None
            }
            _ => Some(node),
        };
        Ok(())
    }

    /// Makes the node of the open group.
    pub(super) fn finish_group(&mut self) -> Result<Node, RegexError> {
        self.group.end_alternative();
        let group = std::mem::replace(&mut self.group, Group::new(Shape::Plain, RegexOptions::NONE));
        let mut alternatives = group.alternatives;
        if matches!(group.shape, Shape::IfCaptured(_) | Shape::IfMatches(_)) {
            if alternatives.len() > 2 {
                return Err(self.fault(Kind::AlternationHasTooManyConditions, ""));
            }
            let no = Box::new(if alternatives.len() == 2 { alternatives.pop().unwrap_or(Node::Empty) } else { Node::Empty });
            let yes = Box::new(alternatives.pop().unwrap_or(Node::Empty));
            return match group.shape {
                Shape::IfCaptured(slot) => Ok(Node::IfCaptured { slot, yes, no }),
                Shape::IfMatches(Some(test)) => Ok(Node::IfMatches { test: Box::new(test), yes, no }),
                _ => Err(self.fault(Kind::AlternationHasMalformedCondition, "")),
            };
        }
        let node = Node::alternate(alternatives);
        Ok(match group.shape {
            Shape::Capture { slot, popped } => Node::Capture { node: Box::new(node), slot, popped },
            Shape::Look { is_negative } => Node::Look { node: Box::new(node), is_negative },
            Shape::Atomic => Node::Atomic(Box::new(node)),
            _ => node,
        })
    }
}
