//! No text makes this layer panic: random strings through every door.

use bridgesh::value::date::{DateOnly, DateTime, DateTimeKind, DateTimeOffset, TimeOnly, TimeSpan};
use bridgesh::value::text::compare::{compare_culture, compare_ordinal_ignore_case};
use bridgesh::value::text::composite;
use bridgesh::value::text::culture::{self, Culture};
use bridgesh::value::text::date::{
    DateTimeStyles, format_unix, parse_date_time, parse_date_time_exact, parse_date_time_offset, parse_time_span, parse_time_span_exact,
};
use bridgesh::value::text::encode;
use bridgesh::value::text::guid::Guid;
use bridgesh::value::text::number::{
    self, IntegerType, NumberStyles, parse_bigint, parse_decimal, parse_f64, parse_integer, shell_bigint, shell_decimal, shell_f64,
    shell_integer,
};
use bridgesh::value::text::semantic_version::SemanticVersion;
use bridgesh::value::text::version::Version;
use num_bigint::BigInt;
use rust_decimal::Decimal;

const ALPHABET: &[char] = &[
    '0', '1', '2', '5', '9', '0', '1', ' ', '-', '+', '.', ',', ':', '/', 'T', 'Z', 'e', 'E', 'x', 'd', 'M', 'y', 'h', 'H', 'm', 's', 'f',
    'F', 'z', 'K', 't', 'g', '#', '%', '‰', ';', '\'', '"', '\\', '{', '}', '&', '(', ')', '$', '€', 'é', '漢', '😀', '\u{301}', '\0', 'N',
    'P', 'G', 'k', 'b', 'u', 'l', 'n', 'J', 'a', '\u{a0}', '=',
];

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
    fn text(&mut self) -> String {
        let length = self.next() % 14;
        (0..length).map(|_| ALPHABET[self.next() as usize % ALPHABET.len()]).collect()
    }
}

#[test]
fn nothing_panics() {
    let mut random = Random(7);
    let cultures: Vec<_> =
        ["", "en-US", "de-DE", "ar-SA", "ja-JP", "fi-FI", "hi-IN"].iter().map(|name| culture::get(name).unwrap()).collect();
    let now = DateTime::new(2026, 11, 25, 10, 0, 0, DateTimeKind::Local).unwrap();
    let big: BigInt = "-123456789012345678901234567890".parse().unwrap();
    for round in 0..4000 {
        let (text, other) = (random.text(), random.text());
        let culture: &Culture = &cultures[round % cultures.len()];
        let number = &culture.number;
        let mut out = String::new();
        for styles in [NumberStyles::ANY, NumberStyles::FLOAT, NumberStyles::INTEGER, NumberStyles::HEX, NumberStyles::BINARY] {
            let _ = parse_integer(&text, IntegerType::Int16, styles, number);
            let _ = parse_f64(&text, styles, number);
            let _ = parse_decimal(&text, styles, number);
            let _ = parse_bigint(&text, styles, number);
        }
        let _ = (shell_integer(&text, IntegerType::SByte), shell_f64(&text), shell_decimal(&text), shell_bigint(&text));
        let _ = parse_date_time(&text, culture, DateTimeStyles::NONE, now);
        let _ = parse_date_time_offset(&text, culture, DateTimeStyles::NONE, now);
        let _ = parse_date_time_exact(&text, &[&other, "o"], culture, DateTimeStyles::WHITE, now);
        let _ = (parse_time_span(&text, culture), parse_time_span_exact(&text, &[&other, "g"], culture, true));
        let _ = (Guid::parse(&text), Version::parse(&text), SemanticVersion::parse(&text), culture::get(&text));
        for value in [0.0, -0.0, 1234.5678, -0.001, f64::MAX, 5e-324, f64::NAN] {
            let _ = number::format_f64(&mut out, value, &text, culture);
            let _ = number::format_f32(&mut out, value as f32, &text, culture);
        }
        let _ = number::format_int(&mut out, i64::MIN, &text, culture);
        let _ = number::format_decimal(&mut out, &Decimal::MIN, &text, culture);
        let _ = number::format_bigint(&mut out, &big, &text, culture);
        out.clear();
        for date in [DateTime::MIN, DateTime::MAX, now] {
            let _ = date.format(&mut out, &text, culture);
            format_unix(&mut out, date, &text, culture);
        }
        let _ = DateTimeOffset::MAX.format(&mut out, &text, culture);
        let _ = DateOnly::MAX.format(&mut out, &text, culture);
        let _ = TimeOnly::MAX.format(&mut out, &text, culture);
        let _ = TimeSpan::MIN.format(&mut out, &text, culture);
        out.clear();
        let _ = composite::format(&text, 3, &mut out, |_, format| Ok::<_, ()>(format.map(str::to_owned)));
        let _ = (encode::html_decode(&text), encode::url_decode(&text), encode::base64_decode(&text), encode::hex_decode(&text));
        assert_eq!(encode::html_decode(&encode::html_encode(&text)), text);
        assert_eq!(encode::unescape_data_string(&encode::escape_data_string(&text)), text);
        assert_eq!(compare_culture(&text, &other, true), compare_culture(&other, &text, true).reverse());
        assert_eq!(compare_ordinal_ignore_case(&text, &other), compare_ordinal_ignore_case(&other, &text).reverse());
    }
}

/// What is asked for in the billions is refused, not allocated.
#[test]
fn huge_requests_are_errors() {
    let culture = Culture::invariant();
    let mut out = String::new();
    assert!(number::format_f64(&mut out, 1.0, "F999999999", culture).is_err());
    assert!(number::format_int(&mut out, 1, "D999999999", culture).is_err());
    assert!(composite::format("{0,2000000000}", 1, &mut out, |_, _| Ok::<_, ()>(None)).is_err());
    assert!(parse_bigint("1e2000000000", NumberStyles::FLOAT, &culture.number).is_err());
    assert!(out.is_empty());
}

/// The shortest text of a double reads back as the same double.
#[test]
fn doubles_round_trip() {
    let mut random = Random(11);
    let number = &Culture::invariant().number;
    for _ in 0..3000 {
        let value = f64::from_bits(random.next() << 33 ^ random.next() << 10 ^ random.next());
        if !value.is_finite() {
            continue;
        }
        let mut out = String::new();
        number::round_trip_f64(&mut out, value);
        assert_eq!(parse_f64(&out, NumberStyles::FLOAT, number).map(f64::to_bits), Ok(value.to_bits()), "{out}");
    }
}
