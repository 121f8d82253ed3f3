//! What a part of a pattern can begin with. Used to skip places, to skip alternatives, and to make loops
//! possessive whose units cannot be what follows.

use super::node::Node;
use super::program::Begin;
use super::set::CharSet;

/// More sets than this are not told apart.
const MAX_SETS: usize = 6;

/// The units that can come first.
#[derive(Debug, Clone, Default)]
pub(super) struct First {
    ascii: u128,
    /// Sets that reach beyond ASCII.
    wide: Vec<CharSet>,
    /// Anything at all.
    is_unknown: bool,
}

impl First {
    /// The first units of `node`, and true if it may match the empty text.
    pub(super) fn of(node: &Node) -> (First, bool) {
        let mut first = First::default();
        let is_nullable = first.add(node);
        (first, is_nullable)
    }

    /// Adds what `node` can begin with; true if it may match the empty text, so that what follows counts too.
    pub(super) fn add(&mut self, node: &Node) -> bool {
        match node {
            Node::Empty | Node::Anchor(_) | Node::Look { .. } => true,
            Node::Unit { unit, .. } => {
                if *unit < 128 {
                    self.ascii |= 1 << unit;
                } else {
                    self.add_set(&CharSet::of_range(*unit, *unit));
                }
                false
            }
            Node::Set { set, .. } => {
                self.add_set(set);
                false
            }
            Node::BackReference { .. } => {
                self.is_unknown = true;
                true
            }
            Node::Concat(nodes) => nodes.iter().all(|node| self.add(node)),
            Node::Alternate(nodes) => {
                let mut is_nullable = false;
                for node in nodes {
                    is_nullable |= self.add(node);
                }
                is_nullable
            }
            Node::Repeat { max: 0, .. } => true,
            Node::Repeat { node, min, .. } => self.add(node) || *min == 0,
            Node::Capture { node, .. } | Node::Atomic(node) => self.add(node),
            Node::IfCaptured { yes, no, .. } | Node::IfMatches { yes, no, .. } => {
                let yes_nullable = self.add(yes);
                self.add(no) || yes_nullable
            }
        }
    }

    pub(super) fn merge(&mut self, other: &First) {
        self.ascii |= other.ascii;
        self.is_unknown |= other.is_unknown;
        other.wide.iter().for_each(|set| self.add_set(set));
    }

    fn add_set(&mut self, set: &CharSet) {
        self.ascii |= set.ascii();
        if set.may_be_wide() && !self.wide.contains(set) {
            if self.wide.len() == MAX_SETS {
                self.is_unknown = true;
            } else {
                self.wide.push(set.clone());
            }
        }
    }

    /// True if no unit of `set` can come first.
    pub(super) fn excludes(&self, set: &CharSet) -> bool {
        !self.is_unknown && self.ascii & set.ascii() == 0 && self.wide.iter().all(|wide| wide.is_disjoint(set))
    }

    /// The one ASCII unit that must come first, if there is only one.
    pub(super) fn single_byte(&self) -> Option<u8> {
        let is_single = !self.is_unknown && self.wide.is_empty() && self.ascii.count_ones() == 1;
        is_single.then(|| self.ascii.trailing_zeros() as u8)
    }

    /// The ASCII units, if there are at most three and nothing else.
    pub(super) fn few_bytes(&self) -> Option<Vec<u8>> {
        let is_few = !self.is_unknown && self.wide.is_empty() && self.ascii.count_ones() <= 3 && self.ascii != 0;
        is_few.then(|| (0..128).filter(|byte| self.ascii >> byte & 1 != 0).collect())
    }

    /// The table for looking at one byte; `None` where it would rule nothing out.
    pub(super) fn begin(&self) -> Option<Begin> {
        let is_wide = !self.wide.is_empty();
        if self.is_unknown || (self.ascii == u128::MAX && is_wide) {
            return None;
        }
        Some(Begin { table: std::array::from_fn(|byte| if byte < 128 { self.ascii >> byte & 1 != 0 } else { is_wide }) })
    }
}
