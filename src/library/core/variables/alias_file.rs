//! `Export-Alias`, `Import-Alias`: aliases in files.

use std::rc::Rc;

use super::{alias, get_alias};
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::scope::Alias;
use crate::engine::{Command, Engine, EngineContext};
use crate::entry;
use crate::library::parameters;
use crate::value::members::objects::wildcard_matches;
use crate::value::{Category, Run, TypeId, Value, convert};

/// What `Export-Alias` says of itself.
pub const EXPORT: Spec = Spec {
    verb: "Export",
    noun: "Alias",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Writes aliases to a file.",
    description: "Writes a file of comma-separated values for Import-Alias, or with -As Script one of Set-Alias commands.",
    parameters: parameters::EXPORT_ALIAS,
    default_set: parameters::EXPORT_ALIAS_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Import-Alias", "Get-Alias"],
    examples: &[Example::runs("Keep aliases", "Set-Alias say Write-Output; Export-Alias -Path ([IO.Path]::GetTempFileName()) -Name say")],
    ..Spec::EMPTY
};

/// What `Import-Alias` says of itself.
pub const IMPORT: Spec = Spec {
    verb: "Import",
    noun: "Alias",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Reads aliases from a file.",
    description: "Makes the aliases that Export-Alias wrote.",
    parameters: parameters::IMPORT_ALIAS,
    default_set: parameters::IMPORT_ALIAS_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Export-Alias", "Set-Alias"],
    examples: &[Example::new(
        "Bring aliases back",
        "$file = [IO.Path]::GetTempFileName()\nSet-Alias say Write-Output; Export-Alias $file -Name say; Remove-Alias say\nImport-Alias $file; say hello",
        "hello\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const EXPORT_ENTRY: Entry = entry!(EXPORT, ExportAlias);
/// The registry's entry.
pub const IMPORT_ENTRY: Entry = entry!(IMPORT, ImportAlias);

fn path_of(ctx: &mut Context<'_>) -> std::path::PathBuf {
    let path = ctx.call.text("Path").or_else(|| ctx.call.text("LiteralPath")).unwrap_or_else(|| Rc::from(""));
    ctx.engine().location.join(&*path)
}

#[derive(Default)]
struct ExportAlias;

impl Cmdlet for ExportAlias {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let path = path_of(ctx);
        let names = ctx.call.texts("Name").unwrap_or_else(|| vec![Rc::from("*")]);
        let mut list: Vec<Rc<Alias>> = get_alias::all(ctx)?;
        list.retain(|own| names.iter().any(|pattern| wildcard_matches(pattern, &own.name)));
        if !ctx.should_process(path.to_string_lossy(), "Export Alias")? {
            return Ok(());
        }
        let as_script = ctx.call.integer("As") == Some(1);
        let mut text = String::new();
        if let Some(description) = ctx.call.text("Description") {
            for line in description.lines() {
                text.push_str(&format!("# {line}\n"));
            }
        }
        for own in &list {
            let bits = convert::enum_text(TypeId::SCOPED_ITEM_OPTIONS, i64::from(own.options));
            if as_script {
                text.push_str(&format!(
                    "set-alias -Name:\"{}\" -Value:\"{}\" -Description:\"{}\" -Option:\"{bits}\"\n",
                    own.name, own.definition, own.description
                ));
            } else {
                text.push_str(&format!("\"{}\",\"{}\",\"{}\",\"{bits}\"\n", own.name, own.definition, own.description));
            }
            if ctx.call.flag("PassThru") {
                ctx.write(Command::Alias(own.clone()).value())?;
            }
        }
        if ctx.call.flag("NoClobber") && path.exists() {
            let message = format!("The file '{}' already exists.", path.display());
            return ctx.fail(TypeId::IO_EXCEPTION, message, "NoClobber", Category::ResourceExists, Value::str(path.to_string_lossy()));
        }
        gate(ctx.engine(), &path)?;
        let old = if ctx.call.flag("Append") { std::fs::read_to_string(&path).unwrap_or_default() } else { String::new() };
        match std::fs::write(&path, old + &text) {
            Ok(()) => Ok(()),
            Err(error) => ctx.fail(
                TypeId::IO_EXCEPTION,
                error.to_string(),
                "FileOpenFailure",
                Category::OpenError,
                Value::str(path.to_string_lossy()),
            ),
        }
    }
}

fn gate(engine: &mut Engine, path: &std::path::Path) -> Run {
    match engine.file_gate.clone() {
        Some(gate) => gate(engine, path),
        None => Ok(()),
    }
}

#[derive(Default)]
struct ImportAlias;

impl Cmdlet for ImportAlias {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let path = path_of(ctx);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                return ctx.fail(
                    TypeId::ITEM_NOT_FOUND_EXCEPTION,
                    error.to_string(),
                    "FileOpenFailure",
                    Category::OpenError,
                    Value::str(path.to_string_lossy()),
                );
            }
        };
        for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            let parts = fields(line);
            let [name, definition, description, bits] = &parts[..] else {
                let message = format!("Cannot import an alias from the line \"{line}\": it has {} values, not 4.", parts.len());
                ctx.fail(
                    TypeId::FORMAT_EXCEPTION,
                    message,
                    "ImportAliasFileFormatError",
                    Category::ReadError,
                    Value::str(path.to_string_lossy()),
                )?;
                continue;
            };
            let bits = match convert::try_cast(ctx.engine(), &Value::str(bits), TypeId::SCOPED_ITEM_OPTIONS) {
                Ok(Value::Enum(_, bits)) => bits as u8 & 0x0f,
                _ => 0,
            };
            if !ctx.should_process(format!("Name: {name} Value: {definition}"), "Import Alias")? {
                continue;
            }
            let force = ctx.call.flag("Force");
            alias::put(ctx, name, definition, Rc::from(description.as_str()), bits, !force)?;
        }
        Ok(())
    }
}

/// The values of a line.
fn fields(line: &str) -> Vec<String> {
    let mut list = vec![String::new()];
    let mut quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        let last = list.len() - 1;
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                list[last].push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => list.push(String::new()),
            other => list[last].push(other),
        }
    }
    list
}
