//! `Get-Location`: gives the current location, or a stack of locations.

use super::location;
use super::place;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Run, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Location",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Gives the current location, or a stack of locations.",
    description: "The current folder, or drive of the session; with -PSDrive or -PSProvider the place on that drive. -Stack gives the places that Push-Location left.",
    parameters: parameters::GET_LOCATION,
    default_set: parameters::GET_LOCATION_DEFAULT,
    related: &["Set-Location", "Push-Location", "Pop-Location"],
    examples: &[
        Example::new("The drive of the location", "Set-Location env:\n(Get-Location).Path", "Env:/\n"),
        Example::new("Of a drive", "(Get-Location -PSDrive Variable).Path", "Variable:/\n"),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetLocation);

#[derive(Default)]
struct GetLocation;

impl Cmdlet for GetLocation {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if ctx.call.flag("Stack") || ctx.call.has("StackName") {
            let names = ctx.call.texts("StackName").unwrap_or_else(|| vec!["".into()]);
            for name in names {
                let items = ctx.engine().location_stacks.get(&location::stack_key(Some(&name))).cloned().unwrap_or_default();
                for item in items.into_iter().rev() {
                    if let Some(text) = item.as_str()
                        && let place::Place::File(path) = place::place_of(ctx.engine(), text)?
                    {
                        let here = std::mem::replace(&mut ctx.engine().location, path);
                        let value = ctx.engine().location_value();
                        ctx.engine().location = here;
                        ctx.write(value)?;
                    }
                }
            }
            return Ok(());
        }
        let drives = ctx.call.texts("PSDrive").unwrap_or_default();
        let providers = ctx.call.texts("PSProvider").unwrap_or_default();
        if drives.is_empty() && providers.is_empty() {
            let value = ctx.engine().location_value();
            return ctx.write(value);
        }
        // Each provider of the session has one drive; of the file system it is where the session is in it.
        let of_providers = providers.iter().map(|name| match name.to_ascii_lowercase().as_str() {
            "filesystem" => None,
            "environment" => Some("Env:".to_owned()),
            _ => Some(format!("{name}:")),
        });
        let wanted: Vec<Option<String>> = drives.iter().map(|name| Some(format!("{name}:"))).chain(of_providers).collect();
        for drive in wanted {
            let value = location_of(ctx, drive.as_deref())?;
            ctx.write(value)?;
        }
        Ok(())
    }
}

/// Where the session is, or would be, on a drive.
fn location_of(ctx: &mut Context<'_>, drive: Option<&str>) -> Run<Value> {
    let engine = ctx.engine();
    let before = (engine.location.clone(), engine.other_location.clone());
    let found = match drive {
        Some(drive) => location::find(engine, drive, true).map(|spot| location::go(engine, spot)),
        None => {
            engine.other_location = None;
            Ok(())
        }
    };
    let value = engine.location_value();
    (engine.location, engine.other_location) = before;
    found.map(|()| value)
}
