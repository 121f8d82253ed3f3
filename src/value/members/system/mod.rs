//! Types, enums, exceptions, the environment and other members of `System`.

mod activator;
pub mod delegate;
pub mod enumeration;
mod environment;
mod exception;
pub mod fixed;
mod platform;
mod type_members;

use super::implementation::TypeImpl;

/// The tables of this folder.
pub static TABLES: &[TypeImpl] = &[
    enumeration::TABLE,
    exception::TABLE,
    exception::RECORDED,
    exception::AGGREGATE,
    fixed::OBJECT,
    fixed::NULL_STRING,
    delegate::TABLE,
    delegate::LANGUAGE,
    fixed::TO_STRING_CODE,
    fixed::AUTOMATION_NULL,
    activator::ACTIVATOR,
    activator::BUFFER,
    activator::LAZY,
    activator::METHOD,
    super::objects::error_parts::RECORD,
    super::objects::error_parts::CATEGORY,
    super::objects::error_parts::DETAILS,
    platform::PLATFORM,
    platform::FILES,
    platform::HOOKS,
    type_members::TABLE,
    environment::ENVIRONMENT,
    environment::CONSOLE,
    environment::COLLECTOR,
    environment::THREAD,
    environment::STOPWATCH,
    super::objects::guid::TABLE,
    super::objects::version::TABLE,
    super::objects::version::SEMANTIC,
    super::objects::uri::TABLE,
    super::objects::uri::BUILDER,
    super::objects::xml::DOCUMENT,
    super::objects::xml::NODE,
    super::objects::xml::NAMES,
    super::objects::xml::MANAGER,
    super::objects::xml::NAME_TABLE,
    super::objects::xml::LIST,
    super::objects::xml::ATTRIBUTES,
    super::objects::tuple::TABLE,
    super::objects::db_null::TABLE,
    super::objects::type_name::TABLE,
];
