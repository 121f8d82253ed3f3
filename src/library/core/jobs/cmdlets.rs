//! `Get-Job`, `Receive-Job`, `Wait-Job`, `Stop-Job`, `Remove-Job`.

use std::rc::Rc;

use super::job::{Job, JobObject, Jobs};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec, StreamKind};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::members::objects::wildcard_matches;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value, convert};

/// What `Get-Job` says of itself.
pub const GET: Spec = Spec {
    verb: "Get",
    noun: "Job",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Lists jobs.",
    description: "Gives the session's jobs, or those with a name, number or state.",
    parameters: parameters::GET_JOB,
    default_set: parameters::GET_JOB_DEFAULT,
    related: &["Start-Job", "Receive-Job", "Remove-Job"],
    examples: &[Example::new("Find a job", "$null = Start-Job -Name Sum { 1 + 1 }; (Get-Job Sum).State; Remove-Job Sum", "Completed\n")],
    ..Spec::EMPTY
};

/// What `Receive-Job` says of itself.
pub const RECEIVE: Spec = Spec {
    verb: "Receive",
    noun: "Job",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Gives the results of jobs.",
    description: "Writes what the job wrote to each stream, once, or again and again with -Keep.",
    parameters: parameters::RECEIVE_JOB,
    default_set: parameters::RECEIVE_JOB_DEFAULT,
    related: &["Start-Job", "Wait-Job"],
    examples: &[Example::new("Take the results", "$job = Start-Job { 1..3 }; Receive-Job $job; Remove-Job $job", "1\n2\n3\n")],
    ..Spec::EMPTY
};

/// What `Wait-Job` says of itself.
pub const WAIT: Spec = Spec {
    verb: "Wait",
    noun: "Job",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Waits for jobs.",
    description: "Gives the jobs when they are done, which they always are here.",
    parameters: parameters::WAIT_JOB,
    default_set: parameters::WAIT_JOB_DEFAULT,
    related: &["Start-Job", "Receive-Job"],
    examples: &[Example::new("Wait", "(Start-Job { 1 } | Wait-Job).State; Get-Job | Remove-Job", "Completed\n")],
    ..Spec::EMPTY
};

/// What `Stop-Job` says of itself.
pub const STOP: Spec = Spec {
    verb: "Stop",
    noun: "Job",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Stops jobs.",
    description: "A job is done when it was started, so there is nothing to stop; -PassThru gives the jobs.",
    parameters: parameters::STOP_JOB,
    default_set: parameters::STOP_JOB_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Start-Job", "Remove-Job"],
    examples: &[Example::new("Stop a job", "$job = Start-Job { 1 }; Stop-Job $job; $job.State; Remove-Job $job", "Completed\n")],
    ..Spec::EMPTY
};

