//! `Set-Variable`: sets variables, making those that are not there.

use super::{assign, describe, find, may_change, not_writable, passes, qualified, scope_of};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::program::Symbol;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{ErrorRecord, Run, Unwind, Value};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Set",
    noun: "Variable",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Sets variables.",
    description: "Sets the variables with these names in the calling scope, or with -Scope in another. Several objects from the pipeline become an array. -Option ReadOnly and Constant protect a variable; -Force changes a read-only one.",
    parameters: parameters::SET_VARIABLE,
    default_set: parameters::SET_VARIABLE_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-Variable", "New-Variable", "Remove-Variable"],
    examples: &[Example::new("Set a variable by name", "Set-Variable -Name city -Value Berlin; $city", "Berlin\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, SetVariable);

#[derive(Default)]
struct SetVariable {
    piped: Vec<Value>,
    has_value: bool,
}

impl Cmdlet for SetVariable {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let value = ctx.call.get("Value").cloned();
        if !ctx.call.expecting_input {
            return set(ctx, value.unwrap_or_default());
        }
        // Names that come with the objects are set one by one; a value given by name stays the same for all.
        if let Some(value) = value {
            self.has_value = true;
            self.piped.push(value);
        }
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        if !ctx.call.expecting_input {
            return Ok(());
        }
        let piped = std::mem::take(&mut self.piped);
        let value = match Value::from_outputs(piped) {
            Value::Nothing => Value::Null,
            value => value,
        };
        set(ctx, value)
    }
}

fn set(ctx: &mut Context<'_>, value: Value) -> Run {
    let scope = scope_of(ctx)?;
    let force = ctx.call.flag("Force");
    for name in ctx.call.texts("Name").unwrap_or_default() {
        let targets: Vec<(Rc<crate::engine::scope::Scope>, Symbol)> = if contains_wildcards(&name) {
            find(ctx, &name, scope.as_ref())?
                .into_iter()
                .filter_map(|found| match found {
                    super::Found::Slot(scope, symbol) => Some((scope, symbol)),
                    super::Found::Automatic(..) => None,
                })
                .collect()
        } else {
            let (own, plain) = qualified(ctx, &name)?;
            let here = ctx.engine().scope();
            vec![(scope.clone().or(own).unwrap_or(here), Symbol::of(&plain))]
        };
        for (scope, symbol) in targets {
            let own_name = symbol.name();
            let target = format!("Name: {own_name} Value: {}", shown(ctx, &value)?);
            if !passes(ctx, &own_name) || !ctx.should_process(target, "Set variable")? {
                continue;
            }
            if symbol == Symbol::NULL {
                // What is assigned to $null is lost.
                continue;
            }
            if !may_change(&scope, symbol, force) {
                ctx.error(not_writable(&own_name))?;
                continue;
            }
            let value = if ctx.call.flag("Append") {
                appended(&scope.get(symbol).unwrap_or_default(), &value, ctx.call.expecting_input)
            } else {
                value.clone()
            };
            let engine = ctx.engine();
            if let Err(raise) = assign(engine, &scope, symbol, value) {
                fail_softly(ctx, raise)?;
                continue;
            }
            describe(ctx, &scope, symbol);
            if ctx.call.flag("PassThru") {
                ctx.write(crate::engine::variable_object(&scope, symbol))?;
            }
        }
    }
    Ok(())
}

/// The value in the sentence of `-WhatIf`.
fn shown(ctx: &mut Context<'_>, value: &Value) -> Run<Rc<str>> {
    crate::value::convert::to_text(ctx.engine(), value)
}

/// What comes through the pipeline is appended object by object, a value given by name as one.
fn appended(old: &Value, new: &Value, is_piped: bool) -> Value {
    let mut items = match old.enumerate() {
        Some(items) => items,
        None if old.is_null() => Vec::new(),
        None => vec![old.clone()],
    };
    match new.enumerate().filter(|_| is_piped) {
        Some(new) => items.extend(new),
        None => items.push(new.clone()),
    }
    Value::array(items)
}

/// An error of an assignment is the cmdlet's own, and not a terminating one.
pub fn fail_softly(ctx: &mut Context<'_>, raise: crate::value::Raise) -> Run {
    match *raise.0 {
        Unwind::Error(record) => {
            ctx.error(ErrorRecord::of(record.0.exception.clone(), &*record.id(), record.0.category, record.0.target.borrow().clone()))
        }
        other => Err(other.into()),
    }
}
