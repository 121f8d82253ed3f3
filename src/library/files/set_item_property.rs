//! `Set-ItemProperty`: sets properties of files and folders.

use super::selection;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Run, Value, members};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Set",
    noun: "ItemProperty",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Sets properties of files and folders.",
    description: "Such as LastWriteTime or IsReadOnly.",
    parameters: parameters::SET_ITEMPROPERTY,
    default_set: parameters::SET_ITEMPROPERTY_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-ItemProperty"],
    examples: &[Example::new(
        "Make a file read-only",
        "Set-Content a.txt 1\nSet-ItemProperty a.txt IsReadOnly $true\n(Get-Item a.txt).IsReadOnly",
        "True\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, SetItemProperty);

#[derive(Default)]
struct SetItemProperty;

impl Cmdlet for SetItemProperty {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let name = ctx.call.text("Name");
        let value = ctx.call.get("Value").cloned().unwrap_or_default();
        let source = ctx.call.get("InputObject").cloned();
        for place in selection::places(ctx)? {
            let Some(item) = selection::item_value(ctx.engine(), &place) else { continue };
            let mut pairs: Vec<(String, Value)> = Vec::new();
            if let Some(name) = &name {
                pairs.push((name.to_string(), value.clone()));
            }
            if let Some(source) = &source {
                for info in members::properties(source) {
                    let own = members::get(ctx.host.runtime(), source, &info.name)?.unwrap_or_default();
                    pairs.push((info.name.to_string(), own));
                }
            }
            for (name, value) in pairs {
                if !ctx.should_process(format!("Item: {} Property: {name}", place.text()), "Set Property File")? {
                    continue;
                }
                if let Some(path) = place.file() {
                    selection::ask_gate(ctx.engine(), path)?;
                }
                members::set(ctx.host.runtime(), &item, &name, value)?;
            }
            if ctx.call.flag("PassThru") {
                ctx.write(item)?;
            }
        }
        Ok(())
    }
}
