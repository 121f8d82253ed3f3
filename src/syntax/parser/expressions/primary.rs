//! Primary expressions: variables, literals and everything in brackets.

use super::super::Parser;
use super::super::blocks::Statements;
use super::super::command::string;
use super::super::recovery::error_statement;
use crate::source::Span;
use crate::syntax::ast::{
    ArrayExpression, Constant, Expression, Paren, Qualifier, ScriptBlockExpression, StatementBlock, StringKind, SubExpression,
    UsingExpression, Variable, VariablePath,
};
use crate::syntax::lexer::{Mode, Payload, Tok};
use crate::syntax::token::TokenKind as K;
use std::rc::Rc;

impl Parser<'_> {
    /// `primary_expression = ( variable | number | string | "(" … ")" | "$(" … ")" | "@(" … ")" | "@{" … "}" | "{" … "}" ) { member } ;`
    pub(in crate::syntax::parser) fn primary_expression(&mut self, with_members: bool) -> Option<Expression> {
        let token = self.next();
        let span = token.span;
        let expression = match token.kind {
            K::Variable | K::SplattedVariable => return Some(self.variable(token, with_members)),
            K::Number => Expression::Constant(Box::new(Constant { span, value: token.into_number() })),
            K::StringLiteral => string(span, token.into_text().value.into(), StringKind::Single),
            K::HereStringLiteral => string(span, token.into_text().value.into(), StringKind::SingleHere),
            K::StringExpandable => self.expandable(span, token.into_text(), StringKind::Double),
            K::HereStringExpandable => self.expandable(span, token.into_text(), StringKind::DoubleHere),
            K::LParen => self.deeper(|p| Some(p.paren(&token)))?,
            K::AtParen | K::DollarParen => self.deeper(|p| Some(p.sub_expression(&token)))?,
            K::AtCurly => self.deeper(|p| Some(p.hashtable(&token)))?,
            K::LCurly => self.deeper(|p| {
                let body = Rc::new(p.script_block(&token, false));
                Some(Expression::ScriptBlock(Box::new(ScriptBlockExpression { span: body.span, body })))
            })?,
            _ => {
                self.unget(token);
                return None;
            }
        };
        Some(if with_members { self.members_of(expression) } else { expression })
    }

    /// A variable with its members. What follows `$using:` is evaluated with it, elsewhere.
    fn variable(&mut self, token: Tok, with_members: bool) -> Expression {
        let span = token.span;
        let splatted = token.kind == K::SplattedVariable;
        let Payload::Variable(path) = token.payload else { return string(span, "".into(), StringKind::Bare) };
        if path.qualifier != Qualifier::Using {
            let variable = Expression::Variable(Box::new(Variable { span, path, splatted }));
            return if with_members { self.members_of(variable) } else { variable };
        }
        let path = VariablePath::new(&path.name);
        let operand = Expression::Variable(Box::new(Variable { span, path, splatted }));
        let operand = if with_members { self.members_of(operand) } else { operand };
        let span = operand.span();
        Expression::Using(Box::new(UsingExpression { span, operand }))
    }

    fn members_of(&mut self, expression: Expression) -> Expression {
        match self.member_operator(true) {
            Some(operator) => self.members(operator, expression),
            None => expression,
        }
    }

    /// `paren = "(" pipeline_chain ")" ;`
    fn paren(&mut self, paren: &Tok) -> Expression {
        self.with_comma(false, |p| p.in_mode(Mode::Command, |p| p.paren_rest(paren)))
    }

    fn paren_rest(&mut self, paren: &Tok) -> Expression {
        let ternary = std::mem::replace(&mut self.lexer.wishes.ternary, false);
        self.skip_newlines();
        let pipeline = self.pipeline_chain().unwrap_or_else(|| {
            let at = paren.span.after();
            self.incomplete("ExpectedExpression", "An expression was expected after '('.", at);
            error_statement(at, Vec::new())
        });
        self.skip_newlines();
        let end = match self.take(K::RParen) {
            Some(token) => token.span,
            None => {
                let end = pipeline.span();
                self.incomplete("MissingEndParenthesisInExpression", "Missing closing ')' in expression.", end.after());
                end
            }
        };
        self.lexer.wishes.ternary = ternary;
        Expression::Paren(Box::new(Paren { span: paren.span.to(end), pipeline }))
    }

    /// `sub_expression = ( "$(" | "@(" ) statement_list ")" ;`
    pub(in crate::syntax::parser) fn sub_expression(&mut self, first: &Tok) -> Expression {
        let ternary = std::mem::replace(&mut self.lexer.wishes.ternary, false);
        let (block, span) = self.with_comma(false, |p| p.in_mode(Mode::Command, |p| p.sub_expression_rest(first)));
        self.lexer.wishes.ternary = ternary;
        if first.kind == K::AtParen {
            Expression::Array(Box::new(ArrayExpression { span, block }))
        } else {
            Expression::SubExpression(Box::new(SubExpression { span, block }))
        }
    }

    fn sub_expression_rest(&mut self, first: &Tok) -> (StatementBlock, Span) {
        let mut list = Statements::default();
        self.statement_list(&mut list);
        let token = self.next();
        let inner = list.span.unwrap_or(first.span.after());
        let end = if token.kind == K::RParen {
            token.span
        } else {
            self.incomplete("MissingEndParenthesisInSubexpression", "Missing closing ')' in subexpression.", token.span);
            self.unget(token);
            inner
        };
        let block = StatementBlock { span: inner, traps: list.traps, statements: list.statements };
        (block, first.span.to(end))
    }
}
