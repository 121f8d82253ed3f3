//! Phone numbers as people read them: the international form, grouped as the country groups it.
//!
//! Not a validator: a number that its country has no rule for is written without groups. The rules are those
//! of libphonenumber, written to `formats.tsv` by `.ci/generate/phone_formats.py`: the crates that bring its metadata
//! take 100 seconds of processor time to build and 190 ms to format their first number, this file microseconds.
//! Sources beside it: ITU-T E.123 (spaces in international numbers), ITU-T E.164 (country codes).

mod starts;

use std::collections::HashMap;
use std::sync::LazyLock;

use starts::starts_with;

/// A row a way of grouping: country code, how the national number starts, the sizes of the groups, and the form in
/// which `$1` stands for the first group. The first row of the country that fits counts.
const FORMATS: &str = include_str!("formats.tsv");

/// The rows by country code: start, sizes, form.
static ROWS: LazyLock<HashMap<&str, Vec<[&str; 3]>>> = LazyLock::new(|| {
    let mut rows: HashMap<&str, Vec<[&str; 3]>> = HashMap::new();
    for line in FORMATS.lines() {
        let mut columns = line.split('\t');
        if let (Some(code), Some(start), Some(sizes), Some(form)) = (columns.next(), columns.next(), columns.next(), columns.next()) {
            rows.entry(code).or_default().push([start, sizes, form]);
        }
    }
    rows
});

/// Digits of the country code at the start of an E.164 number (ITU-T E.164, annex D): zone 1 and
/// zone 7 have one digit, the codes listed here two, all others three.
fn code_length(digits: &str) -> usize {
    const TWO: [&str; 46] = [
        "20", "27", "28", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51", "52", "53",
        "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95",
        "98", "83",
    ];
    match digits.as_bytes().first() {
        Some(b'1' | b'7') => 1,
        _ if digits.get(..2).is_some_and(|start| TWO.contains(&start)) => 2,
        _ => 3.min(digits.len()),
    }
}

/// The number's digits without `tel:`, the plus sign and separators; `None` if it is not 5 to 15 digits.
pub fn digits(number: &str) -> Option<String> {
    let trimmed = number.trim();
    let trimmed = match trimmed.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => &trimmed[4..],
        _ => trimmed,
    };
    let mut found = String::with_capacity(15);
    for character in trimmed.chars() {
        match character {
            '0'..='9' => found.push(character),
            '+' | ' ' | '-' | '(' | ')' | '.' => {}
            _ => return None,
        }
    }
    (5..=15).contains(&found.len()).then_some(found)
}

/// The number as people read it: `14255550123` gives `+1 425-555-0123`, `442079460958` gives
/// `+44 20 7946 0958`. A text that is not a phone number comes back as it is.
pub fn readable(number: &str) -> String {
    let Some(digits) = digits(number) else { return number.to_owned() };
    let (code, national) = digits.split_at(code_length(&digits));
    let mut written = format!("+{code} ");
    for [start, sizes, form] in ROWS.get(code).into_iter().flatten() {
        if starts_with(national.as_bytes(), start)
            && let Some(groups) = groups(national, sizes)
        {
            let mut rest = *form;
            while let Some((before, after)) = rest.split_once('$') {
                written.push_str(before);
                let (place, after) = after.split_at(1);
                let group = place.parse::<usize>().ok().and_then(|place| groups.get(place.wrapping_sub(1)));
                written.push_str(group.copied().unwrap_or_default());
                rest = after;
            }
            written.push_str(rest);
            return written;
        }
    }
    written.push_str(national);
    written
}

/// The digits cut into groups of sizes such as `3 3-4 2`; `None` if they do not fit. As in the regular expressions
/// that the sizes come from, an earlier group takes what it can.
fn groups<'a>(digits: &'a str, sizes: &str) -> Option<Vec<&'a str>> {
    let sizes: Vec<(usize, usize)> = sizes
        .split(' ')
        .map(|size| {
            let (low, high) = size.split_once('-').unwrap_or((size, size));
            Some((low.parse().ok()?, high.parse().ok()?))
        })
        .collect::<Option<_>>()?;
    let mut least: usize = sizes.iter().map(|(low, _)| low).sum();
    let mut rest = digits;
    let mut groups = Vec::with_capacity(sizes.len());
    for (low, high) in sizes {
        least -= low;
        let size = high.min(rest.len().checked_sub(least)?);
        if size < low {
            return None;
        }
        let (group, after) = rest.split_at(size);
        groups.push(group);
        rest = after;
    }
    rest.is_empty().then_some(groups)
}
