//! `Import-PowerShellDataFile`: reads data files (.psd1).

use super::data_file;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::files::{place, selection};
use crate::library::parameters;
use crate::value::{Category, Run, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Import",
    noun: "PowerShellDataFile",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Reads data files (.psd1).",
    description: "A data file is one hash table of constants; nothing in it runs.",
    parameters: parameters::IMPORT_POWERSHELLDATAFILE,
    default_set: parameters::IMPORT_POWERSHELLDATAFILE_DEFAULT,
    related: &["Import-Module", "ConvertFrom-StringData"],
    examples: &[Example::new(
        "Read a value",
        "Set-Content settings.psd1 \"@{ Region = 'DE' }\"\n(Import-PowerShellDataFile settings.psd1).Region",
        "DE\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ImportPowerShellDataFile);

#[derive(Default)]
struct ImportPowerShellDataFile;

impl Cmdlet for ImportPowerShellDataFile {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let (texts, is_literal) = selection::path_texts(ctx);
        let is_unlimited = ctx.call.flag("SkipLimitCheck");
        for text in texts {
            for file in place::files_of(ctx.engine(), &text, is_literal)? {
                if file.is_dir() {
                    let message = format!("Cannot find path '{}' because it does not exist.", file.display());
                    let class = TypeId::ITEM_NOT_FOUND_EXCEPTION;
                    ctx.fail(class, message, "PathNotFound", Category::ObjectNotFound, Value::str(file.to_string_lossy()))?;
                    continue;
                }
                match data_file::read_constants(ctx.engine(), &file, is_unlimited) {
                    Ok(value) => ctx.write(value)?,
                    Err(raise) => match raise.error().cloned() {
                        // What is no constant ends the command.
                        Some(record) if record.id().starts_with("System.") => return Err(record.into()),
                        Some(record) => ctx.error(record)?,
                        None => return Err(raise),
                    },
                }
            }
        }
        Ok(())
    }
}
