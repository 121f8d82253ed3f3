//! `Format-Custom`: the tree of an object's properties.

use super::shape::Shaping;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::present::views::Wanted;
use crate::value::Run;

/// What it is.
pub const SPEC: Spec = Spec {
    verb: "Format",
    noun: "Custom",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Shows objects as trees of their properties.",
    description: "Shows each object's class and properties, and those of the objects inside, down to -Depth.",
    parameters: parameters::FORMAT_CUSTOM,
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

const RELATED: &[&str] = &["Format-Table", "Format-List", "Format-Wide", "Out-String"];

const EXAMPLES: &[Example] = &[Example::new(
    "An object with another inside",
    "[pscustomobject]@{A=1;In=[pscustomobject]@{B=2}} | Format-Custom",
    "\nclass PSCustomObject\n{\n  A = 1\n  In =\n    class PSCustomObject\n    {\n      B = 2\n    }\n}\n",
)];

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, FormatCustom);

#[derive(Default)]
struct FormatCustom(Shaping);

impl Cmdlet for FormatCustom {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        self.0.begin(ctx, Wanted::Custom)
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        self.0.process(ctx)
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        self.0.end(ctx)
    }
}
