//! `Format-Custom` without a view: an object's tree of properties; and the views that are drawn by code.

use std::rc::Rc;

use super::associate;
use super::{Parameter, Settings};
use crate::present::access;
use crate::present::error_view;
use crate::present::packet::Token;
use crate::present::text;
use crate::value::{ErrorRecord, Run, Runtime, Value};

const INDENT: usize = 2;

/// Walks through an object.
pub(super) struct Browser<'a> {
    pub rt: &'a mut dyn Runtime,
    pub limit: i64,
    pub display_errors: bool,
    pub errors: &'a mut Vec<ErrorRecord>,
}

/// How deep we are and may go.
#[derive(Clone, Copy)]
struct Level {
    depth: usize,
    deepest: usize,
}

impl Level {
    fn next(self) -> Level {
        Level { depth: self.depth + 1, ..self }
    }
}

impl Browser<'_> {
    /// The tree of an object.
    pub(super) fn view(&mut self, value: &Value, parameters: &[Rc<Parameter>], deepest: usize) -> Run<Vec<Token>> {
        let mut out = Vec::new();
        let level = Level { depth: 0, deepest };
        if access::is_scalar(value) {
            out.push(Token::Text(text::smart(self.rt, value, self.limit, false)?));
            out.push(Token::NewLine);
        } else if let Some(items) = access::enumerate(value) {
            self.collection(&items, level, &mut out)?;
        } else {
            self.object(value, level, parameters, &mut out)?;
        }
        Ok(out)
    }

    fn object(&mut self, value: &Value, level: Level, parameters: &[Rc<Parameter>], out: &mut Vec<Token>) -> Run {
        self.rt.check_interrupt()?;
        let class =
            value.type_names().first().map_or_else(|| "PSObject".to_owned(), |name| name.rsplit('.').next().unwrap_or(name).to_owned());
        out.extend([Token::Text(format!("class {class}")), Token::NewLine, Token::Text("{".to_owned()), Token::NewLine]);
        let mut inside = Vec::new();
        for association in associate::active(self.rt, parameters, value) {
            inside.push(Token::Text(format!("{} = ", association.expression.text())));
            let shown = match association.expression.value(self.rt, value)? {
                Some(Ok(shown)) => shown,
                Some(Err(record)) => {
                    self.errors.push(record);
                    if self.display_errors { Value::str("#ERR") } else { Value::empty_str() }
                }
                None => Value::Null,
            };
            let level = match association.parameter.as_ref().and_then(|parameter| parameter.depth) {
                Some(deepest) => Level { deepest, ..level },
                None => level,
            };
            if let Some(items) = access::enumerate(&shown) {
                inside.push(Token::NewLine);
                let mut deeper = Vec::new();
                self.collection(&items, level.next(), &mut deeper)?;
                inside.push(frame(deeper));
            } else if is_leaf(&shown, level) {
                self.leaf(&shown, &mut inside)?;
            } else {
                inside.push(Token::NewLine);
                let mut deeper = Vec::new();
                self.object(&shown, level.next(), &[], &mut deeper)?;
                inside.push(frame(deeper));
            }
        }
        out.push(frame(inside));
        out.extend([Token::Text("}".to_owned()), Token::NewLine]);
        Ok(())
    }

    fn collection(&mut self, items: &[Value], level: Level, out: &mut Vec<Token>) -> Run {
        out.extend([Token::Text("[".to_owned()), Token::NewLine]);
        let mut inside = Vec::new();
        for (nth, item) in items.iter().enumerate() {
            if self.limit >= 0 && nth as i64 == self.limit {
                self.leaf(&Value::str("…"), &mut inside)?;
                break;
            }
            if is_leaf(item, level) {
                self.leaf(item, &mut inside)?;
            } else if let Some(items) = access::enumerate(item) {
                inside.push(Token::NewLine);
                let mut deeper = Vec::new();
                self.collection(&items, level.next(), &mut deeper)?;
                inside.push(frame(deeper));
            } else {
                self.object(item, level.next(), &[], &mut inside)?;
            }
        }
        out.push(frame(inside));
        out.extend([Token::Text("]".to_owned()), Token::NewLine, Token::NewLine]);
        Ok(())
    }

    fn leaf(&mut self, value: &Value, out: &mut Vec<Token>) -> Run {
        out.push(Token::Text(text::smart(self.rt, value, self.limit, false)?));
        out.push(Token::NewLine);
        Ok(())
    }
}

fn is_leaf(value: &Value, level: Level) -> bool {
    level.depth >= level.deepest || value.is_null() || access::is_scalar(value)
}

fn frame(tokens: Vec<Token>) -> Token {
    Token::Frame { left: INDENT, first_line: 0, tokens }
}

/// A view that is drawn by code.
pub(super) fn by_name(rt: &mut dyn Runtime, settings: &Settings, name: &str, value: &Value) -> Run<Vec<Token>> {
    if let Some(tokens) = crate::present::help_view::draw(rt, name, value)? {
        return Ok(tokens);
    }
    let text = match name {
        "DateTime" => match access::property(rt, value, "DateTime")? {
            Some(Ok(text)) => text::plain(rt, &text)?,
            _ => text::plain(rt, value)?,
        },
        "ErrorInstance" => match ErrorRecord::from_value(value) {
            Some(record) => error_view::text(rt, &record, &settings.errors)?,
            None => text::plain(rt, value)?,
        },
        "GetErrorInstance" => error_view::detailed(rt, value, &settings.errors)?,
        "MatchInfo" => match access::property(rt, value, "RelativeText")? {
            Some(Ok(text)) => text::plain(rt, &text)?,
            _ => text::plain(rt, value)?,
        },
        "WarningRecord" | "DeserializedWarningRecord" => match access::property(rt, value, "Message")? {
            Some(Ok(text)) => text::plain(rt, &text)?,
            _ => text::plain(rt, value)?,
        },
        _ => text::plain(rt, value)?,
    };
    Ok(vec![Token::Text(text)])
}
