//! The parser: recursive descent over the lexer's tokens, with precedence climbing for binary operators.
//!
//! One file a construct; above each function stands its rule of `grammar/syntax.ebnf`. A rule that finds nothing of its
//! own gives `None` and takes no token. After a fault it notes the error, fills the tree with an error node and goes on
//! where PowerShell would, so that later errors are the same too.

mod blocks;
mod command;
mod expressions;
mod pipeline;
mod recovery;
mod statements;
mod types;

use super::ast::{Command, Number, ScriptBlock, Span, Unit};
use super::lexer::{Lexer, Mode, Payload, Sink, Text, Tok};
use super::token::{TokenKind as K, TokenRole};
use std::rc::Rc;

/// The id of the error past a limit of depth.
pub(super) const TOO_COMPLICATED: &str = "ScriptTooComplicated";

/// How deep constructs may nest: what a stack of some megabytes bears in a debug build.
const MAX_DEPTH: u32 = 400;

/// How many operators, members or the like may follow each other on the way down to one leaf of the tree: a chain of
/// them leans to the left, and walking it takes one call a link.
const MAX_CHAIN: u32 = 2_000;

/// Parses a whole text.
pub(super) fn parse_script(unit: &Rc<Unit>) -> (ScriptBlock, Sink) {
    let source = unit.source.clone();
    let mut parser = Parser::new(Lexer::new(source.text(), Sink::default()), unit.clone(), 0);
    let tree = parser.script();
    (tree, parser.lexer.sink)
}

/// Parses a part of a text that stands outside the program, as the command that it looks like.
pub(super) fn parse_part_as_command(unit: &Rc<Unit>, sink: &mut Sink, part: &str, adjust: u32) -> Option<Command> {
    // The part's tokens are not the text's.
    let mut own = std::mem::take(sink);
    let tokens = std::mem::take(&mut own.tokens);
    let mut parser = Parser::new(Lexer::nested(part, adjust, Vec::new(), 0, own), unit.clone(), 0);
    let command = parser.command();
    *sink = parser.lexer.sink;
    sink.tokens = tokens;
    command
}

/// A parser over one text, or over a subexpression of a string in it.
struct Parser<'t> {
    lexer: Lexer<'t>,
    unit: Rc<Unit>,
    /// A token that was looked at and not taken.
    ungot: Option<Tok>,
    depth: u32,
    /// The longest chain among the expressions read since this was last zero.
    chain: u32,
    /// A limit was passed: nothing more is read or reported.
    aborted: bool,
    /// A comma separates arguments instead of making a list.
    comma_separates: bool,
}

impl<'t> Parser<'t> {
    fn new(lexer: Lexer<'t>, unit: Rc<Unit>, depth: u32) -> Self {
        Self { lexer, unit, ungot: None, depth, chain: 0, aborted: false, comma_separates: false }
    }

    /// Takes the next token.
    fn next(&mut self) -> Tok {
        match self.ungot.take() {
            Some(token) => token,
            None => self.lexer.next(),
        }
    }

    /// Looks at the next token.
    fn peek_token(&mut self) -> &Tok {
        if self.ungot.is_none() {
            self.ungot = Some(self.lexer.next());
        }
        self.ungot.get_or_insert_with(|| Tok { kind: K::EndOfInput, span: Span::default(), payload: Payload::None })
    }

    /// The kind of the next token.
    fn peek(&mut self) -> K {
        self.peek_token().kind
    }

    /// The place of the next token.
    fn peek_span(&mut self) -> Span {
        self.peek_token().span
    }

    /// Takes the token that was looked at.
    fn skip(&mut self) {
        self.ungot = None;
    }

    /// Takes the next token if it is of this kind.
    fn take(&mut self, kind: K) -> Option<Tok> {
        if self.peek() == kind { Some(self.next()) } else { None }
    }

    fn unget(&mut self, token: Tok) {
        self.ungot = Some(token);
    }

