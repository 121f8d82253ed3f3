//! What a run shows, in Pester's words: what was found, each file, group and test, the summary.

use std::rc::Rc;
use std::time::Duration;

use super::failure;
use super::model::{Block, Failure, Found, Outcome, Source, Test};
use super::result::RunResult;
use super::session::RunState;
use super::settings::{Settings, Verbosity};
use crate::engine::Engine;
use crate::value::Runtime;
use crate::value::{Fields, Run, TypeId, Value};

/// A colour of the console, by .NET's number and as an escape sequence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Colour(i64, &'static str);

/// The colours of what is shown.
pub mod colour {
    use super::Colour;

    /// `DarkGreen`.
    pub const PASS: Colour = Colour(2, "\u{1b}[32m");
    /// `DarkGray`.
    pub const TIME: Colour = Colour(8, "\u{1b}[90m");
    /// `Green`.
    pub const DESCRIBE: Colour = Colour(10, "\u{1b}[92m");
    /// `Cyan`.
    pub const CONTEXT: Colour = Colour(11, "\u{1b}[96m");
    /// `Red`.
    pub const FAIL: Colour = Colour(12, "\u{1b}[91m");
    /// `Magenta`.
    pub const CONTAINER: Colour = Colour(13, "\u{1b}[95m");
    /// `Yellow`.
    pub const SKIPPED: Colour = Colour(14, "\u{1b}[93m");
    /// `Gray`.
    pub const GRAY: Colour = Colour(7, "\u{1b}[37m");
    /// `White`.
    pub const WHITE: Colour = Colour(15, "\u{1b}[97m");
}

/// Shows a run by its settings.
pub struct Screen {
    verbosity: Verbosity,
    stack_trace: String,
    ci_format: String,
    ci_level: String,
    render: String,
    markers: bool,
    debug: Vec<String>,
    /// Another process shows how the run begins and ends.
    is_part: bool,
}

/// A time as it is shown: milliseconds below a second.
pub fn human(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    if seconds < 1.0 {
        return format!("{}ms", (seconds * 1000.0).round_ties_even());
    }
    let text = format!("{:.2}", (seconds * 100.0).round_ties_even() / 100.0);
    format!("{}s", text.trim_end_matches('0').trim_end_matches('.'))
}

fn times(total: Duration, user: Duration, framework: Duration) -> String {
    format!("{} ({}|{})", human(total), human(user), human(framework))
}

impl Screen {
    /// A screen for these settings.
    pub fn new(settings: &Settings) -> Rc<Screen> {
        Rc::new(Screen {
            verbosity: settings.verbosity,
            stack_trace: settings.stack_trace.clone(),
            ci_format: settings.ci_format.clone(),
            ci_level: settings.ci_level.clone(),
            render: settings.render.clone(),
            markers: settings.markers,
            debug: settings.debug.clone(),
            is_part: settings.result_file.is_some(),
        })
    }

    fn shows(&self, least: Verbosity) -> bool {
        self.verbosity >= least
    }

    /// Writes text as `Write-Host` does.
    pub fn write(&self, engine: &mut Engine, text: &str, colour: Option<Colour>, new_line: bool) -> Run {
        let (text, colour) = match (self.render.as_str(), colour) {
            ("ansi", Some(Colour(_, code))) => {
                let coloured: Vec<String> = text.split('\n').map(|line| format!("{code}{line}")).collect();
                (format!("{}\u{1b}[0m", coloured.join("\n")), None)
            }
            ("consolecolor", Some(colour)) => (text.to_owned(), Some(colour)),
            _ => (text.to_owned(), None),
        };
        let colour = colour.map_or(Value::Null, |Colour(number, _)| Value::Enum(TypeId::CONSOLE_COLOR, number));
        let shown: Rc<str> = Rc::from(text);
        let message = Fields::open_with_text(
            TypeId::HOST_INFORMATION_MESSAGE,
            vec![
                ("Message", Value::Str(shown.clone())),
                ("NoNewLine", Value::Bool(!new_line)),
                ("ForegroundColor", colour),
                ("BackgroundColor", Value::Null),
            ],
            shown.clone(),
        );
        let tags = crate::value::List::new(TypeId::LIST.generic(&[TypeId::STRING]), vec![Value::str("PSHOST")]);
        let record = Fields::open_with_text(
            TypeId::INFORMATION_RECORD,
            vec![
                ("MessageData", message),
                ("Source", Value::str("Write-Host")),
                ("TimeGenerated", Value::DateTime(engine.now())),
                ("Tags", Value::List(Rc::new(tags))),
                ("User", Value::str(engine.environment.get("USER").map_or("", String::as_str))),
                ("Computer", Value::str("localhost")),
                ("ProcessId", Value::UInt32(std::process::id())),
            ],
            shown,
        );
        engine.stream_information(None, record)
    }

