//! `Convert-Path`: gives the file system's own paths.

use super::selection;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Convert",
    noun: "Path",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Gives the file system's own paths.",
    description: "What Resolve-Path finds, as texts that other programs understand.",
    parameters: parameters::CONVERT_PATH,
    default_set: parameters::CONVERT_PATH_DEFAULT,
    related: &["Resolve-Path"],
    examples: &[Example::new("The path of a new file", "Set-Content a.txt 1\nConvert-Path a.txt | Split-Path -Leaf", "a.txt\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ConvertPath);

#[derive(Default)]
struct ConvertPath;

impl Cmdlet for ConvertPath {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for place in selection::places(ctx)? {
            let text = match &place {
                super::place::Place::File(path) => path.to_string_lossy().into_owned(),
                super::place::Place::Item(_, name) => name.to_string(),
            };
            ctx.write(text)?;
        }
        Ok(())
    }
}
