//! Data: CSV, JSON, XML, dates.

use crate::cmdlet::Entry;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[];
