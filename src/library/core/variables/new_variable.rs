//! `New-Variable`: makes a variable.

use super::{assign, describe, may_change, not_writable, qualified, scope_of};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::program::Symbol;
use crate::value::{Category, Run, TypeId, Value};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "New",
    noun: "Variable",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Makes a variable.",
    description: "Makes a variable in the calling scope, or with -Scope in another. A variable that is there already is replaced with -Force alone.",
    parameters: parameters::NEW_VARIABLE,
    default_set: parameters::NEW_VARIABLE_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Set-Variable", "Get-Variable", "Remove-Variable"],
    examples: &[Example::new("A constant", "New-Variable limit 10 -Option Constant; $limit", "10\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, NewVariable);

#[derive(Default)]
struct NewVariable;

impl Cmdlet for NewVariable {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let name = ctx.call.text("Name").unwrap_or_else(|| Rc::from(""));
        let (own, plain) = qualified(ctx, &name)?;
        let here = ctx.engine().scope();
        let scope = scope_of(ctx)?.or(own).unwrap_or(here);
        let symbol = Symbol::of(&plain);
        let value = ctx.call.get("Value").cloned().unwrap_or_default();
        let shown = crate::value::convert::to_text(ctx.engine(), &value)?;
        if !ctx.should_process(format!("Name: {plain} Value: {shown}"), "New variable")? {
            return Ok(());
        }
        let exists = scope.get(symbol).is_some() || matches!(symbol, Symbol::TRUE | Symbol::FALSE | Symbol::NULL);
        if exists && !ctx.call.flag("Force") {
            let message = format!("A variable with name '{plain}' already exists.");
            return ctx.fail(
                TypeId::SESSION_STATE_EXCEPTION,
                message,
                "VariableAlreadyExists",
                Category::ResourceExists,
                Value::Str(plain),
            );
        }
        if exists && !may_change(&scope, symbol, true) {
            return ctx.error(not_writable(&plain));
        }
        scope.unset(symbol);
        if let Err(raise) = assign(ctx.engine(), &scope, symbol, value) {
            return super::set_variable::fail_softly(ctx, raise);
        }
        describe(ctx, &scope, symbol);
        if ctx.call.flag("PassThru") {
            ctx.write(crate::engine::variable_object(&scope, symbol))?;
        }
        Ok(())
    }
}
