//! Words of the language: operators, `#Requires`, comment-based help, `using`, arguments of attributes.

use super::place::Place;
use super::{Match, MatchKind, fits, starts_with};
use crate::engine::Engine;
use crate::syntax::token::TokenKind;
use crate::value::types::TYPES;

const OPERATORS: &[&str] = &[
    "and",
    "as",
    "band",
    "bnot",
    "bor",
    "bxor",
    "ccontains",
    "ceq",
    "cge",
    "cgt",
    "cin",
    "cle",
    "clike",
    "clt",
    "cmatch",
    "cne",
    "cnotcontains",
    "cnotin",
    "cnotlike",
    "cnotmatch",
    "contains",
    "creplace",
    "csplit",
    "eq",
    "f",
    "ge",
    "gt",
    "icontains",
    "ieq",
    "ige",
    "igt",
    "iin",
    "ile",
    "ilike",
    "ilt",
    "imatch",
    "in",
    "ine",
    "inotcontains",
    "inotin",
    "inotlike",
    "inotmatch",
    "ireplace",
    "is",
    "isnot",
    "isplit",
    "join",
    "le",
    "like",
    "lt",
    "match",
    "ne",
    "not",
    "notcontains",
    "notin",
    "notlike",
    "notmatch",
    "or",
    "replace",
    "shl",
    "shr",
    "split",
    "xor",
];

fn dashed(place: &Place, all: &[&str], kind: MatchKind) -> Vec<Match> {
    let word = place.word.trim_start_matches(['-', '–', '—', '―']);
    all.iter().filter(|name| starts_with(name, word)).map(|name| Match::new(format!("-{name}"), *name, kind)).collect()
}

/// Operators behind an expression.
pub fn operators(place: &Place) -> Vec<Match> {
    dashed(place, OPERATORS, MatchKind::ParameterName)
}

/// `switch -`.
pub fn switch_flags(place: &Place) -> Vec<Match> {
    dashed(place, &["CaseSensitive", "Exact", "File", "Parallel", "Regex", "Wildcard"], MatchKind::ParameterName)
}

/// Keys of comment-based help.
const HELP_KEYS: &[&str] = &[
    "COMPONENT",
    "DESCRIPTION",
    "EXAMPLE",
    "EXTERNALHELP",
    "FORWARDHELPCATEGORY",
    "FORWARDHELPTARGETNAME",
    "FUNCTIONALITY",
    "INPUTS",
    "LINK",
    "NOTES",
    "OUTPUTS",
    "PARAMETER",
    "REMOTEHELPRUNSPACE",
    "ROLE",
    "SYNOPSIS",
];

/// `#Requires -…` and `.KEY` in a block of help.
pub fn is_requirement(place: &Place) -> bool {
    let head = &place.text[..place.cursor];
    head[head.rfind('\n').map_or(0, |at| at + 1)..].trim_start().to_lowercase().starts_with("#requires")
}

/// What can stand in a comment: words of comment-based help, requirements.
pub fn in_comment(place: &Place) -> Vec<Match> {
    let Some(token) =
        place.tokens.iter().rev().find(|token| token.kind == TokenKind::Comment && (token.span.start as usize) < place.cursor)
    else {
        return Vec::new();
    };
    let text = &place.text[token.span.start as usize..place.cursor];
    let word = text.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    // Words of comment-based help stand first on a line of a block comment.
    if word.starts_with('.') && !text[..text.len() - word.len()].trim_end_matches([' ', '\t']).ends_with('\n') {
        return Vec::new();
    }
    if text.to_lowercase().starts_with("#requires ") {
        let before = text[..text.len() - word.len()].trim_end().to_lowercase();
        if let Some(word) = word.strip_prefix('-') {
            let all = ["Modules", "PSEdition", "RunAsAdministrator", "Version"];
            return all
                .iter()
                .filter(|name| starts_with(name, word))
                .map(|name| Match::new(*name, *name, MatchKind::ParameterName))
                .collect();
        }
        if before.ends_with("-psedition") {
            let all = ["Core", "Desktop"];
            return all
                .iter()
                .filter(|name| starts_with(name, word))
                .map(|name| Match::new(*name, *name, MatchKind::ParameterValue))
                .collect();
        }
        return Vec::new();
    }
    match word.strip_prefix('.') {
        Some(word) if text.starts_with("<#") && text.contains('\n') => {
            HELP_KEYS.iter().filter(|key| starts_with(key, word)).map(|key| Match::new(*key, *key, MatchKind::Keyword)).collect()
        }
        _ => Vec::new(),
    }
}

/// Names of an attribute's arguments.
pub fn attribute_arguments(place: &Place, name: &str) -> Vec<Match> {
    let names: &[&str] = match name.to_lowercase().as_str() {
        "parameter" => &[
            "Position",
            "ParameterSetName",
            "Mandatory",
            "ValueFromPipeline",
            "ValueFromPipelineByPropertyName",
            "ValueFromRemainingArguments",
            "HelpMessage",
            "HelpMessageBaseName",
            "HelpMessageResourceId",
            "DontShow",
        ],
        "cmdletbinding" => &[
            "PositionalBinding",
            "DefaultParameterSetName",
            "SupportsShouldProcess",
            "SupportsPaging",
            "SupportsTransactions",
            "ConfirmImpact",
            "HelpUri",
            "RemotingCapability",
        ],
        "validateset" => &["ErrorMessage", "IgnoreCase"],
        "validatepattern" => &["ErrorMessage", "Options"],
        "validatescript" => &["ErrorMessage"],
        _ => &[],
    };
    names.iter().filter(|own| fits(&place.word, own)).map(|own| Match::new(*own, *own, MatchKind::Property)).collect()
}

/// What follows `using`.
pub fn using(engine: &Engine, place: &Place) -> Vec<Match> {
    let kinds = ["assembly", "module", "namespace", "type"];
    let Some(kind) = place.command.get(1) else {
        return kinds
            .iter()
            .filter(|kind| starts_with(kind, &place.word))
            .map(|kind| Match::new(*kind, *kind, MatchKind::Keyword))
            .collect();
    };
    match place.slice(kind).to_lowercase().as_str() {
        "namespace" => namespaces(&place.word),
        "module" => {
            let mut names: Vec<&str> = engine.registry.entries.iter().map(|entry| entry.spec.module).collect();
            names.extend(crate::engine::host::KNOWN_MODULES.iter().filter(|name| !name.contains('*')));
            names.sort_unstable();
            names.dedup();
            super::values(place, names)
        }
        _ => Vec::new(),
    }
}

/// The next parts of namespaces.
fn namespaces(word: &str) -> Vec<Match> {
    let Some((head, rest)) = word.rsplit_once('.') else { return Vec::new() };
    let mut found: Vec<Match> = Vec::new();
    for info in TYPES.iter() {
        let Some((space, _)) = info.name.rsplit_once('.') else { continue };
        let Some(inside) =
            space.get(head.len()..).filter(|inside| inside.starts_with('.') && space[..head.len()].eq_ignore_ascii_case(head))
        else {
            continue;
        };
        let part = inside[1..].split('.').next().unwrap_or("");
        let full = format!("{}.{part}", &space[..head.len()]);
        if starts_with(part, rest) && !found.iter().any(|own| own.text == full) {
            found.push(Match::new(full, part, MatchKind::Namespace));
        }
    }
    super::sort(&mut found);
    found
}
