//! The result of a run: its sums, and the tree of objects that `-PassThru` puts out.
//!
//! The objects read their values from the run's own tree when they are asked: ten thousand tests cost nothing until
//! somebody looks at them.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use super::model::{Block, Container, Counts, Failure, Found, Item, Outcome, Source, Test};
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, DateTime, List, Members, Object, Payload, TimeSpan, TypeId, Value};

/// A finished container.
pub struct ContainerResult {
    /// What was asked for.
    pub container: Container,
    /// What was found.
    pub root: Rc<Block>,
}

/// A finished run.
pub struct RunResult {
    /// Containers in order.
    pub containers: Vec<Rc<ContainerResult>>,
    /// All tests in order.
    pub tests: Vec<Rc<Test>>,
    /// Counts of tests.
    pub counts: Counts,
    /// Names of the blocks whose hooks failed.
    pub failed_blocks: Vec<String>,
    /// Names of the containers that failed themselves.
    pub failed_containers: Vec<String>,
    /// What went wrong beside the tests: reports that were not written.
    pub faults: Vec<String>,
    /// When it began.
    pub executed_at: DateTime,
    /// The configuration.
    pub configuration: Value,
    /// Coverage, as an object.
    pub coverage: RefCell<Value>,
}

impl RunResult {
    /// Sums up what ran.
    pub fn of(found: Vec<Found>, executed_at: DateTime, configuration: Value, skip_run: bool) -> RunResult {
        let containers: Vec<Rc<ContainerResult>> = found
            .into_iter()
            .map(|found| {
                settle_block(&found.root, skip_run);
                Rc::new(ContainerResult { container: found.container, root: found.root })
            })
            .collect();
        let mut result = RunResult {
            tests: containers.iter().flat_map(|container| container.root.all_tests()).collect(),
            counts: Counts::default(),
            failed_blocks: Vec::new(),
            failed_containers: Vec::new(),
            faults: Vec::new(),
            executed_at,
            configuration,
            coverage: RefCell::default(),
            containers,
        };
        for test in &result.tests {
            result.counts.add(test.item.outcome.get());
        }
        for container in &result.containers {
            if !container.root.item.errors.borrow().is_empty() {
                result.failed_containers.push(container.container.source.name().to_string());
            }
            for block in container.root.all_blocks() {
                if !block.item.errors.borrow().is_empty() {
                    result.failed_blocks.push(block.item.path.join("."));
                }
            }
        }
        result
    }

    /// All failures: tests, hooks, containers, reports. It is the exit code.
    pub fn n_failures(&self) -> usize {
        self.counts.failed + self.failed_blocks.len() + self.failed_containers.len() + self.faults.len()
    }

    /// All the time it took.
    pub fn duration(&self) -> Duration {
        self.sum(|root| root.item.time() + root.discovery_time.get())
    }

    fn sum(&self, part: impl Fn(&Block) -> Duration) -> Duration {
        self.containers.iter().map(|container| part(&container.root)).sum()
    }

    fn tests_that(&self, outcome: Outcome) -> Value {
        list(self.tests.iter().filter(|test| test.item.outcome.get() == outcome).map(test_object).collect())
    }
}

/// Decides how a block ended, with all that is in it, and counts its tests.
pub fn settle_block(block: &Rc<Block>, skip_run: bool) {
    let mut own = Counts::default();
    for test in block.tests() {
        let item = &test.item;
        if item.outcome.get() == Outcome::NotRun && item.should_run.get() && !skip_run {
            // It should have run, but a hook or the container failed before.
            item.outcome.set(if item.skip.get() { Outcome::Skipped } else { Outcome::Failed });
        }
        own.add(item.outcome.get());
    }
    let mut all = own;
    let mut passed = block.own_passed.get() && own.failed == 0;
    for inner in block.blocks() {
        settle_block(&inner, skip_run);
        passed &= !inner.item.should_run.get() || inner.item.passed.get();
        all.merge(inner.counts.get());
    }
    block.own_counts.set(own);
    block.counts.set(all);
    let item = &block.item;
    let failed = !item.errors.borrow().is_empty();
    item.passed.set(passed && !failed && item.executed.get());
    item.outcome.set(if failed {
        Outcome::Failed
    } else if item.skip.get() {
        Outcome::Skipped
    } else if item.passed.get() {
        Outcome::Passed
    } else if item.should_run.get() && !skip_run {
        Outcome::Failed
    } else {
        Outcome::NotRun
    });
}

