//! `StringInfo`, calendars, ISO weeks, regions.

use std::any::Any;

use crate::value::date::{
    DateTimeKind, TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MILLISECOND, TICKS_PER_MINUTE, TICKS_PER_SECOND, calendar,
};
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::dates::as_date_only;
use crate::value::members::objects::enumerator::enumerator_of;
use crate::value::members::thrown::{Outcome, Thrown, ok};
use crate::value::text::culture::Culture;
use crate::value::text::regex::category_bit;
use crate::value::{Array, ClrObject, DateTime, Object, TypeId, Value};

/// The user-perceived characters of a text: a base with the marks behind it, joined emoji, flags.
fn elements(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut joins = false;
    let mut flags = 0;
    for c in text.chars() {
        let code = c as u32;
        let is_mark = u16::try_from(code).is_ok_and(|unit| category_bit(unit) & (1 << 5 | 1 << 6 | 1 << 7) != 0)
            || matches!(code, 0xfe00..=0xfe0f | 0x1f3fb..=0x1f3ff | 0xe0020..=0xe007f | 0x200d);
        let is_flag = (0x1f1e6..=0x1f1ff).contains(&code);
        let crlf = c == '\n' && out.last().is_some_and(|last| last == "\r");
        let pairs = is_flag && flags % 2 == 1;
        match out.last_mut() {
            Some(last) if is_mark || joins || crlf || pairs => last.push(c),
            _ => out.push(c.to_string()),
        }
        joins = c == '\u{200d}';
        flags = if is_flag { flags + 1 } else { 0 };
    }
    out
}

/// A `StringInfo`.
struct StringInfo(String);

impl ClrObject for StringInfo {
    fn class(&self) -> TypeId {
        TypeId::STRING_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["String", "LengthInTextElements"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "string" => Some(Value::str(&self.0)),
            "lengthintextelements" => Some(Value::Int(elements(&self.0).len() as i32)),
            _ => None,
        }
    }
}

fn starts(text: &str) -> Vec<i32> {
    let mut at = 0;
    elements(text)
        .iter()
        .map(|element| {
            let start = at;
            at += element.encode_utf16().count() as i32;
            start
        })
        .collect()
}

/// The text behind an index argument.
fn behind(c: &Call) -> Outcome<String> {
    let text = c.str(0, "str")?;
    let units: Vec<u16> = text.encode_utf16().skip(c.int(1).max(0) as usize).collect();
    Ok(String::from_utf16_lossy(&units))
}

fn sub_elements(c: &mut Call) -> Outcome {
    let all = c.this.downcast::<StringInfo>().map(|info| elements(&info.0)).unwrap_or_default();
    let start = c.int(0);
    let count = if c.len() > 1 { c.int(1) } else { all.len() as i32 - start };
    if start < 0 || start as usize >= all.len().max(1) {
        return Err(Thrown::out_of_range("startingTextElement", "Non-negative number required."));
    }
    if count < 0 || (start + count) as usize > all.len() {
        return Err(Thrown::out_of_range("lengthInTextElements", "Non-negative number required."));
    }
    ok(all[start as usize..(start + count) as usize].concat())
}

/// `[globalization.stringinfo]`.
pub const STRING_INFO: TypeImpl = TypeImpl {
    ids: &[TypeId::STRING_INFO],
    new: Some(|c| Ok(Object::from_clr(StringInfo(c.text(0).unwrap_or_default().to_string())))),
    methods: &[("SubstringByTextElements", sub_elements)],
    statics: &[
        ("GetNextTextElement", |c| ok(elements(&behind(c)?).first().cloned().unwrap_or_default())),
        ("GetNextTextElementLength", |c| ok(elements(&behind(c)?).first().map_or(0, |element| element.encode_utf16().count() as i32))),
        ("GetTextElementEnumerator", |c| {
            let items = elements(&behind(c)?).into_iter().map(Value::from).collect();
            Ok(enumerator_of(Value::Null, items))
        }),
        ("ParseCombiningCharacters", |c| {
            let places = starts(&c.str(0, "str")?).into_iter().map(Value::Int).collect();
            Ok(Value::Array(std::rc::Rc::new(Array::new(TypeId::INT32, places))))
        }),
    ],
    ..TypeImpl::EMPTY
};

fn date(c: &Call) -> DateTime {
    match c.arg(0).base() {
        Value::DateTime(date) => *date,
        other => as_date_only(other).map_or(DateTime::MIN, |day| day.midnight()),
    }
}

fn add(c: &mut Call, ticks: i64) -> Outcome {
    Ok(Value::DateTime(date(c).add_ticks(c.long(1) * ticks)?))
}

/// The week of the year by a rule (first day, first full week, first week of four days).
fn week_of_year(c: &mut Call) -> Outcome {
    let own = date(c);
    let (rule, first) = (crate::value::members::call::to_long(&c.arg(1)), crate::value::members::call::to_long(&c.arg(2)));
    let full_days = match rule {
        1 => 7,
        2 => 4,
        _ => {
            let day = i64::from(own.day_of_year()) - 1;
            let new_year = (i64::from(own.day_of_week()) - day % 7 + 14) % 7;
            let offset = (new_year - first + 7) % 7;
            return ok(((day + offset) / 7 + 1) as i32);
        }
    };
    let mut current = own;
    loop {
        let day = i64::from(current.day_of_year()) - 1;
        let new_year = i64::from(current.day_of_week()) - day % 7;
        let mut offset = (first - new_year + 14) % 7;
        if offset != 0 && offset >= full_days {
            offset -= 7;
        }
        let inside = day - offset;
        if inside >= 0 {
            return ok((inside / 7 + 1) as i32);
        }
        // Before the first week: the last one of the year before.
        current = DateTime::from_date(current.year() - 1, 12, 31)?;
    }
}

