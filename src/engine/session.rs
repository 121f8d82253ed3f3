//! What lives between two lines of input.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use super::command::Registry;
use super::interrupt::Interrupt;
use super::module::Module;
use super::redirect::Streams;
use super::scope::{Scope, ScopeKind, SessionState};
use crate::dispatch::{Dispatch, Sources};
use crate::program::{Block, Symbol};
use crate::source::Span;
use crate::value::text::culture::Culture;
use crate::value::{List, SpecialMember, TypeId, Value};

/// The world outside: a terminal, or pipes.
pub trait Ui {
    /// Text for standard output, as it stands.
    fn write_out(&mut self, text: &str);
    /// Text for standard error, as it stands.
    fn write_err(&mut self, text: &str);
    /// Columns; none if there is no terminal.
    fn width(&self) -> Option<usize>;
    /// Rows; none if there is no terminal.
    fn height(&self) -> Option<usize> {
        None
    }
    /// Sets the window's title.
    fn set_title(&mut self, _title: &str) {}
    /// Takes the styles of what it writes itself; they may change later.
    fn use_styles(&mut self, _styles: Rc<RefCell<Rc<crate::present::style::Formatting>>>) {}
    /// Whether escape sequences may be written.
    fn colors(&self) -> bool;
    /// Whether somebody can answer.
    fn interactive(&self) -> bool;
    /// Asks for a line; none at the end of input.
    fn read_line(&mut self, prompt: &str) -> Option<String>;
    /// Asks for a line that is not shown.
    fn read_secret(&mut self, prompt: &str) -> Option<String>;
    /// Shows a line of the warning, verbose or debug stream.
    fn write_message(&mut self, stream: crate::cmdlet::StreamKind, text: &str);
    /// Writes `Write-Host`'s text in these console colours.
    fn write_host(&mut self, text: &str, foreground: Option<i64>, background: Option<i64>);
    /// Shows progress (activity, status, percent or -1), or takes it away.
    fn progress(&mut self, progress: Option<(&str, &str, i32)>);
    /// Clears the screen.
    fn clear(&mut self);
    /// What stands on the terminal's line since the last line end.
    fn pending_line(&self) -> &str {
        ""
    }
    /// The terminal's line is empty again, or somebody else takes care of what stands on it.
    fn begin_line(&mut self) {}
    /// A line was typed at the prompt; the time is a transcript's.
    fn typed(&mut self, _prompt: &str, _line: &str, _time: &str) {}
    /// The terminal behind this one, if this one only listens; it is of no use afterwards.
    fn take_inner(&mut self) -> Option<Box<dyn Ui>> {
        None
    }
    /// Gives the terminal to a program, or takes it back.
    fn lend_terminal(&mut self, _to_program: bool) {}
}

/// A call on the engine's stack: what runs, and where it is.
pub struct Activation {
    /// The block.
    pub block: Rc<Block>,
    /// The statement at hand.
    pub span: Span,
    /// The function's name; empty for a block or script.
    pub name: Rc<str>,
}

