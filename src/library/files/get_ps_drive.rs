//! `Get-PSDrive`: lists drives.

use super::file_info::drive_value;
use super::place::{self, Drives};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value, members};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "PSDrive",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Lists drives.",
    description: "The file system's root, Temp, the session's own drives and those that New-PSDrive made.",
    parameters: parameters::GET_PSDRIVE,
    default_set: parameters::GET_PSDRIVE_DEFAULT,
    related: &["New-PSDrive", "Remove-PSDrive", "Get-PSProvider"],
    examples: &[Example::new("A drive's provider", "(Get-PSDrive Env).Provider.Name", "Environment\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetPSDrive);

#[derive(Default)]
struct GetPSDrive;

impl Cmdlet for GetPSDrive {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let mut all: Vec<(String, &str, String, String)> = place::SessionDrive::ALL
            .iter()
            .map(|drive| (drive.name().to_owned(), drive.provider(), String::new(), String::new()))
            .collect();
        all.push(("/".to_owned(), "FileSystem", "/".to_owned(), String::new()));
        all.push(("Temp".to_owned(), "FileSystem", format!("{}/", std::env::temp_dir().display()), String::new()));
        let own_scope = match ctx.call.text("Scope") {
            Some(name) => Some(ctx.engine().scope_named(&name)?),
            None => None,
        };
        let here = ctx.engine().scope();
        for drive in &ctx.engine().extension::<Drives>().0 {
            if !own_scope.as_ref().map_or_else(|| drive.is_seen_from(&here), |scope| drive.is_of(scope)) {
                continue;
            }
            all.push((drive.name.to_string(), "FileSystem", drive.root.to_string_lossy().into_owned(), drive.description.to_string()));
        }
        all.sort_by_key(|(name, ..)| name.to_lowercase());
        let providers = ctx.call.texts("PSProvider");
        let is_literal = ctx.call.has("LiteralName");
        let names = ctx.call.texts("LiteralName").or_else(|| ctx.call.texts("Name")).unwrap_or_else(|| vec!["*".into()]);
        for wanted in names {
            let mut any = false;
            for (name, provider, root, description) in &all {
                let fits = if is_literal { name.eq_ignore_ascii_case(&wanted) } else { members::objects::wildcard_matches(&wanted, name) };
                if !fits || providers.as_ref().is_some_and(|wanted| !wanted.iter().any(|own| own.eq_ignore_ascii_case(provider))) {
                    continue;
                }
                any = true;
                ctx.write(drive_value(name, provider, root, description))?;
            }
            if !any && !crate::value::text::wildcard::contains_wildcards(&wanted) {
                let message = format!("Cannot find drive. A drive with the name '{wanted}' does not exist.");
                ctx.fail(
                    TypeId::AUTOMATION_DRIVE_NOT_FOUND_EXCEPTION,
                    message,
                    "GetLocationNoMatchingDrive",
                    Category::ObjectNotFound,
                    Value::Str(wanted),
                )?;
            }
        }
        Ok(())
    }
}
