//! `Rename-Item`: gives files, folders and items another name.

use super::place::{self, Place};
use super::{move_item, session_items};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Rename",
    noun: "Item",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Gives files, folders and items another name.",
    description: "The item stays in its folder; the new name has no folder in it.",
    parameters: parameters::RENAME_ITEM,
    default_set: parameters::RENAME_ITEM_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Move-Item", "Copy-Item"],
    examples: &[Example::new("Rename a file", "Set-Content a.txt 1\n(Rename-Item a.txt b.txt -PassThru).Name", "b.txt\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, RenameItem);

#[derive(Default)]
struct RenameItem;

impl Cmdlet for RenameItem {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (text, is_literal) = match (ctx.call.text("LiteralPath"), ctx.call.text("Path")) {
            (Some(text), _) => (text, true),
            (None, Some(text)) => (text, false),
            (None, None) => return Ok(()),
        };
        let new_name = ctx.call.text("NewName").unwrap_or_default();
        let found = match place::expand(ctx.engine(), &text, is_literal, true) {
            Ok(found) => found,
            Err(raise) => match raise.error() {
                Some(record) if &**record.0.id.borrow() == "PathNotFound" => {
                    if matches!(place::place_of(ctx.engine(), &text)?, Place::Item(..)) {
                        return ctx.error(record.clone());
                    }
                    let message = format!("Cannot rename because item at '{text}' does not exist.");
                    return ctx.fail(
                        TypeId::PS_INVALID_OPERATION_EXCEPTION,
                        message,
                        "InvalidOperation",
                        Category::InvalidOperation,
                        Value::Str(text),
                    );
                }
                _ => return Err(raise),
            },
        };
        for place in found {
            match place {
                Place::File(from) => {
                    let plain = new_name.strip_prefix("./").unwrap_or(&new_name);
                    let target = if plain.contains('/') { ctx.engine().resolve_path(plain) } else { from.with_file_name(plain) };
                    if target.parent() != from.parent() {
                        let message = "Cannot rename the specified target, because it represents a path or device name.";
                        return ctx.fail(
                            TypeId::PS_ARGUMENT_EXCEPTION,
                            message,
                            "Argument",
                            Category::InvalidArgument,
                            Value::str(from.to_string_lossy()),
                        );
                    }
                    move_item::move_file(ctx, &from, &target, "Rename")?;
                }
                Place::Item(drive, name) => {
                    let options = session_items::options(ctx.engine(), drive, &name);
                    let is_fixed = options & 2 != 0 || options & 1 != 0 && !ctx.call.flag("Force");
                    if is_fixed && drive == place::SessionDrive::Function {
                        let message = format!("Cannot rename function because function {name} is read-only or constant.");
                        let class = TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION;
                        ctx.fail(class, message, "CannotRenameFunction", Category::WriteError, Value::Str(name))?;
                        continue;
                    }
                    if ctx.should_process(format!("Item: {name} NewName: {new_name}"), "Rename Item")?
                        && let Some(value) = session_items::content(ctx.engine(), drive, &name)?
                    {
                        session_items::set(ctx.engine(), drive, &new_name, value)?;
                        session_items::remove(ctx.engine(), drive, &name)?;
                    }
                }
            }
        }
        Ok(())
    }
}
