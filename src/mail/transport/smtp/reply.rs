//! What a server answers: a code and its text (RFC 5321, 4.2).

use std::fmt;
use std::io;
use std::time::Instant;

use super::stream::Stream;
use crate::mail::gate;

/// The most lines that one answer may have.
const MOST_LINES: usize = 128;

/// A server's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    /// The code, from 200 to 599.
    pub(super) code: u16,
    /// The texts of its lines, past the gate.
    pub(super) lines: Vec<String>,
}

impl Reply {
    /// Reads an answer.
    pub(super) fn read(stream: &mut Stream, until: Instant) -> io::Result<Self> {
        let mut lines = Vec::new();
        loop {
            let line = stream.line(until)?;
            let (code, rest) = line.split_at_checked(3).ok_or_else(odd)?;
            let code: u16 = std::str::from_utf8(code)
                .ok()
                .and_then(|code| code.parse().ok())
                .filter(|code| (200..600).contains(code))
                .ok_or_else(odd)?;
            let text = String::from_utf8_lossy(rest.get(1..).unwrap_or_default());
            lines.push(gate::clean(&text).into_owned());
            match rest.first() {
                None | Some(b' ') => return Ok(Self { code, lines }),
                Some(b'-') if lines.len() < MOST_LINES => {}
                Some(b'-') => return Err(io::Error::other("The mail server's answer has no end.")),
                Some(_) => return Err(odd()),
            }
        }
    }

    /// Whether it says yes.
    pub(super) fn is_yes(&self) -> bool {
        (200..300).contains(&self.code)
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What a server says is kept with each mail, so a long sermon is cut.
        let text: String = self.lines.join(" ").chars().take(300).collect();
        write!(f, "{} {text}", self.code)
    }
}

fn odd() -> io::Error {
    io::Error::other("The mail server's answer is not one of SMTP.")
}
