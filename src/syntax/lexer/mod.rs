//! The lexer: pulled by the parser, one token at a time, in the mode the parser is in.
//!
//! The parser may change its mind about the mode after it has looked at a token; it then calls [`Lexer::resync`] and pulls
//! the same text again. Tokens and comments after that place are forgotten; a fault is reported once however often its
//! text is read. Reading past the end gives [`TokenKind::EndOfInput`], whose place is one past the end, as in PowerShell.

mod chars;
mod comment;
mod keyword;
mod number;
mod operators;
mod sink;
mod string;
mod variable;
mod word;

use chars::{is_blank, is_double_quote};
pub(in crate::syntax) use keyword::keyword;
pub(in crate::syntax) use sink::Sink;

use super::ast::{Number, Span, Stream, VariablePath};
use super::token::{Token, TokenKind as K};

/// How text is cut into tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax) enum Mode {
    /// Names and arguments of commands: nearly everything is a word.
    Command,
    /// Expressions: operators and numbers count.
    Expression,
    /// Inside the brackets of a type.
    TypeName,
    /// Names of members of classes.
    Signature,
}

/// What a token carries besides its place.
#[derive(Clone, Debug)]
pub(in crate::syntax) enum Payload {
    /// Nothing: the text says all.
    None,
    /// A variable.
    Variable(VariablePath),
    /// A number.
    Number(Number),
    /// A string or word.
    Text(Text),
    /// A parameter of a command.
    Parameter {
        /// Without dash and colon.
        name: String,
        /// Ends in a colon.
        colon: bool,
    },
    /// A redirection into a file, or `<` where the stream is none.
    Redirection {
        /// Which stream.
        from: Stream,
        /// `>>`
        append: bool,
    },
    /// A redirection into another stream.
    Merging {
        /// Which stream.
        from: Stream,
        /// Into which stream.
        to: Stream,
    },
}

/// The value of a string or word.
#[derive(Clone, Debug, Default)]
pub(in crate::syntax) struct Text {
    /// With the parts to expand as written, escapes resolved.
    pub value: String,
    /// The parts to expand: a place in `value` and what stands there.
    pub nested: Vec<Nested>,
}

/// A part to expand of a string or word.
#[derive(Clone, Debug)]
pub(in crate::syntax) struct Nested {
    /// Bytes of [`Text::value`].
    pub in_value: (usize, usize),
    /// What it is.
    pub kind: NestedKind,
}

/// What is to expand.
#[derive(Clone, Debug)]
pub(in crate::syntax) enum NestedKind {
    /// A variable.
    Variable {
        /// The path.
        path: VariablePath,
        /// Its place.
        span: Span,
    },
    /// `$(…)`: the bytes of the lexer's own text, and which of them are to be skipped (the first of a doubled quote).
    SubExpression {
        /// In the lexer's own text.
        local: (usize, usize),
        /// Places in the lexer's own text that are left out.
        skipped: Vec<usize>,
    },
}

/// A token with what it carries.
#[derive(Clone, Debug)]
pub(in crate::syntax) struct Tok {
    /// The kind.
    pub kind: K,
    /// The place in the whole text.
    pub span: Span,
    /// What it carries.
    pub payload: Payload,
}

/// What the parser wants of the next token, besides the mode.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::syntax) struct Wishes {
    /// `-1` is one number.
    pub signed_numbers: bool,
    /// A word is a name and no keyword.
    pub simple_name: bool,
    /// `1?` and `1:` end a number: inside `… ? … : …`.
    pub ternary: bool,
}

/// The lexer's place in a text.
pub(in crate::syntax) struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    pos: usize,
    /// Start of the token that is being read.
    start: usize,
    /// Where `text` starts in the whole text.
    adjust: u32,
    /// Places of `text` before which bytes of the whole text were left out.
    skipped: Vec<usize>,
    /// How deep in strings `text` stands.
    pub depth: u16,
    pub mode: Mode,
    pub wishes: Wishes,
    pub sink: Sink,
}

