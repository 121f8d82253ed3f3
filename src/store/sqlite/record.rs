//! Mails and suppressed mails as bytes. A mail of the tenant carries its MIME bytes, a script's own its parts.

use std::sync::Arc;

use jiff::Timestamp;

use crate::mail::extra::{Attachment, Extra, Priority};
use crate::mail::message::read_parts;
use crate::mail::{Body, Item, Mail, MailId, MailState, Mailbox};
use crate::notify::{Kind, Reason, Suppressed};
use crate::tenant::model::Guid;

/// The version of the form.
const VERSION: u8 = 1;

/// The version of a script's own mail: its text, its page and the rest as they are.
const OWN_VERSION: u8 = 2;

/// A mail without its state.
pub(super) fn of_mail(item: &Item) -> Vec<u8> {
    let mail = &item.mail;
    let mut bytes = Vec::with_capacity(16 * 1024);
    let is_own = mail.extra.is_some() || mail.html.expose().is_empty();
    let version = if is_own { OWN_VERSION } else { VERSION };
    bytes.extend_from_slice(&[version, kind_byte(mail.kind), u8::from(mail.contains_pin)]);
    bytes.extend_from_slice(&item.created.as_nanosecond().to_le_bytes());
    for text in [mail.to.name(), mail.to.address(), mail.from.name(), mail.from.address(), &mail.language, &mail.subject] {
        put_text(&mut bytes, text);
    }
    if !is_own {
        item.write_message(&mut bytes);
        return bytes;
    }
    put_text(&mut bytes, mail.text.expose());
    put_text(&mut bytes, mail.html.expose());
    bytes.push(u8::from(mail.extra.is_some()));
    if let Some(extra) = &mail.extra {
        put_extra(&mut bytes, extra);
    }
    bytes
}

const PRIORITIES: [Priority; 3] = [Priority::Normal, Priority::Low, Priority::High];

fn put_extra(out: &mut Vec<u8>, extra: &Extra) {
    for list in [&extra.to, &extra.cc, &extra.reply_to] {
        put_length(out, list.len());
        for mailbox in list {
            put_text(out, mailbox.name());
            put_text(out, mailbox.address());
        }
    }
    out.push(PRIORITIES.iter().position(|known| *known == extra.priority).unwrap_or_default() as u8);
    put_length(out, extra.attachments.len());
    for attachment in &extra.attachments {
        put_text(out, attachment.name());
        put_text(out, attachment.media_type());
        put_text(out, attachment.content_id().unwrap_or_default());
        put_length(out, attachment.content().len());
        out.extend_from_slice(attachment.content());
    }
}

fn to_extra(reader: &mut Reader<'_>) -> Option<Extra> {
    let mut lists = [Vec::new(), Vec::new(), Vec::new()];
    for list in &mut lists {
        for _ in 0..reader.length()? {
            let (name, address) = (reader.text()?, reader.text()?);
            list.push(Mailbox::new(name, address).ok()?);
        }
    }
    let [to, cc, reply_to] = lists;
    let priority = *PRIORITIES.get(usize::from(reader.u8()?))?;
    let mut attachments = Vec::new();
    for _ in 0..reader.length()? {
        let (name, media_type, content_id) = (reader.text()?, reader.text()?, reader.text()?);
        let content_id = Some(content_id).filter(|id| !id.is_empty());
        attachments.push(Attachment::new(name, media_type, content_id, Arc::from(reader.bytes()?)));
    }
    Some(Extra { to, cc, reply_to, priority, attachments })
}

