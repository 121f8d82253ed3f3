//! Data: CSV, JSON, XML, dates.

mod add_type;
pub mod clixml;
mod convert_from_string_data;
pub mod csv;
mod import_localized_data;
pub mod json;
pub mod markdown;
pub mod xml;

use crate::cmdlet::Entry;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[
    add_type::ENTRY,
    clixml::convert::FROM_ENTRY,
    clixml::convert::TO_ENTRY,
    clixml::export::ENTRY,
    clixml::import::ENTRY,
    convert_from_string_data::ENTRY,
    csv::convert_from_csv::ENTRY,
    csv::convert_to_csv::ENTRY,
    csv::export_csv::ENTRY,
    csv::import_csv::ENTRY,
    import_localized_data::ENTRY,
    json::convert_from_json::ENTRY,
    json::convert_to_json::ENTRY,
    json::test_json::ENTRY,
    xml::convert_to_html::ENTRY,
    xml::convert_to_xml::ENTRY,
    xml::select_xml::ENTRY,
];
