//! `Get-Date -UFormat`: formats with percent letters.

use crate::value::date::DateTime;
use crate::value::text::culture::Culture;
use std::fmt::Write;

/// Writes a date by percent letters, names in the culture's language. A `+` before the format is dropped;
/// an unknown letter stands for itself.
pub fn format_unix(out: &mut String, date: DateTime, format: &str, culture: &Culture) {
    let mut letters = format.strip_prefix('+').unwrap_or(format).chars();
    while let Some(letter) = letters.next() {
        if letter != '%' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some(letter) => field(out, date, letter, culture),
            None => out.push('%'),
        }
    }
}

fn net(out: &mut String, date: DateTime, format: &str, culture: &Culture) {
    // The formats below are all valid.
    let _ = date.format(out, format, culture);
}

fn field(out: &mut String, date: DateTime, letter: char, culture: &Culture) {
    let (year, _, day, day_of_year) = date.civil();
    let hour12 = (date.hour() + 11) % 12 + 1;
    let _ = match letter {
        'a' => return net(out, date, "ddd", culture),
        'A' => return net(out, date, "dddd", culture),
        'b' | 'h' => return net(out, date, "MMM", culture),
        'B' => return net(out, date, "MMMM", culture),
        'c' => return net(out, date, "ddd dd MMM yyyy HH':'mm':'ss", culture),
        'd' => return net(out, date, "dd", culture),
        'D' | 'x' => return net(out, date, "MM'/'dd'/'yy", culture),
        'F' => return net(out, date, "yyyy'-'MM'-'dd", culture),
        'H' => return net(out, date, "HH", culture),
        'I' => return net(out, date, "hh", culture),
        'm' => return net(out, date, "MM", culture),
        'M' => return net(out, date, "mm", culture),
        'p' => return net(out, date, "tt", culture),
        'r' => return net(out, date, "hh':'mm':'ss tt", culture),
        'R' => return net(out, date, "HH':'mm", culture),
        'S' => return net(out, date, "ss", culture),
        'T' | 'X' => return net(out, date, "HH':'mm':'ss", culture),
        'y' => return net(out, date, "yy", culture),
        'Y' => return net(out, date, "yyyy", culture),
        'Z' => return net(out, date, "zz", culture),
        'C' => write!(out, "{}", year / 100),
        'e' => write!(out, "{day:>2}"),
        'g' => write!(out, "{:02}", date.iso_week().0 % 100),
        'G' => write!(out, "{:04}", date.iso_week().0),
        'j' => write!(out, "{day_of_year:03}"),
        'k' => write!(out, "{:>2}", date.hour()),
        'l' => write!(out, "{hour12:>2}"),
        'n' => out.write_char('\n'),
        's' => write!(out, "{}", date.unix_seconds()),
        't' => out.write_char('\t'),
        'u' => write!(out, "{}", (date.day_of_week() + 6) % 7 + 1),
        'U' | 'W' => write!(out, "{}", day_of_year / 7),
        'V' => write!(out, "{:02}", date.iso_week().1),
        'w' => write!(out, "{}", date.day_of_week()),
        other => out.write_char(other),
    };
}
