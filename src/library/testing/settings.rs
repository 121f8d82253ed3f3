//! What a run reads of its configuration, checked.

use std::time::Duration;

use super::configuration::ConfigurationObject;
use crate::engine::Engine;
use crate::value::Value;

/// How much is shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verbosity {
    /// Nothing.
    None,
    /// Failures and files.
    Normal,
    /// Every test.
    Detailed,
    /// What happens inside, too.
    Diagnostic,
}

/// Coverage as it is asked for.
#[derive(Clone, Default)]
pub struct CoverageSettings {
    /// Whether it is measured.
    pub enabled: bool,
    /// The report's format.
    pub format: String,
    /// The report's file.
    pub path: String,
    /// What is measured.
    pub measured: Vec<String>,
    /// Whether test files are left out.
    pub exclude_tests: bool,
    /// Whether folders of folders count.
    pub recurse: bool,
    /// The percentage wanted.
    pub target: f64,
}

/// What a run reads of its configuration, checked.
#[derive(Clone)]
pub struct Settings {
    /// The configuration itself.
    pub configuration: Value,
    /// Test files and folders.
    pub path: Vec<String>,
    /// Left out.
    pub exclude_path: Vec<String>,
    /// Blocks with tests.
    pub blocks: Vec<Value>,
    /// Containers.
    pub containers: Vec<Value>,
    /// How test files' names end.
    pub extension: String,
    /// End the shell on failures.
    pub exit: bool,
    /// Throw on failures.
    pub throw: bool,
    /// Put out the result.
    pub pass_thru: bool,
    /// Only look for tests.
    pub skip_run: bool,
    /// `none`, `run`, `container` or `block`.
    pub skip_remaining: String,
    /// Version 4's way.
    pub single_pass: bool,
    /// Files side by side.
    pub parallel: bool,
    /// For each test.
    pub time_limit: Option<Duration>,
    /// The tenant file.
    pub tenant: Option<String>,
    /// Write snapshots anew.
    pub update_snapshots: bool,
    /// Filters.
    pub tag: Vec<String>,
    /// Filters.
    pub exclude_tag: Vec<String>,
    /// Filters.
    pub line: Vec<String>,
    /// Filters.
    pub exclude_line: Vec<String>,
    /// Filters.
    pub full_name: Vec<String>,
    /// Coverage.
    pub coverage: CoverageSettings,
    /// Write a report.
    pub report: bool,
    /// Its format.
    pub report_format: String,
    /// Its file.
    pub report_path: String,
    /// The outermost suite's name.
    pub suite_name: String,
    /// Failed assertions end the test.
    pub should_stop: bool,
    /// What is shown.
    pub verbosity: Verbosity,
    /// `none`, `firstline`, `filtered` or `full`.
    pub stack_trace: String,
    /// `none`, `azuredevops` or `githubactions`.
    pub ci_format: String,
    /// `error` or `warning`.
    pub ci_level: String,
    /// `ansi`, `consolecolor` or `plaintext`.
    pub render: String,
    /// Write places behind names.
    pub markers: bool,
    /// Say what happens inside.
    pub debug: Vec<String>,
    /// Make `TestDrive:`.
    pub test_drive: bool,
    /// An `exit` in a test ends the test alone.
    pub contains_exit: bool,
    /// Where another process waits for the results: then only files are shown, no beginning and no end.
    pub result_file: Option<String>,
}

fn one_of(configuration: &ConfigurationObject, section: &str, option: &str, allowed: &[&str]) -> Result<String, String> {
    let value = configuration.text(section, option);
    match allowed.iter().find(|own| own.eq_ignore_ascii_case(&value)) {
        Some(found) => Ok(found.to_ascii_lowercase()),
        None => {
            let quoted: Vec<String> = allowed.iter().map(|own| format!("'{own}'")).collect();
            let (last, front) = quoted.split_last().expect("an option has values");
            Err(format!(
                "{section}.{option} must be {} or {last}, but it was '{value}'. Please review your configuration.",
                front.join(", ")
            ))
        }
    }
}

