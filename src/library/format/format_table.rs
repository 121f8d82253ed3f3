//! `Format-Table`: objects as rows under headers.

use super::shape::Shaping;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::present::views::Wanted;
use crate::value::Run;

/// What it is.
pub const SPEC: Spec = Spec {
    verb: "Format",
    noun: "Table",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Shows objects as a table.",
    description: "Columns are the named properties, else those of the type's view, else up to ten properties of the first object. Numbers stand at the right. Columns that do not fit are cut or left out from the right.",
    parameters: parameters::FORMAT_TABLE,
    output: &[
        "Microsoft.PowerShell.Commands.Internal.Format.FormatStartData",
        "Microsoft.PowerShell.Commands.Internal.Format.FormatEntryData",
        "Microsoft.PowerShell.Commands.Internal.Format.FormatEndData",
        "Microsoft.PowerShell.Commands.Internal.Format.GroupStartData",
        "Microsoft.PowerShell.Commands.Internal.Format.GroupEndData",
    ],
    related: RELATED,
    examples: EXAMPLES,
    ..Spec::EMPTY
};

const RELATED: &[&str] = &["Format-List", "Format-Wide", "Format-Custom", "Out-String"];

const EXAMPLES: &[Example] = &[
    Example::new("Chosen properties", "[pscustomobject]@{Name='Ann';Age=4} | Format-Table Age, Name", "\nAge Name\n--- ----\n  4 Ann\n"),
    Example::new(
        "A computed column",
        "1..2 | ForEach-Object { [pscustomobject]@{N=$_} } | Format-Table N, @{Label='Square';Expression={$_.N * $_.N}}",
        "\nN Square\n- ------\n1      1\n2      4\n",
    ),
];

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, FormatTable);

#[derive(Default)]
struct FormatTable(Shaping);

impl Cmdlet for FormatTable {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        self.0.begin(ctx, Wanted::Table)
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        self.0.process(ctx)
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        self.0.end(ctx)
    }
}
