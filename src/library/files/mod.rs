//! Files, folders, paths and drives.

pub mod attributes;
pub mod encoding;
pub mod place;
pub mod session_items;
pub mod write_file;

use crate::cmdlet::Entry;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[];
