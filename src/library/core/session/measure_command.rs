//! `Measure-Command`: how long a block takes.

use std::time::Instant;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::{BlockInvocation, EngineContext};
use crate::entry;
use crate::library::parameters;
use crate::value::{Run, TimeSpan, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Measure",
    noun: "Command",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Measures how long a block takes.",
    description: "Runs the block in the caller's scope, for each object that comes ($_) or once, drops its output and gives the time it took.",
    parameters: parameters::MEASURE_COMMAND,
    default_set: parameters::MEASURE_COMMAND_DEFAULT,
    output: &["System.TimeSpan"],
    related: &["Invoke-Command"],
    examples: &[Example::new("Time a block", "(Measure-Command { 1..10 }).GetType().Name", "TimeSpan\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, MeasureCommand);

#[derive(Default)]
struct MeasureCommand {
    ticks: i64,
}

impl Cmdlet for MeasureCommand {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(Value::ScriptBlock(block)) = ctx.call.get("Expression").map(|value| value.base().clone()) else { return Ok(()) };
        let underscore = ctx.input();
        let start = Instant::now();
        let mut dropped = Vec::new();
        let result = ctx.engine().invoke(&block, BlockInvocation { underscore, dotted: true, ..BlockInvocation::default() }, &mut dropped);
        self.ticks += (start.elapsed().as_nanos() / 100) as i64;
        result
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        ctx.write(Value::TimeSpan(TimeSpan(self.ticks)))
    }
}
