//! Random patterns and texts: nothing panics, everything ends, and the ways to search agree.

use bridgesh::value::text::regex::{Regex, RegexOptions, Replacement, Watch};
use bridgesh::value::text::wildcard::{WildcardCase, WildcardPattern};

/// A small generator of numbers (xorshift): the cases are the same in each run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, n_sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n_sides
    }

    fn join(&mut self, pieces: &[&str], max: usize) -> String {
        (0..self.roll(max)).map(|_| pieces[self.roll(pieces.len())]).collect()
    }
}

const PIECES: &[&str] = &[
    "a",
    "b",
    "é",
    "😀",
    ".",
    "\\w",
    "\\d",
    "\\s",
    "\\W",
    "\\b",
    "\\B",
    "^",
    "$",
    "\\A",
    "\\z",
    "\\G",
    "|",
    "(",
    ")",
    "(?:",
    "(?=",
    "(?!",
    "(?<=",
    "(?<!",
    "(?>",
    "(?<n>",
    "(?<m-n>",
    "(?<-n>",
    "(?(n)",
    "(?(1)",
    "(?(?=a)",
    "(?i)",
    "(?x:",
    "(?s-i:",
    "*",
    "+",
    "?",
    "*?",
    "+?",
    "??",
    "{2}",
    "{1,3}",
    "{0,}?",
    "[ab]",
    "[^a]",
    "[a-z-[b]]",
    "[",
    "]",
    "\\1",
    "\\k<n>",
    "\\",
    "\\p{L}",
    "\\P{IsGreek}",
    "\\x41",
    "\\u00e9",
    "#",
    " ",
    "(?#c)",
    "{",
    "}",
    "-",
    "\n",
];

/// Pieces for patterns that are valid and mean the same in both directions.
const PLAIN: &[&str] =
    &["a", "b", "é", ".", "\\w", "[ab]", "[^a]", "\\b", "(?:a|b)", "(?:ab|a)+", "a*", "b+?", "(?:a?b)?", "(?=b)", "(?<=a)"];

const TEXT: &[&str] = &["a", "b", "ab", "é", "😀", " ", "1", "\n", "B", "-"];

#[test]
fn random_patterns_end_without_panic() {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let watch = Watch { steps: 20_000, ..Watch::DEFAULT };
    let mut n_valid = 0;
    for _ in 0..6_000 {
        let pattern = dice.join(PIECES, 12);
        let options = RegexOptions([0, 1, 2, 4, 16, 32, 64, 65, 256, 512, 1024][dice.roll(11)]);
        let Ok(regex) = Regex::new(&pattern, options) else { continue };
        n_valid += 1;
        let text = dice.join(TEXT, 12);
        let origin = regex.origin(&text);
        let mut n_matches = 0;
        for found in regex.matches_from(&text, origin, &watch) {
            let Ok(found) = found else { break };
            n_matches += 1;
            let spans = found.groups().flat_map(|group| group.captures.to_vec());
            assert!(spans.into_iter().all(|span| span.start <= span.end && span.end <= text.len()), "{pattern:?}");
        }
        assert!(n_matches <= text.len() + 1, "{pattern:?} on {text:?}");
        let replacement = Replacement::new("[$1${n}$`$'$+$_$&]", &regex);
        let replaced = regex.replace(&text, &replacement, None, origin, &watch);
        let pieces = regex.split(&text, 0, origin, &watch);
        assert!(replaced.is_err() || n_matches > 0 || replaced.is_ok_and(|replaced| replaced == text));
        assert!(pieces.is_err() || n_matches > 0 || pieces.is_ok_and(|pieces| pieces == [text.as_str()]));
    }
    assert!(n_valid > 1000, "{n_valid}");
}

#[test]
fn both_directions_find_a_match_or_none() {
    let mut dice = Dice(0x1234_5678_9ABC_DEF1);
    for _ in 0..2_000 {
        let pattern = dice.join(PLAIN, 6);
        let text = dice.join(TEXT, 10);
        let ahead = Regex::new(&pattern, RegexOptions::NONE).unwrap();
        let back = Regex::new(&pattern, RegexOptions::RIGHT_TO_LEFT).unwrap();
        let behind = Regex::new(&format!("(?<={pattern})"), RegexOptions::NONE).unwrap();
        let is_match = ahead.is_match(&text).unwrap();
        assert_eq!(back.is_match(&text).unwrap(), is_match, "{pattern:?} on {text:?}");
        assert_eq!(behind.is_match(&text).unwrap(), is_match, "{pattern:?} on {text:?}");
        // A group around the pattern keeps the shortcuts of the search from applying.
        let slow = Regex::new(&format!("(?(?!)x|(?:{pattern}))"), RegexOptions::NONE).unwrap();
        let spans = [&ahead, &slow].map(|regex| regex.find(&text).unwrap().map(|found| found.span()));
        assert_eq!(spans[0], spans[1], "{pattern:?} on {text:?}");
    }
}

#[test]
fn random_wildcards_agree_with_regular_expressions() {
    let mut dice = Dice(0xDEAD_BEEF_CAFE_F00D);
    for _ in 0..2_000 {
        let pattern = dice.join(&["*", "?", "a", "b", "é", "[ab]", "😀"], 7);
        let text = dice.join(&["a", "b", "ab", "é", "😀", "A"], 8);
        let as_regex = pattern.replace('?', "[^\\0]").replace('*', "[^\\0]*");
        let regex = Regex::new(&format!("^(?:{as_regex})\\z"), RegexOptions::NONE).unwrap();
        let wildcard = WildcardPattern::new(&pattern, WildcardCase::Sensitive).unwrap();
        assert_eq!(wildcard.is_match(&text), regex.is_match(&text).unwrap(), "{pattern:?} on {text:?}");
    }
}
