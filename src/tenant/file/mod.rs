//! The tenant file: a whole tenant as JSON, documented in `docs/tenant-file.md`.
//!
//! Reading is all or nothing: a file that is cut, has a wrong type, two users of one name or a
//! number that no bridge has gives a [`FileError`] that names the place, and no tenant. No bytes
//! are read or written here but those handed in. PINs are written only if asked.

mod error;
mod form;
mod read;
mod read_users;
mod user_form;
mod write;

pub use error::FileError;
pub use read::read;
pub use write::{Pins, join, write, write_outer, write_user};

/// The version of the format that is written, and the newest that is read.
pub const VERSION: u32 = 1;
