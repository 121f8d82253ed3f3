//! Modules that load themselves: a command that is not found, but that a module in `PSModulePath` exports, brings the
//! module in.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::data_file;
use super::load::{self, ImportOptions};
use crate::engine::Engine;
use crate::program::Symbol;
use crate::source::SourceText;
use crate::syntax::ast::Statement;
use crate::value::{Value, convert};

/// What the folders of `PSModulePath` offer, by lower-case command name.
#[derive(Default)]
struct Offered {
    folders: Option<String>,
    commands: HashMap<String, PathBuf>,
    busy: bool,
}

/// Brings in the module that exports a command. False: no module does, or it is loaded already.
pub fn bring_in_command(engine: &mut Engine, name: &str) -> bool {
    let folders = engine.environment.get("PSModulePath").cloned().unwrap_or_default();
    if folders.is_empty() || name.contains(['/', '\\']) || is_off(engine) {
        return false;
    }
    if engine.extension::<Offered>().busy {
        return false;
    }
    engine.extension::<Offered>().busy = true;
    if engine.extension::<Offered>().folders.as_deref() != Some(&folders) {
        let commands = offers(engine, &folders);
        let offered = engine.extension::<Offered>();
        offered.folders = Some(folders);
        offered.commands = commands;
    }
    let file = engine.extension::<Offered>().commands.get(&name.to_lowercase()).cloned();
    let loaded = file.is_some_and(|file| {
        let text = file.to_string_lossy();
        if load::all_modules(engine).iter().any(|module| *module.path == *text) {
            return false;
        }
        let options = ImportOptions { is_global: true, ..ImportOptions::default() };
        match load::load_file(engine, &file, &options) {
            Ok(module) => load::bring_in(engine, &module, &options).is_ok(),
            Err(_) => false,
        }
    });
    engine.extension::<Offered>().busy = false;
    loaded
}

/// `$PSModuleAutoLoadingPreference = 'None'`.
fn is_off(engine: &Engine) -> bool {
    engine
        .lookup(Symbol::of("PSModuleAutoLoadingPreference"))
        .is_some_and(|value| value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("None")))
}

fn offers(engine: &mut Engine, folders: &str) -> HashMap<String, PathBuf> {
    let mut commands = HashMap::new();
    for folder in std::env::split_paths(folders) {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        let mut names: Vec<String> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        for name in names {
            let Some(file) = load::find_in_folder(&folder.join(&name)) else { continue };
            for command in exports(engine, &file) {
                commands.entry(command.to_lowercase()).or_insert_with(|| file.clone());
            }
        }
    }
    commands
}

/// The names of functions and aliases that a module's file says it exports.
fn exports(engine: &mut Engine, file: &Path) -> Vec<String> {
    if !file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("psd1")) {
        return defined(engine, file);
    }
    let Ok(manifest) = data_file::read(engine, file) else { return Vec::new() };
    let Value::Dict(manifest) = manifest.base() else { return Vec::new() };
    let texts = |key: &str| -> Option<Vec<String>> {
        let value = manifest.get_str(key)?;
        let items = value.enumerate().unwrap_or_else(|| vec![value.clone()]);
        Some(items.iter().filter_map(|item| convert::to_plain_text(item).map(|text| text.to_string())).collect())
    };
    let mut names = texts("FunctionsToExport").unwrap_or_else(|| vec!["*".to_owned()]);
    if names.iter().any(|name| name.contains('*')) {
        let root = texts("RootModule").or_else(|| texts("ModuleToProcess")).and_then(|roots| roots.into_iter().next());
        let root = root.and_then(|root| file.parent().map(|folder| folder.join(root))).filter(|root| root.is_file());
        names = root.map(|root| defined(engine, &root)).unwrap_or_default();
    }
    names.extend(texts("AliasesToExport").unwrap_or_default().into_iter().filter(|name| !name.contains('*')));
    names
}

/// The functions that a script module defines at its outermost level.
fn defined(engine: &mut Engine, file: &Path) -> Vec<String> {
    if !file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("psm1")) {
        return Vec::new();
    }
    let Ok(bytes) = std::fs::read(file) else { return Vec::new() };
    let name = file.to_string_lossy();
    let source = SourceText::new(Some(&name), crate::engine::decode(&bytes));
    let parsed = engine.parse(&source);
    let statements = parsed.tree.blocks().flat_map(|block| block.statements.iter());
    statements
        .filter_map(|statement| match statement {
            Statement::Function(function) => Some(function.name.to_string()),
            _ => None,
        })
        .collect()
}
