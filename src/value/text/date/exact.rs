//! Text to dates by a format, as `DateTime.ParseExact` reads it.

use super::format::{bad_format, quoted};
use super::parse::DateTimeStyles;
use super::resolve::{Found, four_digit_year, unrecognized};
use crate::value::date::{DateTime, DateTimeOffset, TICKS_PER_MINUTE, TimeSpan};
use crate::value::fault::Fault;
use crate::value::text::culture::{Culture, DateFormat};

/// `DateTime.ParseExact` with one or more formats; a single letter stands for the culture's patterns of it.
pub fn parse_date_time_exact(
    text: &str,
    formats: &[&str],
    culture: &Culture,
    styles: DateTimeStyles,
    now: DateTime,
) -> Result<DateTime, Fault> {
    let (found, styles) = read(text, formats, culture, styles)?;
    found.date_time(text, &culture.dates, styles, now)
}

/// `DateTimeOffset.ParseExact`.
pub fn parse_date_time_offset_exact(
    text: &str,
    formats: &[&str],
    culture: &Culture,
    styles: DateTimeStyles,
    now: DateTime,
) -> Result<DateTimeOffset, Fault> {
    let (found, styles) = read(text, formats, culture, styles)?;
    found.date_time_offset(text, &culture.dates, styles, now)
}

fn read(text: &str, formats: &[&str], culture: &Culture, styles: DateTimeStyles) -> Result<(Found, DateTimeStyles), Fault> {
    let mut first_fault = None;
    for format in formats {
        let mut letters = format.chars();
        let attempts: Vec<(String, &Culture, DateTimeStyles)> = match (letters.next(), letters.next()) {
            (Some(letter), None) => {
                let is_fixed = matches!(letter, 'o' | 'O' | 'r' | 'R' | 's' | 'u');
                let culture = if is_fixed { Culture::invariant() } else { culture };
                let styles = match letter {
                    'o' | 'O' => styles | DateTimeStyles::ROUNDTRIP_KIND,
                    'U' => styles | DateTimeStyles::ASSUME_UNIVERSAL,
                    _ => styles,
                };
                culture.dates.all_patterns(letter).into_iter().map(|pattern| (pattern, culture, styles)).collect()
            }
            _ => vec![((*format).to_owned(), culture, styles)],
        };
        if attempts.is_empty() && format.chars().count() == 1 {
            first_fault = first_fault.or_else(|| Some(bad_format()));
        }
        for (pattern, culture, styles) in attempts {
            let mut reader = Exact { rest: text, dates: &culture.dates, styles, found: Found::default() };
            match reader.run(&pattern) {
                Ok(true) => return Ok((reader.found, styles)),
                Ok(false) => {}
                Err(fault) => first_fault = first_fault.or(Some(fault)),
            }
        }
    }
    Err(first_fault.unwrap_or_else(|| unrecognized(text)))
}

/// A text that follows one of a culture's own patterns that have words in them.
pub(super) fn own_patterns(text: &str, dates: &DateFormat) -> Option<Found> {
    let has_words = ['d', 'D', 't', 'T', 'm', 'y']
        .into_iter()
        .flat_map(|letter| dates.all_patterns(letter))
        .any(|pattern| pattern.contains('\'') || !pattern.is_ascii());
    if !has_words {
        return None;
    }
    for letter in ['d', 'D', 'f', 'F', 'g', 'G', 't', 'T', 'm', 'y'] {
        for pattern in dates.all_patterns(letter) {
            let mut reader = Exact { rest: text, dates, styles: DateTimeStyles::NONE, found: Found::default() };
            if reader.run(&pattern).is_ok_and(|is_match| is_match) {
                return Some(reader.found);
            }
        }
    }
    None
}

struct Exact<'a> {
    rest: &'a str,
    dates: &'a DateFormat,
    styles: DateTimeStyles,
    found: Found,
}

