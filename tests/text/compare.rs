//! Order of strings.

use bridgesh::value::text::case::{to_lower, to_lower_invariant, to_title_case, to_upper, to_upper_invariant};
use bridgesh::value::text::compare::{
    CompareOptions, compare_culture, compare_in, compare_ordinal, compare_ordinal_ignore_case, equals_culture, ordinal_difference,
};
use bridgesh::value::text::culture;
use std::cmp::Ordering::{Equal, Greater, Less};

#[test]
fn root_order() {
    for (left, right, order) in [
        ("abc", "ABC", Less),
        ("b", "A", Greater),
        ("a_b", "ab", Less),
        ("a-b", "ab", Less),
        ("10", "9", Less),
        ("", "a", Less),
        ("ff", "æ", Greater),
        ("cote", "coté", Less),
        ("coté", "coter", Less),
        ("1", "ö", Less),
        ("straße", "strasse", Greater),
        ("a b", "ab", Less),
        ("Z", "a", Greater),
    ] {
        assert_eq!(compare_culture(left, right, false), order, "{left} {right}");
    }
    assert_eq!(compare_culture("a", "A", true), Equal);
    assert_eq!(compare_culture("a", "B", true), Less);
    assert!(equals_culture("e\u{301}", "é", true));
}

/// The table for ASCII must say what the collator says.
#[test]
fn ascii_is_the_collator() {
    let german = culture::get("pl-PL").unwrap();
    let options = CompareOptions::default();
    let all: Vec<String> = (1u8..127).map(|byte| char::from(byte).to_string()).collect();
    for left in &all {
        for right in &all {
            assert_eq!(compare_culture(left, right, false), compare_in(&german, left, right, options), "{left:?} {right:?}");
            let (longer_left, longer_right) = (format!("a{left}B"), format!("a{right}b"));
            assert_eq!(
                compare_culture(&longer_left, &longer_right, false),
                compare_in(&german, &longer_left, &longer_right, options),
                "{longer_left:?} {longer_right:?}"
            );
        }
    }
}

#[test]
fn cultures_differ() {
    let order = |name: &str, left: &str, right: &str| compare_in(&culture::get(name).unwrap(), left, right, CompareOptions::default());
    assert_eq!(order("sv-SE", "ä", "z"), Greater);
    assert_eq!(order("de-DE", "ä", "z"), Less);
    assert_eq!(order("en-US", "ä", "z"), Less);
}

#[test]
fn ordinal() {
    assert_eq!(ordinal_difference("a", "B"), 31);
    assert_eq!(ordinal_difference("a", "abc"), -2);
    assert_eq!(compare_ordinal("Z", "a"), Less);
    assert_eq!(compare_ordinal("\u{ffff}", "\u{10000}"), Greater);
    assert_eq!(compare_ordinal_ignore_case("a", "B"), Less);
    assert_eq!(compare_ordinal_ignore_case("_", "a"), Greater);
}

#[test]
fn case() {
    let english = culture::get("en-US").unwrap();
    let turkish = culture::get("tr-TR").unwrap();
    assert_eq!(to_upper("straße", &english), "STRAßE");
    assert_eq!(to_lower("ΑΣ", &english), "ασ");
    assert_eq!(to_upper("ǆ", &english), "Ǆ");
    assert_eq!(to_upper("title", &turkish), "TİTLE");
    assert_eq!(to_lower("TITLE", &turkish), "tıtle");
    assert_eq!(to_lower("İ", &english).chars().count(), 1);
    assert_eq!(to_lower_invariant("İ"), "İ");
    assert_eq!(to_upper_invariant("ı"), "ı");
    assert_eq!(to_title_case("the QUICK brown-fox don't", &english), "The QUICK Brown-Fox Don't");
}
