//! `XmlNamespaceManager`: prefixes for `SelectNodes`, and `NameTable`, which it is made from.

use std::any::Any;
use std::cell::RefCell;

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::{ClrObject, Object, TypeId, Value};

/// Prefixes by scope, the outermost first.
pub struct Namespaces(RefCell<Vec<Vec<(String, String)>>>);

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

impl Namespaces {
    /// All prefixes in force, inner ones last.
    pub fn all(&self) -> Vec<(String, String)> {
        self.0.borrow().concat()
    }

    fn look_up(&self, prefix: &str) -> Option<String> {
        match prefix {
            "xml" => Some(XML.to_owned()),
            "xmlns" => Some(XMLNS.to_owned()),
            _ => self.all().into_iter().rev().find(|(own, _)| own == prefix).map(|(_, uri)| uri),
        }
    }
}

impl ClrObject for Namespaces {
    fn class(&self) -> TypeId {
        TypeId::XML_NAMESPACE_MANAGER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enumerate(&self) -> Option<Vec<Value>> {
        let own = ["", "xml", "xmlns"].map(Value::str);
        Some(own.into_iter().chain(self.all().into_iter().map(|(prefix, _)| Value::from(prefix))).collect())
    }
}

fn this<'a>(c: &'a Call) -> Outcome<&'a Namespaces> {
    c.this.downcast::<Namespaces>().ok_or_else(|| Thrown::invalid_operation("The object is no XmlNamespaceManager."))
}

/// `[System.Xml.XmlNamespaceManager]`.
pub const MANAGER: TypeImpl = TypeImpl {
    ids: &[TypeId::XML_NAMESPACE_MANAGER],
    new: Some(|_| Ok(Object::from_clr(Namespaces(RefCell::new(vec![Vec::new()]))))),
    new_texts: &["System.Xml.XmlNamespaceManager new(System.Xml.XmlNameTable nameTable)"],
    properties: &[
        ("DefaultNamespace", |c| ok(this(c)?.look_up("").unwrap_or_default())),
        ("NameTable", |_| Ok(Object::from_clr(NameTable))),
    ],
    methods: &[
        ("AddNamespace", |c| {
            let (prefix, uri) = (c.str(0, "prefix")?.to_string(), c.str(1, "uri")?.to_string());
            if prefix == "xml" && uri != XML || prefix == "xmlns" {
                return Err(Thrown::argument(format!("Prefix \"{prefix}\" is reserved for use by XML.")));
            }
            if let Some(scope) = this(c)?.0.borrow_mut().last_mut() {
                scope.retain(|(own, _)| *own != prefix);
                scope.push((prefix, uri));
            }
            void()
        }),
        ("GetEnumerator", |c| {
            let items = this(c)?.enumerate().unwrap_or_default();
            Ok(crate::value::members::objects::enumerator::enumerator_of(Value::Null, items))
        }),
        ("HasNamespace", |c| {
            let prefix = c.str(0, "prefix")?;
            ok(this(c)?.0.borrow().last().is_some_and(|scope| scope.iter().any(|(own, _)| **own == *prefix)))
        }),
        ("LookupNamespace", |c| {
            let prefix = c.str(0, "prefix")?;
            Ok(this(c)?.look_up(&prefix).map_or(Value::Null, Value::from))
        }),
        ("LookupPrefix", |c| {
            let uri = c.str(0, "uri")?;
            let found = this(c)?.all().into_iter().rev().find(|(_, own)| **own == *uri).map(|(prefix, _)| prefix);
            Ok(found.map_or(Value::Null, Value::from))
        }),
        ("PopScope", |c| {
            let scopes = &this(c)?.0;
            let is_inner = scopes.borrow().len() > 1;
            if is_inner {
                scopes.borrow_mut().pop();
            }
            ok(is_inner)
        }),
        ("PushScope", |c| {
            this(c)?.0.borrow_mut().push(Vec::new());
            void()
        }),
        ("RemoveNamespace", |c| {
            let prefix = c.str(0, "prefix")?;
            if let Some(scope) = this(c)?.0.borrow_mut().last_mut() {
                scope.retain(|(own, _)| **own != *prefix);
            }
            void()
        }),
    ],
    method_texts: &[
        ("AddNamespace", &["void (string prefix, string uri)"]),
        ("HasNamespace", &["bool (string prefix)"]),
        ("LookupNamespace", &["string (string prefix)"]),
        ("LookupPrefix", &["string (string uri)"]),
        ("PopScope", &["bool ()"]),
        ("PushScope", &["void ()"]),
        ("RemoveNamespace", &["void (string prefix, string uri)"]),
    ],
    ..TypeImpl::EMPTY
};

/// A table of names: nothing but what a manager is made from.
pub struct NameTable;

impl ClrObject for NameTable {
    fn class(&self) -> TypeId {
        TypeId::NAME_TABLE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `[System.Xml.NameTable]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::NAME_TABLE],
    new: Some(|_| Ok(Object::from_clr(NameTable))),
    new_texts: &["System.Xml.NameTable new()"],
    ..TypeImpl::EMPTY
};
