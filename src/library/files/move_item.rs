//! `Move-Item`: moves files and folders.

use super::file_info::file_value;
use super::place::{self, Place};
use super::transfer::{destination, same_file};
use super::{selection, write_file};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value};
use std::path::Path;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Move",
    noun: "Item",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Moves files and folders.",
    description: "Into a folder that is there, or under a new name. A file that is there gives way only to -Force.",
    parameters: parameters::MOVE_ITEM,
    default_set: parameters::MOVE_ITEM_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Copy-Item", "Rename-Item"],
    examples: &[Example::new("Move a file", "Set-Content a.txt 'text'\nMove-Item a.txt b.txt\nTest-Path a.txt, b.txt", "False\nTrue\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, MoveItem);

#[derive(Default)]
struct MoveItem;

impl Cmdlet for MoveItem {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let sources = selection::places(ctx)?;
        let text = ctx.call.text("Destination");
        let target = match &text {
            Some(text) => place::file_of(ctx.engine(), text)?,
            None => ctx.engine().location.clone(),
        };
        for source in sources {
            match source {
                Place::File(from) => {
                    let to = destination(&from, &target);
                    move_file(ctx, &from, &to, "Move")?;
                }
                Place::Item(drive, name) => {
                    let message = format!("Cannot move '{name}': the provider '{}' does not move items.", drive.provider());
                    return Err(ctx.raise(crate::value::ErrorRecord::new(
                        TypeId::PS_NOT_SUPPORTED_EXCEPTION,
                        message,
                        "NotSupported",
                        Category::NotImplemented,
                        Value::Null,
                    )));
                }
            }
        }
        Ok(())
    }
}

/// Moves or renames a file or folder.
pub fn move_file(ctx: &mut Context<'_>, from: &Path, to: &Path, verb: &str) -> Run {
    let is_folder = from.is_dir();
    let action = format!("{verb} {}", if is_folder { "Directory" } else { "File" });
    if !ctx.should_process(format!("Item: {} Destination: {}", from.display(), to.display()), action)? {
        return Ok(());
    }
    selection::ask_gate(ctx.engine(), from)?;
    selection::ask_gate(ctx.engine(), to)?;
    if verb == "Move" && is_folder && to.starts_with(from) {
        let message = format!("Destination path cannot be a subdirectory of the source: {}.", to.display());
        let target = Value::str(from.to_string_lossy());
        return ctx.fail(TypeId::ARGUMENT_EXCEPTION, message, "MoveItemArgumentError", Category::InvalidArgument, target);
    }
    let ids = match (verb, is_folder) {
        ("Rename", _) => "RenameItemIOError",
        (_, true) => "MoveDirectoryItemIOError",
        _ => "MoveFileInfoItemIOError",
    };
    if std::fs::symlink_metadata(to).is_ok() && !same_file(from, to) && (!ctx.call.flag("Force") || to.is_dir() || is_folder) {
        let message = "Cannot create a file when that file already exists.";
        return ctx.fail(TypeId::IO_EXCEPTION, message, ids, Category::WriteError, Value::str(from.to_string_lossy()));
    }
    let result = std::fs::rename(from, to).or_else(|error| match error.kind() {
        // Another file system: copy, then remove.
        std::io::ErrorKind::CrossesDevices if !is_folder => std::fs::copy(from, to).and_then(|_| std::fs::remove_file(from)),
        _ => Err(error),
    });
    match result {
        Ok(()) if ctx.call.flag("PassThru") => ctx.write(file_value(to)),
        Ok(()) => Ok(()),
        Err(error) => ctx.error(write_file::failure(if from.exists() { to } else { from }, &error, ids, Category::WriteError)),
    }
}
