//! What lexer and parser leave behind while they read: tokens and errors.

use crate::source::Span;
use crate::syntax::ParseError;
use crate::syntax::token::{Token, TokenRole};
use std::collections::HashSet;

/// Tokens and errors so far.
#[derive(Default)]
pub(in crate::syntax) struct Sink {
    pub tokens: Vec<Token>,
    pub errors: Vec<ParseError>,
    seen: HashSet<(&'static str, Span)>,
}

impl Sink {
    /// Notes a token. Strings come after the tokens inside them have been forgotten.
    pub fn push(&mut self, token: Token) {
        self.tokens.push(token);
    }

    /// Forgets the tokens that start at or after a place.
    pub fn forget_from(&mut self, at: u32) {
        while self.tokens.last().is_some_and(|t| t.span.start >= at) {
            self.tokens.pop();
        }
    }

    /// Gives the token that starts at a place its role.
    pub fn set_role(&mut self, at: u32, role: TokenRole) {
        if let Some(token) = self.tokens.iter_mut().rev().find(|t| t.span.start <= at)
            && token.span.start == at
        {
            token.role = role;
        }
    }

    /// Notes an error, unless the same was noted: text is read again when the mode changes.
    pub fn error(&mut self, id: &'static str, message: String, span: Span, incomplete: bool) {
        if self.seen.insert((id, span)) {
            self.errors.push(ParseError { id, message, span, incomplete });
        }
    }
}
