//! `Start-Transcript`, `Stop-Transcript`: what a session shows, in a file. Secrets that the session gave out (PINs) are
//! masked in it.

mod recorder;

use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::{Engine, EngineContext};
use crate::entry;
use crate::library::files::{selection, write_file};
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Raise, Run, Runtime, TypeId, Value, convert};
use recorder::{Recorder, Transcript, Transcripts};

/// What `Start-Transcript` says of itself.
pub const START: Spec = Spec {
    verb: "Start",
    noun: "Transcript",
    module: "Microsoft.PowerShell.Host",
    synopsis: "Keeps what the session shows in a file.",
    description: "Until Stop-Transcript or the session's end. PINs that the session shows stand in the file as asterisks, and so do texts in typed lines that name a password. -Append goes on with the file, -NoClobber leaves one that is there alone.",
    parameters: parameters::START_TRANSCRIPT,
    default_set: parameters::START_TRANSCRIPT_DEFAULT,
    should_process: Some(Impact::Medium),
    output: &["System.String"],
    related: &["Stop-Transcript"],
    examples: &[Example::new(
        "A transcript of one line",
        "$file = Join-Path ([IO.Path]::GetTempPath()) 'bridgesh-transcript-example.txt'\nStart-Transcript $file | Out-Null\nWrite-Host 'Done.'\nStop-Transcript | Out-Null\n(Get-Content $file) -contains 'Done.'",
        "Done.\nTrue\n",
    )],
    ..Spec::EMPTY
};

