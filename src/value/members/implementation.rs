//! What runs behind the signatures: one table a type, found by the type's id.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::call::Method;
use crate::value::TypeId;

/// The implemented members of one or more types. Names are .NET's; signatures come from the generated table, or
/// from the `…_texts` here where that table has none.
pub struct TypeImpl {
    /// The types (generic definitions, not closed types).
    pub ids: &'static [TypeId],
    /// What constructs one; overloads are told apart by the converted arguments.
    pub new: Option<Method>,
    /// Constructor texts that the generated table lacks.
    pub new_texts: &'static [&'static str],
    /// Instance properties in .NET's order.
    pub properties: &'static [(&'static str, Method)],
    /// Setters.
    pub setters: &'static [(&'static str, Method)],
    /// Instance methods.
    pub methods: &'static [(&'static str, Method)],
    /// Overload texts that the generated table lacks.
    pub method_texts: &'static [(&'static str, &'static [&'static str])],
    /// Static methods.
    pub statics: &'static [(&'static str, Method)],
    /// Overload texts of static methods that the generated table lacks.
    pub static_texts: &'static [(&'static str, &'static [&'static str])],
    /// Static properties.
    pub static_properties: &'static [(&'static str, Method)],
    /// Static setters.
    pub static_setters: &'static [(&'static str, Method)],
    /// The indexer.
    pub index: Option<Method>,
    /// The indexer's setter; the value is the last argument.
    pub set_index: Option<Method>,
    /// Members that PowerShell's type data adds.
    pub added: &'static [(&'static str, Method)],
}

impl TypeImpl {
    /// A table without members, to fill by struct update.
    pub const EMPTY: TypeImpl = TypeImpl {
        ids: &[],
        new: None,
        new_texts: &[],
        properties: &[],
        setters: &[],
        methods: &[],
        method_texts: &[],
        statics: &[],
        static_texts: &[],
        static_properties: &[],
        static_setters: &[],
        index: None,
        set_index: None,
        added: &[],
    };
}

/// The tables of a type.
pub fn of(id: TypeId) -> impl Iterator<Item = &'static TypeImpl> {
    static BY_ID: OnceLock<HashMap<TypeId, Vec<&'static TypeImpl>>> = OnceLock::new();
    let by_id = BY_ID.get_or_init(|| {
        let mut map: HashMap<TypeId, Vec<&'static TypeImpl>> = HashMap::new();
        for table in super::TABLES.iter().flat_map(|tables| tables.iter()) {
            for id in table.ids {
                map.entry(*id).or_default().push(table);
            }
        }
        map
    });
    by_id.get(&id).into_iter().flatten().copied()
}
