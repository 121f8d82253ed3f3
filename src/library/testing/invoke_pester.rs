//! `Invoke-Pester`: finds tests, runs them, shows and puts out what came of it.

use std::rc::Rc;
use std::time::Instant;

use super::configuration::ConfigurationObject;
use super::coverage::Coverage;
use super::model::{Container, Found, Source};
use super::result::{RunResult, run_object, settle_block};
use super::screen::Screen;
use super::session::{RunState, Testing, thrown};
use super::settings::Settings;
use super::{MODULE, discovery, exchange, failure, filter, parallel, report, run};
use crate::cmdlet::{Context, Entry, Example, InSet, Parameter, Spec, Validation};
use crate::dispatch::Dispatch;
use crate::each;
use crate::engine::{Engine, EngineContext};
use crate::program::Symbol;
use crate::value::Runtime;
use crate::value::{Dict, Run, Unwind, Value, convert};

const SIMPLE: InSet = InSet::named("Simple");
const LEGACY: InSet = InSet::named("Legacy");

const SPEC: Spec = Spec {
    verb: "Invoke",
    noun: "Pester",
    module: MODULE,
    synopsis: "Runs tests.",
    description: "Test files (*.Tests.ps1) are looked for in the paths, here by default. Each file starts on a fresh copy of the tenant, so that no test sees what another file's tests did; Reset-Tenant gives a fresh copy in between. $LASTEXITCODE is the number of failures.",
    parameters: &[
        Parameter::new("Path", "string[]")
            .aliases(&["Script"])
            .sets(&[SIMPLE.at(0), LEGACY.at(0)])
            .default(".")
            .help("Test files, and folders to look for them in."),
        Parameter::new("ExcludePath", "string[]").sets(&[SIMPLE]).help("Files and folders that are left out."),
        Parameter::new("TagFilter", "string[]").aliases(&["Tag", "Tags"]).sets(&[SIMPLE, LEGACY.at(4)]).help("Tags of what runs."),
        Parameter::new("ExcludeTagFilter", "string[]").aliases(&["ExcludeTag"]).sets(&[SIMPLE, LEGACY]).help("Tags of what is left out."),
        Parameter::new("FullNameFilter", "string[]")
            .aliases(&["Name", "TestName"])
            .sets(&[SIMPLE, LEGACY.at(1)])
            .help("Names of what runs: group.group.test, with wildcards."),
        Parameter::switch("CI").sets(&[SIMPLE]).help("Writes testResults.xml, and ends the shell with the number of failures."),
        Parameter::new("Output", "string")
            .sets(&[SIMPLE])
            .validate(&[Validation::Set(&["Diagnostic", "Detailed", "Normal", "Minimal", "None"])])
            .default("Normal")
            .help("How much is shown."),
        Parameter::switch("PassThru").sets(&[SIMPLE, LEGACY]).help("Puts out the result."),
        Parameter::new("Container", "object[]").sets(&[SIMPLE]).help("Containers of New-PesterContainer."),
        Parameter::new("Configuration", "object")
            .sets(&[InSet::named("Advanced")])
            .help("A configuration, or a dictionary of its sections."),
        Parameter::new("Tenant", "string").help("A tenant file: each test file starts on a copy of it."),
        Parameter::switch("UpdateSnapshot").help("Writes snapshots of mails anew."),
        Parameter::switch("Parallel").help("Runs files side by side."),
        Parameter::new("TimeLimit", "double").help("Seconds after which a test is stopped."),
        Parameter::switch("SinglePass").help("Runs groups and tests as they are met, as version 4 did."),
        Parameter { hidden: true, ..Parameter::new("ResultFile", "string") },
        Parameter::switch("EnableExit").sets(&[LEGACY.at(2)]).help("Version 4's way to say -CI without the report."),
        Parameter::new("CodeCoverage", "object[]").sets(&[LEGACY]).help("Scripts whose coverage is measured."),
        Parameter::new("CodeCoverageOutputFile", "string").sets(&[LEGACY]).help("The coverage's report."),
        Parameter::new("CodeCoverageOutputFileFormat", "string").sets(&[LEGACY]).help("Its format."),
        Parameter::switch("Strict").sets(&[LEGACY]).help("Without effect."),
        Parameter::new("OutputFile", "string").sets(&[LEGACY]).help("The results' report."),
        Parameter::new("OutputFormat", "string")
            .sets(&[LEGACY])
            .validate(&[Validation::Set(&["NUnitXml", "NUnit2.5", "NUnit3", "JUnitXml"])])
            .help("Its format."),
        Parameter::switch("Quiet").sets(&[LEGACY]).help("Shows nothing."),
        Parameter::new("PesterOption", "object").sets(&[LEGACY]).help("Without effect."),
        Parameter::new("Show", "string").sets(&[LEGACY]).help("How much is shown, in version 4's words."),
    ],
    default_set: "Simple",
    output: &["Pester.Run"],
    related: &["New-PesterConfiguration", "New-PesterContainer", "Describe", "Should"],
    examples: &[Example::new(
        "Run a block of tests",
        "$tests = New-PesterContainer -ScriptBlock { Describe 'Sums' { It 'adds' { 1 + 1 | Should -Be 2 } } }\n(Invoke-Pester -Container $tests -Output None -PassThru).Result",
        "Passed\n",
    )],
    ..Spec::EMPTY
};

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(SPEC, invoke)];