    fn line(&self, engine: &mut Engine, text: &str, colour: Colour) -> Run {
        self.write(engine, text, Some(colour), true)
    }

    /// Says what happens inside, where that is asked for.
    pub fn debug(&self, engine: &mut Engine, from: &str, text: impl FnOnce() -> String) -> Run {
        if !self.debug.iter().any(|pattern| crate::value::members::objects::wildcard_matches(pattern, from)) {
            return Ok(());
        }
        self.write(engine, &format!("{from}: {}", text()), Some(colour::GRAY), true)
    }

    /// The run begins.
    pub fn start(&self, engine: &mut Engine) -> Run {
        if self.shows(Verbosity::Detailed) && !self.is_part {
            self.line(engine, &format!("Pester v{}", super::VERSION), colour::CONTAINER)?;
        }
        Ok(())
    }

    /// Tests are looked for.
    pub fn discovery_start(&self, engine: &mut Engine, n_containers: usize) -> Run {
        if self.shows(Verbosity::Normal) && !self.is_part {
            self.line(engine, &format!("\nStarting discovery in {n_containers} files."), colour::CONTAINER)?;
        }
        Ok(())
    }

    /// A container was looked through.
    pub fn container_discovered(&self, engine: &mut Engine, found: &Found) -> Run {
        let errors = found.root.item.errors.borrow().clone();
        if found.broken.get() && self.shows(Verbosity::Normal) {
            self.error_block(engine, &format!("[-] Discovery in {} failed with:", found.container.source.name()), &errors, "")?;
        }
        if !found.broken.get() {
            self.debug(engine, "Discovery", || {
                format!("Found {} tests in {}", found.root.all_tests().len(), found.container.source.name())
            })?;
        }
        Ok(())
    }

    /// All tests are found.
    pub fn discovery_end(&self, engine: &mut Engine, settings: &Settings, found: &[Found], time: Duration) -> Run {
        if !self.shows(Verbosity::Normal) || self.is_part {
            return Ok(());
        }
        let tests: Vec<Rc<Test>> = found.iter().flat_map(|found| found.root.all_tests()).collect();
        self.line(engine, &format!("Discovery found {} tests in {}.", tests.len(), human(time)), colour::CONTAINER)?;
        if self.shows(Verbosity::Detailed) {
            let filters = [
                ("FullName", &settings.full_name),
                ("Tag", &settings.tag),
                ("ExcludeTag", &settings.exclude_tag),
                ("Line", &settings.line),
                ("ExcludeLine", &settings.exclude_line),
            ];
            let active: Vec<_> = filters.into_iter().filter(|(_, values)| !values.is_empty()).collect();
            for (name, values) in &active {
                self.line(engine, &format!("Filter '{name}' set to ('{}').", values.join("', '")), colour::CONTAINER)?;
            }
            if !active.is_empty() {
                let n = tests.iter().filter(|test| test.item.should_run.get()).count();
                self.line(engine, &format!("Filters selected {n} tests to run."), colour::CONTAINER)?;
            }
        }
        if settings.skip_run {
            self.line(engine, "\nTest run was skipped.", colour::CONTAINER)?;
        }
        Ok(())
    }

    /// Tests begin to run.
    pub fn run_start(&self, engine: &mut Engine) -> Run {
        if self.shows(Verbosity::Normal) && !self.is_part { self.line(engine, "Running tests.", colour::CONTAINER) } else { Ok(()) }
    }

    /// A container's tests begin.
    pub fn container_start(&self, engine: &mut Engine, found: &Found) -> Run {
        match &found.container.source {
            Source::File(path) if self.shows(Verbosity::Detailed) => {
                self.line(engine, &format!("\nRunning tests from '{path}'"), colour::CONTAINER)
            }
            _ => Ok(()),
        }
    }

    /// A container's tests are over.
    pub fn container_end(&self, engine: &mut Engine, found: &Found) -> Run {
        let item = &found.root.item;
        let name = found.container.source.name();
        let errors = item.errors.borrow().clone();
        if !errors.is_empty() && self.shows(Verbosity::Normal) {
            self.error_block(engine, &format!("[-] {name} failed with:"), &errors, "")?;
        }
        if self.verbosity != Verbosity::Normal {
            return Ok(());
        }
        let time = times(item.time() + found.root.discovery_time.get(), item.user_time.get(), item.framework_time.get());
        if item.passed.get() {
            self.write(engine, &format!("[+] {name}"), Some(colour::PASS), false)?;
            self.line(engine, &format!(" {time}"), colour::TIME)?;
        }
        if item.skip.get() {
            self.write(engine, &format!("[!] {name}"), Some(colour::SKIPPED), false)?;
            self.line(engine, &format!(" {time}"), colour::TIME)?;
        }
        Ok(())
    }

