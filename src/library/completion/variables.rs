//! Names of variables, scopes and drives behind `$` and `@`.

use super::place::Place;
use super::{Match, MatchKind, fits, sort};
use crate::engine::Engine;
use crate::syntax::token::TokenKind;
use crate::value::convert;

/// Variables that are there wherever code runs, though no scope has them.
const AUTOMATIC: &[&str] = &[
    "_",
    "args",
    "false",
    "input",
    "MyInvocation",
    "null",
    "PSBoundParameters",
    "PSCommandPath",
    "PSCulture",
    "PSScriptRoot",
    "PSUICulture",
    "PSVersionTable",
    "true",
];

/// Those that are there only in some places; they come after all others.
const SPECIAL: &[&str] = &["foreach", "PSCmdlet", "PSDebugContext", "PSItem", "switch", "this"];

/// Scopes and drives.
const QUALIFIERS: &[(&str, &str)] = &[
    ("Alias:", "Alias"),
    ("Env:", "Env"),
    ("Function:", "Function"),
    ("Temp:", "Temp"),
    ("Variable:", "Variable"),
    ("Global:", "Global:"),
    ("Local:", "Local:"),
    ("Private:", "Private:"),
    ("Script:", "Script:"),
    ("Using:", "Using:"),
];

/// A variable at the cursor.
pub fn complete(engine: &mut Engine, place: &Place) -> Vec<Match> {
    let (sigil, rest) = if let Some(rest) = place.word.strip_prefix("${") {
        ("${", rest)
    } else if let Some(rest) = place.word.strip_prefix('@') {
        ("@", rest)
    } else {
        ("$", place.word.strip_prefix('$').unwrap_or(&place.word))
    };
    let write = |qualifier: &str, name: &str| match sigil {
        "${" => format!("${{{qualifier}{name}}}"),
        sigil if name.chars().all(|c| c.is_alphanumeric() || "_?^$".contains(c)) => format!("{sigil}{qualifier}{name}"),
        sigil => format!("{sigil}{{{qualifier}{name}}}"),
    };
    if let Some((qualifier, name)) = rest.split_once(':') {
        let written = format!("{qualifier}:");
        let names: Vec<String> = match qualifier.to_ascii_lowercase().as_str() {
            "env" => engine.environment.keys().cloned().collect(),
            "global" | "script" | "local" | "private" | "variable" | "using" => own_names(engine),
            _ => Vec::new(),
        };
        let fitting = names.iter().filter(|own| fits(name, own));
        let mut found: Vec<Match> = fitting.map(|own| Match::new(write(&written, own), own.as_str(), MatchKind::Variable)).collect();
        sort(&mut found);
        found.dedup_by(|a, b| a.list.eq_ignore_ascii_case(&b.list));
        return found;
    }
    let is_splat = sigil == "@";
    let mut names = own_names(engine);
    let mut written: Vec<String> = Vec::new();
    for token in place.tokens.iter().filter(|token| token.kind == TokenKind::Variable && token.span.start as usize != place.start) {
        let name = place.slice(token).trim_start_matches('$').trim_matches(['{', '}']);
        if !name.contains(':') {
            written.push(name.to_owned());
        }
    }
    if is_splat {
        // Only collections can be splatted.
        names.retain(|name| {
            let value = engine.scope().lookup(crate::program::Symbol::of(name));
            value.is_some_and(|value| {
                matches!(value, crate::value::Value::Dict(_) | crate::value::Value::Array(_) | crate::value::Value::List(_))
            })
        });
    } else {
        names.extend(AUTOMATIC.iter().map(|name| (*name).to_owned()));
    }
    names.extend(written);
    let fitting = names.iter().filter(|name| fits(rest, name));
    let mut found: Vec<Match> =
        fitting.map(|name| Match::new(write("", name), name.as_str(), MatchKind::Variable).tip(tip(engine, name))).collect();
    sort(&mut found);
    found.dedup_by(|a, b| a.list.eq_ignore_ascii_case(&b.list));
    if !is_splat {
        for name in SPECIAL.iter().filter(|name| fits(rest, name)) {
            if !found.iter().any(|own| own.list.eq_ignore_ascii_case(name)) {
                found.push(Match::new(write("", name), *name, MatchKind::Variable));
            }
        }
    }
    if !is_splat && !rest.is_empty() {
        let fitting = QUALIFIERS.iter().filter(|(name, _)| fits(rest, name));
        found.extend(fitting.map(|(name, list)| Match::new(format!("${name}"), *list, MatchKind::Variable)));
    }
    found
}

/// Variables by name alone, as an argument.
pub fn names(engine: &mut Engine, place: &Place) -> Vec<Match> {
    let names = own_names(engine);
    let mut found = super::values(place, names.iter().map(String::as_str));
    sort(&mut found);
    found.dedup_by(|a, b| a.list.eq_ignore_ascii_case(&b.list));
    found
}

fn own_names(engine: &Engine) -> Vec<String> {
    engine
        .scope()
        .chain()
        .flat_map(|scope| scope.names())
        .map(|symbol| symbol.name().to_string())
        .filter(|name| name != "$" && name != "^" && name != "?")
        .collect()
}

fn tip(engine: &Engine, name: &str) -> String {
    match engine.scope().lookup(crate::program::Symbol::of(name)) {
        Some(value) if !value.is_null() => {
            let kind = value.base().type_id().short_name();
            match convert::to_plain_text(&value) {
                Some(text) if text.len() < 60 && !text.contains('\n') && !is_secret(name) => format!("[{kind}]${name} = {text}"),
                _ => format!("[{kind}]${name}"),
            }
        }
        _ => format!("${name}"),
    }
}

/// Names whose values are not shown.
fn is_secret(name: &str) -> bool {
    let lower = name.to_lowercase();
    ["pin", "password", "secret", "token", "apikey"].iter().any(|word| lower.contains(word))
}
