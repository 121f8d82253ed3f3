//! `System.DateTime`: ticks since 0001-01-01 and a kind.

use super::calendar;
use super::time_span::{TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MILLISECOND, TICKS_PER_MINUTE, TICKS_PER_SECOND, TimeSpan};
use super::zone;
use crate::value::fault::{Fault, FaultKind};
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// Whether a date is in UTC, in local time, or does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub enum DateTimeKind {
    /// Not said.
    #[default]
    Unspecified,
    /// UTC.
    Utc,
    /// The local zone's time.
    Local,
}

impl DateTimeKind {
    /// The enum member's name.
    pub fn name(self) -> &'static str {
        match self {
            DateTimeKind::Unspecified => "Unspecified",
            DateTimeKind::Utc => "Utc",
            DateTimeKind::Local => "Local",
        }
    }
}

/// A date with a time of day. Equality and order look at the ticks alone, as in .NET.
#[derive(Debug, Clone, Copy, Default)]
pub struct DateTime {
    ticks: i64,
    kind: DateTimeKind,
}

const _: () = assert!(size_of::<DateTime>() <= 16);

/// The last tick of year 9999.
pub const MAX_TICKS: i64 = (calendar::MAX_DAYS + 1) * TICKS_PER_DAY - 1;

pub(super) fn bad_arithmetic(parameter: &'static str) -> Fault {
    Fault::out_of_range(parameter, "The added or subtracted value results in an un-representable DateTime.")
}

/// Ticks of a time of day, or .NET's error for a part out of range.
pub(super) fn time_ticks(hour: i32, minute: i32, second: i32) -> Result<i64, Fault> {
    if (0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second) {
        Ok((i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second)) * TICKS_PER_SECOND)
    } else {
        Err(Fault::new(FaultKind::ArgumentOutOfRange, "Hour, Minute, and Second parameters describe an un-representable DateTime."))
    }
}

/// Ticks that a fractional count of units adds; .NET truncates the whole and the fractional part apart.
pub(super) fn unit_ticks(value: f64, ticks_per_unit: i64) -> Result<i64, Fault> {
    let max_units = MAX_TICKS as f64 / ticks_per_unit as f64;
    if value.is_nan() || value.abs() > max_units + 1.0 {
        return Err(Fault::out_of_range("value", "Value to add was out of range."));
    }
    let whole = value.trunc();
    Ok((whole as i64).saturating_mul(ticks_per_unit).saturating_add(((value - whole) * ticks_per_unit as f64) as i64))
}

impl DateTime {
    /// 0001-01-01 00:00:00.
    pub const MIN: DateTime = DateTime { ticks: 0, kind: DateTimeKind::Unspecified };
    /// The last tick of 9999.
    pub const MAX: DateTime = DateTime { ticks: MAX_TICKS, kind: DateTimeKind::Unspecified };
    /// 1970-01-01 in UTC.
    pub const UNIX_EPOCH: DateTime = DateTime { ticks: zone::UNIX_EPOCH_TICKS, kind: DateTimeKind::Utc };

    /// A date from its ticks.
    pub fn from_ticks(ticks: i64, kind: DateTimeKind) -> Result<DateTime, Fault> {
        if (0..=MAX_TICKS).contains(&ticks) {
            Ok(DateTime { ticks, kind })
        } else {
            Err(Fault::out_of_range("ticks", "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks."))
        }
    }

    /// The instant so many nanoseconds after 1970-01-01 00:00 UTC, in UTC; held within the range of dates.
    pub fn from_unix_nanoseconds(nanoseconds: i128) -> DateTime {
        let ticks = i64::try_from(nanoseconds / 100).unwrap_or(if nanoseconds < 0 { i64::MIN / 2 } else { i64::MAX / 2 });
        DateTime::from_ticks_clamped(DateTime::UNIX_EPOCH.ticks().saturating_add(ticks), DateTimeKind::Utc)
    }
    /// A date from its ticks, held within the range of dates.
    pub fn from_ticks_clamped(ticks: i64, kind: DateTimeKind) -> DateTime {
        DateTime { ticks: ticks.clamp(0, MAX_TICKS), kind }
    }

