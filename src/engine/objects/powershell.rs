//! `[powershell]::Create()`: a session of its own that a script fills with commands and runs.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::{method_failure, text_at};
use crate::cmdlet::StreamKind;
use crate::engine::binding::Arg;
use crate::engine::invoke::Invocation as BlockCall;
use crate::engine::isolate::Runspace;
use crate::engine::redirect::{StreamTarget, Streams};
use crate::engine::session::Engine;
use crate::program::Symbol;
use crate::source::Span;
use crate::value::{Category, ClrObject, Fields, List, Object, Run, TypeId, Value, convert};

/// A command waiting to be run.
#[derive(Clone)]
struct Step {
    text: Rc<str>,
    is_script: bool,
    local: bool,
    args: Vec<Arg>,
}

/// The streams that a session collects, as `Streams` names them.
const STREAMS: [(StreamKind, &str); 5] = [
    (StreamKind::Error, "Error"),
    (StreamKind::Warning, "Warning"),
    (StreamKind::Verbose, "Verbose"),
    (StreamKind::Debug, "Debug"),
    (StreamKind::Information, "Information"),
];

/// `PowerShell`.
pub struct PowerShell {
    /// Statements of commands joined by pipes.
    statements: Rc<RefCell<Vec<Vec<Step>>>>,
    runspace: RefCell<Option<Rc<Runspace>>>,
    streams: Value,
    had_errors: Cell<bool>,
    /// Whether the last run ended with an error.
    failed: Cell<bool>,
    results: RefCell<Option<Value>>,
}

/// `Commands` of a [`PowerShell`].
pub struct Commands(Rc<RefCell<Vec<Vec<Step>>>>);

/// `Runspace`.
pub struct RunspaceObject(Rc<Runspace>);

fn collection(items: Vec<Value>) -> Value {
    Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[TypeId::PS_OBJECT]), items)))
}

/// `[powershell]::Create()`.
pub(super) fn create(arguments: &[Value]) -> Value {
    let streams = STREAMS.iter().map(|(_, name)| (*name, collection(Vec::new()))).chain([("Progress", collection(Vec::new()))]);
    let runspace = arguments.first().and_then(|given| given.downcast::<RunspaceObject>()).map(|object| object.0.clone());
    Object::from_clr(PowerShell {
        statements: Rc::new(RefCell::new(vec![Vec::new()])),
        runspace: RefCell::new(runspace),
        streams: Fields::fixed(TypeId::PS_DATA_STREAMS, streams.collect()),
        had_errors: Cell::new(false),
        failed: Cell::new(false),
        results: RefCell::new(None),
    })
}

/// `[runspacefactory]::CreateRunspace()`.
pub(super) fn create_runspace(engine: &mut Engine) -> Value {
    Object::from_clr(RunspaceObject(engine.new_runspace()))
}

impl ClrObject for PowerShell {
    fn class(&self) -> TypeId {
        TypeId::POWER_SHELL
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec![
            "Commands",
            "Streams",
            "InstanceId",
            "InvocationStateInfo",
            "IsNested",
            "HadErrors",
            "Runspace",
            "RunspacePool",
            "IsRunspaceOwner",
        ]
    }

    fn get(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "commands" => Object::from_clr(Commands(self.statements.clone())),
            "streams" => self.streams.clone(),
            "haderrors" => Value::Bool(self.had_errors.get()),
            "isnested" => Value::Bool(false),
            "runspace" => self.runspace.borrow().clone().map_or(Value::Null, |runspace| Object::from_clr(RunspaceObject(runspace))),
            "invocationstateinfo" => Object::record(
                Some("System.Management.Automation.PSInvocationStateInfo"),
                [("State", Value::str(if self.failed.get() { "Failed" } else { "Completed" })), ("Reason", Value::Null)],
            ),
            _ => return None,
        })
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        if !name.eq_ignore_ascii_case("Runspace") {
            return None;
        }
        *self.runspace.borrow_mut() = value.downcast::<RunspaceObject>().map(|object| object.0.clone());
        Some(Ok(()))
    }
}

impl ClrObject for Commands {
    fn class(&self) -> TypeId {
        TypeId::PS_COMMAND
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Commands"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        name.eq_ignore_ascii_case("Commands").then(|| {
            let statements = self.0.borrow();
            let steps = statements.iter().flatten().map(|step| {
                Object::record(None, [("CommandText", Value::Str(step.text.clone())), ("IsScript", Value::Bool(step.is_script))])
            });
            collection(steps.collect())
        })
    }
}

