//! Nodes and what they hold.

use std::any::Any;
use std::rc::Rc;

use super::extent::Extent;
use crate::source::{SourceText, Span};
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, List, Object, TypeId, Value, members};

/// All nodes of a text, in the order in which visitors meet them.
pub struct Tree {
    /// The text.
    pub source: Rc<SourceText>,
    /// The nodes; a node's descendants follow it directly.
    pub nodes: Vec<Data>,
}

/// What a node holds.
pub struct Data {
    /// Its class.
    pub class: TypeId,
    /// Where it stands.
    pub span: Span,
    /// The node around it.
    pub parent: Option<u32>,
    /// One past its last descendant.
    pub end: u32,
    /// Its properties.
    pub fields: Vec<(&'static str, Field)>,
}

/// What a property of a node is.
pub enum Field {
    /// No node.
    Value(Value),
    /// A node.
    Node(u32),
    /// A list of nodes of a class.
    Nodes(TypeId, Vec<u32>),
    /// Pairs of nodes: keys and values, conditions and bodies.
    Pairs(TypeId, TypeId, Vec<(u32, u32)>),
}

/// A node as a value.
#[derive(Clone)]
pub struct Node {
    /// Its tree.
    pub tree: Rc<Tree>,
    /// Its place there.
    pub at: u32,
}

impl Node {
    /// A node as a value.
    pub fn value(tree: &Rc<Tree>, at: u32) -> Value {
        Object::from_clr(Node { tree: tree.clone(), at })
    }

    /// What it holds.
    pub fn data(&self) -> &Data {
        &self.tree.nodes[self.at as usize]
    }

    /// Its text.
    pub fn text(&self) -> &str {
        self.tree.source.slice(self.data().span)
    }

    /// A property by its exact name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.data().fields.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, field)| field)
    }

    fn field_value(&self, field: &Field) -> Value {
        let collection =
            |class: TypeId, items: Vec<Value>| Value::List(Rc::new(List::new(TypeId::READ_ONLY_COLLECTION.generic(&[class]), items)));
        match field {
            Field::Value(value) => value.clone(),
            Field::Node(at) => Node::value(&self.tree, *at),
            Field::Nodes(class, all) => collection(*class, all.iter().map(|at| Node::value(&self.tree, *at)).collect()),
            Field::Pairs(first, second, all) => {
                let pair = TypeId::TUPLE2.generic(&[*first, *second]);
                let items = all
                    .iter()
                    .map(|(a, b)| members::objects::tuple::closed(pair, vec![Node::value(&self.tree, *a), Node::value(&self.tree, *b)]))
                    .collect();
                collection(pair, items)
            }
        }
    }
}

impl ClrObject for Node {
    fn class(&self) -> TypeId {
        self.data().class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        let mut names: Vec<&'static str> = self.data().fields.iter().map(|(name, _)| *name).filter(|name| !name.starts_with('.')).collect();
        names.extend(["Extent", "Parent"]);
        names
    }

    fn get(&self, name: &str) -> Option<Value> {
        if name.eq_ignore_ascii_case("Extent") {
            return Some(Extent::value(&self.tree.source, self.data().span));
        }
        if name.eq_ignore_ascii_case("Parent") {
            return Some(self.data().parent.map_or(Value::Null, |at| Node::value(&self.tree, at)));
        }
        self.field(name).map(|field| self.field_value(field))
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.text().to_owned())
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Node>().is_some_and(|other| Rc::ptr_eq(&self.tree, &other.tree) && self.at == other.at)
    }

    fn hash_code(&self) -> u64 {
        Rc::as_ptr(&self.tree) as u64 ^ u64::from(self.at)
    }
}
