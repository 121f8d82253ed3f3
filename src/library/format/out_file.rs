//! `Out-File`: objects as text into a file, as the host would show them.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::engine_of;
use crate::entry;
use crate::library::files::encoding::{encoding_of, marked};
use crate::library::files::write_file::{FileWriter, Mode};
use crate::library::host::display;
use crate::library::parameters;
use crate::present::draw::LineSink;
use crate::present::format::Settings;
use crate::present::output::Output;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

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
    file: FileWriter,
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
        let mut encoding = encoding_of(ctx.call.get("Encoding"))?;
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
        // What a file has in another encoding is gone on with.
        if append
            && !ctx.call.has("Encoding")
            && let Ok(bytes) = std::fs::read(&full)
            && let Some(own) = marked(&bytes)
        {
            encoding = own;
        }
        let mode = if append { Mode::Append } else { Mode::Replace };
        let file = FileWriter::open(engine_of(ctx.host), &full, mode, encoding, ctx.call.flag("Force"))?;
        let line_end = if ctx.call.flag("NoNewline") { "" } else { "\n" };
        self.open = Some(Open { file, output: Output::new(surface), settings, line_end });
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
        open.write(&lines)?;
        open.file.finish()
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
        self.file.text(&text)
    }
}