impl ClrObject for RunspaceObject {
    fn class(&self) -> TypeId {
        TypeId::RUNSPACE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Name", "SessionStateProxy", "RunspaceAvailability"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "sessionstateproxy" => Some(Object::from_clr(RunspaceObject(self.0.clone()))),
            "runspaceavailability" => Some(Value::str("Available")),
            "languagemode" => Some(Value::str("FullLanguage")),
            _ => None,
        }
    }
}

/// A method of these objects; none: another object.
pub(super) fn method(engine: &mut Engine, target: &Value, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    let name = name.to_ascii_lowercase();
    if target.base().type_id() == TypeId::PS_DATA_STREAMS && name == "clearstreams" {
        clear(target);
        return Some(Ok(Value::Nothing));
    }
    if let Some(commands) = target.downcast::<Commands>() {
        return match name.as_str() {
            "clear" => {
                *commands.0.borrow_mut() = vec![Vec::new()];
                Some(Ok(Value::Nothing))
            }
            "addscript" | "addcommand" | "addparameter" | "addargument" | "addstatement" => {
                Some(add(engine, &commands.0, &name, arguments).map(|()| target.clone()))
            }
            _ => None,
        };
    }
    if let Some(runspace) = target.downcast::<RunspaceObject>() {
        return match name.as_str() {
            "open" | "close" | "dispose" | "resetrunspacestate" => Some(Ok(Value::Nothing)),
            "setvariable" => Some(text_at(engine, arguments, 0).map(|name| {
                runspace.0.state.top.set(Symbol::of(&name), arguments.get(1).cloned().unwrap_or(Value::Null));
                Value::Nothing
            })),
            "getvariable" => {
                Some(text_at(engine, arguments, 0).map(|name| runspace.0.state.top.get(Symbol::of(&name)).unwrap_or(Value::Null)))
            }
            _ => None,
        };
    }
    let shell = target.downcast::<PowerShell>()?;
    match name.as_str() {
        "addscript" | "addcommand" | "addparameter" | "addparameters" | "addargument" | "addstatement" => {
            Some(add(engine, &shell.statements, &name, arguments).map(|()| target.clone()))
        }
        "invoke" => Some(invoke(engine, shell, arguments).map_err(|raise| method_failure(engine, "Invoke", arguments.len(), raise))),
        // The caller waits: the commands run at once.
        "begininvoke" => {
            Some(invoke(engine, shell, arguments).map_err(|raise| method_failure(engine, "BeginInvoke", arguments.len(), raise)).map(
                |results| {
                    *shell.results.borrow_mut() = Some(results);
                    Object::record(Some("System.Management.Automation.PowerShellAsyncResult"), [("IsCompleted", Value::Bool(true))])
                },
            ))
        }
        "endinvoke" => Some(Ok(shell.results.borrow_mut().take().unwrap_or(Value::Null))),
        "clearstreams" => {
            clear(&shell.streams);
            Some(Ok(Value::Nothing))
        }
        "stop" | "dispose" => Some(Ok(Value::Nothing)),
        _ => None,
    }
}

/// Empties all streams.
fn clear(streams: &Value) {
    let Some(fields) = streams.downcast::<Fields>() else { return };
    for (_, name) in STREAMS {
        if let Some(Value::List(list)) = fields.value(name) {
            list.items.borrow_mut().clear();
        }
    }
}

fn add(engine: &mut Engine, statements: &RefCell<Vec<Vec<Step>>>, name: &str, arguments: &[Value]) -> Run {
    let step =
        |text: Rc<str>, is_script: bool| Step { text, is_script, local: arguments.get(1).is_some_and(convert::to_bool), args: Vec::new() };
    let named = |name: Rc<str>, value: Option<Value>| Arg::Named {
        text: Rc::from(format!("-{name}")),
        name,
        value,
        span: Span::default(),
        value_span: Span::default(),
        splatted: false,
    };
    match name {
        "addscript" | "addcommand" => {
            let text = text_at(engine, arguments, 0)?;
            statements.borrow_mut().last_mut().expect("never empty").push(step(text, name == "addscript"));
        }
        "addstatement" => statements.borrow_mut().push(Vec::new()),
        _ => {
            let mut args = Vec::new();
            match (name, arguments) {
                ("addparameter", [name]) => args.push(named(convert::to_text(engine, name)?, None)),
                ("addparameter", [name, value, ..]) => args.push(named(convert::to_text(engine, name)?, Some(value.clone()))),
                ("addparameters", [Value::Dict(dict), ..]) => {
                    for (key, value) in dict.pairs() {
                        args.push(named(convert::to_text(engine, &key)?, Some(value)));
                    }
                }
                ("addparameters", [list, ..]) => {
                    args.extend(list.enumerate().unwrap_or_default().into_iter().map(|value| Arg::Positional(value, Span::default())));
                }
                (_, [value, ..]) => args.push(Arg::Positional(value.clone(), Span::default())),
                _ => {}
            }
            let mut statements = statements.borrow_mut();
            match statements.last_mut().expect("never empty").last_mut() {
                Some(step) => step.args.extend(args),
                None => {
                    drop(statements);
                    return Err(engine.raise(
                        "A command is required to add a parameter. A command must be added to the PowerShell instance before adding a parameter.",
                        "InvalidOperation",
                        Category::InvalidOperation,
                    ));
                }
            }
        }
    }
    Ok(())
}

