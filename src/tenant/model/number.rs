//! Telephone numbers, as the service stores them: digits without a plus.

use std::fmt;

/// An E.164 number: 3 to 15 digits, the first not 0. Prints its digits without a plus.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(u64);

impl Number {
    /// Reads `E164`, `+E164` and `tel:E164` (any case), with the spaces, hyphens, dots and
    /// parentheses that people write between digits. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = match text.get(..4) {
            Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => &text[4..],
            _ => text,
        };
        let text = text.strip_prefix('+').unwrap_or(text);
        let mut value: u64 = 0;
        let mut n_digits = 0;
        for character in text.chars() {
            match character {
                '0'..='9' => {
                    if n_digits == 15 || (n_digits == 0 && character == '0') {
                        return None;
                    }
                    n_digits += 1;
                    value = value * 10 + u64::from(character as u32 - '0' as u32);
                }
                ' ' | '-' | '.' | '(' | ')' if n_digits > 0 || character == '(' => {}
                _ => return None,
            }
        }
        (n_digits >= 3).then_some(Number(value))
    }

    /// The number whose digits, read as a decimal number, are `value`; `None` out of range.
    pub fn from_value(value: u64) -> Option<Self> {
        (100..1_000_000_000_000_000).contains(&value).then_some(Number(value))
    }

    /// The digits read as one decimal number.
    pub fn value(self) -> u64 {
        self.0
    }

    /// The number as `+4532550117`.
    pub fn with_plus(self) -> String {
        format!("+{}", self.0)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
