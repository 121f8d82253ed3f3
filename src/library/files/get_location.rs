//! `Get-Location`: gives the current location, or a stack of locations.

use super::location;
use super::place;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Location",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Gives the current location, or a stack of locations.",
    description: "The current folder, or drive of the session. -Stack gives the places that Push-Location left.",
    parameters: parameters::GET_LOCATION,
    default_set: parameters::GET_LOCATION_DEFAULT,
    related: &["Set-Location", "Push-Location", "Pop-Location"],
    examples: &[Example::new("The drive of the location", "Set-Location env:\n(Get-Location).Path", "Env:/\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetLocation);

#[derive(Default)]
struct GetLocation;

impl Cmdlet for GetLocation {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if ctx.call.flag("Stack") || ctx.call.has("StackName") {
            let names = ctx.call.texts("StackName").unwrap_or_else(|| vec!["".into()]);
            for name in names {
                let items = ctx.engine().location_stacks.get(&location::stack_key(Some(&name))).cloned().unwrap_or_default();
                for item in items.into_iter().rev() {
                    if let Some(text) = item.as_str()
                        && let place::Place::File(path) = place::place_of(ctx.engine(), text)?
                    {
                        let here = std::mem::replace(&mut ctx.engine().location, path);
                        let value = ctx.engine().location_value();
                        ctx.engine().location = here;
                        ctx.write(value)?;
                    }
                }
            }
            return Ok(());
        }
        let value = ctx.engine().location_value();
        ctx.write(value)
    }
}
