//! Whether a tenant is the one that a plan was made for.

use std::hash::Hasher;
use std::io::{self, Write};

use crate::dispatch::Dispatch;
use crate::tenant::file::{Pins, write};

/// Hashes what is written to it.
struct Hashing(std::hash::DefaultHasher);

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A short text that differs where the tenants differ. The PINs are not in it: so that it may stand in a report,
/// and because it counts, in their place, the commands that reset them.
pub fn of(dispatch: &Dispatch) -> String {
    let mut hashing = Hashing(std::hash::DefaultHasher::new());
    // Writing to a hasher cannot fail.
    let _ = write(dispatch.tenant(), Pins::LeftOut, &mut hashing);
    let n_resets = dispatch.log().iter().flat_map(|entry| entry.events.iter()).filter(|event| is_reset(event)).count();
    format!("{:016x}-{n_resets}", hashing.0.finish())
}

fn is_reset(event: &crate::tenant::event::Event) -> bool {
    matches!(event, crate::tenant::event::Event::PinReset { .. })
}
