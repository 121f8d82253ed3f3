//! `Start-Process`: starts a program beside the script.

use std::fs::File;
use std::process::{Command, Stdio};

use super::info;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::{self, EngineContext};
use crate::entry;
use crate::library::files::{selection, write_file};
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Raise, Run, TypeId, Value, convert};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Start",
    noun: "Process",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Starts a program beside the script.",
    description: "-Wait waits for its end, -PassThru gives it as an object; input and output come from and go to files. Windows, other users and verbs of documents are not available. A plan starts nothing.",
    parameters: parameters::START_PROCESS,
    default_set: parameters::START_PROCESS_DEFAULT,
    should_process: Some(Impact::Medium),
    output: &["System.Diagnostics.Process"],
    related: &["Get-Process", "Stop-Process", "Wait-Process"],
    examples: &[Example::new("A program's exit code", "(Start-Process false -Wait -PassThru).ExitCode", "1\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, StartProcess);

#[derive(Default)]
struct StartProcess;

impl Cmdlet for StartProcess {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        for name in ["Verb", "WindowStyle", "Credential", "LoadUserProfile"] {
            if ctx.call.has(name) {
                let message =
                    format!("The parameter '-{name}' is not supported for the cmdlet 'Start-Process' on this edition of PowerShell.");
                let record = ErrorRecord::new(
                    TypeId::NOT_SUPPORTED_EXCEPTION,
                    message,
                    "NotSupportedException",
                    Category::NotImplemented,
                    Value::Null,
                );
                return Err(ctx.raise(record));
            }
        }
        let file = ctx.call.text("FilePath").unwrap_or_default();
        let arguments = split_words(&ctx.call.texts("ArgumentList").unwrap_or_default().join(" "));
        let shown = if arguments.is_empty() { file.to_string() } else { format!("{file} {}", arguments.join(" ")) };
        if !ctx.should_process(&shown, "Start-Process")? {
            return Ok(());
        }
        // A name is a program: aliases and cmdlets of that name are none.
        let program = match ctx.engine().find_file(&file) {
            Some(engine::Command::Application(path)) => path.to_string(),
            _ => ctx.engine().resolve_path(&file).to_string_lossy().into_owned(),
        };
        ctx.host.ask_program_gate(&program, &arguments)?;
        let mut command = Command::new(&program);
        let folder = match ctx.call.text("WorkingDirectory") {
            Some(folder) => ctx.engine().resolve_path(&folder),
            None => ctx.engine().location.clone(),
        };
        command.args(&arguments).current_dir(&folder).env_clear();
        if ctx.call.flag("UseNewEnvironment") {
            command.envs(std::env::vars_os());
        } else {
            command.envs(&ctx.engine().environment);
        }
        if let Some(Value::Dict(variables)) = ctx.call.get("Environment").map(|value| value.base().clone()) {
            for (name, value) in variables.pairs() {
                let name = convert::to_text(ctx.host.runtime(), &name)?;
                if value.is_null() {
                    command.env_remove(&*name);
                } else {
                    command.env(&*name, &*convert::to_text(ctx.host.runtime(), &value)?);
                }
            }
        }
        if let Some(path) = ctx.call.text("RedirectStandardInput") {
            let path = ctx.engine().resolve_path(&path);
            let input = File::open(&path).map_err(|error| Raise::from(write_file::open_error(&path, &error)))?;
            command.stdin(input);
        }
        if let Some(output) = redirect(ctx, "RedirectStandardOutput")? {
            command.stdout(output);
        }
        if let Some(output) = redirect(ctx, "RedirectStandardError")? {
            command.stderr(output);
        }
        ctx.engine().flush_shown()?;
        ctx.engine().ui.write_out("");
        let child = match command.spawn() {
            Ok(child) => child,
            Err(error) => {
                let why = match error.kind() {
                    std::io::ErrorKind::NotFound => "No such file or directory".to_owned(),
                    std::io::ErrorKind::PermissionDenied => "Permission denied".to_owned(),
                    _ => error.to_string(),
                };
                let message = format!(
                    "This command cannot be run due to the error: An error occurred trying to start process '{file}' with working directory '{}'. {why}",
                    folder.display()
                );
                let class = TypeId::INVALID_OPERATION_EXCEPTION;
                let record = ErrorRecord::new(class, message, "InvalidOperationException", Category::InvalidOperation, Value::Null);
                return Err(ctx.raise(record));
            }
        };
        let process = info::started(child);
        if ctx.call.flag("Wait")
            && let Some(own) = process.downcast::<info::Process>()
        {
            own.wait(None, || ctx.engine().poll())?;
        }
        if ctx.call.flag("PassThru") { ctx.write(process) } else { Ok(()) }
    }
}

/// The file that a stream goes to.
fn redirect(ctx: &mut Context<'_>, parameter: &str) -> Run<Option<Stdio>> {
    let Some(path) = ctx.call.text(parameter) else { return Ok(None) };
    let path = ctx.engine().resolve_path(&path);
    selection::ask_gate(ctx.engine(), &path)?;
    match File::create(&path) {
        Ok(file) => Ok(Some(Stdio::from(file))),
        Err(error) => Err(write_file::open_error(&path, &error).into()),
    }
}

/// A command line's words, as .NET takes them apart: blanks separate, double quotes keep together, `\"` is a quote.
fn split_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let (mut is_open, mut has_word) = (false, false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek() == Some(&'"') => {
                word.push('"');
                letters.next();
                has_word = true;
            }
            '"' if is_open && letters.peek() == Some(&'"') => {
                word.push('"');
                letters.next();
            }
            '"' => {
                is_open = !is_open;
                has_word = true;
            }
            ' ' | '\t' if !is_open => {
                if has_word {
                    words.push(std::mem::take(&mut word));
                }
                has_word = false;
            }
            _ => {
                word.push(letter);
                has_word = true;
            }
        }
    }
    if has_word {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::split_words;

    #[test]
    fn words_are_taken_apart_at_blanks_outside_of_quotes() {
        assert_eq!(split_words("-c 2 localhost"), ["-c", "2", "localhost"]);
        assert_eq!(split_words(r#"-c "a b" c\"d "" "#), ["-c", "a b", "c\"d", ""]);
    }
}