fn list(items: Vec<Value>) -> Value {
    Value::List(Rc::new(List::new(TypeId::LIST.generic(&[TypeId::OBJECT]), items)))
}

fn span(time: Duration) -> Value {
    Value::TimeSpan(TimeSpan((time.as_nanos() / 100) as i64))
}

/// An object of a name that only Pester has.
fn object(type_name: &'static str, clr: impl ClrObject) -> Value {
    let members = Members { type_names: Some([type_name, "System.Object"].map(Rc::from).into()), ..Members::default() };
    Value::Object(Rc::new(Object { payload: Payload::Clr(Box::new(clr)), members: RefCell::new(members) }))
}

/// An error with the texts that it is shown by.
pub fn error_value(failure: &Failure) -> Value {
    let value = failure.record.value();
    value.set_note("DisplayErrorMessage", Value::str(&failure.message));
    value.set_note("DisplayStackTrace", Value::str(&failure.trace));
    value
}

fn errors(item: &Item) -> Value {
    list(item.errors.borrow().iter().map(error_value).collect())
}

/// What tests and blocks have in common.
fn item_property(item: &Item, name: &str) -> Option<Value> {
    Some(match name {
        "name" => Value::Str(item.name.clone()),
        "path" => Value::strings(&item.path),
        "data" => item.data.clone().unwrap_or(Value::Null),
        "expandedname" => Value::Str(item.expanded_name.borrow().clone()),
        "expandedpath" => Value::Str(item.expanded_path.borrow().clone()),
        "result" => Value::str(item.outcome.get().name()),
        "errorrecord" => errors(item),
        "standardoutput" => Value::from_outputs(item.output.borrow().clone()),
        "duration" => span(item.time()),
        "userduration" => span(item.user_time.get()),
        "frameworkduration" => span(item.framework_time.get()),
        "scriptblock" => item.body.clone().map_or(Value::Null, Value::ScriptBlock),
        "tag" => Value::strings(&item.tags),
        "startline" => Value::Int(item.line as i32),
        "executedat" => item.executed_at.get().map_or(Value::Null, Value::DateTime),
        "executed" => Value::Bool(item.executed.get()),
        "passed" => Value::Bool(item.passed.get()),
        "skip" => Value::Bool(item.skip.get()),
        "shouldrun" => Value::Bool(item.should_run.get()),
        "include" => Value::Bool(item.include.get()),
        "exclude" => Value::Bool(item.exclude.get()),
        "explicit" => Value::Bool(item.explicit.get()),
        "first" => Value::Bool(item.first.get()),
        "last" => Value::Bool(item.last.get()),
        "groupid" | "id" => item.group.clone().map_or(Value::Null, Value::Str),
        _ => return None,
    })
}

struct TestObject {
    test: Rc<Test>,
    /// Keeps the tree above alive.
    _root: Option<Rc<Block>>,
}

/// A test as an object.
pub fn test_object(test: &Rc<Test>) -> Value {
    let root = test.block.upgrade().map(|block| super::run::root_of(&block));
    object("Pester.Test", TestObject { test: test.clone(), _root: root })
}

impl ClrObject for TestObject {
    fn class(&self) -> TypeId {
        TypeId::OBJECT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec![
            "Name",
            "Path",
            "Data",
            "ExpandedName",
            "ExpandedPath",
            "Result",
            "ErrorRecord",
            "StandardOutput",
            "Duration",
            "ItemType",
            "Id",
            "ScriptBlock",
            "Tag",
            "StartLine",
            "Skip",
            "Block",
            "First",
            "Last",
            "Include",
            "Exclude",
            "Explicit",
            "ShouldRun",
            "Executed",
            "ExecutedAt",
            "Passed",
            "Skipped",
            "Inconclusive",
            "UserDuration",
            "FrameworkDuration",
        ]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "itemtype" => Some(Value::str("Test")),
            "block" => Some(self.test.block.upgrade().map_or(Value::Null, |block| block_object(&block))),
            "skipped" => Some(Value::Bool(self.test.skipped.get())),
            "inconclusive" => Some(Value::Bool(self.test.inconclusive.get())),
            _ => item_property(&self.test.item, &name),
        }
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        let item = &self.test.item;
        let mark = match item.outcome.get() {
            Outcome::Passed => '+',
            Outcome::Failed => '-',
            Outcome::Skipped => '!',
            Outcome::Inconclusive => '?',
            Outcome::NotRun => 'o',
        };
        Some(format!("[{mark}] {}", item.expanded_path.borrow()))
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<TestObject>().is_some_and(|other| Rc::ptr_eq(&self.test, &other.test))
    }
}

