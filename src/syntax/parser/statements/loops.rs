//! `while`, `do`, `for`, `foreach`.

use super::super::Parser;
use super::super::recovery::error_statement;
use crate::source::Span;
use crate::syntax::ast::{DoLoop, ErrorPart, For, ForEach, Statement, StatementBlock, Variable};
use crate::syntax::lexer::{Payload, Tok};
use crate::syntax::token::{TokenKind as K, TokenRole};
use std::rc::Rc;

/// A label without its colon, and its place.
pub(super) type Label = Option<(Rc<str>, Span)>;

/// Where a statement starts: at its label.
pub(super) fn start(label: &Label, token: &Tok) -> Span {
    label.as_ref().map_or(token.span, |(_, span)| *span)
}

const FOREACH_FORM: &str = "\nThe correct form is: foreach ($a in $b) {...}";

impl Parser<'_> {
    fn opening_paren(&mut self, keyword: &Tok, after: Span) -> Option<Tok> {
        self.skip_newlines();
        let paren = self.take(K::LParen);
        if paren.is_none() {
            let shown = self.shown(keyword);
            let shown = if keyword.kind == K::While { shown } else { shown.to_ascii_lowercase() };
            let message = format!("Missing opening '(' after keyword '{shown}'.");
            self.incomplete("MissingOpenParenthesisAfterKeyword", message, after.after());
        }
        paren
    }

    fn loop_body(&mut self, name: &str, after: Span) -> Option<StatementBlock> {
        let body = self.statement_block();
        if body.is_none() {
            let message = format!("Missing statement body in {name} loop.");
            self.incomplete("MissingLoopStatement", message, after.after());
        }
        body
    }

    /// The condition in parentheses; the place of its end, and none where it is missing.
    fn loop_condition(&mut self, name: &str, paren: &Tok) -> (Option<Statement>, Option<Span>) {
        self.skip_newlines();
        let condition = self.pipeline_chain();
        if condition.is_none() {
            let message = format!("Missing expression after '{name}' in loop.");
            self.incomplete("MissingExpressionAfterKeyword", message, paren.span.after());
        }
        self.skip_newlines();
        let right = self.take(K::RParen).map(|t| t.span);
        if let (None, Some(condition)) = (right, &condition) {
            let message = format!("Missing closing ')' after expression in '{name}' statement.");
            self.incomplete("MissingEndParenthesisAfterStatement", message, condition.span().after());
        }
        (condition, right)
    }

    /// `while_statement = "while" "(" pipeline_chain ")" statement_block ;`
    pub(super) fn while_statement(&mut self, label: Label, token: &Tok) -> Statement {
        let start = start(&label, token);
        let Some(paren) = self.opening_paren(token, token.span) else {
            return error_statement(start.to(token.span), Vec::new());
        };
        let (condition, right) = self.loop_condition("while", &paren);
        let condition = condition.unwrap_or_else(|| error_statement(paren.span.after(), Vec::new()));
        let Some(right) = right else {
            return error_statement(start.to(condition.span()), vec![ErrorPart::Statement(condition)]);
        };
        let Some(body) = self.loop_body("while", right) else {
            return error_statement(start.to(right), vec![ErrorPart::Statement(condition)]);
        };
        let span = start.to(body.span);
        let label = label.map(|(name, _)| name);
        Statement::While(Box::new(crate::syntax::ast::While { span, label, condition, body }))
    }

    /// `do_statement = "do" statement_block ( "while" | "until" ) "(" pipeline_chain ")" ;`
    pub(super) fn do_statement(&mut self, label: Label, token: &Tok) -> Statement {
        let start = start(&label, token);
        let Some(body) = self.loop_body("do", token.span) else { return error_statement(start.to(token.span), Vec::new()) };
        self.skip_newlines();
        if !matches!(self.peek(), K::While | K::Until) {
            self.incomplete("MissingWhileOrUntilInDoWhile", "Missing while or until keyword in do loop.", body.span.after());
            return error_statement(start.to(body.span), vec![ErrorPart::Block(body)]);
        }
        let keyword = self.next();
        self.set_role(keyword.span, TokenRole::Keyword);
        let Some(paren) = self.opening_paren(&keyword, keyword.span) else {
            return error_statement(start.to(keyword.span), vec![ErrorPart::Block(body)]);
        };
        let name = if keyword.kind == K::While { "while" } else { "until" };
        let (condition, right) = self.loop_condition(name, &paren);
        let (Some(condition), Some(right)) = (condition, right) else {
            return error_statement(start.to(paren.span), vec![ErrorPart::Block(body)]);
        };
        let label = label.map(|(name, _)| name);
        let statement = Box::new(DoLoop { span: start.to(right), label, body, condition });
        if keyword.kind == K::While { Statement::DoWhile(statement) } else { Statement::DoUntil(statement) }
    }

    /// `for_statement = "for" "(" [ pipeline_chain ] ";" [ pipeline_chain ] ";" [ pipeline_chain ] ")" statement_block ;`
    pub(super) fn for_statement(&mut self, label: Label, token: &Tok) -> Statement {
        let start = start(&label, token);
        let Some(paren) = self.opening_paren(token, token.span) else {
            return error_statement(start.to(token.span), Vec::new());
        };
        let mut end = paren.span;
        let mut parts = [None, None, None];
        for (i, part) in parts.iter_mut().enumerate() {
            self.skip_newlines();
            *part = self.pipeline_chain();
            if let Some(statement) = part {
                end = statement.span();
            }
            if i < 2
                && let Some(semicolon) = self.take(K::Semi)
            {
                end = semicolon.span;
            }
        }
        let [initializer, condition, iterator] = parts;
        self.skip_newlines();
        let Some(right) = self.take(K::RParen) else {
            let message = "Missing closing ')' after expression in 'for' statement.";
            self.incomplete("MissingEndParenthesisAfterStatement", message, end.after());
            let nested = [initializer, condition, iterator].into_iter().flatten().map(ErrorPart::Statement).collect();
            return error_statement(start.to(end), nested);
        };
        let Some(body) = self.loop_body("for", right.span) else {
            let nested = [initializer, condition, iterator].into_iter().flatten().map(ErrorPart::Statement).collect();
            return error_statement(start.to(right.span), nested);
        };
        let span = start.to(body.span);
        let label = label.map(|(name, _)| name);
        Statement::For(Box::new(For { span, label, initializer, condition, iterator, body }))
    }

    /// `foreach_statement = "foreach" "(" variable "in" pipeline_chain ")" statement_block ;`
    pub(super) fn foreach_statement(&mut self, label: Label, token: &Tok) -> Statement {
        let start = start(&label, token);
        let mut end = token.span;
        let mut parallel = None;
        let mut throttle_limit = None;
        let mut failed = false;
        self.skip_newlines();
        while self.peek() == K::Parameter {
            let flag = self.next();
            end = flag.span;
            let Payload::Parameter { name, .. } = &flag.payload else { break };
            if is_flag(name, "parallel", 1) {
                parallel = Some(flag.span);
            } else if is_flag(name, "throttlelimit", 1) {
                self.skip_newlines();
                throttle_limit = self.single_argument();
                match &throttle_limit {
                    Some(e) => end = e.span(),
                    None => {
                        self.incomplete("MissingThrottleLimit", "Missing throttle limit after the '-throttlelimit' parameter.", end.after())
                    }
                }
            } else {
                failed = true;
                self.error("InvalidForeachFlag", format!("The parameter {name} is not valid for the foreach statement."), flag.span);
            }
            self.skip_newlines();
        }
        let Some(paren) = self.opening_paren(token, end) else {
            return error_statement(start.to(end), Vec::new());
        };
        self.skip_newlines();
        if !matches!(self.peek(), K::Variable | K::SplattedVariable) {
            let message = format!("Missing variable name after foreach.{FOREACH_FORM}");
            self.incomplete("MissingVariableNameAfterForeach", message, paren.span.after());
            return error_statement(start.to(paren.span), Vec::new());
        }
        let name = self.next();
        let Payload::Variable(path) = name.payload else { return error_statement(start.to(name.span), Vec::new()) };
        let variable = Variable { span: name.span, path, splatted: name.kind == K::SplattedVariable };
        self.skip_newlines();
        let Some(keyword) = self.take(K::In) else {
            self.incomplete("MissingInInForeach", format!("Missing 'in' after variable in foreach loop.{FOREACH_FORM}"), name.span.after());
            return error_statement(start.to(name.span), Vec::new());
        };
        self.set_role(keyword.span, TokenRole::Keyword);
        self.skip_newlines();
        let Some(condition) = self.pipeline_chain() else {
            let message = format!("Missing expression in foreach loop.{FOREACH_FORM}");
            self.incomplete("MissingForeachExpression", message, keyword.span.after());
            return error_statement(start.to(keyword.span), Vec::new());
        };
        self.skip_newlines();
        let Some(right) = self.take(K::RParen) else {
            let message = format!("Missing closing ')' after expression part of foreach loop.{FOREACH_FORM}");
            self.incomplete("MissingEndParenthesisAfterForeach", message, condition.span().after());
            return error_statement(start.to(condition.span()), vec![ErrorPart::Statement(condition)]);
        };
        let Some(body) = self.statement_block() else {
            let message = format!("Missing statement body in foreach loop.{FOREACH_FORM}");
            self.incomplete("MissingForeachStatement", message, right.span.after());
            return error_statement(start.to(right.span), vec![ErrorPart::Statement(condition)]);
        };
        let span = start.to(body.span);
        if failed {
            return error_statement(span, vec![ErrorPart::Statement(condition), ErrorPart::Block(body)]);
        }
        let label = label.map(|(name, _)| name);
        let parallel = parallel.is_some();
        Statement::ForEach(Box::new(ForEach { span, label, variable, condition, body, parallel, throttle_limit }))
    }
}

/// A parameter names a flag by the flag's first letters.
pub(super) fn is_flag(name: &str, flag: &str, at_least: usize) -> bool {
    name.len() >= at_least && name.len() <= flag.len() && flag.is_char_boundary(name.len()) && flag[..name.len()].eq_ignore_ascii_case(name)
}