/// The configuration that the parameters make.
fn configuration(ctx: &mut Context<'_>) -> Result<Value, String> {
    let caller = ctx.engine().lookup(Symbol::of("PesterPreference")).filter(|value| !value.is_null());
    let made = ConfigurationObject::from_value(&caller.unwrap_or_default())?;
    let own = made.downcast::<ConfigurationObject>().expect("made above");
    if let Some(given) = ctx.call.get("Configuration") {
        own.merge(given)?;
    }
    const PLAIN: &[(&str, &str, &str)] = &[
        ("Path", "Run", "Path"),
        ("ExcludePath", "Run", "ExcludePath"),
        ("TagFilter", "Filter", "Tag"),
        ("ExcludeTagFilter", "Filter", "ExcludeTag"),
        ("FullNameFilter", "Filter", "FullName"),
        ("PassThru", "Run", "PassThru"),
        ("Container", "Run", "Container"),
        ("Tenant", "Run", "Tenant"),
        ("UpdateSnapshot", "Run", "UpdateSnapshot"),
        ("Parallel", "Run", "Parallel"),
        ("TimeLimit", "Run", "TimeLimit"),
        ("SinglePass", "Run", "SinglePass"),
        ("EnableExit", "Run", "Exit"),
        ("CodeCoverage", "CodeCoverage", "Path"),
        ("CodeCoverageOutputFile", "CodeCoverage", "OutputPath"),
        ("CodeCoverageOutputFileFormat", "CodeCoverage", "OutputFormat"),
        ("OutputFile", "TestResult", "OutputPath"),
        ("OutputFormat", "TestResult", "OutputFormat"),
    ];
    for (parameter, section, option) in PLAIN {
        if let Some(value) = ctx.call.get(parameter) {
            own.set_option(section, option, value)?;
        }
    }
    let on = Value::Bool(true);
    if ["CodeCoverage", "CodeCoverageOutputFile"].iter().any(|name| ctx.call.has(name)) {
        own.set_option("CodeCoverage", "Enabled", &on)?;
    }
    if ctx.call.has("OutputFile") || ctx.call.flag("CI") {
        own.set_option("TestResult", "Enabled", &on)?;
    }
    if ctx.call.flag("CI") {
        own.set_option("Run", "Exit", &on)?;
    }
    let shown = match (ctx.call.text("Output"), ctx.call.text("Show"), ctx.call.flag("Quiet")) {
        (_, _, true) => Some("None"),
        (Some(output), ..) => Some(match output.to_ascii_lowercase().as_str() {
            "none" => "None",
            // Pester 5 keeps the name, but shows nothing of its own for it.
            "minimal" | "normal" => "Normal",
            "detailed" => "Detailed",
            _ => "Diagnostic",
        }),
        (None, Some(show), _) => Some(match show.to_ascii_lowercase().as_str() {
            "none" => "None",
            "fails" | "normal" | "minimal" => "Normal",
            "diagnostic" => "Diagnostic",
            _ => "Detailed",
        }),
        (None, None, false) => None,
    };
    if let Some(shown) = shown {
        own.set_option("Output", "Verbosity", &Value::str(shown))?;
    }
    Ok(made)
}

