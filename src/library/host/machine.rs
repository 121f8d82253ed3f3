//! `Get-TimeZone`, `Get-Uptime`: the machine's clock.

use super::process::info;
use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::entry;
use crate::library::parameters;
use crate::value::members::objects::wildcard_matches;
use crate::value::{Category, Run, TimeSpan, TypeId, Value, members};

/// What `Get-TimeZone` says of itself.
pub const ZONE: Spec = Spec {
    verb: "Get",
    noun: "TimeZone",
    module: "Microsoft.PowerShell.Management",
    synopsis: "Tells the time zone.",
    description: "The machine's own, those of a name (wildcards allowed) or id, or all of them with -ListAvailable.",
    parameters: parameters::GET_TIMEZONE,
    default_set: parameters::GET_TIMEZONE_DEFAULT,
    output: &["System.TimeZoneInfo"],
    related: &["Get-Date"],
    examples: &[Example::new("Coordinated time", "(Get-TimeZone -Id UTC).BaseUtcOffset.Hours", "0\n")],
    ..Spec::EMPTY
};

/// What `Get-Uptime` says of itself.
pub const UPTIME: Spec = Spec {
    verb: "Get",
    noun: "Uptime",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Tells how long the machine has been running.",
    description: "-Since gives the moment at which it started.",
    parameters: parameters::GET_UPTIME,
    default_set: parameters::GET_UPTIME_DEFAULT,
    output: &["System.TimeSpan", "System.DateTime"],
    examples: &[Example::new("In seconds", "(Get-Uptime).TotalSeconds -gt 0", "True\n")],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ZONE_ENTRY: Entry = entry!(ZONE, GetTimeZone);
/// The registry's entry.
pub const UPTIME_ENTRY: Entry = entry!(UPTIME, GetUptime);

#[derive(Default)]
struct GetTimeZone;

fn system_zones(ctx: &mut Context<'_>) -> Run<Vec<Value>> {
    let list = members::invoke_static(ctx.host.runtime(), TypeId::TIME_ZONE_INFO, "GetSystemTimeZones", &[])?;
    Ok(list.and_then(|list| list.enumerate()).unwrap_or_default())
}

impl Cmdlet for GetTimeZone {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        if ctx.call.flag("ListAvailable") {
            for zone in system_zones(ctx)? {
                ctx.write(zone)?;
            }
            return Ok(());
        }
        if let Some(ids) = ctx.call.texts("Id") {
            for id in ids {
                match members::invoke_static(
                    ctx.host.runtime(),
                    TypeId::TIME_ZONE_INFO,
                    "FindSystemTimeZoneById",
                    &[Value::Str(id.clone())],
                ) {
                    Ok(zone) => ctx.write(zone.unwrap_or_default())?,
                    Err(raise) if raise.error().is_none() => return Err(raise),
                    Err(_) => {
                        let message = format!("The time zone ID '{id}' was not found on the local computer.");
                        let class = TypeId::TIME_ZONE_NOT_FOUND_EXCEPTION;
                        ctx.fail(class, message, "TimeZoneNotFound", Category::InvalidArgument, Value::Str(id))?;
                    }
                }
            }
            return Ok(());
        }
        let Some(names) = ctx.call.texts("Name") else {
            let local = members::get_static(ctx.host.runtime(), TypeId::TIME_ZONE_INFO, "Local")?;
            return ctx.write(local.unwrap_or_default());
        };
        let zones = system_zones(ctx)?;
        for name in names {
            let mut any = false;
            for zone in &zones {
                for property in ["StandardName", "DaylightName"] {
                    let own = members::get(ctx.host.runtime(), zone, property)?;
                    if own.as_ref().and_then(Value::as_str).is_some_and(|own| wildcard_matches(&name, own)) {
                        any = true;
                        ctx.write(zone.clone())?;
                        break;
                    }
                }
            }
            if !any {
                let message = format!("The time zone '{name}' was not found on the local computer.");
                let class = TypeId::TIME_ZONE_NOT_FOUND_EXCEPTION;
                ctx.fail(class, message, "TimeZoneNotFound", Category::InvalidArgument, Value::Str(name))?;
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct GetUptime;

impl Cmdlet for GetUptime {
    fn end(&mut self, ctx: &mut Context<'_>) -> Run {
        if ctx.call.flag("Since") {
            return ctx.write(info::boot_time().map_or(Value::Null, |time| Value::DateTime(time.to_local_time())));
        }
        let seconds = info::uptime().unwrap_or(0.0) as i64;
        ctx.write(Value::TimeSpan(TimeSpan(seconds * 10_000_000)))
    }
}
