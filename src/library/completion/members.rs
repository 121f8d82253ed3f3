//! Members behind `.` and `::`.

use super::infer::{self, Known};
use super::place::Place;
use super::{Match, MatchKind, fits};
use crate::engine::Engine;
use crate::value::members::{self, MemberInfo};

/// Members of what stands before the dot.
pub fn complete(engine: &mut Engine, place: &Place, dot: usize, is_static: bool) -> Vec<Match> {
    let known = infer::before_dot(engine, place, dot);
    let mut found: Vec<Match> = Vec::new();
    for kind in &known {
        for member in of(engine, kind, is_static) {
            if fits(&place.word, &member.list) && !found.iter().any(|own| own.text.eq_ignore_ascii_case(&member.text)) {
                found.push(member);
            }
        }
    }
    // Properties first, then methods, each in order of names.
    found.sort_by_cached_key(|member| (member.kind == MatchKind::Method, member.list.to_lowercase()));
    // A dictionary's keys come last.
    for kind in known.iter().filter(|_| !is_static) {
        if let Known::Value(value) = kind
            && let crate::value::Value::Dict(dict) = value.base()
        {
            for key in dict.keys() {
                if let crate::value::Value::Str(name) = key
                    && fits(&place.word, &name)
                    && !found.iter().any(|own| own.list.eq_ignore_ascii_case(&name))
                {
                    found.push(Match::new(super::quote(&name, None), &*name, MatchKind::Property));
                }
            }
        }
    }
    found
}

/// All members of a value or type.
pub fn of(_engine: &mut Engine, kind: &Known, is_static: bool) -> Vec<Match> {
    let mut infos: Vec<MemberInfo> = Vec::new();
    let mut names: Vec<Match> = Vec::new();
    match kind {
        Known::Value(value) => {
            if let crate::value::Value::Type(id) = value
                && is_static
            {
                infos = members::static_members(*id);
            } else {
                infos.extend(members::properties(value));
                infos.extend(members::methods(value));
            }
        }
        Known::Type(id) if is_static => infos = members::static_members(*id),
        Known::Type(id) => infos = members::instance_members(*id),
        Known::Written(own, rest) => {
            names.extend(own.properties.iter().map(|name| Match::new(name.as_str(), name.as_str(), MatchKind::Property)));
            names.extend(own.methods.iter().map(|name| Match::new(format!("{name}("), name.as_str(), MatchKind::Method)));
            infos = if is_static { members::static_members(*rest) } else { members::instance_members(*rest) };
        }
        Known::Names(all, rest) => {
            names.extend(all.iter().map(|name| Match::new(name.as_str(), name.as_str(), MatchKind::Property)));
            if let Some(id) = rest {
                infos = members::instance_members(*id);
            }
        }
    }
    let added = match kind {
        Known::Type(id) if !is_static => super::written::added(*id),
        Known::Value(value) if !is_static => super::written::added(value.base().type_id()),
        _ => Vec::new(),
    };
    for name in added {
        if !infos.iter().any(|info| info.name.eq_ignore_ascii_case(name)) {
            names.push(Match::new(name, name, MatchKind::Property));
        }
    }
    // What every class has from its base.
    if is_static && matches!(kind, Known::Value(_) | Known::Written(..)) {
        for name in ["Equals", "ReferenceEquals"] {
            if !infos.iter().any(|info| &*info.name == name) {
                names.push(Match::new(format!("{name}("), name, MatchKind::Method));
            }
        }
    }
    for info in infos.into_iter().filter(|info| !info.hidden) {
        if info.name.contains('.')
            || info.name.starts_with("get_")
            || info.name.starts_with("set_")
            || info.name.starts_with("add_")
            || info.name.starts_with("op_")
            || info.name.starts_with("remove_")
        {
            continue;
        }
        if info.kind == members::MemberKind::ParameterizedProperty {
            continue;
        }
        let found = if info.kind.is_property() {
            Match::new(&*info.name, &*info.name, MatchKind::Property)
        } else {
            Match::new(format!("{}(", info.name), &*info.name, MatchKind::Method)
        };
        names.push(found.tip(info.definition));
    }
    names
}
