//! `[cultureinfo]` and its parts.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::rc::Rc;
use std::sync::Arc;

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::objects::culture::{Calendar, CompareInfo, CultureInfo, DateTimeFormatInfo, NumberFormatInfo, TextInfo};
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::text::case;
use crate::value::text::compare::{self, CompareOptions};
use crate::value::text::culture::{self, Culture};
use crate::value::{Array, Object, TypeId, Value};

/// The culture of an argument: the session's where it is null or none.
pub(super) fn argument(c: &Call, at: usize) -> Arc<Culture> {
    super::format::provider(c, at)
}

/// The order of two texts in a culture.
pub(super) fn compare_by(culture: Option<&Culture>, a: &str, b: &str, ignore_case: bool) -> Ordering {
    match culture {
        Some(culture) => compare::compare_in(culture, a, b, CompareOptions { ignore_case, ignore_accents: false }),
        None => compare::compare_culture(a, b, ignore_case),
    }
}

fn data(c: &Call) -> Arc<Culture> {
    data_of(&c.this)
}

fn data_of(value: &Value) -> Arc<Culture> {
    if let Some(info) = value.downcast::<CultureInfo>() {
        return info.effective();
    }
    value
        .downcast::<NumberFormatInfo>()
        .map(NumberFormatInfo::as_culture)
        .or_else(|| value.downcast::<DateTimeFormatInfo>().map(DateTimeFormatInfo::as_culture))
        .or_else(|| value.downcast::<TextInfo>().map(TextInfo::as_culture))
        .or_else(|| value.downcast::<CompareInfo>().map(CompareInfo::as_culture))
        .or_else(|| value.downcast::<Calendar>().map(Calendar::as_culture))
        .unwrap_or_else(Culture::invariant_arc)
}

fn new(c: &mut Call) -> Outcome {
    let culture = match c.arg(0).base() {
        Value::Int(lcid) => culture::from_lcid(*lcid)?,
        Value::Str(name) => culture::get(name)?,
        _ => return Err(Thrown::null("name")),
    };
    Ok(Object::from_clr(CultureInfo { culture: RefCell::new(culture), read_only: false }))
}

fn get(c: &mut Call) -> Outcome {
    Ok(CultureInfo::value(match c.arg(0).base() {
        Value::Int(lcid) => culture::from_lcid(*lcid)?,
        Value::Str(name) => culture::get(name)?,
        _ => return Err(Thrown::null("name")),
    }))
}

fn all_cultures(_: &mut Call) -> Outcome {
    let cultures = culture::table_names().filter_map(|name| culture::get(name).ok()).map(CultureInfo::value).collect();
    Ok(Value::Array(Rc::new(Array::new(TypeId::CULTURE_INFO, cultures))))
}

