//! `Wait-Process`: waits until processes have ended.

use std::time::Duration;

use super::info::Process;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Wait",
    noun: "Process",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Waits until processes have ended.",
    description: "-Timeout says how many seconds at most, -Any ends with the first one.",
    parameters: parameters::WAIT_PROCESS,
    default_set: parameters::WAIT_PROCESS_DEFAULT,
    related: &["Get-Process", "Start-Process"],
    examples: &[Example::runs("Wait for what was started", "Start-Process true -PassThru | Wait-Process")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, WaitProcess);

#[derive(Default)]
struct WaitProcess {
    awaited: Vec<Value>,
}

impl Cmdlet for WaitProcess {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let found = super::chosen(ctx)?;
        self.awaited.extend(found);
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let limit = ctx.call.integer("Timeout").and_then(|seconds| u64::try_from(seconds).ok()).map(Duration::from_secs);
        let start = std::time::Instant::now();
        if ctx.call.flag("Any") {
            while !self.awaited.iter().filter_map(|value| value.downcast::<Process>()).any(Process::has_exited) {
                ctx.engine().poll()?;
                if self.awaited.is_empty() || limit.is_some_and(|limit| start.elapsed() >= limit) {
                    break;
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        } else {
            for value in std::mem::take(&mut self.awaited) {
                let Some(process) = value.downcast::<Process>() else { continue };
                let left = limit.map(|limit| limit.saturating_sub(start.elapsed()));
                if !process.wait(left, || ctx.engine().poll())? {
                    let message = format!(
                        "This command stopped operation because process \"{} ({})\" is not stopped in the specified time-out.",
                        process.name, process.id
                    );
                    ctx.fail(TypeId::TIMEOUT_EXCEPTION, message, "ProcessNotTerminated", Category::CloseError, value.clone())?;
                }
                self.awaited.push(value);
            }
        }
        if ctx.call.flag("PassThru") {
            for value in self.awaited.drain(..) {
                ctx.write(value)?;
            }
        }
        Ok(())
    }
}
