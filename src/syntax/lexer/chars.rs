//! Classes of characters.

/// A blank that is no line break.
pub(super) fn is_blank(c: char) -> bool {
    match c {
        ' ' | '\t' | '\x0b' | '\x0c' | '\u{a0}' | '\u{85}' => true,
        '\n' | '\r' => false,
        c if c.is_ascii() => false,
        c => c.is_whitespace(),
    }
}

/// Hyphen and the typographic dashes, which are equal.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2013}' | '\u{2014}' | '\u{2015}')
}

/// Apostrophe and the typographic single quotes, which are equal.
pub(super) fn is_single_quote(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}')
}

/// Quotation mark and the typographic double quotes, which are equal.
pub(super) fn is_double_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

pub(super) fn is_identifier_start(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

/// May stand in a name after its first character.
pub(super) fn is_identifier_follow(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// May stand in the name of a variable without braces.
pub(super) fn is_variable_char(c: char) -> bool {
    c == '?' || is_identifier_follow(c)
}

/// May follow a `$` or `@` that starts a variable.
pub(super) fn is_variable_start(c: char) -> bool {
    matches!(c, '$' | '^' | ':' | '{') || is_variable_char(c)
}

/// Ends a word in command mode. NUL stands for the end.
pub(super) fn is_word_end(c: char) -> bool {
    matches!(c, '\0' | '\n' | '\r' | '&' | '(' | ')' | ',' | ';' | '{' | '|' | '}') || is_blank(c)
}

/// Ends a number in expression mode.
pub(super) fn is_number_end(c: char, ternary: bool) -> bool {
    is_word_end(c)
        || matches!(c, '!' | '#' | '%' | '*' | '+' | '.' | '/' | '<' | '=' | '>' | ']' | '^')
        || is_dash(c)
        || (ternary && matches!(c, '?' | ':'))
}
