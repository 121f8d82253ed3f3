//! What parsing found, turned into a date: defaults, two-digit years, zones and styles.

use super::parse::DateTimeStyles;
use super::um_al_qura;
use crate::value::date::{DateTime, DateTimeKind, DateTimeOffset, TICKS_PER_DAY, TICKS_PER_SECOND, TimeSpan, calendar, zone};
use crate::value::fault::Fault;
use crate::value::text::culture::DateFormat;

/// The parts of a date's text that were found.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) year: Option<i32>,
    pub(super) month: Option<u32>,
    pub(super) day: Option<u32>,
    pub(super) week_day: Option<u32>,
    pub(super) hour: Option<u32>,
    pub(super) minute: Option<u32>,
    pub(super) second: Option<u32>,
    /// Ticks within the second.
    pub(super) fraction: i64,
    /// Whether a designator said afternoon.
    pub(super) is_pm: Option<bool>,
    pub(super) offset: Option<TimeSpan>,
    /// Whether the offset was written `Z` or `GMT`.
    pub(super) is_utc: bool,
}

pub(super) fn unrecognized(text: &str) -> Fault {
    Fault::format(format!("String '{text}' was not recognized as a valid DateTime."))
}

/// A year of two digits, within the hundred years that end in 2049.
pub(super) fn four_digit_year(year: i32, dates: &DateFormat) -> i32 {
    if year >= 100 {
        return year;
    }
    let last = if dates.is_um_al_qura() { 1451 } else { 2049 };
    (last / 100 - i32::from(year > last % 100)) * 100 + year
}

impl Found {
    pub(super) fn has_date(&self) -> bool {
        self.year.is_some() || self.month.is_some() || self.day.is_some()
    }
    pub(super) fn has_time(&self) -> bool {
        self.hour.is_some() || self.minute.is_some() || self.second.is_some()
    }

    /// Ticks since midnight; nothing where a part is out of range.
    pub(super) fn time_ticks(&self) -> Option<i64> {
        let mut hour = self.hour.unwrap_or(0);
        match self.is_pm {
            Some(_) if hour > 12 && self.hour.is_some() => return None,
            Some(true) if hour < 12 => hour += 12,
            Some(false) if hour == 12 => hour = 0,
            _ => {}
        }
        let (minute, second) = (self.minute.unwrap_or(0), self.second.unwrap_or(0));
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        Some(i64::from(hour * 3600 + minute * 60 + second) * TICKS_PER_SECOND + self.fraction)
    }

    /// The day number, with what is missing from today.
    fn day_number(&self, dates: &DateFormat, styles: DateTimeStyles, now: DateTime) -> Option<i64> {
        if !self.has_date() {
            return Some(if styles.has(DateTimeStyles::NO_CURRENT_DATE_DEFAULT) { 0 } else { now.day_number() });
        }
        let today = match um_al_qura::civil(now.day_number()) {
            Some(civil) if dates.is_um_al_qura() => civil.0,
            _ => now.year(),
        };
        let year = self.year.unwrap_or(if styles.has(DateTimeStyles::NO_CURRENT_DATE_DEFAULT) { 1 } else { today });
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        if dates.is_um_al_qura() {
            um_al_qura::day_number(year, month, day)
        } else {
            calendar::day_number(year, month as i32, day as i32).ok()
        }
    }

    /// Wall-clock ticks, checked against a day of the week.
    fn ticks(&self, text: &str, dates: &DateFormat, styles: DateTimeStyles, now: DateTime) -> Result<i64, Fault> {
        let day = self.day_number(dates, styles, now).ok_or_else(|| unrecognized(text))?;
        let time = self.time_ticks().ok_or_else(|| unrecognized(text))?;
        if self.week_day.is_some_and(|week_day| i64::from(week_day) != (day + 1) % 7) {
            return Err(Fault::format(format!(
                "String '{text}' was not recognized as a valid DateTime because the day of week was incorrect."
            )));
        }
        Ok(day * TICKS_PER_DAY + time)
    }

    pub(super) fn date_time(&self, text: &str, dates: &DateFormat, styles: DateTimeStyles, now: DateTime) -> Result<DateTime, Fault> {
        let ticks = self.ticks(text, dates, styles, now)?;
        let to_utc = styles.has(DateTimeStyles::ADJUST_TO_UNIVERSAL);
        let unspecified = DateTime::from_ticks_clamped(ticks, DateTimeKind::Unspecified);
        let Some(offset) = self.offset else {
            return Ok(if styles.has(DateTimeStyles::ASSUME_UNIVERSAL) {
                let utc = unspecified.with_kind(DateTimeKind::Utc);
                if to_utc { utc } else { utc.to_local_time() }
            } else if styles.has(DateTimeStyles::ASSUME_LOCAL) {
                let local = unspecified.with_kind(DateTimeKind::Local);
                if to_utc { local.to_universal_time() } else { local }
            } else {
                unspecified
            });
        };
        if styles.has(DateTimeStyles::ROUNDTRIP_KIND) && self.is_utc {
            return Ok(unspecified.with_kind(DateTimeKind::Utc));
        }
        let utc = DateTime::from_ticks(ticks - offset.0, DateTimeKind::Utc)
            .map_err(|_| Fault::format(format!("The DateTime represented by the string '{text}' is out of range.")))?;
        Ok(if to_utc { utc } else { utc.to_local_time() })
    }

    pub(super) fn date_time_offset(
        &self,
        text: &str,
        dates: &DateFormat,
        styles: DateTimeStyles,
        now: DateTime,
    ) -> Result<DateTimeOffset, Fault> {
        let ticks = self.ticks(text, dates, styles, now)?;
        let offset = self
            .offset
            .unwrap_or_else(|| if styles.has(DateTimeStyles::ASSUME_UNIVERSAL) { TimeSpan::ZERO } else { zone::offset_at_local(ticks) });
        let moment = DateTimeOffset::from_ticks(ticks, offset)
            .map_err(|_| Fault::format("The UTC representation of the date falls outside the year range 1-9999."))?;
        Ok(if styles.has(DateTimeStyles::ADJUST_TO_UNIVERSAL) { moment.to_universal_time() } else { moment })
    }
}
