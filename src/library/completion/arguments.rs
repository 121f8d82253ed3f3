//! Arguments of commands: which parameter a word is for, and what its values are; keys of hash tables.

use std::rc::Rc;

use super::place::Place;
use super::{
    Match, MatchKind, commands, completers, fits, infer, members, parameters, paths, quote, sort, tenant, types, values, variables,
};
use crate::cmdlet::{Completer, Validation};
use crate::engine::binding::{Check, Param, Signature};
use crate::engine::{Command, Engine};
use crate::syntax::token::{Token, TokenKind};
use crate::value::{Value, convert};

/// All parameter sets.
const ALL_SETS: u64 = u64::MAX;

/// What the arguments before the word say.
#[derive(Clone)]
struct Given {
    /// Parameters that have a value, or are switches given.
    named: Vec<usize>,
    /// The named parameter whose value is awaited.
    awaiting: Option<usize>,
    /// How many arguments stand without a name.
    n_positional: usize,
    /// The sets that are left.
    mask: u64,
}

/// A parameter's name, or an argument.
pub fn complete(engine: &mut Engine, place: &Place) -> Vec<Match> {
    let head = place.command[0];
    let name = place.slice(&head).trim_matches(['\'', '"']).to_owned();
    let command = engine.find_command(&name);
    let is_name = place.quote.is_none() && place.word.starts_with(['-', '–', '—']) && !place.word.starts_with("--");
    let Some(command) = command.filter(|command| !matches!(command, Command::Application(_))) else {
        if let Some(found) = completers::for_program(engine, place, &name) {
            return found;
        }
        if is_name && let Some(names) = super::written::function_parameters(place.text, &name) {
            return super::written::parameter_matches(&names, &place.word);
        }
        return if is_name { Vec::new() } else { paths::complete(engine, place, paths::Style::Argument) };
    };
    let Ok(Some(signature)) = engine.signature_of(&command) else { return paths::complete(engine, place, paths::Style::Argument) };
    let given = given(place, &signature);
    let full_name = command.name();
    if is_name && given.awaiting.is_none() {
        let mut given = given;
        for _ in 0..given.n_positional {
            given.n_positional -= 1;
            let Some(at) = positional(&signature, &Given { n_positional: 0, ..given.clone() }) else { break };
            given.named.push(at);
            given.mask &= signature.parameters[at].sets();
        }
        let is_piped = place.command_at.checked_sub(1).is_some_and(|at| place.tokens[at].kind == TokenKind::Pipe);
        if is_piped {
            let taken = signature
                .parameters
                .iter()
                .enumerate()
                .filter(|(_, param)| param.places.iter().any(|own| own.from_pipeline && !own.by_property));
            given.named.extend(taken.map(|(at, _)| at));
        }
        let is_function = !matches!(command, Command::Cmdlet(_));
        let mut found = parameters::complete(engine, &signature, &place.word, &given.named, given.mask, is_function);
        if !is_function {
            super::written::order(&full_name, &mut found);
        }
        return found;
    }
    let param = given.awaiting.or_else(|| positional(&signature, &given));
    let Some(param) = param.map(|at| &signature.parameters[at]) else { return paths::complete(engine, place, paths::Style::Argument) };
    of_parameter(engine, place, &command, &full_name, &name, param)
}

