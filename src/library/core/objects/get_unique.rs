//! `Get-Unique`: drops objects equal to the one before them.

use super::order::order;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Run, Value, compare, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Unique",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Drops objects that equal the one before.",
    description: "Compares each object with its predecessor, so that sorted input gives each value once. Case counts, unless -CaseInsensitive is given. -AsString compares texts, -OnType keeps one object of each type in a row.",
    parameters: parameters::GET_UNIQUE,
    default_set: parameters::GET_UNIQUE_DEFAULT,
    related: &["Sort-Object", "Select-Object"],
    examples: &[Example::new("Drop repetitions", "1, 1, 2, 2, 1 | Get-Unique", "1\n2\n1\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetUnique);

#[derive(Default)]
struct GetUnique {
    last: Option<Value>,
}

impl Cmdlet for GetUnique {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(input) = ctx.input() else { return Ok(()) };
        let case_sensitive = !ctx.call.flag("CaseInsensitive");
        let is_new = match &self.last {
            None => true,
            Some(last) if ctx.call.flag("AsString") => {
                let (a, b) = (convert::to_text(ctx.engine(), &input)?, convert::to_text(ctx.engine(), last)?);
                compare::culture_order(&a, &b, !case_sensitive).is_ne()
            }
            Some(last) if ctx.call.flag("OnType") => input.type_names().first() != last.type_names().first(),
            Some(last) => order(ctx.engine(), &input, last, case_sensitive).is_ne(),
        };
        if !is_new {
            return Ok(());
        }
        self.last = Some(input.clone());
        ctx.write(input)
    }
}
