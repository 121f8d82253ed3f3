//! `System.TimeSpan`: a signed length of time in ticks of 100 nanoseconds.

use crate::value::fault::{Fault, FaultKind};

/// Ticks of a microsecond.
pub const TICKS_PER_MICROSECOND: i64 = 10;
/// Ticks of a millisecond.
pub const TICKS_PER_MILLISECOND: i64 = 10_000;
/// Ticks of a second.
pub const TICKS_PER_SECOND: i64 = 10_000_000;
/// Ticks of a minute.
pub const TICKS_PER_MINUTE: i64 = 600_000_000;
/// Ticks of an hour.
pub const TICKS_PER_HOUR: i64 = 36_000_000_000;
/// Ticks of a day.
pub const TICKS_PER_DAY: i64 = 864_000_000_000;

/// A signed length of time in ticks of 100 nanoseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TimeSpan(pub i64);

fn too_long() -> Fault {
    Fault::overflow("TimeSpan overflowed because the duration is too long.")
}

impl TimeSpan {
    /// The length zero.
    pub const ZERO: TimeSpan = TimeSpan(0);
    /// The longest negative length.
    pub const MIN: TimeSpan = TimeSpan(i64::MIN);
    /// The longest length.
    pub const MAX: TimeSpan = TimeSpan(i64::MAX);

    /// `new TimeSpan(days, hours, minutes, seconds, milliseconds)`.
    pub fn new(days: i32, hours: i32, minutes: i32, seconds: i32, milliseconds: i32) -> Result<TimeSpan, Fault> {
        let ticks = i128::from(days) * i128::from(TICKS_PER_DAY)
            + i128::from(hours) * i128::from(TICKS_PER_HOUR)
            + i128::from(minutes) * i128::from(TICKS_PER_MINUTE)
            + i128::from(seconds) * i128::from(TICKS_PER_SECOND)
            + i128::from(milliseconds) * i128::from(TICKS_PER_MILLISECOND);
        i64::try_from(ticks)
            .map(TimeSpan)
            .map_err(|_| Fault::new(FaultKind::ArgumentOutOfRange, "TimeSpan overflowed because the duration is too long."))
    }

    /// `FromDays`, `FromHours` and the like for a fractional count of units of `ticks_per_unit`.
    pub fn from_units(value: f64, ticks_per_unit: i64) -> Result<TimeSpan, Fault> {
        if value.is_nan() {
            return Err(Fault::new(FaultKind::Argument, "TimeSpan does not accept floating point Not-a-Number values."));
        }
        TimeSpan::from_double_ticks(value * ticks_per_unit as f64)
    }

    fn from_double_ticks(ticks: f64) -> Result<TimeSpan, Fault> {
        // 2^63 itself is the value that .NET maps to MaxValue.
        if ticks.is_nan() || ticks > i64::MAX as f64 || ticks < i64::MIN as f64 { Err(too_long()) } else { Ok(TimeSpan(ticks as i64)) }
    }

    /// Whole days.
    pub fn days(self) -> i32 {
        (self.0 / TICKS_PER_DAY) as i32
    }
    /// Hours beyond whole days, -23 to 23.
    pub fn hours(self) -> i32 {
        (self.0 / TICKS_PER_HOUR % 24) as i32
    }
    /// Minutes beyond whole hours.
    pub fn minutes(self) -> i32 {
        (self.0 / TICKS_PER_MINUTE % 60) as i32
    }
    /// Seconds beyond whole minutes.
    pub fn seconds(self) -> i32 {
        (self.0 / TICKS_PER_SECOND % 60) as i32
    }
    /// Milliseconds beyond whole seconds.
    pub fn milliseconds(self) -> i32 {
        (self.0 / TICKS_PER_MILLISECOND % 1000) as i32
    }
    /// Microseconds beyond whole milliseconds.
    pub fn microseconds(self) -> i32 {
        (self.0 / TICKS_PER_MICROSECOND % 1000) as i32
    }
    /// Nanoseconds beyond whole microseconds.
    pub fn nanoseconds(self) -> i32 {
        (self.0 % TICKS_PER_MICROSECOND * 100) as i32
    }
    /// The length in units of `ticks_per_unit`, with a fraction (`TotalDays` and the like).
    pub fn total(self, ticks_per_unit: i64) -> f64 {
        self.0 as f64 / ticks_per_unit as f64
    }
    /// `TotalMilliseconds`, which .NET holds within what a TimeSpan can carry.
    pub fn total_milliseconds(self) -> f64 {
        let total = self.0 as f64 / TICKS_PER_MILLISECOND as f64;
        total.clamp(i64::MIN as f64 / 10_000.0, i64::MAX as f64 / 10_000.0)
    }

    /// Sum.
    pub fn add(self, other: TimeSpan) -> Result<TimeSpan, Fault> {
        self.0.checked_add(other.0).map(TimeSpan).ok_or_else(too_long)
    }
    /// Difference.
    pub fn subtract(self, other: TimeSpan) -> Result<TimeSpan, Fault> {
        self.0.checked_sub(other.0).map(TimeSpan).ok_or_else(too_long)
    }
    /// The opposite length.
    pub fn negate(self) -> Result<TimeSpan, Fault> {
        self.0
            .checked_neg()
            .map(TimeSpan)
            .ok_or_else(|| Fault::overflow("Negating the minimum value of a twos complement number is invalid."))
    }
    /// The length without its sign.
    pub fn duration(self) -> Result<TimeSpan, Fault> {
        self.0.checked_abs().map(TimeSpan).ok_or_else(|| {
            Fault::overflow("The duration cannot be returned for TimeSpan.MinValue because the absolute value of TimeSpan.MinValue exceeds the value of TimeSpan.MaxValue.")
        })
    }
    /// The length times a factor, rounded to the nearest tick.
    pub fn multiply(self, factor: f64) -> Result<TimeSpan, Fault> {
        if factor.is_nan() {
            return Err(Fault::argument("factor", "TimeSpan does not accept floating point Not-a-Number values."));
        }
        TimeSpan::from_double_ticks((self.0 as f64 * factor).round_ties_even())
    }
    /// The length over a divisor, rounded to the nearest tick.
    pub fn divide(self, divisor: f64) -> Result<TimeSpan, Fault> {
        if divisor.is_nan() {
            return Err(Fault::argument("divisor", "TimeSpan does not accept floating point Not-a-Number values."));
        }
        TimeSpan::from_double_ticks((self.0 as f64 / divisor).round_ties_even())
    }
    /// How often another length goes into this one.
    pub fn ratio(self, other: TimeSpan) -> f64 {
        self.0 as f64 / other.0 as f64
    }
}
