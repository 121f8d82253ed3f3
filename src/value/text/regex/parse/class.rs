//! `[..]`.

use super::super::error::{RegexError, RegexErrorKind as Kind};
use super::super::set::CharSet;
use super::{MAX_DEPTH, Parser, code};

impl Parser<'_> {
    /// The set after `[`. The first reading (`scan_only`) looks for its end alone.
    pub(super) fn scan_class(&mut self, ignore_case: bool, scan_only: bool) -> Result<CharSet, RegexError> {
        self.class_depth += 1;
        if self.class_depth > MAX_DEPTH {
            return Err(self.fault(Kind::NestingTooDeep, ""));
        }
        let mut set = CharSet::default();
        let mut subtracted = None;
        let mut is_first = true;
        let mut range_start = None;
        let mut is_negated = false;
        if self.peek_is(0, '^') {
            self.pos += 1;
            is_negated = true;
            if self.is_ecma() && self.peek_is(0, ']') {
                is_first = false;
            }
        }
        let mut is_closed = false;
        while let Some(read) = self.peek() {
            let was_first = std::mem::replace(&mut is_first, false);
            let mut unit = read;
            let mut is_escaped = false;
            self.pos += 1;
            if unit == code(']') && !was_first {
                is_closed = true;
                break;
            }
            if unit == code('\\') && self.pos < self.pattern.len() {
                let escape = self.pattern[self.pos];
                self.pos += 1;
                match char::from_u32(u32::from(escape)) {
                    Some('d' | 'D' | 's' | 'S' | 'w' | 'W' | 'p' | 'P') => {
                        if scan_only {
                            if matches!(escape | 0x20, 0x70) {
                                self.scan_property_name()?;
                            }
                            continue;
                        }
                        if range_start.is_some() {
                            return Err(self.fault(Kind::ShorthandClassInCharacterRange, Self::unit_text(escape)));
                        }
                        self.add_shorthand(&mut set, escape, ignore_case)?;
                        continue;
                    }
                    Some('-') if !scan_only => {
                        match range_start.take() {
                            Some(first) if first > code('-') => {
                                return Err(self.fault(Kind::ReversedCharacterRange, ""));
                            }
                            Some(first) => set.add_range(first, code('-')),
                            None => set.add_range(code('-'), code('-')),
                        }
                        continue;
                    }
                    Some('-') => continue,
                    _ => {
                        self.pos -= 1;
                        unit = self.scan_char_escape()?;
                        is_escaped = true;
                    }
                }
            } else if unit == code('[') && range_start.is_none() && self.peek_is(0, ':') && self.peek_is(1, ':') && self.peek_is(2, ']') {
                self.pos += 3;
            }
            if let Some(first) = range_start.take() {
                if scan_only {
                    continue;
                }
                if unit == code('[') && !is_escaped && !was_first {
                    set.add_range(first, first);
                    subtracted = Some(self.scan_class(ignore_case, false)?);
                    self.expect_class_end()?;
                } else if first > unit {
                    return Err(self.fault(Kind::ReversedCharacterRange, ""));
                } else {
                    set.add_range(first, unit);
                }
            } else if self.pos + 1 < self.pattern.len() && self.peek_is(0, '-') && !self.peek_is(1, ']') {
                range_start = Some(unit);
                self.pos += 1;
            } else if unit == code('-') && !is_escaped && !was_first && self.peek_is(0, '[') {
                self.pos += 1;
                let inner = self.scan_class(ignore_case, scan_only)?;
                if !scan_only {
                    subtracted = Some(inner);
                    self.expect_class_end()?;
                }
            } else {
                set.add_range(unit, unit);
            }
        }
        if !is_closed {
            return Err(self.fault(Kind::UnterminatedBracket, ""));
        }
        self.class_depth -= 1;
        if scan_only {
            return Ok(set);
        }
        if ignore_case {
            set.add_other_cases(self.is_invariant());
        }
        if is_negated {
            set.negate();
        }
        if let Some(subtracted) = subtracted {
            set.subtract(subtracted);
        }
        set.seal();
        Ok(set)
    }

    fn expect_class_end(&self) -> Result<(), RegexError> {
        if self.pos < self.pattern.len() && !self.peek_is(0, ']') {
            return Err(self.fault(Kind::ExclusionGroupNotLast, ""));
        }
        Ok(())
    }

    fn add_shorthand(&mut self, set: &mut CharSet, escape: u16, ignore_case: bool) -> Result<(), RegexError> {
        let is_negated = escape & 0x20 == 0;
        let ecma = self.is_ecma();
        match char::from_u32(u32::from(escape | 0x20)) {
            Some('d') => set.add_digit(ecma, is_negated),
            Some('s') => set.add_space(ecma, is_negated),
            Some('w') => set.add_word(ecma, is_negated),
            _ => self.scan_property(set, is_negated, ignore_case)?,
        }
        Ok(())
    }
}
