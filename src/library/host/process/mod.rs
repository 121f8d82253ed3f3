//! Processes of the machine: seen, started, awaited, ended. What runs outside of the session is asked of its gate first,
//! so that a plan starts and ends nothing.

mod get_process;
pub mod info;
mod start_process;
mod stop_process;
mod wait_process;

use crate::cmdlet::{Context, Entry};
use crate::engine::EngineContext;
use crate::value::members::objects::wildcard_matches;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Category, Run, TypeId, Value};

/// The cmdlets of this folder.
pub const ALL: &[Entry] = &[get_process::ENTRY, start_process::ENTRY, stop_process::ENTRY, wait_process::ENTRY];

/// The processes that a call names by `-Id`, `-Name` or `-InputObject`; those that are not there are reported.
fn chosen(ctx: &mut Context<'_>) -> Run<Vec<Value>> {
    if let Some(items) = ctx.call.items("InputObject") {
        return Ok(items);
    }
    if let Some(ids) = ctx.call.items("Id") {
        let mut found = Vec::new();
        for id in ids {
            let Value::Int(id) = *id.base() else { continue };
            match info::find(id) {
                Some(process) => found.push(process),
                None => {
                    let message = format!("Cannot find a process with the process identifier {id}.");
                    let class = TypeId::PROCESS_COMMAND_EXCEPTION;
                    ctx.fail(class, message, "NoProcessFoundForGivenId", Category::ObjectNotFound, Value::Int(id))?;
                }
            }
        }
        return Ok(found);
    }
    let names = ctx.call.texts("Name").unwrap_or_else(|| vec!["*".into()]);
    let all = info::all();
    let mut found: Vec<Value> = Vec::new();
    for name in names {
        ctx.engine().poll()?;
        let before = found.len();
        found.extend(all.iter().filter(|(own, ..)| wildcard_matches(&name, own)).map(|(_, _, process)| process.clone()));
        if found.len() == before && !contains_wildcards(&name) {
            let message = format!("Cannot find a process with the name \"{name}\". Verify the process name and call the cmdlet again.");
            let class = TypeId::PROCESS_COMMAND_EXCEPTION;
            ctx.fail(class, message, "NoProcessFoundForGivenName", Category::ObjectNotFound, Value::Str(name))?;
        }
    }
    Ok(found)
}
