//! Scopes of test code: new ones, what `-ForEach` puts into them, and blocks run in the scope at hand.

use std::rc::Rc;

use crate::cmdlet::Output;
use crate::engine::Engine;
use crate::engine::binding::Arg;
use crate::engine::command::{Command, block_code, home_of};
use crate::engine::scope::{Scope, ScopeKind};
use crate::program::Symbol;
use crate::source::Span;
use crate::value::{Run, ScriptBlock, Value, convert};

/// Runs in a new scope of the session state that a block belongs to.
pub fn in_scope_of<T>(engine: &mut Engine, block: &ScriptBlock, run: impl FnOnce(&mut Engine) -> T) -> T {
    let state = home_of(block).unwrap_or_else(|| engine.state.clone());
    in_scope(engine, &state, ScopeKind::Local, run)
}

/// Runs in a new scope of a session state.
pub fn in_scope<T>(
    engine: &mut Engine,
    state: &Rc<crate::engine::scope::SessionState>,
    kind: ScopeKind,
    run: impl FnOnce(&mut Engine) -> T,
) -> T {
    let parent = state.current.borrow().clone();
    let scope = Scope::new(kind, Some(parent), Rc::from([]));
    let saved = engine.enter(state, scope);
    let result = run(engine);
    engine.leave(saved);
    result
}

/// Sets the variables that an item of `-ForEach` gives: `$_`, and a dictionary's entries.
pub fn set_variables(engine: &mut Engine, row: &Value) -> Run {
    let scope = engine.scope();
    scope.set(Symbol::UNDERSCORE, row.clone());
    if let Value::Dict(dict) = row.base() {
        for (key, value) in dict.pairs() {
            let name = convert::to_text(engine, &key)?;
            scope.set(Symbol::of(&name), value);
        }
    }
    Ok(())
}

/// Runs a block in the scope at hand; a block with parameters gets a row's entries by name.
pub fn dot(engine: &mut Engine, block: &Rc<ScriptBlock>, row: Option<&Value>, out: &mut dyn Output) -> Run {
    let mut args = Vec::new();
    if let Some(Value::Dict(dict)) = row.map(Value::base)
        && !block_code(block).block().parameters.is_empty()
    {
        for (key, value) in dict.pairs() {
            let name = convert::to_text(engine, &key)?;
            let span = Span::default();
            args.push(Arg::Named {
                text: Rc::from(format!("-{name}")),
                name,
                value: Some(value),
                span,
                splatted: true,
                value_span: Span::default(),
            });
        }
    }
    let mut stage = engine.function_stage(&Command::Block(block.clone()), args, Rc::default(), true, false)?;
    stage.run_alone(engine, out)
}
