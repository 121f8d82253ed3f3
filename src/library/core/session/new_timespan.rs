//! `New-TimeSpan`: a length of time.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Run, Runtime, TimeSpan, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "New",
    noun: "TimeSpan",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Makes a length of time.",
    description: "Gives the time between two dates (now, where one is left out), or one of days, hours, minutes, seconds and milliseconds.",
    parameters: parameters::NEW_TIMESPAN,
    default_set: parameters::NEW_TIMESPAN_DEFAULT,
    output: &["System.TimeSpan"],
    related: &["Get-Date"],
    examples: &[Example::new("Between two dates", "(New-TimeSpan -Start 2024-01-01 -End 2024-02-01).Days", "31\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, NewTimeSpan);

#[derive(Default)]
struct NewTimeSpan;

/// Units by name, in ticks.
const UNITS: [(&str, i64); 5] =
    [("Days", 864_000_000_000), ("Hours", 36_000_000_000), ("Minutes", 600_000_000), ("Seconds", 10_000_000), ("Milliseconds", 10_000)];

impl Cmdlet for NewTimeSpan {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if UNITS.iter().any(|(name, _)| ctx.call.has(name)) {
            let ticks = UNITS.iter().map(|(name, ticks)| ctx.call.integer(name).unwrap_or(0) * ticks).sum();
            return ctx.write(Value::TimeSpan(TimeSpan(ticks)));
        }
        let now = ctx.engine().now();
        let date = |name: &str| match ctx.call.get(name).map(|value| value.base().clone()) {
            Some(Value::DateTime(date)) => date,
            _ => now,
        };
        let (start, end) = (date("Start"), date("End"));
        ctx.write(Value::TimeSpan(end.subtract(start)))
    }
}
