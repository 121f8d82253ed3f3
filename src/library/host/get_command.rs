//! `Get-Command`: finds commands.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::Engine;
use crate::engine::EngineContext;
use crate::engine::command::Command;
use crate::engine::describe::{short_type, syntax_line};
use crate::entry;
use crate::library::files::place::SessionDrive;
use crate::library::files::session_items;
use crate::library::parameters;
use crate::value::members::objects::wildcard_matches;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Category, Run, TypeId, Value};
use std::rc::Rc;

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Command",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Finds commands.",
    description: "Cmdlets, functions, aliases, scripts and programs by name (wildcards allowed), verb, noun, module, kind or parameter. -Syntax shows how a command is called.",
    parameters: parameters::GET_COMMAND,
    default_set: parameters::GET_COMMAND_DEFAULT,
    related: &["Get-Help", "Get-Module", "Get-Alias"],
    examples: &[
        Example::new("Commands of a noun", "(Get-Command -Noun Csv).Name", "ConvertFrom-Csv\nConvertTo-Csv\nExport-Csv\nImport-Csv\n"),
        Example::new("A name that is nearly right", "(Get-Command Get-Chilitem -UseFuzzyMatching)[0].Name", "Get-ChildItem\n"),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetCommand);

#[derive(Default)]
struct GetCommand;

impl Cmdlet for GetCommand {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let wanted = Wanted::of(ctx);
        let names = ctx.call.texts("Name");
        let limit = ctx.call.integer("TotalCount").filter(|n| *n >= 0).map_or(usize::MAX, |n| n as usize);
        let mut found: Vec<Command> = Vec::new();
        match names {
            None => {
                let with_programs = wanted.kinds & (32 | 16) != 0 && ctx.call.has("CommandType");
                for command in all(ctx.engine(), "*", with_programs) {
                    if wanted.takes(ctx.engine(), &command)? {
                        found.push(command);
                    }
                }
            }
            Some(names) => {
                for name in names {
                    if ctx.call.flag("UseFuzzyMatching") {
                        near(ctx, &name, &wanted, &mut found)?;
                        continue;
                    }
                    self.by_name(ctx, &name, &wanted, &mut found)?;
                }
            }
        }
        found.truncate(limit);
        for command in found {
            if ctx.call.flag("Syntax") {
                let text = syntax(ctx.engine(), &command)?;
                ctx.write(text)?;
            } else {
                ctx.write(command.value())?;
            }
        }
        Ok(())
    }
}

/// The farthest name that a fuzzy search still takes.
const FUZZY_DISTANCE: usize = 5;

/// Commands whose names are near a name, the nearest first.
fn near(ctx: &mut Context<'_>, name: &str, wanted: &Wanted, found: &mut Vec<Command>) -> Run {
    let most = ctx.call.integer("FuzzyMinimumDistance").and_then(|most| usize::try_from(most).ok()).unwrap_or(FUZZY_DISTANCE);
    let mut close: Vec<(usize, Command)> = Vec::new();
    for command in all(ctx.engine(), "*", true) {
        let apart = distance(name, &command.name());
        if apart <= most && wanted.takes(ctx.engine(), &command)? {
            close.push((apart, command));
        }
    }
    close.sort_by_key(|(apart, _)| *apart);
    found.extend(close.into_iter().map(|(_, command)| command));
    Ok(())
}

