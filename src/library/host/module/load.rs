//! Loading modules: finding their files, running them in a session state of their own, bringing what they export
//! into the importer's scope.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::data_file;
use crate::cmdlet::Output;
use crate::engine::command::{Function, clean};
use crate::engine::module::Module;
use crate::engine::scope::{Alias, Scope, ScopeKind, SessionState};
use crate::engine::{BlockInvocation, Engine};
use crate::value::members::objects::wildcard_matches;
use crate::value::{Category, ErrorRecord, Raise, Run, ScriptBlock, TypeId, Value, convert};

/// What `Import-Module` was told beside the name.
#[derive(Clone, Default)]
pub struct ImportOptions {
    /// `-Prefix`.
    pub prefix: Rc<str>,
    /// `-Function`: patterns, if given.
    pub functions: Option<Vec<Rc<str>>>,
    /// `-Alias`.
    pub aliases: Option<Vec<Rc<str>>>,
    /// `-Variable`.
    pub variables: Option<Vec<Rc<str>>>,
    /// `-ArgumentList`.
    pub arguments: Vec<Value>,
    /// `-Global`: into the session's scope.
    pub is_global: bool,
    /// `-Scope Local`: into the scope at hand.
    pub is_local: bool,
    /// `-Force`: load again.
    pub force: bool,
    /// `-RequiredVersion`, `-MinimumVersion`, `-MaximumVersion`.
    pub versions: (Option<Rc<str>>, Option<Rc<str>>, Option<Rc<str>>),
}

/// Whether any of the patterns matches.
pub fn any_matches(patterns: &[Rc<str>], name: &str) -> bool {
    patterns.iter().any(|pattern| wildcard_matches(pattern, name))
}

/// The file of a module: a path, or a name in the folders of `PSModulePath`.
pub fn find_file(engine: &Engine, name: &str) -> Option<PathBuf> {
    let is_path = name.contains(['/', '\\']) || name.starts_with('.') || name.starts_with('~');
    let lower = name.to_ascii_lowercase();
    let has_ending = [".psm1", ".psd1", ".ps1"].iter().any(|ending| lower.ends_with(ending));
    let in_folder = find_in_folder;
    if is_path || has_ending {
        let path = engine.resolve_path(name);
        if path.is_file() {
            return Some(path);
        }
        if path.is_dir() {
            return in_folder(&path);
        }
        return ["psd1", "psm1"].iter().map(|ending| PathBuf::from(format!("{}.{ending}", path.display()))).find(|path| path.is_file());
    }
    let folders = engine.environment.get("PSModulePath").cloned().unwrap_or_default();
    std::env::split_paths(&folders).find_map(|folder| in_folder(&folder.join(name)))
}

/// The file of the module that a folder is named for; of folders named by version the newest.
pub fn find_in_folder(folder: &Path) -> Option<PathBuf> {
    let base = folder.file_name()?.to_string_lossy().into_owned();
    let direct = |folder: &Path| ["psd1", "psm1"].iter().map(|ending| folder.join(format!("{base}.{ending}"))).find(|path| path.is_file());
    direct(folder).or_else(|| {
        let mut versions: Vec<PathBuf> = std::fs::read_dir(folder)
            .ok()?
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.is_dir() && version_of(&path.file_name().unwrap_or_default().to_string_lossy()).is_some())
            .collect();
        versions.sort_by_key(|path| version_of(&path.file_name().unwrap_or_default().to_string_lossy()));
        versions.iter().rev().find_map(|folder| direct(folder))
    })
}

/// A version's parts, if a text is one.
pub fn version_of(text: &str) -> Option<Vec<u32>> {
    let parts: Option<Vec<u32>> = text.split('.').map(|part| part.parse().ok()).collect();
    parts.filter(|parts| (2..=4).contains(&parts.len()))
}

/// Whether a version is among those wanted: exactly, at least, at most.
fn version_fits(own: &str, wanted: &(Option<Rc<str>>, Option<Rc<str>>, Option<Rc<str>>)) -> bool {
    let padded = |text: &str| {
        let mut parts = version_of(text).unwrap_or_default();
        parts.resize(4, 0);
        parts
    };
    let own = padded(own);
    wanted.0.as_ref().is_none_or(|exact| own == padded(exact))
        && wanted.1.as_ref().is_none_or(|least| own >= padded(least))
        && wanted.2.as_ref().is_none_or(|most| own <= padded(&most.replace('*', "999999")))
}

