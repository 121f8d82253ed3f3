//! `Set-Item`: sets the value of an item of the session's drives.

use super::place::{self, Place};
use super::{selection, session_items};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Category, Run, TypeId, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Set",
    noun: "Item",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Sets the value of an item of the session's drives.",
    description: "For env:, variable:, function: and alias:. Files have content instead: Set-Content.",
    parameters: parameters::SET_ITEM,
    default_set: parameters::SET_ITEM_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-Item", "New-Item", "Set-Content"],
    examples: &[Example::new("Set an environment variable", "Set-Item env:SAMPLE_REGION 'DE'\n$env:SAMPLE_REGION", "DE\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, SetItem);

#[derive(Default)]
struct SetItem;

impl Cmdlet for SetItem {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (texts, is_literal) = selection::path_texts(ctx);
        let value = ctx.call.get("Value").cloned().unwrap_or_default();
        for text in texts {
            let places = if !is_literal && contains_wildcards(&text) {
                place::expand(ctx.engine(), &text, false, false)?
            } else {
                vec![place::place_of(ctx.engine(), &text)?]
            };
            for place in places {
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
                let shown = convert::to_message_text(ctx.host.runtime(), &value);
                if !ctx.should_process(format!("Item: {name} Value: {shown}"), "Set Item")? {
                    continue;
                }
                session_items::set(ctx.engine(), *drive, name, value.clone())?;
                if ctx.call.flag("PassThru")
                    && let Some(item) = selection::item_value(ctx.engine(), &place)
                {
                    ctx.write(item)?;
                }
            }
        }
        Ok(())
    }
}
