//! What may end a match early: a budget of steps, a deadline, an interrupt.

use std::time::{Duration, Instant};

use super::error::MatchAbort;

/// Steps between two looks at the clock and the interrupt.
const SLICE: u64 = 1 << 14;

/// How long an operation without a deadline of its own may take.
const LONGEST: Duration = Duration::from_secs(10);

/// The limits of one operation (a match, or all matches of a replacement).
#[derive(Clone, Copy)]
pub struct Watch<'w> {
    /// How many steps may be made; a step is an instruction, and some nanoseconds.
    pub steps: u64,
    /// When the operation ends at the latest (.NET's match timeout).
    pub deadline: Option<Instant>,
    /// Asked every some thousand steps; true ends the operation.
    pub interrupt: Option<&'w dyn Fn() -> bool>,
}

impl Watch<'_> {
    /// No deadline and no interrupt, and a budget that no sensible match needs: some ten seconds.
    pub const DEFAULT: Watch<'static> = Watch { steps: 2_000_000_000, deadline: None, interrupt: None };
}

impl Default for Watch<'_> {
    fn default() -> Self {
        Watch::DEFAULT
    }
}

impl std::fmt::Debug for Watch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").field("steps", &self.steps).field("deadline", &self.deadline).finish_non_exhaustive()
    }
}

/// The steps left to an operation.
pub(super) struct Fuel<'w> {
    watch: Watch<'w>,
    slice: u64,
    /// Steps left beside the slice.
    rest: u64,
}

impl<'w> Fuel<'w> {
    pub(super) fn new(watch: &Watch<'w>) -> Fuel<'w> {
        let slice = watch.steps.min(SLICE);
        Fuel { watch: *watch, slice, rest: watch.steps - slice }
    }

    /// Takes steps from the slice; true if it is used up.
    #[inline]
    pub(super) fn burn(&mut self, n_steps: u64) -> bool {
        self.slice = self.slice.saturating_sub(n_steps);
        self.slice == 0
    }

    /// Looks at the limits and opens the next slice.
    #[cold]
    pub(super) fn refill(&mut self, is_too_large: bool) -> Result<(), MatchAbort> {
        if self.watch.interrupt.is_some_and(|interrupt| interrupt()) {
            return Err(MatchAbort::Interrupted);
        }
        // An operation without a deadline gets one with the first look at the clock.
        let now = Instant::now();
        let is_late = now >= *self.watch.deadline.get_or_insert_with(|| now + LONGEST);
        if is_too_large || is_late || self.rest == 0 {
            return Err(MatchAbort::Timeout);
        }
        self.slice = self.rest.min(SLICE);
        self.rest -= self.slice;
        Ok(())
    }
}