/// The error for a module that is not there.
pub fn not_found(name: &str) -> ErrorRecord {
    ErrorRecord::new(
        TypeId::FILE_NOT_FOUND_EXCEPTION,
        format!("The specified module '{name}' was not loaded because no valid module file was found in any module directory."),
        "Modules_ModuleNotFound",
        Category::ResourceUnavailable,
        Value::str(name),
    )
}

/// Loads the module of a file, or takes the one that is loaded from it.
pub fn load_file(engine: &mut Engine, path: &Path, options: &ImportOptions) -> Run<Rc<Module>> {
    let text = path.to_string_lossy().into_owned();
    let loaded = all_modules(engine).into_iter().find(|module| *module.path == *text);
    if let Some(module) = loaded {
        if !options.force {
            if !version_fits(&module.version.borrow(), &options.versions) {
                return Err(wrong_version(&module.name, options).into());
            }
            return Ok(module);
        }
        remove(engine, &module)?;
    }
    let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("psd1")) {
        return load_manifest(engine, path, &name, options);
    }
    let module = script_module(engine, &name, &text);
    run_file(engine, &module, &text, options)?;
    Ok(module)
}

fn wrong_version(name: &str, options: &ImportOptions) -> ErrorRecord {
    let version = options.versions.0.clone().or(options.versions.1.clone()).or(options.versions.2.clone()).unwrap_or_default();
    ErrorRecord::new(
        TypeId::FILE_NOT_FOUND_EXCEPTION,
        format!(
            "The specified module '{name}' with version '{version}' was not loaded because no valid module file was found in any module directory."
        ),
        "Modules_ModuleWithVersionNotFound",
        Category::ResourceUnavailable,
        Value::str(name),
    )
}

/// All loaded modules, nested ones too.
pub fn all_modules(engine: &Engine) -> Vec<Rc<Module>> {
    let mut all = engine.modules.clone();
    let mut at = 0;
    while at < all.len() {
        let nested = all[at].nested.borrow().clone();
        for module in nested {
            if !all.iter().any(|own| Rc::ptr_eq(own, &module)) {
                all.push(module);
            }
        }
        at += 1;
    }
    all
}

/// A module with an empty state.
pub fn script_module(engine: &Engine, name: &str, path: &str) -> Rc<Module> {
    let top = Scope::new(ScopeKind::Module, Some(engine.global.top.clone()), Rc::from([]));
    let state = Rc::new(SessionState { module: Default::default(), top: top.clone(), current: std::cell::RefCell::new(top) });
    let module = Module::new(name, path, "Script", Some(state.clone()));
    *state.module.borrow_mut() = Some(module.clone());
    module
}

struct Dropped;

impl Output for Dropped {
    fn push(&mut self, _host: &mut dyn crate::cmdlet::Host, _value: Value) -> Run {
        Ok(())
    }
}

fn run_file(engine: &mut Engine, module: &Rc<Module>, path: &str, options: &ImportOptions) -> Run {
    let block = engine.load_script(path)?;
    run_block(engine, module, &block, options.arguments.clone(), &mut Dropped)?;
    Ok(())
}

/// Runs a block as a module's body, and settles what it exports.
pub fn run_block(engine: &mut Engine, module: &Rc<Module>, block: &ScriptBlock, arguments: Vec<Value>, out: &mut dyn Output) -> Run {
    let state = module.state.clone();
    let bound = Rc::new(ScriptBlock::new(block.code.clone(), state.map(|state| state as Rc<dyn std::any::Any>)));
    engine.invoke(&bound, BlockInvocation { arguments, dotted: true, ..BlockInvocation::default() }, out)?;
    if !*module.exports_named.borrow() {
        export(module, &[Rc::from("*")], &[Rc::from("*")], &[]);
    }
    Ok(())
}

