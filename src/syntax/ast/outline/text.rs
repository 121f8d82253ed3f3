//! How names, strings and numbers stand in an outline.

use crate::syntax::ast::{Number, TypeName};
use std::fmt::Write as _;

/// Backslashes doubled; characters that do not show as `\t`, `\n`, `\r` or `\uXXXX`.
pub(super) fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if is_hidden(c) => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out
}

fn is_hidden(c: char) -> bool {
    matches!(u32::from(c),
        0..=0x1f | 0x7f..=0xa0 | 0xad | 0x61c | 0x180e | 0x2000..=0x200f | 0x2028..=0x202f | 0x205f..=0x206f | 0x3000
        | 0xfeff | 0xfffe | 0xffff | 0x1_0000..)
}

pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", cell(text).replace('"', "\\\""))
}

pub(super) fn variable_name(path: &str) -> String {
    let plain = !path.is_empty() && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"_:?^$".contains(&b));
    if plain { path.to_string() } else { format!("{{{}}}", cell(path)) }
}

pub(super) fn type_text(name: &TypeName) -> String {
    format!("[{}]", cell(&name.full_name()))
}

pub(super) fn number(value: &Number) -> String {
    match value {
        Number::I8(v) => v.to_string(),
        Number::U8(v) => v.to_string(),
        Number::I16(v) => v.to_string(),
        Number::U16(v) => v.to_string(),
        Number::I32(v) => v.to_string(),
        Number::U32(v) => v.to_string(),
        Number::I64(v) => v.to_string(),
        Number::U64(v) => v.to_string(),
        Number::F64(v) => double(*v),
        Number::Decimal(v) => v.to_string(),
        Number::Big(v) => v.to_string(),
    }
}

/// The shortest text that reads back as the same number, with an exponent where .NET writes one.
fn double(value: f64) -> String {
    if !value.is_finite() {
        return if value.is_nan() {
            "NaN".into()
        } else if value > 0.0 {
            "Infinity".into()
        } else {
            "-Infinity".into()
        };
    }
    let text = format!("{value:e}");
    let Some((digits, exponent)) = text.split_once('e') else { return text };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..15).contains(&exponent) {
        return value.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}E{sign}{:02}", exponent.unsigned_abs())
}
