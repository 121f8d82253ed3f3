//! Wrong and unfinished inputs: ids, places, the first message, and whether more text may follow.

use super::{cells, world::World};
use bridgesh::source::SourceText;
use bridgesh::syntax;

/// Rows that give the recorded errors. Only rises.
const FLOOR: usize = 2570;

fn measure(input: &str) -> (String, String) {
    let source = SourceText::new(None, input);
    let parsed = syntax::parse_in(&source, &World);
    if parsed.errors.is_empty() {
        return ("ok".into(), "-".into());
    }
    let errors: Vec<String> = parsed
        .errors
        .iter()
        .map(|e| format!("{}@{}-{}", e.id, source.utf16_offset(e.span.start), source.utf16_offset(e.span.end)))
        .collect();
    let state = if parsed.is_incomplete() { "incomplete" } else { "complete" };
    let message = parsed.errors[0].message.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t");
    (state.into(), format!("{} | {message}", errors.join(" ; ")))
}

#[test]
fn errors_are_the_recorded_ones() {
    let mut same = 0;
    let mut differing = Vec::new();
    for row in cells::rows("parse.tsv") {
        let (state, errors) = measure(&cells::unescape(&row[0]));
        if state == row[1] && errors == row[2] {
            same += 1;
        } else {
            differing.push(format!("{}\n  want {} {}\n  have {state} {errors}", row[0], row[1], row[2]));
        }
    }
    cells::report("errors.txt", &differing);
    assert!(same >= FLOOR, "{same} rows, floor {FLOOR}:\n{}", differing.join("\n"));
}
