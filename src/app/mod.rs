//! The program: arguments, wiring, running, exit codes.

mod arguments;
mod configuration;
mod console;
mod limits;
mod profile;
mod shell_files;
mod sources;
mod standard_input;
mod tests_command;
mod watch;

use std::io::IsTerminal;
use std::process::ExitCode;
use std::rc::Rc;

use crate::engine::binding::Arg;
use crate::engine::{Engine, Entry, Interrupt, RunOptions, ScriptOutcome};
use crate::library;
use crate::library::host::display::{self, ToHost};
use crate::repl;
use crate::source::Span;
use crate::value::Value;
use arguments::{Action, Arguments};

/// Runs the program with its arguments.
pub fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os().skip(1).map(|text| text.to_string_lossy().into_owned()).collect();
    // Deep recursion of a script is bounded by the engine; the stack has room for all of it.
    let run = std::thread::Builder::new().stack_size(STACK).spawn(move || run(arguments));
    match run.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => ExitCode::from(code),
        _ => ExitCode::FAILURE,
    }
}

/// Room for 1,000 nested calls with deep expressions in each; memory is only taken as it is used.
const STACK: usize = 1 << 30;

fn run(arguments: Vec<String>) -> u8 {
    let mut arguments = match Arguments::parse(&arguments) {
        Ok(arguments) => arguments,
        Err(message) => {
            eprintln!("{message}");
            print!("\n{}", arguments::HELP);
            return 64;
        }
    };
    match &arguments.action {
        Action::Version => {
            println!("PowerShell 7.6.9 (bridgesh {})", env!("CARGO_PKG_VERSION"));
            return 0;
        }
        Action::Help => {
            print!("{}", arguments::HELP);
            return 0;
        }
        Action::ShellFile(kind) => {
            return match shell_files::text(kind) {
                Some(text) => {
                    print!("{text}");
                    0
                }
                None => {
                    eprintln!("-ShellFile takes bash, zsh, fish, powershell or man, but got '{kind}'.");
                    64
                }
            };
        }
        _ => {}
    }
    let mut configuration = configuration::Configuration::default();
    if !arguments.no_profile {
        match configuration::Configuration::read() {
            Ok(own) => configuration = own,
            Err(message) => {
                eprintln!("{message}");
                return 64;
            }
        }
        configuration.complete(&mut arguments);
    }
    let mut engine = match session(&arguments) {
        Ok(engine) => engine,
        Err(fault) => {
            eprintln!("{}", fault.message);
            return fault.exit_code;
        }
    };
    if let Some(seconds) = arguments.timeout {
        engine.interrupt.set_after(std::time::Duration::from_secs_f64(seconds));
    }
    if let Some(bytes) = arguments.max_memory {
        limits::watch_memory(&engine.interrupt, bytes);
    }
    if let Action::Test(words) = &arguments.action {
        return tests_command::run(&mut engine, words, &arguments);
    }
    if arguments.plan {
        return plan(&mut engine, &arguments);
    }
    if matches!(arguments.action, Action::Interactive) || arguments.no_exit {
        configuration.apply(&mut engine);
        return interactive(&mut engine, &arguments) as u8;
    }
    if !arguments.no_profile {
        profile::run(&mut engine);
    }
    let outcome = match &arguments.action {
        Action::Input => return repl::run_piped(&mut engine, false) as u8,
        _ => run_action(&mut engine, &arguments.action),
    };
    let _ = display::flush(&mut engine);
    if limits::memory_exceeded() {
        engine.ui.write_err("bridgesh: the memory limit is reached; the script was stopped\n");
    }
    match outcome {
        ScriptOutcome::Done => match (&arguments.action, engine.success) {
            (Action::Command(_) | Action::CommandWithArgs(..), false) => 1,
            _ => 0,
        },
        ScriptOutcome::Exit(code) => code as u8,
        ScriptOutcome::Failed => 1,
        ScriptOutcome::Interrupted => 130,
    }
}

/// `-Plan`: runs the script on a copy of the tenant, and reports; 2 if a mail would go out, 1 if the script failed.
fn plan(engine: &mut Engine, arguments: &Arguments) -> u8 {
    let (outcome, report) = library::plan::run(engine, |engine| {
        let outcome = run_action(engine, &arguments.action);
        let _ = display::flush(engine);
        outcome
    });
    let text = if arguments.json { format!("{}\n", report.json()) } else { report.text(engine.ui.width().unwrap_or(100)) };
    engine.ui.write_out(&text);
    match outcome {
        ScriptOutcome::Failed => 1,
        ScriptOutcome::Interrupted => 130,
        ScriptOutcome::Exit(code) if code != 0 => code as u8,
        _ if report.would_mail() => 2,
        _ => 0,
    }
}

