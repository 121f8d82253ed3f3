//! `Import-Module`: brings modules into the session.

use super::load::{self, ImportOptions};
use super::verbs;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::engine::module::Module;
use crate::engine::objects::{ModuleObject, module_value};
use crate::entry;
use crate::library::parameters;
use crate::value::{Run, Value, convert};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Import",
    noun: "Module",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Brings modules into the session.",
    description: "A module is a script file (.psm1) with a state of its own, or a manifest (.psd1) that names one. What it exports can be called here; -Prefix puts a word before the nouns, -Force loads it again. Modules whose cmdlets are built in need no file.",
    parameters: parameters::IMPORT_MODULE,
    default_set: parameters::IMPORT_MODULE_DEFAULT,
    related: &["Get-Module", "Remove-Module", "New-Module", "Export-ModuleMember"],
    examples: &[Example::new(
        "Use a module",
        "Set-Content greet.psm1 'function Get-Greeting { \"hello\" }'\nImport-Module ./greet.psm1\nGet-Greeting",
        "hello\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ImportModule);

#[derive(Default)]
struct ImportModule;

impl Cmdlet for ImportModule {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let text = |ctx: &mut Context<'_>, name: &str| -> Run<Option<Rc<str>>> {
            match ctx.call.get(name).cloned() {
                Some(value) => convert::to_text(ctx.host.runtime(), &value).map(Some),
                None => Ok(None),
            }
        };
        let versions = (text(ctx, "RequiredVersion")?, text(ctx, "MinimumVersion")?, text(ctx, "MaximumVersion")?);
        let mut options = ImportOptions {
            prefix: ctx.call.text("Prefix").unwrap_or_default(),
            functions: ctx.call.texts("Function"),
            aliases: ctx.call.texts("Alias"),
            variables: ctx.call.texts("Variable"),
            arguments: ctx.call.items("ArgumentList").unwrap_or_default(),
            is_global: ctx.call.flag("Global") || ctx.call.text("Scope").is_some_and(|scope| scope.eq_ignore_ascii_case("Global")),
            is_local: ctx.call.text("Scope").is_some_and(|scope| scope.eq_ignore_ascii_case("Local")),
            force: ctx.call.flag("Force"),
            versions,
        };
        if let Some(infos) = ctx.call.items("ModuleInfo") {
            for info in infos {
                if let Some(module) = info.downcast::<ModuleObject>() {
                    self.take(ctx, module.0.clone(), &options)?;
                }
            }
            return Ok(());
        }
        let mut names: Vec<Rc<str>> = ctx.call.texts("Name").unwrap_or_default();
        for item in ctx.call.items("FullyQualifiedName").unwrap_or_default() {
            match item.base() {
                Value::Dict(dict) => {
                    let get = |ctx: &mut Context<'_>, key: &str| -> Run<Option<Rc<str>>> {
                        match dict.get_str(key) {
                            Some(value) => convert::to_text(ctx.host.runtime(), &value).map(Some),
                            None => Ok(None),
                        }
                    };
                    options.versions = (get(ctx, "RequiredVersion")?, get(ctx, "ModuleVersion")?, get(ctx, "MaximumVersion")?);
                    names.extend(get(ctx, "ModuleName")?);
                }
                _ => names.push(convert::to_text(ctx.host.runtime(), &item)?),
            }
        }
        for name in names {
            self.import(ctx, &name, &options)?;
        }
        Ok(())
    }
}

impl ImportModule {
    fn import(&self, ctx: &mut Context<'_>, name: &str, options: &ImportOptions) -> Run {
        let loaded =
            load::all_modules(ctx.engine()).into_iter().find(|module| module.name.eq_ignore_ascii_case(name) && !name.contains('/'));
        if let Some(module) = loaded
            && !options.force
        {
            return self.take(ctx, module, options);
        }
        let Some(file) = load::find_file(ctx.engine(), name) else {
            if load::is_built_in(ctx.engine(), name) {
                return self.built_in(ctx, name);
            }
            return ctx.error(load::not_found(name));
        };
        ctx.verbose(format!("Loading module from path '{}'.", file.display()))?;
        let module = match load::load_file(ctx.engine(), &file, options) {
            Ok(module) => module,
            Err(raise) => match raise.error().cloned() {
                Some(record) if record.0.id.borrow().starts_with("Modules_") => return ctx.error(record),
                _ => return Err(raise),
            },
        };
        self.take(ctx, module, options)
    }

    fn take(&self, ctx: &mut Context<'_>, module: Rc<Module>, options: &ImportOptions) -> Run {
        load::bring_in(ctx.engine(), &module, options)?;
        let functions: Vec<Rc<str>> = module.exported_functions.borrow().iter().map(|(name, _)| name.clone()).collect();
        for name in &functions {
            ctx.verbose(format!("Importing function '{name}'."))?;
        }
        let has_odd_verb =
            functions.iter().any(|name| name.split_once('-').is_some_and(|(verb, noun)| !noun.is_empty() && !verbs::is_approved(verb)));
        if has_odd_verb && !ctx.call.flag("DisableNameChecking") {
            ctx.warn(format!("The names of some imported commands from the module '{}' include unapproved verbs that might make them less discoverable. To find the commands with unapproved verbs, run the Import-Module command again with the Verbose parameter. For a list of approved verbs, type Get-Verb.", module.name))?;
        }
        if ctx.call.flag("PassThru") || ctx.call.flag("AsCustomObject") {
            ctx.write(module_value(&module))?;
        }
        Ok(())
    }

    /// A module whose cmdlets are built in: there is nothing to load, but Get-Module lists it.
    fn built_in(&self, ctx: &mut Context<'_>, name: &str) -> Run {
        let module = Module::new(name, "", "Binary", None);
        let engine = ctx.engine();
        let cmdlets: Vec<Rc<str>> = engine
            .registry
            .entries
            .iter()
            .filter(|entry| entry.spec.module.eq_ignore_ascii_case(name))
            .map(|entry| Rc::from(entry.spec.name()))
            .collect();
        *module.exported_cmdlets.borrow_mut() = cmdlets;
        engine.modules.push(module.clone());
        if ctx.call.flag("PassThru") {
            ctx.write(module_value(&module))?;
        }
        Ok(())
    }
}