/// The engine with all of a session's state.
pub struct Engine {
    /// The session's own state; modules have others.
    pub global: Rc<SessionState>,
    /// The state at hand.
    pub state: Rc<SessionState>,
    /// Calls, outermost first.
    pub stack: Vec<Activation>,
    /// `$?`.
    pub success: bool,
    /// How many `try` (or trapped) statements are being run.
    pub(super) guarded: usize,
    /// `$Error`.
    pub errors: Rc<List>,
    /// Where streams go.
    pub streams: Rc<Streams>,
    /// Where the blocks that a cmdlet runs write, where that is not where the cmdlet itself does.
    pub(super) block_streams: Option<Rc<Streams>>,
    /// The terminal.
    pub ui: Box<dyn Ui>,
    /// Cmdlets.
    pub registry: Registry,
    /// Aliases that are always there.
    pub builtin_aliases: HashMap<&'static str, &'static str>,
    /// Those a script took away.
    pub removed_aliases: HashSet<String>,
    /// Rises whenever a name may mean another command.
    pub epoch: u64,
    /// Loaded modules.
    pub modules: Vec<Rc<Module>>,
    /// The culture.
    pub culture: Arc<Culture>,
    /// Current directory of the file system.
    pub location: PathBuf,
    /// Drive and path of the location, where it is not the file system.
    pub other_location: Option<(Rc<str>, Rc<str>)>,
    /// Location stacks by name.
    pub location_stacks: HashMap<String, Vec<Value>>,
    /// Members that `Update-TypeData` gave, by lower-case type name.
    pub type_data: HashMap<String, Vec<(Rc<str>, Rc<SpecialMember>)>>,
    /// `-NonInteractive`.
    pub non_interactive: bool,
    /// Whether `Set-StrictMode` was ever used.
    pub any_strict: bool,
    /// The stop flag.
    pub interrupt: Interrupt,
    /// Scopes that `$using:` reads, outermost job first.
    pub(super) using: Vec<Rc<Scope>>,
    /// Depth of calls.
    pub(super) depth: usize,
    /// Environment variables: the process's own at the start, then what the session makes of them.
    pub environment: indexmap::IndexMap<String, String>,
    /// Numbers pipelines.
    pub(super) next_pipeline: u64,
    /// The pipeline at work.
    pub(super) pipeline: u64,
    /// Arguments of `New-Module`, jobs and the like: anything a library cmdlet keeps in the session, by its type.
    pub extensions: HashMap<std::any::TypeId, Box<dyn std::any::Any>>,
    /// Lines typed, for `Get-History`.
    pub history: Vec<HistoryEntry>,
    /// What the line at hand stands for in the history: the line that `Invoke-History` ran.
    pub history_line: Option<Rc<str>>,
    /// `exit` was called inside a nested run.
    pub exiting: Option<i32>,
    /// Where time and chance come from; the system's own unless a run must repeat.
    pub sources: Sources,
    /// The script given on the command line.
    pub script_path: Option<Rc<str>>,
    /// The prompt is running: errors have no position lines.
    pub at_prompt: bool,
    /// Shows an object by the formatter (`Out-Default`), set by the application.
    pub show: Option<ShowFn>,
    /// Text of an error record by the error view, set by the application.
    pub error_text: Option<ErrorTextFn>,
    /// Text of objects as the formatter prints them (native programs' input, redirections), set by the application.
    pub format_objects: Option<FormatFn>,
    /// Ends what is being shown, so that other text may be written.
    pub flush_show: Option<FlushFn>,
    /// Makes objects of classes that a layer above knows, set by the application.
    pub make_object: Option<MakeFn>,
    /// The tenant's door, opened at first use.
    pub dispatch: Option<Dispatch>,
    /// Makes the tenant's door, set by the application.
    pub open_dispatch: Option<Box<dyn FnOnce() -> Dispatch>>,
    /// Asked before a native program runs (a plan refuses).
    pub native_gate: Option<NativeGate>,
    /// Asked before a file is written or removed (a plan refuses).
    pub file_gate: Option<FileGate>,
    /// Asked before a request goes to the network (a plan refuses): method and address.
    pub network_gate: Option<NetworkGate>,
    /// Secrets that the session gave to the script (PINs): transcripts mask them.
    pub revealed: Rc<RefCell<std::collections::BTreeSet<Rc<str>>>>,
    /// A better text for a name that is no command.
    pub hint: Option<HintFn>,
    /// The folder of a drive that a script made.
    pub drive_root: Option<fn(&Engine, &str) -> Option<PathBuf>>,
    /// Types that a text defines, by the text (kept with them, so that no other takes its address).
    pub(super) text_types: HashMap<*const crate::source::SourceText, (Rc<crate::source::SourceText>, HashMap<String, TypeId>)>,
    /// Brings in the module of a command that was not found; true: it may be found now.
    pub autoload: Option<fn(&mut Engine, &str) -> bool>,
    /// Arguments that start another session like this one: `-Seed`, `-Now`, `-Tenant`, `-Culture`.
    pub session_arguments: Vec<String>,
    /// Stands between calls and their commands; none almost always.
    pub interceptor: Option<Rc<dyn super::intercept::Interceptor>>,
    /// Told of each statement that runs, while coverage is measured.
    pub tracer: Option<Rc<dyn super::intercept::Tracer>>,
    /// Reads and runs lines inside of what runs, until `exit`; set by the prompt.
    pub nested_prompt: Option<NestedFn>,
    /// Static methods of classes that the layers above have.
    pub statics: Vec<(TypeId, StaticFn)>,
    /// A program wrote to the terminal itself: nobody knows the column that the cursor is in.
    pub is_column_unknown: bool,
    /// The window's title, as the session set it.
    pub window_title: Rc<str>,
    /// Methods of objects that the layers above have.
    pub methods: Vec<MethodFn>,
}

/// An object's methods by name; none if the object is another's or has no such method.
pub type MethodFn = fn(&mut Engine, &Value, &str, &[Value]) -> Option<crate::value::Run<Value>>;

/// A class's static methods by name; none if it has no such method.
pub type StaticFn = fn(&mut Engine, &str, &[Value]) -> Option<crate::value::Run<Value>>;

/// A prompt inside of what runs.
pub type NestedFn = Rc<dyn Fn(&mut Engine)>;

/// Formats objects as text.
pub type FormatFn = Rc<dyn Fn(&mut Engine, &[Value]) -> crate::value::Run<String>>;
/// Makes an object of a class; none: the class is not one of the layer's.
pub type MakeFn = fn(&mut Engine, TypeId, &[Value]) -> Option<crate::value::Run<Value>>;
/// Ends what is being shown.
pub type FlushFn = Rc<dyn Fn(&mut Engine) -> crate::value::Run>;
/// Asked before a native program runs: an error refuses, success means it was recorded instead.
pub type NativeGate = Rc<dyn Fn(&mut Engine, &str, &[String]) -> crate::value::Run>;
/// Asked before a file changes.
pub type FileGate = Rc<dyn Fn(&mut Engine, &std::path::Path) -> crate::value::Run>;
/// Asked before a request: method and address.
pub type NetworkGate = Rc<dyn Fn(&mut Engine, &str, &str) -> crate::value::Run>;
/// A text for an unknown command.
pub type HintFn = Rc<dyn Fn(&Engine, &str) -> Option<String>>;
/// Shows one object, or (none) ends what is being shown.
pub type ShowFn = Rc<dyn Fn(&mut Engine, Option<Value>) -> crate::value::Run>;
/// The text of an error, with colours if wanted.
pub type ErrorTextFn = Rc<dyn Fn(&mut Engine, &crate::value::ErrorRecord) -> String>;

