//! Paths, files, folders, streams.

mod directory;
mod error;
mod file;
mod path;

pub use error::at as io_error;
pub use path::{on_disk, to_change};

use super::implementation::TypeImpl;

/// The tables of this folder.
pub static TABLES: &[TypeImpl] = &[
    path::TABLE,
    file::TABLE,
    directory::TABLE,
    super::objects::streams::MEMORY,
    super::objects::readers::READER,
    super::objects::readers::WRITER,
];
