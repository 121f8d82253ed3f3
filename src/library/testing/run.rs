//! The second phase: hooks and tests run, each in the scope that Pester gives it.
//!
//! A container's scope is a script scope. In it each block has one for its hooks and variables, in that one for what is
//! in the block, and in that each test has its own: what `BeforeAll` sets is seen by the tests, what a test sets is not
//! seen by the next one.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::drive::TestDrive;
use super::model::{Block, Child, Container, Failure, Found, Hook, Item, Outcome, Test};
use super::session::{Phase, RunState};
use super::{data, failure, names};
use crate::engine::Engine;
use crate::engine::scope::ScopeKind;
use crate::value::Runtime;
use crate::value::{Category, ErrorRecord, Raise, Run, ScriptBlock, TypeId, Unwind, Value};

/// Runs a container's tests.
pub fn run_container(engine: &mut Engine, run: &Rc<RunState>, found: &Found) -> Run {
    run.phase.set(Phase::Run);
    let root = &found.root;
    *run.block.borrow_mut() = root.clone();
    let state = engine.state.clone();
    let wrong = [(&root.before_each, "setup"), (&root.after_each, "Teardown")].into_iter().find(|(hook, _)| hook.borrow().is_some());
    if let Some((_, what)) = wrong {
        let message = format!("Each test {what} is not supported in root (directly in the block container).");
        let raise = super::session::thrown(message);
        let record = raise.error().cloned().expect("thrown makes an error");
        engine.locate(&record);
        root.item.errors.borrow_mut().push(failure::of_record(&record, engine.stack.len()));
        root.own_passed.set(false);
        root.item.executed.set(true);
        return Ok(());
    }
    data::in_scope(engine, &state, ScopeKind::Script, |engine| run_block(engine, run, root, Some(&found.container), None))
}

/// Notes an error of the code at hand. Only what nothing may stop is passed on.
fn caught(engine: &mut Engine, run: &RunState, result: Run) -> Run<bool> {
    let Err(raise) = result else { return Ok(true) };
    match &*raise.0 {
        Unwind::Error(record) => {
            engine.locate(record);
            engine.log_error(record);
            run.pending.borrow_mut().push(record.clone());
            Ok(false)
        }
        // `break` outside of a loop ends the block quietly.
        Unwind::Break(_) | Unwind::Continue(_) | Unwind::Return(_) | Unwind::StopUpstream(_) => Ok(true),
        Unwind::Exit(_) | Unwind::Interrupted => Err(raise),
    }
}

/// Runs a hook or body in the scope at hand.
fn dotted(engine: &mut Engine, run: &RunState, block: &Rc<ScriptBlock>, row: Option<&Value>, out: &mut Vec<Value>) -> Run {
    run.timed(engine, |engine| engine.guarding(|engine| data::dot(engine, block, row, out)))
}

fn hook_of(hook: &Hook) -> Option<Rc<ScriptBlock>> {
    hook.borrow().clone()
}

fn run_block(engine: &mut Engine, run: &Rc<RunState>, block: &Rc<Block>, container: Option<&Container>, drive: Option<&TestDrive>) -> Run {
    let item = &block.item;
    if !item.should_run.get() {
        return Ok(());
    }
    let previous = run.block.replace(block.clone());
    item.executed.set(true);
    item.executed_at.set(Some(engine.now()));
    let started = Instant::now();
    let user_before = run.user_time();
    if let Some(parent) = block.parent()
        && !parent.is_root()
    {
        let path = format!("{}.{}", parent.item.expanded_path.borrow(), item.name);
        *item.expanded_path.borrow_mut() = Rc::from(path);
    }
    let own_drive = if block.is_root() && run.settings.test_drive { TestDrive::open(engine) } else { None };
    let drive = own_drive.as_ref().or(drive);
    let before: Option<BTreeSet<PathBuf>> = drive.filter(|_| !block.is_root()).map(TestDrive::contents);
    let outer_base = run.base.replace(engine.stack.len());
    let outer_pending = run.pending.take();
    let result = match &item.body {
        Some(body) => data::in_scope_of(engine, &body.clone(), |engine| block_scope(engine, run, block, container, drive)),
        None => {
            let state = engine.state.clone();
            data::in_scope(engine, &state, ScopeKind::Local, |engine| block_scope(engine, run, block, container, drive))
        }
    };
    let base = run.base.replace(outer_base);
    let records = run.pending.replace(outer_pending);
    block.own_passed.set(records.is_empty());
    item.errors.borrow_mut().extend(records.iter().map(|record| failure::of_record(record, base)));
    set_times(item, run, started, user_before);
    let shown = run.screen.clone().block_end(engine, run, block);
    super::mock::retire(engine, run, item);
    if let (Some(drive), Some(before)) = (drive, &before) {
        drive.restore(before);
    }
    if let Some(own) = own_drive {
        own.close(engine);
    }
    *run.block.borrow_mut() = previous;
    set_times(item, run, started, user_before);
    result.and(shown)
}