/// `[cultureinfo]`.
pub const CULTURE: TypeImpl = TypeImpl {
    ids: &[TypeId::CULTURE_INFO],
    new: Some(new),
    properties: &[
        ("Parent", |c| Ok(CultureInfo::value(culture::get(&data(c).parent)?))),
        ("LCID", |c| ok(data(c).lcid)),
        ("KeyboardLayoutId", |c| ok(data(c).lcid)),
        ("Name", |c| ok(data(c).name.as_str())),
        ("IetfLanguageTag", |c| ok(data(c).ietf.as_str())),
        ("DisplayName", |c| ok(data(c).english.as_str())),
        ("NativeName", |c| ok(data(c).native.as_str())),
        ("EnglishName", |c| ok(data(c).english.as_str())),
        ("TwoLetterISOLanguageName", |c| ok(data(c).iso2.as_str())),
        ("ThreeLetterISOLanguageName", |c| ok(data(c).iso3.as_str())),
        ("ThreeLetterWindowsLanguageName", |c| ok(data(c).win3.as_str())),
        ("CompareInfo", |c| Ok(CompareInfo::of(&c.this))),
        ("TextInfo", |c| Ok(TextInfo::of(&c.this))),
        ("IsNeutralCulture", |c| ok(data(c).is_neutral())),
        ("NumberFormat", |c| Ok(NumberFormatInfo::of(&c.this))),
        ("DateTimeFormat", |c| Ok(DateTimeFormatInfo::of(&c.this))),
        ("Calendar", |c| Ok(Calendar::of(&c.this))),
        ("OptionalCalendars", |c| Ok(Value::array(vec![Calendar::of(&c.this)]))),
        ("UseUserOverride", |_| ok(false)),
        ("IsReadOnly", |c| ok(c.this.downcast::<CultureInfo>().is_some_and(|info| info.read_only))),
    ],
    methods: &[
        ("Clone", |c| Ok(Object::from_clr(CultureInfo { culture: RefCell::new(data(c)), read_only: false }))),
        ("GetFormat", |c| {
            Ok(match c.arg(0) {
                Value::Type(TypeId::NUMBER_FORMAT_INFO) => NumberFormatInfo::of(&c.this),
                Value::Type(TypeId::DATE_TIME_FORMAT_INFO) => DateTimeFormatInfo::of(&c.this),
                _ => Value::Null,
            })
        }),
        ("ClearCachedData", |_| void()),
        ("GetConsoleFallbackUICulture", |c| Ok(c.this.clone())),
    ],
    statics: &[
        ("CreateSpecificCulture", get),
        ("GetCultureInfo", get),
        ("GetCultureInfoByIetfLanguageTag", get),
        ("GetCultures", all_cultures),
        ("ReadOnly", |c| Ok(CultureInfo::value(data_of(&c.arg(0))))),
    ],
    static_properties: &[
        ("CurrentCulture", |c| Ok(CultureInfo::value(c.rt.culture()))),
        ("CurrentUICulture", |c| Ok(CultureInfo::value(c.rt.culture()))),
        ("InstalledUICulture", |c| Ok(CultureInfo::value(c.rt.culture()))),
        ("InvariantCulture", |_| Ok(CultureInfo::value(Culture::invariant_arc()))),
        ("DefaultThreadCurrentCulture", |_| Ok(Value::Null)),
        ("DefaultThreadCurrentUICulture", |_| Ok(Value::Null)),
    ],
    static_setters: &[
        ("CurrentCulture", |c| {
            let culture = data_of(&c.arg(0));
            c.rt.set_culture(culture);
            void()
        }),
        ("CurrentUICulture", |_| void()),
    ],
    ..TypeImpl::EMPTY
};

/// Changes the data of the culture that a format belongs to.
fn change(c: &mut Call, change: impl FnOnce(&mut Culture, &Value)) -> Outcome {
    let owner = c
        .this
        .downcast::<NumberFormatInfo>()
        .map(|part| part.owner.clone())
        .or_else(|| c.this.downcast::<DateTimeFormatInfo>().map(|part| part.owner.clone()))
        .or_else(|| c.this.downcast::<TextInfo>().map(|part| part.owner.clone()))
        .unwrap_or_default();
    let Some(info) = owner.downcast::<CultureInfo>() else { return void() };
    if info.read_only {
        return Err(Thrown::invalid_operation("Instance is read-only."));
    }
    let value = c.arg(0);
    change(Arc::make_mut(&mut info.culture.borrow_mut()), &value);
    void()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(String::new, |text| text.to_string())
}

fn small(value: &Value) -> u8 {
    crate::value::members::call::to_long(value) as u8
}

fn sizes(sizes: &[u8]) -> Outcome {
    Ok(Value::Array(Rc::new(Array::new(TypeId::INT32, sizes.iter().map(|size| Value::Int(i32::from(*size))).collect()))))
}

fn changeable(culture: Arc<Culture>) -> Value {
    Object::from_clr(CultureInfo { culture: RefCell::new(culture), read_only: false })
}

