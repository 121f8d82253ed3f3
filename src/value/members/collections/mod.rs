//! Arrays, lists, dictionaries, sets, stacks, queues.

pub mod array;
mod array_statics;
mod bits;
pub mod dictionary;
pub mod index;
pub mod key_view;
mod linked_list;
mod linq;
mod list;
pub mod name_values;
mod order;
mod priority_queue;
mod queues;
mod sets;

pub use order::compare_default;

use super::implementation::TypeImpl;

/// The tables of this folder.
pub static TABLES: &[TypeImpl] = &[
    array::TABLE,
    array_statics::TABLE,
    list::TABLE,
    sets::TABLE,
    queues::TABLE,
    bits::TABLE,
    key_view::TABLE,
    name_values::TABLE,
    priority_queue::TABLE,
    linq::TABLE,
    linked_list::TABLE,
    linked_list::NODE,
    dictionary::TABLE,
    dictionary::CONCURRENT,
    dictionary::SORTED,
    dictionary::ENTRY,
    super::objects::enumerator::TABLE,
    super::objects::enumerator::DICTIONARY,
    super::objects::ps_object::MEMBER,
    super::objects::ps_object::OTHER_MEMBER,
    super::objects::ps_object::COLLECTION,
    super::objects::ps_object::PS_OBJECT,
    super::objects::ps_method::TABLE,
];
