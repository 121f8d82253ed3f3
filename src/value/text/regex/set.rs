//! Sets of units: what `[..]`, `\w`, `.` and a letter without case become.

use super::case;
use super::category;

/// Ranges of more units than this look for the other cases of their units in the table of all units with case.
const WIDE_RANGE: u16 = 512;

/// A set of UTF-16 units.
///
/// Ranges and categories are added first, then cases, negation and subtraction; [`CharSet::seal`] computes the
/// bitmap of ASCII units that answers most questions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct CharSet {
    ascii: u128,
    ranges: Vec<(u16, u16)>,
    categories: u32,
    is_negated: bool,
    subtracted: Option<Box<CharSet>>,
}

impl CharSet {
    /// A sealed set of one range.
    pub(super) fn of_range(first: u16, last: u16) -> CharSet {
        let mut set = CharSet::default();
        set.add_range(first, last);
        set.seal();
        set
    }

    /// A sealed set of a unit and its equivalents in the other case.
    pub(super) fn of_unit(unit: u16, ignore_case: bool, invariant: bool) -> CharSet {
        let mut set = CharSet::default();
        if ignore_case {
            case::for_each_equivalent(unit, invariant, |one| set.add_range(one, one));
        } else {
            set.add_range(unit, unit);
        }
        set.seal();
        set
    }

    /// The sealed set of everything but line feed.
    pub(super) fn not_line_feed() -> CharSet {
        let mut set = CharSet::of_range(0x0A, 0x0A);
        set.negate();
        set.seal();
        set
    }

    pub(crate) fn add_range(&mut self, first: u16, last: u16) {
        self.ranges.push((first, last));
    }

    /// Adds everything outside sorted, disjoint ranges.
    fn add_outside(&mut self, ranges: &[(u16, u16)]) {
        let mut next = 0u32;
        for &(first, last) in ranges {
            if u32::from(first) > next {
                self.ranges.push((next as u16, first - 1));
            }
            next = u32::from(last) + 1;
        }
        if next <= 0xFFFF {
            self.ranges.push((next as u16, 0xFFFF));
        }
    }

    fn add_table(&mut self, ranges: &[(u16, u16)], is_negated: bool) {
        if is_negated { self.add_outside(ranges) } else { self.ranges.extend_from_slice(ranges) }
    }

    fn add_mask(&mut self, mask: u32, is_negated: bool) {
        self.categories |= if is_negated { !mask & category::ALL } else { mask };
    }

    /// `\d`, `\D`.
    pub(super) fn add_digit(&mut self, ecma: bool, is_negated: bool) {
        if ecma { self.add_table(category::ECMA_DIGIT, is_negated) } else { self.add_mask(category::DIGIT, is_negated) }
    }

    /// `\w`, `\W`.
    pub(super) fn add_word(&mut self, ecma: bool, is_negated: bool) {
        if ecma { self.add_table(category::ECMA_WORD, is_negated) } else { self.add_mask(category::WORD, is_negated) }
    }

    /// `\s`, `\S`.
    pub(super) fn add_space(&mut self, ecma: bool, is_negated: bool) {
        self.add_table(if ecma { category::ECMA_SPACE } else { category::SPACE }, is_negated);
    }

    /// `\p{name}`, `\P{name}`; false if there is no such name.
    pub(super) fn add_property(&mut self, name: &str, is_negated: bool, ignore_case: bool) -> bool {
        if let Some(mut mask) = category::mask_of_name(name) {
            if ignore_case && matches!(name, "Lu" | "Ll" | "Lt") {
                mask = category::CASED;
            }
            self.add_mask(mask, is_negated);
            return true;
        }
        match super::block::by_name(name) {
            Some(range) => self.add_table(&[range], is_negated),
            None => return false,
        }
        true
    }

    /// Adds the other cases of the units in the ranges. Categories are left alone, as in .NET.
    pub(crate) fn add_other_cases(&mut self, invariant: bool) {
        let mut others = Vec::new();
        for &(first, last) in &self.ranges {
            let mut add = |one: u16| {
                if one < first || one > last {
                    others.push((one, one));
                }
            };
            if last - first > WIDE_RANGE {
                case::for_each_equivalent_in(first, last, invariant, add);
            } else {
                (first..=last).for_each(|unit| case::for_each_equivalent(unit, invariant, &mut add));
            }
        }
        self.ranges.append(&mut others);
    }