/// `NumberFormatInfo`.
pub const NUMBER_FORMAT: TypeImpl = TypeImpl {
    ids: &[TypeId::NUMBER_FORMAT_INFO],
    new: Some(|_| Ok(NumberFormatInfo::of(&changeable(Culture::invariant_arc())))),
    properties: &[
        ("CurrencyDecimalDigits", |c| ok(i32::from(data(c).number.currency.digits))),
        ("CurrencyDecimalSeparator", |c| ok(data(c).number.currency.decimal.as_str())),
        ("IsReadOnly", |c| {
            ok(c.this
                .downcast::<NumberFormatInfo>()
                .and_then(|part| part.owner.downcast::<CultureInfo>())
                .is_none_or(|info| info.read_only))
        }),
        ("CurrencyGroupSizes", |c| sizes(&data(c).number.currency.group_sizes)),
        ("NumberGroupSizes", |c| sizes(&data(c).number.group_sizes)),
        ("PercentGroupSizes", |c| sizes(&data(c).number.percent.group_sizes)),
        ("CurrencyGroupSeparator", |c| ok(data(c).number.currency.group.as_str())),
        ("CurrencySymbol", |c| ok(data(c).number.currency.symbol.as_str())),
        ("NaNSymbol", |c| ok(data(c).number.nan.as_str())),
        ("CurrencyNegativePattern", |c| ok(i32::from(data(c).number.currency.negative_pattern))),
        ("NumberNegativePattern", |c| ok(i32::from(data(c).number.negative_pattern))),
        ("PercentPositivePattern", |c| ok(i32::from(data(c).number.percent.positive_pattern))),
        ("PercentNegativePattern", |c| ok(i32::from(data(c).number.percent.negative_pattern))),
        ("NegativeInfinitySymbol", |c| ok(data(c).number.negative_infinity.as_str())),
        ("NegativeSign", |c| ok(data(c).number.minus.as_str())),
        ("NumberDecimalDigits", |c| ok(i32::from(data(c).number.digits))),
        ("NumberDecimalSeparator", |c| ok(data(c).number.decimal.as_str())),
        ("NumberGroupSeparator", |c| ok(data(c).number.group.as_str())),
        ("CurrencyPositivePattern", |c| ok(i32::from(data(c).number.currency.positive_pattern))),
        ("PositiveInfinitySymbol", |c| ok(data(c).number.infinity.as_str())),
        ("PositiveSign", |c| ok(data(c).number.plus.as_str())),
        ("PercentDecimalDigits", |c| ok(i32::from(data(c).number.percent.digits))),
        ("PercentDecimalSeparator", |c| ok(data(c).number.percent.decimal.as_str())),
        ("PercentGroupSeparator", |c| ok(data(c).number.percent.group.as_str())),
        ("PercentSymbol", |c| ok(data(c).number.percent.symbol.as_str())),
        ("PerMilleSymbol", |c| ok(data(c).number.per_mille.as_str())),
        ("NativeDigits", |c| Ok(Value::strings(data(c).number.native_digits.chars().map(|digit| digit.to_string())))),
        ("DigitSubstitution", |_| Ok(Value::Int(1))),
    ],
    setters: &[
        ("CurrencyDecimalDigits", |c| change(c, |culture, value| culture.number.currency.digits = small(value))),
        ("CurrencyDecimalSeparator", |c| change(c, |culture, value| culture.number.currency.decimal = text(value))),
        ("CurrencyGroupSeparator", |c| change(c, |culture, value| culture.number.currency.group = text(value))),
        ("CurrencySymbol", |c| change(c, |culture, value| culture.number.currency.symbol = text(value))),
        ("CurrencyNegativePattern", |c| change(c, |culture, value| culture.number.currency.negative_pattern = small(value))),
        ("CurrencyPositivePattern", |c| change(c, |culture, value| culture.number.currency.positive_pattern = small(value))),
        ("NegativeSign", |c| change(c, |culture, value| culture.number.minus = text(value))),
        ("NumberDecimalDigits", |c| change(c, |culture, value| culture.number.digits = small(value))),
        ("NumberDecimalSeparator", |c| change(c, |culture, value| culture.number.decimal = text(value))),
        ("NumberGroupSeparator", |c| change(c, |culture, value| culture.number.group = text(value))),
        ("NumberGroupSizes", |c| {
            change(c, |culture, value| culture.number.group_sizes = crate::value::members::call::items(value).iter().map(small).collect())
        }),
        ("NumberNegativePattern", |c| change(c, |culture, value| culture.number.negative_pattern = small(value))),
        ("PercentDecimalDigits", |c| change(c, |culture, value| culture.number.percent.digits = small(value))),
        ("PercentDecimalSeparator", |c| change(c, |culture, value| culture.number.percent.decimal = text(value))),
        ("PercentSymbol", |c| change(c, |culture, value| culture.number.percent.symbol = text(value))),
    ],
    methods: &[("Clone", |c| Ok(NumberFormatInfo::of(&changeable(data(c)))))],
    statics: &[("GetInstance", |c| Ok(NumberFormatInfo::of(&CultureInfo::value(argument(c, 0)))))],
    static_properties: &[
        ("CurrentInfo", |c| Ok(NumberFormatInfo::of(&CultureInfo::value(c.rt.culture())))),
        ("InvariantInfo", |_| Ok(NumberFormatInfo::of(&CultureInfo::value(Culture::invariant_arc())))),
    ],
    ..TypeImpl::EMPTY
};

