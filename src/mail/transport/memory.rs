//! Keeps the messages: for rehearsals and tests.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Outgoing, SendError, Transport, one_by_one};
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
/// Clones share what was sent.
#[derive(Default, Clone)]
pub struct MemoryTransport {
    delivered: Arc<Mutex<Vec<Delivered>>>,
}

impl MemoryTransport {
    /// What was sent.
    pub fn delivered(&self) -> Vec<Delivered> {
        self.delivered.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Transport for MemoryTransport {
    fn deliver(&mut self, mails: &[Outgoing<'_>], stop: &dyn Fn() -> bool, done: &mut dyn FnMut(usize, Result<String, SendError>)) {
        one_by_one(mails, stop, done, &mut |envelope, message| {
            self.delivered.lock().unwrap_or_else(PoisonError::into_inner).push(Delivered {
                id: envelope.id,
                from: envelope.from.to_owned(),
                to: envelope.to.to_owned(),
                message: message.to_owned(),
            });
            Ok(String::new())
        });
    }
}
