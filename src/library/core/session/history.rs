//! `Get-History`, `Add-History`, `Clear-History`, `Invoke-History`: the lines that were typed.

use std::rc::Rc;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::{BlockInvocation, Engine, EngineContext, HistoryEntry};
use crate::entry;
use crate::library::parameters;
use crate::value::members::objects::wildcard_matches;
use crate::value::{Category, ErrorRecord, Fields, Run, Runtime, TypeId, Value, convert};

/// What `Get-History` says of itself.
pub const GET: Spec = Spec {
    verb: "Get",
    noun: "History",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Lists the lines typed in this session.",
    description: "Gives the lines with their numbers and times, oldest first; -Count gives the newest ones.",
    parameters: parameters::GET_HISTORY,
    default_set: parameters::GET_HISTORY_DEFAULT,
    output: &["Microsoft.PowerShell.Commands.HistoryInfo"],
    related: &["Invoke-History", "Add-History", "Clear-History"],
    examples: &[Example::new("Look back", "Add-History 'Get-Date'; (Get-History -Count 1).CommandLine", "Get-Date\n")],
    ..Spec::EMPTY
};

/// What `Add-History` says of itself.
pub const ADD: Spec = Spec {
    verb: "Add",
    noun: "History",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Adds lines to the history.",
    description: "Takes texts, or objects as Get-History gives them (from a file, say).",
    parameters: parameters::ADD_HISTORY,
    default_set: parameters::ADD_HISTORY_DEFAULT,
    related: &["Get-History"],
    examples: &[Example::new("Add a line", "(Add-History 'Get-Date' -Passthru).CommandLine", "Get-Date\n")],
    ..Spec::EMPTY
};

/// What `Clear-History` says of itself.
pub const CLEAR: Spec = Spec {
    verb: "Clear",
    noun: "History",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Removes lines from the history.",
    description: "Removes all lines, or those with these numbers or texts (wildcards allowed), or some of the oldest or newest.",
    parameters: parameters::CLEAR_HISTORY,
    default_set: parameters::CLEAR_HISTORY_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-History"],
    examples: &[Example::new("Forget all", "Clear-History; @(Get-History).Count", "0\n")],
    ..Spec::EMPTY
};

