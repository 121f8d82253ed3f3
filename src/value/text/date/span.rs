//! Time spans to text.

use super::format::{bad_format, quoted};
use crate::value::date::{TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND, TimeSpan};
use crate::value::fault::Fault;
use crate::value::text::culture::Culture;
use std::fmt::Write;

/// The parts of a span without its sign.
struct Parts {
    days: u64,
    hours: u64,
    minutes: u64,
    seconds: u64,
    fraction: u64,
}

fn parts(span: TimeSpan) -> Parts {
    let ticks = span.0.unsigned_abs();
    Parts {
        days: ticks / TICKS_PER_DAY as u64,
        hours: ticks / TICKS_PER_HOUR as u64 % 24,
        minutes: ticks / TICKS_PER_MINUTE as u64 % 60,
        seconds: ticks / TICKS_PER_SECOND as u64 % 60,
        fraction: ticks % TICKS_PER_SECOND as u64,
    }
}

impl TimeSpan {
    /// The constant format `c`, which is also `"$x"`: `[-][d.]hh:mm:ss[.fffffff]`.
    pub fn invariant_text(self, out: &mut String) {
        let Parts { days, hours, minutes, seconds, fraction } = parts(self);
        if self.0 < 0 {
            out.push('-');
        }
        if days > 0 {
            let _ = write!(out, "{days}.");
        }
        let _ = write!(out, "{hours:02}:{minutes:02}:{seconds:02}");
        if fraction > 0 {
            let _ = write!(out, ".{fraction:07}");
        }
    }

    /// `.ToString(format, culture)`; the empty format is `c`.
    pub fn format(self, out: &mut String, format: &str, culture: &Culture) -> Result<(), Fault> {
        let Parts { days, hours, minutes, seconds, fraction } = parts(self);
        match format {
            "" | "c" | "t" | "T" => self.invariant_text(out),
            "g" | "G" => {
                if self.0 < 0 {
                    out.push('-');
                }
                let decimal = &culture.number.decimal;
                if format == "G" {
                    let _ = write!(out, "{days}:{hours:02}:{minutes:02}:{seconds:02}{decimal}{fraction:07}");
                } else {
                    if days > 0 {
                        let _ = write!(out, "{days}:");
                    }
                    let _ = write!(out, "{hours}:{minutes:02}:{seconds:02}");
                    if fraction > 0 {
                        let digits = format!("{fraction:07}");
                        let _ = write!(out, "{decimal}{}", digits.trim_end_matches('0'));
                    }
                }
            }
            _ if format.chars().count() == 1 => return Err(bad_format()),
            _ => custom(out, &parts(self), format)?,
        }
        Ok(())
    }
}

fn custom(out: &mut String, parts: &Parts, format: &str) -> Result<(), Fault> {
    let format: Vec<char> = format.chars().collect();
    let mut at = 0;
    while at < format.len() {
        let letter = format[at];
        let width = format[at..].iter().take_while(|character| **character == letter).count();
        let mut used = width;
        match letter {
            'd' | 'h' | 'm' | 's' | 'f' | 'F' => field(out, parts, letter, width)?,
            '\'' | '"' => {
                let (text, end) = quoted(&format, at)?;
                out.push_str(&text);
                used = end - at;
            }
            '%' => {
                match format.get(at + 1) {
                    Some(next @ ('d' | 'h' | 'm' | 's' | 'f' | 'F')) => field(out, parts, *next, 1)?,
                    _ => return Err(bad_format()),
                }
                used = 2;
            }
            '\\' => {
                out.push(*format.get(at + 1).ok_or_else(bad_format)?);
                used = 2;
            }
            _ => return Err(bad_format()),
        }
        at += used;
    }
    Ok(())
}

fn field(out: &mut String, parts: &Parts, letter: char, width: usize) -> Result<(), Fault> {
    let (value, limit) = match letter {
        'd' => (parts.days, 8),
        'h' => (parts.hours, 2),
        'm' => (parts.minutes, 2),
        's' => (parts.seconds, 2),
        _ => (parts.fraction, 7),
    };
    if width > limit {
        return Err(bad_format());
    }
    if matches!(letter, 'f' | 'F') {
        let digits = format!("{value:07}");
        let shown = &digits[..width];
        out.push_str(if letter == 'F' { shown.trim_end_matches('0') } else { shown });
    } else {
        let _ = write!(out, "{value:0width$}");
    }
    Ok(())
}
