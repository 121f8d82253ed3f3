//! `Out-File`: objects as text into a file, as the host would show them.

use std::fs::{File, OpenOptions};
use std::io::Write;

use super::file_encoding::FileEncoding;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::engine_of;
use crate::entry;
use crate::library::host::display;
use crate::library::parameters;
use crate::present::draw::LineSink;
use crate::present::format::Settings;
use crate::present::output::Output;
use crate::value::{Category, ErrorRecord, Raise, Run, TypeId, Value};

/// What it is.
pub const SPEC: Spec = Spec {
    verb: "Out",
    noun: "File",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Writes objects to a file as the host would show them.",
    description: "Plain text is written as it is, all else is formatted by its type. Without -Width tables are as wide as the window and lists as wide as they like.",
    parameters: parameters::OUT_FILE,
    default_set: parameters::OUT_FILE_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Out-String", "Set-Content", "Tee-Object"],
    examples: &[Example::runs("A table in a file", "[pscustomobject]@{A=1} | Out-File ([IO.Path]::GetTempFileName())")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, OutFile);

#[derive(Default)]
struct OutFile {
    open: Option<Open>,
}

struct Open {
    file: File,
    encoding: FileEncoding,
    output: Output,
    settings: Settings,
    line_end: &'static str,
}

impl Cmdlet for OutFile {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(path) = ctx.call.text("FilePath").or_else(|| ctx.call.text("LiteralPath")) else { return Ok(()) };
        if !ctx.should_process(&path, "Output to File")? {
            return Ok(());
        }
        let encoding = match ctx.call.get("Encoding") {
            None => FileEncoding::Utf8 { mark: false },
            Some(value) => match FileEncoding::of(value) {
                Some(encoding) => encoding,
                None => {
                    let words = "The encoding is not one that this shell can write: use utf8, utf8BOM, unicode, bigendianunicode, utf32, ascii or latin1.";
                    let record = ErrorRecord::new(
                        TypeId::NOT_SUPPORTED_EXCEPTION,
                        words,
                        "FileEncodingNotSupported",
                        Category::InvalidArgument,
                        value.clone(),
                    );
                    return Err(ctx.raise(record));
                }
            },
        };
        let width = ctx.call.integer("Width").and_then(|width| usize::try_from(width).ok());
        let settings = display::settings(engine_of(ctx.host));
        let engine = engine_of(ctx.host);
        let full = engine.resolve_path(&path);
        let surface = display::text_surface(engine, width);
        let append = ctx.call.flag("Append");
        if ctx.call.flag("NoClobber") && !append && full.exists() {
            let words = format!("The file '{}' already exists.", full.display());
            let record =
                ErrorRecord::new(TypeId::IO_EXCEPTION, words, "NoClobber", Category::ResourceExists, Value::str(full.to_string_lossy()));
            return Err(ctx.raise(record));
        }
        if ctx.call.flag("Force") {
            make_writable(&full);
        }
        let opened = OpenOptions::new().create(true).write(true).append(append).truncate(!append).open(&full);
        let mut file = match opened {
            Ok(file) => file,
            Err(error) => return Err(open_error(ctx, &full, &error)),
        };
        let is_empty = file.metadata().map(|data| data.len() == 0).unwrap_or(true);
        if is_empty && let Err(error) = file.write_all(encoding.mark()) {
            return Err(open_error(ctx, &full, &error));
        }
        let line_end = if ctx.call.flag("NoNewline") { "" } else { "\n" };
        self.open = Some(Open { file, encoding, output: Output::new(surface), settings, line_end });
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (Some(open), Some(value)) = (&mut self.open, ctx.input()) else { return Ok(()) };
        let mut lines: Vec<String> = Vec::new();
        let result = open.output.object(ctx.host.runtime(), &open.settings, &value, &mut lines as &mut dyn LineSink);
        open.write(&lines)?;
        result
    }

    fn end(&mut self, _ctx: &mut Context<'_>) -> Run {
        let Some(mut open) = self.open.take() else { return Ok(()) };
        let mut lines: Vec<String> = Vec::new();
        open.output.finish(&mut lines)?;
        open.write(&lines)
    }

    fn stop(&mut self) {
        self.open = None;
    }
}

impl Open {
    fn write(&mut self, lines: &[String]) -> Run {
        let mut text = String::new();
        for line in lines {
            text.push_str(line);
            text.push_str(self.line_end);
        }
        self.file.write_all(&self.encoding.encode(&text)).map_err(|error| {
            Raise::from(ErrorRecord::new(TypeId::IO_EXCEPTION, error.to_string(), "FileWriteFailure", Category::WriteError, Value::Null))
        })
    }
}

fn make_writable(path: &std::path::Path) {
    if let Ok(data) = std::fs::metadata(path) {
        use std::os::unix::fs::PermissionsExt;
        let mut permissions = data.permissions();
        permissions.set_mode(permissions.mode() | 0o200);
        // Where this is refused, opening the file tells why.
        let _ = std::fs::set_permissions(path, permissions);
    }
}

fn open_error(ctx: &mut Context<'_>, path: &std::path::Path, error: &std::io::Error) -> Raise {
    let (class, words) = match error.kind() {
        std::io::ErrorKind::NotFound => {
            (TypeId::DIRECTORY_NOT_FOUND_EXCEPTION, format!("Could not find a part of the path '{}'.", path.display()))
        }
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::IsADirectory => {
            (TypeId::UNAUTHORIZED_ACCESS_EXCEPTION, format!("Access to the path '{}' is denied.", path.display()))
        }
        _ => (TypeId::IO_EXCEPTION, error.to_string()),
    };
    let record = ErrorRecord::new(class, words, "FileOpenFailure", Category::OpenError, Value::Null);
    ctx.raise(record)
}
