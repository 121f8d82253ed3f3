//! What follows an expression without a blank: `.name`, `::name`, `.name(…)`, `[index]`, `?.name`, `?[index]`.

use super::super::Parser;
use super::super::command::string;
use super::super::recovery::{before, error_expression};
use crate::source::Span;
use crate::syntax::ast::{Expression, Index, InvokeMember, Member, StringKind, TypeName};
use crate::syntax::lexer::{Mode, Tok};
use crate::syntax::token::{TokenKind as K, TokenRole};

impl Parser<'_> {
    /// The operator of a member or index that follows at once; none once a token has been looked at.
    pub(in crate::syntax::parser) fn member_operator(&mut self, allow_index: bool) -> Option<Tok> {
        if self.ungot.is_some() {
            return None;
        }
        self.lexer.member_operator(allow_index)
    }

    /// `member = member_operator member_name [ "(" arguments ")" ] | "[" expression "]" ;` as many as follow
    pub(in crate::syntax::parser) fn members(&mut self, mut operator: Tok, mut target: Expression) -> Expression {
        let mut chain = self.chain;
        loop {
            let at = operator.span;
            let parsed = self.deeper(|p| {
                Some(match operator.kind {
                    K::LBracket | K::QuestionLBracket => p.index(&mut target, &operator),
                    _ => p.member(&mut target, &operator),
                })
            });
            let Some(expression) = parsed else { return target };
            target = expression;
            if !self.link(&mut chain, at) {
                return target;
            }
            match self.member_operator(true) {
                Some(next) => operator = next,
                None => break,
            }
        }
        self.chain = chain;
        target
    }

    /// `index = ( "[" | "?[" ) expression "]" ;`
    fn index(&mut self, target: &mut Expression, bracket: &Tok) -> Expression {
        let target = std::mem::replace(target, error_expression(bracket.span, Vec::new()));
        self.skip_newlines();
        let ternary = std::mem::replace(&mut self.lexer.wishes.ternary, false);
        let index = self.with_comma(false, |p| p.expression());
        self.lexer.wishes.ternary = ternary;
        let is_missing = matches!(index, None | Some(Expression::Error(_)));
        let index = index.unwrap_or_else(|| {
            self.incomplete("MissingArrayIndexExpression", "Array index expression is missing or not valid.", bracket.span.after());
            error_expression(bracket.span, Vec::new())
        });
        self.in_mode(Mode::Expression, |p| {
            p.skip_newlines();
            let token = p.next();
            let end = if token.kind == K::RBracket {
                token.span
            } else {
                p.unget(token);
                if !is_missing {
                    p.incomplete("MissingEndSquareBracket", "Missing ']' after array index expression.", index.span().after());
                }
                index.span()
            };
            let span = target.span().to(end);
            let null_conditional = bracket.kind == K::QuestionLBracket;
            Expression::Index(Box::new(Index { span, target, index, null_conditional }))
        })
    }

    fn member(&mut self, target: &mut Expression, operator: &Tok) -> Expression {
        let target = std::mem::replace(target, error_expression(operator.span, Vec::new()));
        let is_static = operator.kind == K::ColonColon;
        let null_conditional = operator.kind == K::QuestionDot;
        let Some(member) = self.in_mode(Mode::Expression, Self::member_name) else {
            self.incomplete("MissingPropertyName", "Missing property name after reference operator.", operator.span.after());
            // Whatever stands there was meant as the name.
            let member = self.single_argument().unwrap_or_else(|| error_expression(operator.span, Vec::new()));
            let span = target.span().to(member.span());
            return Expression::Member(Box::new(Member { span, target, member, is_static, null_conditional }));
        };
        if self.ungot.is_none() {
            let generic_arguments = self.method_type_arguments();
            if let Some(paren) = self.lexer.invoke_operator() {
                let (arguments, end) = self.invoke_arguments(&paren);
                let span = target.span().to(end);
                return Expression::InvokeMember(Box::new(InvokeMember {
                    span,
                    target,
                    member,
                    arguments,
                    generic_arguments,
                    is_static,
                    null_conditional,
                }));
            }
        }
        let span = target.span().to(member.span());
        Expression::Member(Box::new(Member { span, target, member, is_static, null_conditional }))
    }

    /// `member_name = name | variable | string | number | "(" … ")" | "{" … "}" | "$(" … ")" ;`
    fn member_name(&mut self) -> Option<Expression> {
        self.skip_newlines();
        if let Some(name) = self.simple_name() {
            self.set_role(name.span, TokenRole::MemberName);
            return Some(string(name.span, self.slice(name.span).into(), StringKind::Bare));
        }
        match self.peek() {
            K::Variable
            | K::Number
            | K::StringLiteral
            | K::StringExpandable
            | K::HereStringLiteral
            | K::HereStringExpandable
            | K::LParen
            | K::AtParen
            | K::DollarParen
            | K::LCurly
            | K::AtCurly => self.primary_expression(false),
            // A cast or an operator; alone they are no name, and tell so.
            _ => self.unary_expression(),
        }
    }

    /// `method_type_arguments = "[" type_argument { "," type_argument } "]" ;` only where `(` follows
    fn method_type_arguments(&mut self) -> Vec<TypeName> {
        let start = self.lexer.position();
        let Some(bracket) = self.lexer.member_operator(true).filter(|t| t.kind == K::LBracket) else {
            self.lexer.resync(start);
            return Vec::new();
        };
        let arguments = self.in_mode(Mode::TypeName, |p| {
            p.skip_newlines();
            let first = p.next();
            if first.kind != K::Identifier {
                return None;
            }
            let (arguments, token) = p.generic_arguments(first);
            if token.kind != K::RBracket {
                if token.kind == K::EndOfInput {
                    let at = before(token.span);
                    p.incomplete("EndSquareBracketExpectedAtEndOfType", "Missing ] at end of type token.", at);
                    p.unget(token);
                    return Some(arguments);
                }
                return None;
            }
            (p.lexer.peek() == '(').then_some(arguments)
        });
        match arguments {
            Some(arguments) => arguments,
            None => {
                self.resync(bracket.span.start);
                Vec::new()
            }
        }
    }

    /// `invoke_arguments = "(" [ expression { "," expression } ] ")" | script_block ;` after its first token
    pub(in crate::syntax::parser) fn invoke_arguments(&mut self, first: &Tok) -> (Vec<Expression>, Span) {
        if first.kind == K::LCurly {
            self.unget(first.clone());
            let argument = self.in_mode(Mode::Expression, |p| p.primary_expression(false));
            let end = argument.as_ref().map_or(first.span, Expression::span);
            return (argument.into_iter().collect(), end);
        }
        let ternary = std::mem::replace(&mut self.lexer.wishes.ternary, false);
        let result = self.with_comma(true, |p| p.in_mode(Mode::Expression, |p| p.argument_expressions(first)));
        self.lexer.wishes.ternary = ternary;
        result
    }

    fn argument_expressions(&mut self, paren: &Tok) -> (Vec<Expression>, Span) {
        let mut arguments: Vec<Expression> = Vec::new();
        let mut comma: Option<Span> = None;
        let mut reported = false;
        loop {
            self.skip_newlines();
            let Some(argument) = self.expression() else {
                if let Some(comma) = comma {
                    self.incomplete("MissingExpressionAfterToken", "Missing expression after ','.", comma.after());
                    reported = true;
                }
                break;
            };
            arguments.push(argument);
            self.skip_newlines();
            match self.take(K::Comma) {
                Some(token) => comma = Some(token.span),
                None => break,
            }
        }
        self.skip_newlines();
        let last = match comma.filter(|_| reported) {
            Some(comma) => comma,
            None => arguments.last().map_or(paren.span, Expression::span),
        };
        let end = match self.take(K::RParen) {
            Some(token) => token.span,
            None => {
                if !reported {
                    self.incomplete("MissingEndParenthesisInMethodCall", "Missing ')' in method call.", last.after());
                }
                last
            }
        };
        (arguments, end)
    }
}
