//! `if … elseif … else`.

use super::super::Parser;
use super::super::recovery::{before, error_statement};
use crate::syntax::ast::{ErrorPart, If, Statement};
use crate::syntax::lexer::Tok;
use crate::syntax::token::{TokenKind as K, TokenRole};

impl Parser<'_> {
    /// `if_statement = "if" "(" pipeline_chain ")" statement_block { "elseif" "(" pipeline_chain ")" statement_block } [ "else" statement_block ] ;`
    pub(super) fn if_statement(&mut self, first: &Tok) -> Statement {
        let mut clauses = Vec::new();
        let mut keyword = first.clone();
        let mut end;
        let mut otherwise = None;
        loop {
            let shown = self.shown(&keyword);
            self.skip_newlines();
            let Some(paren) = self.take(K::LParen) else {
                let message = format!("Missing '(' after '{shown}' in if statement.");
                self.incomplete("MissingOpenParenthesisInIfStatement", message, keyword.span.after());
                return error_statement(first.span.to(keyword.span), parts(clauses));
            };
            self.skip_newlines();
            let condition = self.pipeline_chain();
            let is_missing = condition.is_none();
            let condition = condition.unwrap_or_else(|| {
                let message = format!("Missing condition in if statement after '{shown} ('.");
                self.incomplete("IfStatementMissingCondition", message, paren.span.after());
                error_statement(paren.span.after(), Vec::new())
            });
            self.skip_newlines();
            let right = self.next();
            if right.kind != K::RParen {
                if !is_missing {
                    let message = format!("Missing closing ')' after expression in '{shown}' statement.");
                    self.incomplete("MissingEndParenthesisAfterStatement", message, right.span);
                }
                let span = first.span.to(before(right.span));
                self.unget(right);
                let mut nested = parts(clauses);
                nested.push(ErrorPart::Statement(condition));
                return error_statement(span, nested);
            }
            let Some(body) = self.statement_block() else {
                let message = format!("Missing statement block after {shown} ( condition ).");
                self.incomplete("MissingStatementBlock", message, right.span);
                let mut nested = parts(clauses);
                nested.push(ErrorPart::Statement(condition));
                return error_statement(first.span.to(right.span), nested);
            };
            end = body.span;
            clauses.push((condition, body));
            // Where nothing follows, the line breaks end the statement.
            let restore = self.restore_point();
            self.skip_newlines();
            match self.peek() {
                K::ElseIf => {
                    keyword = self.next();
                    self.set_role(keyword.span, TokenRole::Keyword);
                }
                K::Else => {
                    let keyword = self.next();
                    self.set_role(keyword.span, TokenRole::Keyword);
                    otherwise = self.statement_block();
                    match &otherwise {
                        Some(block) => end = block.span,
                        None => {
                            self.incomplete(
                                "MissingStatementBlockAfterElse",
                                "Missing statement block after 'else' keyword.",
                                keyword.span.after(),
                            );
                            return error_statement(first.span.to(keyword.span), parts(clauses));
                        }
                    }
                    break;
                }
                _ => {
                    self.resync(restore);
                    break;
                }
            }
        }
        Statement::If(Box::new(If { span: first.span.to(end), clauses, otherwise }))
    }
}

fn parts(clauses: Vec<(Statement, crate::syntax::ast::StatementBlock)>) -> Vec<ErrorPart> {
    clauses.into_iter().flat_map(|(condition, body)| [ErrorPart::Statement(condition), ErrorPart::Block(body)]).collect()
}
