//! Why a tenant file was not read.

use std::fmt;

/// Why a tenant file was not read, and where: a path such as `users[17].serviceNumber`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FileError {
    /// The place in the file; empty for the file as a whole.
    pub path: String,
    /// What is wrong there.
    pub message: String,
    /// The line, from 1, where the text itself is at fault.
    pub line: Option<usize>,
    /// The column in bytes, from 1.
    pub column: Option<usize>,
}

impl FileError {
    pub(super) fn at(path: impl Into<String>, message: impl fmt::Display) -> Self {
        FileError { path: path.into(), message: message.to_string(), line: None, column: None }
    }

    /// The id that never changes.
    pub fn id(&self) -> &'static str {
        "InvalidTenantFile"
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("The tenant file is not valid")?;
        if !self.path.is_empty() {
            write!(f, " at {}", self.path)?;
        }
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, " (line {line}, column {column})")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for FileError {}
