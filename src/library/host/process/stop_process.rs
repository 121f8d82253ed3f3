//! `Stop-Process`: ends processes.

use super::info::Process;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Stop",
    noun: "Process",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Ends processes.",
    description: "By number, name (wildcards allowed) or object, at once.",
    parameters: parameters::STOP_PROCESS,
    default_set: parameters::STOP_PROCESS_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-Process", "Start-Process"],
    examples: &[Example::new(
        "End what was started",
        "$p = Start-Process sleep 60 -PassThru\nStop-Process $p.Id\n$p.WaitForExit(); $p.HasExited",
        "True\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, StopProcess);

#[derive(Default)]
struct StopProcess;

impl Cmdlet for StopProcess {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for value in super::chosen(ctx)? {
            let Some(process) = value.downcast::<Process>() else { continue };
            let shown = format!("{} ({})", process.name, process.id);
            if !ctx.should_process(&shown, "Stop-Process")? {
                continue;
            }
            ctx.host.ask_program_gate("kill", &[process.id.to_string()])?;
            if let Err(error) = process.kill()
                && !process.has_exited()
            {
                let message = format!("Cannot stop process \"{shown}\" because of the following error: {error}");
                let class = TypeId::PROCESS_COMMAND_EXCEPTION;
                ctx.fail(class, message, "CouldNotStopProcess", Category::CloseError, Value::Int(process.id))?;
                continue;
            }
            if ctx.call.flag("PassThru") {
                ctx.write(value.clone())?;
            }
        }
        Ok(())
    }
}
