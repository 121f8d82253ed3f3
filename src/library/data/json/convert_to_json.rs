//! `ConvertTo-Json`: objects as JSON text.

use super::writer::{Escapes, JsonWriter};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::{Run, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "ConvertTo",
    noun: "Json",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Writes objects as JSON.",
    description: "All input becomes one text: the only object, or an array of all. Objects deeper than -Depth (2 by default) are written as text, with a warning.",
    parameters: parameters::CONVERTTO_JSON,
    default_set: parameters::CONVERTTO_JSON_DEFAULT,
    output: &["System.String"],
    related: &["ConvertFrom-Json", "Test-Json"],
    examples: &[Example::new(
        "Write a hash table on one line",
        "[ordered]@{ upn = 'ana@contoso.com'; minutes = 60 } | ConvertTo-Json -Compress",
        "{\"upn\":\"ana@contoso.com\",\"minutes\":60}\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ConvertToJson);

#[derive(Default)]
struct ConvertToJson {
    items: Vec<Value>,
}

impl Cmdlet for ConvertToJson {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(value) = ctx.call.get("InputObject").cloned() {
            self.items.push(value);
        }
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let mut items = std::mem::take(&mut self.items);
        let value = match items.len() {
            0 => return Ok(()),
            1 if !ctx.call.flag("AsArray") => items.remove(0),
            _ => Value::array(items),
        };
        let depth = ctx.call.integer("Depth").unwrap_or(2).max(0) as usize;
        let escapes = match ctx.call.get("EscapeHandling").cloned() {
            Some(handling) => match &*convert::to_text(ctx.host.runtime(), &handling)?.to_ascii_lowercase() {
                "escapenonascii" => Escapes::NonAscii,
                "escapehtml" => Escapes::Html,
                _ => Escapes::Default,
            },
            None => Escapes::Default,
        };
        let mut writer = JsonWriter::new(depth, ctx.call.flag("Compress"), ctx.call.flag("EnumsAsStrings"), escapes);
        let text = writer.text(ctx.host.runtime(), &value)?;
        if writer.is_truncated {
            ctx.warn(format!("Resulting JSON is truncated as serialization has exceeded the set depth of {depth}."))?;
        }
        ctx.write(text)
    }
}
