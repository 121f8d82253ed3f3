//! `InModuleScope`: a block run inside of a module, where it sees what the module does not export.

use std::rc::Rc;

use super::script_module;
use crate::cmdlet::{Context, Example, InSet, Parameter, Spec};
use crate::engine::binding::Arg;
use crate::engine::command::Command;
use crate::engine::scope::ScopeKind;
use crate::engine::{EngineContext, engine_of};
use crate::library::testing::define::block_of;
use crate::library::testing::{MODULE, data};
use crate::program::Symbol;
use crate::source::Span;
use crate::value::{Run, ScriptBlock, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "InModuleScope",
    noun: "",
    module: MODULE,
    synopsis: "Runs a block inside of a module.",
    description: "The block sees the module's own functions and variables, also those it does not export. -Parameters are variables in it.",
    parameters: &[
        Parameter::new("ModuleName", "string").sets(&[InSet::ALL.at(0).mandatory()]).help("A loaded script module."),
        Parameter::new("ScriptBlock", "scriptblock").sets(&[InSet::ALL.at(1).mandatory()]).help("What runs."),
        Parameter::new("Parameters", "hashtable").sets(&[InSet::ALL.at(2)]).help("Variables for it."),
        Parameter::new("ArgumentList", "object[]").sets(&[InSet::ALL.at(3)]).help("Arguments for it."),
    ],
    related: &["Mock"],
    examples: &[Example::new(
        "A function that is not exported",
        "New-Module Inner { function Hidden { 'hidden' }; Export-ModuleMember } | Import-Module\nInModuleScope Inner { Hidden }",
        "hidden\n",
    )],
    ..Spec::EMPTY
};

/// Runs it.
pub fn in_module_scope(ctx: &mut Context<'_>) -> Run {
    let name = ctx.call.text("ModuleName").unwrap_or_default();
    let Some(block) = block_of(ctx, "ScriptBlock") else { return Ok(()) };
    let parameters = match ctx.call.get("Parameters").map(Value::base) {
        Some(Value::Dict(dict)) => dict.pairs(),
        _ => Vec::new(),
    };
    let arguments = ctx.call.items("ArgumentList").unwrap_or_default();
    let (_, state) = script_module(ctx.engine(), &name)?;
    let Context { host, out, .. } = ctx;
    let engine = engine_of(*host);
    let home: Rc<dyn std::any::Any> = state.clone();
    let inside = Rc::new(ScriptBlock::new(block.code.clone(), Some(home)));
    data::in_scope(engine, &state, ScopeKind::Local, |engine| {
        let mut args: Vec<Arg> = arguments.into_iter().map(|value| Arg::Positional(value, Span::default())).collect();
        let takes = !crate::engine::command::block_code(&inside).block().parameters.is_empty();
        for (key, value) in parameters {
            let name = convert::to_text(engine, &key)?;
            engine.scope().set(Symbol::of(&name), value.clone());
            if takes {
                let text = Rc::from(format!("-{name}"));
                args.push(Arg::Named {
                    text,
                    name,
                    value: Some(value),
                    span: Span::default(),
                    splatted: true,
                    value_span: Span::default(),
                });
            }
        }
        let mut stage = engine.function_stage(&Command::Block(inside.clone()), args, Rc::default(), false, false)?;
        stage.run_alone(engine, *out)
    })
}
