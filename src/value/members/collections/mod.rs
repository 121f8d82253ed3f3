//! Arrays, lists, dictionaries, sets, stacks, queues.

pub mod array;
mod array_statics;
pub mod dictionary;
pub mod index;
mod linked_list;
mod linq;
mod list;
mod order;
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
    linq::TABLE,
    linked_list::TABLE,
    linked_list::NODE,
    dictionary::TABLE,
    dictionary::ENTRY,
    super::objects::enumerator::TABLE,
    super::objects::enumerator::DICTIONARY,
    super::objects::ps_object::MEMBER,
    super::objects::ps_object::OTHER_MEMBER,
    super::objects::ps_object::COLLECTION,
    super::objects::ps_object::PS_OBJECT,
    super::objects::ps_method::TABLE,
];
