//! Keeps the messages: for rehearsals and tests.

use super::{Envelope, SendError, Transport};
use crate::mail::message::MessageId;

/// A message that was sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Its identity.
    pub id: MessageId,
    /// The sender's address.
    pub from: String,
    /// The recipient's address.
    pub to: String,
    /// Its bytes.
    pub message: Vec<u8>,
}

/// Accepts everything and keeps it in order.
#[derive(Default)]
pub struct MemoryTransport {
    /// What was sent.
    pub delivered: Vec<Delivered>,
}

impl Transport for MemoryTransport {
    fn send(&mut self, envelope: &Envelope<'_>, message: &[u8]) -> Result<String, SendError> {
        self.delivered.push(Delivered {
            id: envelope.id,
            from: envelope.from.to_owned(),
            to: envelope.to.to_owned(),
            message: message.to_owned(),
        });
        Ok(String::new())
    }
}
