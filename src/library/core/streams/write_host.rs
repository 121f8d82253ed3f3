//! `Write-Host`: text for the person at the terminal.

use super::inform;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::{Engine, EngineContext};
use crate::entry;
use crate::library::parameters;
use crate::value::{Fields, Run, TypeId, Value, convert, members};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Write",
    noun: "Host",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Writes text to the terminal.",
    description: "The text goes to the information stream and is always shown: it is no output that a next command gets. Items of a list stand side by side with -Separator between them. -ForegroundColor and -BackgroundColor colour it, -NoNewline lets the next text follow on the line.",
    parameters: parameters::WRITE_HOST,
    default_set: parameters::WRITE_HOST_DEFAULT,
    related: &["Write-Output", "Write-Information"],
    examples: &[Example::new("Items with a separator", "Write-Host 1, 2, 3 -Separator ' | '", "1 | 2 | 3\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, WriteHost);

#[derive(Default)]
struct WriteHost;

impl Cmdlet for WriteHost {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let separator = match ctx.call.get("Separator").cloned() {
            Some(separator) => convert::to_culture_text(ctx.engine(), &separator)?.to_string(),
            None => " ".to_owned(),
        };
        let mut text = String::new();
        if let Some(object) = ctx.call.get("Object").cloned() {
            append(ctx.engine(), &mut text, &object, &separator)?;
        }
        let colour = |name: &str| ctx.call.get(name).cloned().unwrap_or_default();
        let fields = vec![
            ("Message", Value::str(&text)),
            ("NoNewLine", Value::Bool(ctx.call.flag("NoNewline"))),
            ("ForegroundColor", colour("ForegroundColor")),
            ("BackgroundColor", colour("BackgroundColor")),
        ];
        let message = Fields::open_with_text(TypeId::HOST_INFORMATION_MESSAGE, fields, text.into());
        inform(ctx, message, vec![Value::str("PSHOST")])
    }
}

/// The text of an object; items of collections, dictionaries' entries included, with the separator between them.
fn append(engine: &mut Engine, out: &mut String, value: &Value, separator: &str) -> Run {
    let items = match value.base() {
        Value::Null | Value::Nothing => return Ok(()),
        Value::Str(text) => {
            out.push_str(text);
            return Ok(());
        }
        Value::Dict(dict) => Some(members::entries(dict)),
        _ => value.enumerate(),
    };
    match items {
        None => out.push_str(&convert::to_culture_text(engine, value)?),
        Some(items) => {
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push_str(separator);
                }
                append(engine, out, item, separator)?;
            }
        }
    }
    Ok(())
}