fn invoke(engine: &mut Engine, shell: &PowerShell, arguments: &[Value]) -> Run<Value> {
    let runspace = match shell.runspace.borrow().clone() {
        Some(runspace) => runspace,
        None => engine.new_runspace(),
    };
    *shell.runspace.borrow_mut() = Some(runspace.clone());
    let statements = shell.statements.borrow().clone();
    shell.had_errors.set(false);
    let input = arguments.first().filter(|value| !value.is_null()).and_then(Value::enumerate);
    let queues: Vec<Rc<RefCell<Vec<Value>>>> = STREAMS.iter().map(|_| Rc::default()).collect();
    let mut streams = Streams::default();
    for ((kind, _), queue) in STREAMS.iter().zip(&queues) {
        *streams.of_mut(*kind) = StreamTarget::Queue(queue.clone());
    }
    let mut out: Vec<Value> = Vec::new();
    let result = engine.in_runspace(&runspace, |engine| {
        let saved = std::mem::replace(&mut engine.streams, Rc::new(streams));
        let result = run_statements(engine, &statements, input, &mut out);
        engine.streams = saved;
        result
    });
    for ((kind, name), queue) in STREAMS.iter().zip(&queues) {
        let items = std::mem::take(&mut *queue.borrow_mut());
        if *kind == StreamKind::Error && !items.is_empty() {
            shell.had_errors.set(true);
        }
        if let Some(Value::List(list)) = shell.streams.downcast::<Fields>().and_then(|fields| fields.value(name)) {
            list.items.borrow_mut().extend(items);
        }
    }
    shell.failed.set(result.is_err());
    if result.is_err() {
        shell.had_errors.set(true);
    }
    result?;
    Ok(collection(out))
}

fn run_statements(engine: &mut Engine, statements: &[Vec<Step>], input: Option<Vec<Value>>, out: &mut Vec<Value>) -> Run {
    for steps in statements {
        let mut passed = input.clone();
        for (at, step) in steps.iter().enumerate() {
            let last = at + 1 == steps.len();
            let mut items = Vec::new();
            let sink = if last { &mut *out } else { &mut items };
            run_step(engine, step, passed.take(), sink)?;
            passed = (!last).then_some(items);
        }
    }
    Ok(())
}

fn run_step(engine: &mut Engine, step: &Step, input: Option<Vec<Value>>, out: &mut Vec<Value>) -> Run {
    if step.is_script {
        let block = engine.script_block_from(&step.text, None)?;
        let block = engine.rebound(&block);
        if step.args.iter().any(|arg| matches!(arg, Arg::Named { .. })) || input.is_some() {
            return engine.run_command(&crate::engine::Command::Block(block), step.args.clone(), input, out);
        }
        let arguments = step.args.iter().filter_map(|arg| match arg {
            Arg::Positional(value, _) => Some(value.clone()),
            Arg::Named { .. } => None,
        });
        let call = BlockCall { arguments: arguments.collect(), dotted: !step.local && step.args.is_empty(), ..BlockCall::default() };
        return engine.invoke(&block, call, out);
    }
    match engine.find_command(&step.text) {
        Some(command) => engine.run_command(&command, step.args.clone(), input, out),
        None => Err(engine.not_found(&step.text, Span::default())),
    }
}

/// `[initialsessionstate]::CreateDefault()`: every session here starts the same way.
pub(super) fn initial_state() -> Value {
    Object::record(
        Some("System.Management.Automation.Runspaces.InitialSessionState"),
        [("LanguageMode", Value::str("FullLanguage")), ("ThrowOnRunspaceOpenError", Value::Bool(false))],
    )
}
