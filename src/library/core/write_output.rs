//! `Write-Output`: passes objects on.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Write",
    noun: "Output",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Writes objects to the pipeline.",
    description: "Passes each object on to the next command; at the end of a pipeline they are shown. -NoEnumerate passes a collection as one object.",
    parameters: parameters::WRITE_OUTPUT,
    related: &["Write-Host", "Write-Information"],
    examples: &[Example::new("Pass objects on", "Write-Output 1, 2 | ForEach-Object { $_ * 2 }", "2\n4\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, WriteOutput);

#[derive(Default)]
struct WriteOutput;

impl Cmdlet for WriteOutput {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(value) = ctx.call.get("InputObject").cloned() else { return Ok(()) };
        if ctx.call.flag("NoEnumerate") { ctx.write(value) } else { ctx.write_each(value) }
    }
}
