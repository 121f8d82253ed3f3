//! Paths of files and folders, and of the drives of environment, variables, functions and aliases.

use super::place::Place;
use super::{Match, MatchKind, fits, sort};
use crate::engine::Engine;

/// How a path is written where it stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// An argument that takes wildcards.
    Argument,
    /// An argument that takes none.
    Literal,
    /// A folder alone.
    Folder,
    /// A command.
    Command,
}

/// Paths that go on from the word.
pub fn complete(engine: &mut Engine, place: &Place, style: Style) -> Vec<Match> {
    let word = place.word.replace('\\', "/");
    if let Some((drive, name)) = word.split_once(':')
        && let Some(found) = on_drive(engine, drive, name.trim_start_matches('/'))
    {
        return found;
    }
    let (folder, name) = match word.rfind('/') {
        Some(at) => (&word[..=at], &word[at + 1..]),
        None if word == "~" => return Vec::new(),
        None => ("", word.as_str()),
    };
    let shown = if folder.is_empty() || !folder.starts_with(['/', '.', '~']) { format!("./{folder}") } else { folder.to_owned() };
    let place_on_disk = engine.resolve_path(if folder.is_empty() { "." } else { folder });
    let Ok(entries) = std::fs::read_dir(place_on_disk) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let own = entry.file_name().to_string_lossy().into_owned();
        if !fits(name, &own) {
            continue;
        }
        let is_folder = entry.path().is_dir();
        if style == Style::Folder && !is_folder {
            continue;
        }
        let kind = if is_folder { MatchKind::ProviderContainer } else { MatchKind::ProviderItem };
        let path = format!("{shown}{own}");
        found.push(Match::new(written(&path, place.quote, style), own, kind).tip(entry.path().to_string_lossy()));
    }
    sort(&mut found);
    found
}

/// A path as it is written in a command.
fn written(path: &str, quote: Option<char>, style: Style) -> String {
    let takes_wildcards = matches!(style, Style::Argument | Style::Folder);
    let escaped = if takes_wildcards && path.contains(['[', ']']) { path.replace('[', "`[").replace(']', "`]") } else { path.to_owned() };
    let special = |c: char| c.is_whitespace() || "'\"`,;(){}|&$@#<>".contains(c);
    let needs_quotes = escaped.contains(special);
    let bare_call = style == Style::Command && quote.is_none() && needs_quotes;
    match quote {
        Some('"') => format!("\"{escaped}\""),
        Some(_) => format!("'{}'", escaped.replace('\'', "''")),
        None if bare_call => format!("& '{}'", escaped.replace('\'', "''")),
        None if needs_quotes => format!("'{}'", escaped.replace('\'', "''")),
        None => escaped,
    }
}

/// Items of a drive that is not of files.
fn on_drive(engine: &Engine, drive: &str, name: &str) -> Option<Vec<Match>> {
    let names: Vec<String> = match drive.to_ascii_lowercase().as_str() {
        "env" => engine.environment.keys().cloned().collect(),
        "variable" => engine.scope().chain().flat_map(|scope| scope.names()).map(|symbol| symbol.name().to_string()).collect(),
        "function" => {
            let tables = |scope: std::rc::Rc<crate::engine::scope::Scope>| -> Vec<String> {
                scope
                    .tables
                    .borrow()
                    .as_ref()
                    .map(|tables| tables.functions.values().map(|function| function.name.to_string()).collect())
                    .unwrap_or_default()
            };
            engine.scope().chain().flat_map(tables).collect()
        }
        "alias" => engine.builtin_aliases.keys().map(|name| (*name).to_owned()).collect(),
        _ => return None,
    };
    let fitting = names.into_iter().filter(|own| fits(name, own));
    let mut found: Vec<Match> = fitting.map(|own| Match::new(format!("{drive}:/{own}"), own, MatchKind::ProviderItem)).collect();
    sort(&mut found);
    found.dedup_by(|a, b| a.list == b.list);
    Some(found)
}
