//! `Clear-Item`: clears the value of an item of the session's drives.

use super::place::Place;
use super::{selection, session_items};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Clear",
    noun: "Item",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Clears the value of an item of the session's drives.",
    description: "A variable becomes $null; environment variables, functions and aliases go away.",
    parameters: parameters::CLEAR_ITEM,
    default_set: parameters::CLEAR_ITEM_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Set-Item", "Remove-Item"],
    examples: &[Example::new("Clear a variable", "$region = 'DE'\nClear-Item variable:region\n$null -eq $region", "True\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ClearItem);

#[derive(Default)]
struct ClearItem;

impl Cmdlet for ClearItem {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for place in selection::places(ctx)? {
            let Place::Item(drive, name) = &place else {
                let message = "Provider operation stopped because the provider does not support this operation.";
                return Err(ctx.raise(crate::value::ErrorRecord::new(
                    TypeId::PS_NOT_SUPPORTED_EXCEPTION,
                    message,
                    "NotSupported",
                    Category::NotImplemented,
                    Value::Null,
                )));
            };
            if ctx.should_process(format!("Item: {name}"), "Clear Item")? {
                session_items::set(ctx.engine(), *drive, name, Value::Null)?;
            }
        }
        Ok(())
    }
}
