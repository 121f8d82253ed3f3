//! `Get-ItemPropertyValue`: gives the values of items' properties.

use super::selection;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value, members};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "ItemPropertyValue",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Gives the values of items' properties.",
    description: "The values alone, without an object around them.",
    parameters: parameters::GET_ITEMPROPERTYVALUE,
    default_set: parameters::GET_ITEMPROPERTYVALUE_DEFAULT,
    related: &["Get-ItemProperty"],
    examples: &[Example::new("A file's length", "Set-Content a.txt 'abc' -NoNewline\nGet-ItemPropertyValue a.txt Length", "3\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetItemPropertyValue);

#[derive(Default)]
struct GetItemPropertyValue;

impl Cmdlet for GetItemPropertyValue {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let names = ctx.call.texts("Name").unwrap_or_default();
        for place in selection::places(ctx)? {
            if place.file().is_none() {
                return Err(ctx.raise(super::item_properties::not_supported()));
            }
            let Some(item) = selection::item_value(ctx.engine(), &place) else { continue };
            for name in &names {
                match members::get(ctx.host.runtime(), &item, name)? {
                    Some(value) => ctx.write(value)?,
                    None => {
                        let message = format!("Property {name} does not exist at path {}.", place.text());
                        ctx.fail(
                            TypeId::PS_ARGUMENT_EXCEPTION,
                            message,
                            "System.Management.Automation.PSArgumentException",
                            Category::InvalidArgument,
                            Value::Str(name.clone()),
                        )?;
                    }
                }
            }
        }
        Ok(())
    }
}
