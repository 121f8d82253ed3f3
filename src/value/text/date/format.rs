//! Dates to text: standard letters and custom formats.

use super::um_al_qura;
use crate::value::date::{DateOnly, DateTime, DateTimeKind, DateTimeOffset, TICKS_PER_MINUTE, TimeOnly, TimeSpan};
use crate::value::fault::Fault;
use crate::value::text::culture::{Culture, DateFormat, RFC1123, ROUND_TRIP, SORTABLE, UNIVERSAL};
use std::fmt::Write;

pub(super) fn bad_format() -> Fault {
    Fault::format("Input string was not in a correct format.")
}

impl DateTime {
    /// `.ToString(format, culture)`; the empty format is `G`.
    pub fn format(self, out: &mut String, format: &str, culture: &Culture) -> Result<(), Fault> {
        write(out, self, None, format, culture)
    }
    /// The text in the invariant culture, as `"$x"` gives it.
    pub fn invariant_text(self, out: &mut String) {
        let (year, month, day, _) = self.civil();
        let _ = write!(out, "{month:02}/{day:02}/{year:04} {:02}:{:02}:{:02}", self.hour(), self.minute(), self.second());
    }
    /// `o`: the text that reads back as the same date, kind included.
    pub fn round_trip_text(self, out: &mut String) {
        let (year, month, day, _) = self.civil();
        let (hour, minute, second) = (self.hour(), self.minute(), self.second());
        let _ = write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:07}", self.fraction());
        match self.kind() {
            DateTimeKind::Unspecified => {}
            DateTimeKind::Utc => out.push('Z'),
            DateTimeKind::Local => write_offset(out, self.utc_offset(), 3),
        }
    }
}

impl DateTimeOffset {
    /// `.ToString(format, culture)`; the empty format is date, time and offset.
    pub fn format(self, out: &mut String, format: &str, culture: &Culture) -> Result<(), Fault> {
        write(out, self.date_time(), Some(self), format, culture)
    }
}

impl DateOnly {
    /// `.ToString(format, culture)`; parts of a time in the format are an error.
    pub fn format(self, out: &mut String, format: &str, culture: &Culture) -> Result<(), Fault> {
        let date = self.midnight();
        let pattern = match format {
            "" | "d" => culture.dates.short_dates[0].as_str(),
            "D" | "m" | "M" | "y" | "Y" => format,
            "o" | "O" => "yyyy'-'MM'-'dd",
            "r" | "R" => return custom(out, date, None, "ddd, dd MMM yyyy", Culture::invariant()),
            _ if format.chars().count() == 1 || has_any(format, ":tfFhHmszZK") => return Err(bad_format()),
            _ => format,
        };
        write(out, date, None, pattern, culture)
    }
}

impl TimeOnly {
    /// `.ToString(format, culture)`; parts of a date in the format are an error.
    pub fn format(self, out: &mut String, format: &str, culture: &Culture) -> Result<(), Fault> {
        let time = self.on_first_day();
        let pattern = match format {
            "" | "t" => culture.dates.short_times[0].as_str(),
            "T" => culture.dates.long_times[0].as_str(),
            "o" | "O" => "HH':'mm':'ss.fffffff",
            "r" | "R" => "HH':'mm':'ss",
            _ if format.chars().count() == 1 || has_any(format, "/dMygzZK") => return Err(bad_format()),
            _ => format,
        };
        custom(out, time, None, pattern, culture)
    }
}

/// Whether a format has one of these letters outside of quotes and escapes.
fn has_any(format: &str, letters: &str) -> bool {
    let mut quote = None;
    let mut characters = format.chars();
    while let Some(character) = characters.next() {
        match (character, quote) {
            ('\\', _) => drop(characters.next()),
            (_, Some(open)) if character == open => quote = None,
            (_, Some(_)) => {}
            ('\'' | '"', None) => quote = Some(character),
            _ if letters.contains(character) => return true,
            _ => {}
        }
    }
    false
}

