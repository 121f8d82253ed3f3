//! Dates and time spans as XML Schema writes them.

use crate::value::date::DateTimeKind;
use crate::value::date::zone::offset_at_utc;
use crate::value::text::culture::Culture;
use crate::value::{DateTime, TimeSpan};

const TICKS_PER_SECOND: i64 = 10_000_000;
const TICKS_PER_DAY: i64 = 86_400 * TICKS_PER_SECOND;

/// Ticks below a second, without zeros at the end.
fn fraction(ticks: i64) -> String {
    if ticks == 0 { String::new() } else { format!(".{ticks:07}").trim_end_matches('0').to_owned() }
}

/// `2024-01-02T03:04:05.5Z`
pub fn date_text(date: &DateTime) -> String {
    let culture = Culture::invariant();
    let mut out = String::new();
    if date.format(&mut out, "yyyy-MM-ddTHH:mm:ss", culture).is_err() {
        return String::new();
    }
    out.push_str(&fraction(date.ticks().rem_euclid(TICKS_PER_SECOND)));
    match date.kind() {
        DateTimeKind::Utc => out.push('Z'),
        DateTimeKind::Local => {
            let _ = date.format(&mut out, "zzz", culture);
        }
        _ => {}
    }
    out
}

/// The date of a text.
pub fn date(text: &str) -> Option<DateTime> {
    let (day, time) = text.trim().split_once('T')?;
    let mut parts = day.rsplitn(3, '-');
    let (day, month, year) = (parts.next()?.parse::<i8>().ok()?, parts.next()?.parse::<i8>().ok()?, parts.next()?.parse::<i16>().ok()?);
    let (clock, zone) = match time.find(['Z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => (time, ""),
    };
    let (hms, below) = clock.split_once('.').unwrap_or((clock, ""));
    let mut fields = hms.split(':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (fields.next()??, fields.next()??, fields.next()??);
    let below: i64 = format!("{below:0<7}").get(..7)?.parse().ok()?;
    let day = jiff::civil::Date::new(year, month, day).ok()?;
    let days = i64::from(jiff::civil::Date::new(1, 1, 1).ok()?.until((jiff::Unit::Day, day)).ok()?.get_days());
    let ticks = days * TICKS_PER_DAY + (hour * 3600 + minute * 60 + second) * TICKS_PER_SECOND + below;
    match zone {
        "" => DateTime::from_ticks(ticks, DateTimeKind::Unspecified).ok(),
        "Z" => DateTime::from_ticks(ticks, DateTimeKind::Utc).ok(),
        zone => {
            let (hours, minutes) = zone.get(1..)?.split_once(':')?;
            let offset = (hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?) * 60 * TICKS_PER_SECOND;
            let utc = if zone.starts_with('-') { ticks + offset } else { ticks - offset };
            DateTime::from_ticks(utc + offset_at_utc(utc).0, DateTimeKind::Local).ok()
        }
    }
}

/// `P1DT2H3M4.5S`
pub fn span_text(span: &TimeSpan) -> String {
    let ticks = span.0;
    let sign = if ticks < 0 { "-" } else { "" };
    let ticks = ticks.unsigned_abs() as i64;
    let (days, rest) = (ticks / TICKS_PER_DAY, ticks % TICKS_PER_DAY);
    let seconds = rest / TICKS_PER_SECOND;
    let mut out = format!("{sign}P");
    if days > 0 {
        out.push_str(&format!("{days}D"));
    }
    let mut time = String::new();
    for (amount, unit) in [(seconds / 3600, 'H'), (seconds / 60 % 60, 'M')] {
        if amount > 0 {
            time.push_str(&format!("{amount}{unit}"));
        }
    }
    let below = fraction(rest % TICKS_PER_SECOND);
    if seconds % 60 > 0 || !below.is_empty() {
        time.push_str(&format!("{}{below}S", seconds % 60));
    }
    match (time.is_empty(), days) {
        (true, 0) => out.push_str("T0S"),
        (true, _) => {}
        (false, _) => {
            out.push('T');
            out.push_str(&time);
        }
    }
    out
}

/// The ticks of a duration.
pub fn span_ticks(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut rest = rest.strip_prefix('P')?;
    let mut in_time = false;
    let mut total: i64 = 0;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            in_time = true;
            rest = after;
            continue;
        }
        let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let (number, unit) = (&rest[..end], rest.as_bytes()[end]);
        rest = &rest[end + 1..];
        let (whole, below) = number.split_once('.').unwrap_or((number, ""));
        let whole: i64 = whole.parse().ok()?;
        let seconds = match (unit, in_time) {
            (b'D', false) => 86_400,
            (b'H', true) => 3600,
            (b'M', true) => 60,
            (b'S', true) => 1,
            _ => return None,
        };
        total = total.checked_add(whole.checked_mul(seconds)?.checked_mul(TICKS_PER_SECOND)?)?;
        if !below.is_empty() {
            total += format!("{below:0<7}").get(..7)?.parse::<i64>().ok()?;
        }
    }
    Some(sign * total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_come_back() {
        for (ticks, text) in [(0, "PT0S"), (36_000_000_000, "PT1H"), (-864_000_000_000, "-P1D"), (864_015_000_000, "P1DT1.5S")] {
            assert_eq!(span_ticks(text), Some(ticks));
            assert_eq!(span_text(&TimeSpan(ticks)), text);
        }
    }

    #[test]
    fn dates_come_back() {
        for text in ["2024-01-02T00:00:00Z", "2024-02-29T12:34:56.789", "0001-01-01T00:00:00"] {
            assert_eq!(date_text(&date(text).expect("a date")), text);
        }
    }
}
