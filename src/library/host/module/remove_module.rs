//! `Remove-Module`: takes modules out of the session.

use super::load;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::engine::objects::ModuleObject;
use crate::entry;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Remove",
    noun: "Module",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Takes modules out of the session.",
    description: "Their commands are gone; the module's OnRemove block runs first.",
    parameters: parameters::REMOVE_MODULE,
    default_set: parameters::REMOVE_MODULE_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Import-Module", "Get-Module"],
    examples: &[Example::new(
        "Take a module out",
        "Set-Content greet.psm1 'function Get-Greeting { \"hello\" }'\nImport-Module ./greet.psm1\nRemove-Module greet\n@(Get-Module greet).Count",
        "0\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, RemoveModule);

#[derive(Default)]
struct RemoveModule;

impl Cmdlet for RemoveModule {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let mut found = Vec::new();
        for info in ctx.call.items("ModuleInfo").unwrap_or_default() {
            found.extend(info.downcast::<ModuleObject>().map(|module| module.0.clone()));
        }
        for name in ctx.call.texts("Name").unwrap_or_default() {
            let own: Vec<_> = load::all_modules(ctx.engine())
                .into_iter()
                .filter(|module| load::any_matches(std::slice::from_ref(&name), &module.name))
                .collect();
            if own.is_empty() && !crate::value::text::wildcard::contains_wildcards(&name) {
                ctx.fail(
                    TypeId::INVALID_OPERATION_EXCEPTION,
                    "No modules were removed. Verify that the specification of modules to remove is correct and those modules exist in the runspace.",
                    "Modules_NoModulesRemoved",
                    Category::ResourceUnavailable,
                    Value::Null,
                )?;
            }
            found.extend(own);
        }
        for module in found {
            if ctx.should_process(format!("{} (Path: '{}')", module.name, module.path), "Remove-Module")? {
                load::remove(ctx.engine(), &module)?;
            }
        }
        Ok(())
    }
}
