//! What stands after a backslash.

use super::super::category;
use super::super::error::{RegexError, RegexErrorKind as Kind};
use super::super::node::{Anchor, Node};
use super::super::set::CharSet;
use super::{Parser, code, is_digit};

impl Parser<'_> {
    /// The construct after a backslash. The first reading (`scan_only`) makes no node and asks for no group.
    pub(super) fn scan_backslash(&mut self, scan_only: bool) -> Result<Option<Node>, RegexError> {
        let Some(unit) = self.peek() else { return Err(self.fault(Kind::UnescapedEndingBackslash, "")) };
        let ecma = self.is_ecma();
        let mut set = CharSet::default();
        let anchor = match char::from_u32(u32::from(unit)) {
            Some('b') => Some(if ecma { Anchor::EcmaBoundary } else { Anchor::Boundary }),
            Some('B') => Some(if ecma { Anchor::NoEcmaBoundary } else { Anchor::NoBoundary }),
            Some('A') => Some(Anchor::Start),
            Some('G') => Some(Anchor::SearchStart),
            Some('Z') => Some(Anchor::EndOrLastBreak),
            Some('z') => Some(Anchor::End),
            Some('w' | 'W') => {
                set.add_word(ecma, unit == code('W'));
                None
            }
            Some('s' | 'S') => {
                set.add_space(ecma, unit == code('S'));
                None
            }
            Some('d' | 'D') => {
                set.add_digit(ecma, unit == code('D'));
                None
            }
            Some('p' | 'P') => {
                self.pos += 1;
                if scan_only {
                    return Ok(None);
                }
                let ignore_case = self.ignores_case();
                self.scan_property(&mut set, unit == code('P'), ignore_case)?;
                if ignore_case {
                    set.add_other_cases(self.is_invariant());
                }
                set.seal();
                return Ok(Some(Node::Set { set, back: self.reads_back() }));
            }
            _ => return self.scan_basic_backslash(scan_only),
        };
        self.pos += 1;
        if let Some(anchor) = anchor {
            return Ok(Some(Node::Anchor(anchor)));
        }
        if scan_only {
            return Ok(None);
        }
        set.seal();
        Ok(Some(Node::Set { set, back: self.reads_back() }))
    }

    /// `{name}` after `\p`.
    pub(super) fn scan_property(&mut self, set: &mut CharSet, is_negated: bool, ignore_case: bool) -> Result<(), RegexError> {
        let name = self.scan_property_name()?;
        if set.add_property(&name, is_negated, ignore_case) {
            return Ok(());
        }
        Err(self.fault(Kind::UnrecognizedUnicodeProperty, name))
    }

    pub(super) fn scan_property_name(&mut self) -> Result<String, RegexError> {
        if self.pos + 2 >= self.pattern.len() {
            return Err(self.fault(Kind::InvalidUnicodePropertyEscape, ""));
        }
        self.pos += 1;
        if self.pattern[self.pos - 1] != code('{') {
            return Err(self.fault(Kind::MalformedUnicodePropertyEscape, ""));
        }
        let start = self.pos;
        while self.peek().is_some_and(|unit| category::is_boundary_word(unit) || unit == code('-')) {
            self.pos += 1;
        }
        let name = String::from_utf16_lossy(&self.pattern[start..self.pos]);
        if self.pos == self.pattern.len() {
            return Err(self.fault(Kind::InvalidUnicodePropertyEscape, ""));
        }
        self.pos += 1;
        if self.pattern[self.pos - 1] != code('}') {
            return Err(self.fault(Kind::InvalidUnicodePropertyEscape, ""));
        }
        Ok(name)
    }

    fn back_reference(&self, slot: u32) -> Node {
        let (ignore_case, ecma) = (self.ignores_case(), self.is_ecma());
        Node::BackReference { slot, ignore_case, ecma, back: self.reads_back() }
    }

    fn scan_basic_backslash(&mut self, scan_only: bool) -> Result<Option<Node>, RegexError> {
        let start = self.pos;
        let mut unit = self.pattern[self.pos];
        let mut close = None;
        let closing = |open: u16| match open {
            0x27 => Some(code('\'')),
            0x3C => Some(code('>')),
            _ => None,
        };
        if unit == code('k') {
            if self.pos + 1 < self.pattern.len() {
                self.pos += 2;
                close = closing(self.pattern[self.pos - 1]);
            }
            match self.peek().filter(|_| close.is_some()) {
                Some(next) => unit = next,
                None => return Err(self.fault(Kind::MalformedNamedReference, "")),
            }
        } else if closing(unit).is_some() && self.pos + 1 < self.pattern.len() {
            close = closing(unit);
            self.pos += 1;
            unit = self.pattern[self.pos];
        }
        let is_closed = |parser: &mut Self| {
            let closed = parser.peek() == close;
            parser.pos += usize::from(parser.pos < parser.pattern.len());
            closed
        };
        if close.is_some() && is_digit(unit) {
            let slot = self.scan_decimal()?;
            if is_closed(self) {
                if scan_only {
                    return Ok(None);
                }
                return if self.is_slot(slot) {
                    Ok(Some(self.back_reference(slot)))
                } else {
                    Err(self.fault(Kind::UndefinedNumberedReference, slot.to_string()))
                };
            }
        } else if close.is_none() && (code('1')..=code('9')).contains(&unit) {
            if self.is_ecma() {
                if let Some(slot) = self.scan_ecma_reference() {
                    return Ok((!scan_only).then(|| self.back_reference(slot)));
                }
            } else {
                let slot = self.scan_decimal()?;
                if scan_only {
                    return Ok(None);
                }
                if self.is_slot(slot) {
                    return Ok(Some(self.back_reference(slot)));
                }
                if slot <= 9 {
                    return Err(self.fault(Kind::UndefinedNumberedReference, slot.to_string()));
                }
            }
        } else if close.is_some() && category::is_boundary_word(unit) {
            let name = self.scan_name();
            if is_closed(self) {
                if scan_only {
                    return Ok(None);
                }
                return match self.slot_of_name.get(&name) {
                    Some(slot) => Ok(Some(self.back_reference(*slot))),
                    None => Err(self.fault(Kind::UndefinedNamedReference, name)),
                };
            }
        }
        self.pos = start;
        let unit = self.scan_char_escape()?;
        Ok((!scan_only).then(|| self.unit_node(unit)))
    }

    /// ECMAScript takes as many digits as still name a group that opened before.
    fn scan_ecma_reference(&mut self) -> Option<u32> {
        let top = self.slots.keys().next_back().map_or(0, |slot| slot + 1);
        let before = self.pos - 1;
        let mut found = None;
        let mut number = u32::from(self.pattern[self.pos] - 0x30);
        while number <= top {
            if self.slots.get(&number).is_some_and(|start| *start < before) {
                found = Some(number);
            }
            self.pos += 1;
            match self.peek().filter(|unit| is_digit(*unit)) {
                Some(unit) => number = number.saturating_mul(10).saturating_add(u32::from(unit - 0x30)),
                None => break,
            }
        }
        found
    }

    /// An escape that stands for one unit.
    pub(super) fn scan_char_escape(&mut self) -> Result<u16, RegexError> {
        let Some(unit) = self.peek() else { return Err(self.fault(Kind::UnescapedEndingBackslash, "")) };
        if (0x30..=0x37).contains(&unit) {
            return Ok(self.scan_octal());
        }
        self.pos += 1;
        match char::from_u32(u32::from(unit)) {
            Some('x') => self.scan_hex(2),
            Some('u') => self.scan_hex(4),
            Some('a') => Ok(0x07),
            Some('b') => Ok(0x08),
            Some('e') => Ok(0x1B),
            Some('f') => Ok(0x0C),
            Some('n') => Ok(0x0A),
            Some('r') => Ok(0x0D),
            Some('t') => Ok(0x09),
            Some('v') => Ok(0x0B),
            Some('c') => self.scan_control(),
            _ if !self.is_ecma() && category::is_boundary_word(unit) => Err(self.fault(Kind::UnrecognizedEscape, Self::unit_text(unit))),
            _ => Ok(unit),
        }
    }

    fn scan_octal(&mut self) -> u16 {
        let mut value = 0;
        for _ in 0..3 {
            let Some(unit) = self.peek().filter(|unit| (0x30..=0x37).contains(unit)) else { break };
            self.pos += 1;
            value = value * 8 + (unit - 0x30);
            if self.is_ecma() && value >= 0x20 {
                break;
            }
        }
        // Octal codes only go up to 377; .NET drops what is above.
        value & 0xFF
    }

    fn scan_hex(&mut self, n_digits: usize) -> Result<u16, RegexError> {
        let mut value = 0;
        if self.pos + n_digits <= self.pattern.len() {
            for n_read in 0..n_digits {
                let unit = self.pattern[self.pos];
                self.pos += 1;
                let Some(digit) = char::from_u32(u32::from(unit)).and_then(|c| c.to_digit(16)) else { break };
                value = value << 4 | digit as u16;
                if n_read + 1 == n_digits {
                    return Ok(value);
                }
            }
        }
        Err(self.fault(Kind::InsufficientOrInvalidHexDigits, ""))
    }

    fn scan_control(&mut self) -> Result<u16, RegexError> {
        let Some(unit) = self.peek() else { return Err(self.fault(Kind::MissingControlCharacter, "")) };
        self.pos += 1;
        let upper = if (0x61..=0x7A).contains(&unit) { unit - 0x20 } else { unit };
        match upper.wrapping_sub(0x40) {
            control if control < 0x20 => Ok(control),
            _ => Err(self.fault(Kind::UnrecognizedControlCharacter, "")),
        }
    }
}
