//! The first reading: which groups there are, and which number each gets.

use super::super::category;
use super::super::error::RegexError;
use super::super::options::RegexOptions;
use super::{Parser, code};

impl Parser<'_> {
    /// Notes every group. Unnamed ones take numbers in order, numbered ones their own, named ones what is left.
    pub(super) fn count_captures(&mut self) -> Result<(), RegexError> {
        self.note_slot(0, 0);
        while let Some(unit) = self.peek() {
            let start = self.pos;
            self.pos += 1;
            match char::from_u32(u32::from(unit)) {
                Some('\\') if self.pos < self.pattern.len() => drop(self.scan_backslash(true)?),
                Some('#') if self.has(RegexOptions::IGNORE_PATTERN_WHITESPACE) => {
                    self.pos -= 1;
                    self.scan_blank()?;
                }
                Some('[') => drop(self.scan_class(false, true)?),
                Some(')') => {
                    if let Some(options) = self.options_stack.pop() {
                        self.options = options;
                    }
                }
                Some('(') => self.count_group(start)?,
                _ => {}
            }
        }
        self.assign_name_slots();
        Ok(())
    }

    fn count_group(&mut self, start: usize) -> Result<(), RegexError> {
        if self.peek_is(0, '?') && self.peek_is(1, '#') {
            self.pos -= 1;
            self.scan_blank()?;
            self.ignore_next_paren = false;
            return Ok(());
        }
        self.options_stack.push(self.options);
        if !self.peek_is(0, '?') {
            if !self.has(RegexOptions::EXPLICIT_CAPTURE) && !self.ignore_next_paren {
                self.note_slot(self.n_auto, start);
                self.n_auto += 1;
            }
            self.ignore_next_paren = false;
            return Ok(());
        }
        self.pos += 1;
        if self.pos + 1 < self.pattern.len() && (self.peek_is(0, '<') || self.peek_is(0, '\'')) {
            self.pos += 1;
            let first = self.pattern[self.pos];
            if first != code('0') && category::is_word(first) {
                if (code('1')..=code('9')).contains(&first) {
                    let slot = self.scan_decimal()?;
                    self.note_slot(slot, start);
                } else {
                    let name = self.scan_name();
                    if !self.names.contains(&name) {
                        self.names.push(name);
                    }
                }
            }
        } else {
            self.scan_options();
            if self.peek_is(0, ')') {
                self.pos += 1;
                self.options_stack.pop();
            } else if self.peek_is(0, '(') {
                // The parenthesis of a condition does not capture.
                self.ignore_next_paren = true;
                return Ok(());
            }
        }
        self.ignore_next_paren = false;
        Ok(())
    }

    fn note_slot(&mut self, slot: u32, start: usize) {
        self.slots.entry(slot).or_insert(start);
    }

    fn assign_name_slots(&mut self) {
        for name in self.names.clone() {
            while self.is_slot(self.n_auto) {
                self.n_auto += 1;
            }
            // Where the group opens matters to no reader of a named slot.
            self.note_slot(self.n_auto, 0);
            self.slot_of_name.insert(name, self.n_auto);
            self.n_auto += 1;
        }
    }

    /// The groups by number, with their names.
    pub(super) fn group_names(&self) -> Vec<(u32, String)> {
        let mut groups: Vec<(u32, String)> = self.slots.keys().map(|slot| (*slot, slot.to_string())).collect();
        for (name, slot) in &self.slot_of_name {
            if let Ok(group_idx) = groups.binary_search_by_key(slot, |group| group.0) {
                groups[group_idx].1.clone_from(name);
            }
        }
        groups
    }
}
