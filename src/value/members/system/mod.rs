//! Types, enums, exceptions, the environment and other members of `System`.

pub mod enumeration;
mod exception;
mod type_members;

use super::implementation::TypeImpl;

/// The tables of this folder.
pub static TABLES: &[TypeImpl] = &[
    enumeration::TABLE,
    exception::TABLE,
    super::objects::error_parts::RECORD,
    super::objects::error_parts::CATEGORY,
    super::objects::error_parts::DETAILS,
    type_members::TABLE,
    super::objects::tuple::TABLE,
    super::objects::db_null::TABLE,
];
