//! Cmdlets that choose, order, group, measure and shape objects.

mod add_member;
mod compare_object;
mod expression;
mod get_member;
mod get_unique;
mod group_object;
mod join_string;
mod measure_object;
mod new_object;
mod order;
mod select_object;
mod sort_object;
mod tee_object;
mod type_data;
mod update_list;

use crate::cmdlet::Entry;

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[
    add_member::ENTRY,
    compare_object::ENTRY,
    get_member::ENTRY,
    get_unique::ENTRY,
    group_object::ENTRY,
    join_string::ENTRY,
    measure_object::ENTRY,
    new_object::ENTRY,
    select_object::ENTRY,
    sort_object::ENTRY,
    tee_object::ENTRY,
    type_data::UPDATE_ENTRY,
    type_data::GET_ENTRY,
    type_data::REMOVE_ENTRY,
    update_list::ENTRY,
];
