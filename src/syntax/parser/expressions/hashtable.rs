//! Hash tables: `@{ key = value; … }`.

use super::super::Parser;
use super::super::command::string;
use super::super::recovery::{before, error_statement};
use crate::syntax::ast::{Expression, Hashtable, Statement, StringKind};
use crate::syntax::lexer::{Mode, Tok};
use crate::syntax::token::{TokenKind as K, TokenRole};

impl Parser<'_> {
    /// `hashtable = "@{" { key_value ( newline | ";" ) } "}" ;`
    pub(in crate::syntax::parser) fn hashtable(&mut self, first: &Tok) -> Expression {
        let table = self.with_comma(false, |p| p.in_mode(Mode::Expression, |p| p.hashtable_rest(first)));
        Expression::Hashtable(Box::new(table))
    }

    /// The hash table after its `@{`.
    pub(in crate::syntax::parser) fn hashtable_rest(&mut self, first: &Tok) -> Hashtable {
        let ternary = std::mem::replace(&mut self.lexer.wishes.ternary, false);
        let mut pairs = Vec::new();
        self.skip_newlines();
        while !self.aborted {
            let Some(pair) = self.key_value() else { break };
            pairs.push(pair);
            if !matches!(self.peek(), K::NewLine | K::Semi) {
                break;
            }
            self.skip_newlines_and_semicolons();
        }
        let token = self.next();
        let end = if token.kind == K::RCurly {
            token.span
        } else {
            self.missing_curly(first.span.after(), token.span);
            let end = before(token.span);
            self.unget(token);
            end
        };
        self.lexer.wishes.ternary = ternary;
        Hashtable { span: first.span.to(end), pairs }
    }

    /// `key_value = ( name | unary_expression ) "=" statement ;`
    fn key_value(&mut self) -> Option<(Expression, Statement)> {
        let key = match self.simple_name() {
            Some(name) => {
                self.set_role(name.span, TokenRole::MemberName);
                string(name.span, self.slice(name.span).into(), StringKind::Bare)
            }
            None => self.unary_expression()?,
        };
        let Some(equals) = self.take(K::Equals) else {
            let at = key.span().after();
            self.incomplete("MissingEqualsInHashLiteral", "Missing '=' operator after key in hash literal.", at);
            self.sync_to(&[K::RCurly]);
            return Some((key, error_statement(at, Vec::new())));
        };
        self.skip_newlines();
        let value = self.in_mode(Mode::Command, |p| p.statement()).unwrap_or_else(|| {
            let at = equals.span.after();
            self.incomplete("MissingStatementInHashLiteral", "Missing statement after '=' in hash literal.", at);
            error_statement(at, Vec::new())
        });
        Some((key, value))
    }
}
