//! Objects of a class whose properties were computed once: what `Group-Object`, `Measure-Object` and the like put out.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Members, Object, Payload, TypeId, Value};

/// Properties with their values.
pub struct Fields {
    class: TypeId,
    fields: RefCell<Vec<(&'static str, Value)>>,
    text: Option<Rc<str>>,
}

impl Fields {
    /// An object of this class with these properties.
    pub fn value(class: TypeId, fields: Vec<(&'static str, Value)>) -> Value {
        Object::from_clr(Fields { class, fields: RefCell::new(fields), text: None })
    }

    /// The same with what `ToString()` gives.
    pub fn with_text(class: TypeId, fields: Vec<(&'static str, Value)>, text: Rc<str>) -> Value {
        Object::from_clr(Fields { class, fields: RefCell::new(fields), text: Some(text) })
    }

    /// An object of a class derived from `base` that the type table does not have, by its names.
    pub fn derived(base: TypeId, type_names: &[&str], fields: Vec<(&'static str, Value)>) -> Value {
        Fields::derived_with_text(base, type_names, fields, None)
    }

    /// The same with what `ToString()` gives.
    pub fn derived_with_text(base: TypeId, type_names: &[&str], fields: Vec<(&'static str, Value)>, text: Option<Rc<str>>) -> Value {
        let payload = Payload::Clr(Box::new(Fields { class: base, fields: RefCell::new(fields), text }));
        let members = Members { type_names: Some(type_names.iter().map(|name| Rc::from(*name)).collect()), ..Members::default() };
        Value::Object(Rc::new(Object { payload, members: RefCell::new(members) }))
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
        self.fields.borrow().iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        let mut fields = self.fields.borrow_mut();
        let (_, own) = fields.iter_mut().find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        *own = value.clone();
        Some(Ok(()))
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        self.text.as_ref().map(|text| text.to_string())
    }
}
