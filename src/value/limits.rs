//! How large a single value may grow: past these, .NET's `OutOfMemoryException` instead of the end of the process.

/// The largest text, in bytes.
pub const MAX_TEXT: usize = 1 << 28;

/// The largest array or list that is made at once.
pub const MAX_ITEMS: usize = 1 << 25;
