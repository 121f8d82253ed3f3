//! `[datetimeoffset]`.

use super::date_time::{culture_at, date, format_texts, span, styles, try_result};
use crate::value::date::{
    DateOnly, DateTimeKind, DateTimeOffset, TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MICROSECOND, TICKS_PER_MILLISECOND, TICKS_PER_MINUTE,
    TICKS_PER_SECOND,
};
use crate::value::members::call::{Call, to_long};
use crate::value::members::implementation::TypeImpl;
use crate::value::members::numbers::to_string_method;
use crate::value::members::objects::dates::{as_date_only, as_offset, as_time_only, offset};
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::date::{parse_date_time_offset, parse_date_time_offset_exact};
use crate::value::{DateTime, TimeSpan, TypeId, Value};

fn this(c: &Call) -> DateTimeOffset {
    as_offset(&c.this).unwrap_or(DateTimeOffset::MIN)
}

fn arg(c: &Call, at: usize) -> DateTimeOffset {
    c.args.get(at).and_then(as_offset).unwrap_or(DateTimeOffset::MIN)
}

fn make(value: DateTimeOffset) -> Outcome {
    Ok(offset(value))
}

fn add_units(c: &mut Call, ticks: i64) -> Outcome {
    make(this(c).add_units(c.double(0), ticks)?)
}

fn wall(c: &Call) -> DateTime {
    this(c).date_time()
}

fn new(c: &mut Call) -> Outcome {
    let last = c.args.last().map(Value::base).cloned().unwrap_or_default();
    let span = if let Value::TimeSpan(span) = last { span } else { TimeSpan(0) };
    match c.arg(0) {
        Value::Null => make(DateTimeOffset::MIN),
        Value::Long(ticks) => make(DateTimeOffset::from_ticks(ticks, span)?),
        Value::DateTime(date) if c.len() == 1 => make(DateTimeOffset::from_date_time(date)?),
        Value::DateTime(date) => make(DateTimeOffset::new(date, span)?),
        first => {
            if let (Some(day), Some(time)) = (as_date_only(&first), as_time_only(&c.arg(1))) {
                return make(DateTimeOffset::new(day.to_date_time(time, DateTimeKind::Unspecified), span)?);
            }
            let numbers: Vec<i32> =
                c.args.iter().take_while(|value| matches!(value, Value::Int(_))).map(|value| to_long(value) as i32).collect();
            let part = |at: usize| numbers.get(at).copied().unwrap_or(0);
            let date = DateTime::new(part(0), part(1), part(2), part(3), part(4), part(5), DateTimeKind::Unspecified)?;
            let date = date.add_ticks(i64::from(part(6)) * TICKS_PER_MILLISECOND + i64::from(part(7)) * TICKS_PER_MICROSECOND)?;
            make(DateTimeOffset::new(date, span)?)
        }
    }
}

fn parse(c: &mut Call) -> Result<Value, Thrown> {
    let text = c.str(0, "input")?;
    let (culture, styles) = (culture_at(c, 1), styles(c));
    let now = c.rt.now();
    Ok(offset(parse_date_time_offset(&text, &culture, styles, now)?))
}

fn parse_exact(c: &mut Call) -> Result<Value, Thrown> {
    let text = c.str(0, "input")?;
    let formats = format_texts(c, 1)?;
    let (culture, styles) = (culture_at(c, 2), styles(c));
    let now = c.rt.now();
    let formats: Vec<&str> = formats.iter().map(String::as_str).collect();
    Ok(offset(parse_date_time_offset_exact(&text, &formats, &culture, styles, now)?))
}

fn subtract(c: &mut Call) -> Outcome {
    match as_offset(&c.arg(0)) {
        Some(other) => Ok(Value::TimeSpan(this(c).subtract(other))),
        None => make(this(c).subtract_span(span(c, 0))?),
    }
}

fn compare_to(c: &mut Call) -> Outcome {
    match as_offset(&c.arg(0)) {
        Some(other) => ok(this(c).cmp(&other) as i32),
        None if !c.has(0) => ok(1),
        None => Err(Thrown::argument("Object must be of type DateTimeOffset.")),
    }
}

