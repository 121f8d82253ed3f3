//! Nodes as objects, as PowerShell shows them: attributes and child elements are properties.

use std::any::Any;
use std::rc::Rc;

use super::node::{Kind, Node};
use crate::value::dict::eq_folded;
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value, convert};

/// A node as an object.
pub struct XmlObject {
    /// The node.
    pub node: Rc<Node>,
    /// The document, held so that parents live as long as anything in them is held.
    pub document: Option<Rc<Node>>,
}

impl XmlObject {
    /// A node as a value.
    pub fn value(node: &Rc<Node>) -> Value {
        let document = if node.kind == Kind::Document { None } else { node.document.borrow().upgrade() };
        Object::from_clr(XmlObject { node: node.clone(), document })
    }

    /// The node in a value.
    pub fn node_of(value: &Value) -> Option<Rc<Node>> {
        value.downcast::<XmlObject>().map(|object| object.node.clone())
    }
}

/// What a child is as a property: its text, if it has nothing else.
fn simple(node: &Rc<Node>) -> Value {
    if node.kind != Kind::Element {
        return Value::from(node.value.borrow().clone());
    }
    let children = node.children.borrow();
    if node.attributes.borrow().is_empty() {
        match &children[..] {
            [] => return Value::empty_str(),
            [only] if matches!(only.kind, Kind::Text | Kind::CData) => return Value::from(only.value.borrow().clone()),
            _ => {}
        }
    }
    XmlObject::value(node)
}

/// The name that a node has as a property.
fn shown_name(node: &Node) -> &str {
    match node.kind {
        Kind::Element | Kind::Attribute => node.local_name(),
        _ => &node.name,
    }
}

impl XmlObject {
    /// Nodes with this name as a property: attributes first.
    fn named(&self, name: &str) -> Vec<Rc<Node>> {
        let matches = |node: &&Rc<Node>| eq_folded(shown_name(node), name) || eq_folded(&node.name, name);
        let mut found: Vec<Rc<Node>> = self.node.attributes.borrow().iter().filter(matches).cloned().collect();
        found.extend(self.node.children.borrow().iter().filter(matches).cloned());
        found
    }
}

impl ClrObject for XmlObject {
    fn class(&self) -> TypeId {
        match self.node.kind {
            Kind::Document => TypeId::XML_DOCUMENT,
            Kind::Element => TypeId::XML_ELEMENT,
            Kind::Attribute => TypeId::XML_ATTRIBUTE,
            Kind::Text => TypeId::XML_TEXT,
            _ => TypeId::XML_NODE,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn adapted_properties(&self) -> Option<Vec<(Rc<str>, String)>> {
        let mut names: Vec<(Rc<str>, String)> = Vec::new();
        let attributes = self.node.attributes.borrow();
        let children = self.node.children.borrow();
        for node in attributes.iter().chain(children.iter()) {
            let name = shown_name(node);
            if names.iter().any(|(own, _)| eq_folded(own, name)) {
                continue;
            }
            let type_name = match self.get(name) {
                Some(Value::Str(_)) => "string",
                Some(Value::Array(_)) => "Object[]",
                _ => "System.Xml.XmlElement",
            };
            names.push((Rc::from(name), format!("{type_name} {name} {{get;set;}}")));
        }
        Some(names)
    }

    fn get(&self, name: &str) -> Option<Value> {
        let found = self.named(name);
        match &found[..] {
            [] => None,
            [only] => Some(simple(only)),
            many => Some(Value::array(many.iter().map(simple).collect())),
        }
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        let found = self.named(name);
        let [only] = &found[..] else {
            return if found.is_empty() {
                None
            } else {
                Some(Err(format!("Cannot set \"{name}\" because there are several nodes of this name.")))
            };
        };
        let Some(text) = convert::to_plain_text(value.base()).filter(|_| value.downcast::<XmlObject>().is_none()) else {
            return Some(Err(format!("Cannot set \"{name}\" because only strings can be used as values to set XmlNode properties.")));
        };
        if only.kind == Kind::Element && (!only.attributes.borrow().is_empty() || !only.elements().is_empty()) {
            return Some(Err(format!("Cannot set \"{name}\" because only strings can be used as values to set XmlNode properties.")));
        }
        only.set_inner_text(&text);
        Some(Ok(()))
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        // PowerShell's own text of a node is its name, of a document its class.
        match self.node.kind {
            Kind::Attribute => Some(self.node.value.borrow().clone()),
            Kind::Document => None,
            _ => Some(self.node.name.clone()),
        }
    }

    fn equals(&self, other: &Value) -> bool {
        XmlObject::node_of(other).is_some_and(|other| Rc::ptr_eq(&self.node, &other))
    }

    fn hash_code(&self) -> u64 {
        Rc::as_ptr(&self.node) as u64
    }

    fn index(&self, index: &Value) -> Option<Value> {
        let name = index.as_str()?;
        let found = self.node.elements().into_iter().find(|child| child.name == **name);
        Some(found.map_or(Value::Null, |child| XmlObject::value(&child)))
    }
}

/// A list of nodes.
pub struct NodeList {
    /// The nodes.
    pub nodes: Vec<Rc<Node>>,
    /// Whether they are attributes.
    pub are_attributes: bool,
}

impl NodeList {
    /// Nodes as a value.
    pub fn value(nodes: Vec<Rc<Node>>) -> Value {
        Object::from_clr(NodeList { nodes, are_attributes: false })
    }
}

impl ClrObject for NodeList {
    fn class(&self) -> TypeId {
        if self.are_attributes { TypeId::XML_ATTRIBUTE_COLLECTION } else { TypeId::XML_NODE_LIST }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Count"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Count").then(|| Value::Int(self.nodes.len() as i32))
    }

    fn enumerate(&self) -> Option<Vec<Value>> {
        Some(self.nodes.iter().map(XmlObject::value).collect())
    }

    fn index(&self, index: &Value) -> Option<Value> {
        if let Some(name) = index.as_str() {
            return Some(self.nodes.iter().find(|node| node.name == **name).map_or(Value::Null, XmlObject::value));
        }
        let at = crate::value::members::call::to_long(index);
        let at = if at < 0 { at + self.nodes.len() as i64 } else { at };
        Some(usize::try_from(at).ok().and_then(|at| self.nodes.get(at)).map_or(Value::Null, XmlObject::value))
    }
}
