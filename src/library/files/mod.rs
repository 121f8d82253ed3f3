//! Files, folders, paths and drives.

mod add_content;
mod archive;
pub mod attributes;
mod clear_content;
mod clear_item;
pub mod content_writer;
mod convert_path;
mod copy_item;
pub mod encoding;
pub mod file_info;
mod file_methods;
mod format_hex;
mod get_child_item;
pub mod get_content;
mod get_file_hash;
mod get_item;
mod get_item_property;
mod get_item_property_value;
mod get_location;
mod get_ps_drive;
mod get_ps_provider;
mod invoke_item;
mod item_properties;
mod join_path;
pub mod location;
pub mod match_info;
mod move_item;
mod new_item;
mod new_ps_drive;
mod new_temporary_file;
pub mod place;
mod pop_location;
mod push_location;
mod remove_item;
mod remove_ps_drive;
mod rename_item;
mod resolve_path;
mod select_string;
pub mod selection;
pub mod session_items;
mod set_content;
mod set_item;
mod set_item_property;
mod set_location;
mod split_path;
mod test_path;
pub mod text_blocks;
pub mod transfer;
pub mod write_file;

use crate::cmdlet::Entry;

/// The cmdlets for properties that items do not have here.
pub const PROPERTIES: &[Entry] = &item_properties::ALL;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[
    add_content::ENTRY,
    archive::COMPRESS_ENTRY,
    archive::EXPAND_ENTRY,
    clear_content::ENTRY,
    clear_item::ENTRY,
    convert_path::ENTRY,
    copy_item::ENTRY,
    get_child_item::ENTRY,
    get_content::ENTRY,
    format_hex::ENTRY,
    get_file_hash::ENTRY,
    get_item::ENTRY,
    invoke_item::INVOKE_ENTRY,
    invoke_item::UNBLOCK_ENTRY,
    new_temporary_file::ENTRY,
    get_item_property::ENTRY,
    get_item_property_value::ENTRY,
    set_item_property::ENTRY,
    get_location::ENTRY,
    get_ps_drive::ENTRY,
    get_ps_provider::ENTRY,
    join_path::ENTRY,
    move_item::ENTRY,
    new_item::ENTRY,
    new_ps_drive::ENTRY,
    pop_location::ENTRY,
    push_location::ENTRY,
    remove_item::ENTRY,
    remove_ps_drive::ENTRY,
    rename_item::ENTRY,
    resolve_path::ENTRY,
    select_string::ENTRY,
    set_content::ENTRY,
    set_item::ENTRY,
    set_location::ENTRY,
    set_location::UP_ENTRY,
    set_location::ROOT_ENTRY,
    set_location::HOME_ENTRY,
    split_path::ENTRY,
    test_path::ENTRY,
];
