//! `Clear-Content`: empties files.

use super::place::Place;
use super::write_file::{FileWriter, Mode};
use super::{encoding, selection, session_items};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Run, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Clear",
    noun: "Content",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Empties files.",
    description: "The files stay, without any text.",
    parameters: parameters::CLEAR_CONTENT,
    default_set: parameters::CLEAR_CONTENT_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Set-Content", "Add-Content"],
    examples: &[Example::new("Empty a file", "Set-Content log.txt 'text'\nClear-Content log.txt\n(Get-Item log.txt).Length", "0\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ClearContent);

#[derive(Default)]
struct ClearContent;

impl Cmdlet for ClearContent {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for place in selection::places(ctx)? {
            if !ctx.should_process(format!("Item: {}", place.text()), "Clear Content")? {
                continue;
            }
            match place {
                Place::File(path) => {
                    let force = ctx.call.flag("Force");
                    FileWriter::open(ctx.engine(), &path, Mode::Replace, encoding::encoding_of(None)?, force)?.finish()?;
                }
                Place::Item(drive, name) => session_items::set(ctx.engine(), drive, &name, Value::Null)?,
            }
        }
        Ok(())
    }
}
