//! CLIXML: objects with their types and depth as XML, and back.
//!
//! The format is the one of the PowerShell Remoting Protocol's serialization ([MS-PSRP] 2.2.5).

pub mod convert;
pub mod export;
pub mod import;
mod read;
mod secret;
mod time;
mod write;

pub use read::{count, read};
pub use write::Writer;

/// The namespace of the format.
const NAMESPACE: &str = "http://schemas.microsoft.com/powershell/2004/04";
/// Levels of contained objects that the cmdlets write.
const DEFAULT_DEPTH: i64 = 2;

/// Control characters, halves of pairs, and what looks like an escape are written as `_xHHHH_`.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let is_escape = c == '_' && matches!(rest.peek(), Some('x' | 'X'));
        if is_escape || c < ' ' || ('\u{7f}'..='\u{9f}').contains(&c) || c as u32 > 0xffff {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("_x{unit:04X}_"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// The text of an encoded one.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let code = text
            .get(at + 2..at + 6)
            .filter(|_| bytes[at] == b'_' && matches!(bytes.get(at + 1), Some(b'x' | b'X')) && bytes.get(at + 6) == Some(&b'_'));
        match code.and_then(|code| u16::from_str_radix(code, 16).ok()) {
            Some(unit) => {
                units.push(unit);
                at += 7;
            }
            None => {
                let Some(c) = text[at..].chars().next() else { break };
                let mut pair = [0; 2];
                units.extend_from_slice(c.encode_utf16(&mut pair));
                at += c.len_utf8();
            }
        }
    }
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn texts_come_back() {
        for text in ["plain", "a\nb\t\u{1}", "_x000A_", "_xyz", "😀 é", "_"] {
            assert_eq!(decode(&encode(text)), text);
        }
        assert_eq!(encode("a\n_x"), "a_x000A__x005F_x");
    }
}
