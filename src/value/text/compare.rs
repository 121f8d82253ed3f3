//! Order and equality of strings: ordinal, ordinal without regard to case, and in a culture as ICU has it.

use super::case::fold_char;
use super::culture::Culture;
use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

/// What a comparison in a culture leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct CompareOptions {
    /// `CompareOptions.IgnoreCase`.
    pub ignore_case: bool,
    /// `CompareOptions.IgnoreNonSpace`: accents do not count.
    pub ignore_accents: bool,
}

impl CompareOptions {
    fn strength(self) -> Strength {
        match (self.ignore_case, self.ignore_accents) {
            (false, false) => Strength::Tertiary,
            (true, false) => Strength::Secondary,
            (_, true) => Strength::Primary,
        }
    }
}

/// The order of the root collation of the ASCII characters that count, lowest first.
const ASCII_ORDER: &[u8] = b"\t\n\x0b\x0c\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz";

/// Place of each ASCII character in the root collation, letters without case; 0 for those that do not count.
static ASCII_WEIGHTS: [u8; 128] = {
    let mut weights = [0; 128];
    let mut index = 0;
    while index < ASCII_ORDER.len() {
        let byte = ASCII_ORDER[index];
        weights[byte as usize] = index as u8 + 1;
        if byte.is_ascii_lowercase() {
            weights[byte.to_ascii_uppercase() as usize] = index as u8 + 1;
        }
        index += 1;
    }
    weights
};

/// The order of two ASCII strings in the root collation; nothing where one has a character that needs more.
fn compare_ascii(left: &[u8], right: &[u8], ignore_case: bool) -> Option<Ordering> {
    let mut case = Ordering::Equal;
    let mut primary = Ordering::Equal;
    for (left, right) in left.iter().zip(right) {
        let (left_weight, right_weight) = (*ASCII_WEIGHTS.get(*left as usize)?, *ASCII_WEIGHTS.get(*right as usize)?);
        if left_weight == 0 || right_weight == 0 {
            return None;
        }
        if left_weight != right_weight {
            primary = left_weight.cmp(&right_weight);
            break;
        }
        if case == Ordering::Equal {
            // Lower case comes first, and has the higher code.
            case = right.cmp(left);
        }
    }
    if primary != Ordering::Equal {
        return Some(primary);
    }
    let shared = left.len().min(right.len());
    // A longer rest may still be made of characters that do not count.
    if left[shared..].iter().chain(&right[shared..]).any(|byte| ASCII_WEIGHTS.get(*byte as usize).is_none_or(|weight| *weight == 0)) {
        return None;
    }
    Some(left.len().cmp(&right.len()).then(if ignore_case { Ordering::Equal } else { case }))
}

type Collators = RwLock<HashMap<(String, CompareOptions), &'static CollatorBorrowed<'static>>>;

static COLLATORS: LazyLock<Collators> = LazyLock::new(Default::default);

fn new_collator(language: &str, options: CompareOptions) -> CollatorBorrowed<'static> {
    let mut settings = CollatorOptions::default();
    settings.strength = Some(options.strength());
    let preferences = Locale::try_from_str(language).map(|locale| CollatorPreferences::from(&locale)).unwrap_or_default();
    CollatorBorrowed::try_new(preferences, settings)
        .or_else(|_| CollatorBorrowed::try_new(CollatorPreferences::default(), settings))
        .expect("the root collation is compiled in")
}

fn root(options: CompareOptions) -> &'static CollatorBorrowed<'static> {
    static ROOTS: [LazyLock<CollatorBorrowed<'static>>; 3] = [
        LazyLock::new(|| new_collator("und", CompareOptions { ignore_case: false, ignore_accents: false })),
        LazyLock::new(|| new_collator("und", CompareOptions { ignore_case: true, ignore_accents: false })),
        LazyLock::new(|| new_collator("und", CompareOptions { ignore_case: true, ignore_accents: true })),
    ];
    &ROOTS[if options.ignore_accents { 2 } else { usize::from(options.ignore_case) }]
}

/// Languages of the culture table whose order is the root's.
fn has_root_order(culture: &Culture) -> bool {
    matches!(culture.iso2.as_str(), "iv" | "en" | "fr" | "de" | "it" | "pt" | "nl" | "ru")
}

/// Languages with an order of their own; the others share the root's collators.
const TAILORED: [&str; 30] = [
    "af", "ar", "az", "bg", "bs", "cs", "da", "es", "et", "fa", "fi", "fil", "he", "hr", "hu", "is", "ja", "ko", "lt", "lv", "nb", "no",
    "pl", "ro", "sk", "sl", "sv", "tr", "uk", "zh",
];

