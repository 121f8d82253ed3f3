//! `[datetime]`.

use std::sync::Arc;

use crate::value::date::{
    DateTimeKind, TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MICROSECOND, TICKS_PER_MILLISECOND, TICKS_PER_MINUTE, TICKS_PER_SECOND,
    TimeOnly, calendar,
};
use crate::value::fault::Fault;
use crate::value::members::call::{Call, is_reference};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::numbers::to_string_method;
use crate::value::members::objects::dates::{date_only, time_only};
use crate::value::members::text::provider;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::culture::Culture;
use crate::value::text::date::{DateTimeStyles, parse_date_time, parse_date_time_exact};
use crate::value::{DateTime, Runtime, TimeSpan, TypeId, Value};

pub(super) fn this(c: &Call) -> DateTime {
    date_of(&c.this)
}

fn date_of(value: &Value) -> DateTime {
    match value.base() {
        Value::DateTime(date) => *date,
        _ => DateTime::MIN,
    }
}

pub(super) fn date(c: &Call, at: usize) -> DateTime {
    c.args.get(at).map_or(DateTime::MIN, date_of)
}

pub(super) fn span(c: &Call, at: usize) -> TimeSpan {
    match c.args.get(at).map(Value::base) {
        Some(Value::TimeSpan(span)) => *span,
        _ => TimeSpan(0),
    }
}

pub(super) fn make(date: DateTime) -> Outcome {
    Ok(Value::DateTime(date))
}

fn add_units(c: &mut Call, ticks: i64) -> Outcome {
    make(this(c).add_units(c.double(0), ticks)?)
}

pub(super) fn kind_of(value: i64) -> DateTimeKind {
    match value {
        1 => DateTimeKind::Utc,
        2 => DateTimeKind::Local,
        _ => DateTimeKind::Unspecified,
    }
}

/// A part of the date in a standard format of the culture.
fn formatted(c: &Call, format: &str) -> Outcome {
    let mut out = String::new();
    this(c).format(&mut out, format, &c.rt.culture())?;
    ok(out)
}

/// PowerShell's own `DateTime` property: long date and long time of the culture, or what `DisplayHint` says.
pub fn long_text(value: &Value, culture: &Culture) -> Result<String, Fault> {
    let date = date_of(value);
    let hint = value.note("DisplayHint").and_then(|hint| if let Value::Enum(_, hint) = hint.base() { Some(*hint) } else { None });
    let (mut day, mut time) = (String::new(), String::new());
    date.format(&mut day, "D", culture)?;
    date.format(&mut time, "T", culture)?;
    Ok(match hint {
        Some(0) => day,
        Some(1) => time,
        _ => format!("{day} {time}"),
    })
}

fn compare_to(c: &mut Call) -> Outcome {
    match c.arg(0).base() {
        Value::Null | Value::Nothing => ok(1),
        Value::DateTime(other) => ok(this(c).cmp(other) as i32),
        _ => Err(Thrown::argument("Object must be of type DateTime.")),
    }
}

fn subtract(c: &mut Call) -> Outcome {
    match c.arg(0).base() {
        Value::DateTime(other) => Ok(Value::TimeSpan(this(c).subtract(*other))),
        _ => make(this(c).subtract_span(span(c, 0))?),
    }
}

const BINARY_KIND: i64 = 0x4000_0000_0000_0000;

