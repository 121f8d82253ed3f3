//! `bridgesh test [PATH…]`: the short way to `Invoke-Pester`, for a terminal and for CI.

use std::rc::Rc;

use super::arguments::{Arguments, HELP};
use super::watch;
use crate::engine::Engine;
use crate::engine::binding::Arg;
use crate::library::host::display::{self, ToHost};
use crate::program::Symbol;
use crate::source::Span;
use crate::value::{Unwind, Value};

/// Words of the command line and the parameters they are, with or without a value.
const OPTIONS: &[(&str, &str, bool)] = &[
    ("output", "Output", true),
    ("tag", "TagFilter", true),
    ("tagfilter", "TagFilter", true),
    ("excludetag", "ExcludeTagFilter", true),
    ("excludetagfilter", "ExcludeTagFilter", true),
    ("fullname", "FullNameFilter", true),
    ("fullnamefilter", "FullNameFilter", true),
    ("name", "FullNameFilter", true),
    ("excludepath", "ExcludePath", true),
    ("tenant", "Tenant", true),
    ("timelimit", "TimeLimit", true),
    ("resultfile", "ResultFile", true),
    ("ci", "CI", false),
    ("parallel", "Parallel", false),
    ("updatesnapshot", "UpdateSnapshot", false),
    ("singlepass", "SinglePass", false),
];

/// What stands in a configuration, not in a parameter.
const CONFIGURED: &[(&str, &str, &str, &str)] = &[
    ("report", "TestResult", "OutputPath", "Enabled"),
    ("reportformat", "TestResult", "OutputFormat", ""),
    ("coverage", "CodeCoverage", "Path", "Enabled"),
    ("coveragereport", "CodeCoverage", "OutputPath", ""),
    ("coverageformat", "CodeCoverage", "OutputFormat", ""),
];

/// A command line, read.
#[derive(Default)]
struct Request {
    paths: Vec<String>,
    values: Vec<(&'static str, Vec<String>)>,
    switches: Vec<&'static str>,
    configured: Vec<(&'static str, &'static str, Value)>,
    watch: bool,
}

fn read(words: &[String]) -> Result<Request, String> {
    let mut request = Request::default();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let Some(name) = word.strip_prefix("--").or_else(|| word.strip_prefix('-')).filter(|name| !name.is_empty()) else {
            request.paths.push(word.clone());
            continue;
        };
        let name = name.to_lowercase();
        if matches!(name.as_str(), "h" | "help" | "?") {
            return Err(HELP.to_owned());
        }
        if name == "watch" {
            request.watch = true;
            continue;
        }
        let mut value = || words.next().cloned().ok_or_else(|| format!("A value must follow {word}."));
        if let Some((_, section, option, enables)) = CONFIGURED.iter().find(|(own, ..)| *own == name) {
            request.configured.push((section, option, Value::Str(Rc::from(value()?))));
            if !enables.is_empty() {
                request.configured.push((section, enables, Value::Bool(true)));
            }
            continue;
        }
        match OPTIONS.iter().find(|(own, ..)| *own == name) {
            Some((_, parameter, true)) => {
                let value = value()?;
                match request.values.iter_mut().find(|(own, _)| own == parameter) {
                    Some((_, values)) => values.push(value),
                    None => request.values.push((parameter, vec![value])),
                }
            }
            Some((_, parameter, false)) => request.switches.push(parameter),
            None => return Err(format!("'{word}' is no option of bridgesh test.\n\n{HELP}")),
        }
    }
    Ok(request)
}

/// Runs the tests; the exit code is the number of failures, 255 at most.
pub fn run(engine: &mut Engine, words: &[String], _arguments: &Arguments) -> u8 {
    let request = match read(words) {
        Ok(request) => request,
        Err(message) => {
            engine.ui.write_err(&format!("{message}\n"));
            return 64;
        }
    };
    if request.watch {
        let rest: Vec<String> = words.iter().filter(|word| !word.trim_start_matches('-').eq_ignore_ascii_case("watch")).cloned().collect();
        return watch::run(engine, &request.paths, &rest);
    }
    let span = Span::default();
    let named = |name: &str, value: Value| Arg::Named {
        name: Rc::from(name),
        value: Some(value),
        text: Rc::from(format!("-{name}")),
        span,
        splatted: false,
        value_span: Span::default(),
    };
    let mut args = Vec::new();
    if !request.paths.is_empty() {
        args.push(named("Path", Value::strings(&request.paths)));
    }
    for (name, values) in &request.values {
        let value = match values.as_slice() {
            [only] => Value::str(only),
            several => Value::strings(several),
        };
        args.push(named(name, value));
    }
    args.extend(request.switches.iter().map(|name| named(name, Value::Bool(true))));
    if !request.configured.is_empty() {
        match crate::library::testing::configuration::with_options(&request.configured) {
            Ok(configuration) => engine.global.top.set(Symbol::of("PesterPreference"), configuration),
            Err(message) => {
                engine.ui.write_err(&format!("{message}\n"));
                return 64;
            }
        }
    }
    let Some(command) = engine.find_command("Invoke-Pester") else { return 1 };
    let result = engine.run_command(&command, args, None, &mut ToHost);
    let _ = display::flush(engine);
    match result.map_err(|raise| *raise.0) {
        Ok(()) => {}
        Err(Unwind::Exit(code)) => return code.unsigned_abs().min(255) as u8,
        Err(Unwind::Interrupted) => return 130,
        Err(unwind) => {
            let _ = engine.finish_script(Err(unwind.into()));
            let _ = display::flush(engine);
            return 1;
        }
    }
    match engine.global.top.get(Symbol::LAST_EXIT_CODE) {
        Some(Value::Int(code)) => code.unsigned_abs().min(255) as u8,
        _ => 0,
    }
}
