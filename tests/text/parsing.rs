//! Text to numbers, dates, spans and identifiers.

use bridgesh::value::date::{DateTime, DateTimeKind};
use bridgesh::value::fault::FaultKind;
use bridgesh::value::text::culture::{self, Culture};
use bridgesh::value::text::date::{
    DateTimeStyles, parse_date_only, parse_date_time, parse_date_time_exact, parse_date_time_offset, parse_time_only, parse_time_span,
    parse_time_span_exact,
};
use bridgesh::value::text::encode;
use bridgesh::value::text::guid::Guid;
use bridgesh::value::text::number::{
    IntegerType, NumberStyles, parse_bigint, parse_decimal, parse_f64, parse_integer, shell_bigint, shell_decimal, shell_f64, shell_integer,
};
use bridgesh::value::text::semantic_version::SemanticVersion;
use bridgesh::value::text::version::Version;

const CONVERSIONS: &str = include_str!("tables/conversions.tsv");

fn now() -> DateTime {
    DateTime::new(2026, 11, 25, 10, 0, 0, DateTimeKind::Local).unwrap()
}

/// The canonical text of a date in the table.
fn date_text(date: DateTime) -> String {
    let mut out = String::new();
    date.round_trip_text(&mut out);
    out.replace("2026-11-25T", "<today>T")
}

/// A row's value through this layer, as the table writes it; nothing for targets that are not of this layer.
fn convert(text: &str, target: &str) -> Option<Result<String, FaultKind>> {
    let invariant = Culture::invariant();
    let integer = |name: &str, kind| shell_integer(text, kind).map(|value| format!("{name} {value}")).map_err(|fault| fault.kind);
    Some(match target {
        "byte" => integer("Byte", IntegerType::Byte),
        "sbyte" => integer("SByte", IntegerType::SByte),
        "int16" => integer("Int16", IntegerType::Int16),
        "uint16" => integer("UInt16", IntegerType::UInt16),
        "int" => integer("Int32", IntegerType::Int32),
        "uint32" => integer("UInt32", IntegerType::UInt32),
        "long" => integer("Int64", IntegerType::Int64),
        "uint64" => integer("UInt64", IntegerType::UInt64),
        "double" => shell_f64(text)
            .map(|value| {
                let mut out = "Double ".to_owned();
                bridgesh::value::text::number::round_trip_f64(&mut out, value);
                out
            })
            .map_err(|fault| fault.kind),
        "decimal" => shell_decimal(text).map(|value| format!("Decimal {value}")).map_err(|fault| fault.kind),
        "bigint" => shell_bigint(text).map(|value| format!("BigInteger {value}")).map_err(|fault| fault.kind),
        "datetime" => parse_date_time(text, invariant, DateTimeStyles::NONE, now())
            .map(|date| format!("DateTime {}", date_text(date)))
            .map_err(|fault| fault.kind),
        "datetimeoffset" => parse_date_time_offset(text, invariant, DateTimeStyles::NONE, now())
            .map(|moment| {
                let mut out = String::new();
                moment.format(&mut out, "o", invariant).unwrap();
                format!("DateTimeOffset {}", out.replace("2026-11-25T", "<today>T"))
            })
            .map_err(|fault| fault.kind),
        "timespan" => parse_time_span(text, invariant)
            .map(|span| {
                let mut out = "TimeSpan ".to_owned();
                span.invariant_text(&mut out);
                out
            })
            .map_err(|fault| fault.kind),
        "guid" => Guid::parse(text)
            .map(|guid| {
                let mut out = "Guid ".to_owned();
                guid.invariant_text(&mut out);
                out
            })
            .map_err(|fault| fault.kind),
        "version" => Version::parse(text).map(|version| format!("Version {version}")).map_err(|fault| fault.kind),
        "semver" => SemanticVersion::parse(text).map(|version| format!("SemanticVersion {version}")).map_err(|fault| fault.kind),
        _ => return None,
    })
}

