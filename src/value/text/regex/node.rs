//! The tree that a pattern is parsed to.

use std::borrow::Cow;

use super::set::CharSet;

/// A repeat count without an upper end.
pub(super) const UNBOUNDED: u32 = i32::MAX as u32;

/// What an assertion of no width asks of its position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    /// `^` of several lines.
    LineStart,
    /// `$` of several lines.
    LineEnd,
    /// `\A`, and `^` of one line.
    Start,
    /// `\G`.
    SearchStart,
    /// `\Z`, and `$` of one line.
    EndOrLastBreak,
    /// `\z`.
    End,
    /// `\b`.
    Boundary,
    /// `\B`.
    NoBoundary,
    /// `\b` of ECMAScript.
    EcmaBoundary,
    /// `\B` of ECMAScript.
    NoEcmaBoundary,
}

/// How a repeat chooses, and whether it gives back what it took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Greed {
    /// As many as possible first.
    Greedy,
    /// As few as possible first.
    Lazy,
    /// As many as possible, and never fewer.
    Possessive,
}

/// A part of a pattern. `back` says that it reads from right to left.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// Matches the empty text.
    Empty,
    /// One given unit.
    Unit { unit: u16, back: bool },
    /// One unit of a set.
    Set { set: CharSet, back: bool },
    /// A position.
    Anchor(Anchor),
    /// What a group captured.
    BackReference { slot: u32, ignore_case: bool, ecma: bool, back: bool },
    /// One after another, already in the order of reading.
    Concat(Vec<Node>),
    /// The first that lets the rest match.
    Alternate(Vec<Node>),
    /// The same again.
    Repeat { node: Box<Node>, min: u32, max: u32, greed: Greed },
    /// `(..)`, `(?<a>..)`, and with `popped` the balancing `(?<a-b>..)`. `slot` is none in `(?<-b>..)`.
    Capture { node: Box<Node>, slot: Option<u32>, popped: Option<u32> },
    /// `(?=..)`, `(?!..)`, `(?<=..)`, `(?<!..)`.
    Look { node: Box<Node>, is_negative: bool },
    /// `(?>..)`.
    Atomic(Box<Node>),
    /// `(?(name)yes|no)`.
    IfCaptured { slot: u32, yes: Box<Node>, no: Box<Node> },
    /// `(?(test)yes|no)`.
    IfMatches { test: Box<Node>, yes: Box<Node>, no: Box<Node> },
}

impl Node {
    /// Alternatives, of which single units side by side become one set.
    pub(super) fn alternate(nodes: Vec<Node>) -> Node {
        let mut merged: Vec<Node> = Vec::with_capacity(nodes.len());
        for node in nodes {
            match merged.last().and_then(|last| last.either(&node)) {
                Some(either) => {
                    merged.pop();
                    merged.push(either);
                }
                None => merged.push(node),
            }
        }
        if merged.len() == 1 { merged.pop().unwrap_or(Node::Empty) } else { Node::Alternate(merged) }
    }

    fn either(&self, other: &Node) -> Option<Node> {
        let (own, back) = self.as_set()?;
        let (others, other_back) = other.as_set()?;
        (back == other_back).then_some(())?;
        Some(Node::Set { set: own.union(&others)?, back })
    }

    fn as_set(&self) -> Option<(Cow<'_, CharSet>, bool)> {
        match self {
            Node::Unit { unit, back } => Some((Cow::Owned(CharSet::of_range(*unit, *unit)), *back)),
            Node::Set { set, back } => Some((Cow::Borrowed(set), *back)),
            _ => None,
        }
    }

    /// True if the node matches exactly one unit.
    pub(super) fn is_single(&self) -> bool {
        matches!(self, Node::Unit { .. } | Node::Set { .. })
    }

    /// The fewest units that the node can match.
    pub(super) fn min_len(&self) -> usize {
        match self {
            Node::Unit { .. } | Node::Set { .. } => 1,
            Node::Concat(nodes) => nodes.iter().fold(0, |sum, node| sum.saturating_add(node.min_len())),
            Node::Alternate(nodes) => nodes.iter().map(Node::min_len).min().unwrap_or(0),
            Node::Repeat { node, min, .. } => node.min_len().saturating_mul(*min as usize),
            Node::Capture { node, .. } | Node::Atomic(node) => node.min_len(),
            Node::IfCaptured { yes, no, .. } | Node::IfMatches { yes, no, .. } => yes.min_len().min(no.min_len()),
            Node::Empty | Node::Anchor(_) | Node::BackReference { .. } | Node::Look { .. } => 0,
        }
    }

    /// True if matching the node can change a group's captures.
    pub(super) fn captures(&self) -> bool {
        match self {
            Node::Capture { .. } => true,
            Node::Concat(nodes) | Node::Alternate(nodes) => nodes.iter().any(Node::captures),
            Node::Repeat { node, .. } | Node::Look { node, .. } | Node::Atomic(node) => node.captures(),
            Node::IfCaptured { yes, no, .. } => yes.captures() || no.captures(),
            Node::IfMatches { test, yes, no } => test.captures() || yes.captures() || no.captures(),
            Node::Empty | Node::Unit { .. } | Node::Set { .. } | Node::Anchor(_) | Node::BackReference { .. } => false,
        }
    }
}
