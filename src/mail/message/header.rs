//! Header fields: display names and unstructured texts, encoded (RFC 2047) and folded (RFC 5322).
//!
//! Texts arrive past [`crate::mail::gate`]; even so nothing here can write a line break that does not
//! fold, because everything outside printable ASCII goes into encoded words.

use crate::mail::Mailbox;

use super::encoding::base64_into;

/// Lines are folded before this column where they can be.
const WIDTH: usize = 76;

/// Bytes of text in one encoded word: `=?utf-8?B?` + 4/3 of it + `?=` stays within 75.
const BYTES_PER_WORD: usize = 45;

/// Whether a text may stand in a header as it is: printable ASCII that no reader takes for an
/// encoded word.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..0x7f).contains(&byte))
        && !text.contains("=?")
        && !text.contains("  ")
        && text.split(' ').all(|word| word.len() < WIDTH - 20)
}

/// Writes `name: text` with its line end.
pub(super) fn unstructured(out: &mut Vec<u8>, name: &'static str, text: &str) {
    out.extend_from_slice(name.as_bytes());
    out.extend_from_slice(b": ");
    let column = name.len() + 2;
    if is_plain(text) {
        fold_words(out, text, column);
    } else {
        encoded_words(out, text, column);
    }
    out.extend_from_slice(b"\r\n");
}

/// Writes `name: "Display name" <address>` with its line end.
pub(super) fn mailbox(out: &mut Vec<u8>, name: &'static str, mailbox: &Mailbox) {
    mailboxes(out, name, std::slice::from_ref(mailbox));
}

/// Writes a field of mailboxes, each on its line; nothing for none.
pub(super) fn mailboxes(out: &mut Vec<u8>, name: &'static str, mailboxes: &[Mailbox]) {
    for (at, mailbox) in mailboxes.iter().enumerate() {
        if at == 0 {
            out.extend_from_slice(name.as_bytes());
            out.extend_from_slice(b": ");
            one_mailbox(out, mailbox, name.len() + 2);
        } else {
            out.extend_from_slice(b",\r\n ");
            one_mailbox(out, mailbox, 1);
        }
    }
    if !mailboxes.is_empty() {
        out.extend_from_slice(b"\r\n");
    }
}

fn one_mailbox(out: &mut Vec<u8>, mailbox: &Mailbox, mut column: usize) {
    let display = mailbox.name();
    if !display.is_empty() {
        if is_plain(display) && display.len() + column < WIDTH {
            column += phrase(out, display);
        } else {
            column = encoded_words(out, display, column);
        }
        if column + mailbox.address().len() + 3 > WIDTH {
            out.extend_from_slice(b"\r\n");
        }
        out.push(b' ');
    }
    out.push(b'<');
    out.extend_from_slice(mailbox.address().as_bytes());
    out.push(b'>');
}

/// An ASCII display name: atoms as they are, anything else as a quoted string. Gives its width.
fn phrase(out: &mut Vec<u8>, display: &str) -> usize {
    let is_atom = |byte: u8| byte.is_ascii_alphanumeric() || b" !#$%&'*+-/=?^_`{|}~".contains(&byte);
    let before = out.len();
    if display.bytes().all(is_atom) && !display.starts_with(' ') && !display.ends_with(' ') {
        out.extend_from_slice(display.as_bytes());
    } else {
        out.push(b'"');
        for byte in display.bytes() {
            if matches!(byte, b'"' | b'\\') {
                out.push(b'\\');
            }
            out.push(byte);
        }
        out.push(b'"');
    }
    out.len() - before
}

fn fold_words(out: &mut Vec<u8>, text: &str, mut column: usize) {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            if column + 1 + word.len() > WIDTH {
                out.extend_from_slice(b"\r\n");
                column = 0;
            }
            out.push(b' ');
            column += 1;
        }
        out.extend_from_slice(word.as_bytes());
        column += word.len();
    }
}

/// The text in encoded words, each of whole characters (RFC 2047, 5), one a line. Gives the column.
fn encoded_words(out: &mut Vec<u8>, text: &str, column: usize) -> usize {
    // The first word shares its line with the field's name.
    let mut room = WIDTH.saturating_sub(column + 12) / 4 * 3;
    let mut rest = text;
    let mut column = column;
    let mut first = true;
    while !rest.is_empty() {
        let mut end = room.min(BYTES_PER_WORD).min(rest.len());
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        if !first {
            out.extend_from_slice(b"\r\n ");
            column = 1;
        }
        let before = out.len();
        out.extend_from_slice(b"=?utf-8?B?");
        base64_into(out, &rest.as_bytes()[..end]);
        out.extend_from_slice(b"?=");
        column += out.len() - before;
        rest = &rest[end..];
        room = BYTES_PER_WORD;
        first = false;
    }
    column
}
