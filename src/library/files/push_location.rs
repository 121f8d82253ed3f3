//! `Push-Location`: remembers the location on a stack, and goes elsewhere.

use super::location;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Push",
    noun: "Location",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Remembers the location on a stack, and goes elsewhere.",
    description: "Pop-Location comes back.",
    parameters: parameters::PUSH_LOCATION,
    default_set: parameters::PUSH_LOCATION_DEFAULT,
    related: &["Pop-Location", "Set-Location"],
    examples: &[Example::new(
        "There and back",
        "Push-Location env:\n(Get-Location).Path\nPop-Location\n(Get-Location).Provider.Name",
        "Env:/\nFileSystem\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, PushLocation);

#[derive(Default)]
struct PushLocation;

impl Cmdlet for PushLocation {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let stack = ctx.call.text("StackName");
        let target = match (ctx.call.text("LiteralPath"), ctx.call.text("Path")) {
            (Some(text), _) => Some((text, true)),
            (None, Some(text)) => Some((text, false)),
            (None, None) => None,
        };
        let place = match target {
            Some((text, is_literal)) => match location::find(ctx.engine(), &text, is_literal) {
                Ok(place) => Some(place),
                Err(raise) => match raise.error().cloned() {
                    Some(record) => return ctx.error(record),
                    None => return Err(raise),
                },
            },
            None => None,
        };
        location::push(ctx.engine(), stack.as_deref());
        if let Some(place) = place {
            location::go(ctx.engine(), place);
        }
        if ctx.call.flag("PassThru") {
            let value = ctx.engine().location_value();
            ctx.write(value)?;
        }
        Ok(())
    }
}
