//! `Remove-Variable`: takes variables away.

use super::{Found, find, may_change, not_found, passes, scope_of};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Category, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Remove",
    noun: "Variable",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Takes variables away.",
    description: "Removes the variables with these names (wildcards allowed). -Force removes read-only ones too; constants stay.",
    parameters: parameters::REMOVE_VARIABLE,
    default_set: parameters::REMOVE_VARIABLE_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Clear-Variable", "New-Variable", "Get-Variable"],
    examples: &[Example::new("Remove a variable", "$gone = 1; Remove-Variable gone; $null -eq $gone", "True\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, RemoveVariable);

#[derive(Default)]
struct RemoveVariable;

impl Cmdlet for RemoveVariable {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let scope = scope_of(ctx)?;
        let force = ctx.call.flag("Force");
        for name in ctx.call.texts("Name").unwrap_or_default() {
            let found = find(ctx, &name, scope.as_ref())?;
            if found.is_empty() && !contains_wildcards(&name) {
                not_found(ctx, &name)?;
            }
            for variable in found {
                let own_name = variable.symbol().name();
                if !passes(ctx, &own_name) || !ctx.should_process(format!("Name: {own_name}"), "Remove variable")? {
                    continue;
                }
                match variable {
                    Found::Slot(scope, symbol) if may_change(&scope, symbol, force) => scope.unset(symbol),
                    Found::Automatic(..) if contains_wildcards(&name) => {}
                    _ => {
                        let message = format!(
                            "Cannot remove variable {own_name} because it is constant or read-only. If the variable is read-only, try the operation again specifying the Force option."
                        );
                        ctx.fail(
                            TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
                            message,
                            "VariableNotRemovable",
                            Category::WriteError,
                            Value::Str(own_name),
                        )?;
                    }
                }
            }
        }
        Ok(())
    }
}
