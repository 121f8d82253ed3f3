//! Names of a command's parameters.

use super::{Match, MatchKind, starts_with};
use crate::engine::Engine;
use crate::engine::binding::{CommonParameter, Param, Role, Signature};
use crate::value::TypeId;

/// Parameters that go on from `-word` and are not given yet, of the sets that are left.
pub fn complete(engine: &Engine, signature: &Signature, word: &str, given: &[usize], mask: u64, is_function: bool) -> Vec<Match> {
    let word = word.trim_start_matches(['-', '–', '—', '―']);
    let own = |param: &&(usize, &Param)| !matches!(param.1.role, Role::Common(_));
    let process = |param: &Param| matches!(param.role, Role::Common(CommonParameter::WhatIf | CommonParameter::Confirm));
    let all: Vec<(usize, &Param)> = signature.parameters.iter().enumerate().collect();
    let ordered = all
        .iter()
        .filter(own)
        .chain(all.iter().filter(|(_, param)| process(param)))
        .chain(all.iter().filter(|(_, param)| !own(&&(0, *param)) && !process(param)));
    let mut found = Vec::new();
    for (at, param) in ordered {
        let is_common = matches!(param.role, Role::Common(_));
        if given.contains(at) || param.sets() & mask == 0 || word.is_empty() && (param.hidden || is_common && is_function) {
            continue;
        }
        let name = if starts_with(&param.name, word) {
            Some(&param.name)
        } else {
            param.aliases.iter().filter(|_| !is_common).find(|alias| starts_with(alias, word))
        };
        if let Some(name) = name {
            found.push(Match::new(format!("-{name}"), &**name, MatchKind::ParameterName).tip(tip(engine, param)));
        }
    }
    found
}

fn tip(_engine: &Engine, param: &Param) -> String {
    let kind = if param.type_id == TypeId::SWITCH_PARAMETER { "switch".to_owned() } else { param.type_id.short_name().to_string() };
    let help = param.places.first().map_or("", |place| &place.help);
    if help.is_empty() { format!("[{kind}] {}", param.name) } else { format!("[{kind}] {}: {help}", param.name) }
}
