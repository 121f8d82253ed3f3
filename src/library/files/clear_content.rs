//! `Clear-Content`: empties files.

use super::place::Place;
use super::write_file::{FileWriter, Mode};
use super::{encoding, selection};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

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
                Place::File(path) if path.is_dir() => {
                    let message = format!(
                        "Unable to clear content of '{}' because it is a directory. Clear-Content is only supported on files.",
                        path.display()
                    );
                    let class = TypeId::INVALID_OPERATION_EXCEPTION;
                    ctx.fail(class, message, "ClearDirectoryContent", Category::InvalidOperation, Value::str(path.to_string_lossy()))?;
                }
                Place::File(path) => {
                    let force = ctx.call.flag("Force");
                    FileWriter::open(ctx.engine(), &path, Mode::Replace, encoding::encoding_of(None)?, force)?.finish()?;
                }
                Place::Item(..) => {
                    let message = "Cannot clear the content: the provider does not support it. Use Clear-Item.";
                    let class = TypeId::PS_NOT_SUPPORTED_EXCEPTION;
                    return Err(ctx.raise(ErrorRecord::new(class, message, "NotSupported", Category::NotImplemented, Value::Null)));
                }
            }
        }
        Ok(())
    }
}
