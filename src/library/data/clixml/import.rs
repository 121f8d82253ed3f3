//! `Import-Clixml`: objects of a file that `Export-Clixml` wrote.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::files::encoding::{encoding_of, text_of};
use crate::library::files::{place, write_file};
use crate::library::parameters;
use crate::value::{Category, Run, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Import",
    noun: "Clixml",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Reads objects that Export-Clixml wrote.",
    description: "Numbers, texts, dates, arrays and dictionaries come back as they were; other objects come back with their properties alone, under a type name that begins with \"Deserialized.\".",
    parameters: parameters::IMPORT_CLIXML,
    default_set: parameters::IMPORT_CLIXML_DEFAULT,
    related: &["Export-Clixml", "ConvertFrom-CliXml", "about_Serialization"],
    examples: &[
        Example::new(
            "Numbers stay numbers",
            "1, 2, 3 | Export-Clixml n.xml\nImport-Clixml n.xml | Measure-Object -Sum | ForEach-Object Sum",
            "6\n",
        ),
        Example::new("The first ones", "1..9 | Export-Clixml n.xml\nImport-Clixml n.xml -First 2", "1\n2\n"),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ImportClixml);

#[derive(Default)]
struct ImportClixml;

impl Cmdlet for ImportClixml {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (paths, is_literal) = match ctx.call.texts("LiteralPath") {
            Some(paths) => (paths, true),
            None => (ctx.call.texts("Path").unwrap_or_default(), false),
        };
        let skip = ctx.call.integer("Skip").and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
        let first = ctx.call.integer("First").and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX);
        for path in paths {
            let files = place::files_of(ctx.engine(), &path, is_literal)?;
            for file in files {
                let bytes = match std::fs::read(&file) {
                    Ok(bytes) => bytes,
                    Err(error) => {
                        let record = write_file::failure(&file, &error, "FileNotFound", Category::ObjectNotFound);
                        return Err(ctx.raise(record));
                    }
                };
                let text = text_of(&bytes, encoding_of(None)?);
                if ctx.call.flag("IncludeTotalCount") {
                    ctx.write(Value::UInt64(super::count(&text)? as u64))?;
                }
                let values = super::read(ctx.engine(), &text)?;
                for value in values.into_iter().skip(skip).take(first) {
                    ctx.write(value)?;
                }
            }
        }
        Ok(())
    }
}
