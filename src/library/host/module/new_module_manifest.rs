//! `New-ModuleManifest` and `Update-ModuleManifest`: a module's data file.

use super::data_file;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Impact, Spec};
use crate::engine::{Engine, EngineContext};
use crate::entry;
use crate::library::files::encoding::encoding_of;
use crate::library::files::place;
use crate::library::files::write_file::{FileWriter, Mode};
use crate::library::parameters;
use crate::value::{Category, ErrorRecord, Run, TypeId, Value, convert};
use std::path::Path;

/// What `New-ModuleManifest` says of itself.
pub const NEW_SPEC: Spec = Spec {
    verb: "New",
    noun: "ModuleManifest",
    module: "Microsoft.PowerShell.Core",
    synopsis: "Writes a module's manifest.",
    description: "A manifest says what a module is called, which file it is, what it lets out and what it needs. Keys that are not given stand in it as comments.",
    parameters: parameters::NEW_MODULEMANIFEST,
    default_set: parameters::NEW_MODULEMANIFEST_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["Test-ModuleManifest", "Update-ModuleManifest", "Import-Module"],
    examples: &[Example::new(
        "A manifest, and what it says",
        "New-ModuleManifest ./Rooms.psd1 -RootModule Rooms.psm1 -ModuleVersion 1.2.0 -FunctionsToExport Get-Room\n(Import-PowerShellDataFile ./Rooms.psd1).ModuleVersion",
        "1.2.0\n",
    )],
    ..Spec::EMPTY
};

/// What `Update-ModuleManifest` says of itself.
pub const UPDATE_SPEC: Spec = Spec {
    verb: "Update",
    noun: "ModuleManifest",
    module: "PowerShellGet",
    synopsis: "Changes values of a module's manifest.",
    description: "What is not given stays as it is.",
    parameters: parameters::UPDATE_MODULEMANIFEST,
    default_set: parameters::UPDATE_MODULEMANIFEST_DEFAULT,
    should_process: Some(Impact::Medium),
    related: &["New-ModuleManifest", "Test-ModuleManifest"],
    examples: &[Example::new(
        "Another version",
        "New-ModuleManifest ./Rooms.psd1 -ModuleVersion 1.0.0 -Author Ann\nUpdate-ModuleManifest ./Rooms.psd1 -ModuleVersion 1.1.0\n$m = Import-PowerShellDataFile ./Rooms.psd1\n\"$($m.ModuleVersion) $($m.Author)\"",
        "1.1.0 Ann\n",
    )],
    ..Spec::EMPTY
};

/// The registry's entry of `New-ModuleManifest`.
pub const NEW_ENTRY: Entry = entry!(NEW_SPEC, NewModuleManifest);
/// The registry's entry of `Update-ModuleManifest`.
pub const UPDATE_ENTRY: Entry = entry!(UPDATE_SPEC, UpdateModuleManifest);