/// Adds what these patterns match to a module's exports.
pub fn export(module: &Rc<Module>, functions: &[Rc<str>], aliases: &[Rc<str>], variables: &[Rc<str>]) {
    let Some(state) = &module.state else { return };
    if let Some(tables) = &*state.top.tables.borrow() {
        let mut own: Vec<&Rc<Function>> = tables.functions.values().filter(|function| any_matches(functions, &function.name)).collect();
        own.sort_by_key(|function| function.name.to_lowercase());
        for function in own {
            let mut exported = module.exported_functions.borrow_mut();
            if !exported.iter().any(|(name, _)| name.eq_ignore_ascii_case(&function.name)) {
                exported.push((function.name.clone(), function.clone()));
            }
        }
        for alias in tables.aliases.values().filter(|alias| any_matches(aliases, &alias.name)) {
            let mut exported = module.exported_aliases.borrow_mut();
            if !exported.iter().any(|own| own.name.eq_ignore_ascii_case(&alias.name)) {
                exported.push(Rc::new(Alias {
                    name: alias.name.clone(),
                    definition: alias.definition.clone(),
                    options: alias.options,
                    description: alias.description.clone(),
                    module: module.name.clone(),
                }));
            }
        }
    }
    for symbol in state.top.names() {
        if any_matches(variables, &symbol.name()) && !module.exported_variables.borrow().contains(&symbol) {
            module.exported_variables.borrow_mut().push(symbol);
        }
    }
}

fn load_manifest(engine: &mut Engine, path: &Path, name: &str, options: &ImportOptions) -> Run<Rc<Module>> {
    let manifest = data_file::read(engine, path)?;
    let get = |key: &str| match manifest.base() {
        Value::Dict(dict) => dict.get_str(key).unwrap_or_default(),
        _ => Value::Null,
    };
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    let version = convert::to_text(engine, &get("ModuleVersion"))?;
    if !version_fits(&version, &options.versions) {
        return Err(wrong_version(name, options).into());
    }
    for required in items(&get("RequiredModules")) {
        let needed = match required.base() {
            Value::Dict(dict) => convert::to_text(engine, &dict.get_str("ModuleName").unwrap_or_default())?,
            other => convert::to_text(engine, &other.clone())?,
        };
        let is_there = all_modules(engine).iter().any(|module| module.name.eq_ignore_ascii_case(&needed)) || is_built_in(engine, &needed);
        if !is_there {
            match find_file(engine, &needed) {
                Some(file) => {
                    let module = load_file(engine, &file, &ImportOptions { is_global: true, ..ImportOptions::default() })?;
                    bring_in(engine, &module, &ImportOptions { is_global: true, ..ImportOptions::default() })?;
                }
                None => {
                    let message = format!(
                        "The required module '{needed}' is not loaded. Load the module or remove the module from 'RequiredModules' in the file '{}'.",
                        path.display()
                    );
                    return Err(ErrorRecord::new(
                        TypeId::MISSING_METHOD_EXCEPTION,
                        message,
                        "Modules_InvalidManifest",
                        Category::ResourceUnavailable,
                        Value::str(path.to_string_lossy()),
                    )
                    .into());
                }
            }
        }
    }
    let module = script_module(engine, name, &path.to_string_lossy());
    *module.version.borrow_mut() = version;
    *module.description.borrow_mut() = convert::to_text(engine, &get("Description"))?;
    *module.guid.borrow_mut() = match get("GUID") {
        Value::Null => module.guid.borrow().clone(),
        guid => convert::to_text(engine, &guid)?,
    };
    *module.private_data.borrow_mut() = get("PrivateData");
    *module.manifest.borrow_mut() = manifest.clone();
    for script in items(&get("ScriptsToProcess")) {
        let text = convert::to_text(engine, &script)?;
        let block = engine.load_script(&clean(&folder.join(&*text)).to_string_lossy())?;
        engine.invoke(&block, BlockInvocation { dotted: true, ..BlockInvocation::default() }, &mut Dropped)?;
    }
    for nested in items(&get("NestedModules")) {
        let text = match nested.base() {
            Value::Dict(dict) => convert::to_text(engine, &dict.get_str("ModuleName").unwrap_or_default())?,
            other => convert::to_text(engine, &other.clone())?,
        };
        if is_built_in(engine, &text) {
            continue;
        }
        let file = in_module(engine, &folder, &text).ok_or_else(|| missing_member(&text, path, "NestedModules"))?;
        let own = load_file(engine, &file, &ImportOptions::default())?;
        if let Some(state) = &module.state {
            put_into(engine, &state.top, &own, &ImportOptions::default())?;
        }
        module.nested.borrow_mut().push(own.clone());
    }
    let root = match get("RootModule") {
        Value::Null => get("ModuleToProcess"),
        root => root,
    };
    let root = convert::to_text(engine, &root)?;
    if !root.is_empty() {
        let file = in_module(engine, &folder, &root).ok_or_else(|| missing_member(&root, path, "RootModule"))?;
        if file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("psm1")) {
            run_file(engine, &module, &file.to_string_lossy(), options)?;
        }
    }
    // Nested modules' exports come out through the manifest.
    for own in module.nested.borrow().iter() {
        for (name, function) in own.exported_functions.borrow().iter() {
            if !module.exported_functions.borrow().iter().any(|(own, _)| own.eq_ignore_ascii_case(name)) {
                module.exported_functions.borrow_mut().push((name.clone(), function.clone()));
            }
        }
        module.exported_aliases.borrow_mut().extend(own.exported_aliases.borrow().iter().cloned());
    }
    limit(engine, &module, &manifest)?;
    Ok(module)
}

