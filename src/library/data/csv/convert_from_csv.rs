//! `ConvertFrom-Csv`: objects of CSV text.

use super::reader::Rows;
use super::writer::delimiter_of;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::{Run, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "ConvertFrom",
    noun: "Csv",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Makes objects of CSV text.",
    description: "The first line names the properties, unless -Header does; each line after it becomes an object whose properties are texts.",
    parameters: parameters::CONVERTFROM_CSV,
    default_set: parameters::CONVERTFROM_CSV_DEFAULT,
    output: &["System.Management.Automation.PSObject"],
    related: &["ConvertTo-Csv", "Import-Csv", "Export-Csv"],
    examples: &[Example::new(
        "Read a column",
        "\"upn,language\", 'ana@contoso.com,de-DE' | ConvertFrom-Csv | ForEach-Object language",
        "de-DE\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ConvertFromCsv);

#[derive(Default)]
struct ConvertFromCsv {
    rows: Option<Rows>,
    warned: bool,
}

impl Cmdlet for ConvertFromCsv {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let mut rows = match self.rows.take() {
            Some(rows) => rows,
            None => Rows::new(delimiter_of(ctx.host.runtime(), ctx.call), ctx.call.texts("Header"))?,
        };
        for item in ctx.call.items("InputObject").unwrap_or_default() {
            let text = convert::to_text(ctx.host.runtime(), &item)?;
            // Each text is looked at for a type line of its own, and a first line with # is taken for one.
            let text = rows.without_type_line(&text);
            rows.read(text, &mut |row| ctx.out.push(ctx.host, row))?;
        }
        if rows.unnamed && !self.warned {
            self.warned = true;
            ctx.warn(super::UNNAMED_WARNING)?;
        }
        self.rows = Some(rows);
        Ok(())
    }
}
