//! Grouping of rows by a value.

use std::rc::Rc;

use crate::present::expression::Expression;
use crate::present::packet::Token;
use crate::present::text;
use crate::value::{Run, Runtime, Value};

/// How the heading of a group is worded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    /// `   Label: value`.
    Label,
    /// `    Directory: path`, as file listings have it.
    Directory,
}

/// The value that groups rows, and its value for the group at hand.
pub(super) struct Grouping {
    expression: Expression,
    label: Option<Rc<str>>,
    heading: Heading,
    name: Rc<str>,
    current: Option<Value>,
}

impl Grouping {
    pub(super) fn new(expression: Expression, label: Option<Rc<str>>, heading: Heading) -> Grouping {
        let name = expression.text();
        Grouping { expression, label, heading, name, current: None }
    }

    /// Reads the value of an object; says whether it begins another group. An object whose value cannot be read
    /// stays in the group at hand.
    pub(super) fn update(&mut self, rt: &mut dyn Runtime, target: &Value) -> Run<bool> {
        let Some(Ok(value)) = self.expression.value(rt, target)? else { return Ok(false) };
        let is_new = match &self.current {
            None => true,
            Some(before) => !same(rt, before, &value)?,
        };
        if is_new && let Some(Expression::Name(name)) = self.expression.resolve(rt, target).into_iter().next() {
            self.name = name;
        }
        self.current = Some(value);
        Ok(is_new)
    }

    /// The words above the group.
    pub(super) fn heading(&self, rt: &mut dyn Runtime, limit: i64) -> Run<Option<Rc<[Token]>>> {
        let Some(value) = &self.current else { return Ok(None) };
        let shown = text::smart(rt, value, limit, false)?;
        let line = match self.heading {
            Heading::Label => format!("   {}: {shown}", self.label.as_ref().unwrap_or(&self.name)),
            Heading::Directory => format!("    Directory: {}", shown.rsplit_once("::").map_or(shown.as_str(), |(_, path)| path)),
        };
        Ok(Some(Rc::from([Token::Text(line)])))
    }
}

fn same(rt: &mut dyn Runtime, a: &Value, b: &Value) -> Run<bool> {
    if a.is_null() || b.is_null() {
        return Ok(a.is_null() && b.is_null());
    }
    let (a, b) = (text::plain(rt, a)?, text::plain(rt, b)?);
    Ok(crate::value::dict::eq_folded(&a, &b))
}
