//! What is said after a command that was not found: a script of that name here, or names like it.

use crate::engine::Engine;
use crate::present::style::RESET;
use crate::value::ErrorRecord;

/// Shows the feedback to the newest error, if there is any.
pub fn show(engine: &mut Engine) {
    let newest = engine.errors.items.borrow().first().cloned();
    let Some(record) = newest.as_ref().and_then(ErrorRecord::from_value) else { return };
    if !record.id().starts_with("CommandNotFoundException") {
        return;
    }
    let target = record.0.target.borrow().clone();
    let name = match target.base() {
        crate::value::Value::Str(name) => name.clone(),
        _ => return,
    };
    let Some(lines) = lines(engine, &name) else { return };
    let (start, end) = if engine.ui.colors() { ("\x1b[33m", RESET) } else { ("", "") };
    engine.ui.write_out(&format!("\n{start}[General Feedback]{end}\n{lines}\n"));
}

fn lines(engine: &mut Engine, name: &str) -> Option<String> {
    if !name.contains(['/', '\\']) {
        let here = engine.location.clone();
        let is_here = here.join(name).is_file() || here.join(format!("{name}.ps1")).is_file();
        if is_here {
            return Some(format!(
                "  The command \"{name}\" was not found, but does exist in the current location.\n  PowerShell does not load commands from the current location by default (see 'Get-Help about_Command_Precedence').\n\n  If you trust this command, run the following command instead:\n    ➤ ./{name}\n"
            ));
        }
    }
    let similar = similar_commands(engine, name);
    if similar.is_empty() {
        return None;
    }
    let names: String = similar.iter().map(|name| format!("    ➤ {name}\n")).collect();
    Some(format!("  The most similar commands are:\n{names}"))
}

/// Commands whose name differs by one letter: one more, one less, another, or two swapped.
fn similar_commands(engine: &Engine, name: &str) -> Vec<String> {
    let wanted: Vec<char> = name.to_lowercase().chars().collect();
    if wanted.len() < 3 {
        return Vec::new();
    }
    let mut found: Vec<String> = Vec::new();
    let mut look = |candidate: &str| {
        if is_near(&wanted, candidate) && !found.iter().any(|own| own.eq_ignore_ascii_case(candidate)) {
            found.push(candidate.to_owned());
        }
    };
    for scope in engine.scope().chain() {
        if let Some(tables) = scope.tables.borrow().as_ref() {
            tables.functions.values().for_each(|function| look(&function.name));
            tables.aliases.values().for_each(|alias| look(&alias.name));
        }
    }
    engine.registry.entries.iter().for_each(|entry| look(&entry.spec.name()));
    engine.builtin_aliases.keys().for_each(|name| look(name));
    found.sort();
    found.truncate(10);
    found
}

/// Whether two words differ by at most one edit.
fn is_near(wanted: &[char], candidate: &str) -> bool {
    let candidate: Vec<char> = candidate.to_lowercase().chars().collect();
    if wanted.len().abs_diff(candidate.len()) > 1 {
        return false;
    }
    let same = wanted.iter().zip(&candidate).take_while(|(a, b)| a == b).count();
    let (a, b) = (&wanted[same..], &candidate[same..]);
    let swapped = a.len() == b.len() && a.len() >= 2 && a[0] == b[1] && a[1] == b[0] && a[2..] == b[2..];
    swapped
        || a == b
        || (!a.is_empty() && a[1..] == *b)
        || (!b.is_empty() && *a == b[1..])
        || (!a.is_empty() && !b.is_empty() && a[1..] == b[1..])
}
