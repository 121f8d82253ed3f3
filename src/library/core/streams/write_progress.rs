//! `Write-Progress`: how far a long command has come.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::Run;
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Write",
    noun: "Progress",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Shows progress.",
    description: "Shows an activity with its status and, with -PercentComplete, a bar; -Completed takes it away. Without a terminal nothing is shown.",
    parameters: parameters::WRITE_PROGRESS,
    default_set: parameters::WRITE_PROGRESS_DEFAULT,
    related: &["Write-Host"],
    examples: &[Example::new(
        "Show progress",
        "1..3 | ForEach-Object { Write-Progress -Activity Work -PercentComplete ($_ * 33); $_ }; Write-Progress -Activity Work -Completed",
        "1\n2\n3\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, WriteProgress);

#[derive(Default)]
struct WriteProgress;

impl Cmdlet for WriteProgress {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let activity = ctx.call.text("Activity").unwrap_or_else(|| Rc::from(""));
        let status = ctx.call.text("Status").unwrap_or_else(|| Rc::from("Processing"));
        let percent = ctx.call.integer("PercentComplete").unwrap_or(-1) as i32;
        let completed = ctx.call.flag("Completed");
        ctx.host.write_progress(ctx.call, &activity, &status, percent, completed)
    }
}