/// What `Remove-Job` says of itself.
pub const REMOVE: Spec = Spec {
    verb: "Remove",
    noun: "Job",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Removes jobs.",
    description: "Takes jobs and their results out of the session.",
    parameters: parameters::REMOVE_JOB,
    default_set: parameters::REMOVE_JOB_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Start-Job", "Get-Job"],
    examples: &[Example::new("Remove all", "$null = Start-Job { 1 }; Get-Job | Remove-Job; @(Get-Job).Count", "0\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const GET_ENTRY: Entry = entry!(GET, GetJob);
/// The registry's entry.
pub const RECEIVE_ENTRY: Entry = entry!(RECEIVE, ReceiveJob);
/// The registry's entry.
pub const WAIT_ENTRY: Entry = entry!(WAIT, WaitJob);
/// The registry's entry.
pub const STOP_ENTRY: Entry = entry!(STOP, StopJob);
/// The registry's entry.
pub const REMOVE_ENTRY: Entry = entry!(REMOVE, RemoveJob);

/// The jobs that a call names; none named: all where `all_by_default`.
fn jobs(ctx: &mut Context<'_>, all_by_default: bool) -> Run<Vec<Rc<Job>>> {
    let all = ctx.engine().extension::<Jobs>().list.clone();
    if let Some(items) = ctx.call.items("Job") {
        return Ok(items.iter().filter_map(|item| item.downcast::<JobObject>().map(|object| object.0.clone())).collect());
    }
    let mut found: Vec<Rc<Job>> = Vec::new();
    if let Some(names) = ctx.call.texts("Name") {
        for name in names {
            let before = found.len();
            found.extend(all.iter().filter(|job| wildcard_matches(&name, &job.name)).cloned());
            if found.len() == before && !contains_wildcards(&name) {
                let message = format!(
                    "The command cannot find the job because the job name {name} was not found. Verify the value of the Name parameter, and then try the command again."
                );
                ctx.fail(
                    TypeId::PS_ARGUMENT_EXCEPTION,
                    message,
                    "JobWithSpecifiedNameNotFound",
                    Category::ObjectNotFound,
                    Value::Str(name),
                )?;
            }
        }
        return Ok(found);
    }
    if let Some(ids) = ctx.call.items("Id") {
        for id in ids {
            let wanted = convert::integer_of(&id);
            match all.iter().find(|job| Some(i128::from(job.id)) == wanted) {
                Some(job) => found.push(job.clone()),
                None => {
                    let text = convert::to_text(ctx.engine(), &id)?;
                    let message = format!(
                        "The command cannot find a job with the job ID {text}. Verify the value of the Id parameter and then try the command again."
                    );
                    ctx.fail(TypeId::PS_ARGUMENT_EXCEPTION, message, "JobWithSpecifiedSessionNotFound", Category::ObjectNotFound, id)?;
                }
            }
        }
        return Ok(found);
    }
    if let Some(instances) = ctx.call.items("InstanceId") {
        for instance in instances {
            match all.iter().find(|job| crate::value::dict::equals_exactly(&job.instance, &instance)) {
                Some(job) => found.push(job.clone()),
                None => {
                    let text = convert::to_text(ctx.engine(), &instance)?;
                    let message = format!(
                        "The command cannot find a job with the instance ID {text}. Verify the value of the InstanceId parameter, and then try the command again."
                    );
                    ctx.fail(
                        TypeId::PS_ARGUMENT_EXCEPTION,
                        message,
                        "JobWithSpecifiedInstanceIdNotFound",
                        Category::ObjectNotFound,
                        instance,
                    )?;
                }
            }
        }
        return Ok(found);
    }
    if let Some(state) = ctx.call.integer("State") {
        return Ok(all.into_iter().filter(|job| job.state() == state).collect());
    }
    if let Some(commands) = ctx.call.texts("Command") {
        return Ok(all.into_iter().filter(|job| commands.iter().any(|pattern| wildcard_matches(pattern, job.command.trim()))).collect());
    }
    Ok(if all_by_default { all } else { found })
}

fn remove(ctx: &mut Context<'_>, job: &Rc<Job>) {
    ctx.engine().extension::<Jobs>().list.retain(|known| !Rc::ptr_eq(known, job));
}

#[derive(Default)]
struct GetJob;

impl Cmdlet for GetJob {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let mut found = jobs(ctx, true)?;
        if let Some(Value::Bool(wanted)) = ctx.call.get("HasMoreData") {
            found.retain(|job| job.has_more() == *wanted);
        }
        if let Some(newest) = ctx.call.integer("Newest") {
            let start = found.len().saturating_sub(newest.max(0) as usize);
            found.drain(..start);
        }
        for job in found {
            ctx.write(JobObject::value(&job))?;
        }
        Ok(())
    }
}

#[derive(Default)]
struct ReceiveJob;

impl Cmdlet for ReceiveJob {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if ctx.call.has("AutoRemoveJob") && !ctx.call.flag("Wait") {
            let message = "The AutoRemoveJob parameter cannot be used without the Wait parameter.";
            return Err(ErrorRecord::new(
                TypeId::INVALID_OPERATION_EXCEPTION,
                message,
                "ReceiveJobAutoRemoveWithoutWait",
                Category::InvalidOperation,
                Value::Null,
            )
            .into());
        }
        for job in jobs(ctx, false)? {
            let items: Vec<Value> = job.written.borrow()[job.received.get()..].to_vec();
            if !ctx.call.flag("Keep") {
                job.received.set(job.written.borrow().len());
            }
            if ctx.call.flag("AutoRemoveJob") {
                remove(ctx, &job);
            }
            if ctx.call.flag("WriteJobInResults") {
                ctx.write(JobObject::value(&job))?;
            }
            for item in items {
                receive(ctx, item)?;
            }
        }
        Ok(())
    }
}

/// Writes one thing to the stream it came from.
fn receive(ctx: &mut Context<'_>, item: Value) -> Run {
    if let Some(record) = ErrorRecord::from_value(&item) {
        let preference = ctx.call.preferences.error;
        record.0.logged.set(false);
        return ctx.engine().write_error_by(preference, record);
    }
    let stream = match item.base().type_id() {
        TypeId::WARNING_RECORD => StreamKind::Warning,
        TypeId::VERBOSE_RECORD => StreamKind::Verbose,
        TypeId::DEBUG_RECORD => StreamKind::Debug,
        TypeId::INFORMATION_RECORD => return ctx.host.write_information(ctx.call, item),
        _ => return ctx.write(item),
    };
    let text = convert::to_text(ctx.engine(), &item)?;
    ctx.host.write_message(ctx.call, stream, &text)
}

#[derive(Default)]
struct WaitJob;

impl Cmdlet for WaitJob {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let mut found = jobs(ctx, false)?;
        if ctx.call.flag("Any") {
            found.truncate(1);
        }
        for job in found {
            ctx.write(JobObject::value(&job))?;
        }
        Ok(())
    }
}

#[derive(Default)]
struct StopJob;

impl Cmdlet for StopJob {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for job in jobs(ctx, false)? {
            if ctx.call.flag("PassThru") {
                ctx.write(JobObject::value(&job))?;
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct RemoveJob;

impl Cmdlet for RemoveJob {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for job in jobs(ctx, false)? {
            if ctx.should_process(format!("Job ID: {}", job.id), "Remove-Job")? {
                remove(ctx, &job);
            }
        }
        Ok(())
    }
}