impl GetCommand {
    fn by_name(&self, ctx: &mut Context<'_>, name: &Rc<str>, wanted: &Wanted, found: &mut Vec<Command>) -> Run {
        let before = found.len();
        let is_pattern = contains_wildcards(name);
        let (module, plain) = match name.split_once('\\') {
            Some((module, rest)) if !module.is_empty() && !module.contains('/') => (Some(module), rest),
            _ => (None, &**name),
        };
        let is_short = !is_pattern && ctx.call.flag("UseAbbreviationExpansion");
        let mut candidates = all(ctx.engine(), plain, is_pattern);
        if is_short && candidates.is_empty() {
            let short = plain.to_lowercase();
            candidates = all(ctx.engine(), "*", false).into_iter().filter(|command| abbreviation(&command.name()) == short).collect();
        }
        if !is_pattern {
            candidates.extend(ctx.engine().find_file(plain));
        }
        for command in candidates {
            let fits_module = match module {
                Some(module) => module_of(&command).eq_ignore_ascii_case(module),
                None => true,
            };
            if !fits_module || !wanted.takes(ctx.engine(), &command)? {
                continue;
            }
            found.push(command);
            // A name without wildcards means the command that would run.
            if !is_pattern && !is_short && !ctx.call.flag("All") {
                break;
            }
        }
        if found.len() == before && !is_pattern && wanted.reports {
            let message = format!(
                "The term '{name}' is not recognized as a name of a cmdlet, function, script file, or executable program.\nCheck the spelling of the name, or if a path was included, verify that the path is correct and try again."
            );
            ctx.fail(
                TypeId::COMMAND_NOT_FOUND_EXCEPTION,
                message,
                "CommandNotFoundException",
                Category::ObjectNotFound,
                Value::Str(name.clone()),
            )?;
        }
        Ok(())
    }
}

/// What a call asks for beside names.
struct Wanted {
    verbs: Vec<Rc<str>>,
    nouns: Vec<Rc<str>>,
    modules: Vec<Rc<str>>,
    without: Vec<Rc<str>>,
    parameters: Vec<Rc<str>>,
    parameter_types: Vec<Rc<str>>,
    kinds: i64,
    reports: bool,
}

impl Wanted {
    fn of(ctx: &Context<'_>) -> Wanted {
        let texts = |name: &str| ctx.call.texts(name).unwrap_or_default();
        let by_parts = ctx.call.has("Verb") || ctx.call.has("Noun");
        // Alias 1, Function 2, Filter 4, Cmdlet 8, ExternalScript 16, Application 32.
        let default = if by_parts { 2 | 4 | 8 } else { 0xff };
        let kinds = ctx.call.integer("CommandType").filter(|kinds| *kinds != 0).unwrap_or(default);
        Wanted {
            verbs: texts("Verb"),
            nouns: texts("Noun"),
            modules: match ctx.call.items("FullyQualifiedModule") {
                Some(items) => items.iter().filter_map(module_name).collect(),
                None => texts("Module"),
            },
            without: texts("ExcludeModule"),
            parameters: texts("ParameterName"),
            parameter_types: ctx
                .call
                .items("ParameterType")
                .unwrap_or_default()
                .iter()
                .filter_map(|item| match item.base() {
                    Value::Type(id) => Some(id.full_name()),
                    Value::Str(name) => Some(crate::value::types::resolve(name).map_or_else(|| name.clone(), |id| id.full_name())),
                    _ => match item.note("Name") {
                        Some(Value::Str(name)) => Some(name),
                        _ => None,
                    },
                })
                .collect(),
            kinds,
            reports: true,
        }
    }

    fn takes(&self, engine: &mut Engine, command: &Command) -> Run<bool> {
        if self.kinds & command.kind() == 0 {
            return Ok(false);
        }
        let name = command.name();
        let any = |patterns: &[Rc<str>], text: &str| patterns.is_empty() || patterns.iter().any(|pattern| wildcard_matches(pattern, text));
        if !self.verbs.is_empty() || !self.nouns.is_empty() {
            let Some((verb, noun)) = name.split_once('-') else { return Ok(false) };
            if !any(&self.verbs, verb) || !any(&self.nouns, noun) {
                return Ok(false);
            }
        }
        let module = module_of(command);
        if !self.modules.is_empty() && !any(&self.modules, &module) || !self.without.is_empty() && any(&self.without, &module) {
            return Ok(false);
        }
        // An alias of a module whose command got another name on import means nothing.
        if !self.modules.is_empty()
            && let Command::Alias(alias) = command
            && engine.find_command(&alias.definition.clone()).is_none()
        {
            return Ok(false);
        }
        if self.parameters.is_empty() && self.parameter_types.is_empty() {
            return Ok(true);
        }
        let Some(signature) = engine.signature_of(command)? else { return Ok(false) };
        let has_type = self.parameter_types.is_empty()
            || signature
                .parameters
                .iter()
                .any(|param| self.parameter_types.iter().any(|name| param.type_id.full_name().eq_ignore_ascii_case(name)));
        if !has_type || self.parameters.is_empty() {
            return Ok(has_type);
        }
        Ok(signature
            .parameters
            .iter()
            .any(|param| any(&self.parameters, &param.name) || param.aliases.iter().any(|alias| any(&self.parameters, alias))))
    }
}