/// `GregorianCalendar`.
pub const CALENDAR: TypeImpl = TypeImpl {
    ids: &[TypeId::CALENDAR, TypeId::GREGORIAN_CALENDAR],
    new: Some(|_| {
        Ok(crate::value::members::objects::culture::Calendar::of(&crate::value::members::objects::culture::CultureInfo::value(
            Culture::invariant_arc(),
        )))
    }),
    properties: &[
        ("TwoDigitYearMax", |_| ok(2049)),
        ("MinSupportedDateTime", |_| Ok(Value::DateTime(DateTime::MIN))),
        ("MaxSupportedDateTime", |_| Ok(Value::DateTime(DateTime::MAX))),
        ("Eras", |_| Ok(Value::array(vec![Value::Int(1)]))),
        ("IsReadOnly", |_| ok(false)),
    ],
    methods: &[
        ("AddDays", |c| add(c, TICKS_PER_DAY)),
        ("AddHours", |c| add(c, TICKS_PER_HOUR)),
        ("AddMilliseconds", |c| add(c, TICKS_PER_MILLISECOND)),
        ("AddMinutes", |c| add(c, TICKS_PER_MINUTE)),
        ("AddMonths", |c| Ok(Value::DateTime(date(c).add_months(c.int(1))?))),
        ("AddSeconds", |c| add(c, TICKS_PER_SECOND)),
        ("AddWeeks", |c| add(c, 7 * TICKS_PER_DAY)),
        ("AddYears", |c| Ok(Value::DateTime(date(c).add_years(c.int(1))?))),
        ("GetDayOfMonth", |c| ok(date(c).day() as i32)),
        ("GetDayOfWeek", |c| Ok(Value::Enum(TypeId::DAY_OF_WEEK, i64::from(date(c).day_of_week())))),
        ("GetDayOfYear", |c| ok(date(c).day_of_year() as i32)),
        ("GetDaysInMonth", |c| ok(calendar::days_in_month(c.int(0), c.int(1))? as i32)),
        ("GetDaysInYear", |c| ok(if calendar::is_leap_year(c.int(0))? { 366 } else { 365 })),
        ("GetEra", |_| ok(1)),
        ("GetHour", |c| ok(date(c).hour() as i32)),
        ("GetLeapMonth", |_| ok(0)),
        ("GetMilliseconds", |c| ok(f64::from(date(c).millisecond()))),
        ("GetMinute", |c| ok(date(c).minute() as i32)),
        ("GetMonth", |c| ok(date(c).month() as i32)),
        ("GetMonthsInYear", |_| ok(12)),
        ("GetSecond", |c| ok(date(c).second() as i32)),
        ("GetWeekOfYear", week_of_year),
        ("GetYear", |c| ok(date(c).year())),
        ("IsLeapDay", |c| ok(calendar::is_leap_year(c.int(0))? && c.int(1) == 2 && c.int(2) == 29)),
        ("IsLeapYear", |c| ok(calendar::is_leap_year(c.int(0))?)),
        ("ToDateTime", |c| {
            let date = DateTime::new(c.int(0), c.int(1), c.int(2), c.int(3), c.int(4), c.int(5), DateTimeKind::Unspecified)?;
            Ok(Value::DateTime(date.add_ticks(c.long(6) * TICKS_PER_MILLISECOND)?))
        }),
        ("ToFourDigitYear", |c| {
            ok(match c.int(0) {
                year @ 0..=49 => year + 2000,
                year @ 50..=99 => year + 1900,
                year => year,
            })
        }),
    ],
    ..TypeImpl::EMPTY
};

/// The Monday of an ISO year's first week.
fn iso_start(year: i32) -> Outcome<DateTime> {
    let fourth = DateTime::from_date(year, 1, 4)?;
    let back = (i64::from(fourth.day_of_week()) + 6) % 7;
    Ok(fourth.add_ticks(-back * TICKS_PER_DAY)?)
}

/// `[globalization.isoweek]`.
pub const ISO_WEEK: TypeImpl = TypeImpl {
    ids: &[TypeId::ISO_WEEK],
    statics: &[
        ("GetWeekOfYear", |c| ok(date(c).iso_week().1 as i32)),
        ("GetWeeksInYear", |c| {
            if !(1..=9999).contains(&c.int(0)) {
                return Err(Thrown::out_of_range("year", "Year must be between 1 and 9999."));
            }
            ok(DateTime::from_date(c.int(0), 12, 28)?.iso_week().1 as i32)
        }),
        ("GetYear", |c| ok(date(c).iso_week().0)),
        ("GetYearEnd", |c| Ok(Value::DateTime(iso_start(c.int(0) + 1)?.add_ticks(-TICKS_PER_DAY)?))),
        ("GetYearStart", |c| Ok(Value::DateTime(iso_start(c.int(0))?))),
        ("ToDateTime", |c| {
            let day = (crate::value::members::call::to_long(&c.arg(2)) + 6) % 7;
            Ok(Value::DateTime(iso_start(c.int(0))?.add_ticks((i64::from(c.int(1) - 1) * 7 + day) * TICKS_PER_DAY)?))
        }),
    ],
    ..TypeImpl::EMPTY
};
