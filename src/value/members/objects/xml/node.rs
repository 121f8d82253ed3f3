//! The tree: nodes know their children and, weakly, their parent.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

/// What sort of node it is; the number is .NET's `XmlNodeType`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `<a>`.
    Element = 1,
    /// `a="…"`.
    Attribute = 2,
    /// Text.
    Text = 3,
    /// `<![CDATA[…]]>`.
    CData = 4,
    /// `<?target …?>`.
    Instruction = 7,
    /// `<!-- … -->`.
    Comment = 8,
    /// The document.
    Document = 9,
    /// `<!DOCTYPE …>`.
    DocumentType = 10,
    /// A piece of a document.
    Fragment = 11,
    /// `<?xml …?>`.
    Declaration = 17,
}

/// A node. A document's children must not hold it alone: they know it weakly.
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// Name with prefix.
    pub name: String,
    /// Text of an attribute, a text, a comment.
    pub value: RefCell<String>,
    /// Attributes in order.
    pub attributes: RefCell<Vec<Rc<Node>>>,
    /// Children in order.
    pub children: RefCell<Vec<Rc<Node>>>,
    /// The parent, or the element of an attribute.
    pub parent: RefCell<Weak<Node>>,
    /// The document it was made by, which holds it alive no longer than it lives.
    pub document: RefCell<Weak<Node>>,
    /// A namespace given by `CreateElement`, where no declaration says it.
    pub namespace: RefCell<Option<String>>,
    /// Whether an empty element is written `<a />`.
    pub is_short: Cell<bool>,
}

impl Node {
    /// A node without parent.
    pub fn new(kind: Kind, name: &str, value: &str) -> Rc<Node> {
        Rc::new(Node {
            kind,
            name: name.to_owned(),
            value: RefCell::new(value.to_owned()),
            attributes: RefCell::default(),
            children: RefCell::default(),
            parent: RefCell::default(),
            document: RefCell::default(),
            namespace: RefCell::default(),
            is_short: Cell::new(true),
        })
    }

    /// The name behind the prefix.
    pub fn local_name(&self) -> &str {
        self.name.split_once(':').map_or(&self.name, |(_, local)| local)
    }

    /// The prefix, empty without one.
    pub fn prefix(&self) -> &str {
        self.name.split_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// The namespace of the name.
    pub fn namespace_uri(self: &Rc<Node>) -> String {
        if let Some(own) = &*self.namespace.borrow() {
            return own.clone();
        }
        match (self.kind, self.prefix()) {
            (Kind::Attribute, "") if self.name == "xmlns" => "http://www.w3.org/2000/xmlns/".to_owned(),
            (Kind::Attribute, "") => String::new(),
            (_, "xmlns") => "http://www.w3.org/2000/xmlns/".to_owned(),
            (_, "xml") => "http://www.w3.org/XML/1998/namespace".to_owned(),
            (_, prefix) => self.namespace_of(prefix).unwrap_or_default(),
        }
    }

    /// What a prefix stands for here.
    pub fn namespace_of(self: &Rc<Node>, prefix: &str) -> Option<String> {
        let wanted = if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        let mut current = Some(self.clone());
        while let Some(node) = current {
            if let Some(found) = node.attribute(&wanted) {
                return Some(found.value.borrow().clone());
            }
            current = node.parent.borrow().upgrade();
        }
        None
    }

    /// The attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<Rc<Node>> {
        self.attributes.borrow().iter().find(|own| own.name == name).cloned()
    }

    /// Sets an attribute; a new one comes last.
    pub fn set_attribute(self: &Rc<Node>, name: &str, value: &str) -> Rc<Node> {
        if let Some(own) = self.attribute(name) {
            *own.value.borrow_mut() = value.to_owned();
            return own;
        }
        let made = Node::new(Kind::Attribute, name, value);
        self.add_attribute(made.clone());
        made
    }