fn write(out: &mut String, date: DateTime, moment: Option<DateTimeOffset>, format: &str, culture: &Culture) -> Result<(), Fault> {
    let dates = &culture.dates;
    if format.is_empty() {
        custom(out, date, moment, &dates.short_dates[0], culture)?;
        out.push(' ');
        custom(out, date, moment, &dates.long_times[0], culture)?;
        if moment.is_some() && !dates.long_times[0].contains('z') {
            custom(out, date, moment, " zzz", culture)?;
        }
        return Ok(());
    }
    let mut letters = format.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else { return custom(out, date, moment, format, culture) };
    let in_utc = moment.map_or(date, DateTimeOffset::utc_date_time);
    let join = |out: &mut String, date: DateTime, day: &str, time: &str| {
        custom(out, date, moment, day, culture)?;
        out.push(' ');
        custom(out, date, moment, time, culture)
    };
    match letter {
        'o' | 'O' if moment.is_none() => {
            date.round_trip_text(out);
            Ok(())
        }
        'o' | 'O' => custom(out, date, moment, ROUND_TRIP, Culture::invariant()),
        'r' | 'R' => custom(out, in_utc, moment, RFC1123, Culture::invariant()),
        's' => custom(out, date, moment, SORTABLE, Culture::invariant()),
        'u' => custom(out, in_utc, moment, UNIVERSAL, Culture::invariant()),
        'U' if moment.is_none() => join(out, date.to_universal_time(), &dates.long_dates[0], &dates.long_times[0]),
        'd' => custom(out, date, moment, &dates.short_dates[0], culture),
        'D' => custom(out, date, moment, &dates.long_dates[0], culture),
        't' => custom(out, date, moment, &dates.short_times[0], culture),
        'T' => custom(out, date, moment, &dates.long_times[0], culture),
        'f' => join(out, date, &dates.long_dates[0], &dates.short_times[0]),
        'F' => join(out, date, &dates.long_dates[0], &dates.long_times[0]),
        'g' => join(out, date, &dates.short_dates[0], &dates.short_times[0]),
        'G' => join(out, date, &dates.short_dates[0], &dates.long_times[0]),
        'm' | 'M' => custom(out, date, moment, &dates.month_days[0], culture),
        'y' | 'Y' => custom(out, date, moment, &dates.year_months[0], culture),
        _ => Err(bad_format()),
    }
}

/// An offset as one (`+2`), two (`+02`) or three (`+02:00`) letters `z` write it.
fn write_offset(out: &mut String, offset: TimeSpan, width: usize) {
    out.push(if offset.0 < 0 { '-' } else { '+' });
    let minutes = offset.0.unsigned_abs() / TICKS_PER_MINUTE as u64;
    let (hours, minutes) = (minutes / 60, minutes % 60);
    let _ = match width {
        1 => write!(out, "{hours}"),
        2 => write!(out, "{hours:02}"),
        _ => write!(out, "{hours:02}:{minutes:02}"),
    };
}

/// The text between quotes that opens at `at`, and where it ends.
pub(super) fn quoted(format: &[char], at: usize) -> Result<(String, usize), Fault> {
    let quote = format[at];
    let mut text = String::new();
    let mut next = at + 1;
    while next < format.len() {
        match format[next] {
            character if character == quote => return Ok((text, next + 1)),
            '\\' => {
                next += 1;
                text.push(*format.get(next).ok_or_else(bad_format)?);
            }
            character => text.push(character),
        }
        next += 1;
    }
    Err(Fault::format(format!("Cannot find a matching quote character for the character '{quote}'.")))
}

/// Whether a month stands beside a day number, so that it takes the genitive.
fn is_beside_day(format: &[char], at: usize, width: usize) -> bool {
    let run = |mut index: usize, step: isize| {
        let mut length = 0;
        while format.get(index) == Some(&'d') {
            length += 1;
            match index.checked_add_signed(step) {
                Some(next) => index = next,
                None => break,
            }
        }
        length
    };
    if let Some(before) = format[..at].iter().rposition(|character| *character == 'd')
        && run(before, -1) <= 2
    {
        return true;
    }
    format[at + width..].iter().position(|character| *character == 'd').is_some_and(|after| run(at + width + after, 1) <= 2)
}

fn digits(out: &mut String, value: u32, width: usize) {
    let _ = if width >= 2 { write!(out, "{value:02}") } else { write!(out, "{value}") };
}

