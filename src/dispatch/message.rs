//! Mails of scripts themselves (`Send-MailMessage`, `SmtpClient`): they go into the same outbox as the tenant's mails,
//! are kept in the same transaction, and leave in the same order.

use super::{Dispatch, DispatchError, Outcome};
use crate::mail::Mail;
use crate::store::Batch;

impl Dispatch {
    /// Posts mails that a script wrote; `command` is what the log calls it.
    ///
    /// # Errors
    /// The store cannot keep them. Then none is posted.
    pub fn post_messages(&mut self, command: &'static str, mails: Vec<Mail>) -> Result<Outcome, DispatchError> {
        let now = self.now();
        let mails = self.outbox.stage(mails, now);
        self.store.commit(&Batch { mails: &mails, ..Batch::default() })?;
        let numbers = self.accept(mails);
        Ok(self.record(command, now, Vec::new(), numbers, Vec::new()))
    }
}
