//! A call that a mock takes.

use std::rc::Rc;

use super::{Behavior, CallRecord, Hook, behaviors_of, own_parameters};
use crate::cmdlet::{Cmdlet, Context, Output};
use crate::engine::binding::Arg;
use crate::engine::command::{Command, home_of};
use crate::engine::intercept::REST;
use crate::engine::scope::ScopeKind;
use crate::engine::{Engine, EngineContext, engine_of};
use crate::library::testing::data;
use crate::library::testing::session::RunState;
use crate::program::Symbol;
use crate::source::Span;
use crate::value::{Dict, Run, ScriptBlock, TypeId, Value, convert};

/// Runs a mock in place of its command.
pub struct MockedCall {
    hook: Rc<Hook>,
    run: Rc<RunState>,
    /// Arguments that came by name or position, not from the pipeline.
    start: Option<Rc<Dict>>,
    /// Input for the command itself, where no behaviour took a call.
    waiting: Vec<Value>,
    passes_on: bool,
}

impl MockedCall {
    /// A call of a mocked command.
    pub fn new(hook: Rc<Hook>, run: Rc<RunState>) -> MockedCall {
        MockedCall { hook, run, start: None, waiting: Vec::new(), passes_on: false }
    }

    /// What is bound now, by parameter name.
    fn bound(&self, ctx: &Context<'_>) -> Rc<Dict> {
        let dict = Dict::hashtable();
        for (own, param) in own_parameters(&self.hook.signature) {
            if let Some(Some(value)) = ctx.call.values.get(own) {
                let value = match value {
                    Value::Bool(on) if param.is_switch => crate::value::members::objects::SwitchParameter::value(*on),
                    other => other.clone(),
                };
                dict.set_str(&param.name, value);
            }
        }
        let preferences = &ctx.call.preferences;
        let action = |value: crate::cmdlet::Preference| Value::Enum(TypeId::ACTION_PREFERENCE, value as i64);
        let common = [
            ("ErrorAction", preferences.error.map(action)),
            ("WarningAction", preferences.warning.map(action)),
            ("Verbose", preferences.verbose.map(Value::Bool)),
            ("Debug", preferences.debug.map(Value::Bool)),
            ("WhatIf", preferences.what_if.map(Value::Bool)),
            ("Confirm", preferences.confirm.map(Value::Bool)),
        ];
        for (name, value) in common {
            if let Some(value) = value {
                dict.set_str(name, value);
            }
        }
        Rc::new(dict)
    }

    fn rest(ctx: &Context<'_>) -> Vec<Value> {
        ctx.call.dynamic.iter().find(|(name, _)| &**name == REST).and_then(|(_, value)| value.enumerate()).unwrap_or_default()
    }
}

impl Cmdlet for MockedCall {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        self.start = Some(self.bound(ctx));
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let bound = self.bound(ctx);
        let rest = MockedCall::rest(ctx);
        let input = ctx.call.input.clone();
        let chosen = choose(ctx.engine(), &self.run, &self.hook, &bound, &rest)?;
        let Some(behavior) = chosen else {
            self.passes_on = true;
            self.waiting.extend(input);
            return Ok(());
        };
        let record = CallRecord { hook: self.hook.clone(), bound: bound.clone(), rest: rest.clone() };
        self.run.with_item(|item| item.mocks.borrow_mut().calls.push(record));
        behavior.executed.set(true);
        let Some(body) = behavior.body.clone() else { return Ok(()) };
        let Context { host, out, .. } = ctx;
        run_body(engine_of(*host), &self.hook, &body, &bound, rest, input, *out)
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        if !self.passes_on {
            return Ok(());
        }
        let mut args = Vec::new();
        if let Some(start) = &self.start {
            for (name, value) in start.pairs() {
                args.push(named(ctx.engine(), &name, value)?);
            }
        }
        args.extend(MockedCall::rest(ctx).into_iter().map(|value| Arg::Positional(value, Span::default())));
        let input = if self.waiting.is_empty() { None } else { Some(std::mem::take(&mut self.waiting)) };
        let Context { host, out, .. } = ctx;
        engine_of(*host).run_command(&self.hook.original, args, input, *out)
    }
}

