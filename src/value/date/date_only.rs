//! `System.DateOnly` and `System.TimeOnly`: the halves of a date.

use super::calendar;
use super::date_time::{DateTime, DateTimeKind, bad_arithmetic, time_ticks};
use super::time_span::{TICKS_PER_DAY, TICKS_PER_MICROSECOND, TICKS_PER_MILLISECOND, TimeSpan};
use crate::value::fault::{Fault, FaultKind};

/// A date without a time: days since 0001-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DateOnly(u32);

impl DateOnly {
    /// 0001-01-01.
    pub const MIN: DateOnly = DateOnly(0);
    /// 9999-12-31.
    pub const MAX: DateOnly = DateOnly(calendar::MAX_DAYS as u32);

    /// `new DateOnly(year, month, day)`.
    pub fn new(year: i32, month: i32, day: i32) -> Result<DateOnly, Fault> {
        Ok(DateOnly(calendar::day_number(year, month, day)? as u32))
    }
    /// The date of a day number.
    pub fn from_day_number(days: i32) -> Result<DateOnly, Fault> {
        if (0..=calendar::MAX_DAYS).contains(&i64::from(days)) {
            Ok(DateOnly(days as u32))
        } else {
            Err(Fault::out_of_range("dayNumber", "Day number must be between 0 and DateOnly.MaxValue.DayNumber."))
        }
    }
    /// The date of a date with a time.
    pub fn from_date_time(date: DateTime) -> DateOnly {
        DateOnly(date.day_number() as u32)
    }
    /// Days since 0001-01-01.
    pub fn day_number(self) -> i32 {
        self.0 as i32
    }
    /// At midnight, kind unspecified; year, month, day of it are this date's.
    pub fn midnight(self) -> DateTime {
        DateTime::from_ticks_clamped(i64::from(self.0) * TICKS_PER_DAY, DateTimeKind::Unspecified)
    }
    /// With a time of day.
    pub fn to_date_time(self, time: TimeOnly, kind: DateTimeKind) -> DateTime {
        DateTime::from_ticks_clamped(i64::from(self.0) * TICKS_PER_DAY + time.ticks(), kind)
    }
    /// Some days later.
    pub fn add_days(self, days: i32) -> Result<DateOnly, Fault> {
        let number = i64::from(self.0) + i64::from(days);
        if (0..=calendar::MAX_DAYS).contains(&number) { Ok(DateOnly(number as u32)) } else { Err(bad_arithmetic("value")) }
    }
    /// Some months later, clamped to the month's last day.
    pub fn add_months(self, months: i32) -> Result<DateOnly, Fault> {
        Ok(DateOnly::from_date_time(self.midnight().add_months(months)?))
    }
    /// Some years later.
    pub fn add_years(self, years: i32) -> Result<DateOnly, Fault> {
        Ok(DateOnly::from_date_time(self.midnight().add_years(years)?))
    }
}

/// A time of day in ticks since midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TimeOnly(i64);

impl TimeOnly {
    /// Midnight.
    pub const MIN: TimeOnly = TimeOnly(0);
    /// The last tick of a day.
    pub const MAX: TimeOnly = TimeOnly(TICKS_PER_DAY - 1);

    /// `new TimeOnly(hour, minute, second, millisecond, microsecond)`.
    pub fn new(hour: i32, minute: i32, second: i32, millisecond: i32, microsecond: i32) -> Result<TimeOnly, Fault> {
        let ticks = time_ticks(hour, minute, second)?;
        if !(0..1000).contains(&millisecond) {
            return Err(Fault::out_of_range("millisecond", "Valid values are between 0 and 999, inclusive."));
        }
        if !(0..1000).contains(&microsecond) {
            return Err(Fault::out_of_range("microsecond", "Valid values are between 0 and 999, inclusive."));
        }
        Ok(TimeOnly(ticks + i64::from(millisecond) * TICKS_PER_MILLISECOND + i64::from(microsecond) * TICKS_PER_MICROSECOND))
    }
    /// From ticks since midnight.
    pub fn from_ticks(ticks: i64) -> Result<TimeOnly, Fault> {
        if (0..TICKS_PER_DAY).contains(&ticks) {
            Ok(TimeOnly(ticks))
        } else {
            Err(Fault::new(FaultKind::ArgumentOutOfRange, "Ticks must be between 0 and and TimeOnly.MaxValue.Ticks.").named("ticks"))
        }
    }
    /// The time of day of a date.
    pub fn from_date_time(date: DateTime) -> TimeOnly {
        TimeOnly(date.time_of_day().0)
    }
    /// Ticks since midnight.
    pub fn ticks(self) -> i64 {
        self.0
    }
    /// On the first day of the calendar; hour, minute and second of it are this time's.
    pub fn on_first_day(self) -> DateTime {
        DateTime::from_ticks_clamped(self.0, DateTimeKind::Unspecified)
    }
    /// Since midnight.
    pub fn to_time_span(self) -> TimeSpan {
        TimeSpan(self.0)
    }
    /// A span later, around midnight; the second value is how many days were passed.
    pub fn add(self, span: TimeSpan) -> (TimeOnly, i32) {
        let sum = i128::from(self.0) + i128::from(span.0);
        let day = i128::from(TICKS_PER_DAY);
        (TimeOnly(sum.rem_euclid(day) as i64), sum.div_euclid(day) as i32)
    }
    /// The time from another time of day forward to this one, never negative.
    pub fn subtract(self, other: TimeOnly) -> TimeSpan {
        TimeSpan((self.0 - other.0).rem_euclid(TICKS_PER_DAY))
    }
    /// Whether the time lies in a range that may pass midnight, its end left out.
    pub fn is_between(self, start: TimeOnly, end: TimeOnly) -> bool {
        if start <= end { start <= self && end > self } else { start <= self || end > self }
    }
}
