//! What a run of tests keeps in the session while it lasts: the phase, the block and the test at hand.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::model::{Block, BlockKind, Item, Test};
use super::settings::Settings;
use super::should::custom::CustomOperator;
use crate::engine::Engine;
use crate::value::{Category, ErrorRecord, Raise, ScriptBlock, TypeId, Value};

/// What is going on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// Blocks run to find tests.
    Discovery,
    /// Tests run.
    Run,
    /// Blocks and tests run as they are met.
    SinglePass,
}

/// A run of tests.
pub struct RunState {
    /// The settings.
    pub settings: Settings,
    /// What is going on.
    pub phase: Cell<Phase>,
    /// The block at hand.
    pub block: RefCell<Rc<Block>>,
    /// The test at hand.
    pub test: RefCell<Option<Rc<Test>>>,
    /// Depth of the engine's stack where the code at hand began.
    pub base: Cell<usize>,
    /// Errors of assertions that did not end the test.
    pub pending: RefCell<Vec<ErrorRecord>>,
    /// Whether a mock's filter runs: assertions in it throw.
    pub in_filter: Cell<bool>,
    /// Time so far in the scripts' own code.
    pub user_time: Cell<Duration>,
    /// Since when such code runs.
    pub user_since: Cell<Option<Instant>>,
    /// Templates of names, compiled.
    pub templates: RefCell<HashMap<Rc<str>, Rc<ScriptBlock>>>,
    /// A test that failed, after which the rest is left out.
    pub first_failure: RefCell<Option<Rc<Test>>>,
    /// How many tests were left out after a failure.
    pub n_left_out: Cell<usize>,
    /// What shows the run.
    pub screen: Rc<super::screen::Screen>,
    /// Whether `Set-ItResult -Pending` was used.
    pub used_pending: Cell<bool>,
    /// Whether snapshots of mails are written anew.
    pub update_snapshots: bool,
}

impl RunState {
    /// A run at its beginning.
    pub fn new(settings: Settings, screen: Rc<super::screen::Screen>) -> RunState {
        let root = Block::new(BlockKind::Root, Item::new(Rc::from("Root"), Vec::new(), None), None);
        let update_snapshots = settings.update_snapshots;
        RunState {
            settings,
            phase: Cell::new(Phase::Discovery),
            block: RefCell::new(root),
            test: RefCell::new(None),
            base: Cell::new(0),
            pending: RefCell::default(),
            in_filter: Cell::new(false),
            user_time: Cell::default(),
            user_since: Cell::new(None),
            templates: RefCell::default(),
            first_failure: RefCell::default(),
            n_left_out: Cell::default(),
            screen,
            used_pending: Cell::new(false),
            update_snapshots,
        }
    }

    /// Time in scripts' own code so far.
    pub fn user_time(&self) -> Duration {
        self.user_time.get() + self.user_since.get().map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// The test or block at hand, for what belongs to either.
    pub fn with_item<T>(&self, use_item: impl FnOnce(&Item) -> T) -> T {
        match &*self.test.borrow() {
            Some(test) => use_item(&test.item),
            None => use_item(&self.block.borrow().item),
        }
    }

    /// Runs a script's own code: its time counts as the user's.
    pub fn timed<T>(&self, engine: &mut Engine, run: impl FnOnce(&mut Engine) -> T) -> T {
        let outer = self.user_since.get();
        if outer.is_none() {
            self.user_since.set(Some(Instant::now()));
        }
        let result = run(engine);
        if outer.is_none()
            && let Some(since) = self.user_since.take()
        {
            self.user_time.set(self.user_time.get() + since.elapsed());
        }
        result
    }
}

/// What this folder keeps in the session.
#[derive(Default)]
pub struct Testing {
    /// Runs, the innermost last.
    pub runs: Vec<Rc<RunState>>,
    /// Operators that scripts added to `Should`.
    pub operators: Vec<Rc<CustomOperator>>,
}

/// The run at hand.
pub fn current(engine: &mut Engine) -> Option<Rc<RunState>> {
    engine.extension::<Testing>().runs.last().cloned()
}

/// The run at hand, or an error that names the command which needs one.
pub fn expect_run(engine: &mut Engine, command: &str) -> Result<Rc<RunState>, Raise> {
    match current(engine) {
        Some(run) => Ok(run),
        None => Err(thrown(format!("The {command} command may only be used inside of tests that Invoke-Pester runs."))),
    }
}

/// An error as `throw 'text'` raises it.
pub fn thrown(message: impl AsRef<str>) -> Raise {
    let message = message.as_ref();
    let record = ErrorRecord::new(TypeId::RUNTIME_EXCEPTION, message, message, Category::OperationStopped, Value::str(message));
    record.0.thrown.set(true);
    record.into()
}

/// An error of this class as `throw` raises it.
pub fn thrown_as(class: TypeId, message: impl AsRef<str>) -> Raise {
    let message = message.as_ref();
    let record = ErrorRecord::new(class, message, message, Category::OperationStopped, Value::Null);
    record.0.thrown.set(true);
    record.into()
}