impl<'t> Lexer<'t> {
    /// A lexer for a whole text.
    pub fn new(text: &'t str, sink: Sink) -> Self {
        Self::nested(text, 0, Vec::new(), 0, sink)
    }

    /// A lexer for a part that starts at `adjust` of the whole text, without the bytes before the places `skipped`.
    pub fn nested(text: &'t str, adjust: u32, skipped: Vec<usize>, depth: u16, sink: Sink) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            pos: 0,
            start: 0,
            adjust,
            skipped,
            depth,
            mode: Mode::Command,
            wishes: Wishes::default(),
            sink,
        }
    }

    /// The text that this lexer reads.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The place in the whole text of a place in this text.
    pub fn absolute(&self, local: usize) -> u32 {
        if self.skipped.is_empty() {
            return self.adjust + local as u32;
        }
        self.adjust + local as u32 + self.skipped.iter().filter(|&&s| s <= local).count() as u32
    }

    /// The place in this text of a place in the whole text.
    pub fn local(&self, absolute: u32) -> usize {
        let plain = absolute.saturating_sub(self.adjust) as usize;
        if self.skipped.is_empty() {
            return plain;
        }
        let mut local = plain;
        for (n, &s) in self.skipped.iter().enumerate() {
            if s + n < plain {
                local = plain - n - 1;
            }
        }
        local
    }

    /// Where the lexer stands, in the whole text.
    pub fn position(&self) -> u32 {
        self.absolute(self.pos)
    }

    /// Goes back to a place of the whole text; what was read after it is forgotten.
    pub fn resync(&mut self, absolute: u32) {
        self.pos = self.local(absolute).min(self.bytes.len() + 1);
        self.sink.forget_from(absolute);
    }

    fn in_command(&self) -> bool {
        self.mode == Mode::Command
    }

    fn in_expression(&self) -> bool {
        self.mode == Mode::Expression
    }

    /// The character at a place; NUL past the end.
    fn char_at(&self, pos: usize) -> char {
        match self.bytes.get(pos) {
            None => '\0',
            Some(&b) if b < 0x80 => b as char,
            Some(_) => self.text.get(pos..).and_then(|t| t.chars().next()).unwrap_or('\0'),
        }
    }

    /// The next character, which is not taken; NUL at the end.
    pub fn peek(&self) -> char {
        self.char_at(self.pos)
    }

    /// The character after the next.
    fn peek_second(&self) -> char {
        self.char_at(self.pos + self.peek().len_utf8())
    }

    /// Takes the next character, unless at the end.
    fn bump(&mut self) -> char {
        let c = self.peek();
        if self.pos < self.bytes.len() {
            self.pos += c.len_utf8();
        }
        c
    }

    /// Takes the next character if it is this one.
    fn eat(&mut self, c: char) -> bool {
        let found = !self.at_end() && self.peek() == c;
        if found {
            self.pos += c.len_utf8();
        }
        found
    }

    /// Nothing is left.
    pub fn is_at_text_end(&self) -> bool {
        self.at_end()
    }

    fn at_end(&self) -> bool {
        self.pos >= self.bytes.len()
    }

    /// The place of the token that is being read, so far.
    fn span(&self) -> Span {
        Span::new(self.absolute(self.start), self.absolute(self.pos))
    }

    fn local_span(&self, start: usize, end: usize) -> Span {
        Span::new(self.absolute(start), self.absolute(end))
    }

    fn token(&mut self, kind: K) -> Tok {
        self.token_with(kind, Payload::None)
    }

    fn token_with(&mut self, kind: K, payload: Payload) -> Tok {
        let span = self.span();
        self.sink.push(Token { kind, role: Default::default(), depth: self.depth, span });
        Tok { kind, span, payload }
    }

    /// An error at a place.
    pub fn error(&mut self, id: &'static str, message: impl Into<String>, span: Span) {
        self.sink.error(id, message.into(), span, false);
    }

    /// An error that more text may mend, if nothing but blanks and comments follows `seen`.
    pub fn incomplete(&mut self, id: &'static str, message: impl Into<String>, span: Span, seen: Span) {
        let incomplete = self.is_at_end(seen);
        self.sink.error(id, message.into(), span, incomplete);
    }

    /// Nothing but blanks and comments, no line break, follows a place. Places are those of the whole text even where
    /// this text is a part of it, which PowerShell compares in the same way.
    pub fn is_at_end(&self, span: Span) -> bool {
        let mut at = span.end as usize;
        while at < self.bytes.len() {
            match self.char_at(at) {
                c if is_blank(c) => at += c.len_utf8(),
                '#' => match self.bytes[at..].iter().position(|&b| b == b'\n' || b == b'\r') {
                    None => return true,
                    Some(_) => return false,
                },
                '<' if self.bytes.get(at + 1) == Some(&b'#') => {
                    let Some(end) = self.text.get(at + 2..).and_then(|t| t.find("#>")) else { return true };
                    at += 2 + end + 2;
                }
                _ => return false,
            }
        }
        true
    }

    /// Skips blanks, comments and line breaks, and semicolons if asked.
    pub fn skip_newlines(&mut self, semicolons: bool) {
        loop {
            self.start = self.pos;
            match self.peek() {
                '\n' | '\r' => {
                    self.take_newline();
                    self.token(K::NewLine);
                }
                ';' if semicolons => {
                    self.bump();
                    self.token(K::Semi);
                }
                '#' => self.line_comment(),
                '<' if self.peek_second() == '#' => self.block_comment(),
                '`' if matches!(self.peek_second(), '\n' | '\r') => self.line_continuation(),
                '`' if is_blank(self.peek_second()) => {
                    self.bump();
                }
                c if is_blank(c) && !self.at_end() => {
                    self.bump();
                }
                _ => return,
            }
        }
    }

    /// After a line break at `absolute`, the next thing that is no blank, comment or line break is a `|` (not `||`).
    pub fn continues_with_pipe(&self, absolute: u32) -> bool {
        let mut at = self.local(absolute);
        while at < self.bytes.len() {
            match self.char_at(at) {
                '\n' | '\r' => at += 1,
                c if is_blank(c) => at += c.len_utf8(),
                '#' => at += self.bytes[at..].iter().position(|&b| b == b'\n' || b == b'\r').unwrap_or(self.bytes.len() - at),
                '<' if self.bytes.get(at + 1) == Some(&b'#') => {
                    let Some(end) = self.text.get(at + 2..).and_then(|t| t.find("#>")) else { return false };
                    at += 2 + end + 2;
                }
                '|' => return self.bytes.get(at + 1) != Some(&b'|'),
                _ => return false,
            }
        }
        false
    }

    fn take_newline(&mut self) {
        if self.bump() == '\r' {
            self.eat('\n');
        }
    }

    fn line_continuation(&mut self) {
        self.start = self.pos;
        self.bump();
        self.take_newline();
        self.token(K::LineContinuation);
    }

    /// The next token.
    pub fn next(&mut self) -> Tok {
        loop {
            self.start = self.pos;
            if self.at_end() {
                let span = Span::at(self.absolute(self.pos) + 1);
                self.pos += 1;
                return Tok { kind: K::EndOfInput, span, payload: Payload::None };
            }
            match self.bytes[self.pos] {
                b' ' | b'\t' => self.pos += 1,
                b'\n' | b'\r' => {
                    self.take_newline();
                    return self.token(K::NewLine);
                }
                b'#' => self.line_comment(),
                b'<' if self.bytes.get(self.pos + 1) == Some(&b'#') => self.block_comment(),
                b'`' => match self.peek_second() {
                    '\n' | '\r' => self.line_continuation(),
                    c if is_blank(c) => self.pos += 1,
                    _ if self.pos + 1 >= self.bytes.len() => {
                        self.pos += 1;
                        let end = Span::at(self.span().end + 1);
                        self.incomplete("IncompleteString", "Incomplete string token.", end, end);
                    }
                    _ => return self.word(String::new()),
                },
                _ => {
                    let c = self.peek();
                    if is_blank(c) {
                        self.pos += c.len_utf8();
                        continue;
                    }
                    return self.dispatch(c);
                }
            }
        }
    }
}
