//! `ConvertTo-CliXml` and `ConvertFrom-CliXml`: the same as text.

use super::Writer;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What `ConvertTo-CliXml` says of itself.
pub const TO_SPEC: Spec = Spec {
    verb: "ConvertTo",
    noun: "CliXml",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Writes objects with their types as text.",
    description: "The text is what Export-Clixml writes into a file. -Depth says how many levels of contained objects are written.",
    parameters: parameters::CONVERTTO_CLIXML,
    default_set: parameters::CONVERTTO_CLIXML_DEFAULT,
    output: &["System.String"],
    related: &["ConvertFrom-CliXml", "Export-Clixml", "about_Serialization"],
    examples: &[Example::new("There and back", "@{ A = 1 } | ConvertTo-CliXml | ConvertFrom-CliXml | ForEach-Object A", "1\n")],
    ..Spec::EMPTY
};

/// What `ConvertFrom-CliXml` says of itself.
pub const FROM_SPEC: Spec = Spec {
    verb: "ConvertFrom",
    noun: "CliXml",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Makes objects of CLIXML text.",
    description: "The text is what ConvertTo-CliXml writes.",
    parameters: parameters::CONVERTFROM_CLIXML,
    default_set: parameters::CONVERTFROM_CLIXML_DEFAULT,
    related: &["ConvertTo-CliXml", "Import-Clixml", "about_Serialization"],
    examples: &[Example::new("There and back", "(1, 'two' | ConvertTo-CliXml | ConvertFrom-CliXml).Count", "2\n")],
    ..Spec::EMPTY
};

/// The registry's entries.
pub const TO_ENTRY: Entry = entry!(TO_SPEC, ConvertToCliXml);
/// The same for `ConvertFrom-CliXml`.
pub const FROM_ENTRY: Entry = entry!(FROM_SPEC, ConvertFromCliXml);

#[derive(Default)]
struct ConvertToCliXml {
    writer: Option<Writer>,
}

impl Cmdlet for ConvertToCliXml {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(value) = ctx.call.get("InputObject").cloned() else { return Ok(()) };
        let depth = ctx.call.integer("Depth");
        self.writer.get_or_insert_with(|| Writer::new(depth)).object(ctx.engine(), &value)
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        match self.writer.take() {
            Some(writer) => ctx.write(writer.finish()),
            None => Ok(()),
        }
    }
}

#[derive(Default)]
struct ConvertFromCliXml;

impl Cmdlet for ConvertFromCliXml {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(text) = ctx.call.text("InputObject") else { return Ok(()) };
        for value in super::read(ctx.engine(), &text)? {
            ctx.write(value)?;
        }
        Ok(())
    }
}
