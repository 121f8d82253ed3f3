//! Strings: `'…'`, `"…"`, here-strings, escapes.

use super::chars::{is_blank, is_double_quote, is_single_quote};
use super::{K, Lexer, Nested, NestedKind, Payload, Text, Tok};

const BAD_UNICODE: &str =
    "The Unicode escape sequence is not valid. A valid sequence is `u{ followed by one to six hex digits and a closing '}'.";

impl Lexer<'_> {
    /// `'…'`; the lexer stands at the quote.
    pub(super) fn single_quoted(&mut self) -> Tok {
        let mut value = String::new();
        self.single_quoted_into(&mut value);
        self.token_with(K::StringLiteral, Payload::Text(Text { value, nested: Vec::new() }))
    }

    /// Takes `'…'` and appends its value.
    pub(super) fn single_quoted_into(&mut self, value: &mut String) {
        let start = self.pos;
        self.bump();
        loop {
            self.copy_plain(value, b"'");
            if self.at_end() {
                return self.unterminated(start, "'");
            }
            let c = self.bump();
            if is_single_quote(c) {
                if !is_single_quote(self.peek()) {
                    return;
                }
                value.push(self.bump());
            } else {
                value.push(c);
            }
        }
    }

    /// Takes a run of ASCII characters that stand for themselves.
    fn copy_plain(&mut self, value: &mut String, special: &[u8]) {
        let rest = &self.bytes[self.pos.min(self.bytes.len())..];
        let n = rest.iter().take_while(|b| b.is_ascii() && !special.contains(b)).count();
        value.push_str(self.text.get(self.pos..self.pos + n).unwrap_or(""));
        self.pos += n;
    }

    fn unterminated(&mut self, start: usize, terminator: &str) {
        let span = self.local_span(start, self.pos);
        let message = format!("The string is missing the terminator: {terminator}.");
        self.incomplete("TerminatorExpectedAtEndOfString", message, span, span);
    }

    /// `"…"`; the lexer stands at the quote.
    pub(super) fn double_quoted(&mut self) -> Tok {
        let mut text = Text::default();
        self.double_quoted_into(&mut text);
        self.token_with(K::StringExpandable, Payload::Text(text))
    }

    /// Takes `"…"` and appends its value and parts.
    pub(super) fn double_quoted_into(&mut self, text: &mut Text) {
        let start = self.pos;
        self.bump();
        loop {
            self.copy_plain(&mut text.value, b"\"$`");
            if self.at_end() {
                return self.unterminated(start, "\"");
            }
            let c = self.bump();
            if is_double_quote(c) {
                if !is_double_quote(self.peek()) {
                    return;
                }
                text.value.push(self.bump());
            } else if c == '$' {
                self.pos -= 1;
                self.expand_into(text, false);
            } else if c == '`' && !self.at_end() {
                let c = self.escape();
                text.value.extend(c);
            } else {
                text.value.push(c);
            }
        }
    }

    /// At a `$`: takes the variable or subexpression into the parts, or the `$` alone as text.
    pub(super) fn expand_into(&mut self, text: &mut Text, here: bool) {
        let start = self.pos;
        let from = text.value.len();
        if self.peek_second() == '(' {
            let skipped = self.sub_expression(here);
            let local = (start, self.pos);
            let mut at = start;
            for &s in &skipped {
                text.value.push_str(self.text.get(at..s).unwrap_or(""));
                at = s + self.char_at(s).len_utf8();
            }
            text.value.push_str(self.text.get(at..self.pos).unwrap_or(""));
            let in_value = (from, text.value.len());
            text.nested.push(Nested { in_value, kind: NestedKind::SubExpression { local, skipped } });
            return;
        }
        if Self::names_variable(self.peek_second())
            && let Some(path) = self.variable_path()
        {
            text.value.push_str(self.text.get(start..self.pos).unwrap_or(""));
            let span = self.local_span(start, self.pos);
            let in_value = (from, text.value.len());
            text.nested.push(Nested { in_value, kind: NestedKind::Variable { path, span } });
            return;
        }
        self.pos = start + 1;
        text.value.push('$');
    }

    /// Takes `$(…)` by counting parentheses; what is inside is read later, by itself. Gives the places of quotes that are
    /// left out then: inside `"…"` a doubled quote is one quote.
    fn sub_expression(&mut self, here: bool) -> Vec<usize> {
        let start = self.pos;
        self.pos += 2;
        let mut open = 1;
        let mut skipped = Vec::new();
        while !self.at_end() {
            let at = self.pos;
            match self.bump() {
                '(' => open += 1,
                ')' => {
                    open -= 1;
                    if open == 0 {
                        return skipped;
                    }
                }
                '`' if !here && is_double_quote(self.peek()) => {
                    skipped.push(at);
                    self.bump();
                }
                '`' => {
                    self.bump();
                }
                c if !here && is_double_quote(c) && is_double_quote(self.peek()) => {
                    skipped.push(at);
                    self.bump();
                }
                _ => {}
            }
        }
        let span = self.local_span(start, self.pos);
        self.incomplete("IncompleteDollarSubexpressionReference", "$(subexpression) is missing the closing ')'.", span, span);
        skipped
    }

    /// `@'` or `@"`; the lexer stands at the `@`.
    pub(super) fn here_string(&mut self) -> Tok {
        self.bump();
        let is_double = is_double_quote(self.bump());
        let is_quote = if is_double { is_double_quote } else { is_single_quote };
        let kind = if is_double { K::HereStringExpandable } else { K::HereStringLiteral };
        let mut text = Text::default();
        let terminator = if is_double { "\"@" } else { "'@" };
        // Header: blanks, then a line break.
        while !self.at_end() && is_blank(self.peek()) {
            self.bump();
        }
        if self.at_end() {
            self.unterminated(self.start, terminator);
            return self.token_with(kind, Payload::Text(text));
        }
        if !matches!(self.peek(), '\n' | '\r') {
            let at = self.pos;
            let span = self.local_span(at, at + self.peek().len_utf8());
            self.error(
                "UnexpectedCharactersAfterHereStringHeader",
                "No characters are allowed after a here-string header but before the end of the line.",
                span,
            );
            while !self.at_end() && !matches!(self.peek(), '\n' | '\r') {
                self.bump();
            }
            return self.token_with(kind, Payload::Text(text));
        }
        self.take_newline();
        let mut false_footer = None;
        // The footer may follow at once: an empty here-string.
        if self.take_footer(is_quote, &mut false_footer) {
            return self.token_with(kind, Payload::Text(text));
        }
        loop {
            if self.at_end() {
                match false_footer {
                    Some(at) => {
                        let span = self.local_span(at, self.pos);
                        self.incomplete(
                            "WhitespaceBeforeHereStringFooter",
                            "White space is not allowed before the string terminator.",
                            span,
                            span,
                        );
                    }
                    None => self.unterminated(self.start, terminator),
                }
                break;
            }
            let c = self.peek();
            if matches!(c, '\n' | '\r') {
                let at = self.pos;
                self.take_newline();
                let line_break = (at, self.pos);
                if self.take_footer(is_quote, &mut false_footer) {
                    break;
                }
                text.value.push_str(self.text.get(line_break.0..line_break.1).unwrap_or(""));
            } else if is_double && c == '$' {
                self.expand_into(&mut text, true);
            } else if is_double && c == '`' && self.pos + 1 < self.bytes.len() {
                self.bump();
                let c = self.escape();
                text.value.extend(c);
            } else {
                text.value.push(self.bump());
            }
        }
        self.token_with(kind, Payload::Text(text))
    }

    /// At the start of a line: takes the footer if it is there. Notes one that blanks keep from counting.
    fn take_footer(&mut self, is_quote: fn(char) -> bool, false_footer: &mut Option<usize>) -> bool {
        let mut at = self.pos;
        while at < self.bytes.len() && is_blank(self.char_at(at)) {
            at += self.char_at(at).len_utf8();
        }
        let quote = self.char_at(at);
        if at >= self.bytes.len() || !is_quote(quote) || self.char_at(at + quote.len_utf8()) != '@' {
            return false;
        }
        if at == self.pos {
            self.pos += quote.len_utf8() + 1;
            return true;
        }
        if false_footer.is_none() {
            *false_footer = Some(at);
        }
        false
    }

    /// What a backtick, already taken, makes of what follows. Line breaks stand for themselves.
    pub(super) fn escape(&mut self) -> Option<char> {
        let start = self.pos - 1;
        Some(match self.bump() {
            '0' => '\0',
            'a' => '\x07',
            'b' => '\x08',
            'e' => '\x1b',
            'f' => '\x0c',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\x0b',
            'u' => return self.unicode_escape(start),
            c => c,
        })
    }

    fn unicode_escape(&mut self, start: usize) -> Option<char> {
        if self.peek() != '{' {
            let span = self.local_span(start, self.pos);
            self.error("InvalidUnicodeEscapeSequence", BAD_UNICODE, span);
            return None;
        }
        self.bump();
        let digits = self.pos;
        while self.pos - digits < 6 && self.peek().is_ascii_hexdigit() {
            self.bump();
        }
        let text = self.text.get(digits..self.pos).unwrap_or("");
        let value = u32::from_str_radix(text, 16).unwrap_or(0);
        let next = self.local_span(self.pos, self.pos + self.peek().len_utf8());
        if self.peek() == '}' && !self.at_end() {
            if text.is_empty() {
                self.bump();
                let span = self.local_span(start, self.pos);
                self.error("InvalidUnicodeEscapeSequence", BAD_UNICODE, span);
                return None;
            }
            if value > 0x10_ffff {
                let span = self.local_span(digits, self.pos);
                self.bump();
                self.error(
                    "InvalidUnicodeEscapeSequenceValue",
                    "The Unicode escape sequence value is out of range. The maximum value is 0x10FFFF.",
                    span,
                );
                return None;
            }
            self.bump();
            // Surrogates have no place in UTF-8.
            return Some(char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        if text.len() == 6 && self.peek().is_ascii_hexdigit() {
            self.error(
                "TooManyDigitsInUnicodeEscapeSequence",
                "The Unicode escape sequence contains more than the maximum of six hex digits between braces.",
                next,
            );
        } else {
            self.error("InvalidUnicodeEscapeSequence", BAD_UNICODE, next);
        }
        None
    }
}
