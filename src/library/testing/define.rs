//! The words that a test file is written in: `Describe`, `Context`, `It`, the hooks, `Set-ItResult`, `In`.

use std::rc::Rc;

use super::model::{Block, BlockKind, Child, Item, Test};
use super::session::{Phase, RunState, current, expect_run, thrown};
use super::{MODULE, data, single_pass};
use crate::cmdlet::{Context, Entry, Example, InSet, Parameter, Spec, Validation};
use crate::each;
use crate::engine::{Engine, EngineContext};
use crate::value::{Run, ScriptBlock, Value};

const NAME: Parameter = Parameter::new("Name", "string").sets(&[InSet::ALL.at(0).mandatory()]).help("What the group is about.");
const FIXTURE: Parameter =
    Parameter::new("Fixture", "scriptblock").sets(&[InSet::ALL.at(1)]).validate(&[Validation::NotNull]).help("The group's tests.");
const TAG: Parameter = Parameter::new("Tag", "string[]").aliases(&["Tags"]).help("Tags that filters choose by.");
const SKIP: Parameter = Parameter::switch("Skip").help("Leaves it out.");
const FOR_EACH: Parameter =
    Parameter::new("ForEach", "object").help("One group for each item; a dictionary's entries are variables, $_ is the item.");

const EXAMPLE: &str = "Invoke-Pester -Output None -PassThru -Container (New-PesterContainer -ScriptBlock {\n  Describe 'Numbers' { It 'adds' { 1 + 1 | Should -Be 2 } }\n}) | ForEach-Object PassedCount";

const DESCRIBE: Spec = Spec {
    verb: "Describe",
    noun: "",
    module: MODULE,
    synopsis: "A group of tests.",
    description: "Its block runs once when tests are looked for; what tests need is set up in BeforeAll and BeforeEach. Groups stand in groups.",
    parameters: &[NAME, TAG, FIXTURE, SKIP, FOR_EACH],
    related: &["Context", "It", "BeforeAll", "Invoke-Pester"],
    examples: &[Example::new("A group with one test", EXAMPLE, "1\n")],
    ..Spec::EMPTY
};

const CONTEXT: Spec = Spec {
    verb: "Context",
    noun: "",
    module: MODULE,
    synopsis: "A group of tests inside of another.",
    description: "The same as Describe; the name says what holds for the tests in it.",
    parameters: &[NAME, TAG, FIXTURE, SKIP, FOR_EACH],
    related: &["Describe", "It"],
    examples: &[Example::new("A group in a group", EXAMPLE, "1\n")],
    ..Spec::EMPTY
};

const IT: Spec = Spec {
    verb: "It",
    noun: "",
    module: MODULE,
    synopsis: "A test.",
    description: "It passes unless its block throws. <name> in its name stands for the variable of that name, as it is when the test runs.",
    parameters: &[
        Parameter::new("Name", "string").sets(&[InSet::ALL.at(0).mandatory()]).help("What the test says."),
        Parameter::new("Test", "scriptblock").sets(&[InSet::ALL.at(1)]).help("The test."),
        Parameter::new("ForEach", "object[]").aliases(&["TestCases"]).help("One test for each item."),
        Parameter::new("Tag", "string[]").aliases(&["Tags"]).help("Tags that filters choose by."),
        Parameter::switch("Pending").sets(&[InSet::named("Pending")]).help("Leaves it out: it is not written yet."),
        Parameter::switch("Skip").sets(&[InSet::named("Skip")]).aliases(&["Ignore"]).help("Leaves it out."),
    ],
    default_set: "Normal",
    related: &["Describe", "Should"],
    examples: &[Example::new("A test", EXAMPLE, "1\n")],
    ..Spec::EMPTY
};

const fn hook(verb: &'static str, synopsis: &'static str) -> Spec {
    Spec {
        verb,
        noun: "",
        module: MODULE,
        synopsis,
        description: "Variables that it sets are seen by what runs in its group; AfterAll and AfterEach run whatever happened before.",
        parameters: HOOK,
        related: &["Describe", "It"],
        examples: HOOK_EXAMPLES,
        ..Spec::EMPTY
    }
}

