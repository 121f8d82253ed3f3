//! Words: names, keywords, arguments, parameters.

use super::chars::{is_blank, is_dash, is_double_quote, is_identifier_follow, is_single_quote, is_word_end};
use super::{K, Lexer, Mode, Payload, Text, Tok, keyword};
use crate::syntax::operator;

impl Lexer<'_> {
    /// A word that starts with a letter or `_`.
    pub(super) fn identifier(&mut self) -> Tok {
        if self.mode == Mode::TypeName {
            return self.type_identifier();
        }
        while !self.at_end() && is_identifier_follow(self.peek()) {
            self.bump();
        }
        if self.in_command() && !is_word_end(self.peek_or_nul()) {
            self.pos = self.start;
            return self.word(String::new());
        }
        let text = self.text.get(self.start..self.pos).unwrap_or("");
        if !self.wishes.simple_name
            && matches!(self.mode, Mode::Command | Mode::Expression)
            && let Some(kind) = keyword(text)
        {
            return self.token(kind);
        }
        self.token(K::Identifier)
    }

    fn peek_or_nul(&self) -> char {
        if self.at_end() { '\0' } else { self.peek() }
    }

    /// A generic word, with quotes, variables and escapes inside. `before` has been taken already.
    pub(super) fn word(&mut self, before: String) -> Tok {
        let plain = self.plain_run(self.pos);
        let ends = match self.bytes.get(plain) {
            None => true,
            Some(0) => false,
            Some(_) => is_word_end(self.char_at(plain)),
        };
        if self.pos == self.start && plain > self.start && ends {
            // Nothing in it acts: the text of the token is its value.
            self.pos = plain;
            return self.token(K::Generic);
        }
        let mut text = Text { value: before, nested: Vec::new() };
        while !self.at_end() {
            let c = self.peek();
            if is_word_end(c) && c != '\0' {
                break;
            }
            match c {
                '`' => {
                    if matches!(self.peek_second(), '\n' | '\r') && self.pos + 1 < self.bytes.len() {
                        break;
                    }
                    self.bump();
                    if self.at_end() {
                        break;
                    }
                    let c = self.escape();
                    text.value.extend(c);
                }
                '$' => self.expand_into(&mut text, true),
                c if is_single_quote(c) => self.single_quoted_into(&mut text.value),
                c if is_double_quote(c) => self.double_quoted_into(&mut text),
                _ => {
                    let end = self.plain_run(self.pos).max(self.pos + c.len_utf8());
                    text.value.push_str(self.text.get(self.pos..end).unwrap_or(""));
                    self.pos = end;
                }
            }
        }
        self.token_with(K::Generic, Payload::Text(text))
    }

    /// Where a run of characters ends that stand for themselves in a word.
    fn plain_run(&self, from: usize) -> usize {
        let plain = |b: &u8| b.is_ascii_alphanumeric() || b"_-./\\:*=+@#%!?[]~^<>".contains(b);
        from + self.bytes[from.min(self.bytes.len())..].iter().take_while(|b| plain(b)).count()
    }

    /// A dash and a letter: a parameter, or in an expression an operator.
    pub(super) fn parameter(&mut self) -> Tok {
        self.bump();
        let name_start = self.pos;
        if self.in_expression() {
            // `-eq2` is an operator and its operand.
            while self.peek().is_ascii_alphabetic() {
                self.bump();
            }
            let ends = !matches!(self.peek(), '_') && !self.peek().is_alphabetic();
            if ends && let Some(row) = operator::of_word(self.text.get(name_start..self.pos).unwrap_or("")) {
                return self.token(row.kind);
            }
            self.pos = name_start;
        }
        let mut colon = false;
        while !self.at_end() {
            let c = self.peek();
            match c {
                '{' | '}' | '(' | ')' | ';' | ',' | '|' | '&' | '.' | '[' | '\n' | '\r' => break,
                c if is_blank(c) => break,
                ':' => {
                    colon = true;
                    break;
                }
                c if is_single_quote(c) || is_double_quote(c) => {
                    if self.in_command() {
                        let before = self.text.get(self.start..self.pos).unwrap_or("").to_string();
                        return self.word(before);
                    }
                    break;
                }
                c if self.in_command() || is_identifier_follow(c) => {
                    self.bump();
                }
                _ => break,
            }
        }
        let name = self.text.get(name_start..self.pos).unwrap_or("");
        if colon {
            self.bump();
        }
        self.token_with(K::Parameter, Payload::Parameter { name: name.to_string(), colon })
    }

    /// `:name` before a loop.
    pub(super) fn label(&mut self) -> Tok {
        self.bump();
        if !super::chars::is_identifier_start(self.peek()) {
            return self.operator_or_word(K::Colon);
        }
        while !self.at_end() && is_identifier_follow(self.peek()) {
            self.bump();
        }
        if !is_word_end(self.peek_or_nul()) {
            self.pos = self.start;
            return self.word(String::new());
        }
        self.token(K::Label)
    }

    /// An operator whose text has been taken; in command mode a longer word that starts with it is a word.
    pub(super) fn operator_or_word(&mut self, kind: K) -> Tok {
        if self.in_command() && !is_word_end(self.peek_or_nul()) {
            let before = self.text.get(self.start..self.pos).unwrap_or("").to_string();
            return self.word(before);
        }
        self.token(kind)
    }

    /// What follows `--%`: the rest of the line, up to a `|`, `&&` or `||` outside quotes.
    pub fn verbatim_argument(&mut self) -> Option<Tok> {
        while !self.at_end() && is_blank(self.peek()) {
            self.bump();
        }
        self.start = self.pos;
        let mut quote = None;
        while !self.at_end() {
            let c = self.peek();
            if matches!(c, '\n' | '\r') || (quote.is_none() && (c == '|' || (c == '&' && self.peek_second() == '&'))) {
                break;
            }
            if is_double_quote(c) {
                quote = if quote.is_some() { None } else { Some(self.pos) };
            }
            self.bump();
        }
        if let Some(at) = quote {
            let span = self.local_span(at, self.pos);
            self.incomplete("TerminatorExpectedAtEndOfString", "The string is missing the terminator: \".", span, span);
        }
        let value = self.text.get(self.start..self.pos).unwrap_or("").to_string();
        Some(self.token_with(K::Generic, Payload::Text(Text { value, nested: Vec::new() })))
    }

    /// A name of a member of a class, or the like: letters, digits and `_`, no keyword.
    pub(super) fn dash(&mut self) -> Tok {
        self.bump();
        let c = self.peek_or_nul();
        if is_dash(c) {
            self.bump();
            if self.in_command() && self.peek_or_nul() == '%' && is_word_end(self.char_at(self.pos + 1)) {
                self.bump();
                let value = "--%".to_string();
                return self.token_with(K::Generic, Payload::Text(Text { value, nested: Vec::new() }));
            }
            return self.operator_or_word(K::MinusMinus);
        }
        if c == '=' {
            self.bump();
            return self.operator_or_word(K::MinusEquals);
        }
        if super::chars::is_identifier_start(c) || c == '?' {
            self.pos = self.start;
            return self.parameter();
        }
        if self.wishes.signed_numbers && (c.is_ascii_digit() || (c == '.' && self.peek_second().is_ascii_digit())) {
            return self.number();
        }
        self.operator_or_word(K::Minus)
    }
}

