//! The object cmdlets, and those that belong to the language.

mod foreach_object;
pub mod jobs;
pub mod objects;
pub mod session;
pub mod streams;
pub mod variables;
mod where_object;
mod write_output;

use crate::cmdlet::Entry;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[foreach_object::ENTRY, where_object::ENTRY, write_output::ENTRY];