const HOOK: &[Parameter] = &[Parameter::new("Scriptblock", "scriptblock").sets(&[InSet::ALL.at(0).mandatory()]).help("What runs.")];
const HOOK_EXAMPLES: &[Example] = &[Example::new("A group with one test", EXAMPLE, "1\n")];

const BEFORE_ALL: Spec = hook("BeforeAll", "Runs once before all tests of a group.");
const AFTER_ALL: Spec = hook("AfterAll", "Runs once after all tests of a group.");
const BEFORE_EACH: Spec = hook("BeforeEach", "Runs before each test of a group.");
const AFTER_EACH: Spec = hook("AfterEach", "Runs after each test of a group.");
const BEFORE_DISCOVERY: Spec = hook("BeforeDiscovery", "Runs when tests are looked for: computes what -ForEach and -Skip need.");

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[
    each!(DESCRIBE, describe),
    each!(CONTEXT, context),
    each!(IT, it),
    each!(BEFORE_ALL, before_all),
    each!(AFTER_ALL, after_all),
    each!(BEFORE_EACH, before_each),
    each!(AFTER_EACH, after_each),
    each!(BEFORE_DISCOVERY, before_discovery),
];

/// A parameter's block.
pub fn block_of(ctx: &Context<'_>, name: &str) -> Option<Rc<ScriptBlock>> {
    match ctx.call.get(name).map(Value::base) {
        Some(Value::ScriptBlock(block)) => Some(block.clone()),
        _ => None,
    }
}

fn describe(ctx: &mut Context<'_>) -> Run {
    group(ctx, BlockKind::Describe)
}

fn context(ctx: &mut Context<'_>) -> Run {
    group(ctx, BlockKind::Context)
}

/// Line and column of the command at hand.
fn place(ctx: &Context<'_>) -> (u32, u32) {
    ctx.call.invocation.place.as_ref().map_or((0, 0), |(source, span)| {
        let location = source.locate(span.start);
        (location.line, location.column)
    })
}

fn group(ctx: &mut Context<'_>, kind: BlockKind) -> Run {
    let name = ctx.call.text("Name").unwrap_or_default();
    let Some(body) = block_of(ctx, "Fixture") else {
        return Err(thrown(match name.contains('\n') {
            true => "Test fixture name has multiple lines and no test fixture is provided. (Have you provided a name for the test group?)",
            false => "No test fixture is provided. (Have you put the open curly brace on the next line?)",
        }));
    };
    let Some(run) = current(ctx.engine()) else { return super::invoke_pester::run_this_file(ctx, kind.name()) };
    let tags = ctx.call.texts("Tag").unwrap_or_default();
    let skip = ctx.call.flag("Skip");
    let (line, column) = place(ctx);
    let rows: Vec<Option<Value>> = match ctx.call.get("ForEach") {
        None => vec![None],
        Some(Value::Null | Value::Nothing) => Vec::new(),
        Some(rows) => {
            let rows = rows.clone();
            ctx.engine().enumerate(&rows)?.unwrap_or_else(|| vec![rows]).into_iter().map(Some).collect()
        }
    };
    let group = ctx.call.has("ForEach").then(|| Rc::from(format!("{line}:{column}")));
    for row in rows {
        let parent = run.block.borrow().clone();
        let mut path = parent.item.path.clone();
        path.push(name.clone());
        let mut item = Item::new(name.clone(), path, Some(body.clone()));
        item.tags.clone_from(&tags);
        item.line = line;
        item.group.clone_from(&group);
        item.data = row;
        item.skip.set(skip);
        let block = Block::new(kind, item, Some(&parent));
        parent.children.borrow_mut().push(Child::Block(block.clone()));
        match run.phase.get() {
            Phase::SinglePass => single_pass::run_block(ctx.engine(), &run, &block)?,
            _ => discover_block(ctx.engine(), &run, &block)?,
        }
    }
    Ok(())
}

