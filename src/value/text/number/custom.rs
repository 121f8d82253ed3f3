//! Custom numeric formats: `0`, `#`, `.`, `,`, `%`, per mille, `E0`, sections, literals and escapes.

use super::digits::{Digits, Kind};
use super::standard::exponent;
use crate::value::text::culture::NumberFormat;

const PER_MILLE: char = '\u{2030}';

/// What a section says about the digits, read once before writing.
struct Layout {
    digit_count: i32,
    decimal_position: i32,
    first_zero: i32,
    last_zero: i32,
    is_scientific: bool,
    has_groups: bool,
    scale_adjust: i32,
}

/// Writes digits in a custom format.
pub(super) fn write(out: &mut String, digits: &mut Digits, format: &str, culture: &NumberFormat) {
    let format: Vec<char> = format.chars().collect();
    let start = out.len();
    let mut section = find_section(&format, if digits.ascii.is_empty() { 2 } else { usize::from(digits.negative) });
    let layout = loop {
        let layout = read_section(&format[section..]);
        if digits.ascii.is_empty() {
            if digits.kind != Kind::Float {
                digits.negative = false;
            }
            digits.scale = 0;
            break layout;
        }
        digits.scale += layout.scale_adjust;
        let position = if layout.is_scientific { layout.digit_count } else { digits.scale + layout.digit_count - layout.decimal_position };
        digits.round(position, false);
        if digits.ascii.is_empty() {
            let zero_section = find_section(&format, 2);
            if zero_section != section {
                section = zero_section;
                continue;
            }
        }
        break layout;
    };
    if digits.negative && section == 0 && digits.scale != 0 {
        out.push_str(&culture.minus);
    }
    write_section(out, digits, &format[section..], &layout, culture);
    if digits.negative && section == 0 && digits.scale == 0 && out.len() > start {
        out.insert_str(start, &culture.minus);
    }
}

/// Where a section begins: 0 positive, 1 negative, 2 zero. A missing or empty one is the first.
fn find_section(format: &[char], mut section: usize) -> usize {
    if section == 0 {
        return 0;
    }
    let mut at = 0;
    while at < format.len() {
        let character = format[at];
        at += 1;
        match character {
            '\'' | '"' => at = after_quote(format, at, character),
            '\\' => at += usize::from(at < format.len()),
            ';' => {
                section -= 1;
                if section == 0 {
                    return if format.get(at).is_some_and(|next| *next != ';' && *next != '\0') { at } else { 0 };
                }
            }
            '\0' => return 0,
            _ => {}
        }
    }
    0
}

fn after_quote(format: &[char], mut at: usize, quote: char) -> usize {
    while at < format.len() && format[at] != '\0' {
        at += 1;
        if format[at - 1] == quote {
            break;
        }
    }
    at
}

fn is_exponent(format: &[char], at: usize) -> bool {
    match format.get(at) {
        Some('0') => true,
        Some('+' | '-') => format.get(at + 1) == Some(&'0'),
        _ => false,
    }
}

fn read_section(format: &[char]) -> Layout {
    let (mut digit_count, mut decimal_position, mut first_zero, mut last_zero) = (0, -1, i32::MAX, 0);
    let (mut thousand_position, mut thousand_count, mut scale_adjust) = (-1, 0, 0);
    let (mut is_scientific, mut has_groups) = (false, false);
    let mut at = 0;
    while at < format.len() && format[at] != ';' && format[at] != '\0' {
        let character = format[at];
        at += 1;
        match character {
            '#' => digit_count += 1,
            '0' => {
                if first_zero == i32::MAX {
                    first_zero = digit_count;
                }
                digit_count += 1;
                last_zero = digit_count;
            }
            '.' if decimal_position < 0 => decimal_position = digit_count,
            ',' if digit_count > 0 && decimal_position < 0 => {
                if thousand_position == digit_count {
                    thousand_count += 1;
                } else {
                    has_groups |= thousand_position >= 0;
                    thousand_position = digit_count;
                    thousand_count = 1;
                }
            }
            '%' => scale_adjust += 2,
            PER_MILLE => scale_adjust += 3,
            '\'' | '"' => at = after_quote(format, at, character),
            '\\' => at += usize::from(at < format.len()),
            'E' | 'e' if is_exponent(format, at) => {
                at += 1;
                while format.get(at) == Some(&'0') {
                    at += 1;
                }
                is_scientific = true;
            }
            _ => {}
        }
    }
    if decimal_position < 0 {
        decimal_position = digit_count;
    }
    if thousand_position >= 0 {
        if thousand_position == decimal_position {
            scale_adjust -= thousand_count * 3;
        } else {
            has_groups = true;
        }
    }
    let first_zero = if first_zero < decimal_position { decimal_position - first_zero } else { 0 };
    let last_zero = if last_zero > decimal_position { decimal_position - last_zero } else { 0 };
    Layout { digit_count, decimal_position, first_zero, last_zero, is_scientific, has_groups, scale_adjust }
}

