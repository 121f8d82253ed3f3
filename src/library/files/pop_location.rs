//! `Pop-Location`: goes back to the location that Push-Location left.

use super::location;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Pop",
    noun: "Location",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Goes back to the location that Push-Location left.",
    description: "An empty stack of the session changes nothing; one that was named and is not there is an error.",
    parameters: parameters::POP_LOCATION,
    default_set: parameters::POP_LOCATION_DEFAULT,
    related: &["Push-Location", "Set-Location"],
    examples: &[Example::new("There and back", "Push-Location env:\nPop-Location\n(Get-Location).Provider.Name", "FileSystem\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, PopLocation);

#[derive(Default)]
struct PopLocation;

impl Cmdlet for PopLocation {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let stack = ctx.call.text("StackName");
        let went = location::pop(ctx.engine(), stack.as_deref())?;
        if !went && let Some(stack) = stack {
            return ctx.fail(
                TypeId::PS_ARGUMENT_EXCEPTION,
                format!("Cannot find location stack '{stack}'. It does not exist or it is not a container."),
                "Argument",
                Category::InvalidArgument,
                Value::Str(stack),
            );
        }
        if ctx.call.flag("PassThru") {
            let value = ctx.engine().location_value();
            ctx.write(value)?;
        }
        Ok(())
    }
}