/// Settings for looking for the files of one path.
pub fn file_settings(engine: &mut Engine, path: &str) -> Run<Settings> {
    let made = ConfigurationObject::defaults();
    let mut settings = Settings::of(engine, &made).map_err(thrown)?;
    settings.path = vec![path.to_owned()];
    Ok(settings)
}

fn invoke(ctx: &mut Context<'_>) -> Run {
    let made = configuration(ctx).map_err(thrown)?;
    let mut settings = Settings::of(ctx.engine(), &made).map_err(thrown)?;
    settings.result_file = ctx.call.text("ResultFile").map(|path| path.to_string());
    if matches!(ctx.call.set, "Legacy") && ctx.call.has("Show") | ctx.call.has("OutputFile") | ctx.call.has("CodeCoverage") {
        ctx.warn("You are using the Legacy parameter set of version 4. It is deprecated; use -Configuration instead.")?;
    }
    let result = run_settings(ctx.engine(), &settings)?;
    let n_failures = match &result {
        Some(result) => result.n_failures() as i32,
        None => -1,
    };
    let global = ctx.engine().global.top.clone();
    global.set(Symbol::LAST_EXIT_CODE, Value::Int(n_failures));
    if let Some(result) = &result {
        if settings.pass_thru {
            ctx.write(run_object(result))?;
        }
        if settings.throw && n_failures != 0 {
            return Err(thrown(failure_text(result)));
        }
    }
    if settings.exit && n_failures != 0 {
        return Err(Unwind::Exit(n_failures).into());
    }
    Ok(())
}

