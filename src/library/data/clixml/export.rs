//! `Export-Clixml`: objects with their types into a file.

use super::Writer;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::files::encoding::encoding_of;
use crate::library::files::place;
use crate::library::files::write_file::{FileWriter, Mode};
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Export",
    noun: "Clixml",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Writes objects with their types into a file.",
    description: "Import-Clixml reads them back. -Depth says how many levels of contained objects are written; what lies deeper becomes text. The old file stays until the new one is written whole.",
    parameters: parameters::EXPORT_CLIXML,
    default_set: parameters::EXPORT_CLIXML_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Import-Clixml", "ConvertTo-CliXml", "ConvertTo-Json", "about_Serialization"],
    examples: &[
        Example::new("There and back", "Get-Date 2026-03-02 | Export-Clixml day.xml\n(Import-Clixml day.xml).DayOfWeek", "Monday\n"),
        Example::new("A table of settings", "@{ Length = 7 } | Export-Clixml settings.xml\n(Import-Clixml settings.xml).Length", "7\n"),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ExportClixml);

#[derive(Default)]
struct ExportClixml {
    file: Option<FileWriter>,
    writer: Option<Writer>,
}

impl Cmdlet for ExportClixml {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        let (path, literal) = (ctx.call.text("Path"), ctx.call.text("LiteralPath"));
        let Some(text) = path.or(literal.clone()) else { return Ok(()) };
        if !ctx.should_process(&text, "Export-Clixml")? {
            return Ok(());
        }
        let encoding = encoding_of(ctx.call.get("Encoding"))?;
        let (force, no_clobber) = (ctx.call.flag("Force"), ctx.call.flag("NoClobber"));
        let engine = ctx.engine();
        let file = match place::files_of(engine, &text, literal.is_some()) {
            Ok(files) if files.len() == 1 => files.into_iter().next().unwrap_or_default(),
            _ => place::file_of(engine, &text)?,
        };
        if no_clobber && file.exists() {
            let message = format!("The file '{}' already exists.", file.display());
            let error =
                ErrorRecord::new(TypeId::IO_EXCEPTION, message, "NoClobber", Category::ResourceExists, Value::str(file.to_string_lossy()));
            return Err(ctx.raise(error));
        }
        self.file = Some(FileWriter::open(ctx.engine(), &file, Mode::Replace, encoding, force)?);
        self.writer = Some(Writer::new(ctx.call.integer("Depth")));
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (Some(writer), Some(file)) = (&mut self.writer, &mut self.file) else { return Ok(()) };
        if let Some(value) = ctx.call.get("InputObject").cloned() {
            writer.object(ctx.engine(), &value)?;
            file.text(&writer.take())?;
        }
        Ok(())
    }

    fn end(&mut self, _ctx: &mut Context<'_>) -> Run {
        let (Some(writer), Some(mut file)) = (self.writer.take(), self.file.take()) else { return Ok(()) };
        file.text(&writer.finish())?;
        file.finish()
    }
}
