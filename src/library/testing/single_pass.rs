//! `Run.SinglePass`: version 4's way, in which groups and tests run as they are met. Old test files need it: they
//! compute in the body of a `Describe` what their tests use.

use std::rc::Rc;
use std::time::Instant;

use super::model::{Block, Test};
use super::session::{Phase, RunState};
use super::{data, failure, names, run};
use crate::engine::Engine;
use crate::value::Runtime;
use crate::value::{Run, ScriptBlock, Unwind};

/// Runs a group's body at once, its tests with it, then its `AfterAll`.
pub fn run_block(engine: &mut Engine, run: &Rc<RunState>, block: &Rc<Block>) -> Run {
    let item = &block.item;
    let parent = block.parent();
    let started = Instant::now();
    let user_before = run.user_time();
    if parent.as_ref().is_some_and(|parent| parent.item.skip.get()) {
        item.skip.set(true);
    }
    item.should_run.set(true);
    item.executed.set(true);
    item.executed_at.set(Some(engine.now()));
    item.first.set(parent.as_ref().is_some_and(|parent| parent.blocks().len() == 1));
    let previous = run.block.replace(block.clone());
    let outer_base = run.base.replace(engine.stack.len());
    let body = item.body.clone().expect("only roots have no body");
    let result = data::in_scope_of(engine, &body, |engine| {
        let row = item.data.clone();
        let mut result = match &row {
            Some(row) => data::set_variables(engine, row),
            None => Ok(()),
        };
        let name = engine.guarding(|engine| names::expand(engine, run, &item.name)).unwrap_or_else(|_| item.name.clone());
        *item.expanded_path.borrow_mut() = match &parent {
            Some(parent) if !parent.is_root() => Rc::from(format!("{}.{name}", parent.item.expanded_path.borrow())),
            _ => name.clone(),
        };
        *item.expanded_name.borrow_mut() = name;
        let shown = run.screen.clone().block_name(engine, run, block);
        if result.is_ok() {
            let mut dropped = super::Dropped;
            result = run.timed(engine, |engine| engine.guarding(|engine| data::dot(engine, &body, row.as_ref(), &mut dropped)));
        }
        let hook = block.after_all.borrow().clone();
        if let Some(hook) = hook
            && !item.skip.get()
        {
            let mut dropped = super::Dropped;
            let after = run.timed(engine, |engine| engine.guarding(|engine| data::dot(engine, &hook, row.as_ref(), &mut dropped)));
            result = result.and(after);
        }
        result.and(shown)
    });
    let base = run.base.replace(outer_base);
    let stopped = note(engine, block, base, result);
    block.own_passed.set(item.errors.borrow().is_empty());
    set_times(item, run, started, user_before);
    let shown = run.screen.clone().block_end(engine, run, block);
    super::mock::retire(engine, run, item);
    *run.block.borrow_mut() = previous;
    stopped.and(shown)
}

fn set_times(item: &super::model::Item, run: &RunState, started: Instant, user_before: std::time::Duration) {
    let user = run.user_time().saturating_sub(user_before);
    item.user_time.set(user);
    item.framework_time.set(started.elapsed().saturating_sub(user));
}

/// An error of a group's own body is the group's; the rest goes on.
fn note(engine: &mut Engine, block: &Block, base: usize, result: Run) -> Run {
    let Err(raise) = result else { return Ok(()) };
    match &*raise.0 {
        Unwind::Error(record) => {
            engine.locate(record);
            engine.log_error(record);
            block.item.errors.borrow_mut().push(failure::of_record(record, base));
            Ok(())
        }
        Unwind::Exit(_) | Unwind::Interrupted => Err(raise),
        _ => Ok(()),
    }
}

/// Runs a test at once.
pub fn run_test(engine: &mut Engine, run: &Rc<RunState>, test: &Rc<Test>) -> Run {
    let item = &test.item;
    let block = test.block.upgrade().expect("a block outlives its tests");
    let started = Instant::now();
    let user_before = run.user_time();
    item.should_run.set(true);
    item.executed.set(true);
    item.executed_at.set(Some(engine.now()));
    item.first.set(block.tests().len() == 1);
    *item.expanded_path.borrow_mut() = Rc::from(format!("{}.{}", block.item.expanded_path.borrow(), item.name));
    let previous = run.test.replace(Some(test.clone()));
    let is_empty = item.body.as_ref().is_some_and(|body| body.code.text().trim().is_empty());
    let result = if item.skip.get() || block.item.skip.get() || is_empty {
        item.passed.set(true);
        test.skipped.set(true);
        if let Some(row) = &item.data {
            let body = item.body.clone().expect("a test has a body");
            let name = data::in_scope_of(engine, &body, |engine| {
                data::set_variables(engine, row).and_then(|()| engine.guarding(|engine| names::expand(engine, run, &item.name)))
            });
            if let Ok(name) = name {
                *item.expanded_path.borrow_mut() = Rc::from(format!("{}.{name}", block.item.expanded_path.borrow()));
                *item.expanded_name.borrow_mut() = name;
            }
        }
        Ok(())
    } else {
        run::execute(engine, run, &block, test)
    };
    set_times(item, run, started, user_before);
    run::settle(test);
    let shown = run.screen.clone().test_end(engine, run, test);
    super::mock::retire(engine, run, item);
    *run.test.borrow_mut() = previous;
    set_times(item, run, started, user_before);
    result.and(shown)
}

/// A hook as it is met: `BeforeAll` runs, the others are kept.
pub fn hook(engine: &mut Engine, run: &Rc<RunState>, block: &Rc<Block>, name: &str, body: Rc<ScriptBlock>) -> Run {
    debug_assert_eq!(run.phase.get(), Phase::SinglePass);
    match name {
        "BeforeAll" => {
            if block.item.skip.get() {
                return Ok(());
            }
            let mut dropped = super::Dropped;
            run.timed(engine, |engine| data::dot(engine, &body, block.item.data.as_ref(), &mut dropped))
        }
        "AfterAll" => {
            *block.after_all.borrow_mut() = Some(body);
            Ok(())
        }
        "BeforeEach" => {
            *block.before_each.borrow_mut() = Some(body);
            Ok(())
        }
        _ => {
            *block.after_each.borrow_mut() = Some(body);
            Ok(())
        }
    }
}
