//! `-Timeout` and `-MaxMemory`: a thread that watches, and the engine's stop flag.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use crate::engine::Interrupt;

static MEMORY: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// Stops the session's work when the process holds more than `bytes`.
pub fn watch_memory(interrupt: &Interrupt, bytes: u64) {
    let exceeded = MEMORY.get_or_init(Arc::default).clone();
    let interrupt = interrupt.clone();
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(20));
            if resident().is_some_and(|held| held > bytes) {
                exceeded.store(true, Ordering::Relaxed);
                interrupt.set();
                return;
            }
        }
    });
}

/// Whether the memory limit stopped the work.
pub fn memory_exceeded() -> bool {
    MEMORY.get().is_some_and(|exceeded| exceeded.load(Ordering::Relaxed))
}

/// Bytes of memory the process holds; none where the system does not say.
fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = text.split_whitespace().nth(1)?.parse().ok()?;
    Some(pages * 4096)
}
