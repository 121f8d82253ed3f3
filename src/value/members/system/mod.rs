//! Types, enums, exceptions, the environment and other members of `System`.

pub mod enumeration;
mod exception;
mod type_members;

use super::implementation::TypeImpl;

/// The tables of this folder.
pub static TABLES: &[TypeImpl] = &[
    enumeration::TABLE,
    exception::TABLE,
    type_members::TABLE,
    super::objects::tuple::TABLE,
    super::objects::db_null::TABLE,
];
