//! Time and chance: the system's, or fixed and seeded ones for runs that must repeat.
//!
//! The only place that reads the system's clock for the tenant and its mails.

use jiff::{SignedDuration, Timestamp};

use crate::tenant::world::{Clock, FixedClock, Random, SeededRandom, World};

/// The system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The system's random source, fit for PINs.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&mut self, buffer: &mut [u8]) {
        // A system without random numbers cannot give secrets; there is nothing to fall back to.
        getrandom::fill(buffer).expect("the system has a random source");
    }
}

#[derive(Clone)]
enum AnyClock {
    System(SystemClock),
    /// The system's clock, so much ahead.
    Ahead(AheadClock),
    Fixed(FixedClock),
}

/// The system's clock, moved on.
#[derive(Debug, Clone, Copy)]
pub struct AheadClock(SignedDuration);

impl Clock for AheadClock {
    fn now(&self) -> Timestamp {
        let now = Timestamp::now();
        now.saturating_add(self.0).unwrap_or(now)
    }
}

#[derive(Clone)]
enum AnyRandom {
    System(SystemRandom),
    Seeded(Box<SeededRandom>),
}

/// The clock and the random source of a session.
#[derive(Clone)]
pub struct Sources {
    clock: AnyClock,
    random: AnyRandom,
}

impl Sources {
    /// The system's own, each replaced where a fixed time or a seed is given.
    pub fn new(now: Option<Timestamp>, seed: Option<u64>) -> Self {
        Self {
            clock: now.map_or(AnyClock::System(SystemClock), |now| AnyClock::Fixed(FixedClock(now))),
            random: seed.map_or(AnyRandom::System(SystemRandom), |seed| AnyRandom::Seeded(Box::new(SeededRandom::new(seed)))),
        }
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        match &self.clock {
            AnyClock::System(clock) => clock.now(),
            AnyClock::Ahead(clock) => clock.now(),
            AnyClock::Fixed(clock) => clock.now(),
        }
    }

    /// Moves the clock on.
    pub fn advance(&mut self, by: SignedDuration) {
        self.clock = match &self.clock {
            AnyClock::System(_) => AnyClock::Ahead(AheadClock(by)),
            AnyClock::Ahead(clock) => AnyClock::Ahead(AheadClock(clock.0.saturating_add(by))),
            AnyClock::Fixed(clock) => AnyClock::Fixed(FixedClock(clock.0.saturating_add(by).unwrap_or(clock.0))),
        };
    }

    /// Waits until an instant, or until `stop` says so. A fixed clock is set to that instant instead: a run that must
    /// repeat does not sleep.
    pub fn wait_until(&mut self, instant: Timestamp, stop: &dyn Fn() -> bool) {
        if let AnyClock::Fixed(clock) = &mut self.clock {
            clock.0 = clock.0.max(instant);
            return;
        }
        while self.now() < instant && !stop() {
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }

    /// A random number of 64 bits.
    pub fn number(&mut self) -> u64 {
        let mut bytes = [0; 8];
        match &mut self.random {
            AnyRandom::System(random) => random.fill(&mut bytes),
            AnyRandom::Seeded(random) => random.fill(&mut bytes),
        }
        u64::from_le_bytes(bytes)
    }

    /// The world that one command runs in.
    pub fn world(&mut self) -> World<'_> {
        World {
            clock: match &self.clock {
                AnyClock::System(clock) => clock,
                AnyClock::Ahead(clock) => clock,
                AnyClock::Fixed(clock) => clock,
            },
            random: match &mut self.random {
                AnyRandom::System(random) => random,
                AnyRandom::Seeded(random) => random.as_mut(),
            },
        }
    }
}
