//! `Format-*` and `Out-*`: thin over [`crate::present`].

mod format_custom;
mod format_list;
mod format_table;
mod format_wide;
mod get_error;
mod get_format_data;
mod markup;
mod out_file;
mod out_host;
mod out_string;
mod shape;
mod update_format_data;
mod view_file;

use crate::cmdlet::Entry;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[
    format_custom::ENTRY,
    format_list::ENTRY,
    format_table::ENTRY,
    format_wide::ENTRY,
    get_error::ENTRY,
    get_format_data::ENTRY,
    out_file::ENTRY,
    out_host::ENTRY,
    out_string::ENTRY,
    update_format_data::ENTRY,
];