fn first(patterns: &[String]) -> Outcome {
    ok(patterns.first().map_or("", String::as_str))
}

/// Names of months end with an empty one, for calendars of thirteen.
fn months(names: &[String]) -> Outcome {
    Ok(Value::strings(names.iter().map(String::as_str).chain([""])))
}

fn nth(c: &Call, names: &[String], from: i64, parameter: &str, message: &str) -> Outcome {
    match usize::try_from(c.long(0) - from).ok().and_then(|at| names.get(at)) {
        Some(name) => ok(name.as_str()),
        None => Err(Thrown::out_of_range(parameter, message)),
    }
}

const MONTH: &str = "Valid values are between 1 and 13, inclusive.";
const DAY: &str = "Valid values are between Sunday and Saturday, inclusive.";

/// Replaces the pattern that formatting uses.
fn lead(patterns: &mut Vec<String>, value: &Value) {
    let pattern = text(value);
    patterns.retain(|own| *own != pattern);
    patterns.insert(0, pattern);
}

/// `DateTimeFormatInfo`.
pub const DATE_FORMAT: TypeImpl = TypeImpl {
    ids: &[TypeId::DATE_TIME_FORMAT_INFO],
    new: Some(|_| Ok(DateTimeFormatInfo::of(&changeable(Culture::invariant_arc())))),
    properties: &[
        ("AMDesignator", |c| ok(data(c).dates.am.as_str())),
        ("Calendar", |c| Ok(Calendar::of(&CultureInfo::value(data(c))))),
        ("DateSeparator", |c| ok(data(c).dates.date_separator.as_str())),
        ("FirstDayOfWeek", |c| Ok(Value::Enum(TypeId::DAY_OF_WEEK, i64::from(data(c).dates.first_day)))),
        ("CalendarWeekRule", |c| Ok(Value::Enum(TypeId::CALENDAR_WEEK_RULE, week_rule(&data(c))))),
        ("FullDateTimePattern", |c| ok(data(c).dates.full())),
        ("LongDatePattern", |c| first(&data(c).dates.long_dates)),
        ("LongTimePattern", |c| first(&data(c).dates.long_times)),
        ("MonthDayPattern", |c| first(&data(c).dates.month_days)),
        ("PMDesignator", |c| ok(data(c).dates.pm.as_str())),
        ("RFC1123Pattern", |_| ok(culture::RFC1123)),
        ("ShortDatePattern", |c| first(&data(c).dates.short_dates)),
        ("ShortTimePattern", |c| first(&data(c).dates.short_times)),
        ("SortableDateTimePattern", |_| ok(culture::SORTABLE)),
        ("TimeSeparator", |c| ok(data(c).dates.time_separator.as_str())),
        ("UniversalSortableDateTimePattern", |_| ok(culture::UNIVERSAL)),
        ("YearMonthPattern", |c| first(&data(c).dates.year_months)),
        ("AbbreviatedDayNames", |c| Ok(Value::strings(&data(c).dates.days_short))),
        ("ShortestDayNames", |c| Ok(Value::strings(&data(c).dates.days_shortest))),
        ("DayNames", |c| Ok(Value::strings(&data(c).dates.days))),
        ("AbbreviatedMonthNames", |c| months(&data(c).dates.months_short)),
        ("MonthNames", |c| months(&data(c).dates.months)),
        ("IsReadOnly", |c| {
            ok(c.this
                .downcast::<DateTimeFormatInfo>()
                .and_then(|part| part.owner.downcast::<CultureInfo>())
                .is_none_or(|info| info.read_only))
        }),
        ("NativeCalendarName", |c| ok(data(c).dates.native_calendar.as_str())),
        ("AbbreviatedMonthGenitiveNames", |c| months(&data(c).dates.months_short_genitive)),
        ("MonthGenitiveNames", |c| months(&data(c).dates.months_genitive)),
    ],
    setters: &[
        ("AMDesignator", |c| change(c, |culture, value| culture.dates.am = text(value))),
        ("DateSeparator", |c| change(c, |culture, value| culture.dates.date_separator = text(value))),
        ("FirstDayOfWeek", |c| change(c, |culture, value| culture.dates.first_day = small(value))),
        ("LongDatePattern", |c| change(c, |culture, value| lead(&mut culture.dates.long_dates, value))),
        ("LongTimePattern", |c| change(c, |culture, value| lead(&mut culture.dates.long_times, value))),
        ("PMDesignator", |c| change(c, |culture, value| culture.dates.pm = text(value))),
        ("ShortDatePattern", |c| change(c, |culture, value| lead(&mut culture.dates.short_dates, value))),
        ("ShortTimePattern", |c| change(c, |culture, value| lead(&mut culture.dates.short_times, value))),
        ("TimeSeparator", |c| change(c, |culture, value| culture.dates.time_separator = text(value))),
    ],
    methods: &[
        ("Clone", |c| Ok(DateTimeFormatInfo::of(&changeable(data(c))))),
        ("GetDayName", |c| nth(c, &data(c).dates.days, 0, "dayofweek", DAY)),
        ("GetAbbreviatedDayName", |c| nth(c, &data(c).dates.days_short, 0, "dayofweek", DAY)),
        ("GetShortestDayName", |c| nth(c, &data(c).dates.days_shortest, 0, "dayOfWeek", DAY)),
        ("GetMonthName", |c| nth(c, &data(c).dates.months, 1, "month", MONTH)),
        ("GetAbbreviatedMonthName", |c| nth(c, &data(c).dates.months_short, 1, "month", MONTH)),
        ("GetEraName", |c| nth(c, &data(c).dates.eras, 1, "era", "Era value was not valid.")),
        ("GetAllDateTimePatterns", |c| {
            let letters: Vec<char> =
                if c.is_empty() { "dDfFgGmMoOrRstTuUyY".chars().collect() } else { vec![crate::value::string::unit_text(c.char(0))] };
            let dates = &data(c).dates;
            Ok(Value::strings(letters.into_iter().flat_map(|letter| dates.all_patterns(letter))))
        }),
    ],
    statics: &[("GetInstance", |c| Ok(DateTimeFormatInfo::of(&CultureInfo::value(argument(c, 0)))))],
    static_properties: &[
        ("CurrentInfo", |c| Ok(DateTimeFormatInfo::of(&CultureInfo::value(c.rt.culture())))),
        ("InvariantInfo", |_| Ok(DateTimeFormatInfo::of(&CultureInfo::value(Culture::invariant_arc())))),
    ],
    ..TypeImpl::EMPTY
};

