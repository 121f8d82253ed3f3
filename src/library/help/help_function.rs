//! `help`: the same as `Get-Help`, under the short name.

use super::get_help;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "help",
    noun: "",
    module: "",
    synopsis: "Shows the help of a command or a topic.",
    description: "The same as Get-Help, under the short name; \"man\" is its alias.",
    parameters: parameters::GET_HELP,
    default_set: parameters::GET_HELP_DEFAULT,
    output: &["MamlCommandHelpInfo", "System.String"],
    related: &["Get-Help"],
    examples: &[
        Example::runs("Help of a command", "help Get-Mail"),
        Example::new("One line about a command", "(man Get-Verb).Synopsis", "Lists the approved verbs.\n"),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, HelpFunction);

#[derive(Default)]
struct HelpFunction;

impl Cmdlet for HelpFunction {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        get_help::show(ctx)
    }
}