/// The name in a module specification: text, or a hash table.
fn module_name(item: &Value) -> Option<Rc<str>> {
    match item.base() {
        Value::Str(name) => Some(name.clone()),
        Value::Dict(dict) => dict.get_str("ModuleName").and_then(|name| name.as_str().cloned()),
        _ => None,
    }
}

fn module_of(command: &Command) -> Rc<str> {
    match command {
        Command::Cmdlet(entry) => Rc::from(entry.spec.module),
        Command::Function(function) => function.module.as_ref().map_or_else(|| Rc::from(""), |module| module.name.clone()),
        Command::Alias(alias) => alias.module.clone(),
        _ => Rc::from(""),
    }
}

/// Commands whose name matches: aliases, functions, cmdlets, each by name; programs if they are asked for.
fn all(engine: &mut Engine, pattern: &str, with_programs: bool) -> Vec<Command> {
    let mut found = Vec::new();
    for name in session_items::names(engine, SessionDrive::Alias) {
        if wildcard_matches(pattern, &name) {
            found.extend(engine.find_alias(&name).map(Command::Alias));
        }
    }
    for name in session_items::names(engine, SessionDrive::Function) {
        if wildcard_matches(pattern, &name) {
            found.extend(engine.find_function(&name).map(Command::Function));
        }
    }
    let mut entries: Vec<_> =
        engine.registry.entries.iter().filter(|entry| wildcard_matches(pattern, &entry.spec.name())).copied().collect();
    entries.sort_by_key(|entry| entry.spec.name().to_lowercase());
    found.extend(entries.into_iter().map(Command::Cmdlet));
    if with_programs {
        let folders = engine.environment.get("PATH").cloned().unwrap_or_default();
        for folder in std::env::split_paths(&folders) {
            let Ok(files) = std::fs::read_dir(&folder) else { continue };
            let mut names: Vec<String> = files
                .flatten()
                .map(|file| file.file_name().to_string_lossy().into_owned())
                .filter(|name| wildcard_matches(pattern, name))
                .collect();
            names.sort();
            for name in names {
                found.extend(engine.find_file(&folder.join(name).to_string_lossy()));
            }
        }
    }
    found
}

/// How a command is called, a line a parameter set.
fn syntax(engine: &mut Engine, command: &Command) -> Run<String> {
    let Some(signature) = engine.signature_of(command)? else { return Ok(command.name().to_string()) };
    let head = match command {
        Command::Alias(alias) => format!("{} (alias) -> {}\n", alias.name, alias.definition),
        _ => String::new(),
    };
    let lines: Vec<String> = if signature.sets.is_empty() {
        vec![syntax_line(&signature, None, &short_type)]
    } else {
        (0..signature.sets.len()).map(|set| syntax_line(&signature, Some(set), &short_type)).collect()
    };
    // An alias shows what it means under its own name.
    let own = command.name();
    let lines: Vec<String> = lines.iter().map(|line| format!("{own}{}", line.strip_prefix(&*signature.name).unwrap_or(line))).collect();
    Ok(format!("{head}\n{}\n", lines.join("\n\n")))
}

/// How many letters two names are apart: insertions, deletions, replacements, and neighbours that changed places.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.to_lowercase().chars().collect(), b.to_lowercase().chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (row, left) in a.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, right) in b.iter().enumerate() {
            let mut least = (last[column] + usize::from(left != right)).min(last[column + 1] + 1).min(line[column] + 1);
            if row > 0 && column > 0 && a[row - 1] == *right && *left == b[column - 1] {
                least = least.min(before[column - 1] + 1);
            }
            line.push(least);
        }
        before = std::mem::replace(&mut last, line);
    }
    last[b.len()]
}

/// A name's capitals with its dash: `i-psdf` for `Import-PowerShellDataFile`.
fn abbreviation(name: &str) -> String {
    name.chars().filter(|c| c.is_uppercase() || *c == '-').collect::<String>().to_lowercase()
}
