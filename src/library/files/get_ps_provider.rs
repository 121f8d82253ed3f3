//! `Get-PSProvider`: lists providers of drives.

use super::file_info::provider_value;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value, members};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "PSProvider",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Lists providers of drives.",
    description: "FileSystem, Environment, Variable, Function, Alias.",
    parameters: parameters::GET_PSPROVIDER,
    default_set: parameters::GET_PSPROVIDER_DEFAULT,
    related: &["Get-PSDrive"],
    examples: &[Example::new("Their names", "(Get-PSProvider).Name", "Alias\nEnvironment\nFileSystem\nFunction\nVariable\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetPSProvider);

#[derive(Default)]
struct GetPSProvider;

impl Cmdlet for GetPSProvider {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        for wanted in ctx.call.texts("PSProvider").unwrap_or_else(|| vec!["*".into()]) {
            let mut any = false;
            for name in ["Alias", "Environment", "FileSystem", "Function", "Variable"] {
                if members::objects::wildcard_matches(&wanted, name) {
                    any = true;
                    ctx.write(provider_value(name))?;
                }
            }
            if !any {
                let message = format!("Cannot find a provider with the name '{wanted}'.");
                ctx.fail(TypeId::PROVIDER_NOT_FOUND_EXCEPTION, message, "ProviderNotFound", Category::ObjectNotFound, Value::Str(wanted))?;
            }
        }
        Ok(())
    }
}
