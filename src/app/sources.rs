//! Where a session's time, chance, tenant and mails come from, as the command line says.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;

use super::arguments::Arguments;
use crate::dispatch::{Dispatch, Sources};
use crate::engine::Engine;
use crate::mail::Renderer;
use crate::mail::templates::Templates;
use crate::mail::transport::eml_file::EmlFolder;
use crate::store::sqlite::{self, SqliteStore};
use crate::tenant::model::Tenant;
use crate::tenant::{file, sample};

/// Why a session cannot begin, and the program's exit code.
pub struct Fault {
    /// What to print.
    pub message: String,
    /// 64 for a wrong argument, 1 for a file that cannot be used.
    pub exit_code: u8,
}

/// Gives an engine its clock, its random source, and the way to its tenant: the sample tenant is made at first use,
/// a tenant file is read now, so that a wrong one stops everything before anything runs.
pub fn wire(engine: &mut Engine, arguments: &Arguments) -> Result<(), Fault> {
    let now = arguments.now.as_deref().map(parse_now).transpose()?;
    let mut sources = Sources::new(now, arguments.seed);
    engine.sources = sources.clone();
    let copies = arguments.outbox.as_deref().map(|folder| open_outbox(&engine.resolve_path(folder))).transpose()?;
    let opened = arguments.tenant.as_deref().map(|path| open_tenant(&engine.resolve_path(path), &mut sources)).transpose()?;
    engine.open_dispatch = Some(Box::new(move || {
        let mut dispatch = match opened {
            Some(Opened::Stored(dispatch)) => *dispatch,
            Some(Opened::Read(tenant)) => Dispatch::new(*tenant, sources),
            None => Dispatch::new(sample::contoso(sources.now()), sources),
        };
        if let Some(folder) = copies {
            dispatch.copy_mails_to(folder);
        }
        dispatch
    }));
    Ok(())
}

/// A tenant that the command line names.
enum Opened {
    /// Read from JSON: it lives in memory.
    Read(Box<Tenant>),
    /// On disk, with its outbox.
    Stored(Box<Dispatch>),
}

/// `-Tenant`: an SQLite file is opened, a name ending in `.tenant` that is not there is made with the sample tenant,
/// and any other file is read as JSON.
fn open_tenant(path: &Path, sources: &mut Sources) -> Result<Opened, Fault> {
    let is_stored = match sqlite::is_sqlite(path) {
        Ok(is_stored) => is_stored || std::fs::metadata(path).is_ok_and(|metadata| metadata.len() == 0) && has_own_name(path),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => has_own_name(path),
        Err(_) => false,
    };
    if !is_stored {
        return read_tenant(path, sources).map(|tenant| Opened::Read(Box::new(tenant)));
    }
    let fault =
        |message: String| Fault { message: format!("The tenant file '{}' cannot be used: {message}", path.display()), exit_code: 1 };
    let now = sources.now();
    let instance = sources.number();
    let (store, tenant, outbox, templates) =
        SqliteStore::open(path, instance, || sample::contoso(now)).map_err(|error| fault(error.message))?;
    let mut dispatch = Dispatch::with_store(tenant, outbox, Box::new(store), sources.clone());
    if !templates.is_empty() {
        let renderer = Templates::with_sources(templates).and_then(|templates| Renderer::of(&templates));
        dispatch.restore_templates(renderer.map_err(|error| fault(error.to_string()))?);
    }
    Ok(Opened::Stored(Box::new(dispatch)))
}

fn has_own_name(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("tenant"))
}

/// `-Now`: an instant such as `2026-11-25T09:00:00Z`, or a date with or without time, then in the local zone.
fn parse_now(text: &str) -> Result<Timestamp, Fault> {
    let text = text.trim();
    text.parse::<Timestamp>()
        .ok()
        .or_else(|| {
            let civil = text.parse::<civil::DateTime>().or_else(|_| text.parse::<civil::Date>().map(|date| date.at(0, 0, 0, 0)));
            civil.ok()?.to_zoned(TimeZone::system()).ok().map(|zoned| zoned.timestamp())
        })
        .ok_or_else(|| Fault {
            message: format!("-Now takes a time such as 2026-11-25T09:00:00Z or 2026-11-25, but got '{text}'."),
            exit_code: 64,
        })
}

fn read_tenant(path: &Path, sources: &mut Sources) -> Result<Tenant, Fault> {
    let fault = |message: String| Fault { message, exit_code: 1 };
    let bytes = std::fs::read(path).map_err(|error| fault(format!("The tenant file '{}' cannot be read: {error}.", path.display())))?;
    file::read(&bytes, &mut sources.world()).map_err(|error| fault(format!("{}: {error}", path.display())))
}

fn open_outbox(path: &Path) -> Result<EmlFolder, Fault> {
    EmlFolder::create(path)
        .map_err(|error| Fault { message: format!("The outbox folder '{}' cannot be used: {error}", path.display()), exit_code: 1 })
}