impl Lexer<'_> {
    /// A `[` after blanks, whatever the mode; none if something else is next.
    pub fn left_bracket(&mut self) -> Option<crate::source::Span> {
        let mut at = self.pos;
        while at < self.bytes.len() && is_blank(self.char_at(at)) {
            at += self.char_at(at).len_utf8();
        }
        if self.bytes.get(at) != Some(&b'[') {
            return None;
        }
        self.start = at;
        self.pos = at + 1;
        Some(self.token(K::LBracket).span)
    }

    /// The name of an assembly inside the brackets of a type: everything up to the bracket that closes it.
    pub fn assembly_name(&mut self) -> crate::source::Span {
        while !self.at_end() && is_blank(self.peek()) {
            self.bump();
        }
        self.start = self.pos;
        while !self.at_end() && !matches!(self.peek(), '[' | ']' | '\n' | '\r') {
            self.bump();
        }
        while self.pos > self.start && is_blank(self.char_at(self.pos - 1)) {
            self.pos -= 1;
        }
        self.token(K::Generic).span
    }

    /// A name in the brackets of a type: dots, `+` and backticks belong to it.
    pub(super) fn type_identifier(&mut self) -> Tok {
        while !self.at_end() && (is_identifier_follow(self.peek()) || matches!(self.peek(), '.' | '+' | '`' | '#' | '\\')) {
            self.bump();
        }
        self.token(K::Identifier)
    }
}