/// Reads the arguments before the word.
fn given(place: &Place, signature: &Signature) -> Given {
    let mut given = Given { named: Vec::new(), awaiting: None, n_positional: 0, mask: ALL_SETS };
    let mut index = 1;
    let tokens = &place.command;
    let mut in_list = false;
    while index < tokens.len() {
        let token = tokens[index];
        index += 1;
        if token.kind == TokenKind::Comma {
            in_list = true;
            continue;
        }
        let text = place.slice(&token);
        if token.kind == TokenKind::Parameter {
            let bare = text.trim_start_matches(['-', '–', '—', '―']).trim_end_matches(':');
            let found = find_parameter(signature, bare);
            given.awaiting = None;
            if let Some(at) = found {
                given.named.push(at);
                given.mask &= signature.parameters[at].sets();
                if !signature.parameters[at].is_switch || text.ends_with(':') {
                    given.awaiting = Some(at);
                }
            }
            in_list = false;
            continue;
        }
        // The rest of an argument of several tokens.
        let end = skip_argument(tokens, index - 1);
        let joins = index - 1 > 0
            && tokens[index - 2].span.end == token.span.start
            && !matches!(tokens[index - 2].kind, TokenKind::Comma | TokenKind::Parameter);
        index = end;
        if in_list || joins {
            in_list = false;
            if given.awaiting.is_none() && given.n_positional == 0 {
                given.n_positional = usize::from(!joins);
            }
            continue;
        }
        match given.awaiting.take() {
            Some(_) => {}
            None => given.n_positional += 1,
        }
    }
    if in_list {
        // `a, b, |`: the word is for the parameter of what stands before the comma.
        let named_last = tokens.iter().rev().find(|token| token.kind == TokenKind::Parameter);
        match named_last.and_then(|token| find_parameter(signature, place.slice(token).trim_start_matches('-').trim_end_matches(':'))) {
            Some(at) if given.n_positional == 0 && !signature.parameters[at].is_switch => given.awaiting = Some(at),
            _ => given.n_positional = given.n_positional.saturating_sub(1),
        }
    }
    given
}

/// The token behind an argument that starts at a place.
fn skip_argument(tokens: &[Token], at: usize) -> usize {
    let opens = |kind: TokenKind| {
        matches!(
            kind,
            TokenKind::LParen | TokenKind::LCurly | TokenKind::LBracket | TokenKind::AtParen | TokenKind::AtCurly | TokenKind::DollarParen
        )
    };
    let closes = |kind: TokenKind| matches!(kind, TokenKind::RParen | TokenKind::RCurly | TokenKind::RBracket);
    let mut open = 0usize;
    let mut index = at;
    while index < tokens.len() {
        let kind = tokens[index].kind;
        if opens(kind) {
            open += 1;
        } else if closes(kind) {
            open = open.saturating_sub(1);
        }
        index += 1;
        if open == 0 {
            break;
        }
    }
    index
}

fn find_parameter(signature: &Signature, name: &str) -> Option<usize> {
    let all = &signature.parameters;
    all.iter().position(|param| param.is_named(name)).or_else(|| {
        let mut fitting = all.iter().enumerate().filter(|(_, param)| super::starts_with(&param.name, name));
        match (fitting.next(), fitting.next()) {
            (Some((at, _)), None) => Some(at),
            _ => None,
        }
    })
}

/// The parameter that the next argument without a name goes to.
fn positional(signature: &Signature, given: &Given) -> Option<usize> {
    let default = signature.default_set.map(|at| 1u64 << at).filter(|set| given.mask & set != 0);
    let open = || signature.parameters.iter().enumerate().filter(|(at, _)| !given.named.contains(at));
    // The positions of all sets that are left: the default set may begin behind the first.
    let mut positions: Vec<i32> = open()
        .flat_map(|(_, param)| param.places.iter().filter(|place| place.sets & given.mask != 0).filter_map(|place| place.position))
        .collect();
    positions.sort_unstable();
    positions.dedup();
    let remaining = || signature.parameters.iter().position(|param| param.places.iter().any(|place| place.remaining));
    let Some(wanted) = positions.get(given.n_positional) else { return remaining() };
    [default, Some(given.mask)].into_iter().flatten().find_map(|mask| {
        open()
            .find(|(_, param)| param.places.iter().any(|place| place.sets & mask != 0 && place.position == Some(*wanted)))
            .map(|(at, _)| at)
    })
}

