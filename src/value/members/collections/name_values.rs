//! `NameValueCollection`: names with one or more texts each, in the order in which the names came.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use super::array::copy_into;
use crate::value::dict::eq_folded;
use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::enumerator::enumerator_of;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::text::culture::Culture;
use crate::value::text::encode;
use crate::value::{ClrObject, Object, TypeId, Value};

/// A name (none is possible) and its texts.
type Row = (Option<Rc<str>>, Vec<Rc<str>>);

/// Names and texts.
pub struct NameValues {
    rows: RefCell<Vec<Row>>,
    /// Made from a query: its text is one again.
    is_query: bool,
}

impl NameValues {
    /// A collection of these pairs; `is_query` says that it prints itself as a query.
    pub fn value(pairs: impl IntoIterator<Item = (Option<Rc<str>>, Rc<str>)>, is_query: bool) -> Value {
        let made = NameValues { rows: RefCell::default(), is_query };
        for (name, text) in pairs {
            made.add(name, Some(text));
        }
        Object::from_clr(made)
    }

    fn find(&self, name: Option<&str>) -> Option<usize> {
        self.rows.borrow().iter().position(|(own, _)| match (own, name) {
            (Some(own), Some(name)) => eq_folded(own, name),
            (None, None) => true,
            _ => false,
        })
    }

    fn add(&self, name: Option<Rc<str>>, text: Option<Rc<str>>) {
        match self.find(name.as_deref()) {
            Some(at) => self.rows.borrow_mut()[at].1.extend(text),
            None => self.rows.borrow_mut().push((name, text.into_iter().collect())),
        }
    }

    fn set(&self, name: Option<Rc<str>>, text: Option<Rc<str>>) {
        match self.find(name.as_deref()) {
            Some(at) => self.rows.borrow_mut()[at].1 = text.into_iter().collect(),
            None => self.rows.borrow_mut().push((name, text.into_iter().collect())),
        }
    }

    fn keys(&self) -> Vec<Value> {
        self.rows.borrow().iter().map(|(name, _)| name.clone().into()).collect()
    }

    fn joined(&self, at: usize) -> Value {
        match &self.rows.borrow()[at].1[..] {
            [] => Value::Null,
            texts => Value::str(texts.join(",")),
        }
    }
}

impl ClrObject for NameValues {
    fn class(&self) -> TypeId {
        TypeId::NAME_VALUE_COLLECTION
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enumerate(&self) -> Option<Vec<Value>> {
        Some(self.keys())
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        if !self.is_query {
            return None;
        }
        let mut parts = Vec::new();
        for (name, texts) in self.rows.borrow().iter() {
            for text in texts {
                parts.push(match name {
                    Some(name) => format!("{}={}", encode::url_encode(name), encode::url_encode(text)),
                    None => encode::url_encode(text),
                });
            }
        }
        Some(parts.join("&"))
    }
}

fn this<'a>(c: &'a Call) -> Outcome<&'a NameValues> {
    c.this.downcast::<NameValues>().ok_or_else(|| Thrown::invalid_operation("The object is no NameValueCollection."))
}

/// The row that an argument names or counts.
fn row(c: &Call, at: usize) -> Outcome<Option<usize>> {
    let own = this(c)?;
    let value = c.arg(at);
    match value.base() {
        Value::Str(name) => Ok(own.find(Some(name))),
        base if base.is_null() => Ok(own.find(None)),
        other => {
            let length = own.rows.borrow().len();
            usize::try_from(to_long(other)).ok().filter(|at| *at < length).map(Some).ok_or_else(|| Thrown::index_range("index"))
        }
    }
}

fn new(c: &mut Call) -> Outcome {
    let source = c.args.iter().find_map(|value| value.downcast::<NameValues>().map(|source| source.rows.borrow().clone()));
    Ok(Object::from_clr(NameValues { rows: RefCell::new(source.unwrap_or_default()), is_query: false }))
}

fn add(c: &mut Call) -> Outcome {
    let first = c.arg(0);
    if let Some(other) = first.downcast::<NameValues>() {
        let rows = other.rows.borrow().clone();
        for (name, texts) in rows {
            for text in texts {
                this(c)?.add(name.clone(), Some(text));
            }
        }
        return void();
    }
    this(c)?.add(c.text(0), c.text(1));
    void()
}

/// Members of `NameValueCollection`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::NAME_VALUE_COLLECTION],
    new: Some(new),
    properties: &[
        ("AllKeys", |c| {
            let keys = this(c)?.keys();
            Ok(Value::Array(Rc::new(crate::value::Array::new(TypeId::STRING, keys))))
        }),
        ("Count", |c| ok(this(c)?.rows.borrow().len() as i32)),
        ("IsSynchronized", |_| ok(false)),
        ("Keys", |c| {
            let keys = this(c)?.keys();
            Ok(Value::Array(Rc::new(crate::value::Array::new(TypeId::STRING, keys))))
        }),
        ("SyncRoot", |c| Ok(c.this.clone())),
    ],
    methods: &[
        ("Add", add),
        ("Clear", |c| {
            this(c)?.rows.borrow_mut().clear();
            void()
        }),
        ("CopyTo", |c| {
            let own = this(c)?;
            let length = own.rows.borrow().len();
            let texts: Vec<Value> = (0..length).map(|at| own.joined(at)).collect();
            copy_into(&texts, &c.arg(0), c.long(1))
        }),
        ("Get", |c| row(c, 0)?.map_or(Ok(Value::Null), |at| this(c).map(|own| own.joined(at)))),
        ("GetEnumerator", |c| Ok(enumerator_of(c.this.clone(), this(c)?.keys()))),
        ("GetKey", |c| row(c, 0)?.map_or(Ok(Value::Null), |at| this(c).map(|own| own.rows.borrow()[at].0.clone().into()))),
        ("GetValues", |c| match row(c, 0)? {
            Some(at) => Ok(Value::strings(this(c)?.rows.borrow()[at].1.iter())),
            None => Ok(Value::Null),
        }),
        ("HasKeys", |c| ok(this(c)?.rows.borrow().iter().any(|(name, _)| name.is_some()))),
        ("Remove", |c| {
            if let Some(at) = this(c)?.find(c.text(0).as_deref()) {
                this(c)?.rows.borrow_mut().remove(at);
            }
            void()
        }),
        ("Set", |c| {
            this(c)?.set(c.text(0), c.text(1));
            void()
        }),
    ],
    index: Some(|c| row(c, 0)?.map_or(Ok(Value::Null), |at| this(c).map(|own| own.joined(at)))),
    set_index: Some(|c| {
        let text = c.text(c.len() - 1);
        this(c)?.set(c.text(0), text);
        void()
    }),
    ..TypeImpl::EMPTY
};