fn set_times(item: &Item, run: &RunState, started: Instant, user_before: Duration) {
    let user = run.user_time().saturating_sub(user_before);
    item.user_time.set(user);
    item.framework_time.set(started.elapsed().saturating_sub(user));
}

/// What happens in a block's outer scope: variables, `BeforeAll`, the children in an inner scope, `AfterAll`.
fn block_scope(
    engine: &mut Engine,
    run: &Rc<RunState>,
    block: &Rc<Block>,
    container: Option<&Container>,
    drive: Option<&TestDrive>,
) -> Run {
    let item = &block.item;
    let mut out = Vec::new();
    let mut ready = true;
    let row = item.data.clone().or_else(|| container.map(|container| container.data.clone())).filter(|row| !row.is_null());
    if let Some(row) = &row {
        let result = match block.is_root() {
            // A container's data are variables, no item.
            true => set_parameters(engine, row),
            false => data::set_variables(engine, row),
        };
        ready = caught(engine, run, result)?;
    }
    let skips = item.skip.get();
    if ready
        && !skips
        && let Some(hook) = hook_of(&block.before_all)
    {
        let result = dotted(engine, run, &hook, row.as_ref(), &mut out);
        ready = caught(engine, run, result)?;
    }
    if ready && !block.is_root() {
        let result = expand_block(engine, run, block);
        ready = caught(engine, run, result)?;
    }
    let mut stopped: Run = Ok(());
    if ready {
        // An inner scope: what children set is not seen by `AfterAll`.
        let state = engine.state.clone();
        stopped = data::in_scope(engine, &state, ScopeKind::Local, |engine| {
            let children = block.children.borrow().clone();
            for child in children {
                match child {
                    Child::Test(test) => run_test(engine, run, &test)?,
                    Child::Block(inner) => run_block(engine, run, &inner, None, drive)?,
                }
            }
            Ok(())
        });
    }
    if !skips
        && !matches!(&stopped, Err(raise) if matches!(*raise.0, Unwind::Interrupted))
        && let Some(hook) = hook_of(&block.after_all)
    {
        let result = dotted(engine, run, &hook, row.as_ref(), &mut out);
        caught(engine, run, result)?;
    }
    item.output.borrow_mut().extend(out);
    stopped
}

fn set_parameters(engine: &mut Engine, values: &Value) -> Run {
    if let Value::Dict(dict) = values.base() {
        for (key, value) in dict.pairs() {
            let name = crate::value::convert::to_text(engine, &key)?;
            engine.scope().set(crate::program::Symbol::of(&name), value);
        }
    }
    Ok(())
}

fn expand_block(engine: &mut Engine, run: &RunState, block: &Rc<Block>) -> Run {
    let item = &block.item;
    let name = engine.guarding(|engine| names::expand(engine, run, &item.name))?;
    let path = match block.parent() {
        Some(parent) if !parent.is_root() => Rc::from(format!("{}.{name}", parent.item.expanded_path.borrow())),
        _ => name.clone(),
    };
    *item.expanded_name.borrow_mut() = name;
    *item.expanded_path.borrow_mut() = path;
    Ok(())
}

/// The hooks of a block and those around it, the innermost first.
pub fn hooks(block: &Rc<Block>, slot: fn(&Block) -> &Hook) -> Vec<Rc<ScriptBlock>> {
    let mut found = Vec::new();
    let mut at = Some(block.clone());
    while let Some(block) = at {
        found.extend(hook_of(slot(&block)));
        at = block.parent();
    }
    found
}

