//! Phone numbers as the countries write them.

use bridgesh::mail::phone::readable;

/// An example of each kind of number of each country, as libphonenumber writes it.
#[test]
fn numbers_are_written_as_libphonenumber_writes_them() {
    let mut different = Vec::new();
    for line in include_str!("phone-examples.tsv").lines().filter(|line| !line.starts_with('#')) {
        let (number, expected) = line.split_once('\t').unwrap();
        let written = readable(number);
        if written != expected {
            different.push(format!("{number}: {written} instead of {expected}"));
        }
    }
    assert!(different.is_empty(), "{different:#?}");
}

#[test]
fn a_number_comes_in_many_forms() {
    for (number, expected) in [
        ("14255550123", "+1 425-555-0123"),
        ("tel:+14255550123", "+1 425-555-0123"),
        ("+44 (20) 7946-0958", "+44 20 7946 0958"),
        ("33170990123", "+33 1 70 99 01 23"),
        ("390200621234", "+39 02 0062 1234"),
        ("81345789012", "+81 3-4578-9012"),
        ("not a number", "not a number"),
        ("1234", "1234"),
    ] {
        assert_eq!(readable(number), expected, "{number}");
    }
}

/// Any digits come out whole, in their order.
#[test]
fn no_digit_is_lost() {
    let mut seed = 7u64;
    for _ in 0..20_000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let number = format!("{}", seed >> 14).chars().take(5 + (seed >> 60) as usize % 11).collect::<String>();
        let written = readable(&number);
        assert_eq!(written.chars().filter(char::is_ascii_digit).collect::<String>(), number, "{written}");
    }
}