/// Takes from a module's exports what its manifest does not let out.
fn limit(engine: &mut Engine, module: &Rc<Module>, manifest: &Value) -> Run {
    let Value::Dict(dict) = manifest.base() else { return Ok(()) };
    let mut patterns = |key: &str| -> Run<Option<Vec<Rc<str>>>> {
        let Some(value) = dict.get_str(key) else { return Ok(None) };
        let mut texts = Vec::new();
        for item in items(&value) {
            texts.push(convert::to_text(engine, &item)?);
        }
        Ok(Some(texts))
    };
    if let Some(functions) = patterns("FunctionsToExport")? {
        module.exported_functions.borrow_mut().retain(|(name, _)| any_matches(&functions, name));
    }
    if let Some(aliases) = patterns("AliasesToExport")? {
        module.exported_aliases.borrow_mut().retain(|alias| any_matches(&aliases, &alias.name));
    }
    if let Some(variables) = patterns("VariablesToExport")? {
        module.exported_variables.borrow_mut().retain(|symbol| any_matches(&variables, &symbol.name()));
    }
    Ok(())
}

fn in_module(engine: &Engine, folder: &Path, name: &str) -> Option<PathBuf> {
    let path = clean(&folder.join(name.replace('\\', "/")));
    if path.is_file() {
        return Some(path);
    }
    find_file(engine, &path.to_string_lossy()).or_else(|| find_file(engine, name))
}

fn missing_member(name: &str, manifest: &Path, key: &str) -> Raise {
    let message = format!(
        "The module to process '{name}', listed in field '{key}' of module manifest '{}' was not processed because no valid module was found in any module directory.",
        manifest.display()
    );
    ErrorRecord::new(
        TypeId::PS_INVALID_OPERATION_EXCEPTION,
        message,
        "Modules_ModuleFileNotFound",
        Category::ResourceUnavailable,
        Value::str(name),
    )
    .into()
}

/// Whether a module's cmdlets are built in, or its absence changes nothing.
pub fn is_built_in(engine: &Engine, name: &str) -> bool {
    engine.registry.entries.iter().any(|entry| entry.spec.module.eq_ignore_ascii_case(name))
        || crate::engine::host::KNOWN_MODULES.iter().any(|known| wildcard_matches(known, name))
}

/// The items of a manifest's value: none, one or many.
pub fn items(value: &Value) -> Vec<Value> {
    match value {
        Value::Null | Value::Nothing => Vec::new(),
        other => other.enumerate().unwrap_or_else(|| vec![other.clone()]),
    }
}

/// Registers a module with its importer, and brings its exports in.
pub fn bring_in(engine: &mut Engine, module: &Rc<Module>, options: &ImportOptions) -> Run {
    let importer = if options.is_global { None } else { engine.state.module.borrow().clone() };
    match &importer {
        Some(importer) if !Rc::ptr_eq(importer, module) => {
            if !importer.nested.borrow().iter().any(|own| Rc::ptr_eq(own, module)) {
                importer.nested.borrow_mut().push(module.clone());
            }
        }
        Some(_) => {}
        None => {
            if !engine.modules.iter().any(|own| Rc::ptr_eq(own, module)) {
                engine.modules.push(module.clone());
            }
        }
    }
    let scope = if options.is_global {
        engine.global.top.clone()
    } else if options.is_local {
        engine.scope()
    } else {
        engine.state.top.clone()
    };
    put_into(engine, &scope, module, options)
}

