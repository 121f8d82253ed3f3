//! `Remove-PSDrive`: takes drives away that New-PSDrive made.

use super::place::{Drives, UserDrive};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value, members};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Remove",
    noun: "PSDrive",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Takes drives away that New-PSDrive made.",
    description: "The folder stays.",
    parameters: parameters::REMOVE_PSDRIVE,
    default_set: parameters::REMOVE_PSDRIVE_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["New-PSDrive", "Get-PSDrive"],
    examples: &[Example::new(
        "Take a drive away",
        "New-PSDrive Here FileSystem . | Out-Null\nRemove-PSDrive Here\nTest-Path Here:/",
        "False\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, RemovePSDrive);

#[derive(Default)]
struct RemovePSDrive;

impl Cmdlet for RemovePSDrive {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for name in ctx.call.texts("LiteralName").or_else(|| ctx.call.texts("Name")).unwrap_or_default() {
            let scope = match ctx.call.text("Scope") {
                Some(name) => Some(ctx.engine().scope_named(&name)?),
                None => None,
            };
            let here = ctx.engine().scope();
            let is_meant = |drive: &UserDrive| scope.as_ref().map_or_else(|| drive.is_seen_from(&here), |scope| drive.is_of(scope));
            let found: Vec<_> = ctx
                .engine()
                .extension::<Drives>()
                .0
                .iter()
                .filter(|drive| members::objects::wildcard_matches(&name, &drive.name) && is_meant(drive))
                .map(|drive| drive.name.clone())
                .collect();
            if found.is_empty() {
                let message = format!("Cannot find drive. A drive with the name '{name}' does not exist.");
                ctx.fail(
                    TypeId::AUTOMATION_DRIVE_NOT_FOUND_EXCEPTION,
                    message,
                    "DriveNotFound",
                    Category::ObjectNotFound,
                    Value::Str(name.clone()),
                )?;
            }
            for drive in found {
                if ctx.should_process(format!("Name: {drive} Provider: Microsoft.PowerShell.Core\\FileSystem"), "Remove Drive")? {
                    ctx.engine().extension::<Drives>().0.retain(|own| own.name != drive || !is_meant(own));
                }
            }
        }
        Ok(())
    }
}
