//! The tree of what was discovered: containers, blocks (`Describe`, `Context`) and tests, with their results.
//!
//! Not here: how they are found (`discovery`), chosen (`filter`), run (`run`) and shown (`screen`).

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;

use super::mock::Mocks;
use crate::value::{DateTime, ErrorRecord, ScriptBlock, Value};

/// What a block was written as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// What stands around a container's outermost blocks.
    Root,
    /// `Describe`.
    Describe,
    /// `Context`.
    Context,
}

impl BlockKind {
    /// The command's name.
    pub fn name(self) -> &'static str {
        match self {
            BlockKind::Root => "Root",
            BlockKind::Describe => "Describe",
            BlockKind::Context => "Context",
        }
    }
}

/// How a test or block ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Outcome {
    /// It was not chosen, or not reached.
    #[default]
    NotRun,
    /// All went well.
    Passed,
    /// Something failed.
    Failed,
    /// It was left out on purpose.
    Skipped,
    /// It said itself that it cannot tell.
    Inconclusive,
}

impl Outcome {
    /// As results name it.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::NotRun => "NotRun",
            Outcome::Passed => "Passed",
            Outcome::Failed => "Failed",
            Outcome::Skipped => "Skipped",
            Outcome::Inconclusive => "Inconclusive",
        }
    }
}

/// A block that runs before or after others.
pub type Hook = RefCell<Option<Rc<ScriptBlock>>>;

/// What blocks and tests have in common.
pub struct Item {
    /// The name as written.
    pub name: Rc<str>,
    /// The name with its templates filled in, once it runs.
    pub expanded_name: RefCell<Rc<str>>,
    /// The names of the blocks around it, then its own.
    pub path: Vec<Rc<str>>,
    /// The names with their templates filled in, joined by dots.
    pub expanded_path: RefCell<Rc<str>>,
    /// Tags.
    pub tags: Vec<Rc<str>>,
    /// The body.
    pub body: Option<Rc<ScriptBlock>>,
    /// The line of the command.
    pub line: u32,
    /// Line and column of the command: what data generated together shares it.
    pub group: Option<Rc<str>>,
    /// The item of `-ForEach` it was made for.
    pub data: Option<Value>,
    /// Whether it is left out.
    pub skip: Cell<bool>,
    /// Whether the filters chose it.
    pub should_run: Cell<bool>,
    /// Whether a line filter named it.
    pub explicit: Cell<bool>,
    /// Whether a filter included it.
    pub include: Cell<bool>,
    /// Whether a filter excluded it.
    pub exclude: Cell<bool>,
    /// Whether it is the first of its siblings that runs.
    pub first: Cell<bool>,
    /// Whether it is the last of them.
    pub last: Cell<bool>,
    /// Whether it ran.
    pub executed: Cell<bool>,
    /// When it started.
    pub executed_at: Cell<Option<DateTime>>,
    /// Whether it passed; a block: with all that is in it.
    pub passed: Cell<bool>,
    /// What went wrong.
    pub errors: RefCell<Vec<Failure>>,
    /// Time in the script's own code.
    pub user_time: Cell<Duration>,
    /// Time of the rest.
    pub framework_time: Cell<Duration>,
    /// What its body wrote.
    pub output: RefCell<Vec<Value>>,
    /// Mocks defined in it, and their calls.
    pub mocks: RefCell<Mocks>,
    /// How it ended.
    pub outcome: Cell<Outcome>,
}

impl Item {
    /// An item that nothing has happened to yet.
    pub fn new(name: Rc<str>, path: Vec<Rc<str>>, body: Option<Rc<ScriptBlock>>) -> Item {
        let joined: Rc<str> = Rc::from(path.join("."));
        Item {
            expanded_name: RefCell::new(name.clone()),
            name,
            path,
            expanded_path: RefCell::new(joined),
            tags: Vec::new(),
            body,
            line: 0,
            group: None,
            data: None,
            skip: Cell::new(false),
            should_run: Cell::new(false),
            explicit: Cell::new(false),
            include: Cell::new(false),
            exclude: Cell::new(false),
            first: Cell::new(false),
            last: Cell::new(false),
            executed: Cell::new(false),
            executed_at: Cell::new(None),
            passed: Cell::new(false),
            errors: RefCell::default(),
            user_time: Cell::default(),
            framework_time: Cell::default(),
            output: RefCell::default(),
            mocks: RefCell::default(),
            outcome: Cell::default(),
        }
    }

    /// All the time it took.
    pub fn time(&self) -> Duration {
        self.user_time.get() + self.framework_time.get()
    }

    /// The file its body stands in.
    pub fn file(&self) -> Option<Rc<str>> {
        let body = self.body.as_ref()?;
        crate::engine::command::block_code(body).source().name().map(Rc::from)
    }
}

/// An error of a test or block, and how it is shown.
#[derive(Clone)]
pub struct Failure {
    /// The error.
    pub record: ErrorRecord,
    /// Its message, a line each.
    pub message: String,
    /// Where it happened, a line each.
    pub trace: String,
}

/// A test.
pub struct Test {
    /// Name, body, result.
    pub item: Item,
    /// The block it stands in.
    pub block: Weak<Block>,
    /// Whether it was left out, or left itself out.
    pub skipped: Cell<bool>,
    /// Whether it called itself inconclusive.
    pub inconclusive: Cell<bool>,
}

