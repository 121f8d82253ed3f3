//! `Copy-Item`: copies files, folders and items of the session's drives.

use super::file_info::file_value;
use super::place::{self, Place};
use super::transfer::{copy_file, destination};
use super::{selection, session_items};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value};
use std::path::Path;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Copy",
    noun: "Item",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Copies files, folders and items of the session's drives.",
    description: "Into a folder that is there, or under a new name. Folders need -Recurse to bring what they hold.",
    parameters: parameters::COPY_ITEM,
    default_set: parameters::COPY_ITEM_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Move-Item", "Rename-Item"],
    examples: &[Example::new("Copy a file", "Set-Content a.txt 'text'\nCopy-Item a.txt b.txt\nGet-Content b.txt", "text\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, CopyItem);

#[derive(Default)]
struct CopyItem;

impl Cmdlet for CopyItem {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let sources = selection::places(ctx)?;
        let text = ctx.call.text("Destination");
        let target = match &text {
            Some(text) => place::place_of(ctx.engine(), text)?,
            None => Place::File(ctx.engine().location.clone()),
        };
        for source in sources {
            match (&source, &target) {
                (Place::File(from), Place::File(to)) => self.copy(ctx, from, to)?,
                (Place::Item(from_drive, from), Place::Item(to_drive, to)) if from_drive == to_drive => {
                    if ctx.should_process(format!("Item: {from} Destination: {to}"), "Copy Item")?
                        && let Some(value) = session_items::content(ctx.engine(), *from_drive, from)?
                    {
                        session_items::set(ctx.engine(), *to_drive, to, value)?;
                    }
                }
                _ => {
                    let message = "Source and destination path did not resolve to the same provider.";
                    return Err(ctx.raise(crate::value::ErrorRecord::new(
                        TypeId::PS_ARGUMENT_EXCEPTION,
                        message,
                        "CopyItemSourceAndDestinationNotSameProvider",
                        Category::InvalidArgument,
                        Value::str(source.text()),
                    )));
                }
            }
        }
        Ok(())
    }
}

impl CopyItem {
    fn copy(&self, ctx: &mut Context<'_>, from: &Path, to: &Path) -> Run {
        let to = destination(from, to);
        if !from.is_dir() {
            if !ctx.should_process(format!("Item: {} Destination: {}", from.display(), to.display()), "Copy File")? {
                return Ok(());
            }
            let force = ctx.call.flag("Force");
            copy_file(ctx, from, &to, force)?;
            if ctx.call.flag("PassThru") && to.exists() {
                ctx.write(file_value(&to))?;
            }
            return Ok(());
        }
        if !ctx.should_process(format!("Item: {} Destination: {}", from.display(), to.display()), "Copy Directory")? {
            return Ok(());
        }
        let recurse = ctx.call.flag("Recurse");
        if to.starts_with(from) && recurse {
            let message = format!("Container cannot be copied onto existing leaf item or into itself: '{}'.", from.display());
            return ctx.fail(
                TypeId::IO_EXCEPTION,
                message,
                "CopyContainerItemToLeafError",
                Category::InvalidArgument,
                Value::str(from.to_string_lossy()),
            );
        }
        // With -Container:$false the files of all levels go into one folder.
        let keeps_folders = ctx.call.get("Container").is_none_or(crate::value::convert::to_bool);
        if keeps_folders {
            if to.is_file() {
                let message = format!("Container cannot be copied onto existing leaf item '{}'.", to.display());
                return ctx.fail(
                    TypeId::EXCEPTION,
                    message,
                    "CopyContainerItemToLeafError",
                    Category::InvalidArgument,
                    Value::str(from.to_string_lossy()),
                );
            }
            selection::ask_gate(ctx.engine(), &to)?;
            if let Err(error) = std::fs::create_dir_all(&to) {
                return ctx.error(super::write_file::failure(&to, &error, "CreateDirectoryIOError", Category::WriteError));
            }
            if ctx.call.flag("PassThru") {
                ctx.write(file_value(&to))?;
            }
        }
        if !recurse {
            return Ok(());
        }
        let into = if keeps_folders { to } else { to.parent().map(Path::to_owned).unwrap_or_default() };
        let names = selection::NameFilter::of(ctx);
        for name in place::child_names(ctx.engine(), from) {
            let child = from.join(&name);
            if !child.is_dir() && names.is_any() && !names.passes(&name) {
                continue;
            }
            self.copy(ctx, &child, &into)?;
        }
        Ok(())
    }
}
