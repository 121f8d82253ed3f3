//! Tables of recorded facts: tab-separated cells, escaped.

use std::fs;

/// The rows of a table of this folder, cells as they stand, notes left out.
pub fn rows(name: &str) -> Vec<Vec<String>> {
    let path = format!("{}/tests/syntax/tables/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).expect("the table is part of the project");
    text.lines().filter(|l| !l.starts_with("# ")).map(|l| l.split('\t').map(str::to_string).collect()).collect()
}

/// Takes the escapes out of a cell: `\\ \n \t \r \uXXXX`.
pub fn unescape(cell: &str) -> String {
    let mut units: Vec<u16> = Vec::new();
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        let unit = match (c, c == '\\') {
            (_, false) => {
                units.extend(c.encode_utf16(&mut [0; 2]).iter());
                continue;
            }
            _ => match chars.next() {
                Some('n') => u16::from(b'\n'),
                Some('t') => u16::from(b'\t'),
                Some('r') => u16::from(b'\r'),
                Some('u') => u16::from_str_radix(&chars.by_ref().take(4).collect::<String>(), 16).unwrap(),
                _ => u16::from(b'\\'),
            },
        };
        units.push(unit);
    }
    String::from_utf16_lossy(&units)
}

/// Writes the rows that differ where `BRIDGESH_DIFF` names a folder, for whoever works on them.
pub fn report(name: &str, differing: &[String]) {
    if let Ok(folder) = std::env::var("BRIDGESH_DIFF") {
        fs::write(format!("{folder}/{name}"), differing.join("\n") + "\n").unwrap();
    }
}
