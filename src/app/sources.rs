//! Where a session's time, chance, tenant and mails come from, as the command line says.

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;

use super::arguments::Arguments;
use crate::dispatch::{Dispatch, Sources};
use crate::engine::Engine;
use crate::mail::transport::eml_file::EmlFolder;
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
    let tenant = arguments.tenant.as_deref().map(|path| read_tenant(&engine.resolve_path(path), &mut sources)).transpose()?;
    engine.open_dispatch = Some(Box::new(move || {
        let tenant = tenant.unwrap_or_else(|| sample::contoso(sources.now()));
        let mut dispatch = Dispatch::new(tenant, sources);
        if let Some(folder) = copies {
            dispatch.copy_mails_to(folder);
        }
        dispatch
    }));
    Ok(())
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

fn read_tenant(path: &std::path::Path, sources: &mut Sources) -> Result<Tenant, Fault> {
    let fault = |message: String| Fault { message, exit_code: 1 };
    let bytes = std::fs::read(path).map_err(|error| fault(format!("The tenant file '{}' cannot be read: {error}.", path.display())))?;
    file::read(&bytes, &mut sources.world()).map_err(|error| fault(format!("{}: {error}", path.display())))
}

fn open_outbox(path: &std::path::Path) -> Result<EmlFolder, Fault> {
    EmlFolder::create(path)
        .map_err(|error| Fault { message: format!("The outbox folder '{}' cannot be used: {error}", path.display()), exit_code: 1 })
}
