//! What a pattern is compiled to: a flat list of instructions. Immutable, so that it can be shared.

use super::node::{Anchor, Greed};
use super::set::CharSet;

/// Tests one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum One {
    /// This ASCII unit.
    Byte(u8),
    /// This ASCII letter (given in lower case) in either case.
    Letter(u8),
    /// Not a line feed.
    NotLineFeed,
    /// Anything.
    Any,
    /// A set of [`Program::sets`].
    Set(u32),
}

/// A set with a table for bytes: true for the ASCII units in it, false for all others.
#[derive(Debug)]
pub(super) struct FastSet {
    pub(super) table: [bool; 256],
    pub(super) set: CharSet,
}

impl FastSet {
    pub(super) fn new(set: CharSet) -> FastSet {
        let table = std::array::from_fn(|byte| byte < 128 && set.contains_ascii(byte as u8));
        FastSet { table, set }
    }
}

/// The units that something can begin with, coarsely.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Begin {
    /// True for the bytes of ASCII units in question, and for all bytes above ASCII if one of those may be.
    pub(super) table: [bool; 256],
}

/// An instruction. Positions in the program are indexes of instructions; registers come in pairs where two are
/// needed. `back` reads from right to left.
#[derive(Debug)]
pub(super) enum Inst {
    /// The bytes of a text, left to right.
    Text(Box<[u8]>),
    /// One test after another, left to right.
    Ones(Box<[One]>),
    /// One unit.
    One { one: One, back: bool },
    /// A unit again and again. `next` is the ASCII unit that must follow, if known.
    Loop { one: One, min: u32, max: u32, greed: Greed, back: bool, next: Option<u8> },
    /// A position.
    Anchor(Anchor),
    /// Goes on elsewhere.
    Jump(u32),
    /// Tries what follows, then `other`.
    Split { other: u32 },
    /// As `Split`, where what follows can be ruled out by its first unit (an index of [`Program::begins`]).
    SplitIf { begin: u32, other: u32, back: bool },
    /// Begins a repeat: registers `reg` (count) and `reg + 1` (start of the round). `saves` in a repeat of a repeat.
    RepeatStart { reg: u32, saves: bool },
    /// Decides on another round, which follows; else goes to `exit`.
    RepeatNext { reg: u32, min: u32, max: u32, is_lazy: bool, exit: u32 },
    /// Notes where a group begins.
    CaptureStart { reg: u32, saves: bool },
    /// Ends a group: `popped` loses a capture, `group` gains one.
    CaptureEnd { reg: u32, group: Option<u32>, popped: Option<u32> },
    /// What a group captured last.
    BackReference { group: u32, ignore_case: bool, ecma: bool, back: bool },
    /// Begins something atomic: notes the height of the stack.
    AtomicStart { reg: u32 },
    /// Ends it: no way back into it. Captures made inside can be undone still if `captures`.
    AtomicEnd { reg: u32, captures: bool },
    /// Begins a look around: notes height and position; `other` is where to go if it fails.
    LookStart { reg: u32, other: Option<u32> },
    /// Ends it well: back to its position.
    LookEnd { reg: u32, captures: bool },
    /// The inner part of a negative look around matched: undoes it, and fails.
    LookFail { reg: u32 },
    /// Goes on if the group has captured, else to `no`.
    IfCaptured { group: u32, no: u32 },
    /// Done.
    Match,
}

/// How to find places where a match can begin.
#[derive(Debug)]
pub(super) enum Strategy {
    /// Only at the start of the text.
    Start,
    /// Only where the search begins.
    SearchStart,
    /// Where the search begins and after line feeds.
    Lines,
    /// Only at the end of the text, and before a line feed there.
    End,
    /// Where these bytes stand.
    Prefix(Box<memchr::memmem::Finder<'static>>),
    /// At one of these bytes, of which there are at most three.
    Bytes(Vec<u8>),
    /// Where a unit of these stands.
    Begin(Box<Begin>),
    /// Anywhere.
    Everywhere,
}

/// A compiled pattern.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) insts: Vec<Inst>,
    pub(super) sets: Vec<FastSet>,
    pub(super) begins: Vec<Begin>,
    pub(super) n_regs: usize,
    pub(super) n_groups: usize,
    /// The fewest units of a match.
    pub(super) min_len: usize,
    pub(super) reads_back: bool,
    pub(super) is_invariant: bool,
    pub(super) strategy: Strategy,
    /// A loop that begins the pattern: where it stood and the rest failed, no later start inside its run can do better.
    pub(super) leading_loop: Option<One>,
}
