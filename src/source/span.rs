//! Where something stands in a text.

/// A half-open range of UTF-8 bytes in one [`SourceText`](super::SourceText).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range from `start` up to, not including, `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The empty range before byte `at`.
    pub const fn at(at: u32) -> Self {
        Self { start: at, end: at }
    }

    /// The empty range just after this one.
    pub const fn after(self) -> Self {
        Self::at(self.end)
    }

    /// The empty range just before this one.
    pub const fn before(self) -> Self {
        Self::at(self.start)
    }

    /// From the start of this range to the end of `other`.
    pub const fn to(self, other: Self) -> Self {
        Self { start: self.start, end: other.end }
    }

    /// The number of bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// No bytes.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// The byte at `at` lies within.
    pub const fn contains(self, at: u32) -> bool {
        self.start <= at && at < self.end
    }

    /// The range as indexes of a slice.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl std::fmt::Debug for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}
