//! Standard numeric formats: a letter and a precision.

use super::digits::{Digits, Kind};
use crate::value::fault::Fault;
use crate::value::text::culture::{NumberFormat, UnitFormat};
use std::fmt::Write;

/// More digits than this are refused as .NET runs out of memory for them.
const MAX_PRECISION: i32 = 10_000_000;

/// A format string, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Specifier {
    /// A letter with its precision, -1 where none is given.
    Standard(u8, i32),
    /// Anything else.
    Custom,
}

pub(super) fn bad_specifier() -> Fault {
    Fault::format("Format specifier was invalid.")
}

/// Takes a format apart. The empty format is `G`.
pub(super) fn specifier(format: &str) -> Result<Specifier, Fault> {
    let bytes = format.as_bytes();
    let Some((&letter, rest)) = bytes.split_first() else { return Ok(Specifier::Standard(b'G', -1)) };
    if !letter.is_ascii_alphabetic() {
        return Ok(Specifier::Custom);
    }
    if rest.is_empty() {
        return Ok(Specifier::Standard(letter, -1));
    }
    let mut precision = 0i32;
    for byte in rest {
        if *byte == 0 {
            break;
        }
        if !byte.is_ascii_digit() {
            return Ok(Specifier::Custom);
        }
        if precision >= 100_000_000 {
            return Err(bad_specifier());
        }
        precision = precision * 10 + i32::from(byte - b'0');
    }
    if precision > MAX_PRECISION {
        return Err(Fault::out_of_memory());
    }
    Ok(Specifier::Standard(letter, precision))
}

const POSITIVE_CURRENCY: [&str; 4] = ["$#", "#$", "$ #", "# $"];
const NEGATIVE_CURRENCY: [&str; 17] =
    ["($#)", "-$#", "$-#", "$#-", "(#$)", "-#$", "#-$", "#$-", "-# $", "-$ #", "# $-", "$ #-", "$ -#", "#- $", "($ #)", "(# $)", "$- #"];
const POSITIVE_PERCENT: [&str; 4] = ["# %", "#%", "%#", "% #"];
const NEGATIVE_PERCENT: [&str; 12] = ["-# %", "-#%", "-%#", "%-#", "%#-", "#-%", "#%-", "-% #", "# %-", "% #-", "% -#", "#- %"];
const NEGATIVE_NUMBER: [&str; 5] = ["(#)", "-#", "- #", "#-", "# -"];

/// Writes digits in one of the formats C, E, F, G, N, P and R. `precision` is -1 for the default; `max_general`
/// is how many digits `G` shows before it turns to an exponent.
pub(super) fn write(out: &mut String, digits: &mut Digits, letter: u8, precision: i32, culture: &NumberFormat) -> Result<(), Fault> {
    let is_rounded = digits.kind == Kind::Float;
    match letter.to_ascii_uppercase() {
        b'C' => {
            let decimals = default(precision, culture.currency.digits);
            digits.round(digits.scale.saturating_add(decimals), is_rounded);
            let pattern = if digits.negative {
                pick(&NEGATIVE_CURRENCY, culture.currency.negative_pattern)
            } else {
                pick(&POSITIVE_CURRENCY, culture.currency.positive_pattern)
            };
            unit(out, pattern, digits, decimals, &culture.currency, &culture.minus);
        }
        b'P' => {
            let decimals = default(precision, culture.percent.digits);
            digits.scale += 2;
            digits.round(digits.scale.saturating_add(decimals), is_rounded);
            let pattern = if digits.negative {
                pick(&NEGATIVE_PERCENT, culture.percent.negative_pattern)
            } else {
                pick(&POSITIVE_PERCENT, culture.percent.positive_pattern)
            };
            unit(out, pattern, digits, decimals, &culture.percent, &culture.minus);
        }
        b'F' => {
            let decimals = default(precision, culture.digits);
            digits.round(digits.scale.saturating_add(decimals), is_rounded);
            sign(out, digits, culture);
            fixed(out, digits, decimals, &culture.decimal, None);
        }
        b'N' => {
            let decimals = default(precision, culture.digits);
            digits.round(digits.scale.saturating_add(decimals), is_rounded);
            let pattern = if digits.negative { pick(&NEGATIVE_NUMBER, culture.negative_pattern) } else { "#" };
            for character in pattern.chars() {
                match character {
                    '#' => fixed(out, digits, decimals, &culture.decimal, Some((&culture.group_sizes, &culture.group))),
                    '-' => out.push_str(&culture.minus),
                    other => out.push(other),
                }
            }
        }
        b'E' => {
            let count = default(precision, 6) + 1;
            digits.round(count, is_rounded);
            sign(out, digits, culture);
            scientific(out, digits, count, letter, culture);
        }
        b'G' | b'R' => {
            let exponent_letter = if letter.is_ascii_lowercase() { 'e' } else { 'E' };
            if precision < 1 && digits.kind == Kind::Decimal {
                if !digits.ascii.is_empty() {
                    sign(out, digits, culture);
                }
                general(out, digits, None, exponent_letter, culture);
            } else {
                let count = if precision < 1 { digits.ascii.len() as i32 } else { precision };
                digits.round(count, is_rounded);
                sign(out, digits, culture);
                general(out, digits, Some(count), exponent_letter, culture);
            }
        }
        _ => return Err(bad_specifier()),
    }
    Ok(())
}