fn week_rule(culture: &Culture) -> i64 {
    match culture.dates.week_rule.as_str() {
        "FirstFullWeek" => 1,
        "FirstFourDayWeek" => 2,
        _ => 0,
    }
}

fn convert_case(c: &mut Call, upper: bool) -> Outcome {
    let culture = data(c);
    match c.arg(0) {
        Value::Char(unit) => {
            let text = crate::value::string::unit_text(unit).to_string();
            let text = if upper { case::to_upper(&text, &culture) } else { case::to_lower(&text, &culture) };
            Ok(Value::Char(text.encode_utf16().next().unwrap_or(unit)))
        }
        _ => {
            let text = c.str(0, "str")?;
            ok(if upper { case::to_upper(&text, &culture) } else { case::to_lower(&text, &culture) })
        }
    }
}

/// `TextInfo`.
pub const TEXT_INFO: TypeImpl = TypeImpl {
    ids: &[TypeId::TEXT_INFO],
    properties: &[
        ("ANSICodePage", |_| ok(65001)),
        ("OEMCodePage", |_| ok(437)),
        ("MacCodePage", |_| ok(10000)),
        ("EBCDICCodePage", |_| ok(37)),
        ("LCID", |c| ok(data(c).lcid)),
        ("CultureName", |c| ok(data(c).name.as_str())),
        ("IsReadOnly", |c| {
            ok(c.this.downcast::<TextInfo>().and_then(|part| part.owner.downcast::<CultureInfo>()).is_none_or(|info| info.read_only))
        }),
        ("ListSeparator", |c| ok(data(c).list_separator.as_str())),
        ("IsRightToLeft", |c| ok(data(c).right_to_left)),
    ],
    setters: &[("ListSeparator", |c| change(c, |culture, value| culture.list_separator = text(value)))],
    methods: &[
        ("ToTitleCase", |c| ok(case::to_title_case(&c.str(0, "str")?, &data(c)))),
        ("ToUpper", |c| convert_case(c, true)),
        ("ToLower", |c| convert_case(c, false)),
    ],
    ..TypeImpl::EMPTY
};

