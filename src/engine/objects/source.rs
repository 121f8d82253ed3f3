//! Places in a text, parse errors and tokens as objects; `[Parser]::ParseInput`.

use super::super::session::Engine;
use crate::engine::tree;
use crate::source::SourceText;
use crate::syntax::ParseError;
use crate::syntax::token::{Token, TokenKind, TokenRole};
use crate::value::{Object, Run, TypeId, Value, convert, members};
use std::rc::Rc;

/// `At file:1 char:5` with the line and a mark beneath.
pub fn position_message(source: &SourceText, span: crate::source::Span) -> String {
    let start = source.locate(span.start);
    let file = source.name().unwrap_or("line");
    let line = source.line(start.line);
    let width = source.slice(span).lines().next().map_or(1, |text| text.chars().count().max(1));
    format!("At {file}:{} char:{}\n+ {line}\n+ {}{}", start.line, start.column, " ".repeat(start.column as usize - 1), "~".repeat(width))
}

/// A parse failure's whole message.
pub(crate) fn parse_message(source: &Rc<SourceText>, errors: &[ParseError]) -> String {
    let mut text = String::new();
    for error in errors.iter().take(10) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        text.push_str(&position_message(source, error.span));
        text.push('\n');
        text.push_str(&error.message);
    }
    if errors.len() > 10 {
        text.push_str("\nNot all parse errors were reported.  Correct the reported errors and try again.");
    }
    text
}

/// `.Errors` of a parse failure.
pub(crate) fn parse_errors_value(source: &Rc<SourceText>, errors: &[ParseError]) -> Value {
    let items = errors.iter().map(|error| parse_error_value(source, error)).collect();
    Value::Array(Rc::new(crate::value::Array::new(TypeId::PARSE_ERROR, items)))
}

/// A parse error: `ParseError`.
pub(crate) fn parse_error_value(source: &Rc<SourceText>, error: &ParseError) -> Value {
    Object::record(
        Some("System.Management.Automation.Language.ParseError"),
        [
            ("Extent", tree::Extent::value(source, error.span)),
            ("ErrorId", Value::str(error.id)),
            ("Message", Value::str(&error.message)),
            ("IncompleteInput", Value::Bool(error.incomplete)),
        ],
    )
}

/// `[Parser]::ParseInput(text, [ref]tokens, [ref]errors)`.
pub(crate) fn parse_input(engine: &mut Engine, is_file: bool, arguments: &[Value]) -> Run<Value> {
    let text = match arguments.first() {
        Some(value) => convert::to_text(engine, value)?,
        None => Rc::from(""),
    };
    let source = if is_file {
        let path = engine.resolve_path(&text);
        let bytes = std::fs::read(&path).unwrap_or_default();
        SourceText::new(Some(&path.to_string_lossy()), crate::engine::run::decode(&bytes))
    } else {
        SourceText::new(None, &*text)
    };
    let parsed = engine.parse(&source);
    if let [.., tokens, errors] = arguments {
        let items = parsed.errors.iter().map(|error| parse_error_value(&source, error)).collect();
        let errors_value = Value::Array(Rc::new(crate::value::Array::new(TypeId::PARSE_ERROR, items)));
        members::set(engine, errors, "Value", errors_value)?;
        let end = crate::source::Span::at(source.text().len() as u32);
        let last = Token { kind: TokenKind::EndOfInput, role: TokenRole::Plain, depth: 0, span: end };
        let all = parsed.tokens.iter().chain([&last]).map(|token| tree::token_value(&source, token)).collect();
        members::set(engine, tokens, "Value", Value::Array(Rc::new(crate::value::Array::new(TypeId::TOKEN, all))))?;
    }
    Ok(tree::script_value(&parsed.tree))
}
