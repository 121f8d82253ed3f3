//! `Clear-Host`: clears the screen.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Clear",
    noun: "Host",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Clears the screen.",
    description: "Nothing happens where there is no terminal.",
    parameters: parameters::CLEAR_HOST,
    default_set: parameters::CLEAR_HOST_DEFAULT,
    examples: &[Example::new("A clean screen", "Clear-Host", "")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ClearHost);

#[derive(Default)]
struct ClearHost;

impl Cmdlet for ClearHost {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        ctx.engine().flush_shown()?;
        ctx.engine().ui.clear();
        Ok(())
    }
}