fn run_test(engine: &mut Engine, run: &Rc<RunState>, test: &Rc<Test>) -> Run {
    let item = &test.item;
    if !item.should_run.get() {
        return Ok(());
    }
    let block = test.block.upgrade().expect("a block outlives its tests");
    let started = Instant::now();
    let user_before = run.user_time();
    *run.test.borrow_mut() = Some(test.clone());
    item.executed.set(true);
    item.executed_at.set(Some(engine.now()));
    if item.first.get() {
        run.screen.clone().block_name(engine, run, &block)?;
    }
    *item.expanded_path.borrow_mut() = Rc::from(format!("{}.{}", block.item.expanded_path.borrow(), item.name));
    let mut result = Ok(());
    if item.skip.get() {
        item.passed.set(true);
        test.skipped.set(true);
    } else {
        result = execute(engine, run, &block, test);
    }
    set_times(item, run, started, user_before);
    settle(test);
    if item.outcome.get() == Outcome::Failed {
        leave_out_rest(run, test, &block);
    }
    let shown = run.screen.clone().test_end(engine, run, test);
    super::mock::retire(engine, run, item);
    run.test.borrow_mut().take();
    set_times(item, run, started, user_before);
    result.and(shown)
}

/// Runs a test's hooks and body in a scope of its own.
pub fn execute(engine: &mut Engine, run: &Rc<RunState>, block: &Rc<Block>, test: &Rc<Test>) -> Run {
    let item = &test.item;
    let body = item.body.clone().expect("a test has a body");
    let outer_base = run.base.replace(engine.stack.len());
    let outer_pending = run.pending.take();
    let mut out = Vec::new();
    let limit = run.settings.time_limit.map(|limit| TimeLimit::start(engine, limit));
    let mut result = data::in_scope_of(engine, &body, |engine| {
        let first = test_scope(engine, run, block, test, &body, &mut out);
        let ended = match first {
            Err(raise) if is_over(&limit, &raise) => {
                engine.interrupt.forgive();
                run.pending.borrow_mut().push(over_time(engine, run, test));
                Ok(())
            }
            other => other,
        };
        for hook in hooks(block, |block| &block.after_each) {
            let result = dotted(engine, run, &hook, item.data.as_ref(), &mut out);
            if caught(engine, run, result).is_err_and(|raise| is_over(&limit, &raise)) {
                engine.interrupt.forgive();
            }
        }
        ended
    });
    if let Some(limit) = limit {
        limit.stop(engine);
    }
    let base = run.base.replace(outer_base);
    let records = run.pending.replace(outer_pending);
    if let Err(raise) = &result
        && matches!(*raise.0, Unwind::Exit(_))
        && run.settings.contains_exit
    {
        result = Ok(());
    }
    let own_end = records.iter().find(|record| failure::is_own_end(record)).map(ErrorRecord::id);
    item.passed.set(own_end.is_some() || records.is_empty());
    match own_end.as_deref() {
        Some(failure::INCONCLUSIVE) => test.inconclusive.set(true),
        Some(id) => {
            test.skipped.set(true);
            if id == failure::PENDING {
                run.used_pending.set(true);
            }
        }
        None => {}
    }
    item.errors.borrow_mut().extend(records.iter().map(|record| failure::of_record(record, base)));
    *item.output.borrow_mut() = out;
    result
}

fn test_scope(
    engine: &mut Engine,
    run: &Rc<RunState>,
    block: &Rc<Block>,
    test: &Rc<Test>,
    body: &Rc<ScriptBlock>,
    out: &mut Vec<Value>,
) -> Run {
    let item = &test.item;
    let row = item.data.as_ref();
    if let Some(row) = row {
        let result = data::set_variables(engine, row);
        if !caught(engine, run, result)? {
            return Ok(());
        }
    }
    for hook in hooks(block, |block| &block.before_each).iter().rev() {
        let result = dotted(engine, run, hook, row, out);
        if !caught(engine, run, result)? {
            return Ok(());
        }
    }
    let expanded = engine.guarding(|engine| names::expand(engine, run, &item.name));
    let name = match expanded {
        Ok(name) => name,
        Err(raise) => {
            caught(engine, run, Err(raise))?;
            return Ok(());
        }
    };
    *item.expanded_path.borrow_mut() = Rc::from(format!("{}.{name}", block.item.expanded_path.borrow()));
    *item.expanded_name.borrow_mut() = name;
    let result = dotted(engine, run, body, row, out);
    caught(engine, run, result)?;
    Ok(())
}

