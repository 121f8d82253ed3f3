//! Objects: custom objects, instances of script classes, exceptions, and .NET objects behind [`ClrObject`].
//!
//! Property names of similar objects are shared: a [`Shape`] holds the names, an object its values. A million
//! rows of a CSV have one shape, and a call site that has seen it finds the slot without comparing strings.

use std::any::Any;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::dict::eq_folded;
use super::text::culture::Culture;
use super::{ErrorRecord, Exception, ScriptBlock, TypeId, Value};

/// Names of properties in order.
#[derive(Default)]
pub struct Shape {
    /// The names.
    pub names: Vec<Rc<str>>,
    index: OnceCell<HashMap<String, usize>>,
}

impl Shape {
    /// A shape of these names.
    pub fn new(names: Vec<Rc<str>>) -> Rc<Shape> {
        Rc::new(Shape { names, index: OnceCell::new() })
    }

    /// The place of a name, whatever its case.
    pub fn find(&self, name: &str) -> Option<usize> {
        if self.names.len() <= 8 {
            return self.names.iter().position(|own| eq_folded(own, name));
        }
        let index = self.index.get_or_init(|| {
            let mut map = HashMap::with_capacity(self.names.len());
            for (place, name) in self.names.iter().enumerate() {
                map.entry(name.to_lowercase()).or_insert(place);
            }
            map
        });
        index.get(&name.to_lowercase()).copied()
    }
}

/// A member of an object.
#[derive(Clone)]
pub enum Slot {
    /// A note property: a value.
    Note(Value),
    /// Any other kind.
    Special(Rc<SpecialMember>),
}

/// Members other than note properties.
pub enum SpecialMember {
    /// `ScriptProperty`: getter and setter.
    ScriptProperty {
        /// Runs with `$this`.
        get: Option<Rc<ScriptBlock>>,
        /// Runs with `$this` and the value as `$args[0]`.
        set: Option<Rc<ScriptBlock>>,
    },
    /// `AliasProperty`: another member's name, and a type to convert to.
    Alias(Rc<str>, Option<TypeId>),
    /// `ScriptMethod`.
    ScriptMethod(Rc<ScriptBlock>),
    /// `PropertySet`: names of properties.
    PropertySet(Vec<Rc<str>>),
    /// `MemberSet`: members by name (`PSStandardMembers`).
    MemberSet(Vec<(Rc<str>, Slot)>),
    /// A note property that a type has: the same value for all its objects.
    Note(Value),
    /// A property computed by the program itself.
    CodeProperty(fn(&Value) -> Value),
}

/// The members an object carries itself, and the type names it was given.
#[derive(Default, Clone)]
pub struct Members {
    /// Names.
    pub shape: Rc<Shape>,
    /// One for each name.
    pub slots: Vec<Slot>,
    /// `.PSTypeNames`, where they are not those of the type.
    pub type_names: Option<Rc<[Rc<str>]>>,
    /// Names of members that only `Get-Member -Force` shows.
    pub hidden: Option<Box<Vec<Rc<str>>>>,
    /// How a number was written that a command's argument gave.
    pub written: Option<Rc<str>>,
}

impl Members {
    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&Slot> {
        self.shape.find(name).map(|place| &self.slots[place])
    }

    /// Sets a member; a new one comes last.
    pub fn set(&mut self, name: &str, slot: Slot) {
        match self.shape.find(name) {
            Some(place) => self.slots[place] = slot,
            None => self.push(Rc::from(name), slot),
        }
    }

    /// Adds a member that is known to be new.
    pub fn push(&mut self, name: Rc<str>, slot: Slot) {
        match Rc::get_mut(&mut self.shape) {
            Some(shape) => {
                shape.names.push(name);
                shape.index.take();
            }
            None => {
                let mut names = Vec::with_capacity(self.shape.names.len() + 1);
                names.extend(self.shape.names.iter().cloned());
                names.push(name);
                self.shape = Shape::new(names);
            }
        }
        self.slots.push(slot);
    }

