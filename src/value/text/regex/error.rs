//! What is wrong with a pattern, in .NET's words, and what ends a match early.

use std::fmt;

/// A pattern that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegexError {
    /// The whole text of the exception.
    pub message: String,
    /// Where in the pattern, in UTF-16 units (0 where no place is meant).
    pub offset: usize,
    /// Which fault it is.
    pub kind: RegexErrorKind,
}

impl RegexError {
    pub(super) fn parse(pattern: &[u16], offset: usize, kind: RegexErrorKind, detail: &str) -> RegexError {
        let text = kind.template().replace("{0}", detail);
        let pattern = String::from_utf16_lossy(pattern);
        RegexError { message: format!("Invalid pattern '{pattern}' at offset {offset}. {text}"), offset, kind }
    }

    pub(super) fn options() -> RegexError {
        let message = "Specified argument was out of the range of valid values. (Parameter 'options')".to_string();
        RegexError { message, offset: 0, kind: RegexErrorKind::OptionsOutOfRange }
    }

    pub(super) fn not_supported(construct: &str) -> RegexError {
        let message = format!("RegexOptions.NonBacktracking is not supported in conjunction with expressions containing: '{construct}'.");
        RegexError { message, offset: 0, kind: RegexErrorKind::NotSupported }
    }

    /// The exception's full class name.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            RegexErrorKind::OptionsOutOfRange => "System.ArgumentOutOfRangeException",
            RegexErrorKind::NotSupported => "System.NotSupportedException",
            _ => "System.Text.RegularExpressions.RegexParseException",
        }
    }
}

impl fmt::Display for RegexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for RegexError {}

macro_rules! kinds {
    ($($name:ident = $text:literal),* $(,)?) => {
        /// The kinds of faults: those of .NET's `RegexParseError`, and two that are other exceptions.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum RegexErrorKind {
            $(#[doc = concat!("`", stringify!($name), "`: ", $text)] $name,)*
        }

        impl RegexErrorKind {
            /// The name of the member of `RegexParseError`.
            pub fn name(self) -> &'static str {
                match self { $(RegexErrorKind::$name => stringify!($name),)* }
            }

            fn template(self) -> &'static str {
                match self { $(RegexErrorKind::$name => $text,)* }
            }
        }
    };
}

kinds! {
    AlternationHasTooManyConditions = "Too many | in (?()|).",
    AlternationHasMalformedCondition = "Illegal conditional (?(...)) expression.",
    InvalidUnicodePropertyEscape = "Incomplete \\p{X} character escape.",
    MalformedUnicodePropertyEscape = "Malformed \\p{X} character escape.",
    UnrecognizedEscape = "Unrecognized escape sequence \\{0}.",
    UnrecognizedControlCharacter = "Unrecognized control character.",
    MissingControlCharacter = "Missing control character.",
    InsufficientOrInvalidHexDigits = "Insufficient or invalid hexadecimal digits.",
    QuantifierOrCaptureGroupOutOfRange =
        "Quantifier and capture group numbers must be less than or equal to Int32.MaxValue.",
    UndefinedNamedReference = "Reference to undefined group name '{0}'.",
    UndefinedNumberedReference = "Reference to undefined group number {0}.",
    MalformedNamedReference = "Malformed \\k<...> named back reference.",
    UnescapedEndingBackslash = "Illegal \\ at end of pattern.",
    UnterminatedComment = "Unterminated (?#...) comment.",
    InvalidGroupingConstruct = "Unrecognized grouping construct.",
    AlternationHasNamedCapture = "Alternation conditions do not capture and cannot be named.",
    AlternationHasComment = "Alternation conditions cannot be comments.",
    AlternationHasMalformedReference =
        "Conditional alternation is missing a closing parenthesis after the group number {0}.",
    AlternationHasUndefinedReference = "Conditional alternation refers to an undefined group number {0}.",
    CaptureGroupNameInvalid = "Invalid group name: Group names must begin with a word character.",
    CaptureGroupOfZero = "Capture number cannot be zero.",
    UnterminatedBracket = "Unterminated [] set.",
    ExclusionGroupNotLast = "A subtraction must be the last element in a character class.",
    ReversedCharacterRange = "[x-y] range in reverse order.",
    ShorthandClassInCharacterRange = "Cannot include class \\{0} in character range.",
    InsufficientClosingParentheses = "Not enough )'s.",
    InsufficientOpeningParentheses = "Too many )'s.",
    ReversedQuantifierRange = "Illegal {x,y} with x > y.",
    NestedQuantifiersNotParenthesized = "Nested quantifier '{0}'.",
    QuantifierAfterNothing = "Quantifier '{0}' following nothing.",
    UnrecognizedUnicodeProperty = "Unknown property '{0}'.",
    NestingTooDeep = "The pattern is nested too deeply.",
    OptionsOutOfRange = "Specified argument was out of the range of valid values.",
    NotSupported = "RegexOptions.NonBacktracking is not supported.",
}

/// Why a match was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatchAbort {
    /// The budget of steps, the deadline or the memory for backtracking ran out.
    Timeout,
    /// The interrupt said so.
    Interrupted,
}

impl fmt::Display for MatchAbort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            MatchAbort::Timeout => {
                "The Regex engine has timed out while trying to match a pattern to an input string. This can occur \
                 for many reasons, including very large inputs or excessive backtracking caused by nested \
                 quantifiers, back-references and other factors."
            }
            MatchAbort::Interrupted => "The operation was canceled.",
        })
    }
}

impl std::error::Error for MatchAbort {}
