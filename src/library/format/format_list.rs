//! `Format-List`: a line for each property.

use super::shape::Shaping;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::present::views::Wanted;
use crate::value::Run;

/// What it is.
pub const SPEC: Spec = Spec {
    verb: "Format",
    noun: "List",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Shows objects as lists of their properties.",
    description: "Each object's properties stand one below the other: the named ones, else those of the type's view, else all. Long values continue below themselves.",
    parameters: parameters::FORMAT_LIST,
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

const RELATED: &[&str] = &["Format-Table", "Format-Wide", "Format-Custom", "Out-String"];

const EXAMPLES: &[Example] =
    &[Example::new("All properties", "[pscustomobject]@{Name='Ann';Age=4} | Format-List *", "\nName : Ann\nAge  : 4\n")];

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, FormatList);

#[derive(Default)]
struct FormatList(Shaping);

impl Cmdlet for FormatList {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        self.0.begin(ctx, Wanted::List)
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        self.0.process(ctx)
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        self.0.end(ctx)
    }
}