    /// Removes a member.
    pub fn remove(&mut self, name: &str) -> Option<Slot> {
        let place = self.shape.find(name)?;
        let mut names = self.shape.names.clone();
        names.remove(place);
        self.shape = Shape::new(names);
        Some(self.slots.remove(place))
    }

    /// Names and members in order.
    pub fn iter(&self) -> impl Iterator<Item = (&Rc<str>, &Slot)> {
        self.shape.names.iter().zip(&self.slots)
    }
}

/// A .NET object that is no collection, number or string: regexes, versions, encodings, XML nodes … and objects
/// of the layers above (files, commands, jobs).
pub trait ClrObject: Any {
    /// Its class.
    fn class(&self) -> TypeId;
    /// For whoever knows the Rust type.
    fn as_any(&self) -> &dyn Any;
    /// Names of its properties in .NET's order.
    fn property_names(&self) -> Vec<&'static str> {
        Vec::new()
    }
    /// Names and definitions of properties that depend on the object (XML), in place of those of its class.
    fn adapted_properties(&self) -> Option<Vec<(Rc<str>, String)>> {
        None
    }
    /// A property's value; the name comes as the script wrote it.
    fn get(&self, _name: &str) -> Option<Value> {
        None
    }
    /// Sets a property: `None` there is none, `Some(Err)` with the text why it cannot be set.
    fn set(&self, _name: &str, _value: &Value) -> Option<Result<(), String>> {
        None
    }
    /// The file that setting a property changes: the session's gate is asked first.
    fn file_to_change(&self) -> Option<std::path::PathBuf> {
        None
    }
    /// `ToString()`, where it is not the class name.
    fn to_text(&self, _culture: &Culture) -> Option<String> {
        None
    }
    /// `Equals`; identity unless a type says otherwise.
    fn equals(&self, other: &Value) -> bool {
        match other {
            Value::Object(object) => {
                object.clr().is_some_and(|clr| std::ptr::addr_eq(clr as *const dyn ClrObject, self.as_any() as *const dyn Any))
            }
            _ => false,
        }
    }
    /// Agrees with `equals`.
    fn hash_code(&self) -> u64 {
        self.as_any() as *const dyn Any as *const u8 as u64
    }
    /// `CompareTo`, where there is one.
    fn compare(&self, _other: &Value) -> Option<std::cmp::Ordering> {
        None
    }
    /// Its items, if it is enumerable.
    fn enumerate(&self) -> Option<Vec<Value>> {
        None
    }
    /// Calls a method that the class's table knows and value/ does not run (objects of the layers above); `None` where the
    /// object does not have it either.
    fn invoke(&self, _rt: &mut dyn super::Runtime, _name: &str, _args: &[Value]) -> Option<super::members::Outcome> {
        None
    }
    /// `obj[index]`: `None` if it has no indexer.
    fn index(&self, _index: &Value) -> Option<Value> {
        None
    }
}

/// What an object is.
pub enum Payload {
    /// `[pscustomobject]`: its members are all there is.
    Custom,
    /// A value with members attached.
    Wrapped(Value),
    /// An instance of a script class; its properties are its members.
    Instance(TypeId),
    /// An exception.
    Exception(Box<Exception>),
    /// An error record.
    Error(ErrorRecord),
    /// A .NET object.
    Clr(Box<dyn ClrObject>),
}

/// An object.
pub struct Object {
    /// What it is.
    pub payload: Payload,
    /// Its own members.
    pub members: RefCell<Members>,
}

impl Object {
    /// An object without members.
    pub fn new(payload: Payload) -> Object {
        Object { payload, members: RefCell::default() }
    }

    /// A custom object of these names and values.
    pub fn custom(shape: Rc<Shape>, values: Vec<Value>) -> Value {
        let slots = values.into_iter().map(Slot::Note).collect();
        Value::Object(Rc::new(Object { payload: Payload::Custom, members: RefCell::new(Members { shape, slots, ..Members::default() }) }))
    }

