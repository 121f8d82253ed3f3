//! `Get-Error`: all there is to an error.

use std::rc::Rc;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{ErrorRecord, Run, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Error",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Shows errors with everything they carry.",
    description: "Shows the newest error (or -Newest several, or those that come from the pipeline) with exception, category, position and stack.",
    parameters: parameters::GET_ERROR,
    default_set: parameters::GET_ERROR_DEFAULT,
    output: &["System.Management.Automation.ErrorRecord#PSExtendedError"],
    related: &["Write-Error"],
    examples: &[Example::new("The newest error's id", "Write-Error 'oops' -ErrorId Oops 2>$null; (Get-Error).TargetObject -eq $null", "True\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetError);

#[derive(Default)]
struct GetError {
    place: i32,
}

impl Cmdlet for GetError {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(input) = ctx.input() {
            return self.show(ctx, input);
        }
        let count = ctx.call.integer("Newest").unwrap_or(1) as usize;
        let errors: Vec<Value> = ctx.engine().errors.items.borrow().iter().take(count).cloned().collect();
        for error in errors {
            self.show(ctx, error)?;
        }
        Ok(())
    }
}

impl GetError {
    fn show(&mut self, ctx: &mut Context<'_>, error: Value) -> Run {
        // A copy of the object, so that the error itself keeps its usual view.
        let copy = match ErrorRecord::from_value(&error) {
            Some(record) => record.value(),
            None => error,
        };
        let mut names = copy.type_names();
        if let Some(first) = names.first().cloned() {
            names.insert(0, Rc::from(format!("{first}#PSExtendedError")));
        }
        if let Some(mut members) = copy.members_cell_mut() {
            members.type_names = Some(names.into());
        }
        copy.set_note("PSErrorIndex", Value::Int(self.place));
        self.place += 1;
        ctx.write(copy)
    }
}