/// Puts a module's exports into a scope.
fn put_into(engine: &mut Engine, scope: &Rc<Scope>, module: &Rc<Module>, options: &ImportOptions) -> Run {
    engine.epoch += 1;
    let selective = options.functions.is_some() || options.aliases.is_some() || options.variables.is_some();
    let wanted = |patterns: &Option<Vec<Rc<str>>>, name: &str| match patterns {
        Some(patterns) => any_matches(patterns, name),
        None => !selective,
    };
    if !options.prefix.is_empty() {
        *module.prefix.borrow_mut() = options.prefix.clone();
    }
    for (name, function) in module.exported_functions.borrow().iter() {
        if !wanted(&options.functions, name) {
            continue;
        }
        let name = prefixed(name, &options.prefix);
        let own = Function {
            name: name.clone(),
            block: function.block.clone(),
            is_filter: function.is_filter,
            module: Some(module.clone()),
            options: function.options,
            description: function.description.clone(),
        };
        scope.tables_mut().functions.insert(name.to_lowercase(), Rc::new(own));
    }
    for alias in module.exported_aliases.borrow().iter() {
        if !wanted(&options.aliases, &alias.name) {
            continue;
        }
        let name = prefixed(&alias.name, &options.prefix);
        let is_own = module.exported_functions.borrow().iter().any(|(own, _)| own.eq_ignore_ascii_case(&alias.definition));
        let definition = if is_own { prefixed(&alias.definition, &options.prefix) } else { alias.definition.clone() };
        let own = Alias {
            name: name.clone(),
            definition,
            options: alias.options,
            description: alias.description.clone(),
            module: module.name.clone(),
        };
        scope.tables_mut().aliases.insert(name.to_lowercase(), Rc::new(own));
    }
    if let Some(state) = &module.state {
        for symbol in module.exported_variables.borrow().iter() {
            if wanted(&options.variables, &symbol.name())
                && let Some(value) = state.top.get(*symbol)
            {
                scope.set(*symbol, value);
            }
        }
    }
    Ok(())
}

/// `Get-X` with a prefix: `Get-PreX`.
fn prefixed(name: &str, prefix: &str) -> Rc<str> {
    if prefix.is_empty() {
        return Rc::from(name);
    }
    match name.split_once('-') {
        Some((verb, noun)) => Rc::from(format!("{verb}-{prefix}{noun}")),
        None => Rc::from(format!("{prefix}{name}")),
    }
}

/// Takes a module out of the session.
pub fn remove(engine: &mut Engine, module: &Rc<Module>) -> Run {
    let on_remove = module.on_remove.borrow().clone();
    if let Value::ScriptBlock(block) = on_remove.base() {
        let state = module.state.clone();
        let bound = Rc::new(ScriptBlock::new(block.code.clone(), state.map(|state| state as Rc<dyn std::any::Any>)));
        engine.call_block(&bound, vec![crate::engine::objects::module_value(module)])?;
    }
    engine.epoch += 1;
    let mut scopes: Vec<Rc<Scope>> = engine.scope().chain().collect();
    scopes.push(engine.global.top.clone());
    scopes.extend(all_modules(engine).iter().filter_map(|own| own.state.as_ref().map(|state| state.top.clone())));
    for scope in scopes {
        if let Some(tables) = scope.tables.borrow_mut().as_mut() {
            // A module's own functions stay in its own scope: blocks of it may still run.
            let is_own = module.state.as_ref().is_some_and(|state| Rc::ptr_eq(&state.top, &scope));
            if !is_own {
                tables.functions.retain(|_, function| !function.module.as_ref().is_some_and(|own| Rc::ptr_eq(own, module)));
                tables.aliases.retain(|_, alias| alias.module != module.name);
            }
        }
    }
    for symbol in module.exported_variables.borrow().iter() {
        engine.global.top.unset(*symbol);
    }
    engine.modules.retain(|own| !Rc::ptr_eq(own, module));
    for own in all_modules(engine) {
        own.nested.borrow_mut().retain(|nested| !Rc::ptr_eq(nested, module));
    }
    Ok(())
}
