//! Text files read in blocks of whole lines, so that a long file takes no more memory than a short one.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::encoding::{marked, text_of};
use crate::value::members::{TextEncoding as Encoding, TextScheme as Scheme};

const BLOCK: usize = 1 << 17;

/// A file's text, block by block. Each block ends with a line's end, but the last.
pub struct TextBlocks {
    file: File,
    encoding: Encoding,
    /// Bytes of a line that has not ended yet.
    rest: Vec<u8>,
    is_first: bool,
    is_done: bool,
}

impl TextBlocks {
    /// Opens a file.
    pub fn open(path: &Path, encoding: Encoding) -> io::Result<TextBlocks> {
        let file = File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(io::Error::from(io::ErrorKind::PermissionDenied));
        }
        Ok(TextBlocks { file, encoding, rest: Vec::new(), is_first: true, is_done: false })
    }

    /// The next block; none at the end of the file.
    pub fn next_block(&mut self) -> io::Result<Option<String>> {
        if self.is_done {
            return Ok(None);
        }
        let mut from = 0;
        loop {
            let start = self.rest.len();
            self.rest.resize(start + BLOCK, 0);
            let read = self.file.read(&mut self.rest[start..])?;
            self.rest.truncate(start + read);
            if self.is_first && read > 0 {
                self.is_first = false;
                if let Some(own) = marked(&self.rest) {
                    self.encoding = own;
                    if own.scheme == Scheme::Utf8 {
                        self.rest.drain(..3);
                    }
                }
            }
            if read == 0 {
                self.is_done = true;
                let text = self.decode(&self.rest);
                self.rest = Vec::new();
                return Ok((!text.is_empty()).then_some(text));
            }
            // In other encodings a line feed is not a byte of its own: the file is one block.
            if !matches!(self.encoding.scheme, Scheme::Utf8 | Scheme::Ascii | Scheme::Latin1) {
                continue;
            }
            if let Some(end) = memchr::memrchr(b'\n', &self.rest[from..]) {
                let end = from + end + 1;
                let text = self.decode(&self.rest[..end]);
                self.rest.drain(..end);
                return Ok(Some(text));
            }
            from = self.rest.len();
        }
    }

    /// Whether the last block was given.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    /// Reads on, though the file's end was there: another program may have written more.
    pub fn reopen(&mut self) {
        self.is_done = false;
    }

    fn decode(&self, bytes: &[u8]) -> String {
        match self.encoding.scheme {
            Scheme::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            _ => text_of(bytes, self.encoding),
        }
    }
}
