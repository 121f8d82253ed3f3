//! `ConvertFrom-Json`: objects of JSON text.

use std::rc::Rc;

use super::reader::{Dates, JsonFault, JsonReader, Objects};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "ConvertFrom",
    noun: "Json",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Makes objects of JSON text.",
    description: "Lines from the pipeline are one text, unless the first is JSON by itself: then each is read alone. Objects become custom objects, with -AsHashtable ordered hash tables; whole numbers are [long], dates in ISO 8601 become [datetime].",
    parameters: parameters::CONVERTFROM_JSON,
    default_set: parameters::CONVERTFROM_JSON_DEFAULT,
    output: &["System.Management.Automation.PSObject", "System.Management.Automation.OrderedHashtable"],
    related: &["ConvertTo-Json", "Test-Json"],
    examples: &[Example::new(
        "Read a property",
        "'{ \"upn\": \"ana@contoso.com\", \"minutes\": 60 }' | ConvertFrom-Json | ForEach-Object minutes",
        "60\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ConvertFromJson);

#[derive(Default)]
struct ConvertFromJson {
    lines: Vec<Rc<str>>,
}

impl Cmdlet for ConvertFromJson {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(text) = ctx.call.text("InputObject") {
            self.lines.push(text);
        }
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let lines = std::mem::take(&mut self.lines);
        if lines.len() > 1 {
            // Blank first lines say nothing about whether each line is a text of its own.
            if let Ok(Some(first)) = self.read(ctx, &lines[0])? {
                self.pass(ctx, first)?;
                for line in &lines[1..] {
                    self.convert(ctx, line)?;
                }
                return Ok(());
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        let text = lines.join("\n");
        self.convert(ctx, &text)
    }
}

impl ConvertFromJson {
    fn read(&self, ctx: &mut Context<'_>, text: &str) -> Run<Result<Option<Value>, JsonFault>> {
        let objects = if ctx.call.flag("AsHashtable") { Objects::Hashtable } else { Objects::Custom };
        let dates = match ctx.call.get("DateKind").cloned() {
            Some(kind) => match &*convert::to_text(ctx.host.runtime(), &kind)?.to_ascii_lowercase() {
                "local" => Dates::Local,
                "utc" => Dates::Utc,
                "offset" => Dates::Offset,
                "string" => Dates::String,
                _ => Dates::Default,
            },
            None => Dates::Default,
        };
        let depth = ctx.call.integer("Depth").unwrap_or(1024).max(1) as usize;
        Ok(JsonReader::new(text, objects, dates, depth).read())
    }

    fn convert(&self, ctx: &mut Context<'_>, text: &str) -> Run {
        match self.read(ctx, text)? {
            Ok(Some(value)) => self.pass(ctx, value),
            Ok(None) => Ok(()),
            Err(fault) => {
                let error = match fault.id {
                    Some(id) => {
                        ErrorRecord::new(TypeId::INVALID_OPERATION_EXCEPTION, fault.message, id, Category::InvalidOperation, Value::Null)
                    }
                    None => ErrorRecord::new(
                        TypeId::ARGUMENT_EXCEPTION,
                        format!("Conversion from JSON failed with error: {}", fault.message),
                        "System.ArgumentException",
                        Category::NotSpecified,
                        Value::Null,
                    ),
                };
                Err(ctx.raise(error))
            }
        }
    }

    fn pass(&self, ctx: &mut Context<'_>, value: Value) -> Run {
        if ctx.call.flag("NoEnumerate") { ctx.write(value) } else { ctx.write_each(value) }
    }
}