/// Decides how a test ended.
pub fn settle(test: &Test) {
    let item = &test.item;
    item.outcome.set(if test.skipped.get() {
        Outcome::Skipped
    } else if test.inconclusive.get() {
        Outcome::Inconclusive
    } else if item.passed.get() {
        Outcome::Passed
    } else if item.should_run.get() {
        Outcome::Failed
    } else {
        Outcome::NotRun
    });
}

/// `Run.SkipRemainingOnFailure`: tests behind one that failed are left out.
fn leave_out_rest(run: &RunState, test: &Rc<Test>, block: &Rc<Block>) {
    let from = match run.settings.skip_remaining.as_str() {
        "block" => block.clone(),
        "container" | "run" => root_of(block),
        _ => return,
    };
    if run.first_failure.borrow().is_none() {
        *run.first_failure.borrow_mut() = Some(test.clone());
    }
    leave_out(run, test, &from);
}

/// Leaves out all tests of a block that have not run.
pub fn leave_out(run: &RunState, failed: &Test, block: &Rc<Block>) {
    let scope = match run.settings.skip_remaining.as_str() {
        "block" => "Block",
        "container" => "Container",
        _ => "Run",
    };
    let message = format!(
        "Skipped due to previous failure at '{}' and Run.SkipRemainingOnFailure set to '{scope}'",
        failed.item.expanded_path.borrow()
    );
    for test in block.all_tests() {
        let item = &test.item;
        if item.should_run.get() && !item.skip.get() && !item.executed.get() {
            let record = ErrorRecord::new(TypeId::EXCEPTION, &message, failure::SKIPPED, Category::InvalidResult, Value::Null);
            item.skip.set(true);
            item.errors.borrow_mut().push(Failure { record, message: message.clone(), trace: String::new() });
            run.n_left_out.set(run.n_left_out.get() + 1);
        }
    }
    for inner in block.all_blocks() {
        if inner.item.should_run.get() && !inner.item.executed.get() {
            inner.item.skip.set(true);
        }
    }
}

/// The root around a block.
pub fn root_of(block: &Rc<Block>) -> Rc<Block> {
    let mut at = block.clone();
    while let Some(parent) = at.parent() {
        at = parent;
    }
    at
}

/// Stops what runs when a test's time is over.
struct TimeLimit {
    expired: Arc<AtomicBool>,
    done: std::sync::mpsc::Sender<()>,
    thread: std::thread::JoinHandle<()>,
}

impl TimeLimit {
    fn start(engine: &Engine, limit: Duration) -> TimeLimit {
        let (done, wait) = std::sync::mpsc::channel::<()>();
        let expired = Arc::new(AtomicBool::new(false));
        let (flag, interrupt) = (expired.clone(), engine.interrupt.clone());
        let thread = std::thread::spawn(move || {
            if wait.recv_timeout(limit) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                flag.store(true, Ordering::SeqCst);
                interrupt.set();
            }
        });
        TimeLimit { expired, done, thread }
    }

    /// The test has ended; a limit that was over at the very end changes nothing any more.
    fn stop(self, engine: &Engine) {
        drop(self.done);
        let _ = self.thread.join();
        if self.expired.load(Ordering::SeqCst) {
            engine.interrupt.forgive();
        }
    }
}

fn is_over(limit: &Option<TimeLimit>, raise: &Raise) -> bool {
    matches!(*raise.0, Unwind::Interrupted) && limit.as_ref().is_some_and(|limit| limit.expired.load(Ordering::SeqCst))
}

fn over_time(engine: &Engine, run: &RunState, test: &Test) -> ErrorRecord {
    let limit = run.settings.time_limit.unwrap_or_default().as_secs_f64();
    let message = format!("The test did not end within its time limit of {limit} s and was stopped.");
    let record = ErrorRecord::new(TypeId::TIMEOUT_EXCEPTION, message, "TestTimeLimit", Category::OperationTimeout, Value::Null);
    engine.locate(&record);
    let file = test.item.file().unwrap_or_else(|| Rc::from("<No file>"));
    *record.0.stack.borrow_mut() = Some(Rc::from(format!("at <ScriptBlock>, {file}: line {}", test.item.line)));
    record
}
