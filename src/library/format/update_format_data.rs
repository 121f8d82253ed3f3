//! `Update-FormatData`: takes views of types from files.

use super::view_file;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::engine_of;
use crate::entry;
use crate::library::host::display;
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value};

/// What it is.
pub const SPEC: Spec = Spec {
    verb: "Update",
    noun: "FormatData",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Takes views of types from .format.ps1xml files.",
    description: "Views of -PrependPath come before the session's, those of -AppendPath after them. Tables, lists and wide views are taken; custom controls are refused.",
    parameters: parameters::UPDATE_FORMATDATA,
    default_set: parameters::UPDATE_FORMATDATA_DEFAULT,
    should_process: Some(Impact::Low),
    related: &["Get-FormatData"],
    examples: &[Example::runs("Without files nothing changes", "Update-FormatData")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, UpdateFormatData);

#[derive(Default)]
struct UpdateFormatData {
    has_prepended: bool,
}

impl Cmdlet for UpdateFormatData {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if !self.has_prepended {
            self.has_prepended = true;
            let mut files = ctx.call.texts("PrependPath").unwrap_or_default();
            files.reverse();
            for file in files {
                load(ctx, &file, true)?;
            }
        }
        for file in ctx.call.texts("AppendPath").unwrap_or_default() {
            load(ctx, &file, false)?;
        }
        Ok(())
    }
}

fn load(ctx: &mut Context<'_>, file: &str, first: bool) -> Run {
    let engine = engine_of(ctx.host);
    let path = engine.resolve_path(file);
    let shown = path.to_string_lossy().into_owned();
    if !shown.to_ascii_lowercase().ends_with(".ps1xml") {
        let words = format!("Cannot read the file {shown} because it does not have the file name extension \"ps1xml\".");
        return ctx.error(ErrorRecord::new(
            TypeId::PS_INVALID_OPERATION_EXCEPTION,
            words,
            "UpdateTypeData_WrongExtension",
            Category::InvalidArgument,
            Value::Null,
        ));
    }
    if !ctx.should_process(format!("FileName: {shown}"), "Update FormatData")? {
        return Ok(());
    }
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let words = format!("Cannot find path '{shown}' because it does not exist.");
            return ctx.error(ErrorRecord::new(
                TypeId::ITEM_NOT_FOUND_EXCEPTION,
                words,
                "PathNotFound",
                Category::ObjectNotFound,
                Value::str(file),
            ));
        }
        Err(error) => {
            return ctx.error(ErrorRecord::new(
                TypeId::IO_EXCEPTION,
                error.to_string(),
                "FormatXmlUpdateException",
                Category::ReadError,
                Value::str(file),
            ));
        }
    };
    let engine = engine_of(ctx.host);
    match view_file::parse(engine, &text) {
        Ok(views) => {
            display::views(engine).add(views, first);
            Ok(())
        }
        Err(words) => {
            let words = format!("There were errors in loading the format data file: {shown}: {words}");
            ctx.error(ErrorRecord::new(
                TypeId::RUNTIME_EXCEPTION,
                words,
                "FormatXmlUpdateException",
                Category::InvalidData,
                Value::str(file),
            ))
        }
    }
}