fn failure_text(result: &RunResult) -> String {
    let count = |n: usize, what: &str| match n {
        0 => None,
        1 => Some(format!("1 {what} failed")),
        n => Some(format!("{n} {what}s failed")),
    };
    let parts: [Option<String>; 4] = [
        count(result.counts.failed, "test"),
        count(result.failed_blocks.len(), "block"),
        count(result.failed_containers.len(), "container"),
        count(result.faults.len(), "report"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("Pester run failed, because {}", super::should::text::join_and(&parts))
}

/// Runs by settings. None: the run itself failed, which was shown.
pub fn run_settings(engine: &mut Engine, settings: &Settings) -> Run<Option<Rc<RunResult>>> {
    let screen = Screen::new(settings);
    let state = Rc::new(RunState::new(settings.clone(), screen.clone()));
    let location = (engine.location.clone(), engine.other_location.clone());
    let base = engine.stack.len();
    engine.extension::<Testing>().runs.push(state.clone());
    let outer_interceptor = engine.interceptor.take();
    let result = run_containers(engine, &state);
    engine.interceptor = outer_interceptor;
    engine.epoch += 1;
    engine.extension::<Testing>().runs.pop();
    (engine.location, engine.other_location) = location;
    match result {
        Ok(result) => Ok(Some(result)),
        Err(raise) => match raise.error().cloned() {
            Some(record) if !settings.throw => {
                engine.locate(&record);
                engine.log_error(&record);
                screen.run_failed(engine, &failure::of_record(&record, base))?;
                Ok(None)
            }
            _ => Err(raise),
        },
    }
}

/// What the settings ask for, file by file.
fn containers(engine: &mut Engine, settings: &Settings) -> Run<Vec<Container>> {
    let empty = || Value::Dict(Rc::new(Dict::hashtable()));
    let mut containers = Vec::new();
    for block in &settings.blocks {
        if let Value::ScriptBlock(block) = block.base() {
            containers.push(Container { source: Source::Block(block.clone()), data: empty() });
        }
    }
    for given in &settings.containers {
        let item = engine.property(given, "Item", false)?;
        let values = engine.property(given, "Data", false)?;
        // Each container has values of its own: defaults are added to them.
        let data = Dict::hashtable();
        if let Value::Dict(own) = values.base() {
            for (key, value) in own.pairs() {
                data.set(&key, value);
            }
        }
        let source = match item.base() {
            Value::ScriptBlock(block) => Source::Block(block.clone()),
            other => {
                let full = engine.property(&other.clone(), "FullName", false)?;
                let path = if full.is_null() { item.clone() } else { full };
                Source::File(convert::to_text(engine, &path)?)
            }
        };
        containers.push(Container { source, data: Value::Dict(Rc::new(data)) });
    }
    let is_default = settings.path.first().is_some_and(|path| path == ".");
    if !is_default || containers.is_empty() {
        for file in discovery::find_files(engine, settings)? {
            let given = containers.iter().any(|own| matches!(&own.source, Source::File(path) if *path == file));
            if !given {
                containers.push(Container { source: Source::File(file), data: empty() });
            }
        }
    }
    Ok(containers)
}

fn run_containers(engine: &mut Engine, state: &Rc<RunState>) -> Run<Rc<RunResult>> {
    let settings = &state.settings;
    let screen = state.screen.clone();
    let executed_at = engine.now();
    let containers = containers(engine, settings)?;
    screen.start(engine)?;
    if containers.is_empty() {
        let excluded = match settings.exclude_path.as_slice() {
            [] => String::new(),
            paths => format!(" And that there is at least one file not excluded by ExcludeFile filter '{}'.", paths.join("', '")),
        };
        return Err(thrown(format!(
            "No test files were found and no scriptblocks were provided. Please ensure that you provided at least one path to a *{} file, or a directory that contains such file.{excluded} Or that you provided a ScriptBlock test container.",
            settings.extension
        )));
    }
    let coverage = if settings.coverage.enabled { Some(Coverage::start(engine, settings)?) } else { None };
    let only_files = containers.iter().all(|container| matches!(container.source, Source::File(_)));
    let result = if settings.parallel && only_files && coverage.is_none() {
        screen.discovery_start(engine, containers.len())?;
        parallel::run(engine, state, containers)
    } else {
        let tenant = Tenants::open(engine, settings)?;
        let result = both_phases(engine, state, containers, &tenant);
        tenant.close(engine);
        result
    };
    let coverage = match coverage {
        Some(coverage) => Some(coverage.finish(engine, settings, &screen)?),
        None => None,
    };
    let mut result = RunResult::of(result?, executed_at, settings.configuration.clone(), settings.skip_run);
    if let Some((object, fault)) = coverage {
        *result.coverage.borrow_mut() = object;
        result.faults.extend(fault.map(|fault| format!("The coverage report {fault}")));
    }
    if let Some(path) = &settings.result_file {
        write_result(engine, path, &result)?;
    }
    if settings.report
        && let Err(fault) = report::write(engine, settings, &result)
    {
        result.faults.push(format!("The report of the results {fault}"));
    }
    let result = Rc::new(result);
    screen.report(engine, state, &result)?;
    Ok(result)
}

/// Gives the results to the process that waits for them.
fn write_result(engine: &mut Engine, path: &str, result: &RunResult) -> Run {
    let Some(container) = result.containers.first() else { return Ok(()) };
    let text = exchange::block_json(&container.root).to_string();
    let path = engine.resolve_path(path);
    std::fs::write(&path, text).map_err(|error| thrown(format!("'{}' cannot be written: {error}", path.display())))
}

fn both_phases(engine: &mut Engine, state: &Rc<RunState>, containers: Vec<Container>, tenant: &Tenants) -> Run<Vec<Found>> {
    let settings = &state.settings;
    let screen = state.screen.clone();
    let started = Instant::now();
    screen.discovery_start(engine, containers.len())?;
    let mut all = Vec::with_capacity(containers.len());
    if settings.single_pass {
        screen.run_start(engine)?;
        for container in containers {
            tenant.fresh(engine);
            all.push(single_pass_container(engine, state, container)?);
        }
        return Ok(all);
    }
    for container in containers {
        tenant.fresh(engine);
        let found = discovery::discover(engine, state, container)?;
        screen.container_discovered(engine, &found)?;
        // What was found before an error of the file runs all the same, as in Pester.
        filter::apply(&found.root, settings);
        all.push(found);
    }
    screen.discovery_end(engine, settings, &all, started.elapsed())?;
    if settings.skip_run {
        return Ok(all);
    }
    screen.run_start(engine)?;
    for found in &all {
        if !found.root.item.should_run.get() {
            continue;
        }
        let failed = state.first_failure.borrow().clone();
        if let Some(failed) = failed
            && settings.skip_remaining == "run"
        {
            found.root.item.skip.set(true);
            run::leave_out(state, &failed, &found.root);
        }
        tenant.fresh(engine);
        screen.container_start(engine, found)?;
        let result = run::run_container(engine, state, found);
        settle_block(&found.root, false);
        screen.container_end(engine, found)?;
        result?;
    }
    Ok(all)
}

/// A container in version 4's way: it is run, and its tests with it.
fn single_pass_container(engine: &mut Engine, state: &Rc<RunState>, container: Container) -> Run<Found> {
    let drive = if state.settings.test_drive { super::drive::TestDrive::open(engine) } else { None };
    let started = Instant::now();
    let user_before = state.user_time();
    let source = container.source.clone();
    if let Source::File(path) = &source {
        let shown = Found { container: container.clone(), root: state.block.borrow().clone(), broken: Default::default() };
        let _ = path;
        state.screen.container_start(engine, &shown)?;
    }
    let found = discovery::discover(engine, state, container);
    if let Some(drive) = drive {
        drive.close(engine);
    }
    let found = found?;
    let item = &found.root.item;
    item.executed.set(true);
    item.should_run.set(true);
    let user = state.user_time().saturating_sub(user_before);
    item.user_time.set(user);
    item.framework_time.set(started.elapsed().saturating_sub(user));
    found.root.discovery_time.set(Default::default());
    settle_block(&found.root, false);
    state.screen.container_end(engine, &found)?;
    Ok(found)
}

/// The tenant of a run: each container starts on a copy; afterwards the session has its own again.
pub struct Tenants {
    own: Option<Dispatch>,
    start: Option<Dispatch>,
}

impl Tenants {
    fn open(engine: &mut Engine, settings: &Settings) -> Run<Tenants> {
        if let Some(path) = &settings.tenant {
            let full = engine.resolve_path(path);
            let bytes =
                std::fs::read(&full).map_err(|error| thrown(format!("The tenant file '{}' cannot be read: {error}.", full.display())))?;
            let dispatch = engine.tenant();
            let mut sources = dispatch.sources().clone();
            let tenant =
                crate::tenant::file::read(&bytes, &mut sources.world()).map_err(|error| thrown(format!("{}: {error}", full.display())))?;
            let own = engine.dispatch.take();
            return Ok(Tenants { own, start: Some(Dispatch::new(tenant, sources)) });
        }
        // A tenant that nobody opened yet is opened by the first test that needs it.
        if engine.dispatch.is_none() && engine.open_dispatch.is_none() {
            return Ok(Tenants { own: None, start: None });
        }
        engine.tenant();
        let own = engine.dispatch.take();
        let start = own.as_ref().map(Dispatch::fork);
        Ok(Tenants { own, start })
    }

    /// A fresh copy.
    fn fresh(&self, engine: &mut Engine) {
        if let Some(start) = &self.start {
            engine.dispatch = Some(start.fork());
            super::mails::begin(engine, start);
        }
    }

    fn close(self, engine: &mut Engine) {
        super::mails::end(engine);
        if self.own.is_some() {
            engine.dispatch = self.own;
        }
    }
}

/// `Describe` in a file that is run as it is: the file's tests run, and the file ends.
pub fn run_this_file(ctx: &mut Context<'_>, command: &str) -> Run {
    let file = ctx.call.invocation.place.as_ref().and_then(|(source, _)| source.name().map(str::to_owned));
    let Some(file) = file.filter(|file| std::path::Path::new(file).is_absolute()) else {
        return Err(thrown(format!("{command} stands in no file: Invoke-Pester runs tests of saved files and of containers.")));
    };
    let engine = ctx.engine();
    let bound = engine.call_of(&engine.scope()).map(|call| Value::Dict(call.bound()));
    let made = ConfigurationObject::defaults();
    let mut settings = Settings::of(engine, &made).map_err(thrown)?;
    settings.path = Vec::new();
    let item = crate::library::files::file_info::file_value(std::path::Path::new(&file));
    settings.containers = vec![crate::value::Object::record(
        Some("Pester.ContainerInfo"),
        [("Type", Value::str("File")), ("Item", item), ("Data", bound.unwrap_or_default())],
    )];
    let result = run_settings(engine, &settings)?;
    let n = result.map_or(-1, |result| result.n_failures() as i32);
    engine.global.top.clone().set(Symbol::LAST_EXIT_CODE, Value::Int(n));
    Err(Unwind::Exit(n).into())
}
