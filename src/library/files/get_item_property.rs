//! `Get-ItemProperty`: gives properties of items.

use super::selection;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Object, Run, TypeId, Value, members};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "ItemProperty",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Gives properties of items.",
    description: "Without -Name the item itself.",
    parameters: parameters::GET_ITEMPROPERTY,
    default_set: parameters::GET_ITEMPROPERTY_DEFAULT,
    related: &["Get-ItemPropertyValue", "Set-ItemProperty", "Get-Item"],
    examples: &[Example::new("A file's length", "Set-Content a.txt 'abc' -NoNewline\n(Get-ItemProperty a.txt Length).Length", "3\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetItemProperty);

#[derive(Default)]
struct GetItemProperty;

impl Cmdlet for GetItemProperty {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let names = ctx.call.texts("Name");
        for place in selection::places(ctx)? {
            if place.file().is_none() {
                return Err(ctx.raise(super::item_properties::not_supported()));
            }
            let Some(item) = selection::item_value(ctx.engine(), &place) else { continue };
            let Some(names) = &names else {
                ctx.write(item)?;
                continue;
            };
            let mut pairs: Vec<(String, Value)> = Vec::new();
            for name in names {
                match members::get(ctx.host.runtime(), &item, name)? {
                    Some(value) => pairs.push((name.to_string(), value)),
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
            if pairs.is_empty() {
                continue;
            }
            let result = Object::record(None, pairs.iter().map(|(name, value)| (name.as_str(), value.clone())));
            for note in ["PSPath", "PSParentPath", "PSChildName", "PSDrive", "PSProvider"] {
                if let Some(value) = item.note(note) {
                    result.set_note(note, value);
                }
            }
            ctx.write(result)?;
        }
        Ok(())
    }
}