/// Year, month and day in the culture's calendar.
fn civil(date: DateTime, dates: &DateFormat) -> (i32, u32, u32) {
    if dates.is_um_al_qura()
        && let Some(found) = um_al_qura::civil(date.day_number())
    {
        return found;
    }
    let (year, month, day, _) = date.civil();
    (year, month, day)
}

fn custom(out: &mut String, date: DateTime, moment: Option<DateTimeOffset>, format: &str, culture: &Culture) -> Result<(), Fault> {
    let dates = &culture.dates;
    let format: Vec<char> = format.chars().collect();
    let (year, month, day) = civil(date, dates);
    let start = out.len();
    let mut at = 0;
    while at < format.len() {
        let letter = format[at];
        let width = format[at..].iter().take_while(|character| **character == letter).count();
        let mut used = width;
        match letter {
            'g' => out.push_str(dates.eras.first().map_or("", String::as_str)),
            'h' => digits(out, (date.hour() + 11) % 12 + 1, width),
            'H' => digits(out, date.hour(), width),
            'm' => digits(out, date.minute(), width),
            's' => digits(out, date.second(), width),
            'f' | 'F' => {
                if width > 7 {
                    return Err(bad_format());
                }
                let mut fraction = format!("{:07}", date.fraction());
                fraction.truncate(width);
                if letter == 'F' {
                    fraction.truncate(fraction.trim_end_matches('0').len());
                    if fraction.is_empty() && out.len() > start && out.ends_with('.') {
                        out.pop();
                    }
                }
                out.push_str(&fraction);
            }
            't' => {
                let designator = if date.hour() < 12 { &dates.am } else { &dates.pm };
                if width == 1 {
                    out.extend(designator.chars().next());
                } else {
                    out.push_str(designator);
                }
            }
            'd' => match width {
                1 | 2 => digits(out, day, width),
                3 => out.push_str(&dates.days_short[date.day_of_week() as usize]),
                _ => out.push_str(&dates.days[date.day_of_week() as usize]),
            },
            'M' => {
                let index = (month - 1) as usize;
                match width {
                    1 | 2 => digits(out, month, width),
                    3 if is_beside_day(&format, at, width) => out.push_str(&dates.months_short_genitive[index]),
                    3 => out.push_str(&dates.months_short[index]),
                    _ if is_beside_day(&format, at, width) => out.push_str(&dates.months_genitive[index]),
                    _ => out.push_str(&dates.months[index]),
                }
            }
            'y' => {
                let _ =
                    if width <= 2 { write!(out, "{:0width$}", year % 100) } else { write!(out, "{year:0width$}", width = width.min(16)) };
            }
            'z' => {
                let offset = moment.map_or_else(|| date.utc_offset(), DateTimeOffset::offset);
                write_offset(out, offset, width);
            }
            'K' => {
                // One letter at a time: each stands for the whole zone.
                used = 1;
                match (moment, date.kind()) {
                    (Some(moment), _) => write_offset(out, moment.offset(), 3),
                    (None, DateTimeKind::Utc) => out.push('Z'),
                    (None, DateTimeKind::Local) => write_offset(out, date.utc_offset(), 3),
                    (None, DateTimeKind::Unspecified) => {}
                }
            }
            ':' => {
                out.push_str(&dates.time_separator);
                used = 1;
            }
            '/' => {
                out.push_str(&dates.date_separator);
                used = 1;
            }
            '\'' | '"' => {
                let (text, end) = quoted(&format, at)?;
                out.push_str(&text);
                used = end - at;
            }
            '%' => {
                let next = *format.get(at + 1).ok_or_else(bad_format)?;
                if next == '%' {
                    return Err(bad_format());
                }
                custom_letter(out, date, moment, next, culture)?;
                used = 2;
            }
            '\\' => {
                out.push(*format.get(at + 1).ok_or_else(bad_format)?);
                used = 2;
            }
            other => {
                out.push(other);
                used = 1;
            }
        }
        at += used;
    }
    Ok(())
}

/// A single custom letter after `%`.
fn custom_letter(out: &mut String, date: DateTime, moment: Option<DateTimeOffset>, letter: char, culture: &Culture) -> Result<(), Fault> {
    custom(out, date, moment, letter.encode_utf8(&mut [0; 4]), culture)
}