#[test]
fn strings_convert_as_recorded() {
    let (mut n_passed, mut report) = (0, String::new());
    for row in CONVERSIONS.lines().filter(|line| line.starts_with('"') && !line.contains('$')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let text = cells[0].trim_matches('"');
        let expected = cells[2];
        let Some(result) = convert(text, cells[1]) else { continue };
        let is_same = match &result {
            Ok(shown) => shown == expected,
            Err(kind) => {
                let class = kind.type_name().rsplit('.').next().unwrap();
                expected.starts_with('!') && expected.ends_with(&format!("<{class}>"))
            }
        };
        if is_same {
            n_passed += 1;
        } else {
            report.push_str(&format!("{text:?} {} want {expected} got {result:?}\n", cells[1]));
        }
    }
    println!("{n_passed} passed\n{report}");
    assert!(report.is_empty(), "{report}");
}

#[test]
fn dates() {
    let parse = |text: &str, name: &str, styles: DateTimeStyles| {
        parse_date_time(text, &culture::get(name).unwrap(), styles, now()).map(date_text).unwrap_or_else(|fault| format!("!{fault}"))
    };
    let none = DateTimeStyles::NONE;
    for (text, name, expected) in [
        ("1 March 2024", "", "2024-03-01T00:00:00.0000000"),
        ("1 mars 2024", "fr-FR", "2024-03-01T00:00:00.0000000"),
        ("01/03/2024", "en-GB", "2024-03-01T00:00:00.0000000"),
        ("01/03/2024", "en-US", "2024-01-03T00:00:00.0000000"),
        ("March 2024", "en-US", "2024-03-01T00:00:00.0000000"),
        ("2024-3-1 5pm", "en-US", "2024-03-01T17:00:00.0000000"),
        ("29.02.2024 13:05", "de-DE", "2024-02-29T13:05:00.0000000"),
        ("29.2.2024 13.05", "fi-FI", "2024-02-29T13:05:00.0000000"),
        ("2024年2月29日", "ja-JP", "2024-02-29T00:00:00.0000000"),
        ("Thursday, February 29, 2024 1:05:09 PM", "en-US", "2024-02-29T13:05:09.0000000"),
        ("31/12/2020", "", "!String '31/12/2020' was not recognized as a valid DateTime."),
        (
            "not a date",
            "",
            "!The string 'not a date' was not recognized as a valid DateTime. There is an unknown word starting at index '0'.",
        ),
        (
            "Mon, 01 Mar 2024 13:05:09 GMT",
            "",
            "!String 'Mon, 01 Mar 2024 13:05:09 GMT' was not recognized as a valid DateTime because the day of week was incorrect.",
        ),
    ] {
        assert_eq!(parse(text, name, none), expected, "{text} {name}");
    }
    assert_eq!(parse("2024-03-01T10:00:00+02:00", "", DateTimeStyles::ADJUST_TO_UNIVERSAL), "2024-03-01T08:00:00.0000000Z");
    assert!(parse_date_only("2024-02-29 13:00", Culture::invariant(), now()).is_err());
    assert_eq!(parse_date_only("2024-02-29", Culture::invariant(), now()).unwrap().day_number(), 738_944);
    assert!(parse_time_only("25:00", Culture::invariant()).is_err());
    assert!(parse_time_only("13:05", Culture::invariant()).is_ok());
}

/// What every culture writes, it reads.
#[test]
fn cultures_read_their_own_dates() {
    let date = DateTime::new(2024, 2, 29, 13, 5, 9, DateTimeKind::Unspecified).unwrap();
    for name in culture::table_names() {
        let culture = culture::get(name).unwrap();
        for format in ["G", "F", "d", "D"] {
            let mut text = String::new();
            date.format(&mut text, format, &culture).unwrap();
            let read = parse_date_time(&text, &culture, DateTimeStyles::NONE, now());
            let expected = if format.eq_ignore_ascii_case("d") { date.date() } else { date };
            assert_eq!(read.map(date_text), Ok(date_text(expected)), "{name} {format} {text}");
        }
    }
}

#[test]
fn exact_dates() {
    let parse = |text: &str, format: &str| {
        parse_date_time_exact(text, &[format], Culture::invariant(), DateTimeStyles::NONE, now()).map(date_text).ok()
    };
    for (text, format, expected) in [
        ("20240301", "yyyyMMdd", Some("2024-03-01T00:00:00.0000000")),
        ("01-Mar-24", "dd-MMM-yy", Some("2024-03-01T00:00:00.0000000")),
        ("1/3/2024", "d/M/yyyy", Some("2024-03-01T00:00:00.0000000")),
        ("1/3/2024", "dd/MM/yyyy", None),
        ("1:05 PM 02-29-24", "h:mm tt MM-dd-yy", Some("2024-02-29T13:05:00.0000000")),
        ("2024-03-01T13:05:09.1230000Z", "o", Some("2024-03-01T13:05:09.1230000Z")),
        ("2024-060", "yyyy-DDD", None),
        ("", "yyyy", None),
        ("2024-02-29 13:05", "yyyy-MM-dd", None),
    ] {
        assert_eq!(parse(text, format).as_deref(), expected, "{text} {format}");
    }
}