/// Values of a parameter.
fn of_parameter(engine: &mut Engine, place: &Place, command: &Command, full_name: &Rc<str>, typed: &str, param: &Param) -> Vec<Match> {
    if let Some(found) = completers::for_parameter(engine, place, &[full_name, typed], &param.name) {
        return found;
    }
    if let Some(found) = own_completer(engine, place, command, param) {
        return found;
    }
    let mut set: Option<Vec<String>> = None;
    for check in &param.checks {
        match check {
            Check::Spec(Validation::Set(all)) => set = Some(all.iter().map(|value| (*value).to_owned()).collect()),
            Check::Attribute(attribute) if attribute.name.eq_ignore_ascii_case("ValidateSet") => {
                set = Some(
                    attribute.positional.iter().filter_map(|value| convert::to_plain_text(value).map(|text| text.to_string())).collect(),
                );
            }
            _ => {}
        }
    }
    if let Some(all) = set {
        let mut found = values(place, all.iter().map(String::as_str));
        sort(&mut found);
        return found;
    }
    let element = param.type_id.array_element().map_or(param.type_id, |(element, _)| element);
    let element = element.nullable_of().unwrap_or(element);
    if element.is_enum() {
        let names = element.enum_values();
        let mut found = values(place, names.iter().map(|(name, _)| &**name));
        sort(&mut found);
        return found;
    }
    if let Some(found) = known(engine, place, full_name, &param.name) {
        return found;
    }
    if let Command::Cmdlet(entry) = command
        && let Some(own) = entry.spec.parameters.iter().find(|own| own.name.eq_ignore_ascii_case(&param.name))
        && let Some(found) = of_spec(engine, place, own.completer)
    {
        return found;
    }
    let style = if param.name.eq_ignore_ascii_case("LiteralPath") {
        paths::Style::Literal
    } else if full_name.eq_ignore_ascii_case("Set-Location") || full_name.eq_ignore_ascii_case("Push-Location") {
        paths::Style::Folder
    } else {
        paths::Style::Argument
    };
    paths::complete(engine, place, style)
}

/// `[ArgumentCompletions()]` and `[ArgumentCompleter()]` on a function's parameter.
fn own_completer(engine: &mut Engine, place: &Place, command: &Command, param: &Param) -> Option<Vec<Match>> {
    let block = match command {
        Command::Function(function) => function.code().block().clone(),
        _ => return None,
    };
    let source = crate::source::SourceText::new(None, block.source.text());
    let (words, script) = super::infer::completer_attribute(&source, &param.name)?;
    match script {
        None => Some(values(place, words.iter().map(String::as_str))),
        Some(text) => {
            let block = engine.script_block_from(&text, None).ok()?;
            let arguments =
                vec![Value::Str(command.name()), Value::Str(param.name.clone()), Value::str(&place.word), Value::Null, Value::Null];
            Some(completers::run(engine, &block, arguments))
        }
    }
}

/// What a cmdlet's own description says of a parameter's values.
fn of_spec(engine: &mut Engine, place: &Place, completer: Completer) -> Option<Vec<Match>> {
    Some(match completer {
        Completer::ByType | Completer::Path => return None,
        Completer::Command => commands::named(engine, place, false),
        Completer::Variable => variables::names(engine, place),
        Completer::TypeName => types::complete(engine, place),
        Completer::Module => modules(engine, place),
        Completer::Property => properties(engine, place),
        other => tenant::complete(engine, place, other),
    })
}

