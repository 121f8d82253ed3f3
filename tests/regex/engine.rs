//! The engine itself: what no crate has, limits, and places in texts that are not ASCII.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use bridgesh::value::text::regex::{
    self, MatchAbort, Regex, RegexErrorKind, RegexOptions, ReplaceError, Replacement, Span, Utf16Index, Watch,
};

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern, RegexOptions::NONE).unwrap()
}

fn right_to_left(pattern: &str) -> Regex {
    Regex::new(pattern, RegexOptions::RIGHT_TO_LEFT).unwrap()
}

/// The texts of all groups of the first match; `None` for a group that did not capture.
fn groups(regex: &Regex, text: &str) -> Option<Vec<Option<String>>> {
    let found = regex.find(text).unwrap()?;
    Some(found.groups().map(|group| group.span().map(|span| regex::slice(text, span).into_owned())).collect())
}

fn value(regex: &Regex, text: &str) -> Option<String> {
    groups(regex, text)?.swap_remove(0)
}

fn captures(regex: &Regex, text: &str, name: &str) -> Vec<String> {
    let found = regex.find(text).unwrap().unwrap();
    let group = found.group_named(name).unwrap();
    group.captures.iter().map(|span| regex::slice(text, *span).into_owned()).collect()
}

fn some(texts: &[&str]) -> Option<Vec<Option<String>>> {
    Some(texts.iter().map(|text| Some((*text).to_string())).collect())
}

#[test]
fn every_round_is_captured() {
    let words = regex(r"(?:(\w+)\s?)+");
    assert_eq!(captures(&words, "one two three", "1"), ["one", "two", "three"]);
    // A round that was taken back leaves no capture.
    assert_eq!(captures(&regex("(?:(a)|b)*ab"), "abaab", "1"), ["a", "a"]);
    assert_eq!(captures(&regex("(?<x>a)(?<y>b)(?<x>c)"), "abc", "x"), ["a", "c"]);
}

#[test]
fn balancing_takes_captures_away() {
    let balanced = regex(r"^(?:[^()]|(?<open>\()|(?<inner-open>\)))*(?(open)(?!))$");
    assert_eq!(captures(&balanced, "(a(b)(c))", "inner"), ["b", "c", "a(b)(c)"]);
    assert_eq!(captures(&balanced, "(a(b)(c))", "open"), Vec::<String>::new());
    assert_eq!(value(&balanced, "(a(b)"), None);
    assert_eq!(value(&balanced, "a)"), None);
    // What was taken away comes back on the way back.
    assert_eq!(captures(&regex(r"(?<a>x)(?:(?<-a>y)z|yw)"), "xyw", "a"), ["x"]);
    assert_eq!(value(&regex(r"(?<a>.)+(?<-a>\k<a>)+(?(a)(?!))"), "abba"), Some("abba".to_string()));
}

#[test]
fn right_to_left_reads_from_the_end() {
    assert_eq!(value(&right_to_left(r"\d+"), "12 34"), Some("34".to_string()));
    assert_eq!(groups(&right_to_left(r"(\d+)(\d+)"), "1234"), some(&["1234", "1", "234"]));
    assert_eq!(value(&right_to_left("a.*b"), "ab ab"), Some("ab ab".to_string()));
    assert_eq!(value(&right_to_left("a.*?b"), "ab ab"), Some("ab".to_string()));
    // A back reference is read before its group.
    assert_eq!(value(&right_to_left(r"(a)\1"), "aa"), None);
    assert_eq!(groups(&right_to_left(r"\1(a)"), "aa"), some(&["aa", "a"]));
    // A look ahead still looks ahead.
    assert_eq!(value(&right_to_left(r"\w(?=3)"), "123"), Some("2".to_string()));
    let spans: Vec<usize> = right_to_left("a").matches("aba").map(|found| found.unwrap().span().start).collect();
    assert_eq!(spans, [2, 0]);
    let empties: Vec<usize> = right_to_left("").matches("é").map(|found| found.unwrap().span().start).collect();
    assert_eq!(empties, [2, 0]);
}

