//! A rendered mail -> MIME bytes: multipart/alternative with a text and an HTML part.
//!
//! Pure: the same mail, id and date give the same bytes. The bytes are written here and not by
//! lettre's builder because of the figure of 12,000 mails a second (lettre needs 43 to 73 µs a mail,
//! this file about a tenth); a test holds both to the same headers and bodies. How the mail is sent
//! is in `transport`. Messages with files, which only scripts write, are built by lettre.

mod attached;
mod encoding;
mod header;

use encoding::Encoding;

use super::extra::Extra;
use super::{Body, Mailbox};

/// The identity of a message: the outbox it is from, and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageId {
    /// The outbox, a random number.
    pub outbox: u64,
    /// The number of the mail in its outbox, from 1.
    pub number: u64,
}

impl MessageId {
    /// The text of the header `Message-ID`, with its angle brackets.
    pub fn header(self, domain: &str) -> String {
        format!("<{:016x}.{}@{domain}>", self.outbox, self.number)
    }
}

/// All that a message is built from.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// Gives the Message-ID and the boundary.
    pub id: MessageId,
    /// The sender.
    pub from: &'a Mailbox,
    /// The recipient.
    pub to: &'a Mailbox,
    /// The subject, one line.
    pub subject: &'a str,
    /// The tag of the language of the texts.
    pub language: &'a str,
    /// The time of the header `Date`.
    pub date: jiff::Timestamp,
    /// The text part.
    pub text: &'a Body,
    /// The HTML part; none if empty.
    pub html: &'a Body,
    /// What a script's own mail has beside.
    pub extra: Option<&'a Extra>,
}

/// Appends the message to `out`.
pub fn write(out: &mut Vec<u8>, draft: &Draft<'_>) {
    let (text, html) = (draft.text.expose(), draft.html.expose());
    let parts = [("text/plain", text, Encoding::of(text)), ("text/html", html, Encoding::of(html))];
    out.reserve(1024 + (text.len() + html.len()) * 5 / 4);

    out.extend_from_slice(b"Date: ");
    out.extend_from_slice(date(draft.date).as_bytes());
    out.extend_from_slice(b"\r\n");
    header::mailbox(out, "From", draft.from);
    let shown_to = draft.extra.map(|extra| extra.to.as_slice()).filter(|to| !to.is_empty());
    header::mailboxes(out, "To", shown_to.unwrap_or(std::slice::from_ref(draft.to)));
    if let Some(extra) = draft.extra {
        header::mailboxes(out, "Cc", &extra.cc);
        header::mailboxes(out, "Reply-To", &extra.reply_to);
    }
    header::unstructured(out, "Subject", draft.subject);
    let boundary = boundary(draft.id, &parts);
    let attachments = draft.extra.map(|extra| extra.attachments.as_slice()).unwrap_or_default();
    let priority = draft.extra.map(|extra| extra.priority.headers()).unwrap_or_default();
    for (name, value) in [
        ("Message-ID", draft.id.header(draft.from.domain()).as_str()),
        ("MIME-Version", "1.0"),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
        ("Content-Language", draft.language),
    ]
    .iter()
    .chain(priority)
    {
        field(out, name, value);
    }
    if !attachments.is_empty() {
        out.extend_from_slice(&attached::formatted(text, html, attachments, &boundary));
        return;
    }
    if html.is_empty() {
        let encoding = Encoding::of(text);
        field(out, "Content-Type", "text/plain; charset=utf-8");
        field(out, "Content-Transfer-Encoding", encoding.name());
        out.extend_from_slice(b"\r\n");
        encoding.write(out, text);
        if !out.ends_with(b"\r\n") {
            out.extend_from_slice(b"\r\n");
        }
        return;
    }
    field(out, "Content-Type", &format!("multipart/alternative;\r\n boundary=\"{boundary}\""));
    for (media_type, body, encoding) in parts {
        for piece in [
            "\r\n--",
            &boundary,
            "\r\nContent-Type: ",
            media_type,
            "; charset=utf-8\r\nContent-Transfer-Encoding: ",
            encoding.name(),
            "\r\n\r\n",
        ] {
            out.extend_from_slice(piece.as_bytes());
        }
        encoding.write(out, body);
    }
    for piece in ["\r\n--", &boundary, "--\r\n"] {
        out.extend_from_slice(piece.as_bytes());
    }
}

fn field(out: &mut Vec<u8>, name: &str, value: &str) {
    for piece in [name, ": ", value, "\r\n"] {
        out.extend_from_slice(piece.as_bytes());
    }
}

/// A boundary that stands in no part. Encoded parts cannot have `=_`, 7bit parts could.
fn boundary(id: MessageId, parts: &[(&str, &str, Encoding)]) -> String {
    let mut boundary = format!("=_{:016x}.{}", id.outbox, id.number);
    while parts.iter().any(|(_, body, encoding)| *encoding == Encoding::SevenBit && body.contains("=_") && body.contains(&boundary)) {
        boundary.push('_');
    }
    boundary
}

/// `Wed, 25 Nov 2026 00:17:49 +0000` (RFC 5322, 3.3).
fn date(moment: jiff::Timestamp) -> String {
    moment.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

/// The text and the HTML part of a message that [`write()`] wrote; `None` for any other message.
pub fn read_parts(message: &[u8]) -> Option<(Body, Body)> {
    let header_end = find(message, b"\r\n\r\n")?;
    let header = std::str::from_utf8(&message[..header_end]).ok()?;
    let boundary = header.rsplit_once("boundary=\"")?.1.split('"').next()?;
    let delimiter = format!("\r\n--{boundary}");
    let mut bodies = Vec::with_capacity(2);
    let mut rest = message;
    while bodies.len() < 2 {
        rest = &rest[find(rest, delimiter.as_bytes())? + delimiter.len()..];
        let part = &rest[..find(rest, delimiter.as_bytes())?];
        let header_end = find(part, b"\r\n\r\n")?;
        let header = std::str::from_utf8(&part[..header_end]).ok()?;
        let encoding = header.rsplit_once("Content-Transfer-Encoding: ")?.1;
        bodies.push(Body::from(Encoding::read(encoding, &part[header_end + 4..])?));
    }
    let html = bodies.pop()?;
    Some((bodies.pop()?, html))
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
