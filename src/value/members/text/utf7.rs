//! UTF-7 (RFC 2152): ASCII with runs of base64 in between.

use crate::value::string::from_units;
use crate::value::text::encode::{base64_decode, base64_encode};

/// Whether a unit stands for itself.
fn is_direct(unit: u16) -> bool {
    u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphanumeric() || b"'(),-./:? \t\r\n".contains(&byte))
}

/// A text's bytes.
pub fn encode(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut run: Vec<u8> = Vec::new();
    let close = |run: &mut Vec<u8>, out: &mut Vec<u8>| {
        if !run.is_empty() {
            out.push(b'+');
            out.extend(base64_encode(run, false).trim_end_matches('=').bytes());
            out.push(b'-');
            run.clear();
        }
    };
    for unit in text.encode_utf16() {
        if is_direct(unit) {
            close(&mut run, &mut out);
            out.push(unit as u8);
        } else if unit == u16::from(b'+') && run.is_empty() {
            out.extend(b"+-");
        } else {
            run.extend(unit.to_be_bytes());
        }
    }
    close(&mut run, &mut out);
    out
}

/// Bytes as text.
pub fn decode(bytes: &[u8]) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'+' {
            units.push(u16::from(bytes[at]));
            at += 1;
            continue;
        }
        let run = &bytes[at + 1..];
        let length = run.iter().position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))).unwrap_or(run.len());
        if length == 0 && run.first() == Some(&b'-') {
            units.push(u16::from(b'+'));
        } else {
            // Six bits a letter; what is left of the last one is padding.
            let mut text = String::from_utf8_lossy(&run[..length]).into_owned();
            text.push_str(["", "A==", "==", "="][length % 4]);
            let decoded = base64_decode(&text).unwrap_or_default();
            units.extend(decoded.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])));
        }
        at += 1 + length;
        if bytes.get(at) == Some(&b'-') {
            at += 1;
        }
    }
    from_units(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for text in ["plain", "a+b", "Grüße, 你好", "1 + 1 = 2", "\u{1F511}x"] {
            assert_eq!(decode(&encode(text)), text);
        }
        assert_eq!(encode("Hi Mom \u{263A}!"), b"Hi Mom +JjoAIQ-");
    }
}