/// What `Stop-Transcript` says of itself.
pub const STOP: Spec = Spec {
    verb: "Stop",
    noun: "Transcript",
    module: "Microsoft.PowerShell.Host",
    synopsis: "Ends the newest transcript.",
    description: "Writes the last lines and closes the file.",
    parameters: parameters::STOP_TRANSCRIPT,
    default_set: parameters::STOP_TRANSCRIPT_DEFAULT,
    output: &["System.String"],
    related: &["Start-Transcript"],
    examples: &[Example::new(
        "Nothing to stop",
        "try { Stop-Transcript } catch { $_.FullyQualifiedErrorId }",
        "InvalidOperation,Microsoft.PowerShell.Commands.StopTranscriptCommand\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const START_ENTRY: Entry = entry!(START, StartTranscript);
/// The registry's entry.
pub const STOP_ENTRY: Entry = entry!(STOP, StopTranscript);

const RULE: &str = "**********************\n";

/// The moment as transcripts write it: `20240131235959`.
fn stamp(engine: &mut Engine) -> String {
    let now = Runtime::now(engine).to_local_time();
    let (year, month, day) = (now.year(), now.month(), now.day());
    format!("{year:04}{month:02}{day:02}{:02}{:02}{:02}", now.hour(), now.minute(), now.second())
}

fn header(engine: &mut Engine, is_minimal: bool) -> String {
    let start = stamp(engine);
    let head = format!("{RULE}PowerShell transcript start\nStart time: {start}\n");
    if is_minimal {
        return format!("{head}{RULE}");
    }
    let user = engine.environment.get("USER").or_else(|| engine.environment.get("LOGNAME")).cloned().unwrap_or_default();
    let machine = machine_name();
    let program: Vec<String> = std::env::args().collect();
    let mut text = format!(
        "{head}Username: {machine}\\{user}\nRunAs User: {machine}\\{user}\nConfiguration Name: \nMachine: {machine} ({})\nHost Application: {}\nProcess ID: {}\n",
        if cfg!(unix) { "Unix" } else { "Win32NT" },
        program.join(" "),
        std::process::id(),
    );
    // The rows of $PSVersionTable as they stand there.
    if let Ok(Some(Value::Dict(versions))) = engine.variable_by_name("PSVersionTable") {
        for (name, value) in versions.pairs() {
            let (name, value) = (convert::to_message_text(engine, &name), convert::to_text_with(engine, &value, ", "));
            text.push_str(&format!("{name}: {}\n", value.unwrap_or_default()));
        }
    }
    text + RULE
}

fn machine_name() -> String {
    std::fs::read_to_string("/proc/sys/kernel/hostname").map_or_else(|_| "localhost".to_owned(), |name| name.trim().to_owned())
}

/// A name for a transcript that was given none.
fn own_name(engine: &mut Engine) -> String {
    let letters = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    let mut bits = Runtime::random(engine);
    let unique: String = (0..8)
        .map(|_| {
            let letter = letters[(bits % letters.len() as u64) as usize];
            bits /= letters.len() as u64;
            char::from(letter)
        })
        .collect();
    format!("PowerShell_transcript.{}.{unique}.{}.txt", machine_name(), stamp(engine))
}

fn path_of(ctx: &mut Context<'_>) -> Run<PathBuf> {
    if let Some(path) = ctx.call.text("LiteralPath").or_else(|| ctx.call.text("Path")) {
        return Ok(ctx.engine().resolve_path(&path));
    }
    let name = own_name(ctx.engine());
    let folder = match ctx.call.text("OutputDirectory") {
        Some(folder) => ctx.engine().resolve_path(&folder),
        None => match ctx.host.variable("Transcript") {
            Some(path) if path.as_str().is_some_and(|path| !path.is_empty()) => {
                let path = path.as_str().cloned().unwrap_or_else(|| Rc::from(""));
                return Ok(ctx.engine().resolve_path(&path));
            }
            _ => ctx.engine().resolve_path("~"),
        },
    };
    Ok(folder.join(name))
}

#[derive(Default)]
struct StartTranscript;

impl Cmdlet for StartTranscript {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let path = path_of(ctx)?;
        let shown = path.to_string_lossy().into_owned();
        if !ctx.should_process(&shown, "Start-Transcript")? {
            return Ok(());
        }
        let fault = |class: TypeId, message: String, id: &str, category: Category| -> Raise {
            ErrorRecord::new(class, message, id, category, Value::Null).into()
        };
        if path.is_dir() {
            let message = format!("Transcription cannot be started: '{shown}' is a folder.");
            return Err(fault(TypeId::ARGUMENT_EXCEPTION, message, "CannotStartTranscription", Category::InvalidArgument));
        }
        let append = ctx.call.flag("Append");
        if ctx.call.flag("NoClobber") && !append && path.exists() {
            let message = format!("File {shown} already exists and NoClobber was specified.");
            return Err(fault(TypeId::UNAUTHORIZED_ACCESS_EXCEPTION, message, "NoClobber", Category::PermissionDenied));
        }
        selection::ask_gate(ctx.engine(), &path)?;
        if ctx.call.flag("Force")
            && let Some(parent) = path.parent()
        {
            let _ = std::fs::create_dir_all(parent);
            let _ = crate::library::files::attributes::set_read_only(&path, false);
        }
        let file = open(&path, append).map_err(|error| {
            let record = write_file::failure(&path, &error, "CannotStartTranscription", Category::OpenError);
            let message = format!("Transcription cannot be started due to the error: {}", record.message());
            fault(TypeId::PS_INVALID_OPERATION_EXCEPTION, message, "CannotStartTranscription", Category::InvalidOperation)
        })?;
        let is_minimal = ctx.call.flag("UseMinimalHeader");
        let head = header(ctx.engine(), is_minimal);
        let with_commands = ctx.call.flag("IncludeInvocationHeader");
        let engine = ctx.engine();
        engine.flush_shown()?;
        let mut transcript = Transcript::new(path, file, with_commands);
        transcript.write(&head);
        let transcripts = engine.extension::<Transcripts>().clone();
        let is_first = transcripts.0.borrow().is_empty();
        transcripts.0.borrow_mut().push(transcript);
        if is_first {
            let revealed = engine.revealed.clone();
            Recorder::install(&mut engine.ui, transcripts, revealed);
        }
        let as_given =
            ctx.call.text("LiteralPath").or_else(|| ctx.call.text("Path")).map_or_else(|| shown.clone(), |path| path.to_string());
        ctx.write(noted(format!("Transcript started, output file is {as_given}"), &shown))
    }
}

fn open(path: &Path, append: bool) -> std::io::Result<std::fs::File> {
    std::fs::OpenOptions::new().create(true).write(true).append(append).truncate(!append).open(path)
}

fn noted(text: String, path: &str) -> Value {
    let value = Value::from(text).wrapped();
    value.set_note("Path", Value::str(path));
    value
}

#[derive(Default)]
struct StopTranscript;

impl Cmdlet for StopTranscript {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        ctx.engine().flush_shown()?;
        let transcripts = ctx.engine().extension::<Transcripts>().clone();
        let Some(mut transcript) = transcripts.0.borrow_mut().pop() else {
            let record = ErrorRecord::new(
                TypeId::PS_INVALID_OPERATION_EXCEPTION,
                "An error occurred stopping transcription: The host is not currently transcribing.",
                "InvalidOperation",
                Category::InvalidOperation,
                Value::Null,
            );
            return Err(ctx.raise(record));
        };
        let end = stamp(ctx.engine());
        let secrets = ctx.engine().revealed.clone();
        transcript.take("", &secrets.borrow(), true);
        transcript.write(&format!("{RULE}PowerShell transcript end\nEnd time: {end}\n{RULE}"));
        let shown = transcript.path.to_string_lossy().into_owned();
        if transcripts.0.borrow().is_empty() {
            Recorder::remove(&mut ctx.engine().ui);
        }
        ctx.write(noted(format!("Transcript stopped, output file is {shown}"), &shown))
    }
}

/// Whether a typed line may hold a secret.
fn names_secret(line: &str) -> bool {
    let lower = line.to_lowercase();
    ["password", "asplaintext", "token", "apikey", "secret", "credential"].iter().any(|word| lower.contains(word))
}
