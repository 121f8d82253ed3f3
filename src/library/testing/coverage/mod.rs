//! Which commands of scripts the tests reach.
//!
//! As in Pester a command is an element of a pipeline, called or an expression. Statements are counted as they begin; a
//! command counts as often as the statement it stands in.

mod commands;
mod report;

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::screen::{Screen, colour};
use super::settings::{Settings, Verbosity};
use crate::cmdlet::Output;
use crate::engine::Engine;
use crate::engine::binding::Arg;
use crate::engine::intercept::Tracer;
use crate::library::files::place;
use crate::source::{SourceText, Span};
use crate::value::{Object, Run, Value};

pub use commands::Command;

/// A script that is measured.
struct Measured {
    path: Rc<str>,
    commands: Vec<Command>,
}

/// What a text that runs is: one of the measured scripts, or none.
type Known = HashMap<*const SourceText, (Rc<SourceText>, Option<usize>)>;

/// Counts.
struct Counter {
    paths: HashMap<Rc<str>, usize>,
    known: RefCell<Known>,
    hits: RefCell<Vec<HashMap<u32, u32>>>,
}

impl Tracer for Counter {
    fn at(&self, source: &Rc<SourceText>, span: Span) {
        let mut known = self.known.borrow_mut();
        // The text is kept, so that no other takes its address.
        let (_, at) = known
            .entry(Rc::as_ptr(source))
            .or_insert_with(|| (source.clone(), source.name().and_then(|name| self.paths.get(name).copied())));
        if let Some(at) = at {
            *self.hits.borrow_mut()[*at].entry(span.start).or_default() += 1;
        }
    }
}

/// A measurement while tests run.
pub struct Coverage {
    measured: Vec<Measured>,
    counter: Rc<Counter>,
    started: std::time::Instant,
}

/// A command with how often it ran.
pub struct Counted {
    /// The script.
    pub path: Rc<str>,
    /// The command.
    pub command: Command,
    /// How often it ran.
    pub hits: u32,
}

/// What came of a measurement.
pub struct Measurement {
    /// Commands in the order of the scripts.
    pub commands: Vec<Counted>,
    /// The scripts.
    pub files: Vec<Rc<str>>,
}

impl Measurement {
    /// Commands that ran.
    pub fn n_hit(&self) -> usize {
        self.commands.iter().filter(|command| command.hits > 0).count()
    }

    /// The part of the commands that ran, in percent.
    pub fn percent(&self) -> f64 {
        if self.commands.is_empty() { 0.0 } else { self.n_hit() as f64 * 100.0 / self.commands.len() as f64 }
    }
}

impl Coverage {
    /// Begins to measure.
    pub fn start(engine: &mut Engine, settings: &Settings) -> Run<Coverage> {
        let wanted = if settings.coverage.measured.is_empty() { &settings.path } else { &settings.coverage.measured };
        let mut files: Vec<PathBuf> = Vec::new();
        for path in wanted {
            for found in place::expand(engine, path, false, false)? {
                let Some(found) = found.file() else { continue };
                match found.is_dir() {
                    true => collect(found, settings.coverage.recurse, &mut files),
                    false => files.push(found.to_owned()),
                }
            }
        }
        let is_test = |path: &Path| path.to_string_lossy().to_lowercase().ends_with(&settings.extension.to_lowercase());
        files.retain(|path| !settings.coverage.exclude_tests || !is_test(path));
        let mut measured: Vec<Measured> = Vec::new();
        for file in files {
            let path: Rc<str> = Rc::from(file.to_string_lossy());
            if measured.iter().any(|own| own.path == path) {
                continue;
            }
            let Ok(bytes) = std::fs::read(&file) else { continue };
            let source = SourceText::new(Some(&path), crate::engine::decode(&bytes));
            let parsed = engine.parse(&source);
            measured.push(Measured { path, commands: commands::of(&source, &parsed.tree) });
        }
        let counter = Rc::new(Counter {
            paths: measured.iter().enumerate().map(|(at, own)| (own.path.clone(), at)).collect(),
            known: RefCell::default(),
            hits: RefCell::new(vec![HashMap::new(); measured.len()]),
        });
        engine.tracer = Some(counter.clone());
        Ok(Coverage { measured, counter, started: std::time::Instant::now() })
    }

    /// Ends it, shows and writes what came of it. Gives the object for the result, and why the report was not written.
    pub fn finish(self, engine: &mut Engine, settings: &Settings, screen: &Screen) -> Run<(Value, Option<String>)> {
        engine.tracer = None;
        let hits = self.counter.hits.borrow();
        let mut commands = Vec::new();
        for (at, script) in self.measured.iter().enumerate() {
            for command in &script.commands {
                let n = command.starts.iter().find_map(|start| hits[at].get(start)).copied().unwrap_or(0);
                commands.push(Counted { path: script.path.clone(), command: command.clone(), hits: n });
            }
        }
        let measurement = Measurement { commands, files: self.measured.iter().map(|own| own.path.clone()).collect() };
        let target = settings.coverage.target;
        if !measurement.commands.is_empty() {
            show(engine, &measurement, settings, screen)?;
        }
        let text = match settings.coverage.format.as_str() {
            "cobertura" => report::cobertura(engine, &measurement),
            format => report::jacoco(engine, &measurement, format == "coveragegutters", self.started.elapsed()),
        };
        let path = engine.resolve_path(&settings.coverage.path);
        let fault = super::report::save(engine, &path, &text).err();
        Ok((object(&measurement, target, &text), fault))
    }
}

