//! Comma-separated values: reading, writing, and their cmdlets.

pub mod convert_from_csv;
pub mod convert_to_csv;
pub mod export_csv;
pub mod import_csv;
pub mod reader;
pub mod writer;

/// The warning for columns without a name.
pub const UNNAMED_WARNING: &str =
    "One or more headers were not specified. Default names starting with \"H\" have been used in place of any missing headers.";