/// Parameters of PowerShell's own cmdlets whose values are known though their type does not say so.
fn known(engine: &mut Engine, place: &Place, command: &str, parameter: &str) -> Option<Vec<Match>> {
    let command = command.to_lowercase();
    let parameter = parameter.to_lowercase();
    let text = |all: &[&str]| {
        let fitting = all.iter().filter(|value| fits(&place.word, value));
        fitting.map(|value| Match::new(quote(value, place.quote), *value, MatchKind::Text)).collect::<Vec<_>>()
    };
    Some(match (command.as_str(), parameter.as_str()) {
        ("get-command" | "get-help" | "trace-command", "name") => commands::named(engine, place, false),
        ("set-alias" | "new-alias", "value") | ("get-alias", "definition") => commands::named(engine, place, false),
        ("get-alias" | "set-alias" | "remove-alias", "name") => {
            let mut names: Vec<String> = engine.builtin_aliases.keys().map(|name| (*name).to_owned()).collect();
            for scope in engine.scope().chain() {
                if let Some(tables) = scope.tables.borrow().as_ref() {
                    names.extend(tables.aliases.values().map(|alias| alias.name.to_string()));
                }
            }
            // Those of modules that are not loaded are no aliases yet.
            names.retain(|name| !name.contains('-'));
            let mut found = values(place, names.iter().map(String::as_str));
            sort(&mut found);
            found
        }
        ("get-variable" | "set-variable" | "remove-variable" | "clear-variable", "name") => variables::names(engine, place),
        ("remove-module" | "get-module", "name") => loaded_modules(engine, place),
        ("get-command" | "import-module" | "remove-module" | "get-module", "module" | "name") => modules(engine, place),
        ("get-verb", "verb") => {
            let all = super::written::VERBS.iter().flat_map(|group| group.split(' ')).filter(|verb| fits(&place.word, verb));
            all.map(|verb| Match::new(verb, verb, MatchKind::Text)).collect()
        }
        ("new-object", "typename") => types::complete(engine, place),
        ("new-item", "itemtype") => text(&["File", "Directory", "SymbolicLink", "Junction", "HardLink"]),
        ("get-date", "format") => values(place, ["FileDate", "FileDateUniversal", "FileDateTime", "FileDateTimeUniversal"]),
        ("get-psdrive", "name") => values(place, ["/", "Alias", "Env", "Function", "Temp", "Variable"]),
        ("get-psprovider" | "get-psdrive", "psprovider") => values(place, ["Alias", "Environment", "FileSystem", "Function", "Variable"]),
        (
            "select-object" | "sort-object" | "group-object" | "measure-object" | "format-table" | "format-list" | "format-wide"
            | "format-custom" | "where-object" | "convertto-html" | "compare-object",
            "property" | "expandproperty" | "excludeproperty",
        )
        | ("foreach-object", "membername" | "process") => properties(engine, place),
        (_, "encoding") => values(
            place,
            ["ansi", "ascii", "bigendianunicode", "bigendianutf32", "unicode", "utf7", "utf8", "utf8BOM", "utf8NoBOM", "utf32"],
        ),
        _ => return None,
    })
}

/// Modules of the session: PowerShell's own that are always there, and those that were imported.
fn loaded_modules(engine: &Engine, place: &Place) -> Vec<Match> {
    let mut names = vec!["Microsoft.PowerShell.Management", "Microsoft.PowerShell.Security", "Microsoft.PowerShell.Utility"];
    names.extend(engine.modules.iter().map(|module| &*module.name));
    names.sort_unstable();
    names.dedup();
    values(place, names)
}

fn modules(engine: &Engine, place: &Place) -> Vec<Match> {
    let mut names: Vec<&str> = engine.registry.entries.iter().map(|entry| entry.spec.module).filter(|name| !name.is_empty()).collect();
    names.extend(engine.modules.iter().map(|module| &*module.name));
    names.extend(crate::engine::host::KNOWN_MODULES.iter().filter(|name| !name.contains('*')));
    names.sort_unstable();
    names.dedup();
    values(place, names)
}

/// Properties of what the pipeline brings.
fn properties(engine: &mut Engine, place: &Place) -> Vec<Match> {
    let mut incoming = infer::incoming(engine, place);
    if incoming.iter().any(|kind| matches!(kind, infer::Known::Value(value) if value.is_custom())) {
        incoming.push(infer::Known::Names(Vec::new(), Some(crate::value::TypeId::PS_OBJECT)));
    }
    let mut found: Vec<Match> = Vec::new();
    for kind in &incoming {
        for member in members::of(engine, kind, false) {
            if member.kind == MatchKind::Property
                && fits(&place.word, &member.list)
                && !found.iter().any(|own| own.list.eq_ignore_ascii_case(&member.list))
            {
                found.push(member);
            }
        }
    }
    sort(&mut found);
    found
}

