//! `try … catch … finally` and `trap`.

use super::super::Parser;
use super::super::recovery::error_statement;
use crate::source::Span;
use crate::syntax::ast::{AttributeBase, CatchClause, ErrorPart, Statement, Trap, Try, TypeConstraint};
use crate::syntax::lexer::Tok;
use crate::syntax::token::{TokenKind as K, TokenRole};

impl Parser<'_> {
    /// `try_statement = "try" statement_block { catch_clause } [ "finally" statement_block ] ;`
    pub(super) fn try_statement(&mut self, token: &Tok) -> Statement {
        let Some(body) = self.statement_block() else {
            self.incomplete("MissingTryStatementBlock", "The Try statement is missing its statement block.", token.span.after());
            return error_statement(token.span, Vec::new());
        };
        let mut failed: Option<Span> = None;
        let mut catches: Vec<CatchClause> = Vec::new();
        let mut end = body.span;
        self.skip_newlines();
        while self.peek() == K::Catch {
            let keyword = self.next();
            self.set_role(keyword.span, TokenRole::Keyword);
            match self.catch_clause(&keyword) {
                Ok(clause) => {
                    end = clause.span;
                    catches.push(clause);
                }
                Err(at) => {
                    failed = Some(at);
                    break;
                }
            }
            self.skip_newlines();
        }
        let mut finally = None;
        if self.peek() == K::Finally {
            let keyword = self.next();
            self.set_role(keyword.span, TokenRole::Keyword);
            finally = self.statement_block();
            match &finally {
                Some(block) => end = block.span,
                None => {
                    failed = Some(keyword.span);
                    self.incomplete(
                        "MissingFinallyStatementBlock",
                        "The Finally block is missing its statement block.",
                        keyword.span.after(),
                    );
                }
            }
        }
        if catches.is_empty() && finally.is_none() && failed.is_none() {
            failed = Some(body.span);
            self.incomplete("MissingCatchOrFinally", "The Try statement is missing its Catch or Finally block.", body.span.after());
        }
        if let Some(at) = failed {
            let mut nested = vec![ErrorPart::Block(body)];
            nested.extend(catches.into_iter().map(|c| ErrorPart::Block(c.body)));
            nested.extend(finally.map(ErrorPart::Block));
            return error_statement(token.span.to(at), nested);
        }
        Statement::Try(Box::new(Try { span: token.span.to(end), body, catches, finally }))
    }

    /// `catch_clause = "catch" [ type { "," type } ] statement_block ;` or where it went wrong
    fn catch_clause(&mut self, keyword: &Tok) -> Result<CatchClause, Span> {
        let mut types: Vec<TypeConstraint> = Vec::new();
        let mut comma: Option<Span> = None;
        loop {
            self.skip_newlines();
            match self.attribute() {
                Some(AttributeBase::Type(t)) => types.push(t),
                Some(AttributeBase::Attribute(a)) => self.unexpected_attributes(&[a]),
                None => {
                    if let Some(comma) = comma {
                        self.incomplete("MissingTypeLiteralToken", "Missing type literal.", comma.after());
                        return Err(comma);
                    }
                    break;
                }
            }
            self.skip_newlines();
            match self.take(K::Comma) {
                Some(token) => comma = Some(token.span),
                None => break,
            }
        }
        let Some(body) = self.statement_block() else {
            let at = types.last().map_or(keyword.span, |t| t.span);
            self.incomplete("MissingCatchHandlerBlock", "The Catch block is missing its statement block.", at.after());
            return Err(at);
        };
        Ok(CatchClause { span: keyword.span.to(body.span), types, body })
    }

    /// `trap_statement = "trap" [ type ] statement_block ;`
    pub(super) fn trap_statement(&mut self, token: &Tok) -> Statement {
        self.skip_newlines();
        let mut trap_type = None;
        match self.attribute() {
            Some(AttributeBase::Type(t)) => trap_type = Some(t),
            Some(AttributeBase::Attribute(a)) => self.unexpected_attributes(&[a]),
            None => {}
        }
        let Some(body) = self.statement_block() else {
            let at = trap_type.map_or(token.span, |t| t.span);
            self.incomplete("MissingTrapStatement", "The 'trap' statement was incomplete. A trap statement requires a body.", at.after());
            return error_statement(token.span.to(at), Vec::new());
        };
        Statement::Trap(Box::new(Trap { span: token.span.to(body.span), trap_type, body }))
    }
}