/// Keys in the order of the file: the key, the parameter, what it is.
const KEYS: &[(&str, &str, &str)] = &[
    ("RootModule", "RootModule", "Script module or binary module file of this manifest"),
    ("ModuleVersion", "ModuleVersion", "Version number of this module"),
    ("CompatiblePSEditions", "CompatiblePSEditions", "Supported editions"),
    ("GUID", "Guid", "What identifies this module"),
    ("Author", "Author", "Author of this module"),
    ("CompanyName", "CompanyName", "Company of this module"),
    ("Copyright", "Copyright", "Copyright statement"),
    ("Description", "Description", "What the module is for"),
    ("PowerShellVersion", "PowerShellVersion", "Lowest version of PowerShell"),
    ("PowerShellHostName", "PowerShellHostName", "Name of the host it needs"),
    ("PowerShellHostVersion", "PowerShellHostVersion", "Lowest version of that host"),
    ("DotNetFrameworkVersion", "DotNetFrameworkVersion", "Lowest version of the .NET Framework"),
    ("ClrVersion", "ClrVersion", "Lowest version of the common language runtime"),
    ("ProcessorArchitecture", "ProcessorArchitecture", "Processor architecture: None, X86, Amd64"),
    ("RequiredModules", "RequiredModules", "Modules that are imported first"),
    ("RequiredAssemblies", "RequiredAssemblies", "Assemblies that are loaded first"),
    ("ScriptsToProcess", "ScriptsToProcess", "Scripts that run in the caller's session first"),
    ("TypesToProcess", "TypesToProcess", "Type files"),
    ("FormatsToProcess", "FormatsToProcess", "Format files"),
    ("NestedModules", "NestedModules", "Modules that are imported as nested ones"),
    ("FunctionsToExport", "FunctionsToExport", "Functions that are let out"),
    ("CmdletsToExport", "CmdletsToExport", "Cmdlets that are let out"),
    ("VariablesToExport", "VariablesToExport", "Variables that are let out"),
    ("AliasesToExport", "AliasesToExport", "Aliases that are let out"),
    ("DscResourcesToExport", "DscResourcesToExport", "DSC resources that are let out"),
    ("ModuleList", "ModuleList", "All modules packed with this one"),
    ("FileList", "FileList", "All files packed with this module"),
    ("HelpInfoURI", "HelpInfoUri", "Where help is updated from"),
    ("DefaultCommandPrefix", "DefaultCommandPrefix", "Prefix of the commands that are let out"),
];

/// Keys of `PrivateData.PSData`.
const DATA_KEYS: &[(&str, &str)] = &[
    ("Tags", "Tags"),
    ("LicenseUri", "LicenseUri"),
    ("ProjectUri", "ProjectUri"),
    ("IconUri", "IconUri"),
    ("ReleaseNotes", "ReleaseNotes"),
    ("Prerelease", "Prerelease"),
    ("RequireLicenseAcceptance", "RequireLicenseAcceptance"),
    ("ExternalModuleDependencies", "ExternalModuleDependencies"),
];

#[derive(Default)]
struct NewModuleManifest;

impl Cmdlet for NewModuleManifest {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(path) = ctx.call.text("Path") else { return Ok(()) };
        if !path.to_lowercase().ends_with(".psd1") {
            let message = format!("The specified manifest file '{path}' is not valid: its name must end in .psd1.");
            let record = ErrorRecord::new(
                TypeId::INVALID_OPERATION_EXCEPTION,
                message,
                "Modules_InvalidModuleManifestPath",
                Category::InvalidArgument,
                Value::Str(path),
            );
            return Err(ctx.raise(record));
        }
        let file = place::file_of(ctx.engine(), &path)?;
        if !ctx.should_process(file.to_string_lossy(), "New-ModuleManifest")? {
            return Ok(());
        }
        let defaults = defaults(ctx)?;
        write(ctx, &file, &move |key| defaults.iter().find(|(own, _)| *own == key).map(|(_, value)| value.clone()))
    }
}

/// What stands in a new manifest where nothing is given.
fn defaults(ctx: &mut Context<'_>) -> Run<Vec<(&'static str, Value)>> {
    let environment = &ctx.engine().environment;
    let user = environment.get("USER").or(environment.get("LOGNAME")).cloned().unwrap_or_else(|| "Unknown".to_owned());
    let author = ctx.call.text("Author").map_or(user, |author| author.to_string());
    let (low, high) = (ctx.host.random(), ctx.host.random());
    // A random GUID has its version and variant in it.
    let (low, high) = (low & !0xf000 | 0x4000, high >> 2 | 1 << 63);
    let guid =
        format!("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", low >> 32, low >> 16 & 0xffff, low & 0xffff, high >> 48, high & 0xffff_ffff_ffff);
    Ok(vec![
        ("ModuleVersion", Value::str("0.0.1")),
        ("GUID", Value::str(guid)),
        ("Author", Value::str(&author)),
        ("CompanyName", Value::str("Unknown")),
        ("Copyright", Value::str(format!("(c) {author}. All rights reserved."))),
        ("FunctionsToExport", Value::array(Vec::new())),
        ("CmdletsToExport", Value::array(Vec::new())),
        ("VariablesToExport", Value::str("*")),
        ("AliasesToExport", Value::array(Vec::new())),
    ])
}

