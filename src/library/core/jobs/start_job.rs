//! `Start-Job`, `Start-ThreadJob`: run a block in a session of its own.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::deserialize;
use super::job::{Job, JobObject, Jobs, Kind};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Host, Output, Spec, StreamKind};
use crate::engine::{BlockInvocation, Engine, EngineContext, StreamTarget, Streams};
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, Runtime, ScriptBlock, TypeId, Unwind, Value, members};

/// What `Start-Job` says of itself.
pub const PROCESS: Spec = Spec {
    verb: "Start",
    noun: "Job",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Runs a block as a job.",
    description: "The block runs at once, in a session that sees nothing of this one but $using: variables, and is done when the command returns. Its results wait for Receive-Job; objects arrive as records of their properties.",
    parameters: parameters::START_JOB,
    default_set: parameters::START_JOB_DEFAULT,
    related: &["Receive-Job", "Wait-Job", "Get-Job", "Remove-Job", "Start-ThreadJob"],
    examples: &[Example::new("Run and receive", "$n = 20; Start-Job { $using:n + 22 } | Receive-Job -Wait -AutoRemoveJob", "42\n")],
    ..Spec::EMPTY
};

/// What `Start-ThreadJob` says of itself.
pub const THREAD: Spec = Spec {
    verb: "Start",
    noun: "ThreadJob",
    module: "Microsoft.PowerShell.ThreadJob",
    synopsis: "Runs a block as a job in this process.",
    description: "Like Start-Job, but results are the objects themselves.",
    parameters: parameters::START_THREADJOB,
    default_set: parameters::START_THREADJOB_DEFAULT,
    related: &["Start-Job", "Receive-Job"],
    examples: &[Example::new(
        "Run and receive",
        "Start-ThreadJob { param($a) $a * 2 } -ArgumentList 21 | Receive-Job -Wait -AutoRemoveJob",
        "42\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const PROCESS_ENTRY: Entry = entry!(PROCESS, StartJob);
/// The registry's entry.
pub const THREAD_ENTRY: Entry = entry!(THREAD, StartJob);

#[derive(Default)]
struct StartJob {
    inputs: Vec<Value>,
}

/// What a job writes, in order.
type Written = Rc<RefCell<Vec<Value>>>;

struct Collector(Written);

impl Output for Collector {
    fn push(&mut self, _host: &mut dyn Host, value: Value) -> Run {
        self.0.borrow_mut().push(value);
        Ok(())
    }
}

impl Cmdlet for StartJob {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if ctx.call.expecting_input
            && let Some(input) = ctx.input()
        {
            self.inputs.push(input);
        }
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let kind = if ctx.call.spec.noun == "ThreadJob" { Kind::Thread } else { Kind::Process };
        for name in ["DefinitionName", "Credential", "RunAs32"] {
            if ctx.call.has(name) {
                let message = format!("The {name} parameter cannot be used: jobs run in this process.");
                return Err(ErrorRecord::new(
                    TypeId::NOT_SUPPORTED_EXCEPTION,
                    message,
                    "JobParameterNotSupported",
                    Category::NotImplemented,
                    Value::Null,
                )
                .into());
            }
        }
        let code = block(ctx)?;
        let start = match ctx.call.get("InitializationScript").map(|value| value.base().clone()) {
            Some(Value::ScriptBlock(block)) => Some(block),
            _ => None,
        };
        let input = match ctx.call.get("InputObject").cloned().filter(|_| !ctx.call.expecting_input) {
            Some(value) => Some(vec![value]),
            None => ctx.call.expecting_input.then(|| std::mem::take(&mut self.inputs)),
        };
        let arguments = ctx.call.items("ArgumentList").unwrap_or_default();
        let name = ctx.call.text("Name");
        let folder = ctx.call.text("WorkingDirectory");
        let engine = ctx.engine();
        let folder = folder.map(|folder| engine.resolve_path(&folder));
        let run = |engine: &mut Engine, out: &mut dyn Output| -> Run {
            if let Some(folder) = folder {
                engine.location = folder;
            }
            if let Some(start) = start {
                let start = engine.rebound(&start);
                engine.invoke(&start, BlockInvocation { dotted: true, ..BlockInvocation::default() }, out)?;
            }
            let block = engine.rebound(&code);
            engine.invoke(&block, BlockInvocation { arguments, input, ..BlockInvocation::default() }, out)
        };
        let children = usize::from(kind == Kind::Process);
        let command = code.code.text();
        let job = run_job(engine, kind, name, command, children, |engine, out| {
            engine.isolated(kind == Kind::Process, |engine| run(engine, out))
        })?;
        ctx.write(JobObject::value(&job))
    }
}

/// Runs a job to its end and puts it into the session's list.
pub fn run_job(
    engine: &mut Engine,
    kind: Kind,
    name: Option<Rc<str>>,
    command: Rc<str>,
    children: usize,
    run: impl FnOnce(&mut Engine, &mut dyn Output) -> Run,
) -> Run<Rc<Job>> {
    let began = engine.now();
    let written: Written = Rc::default();
    let mut streams = Streams::default();
    for stream in [StreamKind::Error, StreamKind::Warning, StreamKind::Verbose, StreamKind::Debug, StreamKind::Information] {
        *streams.of_mut(stream) = StreamTarget::Queue(written.clone());
    }
    let old = std::mem::replace(&mut engine.streams, Rc::new(streams));
    let result = run(engine, &mut Collector(written.clone()));
    engine.streams = old;
    let failure = match result {
        Ok(()) => None,
        Err(raise) => match *raise.0 {
            Unwind::Error(record) if record.id().starts_with("UsingVariableIsUndefined") => {
                *record.0.invocation.borrow_mut() = None;
                return Err(record.into());
            }
            Unwind::Error(record) => Some(record),
            Unwind::Interrupted => return Err(Unwind::Interrupted.into()),
            _ => None,
        },
    };
    let mut items = written.take();
    if kind == Kind::Process {
        for item in &mut items {
            *item = deserialize::arrived(engine, item)?;
        }
    }
    if let Some(record) = &failure {
        items.push(record.value());
    }
    let ended = engine.now();
    let instance = members::invoke_static(engine, TypeId::GUID, "NewGuid", &[])?.unwrap_or_default();
    let jobs = engine.extension::<Jobs>();
    let id = jobs.last_id + 1;
    // Child jobs have the next numbers.
    jobs.last_id = id + children as i32;
    let job = Rc::new(Job {
        id,
        name: name.unwrap_or_else(|| Rc::from(format!("Job{id}"))),
        kind,
        command,
        instance,
        written: RefCell::new(items),
        received: Cell::new(0),
        failure,
        children,
        times: (began, ended),
    });
    jobs.list.push(job.clone());
    Ok(job)
}

/// The block to run, or that of a file.
fn block(ctx: &mut Context<'_>) -> Run<Rc<ScriptBlock>> {
    if let Some(Value::ScriptBlock(block)) = ctx.call.get("ScriptBlock").map(|value| value.base().clone()) {
        return Ok(block);
    }
    let path = ctx.call.text("FilePath").or_else(|| ctx.call.text("LiteralPath")).unwrap_or_else(|| Rc::from(""));
    let engine = ctx.engine();
    let full = engine.resolve_path(&path);
    match std::fs::read_to_string(&full) {
        Ok(text) => engine.script_block_from(&text, Some(&full.to_string_lossy())),
        Err(_) => {
            let message = format!("Cannot find path '{}' because it does not exist.", full.display());
            Err(ErrorRecord::new(TypeId::ITEM_NOT_FOUND_EXCEPTION, message, "PathNotFound", Category::ObjectNotFound, Value::Str(path))
                .into())
        }
    }
}
