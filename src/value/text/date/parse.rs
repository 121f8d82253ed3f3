//! Free text to dates, as `DateTime.Parse` reads it in a culture.
//!
//! The text is read once from left to right into numbers, names, a time and an offset; the culture's short
//! date pattern says which number is the day, the month and the year.

use super::exact::own_patterns;
use super::resolve::{Found, four_digit_year, unrecognized};
use crate::value::date::{DateOnly, DateTime, DateTimeOffset, TICKS_PER_MINUTE, TICKS_PER_SECOND, TimeOnly, TimeSpan};
use crate::value::fault::Fault;
use crate::value::text::culture::{Culture, DateFormat};
use std::ops::BitOr;

/// How a date's text is read and adjusted (`System.Globalization.DateTimeStyles`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateTimeStyles(pub u32);

impl DateTimeStyles {
    /// No style.
    pub const NONE: DateTimeStyles = DateTimeStyles(0);
    /// Blanks before.
    pub const LEADING_WHITE: DateTimeStyles = DateTimeStyles(1);
    /// Blanks after.
    pub const TRAILING_WHITE: DateTimeStyles = DateTimeStyles(2);
    /// Blanks inside.
    pub const INNER_WHITE: DateTimeStyles = DateTimeStyles(4);
    /// Blanks anywhere.
    pub const WHITE: DateTimeStyles = DateTimeStyles(7);
    /// A time alone is on the first day of the calendar, not today.
    pub const NO_CURRENT_DATE_DEFAULT: DateTimeStyles = DateTimeStyles(8);
    /// The result is in UTC.
    pub const ADJUST_TO_UNIVERSAL: DateTimeStyles = DateTimeStyles(16);
    /// Without an offset the text is local.
    pub const ASSUME_LOCAL: DateTimeStyles = DateTimeStyles(32);
    /// Without an offset the text is in UTC.
    pub const ASSUME_UNIVERSAL: DateTimeStyles = DateTimeStyles(64);
    /// `Z` gives a UTC date.
    pub const ROUNDTRIP_KIND: DateTimeStyles = DateTimeStyles(128);

    /// Whether a style is among these.
    pub fn has(self, style: DateTimeStyles) -> bool {
        self.0 & style.0 != 0
    }
}

impl BitOr for DateTimeStyles {
    type Output = DateTimeStyles;
    fn bitor(self, other: DateTimeStyles) -> DateTimeStyles {
        DateTimeStyles(self.0 | other.0)
    }
}

/// `DateTime.Parse`. `now` is the local time, for what the text leaves out.
pub fn parse_date_time(text: &str, culture: &Culture, styles: DateTimeStyles, now: DateTime) -> Result<DateTime, Fault> {
    let found = Reader::read(text, &culture.dates)?;
    found.date_time(text, &culture.dates, styles, now)
}

/// `DateTimeOffset.Parse`.
pub fn parse_date_time_offset(text: &str, culture: &Culture, styles: DateTimeStyles, now: DateTime) -> Result<DateTimeOffset, Fault> {
    let found = Reader::read(text, &culture.dates)?;
    found.date_time_offset(text, &culture.dates, styles, now)
}

/// `DateOnly.Parse`: a time in the text is an error.
pub fn parse_date_only(text: &str, culture: &Culture, now: DateTime) -> Result<DateOnly, Fault> {
    let bad = || Fault::format(format!("String '{text}' was not recognized as a valid DateOnly."));
    let found = Reader::read(text, &culture.dates).map_err(|_| bad())?;
    if found.has_time() || found.offset.is_some() {
        return Err(bad());
    }
    found.date_time(text, &culture.dates, DateTimeStyles::NONE, now).map(DateOnly::from_date_time).map_err(|_| bad())
}

/// `TimeOnly.Parse`: a date in the text is an error.
pub fn parse_time_only(text: &str, culture: &Culture) -> Result<TimeOnly, Fault> {
    let bad = || Fault::format(format!("String '{text}' was not recognized as a valid TimeOnly."));
    let found = Reader::read(text, &culture.dates).map_err(|_| bad())?;
    if found.has_date() || found.offset.is_some() || found.week_day.is_some() {
        return Err(bad());
    }
    found.time_ticks().and_then(|ticks| TimeOnly::from_ticks(ticks).ok()).ok_or_else(bad)
}

/// A number of the date, and how many digits it has.
type Number = (u32, usize);