/// A test or a block, in the order they were written.
#[derive(Clone)]
pub enum Child {
    /// A test.
    Test(Rc<Test>),
    /// A block.
    Block(Rc<Block>),
}

/// Counts of tests.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct Counts {
    /// All.
    pub total: usize,
    /// Passed.
    pub passed: usize,
    /// Failed.
    pub failed: usize,
    /// Left out.
    pub skipped: usize,
    /// Inconclusive.
    pub inconclusive: usize,
    /// Not chosen.
    pub not_run: usize,
}

impl Counts {
    /// Counts one test.
    pub fn add(&mut self, outcome: Outcome) {
        self.total += 1;
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Failed => self.failed += 1,
            Outcome::Skipped => self.skipped += 1,
            Outcome::Inconclusive => self.inconclusive += 1,
            Outcome::NotRun => self.not_run += 1,
        }
    }

    /// Adds other counts.
    pub fn merge(&mut self, other: Counts) {
        self.total += other.total;
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.inconclusive += other.inconclusive;
        self.not_run += other.not_run;
    }
}

/// A `Describe` or `Context`, or a container's root.
pub struct Block {
    /// Name, body, result.
    pub item: Item,
    /// What it was written as.
    pub kind: BlockKind,
    /// The block around it.
    pub parent: Option<Weak<Block>>,
    /// What is in it.
    pub children: RefCell<Vec<Child>>,
    /// `BeforeEach`.
    pub before_each: Hook,
    /// `AfterEach`.
    pub after_each: Hook,
    /// `BeforeAll`.
    pub before_all: Hook,
    /// `AfterAll`.
    pub after_all: Hook,
    /// Whether its own hooks went well.
    pub own_passed: Cell<bool>,
    /// Whether its name was shown.
    pub shown: Cell<bool>,
    /// Counts of its own tests.
    pub own_counts: Cell<Counts>,
    /// Counts with those of blocks in it.
    pub counts: Cell<Counts>,
    /// Time to discover it (roots only).
    pub discovery_time: Cell<Duration>,
}

impl Block {
    /// A block without anything in it.
    pub fn new(kind: BlockKind, item: Item, parent: Option<&Rc<Block>>) -> Rc<Block> {
        Rc::new(Block {
            item,
            kind,
            parent: parent.map(Rc::downgrade),
            children: RefCell::default(),
            before_each: RefCell::default(),
            after_each: RefCell::default(),
            before_all: RefCell::default(),
            after_all: RefCell::default(),
            own_passed: Cell::new(true),
            shown: Cell::new(false),
            own_counts: Cell::default(),
            counts: Cell::default(),
            discovery_time: Cell::default(),
        })
    }

    /// Whether it is a container's root.
    pub fn is_root(&self) -> bool {
        self.kind == BlockKind::Root
    }

    /// The block around it.
    pub fn parent(&self) -> Option<Rc<Block>> {
        self.parent.as_ref()?.upgrade()
    }

    /// Its own tests.
    pub fn tests(&self) -> Vec<Rc<Test>> {
        let children = self.children.borrow();
        children
            .iter()
            .filter_map(|child| match child {
                Child::Test(test) => Some(test.clone()),
                Child::Block(_) => None,
            })
            .collect()
    }

    /// The blocks in it.
    pub fn blocks(&self) -> Vec<Rc<Block>> {
        let children = self.children.borrow();
        children
            .iter()
            .filter_map(|child| match child {
                Child::Block(block) => Some(block.clone()),
                Child::Test(_) => None,
            })
            .collect()
    }

    /// All tests in it and in its blocks: its own first.
    pub fn all_tests(&self) -> Vec<Rc<Test>> {
        let mut all = Vec::new();
        self.collect_tests(&mut all);
        all
    }

    fn collect_tests(&self, all: &mut Vec<Rc<Test>>) {
        all.extend(self.tests());
        for block in self.blocks() {
            block.collect_tests(all);
        }
    }

    /// All blocks in it, outer ones first.
    pub fn all_blocks(&self) -> Vec<Rc<Block>> {
        let mut all = Vec::new();
        for block in self.blocks() {
            all.push(block.clone());
            all.extend(block.all_blocks());
        }
        all
    }
}

/// What tests come from.
#[derive(Clone)]
pub enum Source {
    /// A file.
    File(Rc<str>),
    /// A block.
    Block(Rc<ScriptBlock>),
}

impl Source {
    /// `File` or `ScriptBlock`.
    pub fn kind(&self) -> &'static str {
        match self {
            Source::File(_) => "File",
            Source::Block(_) => "ScriptBlock",
        }
    }

    /// As messages name it.
    pub fn name(&self) -> Rc<str> {
        match self {
            Source::File(path) => path.clone(),
            Source::Block(block) => match crate::engine::command::block_code(block).source().name() {
                Some(file) => {
                    let code = crate::engine::command::block_code(block);
                    Rc::from(format!("<ScriptBlock>:{file}:{}", code.source().locate(code.tree.span.start).line))
                }
                None => Rc::from("<ScriptBlock>"),
            },
        }
    }
}

/// A file or block with tests, as it was asked for.
#[derive(Clone)]
pub struct Container {
    /// Where the tests are.
    pub source: Source,
    /// Values for its parameters.
    pub data: Value,
}

/// A container with what was found in it.
pub struct Found {
    /// What was asked for.
    pub container: Container,
    /// What is in it.
    pub root: Rc<Block>,
    /// Whether discovery failed.
    pub broken: Cell<bool>,
}
