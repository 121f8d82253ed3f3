//! `Import-LocalizedData`: texts of a script in the user's language.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::{BlockInvocation, EngineContext};
use crate::entry;
use crate::library::files::encoding::{encoding_of, text_of};
use crate::library::files::write_file;
use crate::library::parameters;
use crate::value::text::culture::{self, Culture};
use crate::value::{Category, ErrorRecord, Raise, Run, Runtime, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Import",
    noun: "LocalizedData",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Reads the texts of a script in the user's language.",
    description: "The texts are a data file (.psd1) named like the script. It is looked for in the folder of the language, then in those of the languages above it, then beside the script. The file may use what a data section may.",
    parameters: parameters::IMPORT_LOCALIZEDDATA,
    default_set: parameters::IMPORT_LOCALIZEDDATA_DEFAULT,
    related: &["Import-PowerShellDataFile", "ConvertFrom-StringData", "Get-UICulture"],
    examples: &[Example::new(
        "German texts",
        "$null = New-Item de -ItemType Directory -Force\nSet-Content de/texts.psd1 \"@{ Hello = 'Guten Tag' }\"\n(Import-LocalizedData -BaseDirectory $PWD -FileName texts.psd1 -UICulture de-AT).Hello",
        "Guten Tag\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, ImportLocalizedData);

#[derive(Default)]
struct ImportLocalizedData;

fn failed(class: TypeId, message: impl AsRef<str>, category: Category) -> ErrorRecord {
    ErrorRecord::new(class, message, "ImportLocalizedData", category, Value::Null)
}

impl Cmdlet for ImportLocalizedData {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let file = match find(ctx) {
            Ok(file) => file,
            Err(record) => return ctx.error(record),
        };
        let bytes = match std::fs::read(&file) {
            Ok(bytes) => bytes,
            Err(error) => return ctx.error(write_file::open_error(&file, &error)),
        };
        let text = text_of(&bytes, encoding_of(None)?);
        let mut section = String::from("data ");
        if let Some(commands) = ctx.call.texts("SupportedCommand") {
            let quoted: Vec<String> = commands.iter().map(|name| format!("'{}'", name.replace('\'', "''"))).collect();
            section.push_str(&format!("-SupportedCommand {} ", quoted.join(",")));
        }
        section.push_str("{\n");
        section.push_str(&text);
        section.push_str("\n}");
        let engine = ctx.engine();
        let shown = file.to_string_lossy().into_owned();
        let mut items: Vec<Value> = Vec::new();
        let block = engine.script_block_from(&section, Some(&shown));
        let ran = block.and_then(|block| engine.invoke(&block, BlockInvocation::default(), &mut items));
        if let Err(raise) = ran {
            let Some(record) = raise.error().cloned() else { return Err(raise) };
            let message = format!("The data file '{shown}' could not be loaded: {}", record.message());
            return Err(Raise::from(failed(TypeId::INVALID_OPERATION_EXCEPTION, message, Category::InvalidOperation)));
        }
        let value = match items.len() {
            1 => items.remove(0),
            _ => Value::from_outputs(items),
        };
        match ctx.call.text("BindingVariable") {
            Some(name) => ctx.host.set_variable(&name, value),
            None => ctx.write(value),
        }
    }
}

/// The file of the call: in the folder of its culture, of the cultures above, or beside them.
fn find(ctx: &mut Context<'_>) -> Result<PathBuf, ErrorRecord> {
    let script: Option<Rc<str>> = ctx.call.invocation.place.as_ref().and_then(|(source, _)| source.name().map(Rc::from));
    let name = match (ctx.call.text("FileName"), &script) {
        (Some(name), _) if Path::new(&*name).components().count() > 1 => {
            let message = "Cannot perform the import. The FileName parameter may not include a path.";
            return Err(failed(TypeId::PS_ARGUMENT_EXCEPTION, message, Category::InvalidArgument));
        }
        (Some(name), _) => name,
        (None, Some(script)) => script.clone(),
        (None, None) => {
            let message = "The FileName argument was not specified. The FileName argument is required when Import-LocalizedData is not called from a script file.";
            return Err(failed(TypeId::PS_INVALID_OPERATION_EXCEPTION, message, Category::InvalidOperation));
        }
    };
    let engine = ctx.engine();
    let of_engine = engine.culture();
    let location = engine.location.clone();
    let folder = match (ctx.call.text("BaseDirectory"), &script) {
        (Some(folder), _) => ctx.engine().resolve_path(&folder),
        (None, Some(script)) => Path::new(&**script).parent().map_or(location, Path::to_path_buf),
        (None, None) => location,
    };
    let stem = Path::new(&*name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let file = format!("{stem}.psd1");
    let mut culture: std::sync::Arc<Culture> = match ctx.call.text("UICulture") {
        Some(name) => culture::get(&name).map_err(|_| {
            let message = format!("Culture is not supported. (Parameter 'name')\n{name} is an invalid culture identifier.");
            failed(TypeId::ARGUMENT_EXCEPTION, message, Category::InvalidArgument)
        })?,
        None => of_engine,
    };
    while !culture.name.is_empty() {
        let candidate = folder.join(&culture.name).join(&file);
        if candidate.is_file() {
            return Ok(candidate);
        }
        let Ok(parent) = culture::get(&culture.parent) else { break };
        culture = parent;
    }
    let candidate = folder.join(&file);
    if candidate.is_file() {
        return Ok(candidate);
    }
    let message = format!(
        "Cannot find the Windows PowerShell data file '{file}' in directory '{}', or in any parent culture directories.",
        folder.display()
    );
    Err(failed(TypeId::PS_INVALID_OPERATION_EXCEPTION, message, Category::ObjectNotFound))
}
