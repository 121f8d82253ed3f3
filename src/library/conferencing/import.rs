//! `Import-Tenant`: a tenant file, or what an administrator can export from the real tenant.

use std::path::Path;
use std::rc::Rc;

use super::act;
use super::exports::{Found, Reader};
use super::tenants::replace;
use super::{MODULE, PASS_THRU};
use crate::cmdlet::{Completer, Context, Entry, Example, Impact, InSet, Parameter, Spec};
use crate::each;
use crate::engine::binding::Arg;
use crate::engine::{Command, EngineContext};
use crate::source::Span;
use crate::tenant::file;
use crate::tenant::model::Tenant;
use crate::value::{Category, Object, Run, TypeId, Value};

const IMPORT: Spec = Spec {
    verb: "Import",
    noun: "Tenant",
    module: MODULE,
    synopsis: "Reads a tenant file, or exports of the real tenant, in place of the present tenant.",
    description: "A tenant file is read all or nothing: a file with an error changes nothing, and the error names the place. Otherwise the files are what Export-Csv, Export-Clixml or ConvertTo-Json wrote of Get-CsTenant, Get-CsOnlineUser, Get-CsOnlineDialInConferencingUser, ...Bridge, ...ServiceNumber and ...TenantSettings, of Get-MgUser, or a user list CSV of the Microsoft 365 admin centre, in any order: what a file holds is seen by its properties. What could not be placed is told, file by file. No PIN is made up: an export does not have them, and they are unknown until they are reset.",
    parameters: &[
        Parameter::new("Path", "string[]")
            .sets(&[InSet::ALL.at(0).mandatory().pipeline().by_property()])
            .aliases(&["FullName", "PSPath"])
            .complete(Completer::Path)
            .help("A tenant file, or exports."),
        Parameter::new("Name", "string").help("The organization's name, where no export has it."),
        PASS_THRU,
    ],
    output: &["Bridgesh.Import"],
    should_process: Some(Impact::Medium),
    related: &["Export-Tenant"],
    examples: &[
        Example::new(
            "Out and in again",
            "$file = Join-Path ([IO.Path]::GetTempPath()) 'bridgesh-import-tenant-example.json'\nExport-Tenant $file\nRemove-ConferencingUser ken@contoso.com -Confirm:$false\nImport-Tenant $file\n(Get-ConferencingUser ken@contoso.com).DisplayName",
            "Ken Myers\n",
        ),
        Example::new(
            "Exports of a real tenant",
            "$folder = Join-Path ([IO.Path]::GetTempPath()) 'bridgesh-import-exports-example'\n$null = New-Item $folder -ItemType Directory -Force\nGet-CsOnlineUser | ConvertTo-Json -Depth 4 | Set-Content (Join-Path $folder users.json)\nGet-CsOnlineDialInConferencingBridge | ConvertTo-Json -Depth 4 | Set-Content (Join-Path $folder bridges.json)\nGet-CsOnlineDialInConferencingServiceNumber | Export-Csv (Join-Path $folder numbers.csv)\nGet-CsOnlineDialInConferencingUser | Export-Csv (Join-Path $folder conferencing.csv)\nImport-Tenant (Get-ChildItem $folder).FullName 3>$null | ForEach-Object { \"$($_.Kind): $($_.Placed) of $($_.Read)\" }\n(Get-ConferencingUser ken@contoso.com).ServiceNumber",
            "Bridge: 2 of 2\nConferencingUser: 19 of 19\nServiceNumber: 19 of 19\nOnlineUser: 26 of 26\n14255550100\n",
        ),
    ],
    ..Spec::EMPTY
};

/// Reads one file's bytes; an error record if that fails.
fn read_file(ctx: &mut Context<'_>, path: &str) -> Run<Option<Vec<u8>>> {
    let full = ctx.engine().resolve_path(path);
    match std::fs::read(&full) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) => {
            let message = format!("The file '{path}' cannot be read: {error}.");
            ctx.fail(TypeId::IO_EXCEPTION, message, "TenantFileNotRead", Category::ReadError, Value::str(path))?;
            Ok(None)
        }
    }
}

/// Whether the bytes are a tenant file: an object with a version.
fn is_tenant_file(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('{') && text.contains("\"version\"")
}

/// Runs one of the shell's own reading cmdlets.
fn run(ctx: &mut Context<'_>, cmdlet: &str, arguments: Vec<(&str, Value)>) -> Run<Option<Vec<Value>>> {
    let engine = ctx.engine();
    let Some(entry) = engine.registry.get(cmdlet) else { return Ok(None) };
    let named = |(name, value): (&str, Value)| Arg::Named {
        name: Rc::from(name),
        value: Some(value),
        text: Rc::from(format!("-{name}")),
        span: Span::default(),
        value_span: Span::default(),
        splatted: false,
    };
    let mut out: Vec<Value> = Vec::new();
    engine.run_command(&Command::Cmdlet(entry), arguments.into_iter().map(named).collect(), None, &mut out)?;
    Ok(Some(out))
}