    /// Shows the names of a block and of those around it, unless they were shown.
    pub fn block_name(&self, engine: &mut Engine, _run: &RunState, block: &Rc<Block>) -> Run {
        if block.is_root() || block.shown.get() || !self.shows(Verbosity::Detailed) {
            return Ok(());
        }
        if let Some(parent) = block.parent() {
            self.block_name(engine, _run, &parent)?;
        }
        block.shown.set(true);
        let level = block.item.path.len().saturating_sub(1);
        let expanded = block.item.expanded_name.borrow().clone();
        let name = if expanded.trim().is_empty() { block.item.name.clone() } else { expanded };
        let (word, colour) = match block.kind {
            super::model::BlockKind::Context => ("Context", colour::CONTEXT),
            _ => ("Describing", colour::DESCRIBE),
        };
        let place = self.place(&block.item);
        if level == 0 && !block.item.first.get() {
            self.write(engine, "", None, true)?;
        }
        self.line(engine, &format!("{}{word} {name}{place}", " ".repeat(level)), colour)
    }

    fn place(&self, item: &super::model::Item) -> String {
        match self.markers {
            true => format!(", {}:{}", item.file().unwrap_or_default(), item.line),
            false => String::new(),
        }
    }

    /// A test is over.
    pub fn test_end(&self, engine: &mut Engine, _run: &RunState, test: &Rc<Test>) -> Run {
        let item = &test.item;
        if !self.shows(Verbosity::Normal) {
            return Ok(());
        }
        let detailed = self.shows(Verbosity::Detailed);
        let errors = item.errors.borrow().clone();
        let (margin, inner, mut text) = match detailed {
            true => (" ".repeat(item.path.len()), " ".repeat(item.path.len() + 1), item.expanded_name.borrow().to_string()),
            false => (String::new(), " ".to_owned(), item.expanded_path.borrow().to_string()),
        };
        if detailed
            && !item.skip.get()
            && let Some(own_end) = errors.iter().find(|error| failure::is_own_end(&error.record))
        {
            text.push(' ');
            text.push_str(&own_end.record.message());
        }
        text.push_str(&self.place(item));
        let time = times(item.time(), item.user_time.get(), item.framework_time.get());
        let (mark, colour) = match item.outcome.get() {
            Outcome::Passed => ("[+]", colour::PASS),
            Outcome::Skipped => ("[!]", colour::SKIPPED),
            Outcome::Inconclusive => ("[?]", colour::GRAY),
            Outcome::NotRun => return Ok(()),
            Outcome::Failed => {
                if self.ci_format != "none" {
                    return self.error_block(engine, &format!("{margin}[-] {text} {time}"), &errors, &inner);
                }
                self.write(engine, &format!("{margin}[-] {text}"), Some(colour::FAIL), false)?;
                self.line(engine, &format!(" {time}"), colour::TIME)?;
                return self.line(engine, &self.error_text(&errors, &inner), colour::FAIL);
            }
        };
        if detailed {
            self.write(engine, &format!("{margin}{mark} {text}"), Some(colour), false)?;
            self.line(engine, &format!(" {time}"), colour::TIME)?;
        }
        Ok(())
    }

    /// A block is over: its hooks' errors are shown.
    pub fn block_end(&self, engine: &mut Engine, run: &RunState, block: &Rc<Block>) -> Run {
        if block.is_root() || block.own_passed.get() || !self.shows(Verbosity::Normal) {
            return Ok(());
        }
        let detailed = self.shows(Verbosity::Detailed);
        if detailed && block.tests().iter().any(|test| test.item.first.get() && !test.item.executed.get()) {
            self.block_name(engine, run, block)?;
        }
        let inner = if detailed { " ".repeat(block.item.path.len() + 1) } else { " ".to_owned() };
        let header = format!("[-] {} {} failed", block.kind.name(), block.item.path.join("."));
        let errors = block.item.errors.borrow().clone();
        self.error_block(engine, &header, &errors, &inner)
    }

    /// A line in red with errors below it, or the same as a build log wants it.
    fn error_block(&self, engine: &mut Engine, header: &str, errors: &[Failure], margin: &str) -> Run {
        let text = self.error_text(errors, margin);
        let kind = if self.ci_level == "warning" { "warning" } else { "error" };
        match self.ci_format.as_str() {
            "azuredevops" => {
                self.write(engine, &format!("##vso[task.logissue type={kind}] {header}"), None, true)?;
                for line in text.lines() {
                    self.write(engine, &format!("##[{kind}] {line}"), None, true)?;
                }
                Ok(())
            }
            "githubactions" => {
                self.write(engine, &format!("::{kind}::{}", header.trim_start()), None, true)?;
                self.write(engine, "::group::Message", None, true)?;
                for line in text.lines() {
                    self.write(engine, line.trim_start(), None, true)?;
                }
                self.write(engine, "::endgroup::", None, true)
            }
            _ => {
                self.line(engine, header, colour::FAIL)?;
                self.line(engine, &text, colour::FAIL)
            }
        }
    }

