//! Objects that are a class and a list of properties: positions, tokens, attributes, metadata.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value};

/// An object of a .NET class whose properties are all there is to it.
pub struct Fields {
    class: TypeId,
    fields: RefCell<Vec<(&'static str, Value)>>,
    writable: bool,
    text: Option<Rc<str>>,
}

impl Fields {
    /// An object that cannot be changed.
    pub fn fixed(class: TypeId, fields: Vec<(&'static str, Value)>) -> Value {
        Object::from_clr(Fields { class, fields: RefCell::new(fields), writable: false, text: None })
    }

    /// The same with a `ToString` of its own.
    pub fn with_text(class: TypeId, fields: Vec<(&'static str, Value)>, text: Rc<str>) -> Value {
        Object::from_clr(Fields { class, fields: RefCell::new(fields), writable: false, text: Some(text) })
    }

    /// An object whose properties scripts may set.
    pub fn open(class: TypeId, fields: Vec<(&'static str, Value)>) -> Value {
        Object::from_clr(Fields { class, fields: RefCell::new(fields), writable: true, text: None })
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
        if !self.writable {
            return self.value(name).map(|_| Err(format!("'{name}' is a ReadOnly property.")));
        }
        self.put(name, value.clone()).then_some(Ok(()))
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        self.text.as_deref().map(str::to_owned)
    }
}
