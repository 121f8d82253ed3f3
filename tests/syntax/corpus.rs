//! The kept corpus of the fuzz targets, replayed.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

#[path = "../../fuzz/checks.rs"]
mod checks;

/// No input may take longer; debug builds on a busy machine get some room.
const LIMIT: Duration = Duration::from_secs(5);

fn replay(folder: &'static str, check: fn(&[u8])) {
    std::thread::Builder::new()
        .stack_size(64 << 20)
        .spawn(move || {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(folder);
            let mut n_inputs = 0;
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                let data = fs::read(&path).unwrap();
                let start = Instant::now();
                check(&data);
                assert!(start.elapsed() < LIMIT, "{} takes {:?}", path.display(), start.elapsed());
                n_inputs += 1;
            }
            assert!(n_inputs > 50, "{n_inputs} inputs in {}", folder.display());
        })
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn lexer() {
    replay("lexer", checks::lexer);
}

#[test]
fn parser() {
    replay("parser", checks::parser);
}
