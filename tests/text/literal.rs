//! Values of the table's expressions, as far as this layer has them.

use bridgesh::value::date::{DateOnly, DateTime, DateTimeKind, DateTimeOffset, TimeOnly, TimeSpan};
use bridgesh::value::fault::Fault;
use bridgesh::value::text::culture::Culture;
use bridgesh::value::text::date::{DateTimeStyles, parse_date_time, parse_time_span};
use bridgesh::value::text::guid::Guid;
use bridgesh::value::text::number::{self, Int, IntegerType, ShellNumber};
use bridgesh::value::text::version::Version;
use num_bigint::BigInt;
use rust_decimal::Decimal;

/// A value that this layer formats.
#[derive(Debug, Clone)]
pub enum Sample {
    Null,
    Text(String),
    Bool(bool),
    Int(Int),
    Double(f64),
    Single(f32),
    Decimal(Decimal),
    BigInt(BigInt),
    Date(DateTime),
    Span(TimeSpan),
    Offset(DateTimeOffset),
    DateOnly(DateOnly),
    TimeOnly(TimeOnly),
    Guid(Guid),
    Version(Version),
}

impl Sample {
    /// `.ToString(format, culture)`.
    pub fn format(&self, out: &mut String, format: &str, culture: &Culture) -> Result<(), Fault> {
        match self {
            Sample::Null => Ok(()),
            Sample::Text(text) => {
                out.push_str(text);
                Ok(())
            }
            Sample::Bool(value) => {
                out.push_str(if *value { "True" } else { "False" });
                Ok(())
            }
            Sample::Int(value) => number::format_int(out, *value, format, culture),
            Sample::Double(value) => number::format_f64(out, *value, format, culture),
            Sample::Single(value) => number::format_f32(out, *value, format, culture),
            Sample::Decimal(value) => number::format_decimal(out, value, format, culture),
            Sample::BigInt(value) => number::format_bigint(out, value, format, culture),
            Sample::Date(value) => value.format(out, format, culture),
            Sample::Span(value) => value.format(out, format, culture),
            Sample::Offset(value) => value.format(out, format, culture),
            Sample::DateOnly(value) => value.format(out, format, culture),
            Sample::TimeOnly(value) => value.format(out, format, culture),
            Sample::Guid(value) => value.format(out, format),
            Sample::Version(value) => {
                out.push_str(&value.to_string());
                Ok(())
            }
        }
    }

    /// `"$x"`.
    pub fn shell_text(&self) -> String {
        let mut out = String::new();
        match self {
            Sample::Double(value) => number::invariant_f64(&mut out, *value),
            Sample::Single(value) => number::invariant_f32(&mut out, *value),
            Sample::Decimal(value) => number::invariant_decimal(&mut out, value),
            Sample::Date(value) => value.invariant_text(&mut out),
            Sample::Span(value) => value.invariant_text(&mut out),
            other => other.format(&mut out, "", Culture::invariant()).unwrap(),
        }
        out
    }
}

fn inner<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    text.strip_prefix(start)?.strip_suffix(end)
}

