//! `Out-Default`: shows objects as the end of a pipeline does.

use super::display::HostStream;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Out",
    noun: "Default",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Shows objects as a pipeline without an Out- command does.",
    description: "Formats objects by their views and writes them to the host.",
    parameters: parameters::OUT_DEFAULT,
    related: &["Out-Host", "Out-String", "Out-Null"],
    examples: &[Example::new("Show a text", "'hello' | Out-Default", "hello\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, OutDefault);

#[derive(Default)]
struct OutDefault(HostStream);

impl Cmdlet for OutDefault {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        match ctx.input() {
            Some(value) if !ctx.call.flag("Transcript") => self.0.object(ctx.engine(), &value),
            _ => Ok(()),
        }
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        self.0.finish(ctx.engine())
    }
}
