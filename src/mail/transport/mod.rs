//! Where mails go: a transport takes an envelope and the bytes of a message.
//!
//! Which mails go, and what becomes of a failure, is in [`super::outbox`].

pub mod eml_file;
pub mod memory;
pub mod smtp;

use std::fmt;

use jiff::Timestamp;

use super::message::MessageId;
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
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deferred(said) | Self::Failed(said) | Self::Unknown(said) => f.write_str(said),
        }
    }
}

impl std::error::Error for SendError {}

/// A way for mails to leave.
pub trait Transport {
    /// Sends one message; gives what the other side said.
    ///
    /// # Errors
    /// The mail was not sent, or may not have been.
    fn send(&mut self, envelope: &Envelope<'_>, message: &[u8]) -> Result<String, SendError>;
}
