//! `Invoke-Command`: runs a block here; there are no other computers.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::BlockInvocation;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Invoke",
    noun: "Command",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Runs a script block.",
    description: "Runs the block in a new scope, or with -NoNewScope in the caller's, with the arguments of -ArgumentList. Objects from the pipeline are its $input. Sessions and other computers are not available.",
    parameters: parameters::INVOKE_COMMAND,
    default_set: parameters::INVOKE_COMMAND_DEFAULT,
    related: &["Invoke-Expression", "Start-Job"],
    examples: &[Example::new("With arguments", "Invoke-Command -ScriptBlock { param($a, $b) $a * $b } -ArgumentList 6, 7", "42\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, InvokeCommand);

#[derive(Default)]
struct InvokeCommand {
    inputs: Vec<Value>,
}

/// Parameters that ask for another computer, container or process.
const REMOTE: [&str; 8] = ["ComputerName", "Session", "ConnectionUri", "VMId", "VMName", "HostName", "ContainerId", "SSHConnection"];

impl Cmdlet for InvokeCommand {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(name) = REMOTE.into_iter().find(|name| ctx.call.has(name)) {
            let message = format!("The {name} parameter cannot be used: this shell has no remoting. Run the block here, without {name}.");
            return Err(ErrorRecord::new(
                TypeId::NOT_SUPPORTED_EXCEPTION,
                message,
                "RemotingNotSupported",
                Category::NotImplemented,
                Value::Null,
            )
            .into());
        }
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if ctx.call.expecting_input
            && let Some(input) = ctx.input()
        {
            self.inputs.push(input);
        }
        Ok(())
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(Value::ScriptBlock(block)) = ctx.call.get("ScriptBlock").map(|value| value.base().clone()) else { return Ok(()) };
        let given = ctx.call.get("InputObject").cloned().filter(|_| !ctx.call.expecting_input);
        let input = match given {
            Some(value) => Some(value.enumerate().unwrap_or_else(|| vec![value])),
            None => ctx.call.expecting_input.then(|| std::mem::take(&mut self.inputs)),
        };
        let invocation = BlockInvocation {
            arguments: ctx.call.items("ArgumentList").unwrap_or_default(),
            input,
            dotted: ctx.call.flag("NoNewScope"),
            ..BlockInvocation::default()
        };
        let Context { host, out, .. } = ctx;
        crate::engine::engine_of(*host).invoke(&block, invocation, *out)
    }
}