#[test]
fn looks_behind_have_any_length() {
    assert_eq!(value(&regex(r"(?<=^.*b.*)c"), "abxc"), Some("c".to_string()));
    assert_eq!(value(&regex(r"(?<!b.*)c"), "abxc"), None);
    assert_eq!(groups(&regex(r"(?<=(\d+)(\d+))$"), "1234"), some(&["", "1", "234"]));
    assert_eq!(value(&regex(r"(?<=\1(x))y"), "xxy"), Some("y".to_string()));
    assert_eq!(value(&regex(r"(?<=a(?=b))b"), "ab"), Some("b".to_string()));
}

#[test]
fn what_is_atomic_gives_nothing_back() {
    assert_eq!(value(&regex(r"(?>a*)ab"), "aaab"), None);
    // Captures made inside are undone with it.
    assert_eq!(groups(&regex(r"(?:(?>(a))b|ac)"), "ac"), Some(vec![Some("ac".to_string()), None]));
    assert_eq!(groups(&regex(r"(?:(?=(a))b|a)"), "a"), Some(vec![Some("a".to_string()), None]));
    assert_eq!(groups(&regex(r"(?!(a)b)a"), "ac"), Some(vec![Some("a".to_string()), None]));
}

#[test]
fn conditions_choose() {
    let quoted = regex(r#"^(")?\w+(?(1)"|!)$"#);
    assert_eq!(value(&quoted, "\"a\""), Some("\"a\"".to_string()));
    assert_eq!(value(&quoted, "a!"), Some("a!".to_string()));
    assert_eq!(value(&quoted, "\"a!"), None);
    assert_eq!(value(&regex(r"(?(?=\d)\d{3}|\w)"), "a12"), Some("a".to_string()));
    assert_eq!(value(&regex(r"^(?(?<=x)a|b)"), "b"), Some("b".to_string()));
}

#[test]
fn an_empty_round_ends_a_repeat() {
    assert_eq!(groups(&regex("(a*)*"), "b"), some(&["", ""]));
    assert_eq!(groups(&regex("(a|b*)*c"), "abbc"), some(&["abbc", ""]));
    assert_eq!(value(&regex("(?:a?){3,}b"), "aab"), Some("aab".to_string()));
    assert_eq!(value(&regex("(?:a??)*?b"), "aab"), Some("aab".to_string()));
    assert_eq!(value(&regex(r"(?:\b|x)+y"), "xxy"), Some("xxy".to_string()));
}

#[test]
fn the_match_after_an_empty_one_begins_a_unit_later() {
    let spans = |pattern: &str, text: &str| -> Vec<(usize, usize)> {
        regex(pattern).matches(text).map(|found| found.unwrap().span()).map(|span| (span.start, span.end)).collect()
    };
    assert_eq!(spans("a*", "baac"), [(0, 0), (1, 3), (3, 3), (4, 4)]);
    assert_eq!(spans(r"\G", "aaa"), [(0, 0)]);
    assert_eq!(spans(r"\Ga", "aaba"), [(0, 1), (1, 2)]);
    assert_eq!(spans("", "éa"), [(0, 0), (2, 2), (3, 3)]);
}

#[test]
fn characters_beyond_the_basic_plane_are_two_units() {
    let text = "a😀b";
    let found = regex("..").find(text).unwrap().unwrap();
    assert_eq!(Utf16Index::new(text).place(found.span()), (0, 2));
    assert_eq!(value(&regex("^a..b$"), text), Some(text.to_string()));
    assert_eq!(value(&regex("😀+b"), text), Some("😀b".to_string()));
    assert_eq!(value(&regex("[😀]{2}"), text), Some("😀".to_string()));
    assert_eq!(value(&regex(r"\p{Cs}+"), text), Some("😀".to_string()));
    assert_eq!(value(&regex(r"\ud83d\ude00"), text), Some("😀".to_string()));
    assert_eq!(value(&regex(r"(?<=a..)b"), text), Some("b".to_string()));
    assert_eq!(value(&right_to_left("...$"), text), Some("😀b".to_string()));
    assert_eq!(value(&right_to_left("^(?:..)+$"), text), Some(text.to_string()));
    // Half a character has no text of its own.
    assert_eq!(value(&regex(r"\ude00b"), text), Some("\u{fffd}b".to_string()));
    assert_eq!(value(&regex(r"(\ud83d).*\1"), "😀😁"), Some("😀\u{fffd}".to_string()));
}

#[test]
fn places_are_translated_both_ways() {
    let text = "é😀x";
    let mut index = Utf16Index::new(text);
    assert_eq!([0, 2, 4, 6, 7].map(|byte| index.unit_of(byte)), [0, 1, 2, 3, 4]);
    assert_eq!([4, 3, 2, 1, 0, 9].map(|unit| index.byte_of(unit)), [7, 6, 4, 2, 0, 7]);
    assert_eq!(regex::utf16_len(text), 4);
    assert_eq!(regex::slice(text, Span { start: 0, end: 2 }), "é");
}

#[test]
fn case_is_ignored_by_simple_lower_case() {
    let ignoring = |pattern: &str| Regex::new(pattern, RegexOptions::IGNORE_CASE).unwrap();
    assert!(ignoring("k").is_match("\u{212a}").unwrap());
    assert!(ignoring("[a-z]").is_match("\u{212a}").unwrap());
    assert!(ignoring("СТРАНА").is_match("страна").unwrap());
    assert!(!ignoring("s").is_match("ſ").unwrap());
    assert!(!ignoring("[^x]").is_match("X").unwrap());
    assert!(ignoring(r"[\u0100-\uffff]").is_match("k").unwrap());
    assert!(!ignoring(r"[\u0100-\uffff]").is_match("x").unwrap());
    assert!(ignoring(r"(i)\1").is_match("iİ").unwrap());
    let invariant = Regex::new("i", RegexOptions::IGNORE_CASE | RegexOptions::CULTURE_INVARIANT).unwrap();
    assert!(!invariant.is_match("İ").unwrap());
    assert!(invariant.is_match("I").unwrap());
}

#[test]
fn groups_are_numbered_as_in_net() {
    let names = |pattern: &str| -> Vec<String> { regex(pattern).groups().names().map(str::to_string).collect() };
    assert_eq!(names("(?<n>a)(b)(?<m>c)(d)"), ["0", "1", "2", "n", "m"]);
    assert_eq!(names("(?<7>a)(b)(?<n>c)"), ["0", "1", "n", "7"]);
    assert_eq!(names("(?<n>a)(?<n>b)"), ["0", "n"]);
    assert_eq!(names("(?(?=(a))(b)|(c))"), ["0", "1", "2", "3"]);
    assert_eq!(names("(?n)(a)(?<x>b)"), ["0", "x"]);
    assert_eq!(regex("(?<7>a)").groups().index_of_name("7"), Some(1));
    assert_eq!(regex("(?<7>a)").groups().number_of_name("1"), None);
    assert_eq!(regex("(?<n>a)").groups().number_of_name("1"), None);
    assert_eq!(regex("(?<n>a)").groups().name_of_number(1), Some("n"));
}

#[test]
fn replacing_and_splitting() {
    let words = regex(r"(?<first>\w)(\w*)");
    let replacement = Replacement::new("${first}-$1-$0-$$-${nope}-$9-$", &words);
    let replaced = words.replace("ab", &replacement, None, 0, &Watch::DEFAULT).unwrap();
    assert_eq!(replaced, "a-b-ab-$-${nope}-$9-$");
    let upper = words.replace_by("ab cd", Some(1), 0, &Watch::DEFAULT, |found, out| {
        out.push_str(&regex::slice("ab cd", found.span()).to_uppercase());
        Ok::<(), ()>(())
    });
    assert_eq!(upper.unwrap(), "AB cd");
    let failing = words.replace_by("ab", None, 0, &Watch::DEFAULT, |_, _| Err("no"));
    assert!(matches!(failing, Err(ReplaceError::Callback("no"))));
    let split = |regex: Regex, text: &str, max: usize| regex.split(text, max, regex.origin(text), &Watch::DEFAULT).unwrap();
    assert_eq!(split(regex("(,)|;"), "a,b;c", 0), ["a", ",", "b", "c"]);
    assert_eq!(split(regex(","), "a,b,c", 2), ["a", "b,c"]);
    assert_eq!(split(right_to_left("(,)"), "a,b,c", 2), ["a,b", ",", "c"]);
    assert_eq!(split(regex(","), "", 0), [""]);
}

#[test]
fn runaway_matches_end() {
    let catastrophic = regex("(a+)+b");
    let text = "a".repeat(60);
    let watch = Watch { steps: 200_000, ..Watch::DEFAULT };
    assert_eq!(catastrophic.find_watched(&text, 0, &watch).unwrap_err(), MatchAbort::Timeout);
    let n_asked = Cell::new(0);
    let interrupt = || {
        n_asked.set(n_asked.get() + 1);
        n_asked.get() > 2
    };
    let watch = Watch { interrupt: Some(&interrupt), ..Watch::DEFAULT };
    assert_eq!(catastrophic.find_watched(&text, 0, &watch).unwrap_err(), MatchAbort::Interrupted);
    let watch = Watch { deadline: Some(Instant::now() + Duration::from_millis(5)), ..Watch::DEFAULT };
    assert_eq!(catastrophic.find_watched(&text, 0, &watch).unwrap_err(), MatchAbort::Timeout);
    // It can be used again.
    assert!(catastrophic.is_match("aab").unwrap());
}

#[test]
fn long_texts_take_no_stack() {
    let text = "ab".repeat(100_000);
    assert!(regex("^(?:a|b|(c))*$").is_match(&text).unwrap());
    assert!(regex("^(?:(a)(b))*$").is_match(&text).unwrap());
    assert!(regex("^(?:ab)*?$").is_match(&text).unwrap());
    assert!(regex(r"$(?<=^(?:ab|c)*)").is_match(&text).unwrap());
    // A run that fails is not tried from each of its places.
    assert!(!regex(r"\w+@").is_match(&text).unwrap());
}

#[test]
fn deep_patterns_are_refused() {
    let deep = format!("{}a{}", "(".repeat(5000), ")".repeat(5000));
    assert_eq!(Regex::new(&deep, RegexOptions::NONE).unwrap_err().kind, RegexErrorKind::NestingTooDeep);
    let deep = format!("{}a{}", "[a-".repeat(5000), "]".repeat(5000));
    assert!(Regex::new(&deep, RegexOptions::NONE).is_err());
    let fine = format!("{}a{}", "(".repeat(200), ")".repeat(200));
    assert!(regex(&fine).is_match("a").unwrap());
}

#[test]
fn compiled_patterns_are_kept() {
    let first = Regex::cached("a+", RegexOptions::IGNORE_CASE).unwrap();
    let again = Regex::cached("a+", RegexOptions::IGNORE_CASE).unwrap();
    let other = Regex::cached("a+", RegexOptions::NONE).unwrap();
    assert!(Rc::ptr_eq(&first, &again) && !Rc::ptr_eq(&first, &other));
    assert!(Regex::cached("(", RegexOptions::NONE).is_err());
}

#[test]
fn options_have_names() {
    let options = RegexOptions::from_names("multiline, IgnoreCase").unwrap();
    assert_eq!(options.to_string(), "IgnoreCase, Multiline");
    assert_eq!(RegexOptions::NONE.to_string(), "None");
    assert!(RegexOptions::from_names("Nope").is_none());
}
