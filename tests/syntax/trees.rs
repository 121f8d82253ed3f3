//! Right inputs and the outline of their trees.

use super::{cells, world::World};
use bridgesh::source::SourceText;
use bridgesh::syntax;

/// Rows that print the recorded outline. Only rises.
const FLOOR: usize = 1514;

#[test]
fn trees_have_the_recorded_shape() {
    let mut same = 0;
    let mut differing = Vec::new();
    for row in cells::rows("ast.tsv") {
        let source = SourceText::new(None, cells::unescape(&row[0]));
        let parsed = syntax::parse_in(&source, &World);
        let outline = match parsed.errors.first() {
            Some(error) => format!("!{}", error.id),
            None => parsed.tree.outline(),
        };
        if outline == row[1] {
            same += 1;
        } else {
            differing.push(format!("{}\n  want {}\n  have {outline}", row[0], row[1]));
        }
    }
    cells::report("trees.txt", &differing);
    assert!(same >= FLOOR, "{same} rows, floor {FLOOR}:\n{}", differing.join("\n"));
}
