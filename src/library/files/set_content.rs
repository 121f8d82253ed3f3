//! `Set-Content`: writes text into files.

use super::content_writer::ContentWriter;
use super::write_file::Mode;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::Run;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Set",
    noun: "Content",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Writes text into files.",
    description: "Each value becomes a line. The old file stays until the new one is written whole.",
    parameters: parameters::SET_CONTENT,
    default_set: parameters::SET_CONTENT_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-Content", "Clear-Content", "Out-File"],
    examples: &[Example::new("Write lines", "Set-Content words.txt 'one', 'two'\nGet-Content words.txt", "one\ntwo\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, SetContent);

#[derive(Default)]
struct SetContent {
    writer: ContentWriter,
}

impl Cmdlet for SetContent {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        self.writer.open(ctx, Mode::Replace, "Set Content")?;
        match ctx.call.get("Value").cloned() {
            Some(value) => self.writer.put(ctx, &value),
            None => Ok(()),
        }
    }

    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        self.writer.finish(ctx)
    }
}
