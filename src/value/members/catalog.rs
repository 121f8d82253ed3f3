//! The members of a type: the generated signatures joined with the implementations, made when first asked for.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::OnceLock;

use super::call::Method;
use super::implementation::{self, TypeImpl};
use super::overload::{self, Overload, generic_arguments, signature_type, with_arguments};
use super::signatures::SIGNATURES;
use super::{TypeSignatures, object_members};
use crate::value::TypeId;

/// A method name with its overloads and what runs it.
pub struct Group {
    /// The name.
    pub name: &'static str,
    /// Its overloads; none where only the name is known, so that arguments pass as they are.
    pub overloads: Vec<Overload>,
    /// What runs it; none where it is known but not available here.
    pub run: Option<Method>,
}

/// A property.
pub struct Property {
    /// The name.
    pub name: &'static str,
    /// The type's text.
    pub type_text: Rc<str>,
    /// The type; `object` where the table does not know it.
    pub type_id: TypeId,
    /// Whether it can be set.
    pub writable: bool,
    /// The text of a constant's value.
    pub constant: Option<&'static str>,
    /// The getter.
    pub get: Option<Method>,
    /// The setter.
    pub set: Option<Method>,
}

/// A member that PowerShell's own type data adds.
pub struct Added {
    /// The name.
    pub name: &'static str,
    /// The getter.
    pub get: Method,
}

/// All members of a type.
pub struct TypeMembers {
    /// The type.
    pub id: TypeId,
    /// Constructors.
    pub new: Group,
    /// Instance methods.
    pub methods: Vec<Group>,
    /// Static methods.
    pub statics: Vec<Group>,
    /// Instance properties, those with a known order first.
    pub properties: Vec<Property>,
    /// Static properties.
    pub static_properties: Vec<Property>,
    /// Indexers, as `Get-Member` shows them.
    pub indexed: Vec<String>,
    /// Reads `x[…]`.
    pub index: Option<Method>,
    /// Writes `x[…]`; the value is the last argument.
    pub set_index: Option<Method>,
    /// Members that PowerShell adds.
    pub added: Vec<Added>,
}

fn named<'a, T>(items: &'a [T], name: &str, of: impl Fn(&T) -> &'static str) -> Option<&'a T> {
    items.iter().find(|item| of(item).len() == name.len() && of(item).eq_ignore_ascii_case(name))
}

impl TypeMembers {
    /// The instance method of this name.
    pub fn method(&self, name: &str) -> Option<&Group> {
        named(&self.methods, name, |group| group.name)
    }

    /// The static method of this name.
    pub fn static_method(&self, name: &str) -> Option<&Group> {
        named(&self.statics, name, |group| group.name)
    }

    /// The instance property of this name.
    pub fn property(&self, name: &str) -> Option<&Property> {
        named(&self.properties, name, |property| property.name)
    }

    /// The static property of this name.
    pub fn static_property(&self, name: &str) -> Option<&Property> {
        named(&self.static_properties, name, |property| property.name)
    }

    /// The added member of this name.
    pub fn added(&self, name: &str) -> Option<&Added> {
        named(&self.added, name, |added| added.name)
    }
}

thread_local! {
    static CATALOG: RefCell<HashMap<TypeId, Rc<TypeMembers>>> = RefCell::default();
}

/// The members of a type.
pub fn members(id: TypeId) -> Rc<TypeMembers> {
    if let Some(members) = CATALOG.with(|catalog| catalog.borrow().get(&id).cloned()) {
        return members;
    }
    let built = Rc::new(build(id));
    CATALOG.with(|catalog| catalog.borrow_mut().insert(id, built.clone()));
    built
}

/// The signature rows of a type, by full name.
pub fn signatures(name: &str) -> Option<&'static TypeSignatures> {
    static BY_NAME: OnceLock<HashMap<&'static str, usize>> = OnceLock::new();
    let by_name = BY_NAME.get_or_init(|| SIGNATURES.iter().enumerate().map(|(place, row)| (row.name, place)).collect());
    by_name.get(name).map(|place| &SIGNATURES[*place])
}

