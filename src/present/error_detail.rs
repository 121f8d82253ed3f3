//! Everything an error record holds, property by property: `Get-Error`, DetailedView.

use super::access;
use super::error_view::ErrorOptions;
use super::text;
use crate::value::{ErrorRecord, Exception, Run, Runtime, TypeId, Value};

/// Errors nest in errors; deeper than this an ellipsis stands.
const DEEPEST: usize = 10;

/// The text of a record or an exception.
pub fn text(rt: &mut dyn Runtime, value: &Value, options: &ErrorOptions) -> Run<String> {
    let mut out = String::from("\n");
    out.push_str(&object(rt, value, options, 0, 1)?);
    out.push('\n');
    Ok(out)
}

fn object(rt: &mut dyn Runtime, value: &Value, options: &ErrorOptions, indent: usize, depth: usize) -> Run<String> {
    let mut shown: Vec<(String, Value)> = Vec::new();
    if Exception::of(value).is_some() {
        shown.push(("Type".to_owned(), Value::Str(value.type_id().full_name())));
    }
    for name in access::properties(rt, value) {
        if &*name == "PSErrorIndex" {
            continue;
        }
        if let Some(Ok(inner)) = access::property(rt, value, &name)?
            && !is_empty(&inner)
        {
            shown.push((name.to_string(), inner));
        }
    }
    let widest = shown.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let prefix = " ".repeat(indent);
    let mut lines = Vec::new();
    for (name, inner) in shown {
        let mut line = format!("{prefix}{}{name:<widest$} : {}", options.accent(), options.reset());
        line.push_str(&property(rt, &name, &inner, options, Place { indent, depth, widest })?);
        lines.push(line);
    }
    Ok(lines.join("\n"))
}

#[derive(Clone, Copy)]
struct Place {
    indent: usize,
    depth: usize,
    widest: usize,
}

fn property(rt: &mut dyn Runtime, name: &str, value: &Value, options: &ErrorOptions, place: Place) -> Run<String> {
    let prefix = " ".repeat(place.indent);
    let is_nested =
        Exception::of(value).is_some() || ErrorRecord::from_value(value).is_some() || value.type_id() == TypeId::INVOCATION_INFO;
    if is_nested {
        if place.depth >= DEEPEST {
            return Ok("…".to_owned());
        }
        return Ok(format!("\n{}", object(rt, value, options, place.indent + 4, place.depth + 1)?));
    }
    if name == "StackTrace" {
        return Ok(format!("\n{}", text::plain(rt, value)?));
    }
    if let Value::Dict(dict) = value.base() {
        let mut out = String::new();
        for (key, inner) in dict.pairs() {
            let (key, inner) = (text::plain(rt, &key)?, text::plain(rt, &inner)?);
            out.push_str(&format!("\n{prefix}    {}{key} : {}{inner}", options.accent(), options.reset()));
        }
        return Ok(out);
    }
    if let Some(items) = value.enumerate()
        && name != "Data"
    {
        if place.depth >= DEEPEST {
            return Ok("…".to_owned());
        }
        let mut out = String::new();
        for (nth, item) in items.iter().enumerate() {
            out.push('\n');
            let gap = " ".repeat(place.indent + 6);
            if let Value::Type(id) = item {
                out.push_str(&format!("{prefix}{gap}[{}]", id.full_name()));
            } else if access::is_scalar(item) {
                out.push_str(&format!("{prefix}{gap}{}", text::plain(rt, item)?));
            } else {
                if nth > 0 {
                    out.push('\n');
                }
                out.push_str(&object(rt, item, options, place.indent + 4, place.depth + 1)?);
            }
        }
        return Ok(out);
    }
    let shown = text::plain(rt, value)?;
    let gap = format!("\n{prefix}{}", " ".repeat(place.widest + 3));
    Ok(shown.trim().split('\n').map(str::trim).collect::<Vec<_>>().join(&gap))
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.is_empty()) || access::enumerate(value).is_some_and(|items| items.is_empty())
}