/// Runs a block's body to find what is in it.
fn discover_block(engine: &mut Engine, run: &Rc<RunState>, block: &Rc<Block>) -> Run {
    let previous = run.block.replace(block.clone());
    let body = block.item.body.clone().expect("only roots have no body");
    let result = data::in_scope_of(engine, &body, |engine| {
        if let Some(row) = &block.item.data {
            data::set_variables(engine, row)?;
        }
        let mut dropped = super::Dropped;
        data::dot(engine, &body, None, &mut dropped)
    });
    *run.block.borrow_mut() = previous;
    result
}

fn it(ctx: &mut Context<'_>) -> Run {
    let name = ctx.call.text("Name").unwrap_or_default();
    let Some(body) = block_of(ctx, "Test") else {
        return Err(thrown(match name.contains('\n') {
            true => "Test name has multiple lines and no test scriptblock is provided. Did you provide the test name?",
            false => "No test scriptblock is provided. Did you put the opening curly brace on the next line?",
        }));
    };
    let run = expect_run(ctx.engine(), "It")?;
    let block = run.block.borrow().clone();
    if run.phase.get() == Phase::Run {
        return Err(thrown("It cannot be used inside of a test, a hook or a mock: tests are defined in Describe and Context."));
    }
    if block.is_root() {
        return Err(thrown("Test cannot be directly in the root."));
    }
    let skip = ctx.call.flag("Skip") || ctx.call.flag("Pending");
    let tags = ctx.call.texts("Tag").unwrap_or_default();
    let (line, column) = place(ctx);
    let rows: Vec<Option<Value>> = match ctx.call.get("ForEach") {
        None => vec![None],
        Some(Value::Null | Value::Nothing) => Vec::new(),
        Some(rows) => rows.enumerate().unwrap_or_else(|| vec![rows.clone()]).into_iter().map(Some).collect(),
    };
    let group = ctx.call.has("ForEach").then(|| Rc::from(format!("{line}:{column}")));
    for row in rows {
        let mut path = Vec::with_capacity(block.item.path.len() + 1);
        path.extend(block.item.path.iter().cloned());
        path.push(name.clone());
        let mut item = Item::new(name.clone(), path, Some(body.clone()));
        item.tags.clone_from(&tags);
        item.line = line;
        item.group.clone_from(&group);
        item.data = row;
        item.skip.set(skip);
        let test = Rc::new(Test { item, block: Rc::downgrade(&block), skipped: Default::default(), inconclusive: Default::default() });
        block.children.borrow_mut().push(Child::Test(test.clone()));
        if run.phase.get() == Phase::SinglePass {
            single_pass::run_test(ctx.engine(), &run, &test)?;
        }
    }
    Ok(())
}

/// Keeps a hook of the block at hand, or (single pass) runs it.
fn keep_hook(ctx: &mut Context<'_>, name: &str, slot: fn(&Block) -> &super::model::Hook) -> Run {
    let Some(body) = block_of(ctx, "Scriptblock") else { return Ok(()) };
    let run = expect_run(ctx.engine(), name)?;
    let block = run.block.borrow().clone();
    match run.phase.get() {
        Phase::Discovery => *slot(&block).borrow_mut() = Some(body),
        Phase::SinglePass => return single_pass::hook(ctx.engine(), &run, &block, name, body),
        Phase::Run => {}
    }
    Ok(())
}

fn before_all(ctx: &mut Context<'_>) -> Run {
    keep_hook(ctx, "BeforeAll", |block| &block.before_all)
}

fn after_all(ctx: &mut Context<'_>) -> Run {
    keep_hook(ctx, "AfterAll", |block| &block.after_all)
}

fn before_each(ctx: &mut Context<'_>) -> Run {
    keep_hook(ctx, "BeforeEach", |block| &block.before_each)
}

fn after_each(ctx: &mut Context<'_>) -> Run {
    keep_hook(ctx, "AfterEach", |block| &block.after_each)
}

fn before_discovery(ctx: &mut Context<'_>) -> Run {
    let Some(body) = block_of(ctx, "Scriptblock") else { return Ok(()) };
    let phase = current(ctx.engine()).map(|run| run.phase.get());
    if phase == Some(Phase::Run) {
        return Ok(());
    }
    let mut dropped = super::Dropped;
    data::dot(ctx.engine(), &body, None, &mut dropped)
}