struct Reader<'a> {
    rest: &'a str,
    dates: &'a DateFormat,
    found: Found,
    numbers: Vec<Number>,
    /// How many numbers stood before the month's name.
    before_month: usize,
    /// How many numbers of the date stood before the time.
    before_time: usize,
    /// Whether the last thing read was a separator that needs something after it.
    after_separator: bool,
}

/// What a name in the text stands for.
#[derive(Debug, Clone, Copy)]
enum Name {
    Month(u32),
    WeekDay(u32),
    Am,
    Pm,
    Utc,
    Time,
    Era,
    /// A word such as the Spanish `de` between the parts of a date.
    Filler,
}

fn starts_with_ignoring_case<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    if name.is_empty() {
        return None;
    }
    let mut rest = text.chars();
    for expected in name.chars() {
        let found = rest.next()?;
        let is_blank = matches!(expected, '\u{a0}' | '\u{202f}') && found == ' ';
        if found != expected && !is_blank && !found.to_lowercase().eq(expected.to_lowercase()) {
            return None;
        }
    }
    Some(rest.as_str())
}

/// The longest name that the text starts with, as a word of its own.
fn match_name<'a>(text: &'a str, dates: &DateFormat) -> Option<(Name, &'a str)> {
    let mut best: Option<(Name, &'a str)> = None;
    let mut consider = |name: &str, meaning: Name| {
        if let Some(rest) = starts_with_ignoring_case(text, name) {
            let ends_in_letter = name.chars().next_back().is_some_and(char::is_alphabetic);
            let goes_on = ends_in_letter && rest.chars().next().is_some_and(char::is_alphabetic) && name.is_ascii();
            if !goes_on && best.is_none_or(|(_, other)| rest.len() < other.len()) {
                best = Some((meaning, rest));
            }
        }
    };
    let english = &Culture::invariant().dates;
    for table in [dates, english] {
        for list in [&table.months, &table.months_genitive, &table.months_short, &table.months_short_genitive] {
            for (index, name) in list.iter().enumerate() {
                consider(name, Name::Month(index as u32 + 1));
                consider(name.trim_end_matches('.'), Name::Month(index as u32 + 1));
            }
        }
        for list in [&table.days, &table.days_short] {
            for (index, name) in list.iter().enumerate() {
                consider(name, Name::WeekDay(index as u32));
            }
        }
        consider(&table.am, Name::Am);
        consider(&table.pm, Name::Pm);
        for era in &table.eras {
            consider(era, Name::Era);
        }
    }
    consider("GMT", Name::Utc);
    consider("UTC", Name::Utc);
    consider("Z", Name::Utc);
    for word in ["de", "den", "г."] {
        if dates.long_dates[0].contains(word.trim_end_matches('.')) {
            consider(word, Name::Filler);
        }
    }
    best.or_else(|| {
        let rest = text.strip_prefix(['T', 't'])?;
        rest.starts_with(|character: char| character.is_ascii_digit()).then_some((Name::Time, rest))
    })
}

impl<'a> Reader<'a> {
    fn read(text: &'a str, dates: &'a DateFormat) -> Result<Found, Fault> {
        let trimmed = text.trim_matches(|character: char| character.is_whitespace() || character == '\0');
        let mut reader = Reader {
            rest: trimmed,
            dates,
            found: Found::default(),
            numbers: Vec::new(),
            before_month: 0,
            before_time: 0,
            after_separator: false,
        };
        if reader.scan().and_then(|()| reader.assign()).is_some() {
            return Ok(reader.found);
        }
        let rest = reader.rest;
        // Words that stand in the culture's patterns alone.
        own_patterns(trimmed, dates).ok_or_else(|| {
            if !rest.starts_with(char::is_alphabetic) || match_name(rest, dates).is_some() {
                return unrecognized(text);
            }
            let n_before = text.trim_end_matches(|character: char| character.is_whitespace() || character == '\0').len() - rest.len();
            let index = text[..n_before].encode_utf16().count();
            Fault::format(format!(
                "The string '{text}' was not recognized as a valid DateTime. There is an unknown word starting at index '{index}'."
            ))
        })
    }

    fn scan(&mut self) -> Option<()> {
        while let Some(next) = self.rest.chars().next() {
            if next.is_ascii_digit() {
                self.number()?;
                self.after_separator = false;
                // Signs for year, month and day stand right after their number; elsewhere they name weekdays.
                self.rest = self.rest.strip_prefix(['年', '月', '日', '년', '월', '일']).unwrap_or(self.rest);
            } else if next.is_whitespace() || matches!(next, '\u{200f}' | '\u{200e}' | '\u{61c}') {
                self.rest = &self.rest[next.len_utf8()..];
            } else if matches!(next, '+' | '-') && self.offset_may_follow() {
                self.offset()?;
            } else if matches!(next, 'T' | 'Z') && self.numbers.len() == 3 && self.is_iso_mark(next) {
                // The common case, before all the names.
                self.name(if next == 'T' { Name::Time } else { Name::Utc })?;
                self.rest = &self.rest[1..];
            } else if let Some((name, rest)) = match_name(self.rest, self.dates) {
                self.name(name)?;
                self.rest = rest;
                self.after_separator = false;
            } else if matches!(next, '/' | '-' | '.' | ',') {
                let has_something = !self.numbers.is_empty() || self.found.month.is_some() || self.found.week_day.is_some();
                if self.after_separator && next != ',' || !has_something {
                    return None;
                }
                self.after_separator = matches!(next, '/' | '-');
                self.rest = &self.rest[1..];
            } else {
                return None;
            }
        }
        (!self.after_separator).then_some(())
    }

    /// Whether a sign begins an offset: after a time, unless a date begun behind the time goes on.
    fn offset_may_follow(&self) -> bool {
        let is_complete = self.numbers.len() == 3 || self.found.month.is_some() && self.numbers.len() == 2;
        self.found.hour.is_some() && self.found.offset.is_none() && (is_complete || self.numbers.len() == self.before_time)
    }

    /// Whether `T` stands before the time, or `Z` at the end.
    fn is_iso_mark(&self, mark: char) -> bool {
        match self.rest.as_bytes().get(1) {
            Some(next) => mark == 'T' && next.is_ascii_digit() && self.found.hour.is_none(),
            None => mark == 'Z' && self.found.hour.is_some(),
        }
    }

    fn digits(&mut self) -> Number {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        (digits.parse().unwrap_or(u32::MAX), length)
    }

    fn time_separator(&self) -> Option<&'a str> {
        self.rest.strip_prefix(':').or_else(|| {
            // In a culture that writes times with a point, one after a complete date separates hours.
            let separator = self.dates.time_separator.as_str();
            let is_date_complete = self.numbers.len() == 3 || self.found.month.is_some() && self.numbers.len() == 2;
            if separator != ":" && (is_date_complete || self.found.hour.is_some()) { self.rest.strip_prefix(separator) } else { None }
        })
    }

    fn number(&mut self) -> Option<()> {
        let (value, length) = self.digits();
        if self.found.hour.is_none() {
            if let Some(rest) = self.time_separator().filter(|rest| rest.starts_with(|next: char| next.is_ascii_digit())) {
                self.rest = rest;
                return self.time(value);
            }
            let after = self.rest.trim_start();
            if length <= 2
                && after.starts_with(char::is_alphabetic)
                && let Some((Name::Am | Name::Pm, _)) = match_name(after, self.dates)
            {
                self.found.hour = Some(value);
                self.before_time = self.numbers.len();
                return Some(());
            }
        }
        self.numbers.push((value, length));
        (self.numbers.len() <= 3).then_some(())
    }

    fn time(&mut self, hour: u32) -> Option<()> {
        self.found.hour = Some(hour);
        self.before_time = self.numbers.len();
        let (minute, _) = self.digits();
        self.found.minute = Some(minute);
        if let Some(rest) = self.time_separator().filter(|rest| rest.starts_with(|next: char| next.is_ascii_digit())) {
            self.rest = rest;
            let (second, _) = self.digits();
            self.found.second = Some(second);
            if let Some(rest) = self.rest.strip_prefix(['.', ',']).filter(|rest| rest.starts_with(|next: char| next.is_ascii_digit())) {
                let length = rest.bytes().take_while(u8::is_ascii_digit).count();
                let fraction: f64 = format!("0.{}", &rest[..length]).parse().ok()?;
                self.found.fraction = (fraction * TICKS_PER_SECOND as f64).round() as i64;
                self.rest = &rest[length..];
            }
        }
        Some(())
    }

    /// `+2`, `-05:30`, `+0530`.
    fn offset(&mut self) -> Option<()> {
        let is_negative = self.rest.starts_with('-');
        self.rest = &self.rest[1..];
        let (value, length) = self.digits();
        let (hours, minutes) = match length {
            1 | 2 => match self.rest.strip_prefix(':') {
                Some(rest) => {
                    self.rest = rest;
                    let (minutes, n_digits) = self.digits();
                    if n_digits == 0 {
                        return None;
                    }
                    (value, minutes)
                }
                None => (value, 0),
            },
            3 | 4 => (value / 100, value % 100),
            _ => return None,
        };
        if minutes > 59 || hours > 14 {
            return None;
        }
        let ticks = i64::from(hours * 60 + minutes) * TICKS_PER_MINUTE;
        self.found.offset = Some(TimeSpan(if is_negative { -ticks } else { ticks }));
        Some(())
    }

    fn name(&mut self, name: Name) -> Option<()> {
        match name {
            Name::Month(month) if self.found.month.is_none() => {
                self.found.month = Some(month);
                self.before_month = self.numbers.len();
            }
            Name::WeekDay(day) if self.found.week_day.is_none() => self.found.week_day = Some(day),
            Name::Am | Name::Pm if self.found.is_pm.is_none() => self.found.is_pm = Some(matches!(name, Name::Pm)),
            Name::Utc if self.found.offset.is_none() && (self.found.hour.is_some() || !self.numbers.is_empty()) => {
                self.found.offset = Some(TimeSpan::ZERO);
                self.found.is_utc = true;
            }
            Name::Time if self.found.hour.is_none() && !self.numbers.is_empty() => {}
            Name::Era => {}
            Name::Filler if !self.numbers.is_empty() || self.found.week_day.is_some() => {}
            _ => return None,
        }
        Some(())
    }

    /// Says which number is the day, the month and the year.
    fn assign(&mut self) -> Option<()> {
        if self.found.is_pm.is_some() && self.found.hour.is_none() {
            return None;
        }
        let order = order(&self.dates.short_dates[0]);
        let is_year = |number: &Number| number.1 >= 3;
        let (day, month, year) = match (self.found.month, self.numbers.as_slice()) {
            (None, []) => {
                // A day's name alone says no date.
                return (self.found.hour.is_some() && self.found.week_day.is_none()).then_some(());
            }
            (None, [_]) => return None,
            (None, [first, second]) if is_year(first) => (None, Some(*second), Some(*first)),
            (None, [first, second]) if is_year(second) => (None, Some(*first), Some(*second)),
            (None, [first, second]) => {
                let month_day = &self.dates.month_days[0];
                let is_month_first = month_day.find('M') < month_day.rfind('d');
                if is_month_first { (Some(*second), Some(*first), None) } else { (Some(*first), Some(*second), None) }
            }
            (None, [first, second, third]) => {
                if is_year(first) {
                    (Some(*third), Some(*second), Some(*first))
                } else if is_year(second) {
                    if order == "dMy" { (Some(*first), Some(*third), Some(*second)) } else { (Some(*third), Some(*first), Some(*second)) }
                } else if is_year(third) {
                    if order == "dMy" { (Some(*first), Some(*second), Some(*third)) } else { (Some(*second), Some(*first), Some(*third)) }
                } else {
                    match order {
                        "dMy" => (Some(*first), Some(*second), Some(*third)),
                        "yMd" => (Some(*third), Some(*second), Some(*first)),
                        _ => (Some(*second), Some(*first), Some(*third)),
                    }
                }
            }
            (Some(_), []) => (None, None, None),
            (Some(_), [number]) if is_year(number) => (None, None, Some(*number)),
            (Some(_), [number]) => (Some(*number), None, None),
            (Some(_), [first, second]) if is_year(first) => (Some(*second), None, Some(*first)),
            (Some(_), [first, second]) if is_year(second) => (Some(*first), None, Some(*second)),
            (Some(_), [first, second]) => {
                if order == "yMd" && self.before_month == 1 {
                    (Some(*second), None, Some(*first))
                } else {
                    (Some(*first), None, Some(*second))
                }
            }
            _ => return None,
        };
        if day.is_some_and(|day| is_year(&day)) || month.is_some_and(|month| is_year(&month)) {
            return None;
        }
        self.found.day = day.map(|day| day.0);
        self.found.month = self.found.month.or(month.map(|month| month.0));
        self.found.year = match year {
            Some((value, length)) if length <= 4 => {
                Some(if length <= 2 { four_digit_year(value as i32, self.dates) } else { value as i32 })
            }
            Some(_) => return None,
            None => None,
        };
        Some(())
    }
}

/// The order of day, month and year in a short date pattern.
fn order(pattern: &str) -> &'static str {
    match (pattern.find('y'), pattern.find('M'), pattern.find('d')) {
        (Some(year), Some(month), Some(day)) if year < month && month < day => "yMd",
        (_, Some(month), Some(day)) if day < month => "dMy",
        _ => "Mdy",
    }
}
