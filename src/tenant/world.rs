//! What the tenant needs from outside: the time and chance, handed in with each command.
//!
//! The system's clock and random source are implemented where the program is wired; here stand
//! the fixed and seeded ones that make two runs give the same bytes.

use jiff::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};

use super::model::{ConferenceId, Guid, Pin};

/// Tells the time.
pub trait Clock {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// Gives random bytes, fit for secrets.
pub trait Random {
    /// Fills the whole buffer.
    fn fill(&mut self, buffer: &mut [u8]);
}

/// The world one command runs in.
pub struct World<'a> {
    /// The time.
    pub clock: &'a dyn Clock,
    /// The random source.
    pub random: &'a mut dyn Random,
}

impl World<'_> {
    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A new GUID.
    pub fn guid(&mut self) -> Guid {
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        Guid::from_random(bytes)
    }

    /// A number below `bound`, every one equally likely. `bound` is at least 1.
    pub fn below(&mut self, bound: u64) -> u64 {
        // Values of the last, incomplete stretch would favour small results: draw again.
        let limit = u64::MAX - u64::MAX % bound;
        loop {
            let mut bytes = [0; 8];
            self.random.fill(&mut bytes);
            let value = u64::from_le_bytes(bytes);
            if value < limit {
                return value % bound;
            }
        }
    }

    /// A new PIN of that many digits, none more likely than another; `length` is clamped to 4 to 12.
    pub fn pin(&mut self, length: u32) -> Pin {
        let length = length.clamp(*super::model::PIN_LENGTHS.start(), *super::model::PIN_LENGTHS.end());
        Pin::from_value(self.below(10u64.pow(length)), length)
    }

    /// A conference ID of that many digits that does not start with 0.
    pub fn conference_id(&mut self, n_digits: u32) -> ConferenceId {
        let first = 10u32.pow(n_digits - 1);
        let value = first + self.below(u64::from(first) * 9) as u32;
        ConferenceId::from_value(value, n_digits).expect("a value of that many digits fits them")
    }
}

/// A clock that stands still, or moves when told.
#[derive(Clone, Copy, Debug)]
pub struct FixedClock(pub Timestamp);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

/// A random source that repeats with its seed.
#[derive(Clone)]
pub struct SeededRandom(ChaCha20Rng);

impl SeededRandom {
    /// The source of this seed.
    pub fn new(seed: u64) -> Self {
        SeededRandom(ChaCha20Rng::seed_from_u64(seed))
    }
}

impl Random for SeededRandom {
    fn fill(&mut self, buffer: &mut [u8]) {
        self.0.fill_bytes(buffer);
    }
}
