//! `System.DateTimeOffset`: a moment and the offset from UTC that it is told in.

use super::date_time::{DateTime, DateTimeKind, MAX_TICKS, unit_ticks};
use super::time_span::{TICKS_PER_MILLISECOND, TICKS_PER_MINUTE, TICKS_PER_SECOND, TimeSpan};
use super::zone::{self, UNIX_EPOCH_TICKS};
use crate::value::fault::Fault;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// A moment with the offset it is told in. Equality and order look at the moment alone, as in .NET.
#[derive(Debug, Clone, Copy, Default)]
pub struct DateTimeOffset {
    utc_ticks: i64,
    offset_minutes: i16,
}

const _: () = assert!(size_of::<DateTimeOffset>() <= 16);

impl DateTimeOffset {
    /// The first moment.
    pub const MIN: DateTimeOffset = DateTimeOffset { utc_ticks: 0, offset_minutes: 0 };
    /// The last moment.
    pub const MAX: DateTimeOffset = DateTimeOffset { utc_ticks: MAX_TICKS, offset_minutes: 0 };
    /// 1970-01-01 in UTC.
    pub const UNIX_EPOCH: DateTimeOffset = DateTimeOffset { utc_ticks: UNIX_EPOCH_TICKS, offset_minutes: 0 };

    /// From the ticks of the wall clock and the offset.
    pub fn from_ticks(ticks: i64, offset: TimeSpan) -> Result<DateTimeOffset, Fault> {
        let offset_minutes = check_offset(offset)?;
        DateTime::from_ticks(ticks, DateTimeKind::Unspecified)?;
        let utc_ticks = ticks - offset.0;
        if !(0..=MAX_TICKS).contains(&utc_ticks) {
            return Err(Fault::out_of_range(
                "offset",
                "The UTC time represented when the offset is applied must be between year 0 and 10,000.",
            ));
        }
        Ok(DateTimeOffset { utc_ticks, offset_minutes })
    }

    /// `new DateTimeOffset(dateTime, offset)`: the offset must fit the date's kind.
    pub fn new(date: DateTime, offset: TimeSpan) -> Result<DateTimeOffset, Fault> {
        match date.kind() {
            DateTimeKind::Utc if offset != TimeSpan::ZERO => {
                Err(Fault::argument("offset", "The UTC Offset for Utc DateTime instances must be 0."))
            }
            DateTimeKind::Local if offset != zone::offset_at_local(date.ticks()) => {
                Err(Fault::argument("offset", "The UTC Offset of the local dateTime parameter does not match the offset argument."))
            }
            _ => DateTimeOffset::from_ticks(date.ticks(), offset),
        }
    }

    /// `new DateTimeOffset(dateTime)`: UTC dates have offset zero, others the local zone's.
    pub fn from_date_time(date: DateTime) -> Result<DateTimeOffset, Fault> {
        DateTimeOffset::from_ticks(date.ticks(), date.utc_offset())
    }

    /// From a moment in UTC ticks, told in an offset.
    pub fn from_utc_ticks(utc_ticks: i64, offset: TimeSpan) -> Result<DateTimeOffset, Fault> {
        DateTimeOffset::from_ticks(utc_ticks.saturating_add(offset.0), offset)
    }

    /// The moment of a count of seconds since 1970.
    pub fn from_unix_seconds(seconds: i64) -> Result<DateTimeOffset, Fault> {
        unix(seconds, TICKS_PER_SECOND, "seconds", "Valid values are between -62135596800 and 253402300799, inclusive.")
    }

    /// The moment of a count of milliseconds since 1970.
    pub fn from_unix_milliseconds(milliseconds: i64) -> Result<DateTimeOffset, Fault> {
        unix(
            milliseconds,
            TICKS_PER_MILLISECOND,
            "milliseconds",
            "Valid values are between -62135596800000 and 253402300799999, inclusive.",
        )
    }

