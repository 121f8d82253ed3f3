//! `Set-Location`: goes to a folder or drive.

use super::location::{self, Trail};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Raise, Run, TypeId, Value};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Set",
    noun: "Location",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Goes to a folder or drive.",
    description: "Without a path to the home folder; - goes back to where the session was before, + forward again.",
    parameters: parameters::SET_LOCATION,
    default_set: parameters::SET_LOCATION_DEFAULT,
    related: &["Get-Location", "Push-Location", "Pop-Location"],
    examples: &[Example::new(
        "Go into a folder",
        "New-Item reports -ItemType Directory | Out-Null\nSet-Location reports\nSplit-Path (Get-Location) -Leaf",
        "reports\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, SetLocation);

/// How many places `-` goes back.
const MOST_PLACES: usize = 20;

const fn short(name: &'static str, synopsis: &'static str) -> Spec {
    Spec { verb: name, module: "", synopsis, description: "As PowerShell's function of that name.", ..Spec::EMPTY }
}

/// What `cd..` says of itself.
pub const UP: Spec = short("cd..", "Goes to the folder above.");
/// What `cd\\` says of itself.
pub const ROOT: Spec = short("cd\\", "Goes to the root.");
/// What `cd~` says of itself.
pub const HOME: Spec = short("cd~", "Goes home.");

/// The registry's entry.
pub const UP_ENTRY: Entry = entry!(UP, Short);
/// The registry's entry.
pub const ROOT_ENTRY: Entry = entry!(ROOT, Short);
/// The registry's entry.
pub const HOME_ENTRY: Entry = entry!(HOME, Short);

fn no_history(message: &str) -> Raise {
    let class = TypeId::INVALID_OPERATION_EXCEPTION;
    ErrorRecord::new(class, message, "System.InvalidOperationException", Category::NotSpecified, Value::Null).into()
}

#[derive(Default)]
struct Short;

impl Cmdlet for Short {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let target = match ctx.call.spec.verb {
            "cd.." => "..",
            "cd\\" => "/",
            _ => "~",
        };
        SetLocation.go(ctx, Some(target))
    }
}

#[derive(Default)]
struct SetLocation;

impl Cmdlet for SetLocation {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if let Some(stack) = ctx.call.text("StackName") {
            // Another stack becomes the one that Push-Location and Pop-Location take.
            let items = ctx.engine().location_stacks.get(&location::stack_key(Some(&stack))).cloned();
            return match items {
                Some(items) => {
                    ctx.engine().location_stacks.insert(location::stack_key(None), items);
                    Ok(())
                }
                None => ctx.fail(
                    TypeId::ITEM_NOT_FOUND_EXCEPTION,
                    format!("Cannot find location stack '{stack}'. It does not exist or it is not a container."),
                    "StackNotFound",
                    Category::ObjectNotFound,
                    Value::Str(stack),
                ),
            };
        }
        self.go(ctx, None)
    }
}

impl SetLocation {
    fn go(&self, ctx: &mut Context<'_>, target: Option<&str>) -> Run {
        let (text, is_literal) = match (ctx.call.text("LiteralPath"), ctx.call.text("Path")) {
            _ if target.is_some() => (Rc::from(target.unwrap_or("~")), false),
            (Some(text), _) => (text, true),
            (None, Some(text)) => (text, false),
            (None, None) => (Rc::from(format!("FileSystem::{}", ctx.engine().resolve_path("~").display())), true),
        };
        let engine = ctx.engine();
        let here = location::here(engine);
        let trail = engine.extension::<Trail>();
        let place = match &*text {
            "-" if !is_literal => {
                let Some(place) = trail.back.pop() else {
                    return Err(no_history("There is no location history left to navigate backwards."));
                };
                trail.forward.push(here);
                place
            }
            "+" if !is_literal => {
                let Some(place) = trail.forward.pop() else {
                    return Err(no_history("There is no location history left to navigate forwards."));
                };
                trail.back.push(here);
                place
            }
            _ => match location::find(engine, &text, is_literal) {
                Ok(place) => {
                    let trail = engine.extension::<Trail>();
                    trail.back.push(here);
                    if trail.back.len() > MOST_PLACES {
                        trail.back.remove(0);
                    }
                    trail.forward.clear();
                    place
                }
                Err(raise) => match raise.error().cloned() {
                    Some(record) => return ctx.error(record),
                    None => return Err(raise),
                },
            },
        };
        location::go(ctx.engine(), place);
        if ctx.call.flag("PassThru") {
            let value = ctx.engine().location_value();
            ctx.write(value)?;
        }
        Ok(())
    }
}