fn default(precision: i32, by_culture: u8) -> i32 {
    if precision < 0 { i32::from(by_culture) } else { precision }
}

fn pick(patterns: &[&'static str], index: u8) -> &'static str {
    patterns.get(index as usize).copied().unwrap_or(patterns[0])
}

fn sign(out: &mut String, digits: &Digits, culture: &NumberFormat) {
    if digits.negative {
        out.push_str(&culture.minus);
    }
}

fn unit(out: &mut String, pattern: &str, digits: &Digits, decimals: i32, format: &UnitFormat, minus: &str) {
    for character in pattern.chars() {
        match character {
            '#' => fixed(out, digits, decimals, &format.decimal, Some((&format.group_sizes, &format.group))),
            '-' => out.push_str(minus),
            '$' | '%' => out.push_str(&format.symbol),
            other => out.push(other),
        }
    }
}

fn zeros(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n('0', count));
}

/// Digits with a fixed number of decimals, the whole part in groups where they are given.
fn fixed(out: &mut String, digits: &Digits, decimals: i32, decimal: &str, groups: Option<(&[u8], &str)>) {
    let whole = digits.scale.max(0) as usize;
    let from_digits = whole.min(digits.ascii.len());
    let (head, tail) = digits.ascii.split_at(from_digits);
    if whole == 0 {
        out.push('0');
    } else {
        match groups {
            Some((sizes, separator)) if sizes.first().is_some_and(|size| whole > usize::from(*size) && *size > 0) => {
                grouped(out, head, whole, sizes, separator);
            }
            _ => {
                out.extend(head.iter().map(|digit| char::from(*digit)));
                zeros(out, whole - from_digits);
            }
        }
    }
    if decimals > 0 {
        out.push_str(decimal);
        let leading = (-digits.scale).clamp(0, decimals) as usize;
        zeros(out, leading);
        let shown = tail.len().min(decimals as usize - leading);
        out.extend(tail[..shown].iter().map(|digit| char::from(*digit)));
        zeros(out, decimals as usize - leading - shown);
    }
}

fn grouped(out: &mut String, head: &[u8], whole: usize, sizes: &[u8], separator: &str) {
    // Positions, counted from the point, where a separator stands.
    let mut breaks = Vec::with_capacity(whole / 2);
    let (mut index, mut total) = (0, usize::from(sizes[0]));
    while whole > total {
        breaks.push(total);
        if index + 1 < sizes.len() {
            index += 1;
        }
        if sizes[index] == 0 {
            break;
        }
        total += usize::from(sizes[index]);
    }
    for position in 0..whole {
        let left = whole - position;
        if position > 0 && breaks.last() == Some(&left) {
            out.push_str(separator);
            breaks.pop();
        }
        out.push(head.get(position).map_or('0', |digit| char::from(*digit)));
    }
}

fn scientific(out: &mut String, digits: &Digits, count: i32, letter: u8, culture: &NumberFormat) {
    out.push(digits.ascii.first().map_or('0', |digit| char::from(*digit)));
    if count > 1 {
        out.push_str(&culture.decimal);
        let tail = digits.ascii.get(1..).unwrap_or(&[]);
        let shown = tail.len().min(count as usize - 1);
        out.extend(tail[..shown].iter().map(|digit| char::from(*digit)));
        zeros(out, count as usize - 1 - shown);
    }
    let value = if digits.ascii.is_empty() { 0 } else { digits.scale - 1 };
    exponent(out, value, char::from(letter), 3, true, culture);
}

/// An exponent with its letter and at least `width` digits.
pub(super) fn exponent(out: &mut String, value: i32, letter: char, width: usize, plus: bool, culture: &NumberFormat) {
    out.push(letter);
    if value < 0 {
        out.push_str(&culture.minus);
    } else if plus {
        out.push_str(&culture.plus);
    }
    let _ = write!(out, "{:0width$}", value.unsigned_abs());
}

/// The general format; `limit` is how many whole digits are shown before an exponent, none for no limit.
pub(super) fn general(out: &mut String, digits: &Digits, limit: Option<i32>, letter: char, culture: &NumberFormat) {
    let is_scientific = limit.is_some_and(|limit| digits.scale > limit || digits.scale < -3);
    let scale = if is_scientific { 1 } else { digits.scale };
    let whole = scale.max(0) as usize;
    let (head, tail) = digits.ascii.split_at(whole.min(digits.ascii.len()));
    if whole == 0 {
        out.push('0');
    } else {
        out.extend(head.iter().map(|digit| char::from(*digit)));
        zeros(out, whole - head.len());
    }
    if !tail.is_empty() || scale < 0 {
        out.push_str(&culture.decimal);
        zeros(out, (-scale).max(0) as usize);
        out.extend(tail.iter().map(|digit| char::from(*digit)));
    }
    if is_scientific {
        exponent(out, digits.scale - 1, letter, 2, true, culture);
    }
}
