//! `[dateonly]`.

use super::date_time::{culture_at, date, format_texts, kind_of, try_result};
use super::date_time_offset::day_of;
use crate::value::date::{DateOnly, TimeOnly};
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::numbers::to_string_method;
use crate::value::members::objects::dates::{as_date_only, as_time_only, date_only};
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::date::{DateTimeStyles, parse_date_only, parse_date_time_exact};
use crate::value::{TypeId, Value};

fn this(c: &Call) -> DateOnly {
    as_date_only(&c.this).unwrap_or(DateOnly::MIN)
}

fn make(value: DateOnly) -> Outcome {
    Ok(date_only(value))
}

fn parse(c: &mut Call) -> Result<Value, Thrown> {
    let text = c.str(0, "s")?;
    let culture = culture_at(c, 1);
    let now = c.rt.now();
    Ok(date_only(parse_date_only(&text, &culture, now)?))
}

fn parse_exact(c: &mut Call) -> Result<Value, Thrown> {
    let text = c.str(0, "s")?;
    let formats = format_texts(c, 1)?;
    let culture = culture_at(c, 2);
    let now = c.rt.now();
    // The standard letters mean the short and long date here.
    let formats: Vec<String> = formats
        .into_iter()
        .map(|format| match format.as_str() {
            "o" | "O" => "yyyy-MM-dd".to_owned(),
            "r" | "R" => "ddd, dd MMM yyyy".to_owned(),
            _ => format,
        })
        .collect();
    let formats: Vec<&str> = formats.iter().map(String::as_str).collect();
    match parse_date_time_exact(&text, &formats, &culture, DateTimeStyles::NONE, now) {
        Ok(date) => Ok(date_only(day_of(date))),
        Err(_) => Err(Thrown::format(format!("String '{text}' was not recognized as a valid DateOnly."))),
    }
}

fn text(c: &Call, format: &str) -> Outcome {
    let mut out = String::new();
    this(c).format(&mut out, format, &c.rt.culture())?;
    ok(out)
}

fn compare_to(c: &mut Call) -> Outcome {
    match as_date_only(&c.arg(0)) {
        Some(other) => ok(this(c).cmp(&other) as i32),
        None if !c.has(0) => ok(1),
        None => Err(Thrown::argument("Object must be of type DateOnly.")),
    }
}

fn to_date_time(c: &mut Call) -> Outcome {
    let time = as_time_only(&c.arg(0)).unwrap_or(TimeOnly::MIN);
    let kind = kind_of(c.enum_of(1, TypeId::DATE_TIME_KIND).unwrap_or(0));
    Ok(Value::DateTime(this(c).to_date_time(time, kind)))
}

/// `[dateonly]`.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::DATE_ONLY],
    new: Some(|c| if c.is_empty() { make(DateOnly::MIN) } else { make(DateOnly::new(c.int(0), c.int(1), c.int(2))?) }),
    properties: &[
        ("Year", |c| ok(this(c).midnight().year())),
        ("Month", |c| ok(this(c).midnight().month() as i32)),
        ("Day", |c| ok(this(c).midnight().day() as i32)),
        ("DayOfWeek", |c| Ok(Value::Enum(TypeId::DAY_OF_WEEK, i64::from(this(c).midnight().day_of_week())))),
        ("DayOfYear", |c| ok(this(c).midnight().day_of_year() as i32)),
        ("DayNumber", |c| ok(this(c).day_number())),
    ],
    methods: &[
        ("AddDays", |c| make(this(c).add_days(c.int(0))?)),
        ("AddMonths", |c| make(this(c).add_months(c.int(0))?)),
        ("AddYears", |c| make(this(c).add_years(c.int(0))?)),
        ("CompareTo", compare_to),
        ("ToDateTime", to_date_time),
        ("ToLongDateString", |c| text(c, "D")),
        ("ToShortDateString", |c| text(c, "d")),
        ("ToString", to_string_method),
    ],
    statics: &[
        ("FromDateTime", |c| make(day_of(date(c, 0)))),
        ("FromDayNumber", |c| make(DateOnly::from_day_number(c.int(0))?)),
        ("Parse", parse),
        ("ParseExact", parse_exact),
        ("TryParse", |c| {
            let result = parse(c);
            try_result(c, result, date_only(DateOnly::MIN))
        }),
        ("TryParseExact", |c| {
            let result = parse_exact(c);
            try_result(c, result, date_only(DateOnly::MIN))
        }),
    ],
    static_properties: &[("MaxValue", |_| make(DateOnly::MAX)), ("MinValue", |_| make(DateOnly::MIN))],
    ..TypeImpl::EMPTY
};
