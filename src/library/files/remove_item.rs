//! `Remove-Item`: removes files, folders and items of the session's drives.

use super::place::Place;
use super::write_file::failure;
use super::{attributes, selection, session_items};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value};
use std::path::Path;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Remove",
    noun: "Item",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Removes files, folders and items of the session's drives.",
    description: "Folders that hold something need -Recurse, read-only and hidden files -Force.",
    parameters: parameters::REMOVE_ITEM,
    default_set: parameters::REMOVE_ITEM_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["New-Item", "Clear-Content"],
    examples: &[Example::new("Remove a file", "Set-Content a.txt 1\nRemove-Item a.txt\nTest-Path a.txt", "False\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, RemoveItem);

#[derive(Default)]
struct RemoveItem;

impl Cmdlet for RemoveItem {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for place in selection::places(ctx)? {
            match place {
                Place::File(path) => self.remove(ctx, &path)?,
                Place::Item(drive, name) => {
                    let options = session_items::options(ctx.engine(), drive, &name);
                    let is_fixed = options & 2 != 0 || options & 1 != 0 && !ctx.call.flag("Force");
                    if is_fixed && drive == super::place::SessionDrive::Function {
                        let message = format!("Cannot remove function {name} because it is constant or read-only.");
                        let class = TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION;
                        ctx.fail(class, message, "FunctionNotRemovable", Category::WriteError, Value::Str(name))?;
                        continue;
                    }
                    if ctx.should_process(format!("Item: {name}"), "Remove Item")? {
                        session_items::remove(ctx.engine(), drive, &name)?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl RemoveItem {
    fn remove(&self, ctx: &mut Context<'_>, path: &Path) -> Run {
        let is_folder = path.is_dir() && !path.is_symlink();
        let force = ctx.call.flag("Force");
        if ctx.engine().location.starts_with(path) && is_folder {
            let message = format!("Cannot remove the item at '{}' because it is in use.", path.display());
            return ctx.fail(
                TypeId::PS_INVALID_OPERATION_EXCEPTION,
                message,
                "InvalidOperation",
                Category::InvalidOperation,
                Value::str(path.to_string_lossy()),
            );
        }
        if is_folder && !ctx.call.flag("Recurse") && std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some()) {
            let query = format!(
                "The item at {} has children and the Recurse parameter was not specified. If you continue, all children will be removed with the item. Are you sure you want to continue?",
                path.display()
            );
            let asked = ctx.host.should_continue(ctx.call, &query, "Confirm")?;
            if !asked {
                return Ok(());
            }
        }
        if !ctx.should_process(path.to_string_lossy(), if is_folder { "Remove Directory" } else { "Remove File" })? {
            return Ok(());
        }
        selection::ask_gate(ctx.engine(), path)?;
        let is_read_only =
            std::fs::symlink_metadata(path).is_ok_and(|metadata| !metadata.is_symlink() && metadata.permissions().readonly());
        if is_read_only && !is_folder {
            if !force {
                let message = format!(
                    "You do not have sufficient access rights to perform this operation or the item is hidden, system, or read only: {}",
                    path.display()
                );
                return ctx.fail(
                    TypeId::IO_EXCEPTION,
                    message,
                    "RemoveFileSystemItemUnAuthorizedAccess",
                    Category::PermissionDenied,
                    Value::str(path.to_string_lossy()),
                );
            }
            let _ = attributes::set_read_only(path, false);
        }
        let result = if is_folder { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
        match result {
            Ok(()) => Ok(()),
            Err(error) => ctx.error(failure(path, &error, "RemoveFileSystemItemIOError", Category::WriteError)),
        }
    }
}
