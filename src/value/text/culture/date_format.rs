//! How a culture writes dates (`DateTimeFormatInfo`).

use serde::Deserialize;

/// Patterns, names and separators of dates. Of every list of patterns the first is the one that
/// formatting uses; parsing tries all.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct DateFormat {
    /// What `/` in a format writes.
    pub date_separator: String,
    /// What `:` in a format writes.
    pub time_separator: String,
    /// Before noon.
    pub am: String,
    /// After noon.
    pub pm: String,
    /// First day of the week, Sunday being 0.
    pub first_day: u8,
    /// `FirstDay`, `FirstFullWeek` or `FirstFourDayWeek`.
    pub week_rule: String,
    /// Class name of the calendar.
    pub calendar: String,
    /// The calendar's own name for itself.
    pub native_calendar: String,
    /// Class names of the calendars that the culture may use.
    pub optional_calendars: Vec<String>,
    /// `d`.
    pub short_dates: Vec<String>,
    /// `D`.
    pub long_dates: Vec<String>,
    /// `t`.
    pub short_times: Vec<String>,
    /// `T`.
    pub long_times: Vec<String>,
    /// `m`.
    pub month_days: Vec<String>,
    /// `y`.
    pub year_months: Vec<String>,
    /// Day names, Sunday first.
    pub days: [String; 7],
    /// Abbreviated day names.
    pub days_short: [String; 7],
    /// Shortest day names.
    pub days_shortest: [String; 7],
    /// Month names.
    pub months: [String; 12],
    /// Abbreviated month names.
    pub months_short: [String; 12],
    /// Month names as they stand beside a day.
    pub months_genitive: [String; 12],
    /// Abbreviated month names as they stand beside a day.
    pub months_short_genitive: [String; 12],
    /// Era names.
    pub eras: Vec<String>,
}

impl DateFormat {
    /// Whether dates are counted in the Umm al-Qura calendar rather than the Gregorian.
    pub fn is_um_al_qura(&self) -> bool {
        self.calendar == "UmAlQuraCalendar"
    }
    /// `FullDateTimePattern`.
    pub fn full(&self) -> String {
        format!("{} {}", self.long_dates[0], self.long_times[0])
    }
    /// All patterns of a standard letter, as `GetAllDateTimePatterns` gives them.
    pub fn all_patterns(&self, letter: char) -> Vec<String> {
        let combine = |dates: &[String], times: &[String]| -> Vec<String> {
            dates.iter().flat_map(|date| times.iter().map(move |time| format!("{date} {time}"))).collect()
        };
        match letter {
            'd' => self.short_dates.clone(),
            'D' => self.long_dates.clone(),
            't' => self.short_times.clone(),
            'T' => self.long_times.clone(),
            'f' => combine(&self.long_dates, &self.short_times),
            'F' | 'U' => combine(&self.long_dates, &self.long_times),
            'g' => combine(&self.short_dates, &self.short_times),
            'G' => combine(&self.short_dates, &self.long_times),
            'm' | 'M' => self.month_days.clone(),
            'y' | 'Y' => self.year_months.clone(),
            'o' | 'O' => vec![ROUND_TRIP.to_owned()],
            'r' | 'R' => vec![RFC1123.to_owned()],
            's' => vec![SORTABLE.to_owned()],
            'u' => vec![UNIVERSAL.to_owned()],
            _ => Vec::new(),
        }
    }
}

/// `o`, of every culture.
pub const ROUND_TRIP: &str = "yyyy'-'MM'-'dd'T'HH':'mm':'ss.fffffffK";
/// `r`, of every culture.
pub const RFC1123: &str = "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'";
/// `s`, of every culture.
pub const SORTABLE: &str = "yyyy'-'MM'-'dd'T'HH':'mm':'ss";
/// `u`, of every culture.
pub const UNIVERSAL: &str = "yyyy'-'MM'-'dd HH':'mm':'ss'Z'";
