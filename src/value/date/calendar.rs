//! The proleptic Gregorian calendar from year 1 to 9999, counted in days since 0001-01-01.

use crate::value::fault::{Fault, FaultKind};

/// Days before each month in a common year, with the year's length last.
const BEFORE: [u16; 13] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/// Days from 0001-01-01 to 9999-12-31.
pub const MAX_DAYS: i64 = 3_652_058;

/// Whether a year has a 29 February. The year is not checked.
pub fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// .NET's `DateTime.IsLeapYear`: the same with the year's range checked.
pub fn is_leap_year(year: i32) -> Result<bool, Fault> {
    check_year(year)?;
    Ok(is_leap(year))
}

fn check_year(year: i32) -> Result<(), Fault> {
    if (1..=9999).contains(&year) { Ok(()) } else { Err(Fault::out_of_range("year", "Year must be between 1 and 9999.")) }
}

/// Days of a month that is known to be from 1 to 12.
pub fn month_length(year: i32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// .NET's `DateTime.DaysInMonth`.
pub fn days_in_month(year: i32, month: i32) -> Result<u32, Fault> {
    if !(1..=12).contains(&month) {
        return Err(Fault::out_of_range("month", "Month must be between one and twelve."));
    }
    check_year(year)?;
    Ok(month_length(year, month as u32))
}

/// Days before a month in its year, January being 0.
pub fn days_before_month(year: i32, month: u32) -> u32 {
    u32::from(BEFORE[month as usize - 1]) + u32::from(month > 2 && is_leap(year))
}

/// The day number of a date, 0001-01-01 being 0; an error where there is no such date.
pub fn day_number(year: i32, month: i32, day: i32) -> Result<i64, Fault> {
    if (1..=9999).contains(&year) && (1..=12).contains(&month) && day >= 1 && day <= month_length(year, month as u32) as i32 {
        let before = i64::from(year - 1);
        let years = before * 365 + before / 4 - before / 100 + before / 400;
        Ok(years + i64::from(days_before_month(year, month as u32)) + i64::from(day - 1))
    } else {
        Err(Fault::new(FaultKind::ArgumentOutOfRange, "Year, Month, and Day parameters describe an un-representable DateTime."))
    }
}

/// Year, month, day and day of the year (from 1) of a day number.
pub fn civil(days: i64) -> (i32, u32, u32, u32) {
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let century = (day_of_era / 36_524).min(3);
    let day_of_century = day_of_era - century * 36_524;
    let (cycle, day_of_cycle) = (day_of_century / 1461, day_of_century % 1461);
    let year_of_cycle = (day_of_cycle / 365).min(3);
    let day_of_year = (day_of_cycle - year_of_cycle * 365) as u32;
    let year = (era * 400 + century * 100 + cycle * 4 + year_of_cycle + 1) as i32;
    let leap = u32::from(is_leap(year));
    let mut month = day_of_year / 31 + 1;
    while month < 12 && day_of_year >= u32::from(BEFORE[month as usize]) + if month >= 2 { leap } else { 0 } {
        month += 1;
    }
    (year, month, day_of_year - days_before_month(year, month) + 1, day_of_year + 1)
}

/// How the first week of a year is found (`CalendarWeekRule`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeekRule {
    /// The week of 1 January.
    FirstDay,
    /// The first week that lies in the year as a whole.
    FirstFullWeek,
    /// The first week with four days in the year.
    FirstFourDayWeek,
}

impl WeekRule {
    /// The rule of a name as [`crate::value::text::culture::DateFormat::week_rule`] has it.
    pub fn from_name(name: &str) -> WeekRule {
        match name {
            "FirstFullWeek" => WeekRule::FirstFullWeek,
            "FirstFourDayWeek" => WeekRule::FirstFourDayWeek,
            _ => WeekRule::FirstDay,
        }
    }
}

/// `Calendar.GetWeekOfYear`. Unlike the ISO week, the last days of December stay in their year.
pub fn week_of_year(day_number: i64, rule: WeekRule, first_day_of_week: u32) -> u32 {
    let day_of_year = i64::from(civil(day_number).3) - 1;
    let weekday = |day: i64| (day + 1).rem_euclid(7);
    let first_day = i64::from(first_day_of_week);
    let full_days = match rule {
        WeekRule::FirstDay => {
            let offset = (weekday(day_number - day_of_year) - first_day).rem_euclid(7);
            return ((day_of_year + offset) / 7 + 1) as u32;
        }
        WeekRule::FirstFullWeek => 7,
        WeekRule::FirstFourDayWeek => 4,
    };
    let mut offset = (first_day - weekday(day_number - day_of_year)).rem_euclid(7);
    if offset != 0 && offset >= full_days {
        offset -= 7;
    }
    let day = day_of_year - offset;
    if day >= 0 {
        return (day / 7 + 1) as u32;
    }
    // The day lies in the last week of the year before.
    if day_number <= day_of_year { 1 } else { week_of_year(day_number - day_of_year - 1, rule, first_day_of_week) }
}