impl Settings {
    /// Reads and checks a configuration.
    pub fn of(engine: &Engine, value: &Value) -> Result<Settings, String> {
        let Some(own) = value.downcast::<ConfigurationObject>() else { return Err("This is no configuration.".to_owned()) };
        let verbosity = match one_of(own, "Output", "Verbosity", &["None", "Normal", "Detailed", "Diagnostic"])?.as_str() {
            "none" => Verbosity::None,
            "normal" => Verbosity::Normal,
            "detailed" => Verbosity::Detailed,
            _ => Verbosity::Diagnostic,
        };
        let environment = |name: &str| engine.environment.get(name).map(String::as_str);
        let mut ci_format = one_of(own, "Output", "CIFormat", &["None", "Auto", "AzureDevops", "GithubActions"])?;
        if ci_format == "auto" {
            ci_format = match () {
                () if environment("TF_BUILD") == Some("True") => "azuredevops",
                () if environment("GITHUB_ACTIONS").is_some_and(|value| value.eq_ignore_ascii_case("true")) => "githubactions",
                () => "none",
            }
            .to_owned();
        }
        let mut render = one_of(own, "Output", "RenderMode", &["Auto", "Ansi", "ConsoleColor", "Plaintext"])?;
        if render == "auto" {
            render = match () {
                () if environment("NO_COLOR").is_some() => "plaintext",
                () if engine.ui.colors() => "ansi",
                () => "consolecolor",
            }
            .to_owned();
        }
        let mut stack_trace = one_of(own, "Output", "StackTraceVerbosity", &["None", "FirstLine", "Filtered", "Full"])?;
        if own.flag("Debug", "ShowFullErrors") {
            "full".clone_into(&mut stack_trace);
        }
        let mut debug = match own.flag("Debug", "WriteDebugMessages") {
            true => own.texts("Debug", "WriteDebugMessagesFrom"),
            false => Vec::new(),
        };
        if verbosity == Verbosity::Diagnostic {
            debug.extend(["Discovery", "Skip", "Mock", "CodeCoverage"].map(str::to_owned));
        }
        let time_limit = own.number("Run", "TimeLimit");
        let tenant = own.text("Run", "Tenant");
        let should = one_of(own, "Should", "ErrorAction", &["Stop", "Continue"])?;
        let coverage = CoverageSettings {
            enabled: own.flag("CodeCoverage", "Enabled"),
            format: match own.flag("CodeCoverage", "Enabled") {
                true => one_of(own, "CodeCoverage", "OutputFormat", &["JaCoCo", "CoverageGutters", "Cobertura"])?,
                false => String::new(),
            },
            path: own.text("CodeCoverage", "OutputPath"),
            measured: own.texts("CodeCoverage", "Path"),
            exclude_tests: own.flag("CodeCoverage", "ExcludeTests"),
            recurse: own.flag("CodeCoverage", "RecursePaths"),
            target: own.number("CodeCoverage", "CoveragePercentTarget"),
        };
        let report = own.flag("TestResult", "Enabled");
        Ok(Settings {
            configuration: value.clone(),
            path: own.texts("Run", "Path"),
            exclude_path: own.texts("Run", "ExcludePath"),
            blocks: own.value("Run", "ScriptBlock").enumerate().unwrap_or_default(),
            containers: own.value("Run", "Container").enumerate().unwrap_or_default(),
            extension: own.text("Run", "TestExtension"),
            exit: own.flag("Run", "Exit"),
            throw: own.flag("Run", "Throw"),
            pass_thru: own.flag("Run", "PassThru"),
            skip_run: own.flag("Run", "SkipRun"),
            skip_remaining: one_of(own, "Run", "SkipRemainingOnFailure", &["None", "Block", "Container", "Run"])?,
            single_pass: own.flag("Run", "SinglePass"),
            parallel: own.flag("Run", "Parallel"),
            time_limit: (time_limit > 0.0 && time_limit.is_finite()).then(|| Duration::from_secs_f64(time_limit)),
            tenant: (!tenant.is_empty()).then_some(tenant),
            update_snapshots: own.flag("Run", "UpdateSnapshot"),
            tag: own.texts("Filter", "Tag"),
            exclude_tag: own.texts("Filter", "ExcludeTag"),
            line: own.texts("Filter", "Line"),
            exclude_line: own.texts("Filter", "ExcludeLine"),
            full_name: own.texts("Filter", "FullName"),
            coverage,
            report,
            report_format: match report {
                true => one_of(own, "TestResult", "OutputFormat", &["NUnitXml", "NUnit2.5", "NUnit3", "JUnitXml"])?,
                false => String::new(),
            },
            report_path: own.text("TestResult", "OutputPath"),
            suite_name: own.text("TestResult", "TestSuiteName"),
            should_stop: should == "stop",
            verbosity,
            stack_trace,
            ci_format,
            ci_level: one_of(own, "Output", "CILogLevel", &["Error", "Warning"])?,
            render,
            markers: own.flag("Debug", "ShowNavigationMarkers"),
            debug,
            test_drive: own.flag("TestDrive", "Enabled"),
            contains_exit: false,
            result_file: None,
        })
    }
}
