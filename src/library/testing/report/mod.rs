//! Reports of results: NUnit 3, NUnit 2.5, JUnit.

mod junit;
mod nunit2;
mod nunit3;
pub mod xml;

use std::path::PathBuf;
use std::time::Duration;

use super::model::{Counts, Item, Outcome};
use super::result::RunResult;
use super::settings::Settings;
use crate::engine::Engine;
use crate::value::DateTime;

/// Writes the report that the settings ask for; gives where, or why not.
pub fn write(engine: &mut Engine, settings: &Settings, result: &RunResult) -> Result<PathBuf, String> {
    let text = match settings.report_format.as_str() {
        "nunit3" => nunit3::report(engine, settings, result),
        "junitxml" => junit::report(settings, result),
        _ => nunit2::report(engine, settings, result),
    };
    let path = engine.resolve_path(&settings.report_path);
    save(engine, &path, &text)?;
    Ok(path)
}

/// Writes a report's file, with the folders above it.
pub fn save(engine: &mut Engine, path: &std::path::Path, text: &str) -> Result<(), String> {
    if let Some(gate) = engine.file_gate.clone()
        && let Err(raise) = gate(engine, path)
    {
        return Err(raise.error().map_or_else(String::new, |record| record.message().to_string()));
    }
    let made = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, text));
    made.map_err(|error| format!("'{}' cannot be written: {error}", path.display()))
}

/// Seconds as .NET's invariant culture writes them.
fn seconds(time: Duration) -> String {
    let text = format!("{:.4}", time.as_secs_f64());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() { "0".to_owned() } else { text.to_owned() }
}

/// A time in UTC.
fn utc(time: Option<DateTime>) -> String {
    match time {
        None => "0001-01-01T00:00:00.0000000Z".to_owned(),
        Some(time) => {
            let ticks = time.to_universal_time().ticks();
            let date = DateTime::from_ticks_clamped(ticks, crate::value::date::DateTimeKind::Utc);
            format!(
                "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:07}Z",
                date.year(),
                date.month(),
                date.day(),
                date.hour(),
                date.minute(),
                date.second(),
                ticks.rem_euclid(10_000_000)
            )
        }
    }
}

fn later(time: Option<DateTime>, by: Duration) -> Option<DateTime> {
    time.map(|time| {
        let ticks = time.ticks() + (by.as_nanos() / 100) as i64;
        DateTime::from_ticks_clamped(ticks, time.kind())
    })
}

/// What is known of the machine, as reports name it.
fn environment(engine: &Engine) -> Vec<(&'static str, String)> {
    let variable = |name: &str| engine.environment.get(name).cloned().unwrap_or_default();
    vec![
        ("nunit-version", "2.5.8.0".to_owned()),
        ("junit-version", "4".to_owned()),
        ("framework-version", super::VERSION.to_owned()),
        ("clr-version", env!("CARGO_PKG_VERSION").to_owned()),
        ("os-version", std::env::consts::OS.to_owned()),
        ("platform", std::env::consts::OS.to_owned()),
        ("cwd", engine.location.to_string_lossy().into_owned()),
        ("machine-name", "localhost".to_owned()),
        ("user", variable("USER")),
        ("user-domain", String::new()),
    ]
}

/// The message and the trace of an item's errors.
fn failure_text(item: &Item) -> (String, String) {
    let errors = item.errors.borrow();
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    let traces: Vec<&str> = errors.iter().map(|error| error.trace.as_str()).collect();
    match messages.as_slice() {
        [_, _, ..] => {
            let numbered =
                |texts: &[&str]| texts.iter().enumerate().map(|(at, text)| format!("[{at}] {text}")).collect::<Vec<_>>().join("\n");
            (numbered(&messages), numbered(&traces))
        }
        _ => (messages.concat(), traces.concat()),
    }
}

/// The counts of tests that were chosen.
fn chosen(counts: Counts) -> usize {
    counts.total - counts.not_run
}

/// NUnit's word for counts and an outcome.
fn result_word(counts: Counts, failed: bool) -> &'static str {
    match () {
        () if counts.total == counts.not_run && !failed => "Inconclusive",
        () if failed || counts.failed > 0 => "Failed",
        () if counts.skipped > 0 => "Skipped",
        () if counts.passed > 0 => "Passed",
        () => "Inconclusive",
    }
}

/// The outcome's word in a count.
fn counted(outcomes: impl Iterator<Item = Outcome>) -> Counts {
    let mut counts = Counts::default();
    outcomes.for_each(|outcome| counts.add(outcome));
    counts
}
