//! `RegexOptions`.

use std::fmt;
use std::ops::{BitOr, BitOrAssign};

/// The flags of `System.Text.RegularExpressions.RegexOptions`, with .NET's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RegexOptions(pub u32);

impl RegexOptions {
    /// No option.
    pub const NONE: RegexOptions = RegexOptions(0);
    /// `i`: case is ignored.
    pub const IGNORE_CASE: RegexOptions = RegexOptions(1);
    /// `m`: `^` and `$` match at line breaks.
    pub const MULTILINE: RegexOptions = RegexOptions(2);
    /// `n`: unnamed parentheses do not capture.
    pub const EXPLICIT_CAPTURE: RegexOptions = RegexOptions(4);
    /// Accepted; changes nothing, since every pattern is compiled.
    pub const COMPILED: RegexOptions = RegexOptions(8);
    /// `s`: `.` matches a line feed.
    pub const SINGLELINE: RegexOptions = RegexOptions(16);
    /// `x`: white space and `#` comments in the pattern are left out.
    pub const IGNORE_PATTERN_WHITESPACE: RegexOptions = RegexOptions(32);
    /// The search goes from right to left.
    pub const RIGHT_TO_LEFT: RegexOptions = RegexOptions(64);
    /// Classes are ASCII and back references behave as in ECMAScript.
    pub const ECMA_SCRIPT: RegexOptions = RegexOptions(256);
    /// Case is compared by the invariant culture.
    pub const CULTURE_INVARIANT: RegexOptions = RegexOptions(512);
    /// Patterns that need backtracking are refused; the others are matched as always.
    pub const NON_BACKTRACKING: RegexOptions = RegexOptions(1024);

    const NAMES: [(&'static str, RegexOptions); 10] = [
        ("IgnoreCase", RegexOptions::IGNORE_CASE),
        ("Multiline", RegexOptions::MULTILINE),
        ("ExplicitCapture", RegexOptions::EXPLICIT_CAPTURE),
        ("Compiled", RegexOptions::COMPILED),
        ("Singleline", RegexOptions::SINGLELINE),
        ("IgnorePatternWhitespace", RegexOptions::IGNORE_PATTERN_WHITESPACE),
        ("RightToLeft", RegexOptions::RIGHT_TO_LEFT),
        ("ECMAScript", RegexOptions::ECMA_SCRIPT),
        ("CultureInvariant", RegexOptions::CULTURE_INVARIANT),
        ("NonBacktracking", RegexOptions::NON_BACKTRACKING),
    ];

    /// True if every flag of `other` is set.
    pub const fn has(self, other: RegexOptions) -> bool {
        self.0 & other.0 == other.0
    }

    /// The same flags without those of `other`.
    #[must_use]
    pub const fn without(self, other: RegexOptions) -> RegexOptions {
        RegexOptions(self.0 & !other.0)
    }

    /// The flags by their names, as in `IgnoreCase, Multiline`, in any case; `None` for an unknown name.
    pub fn from_names(names: &str) -> Option<RegexOptions> {
        let mut options = RegexOptions::NONE;
        for name in names.split(',').map(str::trim) {
            if name.eq_ignore_ascii_case("None") {
                continue;
            }
            options |= RegexOptions::NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?.1;
        }
        Some(options)
    }

    /// False for a combination that the constructor refuses.
    pub(super) fn is_valid(self) -> bool {
        let known = RegexOptions::NAMES.iter().fold(0, |all, (_, flag)| all | flag.0);
        let with_ecma = RegexOptions::ECMA_SCRIPT
            | RegexOptions::IGNORE_CASE
            | RegexOptions::MULTILINE
            | RegexOptions::COMPILED
            | RegexOptions::CULTURE_INVARIANT;
        self.0 & !known == 0
            && !(self.has(RegexOptions::ECMA_SCRIPT) && self.0 & !with_ecma.0 != 0)
            && !(self.has(RegexOptions::NON_BACKTRACKING) && self.0 & (RegexOptions::RIGHT_TO_LEFT.0 | RegexOptions::ECMA_SCRIPT.0) != 0)
    }
}

/// The names of the flags, as .NET's enumeration prints them.
impl fmt::Display for RegexOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for (name, flag) in RegexOptions::NAMES {
            if self.has(flag) {
                write!(f, "{separator}{name}")?;
                separator = ", ";
            }
        }
        if self.0 == 0 { f.write_str("None") } else { Ok(()) }
    }
}

impl BitOr for RegexOptions {
    type Output = RegexOptions;

    fn bitor(self, other: RegexOptions) -> RegexOptions {
        RegexOptions(self.0 | other.0)
    }
}

impl BitOrAssign for RegexOptions {
    fn bitor_assign(&mut self, other: RegexOptions) {
        self.0 |= other.0;
    }
}
