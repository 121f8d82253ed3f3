//! `Should -Invoke`, `Should -InvokeVerifiable` and what version 4 called them.

use std::rc::Rc;

use super::call::passes;
use super::{Behavior, CallRecord, active, for_each_item, resolve, target};
use crate::cmdlet::{Context, Example, InSet, Parameter, Spec};
use crate::library::testing::MODULE;
use crate::library::testing::define::block_of;
use crate::library::testing::model::{Block, BlockKind};
use crate::library::testing::session::{RunState, expect_run, thrown};
use crate::library::testing::should::{Asked, Verdict, conclude};
use crate::value::{Run, Value};

/// `Assert-MockCalled`.
pub const CALLED: Spec = Spec {
    verb: "Assert",
    noun: "MockCalled",
    module: MODULE,
    synopsis: "Asserts that a mock was called, in version 4's words.",
    description: "Should -Invoke is its present form.",
    parameters: &[
        Parameter::new("CommandName", "string").sets(&[InSet::ALL.at(0).mandatory()]).help("The mocked command."),
        Parameter::new("Times", "int").sets(&[InSet::ALL.at(1)]).help("How often at least."),
        Parameter::new("ParameterFilter", "scriptblock").help("Which calls count."),
        Parameter::new("ExclusiveFilter", "scriptblock").help("The only calls that there may be."),
        Parameter::new("ModuleName", "string").help("The module that the mock is in."),
        Parameter::new("Scope", "object").help("Whose calls count."),
        Parameter::switch("Exactly").help("Not more often."),
    ],
    related: &["Should", "Mock"],
    examples: &[Example::new(
        "Called once",
        "$tests = New-PesterContainer -ScriptBlock { Describe 'd' { It 'i' { Mock Get-Date { 1 }; Get-Date; Assert-MockCalled Get-Date -Times 1 } } }\n(Invoke-Pester -Container $tests -Output None -PassThru).PassedCount",
        "1\n",
    )],
    ..Spec::EMPTY
};

const fn verifiable_spec(noun: &'static str) -> Spec {
    Spec {
        verb: "Assert",
        noun,
        module: MODULE,
        synopsis: "Asserts that all verifiable mocks were called, in version 4's words.",
        description: "Should -InvokeVerifiable is its present form.",
        related: &["Should", "Mock"],
        examples: VERIFIABLE_EXAMPLES,
        ..Spec::EMPTY
    }
}

const VERIFIABLE_EXAMPLES: &[Example] = &[Example::new(
    "All were called",
    "$tests = New-PesterContainer -ScriptBlock { Describe 'd' { It 'i' { Mock Get-Date { 1 } -Verifiable; Get-Date; Assert-VerifiableMock } } }\n(Invoke-Pester -Container $tests -Output None -PassThru).PassedCount",
    "1\n",
)];

/// `Assert-VerifiableMock`.
pub const VERIFIABLE: Spec = verifiable_spec("VerifiableMock");
/// `Assert-VerifiableMocks`, as version 3 wrote it.
pub const VERIFIABLES: Spec = verifiable_spec("VerifiableMocks");

/// `Assert-MockCalled`.
pub fn called(ctx: &mut Context<'_>) -> Run {
    let mut asked = Asked { ctx, negate: false, reason: None, operator: "Invoke" };
    let verdict = invoked(&mut asked, &Value::Null)?;
    conclude(ctx, verdict)
}

/// `Assert-VerifiableMock`.
pub fn verifiable_called(ctx: &mut Context<'_>) -> Run {
    let mut asked = Asked { ctx, negate: false, reason: None, operator: "InvokeVerifiable" };
    let verdict = verifiable(&mut asked, &Value::Null)?;
    conclude(ctx, verdict)
}

/// `Should -InvokeVerifiable`.
pub fn verifiable(asked: &mut Asked<'_, '_>, _actual: &Value) -> Run<Verdict> {
    let run = expect_run(asked.engine(), "Should -InvokeVerifiable")?;
    let mut found: Vec<Rc<Behavior>> = Vec::new();
    for_each_item(&run, |item| found.extend(item.mocks.borrow().behaviors.iter().filter(|behavior| behavior.verifiable).cloned()));
    let negate = asked.negate;
    let wrong: Vec<_> = found.into_iter().filter(|behavior| behavior.executed.get() == negate).collect();
    if wrong.is_empty() {
        return Ok(Verdict::Holds(None));
    }
    let mut list = String::new();
    for behavior in wrong {
        list.push_str(&format!("\n Command {} ", behavior.hook.name));
        if let Some(module) = &behavior.hook.module {
            list.push_str(&format!("from inside module {module} "));
        }
        if let Some(filter) = &behavior.filter {
            list.push_str(&format!("with {{ {} }}", filter.code.text().trim()));
        }
    }
    let reason = asked.because();
    Ok(Verdict::Fails(match negate {
        true => format!("\nExpected no verifiable mocks to be called,{reason} but these were:{list}"),
        false => format!("\nExpected all verifiable mocks to be called,{reason} but these were not:{list}"),
    }))
}

/// The calls of a block, with those of the tests and blocks in it.
fn calls_in(block: &Rc<Block>, calls: &mut Vec<CallRecord>) {
    calls.extend(block.item.mocks.borrow().calls.iter().cloned());
    for test in block.tests() {
        calls.extend(test.item.mocks.borrow().calls.iter().cloned());
    }
    for inner in block.blocks() {
        calls_in(&inner, calls);
    }
}

