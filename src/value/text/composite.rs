//! Composite formats: the left side of `-f` and `String.Format`.
//!
//! Not here: how an item becomes text. A callback gives the text of item `index` in a format.

use crate::value::fault::{Fault, FaultKind};

/// The widest alignment; .NET's own limit is 1,000,000 exclusive.
const MAX_ALIGNMENT: usize = 1_000_000;

/// A failed composite format: the format itself, or an item's own error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompositeError<E> {
    /// The format is wrong, or asks for an item that is not there.
    Format(Fault),
    /// What the callback returned.
    Item(E),
}

fn invalid<E>(offset: usize, reason: &str) -> CompositeError<E> {
    CompositeError::Format(Fault::format(format!(
        "Input string was not in a correct format. Failure to parse near offset {offset}. {reason}"
    )))
}

const UNEXPECTED_BRACE: &str = "Unexpected closing brace without a corresponding opening brace.";
const EXPECTED_DIGIT: &str = "Expected an ASCII digit.";
const UNCLOSED: &str = "Format item ends prematurely.";

/// Writes a composite format. `item` gives the text of an item in a format (none if `{0}` or `{0:}`);
/// `None` stands for a null, which is empty. Alignment counts UTF-16 units, as .NET does.
pub fn format<E>(
    format: &str,
    n_items: usize,
    out: &mut String,
    mut item: impl FnMut(usize, Option<&str>) -> Result<Option<String>, E>,
) -> Result<(), CompositeError<E>> {
    let bytes = format.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let Some(length) = bytes[at..].iter().position(|byte| matches!(byte, b'{' | b'}')) else {
            out.push_str(&format[at..]);
            break;
        };
        out.push_str(&format[at..at + length]);
        at += length;
        let brace = bytes[at];
        at += 1;
        if at == bytes.len() {
            return Err(invalid(offset(format, at), UNCLOSED));
        }
        if bytes.get(at) == Some(&brace) {
            out.push(char::from(brace));
            at += 1;
            continue;
        }
        if brace == b'}' {
            return Err(invalid(offset(format, at), UNEXPECTED_BRACE));
        }
        at = hole(format, at, n_items, out, &mut item)?;
    }
    Ok(())
}

/// The position in UTF-16 units, which is what .NET's message counts.
fn offset(format: &str, at: usize) -> usize {
    format[..at.min(format.len())].encode_utf16().count()
}

fn blanks(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}

/// Digits up to a limit; nothing where they say more than it.
fn number(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut value = 0usize;
    while let Some(digit) = bytes.get(at).filter(|byte| byte.is_ascii_digit()) {
        if value >= MAX_ALIGNMENT {
            break;
        }
        value = value * 10 + usize::from(digit - b'0');
        at += 1;
    }
    (value, at)
}

/// Writes the item whose opening brace ends at `at`; gives where its closing brace ends.
fn hole<E>(
    format: &str,
    mut at: usize,
    n_items: usize,
    out: &mut String,
    item: &mut impl FnMut(usize, Option<&str>) -> Result<Option<String>, E>,
) -> Result<usize, CompositeError<E>> {
    let bytes = format.as_bytes();
    let digit = |at: usize| match bytes.get(at) {
        None => Err(invalid(offset(format, at), UNCLOSED)),
        Some(byte) if byte.is_ascii_digit() => Ok(()),
        Some(_) => Err(invalid(offset(format, at), EXPECTED_DIGIT)),
    };
    digit(at)?;
    let (index, end) = number(bytes, at);
    at = blanks(bytes, end);
    let (mut width, mut is_left) = (0, false);
    if bytes.get(at) == Some(&b',') {
        at = blanks(bytes, at + 1);
        if bytes.get(at) == Some(&b'-') {
            is_left = true;
            at += 1;
        }
        digit(at)?;
        let (value, end) = number(bytes, at);
        width = value;
        at = blanks(bytes, end);
    }
    let mut item_format = None;
    match bytes.get(at) {
        Some(b'}') => at += 1,
        Some(b':') => {
            let start = at + 1;
            let Some(length) = bytes[start..].iter().position(|byte| matches!(byte, b'{' | b'}')) else {
                return Err(invalid(offset(format, bytes.len()), UNCLOSED));
            };
            if bytes[start + length] == b'{' {
                return Err(invalid(offset(format, start + length), UNCLOSED));
            }
            item_format = Some(&format[start..start + length]).filter(|text| !text.is_empty());
            at = start + length + 1;
        }
        None => return Err(invalid(offset(format, at), UNCLOSED)),
        Some(_) => return Err(invalid(offset(format, at), UNCLOSED)),
    }
    if index >= n_items {
        return Err(CompositeError::Format(Fault::new(
            FaultKind::Format,
            "Index (zero based) must be greater than or equal to zero and less than the size of the argument list.",
        )));
    }
    let text = item(index, item_format).map_err(CompositeError::Item)?.unwrap_or_default();
    let padding = if width == 0 { 0 } else { width.saturating_sub(text.encode_utf16().count()) };
    let pad = std::iter::repeat_n(' ', padding);
    if is_left {
        out.push_str(&text);
        out.extend(pad);
    } else {
        out.extend(pad);
        out.push_str(&text);
    }
    Ok(at)
}