/// `[datetimeoffset]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::DATE_TIME_OFFSET],
    new: Some(new),
    properties: &[
        ("DateTime", |c| Ok(Value::DateTime(wall(c)))),
        ("UtcDateTime", |c| Ok(Value::DateTime(this(c).utc_date_time()))),
        ("LocalDateTime", |c| Ok(Value::DateTime(this(c).local_date_time()))),
        ("Date", |c| Ok(Value::DateTime(wall(c).date()))),
        ("Day", |c| ok(wall(c).day() as i32)),
        ("DayOfWeek", |c| Ok(Value::Enum(TypeId::DAY_OF_WEEK, i64::from(wall(c).day_of_week())))),
        ("DayOfYear", |c| ok(wall(c).day_of_year() as i32)),
        ("Hour", |c| ok(wall(c).hour() as i32)),
        ("Millisecond", |c| ok(wall(c).millisecond() as i32)),
        ("Microsecond", |c| ok(wall(c).microsecond() as i32)),
        ("Nanosecond", |c| ok(wall(c).nanosecond() as i32)),
        ("Minute", |c| ok(wall(c).minute() as i32)),
        ("Month", |c| ok(wall(c).month() as i32)),
        ("Offset", |c| Ok(Value::TimeSpan(this(c).offset()))),
        ("TotalOffsetMinutes", |c| ok((this(c).offset().0 / TICKS_PER_MINUTE) as i32)),
        ("Second", |c| ok(wall(c).second() as i32)),
        ("Ticks", |c| ok(this(c).ticks())),
        ("UtcTicks", |c| ok(this(c).utc_ticks())),
        ("TimeOfDay", |c| Ok(Value::TimeSpan(wall(c).time_of_day()))),
        ("Year", |c| ok(wall(c).year())),
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
        ("AddTicks", |c| make(this(c).add(TimeSpan(c.long(0)))?)),
        ("AddYears", |c| make(this(c).add_years(c.int(0))?)),
        ("CompareTo", compare_to),
        ("EqualsExact", |c| ok(this(c) == arg(c, 0) && this(c).offset() == arg(c, 0).offset())),
        ("Subtract", subtract),
        ("ToFileTime", |c| ok(this(c).utc_date_time().to_file_time_utc()?)),
        ("ToLocalTime", |c| make(this(c).to_local_time())),
        ("ToOffset", |c| make(this(c).to_offset(span(c, 0))?)),
        ("ToString", to_string_method),
        ("ToUniversalTime", |c| make(this(c).to_universal_time())),
        ("ToUnixTimeMilliseconds", |c| ok(this(c).to_unix_milliseconds())),
        ("ToUnixTimeSeconds", |c| ok(this(c).to_unix_seconds())),
    ],
    statics: &[
        ("Compare", |c| ok(arg(c, 0).cmp(&arg(c, 1)) as i32)),
        ("Equals", |c| ok(arg(c, 0) == arg(c, 1))),
        ("FromFileTime", |c| make(DateTimeOffset::from_date_time(DateTime::from_file_time(c.long(0))?)?)),
        ("FromUnixTimeMilliseconds", |c| make(DateTimeOffset::from_unix_milliseconds(c.long(0))?)),
        ("FromUnixTimeSeconds", |c| make(DateTimeOffset::from_unix_seconds(c.long(0))?)),
        ("Parse", parse),
        ("ParseExact", parse_exact),
        ("TryParse", |c| {
            let result = parse(c);
            try_result(c, result, offset(DateTimeOffset::MIN))
        }),
        ("TryParseExact", |c| {
            let result = parse_exact(c);
            try_result(c, result, offset(DateTimeOffset::MIN))
        }),
        ("op_Addition", |c| make(arg(c, 0).add(span(c, 1))?)),
        ("op_Subtraction", |c| match as_offset(&c.arg(1)) {
            Some(other) => Ok(Value::TimeSpan(arg(c, 0).subtract(other))),
            None => make(arg(c, 0).subtract_span(span(c, 1))?),
        }),
        ("op_Implicit", |c| make(DateTimeOffset::from_date_time(date(c, 0))?)),
    ],
    static_properties: &[
        ("MaxValue", |_| make(DateTimeOffset::MAX)),
        ("MinValue", |_| make(DateTimeOffset::MIN)),
        ("Now", |c| make(DateTimeOffset::from_date_time(c.rt.now().to_local_time())?)),
        ("UnixEpoch", |_| make(DateTimeOffset::UNIX_EPOCH)),
        ("UtcNow", |c| make(DateTimeOffset::from_date_time(c.rt.now().to_universal_time())?)),
    ],
    ..TypeImpl::EMPTY
};

/// The date alone, for others of this folder.
pub(super) fn day_of(date: DateTime) -> DateOnly {
    DateOnly::from_date_time(date)
}