/// A line of the session's history.
#[derive(Clone)]
pub struct HistoryEntry {
    /// From 1.
    pub id: i64,
    /// The text.
    pub line: Rc<str>,
    /// When it started.
    pub start: crate::value::DateTime,
    /// When it ended.
    pub end: crate::value::DateTime,
    /// Whether it went well.
    pub completed: bool,
}

impl Engine {
    /// A session with an empty registry.
    pub fn new(ui: Box<dyn Ui>) -> Engine {
        let top = Scope::new(ScopeKind::Global, None, Rc::from([]));
        let global = Rc::new(SessionState { module: RefCell::default(), top: top.clone(), current: RefCell::new(top) });
        let mut engine = Engine {
            state: global.clone(),
            global,
            stack: Vec::new(),
            success: true,
            guarded: 0,
            errors: Rc::new(List::new(TypeId::ARRAY_LIST, Vec::new())),
            streams: Rc::new(Streams::default()),
            block_streams: None,
            ui,
            registry: Registry::default(),
            builtin_aliases: HashMap::new(),
            removed_aliases: HashSet::new(),
            epoch: 1,
            modules: Vec::new(),
            culture: crate::value::text::culture::get("en-US").unwrap_or_else(|_| Culture::invariant_arc()),
            location: std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/")),
            other_location: None,
            location_stacks: HashMap::new(),
            type_data: HashMap::new(),
            non_interactive: false,
            any_strict: false,
            interrupt: Interrupt::default(),
            using: Vec::new(),
            depth: 0,
            environment: std::env::vars_os()
                .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()))
                .collect(),
            next_pipeline: 1,
            pipeline: 0,
            extensions: HashMap::new(),
            history: Vec::new(),
            history_line: None,
            exiting: None,
            sources: Sources::new(None, None),
            script_path: None,
            at_prompt: false,
            show: None,
            error_text: None,
            format_objects: None,
            flush_show: None,
            make_object: None,
            dispatch: None,
            open_dispatch: None,
            native_gate: None,
            file_gate: None,
            network_gate: None,
            revealed: Rc::default(),
            hint: None,
            drive_root: None,
            text_types: HashMap::new(),
            autoload: None,
            session_arguments: Vec::new(),
            interceptor: None,
            tracer: None,
            nested_prompt: None,
            statics: Vec::new(),
            is_column_unknown: false,
            window_title: Rc::from(""),
            methods: Vec::new(),
        };
        engine.set_initial_variables();
        engine
    }

    /// Notes a secret that the script gets to see.
    pub fn reveal(&self, secret: &str) {
        self.revealed.borrow_mut().insert(Rc::from(secret));
    }

    /// The scope at hand.
    pub fn scope(&self) -> Rc<Scope> {
        self.state.current.borrow().clone()
    }

    /// Makes a state and scope current; returns what was.
    pub(crate) fn enter(&mut self, state: &Rc<SessionState>, scope: Rc<Scope>) -> Saved {
        let old_scope = state.current.replace(scope);
        let old_state = std::mem::replace(&mut self.state, state.clone());
        Saved { old_state, state: state.clone(), old_scope }
    }

    /// Goes back to what [`Engine::enter`] left.
    pub(crate) fn leave(&mut self, saved: Saved) {
        let scope = saved.state.current.replace(saved.old_scope);
        if scope.tables.borrow().is_some() && scope.kind != ScopeKind::Global {
            self.epoch += 1;
        }
        self.state = saved.old_state;
    }

    /// The value a library cmdlet keeps in the session, made at first use.
    pub fn extension<T: Default + 'static>(&mut self) -> &mut T {
        self.extensions
            .entry(std::any::TypeId::of::<T>())
            .or_insert_with(|| Box::new(T::default()))
            .downcast_mut()
            .expect("extensions are kept by their own type")
    }

    /// The next pipeline's number.
    pub(super) fn number_pipeline(&mut self) -> u64 {
        self.next_pipeline += 1;
        self.next_pipeline
    }

    /// Marks where execution is.
    #[inline(always)]
    pub(super) fn at(&mut self, span: Span) {
        if let Some(top) = self.stack.last_mut() {
            top.span = span;
        }
        if self.tracer.is_some() {
            self.trace(span);
        }
    }

    /// The value of a preference or other variable by symbol.
    pub fn lookup(&self, symbol: Symbol) -> Option<Value> {
        self.scope().lookup(symbol)
    }
}

/// What [`Engine::enter`] replaced.
pub(crate) struct Saved {
    old_state: Rc<SessionState>,
    state: Rc<SessionState>,
    old_scope: Rc<Scope>,
}
