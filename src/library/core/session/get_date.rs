//! `Get-Date`: now or a given date, as a date or as text.

use crate::cmdlet::{Cmdlet, Context, Entry, Example, Spec};
use crate::engine::EngineContext;
use crate::entry;
use crate::library::parameters;
use crate::value::date::DateTimeKind;
use crate::value::fault::Fault;
use crate::value::text::date::format_unix;
use crate::value::{Category, DateTime, ErrorRecord, Raise, Run, Runtime, TypeId, Value};

/// What it says of itself.
pub const SPEC: Spec = Spec {
    verb: "Get",
    noun: "Date",
    module: "Microsoft.PowerShell.Utility",
    synopsis: "Gives the date and time.",
    description: "Gives now, or the date given, with the parts that -Year to -Millisecond set. -Format takes a .NET format or FileDate, FileDateTime and their Universal forms, -UFormat one of percent letters.",
    parameters: parameters::GET_DATE,
    default_set: parameters::GET_DATE_DEFAULT,
    output: &["System.DateTime", "System.String"],
    related: &["New-TimeSpan", "Get-TimeZone"],
    examples: &[
        Example::new("A date as text", "Get-Date 2024-03-05 -Format 'yyyy-MM-dd ddd'", "2024-03-05 Tue\n"),
        Example::new("With percent letters", "Get-Date 2024-03-05T07:08:09 -UFormat '%d.%m.%Y %H:%M'", "05.03.2024 07:08\n"),
    ],
    ..Spec::EMPTY
};

/// The registry's entry.
pub const ENTRY: Entry = entry!(SPEC, GetDate);

#[derive(Default)]
struct GetDate;

const TICKS_PER_DAY: i64 = 864_000_000_000;
const UNIX_EPOCH: i64 = 621_355_968_000_000_000;

impl Cmdlet for GetDate {
    fn process(&mut self, ctx: &mut Context<'_>) -> Run {
        let mut date = match (ctx.call.get("Date").map(|value| value.base().clone()), ctx.call.integer("UnixTimeSeconds")) {
            (Some(Value::DateTime(date)), _) => date,
            (_, Some(seconds)) => {
                DateTime::from_ticks(UNIX_EPOCH + seconds * 10_000_000, DateTimeKind::Utc).map_err(out_of_range)?.to_local_time()
            }
            _ => ctx.engine().now(),
        };
        date = with_parts(ctx, date).map_err(out_of_range)?;
        if ctx.call.flag("AsUTC") {
            date = date.to_universal_time();
        }
        let culture = ctx.engine().culture();
        if let Some(format) = ctx.call.text("UFormat") {
            let mut text = String::new();
            format_unix(&mut text, date, &format, &culture);
            return ctx.write(text);
        }
        if let Some(format) = ctx.call.text("Format") {
            let (format, date) = match format.to_ascii_lowercase().as_str() {
                "filedate" => ("yyyyMMdd", date),
                "filedateuniversal" => ("yyyyMMddZ", date.to_universal_time()),
                "filedatetime" => ("yyyyMMddTHHmmssffff", date),
                "filedatetimeuniversal" => ("yyyyMMddTHHmmssffffZ", date.to_universal_time()),
                _ => (&*format, date),
            };
            let mut text = String::new();
            return match date.format(&mut text, format, &culture) {
                Ok(()) => ctx.write(text),
                Err(fault) => Err(ErrorRecord::new(
                    crate::value::convert::fault_class(fault.kind),
                    fault.to_string(),
                    "System.FormatException",
                    Category::NotSpecified,
                    Value::Null,
                )
                .into()),
            };
        }
        let object = Value::DateTime(date).wrapped();
        let hint = ctx.call.get("DisplayHint").cloned().unwrap_or(Value::Enum(TypeId::DISPLAY_HINT_TYPE, 2));
        object.set_note("DisplayHint", hint);
        ctx.write(object)
    }
}

fn out_of_range(fault: Fault) -> Raise {
    ErrorRecord::new(
        crate::value::convert::fault_class(fault.kind),
        fault.to_string(),
        "System.ArgumentOutOfRangeException",
        Category::NotSpecified,
        Value::Null,
    )
    .into()
}

/// The date with the parts that were given; a day beyond its month goes on into the next one.
fn with_parts(ctx: &Context<'_>, mut date: DateTime) -> Result<DateTime, Fault> {
    let part = |name: &str| ctx.call.integer(name);
    if let Some(year) = part("Year") {
        date = date.add_years(year as i32 - date.year())?;
    }
    if let Some(month) = part("Month") {
        date = date.add_months(month as i32 - date.month() as i32)?;
    }
    let units = [
        ("Day", i64::from(date.day()), TICKS_PER_DAY),
        ("Hour", i64::from(date.hour()), TICKS_PER_DAY / 24),
        ("Minute", i64::from(date.minute()), 600_000_000),
        ("Second", i64::from(date.second()), 10_000_000),
    ];
    for (name, own, ticks) in units {
        if let Some(wanted) = part(name) {
            date = date.add_ticks((wanted - own) * ticks)?;
        }
    }
    if let Some(milliseconds) = part("Millisecond") {
        let fraction = date.ticks() % 10_000_000;
        date = date.add_ticks(milliseconds * 10_000 - fraction)?;
    }
    Ok(date)
}
