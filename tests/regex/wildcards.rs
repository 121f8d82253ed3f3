//! Wildcard patterns beyond the recorded rows.

use bridgesh::value::text::wildcard::{WildcardCase, WildcardPattern, contains_wildcards, escape, to_wql, unescape};

fn like(text: &str, pattern: &str) -> bool {
    WildcardPattern::new(pattern, WildcardCase::Ignored).unwrap().is_match(text)
}

fn like_exactly(text: &str, pattern: &str) -> bool {
    WildcardPattern::new(pattern, WildcardCase::Sensitive).unwrap().is_match(text)
}

#[test]
fn stars_go_back_as_far_as_they_must() {
    assert!(like("abcabd", "*abd"));
    assert!(like("aXbXc", "a*x*c"));
    assert!(!like("abc", "*b"));
    assert!(like("", "**"));
    assert!(!like(&"a".repeat(5000), "*a*a*a*a*a*a*b"));
}

#[test]
fn case_counts_where_it_should() {
    assert!(like("ABC", "abc") && !like_exactly("ABC", "abc"));
    assert!(like("Q", "[a-z]") && !like_exactly("Q", "[a-z]"));
    assert!(like("ÉTÉ", "été") && !like_exactly("ÉTÉ", "été"));
    assert!(like_exactly("abc", "abc"));
}

#[test]
fn brackets_mean_what_stands_in_them() {
    assert!(like("!", "[!a]") && like("a", "[!a]") && !like("b", "[!a]"));
    assert!(like("]", "[`]]") && like("]", "[]]") && like("-", "[a`-z]") && !like("b", "[a`-z]"));
    assert!(like("-", "[a-]") && like("\\", "[\\w]") && !like("x", "[\\w]"));
    for pattern in ["a[b", "[]", "[z-a]", "["] {
        let error = WildcardPattern::new(pattern, WildcardCase::Ignored).unwrap_err();
        assert_eq!(error.message, format!("The specified wildcard character pattern is not valid: {pattern}"));
    }
}

#[test]
fn a_question_mark_is_one_unit() {
    assert!(!like("😀", "?") && like("😀", "??") && like("é", "?"));
    assert!(like("😀", "*") && like("a😀", "a*😀"));
}

#[test]
fn the_backtick_escapes() {
    assert!(like("a*", "a`*") && !like("ab", "a`*") && like("a`", "a`") && like("", "`"));
    assert_eq!(unescape("`a`*``"), "`a*`");
    assert_eq!(unescape(&escape("a*[`]?")), "a*[`]?");
    assert!(contains_wildcards("a]") && !contains_wildcards("`*`") && contains_wildcards("`**"));
}

#[test]
fn patterns_become_query_text() {
    assert_eq!(to_wql("a?c*[1-3]").unwrap().as_deref(), Some("a_c%[1-3]"));
    assert_eq!(to_wql("50%_").unwrap().as_deref(), Some("50[%][_]"));
    assert_eq!(to_wql("[`]]").unwrap(), None);
}
