//! Which token starts with which character.

use super::chars::{is_dash, is_double_quote, is_identifier_start, is_single_quote, is_variable_start, is_word_end};
use super::{K, Lexer, Mode, Payload, Tok};
use crate::syntax::ast::Stream;

impl Lexer<'_> {
    /// The token that starts with `c`, which is next.
    pub(super) fn dispatch(&mut self, c: char) -> Tok {
        match c {
            'a'..='z' | 'A'..='Z' | '_' => self.identifier(),
            '$' => {
                if self.peek_second() == '(' {
                    self.take(K::DollarParen, 2)
                } else if is_variable_start(self.peek_second()) && self.pos + 1 < self.bytes.len() {
                    self.variable(false)
                } else {
                    self.word(String::new())
                }
            }
            '0'..='9' => {
                if self.in_command() && matches!(c, '1'..='6') && self.peek_second() == '>' {
                    self.bump();
                    return self.redirection(stream(c));
                }
                self.number()
            }
            '(' => self.take(K::LParen, 1),
            ')' => self.take(K::RParen, 1),
            '{' => self.take(K::LCurly, 1),
            '}' => self.take(K::RCurly, 1),
            ';' => self.take(K::Semi, 1),
            ',' => self.take(K::Comma, 1),
            '[' if self.in_command() => self.word(String::new()),
            '[' => self.take(K::LBracket, 1),
            ']' => self.take(K::RBracket, 1),
            '|' if self.peek_second() == '|' => self.take(K::OrOr, 2),
            '|' => self.take(K::Pipe, 1),
            '&' if self.peek_second() == '&' => self.take(K::AndAnd, 2),
            '&' => self.take(K::Ampersand, 1),
            '=' => self.operator(K::Equals, 1),
            '+' => match self.peek_second() {
                '+' => self.operator(K::PlusPlus, 2),
                '=' => self.operator(K::PlusEquals, 2),
                c if self.wishes.signed_numbers && (c.is_ascii_digit() || c == '.') => {
                    self.bump();
                    self.number()
                }
                _ => self.operator(K::Plus, 1),
            },
            '*' => match self.peek_second() {
                '=' => self.operator(K::MultiplyEquals, 2),
                '>' => {
                    self.bump();
                    self.redirection(Stream::All)
                }
                _ => self.operator(K::Multiply, 1),
            },
            '/' if self.peek_second() == '=' => self.operator(K::DivideEquals, 2),
            '/' => self.operator(K::Divide, 1),
            '%' if self.peek_second() == '=' => self.operator(K::RemainderEquals, 2),
            '%' => self.operator(K::Rem, 1),
            '!' => self.operator(K::Exclaim, 1),
            '.' => self.dot(),
            ':' if self.peek_second() == ':' => self.operator(K::ColonColon, 2),
            ':' if self.in_command() => self.label(),
            ':' => self.take(K::Colon, 1),
            '?' if self.in_expression() => match (self.peek_second(), self.char_at(self.pos + 2)) {
                ('?', '=') => self.take(K::QuestionQuestionEquals, 3),
                ('?', _) => self.take(K::QuestionQuestion, 2),
                _ => self.take(K::QuestionMark, 1),
            },
            '?' => self.operator(K::QuestionMark, 1),
            '<' => self.take(K::RedirectInStd, 1),
            '>' => self.redirection(Stream::Output),
            '@' => self.at_sign(),
            c if is_dash(c) => self.dash(),
            c if is_single_quote(c) => self.single_quoted(),
            c if is_double_quote(c) => self.double_quoted(),
            c if is_identifier_start(c) => self.identifier(),
            _ => self.word(String::new()),
        }
    }

    /// Takes so many bytes as a token.
    fn take(&mut self, kind: K, len: usize) -> Tok {
        self.pos += len;
        self.token(kind)
    }

    /// Takes so many bytes as an operator, or as the start of a word.
    fn operator(&mut self, kind: K, len: usize) -> Tok {
        self.pos += len;
        self.operator_or_word(kind)
    }

    fn dot(&mut self) -> Tok {
        self.bump();
        let c = if self.at_end() { '\0' } else { self.peek() };
        if c == '.' {
            self.bump();
            return self.operator_or_word(K::DotDot);
        }
        if c.is_ascii_digit() && self.mode != Mode::TypeName {
            self.pos = self.start;
            return self.number();
        }
        if self.in_command() && !is_word_end(c) && !matches!(c, '$' | '"' | '\'') {
            return self.word(".".to_string());
        }
        self.token(K::Dot)
    }

    fn at_sign(&mut self) -> Tok {
        match self.peek_second() {
            '{' => self.take(K::AtCurly, 2),
            '(' => self.take(K::AtParen, 2),
            c if is_single_quote(c) || is_double_quote(c) => self.here_string(),
            c if is_variable_start(c) && c != ':' && c != '{' && self.pos + 1 < self.bytes.len() => self.variable(true),
            _ => {
                self.bump();
                let span = self.span();
                self.error("UnrecognizedToken", "Unrecognized token in source text.", span);
                self.token(K::Unknown)
            }
        }
    }

    /// `>`, `>>`, `>&1` after the stream, which has been taken.
    fn redirection(&mut self, from: Stream) -> Tok {
        self.bump();
        if self.eat('>') {
            return self.token_with(K::Redirection, Payload::Redirection { from, append: true });
        }
        if self.peek() == '&' {
            let to = match self.peek_second() {
                '1' => Some(Stream::Output),
                '2' if from != Stream::All => Some(Stream::Error),
                _ => None,
            };
            if let Some(to) = to {
                self.pos += 2;
                return self.token_with(K::Redirection, Payload::Merging { from, to });
            }
        }
        self.token_with(K::Redirection, Payload::Redirection { from, append: false })
    }
}

fn stream(digit: char) -> Stream {
    match digit {
        '1' => Stream::Output,
        '2' => Stream::Error,
        '3' => Stream::Warning,
        '4' => Stream::Verbose,
        '5' => Stream::Debug,
        _ => Stream::Information,
    }
}

impl Lexer<'_> {
    /// The operator of a member or index, where it follows without a blank.
    pub fn member_operator(&mut self, allow_index: bool) -> Option<Tok> {
        if self.at_end() {
            return None;
        }
        self.start = self.pos;
        // Among arguments a dot ends the argument unless a name follows.
        let names = |lexer: &Self, at: usize| {
            let c = lexer.char_at(at);
            !lexer.in_command() || !(at >= lexer.bytes.len() || super::is_blank(c) || matches!(c, '\n' | '\r'))
        };
        match (self.peek(), self.peek_second()) {
            ('.', '.') => None,
            ('.', _) if names(self, self.pos + 1) => Some(self.take(K::Dot, 1)),
            (':', ':') if names(self, self.pos + 2) => Some(self.take(K::ColonColon, 2)),
            ('[', _) if allow_index => Some(self.take(K::LBracket, 1)),
            ('?', '.') if self.char_at(self.pos + 2) != '.' => Some(self.take(K::QuestionDot, 2)),
            ('?', '[') if allow_index => Some(self.take(K::QuestionLBracket, 2)),
            _ => None,
        }
    }

    /// The `(` or `{` that makes a member a call, where it follows without a blank.
    pub fn invoke_operator(&mut self) -> Option<Tok> {
        self.start = self.pos;
        match self.peek() {
            '(' => Some(self.take(K::LParen, 1)),
            '{' => Some(self.take(K::LCurly, 1)),
            _ => None,
        }
    }
}