fn to_binary(c: &mut Call) -> Outcome {
    let date = this(c);
    ok(match date.kind() {
        DateTimeKind::Unspecified => date.ticks(),
        DateTimeKind::Utc => date.ticks() | BINARY_KIND,
        // Local times are kept as UTC, with the topmost bit as the mark.
        DateTimeKind::Local => ((date.to_universal_time().ticks() as u64 & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000) as i64,
    })
}

fn from_binary(c: &mut Call) -> Outcome {
    let data = c.long(0);
    let ticks = data & 0x3fff_ffff_ffff_ffff;
    match (data as u64) >> 62 {
        0 => make(DateTime::from_ticks(ticks, DateTimeKind::Unspecified)?),
        1 => make(DateTime::from_ticks(ticks, DateTimeKind::Utc)?),
        _ => make(DateTime::from_ticks(ticks, DateTimeKind::Utc)?.to_local_time()),
    }
}

fn formats(c: &mut Call) -> Outcome {
    let letter = match c.args.first() {
        Some(Value::Char(unit)) => Some(crate::value::string::unit_text(*unit)),
        _ => None,
    };
    let culture: Arc<Culture> = if letter.is_some() { provider(c, 1) } else { provider(c, 0) };
    let mut texts = Vec::new();
    for one in letter.map_or_else(|| "dDfFgGmMoOrRstTuUyY".chars().collect::<Vec<_>>(), |letter| vec![letter]) {
        for pattern in culture.dates.all_patterns(one) {
            let mut out = String::new();
            this(c).format(&mut out, &pattern, &culture)?;
            texts.push(out);
        }
    }
    Ok(Value::strings(texts))
}

fn deconstruct(c: &mut Call) -> Outcome {
    let date = this(c);
    let (year, month, day, _) = date.civil();
    if c.len() == 3 {
        c.write_ref(0, Value::Int(year))?;
        c.write_ref(1, Value::Int(month as i32))?;
        c.write_ref(2, Value::Int(day as i32))?;
    } else {
        c.write_ref(0, date_only(crate::value::date::DateOnly::from_date_time(date)))?;
        c.write_ref(1, time_only(TimeOnly::from_date_time(date)))?;
    }
    Ok(Value::Nothing)
}

/// Instance members of dates.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::DATE_TIME],
    properties: &[
        ("Date", |c| make(this(c).date())),
        ("Day", |c| ok(this(c).day() as i32)),
        ("DayOfWeek", |c| Ok(Value::Enum(TypeId::DAY_OF_WEEK, i64::from(this(c).day_of_week())))),
        ("DayOfYear", |c| ok(this(c).day_of_year() as i32)),
        ("Hour", |c| ok(this(c).hour() as i32)),
        ("Kind", |c| Ok(Value::Enum(TypeId::DATE_TIME_KIND, this(c).kind() as i64))),
        ("Millisecond", |c| ok(this(c).millisecond() as i32)),
        ("Microsecond", |c| ok(this(c).microsecond() as i32)),
        ("Nanosecond", |c| ok(this(c).nanosecond() as i32)),
        ("Minute", |c| ok(this(c).minute() as i32)),
        ("Month", |c| ok(this(c).month() as i32)),
        ("Second", |c| ok(this(c).second() as i32)),
        ("Ticks", |c| ok(this(c).ticks())),
        ("TimeOfDay", |c| Ok(Value::TimeSpan(this(c).time_of_day()))),
        ("Year", |c| ok(this(c).year())),
    ],
    methods: &[
        ("Add", |c| make(this(c).add(span(c, 0))?)),
        ("AddDays", |c| add_units(c, TICKS_PER_DAY)),
        ("AddHours", |c| add_units(c, TICKS_PER_HOUR)),
        ("AddMicroseconds", |c| add_units(c, TICKS_PER_MICROSECOND)),
        ("AddMilliseconds", |c| add_units(c, TICKS_PER_MILLISECOND)),
        ("AddMinutes", |c| add_units(c, TICKS_PER_MINUTE)),
        ("AddMonths", |c| make(this(c).add_months(c.int(0))?)),
        ("AddSeconds", |c| add_units(c, TICKS_PER_SECOND)),
        ("AddTicks", |c| make(this(c).add_ticks(c.long(0))?)),
        ("AddYears", |c| make(this(c).add_years(c.int(0))?)),
        ("CompareTo", compare_to),
        ("Deconstruct", deconstruct),
        ("GetDateTimeFormats", formats),
        ("IsDaylightSavingTime", |c| ok(this(c).is_daylight_saving_time())),
        ("Subtract", subtract),
        ("ToBinary", to_binary),
        ("ToFileTime", |c| ok(this(c).to_file_time()?)),
        ("ToFileTimeUtc", |c| ok(this(c).to_file_time_utc()?)),
        ("ToLocalTime", |c| make(this(c).to_local_time())),
        ("ToLongDateString", |c| formatted(c, "D")),
        ("ToLongTimeString", |c| formatted(c, "T")),
        ("ToOADate", |c| ok(this(c).to_oa_date()?)),
        ("ToShortDateString", |c| formatted(c, "d")),
        ("ToShortTimeString", |c| formatted(c, "t")),
        ("ToString", to_string_method),
        ("ToUniversalTime", |c| make(this(c).to_universal_time())),
    ],
    added: &[("DateTime", |c| {
        let culture = c.rt.culture();
        ok(long_text(&c.this, &culture)?)
    })],
    ..TypeImpl::EMPTY
};

fn new(c: &mut Call) -> Outcome {
    if c.is_empty() {
        return make(DateTime::MIN);
    }
    let kind = (1..c.len()).find_map(|at| c.enum_of(at, TypeId::DATE_TIME_KIND)).map_or(DateTimeKind::Unspecified, kind_of);
    if let Value::Long(ticks) = c.arg(0) {
        return make(DateTime::from_ticks(ticks, kind)?);
    }
    if let (Some(day), Some(time)) =
        (crate::value::members::objects::dates::as_date_only(&c.arg(0)), crate::value::members::objects::dates::as_time_only(&c.arg(1)))
    {
        return make(day.to_date_time(time, kind));
    }
    let numbers: Vec<i32> = c
        .args
        .iter()
        .take_while(|value| matches!(value, Value::Int(_)))
        .map(|value| crate::value::members::call::to_long(value) as i32)
        .collect();
    let part = |at: usize| numbers.get(at).copied().unwrap_or(0);
    let date = DateTime::new(part(0), part(1), part(2), part(3), part(4), part(5), kind)?;
    let (milliseconds, microseconds) = (part(6), part(7));
    if !(0..1000).contains(&milliseconds) {
        return Err(Thrown::out_of_range("millisecond", "Valid values are between 0 and 999, inclusive."));
    }
    if !(0..1000).contains(&microseconds) {
        return Err(Thrown::out_of_range("microsecond", "Valid values are between 0 and 999, inclusive."));
    }
    make(date.add_ticks(i64::from(milliseconds) * TICKS_PER_MILLISECOND + i64::from(microseconds) * TICKS_PER_MICROSECOND)?)
}

