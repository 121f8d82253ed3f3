//! `Test-ModuleManifest`: reads a module's manifest and says whether it holds.

use super::data_file;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::engine::module::Module;
use crate::engine::objects::module_value;
use crate::entry;
use crate::library::files::place;
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Test",
    noun: "ModuleManifest",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Reads a module's manifest and says whether it holds.",
    description: "Gives the module as the manifest describes it; files that it names must be there.",
    parameters: parameters::TEST_MODULEMANIFEST,
    default_set: parameters::TEST_MODULEMANIFEST_DEFAULT,
    related: &["Import-Module", "New-ModuleManifest"],
    examples: &[Example::new(
        "The version a manifest names",
        "Set-Content greet.psd1 \"@{ ModuleVersion = '1.2.0' }\"\n\"$((Test-ModuleManifest ./greet.psd1).Version)\"",
        "1.2.0\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, TestModuleManifest);

#[derive(Default)]
struct TestModuleManifest;

impl Cmdlet for TestModuleManifest {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let text = ctx.call.text("Path").unwrap_or_default();
        for file in place::files_of(ctx.engine(), &text, false)? {
            let manifest = data_file::read(ctx.engine(), &file)?;
            let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let module = Module::new(&name, &file.to_string_lossy(), "Manifest", None);
            let Value::Dict(dict) = manifest.base() else { continue };
            let get = |key: &str| dict.get_str(key).unwrap_or_default();
            let version = convert::to_text(ctx.host.runtime(), &get("ModuleVersion"))?;
            if version.is_empty() {
                let message = format!("The module manifest '{}' has no ModuleVersion.", file.display());
                ctx.fail(
                    TypeId::INVALID_OPERATION_EXCEPTION,
                    message,
                    "Modules_InvalidManifest",
                    Category::ResourceUnavailable,
                    Value::str(&text),
                )?;
                continue;
            }
            let root = convert::to_text(ctx.host.runtime(), &get("RootModule"))?;
            if !root.is_empty() && super::load::version_of(&root).is_none() && !file.with_file_name(&*root).exists() && root.contains('.') {
                let message = format!(
                    "The specified RootModule entry '{root}' in the module manifest '{}' is invalid. Try again after updating this entry with valid values.",
                    file.display()
                );
                ctx.fail(
                    TypeId::INVALID_OPERATION_EXCEPTION,
                    message,
                    "Modules_InvalidRootModuleInModuleManifest",
                    Category::ObjectNotFound,
                    Value::str(&text),
                )?;
                continue;
            }
            *module.version.borrow_mut() = version;
            *module.description.borrow_mut() = convert::to_text(ctx.host.runtime(), &get("Description"))?;
            *module.guid.borrow_mut() = convert::to_text(ctx.host.runtime(), &get("GUID"))?;
            *module.private_data.borrow_mut() = get("PrivateData");
            *module.manifest.borrow_mut() = manifest.clone();
            ctx.write(module_value(&module))?;
        }
        Ok(())
    }
}
