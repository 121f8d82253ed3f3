//! Types as the language names them: built-in ones from a table, arrays, generics, script classes and enums.
//!
//! A [`TypeId`] is a small index. Below [`TYPES`]' length it is a row of the generated table; above, an entry of
//! this thread's registry (arrays, closed generics, script-defined types). Not here: members (see `members`) and
//! conversion (see `convert`).

mod lookup;
pub mod table;

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

pub use lookup::{resolve, resolve_in};
pub use table::TYPES;

/// A type, as an index into the built-in table or this thread's registry.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct TypeId(pub u32);

/// What sort of thing a type is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A class that can be derived from.
    Class,
    /// A class that cannot.
    SealedClass,
    /// A class without instances of its own.
    AbstractClass,
    /// Static members only.
    StaticClass,
    /// A value type.
    Struct,
    /// Named integers.
    Enum,
    /// An interface.
    Interface,
}

/// A row of the built-in type table.
#[derive(Debug)]
pub struct TypeInfo {
    /// Full name as .NET writes it (``System.Collections.Generic.List`1``).
    pub name: &'static str,
    /// The name PowerShell prints in signatures (`int`, ``System.Collections.Generic.List`1[T]``).
    pub short: &'static str,
    /// Class, struct, enum …
    pub kind: Kind,
    /// Full name of the base type.
    pub base: Option<&'static str>,
    /// Interfaces, as PowerShell's short names.
    pub interfaces: &'static [&'static str],
    /// Names and values, for an enum.
    pub values: &'static [(&'static str, i64)],
    /// Whether the enum is a set of flags.
    pub flags: bool,
}

/// A class that a script defined.
pub struct Class {
    /// Its name.
    pub name: Rc<str>,
    /// Its base class: `System.Object` if it names none.
    pub base: TypeId,
    /// Interfaces it names.
    pub interfaces: Vec<TypeId>,
    /// The engine's own data of the class (members, bodies), set once it is compiled.
    pub runtime: RefCell<Option<Rc<dyn Any>>>,
    /// Its own members as `Get-Member` lists them.
    pub members: RefCell<Vec<ClassMember>>,
}

/// What a member of a script's class is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ClassMemberKind {
    /// A property.
    Property,
    /// A method.
    Method,
    /// A constructor.
    Constructor,
}

/// A member of a script's class: an overload of a method is one of its own.
#[derive(Clone, Debug)]
pub struct ClassMember {
    /// Its name.
    pub name: Rc<str>,
    /// What it is.
    pub kind: ClassMemberKind,
    /// Whether it belongs to the class.
    pub is_static: bool,
    /// Whether it is hidden.
    pub is_hidden: bool,
    /// `string F(int x)`, `int A {get;set;}`.
    pub definition: Rc<str>,
}

impl TypeId {
    /// The members of a script's class and of its script bases, its own first.
    pub fn class_members(self) -> Vec<ClassMember> {
        let mut all: Vec<ClassMember> = Vec::new();
        for base in self.bases() {
            let Some(dynamic) = base.dynamic() else { break };
            let Dynamic::Class(class) = &*dynamic else { break };
            for member in class.members.borrow().iter() {
                // A constructor is not inherited, an overridden member listed once.
                let known = member.kind == ClassMemberKind::Constructor && base != self
                    || all.iter().any(|own| own.kind == member.kind && own.definition.eq_ignore_ascii_case(&member.definition));
                if !known {
                    all.push(member.clone());
                }
            }
        }
        all
    }

    /// The type as a member's signature names it: the shell's short word, else the full name.
    pub fn signature_name(self) -> Rc<str> {
        let short = self.short_name();
        if short.starts_with(|first: char| first.is_ascii_lowercase()) { short } else { self.full_name() }
    }
}

/// An enum that a script defined.
#[derive(Debug)]
pub struct ScriptEnum {
    /// Its name.
    pub name: Rc<str>,
    /// Names and values in order of definition.
    pub values: Vec<(Rc<str>, i64)>,
    /// Whether `[Flags()]` stands on it.
    pub flags: bool,
    /// The integer type beneath.
    pub underlying: TypeId,
}

