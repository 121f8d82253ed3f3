//! Errors and how the parser goes on after them.

use super::Parser;
use crate::source::Span;
use crate::syntax::ast::{ErrorExpression, ErrorPart, ErrorStatement, Expression, Statement};
use crate::syntax::lexer::Tok;
use crate::syntax::token::TokenKind as K;

/// How many errors of one text are told.
const MAX_ERRORS: usize = 250;

/// The empty place one before a range: where PowerShell sees what is missing before a token.
pub(super) fn before(span: Span) -> Span {
    Span::at(span.start.saturating_sub(1))
}

/// A statement that could not be parsed.
pub(super) fn error_statement(span: Span, nested: Vec<ErrorPart>) -> Statement {
    Statement::Error(Box::new(ErrorStatement { span, nested }))
}

/// An expression that could not be parsed.
pub(super) fn error_expression(span: Span, nested: Vec<ErrorPart>) -> Expression {
    Expression::Error(Box::new(ErrorExpression { span, nested }))
}

impl Parser<'_> {
    /// An error that no further text mends.
    pub(super) fn error(&mut self, id: &'static str, message: impl Into<String>, span: Span) {
        if !self.aborted {
            self.lexer.error(id, message, span);
            self.limit_errors();
        }
    }

    /// An error that further text may mend if its place is the end of the text.
    pub(super) fn incomplete(&mut self, id: &'static str, message: impl Into<String>, span: Span) {
        self.incomplete_at(id, message, span, span);
    }

    /// An error at one place that was seen at another.
    pub(super) fn incomplete_at(&mut self, id: &'static str, message: impl Into<String>, span: Span, seen: Span) {
        if !self.aborted {
            self.lexer.incomplete(id, message, span, seen);
            self.limit_errors();
        }
    }

    /// After so many errors nobody reads on, and each costs a look at the text that follows.
    fn limit_errors(&mut self) {
        if self.lexer.sink.errors.len() > MAX_ERRORS {
            self.give_up();
        }
    }

    /// `Unexpected token '…'`.
    pub(super) fn unexpected(&mut self, token: &Tok) {
        let message = format!("Unexpected token '{}' in expression or statement.", self.shown(token));
        self.error("UnexpectedToken", message, token.span);
    }

    /// A block's `}` is missing: told at its `{`.
    pub(super) fn missing_curly(&mut self, at: Span, seen: Span) {
        self.incomplete_at("MissingEndCurlyBrace", "Missing closing '}' in statement block or type definition.", at, seen);
    }

    /// `You must provide a value expression following the '…' operator.`
    pub(super) fn missing_value(&mut self, operator: &str, at: Span) {
        let message = format!("You must provide a value expression following the '{operator}' operator.");
        self.incomplete("ExpectedValueExpression", message, at);
    }

    /// Skips tokens up to one of these kinds outside brackets, which is taken.
    pub(super) fn sync_past(&mut self, kinds: &[K]) {
        if self.sync(kinds) {
            self.skip();
        }
    }

    /// Skips tokens up to one of these kinds outside brackets, which is not taken.
    pub(super) fn sync_to(&mut self, kinds: &[K]) {
        self.sync(kinds);
    }

    fn sync(&mut self, kinds: &[K]) -> bool {
        let mut open = Vec::new();
        loop {
            let kind = self.peek();
            if kind == K::EndOfInput {
                return false;
            }
            if open.is_empty() && kinds.contains(&kind) {
                return true;
            }
            match kind {
                // As in PowerShell, only plain brackets nest.
                K::LParen => open.push(K::RParen),
                K::LCurly => open.push(K::RCurly),
                K::LBracket => open.push(K::RBracket),
                K::RParen | K::RCurly | K::RBracket => {
                    if let Some(at) = open.iter().rposition(|&k| k == kind) {
                        open.truncate(at);
                    }
                }
                _ => {}
            }
            self.skip();
        }
    }
}