    /// Goes back to a place of the text.
    fn resync(&mut self, at: u32) {
        if self.aborted {
            return;
        }
        self.ungot = None;
        self.lexer.resync(at);
    }

    /// The place of the next token or character.
    fn restore_point(&self) -> u32 {
        self.ungot.as_ref().map_or_else(|| self.lexer.position(), |t| t.span.start)
    }

    /// Changes the mode; a token that was looked at in another mode is read again.
    fn set_mode(&mut self, mode: Mode) {
        if mode != self.lexer.mode
            && let Some(token) = &self.ungot
            && !is_same_in_all_modes(token.kind)
        {
            let at = token.span.start;
            self.resync(at);
        }
        self.lexer.mode = mode;
    }

    /// Runs a rule in another mode.
    fn in_mode<T>(&mut self, mode: Mode, rule: impl FnOnce(&mut Self) -> T) -> T {
        let old = self.lexer.mode;
        self.set_mode(mode);
        let result = rule(self);
        self.set_mode(old);
        result
    }

    /// Runs a rule where a comma makes lists, or where it does not.
    fn with_comma<T>(&mut self, separates: bool, rule: impl FnOnce(&mut Self) -> T) -> T {
        let old = std::mem::replace(&mut self.comma_separates, separates);
        let result = rule(self);
        self.comma_separates = old;
        result
    }

    fn skip_newlines(&mut self) {
        if self.ungot.as_ref().is_none_or(|t| t.kind == K::NewLine) {
            self.ungot = None;
            self.lexer.skip_newlines(false);
        }
    }

    fn skip_newlines_and_semicolons(&mut self) {
        if self.ungot.as_ref().is_none_or(|t| matches!(t.kind, K::NewLine | K::Semi)) {
            self.ungot = None;
            self.lexer.skip_newlines(true);
        }
    }

    /// The text of a place of the whole text.
    fn slice(&self, span: Span) -> &str {
        self.unit.source.slice(span)
    }

    /// The text of a token as an error shows it.
    fn shown(&self, token: &Tok) -> String {
        self.slice(token.span).to_string()
    }

    fn set_role(&mut self, span: Span, role: TokenRole) {
        self.lexer.sink.set_role(span.start, role);
    }

    /// Runs a rule one level deeper; past the limit it gives up the whole text.
    fn deeper<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= MAX_DEPTH {
            let span = self.peek_span();
            self.abort(span);
            return None;
        }
        self.depth += 1;
        let result = rule(self);
        self.depth -= 1;
        result
    }

    /// One more link of a chain whose longest part had `chain` links; false when that is too many.
    fn link(&mut self, chain: &mut u32, at: Span) -> bool {
        *chain = (*chain).max(self.chain) + 1;
        self.chain = 0;
        if *chain > MAX_CHAIN {
            self.abort(at);
            return false;
        }
        true
    }

    fn abort(&mut self, at: Span) {
        if !self.aborted {
            self.error(TOO_COMPLICATED, "The script is too complicated: it nests too deeply.", at);
        }
        self.give_up();
    }

    /// Reads nothing more.
    fn give_up(&mut self) {
        if !self.aborted {
            self.aborted = true;
            let end = self.lexer.absolute(self.lexer.text().len());
            self.lexer.resync(end);
        }
        self.ungot = None;
    }
}

/// These tokens need not be read again when the mode changes.
fn is_same_in_all_modes(kind: K) -> bool {
    matches!(
        kind,
        K::EndOfInput | K::NewLine | K::Semi | K::Comma | K::Pipe | K::LParen | K::RParen | K::LCurly | K::RCurly | K::AndAnd | K::OrOr
    )
}

impl Tok {
    /// The string or word in the token.
    fn into_text(self) -> Text {
        match self.payload {
            Payload::Text(text) => text,
            _ => Text::default(),
        }
    }

    /// The number in the token.
    fn into_number(self) -> Number {
        match self.payload {
            Payload::Number(number) => number,
            _ => Number::I32(0),
        }
    }
}