struct Builder {
    own: Vec<(&'static str, TypeId)>,
}

impl Builder {
    fn overloads(&self, texts: &[&'static str]) -> Vec<Overload> {
        texts.iter().filter_map(|text| overload::parse(text, &self.own)).collect()
    }

    fn property(&self, name: &'static str, text: &'static str, implementations: &[&'static TypeImpl], is_static: bool) -> Property {
        let (text, constant) = match text.split_once(" = ") {
            Some((text, constant)) => (text, Some(constant)),
            None => (text, None),
        };
        let (type_text, access) = text.split_once(" {").unwrap_or((text, "get}"));
        Property {
            name,
            type_text: Rc::from(with_arguments(type_text, &self.own)),
            type_id: signature_type(type_text, &self.own, &[]).unwrap_or(TypeId::OBJECT),
            writable: access.contains("set"),
            constant,
            get: find(implementations, name, |row| if is_static { row.static_properties } else { row.properties }),
            set: find(implementations, name, |row| if is_static { row.static_setters } else { row.setters }),
        }
    }

    fn groups(
        &self,
        rows: impl Iterator<Item = &'static (&'static str, &'static [&'static str])>,
        implementations: &[&'static TypeImpl],
        table: fn(&'static TypeImpl) -> &'static [(&'static str, Method)],
        extra: fn(&'static TypeImpl) -> &'static [(&'static str, &'static [&'static str])],
    ) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        for (name, texts) in rows {
            if groups.iter().all(|group| group.name != *name) {
                groups.push(Group { name, overloads: self.overloads(texts), run: find(implementations, name, table) });
            }
        }
        for implementation in implementations {
            for (name, texts) in extra(implementation) {
                match groups.iter_mut().find(|group| group.name == *name) {
                    Some(group) => group.overloads.extend(self.overloads(texts)),
                    None => groups.push(Group { name, overloads: self.overloads(texts), run: find(implementations, name, table) }),
                }
            }
            for (name, run) in table(implementation) {
                if groups.iter().all(|group| group.name != *name) {
                    groups.push(Group { name, overloads: Vec::new(), run: Some(*run) });
                }
            }
        }
        groups
    }
}

fn find(
    implementations: &[&'static TypeImpl],
    name: &str,
    table: impl Fn(&'static TypeImpl) -> &'static [(&'static str, Method)],
) -> Option<Method> {
    implementations.iter().find_map(|row| table(row).iter().find(|(own, _)| *own == name).map(|(_, run)| *run))
}

fn build(id: TypeId) -> TypeMembers {
    let builder = Builder { own: generic_arguments(id) };
    let lineage: Vec<TypeId> = id.bases().map(TypeId::definition).collect();
    let implementations: Vec<&'static TypeImpl> = lineage.iter().flat_map(|id| implementation::of(*id)).collect();
    let rows: Vec<&'static TypeSignatures> = lineage
        .iter()
        .map(|id| if *id == TypeId::RUNTIME_TYPE { &TypeId::TYPE } else { id })
        .filter_map(|id| id.info())
        .filter_map(|info| signatures(info.name))
        .collect();

    let own_texts = lineage.first().and_then(|id| id.info()).and_then(|info| signatures(info.name)).map_or(&[][..], |row| row.new);
    let own_implementations: Vec<&'static TypeImpl> = implementation::of(id.definition()).collect();
    let mut new_overloads = builder.overloads(own_texts);
    for implementation in &own_implementations {
        new_overloads.extend(builder.overloads(implementation.new_texts));
    }
    let new = Group { name: ".ctor", overloads: new_overloads, run: implementations.iter().find_map(|row| row.new) };

    let mut methods = builder.groups(rows.iter().flat_map(|row| row.methods), &implementations, |row| row.methods, |row| row.method_texts);
    object_members::add(&mut methods);
    let statics =
        builder.groups(rows.iter().flat_map(|row| row.static_methods), &implementations, |row| row.statics, |row| row.static_texts);

    let mut properties: Vec<Property> = Vec::new();
    for implementation in &implementations {
        for (name, get) in implementation.properties {
            if properties.iter().all(|property| property.name != *name) {
                let text =
                    rows.iter().find_map(|row| row.properties.iter().find(|(own, _)| own == name)).and_then(|(_, texts)| texts.first());
                let mut property = builder.property(name, text.copied().unwrap_or("Object"), &implementations, false);
                property.get = Some(*get);
                property.writable |= property.set.is_some();
                properties.push(property);
            }
        }
    }
    for (name, texts) in rows.iter().flat_map(|row| row.properties) {
        if properties.iter().all(|property| property.name != *name) {
            properties.push(builder.property(name, texts.first().copied().unwrap_or("Object"), &implementations, false));
        }
    }
    let mut static_properties: Vec<Property> = Vec::new();
    for (name, texts) in rows.iter().flat_map(|row| row.static_properties) {
        if static_properties.iter().all(|property| property.name != *name) {
            static_properties.push(builder.property(name, texts.first().copied().unwrap_or("Object"), &implementations, true));
        }
    }
    for implementation in &implementations {
        for (name, _) in implementation.static_properties {
            if static_properties.iter().all(|property| property.name != *name) {
                static_properties.push(builder.property(name, "Object", &implementations, true));
            }
        }
    }
    TypeMembers {
        id,
        new,
        methods,
        statics,
        properties,
        static_properties,
        indexed: rows.first().map(|row| row.indexed.iter().map(|text| with_arguments(text, &builder.own)).collect()).unwrap_or_default(),
        index: implementations.iter().find_map(|row| row.index),
        set_index: implementations.iter().find_map(|row| row.set_index),
        added: implementations.iter().flat_map(|row| row.added).map(|(name, get)| Added { name, get: *get }).collect(),
    }
}
