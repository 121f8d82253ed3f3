//! One mail in the outbox.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use crate::mail::message::{self, Draft, MessageId};
use crate::mail::render::Mail;
use crate::mail::transport::Envelope;
use crate::notify::Kind;

use super::MailState;

/// The number of a mail in its outbox, from 1 in the order of posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailId(pub u64);

impl fmt::Display for MailId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A mail in the outbox. The mail itself never changes; its state does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its number.
    pub id: MailId,
    /// The outbox's own number, which makes the Message-ID unique.
    pub outbox: u64,
    /// The rendered mail.
    pub mail: Arc<Mail>,
    /// When it was posted: the date of the message.
    pub created: Timestamp,
    /// How far it has come.
    pub state: MailState,
    /// How often it was handed to a transport.
    pub n_attempts: u32,
    /// What the transport said last; empty before.
    pub detail: String,
    /// When it was last handed to a transport.
    pub last_attempt: Option<Timestamp>,
    /// When a deferred mail is tried again.
    pub next_attempt: Option<Timestamp>,
}

impl Item {
    /// A mail that waits to be sent for the first time.
    pub fn queued(id: MailId, outbox: u64, mail: Mail, created: Timestamp) -> Self {
        Self {
            id,
            outbox,
            mail: Arc::new(mail),
            created,
            state: MailState::Queued,
            n_attempts: 0,
            detail: String::new(),
            last_attempt: None,
            next_attempt: None,
        }
    }

    /// Which mail.
    pub fn kind(&self) -> Kind {
        self.mail.kind
    }

    /// The identity that its headers carry.
    pub fn message_id(&self) -> MessageId {
        MessageId { outbox: self.outbox, number: self.id.0 }
    }

    /// The message as it is sent: the same bytes each time.
    pub fn message(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write_message(&mut bytes);
        bytes
    }

    /// Appends the message to a buffer.
    pub fn write_message(&self, out: &mut Vec<u8>) {
        message::write(
            out,
            &Draft {
                id: self.message_id(),
                from: &self.mail.from,
                to: &self.mail.to,
                subject: &self.mail.subject,
                language: &self.mail.language,
                date: self.created,
                text: &self.mail.text,
                html: &self.mail.html,
                extra: self.mail.extra.as_deref(),
            },
        );
    }

    /// Whether all addresses are plain ASCII, so that any server can take the mail.
    pub fn has_ascii_addresses(&self) -> bool {
        let shown = self.mail.extra.iter().flat_map(|extra| extra.to.iter().chain(&extra.cc).chain(&extra.reply_to));
        shown.chain([&self.mail.to, &self.mail.from]).all(|mailbox| mailbox.address().is_ascii())
    }

    /// Whether it waits to be sent, and its time has come.
    pub fn is_due(&self, now: Timestamp) -> bool {
        match self.state {
            MailState::Queued => true,
            MailState::Deferred => self.next_attempt.is_none_or(|next| next <= now),
            _ => false,
        }
    }

    /// What a transport needs beside the message.
    pub fn envelope(&self) -> Envelope<'_> {
        Envelope {
            id: self.message_id(),
            kind: self.mail.kind,
            created: self.created,
            from: self.mail.from.address(),
            to: self.mail.to.address(),
        }
    }
}
