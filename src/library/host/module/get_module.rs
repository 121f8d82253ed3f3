//! `Get-Module`: lists modules.

use super::load;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::engine::objects::module_value;
use crate::entry;
use crate::library::parameters;
use crate::value::{Run, Value, convert};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Module",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Lists modules.",
    description: "Those of the session; -All shows those that modules loaded for themselves too, -ListAvailable those in the module folders.",
    parameters: parameters::GET_MODULE,
    default_set: parameters::GET_MODULE_DEFAULT,
    related: &["Import-Module", "Remove-Module"],
    examples: &[Example::new(
        "Names of loaded modules",
        "Set-Content greet.psm1 'function Get-Greeting { \"hello\" }'\nImport-Module ./greet.psm1\n(Get-Module greet).Name",
        "greet\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetModule);

#[derive(Default)]
struct GetModule;

impl Cmdlet for GetModule {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let mut names = ctx.call.texts("Name").unwrap_or_default();
        for item in ctx.call.items("FullyQualifiedName").unwrap_or_default() {
            let name = match item.base() {
                Value::Dict(dict) => convert::to_text(ctx.host.runtime(), &dict.get_str("ModuleName").unwrap_or_default())?,
                _ => convert::to_text(ctx.host.runtime(), &item)?,
            };
            names.push(name);
        }
        if names.is_empty() {
            names.push(Rc::from("*"));
        }
        if ctx.call.flag("ListAvailable") {
            return self.available(ctx, &names);
        }
        let own = ctx.engine().state.module.borrow().clone();
        let mut modules = match own {
            // In a module: those that it loaded, then the session's.
            Some(own) => own.nested.borrow().clone(),
            None => Vec::new(),
        };
        let session = if ctx.call.flag("All") { load::all_modules(ctx.engine()) } else { ctx.engine().modules.clone() };
        for module in session {
            if !modules.iter().any(|own| Rc::ptr_eq(own, &module)) {
                modules.push(module);
            }
        }
        modules.sort_by_key(|module| module.name.to_lowercase());
        for module in modules {
            if load::any_matches(&names, &module.name) || names.iter().any(|name| **name == *module.path) {
                ctx.write(module_value(&module))?;
            }
        }
        Ok(())
    }
}

impl GetModule {
    fn available(&self, ctx: &mut Context<'_>, names: &[Rc<str>]) -> Run {
        let folders = ctx.engine().environment.get("PSModulePath").cloned().unwrap_or_default();
        for folder in std::env::split_paths(&folders) {
            for name in crate::library::files::place::child_names(ctx.engine(), &folder) {
                if !load::any_matches(names, &name) {
                    continue;
                }
                let Some(file) = load::find_file(ctx.engine(), &folder.join(&name).to_string_lossy()) else { continue };
                let is_manifest = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("psd1"));
                let module = crate::engine::module::Module::new(
                    &name,
                    &file.to_string_lossy(),
                    if is_manifest { "Manifest" } else { "Script" },
                    None,
                );
                if is_manifest
                    && let Ok(manifest) = super::data_file::read(ctx.engine(), &file)
                    && let Value::Dict(dict) = manifest.base()
                {
                    *module.version.borrow_mut() =
                        convert::to_text(ctx.host.runtime(), &dict.get_str("ModuleVersion").unwrap_or_default())?;
                    *module.manifest.borrow_mut() = manifest.clone();
                }
                ctx.write(module_value(&module))?;
            }
        }
        // A file by its path.
        for name in names.iter().filter(|name| name.contains('/')) {
            if let Some(file) = load::find_file(ctx.engine(), name) {
                let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                let module = crate::engine::module::Module::new(&stem, &file.to_string_lossy(), "Script", None);
                ctx.write(module_value(&module))?;
            }
        }
        Ok(())
    }
}
