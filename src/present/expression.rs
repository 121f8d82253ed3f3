//! What names a column: a property (wildcards allowed), a script block, or a computation of a default view.

use std::rc::Rc;

use super::access;
use super::phrase::Phrase;
use crate::value::{ErrorRecord, Run, Runtime, ScriptBlock, Value};

/// A property or a computation.
#[derive(Clone)]
pub enum Expression {
    /// A property by name; it may have wildcards until it is resolved.
    Name(Rc<str>),
    /// A script block, run with the object as `$_`.
    Block(Rc<ScriptBlock>),
    /// A computation of our own, in a column or item of this label.
    Phrase(&'static Phrase, Rc<str>),
}

impl Expression {
    /// Its words, as a header shows them.
    pub fn text(&self) -> Rc<str> {
        match self {
            Expression::Name(name) => name.clone(),
            Expression::Block(block) => block.code.text(),
            Expression::Phrase(_, label) => label.clone(),
        }
    }

    /// Whether it is a name with wildcards.
    pub fn has_wildcards(&self) -> bool {
        matches!(self, Expression::Name(name) if access::has_wildcards(name))
    }

    /// The properties it stands for on this object, spelt as the object has them.
    pub fn resolve(&self, rt: &mut dyn Runtime, target: &Value) -> Vec<Expression> {
        match self {
            Expression::Name(name) => access::resolve(rt, target, name).into_iter().map(Expression::Name).collect(),
            _ => vec![self.clone()],
        }
    }

    /// Its value on this object: none if there is no such property, an error if reading it failed.
    pub fn value(&self, rt: &mut dyn Runtime, target: &Value) -> Run<Option<Result<Value, ErrorRecord>>> {
        match self {
            Expression::Name(name) if access::has_wildcards(name) => match access::resolve(rt, target, name).first() {
                Some(first) => access::property(rt, target, first),
                None => Ok(None),
            },
            Expression::Name(name) => access::property(rt, target, name),
            Expression::Block(block) => match rt.invoke_block(block, None, Some(target), Vec::new()) {
                Ok(value) => Ok(Some(Ok(value))),
                Err(raise) => access::swallow(raise).map(|record| Some(Err(record))),
            },
            Expression::Phrase(phrase, label) => match phrase.value(rt, target, label) {
                Ok(value) => Ok(Some(Ok(value))),
                Err(raise) => access::swallow(raise).map(|record| Some(Err(record))),
            },
        }
    }
}
