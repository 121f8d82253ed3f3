//! Sending what waits: batches of mails to transports, and what becomes of each.
//!
//! Pure but for the transports: the time of the next try comes from the clock that is handed in. What is kept of it,
//! and when, is decided in `dispatch`.

use jiff::{SignedDuration, Timestamp};

use super::outbox::{Item, MailState};
use super::transport::{Envelope, Outgoing, SendError, Transport};

/// When a mail is tried again, and when no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The first wait; each further one is four times as long.
    pub first_wait: SignedDuration,
    /// The longest wait.
    pub longest_wait: SignedDuration,
    /// So many tries; a mail that fails them all is set aside.
    pub most_attempts: u32,
    /// A mail older than that is not sent any more: what it says may not hold.
    pub expires_after: SignedDuration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            first_wait: SignedDuration::from_mins(1),
            longest_wait: SignedDuration::from_hours(4),
            most_attempts: 8,
            expires_after: SignedDuration::from_hours(48),
        }
    }
}

impl RetryPolicy {
    /// How long to wait after so many tries.
    pub fn wait_after(&self, n_attempts: u32) -> SignedDuration {
        let factor = 4i32.checked_pow(n_attempts.saturating_sub(1)).unwrap_or(i32::MAX);
        self.first_wait.checked_mul(factor).unwrap_or(self.longest_wait).min(self.longest_wait)
    }

    /// Whether a mail is too old to be sent.
    pub fn is_expired(&self, item: &Item, now: Timestamp) -> bool {
        now.duration_since(item.created) > self.expires_after
    }
}

/// How many mails came to which end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Accepted.
    pub n_sent: usize,
    /// To be tried again.
    pub n_deferred: usize,
    /// Refused for good, or too old.
    pub n_failed: usize,
    /// May have arrived.
    pub n_unknown: usize,
    /// Not tried: the sending was stopped, or the transport cannot be used.
    pub n_left: usize,
    /// Why the sending ended before its end.
    pub stopped: Option<String>,
}

impl Report {
    /// How many mails are done with, for now.
    pub fn n_done(&self) -> usize {
        self.n_sent + self.n_deferred + self.n_failed + self.n_unknown
    }

    /// Adds what became of further mails.
    pub fn add(&mut self, other: Report) {
        self.n_sent += other.n_sent;
        self.n_deferred += other.n_deferred;
        self.n_failed += other.n_failed;
        self.n_unknown += other.n_unknown;
        self.n_left += other.n_left;
        self.stopped = other.stopped.or(self.stopped.take());
    }
}

/// The state that a mail has after a try, with what is said about it.
pub fn after(mut item: Item, result: Result<String, SendError>, policy: &RetryPolicy, now: Timestamp, report: &mut Report) -> Item {
    item.last_attempt = Some(now);
    item.next_attempt = None;
    item.n_attempts += 1;
    let (state, detail) = match result {
        Ok(said) => {
            report.n_sent += 1;
            (MailState::Sent, said)
        }
        Err(SendError::Deferred(said)) if item.n_attempts >= policy.most_attempts => {
            report.n_failed += 1;
            (MailState::Failed, format!("Set aside after {} tries: {said}", item.n_attempts))
        }
        Err(SendError::Deferred(said)) => {
            report.n_deferred += 1;
            item.next_attempt = now.checked_add(policy.wait_after(item.n_attempts)).ok();
            (MailState::Deferred, said)
        }
        Err(SendError::Failed(said)) => {
            report.n_failed += 1;
            (MailState::Failed, said)
        }
        Err(SendError::Unknown(said)) => {
            report.n_unknown += 1;
            (MailState::Unknown, said)
        }
        Err(SendError::NotTried(said)) => {
            report.n_left += 1;
            item.n_attempts -= 1;
            if !said.is_empty() {
                report.stopped = Some(said);
            }
            (MailState::Queued, String::new())
        }
    };
    item.state = state;
    item.detail = detail;
    item
}

/// Hands mails to transports, each its share; gives what became of each, in their order.
pub fn deliver(
    items: &[Item],
    redirect_to: Option<&str>,
    transports: &mut [Box<dyn Transport>],
    stop: &(dyn Fn() -> bool + Sync),
) -> Vec<Result<String, SendError>> {
    let unanswered = || Err(SendError::Unknown("The transport said nothing of the mail.".to_owned()));
    let mut results: Vec<Result<String, SendError>> = items.iter().map(|_| unanswered()).collect();
    let share = items.len().div_ceil(transports.len().max(1)).max(1);
    let send = |transport: &mut Box<dyn Transport>, items: &[Item], results: &mut [Result<String, SendError>]| {
        let outgoing: Vec<Outgoing<'_>> = items
            .iter()
            .map(|item| {
                let own = item.envelope();
                Outgoing { envelope: Envelope { to: redirect_to.unwrap_or(own.to), ..own }, item }
            })
            .collect();
        transport.deliver(&outgoing, &|| stop(), &mut |at, result| {
            if let Some(place) = results.get_mut(at) {
                *place = result;
            }
        });
    };
    if items.len() <= share {
        if let Some(transport) = transports.first_mut() {
            send(transport, items, &mut results);
        }
        return results;
    }
    std::thread::scope(|scope| {
        for ((transport, items), results) in transports.iter_mut().zip(items.chunks(share)).zip(results.chunks_mut(share)) {
            scope.spawn(move || send(transport, items, results));
        }
    });
    results
}