/// The objects of an export, whatever wrote it.
fn objects_of(ctx: &mut Context<'_>, path: &str, bytes: &[u8]) -> Run<Option<Vec<Value>>> {
    let full = ctx.engine().resolve_path(path).to_string_lossy().into_owned();
    let text = String::from_utf8_lossy(bytes);
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let found = if start.starts_with('<') {
        run(ctx, "Import-Clixml", vec![("LiteralPath", Value::from(full))])?
    } else if start.starts_with(['{', '[']) {
        run(ctx, "ConvertFrom-Json", vec![("InputObject", Value::str(start))])?
    } else {
        // Excel in many countries, and the admin centre there, write semicolons.
        let head = start.lines().find(|line| !line.starts_with('#')).unwrap_or_default();
        let delimiter = [',', ';', '\t'].into_iter().max_by_key(|mark| head.matches(*mark).count()).unwrap_or(',');
        run(ctx, "Import-Csv", vec![("LiteralPath", Value::from(full)), ("Delimiter", Value::from(delimiter.to_string()))])?
    };
    let Some(found) = found else {
        let message = format!("'{path}' is of a form that this shell cannot read.");
        ctx.fail(TypeId::INVALID_DATA_EXCEPTION, message, "ExportNotRead", Category::InvalidData, Value::str(path))?;
        return Ok(None);
    };
    // A JSON array comes as one object.
    let items = found.into_iter().flat_map(|item| item.enumerate().unwrap_or_else(|| vec![item])).filter(|item| !item.is_null());
    Ok(Some(items.collect()))
}

fn report(found: &Found) -> Value {
    let int = |number: usize| Value::Int(i32::try_from(number).unwrap_or(i32::MAX));
    Object::record(
        Some("Bridgesh.Import"),
        [
            ("File", Value::str(&found.file)),
            ("Kind", Value::str(found.kind)),
            ("Read", int(found.n_read)),
            ("Placed", int(found.n_placed)),
            ("NotPlaced", Value::strings(&found.not_placed)),
        ],
    )
}

fn import_exports(ctx: &mut Context<'_>, files: Vec<(Rc<str>, Vec<u8>)>) -> Run {
    let mut reader = Reader::default();
    for (path, bytes) in &files {
        let Some(objects) = objects_of(ctx, path, bytes)? else { return Ok(()) };
        let name = Path::new(&**path).file_name().map_or_else(|| path.to_string(), |name| name.to_string_lossy().into_owned());
        reader.add(ctx, name, objects)?;
    }
    let name = act::text(ctx, "Name");
    let id = ctx.dispatch().sources().world().guid();
    let now = ctx.dispatch().now();
    let built = reader.build(name, id, now, |bytes| file::read(bytes, &mut ctx.dispatch().sources().world()));
    match built {
        Ok(tenant) => finish(ctx, tenant, &reader),
        Err(message) => ctx.fail(TypeId::INVALID_DATA_EXCEPTION, message, "ExportsNotPlaced", Category::InvalidData, Value::Null),
    }
}

fn finish(ctx: &mut Context<'_>, tenant: Tenant, reader: &Reader) -> Run {
    let n_unknown = tenant.users().iter().filter(|user| user.is_enabled() && user.pin().is_none()).count();
    replace(ctx, tenant)?;
    for note in &reader.notes {
        ctx.warn(note)?;
    }
    if n_unknown > 0 {
        ctx.warn(format!("The PINs of {n_unknown} users are not known: an export does not have them. Reset-Pin gives new ones."))?;
    }
    reader.files.iter().map(report).collect::<Vec<_>>().into_iter().try_for_each(|object| ctx.write(object))
}

fn import(ctx: &mut Context<'_>) -> Run {
    let mut files = Vec::new();
    for path in ctx.call.texts("Path").unwrap_or_default() {
        let Some(bytes) = read_file(ctx, &path)? else { return Ok(()) };
        files.push((path, bytes));
    }
    let [(path, bytes)] = files.as_slice() else { return import_exports(ctx, files) };
    if !is_tenant_file(bytes) {
        // A file that was to be one is told what is wrong with it.
        let looks_like_it =
            String::from_utf8_lossy(bytes).trim_start().starts_with('{') && String::from_utf8_lossy(bytes).contains("\"tenant\"");
        if !looks_like_it {
            return import_exports(ctx, files);
        }
    }
    let read = file::read(bytes, &mut ctx.dispatch().sources().world());
    match read {
        Ok(tenant) => replace(ctx, tenant),
        Err(error) => {
            let message = format!("{path}: {error}");
            ctx.fail(TypeId::INVALID_DATA_EXCEPTION, message, error.id(), Category::InvalidData, Value::Str(path.clone()))
        }
    }
}

/// The cmdlets of this file.
pub const ALL: &[Entry] = &[each!(IMPORT, import)];
