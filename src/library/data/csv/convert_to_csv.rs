//! `ConvertTo-Csv`: objects as CSV lines.

use super::writer::LineMaker;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::{Run, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "ConvertTo",
    noun: "Csv",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Writes objects as CSV lines.",
    description: "The first line names the properties of the first object; each object becomes a line. -UseQuotes and -QuoteFields say which fields stand in quotes.",
    parameters: parameters::CONVERTTO_CSV,
    default_set: parameters::CONVERTTO_CSV_DEFAULT,
    output: &["System.String"],
    related: &["ConvertFrom-Csv", "Export-Csv", "Import-Csv"],
    examples: &[Example::new(
        "Write an object",
        "[pscustomobject]@{ Upn = 'ana@contoso.com'; Pin = 12345 } | ConvertTo-Csv",
        "\"Upn\",\"Pin\"\n\"ana@contoso.com\",\"12345\"\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ConvertToCsv);

#[derive(Default)]
struct ConvertToCsv {
    maker: Option<LineMaker>,
}

impl Cmdlet for ConvertToCsv {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        self.maker = Some(LineMaker::of(ctx.host.runtime(), ctx.call)?);
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (Some(maker), Some(value)) = (&mut self.maker, ctx.call.get("InputObject").cloned()) else { return Ok(()) };
        if value.is_null() {
            return Ok(());
        }
        if maker.names().is_none() {
            maker.learn(&value);
            if ctx.call.flag("IncludeTypeInformation") {
                ctx.write(LineMaker::type_line(&value))?;
            }
            if !ctx.call.flag("NoHeader") {
                let header = maker.header();
                ctx.write(header)?;
            }
        }
        let mut line = String::new();
        maker.row(ctx.host.runtime(), &value, &mut line)?;
        ctx.write(Value::from(line))
    }
}