#[test]
fn cultures_that_the_table_does_not_list() {
    let name = |name: &str| culture::get(name).map(|culture| culture.name.clone()).map_err(|fault| fault.kind);
    for (given, expected) in [("EN-us", "en-US"), ("xx-yy", "xx-YY"), ("de", "de"), ("no", "no"), ("en-JM", "en-JM"), ("abc", "abc")] {
        assert_eq!(name(given).as_deref(), Ok(expected));
    }
    for given in [" ", "A", "5", "a b", "1,5"] {
        assert_eq!(name(given), Err(FaultKind::CultureNotFound), "{given}");
    }
    let german = culture::get("de").unwrap();
    assert!(german.is_neutral() && german.lcid == 7 && german.english == "German");
    let jamaican = culture::get("en-JM").unwrap();
    assert!(!jamaican.is_neutral() && jamaican.dates.short_dates[0] == "dd/MM/yyyy");
    assert_eq!(culture::from_lcid(1031).unwrap().name, "de-DE");
    assert_eq!(culture::get("nb").unwrap().english, "Norwegian Bokmål");
    assert_eq!(culture::get("hu").unwrap().native, "magyar");
    for name in culture::table_names() {
        assert_eq!(culture::get(name).unwrap().name, name);
    }
}

#[test]
fn zones() {
    use bridgesh::value::date::{TimeSpan, calendar, zone};
    let new_york = zone::named("eastern standard time").unwrap();
    assert_eq!(zone::base_offset(&new_york, 2026), TimeSpan::new(0, -5, 0, 0, 0).unwrap());
    assert!(zone::has_daylight(&new_york, 2026));
    let summer = DateTime::new(2026, 7, 1, 12, 0, 0, DateTimeKind::Utc).unwrap();
    assert_eq!(zone::offset_at_utc_in(&new_york, summer.ticks()), TimeSpan::new(0, -4, 0, 0, 0).unwrap());
    // Half past two on the day of the change to summer time does not exist: the offset before it holds.
    let gap = DateTime::new(2026, 3, 8, 2, 30, 0, DateTimeKind::Unspecified).unwrap();
    assert_eq!(zone::offset_at_local_in(&new_york, gap.ticks()), TimeSpan::new(0, -5, 0, 0, 0).unwrap());
    let fold = DateTime::new(2026, 11, 1, 1, 30, 0, DateTimeKind::Unspecified).unwrap();
    assert_eq!(zone::offset_at_local_in(&new_york, fold.ticks()), TimeSpan::new(0, -5, 0, 0, 0).unwrap());
    let day = calendar::day_number(2024, 12, 30).unwrap();
    assert_eq!(calendar::week_of_year(day, calendar::WeekRule::FirstDay, 0), 53);
    assert_eq!(calendar::week_of_year(day, calendar::WeekRule::FirstFourDayWeek, 1), 53);
}

#[test]
fn date_arithmetic() {
    use bridgesh::value::date::{TICKS_PER_DAY, TICKS_PER_HOUR};
    let leap = DateTime::from_date(2024, 2, 29).unwrap();
    assert_eq!(date_text(leap.add_years(1).unwrap()), "2025-02-28T00:00:00.0000000");
    assert_eq!(date_text(leap.add_months(-12).unwrap()), "2023-02-28T00:00:00.0000000");
    assert_eq!(date_text(leap.add_units(1.5, TICKS_PER_DAY).unwrap()), "2024-03-01T12:00:00.0000000");
    assert_eq!(leap.day_of_week(), 4);
    assert_eq!(leap.day_of_year(), 60);
    assert!(DateTime::MAX.add_units(1.0, TICKS_PER_HOUR).is_err());
    assert!(DateTime::from_date(2023, 2, 29).is_err());
    assert_eq!(leap.to_oa_date().unwrap(), 45351.0);
    assert_eq!(DateTime::from_oa_date(-1.25).unwrap().to_oa_date().unwrap(), -1.25);
    // Every day of the calendar, there and back.
    for day in (0..3_652_059).step_by(13) {
        let (year, month, date, day_of_year) = bridgesh::value::date::calendar::civil(day);
        assert_eq!(bridgesh::value::date::calendar::day_number(year, month as i32, date as i32), Ok(day));
        assert!((1..=366).contains(&day_of_year));
    }
}