    pub(super) fn negate(&mut self) {
        self.is_negated = true;
    }

    pub(super) fn subtract(&mut self, other: CharSet) {
        self.subtracted = Some(Box::new(other));
    }

    /// Sorts the ranges and computes the bitmap; to be called when all is added.
    pub(crate) fn seal(&mut self) {
        self.ranges.sort_unstable();
        let mut merged: Vec<(u16, u16)> = Vec::with_capacity(self.ranges.len());
        for &(first, last) in &self.ranges {
            match merged.last_mut() {
                Some(previous) if u32::from(first) <= u32::from(previous.1) + 1 => previous.1 = previous.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        self.ranges = merged;
        self.ascii = (0..128).filter(|unit| self.computes(*unit)).fold(0, |bits, unit| bits | 1u128 << unit);
    }

    fn computes(&self, unit: u16) -> bool {
        let found = self.categories != 0 && self.categories & category::bit_of(unit) != 0 || {
            let after = self.ranges.partition_point(|range| range.0 <= unit);
            after > 0 && self.ranges[after - 1].1 >= unit
        };
        found != self.is_negated && self.subtracted.as_ref().is_none_or(|other| !other.computes(unit))
    }

    /// True if the unit is in the set.
    #[inline]
    pub(crate) fn contains(&self, unit: u16) -> bool {
        if unit < 128 { self.ascii >> unit & 1 != 0 } else { self.computes(unit) }
    }

    /// True if the ASCII unit is in the set.
    #[inline]
    pub(super) fn contains_ascii(&self, byte: u8) -> bool {
        self.ascii >> (byte & 0x7F) & 1 != 0
    }

    /// The ASCII units of the set, one bit each.
    pub(super) fn ascii(&self) -> u128 {
        self.ascii
    }

    /// False only if the set is surely ASCII alone.
    pub(super) fn may_be_wide(&self) -> bool {
        self.is_negated || self.categories != 0 || self.ranges.last().is_some_and(|range| range.1 >= 128)
    }

    /// True if the set is everything there is.
    pub(super) fn is_everything(&self) -> bool {
        self.subtracted.is_none() && !self.is_negated && self.ranges == [(0, 0xFFFF)]
    }

    /// The one unit of the set, if it has exactly one by its ranges.
    pub(super) fn single(&self) -> Option<u16> {
        match self.ranges[..] {
            [(first, last)] if first == last && self.categories == 0 && !self.is_negated && self.subtracted.is_none() => Some(first),
            _ => None,
        }
    }

    /// The sealed set of what is in either; `None` where that would not be simpler than two sets.
    pub(super) fn union(&self, other: &CharSet) -> Option<CharSet> {
        let mut union = self.positive()?;
        let other = other.positive()?;
        union.ranges.extend_from_slice(&other.ranges);
        union.categories |= other.categories;
        union.seal();
        Some(union)
    }

    /// The same set without negation, if it can be said so.
    fn positive(&self) -> Option<CharSet> {
        if self.subtracted.is_some() || (self.is_negated && self.categories != 0 && !self.ranges.is_empty()) {
            return None;
        }
        let mut set = CharSet::default();
        match (self.is_negated, self.categories) {
            (false, categories) => {
                set.ranges.clone_from(&self.ranges);
                set.categories = categories;
            }
            (true, 0) => set.add_outside(&self.ranges),
            (true, categories) => set.add_mask(categories, true),
        }
        Some(set)
    }

    /// True if no unit is surely in both sets. May be false for disjoint sets that are hard to compare.
    pub(super) fn is_disjoint(&self, other: &CharSet) -> bool {
        if self.ascii & other.ascii != 0 {
            return false;
        }
        match (self.may_be_wide(), other.may_be_wide()) {
            (false, _) | (_, false) => true,
            // A few ranges against anything are compared unit by unit.
            _ => self
                .few()
                .or_else(|| other.few())
                .is_some_and(|units| units.into_iter().all(|unit| !(self.contains(unit) && other.contains(unit)))),
        }
    }

    fn few(&self) -> Option<Vec<u16>> {
        let n_units: usize = self.ranges.iter().map(|range| usize::from(range.1 - range.0) + 1).sum();
        let is_plain = self.categories == 0 && !self.is_negated;
        (is_plain && n_units <= 64).then(|| self.ranges.iter().flat_map(|range| range.0..=range.1).collect())
    }
}