#[derive(Default)]
struct UpdateModuleManifest;

impl Cmdlet for UpdateModuleManifest {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let Some(path) = ctx.call.text("Path") else { return Ok(()) };
        for file in place::files_of(ctx.engine(), &path, false)? {
            if !ctx.should_process(file.to_string_lossy(), "Update-ModuleManifest")? {
                continue;
            }
            let old = data_file::read(ctx.engine(), &file)?;
            let part = |value: &Value, key: &str| match value.base() {
                Value::Dict(dict) => dict.get_str(key),
                _ => None,
            };
            let data = part(&old, "PrivateData").and_then(|data| part(&data, "PSData")).unwrap_or_default();
            write(ctx, &file, &move |key| part(&old, key).or_else(|| part(&data, key)))?;
        }
        Ok(())
    }
}

/// Writes a manifest of the call's values, else of those that `other` has.
fn write(ctx: &mut Context<'_>, file: &Path, other: &dyn Fn(&str) -> Option<Value>) -> Run {
    let name = file.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut text = format!("#\n# Module manifest for module '{name}'\n#\n\n@{{\n\n");
    for (key, parameter, words) in KEYS {
        let value = ctx.call.get(parameter).cloned().or_else(|| other(key));
        match value.filter(|value| !value.is_null()) {
            Some(value) => text.push_str(&format!("# {words}\n{key} = {}\n\n", literal(ctx.engine(), &value)?)),
            None => text.push_str(&format!("# {words}\n# {key} = ''\n\n")),
        }
    }
    text.push_str("# What is passed on to the module, and what galleries show\nPrivateData = @{\n\n");
    text.push_str("    PSData = @{\n\n");
    for (key, parameter) in DATA_KEYS {
        let value = ctx.call.get(parameter).cloned().or_else(|| other(key));
        match value.filter(|value| !value.is_null()) {
            Some(value) => text.push_str(&format!("        {key} = {}\n\n", literal(ctx.engine(), &value)?)),
            None => text.push_str(&format!("        # {key} = ''\n\n")),
        }
    }
    text.push_str("    }\n\n");
    if let Some(Value::Dict(data)) = ctx.call.get("PrivateData").cloned().or_else(|| other("PrivateData")).as_ref().map(Value::base) {
        for (key, value) in data.pairs() {
            let key = convert::to_text(ctx.engine(), &key)?;
            if !key.eq_ignore_ascii_case("PSData") {
                text.push_str(&format!("    {} = {}\n\n", literal(ctx.engine(), &Value::Str(key))?, literal(ctx.engine(), &value)?));
            }
        }
    }
    text.push_str("}\n\n}\n");
    let mut writer = FileWriter::open(ctx.engine(), file, Mode::Replace, encoding_of(None)?, true)?;
    writer.text(&text)?;
    writer.finish()?;
    if ctx.call.spec.parameters.iter().any(|parameter| parameter.name == "PassThru") && ctx.call.flag("PassThru") {
        return ctx.write(text);
    }
    Ok(())
}

/// A value as a data file has it.
fn literal(engine: &mut Engine, value: &Value) -> Run<String> {
    Ok(match value.base() {
        Value::Null | Value::Nothing => "$null".to_owned(),
        Value::Bool(value) => format!("${value}"),
        Value::Int(value) => value.to_string(),
        Value::Dict(dict) => {
            let mut pairs = Vec::new();
            for (key, value) in dict.pairs() {
                pairs.push(format!("{} = {}", literal(engine, &key)?, literal(engine, &value)?));
            }
            format!("@{{ {} }}", pairs.join("; "))
        }
        other => match other.enumerate() {
            Some(items) if items.is_empty() => "@()".to_owned(),
            Some(items) => {
                let items: Run<Vec<String>> = items.iter().map(|item| literal(engine, item)).collect();
                items?.join(", ")
            }
            None => format!("'{}'", convert::to_text(engine, other)?.replace('\'', "''")),
        },
    })
}
