//! One flag for everything that must stop: Ctrl-C, a time limit.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The flag; clones share it. Read at loop backs, calls and pipeline steps.
#[derive(Clone, Default)]
pub struct Interrupt {
    flag: Arc<AtomicBool>,
    timed_out: Arc<AtomicBool>,
}

impl Interrupt {
    /// Asks what runs to stop.
    pub fn set(&self) {
        self.flag.store(true, Ordering::Relaxed);
    }

    /// Takes the request back, before the next line runs.
    pub fn clear(&self) {
        self.flag.store(false, Ordering::Relaxed);
    }

    /// Whether to stop.
    #[inline(always)]
    pub fn is_set(&self) -> bool {
        self.flag.load(Ordering::Relaxed)
    }

    /// Whether the time limit set it.
    pub fn is_timed_out(&self) -> bool {
        self.timed_out.load(Ordering::Relaxed)
    }

    /// The flag itself, for a signal handler.
    pub fn flag(&self) -> Arc<AtomicBool> {
        self.flag.clone()
    }

    /// Sets the flag after `limit`, from a thread of its own.
    pub fn set_after(&self, limit: Duration) {
        let own = self.clone();
        std::thread::spawn(move || {
            std::thread::sleep(limit);
            own.timed_out.store(true, Ordering::Relaxed);
            own.set();
        });
    }

    /// Forgets that a time limit was over.
    pub fn forgive(&self) {
        self.timed_out.store(false, Ordering::Relaxed);
        self.clear();
    }

    /// Says that a time limit is over.
    pub fn expire(&self) {
        self.timed_out.store(true, Ordering::Relaxed);
        self.set();
    }

    /// Sleeps, unless told to stop; true if the time was slept through.
    pub fn sleep(&self, time: Duration) -> bool {
        let end = Instant::now() + time;
        loop {
            if self.is_set() {
                return false;
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return true;
            }
            std::thread::sleep(left.min(Duration::from_millis(20)));
        }
    }
}
