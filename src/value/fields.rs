//! Objects that are a class and a list of properties: groups, measures, positions, tokens, choices, messages.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use super::text::culture::Culture;
use super::{ClrObject, Members, Object, Payload, TypeId, Value};

/// Which properties scripts may set.
#[derive(Clone, Copy)]
enum Settable {
    All,
    None,
    Only(&'static [&'static str]),
}

/// An object of a .NET class whose properties are all there is to it.
pub struct Fields {
    class: TypeId,
    fields: RefCell<Vec<(&'static str, Value)>>,
    settable: Settable,
    text: Option<Rc<str>>,
}

impl Fields {
    fn object(class: TypeId, fields: Vec<(&'static str, Value)>, settable: Settable, text: Option<Rc<str>>) -> Value {
        Object::from_clr(Fields { class, fields: RefCell::new(fields), settable, text })
    }

    /// An object that scripts cannot change.
    pub fn fixed(class: TypeId, fields: Vec<(&'static str, Value)>) -> Value {
        Fields::object(class, fields, Settable::None, None)
    }

    /// The same with what `ToString()` gives.
    pub fn fixed_with_text(class: TypeId, fields: Vec<(&'static str, Value)>, text: Rc<str>) -> Value {
        Fields::object(class, fields, Settable::None, Some(text))
    }

    /// An object whose properties scripts may set.
    pub fn open(class: TypeId, fields: Vec<(&'static str, Value)>) -> Value {
        Fields::object(class, fields, Settable::All, None)
    }

    /// The same with what `ToString()` gives.
    pub fn open_with_text(class: TypeId, fields: Vec<(&'static str, Value)>, text: Rc<str>) -> Value {
        Fields::object(class, fields, Settable::All, Some(text))
    }

    /// An object of which scripts may set these properties alone.
    pub fn settable(class: TypeId, fields: Vec<(&'static str, Value)>, settable: &'static [&'static str]) -> Value {
        Fields::object(class, fields, Settable::Only(settable), None)
    }

    /// An object of a class derived from `base` that the type table does not have, by its names.
    pub fn derived(base: TypeId, type_names: &[&str], fields: Vec<(&'static str, Value)>) -> Value {
        Fields::derived_with_text(base, type_names, fields, None)
    }

    /// The same with what `ToString()` gives.
    pub fn derived_with_text(base: TypeId, type_names: &[&str], fields: Vec<(&'static str, Value)>, text: Option<Rc<str>>) -> Value {
        let payload = Payload::Clr(Box::new(Fields { class: base, fields: RefCell::new(fields), settable: Settable::All, text }));
        let members = Members { type_names: Some(type_names.iter().map(|name| Rc::from(*name)).collect()), ..Members::default() };
        Value::Object(Rc::new(Object { payload, members: RefCell::new(members) }))
    }

    /// A property's value.
    pub fn value(&self, name: &str) -> Option<Value> {
        self.fields.borrow().iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    }

    /// Sets a property, whether scripts may or not.
    pub fn put(&self, name: &str, value: Value) -> bool {
        match self.fields.borrow_mut().iter_mut().find(|(own, _)| own.eq_ignore_ascii_case(name)) {
            Some((_, slot)) => {
                *slot = value;
                true
            }
            None => false,
        }
    }
}

impl ClrObject for Fields {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        self.fields.borrow().iter().map(|(name, _)| *name).collect()
    }

    fn get(&self, name: &str) -> Option<Value> {
        self.value(name)
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        let own = self.fields.borrow().iter().map(|(own, _)| *own).find(|own| own.eq_ignore_ascii_case(name))?;
        let may = match self.settable {
            Settable::All => true,
            Settable::None => false,
            Settable::Only(names) => names.contains(&own),
        };
        if !may {
            return Some(Err(format!("'{name}' is a ReadOnly property.")));
        }
        self.put(own, value.clone());
        Some(Ok(()))
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        self.text.as_deref().map(str::to_owned)
    }
}