    /// `new DateTime(year, month, day, hour, minute, second, kind)`.
    pub fn new(year: i32, month: i32, day: i32, hour: i32, minute: i32, second: i32, kind: DateTimeKind) -> Result<DateTime, Fault> {
        let days = calendar::day_number(year, month, day)?;
        Ok(DateTime { ticks: days * TICKS_PER_DAY + time_ticks(hour, minute, second)?, kind })
    }

    /// A date at midnight.
    pub fn from_date(year: i32, month: i32, day: i32) -> Result<DateTime, Fault> {
        DateTime::new(year, month, day, 0, 0, 0, DateTimeKind::Unspecified)
    }

    /// Ticks since 0001-01-01.
    pub fn ticks(self) -> i64 {
        self.ticks
    }
    /// The kind.
    pub fn kind(self) -> DateTimeKind {
        self.kind
    }
    /// The same ticks with another kind (`SpecifyKind`).
    pub fn with_kind(self, kind: DateTimeKind) -> DateTime {
        DateTime { ticks: self.ticks, kind }
    }
    /// Days since 0001-01-01.
    pub fn day_number(self) -> i64 {
        self.ticks / TICKS_PER_DAY
    }
    /// Year, month, day and day of the year in one step.
    pub fn civil(self) -> (i32, u32, u32, u32) {
        calendar::civil(self.day_number())
    }
    /// Year, 1 to 9999.
    pub fn year(self) -> i32 {
        self.civil().0
    }
    /// Month, 1 to 12.
    pub fn month(self) -> u32 {
        self.civil().1
    }
    /// Day of the month, from 1.
    pub fn day(self) -> u32 {
        self.civil().2
    }
    /// Day of the year, from 1.
    pub fn day_of_year(self) -> u32 {
        self.civil().3
    }
    /// Day of the week, Sunday being 0.
    pub fn day_of_week(self) -> u32 {
        ((self.day_number() + 1) % 7) as u32
    }
    /// Hour, 0 to 23.
    pub fn hour(self) -> u32 {
        (self.ticks / TICKS_PER_HOUR % 24) as u32
    }
    /// Minute.
    pub fn minute(self) -> u32 {
        (self.ticks / TICKS_PER_MINUTE % 60) as u32
    }
    /// Second.
    pub fn second(self) -> u32 {
        (self.ticks / TICKS_PER_SECOND % 60) as u32
    }
    /// Millisecond.
    pub fn millisecond(self) -> u32 {
        (self.ticks / TICKS_PER_MILLISECOND % 1000) as u32
    }
    /// Microsecond within its millisecond.
    pub fn microsecond(self) -> u32 {
        (self.ticks / 10 % 1000) as u32
    }
    /// Nanosecond within its microsecond.
    pub fn nanosecond(self) -> u32 {
        (self.ticks % 10 * 100) as u32
    }
    /// Ticks within the second, 0 to 9,999,999.
    pub fn fraction(self) -> u32 {
        (self.ticks % TICKS_PER_SECOND) as u32
    }
    /// Time since midnight.
    pub fn time_of_day(self) -> TimeSpan {
        TimeSpan(self.ticks % TICKS_PER_DAY)
    }
    /// The date at midnight, of the same kind.
    pub fn date(self) -> DateTime {
        DateTime { ticks: self.ticks - self.ticks % TICKS_PER_DAY, kind: self.kind }
    }

