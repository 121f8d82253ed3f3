//! The host: what is shown and asked, help, commands, modules, preferences.

pub mod display;
mod get_command;
pub mod module;
mod out_default;
mod out_null;
mod read_host;
mod register_argument_completer;
mod tab_expansion2;

use crate::cmdlet::Entry;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[
    get_command::ENTRY,
    module::export_module_member::ENTRY,
    module::get_module::ENTRY,
    module::import_data_file::ENTRY,
    module::import_module::ENTRY,
    module::new_module::ENTRY,
    module::remove_module::ENTRY,
    module::test_module_manifest::ENTRY,
    read_host::ENTRY,
    out_default::ENTRY,
    out_null::ENTRY,
    register_argument_completer::ENTRY,
    tab_expansion2::ENTRY,
];
