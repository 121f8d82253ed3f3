//! The host: what is shown and asked, help, commands, modules, preferences.

mod clear_host;
pub mod display;
mod get_command;
mod machine;
pub mod module;
pub mod opener;
mod out_default;
mod out_null;
pub mod process;
pub mod ps_style;
mod read_host;
mod refused;
mod register_argument_completer;
mod tab_expansion2;
mod transcript;
pub mod web;

use crate::cmdlet::Entry;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[
    clear_host::ENTRY,
    machine::ZONE_ENTRY,
    machine::UPTIME_ENTRY,
    refused::PING_ENTRY,
    refused::GET_CLIPBOARD_ENTRY,
    refused::SET_CLIPBOARD_ENTRY,
    refused::RESTART_ENTRY,
    refused::STOP_ENTRY,
    transcript::START_ENTRY,
    transcript::STOP_ENTRY,
    web::REQUEST_ENTRY,
    web::REST_ENTRY,
    get_command::ENTRY,
    module::export_module_member::ENTRY,
    module::get_module::ENTRY,
    module::import_data_file::ENTRY,
    module::import_module::ENTRY,
    module::new_module::ENTRY,
    module::new_module_manifest::NEW_ENTRY,
    module::new_module_manifest::UPDATE_ENTRY,
    module::remove_module::ENTRY,
    module::test_module_manifest::ENTRY,
    read_host::ENTRY,
    out_default::ENTRY,
    out_null::ENTRY,
    register_argument_completer::ENTRY,
    tab_expansion2::ENTRY,
];
