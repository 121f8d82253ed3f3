//! `Get-Item`: gives files, folders and items of the session's drives.

use super::place::Place;
use super::{selection, session_items};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Item",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Gives files, folders and items of the session's drives.",
    description: "Without -Force hidden files (with a dot in front) that wildcards match are left out.",
    parameters: parameters::GET_ITEM,
    default_set: parameters::GET_ITEM_DEFAULT,
    related: &["Get-ChildItem", "New-Item", "Remove-Item"],
    examples: &[Example::new("A file's length", "Set-Content a.txt 'abc' -NoNewline\n(Get-Item a.txt).Length", "3\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetItem);

#[derive(Default)]
struct GetItem;

impl Cmdlet for GetItem {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for place in selection::places(ctx)? {
            if let Place::Item(drive, name) = &place
                && name.is_empty()
            {
                for name in session_items::names(ctx.engine(), *drive) {
                    if let Some(value) = selection::item_value(ctx.engine(), &Place::Item(*drive, name)) {
                        ctx.write(value)?;
                    }
                }
                continue;
            }
            // A hidden file is given to those alone who ask for it.
            if let Place::File(path) = &place
                && !ctx.call.flag("Force")
                && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
            {
                let message = format!("Could not find item {}.", path.display());
                let target = Value::str(path.to_string_lossy());
                ctx.fail(TypeId::IO_EXCEPTION, message, "ItemNotFound", Category::ObjectNotFound, target)?;
                continue;
            }
            if let Some(value) = selection::item_value(ctx.engine(), &place) {
                ctx.write(value)?;
            }
        }
        Ok(())
    }
}