fn named(engine: &mut Engine, name: &Value, value: Value) -> Run<Arg> {
    let name = convert::to_text(engine, name)?;
    Ok(Arg::Named {
        text: Rc::from(format!("-{name}")),
        name,
        value: Some(value),
        span: Span::default(),
        splatted: true,
        value_span: Span::default(),
    })
}

/// The behaviour that takes a call.
fn choose(engine: &mut Engine, run: &RunState, hook: &Hook, bound: &Rc<Dict>, rest: &[Value]) -> Run<Option<Rc<Behavior>>> {
    let all = behaviors_of(run, hook);
    for behavior in &all {
        if let Some(filter) = &behavior.filter
            && passes(engine, run, hook, filter, bound, rest)?
        {
            return Ok(Some(behavior.clone()));
        }
    }
    Ok(all.into_iter().find(|behavior| behavior.filter.is_none()))
}

/// Whether a filter holds for a call: the call's parameters are variables, by all their names.
pub fn passes(engine: &mut Engine, run: &RunState, hook: &Hook, filter: &Rc<ScriptBlock>, bound: &Rc<Dict>, rest: &[Value]) -> Run<bool> {
    let state = home_of(filter).unwrap_or_else(|| hook.home.clone());
    let outer = run.in_filter.replace(true);
    let result = data::in_scope(engine, &state, ScopeKind::Local, |engine| {
        let scope = engine.scope();
        // A filter asks for parameters that a call need not have.
        scope.strict.set(Some(0));
        scope.set(Symbol::of("PesterBoundParameters"), Value::Dict(bound.clone()));
        for (name, value) in bound.pairs() {
            let name = convert::to_text(engine, &name)?;
            if let Some((_, param)) = own_parameters(&hook.signature).find(|(_, param)| param.name.eq_ignore_ascii_case(&name)) {
                for alias in &param.aliases {
                    scope.set(Symbol::of(alias), value.clone());
                }
            }
            scope.set(Symbol::of(&name), value);
        }
        let value = engine.guarding(|engine| engine.call_block(filter, rest.to_vec()))?;
        Ok(convert::to_bool(&value))
    });
    run.in_filter.set(outer);
    result
}

/// Runs a mock's body: parameters are variables, and arguments for a body that has parameters of its own.
fn run_body(
    engine: &mut Engine,
    hook: &Hook,
    body: &Rc<ScriptBlock>,
    bound: &Rc<Dict>,
    rest: Vec<Value>,
    input: Option<Value>,
    out: &mut dyn Output,
) -> Run {
    let state = home_of(body).unwrap_or_else(|| hook.home.clone());
    data::in_scope(engine, &state, ScopeKind::Local, |engine| {
        let scope = engine.scope();
        for (_, param) in own_parameters(&hook.signature) {
            let value = match bound.get_str(&param.name) {
                Some(value) => value,
                None if param.is_switch => crate::value::members::objects::SwitchParameter::value(false),
                None => Value::Null,
            };
            scope.set(Symbol::of(&param.name), value);
        }
        scope.set(Symbol::of("PesterBoundParameters"), Value::Dict(bound.clone()));
        if let Some(input) = input {
            scope.set(Symbol::UNDERSCORE, input);
        }
        let mut args = Vec::new();
        if !crate::engine::command::block_code(body).block().parameters.is_empty() {
            for (name, value) in bound.pairs() {
                args.push(named(engine, &name, value)?);
            }
        }
        args.extend(rest.into_iter().map(|value| Arg::Positional(value, Span::default())));
        let mut stage = engine.function_stage(&Command::Block(body.clone()), args, Rc::default(), false, false)?;
        stage.run_alone(engine, out)
    })
}