#[test]
fn spans() {
    let invariant = Culture::invariant();
    let exact = |text: &str, format: &str| parse_time_span_exact(text, &[format], invariant, false).map(|span| span.0).ok();
    assert_eq!(exact("1:02", "h\\:mm"), Some(37_200_000_000));
    assert_eq!(exact("1.02:03:04", "c"), Some(937_840_000_000));
    assert_eq!(parse_time_span("25:00", invariant).unwrap_err().kind, FaultKind::Overflow);
    assert_eq!(parse_time_span("x", invariant).unwrap_err().to_string(), "String 'x' was not recognized as a valid TimeSpan.");
}

#[test]
fn numbers() {
    let number = |name: &str| culture::get(name).unwrap().number.clone();
    assert_eq!(parse_f64("1,5", NumberStyles::FLOAT_THOUSANDS, &number("de-DE")), Ok(1.5));
    assert_eq!(parse_f64("1.234,5", NumberStyles::FLOAT_THOUSANDS, &number("de-DE")), Ok(1234.5));
    assert_eq!(parse_f64("-∞", NumberStyles::FLOAT, &number("en-US")), Ok(f64::NEG_INFINITY));
    assert_eq!(parse_f64("1 234,5", NumberStyles::ANY, &number("fr-FR")), Ok(1234.5));
    assert_eq!(parse_f64("-5", NumberStyles::FLOAT, &number("sv-SE")), Ok(-5.0));
    assert_eq!(parse_integer("1,000", IntegerType::Int32, NumberStyles::NUMBER, &number("en-US")), Ok(1000));
    assert_eq!(parse_integer("(5)", IntegerType::Int32, NumberStyles::ANY, &number("en-US")), Ok(-5));
    assert_eq!(parse_integer("$5", IntegerType::Int32, NumberStyles::CURRENCY, &number("en-US")), Ok(5));
    assert_eq!(parse_integer("FF", IntegerType::Byte, NumberStyles::HEX, &number("")), Ok(255));
    assert_eq!(parse_integer("FFFFFFFF", IntegerType::Int32, NumberStyles::HEX, &number("")), Ok(-1));
    let fault = parse_integer("2147483648", IntegerType::Int32, NumberStyles::INTEGER, &number("")).unwrap_err();
    assert_eq!(fault.to_string(), "Value was either too large or too small for an Int32.");
    assert_eq!(parse_decimal("1.50", NumberStyles::NUMBER, &number("")).unwrap().to_string(), "1.50");
    assert!(parse_decimal("79228162514264337593543950336", NumberStyles::NUMBER, &number("")).is_err());
    assert_eq!(parse_bigint("FF", NumberStyles(0x203), &number("")).unwrap(), (-1).into());
    assert_eq!(parse_bigint("0FF", NumberStyles::HEX, &number("")).unwrap(), 255.into());
    assert_eq!(shell_bigint("123456789012345678901234567890").unwrap().to_string(), "123456789012345677877719597056");
}

#[test]
fn encodings() {
    assert_eq!(encode::html_encode("<a b='c'>é&"), "&lt;a b=&#39;c&#39;&gt;&#233;&amp;");
    assert_eq!(encode::html_decode("&lt;&#233;&eacute;&nbsp;&bogus; & &#x41;"), "<éé\u{a0}&bogus; & A");
    assert_eq!(encode::escape_data_string("a b/ü~"), "a%20b%2F%C3%BC~");
    assert_eq!(encode::unescape_data_string("a%20b%2F%C3%BC%zz%ff"), "a b/ü%zz%ff");
    assert_eq!(encode::url_encode("a b/ü"), "a+b%2f%c3%bc");
    assert_eq!(encode::url_decode("a+b%2f"), "a b/");
    for text in ["", "a", "ab", "abc", "abcd"] {
        assert_eq!(encode::base64_decode(&encode::base64_encode(text.as_bytes(), false)).unwrap(), text.as_bytes());
    }
    assert!(encode::base64_decode("abc").is_err());
}
