//! The first phase: containers run to find their blocks and tests. And which files a path means.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;

use super::model::{Block, BlockKind, Container, Found, Item, Source};
use super::session::{Phase, RunState, thrown};
use super::settings::Settings;
use super::{data, failure};
use crate::engine::Engine;
use crate::engine::binding::Arg;
use crate::engine::command::Command;
use crate::engine::scope::ScopeKind;
use crate::library::files::place;
use crate::source::Span;
use crate::value::members::objects::wildcard_matches;
use crate::value::text::wildcard::contains_wildcards;
use crate::value::{Run, Unwind, Value, convert};

/// Finds a container's tests. An error of the container is kept with it; only what nothing may stop is passed on.
pub fn discover(engine: &mut Engine, run: &Rc<RunState>, container: Container) -> Run<Found> {
    let started = Instant::now();
    let root = Block::new(BlockKind::Root, Item::new(Rc::from("Root"), Vec::new(), None), None);
    root.item.first.set(true);
    root.item.last.set(true);
    *run.block.borrow_mut() = root.clone();
    run.phase.set(if run.settings.single_pass { Phase::SinglePass } else { Phase::Discovery });
    let base = engine.stack.len();
    let found = Found { container, root: root.clone(), broken: Default::default() };
    let result = run_source(engine, run, &found.container);
    root.discovery_time.set(started.elapsed());
    if let Err(raise) = result {
        match &*raise.0 {
            Unwind::Error(record) => {
                engine.locate(record);
                engine.log_error(record);
                root.item.errors.borrow_mut().push(failure::of_record(record, base));
                root.own_passed.set(false);
                found.broken.set(true);
            }
            // `exit` and `return` end the file alone; so does a `break` outside of a loop.
            Unwind::Interrupted => return Err(raise),
            _ => {}
        }
    }
    Ok(found)
}

/// Runs a container's file or block. Pester runs a file dot-sourced in a scope of its own; version 4's way called it.
fn run_source(engine: &mut Engine, run: &Rc<RunState>, container: &Container) -> Run {
    let mut args = Vec::new();
    if let Value::Dict(dict) = container.data.base() {
        for (key, value) in dict.pairs() {
            let name = convert::to_text(engine, &key)?;
            let span = Span::default();
            args.push(Arg::Named {
                text: Rc::from(format!("-{name}")),
                name,
                value: Some(value),
                span,
                splatted: true,
                value_span: Span::default(),
            });
        }
    }
    let state = engine.state.clone();
    let mut dropped = super::Dropped;
    let single_pass = run.phase.get() == Phase::SinglePass;
    let command = match &container.source {
        Source::File(path) => Command::Script(path.clone()),
        Source::Block(block) => Command::Block(block.clone()),
    };
    let keep = |engine: &mut Engine| {
        if let Value::Dict(dict) = container.data.base() {
            keep_defaults(engine, &command, dict);
        }
    };
    match (&container.source, single_pass) {
        (Source::File(_), false) => data::in_scope(engine, &state, ScopeKind::Local, |engine| {
            engine.guarding(|engine| {
                let mut stage = engine.function_stage(&command, args, Rc::default(), true, false)?;
                let result = stage.run_alone(engine, &mut dropped);
                keep(engine);
                result
            })
        }),
        (Source::File(_), true) => engine.guarding(|engine| {
            let mut stage = engine.function_stage(&command, args, Rc::default(), false, false)?;
            stage.run_alone(engine, &mut dropped)
        }),
        (Source::Block(_), _) => data::in_scope(engine, &state, ScopeKind::Script, |engine| {
            data::in_scope(engine, &state, ScopeKind::Local, |engine| {
                engine.guarding(|engine| {
                    let mut stage = engine.function_stage(&command, args, Rc::default(), true, false)?;
                    let result = stage.run_alone(engine, &mut dropped);
                    keep(engine);
                    result
                })
            })
        }),
    }
}

/// Parameters that were not given have their defaults in the second phase, too.
fn keep_defaults(engine: &mut Engine, command: &Command, values: &crate::value::Dict) {
    let block = match command {
        Command::Block(block) => block.clone(),
        Command::Script(path) => match engine.load_script(path) {
            Ok(block) => block,
            Err(_) => return,
        },
        _ => return,
    };
    let scope = engine.scope();
    for parameter in &crate::engine::command::block_code(&block).block().parameters {
        let symbol = crate::program::Symbol::of(&parameter.name);
        if values.get_str(&parameter.name).is_none()
            && let Some(value) = scope.get(symbol)
        {
            values.set_str(&parameter.name, value);
        }
    }
}

/// The test files that paths mean, each once, in order.
pub fn find_files(engine: &mut Engine, settings: &Settings) -> Run<Vec<Rc<str>>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for path in &settings.path {
        if path.trim().is_empty() {
            continue;
        }
        let places = place::expand(engine, path, false, false)?;
        let several = places.len() > 1 || contains_wildcards(path);
        for found in places {
            let Some(found) = found.file() else { continue };
            if found.is_dir() {
                collect(found, &settings.extension, &mut files);
            } else if several {
                if ends_with(found, &settings.extension) {
                    files.push(found.to_owned());
                }
            } else if found.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ps1")) {
                files.push(found.to_owned());
            } else {
                return Err(thrown(format!("Script path '{}' is not a ps1 file.", found.display())));
            }
        }
    }
    let mut exclusions: Vec<String> = settings.exclude_path.iter().map(|text| text.replace('/', "\\")).collect();
    // A relative exclusion is meant from here.
    exclusions.extend(settings.exclude_path.iter().map(|text| engine.resolve_path(text).to_string_lossy().replace('/', "\\")));
    let mut unique: Vec<Rc<str>> = Vec::new();
    for file in files {
        let text: Rc<str> = Rc::from(file.to_string_lossy());
        let folded = text.replace('/', "\\");
        let inside = |exclusion: &String| folded.strip_prefix(exclusion.as_str()).is_some_and(|rest| rest.starts_with('\\'));
        if unique.contains(&text) || exclusions.iter().any(|pattern| wildcard_matches(pattern, &folded) || inside(pattern)) {
            continue;
        }
        unique.push(text);
    }
    Ok(unique)
}

fn ends_with(path: &Path, extension: &str) -> bool {
    path.to_string_lossy().to_lowercase().ends_with(&extension.to_lowercase())
}

/// The test files of a folder and its folders, as `Get-ChildItem -Recurse` lists them.
fn collect(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut folders = Vec::new();
    let mut own = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if path.is_dir() {
            folders.push(path);
        } else if ends_with(&path, extension) {
            own.push(path);
        }
    }
    own.sort_by_key(|path| path.to_string_lossy().to_lowercase());
    folders.sort_by_key(|path| path.to_string_lossy().to_lowercase());
    files.extend(own);
    for folder in folders {
        collect(&folder, extension, files);
    }
}