    /// The date `ticks` later.
    pub fn add_ticks(self, ticks: i64) -> Result<DateTime, Fault> {
        match self.ticks.checked_add(ticks) {
            Some(ticks) if (0..=MAX_TICKS).contains(&ticks) => Ok(DateTime { ticks, kind: self.kind }),
            _ => Err(bad_arithmetic("value")),
        }
    }
    /// The date a span later.
    pub fn add(self, span: TimeSpan) -> Result<DateTime, Fault> {
        self.add_ticks(span.0)
    }
    /// The date a span earlier.
    pub fn subtract_span(self, span: TimeSpan) -> Result<DateTime, Fault> {
        match self.ticks.checked_sub(span.0) {
            Some(ticks) if (0..=MAX_TICKS).contains(&ticks) => Ok(DateTime { ticks, kind: self.kind }),
            _ => Err(bad_arithmetic("value")),
        }
    }
    /// The time from another date to this one.
    pub fn subtract(self, other: DateTime) -> TimeSpan {
        TimeSpan(self.ticks - other.ticks)
    }
    /// `AddDays`, `AddHours` and the like: a fractional count of units of `ticks_per_unit`.
    pub fn add_units(self, value: f64, ticks_per_unit: i64) -> Result<DateTime, Fault> {
        self.add_ticks(unit_ticks(value, ticks_per_unit)?)
    }
    /// The same day some months later, or the last day of a shorter month.
    pub fn add_months(self, months: i32) -> Result<DateTime, Fault> {
        if !(-120_000..=120_000).contains(&months) {
            return Err(Fault::out_of_range("months", "Months value must be between +/-120000."));
        }
        self.shift_months(months, "months")
    }
    /// The same day some years later; 29 February becomes the 28th in a common year.
    pub fn add_years(self, years: i32) -> Result<DateTime, Fault> {
        if !(-10_000..=10_000).contains(&years) {
            return Err(Fault::out_of_range("years", "Years value must be between +/-10000."));
        }
        self.shift_months(years * 12, "value")
    }
    fn shift_months(self, months: i32, parameter: &'static str) -> Result<DateTime, Fault> {
        let (year, month, day, _) = self.civil();
        let index = year * 12 + month as i32 - 1 + months;
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) + 1);
        if !(1..=9999).contains(&year) {
            return Err(bad_arithmetic(parameter));
        }
        let day = day.min(calendar::month_length(year, month as u32));
        let days = calendar::day_number(year, month, day as i32)?;
        Ok(DateTime { ticks: days * TICKS_PER_DAY + self.ticks % TICKS_PER_DAY, kind: self.kind })
    }

    /// The offset from UTC that this date has: zero in UTC, else the local zone's.
    pub fn utc_offset(self) -> TimeSpan {
        match self.kind {
            DateTimeKind::Utc => TimeSpan::ZERO,
            _ => zone::offset_at_local(self.ticks),
        }
    }
    /// In local time; a date that does not say its kind is taken as UTC.
    pub fn to_local_time(self) -> DateTime {
        match self.kind {
            DateTimeKind::Local => self,
            _ => DateTime::from_ticks_clamped(self.ticks + zone::offset_at_utc(self.ticks).0, DateTimeKind::Local),
        }
    }
    /// In UTC; a date that does not say its kind is taken as local.
    pub fn to_universal_time(self) -> DateTime {
        match self.kind {
            DateTimeKind::Utc => self,
            _ => DateTime::from_ticks_clamped(self.ticks - zone::offset_at_local(self.ticks).0, DateTimeKind::Utc),
        }
    }
    /// Whether the local zone has summer time at this date.
    pub fn is_daylight_saving_time(self) -> bool {
        self.kind != DateTimeKind::Utc && zone::is_daylight_in(zone::local(), self.ticks)
    }

    /// Ticks since 1601 in UTC; an error before that year.
    pub fn to_file_time_utc(self) -> Result<i64, Fault> {
        let utc = if self.kind == DateTimeKind::Local { self.to_universal_time() } else { self };
        let ticks = utc.ticks - FILE_TIME_TICKS;
        if ticks < 0 { Err(Fault::new(FaultKind::ArgumentOutOfRange, "Not a valid Win32 FileTime.")) } else { Ok(ticks) }
    }
    /// `ToFileTime`: the same with an unspecified date taken as local.
    pub fn to_file_time(self) -> Result<i64, Fault> {
        self.to_universal_time().to_file_time_utc()
    }
    /// The UTC date of a file time.
    pub fn from_file_time_utc(file_time: i64) -> Result<DateTime, Fault> {
        if !(0..=MAX_TICKS - FILE_TIME_TICKS).contains(&file_time) {
            return Err(Fault::out_of_range("fileTime", "Not a valid Win32 FileTime."));
        }
        Ok(DateTime { ticks: file_time + FILE_TIME_TICKS, kind: DateTimeKind::Utc })
    }
    /// The local date of a file time.
    pub fn from_file_time(file_time: i64) -> Result<DateTime, Fault> {
        Ok(DateTime::from_file_time_utc(file_time)?.to_local_time())
    }
    /// Days since 1899-12-30 with a fraction, in whole milliseconds.
    pub fn to_oa_date(self) -> Result<f64, Fault> {
        if self.ticks == 0 {
            return Ok(0.0);
        }
        let ticks = if self.ticks < TICKS_PER_DAY { self.ticks + OA_TICKS } else { self.ticks };
        if ticks < OA_MIN_TICKS {
            return Err(Fault::overflow("Not a legal OleAut date."));
        }
        let mut millis = (ticks - OA_TICKS) / TICKS_PER_MILLISECOND;
        if millis < 0 {
            // The fraction of a negative OLE date counts forward within its day.
            let fraction = millis % 86_400_000;
            if fraction != 0 {
                millis -= (86_400_000 + fraction) * 2;
            }
        }
        Ok(millis as f64 / 86_400_000.0)
    }
    /// The date of an OLE automation number.
    pub fn from_oa_date(days: f64) -> Result<DateTime, Fault> {
        if !(days < 2_958_466.0 && days > -657_435.0) {
            return Err(Fault::new(FaultKind::Argument, "Not a legal OleAut date."));
        }
        let mut millis = (days * 86_400_000.0 + if days >= 0.0 { 0.5 } else { -0.5 }) as i64;
        if millis < 0 {
            millis -= (millis % 86_400_000) * 2;
        }
        DateTime::from_ticks(millis * TICKS_PER_MILLISECOND + OA_TICKS, DateTimeKind::Unspecified)
            .map_err(|_| Fault::new(FaultKind::Argument, "OleAut date did not convert to a DateTime correctly."))
    }
    /// Whole seconds since 1970 in UTC, a date of unspecified kind being local.
    pub fn unix_seconds(self) -> i64 {
        (self.to_universal_time().ticks - zone::UNIX_EPOCH_TICKS).div_euclid(TICKS_PER_SECOND)
    }
    /// ISO 8601 year and week of the date.
    pub fn iso_week(self) -> (i32, u32) {
        let (year, _, _, day_of_year) = self.civil();
        let weekday = (self.day_of_week() + 6) % 7 + 1;
        let week = (day_of_year as i32 - weekday as i32 + 10) / 7;
        if week < 1 {
            return (year - 1, weeks_in_iso_year(year - 1));
        }
        if week as u32 > weeks_in_iso_year(year) { (year + 1, 1) } else { (year, week as u32) }
    }
}

fn weeks_in_iso_year(year: i32) -> u32 {
    let last_weekday = |year: i32| (year + year / 4 - year / 100 + year / 400) % 7;
    if last_weekday(year) == 4 || last_weekday(year - 1) == 3 { 53 } else { 52 }
}

/// Ticks of 1601-01-01.
const FILE_TIME_TICKS: i64 = 584_388 * TICKS_PER_DAY;
/// Ticks of 1899-12-30.
const OA_TICKS: i64 = 693_593 * TICKS_PER_DAY;
/// Ticks of 0100-01-01, the first OLE date.
const OA_MIN_TICKS: i64 = 36_159 * TICKS_PER_DAY;

impl PartialEq for DateTime {
    fn eq(&self, other: &DateTime) -> bool {
        self.ticks == other.ticks
    }
}
impl Eq for DateTime {}
impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &DateTime) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for DateTime {
    fn cmp(&self, other: &DateTime) -> Ordering {
        self.ticks.cmp(&other.ticks)
    }
}
impl Hash for DateTime {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ticks.hash(state);
    }
}
