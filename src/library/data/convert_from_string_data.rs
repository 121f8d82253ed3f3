//! `ConvertFrom-StringData`: makes a hash table of name = value lines.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Dict, ErrorRecord, Run, TypeId, Value};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "ConvertFrom",
    noun: "StringData",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Makes a hash table of name = value lines.",
    description: "Each line is a name and a value; lines that start with # and blank lines are left out. Escapes such as a backslash and n are read.",
    parameters: parameters::CONVERTFROM_STRINGDATA,
    default_set: parameters::CONVERTFROM_STRINGDATA_DEFAULT,
    related: &["Import-PowerShellDataFile"],
    examples: &[Example::new("Read a value", "(ConvertFrom-StringData 'region = DE').region", "DE\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ConvertFromStringData);

#[derive(Default)]
struct ConvertFromStringData;

impl Cmdlet for ConvertFromStringData {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(text) = ctx.call.text("StringData") else { return Ok(()) };
        let delimiter = match ctx.call.get("Delimiter").map(Value::base) {
            Some(Value::Char(unit)) => char::from_u32(u32::from(*unit)).unwrap_or('='),
            _ => '=',
        };
        let dict = Dict::hashtable();
        for line in text.split(['\n', '\r']) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let Some((name, value)) = line.split_once(delimiter) else {
                let message = format!("Data line '{line}' is not in 'name=value' format.");
                let error = ErrorRecord::new(
                    TypeId::PS_INVALID_OPERATION_EXCEPTION,
                    message,
                    "InvalidOperation",
                    Category::InvalidOperation,
                    Value::Null,
                );
                return Err(ctx.raise(error));
            };
            let (name, value) = (name.trim(), value.trim());
            if dict.get_str(name).is_some() {
                let message = format!("Data item '{name}' in line '{line}' is already defined.");
                let error = ErrorRecord::new(
                    TypeId::PS_INVALID_OPERATION_EXCEPTION,
                    message,
                    "InvalidOperation",
                    Category::InvalidOperation,
                    Value::Null,
                );
                return Err(ctx.raise(error));
            }
            dict.set_str(name, Value::from(unescape(value)));
        }
        ctx.write(Value::Dict(Rc::new(dict)))
    }
}

/// Reads escapes as regular expressions write them.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match rest.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('e') => out.push('\u{1b}'),
            Some('f') => out.push('\u{c}'),
            Some('v') => out.push('\u{b}'),
            Some('a') => out.push('\u{7}'),
            Some(marker @ ('x' | 'u')) => {
                let n_digits = if marker == 'x' { 2 } else { 4 };
                let digits: String = rest.clone().take(n_digits).collect();
                match u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32) {
                    Some(c) if digits.len() == n_digits => {
                        out.push(c);
                        rest.nth(n_digits - 1);
                    }
                    _ => out.push(marker),
                }
            }
            Some(other) => out.push(other),
            None => out.push('\\'),
        }
    }
    out
}