    /// Seconds since 1970, rounded down.
    pub fn to_unix_seconds(self) -> i64 {
        (self.utc_ticks - UNIX_EPOCH_TICKS).div_euclid(TICKS_PER_SECOND)
    }
    /// Milliseconds since 1970, rounded down.
    pub fn to_unix_milliseconds(self) -> i64 {
        (self.utc_ticks - UNIX_EPOCH_TICKS).div_euclid(TICKS_PER_MILLISECOND)
    }
    /// The offset.
    pub fn offset(self) -> TimeSpan {
        TimeSpan(i64::from(self.offset_minutes) * TICKS_PER_MINUTE)
    }
    /// Ticks of the wall clock.
    pub fn ticks(self) -> i64 {
        self.utc_ticks + self.offset().0
    }
    /// Ticks of the moment in UTC.
    pub fn utc_ticks(self) -> i64 {
        self.utc_ticks
    }
    /// The wall-clock date (`DateTime`), of unspecified kind.
    pub fn date_time(self) -> DateTime {
        DateTime::from_ticks_clamped(self.ticks(), DateTimeKind::Unspecified)
    }
    /// The moment as a UTC date (`UtcDateTime`).
    pub fn utc_date_time(self) -> DateTime {
        DateTime::from_ticks_clamped(self.utc_ticks, DateTimeKind::Utc)
    }
    /// The moment as a local date (`LocalDateTime`).
    pub fn local_date_time(self) -> DateTime {
        self.utc_date_time().to_local_time()
    }
    /// The same moment told in another offset.
    pub fn to_offset(self, offset: TimeSpan) -> Result<DateTimeOffset, Fault> {
        DateTimeOffset::from_utc_ticks(self.utc_ticks, offset)
    }
    /// The same moment in the local zone's offset.
    pub fn to_local_time(self) -> DateTimeOffset {
        self.to_offset(zone::offset_at_utc(self.utc_ticks)).unwrap_or(self)
    }
    /// The same moment in UTC.
    pub fn to_universal_time(self) -> DateTimeOffset {
        DateTimeOffset { utc_ticks: self.utc_ticks, offset_minutes: 0 }
    }

    fn with_clock(self, date: DateTime) -> Result<DateTimeOffset, Fault> {
        DateTimeOffset::from_ticks(date.ticks(), self.offset())
    }
    /// The moment a span later, in the same offset.
    pub fn add(self, span: TimeSpan) -> Result<DateTimeOffset, Fault> {
        self.with_clock(self.date_time().add(span)?)
    }
    /// The moment a span earlier.
    pub fn subtract_span(self, span: TimeSpan) -> Result<DateTimeOffset, Fault> {
        self.with_clock(self.date_time().subtract_span(span)?)
    }
    /// The time from another moment to this one.
    pub fn subtract(self, other: DateTimeOffset) -> TimeSpan {
        TimeSpan(self.utc_ticks - other.utc_ticks)
    }
    /// A fractional count of units later.
    pub fn add_units(self, value: f64, ticks_per_unit: i64) -> Result<DateTimeOffset, Fault> {
        self.add(TimeSpan(unit_ticks(value, ticks_per_unit)?))
    }
    /// Some months later on the wall clock.
    pub fn add_months(self, months: i32) -> Result<DateTimeOffset, Fault> {
        self.with_clock(self.date_time().add_months(months)?)
    }
    /// Some years later on the wall clock.
    pub fn add_years(self, years: i32) -> Result<DateTimeOffset, Fault> {
        self.with_clock(self.date_time().add_years(years)?)
    }
}

fn check_offset(offset: TimeSpan) -> Result<i16, Fault> {
    if offset.0 % TICKS_PER_MINUTE != 0 {
        return Err(Fault::argument("offset", "Offset must be specified in whole minutes."));
    }
    let minutes = offset.0 / TICKS_PER_MINUTE;
    if !(-840..=840).contains(&minutes) {
        return Err(Fault::out_of_range("offset", "Offset must be within plus or minus 14 hours."));
    }
    Ok(minutes as i16)
}

fn unix(count: i64, unit: i64, parameter: &'static str, text: &'static str) -> Result<DateTimeOffset, Fault> {
    match count.checked_mul(unit).and_then(|ticks| ticks.checked_add(UNIX_EPOCH_TICKS)) {
        Some(utc_ticks) if (0..=MAX_TICKS).contains(&utc_ticks) => Ok(DateTimeOffset { utc_ticks, offset_minutes: 0 }),
        _ => Err(Fault::out_of_range(parameter, text)),
    }
}

impl PartialEq for DateTimeOffset {
    fn eq(&self, other: &DateTimeOffset) -> bool {
        self.utc_ticks == other.utc_ticks
    }
}
impl Eq for DateTimeOffset {}
impl PartialOrd for DateTimeOffset {
    fn partial_cmp(&self, other: &DateTimeOffset) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for DateTimeOffset {
    fn cmp(&self, other: &DateTimeOffset) -> Ordering {
        self.utc_ticks.cmp(&other.utc_ticks)
    }
}
impl Hash for DateTimeOffset {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.utc_ticks.hash(state);
    }
}