impl Exact<'_> {
    /// Whether the whole text follows the pattern; an error is the pattern's.
    fn run(&mut self, pattern: &str) -> Result<bool, Fault> {
        let format: Vec<char> = pattern.chars().collect();
        if format.is_empty() {
            return Err(bad_format());
        }
        if self.styles.has(DateTimeStyles::LEADING_WHITE) {
            self.rest = self.rest.trim_start();
        }
        if self.styles.has(DateTimeStyles::TRAILING_WHITE) {
            self.rest = self.rest.trim_end();
        }
        let mut at = 0;
        while at < format.len() {
            if self.styles.has(DateTimeStyles::INNER_WHITE) {
                self.rest = self.rest.trim_start();
            }
            let mut letter = format[at];
            if letter == '%' {
                at += 1;
                letter = *format.get(at).ok_or_else(bad_format)?;
            }
            let width = format[at..].iter().take_while(|character| **character == letter).count();
            let matched = match letter {
                '\'' | '"' => {
                    let (text, end) = quoted(&format, at)?;
                    at = end;
                    self.literal(&text)
                }
                '\\' => {
                    let escaped = *format.get(at + 1).ok_or_else(bad_format)?;
                    at += 2;
                    self.literal(escaped.encode_utf8(&mut [0; 4]))
                }
                'd' | 'M' | 'y' | 'h' | 'H' | 'm' | 's' | 'f' | 'F' | 't' | 'z' | 'g' => {
                    if matches!(letter, 'f' | 'F') && width > 7 {
                        return Err(bad_format());
                    }
                    at += width;
                    self.field(letter, width)
                }
                'K' => {
                    at += 1;
                    self.zone()
                }
                ':' | '/' => {
                    at += 1;
                    let separator = if letter == ':' { &self.dates.time_separator } else { &self.dates.date_separator };
                    self.literal(separator.clone().as_str())
                }
                ' ' if self.styles.has(DateTimeStyles::INNER_WHITE) => {
                    at += 1;
                    Some(())
                }
                // A point before an optional fraction may be missing with it.
                '.' if format.get(at + 1) == Some(&'F') && !self.rest.starts_with('.') => {
                    at += 1;
                    Some(())
                }
                other => {
                    at += 1;
                    self.literal(other.encode_utf8(&mut [0; 4]))
                }
            };
            if matched.is_none() {
                return Ok(false);
            }
        }
        Ok(self.rest.is_empty())
    }

    fn literal(&mut self, text: &str) -> Option<()> {
        let mut rest = self.rest.chars();
        for expected in text.chars() {
            let found = rest.next()?;
            if found != expected && !(found == ' ' && matches!(expected, '\u{a0}' | '\u{202f}')) {
                return None;
            }
        }
        self.rest = rest.as_str();
        Some(())
    }

    fn digits(&mut self, min: usize, max: usize) -> Option<u32> {
        let length = self.rest.bytes().take_while(u8::is_ascii_digit).take(max).count();
        if length < min {
            return None;
        }
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        digits.parse().ok()
    }

    /// One or two digits for one letter, exactly two for more.
    fn two_digits(&mut self, width: usize) -> Option<u32> {
        self.digits(if width == 1 { 1 } else { 2 }, 2)
    }

    /// The longest name of some lists that the text starts with.
    fn name(&mut self, lists: &[&[String]]) -> Option<u32> {
        let mut best: Option<(usize, u32)> = None;
        for list in lists {
            for (index, name) in list.iter().enumerate() {
                let length = name.len();
                let is_longer = best.is_none_or(|(other, _)| length > other);
                let matches = self.rest.is_char_boundary(length) && length > 0 && length <= self.rest.len();
                if is_longer && matches && self.rest[..length].to_lowercase() == name.to_lowercase() {
                    best = Some((length, index as u32));
                }
            }
        }
        let (length, index) = best?;
        self.rest = &self.rest[length..];
        Some(index)
    }

    fn set<T: PartialEq>(slot: &mut Option<T>, value: T) -> Option<()> {
        if slot.as_ref().is_some_and(|old| *old != value) {
            return None;
        }
        *slot = Some(value);
        Some(())
    }

    fn field(&mut self, letter: char, width: usize) -> Option<()> {
        let dates = self.dates;
        match letter {
            'd' if width <= 2 => {
                let day = self.two_digits(width)?;
                Self::set(&mut self.found.day, day)
            }
            'd' => {
                let day = if width == 3 { self.name(&[&dates.days_short]) } else { self.name(&[&dates.days]) }?;
                Self::set(&mut self.found.week_day, day)
            }
            'M' if width <= 2 => {
                let month = self.two_digits(width)?;
                Self::set(&mut self.found.month, month)
            }
            'M' => {
                let month = if width == 3 {
                    self.name(&[&dates.months_short, &dates.months_short_genitive])
                } else {
                    self.name(&[&dates.months, &dates.months_genitive])
                }?;
                Self::set(&mut self.found.month, month + 1)
            }
            'y' => {
                let year = match width {
                    1 => self.digits(1, 2)?,
                    2 => self.digits(2, 2)?,
                    3 => self.digits(3, 4)?,
                    _ => self.digits(width, width)?,
                } as i32;
                let year = if width <= 2 { four_digit_year(year, dates) } else { year };
                Self::set(&mut self.found.year, year)
            }
            'h' => {
                let hour = self.two_digits(width)?;
                if !(1..=12).contains(&hour) {
                    return None;
                }
                // Without a designator twelve is noon of the 24 hours, as .NET leaves it.
                Self::set(&mut self.found.hour, hour)
            }
            'H' => {
                let hour = self.two_digits(width)?;
                Self::set(&mut self.found.hour, hour)
            }
            'm' => {
                let minute = self.two_digits(width)?;
                Self::set(&mut self.found.minute, minute)
            }
            's' => {
                let second = self.two_digits(width)?;
                Self::set(&mut self.found.second, second)
            }
            'f' | 'F' => {
                let length = self.rest.bytes().take_while(u8::is_ascii_digit).take(width).count();
                if letter == 'f' && length < width {
                    return None;
                }
                let (digits, rest) = self.rest.split_at(length);
                self.rest = rest;
                self.found.fraction = format!("{digits:0<7}").parse().ok()?;
                Some(())
            }
            't' => {
                let pick = |designator: &str| if width == 1 { designator.chars().take(1).collect() } else { designator.to_owned() };
                let index = self.name(&[&[pick(&dates.am), pick(&dates.pm)]]);
                match index {
                    Some(index) => Self::set(&mut self.found.is_pm, index == 1),
                    None => None,
                }
            }
            'z' => self.offset(width),
            _ => {
                self.name(&[&dates.eras])?;
                Some(())
            }
        }
    }

    fn offset(&mut self, width: usize) -> Option<()> {
        let is_negative = match self.rest.chars().next()? {
            '-' => true,
            '+' => false,
            _ => return None,
        };
        self.rest = &self.rest[1..];
        let hours = self.digits(if width == 1 { 1 } else { 2 }, 2)?;
        let mut minutes = 0;
        if width >= 3 {
            self.rest = self.rest.strip_prefix(':').unwrap_or(self.rest);
            minutes = self.digits(2, 2)?;
        }
        if minutes > 59 || hours > 14 {
            return None;
        }
        let ticks = i64::from(hours * 60 + minutes) * TICKS_PER_MINUTE;
        self.found.offset = Some(TimeSpan(if is_negative { -ticks } else { ticks }));
        Some(())
    }

    fn zone(&mut self) -> Option<()> {
        if let Some(rest) = self.rest.strip_prefix(['Z', 'z']) {
            self.rest = rest;
            self.found.offset = Some(TimeSpan::ZERO);
            self.found.is_utc = true;
            return Some(());
        }
        if self.rest.starts_with(['+', '-']) { self.offset(3) } else { Some(()) }
    }
}
