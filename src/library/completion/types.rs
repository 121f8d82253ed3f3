//! Names of types and namespaces.

use super::place::Place;
use super::{Match, MatchKind, starts_with};
use crate::engine::Engine;
use crate::value::types::{TYPES, resolve};

/// Short names that PowerShell has for types.
const ACCELERATORS: &[&str] = &[
    "Alias",
    "array",
    "bigint",
    "bool",
    "byte",
    "char",
    "CmdletBinding",
    "cultureinfo",
    "datetime",
    "decimal",
    "double",
    "float",
    "guid",
    "hashtable",
    "int",
    "int16",
    "int32",
    "int64",
    "ipaddress",
    "long",
    "mailaddress",
    "OutputType",
    "Parameter",
    "pscredential",
    "pscustomobject",
    "psobject",
    "regex",
    "sbyte",
    "scriptblock",
    "securestring",
    "semver",
    "short",
    "single",
    "string",
    "SupportsWildcards",
    "switch",
    "timespan",
    "type",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "ulong",
    "uri",
    "ushort",
    "ValidateCount",
    "ValidateLength",
    "ValidateNotNull",
    "ValidateNotNullOrEmpty",
    "ValidatePattern",
    "ValidateRange",
    "ValidateScript",
    "ValidateSet",
    "version",
    "void",
    "wildcardpattern",
    "xml",
];

/// Types and namespaces that go on from the word.
pub fn complete(engine: &mut Engine, place: &Place) -> Vec<Match> {
    let word = &place.word;
    let mut found: Vec<Match> = Vec::new();
    let last = |name: &str| name.rsplit(['.', '+']).next().unwrap_or(name).to_owned();
    if let Some((namespace, rest)) = word.rsplit_once('.') {
        let mut spaces: Vec<String> = Vec::new();
        for info in TYPES.iter() {
            let Some(inside) = info
                .name
                .get(..namespace.len() + 1)
                .filter(|head| head[..namespace.len()].eq_ignore_ascii_case(namespace) && head.ends_with('.'))
                .map(|head| &info.name[head.len()..])
            else {
                continue;
            };
            if !starts_with(inside, rest) {
                continue;
            }
            match inside.split_once('.') {
                Some((space, _)) => {
                    let full = format!("{}{space}", &info.name[..namespace.len() + 1]);
                    if !spaces.contains(&full) {
                        spaces.push(full);
                    }
                }
                None => {
                    let plain = inside.split('`').next().unwrap_or(inside);
                    found.push(
                        Match::new(format!("{}{plain}", &info.name[..namespace.len() + 1]), last(plain), MatchKind::Type).tip(info.name),
                    );
                }
            }
        }
        found.extend(
            spaces.into_iter().map(|full| Match::new(full.clone(), last(&full), MatchKind::Namespace).tip(format!("Namespace {full}"))),
        );
    } else {
        for name in ACCELERATORS.iter().filter(|name| starts_with(name, word)) {
            let list = resolve(name).map_or_else(|| (*name).to_owned(), |id| id.name().to_string());
            found.push(
                Match::new(*name, list, MatchKind::Type)
                    .tip(resolve(name).map_or_else(|| (*name).to_owned(), |id| id.full_name().to_string())),
            );
        }
        for info in TYPES.iter() {
            let plain = info.name.split('`').next().unwrap_or(info.name);
            let own = last(plain);
            if starts_with(&own, word) && !found.iter().any(|own| own.tip.eq_ignore_ascii_case(info.name)) {
                found.push(Match::new(plain, own, MatchKind::Type).tip(info.name));
            }
        }
        for scope in engine.scope().chain() {
            if let Some(tables) = scope.tables.borrow().as_ref() {
                let fitting = tables.types.values().filter(|id| starts_with(&id.name(), word));
                found.extend(fitting.map(|id| Match::new(id.name().to_string(), id.name().to_string(), MatchKind::Type)));
            }
        }
        for name in written_types(place).iter().filter(|name| starts_with(name, word)) {
            found.push(Match::new(name.as_str(), name.as_str(), MatchKind::Type));
        }
    }
    super::sort(&mut found);
    found.dedup_by(|a, b| a.text == b.text);
    found
}

/// Classes and enums that the text itself defines.
fn written_types(place: &Place) -> Vec<String> {
    use crate::syntax::token::{TokenKind, TokenRole};
    let pairs = place
        .tokens
        .windows(2)
        .filter(|pair| matches!(pair[0].kind, TokenKind::Class | TokenKind::Enum) && pair[1].role == TokenRole::DefinitionName);
    pairs.map(|pair| place.slice(&pair[1]).to_owned()).collect()
}