/// Keys of a hash table: of calculated properties, of a splatted table.
pub fn keys(engine: &mut Engine, place: &Place, open: usize) -> Vec<Match> {
    // The command the table is an argument of.
    let outer = &place.text[..open];
    let source = crate::source::SourceText::new(None, outer);
    let parsed = engine.parse(&source);
    let padded = format!("{outer} ");
    let around = Place::find(&padded, padded.len(), &parsed);
    let inside = &place.text[open..place.start];
    let used = |name: &str| {
        let lower = inside.to_lowercase();
        lower.contains(&format!("{} =", name.to_lowercase())) || lower.contains(&format!("{}=", name.to_lowercase()))
    };
    let keys: &[&str] = match around.command.first().map(|head| around.slice(head).to_lowercase()) {
        Some(name) => match engine.find_command(&name).map(|command| command.name().to_lowercase()).unwrap_or(name).as_str() {
            "select-object" => &["Name", "Expression"],
            "sort-object" => &["Expression", "Ascending", "Descending"],
            "group-object" => &["Expression"],
            "format-table" => &["Expression", "FormatString", "Label", "Width", "Alignment"],
            "format-list" | "format-wide" | "format-custom" => &["Expression", "FormatString", "Label"],
            _ => &[],
        },
        None => &[],
    };
    if keys.is_empty() {
        return splatted_keys(engine, place, outer);
    }
    let fitting = keys.iter().filter(|key| fits(&place.word, key) && !used(key));
    fitting.map(|key| Match::new(*key, *key, MatchKind::Property)).collect()
}

/// Whether a hash table is an argument of a command.
pub fn is_argument(place: &Place, open: usize) -> bool {
    let before = place.tokens.iter().rev().find(|token| (token.span.end as usize) <= open);
    before.is_some_and(|token| {
        !matches!(
            token.kind,
            TokenKind::Equals | TokenKind::RBracket | TokenKind::Semi | TokenKind::NewLine | TokenKind::LParen | TokenKind::Pipe
        )
    })
}

/// `$table = @{ Pa` where `@table` is splatted to a command later in the text.
fn splatted_keys(engine: &mut Engine, place: &Place, outer: &str) -> Vec<Match> {
    let Some(variable) = outer.trim_end().strip_suffix('=').map(str::trim_end).and_then(|head| head.rsplit('$').next()) else {
        return Vec::new();
    };
    let wanted = format!("@{variable}");
    let Some(at) =
        place.tokens.iter().position(|token| token.kind == TokenKind::SplattedVariable && place.slice(token).eq_ignore_ascii_case(&wanted))
    else {
        return Vec::new();
    };
    let is_name = |token: &&Token| token.role == crate::syntax::token::TokenRole::CommandName;
    let Some(head) = place.tokens[..at].iter().rev().find(is_name) else { return Vec::new() };
    let Some(command) = engine.find_command(place.slice(head)) else { return Vec::new() };
    let Ok(Some(signature)) = engine.signature_of(&command) else { return Vec::new() };
    let found = parameters::complete(engine, &signature, &format!("-{}", place.word), &[], ALL_SETS, false);
    found.into_iter().map(|own| Match { text: own.list.clone(), ..own }).collect()
}

/// The tenant's kind of value that the word at hand is, if it is one.
pub fn completer_of(engine: &mut Engine, place: &Place) -> Option<Completer> {
    let head = place.command.first()?;
    if place.word.starts_with('-') {
        return None;
    }
    let command = engine.find_command(place.slice(head).trim_matches(['\'', '"']))?;
    let Command::Cmdlet(entry) = &command else { return None };
    let spec = entry.spec;
    let signature = engine.signature_of(&command).ok().flatten()?;
    let given = given(place, &signature);
    let at = given.awaiting.or_else(|| positional(&signature, &given))?;
    let name = &signature.parameters[at].name;
    let own = spec.parameters.iter().find(|own| own.name.eq_ignore_ascii_case(name))?;
    matches!(
        own.completer,
        Completer::User
            | Completer::Bridge
            | Completer::ServiceNumber
            | Completer::Language
            | Completer::Sku
            | Completer::Mail
            | Completer::Policy
    )
    .then_some(own.completer)
}