    /// A custom object of names and values, with a first type name if wanted.
    pub fn record<'a>(type_name: Option<&str>, pairs: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
        let mut members = Members::default();
        for (name, value) in pairs {
            members.push(Rc::from(name), Slot::Note(value));
        }
        members.type_names = type_name
            .map(|name| vec![Rc::from(name), Rc::from("System.Management.Automation.PSCustomObject"), Rc::from("System.Object")].into());
        Value::Object(Rc::new(Object { payload: Payload::Custom, members: RefCell::new(members) }))
    }

    /// A .NET object.
    pub fn clr(&self) -> Option<&dyn ClrObject> {
        match &self.payload {
            Payload::Clr(clr) => Some(&**clr),
            _ => None,
        }
    }

    /// A value holding a .NET object.
    pub fn from_clr(clr: impl ClrObject) -> Value {
        Value::Object(Rc::new(Object::new(Payload::Clr(Box::new(clr)))))
    }

    /// Its class.
    pub fn type_id(&self) -> TypeId {
        match &self.payload {
            Payload::Custom => TypeId::PS_CUSTOM_OBJECT,
            Payload::Wrapped(inner) => inner.type_id(),
            Payload::Instance(id) => *id,
            Payload::Exception(exception) => exception.type_id,
            Payload::Error(_) => TypeId::ERROR_RECORD,
            Payload::Clr(clr) => clr.class(),
        }
    }
}

impl Value {
    /// The .NET object of Rust type `T` inside, if it is one.
    pub fn downcast<T: ClrObject>(&self) -> Option<&T> {
        match self.base() {
            Value::Object(object) => object.clr().and_then(|clr| clr.as_any().downcast_ref()),
            _ => None,
        }
    }

    /// Whether it is a `[pscustomobject]`.
    pub fn is_custom(&self) -> bool {
        matches!(self, Value::Object(object) if matches!(object.payload, Payload::Custom))
    }

    /// A note property that the object carries itself.
    pub fn note(&self, name: &str) -> Option<Value> {
        match self.members_cell()?.get(name)? {
            Slot::Note(value) => Some(value.clone()),
            Slot::Special(_) => None,
        }
    }

    /// Sets a note property on an object that can carry one; otherwise does nothing and says so.
    pub fn set_note(&self, name: &str, value: Value) -> bool {
        match self.members_cell_mut() {
            Some(mut members) => {
                members.set(name, Slot::Note(value));
                true
            }
            None => false,
        }
    }
}

/// A number that remembers how it was written: as text `1.50` stays `1.50`, and `0x10` stays that.
pub fn number_as_written(value: Value, written: &str) -> Value {
    let members = Members { written: Some(Rc::from(written)), ..Members::default() };
    Value::Object(Rc::new(Object { payload: Payload::Wrapped(value), members: RefCell::new(members) }))
}

/// The number alone, where a value remembers how it was written.
pub fn plain_number(value: Value) -> Value {
    match &value {
        Value::Object(object) => match &object.payload {
            Payload::Wrapped(inner) if object.members.borrow().written.is_some() => inner.clone(),
            _ => value,
        },
        _ => value,
    }
}

/// The names that `.PSTypeNames` has by type: the class and its bases.
pub(super) fn default_type_names(id: TypeId, value: &Value) -> Vec<Rc<str>> {
    if let Value::Object(object) = value
        && matches!(object.payload, Payload::Custom)
    {
        return vec![Rc::from("System.Management.Automation.PSCustomObject"), Rc::from("System.Object")];
    }
    id.bases().map(|base| base.clr_or_plain_name()).collect()
}

impl TypeId {
    fn clr_or_plain_name(self) -> Rc<str> {
        match self.generic_parts() {
            Some(_) => self.clr_name(),
            None => self.full_name(),
        }
    }
}
