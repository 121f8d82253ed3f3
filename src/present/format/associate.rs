//! Which properties of an object are shown.

use std::rc::Rc;

use super::Parameter;
use crate::present::access;
use crate::present::expression::Expression;
use crate::value::{Runtime, Value};

/// A property to show, and the parameter it comes from if the command line named it.
#[derive(Clone)]
pub(super) struct Association {
    pub expression: Expression,
    pub parameter: Option<Rc<Parameter>>,
}

impl Association {
    fn plain(name: Rc<str>) -> Association {
        Association { expression: Expression::Name(name), parameter: None }
    }

    /// The words above or before it.
    pub(super) fn label(&self) -> Rc<str> {
        match self.parameter.as_ref().and_then(|parameter| parameter.label.clone()) {
            Some(label) => label,
            None => self.expression.text(),
        }
    }

    pub(super) fn format(&self) -> Option<&str> {
        self.parameter.as_ref()?.format.as_deref()
    }
}

/// The properties that parameters name on this object; `keeps_missing`: a name without wildcards stays even if the
/// object has no such property (in tables).
pub(super) fn named(rt: &mut dyn Runtime, parameters: &[Rc<Parameter>], target: &Value, keeps_missing: bool) -> Vec<Association> {
    let mut out = Vec::new();
    for parameter in parameters {
        let found = parameter.expression.resolve(rt, target);
        if found.is_empty() && keeps_missing && !parameter.expression.has_wildcards() {
            out.push(Association { expression: parameter.expression.clone(), parameter: Some(parameter.clone()) });
        }
        out.extend(found.into_iter().map(|expression| Association { expression, parameter: Some(parameter.clone()) }));
    }
    out
}

/// The default display property set of the object.
pub(super) fn default_set(rt: &mut dyn Runtime, target: &Value) -> Vec<Association> {
    access::display_set(rt, target).into_iter().map(Association::plain).collect()
}

/// All properties of the object.
pub(super) fn all(rt: &mut dyn Runtime, target: &Value) -> Vec<Association> {
    access::properties(rt, target).into_iter().map(Association::plain).collect()
}

/// What is shown of an object: the named properties, else the default set, else all.
pub(super) fn active(rt: &mut dyn Runtime, parameters: &[Rc<Parameter>], target: &Value) -> Vec<Association> {
    if !parameters.is_empty() {
        return named(rt, parameters, target, false);
    }
    let set = default_set(rt, target);
    if set.is_empty() { all(rt, target) } else { set }
}