/// Positions, counted from the point, after which a group separator stands; the leftmost is last.
fn group_breaks(layout: &Layout, position: i32, adjust: i32, culture: &NumberFormat) -> Vec<i32> {
    let mut breaks = Vec::new();
    let Some(&first) = culture.group_sizes.first() else { return breaks };
    if !layout.has_groups || culture.group.is_empty() {
        return breaks;
    }
    let n_digits = (position + adjust.min(0)).max(layout.first_zero);
    let (mut index, mut size) = (0, i32::from(first));
    let mut total = size;
    while n_digits > total && size != 0 {
        breaks.push(total);
        if index + 1 < culture.group_sizes.len() {
            index += 1;
            size = i32::from(culture.group_sizes[index]);
        }
        total += size;
    }
    breaks
}

fn write_section(out: &mut String, digits: &Digits, format: &[char], layout: &Layout, culture: &NumberFormat) {
    let mut position = if layout.is_scientific { layout.decimal_position } else { digits.scale.max(layout.decimal_position) };
    let mut adjust = if layout.is_scientific { 0 } else { digits.scale - layout.decimal_position };
    let mut breaks = group_breaks(layout, position, adjust, culture);
    let mut source = digits.ascii.iter().copied().peekable();
    let mut is_scientific = layout.is_scientific;
    let mut has_decimal = false;
    let put = |out: &mut String, digit: u8, position: i32, breaks: &mut Vec<i32>| {
        out.push(char::from(digit));
        if position > 1 && breaks.last() == Some(&(position - 1)) {
            out.push_str(&culture.group);
            breaks.pop();
        }
    };
    let mut at = 0;
    while at < format.len() && format[at] != ';' && format[at] != '\0' {
        let character = format[at];
        at += 1;
        if matches!(character, '#' | '0' | '.') {
            while adjust > 0 {
                put(out, source.next().unwrap_or(b'0'), position, &mut breaks);
                position -= 1;
                adjust -= 1;
            }
        }
        match character {
            '#' | '0' => {
                let digit = if adjust < 0 {
                    adjust += 1;
                    (position <= layout.first_zero).then_some(b'0')
                } else {
                    source.next().or_else(|| (position > layout.last_zero).then_some(b'0'))
                };
                if let Some(digit) = digit {
                    put(out, digit, position, &mut breaks);
                }
                position -= 1;
            }
            '.' => {
                let has_tail = layout.last_zero < 0 || (layout.decimal_position < layout.digit_count && source.peek().is_some());
                if position == 0 && !has_decimal && has_tail {
                    out.push_str(&culture.decimal);
                    has_decimal = true;
                }
            }
            PER_MILLE => out.push_str(&culture.per_mille),
            '%' => out.push_str(&culture.percent.symbol),
            ',' => {}
            '\'' | '"' => {
                while at < format.len() && format[at] != '\0' && format[at] != character {
                    out.push(format[at]);
                    at += 1;
                }
                at += usize::from(at < format.len());
            }
            '\\' => {
                if let Some(escaped) = format.get(at) {
                    out.push(*escaped);
                    at += 1;
                }
            }
            'E' | 'e' if is_scientific => {
                if !is_exponent(format, at) {
                    out.push(character);
                    continue;
                }
                let plus = format[at] == '+';
                let mut width = usize::from(format[at] == '0');
                at += 1;
                while format.get(at) == Some(&'0') {
                    width += 1;
                    at += 1;
                }
                let value = if digits.ascii.is_empty() { 0 } else { digits.scale - layout.decimal_position };
                exponent(out, value, character, width.min(10), plus, culture);
                is_scientific = false;
            }
            'E' | 'e' => {
                out.push(character);
                if matches!(format.get(at), Some('+' | '-')) {
                    out.push(format[at]);
                    at += 1;
                }
                while format.get(at) == Some(&'0') {
                    out.push('0');
                    at += 1;
                }
            }
            other => out.push(other),
        }
    }
}
