//! `New-Item`: makes files, folders, links and items of the session's drives.

use super::file_info::file_value;
use super::place::{self, Place};
use super::write_file::{FileWriter, Mode, failure};
use super::{encoding, selection, session_items};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value, convert};
use std::path::Path;
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "New",
    noun: "Item",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Makes files, folders, links and items of the session's drives.",
    description: "-ItemType says what: File (the default), Directory, SymbolicLink, HardLink. -Force makes the folders above and writes over a file.",
    parameters: parameters::NEW_ITEM,
    default_set: parameters::NEW_ITEM_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Remove-Item", "Set-Content", "Get-Item"],
    examples: &[Example::new("Make a folder", "(New-Item reports -ItemType Directory).Name", "reports\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, NewItem);

#[derive(Default)]
struct NewItem;

impl Cmdlet for NewItem {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let name = ctx.call.text("Name");
        let paths = ctx.call.texts("Path").unwrap_or_else(|| vec![Rc::from(".")]);
        for path in paths {
            let text = match &name {
                // With a name of its own the path is one that is looked for: escapes in it count.
                // A drive's name alone is where one is in it.
                Some(name) if path.ends_with(':') => format!("{path}{name}"),
                Some(name) => super::join_path::join(&crate::value::text::wildcard::unescape(&path), name),
                None => path.to_string(),
            };
            match place::place_of(ctx.engine(), &text)? {
                Place::File(path) => self.make(ctx, &path)?,
                Place::Item(drive, name) => {
                    let value = ctx.call.get("Value").cloned().unwrap_or_default();
                    if !ctx.call.flag("Force") && session_items::get(ctx.engine(), drive, &name).is_some() {
                        let message = format!("The item at path '{name}' already exists.");
                        ctx.fail(
                            TypeId::PS_INVALID_OPERATION_EXCEPTION,
                            message,
                            "Argument",
                            Category::InvalidArgument,
                            Value::Str(name.clone()),
                        )?;
                        continue;
                    }
                    let shown = convert::to_message_text(ctx.host.runtime(), &value);
                    if !ctx.should_process(format!("Item: {name} Type:  Value: {shown}"), "New Item")? {
                        continue;
                    }
                    session_items::set(ctx.engine(), drive, &name, value)?;
                    if let Some(item) = selection::item_value(ctx.engine(), &Place::Item(drive, name)) {
                        ctx.write(item)?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl NewItem {
    fn make(&self, ctx: &mut Context<'_>, path: &Path) -> Run {
        let kind = ctx.call.text("ItemType").map_or_else(|| "file".to_owned(), |kind| kind.to_ascii_lowercase());
        let force = ctx.call.flag("Force");
        let action = match kind.as_str() {
            "file" | "leaf" | "f" => "Create File",
            "directory" | "container" | "d" | "dir" => "Create Directory",
            "symboliclink" => "Create Symbolic Link",
            "hardlink" => "Create Hard Link",
            other => {
                let message = format!(
                    "The type is not a known type for the file system. Only \"file\",\"directory\" or \"symboliclink\" can be specified. ('{other}')"
                );
                return ctx.fail(TypeId::PS_ARGUMENT_EXCEPTION, message, "Argument", Category::InvalidArgument, Value::str(other));
            }
        };
        if !ctx.should_process(format!("Destination: {}", path.display()), action)? {
            return Ok(());
        }
        let exists = std::fs::symlink_metadata(path).is_ok();
        let error_target = Value::str(path.to_string_lossy());
        if action == "Create Directory" {
            if exists && !(force && path.is_dir()) {
                let message = format!("An item with the specified name {} already exists.", path.display());
                return ctx.fail(TypeId::IO_EXCEPTION, message, "DirectoryExist", Category::ResourceExists, error_target);
            }
            selection::ask_gate(ctx.engine(), path)?;
            if let Err(error) = std::fs::create_dir_all(path) {
                return ctx.error(failure(path, &error, "CreateDirectoryIOError", Category::WriteError));
            }
            return ctx.write(file_value(path));
        }
        if exists && !force {
            let message = format!("The file '{}' already exists.", path.display());
            let id = if action == "Create Symbolic Link" { "SymLinkExists" } else { "NewItemIOError" };
            return ctx.fail(TypeId::IO_EXCEPTION, message, id, Category::WriteError, error_target);
        }
        if force && let Some(parent) = path.parent() {
            selection::ask_gate(ctx.engine(), path)?;
            let _ = std::fs::create_dir_all(parent);
        }
        if action.ends_with("Link") {
            let value = ctx.call.get("Value").cloned().unwrap_or_default();
            if value.is_null() {
                let message = "Value cannot be null. (Parameter 'content')";
                let class = TypeId::PS_ARGUMENT_NULL_EXCEPTION;
                return ctx.fail(class, message, "ArgumentNull", Category::InvalidArgument, Value::Null);
            }
            let target = convert::to_text(ctx.host.runtime(), &value)?;
            // Making a link in place of its own target would lose what is there.
            let resolved = ctx.engine().resolve_path(&target);
            if exists && (resolved == path || super::transfer::same_file(&resolved, path) && !path.is_symlink()) {
                let message = format!("The target and path cannot be the same: '{}'.", path.display());
                let class = TypeId::INVALID_OPERATION_EXCEPTION;
                return ctx.fail(class, message, "TargetIsSameAsLink", Category::InvalidOperation, error_target);
            }
            selection::ask_gate(ctx.engine(), path)?;
            if exists {
                let _ = std::fs::remove_file(path);
            }
            let result = if action == "Create Hard Link" {
                let target = ctx.engine().resolve_path(&target);
                std::fs::hard_link(target, path)
            } else {
                link(&target, path)
            };
            if let Err(error) = result {
                return ctx.error(failure(path, &error, "NewItemSymbolicLinkElevationRequired", Category::PermissionDenied));
            }
            return ctx.write(file_value(path));
        }
        let text = match ctx.call.get("Value").cloned() {
            Some(value) => convert::to_text(ctx.host.runtime(), &value)?,
            None => Rc::from(""),
        };
        let written = FileWriter::open(ctx.engine(), path, Mode::Replace, encoding::encoding_of(None)?, force).and_then(|mut file| {
            file.text(&text)?;
            file.finish()
        });
        match written {
            Ok(()) => ctx.write(file_value(path)),
            Err(raise) => match raise.error() {
                Some(record) if &**record.0.id.borrow() == "FileOpenFailure" => {
                    let (id, category) = if record.0.exception.type_id() == TypeId::UNAUTHORIZED_ACCESS_EXCEPTION {
                        ("NewItemUnauthorizedAccessError", Category::PermissionDenied)
                    } else {
                        ("NewItemIOError", Category::WriteError)
                    };
                    let error = crate::value::ErrorRecord::of(record.0.exception.clone(), id, category, error_target);
                    ctx.error(error)
                }
                _ => Err(raise),
            },
        }
    }
}

#[cfg(unix)]
fn link(target: &str, path: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(target, path)
}

#[cfg(not(unix))]
fn link(_target: &str, _path: &Path) -> std::io::Result<()> {
    Err(std::io::Error::from(std::io::ErrorKind::Unsupported))
}