struct BlockObject {
    block: Rc<Block>,
    _root: Rc<Block>,
}

/// A block as an object.
pub fn block_object(block: &Rc<Block>) -> Value {
    object("Pester.Block", BlockObject { block: block.clone(), _root: super::run::root_of(block) })
}

/// Counts by property name.
fn count_property(block: &Block, name: &str) -> Option<Value> {
    let (counts, rest) = match name.strip_prefix("own") {
        Some(rest) => (block.own_counts.get(), rest),
        None => (block.counts.get(), name),
    };
    let number = match rest {
        "totalcount" => counts.total,
        "passedcount" => counts.passed,
        "failedcount" => counts.failed,
        "skippedcount" => counts.skipped,
        "inconclusivecount" => counts.inconclusive,
        "notruncount" => counts.not_run,
        _ => return None,
    };
    Some(Value::Int(number as i32))
}

fn hook(hook: &super::model::Hook) -> Value {
    hook.borrow().clone().map_or(Value::Null, Value::ScriptBlock)
}

impl ClrObject for BlockObject {
    fn class(&self) -> TypeId {
        TypeId::OBJECT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec![
            "Name",
            "Path",
            "Data",
            "ExpandedName",
            "ExpandedPath",
            "Blocks",
            "Tests",
            "Order",
            "Result",
            "FailedCount",
            "PassedCount",
            "SkippedCount",
            "InconclusiveCount",
            "NotRunCount",
            "TotalCount",
            "ErrorRecord",
            "Duration",
            "Id",
            "ItemType",
            "Tag",
            "StartLine",
            "Skip",
            "OneTimeTestSetup",
            "OneTimeTestTeardown",
            "EachTestSetup",
            "EachTestTeardown",
            "IsRoot",
            "Parent",
            "Root",
            "ScriptBlock",
            "First",
            "Last",
            "Include",
            "Exclude",
            "Explicit",
            "ShouldRun",
            "Executed",
            "ExecutedAt",
            "Passed",
            "OwnPassed",
            "OwnTotalCount",
            "OwnPassedCount",
            "OwnFailedCount",
            "OwnSkippedCount",
            "OwnInconclusiveCount",
            "OwnNotRunCount",
            "StandardOutput",
            "UserDuration",
            "FrameworkDuration",
        ]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let block = &self.block;
        let name = name.to_ascii_lowercase();
        Some(match name.as_str() {
            "itemtype" => Value::str("Block"),
            "blocks" => list(block.blocks().iter().map(block_object).collect()),
            "tests" => list(block.tests().iter().map(test_object).collect()),
            "order" => list(
                block
                    .children
                    .borrow()
                    .iter()
                    .map(|child| match child {
                        super::model::Child::Test(test) => test_object(test),
                        super::model::Child::Block(block) => block_object(block),
                    })
                    .collect(),
            ),
            "parent" => block.parent().map_or(Value::Null, |parent| block_object(&parent)),
            "root" => block_object(&super::run::root_of(block)),
            "isroot" => Value::Bool(block.is_root()),
            "ownpassed" => Value::Bool(block.own_passed.get()),
            "onetimetestsetup" => hook(&block.before_all),
            "onetimetestteardown" => hook(&block.after_all),
            "eachtestsetup" => hook(&block.before_each),
            "eachtestteardown" => hook(&block.after_each),
            _ => return item_property(&block.item, &name).or_else(|| count_property(block, &name)),
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.block.item.expanded_path.borrow().to_string())
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<BlockObject>().is_some_and(|other| Rc::ptr_eq(&self.block, &other.block))
    }
}

struct ContainerObject(Rc<ContainerResult>);

/// A container as an object.
fn container_object(container: &Rc<ContainerResult>) -> Value {
    object("Pester.Container", ContainerObject(container.clone()))
}

/// A container's file as `Get-Item` gives it, or its block.
pub fn source_value(source: &Source) -> Value {
    match source {
        Source::File(path) => crate::library::files::file_info::file_value(std::path::Path::new(&**path)),
        Source::Block(block) => Value::ScriptBlock(block.clone()),
    }
}

impl ClrObject for ContainerObject {
    fn class(&self) -> TypeId {
        TypeId::OBJECT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec![
            "Name",
            "Type",
            "Item",
            "Data",
            "Blocks",
            "Result",
            "Duration",
            "FailedCount",
            "PassedCount",
            "SkippedCount",
            "InconclusiveCount",
            "NotRunCount",
            "TotalCount",
            "ErrorRecord",
            "Executed",
            "ExecutedAt",
            "Passed",
            "OwnPassed",
            "Skip",
            "ShouldRun",
            "StandardOutput",
            "UserDuration",
            "FrameworkDuration",
            "DiscoveryDuration",
        ]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let ContainerResult { container, root } = &*self.0;
        let name = name.to_ascii_lowercase();
        Some(match name.as_str() {
            "name" => Value::Str(container.source.name()),
            "type" => Value::str(container.source.kind()),
            "item" => source_value(&container.source),
            "data" => container.data.clone(),
            "blocks" => list(root.blocks().iter().map(block_object).collect()),
            "duration" => span(root.item.time() + root.discovery_time.get()),
            "discoveryduration" => span(root.discovery_time.get()),
            "ownpassed" => Value::Bool(root.own_passed.get()),
            _ => return item_property(&root.item, &name).or_else(|| count_property(root, &name)),
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.0.container.source.name().to_string())
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<ContainerObject>().is_some_and(|other| Rc::ptr_eq(&self.0, &other.0))
    }
}

struct RunObject(Rc<RunResult>);

/// A run as an object.
pub fn run_object(result: &Rc<RunResult>) -> Value {
    object("Pester.Run", RunObject(result.clone()))
}

impl ClrObject for RunObject {
    fn class(&self) -> TypeId {
        TypeId::OBJECT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec![
            "Containers",
            "Result",
            "FailedCount",
            "FailedBlocksCount",
            "FailedContainersCount",
            "PassedCount",
            "SkippedCount",
            "InconclusiveCount",
            "NotRunCount",
            "TotalCount",
            "Duration",
            "Executed",
            "ExecutedAt",
            "Version",
            "PSVersion",
            "Configuration",
            "DiscoveryDuration",
            "UserDuration",
            "FrameworkDuration",
            "Failed",
            "FailedBlocks",
            "FailedContainers",
            "Passed",
            "Skipped",
            "Inconclusive",
            "NotRun",
            "Tests",
            "CodeCoverage",
        ]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let result = &*self.0;
        let counts = result.counts;
        let number = |n: usize| Value::Int(n as i32);
        Some(match name.to_ascii_lowercase().as_str() {
            "containers" => list(result.containers.iter().map(container_object).collect()),
            "result" => Value::str(if result.n_failures() > 0 { "Failed" } else { "Passed" }),
            "failedcount" => number(counts.failed),
            "failedblockscount" => number(result.failed_blocks.len()),
            "failedcontainerscount" => number(result.failed_containers.len()),
            "passedcount" => number(counts.passed),
            "skippedcount" => number(counts.skipped),
            "inconclusivecount" => number(counts.inconclusive),
            "notruncount" => number(counts.not_run),
            "totalcount" => number(counts.total),
            "duration" => span(result.duration()),
            "discoveryduration" => span(result.sum(|root| root.discovery_time.get())),
            "userduration" => span(result.sum(|root| root.item.user_time.get())),
            "frameworkduration" => span(result.sum(|root| root.item.framework_time.get())),
            "executed" => Value::Bool(true),
            "executedat" => Value::DateTime(result.executed_at),
            "version" => Value::str(super::VERSION),
            "psversion" => Value::str("7.6.9"),
            "configuration" => result.configuration.clone(),
            "failed" => result.tests_that(Outcome::Failed),
            "passed" => result.tests_that(Outcome::Passed),
            "skipped" => result.tests_that(Outcome::Skipped),
            "inconclusive" => result.tests_that(Outcome::Inconclusive),
            "notrun" => result.tests_that(Outcome::NotRun),
            "tests" => list(result.tests.iter().map(test_object).collect()),
            "failedblocks" => {
                let blocks = result.containers.iter().flat_map(|container| container.root.all_blocks());
                list(blocks.filter(|block| !block.item.errors.borrow().is_empty()).map(|block| block_object(&block)).collect())
            }
            "failedcontainers" => {
                let failed = result.containers.iter().filter(|container| !container.root.item.errors.borrow().is_empty());
                list(failed.map(container_object).collect())
            }
            "codecoverage" => result.coverage.borrow().clone(),
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some("Pester.Run".to_owned())
    }
}
