//! Where mails go: a transport takes an envelope and the bytes of a message.
//!
//! Which mails go, and what becomes of a failure, is in [`super::outbox`].

pub mod eml_file;
pub mod memory;
pub mod sink;
pub mod smtp;

use std::fmt;

use jiff::Timestamp;

use super::message::MessageId;
use super::outbox::Item;
use crate::notify::Kind;

/// What a transport needs beside the message.
#[derive(Debug, Clone, Copy)]
pub struct Envelope<'a> {
    /// The identity of the message.
    pub id: MessageId,
    /// Which mail it is.
    pub kind: Kind,
    /// When it was posted.
    pub created: Timestamp,
    /// The sender's address.
    pub from: &'a str,
    /// The recipient's address.
    pub to: &'a str,
}

/// Why a mail was not sent. The text is what the transport said, never a part of the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendError {
    /// Not now; a later try may do.
    Deferred(String),
    /// Never.
    Failed(String),
    /// The connection ended while the mail was on its way: it may have arrived.
    Unknown(String),
    /// Nothing was tried: the transport cannot be used at all, or was told to stop (then the text is empty).
    NotTried(String),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deferred(said) | Self::Failed(said) | Self::Unknown(said) | Self::NotTried(said) => f.write_str(said),
        }
    }
}

impl std::error::Error for SendError {}

/// A mail on its way out.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing<'a> {
    /// Where it goes, which may be another address than its own.
    pub envelope: Envelope<'a>,
    /// The mail.
    pub item: &'a Item,
}

/// A way for mails to leave.
pub trait Transport: Send {
    /// Sends mails in their order, until `stop` says to. `done` is told once for each mail, by its place, what became
    /// of it: what the other side said, or why it was not sent or may not have been.
    fn deliver(&mut self, mails: &[Outgoing<'_>], stop: &dyn Fn() -> bool, done: &mut dyn FnMut(usize, Result<String, SendError>));
}

/// Sends mails one at a time: what a transport does for which a mail is one step.
fn one_by_one(
    mails: &[Outgoing<'_>],
    stop: &dyn Fn() -> bool,
    done: &mut dyn FnMut(usize, Result<String, SendError>),
    send: &mut dyn FnMut(&Envelope<'_>, &[u8]) -> Result<String, SendError>,
) {
    let mut bytes = Vec::new();
    for (at, mail) in mails.iter().enumerate() {
        if stop() {
            done(at, Err(SendError::NotTried(String::new())));
            continue;
        }
        bytes.clear();
        mail.item.write_message(&mut bytes);
        done(at, send(&mail.envelope, &bytes));
    }
}
