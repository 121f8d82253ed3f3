//! `Import-Csv`: objects of a CSV file.

use super::reader::Rows;
use super::writer::delimiter_of;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::files::encoding::encoding_of;
use crate::library::files::text_blocks::TextBlocks;
use crate::library::files::{place, write_file};
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Import",
    noun: "Csv",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Makes objects of a CSV file.",
    description: "The first line names the properties, unless -Header does; each line after it becomes an object whose properties are texts. Rows are passed on while the file is read.",
    parameters: parameters::IMPORT_CSV,
    default_set: parameters::IMPORT_CSV_DEFAULT,
    output: &["System.Object"],
    related: &["Export-Csv", "ConvertFrom-Csv", "ConvertTo-Csv"],
    examples: &[Example::new(
        "Read a file of users",
        "Set-Content users.csv 'upn,region', 'ana@contoso.com,DE'\nImport-Csv users.csv | ForEach-Object { \"$($_.upn) in $($_.region)\" }",
        "ana@contoso.com in DE\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ImportCsv);

#[derive(Default)]
struct ImportCsv;

impl Cmdlet for ImportCsv {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (path, literal) = (ctx.call.texts("Path"), ctx.call.texts("LiteralPath"));
        if path.is_some() == literal.is_some() {
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
        let is_literal = literal.is_some();
        let encoding = encoding_of(ctx.call.get("Encoding"))?;
        for text in path.or(literal).unwrap_or_default() {
            let files = match place::files_of(ctx.engine(), &text, is_literal) {
                Ok(files) => files,
                Err(raise) => match raise.error() {
                    // The file is opened, not looked for: the error is the opening's.
                    Some(record) if &**record.0.id.borrow() == "PathNotFound" => {
                        let file = place::file_of(ctx.engine(), &text)?;
                        ctx.error(write_file::open_error(&file, &std::io::Error::from(std::io::ErrorKind::NotFound)))?;
                        continue;
                    }
                    _ => return Err(raise),
                },
            };
            for file in files {
                let mut blocks = match TextBlocks::open(&file, encoding) {
                    Ok(blocks) => blocks,
                    Err(error) => {
                        ctx.error(write_file::open_error(&file, &error))?;
                        continue;
                    }
                };
                let mut rows = Rows::new(delimiter_of(ctx.host.runtime(), ctx.call), ctx.call.texts("Header"))?;
                // Text of a record whose end has not been read yet.
                let mut text = String::new();
                loop {
                    let block = blocks.next_block().map_err(|error| write_file::open_error(&file, &error))?;
                    let is_last = block.is_none();
                    text.push_str(&block.unwrap_or_default());
                    let read = rows.read_block(&text, is_last, &mut |row| ctx.out.push(ctx.host, row))?;
                    if is_last {
                        break;
                    }
                    text.drain(..read);
                }
                if rows.unnamed {
                    ctx.warn(super::UNNAMED_WARNING)?;
                }
            }
        }
        Ok(())
    }
}
