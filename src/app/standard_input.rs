//! Standard input as a script's `$input`, where it is no terminal.

use std::io::{BufRead, IsTerminal};

use crate::engine::objects::Source;
use crate::value::Value;

/// The lines of standard input, read when the script first asks for `$input`: a script that does not ask leaves them to
/// `Read-Host` and to programs that it starts.
pub fn of_program() -> Option<Source> {
    if std::io::stdin().is_terminal() {
        return None;
    }
    Some(Box::new(|| {
        let mut lines = Vec::new();
        let mut bytes = Vec::new();
        let mut input = std::io::stdin().lock();
        while input.read_until(b'\n', &mut bytes).is_ok_and(|n| n > 0) {
            let text = String::from_utf8_lossy(&bytes);
            let line = text.strip_suffix('\n').unwrap_or(&text);
            lines.push(Value::str(line.strip_suffix('\r').unwrap_or(line)));
            bytes.clear();
        }
        lines
    }))
}