/// What `Invoke-History` says of itself.
pub const INVOKE: Spec = Spec {
    verb: "Invoke",
    noun: "History",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Runs a line of the history again.",
    description: "Runs the newest line, or the one with this number or beginning; the line is shown first.",
    parameters: parameters::INVOKE_HISTORY,
    default_set: parameters::INVOKE_HISTORY_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-History"],
    examples: &[Example::new("Run it again", "Clear-History; Add-History '6 * 7'; Invoke-History", "6 * 7\n42\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const GET_ENTRY: Entry = entry!(GET, GetHistory);
/// The registry's entry.
pub const ADD_ENTRY: Entry = entry!(ADD, AddHistory);
/// The registry's entry.
pub const CLEAR_ENTRY: Entry = entry!(CLEAR, ClearHistory);
/// The registry's entry.
pub const INVOKE_ENTRY: Entry = entry!(INVOKE, InvokeHistory);

fn object(entry: &HistoryEntry) -> Value {
    // `PipelineState`: 4 is Completed, 5 is Failed.
    let status = Value::str(if entry.completed { "Completed" } else { "Failed" });
    Fields::open_with_text(
        TypeId::HISTORY_INFO,
        vec![
            ("Id", Value::Long(entry.id)),
            ("CommandLine", Value::Str(entry.line.clone())),
            ("ExecutionStatus", status),
            ("StartExecutionTime", Value::DateTime(entry.start)),
            ("EndExecutionTime", Value::DateTime(entry.end)),
            ("Duration", Value::TimeSpan(entry.end.subtract(entry.start))),
        ],
        entry.line.clone(),
    )
}

fn missing(ctx: &mut Context<'_>, id: i64, error: &str) -> Run {
    let message = format!("Cannot locate the history for Id {id}.");
    ctx.fail(TypeId::ARGUMENT_EXCEPTION, message, error, Category::ObjectNotFound, Value::Long(id))
}

fn ids(ctx: &Context<'_>) -> Option<Vec<i64>> {
    Some(ctx.call.items("Id")?.iter().filter_map(convert::integer_of).map(|id| id as i64).collect())
}

#[derive(Default)]
struct GetHistory;

impl Cmdlet for GetHistory {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let entries = ctx.engine().history.clone();
        let count = ctx.call.integer("Count");
        let Some(ids) = ids(ctx) else {
            let start = count.map_or(0, |count| entries.len().saturating_sub(count as usize));
            for entry in &entries[start..] {
                ctx.write(object(entry))?;
            }
            return Ok(());
        };
        for id in ids {
            match entries.iter().position(|entry| entry.id == id) {
                Some(place) => {
                    let start = place.saturating_sub(count.unwrap_or(1).max(1) as usize - 1);
                    for entry in &entries[start..=place] {
                        ctx.write(object(entry))?;
                    }
                }
                // With a count nothing there is nothing to show.
                None if count.is_some() => {}
                None => missing(ctx, id, "GetHistoryNoHistoryForId")?,
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct AddHistory;

impl Cmdlet for AddHistory {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for item in ctx.call.items("InputObject").unwrap_or_default() {
            let engine = ctx.engine();
            let now = engine.now();
            let (line, start, end) = match item.as_str() {
                Some(line) => (line.clone(), now, now),
                None => {
                    let line = engine.property(&item, "CommandLine", false)?;
                    let mut time = |name: &str| match engine.property(&item, name, false) {
                        Ok(Value::DateTime(time)) => time,
                        _ => now,
                    };
                    let (start, end) = (time("StartExecutionTime"), time("EndExecutionTime"));
                    (convert::to_text(engine, &line)?, start, end)
                }
            };
            if line.is_empty() {
                ctx.fail(
                    TypeId::INVALID_OPERATION_EXCEPTION,
                    "Cannot add the object to the history: it has no command line.",
                    "AddHistoryInvalidInput",
                    Category::InvalidData,
                    item,
                )?;
                continue;
            }
            let entry = add(ctx.engine(), line, start, end);
            if ctx.call.flag("Passthru") {
                ctx.write(object(&entry))?;
            }
        }
        Ok(())
    }
}

fn add(engine: &mut Engine, line: Rc<str>, start: crate::value::DateTime, end: crate::value::DateTime) -> HistoryEntry {
    let id = engine.history.last().map_or(0, |last| last.id) + 1;
    let entry = HistoryEntry { id, line, start, end, completed: true };
    engine.history.push(entry.clone());
    entry
}

#[derive(Default)]
struct ClearHistory;

impl Cmdlet for ClearHistory {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if !ctx.should_process("history", "Clear-History")? {
            return Ok(());
        }
        if let Some(ids) = ids(ctx) {
            for id in ids {
                let known = ctx.engine().history.iter().any(|entry| entry.id == id);
                if known {
                    ctx.engine().history.retain(|entry| entry.id != id);
                } else {
                    missing(ctx, id, "GetHistoryNoHistoryForId")?;
                }
            }
            return Ok(());
        }
        let patterns = ctx.call.texts("CommandLine");
        let mut left = ctx.call.integer("Count").unwrap_or(i64::MAX);
        let newest = ctx.call.flag("Newest");
        let history = &mut ctx.engine().history;
        let matching = |entry: &HistoryEntry| {
            patterns.as_ref().is_none_or(|patterns| patterns.iter().any(|pattern| wildcard_matches(pattern, &entry.line)))
        };
        if newest {
            history.reverse();
        }
        history.retain(|entry| {
            let goes = left > 0 && matching(entry);
            left -= i64::from(goes);
            !goes
        });
        if newest {
            history.reverse();
        }
        Ok(())
    }
}

#[derive(Default)]
struct InvokeHistory;

impl Cmdlet for InvokeHistory {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let wanted = ctx.call.text("Id");
        if let Some(id) = wanted.as_ref().and_then(|text| text.parse::<i64>().ok()).filter(|id| *id <= 0) {
            return Err(ErrorRecord::new(
                TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
                format!("The identifier {id} is not a valid value for a History identifier. Specify a positive number, and then try again. (Parameter 'Id')"),
                "InvokeHistoryInvalidIdGetHistory",
                Category::InvalidArgument,
                Value::Long(id),
            )
            .into());
        }
        let history = &ctx.engine().history;
        let found = match &wanted {
            None => history.last(),
            Some(text) => match text.parse::<i64>() {
                Ok(id) => history.iter().find(|entry| entry.id == id),
                Err(_) => history.iter().rev().find(|entry| entry.line.starts_with(&**text)),
            },
        };
        let Some(line) = found.map(|entry| entry.line.clone()) else {
            let (message, target) = match wanted {
                Some(text) if text.parse::<i64>().is_ok() => (format!("Cannot locate the history for Id {text}."), Value::Str(text)),
                Some(text) => (format!("Cannot locate the history for command line {text}."), Value::Str(text)),
                None => ("Cannot locate the last history.".to_owned(), Value::Null),
            };
            return Err(ErrorRecord::new(
                TypeId::ARGUMENT_EXCEPTION,
                message,
                "InvokeHistoryNoLastHistoryEntry",
                Category::ObjectNotFound,
                target,
            )
            .into());
        };
        if !ctx.should_process(&*line, "Invoke-History")? {
            return Ok(());
        }
        let engine = ctx.engine();
        engine.history_line = Some(line.clone());
        engine.host_write(&format!("{line}\n"), false);
        let block = engine.script_block_from(&line, None)?;
        let Context { host, out, .. } = ctx;
        crate::engine::engine_of(*host).invoke(&block, BlockInvocation { dotted: true, ..BlockInvocation::default() }, *out)
    }
}