/// A type of this thread's registry.
pub enum Dynamic {
    /// `T[]`, or `T[,]` with rank 2.
    Array(TypeId, u8),
    /// A generic type with its arguments.
    Generic(TypeId, Vec<TypeId>),
    /// A script class.
    Class(Class),
    /// A script enum.
    Enum(ScriptEnum),
}

#[derive(Default)]
struct Registry {
    types: Vec<Rc<Dynamic>>,
    arrays: HashMap<(TypeId, u8), TypeId>,
    generics: HashMap<(TypeId, Vec<TypeId>), TypeId>,
}

thread_local! {
    static REGISTRY: RefCell<Registry> = RefCell::default();
    static OBJECT_ARRAY: Cell<Option<TypeId>> = const { Cell::new(None) };
}

impl TypeId {
    /// `System.Object[]`.
    pub fn object_array() -> TypeId {
        OBJECT_ARRAY.with(|cell| match cell.get() {
            Some(id) => id,
            None => {
                let id = TypeId::OBJECT.array_of();
                cell.set(Some(id));
                id
            }
        })
    }

    /// The row of the built-in table, if it is one.
    pub fn info(self) -> Option<&'static TypeInfo> {
        TYPES.get(self.0 as usize)
    }

    /// The registry's entry, if it is not built in.
    pub fn dynamic(self) -> Option<Rc<Dynamic>> {
        let index = (self.0 as usize).checked_sub(TYPES.len())?;
        REGISTRY.with(|registry| registry.borrow().types.get(index).cloned())
    }

    fn register(entry: Dynamic) -> TypeId {
        REGISTRY.with(|registry| {
            let types = &mut registry.borrow_mut().types;
            types.push(Rc::new(entry));
            TypeId((TYPES.len() + types.len() - 1) as u32)
        })
    }

    /// `self[]`.
    pub fn array_of(self) -> TypeId {
        self.array_of_rank(1)
    }

    /// `self[]`, `self[,]` …
    pub fn array_of_rank(self, rank: u8) -> TypeId {
        if let Some(id) = REGISTRY.with(|registry| registry.borrow().arrays.get(&(self, rank)).copied()) {
            return id;
        }
        let id = TypeId::register(Dynamic::Array(self, rank));
        REGISTRY.with(|registry| registry.borrow_mut().arrays.insert((self, rank), id));
        id
    }

    /// The generic type `self` closed over `arguments`.
    pub fn generic(self, arguments: &[TypeId]) -> TypeId {
        let key = (self, arguments.to_vec());
        if let Some(id) = REGISTRY.with(|registry| registry.borrow().generics.get(&key).copied()) {
            return id;
        }
        let id = TypeId::register(Dynamic::Generic(self, arguments.to_vec()));
        REGISTRY.with(|registry| registry.borrow_mut().generics.insert(key, id));
        id
    }

    /// Registers a script class; each definition is a type of its own.
    pub fn define_class(class: Class) -> TypeId {
        TypeId::register(Dynamic::Class(class))
    }

    /// Registers a script enum.
    pub fn define_enum(definition: ScriptEnum) -> TypeId {
        TypeId::register(Dynamic::Enum(definition))
    }

    /// Element type and rank of an array type.
    pub fn array_element(self) -> Option<(TypeId, u8)> {
        match &*self.dynamic()? {
            Dynamic::Array(element, rank) => Some((*element, *rank)),
            _ => None,
        }
    }

    /// Definition and arguments of a closed generic type.
    pub fn generic_parts(self) -> Option<(TypeId, Vec<TypeId>)> {
        match &*self.dynamic()? {
            Dynamic::Generic(definition, arguments) => Some((*definition, arguments.clone())),
            _ => None,
        }
    }

    /// The generic definition of a closed generic type, else the type itself.
    pub fn definition(self) -> TypeId {
        self.generic_parts().map_or(self, |(definition, _)| definition)
    }

    /// The argument of `[nullable[T]]`.
    pub fn nullable_of(self) -> Option<TypeId> {
        match self.generic_parts() {
            Some((TypeId::NULLABLE, arguments)) => arguments.first().copied(),
            _ => None,
        }
    }

    /// Whether values are written as `Name` of an enum.
    pub fn is_enum(self) -> bool {
        match self.info() {
            Some(info) => info.kind == Kind::Enum,
            None => matches!(self.dynamic().as_deref(), Some(Dynamic::Enum(_))),
        }
    }

    /// Whether it was defined by a script's `class`.
    pub fn is_class(self) -> bool {
        self.info().is_none() && matches!(self.dynamic().as_deref(), Some(Dynamic::Class(_)))
    }

    /// Whether it is an interface.
    pub fn is_interface(self) -> bool {
        self.definition().info().is_some_and(|info| info.kind == Kind::Interface)
    }

    /// Whether it is a value type (struct or enum).
    pub fn is_value_type(self) -> bool {
        match self.definition().info() {
            Some(info) => matches!(info.kind, Kind::Struct | Kind::Enum),
            None => self.is_enum(),
        }
    }

    /// Names and values of an enum, in order of definition.
    pub fn enum_values(self) -> Vec<(Rc<str>, i64)> {
        match self.info() {
            Some(info) => info.values.iter().map(|(name, value)| (Rc::from(*name), *value)).collect(),
            None => match self.dynamic().as_deref() {
                Some(Dynamic::Enum(definition)) => definition.values.clone(),
                _ => Vec::new(),
            },
        }
    }

    /// Whether the enum is a set of flags.
    pub fn is_flags(self) -> bool {
        match self.info() {
            Some(info) => info.flags,
            None => matches!(self.dynamic().as_deref(), Some(Dynamic::Enum(definition)) if definition.flags),
        }
    }

    /// The integer type beneath an enum.
    pub fn enum_underlying(self) -> TypeId {
        match self.dynamic().as_deref() {
            Some(Dynamic::Enum(definition)) => definition.underlying,
            _ => TypeId::INT32,
        }
    }

    /// The type it derives from.
    pub fn base(self) -> Option<TypeId> {
        match self.info() {
            Some(info) => info.base.and_then(lookup::by_full_name),
            None => match &*self.dynamic()? {
                Dynamic::Array(..) => Some(TypeId::ARRAY),
                Dynamic::Generic(definition, _) => definition.base(),
                Dynamic::Class(class) => Some(class.base),
                Dynamic::Enum(_) => Some(TypeId::ENUM),
            },
        }
    }

    /// The type and its bases, most derived first.
    pub fn bases(self) -> impl Iterator<Item = TypeId> {
        std::iter::successors(Some(self), |id| id.base())
    }

    /// Full name as `.FullName` gives it, without assembly names (`System.Collections.Generic.List[System.Int32]`
    /// is written as PowerShell's `"$type"` writes it).
    pub fn full_name(self) -> Rc<str> {
        if let Some(info) = self.info() {
            return Rc::from(info.name);
        }
        let Some(dynamic) = self.dynamic() else { return Rc::from("") };
        match &*dynamic {
            Dynamic::Array(element, rank) => Rc::from(format!("{}[{}]", element.full_name(), ",".repeat(*rank as usize - 1))),
            Dynamic::Generic(definition, arguments) => {
                let name = definition.full_name();
                let arguments: Vec<_> = arguments.iter().map(|argument| argument.full_name()).collect();
                Rc::from(format!("{}[{}]", name.split('`').next().unwrap_or(""), arguments.join(",")))
            }
            Dynamic::Class(class) => class.name.clone(),
            Dynamic::Enum(definition) => definition.name.clone(),
        }
    }

    /// The name in the reflection form, with the arity mark: ``System.Collections.Generic.List`1[System.Int32]``.
    pub fn clr_name(self) -> Rc<str> {
        match self.dynamic().as_deref() {
            Some(Dynamic::Array(element, rank)) => Rc::from(format!("{}[{}]", element.clr_name(), ",".repeat(*rank as usize - 1))),
            Some(Dynamic::Generic(definition, arguments)) => {
                let arguments: Vec<_> = arguments.iter().map(|argument| argument.clr_name()).collect();
                Rc::from(format!("{}[{}]", definition.full_name(), arguments.join(",")))
            }
            _ => self.full_name(),
        }
    }

    /// The last part of the name, with the arity mark, as `.Name` gives it.
    pub fn name(self) -> Rc<str> {
        match self.dynamic().as_deref() {
            Some(Dynamic::Array(element, rank)) => Rc::from(format!("{}[{}]", element.name(), ",".repeat(*rank as usize - 1))),
            Some(Dynamic::Generic(definition, _)) => definition.name(),
            _ => {
                let full = self.full_name();
                Rc::from(full.rsplit(['.', '+']).next().unwrap_or(""))
            }
        }
    }

    /// The namespace, empty for script classes.
    pub fn namespace(self) -> Rc<str> {
        let definition = match self.dynamic().as_deref() {
            Some(Dynamic::Array(element, _)) => return element.namespace(),
            Some(Dynamic::Generic(definition, _)) => *definition,
            _ => self,
        };
        let full = definition.full_name();
        Rc::from(full.rsplit_once('.').map_or("", |(namespace, _)| namespace))
    }

    /// The name PowerShell prints in signatures: `int`, `string[]`, `psobject`,
    /// `System.Collections.Generic.List[int]`.
    pub fn short_name(self) -> Rc<str> {
        if let Some(info) = self.info() {
            return Rc::from(info.short);
        }
        match self.dynamic().as_deref() {
            Some(Dynamic::Array(element, rank)) => Rc::from(format!("{}[{}]", element.short_name(), ",".repeat(*rank as usize - 1))),
            Some(Dynamic::Generic(definition, arguments)) => {
                let name = definition.full_name();
                let arguments: Vec<_> = arguments.iter().map(|argument| argument.short_name()).collect();
                Rc::from(format!("{}[{}]", name.split('`').next().unwrap_or(""), arguments.join(",")))
            }
            _ => self.full_name(),
        }
    }

    /// Whether a value of type `other` is a `self`: same type, derived, or (by name) an implemented interface.
    pub fn is_assignable_from(self, other: TypeId) -> bool {
        if self == TypeId::OBJECT || other.bases().any(|base| base == self) {
            return true;
        }
        if let (Some((to, rank_to)), Some((from, rank_from))) = (self.array_element(), other.array_element()) {
            return rank_to == rank_from && !from.is_value_type() && to.is_assignable_from(from);
        }
        self.is_interface() && other.implements(self)
    }

    fn implements(self, interface: TypeId) -> bool {
        if self == interface {
            return true;
        }
        if let Some((element, _)) = self.array_element() {
            let wanted = interface.definition();
            return match interface.generic_parts() {
                None => matches!(interface, TypeId::I_ENUMERABLE | TypeId::I_COLLECTION | TypeId::I_LIST | TypeId::I_CLONEABLE),
                Some((_, arguments)) => {
                    matches!(
                        wanted,
                        TypeId::GENERIC_I_ENUMERABLE
                            | TypeId::GENERIC_I_LIST
                            | TypeId::GENERIC_I_COLLECTION
                            | TypeId::I_READ_ONLY_LIST
                            | TypeId::I_READ_ONLY_COLLECTION
                    ) && arguments.first().is_some_and(|argument| argument.is_assignable_from(element))
                }
            };
        }
        let arguments = self.generic_parts().map(|(_, arguments)| arguments).unwrap_or_default();
        for base in self.bases() {
            if let Some(Dynamic::Class(class)) = base.dynamic().as_deref()
                && class.interfaces.contains(&interface)
            {
                return true;
            }
            let Some(info) = base.definition().info() else { continue };
            for text in info.interfaces {
                let mut text = text.to_string();
                for (letter, argument) in ["[T]", "[TKey]", "[TValue]"].iter().zip(&arguments) {
                    text = text.replace(letter, &format!("[{}]", argument.full_name()));
                }
                if text.contains("[TKey,TValue]") && arguments.len() == 2 {
                    text = text.replace("[TKey,TValue]", &format!("[{},{}]", arguments[0].full_name(), arguments[1].full_name()));
                }
                if resolve(&text) == Some(interface) {
                    return true;
                }
            }
        }
        false
    }
}
