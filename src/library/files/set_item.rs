//! `Set-Item`: sets the value of an item of the session's drives.

use super::place::{self, Place};
use super::{selection, session_items};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, InSet, Parameter, Spec};
use crate::engine::{Command, CommandObject, EngineContext};
use crate::entry;
use crate::library::parameters;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value, convert};

/// Those of the measured table, and the one that drives of functions, aliases and variables add.
const PARAMETERS: &[Parameter] = &[
    Parameter::new("Path", "string[]").sets(&[InSet::named("Path").at(0).mandatory().by_property()]),
    Parameter::new("Value", "object").sets(&[InSet::ALL.at(1).pipeline().by_property()]),
    Parameter::new("Force", "switch"),
    Parameter::new("PassThru", "switch"),
    Parameter::new("Filter", "string"),
    Parameter::new("Include", "string[]"),
    Parameter::new("Exclude", "string[]"),
    Parameter::new("Credential", "pscredential").sets(&[InSet::ALL.by_property()]),
    Parameter::new("Options", "System.Management.Automation.ScopedItemOptions")
        .help("Options of a function, an alias or a variable, such as ReadOnly."),
    Parameter::new("LiteralPath", "string[]").sets(&[InSet::named("LiteralPath").mandatory().by_property()]).aliases(&["PSPath", "LP"]),
];

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Set",
    noun: "Item",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Sets the value of an item of the session's drives.",
    description: "For env:, variable:, function: and alias:. Files have content instead: Set-Content.",
    parameters: PARAMETERS,
    default_set: parameters::SET_ITEM_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-Item", "New-Item", "Set-Content"],
    examples: &[Example::new("Set an environment variable", "Set-Item env:SAMPLE_REGION 'DE'\n$env:SAMPLE_REGION", "DE\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, SetItem);

/// What a function can be made of: a block, a function, or text.
fn function_value(value: &Value) -> Run<Value> {
    if let Some(object) = value.downcast::<CommandObject>()
        && let Command::Function(function) = &object.0
    {
        return Ok(Value::ScriptBlock(function.block.clone()));
    }
    match value.base() {
        Value::ScriptBlock(_) | Value::Str(_) | Value::Null | Value::Nothing => Ok(value.clone()),
        other => {
            let message = format!(
                "A function cannot be made of an object of type '{}': a script block or a text is needed.",
                other.type_id().full_name()
            );
            Err(ErrorRecord::new(TypeId::PS_ARGUMENT_EXCEPTION, message, "Argument", Category::InvalidArgument, value.clone()).into())
        }
    }
}

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
                    return Err(ctx.raise(ErrorRecord::new(
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
                let options = ctx.call.integer("Options").map(|bits| bits as u8);
                let is_there = session_items::get(ctx.engine(), *drive, name).is_some();
                if ctx.call.has("Value") || options.is_none() || !is_there {
                    let value = if *drive == place::SessionDrive::Function { function_value(&value)? } else { value.clone() };
                    session_items::set(ctx.engine(), *drive, name, value)?;
                }
                if let Some(options) = options {
                    session_items::set_options(ctx.engine(), *drive, name, options);
                }
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
