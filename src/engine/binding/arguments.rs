//! Arguments of a call, evaluated and with splats taken apart.

use std::rc::Rc;

use crate::engine::scope::Frame;
use crate::engine::session::Engine;
use crate::program::{Argument, CommandCode};
use crate::source::Span;
use crate::value::{Object, Payload, Run, Value, convert};

/// An argument.
#[derive(Clone)]
pub enum Arg {
    /// `-Name`, with a value where a colon gives one.
    Named {
        /// Without the dash.
        name: Rc<str>,
        /// The value behind a colon or from a splat.
        value: Option<Value>,
        /// As written.
        text: Rc<str>,
        /// Where it stands.
        span: Span,
        /// Where its value stands.
        value_span: Span,
        /// Whether it comes from a splatted dictionary: an explicit argument beats it.
        splatted: bool,
    },
    /// A value.
    Positional(Value, Span),
}

/// The mark on a text in `$args` that was written as `-Name`.
const NAME_MARK: &str = "<CommandParameterName>";

/// A `-Name` kept in `$args`: text with a mark, so that `@args` passes it on as a name.
pub fn marked_name(text: &Rc<str>, name: &Rc<str>) -> Value {
    let wrapped = Value::Object(Rc::new(Object::new(Payload::Wrapped(Value::Str(text.clone())))));
    wrapped.set_note(NAME_MARK, Value::Str(name.clone()));
    if let Some(mut members) = wrapped.members_cell_mut() {
        members.hidden = Some(Box::new(vec![Rc::from(NAME_MARK)]));
    }
    wrapped
}

impl Engine {
    /// Evaluates a command's arguments in order.
    pub(crate) fn call_arguments(&mut self, frame: &Frame, code: &CommandCode, is_native: bool) -> Run<Vec<Arg>> {
        let mut args = Vec::with_capacity(code.arguments.len());
        let mut names_over = is_native;
        for argument in &code.arguments {
            match argument {
                // `--` is no argument itself; behind it words that look like names are values.
                Argument::Named { text, .. } if !names_over && &**text == "--" => names_over = true,
                Argument::Named { value, text, span, .. } if names_over && !is_native => {
                    args.push(Arg::Positional(Value::Str(text.clone()), *span));
                    if let Some(expr) = value {
                        let value = self.eval(frame, expr)?;
                        args.push(Arg::Positional(crate::engine::eval::nothing_to_null(value), *span));
                    }
                }
                Argument::Positional(expr, span) => {
                    let value = self.eval(frame, expr)?;
                    args.push(Arg::Positional(crate::engine::eval::nothing_to_null(value), *span));
                }
                Argument::Named { name, value, text, span, value_span } => {
                    let value = match value {
                        Some(expr) => Some(crate::engine::eval::nothing_to_null(self.eval(frame, expr)?)),
                        None => None,
                    };
                    args.push(Arg::Named {
                        name: name.clone(),
                        value,
                        text: text.clone(),
                        span: *span,
                        value_span: *value_span,
                        splatted: false,
                    });
                }
                Argument::Splat(expr, _) => {
                    let value = self.eval(frame, expr)?;
                    self.splat(value, code.span, &mut args)?;
                }
            }
        }
        Ok(args)
    }

    /// Takes a splatted value apart.
    pub(crate) fn splat(&mut self, value: Value, span: Span, args: &mut Vec<Arg>) -> Run {
        match value.base() {
            Value::Null | Value::Nothing => {}
            Value::Dict(dict) => {
                for (key, value) in dict.pairs() {
                    let name = convert::to_text(self, &key)?;
                    args.push(Arg::Named {
                        text: Rc::from(format!("-{name}")),
                        name,
                        value: Some(value),
                        span,
                        value_span: span,
                        splatted: true,
                    });
                }
            }
            other => {
                let other = other.clone();
                let items = self.enumerate(&other)?.unwrap_or_else(|| vec![other]);
                for item in items {
                    match item.note(NAME_MARK) {
                        Some(Value::Str(name)) => {
                            let text = item.as_str().cloned().unwrap_or_else(|| name.clone());
                            // `-Name:` kept its colon: the next item is its value, whatever it looks like.
                            args.push(Arg::Named { name, value: None, text, span, value_span: span, splatted: false });
                        }
                        _ => args.push(Arg::Positional(item, span)),
                    }
                }
            }
        }
        Ok(())
    }
}
