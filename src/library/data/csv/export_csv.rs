//! `Export-Csv`: objects into a CSV file.

use std::rc::Rc;

use super::reader::Records;
use super::writer::LineMaker;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::files::encoding::{encoding_of, text_of};
use crate::library::files::place;
use crate::library::files::write_file::{FileWriter, Mode};
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value, members};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Export",
    noun: "Csv",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Writes objects into a CSV file.",
    description: "The first line names the properties of the first object; each object becomes a line. With -Append the columns are those that the file has. The old file stays until the new one is written whole.",
    parameters: parameters::EXPORT_CSV,
    default_set: parameters::EXPORT_CSV_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Import-Csv", "ConvertTo-Csv", "ConvertFrom-Csv"],
    examples: &[Example::new(
        "Write and read back",
        "[pscustomobject]@{ Upn = 'ana@contoso.com' } | Export-Csv users.csv\nGet-Content users.csv",
        "\"Upn\"\n\"ana@contoso.com\"\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ExportCsv);

#[derive(Default)]
struct ExportCsv {
    maker: Option<LineMaker>,
    writer: Option<FileWriter>,
    is_refused: bool,
    header_written: bool,
    path: std::path::PathBuf,
    line: String,
}

impl Cmdlet for ExportCsv {
    fn begin(&mut self, ctx: &mut Context<'_>) -> Run {
        let mut maker = LineMaker::of(ctx.host.runtime(), ctx.call)?;
        let (path, literal) = (ctx.call.text("Path"), ctx.call.text("LiteralPath"));
        let text = match (&path, &literal) {
            (Some(text), None) | (None, Some(text)) => text.clone(),
            _ => {
                let message = "You must specify either the -Path or -LiteralPath parameters, but not both.";
                let error = ErrorRecord::new(
                    TypeId::INVALID_OPERATION_EXCEPTION,
                    message,
                    "CannotSpecifyPathAndLiteralPath",
                    Category::InvalidData,
                    Value::Null,
                );
                return Err(ctx.raise(error));
            }
        };
        if !ctx.should_process(&text, "Export-Csv")? {
            self.is_refused = true;
            return Ok(());
        }
        let mut encoding = encoding_of(ctx.call.get("Encoding"))?;
        let engine = ctx.engine();
        let file = match place::files_of(engine, &text, literal.is_some()) {
            Ok(files) if files.len() == 1 => files.into_iter().next().unwrap_or_default(),
            _ => place::file_of(engine, &text)?,
        };
        let is_append = ctx.call.flag("Append");
        let found = std::fs::metadata(&file).ok().filter(|metadata| metadata.is_file());
        if ctx.call.flag("NoClobber") && found.is_some() && !is_append {
            let message = format!("The file '{}' already exists.", file.display());
            let error =
                ErrorRecord::new(TypeId::IO_EXCEPTION, message, "NoClobber", Category::ResourceExists, Value::str(file.to_string_lossy()));
            return Err(ctx.raise(error));
        }
        if is_append && found.is_some_and(|metadata| metadata.len() > 0) {
            let bytes = std::fs::read(&file).map_err(|error| crate::library::files::write_file::open_error(&file, &error))?;
            if !ctx.call.has("Encoding") {
                encoding = crate::library::files::encoding::marked(&bytes).unwrap_or(encoding);
            }
            let old = text_of(&bytes, encoding);
            let mut records = Records::new(&old, maker.delimiter);
            let mut names = records.next_record();
            while names.first().is_some_and(|name| name.starts_with('#')) {
                names = records.next_record();
            }
            if !ctx.call.flag("NoHeader") && !names.is_empty() {
                maker.set_names(names);
                self.header_written = true;
            }
            let force = ctx.call.flag("Force");
            self.writer = Some(FileWriter::open(ctx.engine(), &file, Mode::Append, encoding, force)?);
            if !old.is_empty()
                && !old.ends_with('\n')
                && let Some(writer) = &mut self.writer
            {
                writer.text("\n")?;
            }
        } else {
            let mode = if is_append { Mode::Append } else { Mode::Replace };
            let force = ctx.call.flag("Force");
            self.writer = Some(FileWriter::open(ctx.engine(), &file, mode, encoding, force)?);
        }
        self.path = file;
        self.maker = Some(maker);
        Ok(())
    }

    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (Some(maker), Some(writer), Some(value)) = (&mut self.maker, &mut self.writer, ctx.call.get("InputObject").cloned()) else {
            return Ok(());
        };
        if self.is_refused || value.is_null() {
            return Ok(());
        }
        self.line.clear();
        if self.header_written {
            if ctx.call.flag("Append") && !ctx.call.flag("Force") {
                let missing: Option<Rc<str>> =
                    maker.names().unwrap_or_default().iter().find(|name| !has_column(ctx, &value, name)).cloned();
                if let Some(name) = missing {
                    let message = format!(
                        "Cannot append CSV content to the following file: {}. The appended object does not have a property that corresponds to the following column: {name}. To continue with mismatched properties, add the -Force parameter, and then retry the command.",
                        self.path.display()
                    );
                    let error = ErrorRecord::new(
                        TypeId::INVALID_OPERATION_EXCEPTION,
                        message,
                        "CannotAppendCsvWithMismatchedPropertyNames",
                        Category::InvalidData,
                        Value::str(name),
                    );
                    return Err(ctx.raise(error));
                }
            }
        } else {
            self.header_written = true;
            maker.learn(&value);
            if ctx.call.flag("IncludeTypeInformation") {
                self.line.push_str(&LineMaker::type_line(&value));
                self.line.push('\n');
            }
            if !ctx.call.flag("NoHeader") {
                self.line.push_str(&maker.header());
                self.line.push('\n');
            }
        }
        maker.row(ctx.host.runtime(), &value, &mut self.line)?;
        self.line.push('\n');
        writer.text(&self.line)
    }

    fn end(&mut self, _ctx: &mut Context<'_>) -> Run {
        match self.writer.take() {
            Some(writer) => writer.finish(),
            None => Ok(()),
        }
    }
}

fn has_column(ctx: &mut Context<'_>, value: &Value, name: &str) -> bool {
    match value.base() {
        Value::Dict(dict) => dict.get_str(name).is_some(),
        _ => value.note(name).is_some() || members::get(ctx.host.runtime(), value, name).is_ok_and(|found| found.is_some()),
    }
}
