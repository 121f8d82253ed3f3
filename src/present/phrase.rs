//! Computed columns of default views, under the words by which the view tables describe them.

use super::access;
use super::text;
use crate::value::text::number;
use crate::value::{Run, Runtime, Value, convert};

/// A computation.
pub struct Phrase {
    /// The words in the view tables.
    pub words: &'static str,
    /// The labels it is for; none: all.
    labels: &'static [&'static str],
    compute: fn(&mut dyn Runtime, &Value, &str) -> Run<Value>,
}

impl Phrase {
    /// Its value for an object; the label is the column's or item's.
    pub fn value(&self, rt: &mut dyn Runtime, target: &Value, label: &str) -> Run<Value> {
        (self.compute)(rt, target, label)
    }
}

const fn phrase(words: &'static str, labels: &'static [&'static str], compute: fn(&mut dyn Runtime, &Value, &str) -> Run<Value>) -> Phrase {
    Phrase { words, labels, compute }
}

static PHRASES: &[Phrase] = &[
    phrase("used space in GiB with two decimals, empty when neither used nor free is known", &[], |rt, target, _| {
        drive_space(rt, target, "Used")
    }),
    phrase("free space in GiB with two decimals, empty when neither used nor free is known", &[], |rt, target, _| {
        drive_space(rt, target, "Free")
    }),
    phrase("name of the provider", &[], |rt, target, _| path(rt, target, "Provider.Name")),
    phrase("display root when there is one, else root", &[], |rt, target, _| first_of(rt, target, &["DisplayRoot", "Root"])),
    phrase("first 200 characters, then an ellipsis when there is more", &[], |rt, target, label| {
        let whole = text_of(rt, target, label)?;
        let start: String = whole.chars().take(200).collect();
        Ok(Value::from(if start.len() < whole.len() { format!("{start}…") } else { start }))
    }),
    phrase("s.fff under a minute, m:ss.fff under an hour, h:mm:ss.fff under ten hours, then hours:mm:ss.fff", &[], duration),
    phrase("non-paged memory in KiB, integer", &[], |rt, target, _| scaled(rt, target, "NonpagedSystemMemorySize64", 1024.0, None)),
    phrase("paged memory in MiB, two decimals (N2)", &[], |rt, target, _| scaled(rt, target, "PM", 1_048_576.0, Some("N2"))),
    phrase("working set in MiB, two decimals (N2)", &[], |rt, target, _| scaled(rt, target, "WS", 1_048_576.0, Some("N2"))),
    phrase("processor seconds, two decimals (N2)", &[], |rt, target, _| scaled(rt, target, "CPU", 1.0, Some("N2"))),
    phrase("last write time: short date, space, hour:minute with two digits", &[], |rt, target, _| {
        let time = value_of(rt, target, "LastWriteTime")?;
        let Value::DateTime(time) = time.base() else { return Ok(Value::Null) };
        let culture = rt.culture();
        let mut out = String::new();
        let written = time.format(&mut out, "d", &culture).and_then(|()| {
            out.push(' ');
            time.format(&mut out, "HH:mm", &culture)
        });
        Ok(written.map_or(Value::Null, |()| Value::from(out)))
    }),
    phrase("name; for an alias its display name \"name -> target\"", &[], |rt, target, _| first_of(rt, target, &["DisplayName", "Name"])),
    phrase("names of the exported commands", &[], |rt, target, _| keys_of(rt, target, "ExportedCommands")),
    phrase("names", &[], keys_of),
    phrase("pre-release label from the manifest", &[], |rt, target, _| path(rt, target, "PrivateData.PSData.Prerelease")),
    phrase("first four letters of each compatible edition, sorted, comma between; Desk when none is stated", &[], |rt, target, _| {
        let stated = value_of(rt, target, "CompatiblePSEditions")?;
        let mut editions: Vec<String> = Vec::new();
        for edition in stated.enumerate().unwrap_or_default() {
            editions.push(text::plain(rt, &edition)?.chars().take(4).collect());
        }
        editions.sort();
        Ok(Value::from(if editions.is_empty() { "Desk".to_owned() } else { editions.join(",") }))
    }),
    phrase("folder that holds the module", &[], |rt, target, _| {
        let base = text_of(rt, target, "ModuleBase")?;
        Ok(Value::from(std::path::Path::new(&base).parent().map_or(String::new(), |parent| parent.to_string_lossy().into_owned())))
    }),
    phrase("file name of the script", &[], |rt, target, _| last_part(rt, target, "Script")),
    phrase("last part of the path", &[], |rt, target, _| last_part(rt, target, "Path")),
    phrase("all overload definitions as text, one a line", &[], |rt, target, _| {
        let all = value_of(rt, target, "OverloadDefinitions")?;
        let mut lines = Vec::new();
        for definition in all.enumerate().unwrap_or_default() {
            lines.push(text::plain(rt, &definition)?);
        }
        Ok(Value::from(lines.join("\n")))
    }),
    phrase("computer of the connection, else localhost", &[], |_, _, _| Ok(Value::from("localhost"))),
    phrase("Remote or Local", &[], |_, _, _| Ok(Value::from("Local"))),
    phrase("state of the runspace", &[], |rt, target, _| path(rt, target, "RunspaceStateInfo.State")),
    phrase("availability, or InBreakpoint", &[], |rt, target, _| value_of(rt, target, "RunspaceAvailability")),
    phrase("start date, short", &[], |rt, target, _| {
        let time = value_of(rt, target, "StartTime")?;
        let Value::DateTime(time) = time.base() else { return Ok(Value::Null) };
        let mut out = String::new();
        let written = time.format(&mut out, "d", &rt.culture());
        Ok(written.map_or(Value::Null, |()| Value::from(out)))
    }),
    phrase("the escape itself (so the text is styled), then the same escape with ESC written `e, then reset", &[], |rt, target, label| {
        let escape = path(rt, target, label)?;
        let escape = text::plain(rt, &escape)?;
        let visible = escape.replace('\u{1b}', "`e");
        Ok(Value::from(format!("{escape}{visible}\u{1b}[0m")))
    }),
    phrase("name of the subsystem type", &[], |rt, target, _| path(rt, target, "SubsystemType.Name")),
    phrase("the result when the task is completed, else nothing", &[], |rt, target, _| value_of(rt, target, "Result")),
    phrase("name of the subject", &["Subject"], |rt, target, _| path(rt, target, "SubjectName.Name")),
    phrase("name of the issuer", &["Issuer"], |rt, target, _| path(rt, target, "IssuerName.Name")),
    phrase("the figure, or * after a time-out", &[], |rt, target, label| {
        let name = label.split('(').next().unwrap_or(label).to_owned();
        let value = value_of(rt, target, &name)?;
        Ok(if value.is_null() { Value::from("*") } else { value })
    }),
    phrase("host name, or *", &[], |rt, target, _| {
        let name = text_of(rt, target, "Hostname")?;
        Ok(Value::from(if name.is_empty() { "*".to_owned() } else { name }))
    }),
];

/// The computation of these words for a column or item of this label.
pub fn find(words: &str, label: &str) -> Option<&'static Phrase> {
    PHRASES.iter().find(|phrase| phrase.words == words && (phrase.labels.is_empty() || phrase.labels.contains(&label)))
}

