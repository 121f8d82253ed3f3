//! `$input`, and enumerators in general.

use super::super::session::Engine;
use crate::value::{ClrObject, Object, Run, TypeId, Value};
use std::any::Any;
use std::cell::{Cell, RefCell};

/// Where the items of an enumerator come from, once they are asked for.
pub type Source = Box<dyn FnOnce() -> Vec<Value>>;

/// `$input`, and enumerators in general: items and a place among them.
pub struct Enumerator {
    items: RefCell<Vec<Value>>,
    source: RefCell<Option<Source>>,
    at: Cell<usize>,
    started: Cell<bool>,
}

impl ClrObject for Enumerator {
    fn class(&self) -> TypeId {
        TypeId::I_ENUMERATOR
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Current"]
    }

    fn to_text(&self, _culture: &crate::value::text::culture::Culture) -> Option<String> {
        let texts: Vec<String> = self
            .drain()
            .iter()
            .map(|item| {
                crate::value::convert::to_plain_text(item)
                    .map_or_else(|| item.base().type_id().full_name().to_string(), |text| text.to_string())
            })
            .collect();
        Some(texts.join(" "))
    }

    fn get(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Current").then(|| match self.started.get() {
            true => self.items.borrow().get(self.at.get()).cloned().unwrap_or(Value::Null),
            false => Value::Null,
        })
    }
}

impl Enumerator {
    fn load(&self) {
        let source = self.source.borrow_mut().take();
        if let Some(source) = source {
            *self.items.borrow_mut() = source();
        }
    }

    /// `MoveNext()`.
    pub fn move_next(&self) -> bool {
        self.load();
        if self.started.replace(true) {
            self.at.set(self.at.get() + 1);
        }
        self.at.get() < self.items.borrow().len()
    }

    /// `Reset()`.
    pub fn reset(&self) {
        self.started.set(false);
        self.at.set(0);
    }

    /// What has not been read yet; nothing is left.
    pub fn drain(&self) -> Vec<Value> {
        self.load();
        let items = self.items.borrow();
        let from = if self.started.get() { self.at.get() + 1 } else { 0 };
        self.started.set(true);
        self.at.set(items.len());
        items.get(from..).map(<[Value]>::to_vec).unwrap_or_default()
    }
}

/// An enumerator before its first item.
pub fn input_enumerator(items: Vec<Value>) -> Value {
    Object::from_clr(Enumerator { items: RefCell::new(items), source: RefCell::default(), at: Cell::new(0), started: Cell::new(false) })
}

/// An enumerator whose items are read when they are asked for.
pub(crate) fn lazy_enumerator(source: Source) -> Value {
    Object::from_clr(Enumerator {
        items: RefCell::default(),
        source: RefCell::new(Some(source)),
        at: Cell::new(0),
        started: Cell::new(false),
    })
}

/// An enumerator at an item (`$foreach`, `$switch`).
pub(crate) fn enumerator_at(items: Vec<Value>, at: usize) -> Value {
    Object::from_clr(Enumerator { items: RefCell::new(items), source: RefCell::default(), at: Cell::new(at), started: Cell::new(true) })
}

/// The next item of an enumerator.
pub(crate) fn next_item(enumerator: &Value) -> Option<Value> {
    let enumerator = enumerator.downcast::<Enumerator>()?;
    if enumerator.move_next() { enumerator.get("Current") } else { None }
}

/// The rest of an enumerator, if the value is one.
pub(crate) fn drain_enumerator(_engine: &mut Engine, value: &Value) -> Run<Option<Vec<Value>>> {
    Ok(value.downcast::<Enumerator>().map(Enumerator::drain))
}
