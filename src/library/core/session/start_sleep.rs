//! `Start-Sleep`: waits.

use std::time::Duration;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Unwind, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Start",
    noun: "Sleep",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Waits for a time.",
    description: "Waits for some seconds (fractions allowed) or milliseconds; Ctrl-C ends it.",
    parameters: parameters::START_SLEEP,
    default_set: parameters::START_SLEEP_DEFAULT,
    related: &["Wait-Job"],
    examples: &[Example::new("Wait a moment", "Start-Sleep -Milliseconds 1; 'done'", "done\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, StartSleep);

#[derive(Default)]
struct StartSleep;

impl Cmdlet for StartSleep {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let seconds = match ctx.call.get("Seconds").map(|value| value.base().clone()) {
            Some(Value::Double(seconds)) => seconds,
            _ => match (ctx.call.integer("Milliseconds"), ctx.call.get("Duration").map(|value| value.base().clone())) {
                (Some(milliseconds), _) => milliseconds as f64 / 1000.0,
                (None, Some(Value::TimeSpan(span))) => span.0 as f64 / 1e7,
                _ => 0.0,
            },
        };
        if !(0.0..=2_147_483.0).contains(&seconds) {
            let message = format!("The duration must be between 0 and 2147483 seconds, but is {seconds}.");
            return Err(ErrorRecord::new(
                TypeId::ARGUMENT_EXCEPTION,
                message,
                "MaximumDurationExceeded",
                Category::InvalidArgument,
                Value::Null,
            )
            .into());
        }
        if ctx.engine().interrupt.sleep(Duration::from_secs_f64(seconds)) { Ok(()) } else { Err(Unwind::Interrupted.into()) }
    }
}
