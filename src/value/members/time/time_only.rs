//! `[timeonly]`.

use super::date_time::{culture_at, date, format_texts, span, try_result};
use crate::value::date::{TICKS_PER_HOUR, TICKS_PER_MINUTE, TimeOnly};
use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::numbers::to_string_method;
use crate::value::members::objects::dates::{as_time_only, time_only};
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::date::{DateTimeStyles, parse_date_time_exact, parse_time_only};
use crate::value::{TimeSpan, TypeId, Value};

fn this(c: &Call) -> TimeOnly {
    as_time_only(&c.this).unwrap_or(TimeOnly::MIN)
}

fn make(value: TimeOnly) -> Outcome {
    Ok(time_only(value))
}

fn new(c: &mut Call) -> Outcome {
    if let Value::Long(ticks) = c.arg(0) {
        return make(TimeOnly::from_ticks(ticks)?);
    }
    let part = |at: usize| c.args.get(at).map_or(0, |value| to_long(value) as i32);
    make(TimeOnly::new(part(0), part(1), part(2), part(3), part(4))?)
}

fn parse(c: &mut Call) -> Result<Value, Thrown> {
    let text = c.str(0, "s")?;
    let culture = culture_at(c, 1);
    Ok(time_only(parse_time_only(&text, &culture)?))
}

fn parse_exact(c: &mut Call) -> Result<Value, Thrown> {
    let text = c.str(0, "s")?;
    let formats = format_texts(c, 1)?;
    let culture = culture_at(c, 2);
    let now = c.rt.now();
    let formats: Vec<&str> = formats
        .iter()
        .map(|format| match format.as_str() {
            "o" | "O" => "HH:mm:ss.fffffff",
            "r" | "R" => "HH:mm:ss",
            other => other,
        })
        .collect();
    match parse_date_time_exact(&text, &formats, &culture, DateTimeStyles::NONE, now) {
        Ok(date) => Ok(time_only(TimeOnly::from_date_time(date))),
        Err(_) => Err(Thrown::format(format!("String '{text}' was not recognized as a valid TimeOnly."))),
    }
}

/// Adds a span, with the days passed in a `[ref]` if it is asked for.
fn add(c: &mut Call, span: TimeSpan) -> Outcome {
    let (time, days) = this(c).add(span);
    if c.len() > 1 {
        c.write_ref(1, Value::Int(days))?;
    }
    make(time)
}

fn add_units(c: &mut Call, ticks: i64) -> Outcome {
    let span = TimeSpan::from_units(c.double(0), ticks)?;
    add(c, span)
}

fn compare_to(c: &mut Call) -> Outcome {
    match as_time_only(&c.arg(0)) {
        Some(other) => ok(this(c).cmp(&other) as i32),
        None if !c.has(0) => ok(1),
        None => Err(Thrown::argument("Object must be of type TimeOnly.")),
    }
}

fn text(c: &Call, format: &str) -> Outcome {
    let mut out = String::new();
    this(c).format(&mut out, format, &c.rt.culture())?;
    ok(out)
}

/// `[timeonly]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::TIME_ONLY],
    new: Some(new),
    properties: &[
        ("Hour", |c| ok(this(c).on_first_day().hour() as i32)),
        ("Minute", |c| ok(this(c).on_first_day().minute() as i32)),
        ("Second", |c| ok(this(c).on_first_day().second() as i32)),
        ("Millisecond", |c| ok(this(c).on_first_day().millisecond() as i32)),
        ("Microsecond", |c| ok(this(c).on_first_day().microsecond() as i32)),
        ("Nanosecond", |c| ok(this(c).on_first_day().nanosecond() as i32)),
        ("Ticks", |c| ok(this(c).ticks())),
    ],
    methods: &[
        ("Add", |c| {
            let by = span(c, 0);
            add(c, by)
        }),
        ("AddHours", |c| add_units(c, TICKS_PER_HOUR)),
        ("AddMinutes", |c| add_units(c, TICKS_PER_MINUTE)),
        ("CompareTo", compare_to),
        ("IsBetween", |c| {
            let bound = |at| c.args.get(at).and_then(as_time_only).unwrap_or(TimeOnly::MIN);
            ok(this(c).is_between(bound(0), bound(1)))
        }),
        ("ToLongTimeString", |c| text(c, "T")),
        ("ToShortTimeString", |c| text(c, "t")),
        ("ToString", to_string_method),
        ("ToTimeSpan", |c| Ok(Value::TimeSpan(this(c).to_time_span()))),
    ],
    statics: &[
        ("FromDateTime", |c| make(TimeOnly::from_date_time(date(c, 0)))),
        ("FromTimeSpan", |c| make(TimeOnly::from_ticks(span(c, 0).0)?)),
        ("op_Subtraction", |c| {
            let time = |at| c.args.get(at).and_then(as_time_only).unwrap_or(TimeOnly::MIN);
            Ok(Value::TimeSpan(time(0).subtract(time(1))))
        }),
        ("Parse", parse),
        ("ParseExact", parse_exact),
        ("TryParse", |c| {
            let result = parse(c);
            try_result(c, result, time_only(TimeOnly::MIN))
        }),
        ("TryParseExact", |c| {
            let result = parse_exact(c);
            try_result(c, result, time_only(TimeOnly::MIN))
        }),
    ],
    static_properties: &[("MaxValue", |_| make(TimeOnly::MAX)), ("MinValue", |_| make(TimeOnly::MIN))],
    ..TypeImpl::EMPTY
};