fn collect(folder: &Path, recurse: bool, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if recurse {
                collect(&path, recurse, files);
            }
        } else if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ps1") || ending.eq_ignore_ascii_case("psm1")) {
            files.push(path);
        }
    }
}

/// A number with at most two places behind the point.
fn short(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The folder that all scripts are in.
fn common_folder(files: &[Rc<str>]) -> PathBuf {
    let mut folders = files.iter().map(|file| Path::new(&**file).parent().unwrap_or(Path::new("/")).to_owned());
    let Some(mut common) = folders.next() else { return PathBuf::new() };
    for folder in folders {
        while !folder.starts_with(&common) {
            if !common.pop() {
                break;
            }
        }
    }
    common
}

fn relative<'p>(path: &'p str, folder: &Path) -> &'p str {
    Path::new(path).strip_prefix(folder).ok().and_then(Path::to_str).unwrap_or(path)
}

fn show(engine: &mut Engine, measurement: &Measurement, settings: &Settings, screen: &Screen) -> Run {
    let n = measurement.commands.len();
    let n_files = measurement.files.len();
    let text = format!(
        "Covered {}% / {}%. {n} analyzed {} in {n_files} {}.",
        short(measurement.percent()),
        short(settings.coverage.target),
        if n > 1 { "Commands" } else { "Command" },
        if n_files > 1 { "Files" } else { "File" },
    );
    let colour = if measurement.percent() >= settings.coverage.target { colour::PASS } else { colour::FAIL };
    screen.note(engine, &text, colour)?;
    let missed: Vec<&Counted> = measurement.commands.iter().filter(|command| command.hits == 0).collect();
    if settings.verbosity < Verbosity::Detailed || missed.is_empty() {
        return Ok(());
    }
    screen.note(engine, if missed.len() == 1 { "Missed command:" } else { "Missed commands:" }, colour)?;
    let folder = common_folder(&measurement.files);
    let rows: Vec<Value> = missed
        .iter()
        .map(|row| {
            Object::record(
                None,
                [
                    ("File", Value::str(relative(&row.path, &folder))),
                    ("Class", Value::Str(row.command.class.clone())),
                    ("Function", Value::Str(row.command.function.clone())),
                    ("Line", Value::Int(row.command.line as i32)),
                    ("Command", Value::Str(row.command.text.clone())),
                ],
            )
        })
        .collect();
    let table = table(engine, rows)?;
    screen.note(engine, table.trim_end(), colour::WHITE)
}

/// Rows as `Format-Table -AutoSize` prints them.
fn table(engine: &mut Engine, rows: Vec<Value>) -> Run<String> {
    let Some(command) = engine.find_command("Format-Table") else { return Ok(String::new()) };
    let auto = Arg::Named {
        name: Rc::from("AutoSize"),
        value: Some(Value::Bool(true)),
        text: Rc::from("-AutoSize"),
        span: Span::default(),
        splatted: false,
        value_span: Span::default(),
    };
    let mut formatted: Vec<Value> = Vec::new();
    let out: &mut dyn Output = &mut formatted;
    engine.run_command(&command, vec![auto], Some(rows), out)?;
    engine.format_text(&formatted)
}

/// The object in the run's result.
fn object(measurement: &Measurement, target: f64, report: &str) -> Value {
    let row = |counted: &Counted| {
        Object::record(
            None,
            [
                ("File", Value::Str(counted.path.clone())),
                ("Line", Value::Int(counted.command.line as i32)),
                ("StartLine", Value::Int(counted.command.line as i32)),
                ("EndLine", Value::Int(counted.command.end_line as i32)),
                ("StartColumn", Value::Int(counted.command.column as i32)),
                ("EndColumn", Value::Int(counted.command.end_column as i32)),
                ("Class", Value::Str(counted.command.class.clone())),
                ("Function", Value::Str(counted.command.function.clone())),
                ("Command", Value::Str(counted.command.text.clone())),
                ("HitCount", Value::Int(counted.hits as i32)),
            ],
        )
    };
    let part = |hit: bool| Value::array(measurement.commands.iter().filter(|own| (own.hits > 0) == hit).map(row).collect());
    let n = |number: usize| Value::Int(number as i32);
    Object::record(
        Some("Pester.CodeCoverage"),
        [
            ("CoverageReport", Value::str(report)),
            ("CoveragePercent", Value::Double(measurement.percent())),
            ("CoveragePercentTarget", Value::Double(target)),
            ("CommandsAnalyzed", Value::array(measurement.commands.iter().map(row).collect())),
            ("CommandsAnalyzedCount", n(measurement.commands.len())),
            ("CommandsExecutedCount", n(measurement.n_hit())),
            ("CommandsMissedCount", n(measurement.commands.len() - measurement.n_hit())),
            ("CommandsExecuted", part(true)),
            ("CommandsMissed", part(false)),
            ("FilesAnalyzed", Value::strings(&measurement.files)),
            ("FilesAnalyzedCount", n(measurement.files.len())),
        ],
    )
}
