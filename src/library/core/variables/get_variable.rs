//! `Get-Variable`: variables by name.

use super::{find, not_found, passes, scope_of};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::Run;
use crate::value::text::wildcard::contains_wildcards;
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Variable",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Gets variables.",
    description: "Gives the variables with these names (wildcards allowed), those of the calling scope and its parents, or with -Scope of one scope. -ValueOnly gives their values.",
    parameters: parameters::GET_VARIABLE,
    default_set: parameters::GET_VARIABLE_DEFAULT,
    output: &["System.Management.Automation.PSVariable"],
    related: &["Set-Variable", "New-Variable", "Remove-Variable", "Clear-Variable"],
    examples: &[Example::new("A variable's value", "$size = 12; Get-Variable size -ValueOnly", "12\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetVariable);

#[derive(Default)]
struct GetVariable;

impl Cmdlet for GetVariable {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let scope = scope_of(ctx)?;
        let names = ctx.call.texts("Name").unwrap_or_else(|| vec![Rc::from("*")]);
        for name in names {
            let found = find(ctx, &name, scope.as_ref())?;
            if found.is_empty() && !contains_wildcards(&name) {
                not_found(ctx, &name)?;
            }
            for variable in found {
                if !passes(ctx, &variable.symbol().name()) {
                    continue;
                }
                let value = if ctx.call.flag("ValueOnly") { variable.value() } else { variable.object() };
                ctx.out.push(ctx.host, value)?;
            }
        }
        Ok(())
    }
}
