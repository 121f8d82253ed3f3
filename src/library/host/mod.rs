//! The host: what is shown and asked, help, commands, modules, preferences.

pub mod display;
mod out_default;
mod out_null;

use crate::cmdlet::Entry;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[out_default::ENTRY, out_null::ENTRY];
