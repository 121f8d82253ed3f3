//! `Clear-Variable`: sets variables to `$null`.

use super::{Found, assign, find, may_change, not_found, not_writable, passes, scope_of};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Run, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Clear",
    noun: "Variable",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Empties variables.",
    description: "Sets the variables with these names (wildcards allowed) to $null; a typed variable gets its type's value for $null.",
    parameters: parameters::CLEAR_VARIABLE,
    default_set: parameters::CLEAR_VARIABLE_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Remove-Variable", "Set-Variable"],
    examples: &[Example::new("Empty a variable", "$x = 5; Clear-Variable x; \"[$x]\"", "[]\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ClearVariable);

#[derive(Default)]
struct ClearVariable;

impl Cmdlet for ClearVariable {
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
                if !passes(ctx, &own_name) || !ctx.should_process(format!("Name: {own_name}"), "Clear variable")? {
                    continue;
                }
                match variable {
                    Found::Slot(scope, symbol) if may_change(&scope, symbol, force) => {
                        if let Err(raise) = assign(ctx.engine(), &scope, symbol, Value::Null) {
                            super::set_variable::fail_softly(ctx, raise)?;
                        } else if ctx.call.flag("PassThru") {
                            ctx.write(crate::engine::variable_object(&scope, symbol))?;
                        }
                    }
                    Found::Automatic(..) if contains_wildcards(&name) => {}
                    _ => ctx.error(not_writable(&own_name))?,
                }
            }
        }
        Ok(())
    }
}
