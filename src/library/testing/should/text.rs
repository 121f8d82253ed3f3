//! The words of failure messages: values as they are shown, lists in a sentence, where two strings differ.

use crate::engine::Engine;
use crate::value::{Run, Value, convert};

/// How many items of a collection are shown.
const SHOWN_ITEMS: usize = 10;

/// ` because …,` in the middle of a sentence; nothing without a reason.
pub fn because(reason: Option<&str>) -> String {
    match reason.map(str::trim).filter(|reason| !reason.is_empty()) {
        None => String::new(),
        Some(reason) => format!(" because {},", drop_because(reason)),
    }
}

/// A reason that starts with the word itself has it once.
fn drop_because(reason: &str) -> String {
    let mut out = String::with_capacity(reason.len());
    let mut rest = reason;
    while let Some(at) = rest.to_ascii_lowercase().find("because") {
        let after = &rest[at + "because".len()..];
        out.push_str(&rest[..at]);
        match after.chars().next().filter(|letter| letter.is_whitespace()) {
            Some(blank) => rest = &after[blank.len_utf8()..],
            None => {
                out.push_str(&rest[at..at + "because".len()]);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// `a, b and c`.
pub fn join_and(items: &[String]) -> String {
    join_from(items, 2)
}

/// The same, with `and` only from so many items on.
pub fn join_from(items: &[String], threshold: usize) -> String {
    match items.split_last() {
        Some((last, front)) if items.len() >= threshold && !front.is_empty() => format!("{} and {last}", front.join(", ")),
        _ => items.join(", "),
    }
}

/// A value as a message shows it.
pub fn nicely(engine: &mut Engine, value: &Value) -> Run<String> {
    Ok(match value.base() {
        Value::Null | Value::Nothing => "$null".to_owned(),
        Value::Bool(true) => "$true".to_owned(),
        Value::Bool(false) => "$false".to_owned(),
        Value::Str(text) if text.is_empty() => "<empty>".to_owned(),
        Value::Str(text) => format!("'{text}'"),
        Value::DateTime(_) => {
            let culture = engine.culture.clone();
            match convert::format_value(engine, value.base(), Some("o"), &culture) {
                Ok(Some(text)) => text,
                _ => convert::to_text(engine, value)?.to_string(),
            }
        }
        Value::Type(_) => format!("[{}]", convert::to_text(engine, value)?),
        Value::ScriptBlock(block) => format!("{{{}}}", block.code.text()),
        Value::Dict(_) => convert::to_text(engine, value)?.to_string(),
        other => match engine.enumerate(&other.clone())? {
            Some(items) => {
                let mut shown = Vec::new();
                for item in items.iter().take(SHOWN_ITEMS) {
                    shown.push(nicely(engine, item)?);
                }
                let more = match items.len().checked_sub(SHOWN_ITEMS) {
                    Some(n) if n > 0 => format!(", ...{n} more"),
                    _ => String::new(),
                };
                format!("@({}{more})", shown.join(", "))
            }
            None => convert::to_text(engine, value)?.to_string(),
        },
    })
}

fn folded(unit: u16) -> u16 {
    match char::from_u32(u32::from(unit)) {
        Some(letter) => letter.to_lowercase().next().and_then(|lower| u16::try_from(u32::from(lower)).ok()).unwrap_or(unit),
        None => unit,
    }
}

fn first_difference(a: &[u16], b: &[u16], case_sensitive: bool) -> Option<usize> {
    let same = |a: u16, b: u16| a == b || !case_sensitive && folded(a) == folded(b);
    let n = a.len().min(b.len());
    (0..n).find(|at| !same(a[*at], b[*at])).or((a.len() != b.len()).then_some(n))
}

/// Line ends and the like as they are written in a script of another language.
fn expanded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\0' => out.push_str("\\0"),
            '\u{8}' => out.push_str("\\b"),
            other => out.push(other),
        }
    }
    out
}

/// A part of a long text around the difference, and where the difference is in it.
fn excerpt(text: &[u16], difference: usize, width: usize, context: usize) -> (String, usize) {
    const MARK: &str = "...";
    let mark = MARK.len();
    if width < context + mark + 1 + mark + context || text.len() <= width {
        return (String::from_utf16_lossy(text), difference);
    }
    let shift = (difference + context + mark + 1).saturating_sub(width);
    let mut line = String::new();
    let mut part = &text[shift.min(text.len())..];
    let is_cut = shift > 0;
    if is_cut {
        line.push_str(MARK);
        part = part.get(mark..).unwrap_or(&[]);
    }
    let used = if is_cut { mark } else { 0 };
    if part.len() + used > width {
        line.push_str(&String::from_utf16_lossy(&part[..width - mark - used]));
        line.push_str(MARK);
    } else {
        line.push_str(&String::from_utf16_lossy(part));
    }
    (line, difference - shift)
}

/// The message of two strings that differ: lengths, the index, both with a mark below. `depth` is how deep the test is
/// nested: so much less fits into a line.
pub fn difference(expected: &str, actual: &str, case_sensitive: bool, reason: Option<&str>, width: usize, depth: usize) -> String {
    let (a, b): (Vec<u16>, Vec<u16>) = (expected.encode_utf16().collect(), actual.encode_utf16().collect());
    let Some(index) = first_difference(&a, &b, case_sensitive) else { return String::new() };
    let mut lines = vec![format!("Expected strings to be the same,{} but they were different.", because(reason))];
    if a.len() == b.len() {
        lines.push(format!("String lengths are both {}.", a.len()));
    } else {
        lines.push(format!("Expected length: {}", a.len()));
        lines.push(format!("Actual length:   {}", b.len()));
    }
    lines.push(format!("Strings differ at index {index}."));
    let (a, b): (Vec<u16>, Vec<u16>) = (expanded(expected).encode_utf16().collect(), expanded(actual).encode_utf16().collect());
    let index = first_difference(&a, &b, case_sensitive).unwrap_or(0);
    let around = "Expected: ''".len();
    let available = width.saturating_sub(around + depth + 3);
    let context = (width as f64 / 7.0).round_ties_even() as usize;
    let (shown_expected, _) = excerpt(&a, index, available, context);
    let (shown_actual, mark) = excerpt(&b, index, available, context);
    lines.push(format!("Expected: '{shown_expected}'"));
    lines.push(format!("But was:  '{shown_actual}'"));
    lines.push(format!("{}{}^", " ".repeat(around - 1), "-".repeat(mark)));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{because, difference, join_and};

    #[test]
    fn strings_that_differ_are_marked() {
        let text = difference("abc", "abd", false, None, 80, 2);
        assert_eq!(
            text,
            "Expected strings to be the same, but they were different.\nString lengths are both 3.\nStrings differ at index 2.\nExpected: 'abc'\nBut was:  'abd'\n           --^"
        );
        assert!(difference("ABC", "abc", false, None, 80, 2).is_empty());
        let long = format!("{}x", "a".repeat(200));
        let other = format!("{}y", "a".repeat(200));
        let text = difference(&long, &other, false, None, 80, 2);
        assert!(text.contains("Expected: '...aaa"), "{text}");
        assert!(text.lines().all(|line| line.len() <= 80), "{text}");
    }

    #[test]
    fn reasons_and_lists() {
        assert_eq!(because(Some("because it must")), " because it must,");
        assert_eq!(because(Some(" ")), "");
        assert_eq!(join_and(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
