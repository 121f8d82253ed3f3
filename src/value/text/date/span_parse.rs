//! Text to time spans.

use super::format::{bad_format, quoted};
use crate::value::date::{TICKS_PER_DAY, TICKS_PER_SECOND, TimeSpan};
use crate::value::fault::Fault;
use crate::value::text::culture::Culture;

fn unrecognized(text: &str) -> Fault {
    Fault::format(format!("String '{text}' was not recognized as a valid TimeSpan."))
}

fn out_of_range(text: &str) -> Fault {
    Fault::overflow(format!(
        "The TimeSpan string '{text}' could not be parsed because at least one of the numeric components is out of range or contains too many digits."
    ))
}

/// A number of the text: value, how many digits it has.
#[derive(Debug, Clone, Copy)]
struct Number {
    value: u64,
    n_digits: usize,
}

/// `TimeSpan.Parse`: days, `h:m`, `d.h:m`, `h:m:s`, with a fraction of the second after the culture's
/// decimal separator or a point.
pub fn parse_time_span(text: &str, culture: &Culture) -> Result<TimeSpan, Fault> {
    let trimmed = text.trim();
    let (is_negative, body) = match trimmed.strip_prefix('-') {
        Some(body) => (true, body),
        None => (false, trimmed),
    };
    let decimal = culture.number.decimal.as_str();
    let mut numbers = Vec::with_capacity(5);
    let mut separators = String::new();
    let mut rest = body;
    loop {
        let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if n_digits == 0 || numbers.len() == 5 {
            return Err(unrecognized(text));
        }
        let (digits, after) = rest.split_at(n_digits);
        numbers.push(Number { value: digits.parse().unwrap_or(u64::MAX), n_digits });
        if after.is_empty() {
            break;
        }
        if let Some(next) = after.strip_prefix(':') {
            separators.push(':');
            rest = next;
        } else if let Some(next) = after.strip_prefix('.').or_else(|| after.strip_prefix(decimal)) {
            separators.push('.');
            rest = next;
        } else {
            return Err(unrecognized(text));
        }
    }
    let zero = Number { value: 0, n_digits: 1 };
    let n = |index: usize| numbers.get(index).copied().unwrap_or(zero);
    let (days, hours, minutes, seconds, fraction) = match separators.as_str() {
        "" => (n(0), zero, zero, zero, zero),
        ":" => (zero, n(0), n(1), zero, zero),
        "::" => (zero, n(0), n(1), n(2), zero),
        ":::" => (n(0), n(1), n(2), n(3), zero),
        ".:" => (n(0), n(1), n(2), zero, zero),
        ".::" => (n(0), n(1), n(2), n(3), zero),
        "::." => (zero, n(0), n(1), n(2), n(3)),
        ".::." | ":::." => (n(0), n(1), n(2), n(3), n(4)),
        _ => return Err(unrecognized(text)),
    };
    total(text, is_negative, days, hours, minutes, seconds, fraction)
}

fn total(
    text: &str,
    is_negative: bool,
    days: Number,
    hours: Number,
    minutes: Number,
    seconds: Number,
    fraction: Number,
) -> Result<TimeSpan, Fault> {
    if days.value > 10_675_199 || hours.value > 23 || minutes.value > 59 || seconds.value > 59 || fraction.n_digits > 7 {
        return Err(out_of_range(text));
    }
    let scale = 10i128.pow(7 - fraction.n_digits as u32);
    let magnitude = i128::from(days.value) * i128::from(TICKS_PER_DAY)
        + i128::from(hours.value * 3600 + minutes.value * 60 + seconds.value) * i128::from(TICKS_PER_SECOND)
        + i128::from(fraction.value) * scale;
    i64::try_from(if is_negative { -magnitude } else { magnitude }).map(TimeSpan).map_err(|_| out_of_range(text))
}

/// `TimeSpan.ParseExact` with one or more formats: `c`, `g`, `G` or custom ones.
pub fn parse_time_span_exact(text: &str, formats: &[&str], culture: &Culture, is_negative: bool) -> Result<TimeSpan, Fault> {
    for format in formats {
        let parsed = match *format {
            "c" | "t" | "T" => parse_time_span(text, Culture::invariant()),
            "g" | "G" => parse_time_span(text, culture),
            _ if format.chars().count() < 2 => return Err(bad_format()),
            _ => {
                let parsed = custom(text, format)?;
                match parsed {
                    Some(span) if is_negative => span.negate(),
                    Some(span) => Ok(span),
                    None => Err(unrecognized(text)),
                }
            }
        };
        if parsed.is_ok() || formats.len() == 1 {
            return parsed;
        }
    }
    Err(unrecognized(text))
}

fn custom(text: &str, format: &str) -> Result<Option<TimeSpan>, Fault> {
    let format: Vec<char> = format.chars().collect();
    let zero = Number { value: 0, n_digits: 1 };
    let mut parts = [zero; 5];
    let mut rest = text;
    let mut at = 0;
    while at < format.len() {
        let mut letter = format[at];
        if letter == '%' {
            at += 1;
            letter = *format.get(at).ok_or_else(bad_format)?;
        }
        let width = format[at..].iter().take_while(|character| **character == letter).count();
        match letter {
            'd' | 'h' | 'm' | 's' | 'f' | 'F' => {
                let (index, limit) = match letter {
                    'd' => (0, 8),
                    'h' => (1, 2),
                    'm' => (2, 2),
                    's' => (3, 2),
                    _ => (4, 7),
                };
                if width > limit {
                    return Err(bad_format());
                }
                let most = if matches!(letter, 'f' | 'F') || width > 1 { width.max(if letter == 'd' { 8 } else { width }) } else { limit };
                let n_digits = rest.bytes().take_while(u8::is_ascii_digit).take(most).count();
                let least = if letter == 'F' { 0 } else { width };
                if n_digits < least {
                    return Ok(None);
                }
                let (digits, after) = rest.split_at(n_digits);
                parts[index] = Number { value: digits.parse().unwrap_or(0), n_digits: n_digits.max(1) };
                rest = after;
                at += width;
            }
            '\'' | '"' => {
                let (literal, end) = quoted(&format, at)?;
                let Some(after) = rest.strip_prefix(literal.as_str()) else { return Ok(None) };
                rest = after;
                at = end;
            }
            '\\' => {
                let escaped = *format.get(at + 1).ok_or_else(bad_format)?;
                let Some(after) = rest.strip_prefix(escaped) else { return Ok(None) };
                rest = after;
                at += 2;
            }
            _ => return Err(bad_format()),
        }
    }
    if !rest.is_empty() {
        return Ok(None);
    }
    let [days, hours, minutes, seconds, fraction] = parts;
    total(text, false, days, hours, minutes, seconds, fraction).map(Some)
}
