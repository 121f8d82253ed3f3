//! `Get-Host`: the program that runs the session.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Host",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Gives the host of the session.",
    description: "Gives the object that $Host is: name, version, user interface.",
    parameters: parameters::GET_HOST,
    default_set: parameters::GET_HOST_DEFAULT,
    related: &["Write-Host", "Read-Host"],
    examples: &[Example::new("Its name", "(Get-Host).Name", "ConsoleHost\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetHost);

#[derive(Default)]
struct GetHost;

impl Cmdlet for GetHost {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let host = ctx.host.variable("Host").unwrap_or_default();
        ctx.write(host)
    }
}
