//! `Write-Warning`, `Write-Verbose`, `Write-Debug`.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::Run;
use std::rc::Rc;

/// What `Write-Warning` says of itself.
pub const WARNING: Spec = Spec {
    verb: "Write",
    noun: "Warning",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Writes a warning.",
    description: "Shown unless -WarningAction or $WarningPreference say otherwise; kept with -WarningVariable.",
    parameters: parameters::WRITE_WARNING,
    default_set: parameters::WRITE_WARNING_DEFAULT,
    related: &["Write-Error", "Write-Verbose"],
    examples: &[Example::new(
        "Keep a warning",
        "Write-Warning 'low space' -WarningAction SilentlyContinue -WarningVariable kept; \"$kept\"",
        "low space\n",
    )],
    ..Spec::EMPTY
};

/// What `Write-Verbose` says of itself.
pub const VERBOSE: Spec = Spec {
    verb: "Write",
    noun: "Verbose",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Writes to the verbose stream.",
    description: "Shown only with -Verbose (here or on the calling function) or $VerbosePreference.",
    parameters: parameters::WRITE_VERBOSE,
    default_set: parameters::WRITE_VERBOSE_DEFAULT,
    related: &["Write-Debug", "Write-Information"],
    examples: &[Example::new("Take it as output", "Write-Verbose 'step 1' -Verbose 4>&1 | ForEach-Object Message", "step 1\n")],
    ..Spec::EMPTY
};

/// What `Write-Debug` says of itself.
pub const DEBUG: Spec = Spec {
    verb: "Write",
    noun: "Debug",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Writes to the debug stream.",
    description: "Shown only with -Debug (here or on the calling function) or $DebugPreference.",
    parameters: parameters::WRITE_DEBUG,
    default_set: parameters::WRITE_DEBUG_DEFAULT,
    related: &["Write-Verbose"],
    examples: &[Example::new("Take it as output", "Write-Debug 'x is 1' -Debug 5>&1 | ForEach-Object Message", "x is 1\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const WARNING_ENTRY: Entry = entry!(WARNING, WriteWarning);
/// The registry's entry.
pub const VERBOSE_ENTRY: Entry = entry!(VERBOSE, WriteVerbose);
/// The registry's entry.
pub const DEBUG_ENTRY: Entry = entry!(DEBUG, WriteDebug);

fn message(ctx: &Context<'_>) -> Rc<str> {
    ctx.call.text("Message").unwrap_or_else(|| Rc::from(""))
}

#[derive(Default)]
struct WriteWarning;

impl Cmdlet for WriteWarning {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let text = message(ctx);
        ctx.warn(text)
    }
}

#[derive(Default)]
struct WriteVerbose;

impl Cmdlet for WriteVerbose {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let text = message(ctx);
        ctx.verbose(text)
    }
}

#[derive(Default)]
struct WriteDebug;

impl Cmdlet for WriteDebug {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let text = message(ctx);
        ctx.debug(text)
    }
}