/// Whether `CompareOptions` ignore case.
fn ignores_case(c: &Call, at: usize) -> bool {
    (at..c.len()).find_map(|at| c.enum_of(at, TypeId::COMPARE_OPTIONS)).is_some_and(|options| options & 0x1000_0001 != 0)
}

/// `CompareInfo`.
pub const COMPARE_INFO: TypeImpl = TypeImpl {
    ids: &[TypeId::COMPARE_INFO],
    properties: &[("Name", |c| ok(data(c).name.as_str())), ("LCID", |c| ok(data(c).lcid))],
    methods: &[
        ("Compare", |c| {
            let (a, b) = (c.str(0, "string1")?, c.str(1, "string2")?);
            ok(compare_by(Some(&data(c)), &a, &b, ignores_case(c, 2)) as i32)
        }),
        ("IndexOf", |c| {
            let (text, wanted) = (c.str(0, "source")?, c.str(1, "value")?);
            let found = if ignores_case(c, 2) {
                crate::value::string::find_folded(&text, &wanted).map(|(from, _)| from)
            } else {
                text.find(&*wanted)
            };
            ok(found.map_or(-1, |at| crate::value::string::utf16_index(&text, at) as i32))
        }),
        ("IsPrefix", |c| {
            let (text, wanted) = (c.str(0, "source")?, c.str(1, "prefix")?);
            ok(if ignores_case(c, 2) {
                crate::value::string::find_folded(&text, &wanted).is_some_and(|(from, _)| from == 0)
            } else {
                text.starts_with(&*wanted)
            })
        }),
        ("IsSuffix", |c| {
            let (text, wanted) = (c.str(0, "source")?, c.str(1, "suffix")?);
            ok(if ignores_case(c, 2) { text.to_lowercase().ends_with(&wanted.to_lowercase()) } else { text.ends_with(&*wanted) })
        }),
    ],
    ..TypeImpl::EMPTY
};
