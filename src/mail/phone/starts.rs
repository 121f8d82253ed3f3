//! Whether digits start as a pattern of the metadata says.
//!
//! The patterns are regular expressions of four forms: digits, classes (`[2-57]`, `\d`), choices and groups
//! (`(?:…)`). No part repeats, so a match looks at each digit of the pattern once a choice.

/// Whether the digits start with what the pattern describes; an empty pattern describes everything.
pub(super) fn starts_with(digits: &[u8], pattern: &str) -> bool {
    choice(pattern.as_bytes(), digits, &mut |_| true)
}

/// Tries the alternatives of a pattern; `then` says whether the rest fits what follows.
fn choice(pattern: &[u8], digits: &[u8], then: &mut dyn FnMut(&[u8]) -> bool) -> bool {
    let mut depth = 0usize;
    let mut in_class = false;
    let mut start = 0;
    for (at, byte) in pattern.iter().enumerate() {
        match byte {
            b'[' => in_class = true,
            b']' => in_class = false,
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b'|' if depth == 0 && !in_class => {
                if sequence(&pattern[start..at], digits, then) {
                    return true;
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    sequence(&pattern[start..], digits, then)
}

fn sequence(pattern: &[u8], digits: &[u8], then: &mut dyn FnMut(&[u8]) -> bool) -> bool {
    match pattern {
        [] => then(digits),
        [b'(', b'?', b':', inside @ ..] => {
            let end = closing(inside);
            let after = inside.get(end + 1..).unwrap_or_default();
            choice(&inside[..end], digits, &mut |rest| sequence(after, rest, then))
        }
        [b'[', inside @ ..] => {
            let end = inside.iter().position(|&byte| byte == b']').unwrap_or(inside.len());
            let after = inside.get(end + 1..).unwrap_or_default();
            digits.split_first().is_some_and(|(digit, rest)| in_class(&inside[..end], *digit) && sequence(after, rest, then))
        }
        [b'\\', b'd', after @ ..] => digits.split_first().is_some_and(|(_, rest)| sequence(after, rest, then)),
        [wanted, after @ ..] => digits.split_first().is_some_and(|(digit, rest)| digit == wanted && sequence(after, rest, then)),
    }
}

/// Where the parenthesis closes that is open before the text.
fn closing(inside: &[u8]) -> usize {
    let mut depth = 0usize;
    for (at, byte) in inside.iter().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return at,
            b')' => depth -= 1,
            _ => {}
        }
    }
    inside.len()
}

fn in_class(class: &[u8], digit: u8) -> bool {
    match class {
        [low, b'-', high, rest @ ..] => (*low..=*high).contains(&digit) || in_class(rest, digit),
        [b'\\', b'd', ..] => true,
        [own, rest @ ..] => *own == digit || in_class(rest, digit),
        [] => false,
    }
}
