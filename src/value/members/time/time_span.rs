//! `[timespan]`.

use super::date_time::{culture_at, format_texts, try_result};
use crate::value::date::{TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MICROSECOND, TICKS_PER_MILLISECOND, TICKS_PER_MINUTE, TICKS_PER_SECOND};
use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::numbers::to_string_method;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::date::{parse_time_span, parse_time_span_exact};
use crate::value::{TimeSpan, TypeId, Value};

const TOO_LONG: &str = "TimeSpan overflowed because the duration is too long.";

fn span_of(value: &Value) -> TimeSpan {
    match value.base() {
        Value::TimeSpan(span) => *span,
        _ => TimeSpan(0),
    }
}

fn this(c: &Call) -> TimeSpan {
    span_of(&c.this)
}

fn span(c: &Call, at: usize) -> TimeSpan {
    c.args.get(at).map_or(TimeSpan(0), span_of)
}

fn make(span: TimeSpan) -> Outcome {
    Ok(Value::TimeSpan(span))
}

/// Whole counts of units, from the one named on down to microseconds.
fn from_parts(c: &Call, first: usize) -> Outcome {
    const UNITS: [i64; 6] =
        [TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND, TICKS_PER_MILLISECOND, TICKS_PER_MICROSECOND];
    let ticks: i128 = c.args.iter().zip(&UNITS[first..]).map(|(value, unit)| i128::from(to_long(value)) * i128::from(*unit)).sum();
    i64::try_from(ticks)
        .map(|ticks| Value::TimeSpan(TimeSpan(ticks)))
        .map_err(|_| Thrown::new(TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION, TOO_LONG))
}

/// `FromDays(double)` and the like, or the overloads of whole numbers.
fn from_units(c: &mut Call, first: usize, ticks: i64) -> Outcome {
    match c.arg(0) {
        Value::Double(value) => make(TimeSpan::from_units(value, ticks)?),
        _ => from_parts(c, first),
    }
}

fn new(c: &mut Call) -> Outcome {
    match c.len() {
        0 => make(TimeSpan(0)),
        1 => make(TimeSpan(c.long(0))),
        3 => from_parts(c, 1),
        _ => from_parts(c, 0),
    }
}

fn compare_to(c: &mut Call) -> Outcome {
    match c.arg(0).base() {
        Value::Null | Value::Nothing => ok(1),
        Value::TimeSpan(other) => ok(this(c).0.cmp(&other.0) as i32),
        _ => Err(Thrown::argument("Object must be of type TimeSpan.")),
    }
}

fn parse(c: &mut Call) -> Result<Value, Thrown> {
    let text = c.str(0, "s")?;
    let culture = culture_at(c, 1);
    Ok(Value::TimeSpan(parse_time_span(&text, &culture)?))
}

fn parse_exact(c: &mut Call) -> Result<Value, Thrown> {
    let text = c.str(0, "input")?;
    let formats = format_texts(c, 1)?;
    let culture = culture_at(c, 2);
    let is_negative = (0..c.len()).find_map(|at| c.enum_of(at, TypeId::TIME_SPAN_STYLES)) == Some(1);
    let formats: Vec<&str> = formats.iter().map(String::as_str).collect();
    Ok(Value::TimeSpan(parse_time_span_exact(&text, &formats, &culture, is_negative)?))
}

fn divide(c: &mut Call) -> Outcome {
    match c.arg(0) {
        Value::TimeSpan(other) => ok(this(c).ratio(other)),
        _ => make(this(c).divide(c.double(0))?),
    }
}

/// `[timespan]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::TIME_SPAN],
    new: Some(new),
    properties: &[
        ("Ticks", |c| ok(this(c).0)),
        ("Days", |c| ok(this(c).days())),
        ("Hours", |c| ok(this(c).hours())),
        ("Milliseconds", |c| ok(this(c).milliseconds())),
        ("Microseconds", |c| ok(this(c).microseconds())),
        ("Nanoseconds", |c| ok(this(c).nanoseconds())),
        ("Minutes", |c| ok(this(c).minutes())),
        ("Seconds", |c| ok(this(c).seconds())),
        ("TotalDays", |c| ok(this(c).total(TICKS_PER_DAY))),
        ("TotalHours", |c| ok(this(c).total(TICKS_PER_HOUR))),
        ("TotalMilliseconds", |c| ok(this(c).total_milliseconds())),
        ("TotalMicroseconds", |c| ok(this(c).total(TICKS_PER_MICROSECOND))),
        ("TotalNanoseconds", |c| ok(this(c).0 as f64 * 100.0)),
        ("TotalMinutes", |c| ok(this(c).total(TICKS_PER_MINUTE))),
        ("TotalSeconds", |c| ok(this(c).total(TICKS_PER_SECOND))),
    ],
    methods: &[
        ("Add", |c| make(this(c).add(span(c, 0))?)),
        ("CompareTo", compare_to),
        ("Divide", divide),
        ("Duration", |c| make(this(c).duration()?)),
        ("Multiply", |c| make(this(c).multiply(c.double(0))?)),
        ("Negate", |c| make(this(c).negate()?)),
        ("Subtract", |c| make(this(c).subtract(span(c, 0))?)),
        ("ToString", to_string_method),
    ],
    statics: &[
        ("Compare", |c| ok(span(c, 0).0.cmp(&span(c, 1).0) as i32)),
        ("Equals", |c| ok(span(c, 0) == span(c, 1))),
        ("FromDays", |c| from_units(c, 0, TICKS_PER_DAY)),
        ("FromHours", |c| from_units(c, 1, TICKS_PER_HOUR)),
        ("FromMicroseconds", |c| from_units(c, 5, TICKS_PER_MICROSECOND)),
        ("FromMilliseconds", |c| from_units(c, 4, TICKS_PER_MILLISECOND)),
        ("FromMinutes", |c| from_units(c, 2, TICKS_PER_MINUTE)),
        ("FromSeconds", |c| from_units(c, 3, TICKS_PER_SECOND)),
        ("FromTicks", |c| make(TimeSpan(c.long(0)))),
        ("Parse", parse),
        ("ParseExact", parse_exact),
        ("TryParse", |c| {
            let result = parse(c);
            try_result(c, result, Value::TimeSpan(TimeSpan(0)))
        }),
        ("TryParseExact", |c| {
            let result = parse_exact(c);
            try_result(c, result, Value::TimeSpan(TimeSpan(0)))
        }),
    ],
    static_properties: &[("MaxValue", |_| make(TimeSpan::MAX)), ("MinValue", |_| make(TimeSpan::MIN)), ("Zero", |_| make(TimeSpan::ZERO))],
    ..TypeImpl::EMPTY
};
