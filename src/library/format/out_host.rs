//! `Out-Host`: shows objects in the host; nothing goes on in the pipeline.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::engine_of;
use crate::entry;
use crate::library::host::display::HostStream;
use crate::library::parameters;
use crate::value::Run;

/// What it is.
pub const SPEC: Spec = Spec {
    verb: "Out",
    noun: "Host",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Shows objects in the host.",
    description: "Objects are formatted as at a pipeline's end. The terminal scrolls by itself: -Paging is accepted and shows all pages at once.",
    parameters: parameters::OUT_HOST,
    related: &["Out-Default", "Out-String", "Write-Host"],
    examples: &[Example::new("Shown, not assigned", "$x = 'seen' | Out-Host; \"[$x]\"", "seen\n[]")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, OutHost);

#[derive(Default)]
struct OutHost(HostStream);

impl Cmdlet for OutHost {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        match ctx.input() {
            Some(value) => self.0.object(engine_of(ctx.host), &value),
            None => Ok(()),
        }
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        self.0.finish(engine_of(ctx.host))
    }
}
