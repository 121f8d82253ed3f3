//! `New-PSDrive`: makes a drive over a folder.

use super::file_info::drive_value;
use super::place::{self, Drives, SessionDrive, UserDrive};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "New",
    noun: "PSDrive",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Makes a drive over a folder.",
    description: "Paths that start with its name and a colon lead into the folder.",
    parameters: parameters::NEW_PSDRIVE,
    default_set: parameters::NEW_PSDRIVE_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Get-PSDrive", "Remove-PSDrive"],
    examples: &[Example::new(
        "A drive over a folder",
        "New-Item reports -ItemType Directory | Out-Null\n(New-PSDrive Reports FileSystem ./reports).Name",
        "Reports\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, NewPSDrive);

#[derive(Default)]
struct NewPSDrive;

impl Cmdlet for NewPSDrive {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let name = ctx.call.text("Name").unwrap_or_default();
        let provider = ctx.call.text("PSProvider").unwrap_or_default();
        let root_text = ctx.call.text("Root").unwrap_or_default();
        let description = ctx.call.text("Description").unwrap_or_default();
        if !provider.eq_ignore_ascii_case("FileSystem") {
            let known = SessionDrive::named(&provider).is_some();
            let (message, id) = if known {
                (format!("The provider '{provider}' takes no further drives here."), "NotSupported")
            } else {
                (format!("Cannot find a provider with the name '{provider}'."), "ProviderNotFound")
            };
            let error = ErrorRecord::new(TypeId::PROVIDER_NOT_FOUND_EXCEPTION, message, id, Category::ObjectNotFound, Value::Str(provider));
            return Err(ctx.raise(error));
        }
        let scope = match ctx.call.text("Scope") {
            Some(name) => ctx.engine().scope_named(&name)?,
            None => ctx.engine().scope(),
        };
        let taken = SessionDrive::ALL.iter().any(|drive| drive.name().eq_ignore_ascii_case(&name))
            || name.eq_ignore_ascii_case("Temp")
            || ctx.engine().extension::<Drives>().0.iter().any(|drive| drive.name.eq_ignore_ascii_case(&name) && drive.is_of(&scope));
        if taken {
            let message = format!("A drive with the name '{name}' already exists.");
            return ctx.fail(TypeId::SESSION_STATE_EXCEPTION, message, "DriveAlreadyExists", Category::ResourceExists, Value::Str(name));
        }
        let root = place::file_of(ctx.engine(), &root_text)?;
        if !root.is_dir() {
            let message = format!("The specified drive root \"{root_text}\" either does not exist, or it is not a folder.");
            return ctx.fail(TypeId::IO_EXCEPTION, message, "DriveRootError", Category::ReadError, Value::Str(name));
        }
        if !ctx
            .should_process(format!("Name: {name} Provider: Microsoft.PowerShell.Core\\FileSystem Root: {}", root.display()), "New drive")?
        {
            return Ok(());
        }
        let shown = root.to_string_lossy().into_owned();
        ctx.engine().extension::<Drives>().0.push(UserDrive {
            name: name.clone(),
            root,
            description: description.clone(),
            current: Default::default(),
            scope: scope.parent.is_some().then(|| Rc::downgrade(&scope)),
        });
        ctx.write(drive_value(&name, "FileSystem", &shown, &description))
    }
}