/// Runs a script or text of the command line.
fn run_action(engine: &mut Engine, action: &Action) -> ScriptOutcome {
    match action {
        Action::File(path, rest) => run_file(engine, path, rest),
        Action::Command(text) => run_command(engine, text, &[]),
        Action::CommandWithArgs(text, rest) => run_command(engine, text, rest),
        Action::Input | Action::Interactive | Action::Version | Action::Help | Action::Test(_) | Action::ShellFile(_) => {
            ScriptOutcome::Done
        }
    }
}

/// The prompt; with `-NoExit` behind what the command line runs. Where standard input is no terminal, its lines are run
/// with the prompts and the input shown.
fn interactive(engine: &mut Engine, arguments: &Arguments) -> i32 {
    let is_terminal = std::io::stdin().is_terminal();
    engine.run_text(repl::DEFAULT_PROMPT, &RunOptions::default(), &mut ToHost);
    if !arguments.no_logo && is_terminal {
        engine.ui.write_out(repl::BANNER);
    }
    if !arguments.no_profile {
        profile::run(engine);
    }
    let outcome = run_action(engine, &arguments.action);
    let _ = display::flush(engine);
    if let ScriptOutcome::Exit(code) = outcome {
        return code;
    }
    if is_terminal { repl::run_interactive(engine, arguments.plain || console::is_dumb()) } else { repl::run_piped(engine, true) }
}

/// A session as the arguments ask for it.
pub fn session(arguments: &Arguments) -> Result<Engine, sources::Fault> {
    let interrupt = Interrupt::default();
    let mut engine = Engine::new(Box::new(console::Console::new(interrupt.clone())));
    // Where the handler cannot be set, Ctrl-C ends the program as it does any other.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, interrupt.flag());
    engine.interrupt = interrupt;
    engine.non_interactive = arguments.non_interactive;
    if let Some(name) = &arguments.culture {
        engine.culture = crate::value::text::culture::get(name).map_err(|_| sources::Fault {
            message: format!("-Culture takes a culture's name such as de-DE, but got '{name}'."),
            exit_code: 64,
        })?;
    }
    if let Some(folder) = &arguments.working_directory {
        engine.location = engine.resolve_path(folder);
    }
    library::install(&mut engine);
    profile::set_variable(&mut engine);
    engine.session_arguments = session_words(arguments);
    sources::wire(&mut engine, arguments)?;
    Ok(engine)
}

/// The words that start another session with the same time, chance, culture and tenant.
fn session_words(arguments: &Arguments) -> Vec<String> {
    let pairs =
        [("-Seed", arguments.seed.map(|seed| seed.to_string())), ("-Now", arguments.now.clone()), ("-Culture", arguments.culture.clone())];
    pairs.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?])).flatten().collect()
}

fn run_file(engine: &mut Engine, path: &str, rest: &[String]) -> ScriptOutcome {
    let full = engine.resolve_path(path);
    if !full.is_file() {
        engine.ui.write_err(&format!("{}\n", arguments::no_script(path)));
        engine.ui.write_out(&format!("\n{}", arguments::HELP));
        return ScriptOutcome::Exit(64);
    }
    let args = script_arguments(rest);
    engine.run_script_file(&full.to_string_lossy(), args, standard_input::of_program(), &mut ToHost)
}

/// The text of `-Command`: a text that could go on is refused without a word, as PowerShell does.
fn run_command(engine: &mut Engine, text: &str, rest: &[String]) -> ScriptOutcome {
    let entry = Entry { arguments: rest.iter().map(Value::str).collect(), input: standard_input::of_program() };
    engine.run_command_line(text, entry, &mut ToHost)
}

/// Words of the command line as a script's arguments: `-Name` and `-Name:value` are names.
fn script_arguments(words: &[String]) -> Vec<Arg> {
    let span = Span::default();
    words
        .iter()
        .map(|word| {
            let is_name = word.strip_prefix('-').and_then(|rest| rest.chars().next()).is_some_and(|c| c.is_alphabetic() || c == '_');
            if !is_name {
                return Arg::Positional(Value::str(word), span);
            }
            let (name, value) = match word[1..].split_once(':') {
                Some((name, value)) if !value.is_empty() => (name, Some(switch_value(value))),
                Some((name, _)) => (name, None),
                None => (&word[1..], None),
            };
            Arg::Named { name: Rc::from(name), value, text: Rc::from(word.as_str()), span, value_span: span, splatted: false }
        })
        .collect()
}

/// `$true` and `$false` behind a colon are Booleans.
fn switch_value(text: &str) -> Value {
    match text.to_ascii_lowercase().as_str() {
        "$true" | "true" => Value::Bool(true),
        "$false" | "false" => Value::Bool(false),
        _ => Value::str(text),
    }
}
