//! What a match found.

use std::rc::Rc;

use super::exec::Scratch;
use super::unit::Span;

/// Numbers and names of a pattern's groups, in the order of their numbers.
#[derive(Debug, PartialEq, Eq)]
pub struct GroupTable {
    pub(super) groups: Vec<(u32, String)>,
}

impl GroupTable {
    /// How many groups there are, the whole match included.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Never true: the whole match is a group.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The names in order; an unnamed group has its number for a name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(|group| group.1.as_str())
    }

    /// The numbers in order.
    pub fn numbers(&self) -> impl Iterator<Item = u32> + '_ {
        self.groups.iter().map(|group| group.0)
    }

    /// The place in the order of a number.
    pub fn index_of_number(&self, number: u32) -> Option<usize> {
        self.groups.binary_search_by_key(&number, |group| group.0).ok()
    }

    /// The place in the order of a name. Names count in their case; an unnamed group has its number for a name.
    pub fn index_of_name(&self, name: &str) -> Option<usize> {
        self.groups.iter().position(|group| group.1 == name)
    }

    /// The number of a name (.NET's `GroupNumberFromName`).
    pub fn number_of_name(&self, name: &str) -> Option<u32> {
        self.index_of_name(name).map(|group_idx| self.groups[group_idx].0)
    }

    /// The name of a number (.NET's `GroupNameFromNumber`).
    pub fn name_of_number(&self, number: u32) -> Option<&str> {
        self.index_of_number(number).map(|group_idx| self.groups[group_idx].1.as_str())
    }
}

/// One match with all captures of all its groups.
#[derive(Debug, Clone)]
pub struct Match {
    span: Span,
    table: Rc<GroupTable>,
    /// By group but the first, where its captures begin and end in `captures`.
    ranges: Vec<(u32, u32)>,
    captures: Vec<Span>,
}

/// A group of a match.
#[derive(Debug, Clone, Copy)]
pub struct Group<'m> {
    /// Its number.
    pub number: u32,
    /// Its name; the number's text where it has none.
    pub name: &'m str,
    /// Every capture, in the order in which they were made.
    pub captures: &'m [Span],
}

impl Group<'_> {
    /// True if the group captured.
    pub fn success(&self) -> bool {
        !self.captures.is_empty()
    }

    /// The last capture.
    pub fn span(&self) -> Option<Span> {
        self.captures.last().copied()
    }
}

impl Match {
    pub(super) fn new(span: Span, table: &Rc<GroupTable>, scratch: &Scratch) -> Match {
        let n_groups = table.len();
        let mut ranges = Vec::with_capacity(n_groups.saturating_sub(1));
        let mut captures = Vec::with_capacity(scratch.log.len());
        for top in scratch.tops.iter().skip(1) {
            let first = captures.len();
            let mut top = *top;
            while let Some(entry_idx) = top.checked_sub(1) {
                let entry = scratch.log[entry_idx as usize];
                captures.push(Span { start: entry.start, end: entry.end });
                top = entry.previous;
            }
            captures[first..].reverse();
            ranges.push((first as u32, captures.len() as u32));
        }
        Match { span, table: Rc::clone(table), ranges, captures }
    }

    /// Where the match is.
    pub fn span(&self) -> Span {
        self.span
    }

    /// How many groups there are, the whole match included.
    pub fn n_groups(&self) -> usize {
        self.table.len()
    }

    /// The group at a place of the order (which is its number, unless numbers are left out). 0 is the whole match.
    pub fn group(&self, group_idx: usize) -> Option<Group<'_>> {
        let (number, name) = self.table.groups.get(group_idx)?;
        let captures = match group_idx.checked_sub(1) {
            None => std::slice::from_ref(&self.span),
            Some(range_idx) => {
                let (first, end) = self.ranges[range_idx];
                &self.captures[first as usize..end as usize]
            }
        };
        Some(Group { number: *number, name, captures })
    }

    /// The group of a name.
    pub fn group_named(&self, name: &str) -> Option<Group<'_>> {
        self.group(self.table.index_of_name(name)?)
    }

    /// All groups in order.
    pub fn groups(&self) -> impl Iterator<Item = Group<'_>> {
        (0..self.n_groups()).filter_map(|group_idx| self.group(group_idx))
    }

    /// Numbers and names of the groups.
    pub fn table(&self) -> &Rc<GroupTable> {
        &self.table
    }

    /// The same match in a text of which the searched one was the part from `n_bytes` on.
    #[must_use]
    pub fn shifted(mut self, n_bytes: usize) -> Match {
        self.span = Span { start: self.span.start + n_bytes, end: self.span.end + n_bytes };
        for capture in &mut self.captures {
            *capture = Span { start: capture.start + n_bytes, end: capture.end + n_bytes };
        }
        self
    }
}