/// The value of an expression; nothing where this layer has no such value.
pub fn sample(text: &str) -> Option<Sample> {
    let int = |value: i128| Some(Sample::Int(Int::from(value as i64)));
    match text {
        "$null" => return Some(Sample::Null),
        "$true" => return Some(Sample::Bool(true)),
        "(1/3)" | "1/3" => return Some(Sample::Double(1.0 / 3.0)),
        "2/3" => return Some(Sample::Double(2.0 / 3.0)),
        "100/3" => return Some(Sample::Double(100.0 / 3.0)),
        "5/2" => return Some(Sample::Double(2.5)),
        "-7/2" => return Some(Sample::Double(-3.5)),
        "(0.1+0.2)" | "0.1+0.2" => return Some(Sample::Double(0.1 + 0.2)),
        "1gb*1gb" => return Some(Sample::Double((1u64 << 60) as f64)),
        "[int]::MaxValue+1" => return Some(Sample::Double(2_147_483_648.0)),
        "[long]::MaxValue+1" => return Some(Sample::Double(9_223_372_036_854_775_808.0)),
        "[uint64]::MaxValue+1" => return Some(Sample::Double(18_446_744_073_709_551_616.0)),
        "[double][single]0.1" => return Some(Sample::Double(f64::from(0.1f32))),
        "[math]::PI" => return Some(Sample::Double(std::f64::consts::PI)),
        "[math]::E" => return Some(Sample::Double(std::f64::consts::E)),
        "[single](1/3)" => return Some(Sample::Single(1.0 / 3.0)),
        "1d/3" => return Some(Sample::Decimal(Decimal::from(1) / Decimal::from(3))),
        "[char]65" => return Some(Sample::Text("A".into())),
        "[int]::MaxValue" => return Some(Sample::Int(i32::MAX.into())),
        "[int]::MinValue" => return Some(Sample::Int(i32::MIN.into())),
        "[long]::MaxValue" => return Some(Sample::Int(i64::MAX.into())),
        "[long]::MinValue" => return Some(Sample::Int(i64::MIN.into())),
        "[uint64]::MaxValue" => return Some(Sample::Int(u64::MAX.into())),
        "[byte]255" => return Some(Sample::Int(255u8.into())),
        "[sbyte]-128" => return Some(Sample::Int((-128i8).into())),
        "[double]::MaxValue" => return Some(Sample::Double(f64::MAX)),
        "[double]::MinValue" => return Some(Sample::Double(f64::MIN)),
        "[double]::Epsilon" => return Some(Sample::Double(5e-324)),
        "[double]::NaN" => return Some(Sample::Double(f64::NAN)),
        "[double]::PositiveInfinity" => return Some(Sample::Double(f64::INFINITY)),
        "[double]::NegativeInfinity" => return Some(Sample::Double(f64::NEG_INFINITY)),
        "[decimal]::MaxValue" => return Some(Sample::Decimal(Decimal::MAX)),
        "[datetime]::MinValue" => return Some(Sample::Date(DateTime::MIN)),
        "[datetime]::MaxValue" => return Some(Sample::Date(DateTime::MAX)),
        "[timespan]::Zero" => return Some(Sample::Span(TimeSpan::ZERO)),
        "[timespan]::MinValue" => return Some(Sample::Span(TimeSpan::MIN)),
        "[timespan]::MaxValue" => return Some(Sample::Span(TimeSpan::MAX)),
        "[timespan]::FromDays(12)" => return Some(Sample::Span(TimeSpan::new(12, 0, 0, 0, 0).unwrap())),
        "[dateonly]::new(2024,2,29)" => return Some(Sample::DateOnly(DateOnly::new(2024, 2, 29).unwrap())),
        "[timeonly]::new(13,5,9,120)" => return Some(Sample::TimeOnly(TimeOnly::new(13, 5, 9, 120, 0).unwrap())),
        "[guid]::Empty" => return Some(Sample::Guid(Guid::EMPTY)),
        _ => {}
    }
    let culture = Culture::invariant();
    if let Some(text) = inner(text, "[bigint]::Parse(\"", "\")") {
        return text.parse().ok().map(Sample::BigInt);
    }
    if let Some(text) = text.strip_prefix("[single]") {
        return text.parse().ok().map(Sample::Single);
    }
    if let Some(text) = inner(text, "[timespan]\"", "\"") {
        return parse_time_span(text, culture).ok().map(Sample::Span);
    }
    if let Some(text) = inner(text, "[datetime]\"", "\"") {
        return parse_date_time(text, culture, DateTimeStyles::NONE, DateTime::MIN).ok().map(Sample::Date);
    }
    if let Some(text) = inner(text, "[guid]\"", "\"") {
        return Guid::parse(text).ok().map(Sample::Guid);
    }
    if let Some(text) = inner(text, "[version]\"", "\"") {
        return Version::parse(text).ok().map(Sample::Version);
    }
    if let Some(arguments) = inner(text, "[datetimeoffset]::new(", "\")") {
        let (numbers, offset) = arguments.split_once(",[timespan]\"")?;
        let date = date(numbers)?;
        return DateTimeOffset::new(date, parse_time_span(offset, culture).ok()?).ok().map(Sample::Offset);
    }
    if let Some(arguments) = text.strip_prefix("[datetime]::new(") {
        if let Some(arguments) = arguments.strip_suffix(").AddTicks(1234567)") {
            return Some(Sample::Date(date(arguments)?.add_ticks(1_234_567).ok()?));
        }
        return date(arguments.strip_suffix(')')?).map(Sample::Date);
    }
    if let Some(text) = inner(text, "\"", "\"") {
        return Some(Sample::Text(text.to_owned()));
    }
    if text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '-' | '.')) {
        return match number::shell_number(text)? {
            ShellNumber::Integer(value, IntegerType::Int32) => Some(Sample::Int(Int::from(value as i32))),
            ShellNumber::Integer(value, _) => int(value),
            ShellNumber::Double(value) => Some(Sample::Double(value)),
            ShellNumber::Decimal(value) => Some(Sample::Decimal(value)),
            ShellNumber::BigInteger(value) => Some(Sample::BigInt(value)),
        };
    }
    None
}

fn date(arguments: &str) -> Option<DateTime> {
    let mut kind = DateTimeKind::Unspecified;
    let mut numbers = Vec::new();
    for argument in arguments.split(',') {
        match argument {
            "[DateTimeKind]::Utc" => kind = DateTimeKind::Utc,
            "[DateTimeKind]::Local" => kind = DateTimeKind::Local,
            other => numbers.push(other.parse::<i32>().ok()?),
        }
    }
    let n = |index: usize| numbers.get(index).copied().unwrap_or(0);
    let date = DateTime::new(n(0), n(1), n(2), n(3), n(4), n(5), kind).ok()?;
    date.add_ticks(i64::from(n(6)) * 10_000).ok()
}
