//! `Format-Wide`: one property of each object, side by side.

use super::shape::Shaping;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::present::views::Wanted;
use crate::value::Run;

/// What it is.
pub const SPEC: Spec = Spec {
    verb: "Format",
    noun: "Wide",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Shows one property of each object, several in a line.",
    description: "Shows the named property, else the object's name, in two columns or as many as -Column or -AutoSize say.",
    parameters: parameters::FORMAT_WIDE,
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

const RELATED: &[&str] = &["Format-Table", "Format-List", "Format-Custom", "Out-String"];

const EXAMPLES: &[Example] = &[Example::new(
    "As many columns as fit",
    "'alpha', 'beta', 'gamma' | ForEach-Object { [pscustomobject]@{Name=$_} } | Format-Wide -AutoSize",
    "\nalpha  beta   gamma\n",
)];

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, FormatWide);

#[derive(Default)]
struct FormatWide(Shaping);

impl Cmdlet for FormatWide {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        self.0.begin(ctx, Wanted::Wide)
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        self.0.process(ctx)
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        self.0.end(ctx)
    }
}
