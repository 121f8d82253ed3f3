//! Comments: `# …`, `<# … #>`.

use super::{K, Lexer};

impl Lexer<'_> {
    /// A comment up to the end of the line. `#Requires` is a comment with a meaning of its own.
    pub(super) fn line_comment(&mut self) {
        self.start = self.pos;
        let rest = &self.bytes[self.pos..];
        self.pos += rest.iter().position(|&b| b == b'\n' || b == b'\r').unwrap_or(rest.len());
        self.token(K::Comment);
    }

    /// A comment over several lines.
    pub(super) fn block_comment(&mut self) {
        self.start = self.pos;
        match self.text.get(self.pos + 2..).and_then(|t| t.find("#>")) {
            Some(end) => self.pos += 2 + end + 2,
            None => {
                self.pos = self.bytes.len();
                let span = self.span();
                self.incomplete(
                    "MissingTerminatorMultiLineComment",
                    "The terminator '#>' is missing from the multiline comment.",
                    span,
                    span,
                );
            }
        }
        self.token(K::Comment);
    }
}
