//! What PowerShell checks after parsing and before running: targets of assignments, splats, attributes' arguments,
//! `finally`, data sections, classes, `using`, `#Requires`.
//!
//! Not here: what needs the value of anything.

mod assignment;
mod attributes;
mod classes;
mod constant;
mod data_section;
mod finally;
mod general;
mod locals;
mod paths;
mod requires;
mod symbols;
mod using;
pub(crate) mod walk;

use super::Environment;
use super::ast::{ScriptBlock, Span, Unit};
use super::lexer::Sink;
use std::rc::Rc;

/// The errors of one text, in PowerShell's order.
struct Report<'a> {
    sink: &'a mut Sink,
    unit: &'a Rc<Unit>,
    environment: &'a dyn Environment,
}

impl Report<'_> {
    fn error(&mut self, id: &'static str, message: impl Into<String>, span: Span) {
        self.sink.error(id, message.into(), span, false);
    }

    fn slice(&self, span: Span) -> &str {
        self.unit.source.slice(span)
    }
}

/// Checks a whole tree, and reads what `#Requires` asks for into it.
pub(super) fn check(tree: &mut ScriptBlock, unit: &Rc<Unit>, sink: &mut Sink, environment: &dyn Environment) {
    tree.requirements = requires::requirements(unit, sink, environment).map(Box::new);
    let mut report = Report { sink, unit, environment };
    using::check(tree, &mut report);
    symbols::check(tree, &mut report);
    general::check(tree, &mut report);
}
