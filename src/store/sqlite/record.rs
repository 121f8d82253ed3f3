//! Mails and suppressed mails as bytes. A mail carries its MIME bytes, so that what was posted is what is sent, whatever
//! the program's version.

use std::sync::Arc;

use jiff::Timestamp;

use crate::mail::message::read_parts;
use crate::mail::{Item, Mail, MailId, MailState, Mailbox};
use crate::notify::{Kind, Reason, Suppressed};
use crate::tenant::model::Guid;

/// The version of the form.
const VERSION: u8 = 1;

/// A mail without its state.
pub(super) fn of_mail(item: &Item) -> Vec<u8> {
    let mail = &item.mail;
    let mut bytes = Vec::with_capacity(16 * 1024);
    bytes.extend_from_slice(&[VERSION, kind_byte(mail.kind), u8::from(mail.contains_pin)]);
    bytes.extend_from_slice(&item.created.as_nanosecond().to_le_bytes());
    for text in [mail.to.name(), mail.to.address(), mail.from.name(), mail.from.address(), &mail.language, &mail.subject] {
        put_text(&mut bytes, text);
    }
    item.write_message(&mut bytes);
    bytes
}

/// The mail of [`of_mail`], queued; `None` for other bytes.
pub(super) fn to_mail(id: MailId, outbox: u64, bytes: &[u8]) -> Option<Item> {
    let mut reader = Reader { bytes };
    if reader.u8()? != VERSION {
        return None;
    }
    let kind = *Kind::ALL.get(usize::from(reader.u8()?))?;
    let contains_pin = reader.u8()? != 0;
    let created = Timestamp::from_nanosecond(reader.i128()?).ok()?;
    let (to_name, to_address) = (reader.text()?, reader.text()?);
    let (from_name, from_address) = (reader.text()?, reader.text()?);
    let (language, subject) = (reader.text()?, reader.text()?);
    let (text, html) = read_parts(reader.bytes)?;
    let mail = Mail {
        kind,
        to: Mailbox::new(to_name, to_address).ok()?,
        from: Mailbox::new(from_name, from_address).ok()?,
        language: Arc::from(language),
        subject: subject.to_owned(),
        contains_pin,
        text,
        html,
    };
    Some(Item {
        id,
        outbox,
        mail: Arc::new(mail),
        created,
        state: MailState::Queued,
        n_attempts: 0,
        detail: String::new(),
        last_attempt: None,
        next_attempt: None,
    })
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
    let kind = *Kind::ALL.get(usize::from(reader.u8()?))?;
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

fn kind_byte(kind: Kind) -> u8 {
    Kind::ALL.iter().position(|known| *known == kind).unwrap_or_default() as u8
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(&(text.len() as u32).to_le_bytes());
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

    fn text(&mut self) -> Option<&'a str> {
        let length = self.array().map(u32::from_le_bytes)? as usize;
        let (text, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        std::str::from_utf8(text).ok()
    }
}
