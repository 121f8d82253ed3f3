//! Names of commands: functions, cmdlets, aliases, scripts and programs.

use std::collections::BTreeMap;

use super::place::Place;
use super::{Match, MatchKind, fits, paths, quote};
use crate::engine::Engine;

/// A command's name, or the path of a script or program.
pub fn complete(engine: &mut Engine, place: &Place) -> Vec<Match> {
    let word = place.word.replace('\\', "/");
    if word.contains('/') && module_of(engine, &place.word).is_none() || word.starts_with('~') {
        return paths::complete(engine, place, paths::Style::Command);
    }
    named(engine, place, true)
}

/// Commands by name; with `files`, programs and scripts of the search path, too.
pub fn named(engine: &mut Engine, place: &Place, files: bool) -> Vec<Match> {
    let (module, word) = match place.word.split_once('\\') {
        Some((module, rest)) => (Some(module.to_owned()), rest.to_owned()),
        None => (None, place.word.clone()),
    };
    let mut found: BTreeMap<String, Match> = BTreeMap::new();
    let mut take = |name: &str, tip: &str| {
        if fits(&word, name) {
            let text = match &module {
                Some(module) => format!("{module}\\{name}"),
                None => name.to_owned(),
            };
            found
                .entry(name.to_lowercase())
                .or_insert_with(|| Match::new(quote_command(&text, place.quote), name, MatchKind::Command).tip(tip));
        }
    };
    for entry in &engine.registry.entries {
        if module.as_ref().is_none_or(|module| entry.spec.module.eq_ignore_ascii_case(module)) {
            take(&entry.spec.name(), entry.spec.synopsis);
        }
    }
    if module.is_none() {
        for scope in engine.scope().chain() {
            if let Some(tables) = scope.tables.borrow().as_ref() {
                tables.functions.values().for_each(|function| take(&function.name, &function.description));
                tables.aliases.values().for_each(|alias| take(&alias.name, &format!("{} -> {}", alias.name, alias.definition)));
            }
        }
        let removed = &engine.removed_aliases;
        let aliases = engine.builtin_aliases.iter().filter(|(name, _)| !removed.contains(**name));
        // Aliases are offered for a word of some length: of one letter there are too many.
        aliases.for_each(|(name, definition)| take(name, &format!("{name} -> {definition}")));
    }
    if files && module.is_none() && !word.is_empty() {
        for name in programs(engine, &word) {
            take(&name, &name);
        }
    }
    found.into_values().collect()
}

fn quote_command(text: &str, quoted: Option<char>) -> String {
    if quoted.is_some() || text.contains(char::is_whitespace) { quote(text, quoted.or(Some('\''))) } else { text.to_owned() }
}

/// `Module\`, where a module of that name has cmdlets.
fn module_of<'w>(engine: &Engine, word: &'w str) -> Option<&'w str> {
    let (module, _) = word.split_once('\\')?;
    engine.registry.entries.iter().any(|entry| entry.spec.module.eq_ignore_ascii_case(module)).then_some(module)
}

/// Programs and scripts of the search path whose names go on from a word.
fn programs(engine: &Engine, word: &str) -> Vec<String> {
    let search = engine.environment.get("PATH").cloned().unwrap_or_default();
    let mut names = Vec::new();
    for folder in std::env::split_paths(&search).filter(|folder| !folder.as_os_str().is_empty()) {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            // File names have a case here.
            if name.starts_with(word) && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}
