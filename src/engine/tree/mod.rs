//! The syntax tree as scripts see it: `{ … }.Ast`, `[Parser]::ParseInput`, `FindAll`.
//!
//! A [`Tree`] holds all nodes of a text in the order in which PowerShell's visitors meet them, so that a subtree is
//! a range of indexes; a [`Node`] is a tree and an index. The tree is made when a script asks for it: nothing that
//! runs needs it.

mod definitions;
mod expressions;
mod extent;
mod names;
mod node;
mod search;
mod statements;
mod token;

use std::rc::Rc;

pub use extent::Extent;
pub use node::{Field, Node, Tree};
pub(super) use search::method;
pub(super) use token::token_value;

use crate::source::{SourceText, Span};
use crate::syntax::ast;
use crate::value::{TypeId, Value};

/// The tree of a script or of a script block.
pub fn script_value(tree: &Rc<ast::ScriptBlock>) -> Value {
    let mut builder = Builder::new(&tree.unit.source);
    builder.script_block(None, tree);
    builder.finish()
}

/// The tree of a function.
pub fn function_value(function: &Rc<ast::FunctionDefinition>) -> Value {
    let mut builder = Builder::new(&function.body.unit.source);
    builder.function(None, function);
    builder.finish()
}

/// Puts nodes into a tree.
struct Builder {
    source: Rc<SourceText>,
    nodes: Vec<node::Data>,
}

/// The place of a node in its tree.
type At = u32;

impl Builder {
    fn new(source: &Rc<SourceText>) -> Builder {
        Builder { source: source.clone(), nodes: Vec::new() }
    }

    fn finish(self) -> Value {
        Node::value(&Rc::new(Tree { source: self.source, nodes: self.nodes }), 0)
    }

    /// Begins a node; its fields follow, in the order in which visitors meet them, then [`Builder::close`].
    fn open(&mut self, parent: Option<At>, class: TypeId, span: Span) -> At {
        self.nodes.push(node::Data { class, span, parent, end: 0, fields: Vec::new() });
        self.nodes.len() as At - 1
    }

    fn close(&mut self, at: At) -> At {
        self.nodes[at as usize].end = self.nodes.len() as At;
        at
    }

    fn set(&mut self, at: At, name: &'static str, field: Field) {
        self.nodes[at as usize].fields.push((name, field));
    }

    fn value(&mut self, at: At, name: &'static str, value: impl Into<Value>) {
        self.set(at, name, Field::Value(value.into()));
    }

    fn child(&mut self, at: At, name: &'static str, child: At) {
        self.set(at, name, Field::Node(child));
    }

    /// A child that may be missing.
    fn optional<T>(&mut self, at: At, name: &'static str, item: Option<&T>, build: impl FnOnce(&mut Builder, At, &T) -> At) {
        let field = match item {
            Some(item) => Field::Node(build(self, at, item)),
            None => Field::Value(Value::Null),
        };
        self.set(at, name, field);
    }

    /// A list of children of a class.
    fn list<'a, T: 'a>(
        &mut self,
        at: At,
        name: &'static str,
        class: TypeId,
        items: impl IntoIterator<Item = &'a T>,
        mut build: impl FnMut(&mut Builder, At, &T) -> At,
    ) {
        let children = items.into_iter().map(|item| build(self, at, item)).collect();
        self.set(at, name, Field::Nodes(class, children));
    }
}

/// The value of an enum by the name of its member.
fn named(class: TypeId, name: &str) -> Value {
    let value = class.info().and_then(|info| info.values.iter().find(|(own, _)| *own == name)).map_or(0, |(_, value)| *value);
    Value::Enum(class, value)
}
