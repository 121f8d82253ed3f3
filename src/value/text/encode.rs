//! Text in other clothes: HTML, URLs, base64, hexadecimal.

use super::html_entities::ENTITIES;
use crate::value::fault::Fault;
use std::fmt::Write;

/// `WebUtility.HtmlEncode`: the five special characters, and U+00A0 to U+00FF and beyond the basic plane
/// as numbers.
pub fn html_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '&' => out.push_str("&amp;"),
            '\u{a0}'..='\u{ff}' | '\u{10000}'.. => {
                let _ = write!(out, "&#{};", u32::from(character));
            }
            other => out.push(other),
        }
    }
    out
}

/// `HttpUtility.HtmlAttributeEncode`: what ends an attribute's value, `&` and `<`.
pub fn html_attribute_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '&' => out.push_str("&amp;"),
            other => out.push(other),
        }
    }
    out
}

/// `WebUtility.HtmlDecode`: named and numbered references; what is none stays.
pub fn html_decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest[1..].find([';', '&']).map(|end| end + 1).filter(|end| rest.as_bytes()[*end] == b';');
        match end.and_then(|end| entity(&rest[1..end]).map(|character| (character, end))) {
            Some((character, end)) => {
                out.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|character| *character != '\0');
    }
    ENTITIES.binary_search_by(|entry| entry.0.cmp(name)).ok().map(|index| ENTITIES[index].1)
}

fn percent(out: &mut String, character: char, upper: bool) {
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        let _ = if upper { write!(out, "%{byte:02X}") } else { write!(out, "%{byte:02x}") };
    }
}

fn is_unreserved(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '-' | '.' | '_' | '~')
}

/// `Uri.EscapeDataString`: all but the unreserved characters of RFC 3986.
pub fn escape_data_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_unreserved(character) { out.push(character) } else { percent(&mut out, character, true) }
    }
    out
}

/// `Uri.EscapeUriString`: reserved characters stay, and so do escapes that are there.
pub fn escape_uri_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_unreserved(character) || ":/?#[]@!$&'()*+,;=".contains(character) {
            out.push(character);
        } else {
            percent(&mut out, character, true);
        }
    }
    out
}

/// `Uri.UnescapeDataString`: escapes that make no valid UTF-8 stay.
pub fn unescape_data_string(text: &str) -> String {
    unescape(text, false)
}

/// `HttpUtility.UrlEncode`: blanks as `+`, escapes in lower case, `-_.!*()` untouched.
pub fn url_encode(text: &str) -> String {
    web_encode(text, false)
}

/// `WebUtility.UrlEncode`: the same with escapes in upper case.
pub fn web_url_encode(text: &str) -> String {
    web_encode(text, true)
}

fn web_encode(text: &str, upper: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            ' ' => out.push('+'),
            '-' | '_' | '.' | '!' | '*' | '(' | ')' => out.push(character),
            _ if character.is_ascii_alphanumeric() => out.push(character),
            other => percent(&mut out, other, upper),
        }
    }
    out
}

/// `HttpUtility.UrlDecode` and `WebUtility.UrlDecode`: `+` is a blank.
pub fn url_decode(text: &str) -> String {
    unescape(text, true)
}

fn unescape(text: &str, plus_is_blank: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            let (mut raw, mut end) = (Vec::new(), at);
            while let Some(byte) = escape_at(bytes, end) {
                raw.push(byte);
                end += 3;
            }
            if !raw.is_empty() {
                push_utf8(&mut out, &raw, &text[at..end]);
                at = end;
                continue;
            }
        }
        let Some(character) = text[at..].chars().next() else { break };
        out.push(if plus_is_blank && character == '+' { ' ' } else { character });
        at += character.len_utf8();
    }
    out
}

fn escape_at(bytes: &[u8], at: usize) -> Option<u8> {
    let digits = bytes.get(at..at + 3)?;
    if digits[0] != b'%' {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    Some((digit(digits[1])? * 16 + digit(digits[2])?) as u8)
}

/// Decodes bytes; each that is no UTF-8 keeps its escape.
fn push_utf8(out: &mut String, raw: &[u8], escapes: &str) {
    let mut at = 0;
    for chunk in raw.utf8_chunks() {
        out.push_str(chunk.valid());
        at += chunk.valid().len();
        let n_invalid = chunk.invalid().len();
        out.push_str(&escapes[at * 3..(at + n_invalid) * 3]);
        at += n_invalid;
    }
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `Convert.ToBase64String`; `line_breaks` breaks lines after 76 characters with CR LF.
pub fn base64_encode(bytes: &[u8], line_breaks: bool) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for (index, chunk) in bytes.chunks(3).enumerate() {
        if line_breaks && index > 0 && index % 19 == 0 {
            out.push_str("\r\n");
        }
        let group = u32::from(chunk[0]) << 16
            | chunk.get(1).map_or(0, |byte| u32::from(*byte) << 8)
            | chunk.get(2).map_or(0, |byte| u32::from(*byte));
        for position in 0..4 {
            if position <= chunk.len() {
                out.push(char::from(BASE64[(group >> (18 - 6 * position) & 63) as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

/// `Convert.FromBase64String`: blanks and line ends between the characters are skipped.
pub fn base64_decode(text: &str) -> Result<Vec<u8>, Fault> {
    let bad = || {
        Fault::format(
            "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.",
        )
    };
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut group, mut n_digits, mut n_padding) = (0u32, 0, 0);
    for byte in text.bytes() {
        let digit = match byte {
            b' ' | b'\t' | b'\r' | b'\n' => continue,
            b'=' => {
                n_padding += 1;
                continue;
            }
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return Err(bad()),
        };
        if n_padding > 0 {
            return Err(bad());
        }
        group = group << 6 | u32::from(digit);
        n_digits += 1;
        if n_digits == 4 {
            out.extend_from_slice(&group.to_be_bytes()[1..]);
            (group, n_digits) = (0, 0);
        }
    }
    match (n_digits, n_padding) {
        (0, 0) => {}
        (2, 2) if group & 0xF == 0 => out.push((group >> 4) as u8),
        (3, 1) if group & 3 == 0 => out.extend_from_slice(&((group >> 2) as u16).to_be_bytes()),
        _ => return Err(bad()),
    }
    Ok(out)
}

/// `Convert.ToHexString`.
pub fn hex_encode(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02X}");
        out
    })
}

/// `Convert.FromHexString`.
pub fn hex_decode(text: &str) -> Result<Vec<u8>, Fault> {
    if !text.len().is_multiple_of(2) {
        return Err(Fault::format("The input is not a valid hex string as its length is not a multiple of 2."));
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    text.as_bytes()
        .chunks(2)
        .map(|pair| Some((digit(pair[0])? * 16 + digit(pair[1])?) as u8))
        .collect::<Option<Vec<u8>>>()
        .ok_or_else(|| Fault::format("The input is not a valid hex string as it contains a non-hex character."))
}