fn value_of(rt: &mut dyn Runtime, target: &Value, name: &str) -> Run<Value> {
    Ok(match access::property(rt, target, name)? {
        Some(Ok(value)) => value,
        _ => Value::Null,
    })
}

fn text_of(rt: &mut dyn Runtime, target: &Value, name: &str) -> Run<String> {
    let value = value_of(rt, target, name)?;
    text::plain(rt, &value)
}

/// `A.B.C` from an object.
fn path(rt: &mut dyn Runtime, target: &Value, names: &str) -> Run<Value> {
    let mut value = target.clone();
    for name in names.split('.') {
        value = match value.base() {
            Value::Dict(dict) => dict.get_str(name).unwrap_or_default(),
            _ => value_of(rt, &value, name)?,
        };
    }
    Ok(value)
}

fn first_of(rt: &mut dyn Runtime, target: &Value, names: &[&str]) -> Run<Value> {
    for name in names {
        let value = value_of(rt, target, name)?;
        if convert::to_bool(&value) {
            return Ok(value);
        }
    }
    Ok(Value::Null)
}

fn number_of(value: &Value) -> Option<f64> {
    match value.base() {
        Value::Int(number) => Some(f64::from(*number)),
        Value::Long(number) => Some(*number as f64),
        Value::UInt64(number) => Some(*number as f64),
        Value::Double(number) => Some(*number),
        _ => None,
    }
}

fn scaled(rt: &mut dyn Runtime, target: &Value, name: &str, by: f64, format: Option<&str>) -> Run<Value> {
    let value = value_of(rt, target, name)?;
    let Some(number) = number_of(&value) else { return Ok(Value::Null) };
    match format {
        None => Ok(Value::Long((number / by) as i64)),
        Some(format) => Ok(Value::from(formatted(rt, number / by, format))),
    }
}

fn formatted(rt: &mut dyn Runtime, number: f64, format: &str) -> String {
    let mut out = String::new();
    match number::format_f64(&mut out, number, format, &rt.culture()) {
        Ok(()) => out,
        Err(_) => number.to_string(),
    }
}

fn drive_space(rt: &mut dyn Runtime, target: &Value, name: &str) -> Run<Value> {
    let (used, free) = (value_of(rt, target, "Used")?, value_of(rt, target, "Free")?);
    if !convert::to_bool(&used) && !convert::to_bool(&free) {
        return Ok(Value::Null);
    }
    let bytes = number_of(if name == "Used" { &used } else { &free }).unwrap_or(0.0);
    Ok(Value::from(formatted(rt, bytes / 1_073_741_824.0, "#####0.00")))
}

fn duration(rt: &mut dyn Runtime, target: &Value, _label: &str) -> Run<Value> {
    let value = value_of(rt, target, "Duration")?;
    let Value::TimeSpan(span) = value.base() else { return Ok(Value::Null) };
    let millis = span.0 / 10_000;
    let (hours, minutes, seconds, rest) = (millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60, millis % 1000);
    Ok(Value::from(match (hours, minutes) {
        (0, 0) => format!("{seconds}.{rest:03}"),
        (0, _) => format!("{minutes}:{seconds:02}.{rest:03}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}.{rest:03}"),
    }))
}

/// The keys of a dictionary property, as a list.
fn keys_of(rt: &mut dyn Runtime, target: &Value, name: &str) -> Run<Value> {
    let value = value_of(rt, target, name)?;
    Ok(match value.base() {
        Value::Dict(dict) => Value::array(dict.keys()),
        _ => value,
    })
}

fn last_part(rt: &mut dyn Runtime, target: &Value, name: &str) -> Run<Value> {
    let whole = text_of(rt, target, name)?;
    Ok(Value::from(whole.rsplit(['/', '\\']).next().unwrap_or("")))
}
