//! `Write-Information`: an object for the information stream.

use super::inform;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Write",
    noun: "Information",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Writes to the information stream.",
    description: "Shown only with -InformationAction Continue or $InformationPreference; kept with -InformationVariable or redirected with 6>. Tags help to choose records.",
    parameters: parameters::WRITE_INFORMATION,
    default_set: parameters::WRITE_INFORMATION_DEFAULT,
    related: &["Write-Host", "Write-Verbose"],
    examples: &[Example::new("Show it", "Write-Information 'note' -InformationAction Continue", "note\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, WriteInformation);

#[derive(Default)]
struct WriteInformation;

impl Cmdlet for WriteInformation {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let data = ctx.call.get("MessageData").cloned().unwrap_or_default();
        let tags = ctx.call.items("Tags").unwrap_or_default();
        inform(ctx, data, tags)
    }
}
