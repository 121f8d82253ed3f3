//! Conference IDs: what a caller types to find the meeting.

use std::fmt;

/// How many digits a user's own, static conference ID has (the pages say seven).
pub const USER_ID_DIGITS: u32 = 7;
/// How many digits a meeting's own, dynamic conference ID has (as real invites print it).
pub const MEETING_ID_DIGITS: u32 = 9;

/// A conference ID of 7 to 9 digits; leading zeros count.
///
/// Packed in 32 bits: the number of digits less six on top, the digits below.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConferenceId(u32);

impl ConferenceId {
    /// Reads 7 to 9 ASCII digits, with the spaces that invites print between groups of three
    /// and the hash behind them.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_suffix('#').unwrap_or(text);
        let mut value = 0;
        let mut n_digits = 0;
        for byte in text.bytes().filter(|byte| *byte != b' ') {
            if !byte.is_ascii_digit() || n_digits == MEETING_ID_DIGITS {
                return None;
            }
            n_digits += 1;
            value = value * 10 + u32::from(byte - b'0');
        }
        Self::from_value(value, n_digits)
    }

    /// The ID that prints `value` with `n_digits` digits; `None` if it does not fit.
    pub fn from_value(value: u32, n_digits: u32) -> Option<Self> {
        if !(USER_ID_DIGITS..=MEETING_ID_DIGITS).contains(&n_digits) || value >= 10u32.pow(n_digits) {
            return None;
        }
        Some(ConferenceId((n_digits - 6) << 30 | value))
    }

    /// The digits read as a decimal number.
    pub fn value(self) -> u32 {
        self.0 & (u32::MAX >> 2)
    }

    /// How many digits the ID has.
    pub fn n_digits(self) -> u32 {
        (self.0 >> 30) + 6
    }

    pub(super) fn pack(id: Option<ConferenceId>) -> u32 {
        id.map_or(0, |id| id.0)
    }

    pub(super) fn unpack(packed: u32) -> Option<ConferenceId> {
        (packed != 0).then_some(ConferenceId(packed))
    }
}

impl fmt::Display for ConferenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$}", self.value(), width = self.n_digits() as usize)
    }
}

impl fmt::Debug for ConferenceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
