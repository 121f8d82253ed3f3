//! Modules and data files.

pub mod autoload;
pub mod data_file;
pub mod export_module_member;
pub mod get_module;
pub mod import_data_file;
pub mod import_module;
pub mod load;
pub mod new_module;
pub mod new_module_manifest;
pub mod remove_module;
pub mod test_module_manifest;
pub mod verbs;