/// The styles among the arguments.
pub(super) fn styles(c: &Call) -> DateTimeStyles {
    (0..c.len()).find_map(|at| c.enum_of(at, TypeId::DATE_TIME_STYLES)).map_or(DateTimeStyles::NONE, |value| DateTimeStyles(value as u32))
}

/// The culture of a provider argument, the session's where the argument is a `[ref]` or missing.
pub(super) fn culture_at(c: &Call, at: usize) -> Arc<Culture> {
    if c.args.get(at).is_some_and(is_reference) { c.rt.culture() } else { provider(c, at) }
}

/// The format or formats of `ParseExact`.
pub(super) fn format_texts(c: &Call, at: usize) -> Outcome<Vec<String>> {
    match c.arg(at).base() {
        Value::Str(text) => Ok(vec![text.to_string()]),
        Value::Null | Value::Nothing => Err(Thrown::null("format")),
        other => Ok(crate::value::members::call::items(other).iter().filter_map(|item| item.as_str().map(ToString::to_string)).collect()),
    }
}

fn parse_argument(c: &mut Call) -> Result<DateTime, Thrown> {
    let text = c.str(0, "s")?;
    let (culture, styles) = (culture_at(c, 1), styles(c));
    let now = c.rt.now();
    Ok(parse_date_time(&text, &culture, styles, now)?)
}

fn parse_exact_argument(c: &mut Call) -> Result<DateTime, Thrown> {
    let text = c.str(0, "s")?;
    let formats = format_texts(c, 1)?;
    let (culture, styles) = (culture_at(c, 2), styles(c));
    let now = c.rt.now();
    let formats: Vec<&str> = formats.iter().map(String::as_str).collect();
    Ok(parse_date_time_exact(&text, &formats, &culture, styles, now)?)
}

/// Writes the result of a `TryParse` to its last argument.
pub(super) fn try_result(c: &mut Call, result: Result<Value, Thrown>, empty: Value) -> Outcome {
    let (found, value) = match result {
        Ok(value) => (true, value),
        Err(Thrown::Exception(_)) => (false, empty),
        Err(raise) => return Err(raise),
    };
    let last = c.len() - 1;
    c.write_ref(last, value)?;
    ok(found)
}

fn utc_now(rt: &mut dyn Runtime) -> DateTime {
    rt.now().to_universal_time()
}

/// Static members of dates.
pub const STATICS: TypeImpl = TypeImpl {
    ids: &[TypeId::DATE_TIME],
    new: Some(new),
    statics: &[
        ("Compare", |c| ok(date(c, 0).cmp(&date(c, 1)) as i32)),
        ("DaysInMonth", |c| ok(calendar::days_in_month(c.int(0), c.int(1))? as i32)),
        ("Equals", |c| ok(date(c, 0) == date(c, 1))),
        ("FromBinary", from_binary),
        ("FromFileTime", |c| make(DateTime::from_file_time(c.long(0))?)),
        ("FromFileTimeUtc", |c| make(DateTime::from_file_time_utc(c.long(0))?)),
        ("FromOADate", |c| make(DateTime::from_oa_date(c.double(0))?)),
        ("IsLeapYear", |c| ok(calendar::is_leap_year(c.int(0))?)),
        ("Parse", |c| make(parse_argument(c)?)),
        ("ParseExact", |c| make(parse_exact_argument(c)?)),
        ("SpecifyKind", |c| make(date(c, 0).with_kind(kind_of(c.long(1))))),
        ("TryParse", |c| {
            let result = parse_argument(c).map(Value::DateTime);
            try_result(c, result, Value::DateTime(DateTime::MIN))
        }),
        ("TryParseExact", |c| {
            let result = parse_exact_argument(c).map(Value::DateTime);
            try_result(c, result, Value::DateTime(DateTime::MIN))
        }),
    ],
    static_properties: &[
        ("MaxValue", |_| make(DateTime::MAX)),
        ("MinValue", |_| make(DateTime::MIN)),
        ("Now", |c| make(c.rt.now().to_local_time())),
        ("Today", |c| make(c.rt.now().to_local_time().date())),
        ("UnixEpoch", |_| make(DateTime::UNIX_EPOCH)),
        ("UtcNow", |c| make(utc_now(c.rt))),
    ],
    ..TypeImpl::EMPTY
};
