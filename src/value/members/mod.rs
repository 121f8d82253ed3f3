//! Members of values: properties, methods, statics, constructors. Tables by type.

pub mod objects;
pub mod signatures;

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
