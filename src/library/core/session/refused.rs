//! `Set-PSDebug`, `Trace-Command`: what this shell does not have, and says so.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// What `Set-PSDebug` says of itself.
pub const PSDEBUG: Spec = Spec {
    verb: "Set",
    noun: "PSDebug",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Turns strict mode on and off; there is no tracing.",
    description: "-Strict is Set-StrictMode -Version 1.0 for the whole session, -Off takes it back. -Trace and -Step are not available.",
    parameters: parameters::SET_PSDEBUG,
    default_set: parameters::SET_PSDEBUG_DEFAULT,
    related: &["Set-StrictMode"],
    examples: &[Example::new(
        "Find a wrong name",
        "Set-PSDebug -Strict; try { $nmae } catch { $_.FullyQualifiedErrorId }; Set-PSDebug -Off",
        "VariableIsUndefined\n",
    )],
    ..Spec::EMPTY
};

/// What `Trace-Command` says of itself.
pub const TRACE: Spec = Spec {
    verb: "Trace",
    noun: "Command",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Not available: this shell has no trace sources.",
    description: "PowerShell's trace sources are parts of its implementation. This command ends with an error that says so.",
    parameters: parameters::TRACE_COMMAND,
    default_set: parameters::TRACE_COMMAND_DEFAULT,
    related: &["Measure-Command"],
    examples: &[Example::new(
        "What it says",
        "try { Trace-Command -Name ParameterBinding -Expression { 1 } } catch { $_.CategoryInfo.Category }",
        "NotImplemented\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const PSDEBUG_ENTRY: Entry = entry!(PSDEBUG, SetPsDebug);
/// The registry's entry.
pub const TRACE_ENTRY: Entry = entry!(TRACE, TraceCommand);

fn refusal(what: &str) -> ErrorRecord {
    ErrorRecord::new(
        TypeId::NOT_SUPPORTED_EXCEPTION,
        format!("{what} is not available in this shell."),
        "NotSupported",
        Category::NotImplemented,
        Value::Null,
    )
}

#[derive(Default)]
struct SetPsDebug;

impl Cmdlet for SetPsDebug {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        if ctx.call.integer("Trace").is_some_and(|level| level > 0) {
            return Err(refusal("Tracing of script lines (-Trace)").into());
        }
        if ctx.call.flag("Step") {
            return Err(refusal("Stepping through a script (-Step)").into());
        }
        if ctx.call.flag("Off") || ctx.call.flag("Strict") {
            let is_strict = ctx.call.flag("Strict");
            let engine = ctx.engine();
            engine.any_strict = true;
            engine.scope().global().strict.set(Some(if is_strict { 10 } else { 0 }));
            return Ok(());
        }
        Ok(())
    }
}

#[derive(Default)]
struct TraceCommand;

impl Cmdlet for TraceCommand {
    fn begin(&mut self, _ctx: &mut Context<'_>) -> Run {
        Err(refusal("Trace-Command").into())
    }
}