/// The mail of [`of_mail`], queued; `None` for other bytes.
pub(super) fn to_mail(id: MailId, outbox: u64, bytes: &[u8]) -> Option<Item> {
    let mut reader = Reader { bytes };
    let version = reader.u8()?;
    if !matches!(version, VERSION | OWN_VERSION) {
        return None;
    }
    let kind = kind_of(reader.u8()?)?;
    let contains_pin = reader.u8()? != 0;
    let created = Timestamp::from_nanosecond(reader.i128()?).ok()?;
    let (to_name, to_address) = (reader.text()?, reader.text()?);
    let (from_name, from_address) = (reader.text()?, reader.text()?);
    let (language, subject) = (reader.text()?, reader.text()?);
    let (text, html, extra) = if version == VERSION {
        let (text, html) = read_parts(reader.bytes)?;
        (text, html, None)
    } else {
        let (text, html) = (Body::from(reader.text()?), Body::from(reader.text()?));
        let extra = if reader.u8()? != 0 { Some(Arc::new(to_extra(&mut reader)?)) } else { None };
        (text, html, extra)
    };
    let mail = Mail {
        kind,
        to: Mailbox::new(to_name, to_address).ok()?,
        from: Mailbox::new(from_name, from_address).ok()?,
        language: Arc::from(language),
        subject: subject.to_owned(),
        contains_pin,
        text,
        html,
        extra,
    };
    Some(Item::queued(id, outbox, mail, created))
}

/// A suppressed mail.
pub(super) fn of_suppressed(suppressed: &Suppressed) -> Vec<u8> {
    let mut bytes = vec![VERSION, kind_byte(suppressed.kind)];
    bytes.extend_from_slice(&suppressed.user.to_u128().to_le_bytes());
    bytes.extend_from_slice(&suppressed.created.as_nanosecond().to_le_bytes());
    put_text(&mut bytes, suppressed.reason.name());
    put_text(&mut bytes, &suppressed.user_principal_name);
    bytes
}

/// The suppressed mail of [`of_suppressed`].
pub(super) fn to_suppressed(bytes: &[u8]) -> Option<Suppressed> {
    let mut reader = Reader { bytes };
    if reader.u8()? != VERSION {
        return None;
    }
    let kind = kind_of(reader.u8()?)?;
    let user = Guid::from_u128(reader.i128()?.cast_unsigned());
    let created = Timestamp::from_nanosecond(reader.i128()?).ok()?;
    let name = reader.text()?;
    let reasons = [Reason::AutomaticMailsOff, Reason::NoMailAddress, Reason::PinUnknown];
    let reason = reasons.into_iter().find(|reason| reason.name() == name)?;
    Some(Suppressed { kind, user, user_principal_name: reader.text()?.to_owned(), reason, created })
}

/// A state as a number that never changes.
pub(super) fn state_number(state: MailState) -> i64 {
    MailState::ALL.iter().position(|known| *known == state).unwrap_or_default() as i64
}

/// The state of a number.
pub(super) fn state_of(number: i64) -> Option<MailState> {
    MailState::ALL.get(usize::try_from(number).ok()?).copied()
}

/// The byte of a script's own mail, which is none of the tenant's kinds.
const OF_SCRIPT: u8 = u8::MAX;

fn kind_byte(kind: Kind) -> u8 {
    Kind::ALL.iter().position(|known| *known == kind).map_or(OF_SCRIPT, |at| at as u8)
}

fn kind_of(byte: u8) -> Option<Kind> {
    if byte == OF_SCRIPT { Some(Kind::Message) } else { Kind::ALL.get(usize::from(byte)).copied() }
}

fn put_length(out: &mut Vec<u8>, length: usize) {
    out.extend_from_slice(&(length as u32).to_le_bytes());
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_length(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

/// Reads bytes from their front; `None` where there are too few.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.bytes.split_first_chunk::<N>()?;
        self.bytes = rest;
        Some(*array)
    }

    fn u8(&mut self) -> Option<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn i128(&mut self) -> Option<i128> {
        self.array().map(i128::from_le_bytes)
    }

    fn length(&mut self) -> Option<usize> {
        self.array().map(|bytes| u32::from_le_bytes(bytes) as usize)
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.length()?;
        let (bytes, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(bytes)
    }

    fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }
}
