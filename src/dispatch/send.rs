//! Sending what waits in the outbox: the store knows of each batch before it leaves, and of its fate after.
//!
//! A batch is `Sending` on disk before its first byte leaves, so what a crash cuts off is `Unknown`, and never sent again
//! silently. Batches are small at first and grow while the server is fast, so that a stop is soon and a crash costs little.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use super::{Dispatch, DispatchError};
use crate::mail::delivery::{self, Report, RetryPolicy};
use crate::mail::transport::{SendError, Transport};
use crate::mail::{Item, MailId, MailState};
use crate::store::Batch;

/// Mails of the first batch.
const FIRST_BATCH: usize = 8;

/// The most mails of a batch, for each connection.
const LARGEST_BATCH: usize = 200;

/// A batch that takes longer is followed by a smaller one.
const SLOW: Duration = Duration::from_secs(1);

/// A batch that takes less is followed by a larger one.
const FAST: Duration = Duration::from_millis(100);

/// What to send, and how.
#[derive(Debug, Clone, Default)]
pub struct Sending {
    /// The mails, of which those go that wait and whose time has come; all mails of the outbox if `None`.
    pub only: Option<HashSet<MailId>>,
    /// Where all go instead of their recipients. They wait on after that: it is a trial.
    pub redirect_to: Option<String>,
    /// Not more than so many a minute.
    pub most_per_minute: Option<u32>,
    /// When a mail is tried again, and when no more.
    pub policy: RetryPolicy,
}

impl Dispatch {
    /// The mails that would be sent now, in the order of posting.
    pub fn due(&self, sending: &Sending) -> Vec<MailId> {
        let now = self.now();
        let wanted = |item: &&Item| sending.only.as_ref().is_none_or(|only| only.contains(&item.id));
        self.outbox.items().iter().filter(|item| item.is_due(now)).filter(wanted).map(|item| item.id).collect()
    }

    /// Sends what is due through transports, each its share, until all are done, `stop` says so, or the transport cannot
    /// be used. `progress` is told after each batch what became of the mails so far.
    ///
    /// # Errors
    /// The store cannot keep the states.
    pub fn send(
        &mut self,
        sending: &Sending,
        transports: &mut [Box<dyn Transport>],
        stop: &(dyn Fn() -> bool + Sync),
        progress: &mut dyn FnMut(&Report),
    ) -> Result<Report, DispatchError> {
        self.store.begin_sending()?;
        let report = self.send_all(sending, transports, stop, progress);
        self.store.end_sending();
        report
    }

    fn send_all(
        &mut self,
        sending: &Sending,
        transports: &mut [Box<dyn Transport>],
        stop: &(dyn Fn() -> bool + Sync),
        progress: &mut dyn FnMut(&Report),
    ) -> Result<Report, DispatchError> {
        self.begin(false)?;
        self.store.abandon();
        let mut report = Report::default();
        let due = self.set_expired_aside(self.due(sending), &sending.policy, &mut report)?;
        let began = Instant::now();
        let most = LARGEST_BATCH * transports.len().max(1);
        let mut size = FIRST_BATCH * transports.len().max(1);
        let mut at = 0;
        while at < due.len() && report.stopped.is_none() {
            if stop() {
                break;
            }
            let mut n = size.min(due.len() - at);
            if let Some(rate) = sending.most_per_minute {
                let allowed = 1 + (began.elapsed().as_secs_f64() * f64::from(rate) / 60.0) as usize;
                if at >= allowed {
                    std::thread::sleep(Duration::from_millis(20));
                    continue;
                }
                n = n.min(allowed - at);
            }
            let started = Instant::now();
            report.add(self.send_batch(&due[at..at + n], sending, transports, stop)?);
            at += n;
            match started.elapsed() {
                time if time < FAST => size = (size * 2).min(most),
                time if time > SLOW => size = (size / 2).max(transports.len().max(1)),
                _ => {}
            }
            progress(&report);
        }
        report.n_left += due.len() - at;
        Ok(report)
    }

    /// What is too old to be sent is failed; gives the others.
    fn set_expired_aside(&mut self, due: Vec<MailId>, policy: &RetryPolicy, report: &mut Report) -> Result<Vec<MailId>, DispatchError> {
        let now = self.now();
        let is_old = |id: &MailId| self.outbox.get(*id).is_some_and(|item| policy.is_expired(item, now));
        let (old, due): (Vec<MailId>, Vec<MailId>) = due.into_iter().partition(is_old);
        if !old.is_empty() {
            self.begin(false)?;
            let mut failed = Vec::with_capacity(old.len());
            for id in &old {
                let Ok(mut item) = self.outbox.changed(*id, MailState::Failed) else { continue };
                item.detail = "Too old: what it says may not hold any more.".to_owned();
                failed.push(item);
            }
            let n_failed = failed.len();
            self.store.commit(&Batch { states: &failed, ..Batch::default() })?;
            self.outbox.replace(failed);
            report.n_failed += n_failed;
        }
        Ok(due)
    }

    fn send_batch(
        &mut self,
        ids: &[MailId],
        sending: &Sending,
        transports: &mut [Box<dyn Transport>],
        stop: &(dyn Fn() -> bool + Sync),
    ) -> Result<Report, DispatchError> {
        self.begin(true)?;
        // Another process may have held, removed or sent some meanwhile.
        let now = self.now();
        let still_due = |id: &MailId| self.outbox.get(*id).filter(|item| item.is_due(now)).cloned();
        let before: Vec<Item> = ids.iter().filter_map(still_due).collect();
        let items: Vec<Item> = before.iter().map(|item| Item { state: MailState::Sending, next_attempt: None, ..item.clone() }).collect();
        self.store.commit(&Batch { states: &items, ..Batch::default() })?;
        let results = delivery::deliver(&items, sending.redirect_to.as_deref(), transports, stop);
        let now = self.now();
        let mut report = Report::default();
        let mut changed = Vec::with_capacity(items.len());
        for ((item, before), result) in items.into_iter().zip(before).zip(results) {
            let was_tried = !matches!(result, Err(SendError::NotTried(_)));
            let mut after = delivery::after(item, result, &sending.policy, now, &mut report);
            if !was_tried {
                after = Item { state: before.state, next_attempt: before.next_attempt, detail: before.detail, ..after };
            } else if let Some(to) = &sending.redirect_to {
                // A trial takes nothing from the mail: it waits for its own recipient.
                after = Item { detail: format!("Redirected to {to}: {}", after.detail), ..before };
            }
            changed.push(after);
        }
        // What was sent is so whatever the store says; on disk it stays Sending then, and is Unknown later.
        let kept = self.begin(false).and_then(|()| Ok(self.store.commit(&Batch { states: &changed, ..Batch::default() })?));
        self.outbox.replace(changed);
        kept?;
        Ok(report)
    }
}
