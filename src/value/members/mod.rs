//! Members of values: properties, methods, statics, constructors. Tables by type.
//!
//! The doors: [`get`], [`set`], [`invoke`] for instances; [`get_static`], [`set_static`], [`invoke_static`],
//! [`new_object`] for types; [`index_get`], [`index_set`]; [`properties`], [`methods`] for those who list members.
//! Not here: member enumeration over collections, `.Where()` and `.ForEach()`, and the errors of a member that is
//! not there, which are the engine's.

mod argument;
mod call;
mod catalog;
mod choose;
mod collections;
mod door;
mod files;
pub(in crate::value) mod implementation;
mod info;
pub mod net;
pub mod numbers;
mod object_members;
pub mod objects;
mod overload;
mod own;
mod rank;
pub mod security;
pub mod signatures;
mod statics;
pub mod system;
mod text;
mod thrown;
mod time;

pub use collections::dictionary::{entries, entry as dictionary_entry};
pub use collections::key_view::watched;
pub use door::{get, index_get, index_set, invoke, set};
pub use info::{MemberInfo, MemberKind, instance_members, methods, overloads, properties, special_member, static_members};
pub use statics::{get_static, invoke_static, new_object, set_static};
pub use text::{Encoding as TextEncoding, Scheme as TextScheme, decode_file, encode_text};
pub use thrown::{Outcome, Thrown, ok, void};

use implementation::TypeImpl;

/// Signatures of one type's members.
pub struct TypeSignatures {
    /// Full name of the type.
    pub name: &'static str,
    /// Constructors.
    pub new: &'static [&'static str],
    /// Instance properties: name and `type {get;set}`.
    pub properties: &'static [(&'static str, &'static [&'static str])],
    /// Static properties and constants.
    pub static_properties: &'static [(&'static str, &'static [&'static str])],
    /// Indexers.
    pub indexed: &'static [&'static str],
    /// Methods: name and overloads.
    pub methods: &'static [(&'static str, &'static [&'static str])],
    /// Static methods.
    pub static_methods: &'static [(&'static str, &'static [&'static str])],
}

/// All tables of implemented members.
static TABLES: &[&[TypeImpl]] =
    &[text::TABLES, numbers::TABLES, time::TABLES, collections::TABLES, system::TABLES, files::TABLES, net::TABLES, security::TABLES];
