//! `Add-Content`: adds text to files.

use super::content_writer::ContentWriter;
use super::write_file::Mode;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Add",
    noun: "Content",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Adds text to files.",
    description: "Each value becomes a line behind what the file has; a file that is not there is made.",
    parameters: parameters::ADD_CONTENT,
    default_set: parameters::ADD_CONTENT_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-Content", "Clear-Content", "Out-File"],
    examples: &[Example::new(
        "Add a line",
        "Set-Content log.txt 'first'\nAdd-Content log.txt 'second'\nGet-Content log.txt",
        "first\nsecond\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, AddContent);

#[derive(Default)]
struct AddContent {
    writer: ContentWriter,
}

impl Cmdlet for AddContent {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        self.writer.open(ctx, Mode::Append, "Add Content")?;
        match ctx.call.get("Value").cloned() {
            Some(value) => self.writer.put(ctx, &value),
            None => Ok(()),
        }
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        self.writer.finish(ctx)
    }
}