/// The collator of a culture. There are as many as [`TAILORED`] languages, twice or thrice, so that they may
/// live as long as the process.
fn collator(culture: &Culture, options: CompareOptions) -> &'static CollatorBorrowed<'static> {
    let language = culture.iso2.as_str();
    if has_root_order(culture) || !TAILORED.contains(&language) {
        return root(options);
    }
    let key = (language.to_owned(), options);
    if let Some(found) = COLLATORS.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return found;
    }
    let made: &'static CollatorBorrowed<'static> = Box::leak(Box::new(new_collator(language, options)));
    COLLATORS.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(made)
}

/// The order of two strings in the invariant culture, which is ICU's root collation: punctuation before
/// digits before letters, accents after letters, lower case before upper. The shell's `-lt` and the like.
pub fn compare_culture(left: &str, right: &str, ignore_case: bool) -> Ordering {
    if let Some(order) = compare_ascii(left.as_bytes(), right.as_bytes(), ignore_case) {
        return order;
    }
    root(CompareOptions { ignore_case, ignore_accents: false }).compare(left, right)
}

/// The order of two strings in a culture (`String.Compare(a, b, culture, options)`).
pub fn compare_in(culture: &Culture, left: &str, right: &str, options: CompareOptions) -> Ordering {
    if has_root_order(culture)
        && let Some(order) = compare_ascii(left.as_bytes(), right.as_bytes(), options.ignore_case || options.ignore_accents)
    {
        return order;
    }
    collator(culture, options).compare(left, right)
}

/// The order by UTF-16 units, as `String.CompareOrdinal`.
pub fn compare_ordinal(left: &str, right: &str) -> Ordering {
    // UTF-8 has the same order, but for characters beyond the basic plane.
    if left.is_ascii() || right.is_ascii() { left.cmp(right) } else { left.encode_utf16().cmp(right.encode_utf16()) }
}

/// The number that `String.CompareOrdinal` returns: the first difference of two UTF-16 units, or of the lengths.
pub fn ordinal_difference(left: &str, right: &str) -> i32 {
    let (mut left_units, mut right_units) = (left.encode_utf16(), right.encode_utf16());
    loop {
        match (left_units.next(), right_units.next()) {
            (None, None) => return 0,
            (Some(left), Some(right)) if left == right => {}
            (Some(left), Some(right)) => return i32::from(left) - i32::from(right),
            (Some(_), None) => return 1 + left_units.count() as i32,
            (None, Some(_)) => return -1 - right_units.count() as i32,
        }
    }
}

/// The ordinal order without regard to case.
pub fn compare_ordinal_ignore_case(left: &str, right: &str) -> Ordering {
    if left.is_ascii() && right.is_ascii() {
        return left.bytes().map(|byte| byte.to_ascii_uppercase()).cmp(right.bytes().map(|byte| byte.to_ascii_uppercase()));
    }
    let units = |text: &str| text.chars().map(fold_char).collect::<String>().encode_utf16().collect::<Vec<u16>>();
    units(left).cmp(&units(right))
}

/// Ordinal equality without regard to case.
pub fn equals_ignore_case(left: &str, right: &str) -> bool {
    if left.is_ascii() && right.is_ascii() {
        return left.eq_ignore_ascii_case(right);
    }
    left.chars().map(fold_char).eq(right.chars().map(fold_char))
}

/// Equality in the invariant culture, as the shell's `-eq` and `-ieq` have it: characters that do not count
/// (such as U+00AD) and composed or decomposed accents make no difference.
pub fn equals_culture(left: &str, right: &str, ignore_case: bool) -> bool {
    if left.is_ascii() && right.is_ascii() && !has_ignored(left) && !has_ignored(right) {
        return if ignore_case { left.eq_ignore_ascii_case(right) } else { left == right };
    }
    compare_culture(left, right, ignore_case) == Ordering::Equal
}

fn has_ignored(text: &str) -> bool {
    text.bytes().any(|byte| ASCII_WEIGHTS.get(byte as usize).is_none_or(|weight| *weight == 0))
}

/// The rest of a text after a prefix without regard to case.
pub fn strip_prefix_ignore_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for expected in prefix.chars() {
        if fold_char(rest.next()?) != fold_char(expected) {
            return None;
        }
    }
    Some(rest.as_str())
}

/// Whether a text ends in a suffix without regard to case.
pub fn ends_with_ignore_case(text: &str, suffix: &str) -> bool {
    let mut rest = text.chars().rev();
    suffix.chars().rev().all(|expected| rest.next().is_some_and(|found| fold_char(found) == fold_char(expected)))
}