fn up(block: Rc<Block>, levels: usize) -> Rc<Block> {
    let mut at = block;
    for _ in 0..levels {
        match at.parent() {
            Some(parent) => at = parent,
            None => break,
        }
    }
    at
}

/// The calls that a scope has: a number of levels, or the kind of block.
fn calls_of(run: &RunState, scope: &str) -> Run<Vec<CallRecord>> {
    let mut calls = Vec::new();
    let test = run.test.borrow().clone();
    let block = run.block.borrow().clone();
    let levels = match scope.parse::<usize>() {
        Ok(levels) => levels,
        Err(_) if scope.eq_ignore_ascii_case("It") => match &test {
            Some(_) => 0,
            None => return Err(thrown("Assertion is placed outside of an It block, but -Scope It is specified.")),
        },
        Err(_) => {
            let wanted = if scope.eq_ignore_ascii_case("Context") { BlockKind::Context } else { BlockKind::Describe };
            let mut at = Some(block.clone());
            let mut level = usize::from(test.is_some());
            loop {
                match at {
                    Some(own) if own.kind == wanted => break level,
                    Some(own) => at = own.parent(),
                    None => {
                        let name = wanted.name();
                        return Err(thrown(format!(
                            "Assertion is not placed directly nor nested inside a {name} block, but -Scope {name} is specified."
                        )));
                    }
                }
                level += 1;
            }
        }
    };
    match (&test, levels) {
        (Some(test), 0) => calls.extend(test.item.mocks.borrow().calls.iter().cloned()),
        (Some(_), levels) => calls_in(&up(block, levels - 1), &mut calls),
        (None, levels) => calls_in(&up(block, levels), &mut calls),
    }
    Ok(calls)
}

/// `Should -Invoke`.
pub fn invoked(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    if !actual.is_null() {
        return Err(thrown("Should -Invoke does not take pipeline input or ActualValue."));
    }
    let run = expect_run(asked.engine(), "Should -Invoke")?;
    let negate = asked.negate;
    let call = &asked.ctx.call;
    let name = call.text("CommandName").unwrap_or_default();
    let given_times = call.integer("Times");
    let times = given_times.unwrap_or(1).max(0) as usize;
    let exactly = call.flag("Exactly");
    let module = call.text("ModuleName").filter(|name| !name.is_empty());
    let exclusive = block_of(asked.ctx, "ExclusiveFilter");
    let filter = exclusive.clone().or_else(|| block_of(asked.ctx, "ParameterFilter"));
    let scope = match asked.ctx.call.get("Scope").cloned() {
        Some(scope) => asked.engine().text(&scope)?,
        None => Rc::from("0"),
    };
    let is_known = ["Describe", "Context", "It"].iter().any(|known| known.eq_ignore_ascii_case(&scope));
    if !is_known && scope.parse::<usize>().is_err() {
        return Err(thrown("Parameter Scope must be one of 'Describe', 'Context', 'It' or a non-negative number."));
    }
    if exclusive.is_some() && negate {
        return Err(thrown("Cannot use -ExclusiveFilter when -Not is specified. Use -ParameterFilter instead."));
    }
    let calls = calls_of(&run, &scope)?;
    let engine = asked.engine();
    let (state, module) = target(engine, module)?;
    let command = resolve(engine, &state, &name)?;
    let Some(hook) = active(engine).find(&state, &command.name()) else {
        let place = match &module {
            Some(module) => format!("module {module}"),
            None => "script scope".to_owned(),
        };
        return Err(thrown(format!(
            "Should -Invoke: Could not find Mock for command {name} in {place}. Was the mock defined? Did you use the same -ModuleName as on the Mock? When using InModuleScope are InModuleScope, Mock and Should -Invoke using the same -ModuleName?"
        )));
    };
    let mut n_matching = 0;
    let mut n_others = 0;
    // A mock defined anew for each test is another hook of the same command.
    let same = |record: &&CallRecord| Rc::ptr_eq(&record.hook.state, &hook.state) && record.hook.name.eq_ignore_ascii_case(&hook.name);
    for record in calls.iter().filter(same) {
        let counts = match &filter {
            Some(filter) => passes(asked.engine(), &run, &record.hook, filter, &record.bound, &record.rest)?,
            None => true,
        };
        match counts {
            true => n_matching += 1,
            false => n_others += 1,
        }
    }
    let reason = asked.because();
    let what = match &module {
        Some(module) => format!("{} in module {module}", hook.name),
        None => hook.name.to_string(),
    };
    let message = if negate {
        if n_matching == times && (exactly || given_times.is_none()) {
            format!("Expected {what} not to be called exactly {times} times,{reason} but it was")
        } else if n_matching >= times && !exactly {
            format!("Expected {what} to be called less than {times} times,{reason} but was called {n_matching} times")
        } else {
            return Ok(Verdict::Holds(None));
        }
    } else if n_matching != times && (exactly || times == 0) {
        format!("Expected {what} to be called {times} times exactly,{reason} but was called {n_matching} times")
    } else if n_matching < times {
        format!("Expected {what} to be called at least {times} times,{reason} but was called {n_matching} times")
    } else if exclusive.is_some() && n_others > 0 {
        format!(
            "Expected {what} to only be called with with parameters matching the specified filter,{reason} but {n_others} non-matching calls were made"
        )
    } else {
        return Ok(Verdict::Holds(None));
    };
    Ok(Verdict::Fails(message))
}