    /// Errors with their traces; several are numbered.
    fn error_text(&self, errors: &[Failure], margin: &str) -> String {
        let several = errors.len() > 1;
        let mut lines: Vec<String> = Vec::new();
        for (at, error) in errors.iter().enumerate() {
            let mut text = if several { format!("[{at}] {}", error.message) } else { error.message.clone() };
            let trace = match self.stack_trace.as_str() {
                "none" => None,
                "firstline" => error.trace.lines().next().map(str::to_owned),
                "full" => Some(full_trace(error)),
                _ => Some(error.trace.clone()),
            };
            if let Some(trace) = trace.filter(|trace| !trace.trim().is_empty()) {
                text.push('\n');
                text.push_str(&trace);
            }
            lines.extend(text.split('\n').map(|line| format!("{margin}{line}")));
        }
        lines.join("\n")
    }

    /// The summary.
    pub fn report(&self, engine: &mut Engine, run: &RunState, result: &RunResult) -> Run {
        for fault in &result.faults {
            self.line(engine, &format!("[-] {fault}"), colour::FAIL)?;
        }
        if !self.shows(Verbosity::Normal) || self.is_part {
            return Ok(());
        }
        let counts = result.counts;
        self.line(engine, &format!("Tests completed in {}", human(result.duration())), colour::WHITE)?;
        let (good, bad) = if counts.failed > 0 { (colour::WHITE, colour::FAIL) } else { (colour::PASS, colour::TIME) };
        let when = |n: usize, lit: Colour| if n > 0 { lit } else { colour::TIME };
        self.write(engine, &format!("Tests Passed: {}, ", counts.passed), Some(good), false)?;
        self.write(engine, &format!("Failed: {}, ", counts.failed), Some(bad), false)?;
        self.write(engine, &format!("Skipped: {}, ", counts.skipped), Some(when(counts.skipped, colour::SKIPPED)), false)?;
        self.write(engine, &format!("Inconclusive: {}, ", counts.inconclusive), Some(when(counts.inconclusive, colour::GRAY)), false)?;
        self.line(engine, &format!("NotRun: {}", counts.not_run), when(counts.not_run, colour::GRAY))?;
        if !result.failed_blocks.is_empty() {
            self.line(engine, &format!("BeforeAll \\ AfterAll failed: {}", result.failed_blocks.len()), colour::FAIL)?;
            let names: Vec<String> = result.failed_blocks.iter().map(|name| format!("  - {name}")).collect();
            self.line(engine, &names.join("\n"), colour::FAIL)?;
        }
        if !result.failed_containers.is_empty() {
            self.line(engine, &format!("Container failed: {}", result.failed_containers.len()), colour::FAIL)?;
            let names: Vec<String> = result.failed_containers.iter().map(|name| format!("  - {name}")).collect();
            self.line(engine, &names.join("\n"), colour::FAIL)?;
        }
        if run.used_pending.get() {
            let text = "**DEPRECATED**: The -Pending parameter of Set-ItResult is deprecated. The parameter will be removed in a future version of Pester.";
            self.line(engine, text, colour::SKIPPED)?;
        }
        if run.n_left_out.get() > 0 && self.shows(Verbosity::Detailed) {
            let text = format!("Remaining tests skipped after first failure: {}", run.n_left_out.get());
            self.line(engine, &text, colour::SKIPPED)?;
        }
        Ok(())
    }

    /// An error that ended the whole run.
    pub fn run_failed(&self, engine: &mut Engine, error: &Failure) -> Run {
        let text = self.error_text(std::slice::from_ref(error), "");
        self.line(engine, &text, colour::FAIL)
    }

    /// A line about something beside the tests, such as a report that was not written.
    pub fn note(&self, engine: &mut Engine, text: &str, colour: Colour) -> Run {
        if self.shows(Verbosity::Normal) { self.line(engine, text, colour) } else { Ok(()) }
    }
}

fn full_trace(error: &Failure) -> String {
    let mut lines: Vec<String> = error
        .trace
        .lines()
        .take(usize::from(error.trace.starts_with("at ") && error.record.0.id.borrow().starts_with("PesterAssertion")))
        .map(str::to_owned)
        .collect();
    if let Some(stack) = &*error.record.0.stack.borrow() {
        lines.extend(stack.lines().map(str::to_owned));
    }
    lines.join("\n")
}