    /// Adds an attribute node, in place of one of its name.
    pub fn add_attribute(self: &Rc<Node>, attribute: Rc<Node>) {
        *attribute.parent.borrow_mut() = Rc::downgrade(self);
        *attribute.document.borrow_mut() = self.document.borrow().clone();
        let mut attributes = self.attributes.borrow_mut();
        match attributes.iter().position(|own| own.name == attribute.name) {
            Some(at) => attributes[at] = attribute,
            None => attributes.push(attribute),
        }
    }

    /// Takes a node from its parent.
    pub fn detach(self: &Rc<Node>) {
        let parent = self.parent.borrow().upgrade();
        if let Some(parent) = parent {
            parent.children.borrow_mut().retain(|own| !Rc::ptr_eq(own, self));
        }
        *self.parent.borrow_mut() = Weak::new();
    }

    /// Puts a child at a place; a fragment's children instead of it.
    pub fn insert(self: &Rc<Node>, at: usize, child: &Rc<Node>) {
        if child.kind == Kind::Fragment {
            let pieces: Vec<Rc<Node>> = child.children.borrow_mut().drain(..).collect();
            for (offset, piece) in pieces.iter().enumerate() {
                self.insert(at + offset, piece);
            }
            return;
        }
        child.detach();
        *child.parent.borrow_mut() = Rc::downgrade(self);
        let length = self.children.borrow().len();
        self.children.borrow_mut().insert(at.min(length), child.clone());
    }

    /// Adds a child at the end.
    pub fn append(self: &Rc<Node>, child: &Rc<Node>) {
        let length = self.children.borrow().len();
        self.insert(length, child);
    }

    /// The place of a child.
    pub fn place_of(&self, child: &Rc<Node>) -> Option<usize> {
        self.children.borrow().iter().position(|own| Rc::ptr_eq(own, child))
    }

    /// All text beneath.
    pub fn inner_text(&self) -> String {
        match self.kind {
            Kind::Element | Kind::Document | Kind::Fragment => self
                .children
                .borrow()
                .iter()
                .filter(|child| !matches!(child.kind, Kind::Comment | Kind::Instruction | Kind::Declaration | Kind::DocumentType))
                .map(|child| child.inner_text())
                .collect(),
            _ => self.value.borrow().clone(),
        }
    }

    /// Replaces all children by a text.
    pub fn set_inner_text(self: &Rc<Node>, text: &str) {
        if !matches!(self.kind, Kind::Element | Kind::Fragment | Kind::Document) {
            *self.value.borrow_mut() = text.to_owned();
            return;
        }
        for child in self.children.borrow_mut().drain(..) {
            *child.parent.borrow_mut() = Weak::new();
        }
        if text.is_empty() {
            self.is_short.set(false);
            return;
        }
        let made = Node::new(Kind::Text, "#text", text);
        *made.document.borrow_mut() = self.document.borrow().clone();
        self.append(&made);
    }

    /// A copy, with everything beneath if it is deep.
    pub fn copy(self: &Rc<Node>, deep: bool) -> Rc<Node> {
        let made = Node::new(self.kind, &self.name, &self.value.borrow());
        *made.document.borrow_mut() = self.document.borrow().clone();
        *made.namespace.borrow_mut() = self.namespace.borrow().clone();
        made.is_short.set(self.is_short.get());
        for attribute in self.attributes.borrow().iter() {
            made.add_attribute(attribute.copy(true));
        }
        if deep {
            for child in self.children.borrow().iter() {
                made.append(&child.copy(true));
            }
        }
        made
    }

    /// Elements among the children.
    pub fn elements(&self) -> Vec<Rc<Node>> {
        self.children.borrow().iter().filter(|child| child.kind == Kind::Element).cloned().collect()
    }

    /// All elements beneath, in document order.
    pub fn descendants(&self, out: &mut Vec<Rc<Node>>) {
        for child in self.children.borrow().iter() {
            out.push(child.clone());
            child.descendants(out);
        }
    }
}
