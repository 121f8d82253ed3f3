//! `switch`.

use super::super::Parser;
use super::super::recovery::error_statement;
use super::loops::{Label, is_flag, start};
use crate::source::Span;
use crate::syntax::ast::{
    CommandExpression, ErrorPart, Expression, Pipeline, PipelineElement, Statement, StatementBlock, StringKind, Switch, SwitchFlags,
};
use crate::syntax::lexer::{Payload, Tok};
use crate::syntax::token::TokenKind as K;

/// A switch while it is read.
struct Draft {
    flags: SwitchFlags,
    condition: Option<Statement>,
    clauses: Vec<(Expression, StatementBlock)>,
    default: Option<StatementBlock>,
    /// Where what was read ends.
    end: Span,
    failed: bool,
    /// An error has said already that more text may follow.
    wants_more: bool,
}

impl Parser<'_> {
    /// `switch_statement = "switch" { switch_flag } ( "(" pipeline_chain ")" | "-file" argument ) "{" { switch_clause } "}" ;`
    pub(super) fn switch_statement(&mut self, label: Label, token: &Tok) -> Statement {
        let start = start(&label, token);
        let mut draft = Draft {
            flags: SwitchFlags::default(),
            condition: None,
            clauses: Vec::new(),
            default: None,
            end: token.span,
            failed: false,
            wants_more: false,
        };
        self.switch_flags(&mut draft);
        if draft.condition.is_none() && !draft.wants_more {
            self.switch_condition(&mut draft);
        }
        self.skip_newlines();
        match self.take(K::LCurly) {
            Some(curly) => self.with_comma(false, |p| p.switch_clauses(&mut draft, &curly)),
            None => {
                draft.failed = true;
                if !draft.wants_more {
                    self.incomplete("MissingCurlyBraceInSwitchStatement", "Missing '{' in switch statement.", draft.end.after());
                }
            }
        }
        let span = start.to(draft.end);
        match draft.condition {
            Some(condition) if !draft.failed => Statement::Switch(Box::new(Switch {
                span,
                label: label.map(|(name, _)| name),
                flags: draft.flags,
                condition,
                clauses: draft.clauses,
                default: draft.default,
            })),
            condition => {
                let mut nested: Vec<_> = condition.map(ErrorPart::Statement).into_iter().collect();
                for (value, block) in draft.clauses {
                    nested.push(ErrorPart::Expression(value));
                    nested.push(ErrorPart::Block(block));
                }
                nested.extend(draft.default.map(ErrorPart::Block));
                error_statement(span, nested)
            }
        }
    }

    /// `switch_flag = "-regex" | "-wildcard" | "-exact" | "-casesensitive" | "-parallel" ;` by their first letters
    fn switch_flags(&mut self, draft: &mut Draft) {
        self.skip_newlines();
        while self.peek() == K::Parameter {
            let flag = self.next();
            draft.end = flag.span;
            let Payload::Parameter { name, .. } = &flag.payload else { return };
            if is_flag(name, "regex", 1) {
                draft.flags.regex = true;
                draft.flags.wildcard = false;
            } else if is_flag(name, "wildcard", 1) {
                draft.flags.wildcard = true;
                draft.flags.regex = false;
            } else if is_flag(name, "exact", 1) {
                draft.flags.regex = false;
                draft.flags.wildcard = false;
            } else if is_flag(name, "casesensitive", 1) {
                draft.flags.case_sensitive = true;
            } else if is_flag(name, "parallel", 1) {
                draft.flags.parallel = true;
            } else if is_flag(name, "file", 1) {
                draft.flags.file = true;
                self.skip_newlines();
                match self.single_argument() {
                    Some(file) => {
                        draft.end = file.span();
                        draft.condition = Some(expression_statement(file));
                    }
                    None => {
                        draft.failed = true;
                        draft.wants_more = self.incomplete_flag(
                            "MissingFilenameOption",
                            "Cannot process the 'switch' statement because of a missing file name argument to the -file option.",
                            flag.span.after(),
                        );
                    }
                }
            } else {
                draft.failed = true;
                self.error("InvalidSwitchFlag", format!("The parameter {name} is not valid for the switch statement."), flag.span);
            }
            self.skip_newlines();
        }
    }

    fn incomplete_flag(&mut self, id: &'static str, message: &str, at: Span) -> bool {
        self.incomplete(id, message, at);
        self.lexer.is_at_end(at)
    }

    fn switch_condition(&mut self, draft: &mut Draft) {
        const WANTED: &str = "A switch statement must have one of the following:  '-file file_name' or '( expression )'.";
        self.skip_newlines();
        let Some(paren) = self.take(K::LParen) else {
            draft.failed = true;
            draft.wants_more = self.incomplete_flag("PipelineValueRequired", WANTED, draft.end.after());
            return;
        };
        draft.end = paren.span;
        self.skip_newlines();
        match self.pipeline_chain() {
            Some(condition) => {
                draft.end = condition.span();
                draft.condition = Some(condition);
            }
            None => {
                draft.failed = true;
                draft.wants_more = self.incomplete_flag("PipelineValueRequired", WANTED, paren.span.after());
            }
        }
        self.skip_newlines();
        match self.take(K::RParen) {
            Some(token) => draft.end = token.span,
            None => {
                draft.failed = true;
                if !draft.wants_more {
                    draft.wants_more = self.incomplete_flag(
                        "MissingEndParenthesisInSwitchStatement",
                        "Missing ')' after expression in switch statement.",
                        draft.end.after(),
                    );
                }
            }
        }
    }

    /// `switch_clause = ( argument | "default" ) statement_block ;`
    fn switch_clauses(&mut self, draft: &mut Draft, curly: &Tok) {
        draft.end = curly.span;
        self.skip_newlines_and_semicolons();
        while !self.aborted {
            let Some(value) = self.single_argument() else {
                draft.failed = true;
                self.incomplete("MissingSwitchConditionExpression", "Missing condition in switch statement clause.", draft.end.after());
                if self.peek() == K::RCurly {
                    draft.end = self.next().span;
                }
                return;
            };
            draft.end = value.span();
            match self.statement_block() {
                None => {
                    draft.failed = true;
                    draft.wants_more |= self.incomplete_flag(
                        "MissingSwitchStatementClause",
                        "Missing statement block in switch statement clause.",
                        draft.end.after(),
                    );
                }
                Some(body) => {
                    draft.end = body.span;
                    if !is_default(&value) {
                        draft.clauses.push((value, body));
                    } else if draft.default.is_none() {
                        draft.default = Some(body);
                    } else {
                        draft.failed = true;
                        self.error("MultipleSwitchDefaultClauses", "A switch statement can have only one default clause.", value.span());
                    }
                }
            }
            self.skip_newlines_and_semicolons();
            match self.peek() {
                K::RCurly => {
                    draft.end = self.next().span;
                    return;
                }
                K::EndOfInput => {
                    draft.failed = true;
                    if !draft.wants_more {
                        let seen = self.peek_span();
                        self.missing_curly(curly.span, seen);
                    }
                    return;
                }
                _ => {}
            }
        }
    }
}

fn is_default(value: &Expression) -> bool {
    matches!(value, Expression::String(s) if s.kind == StringKind::Bare && s.value.eq_ignore_ascii_case("default"))
}

fn expression_statement(expression: Expression) -> Statement {
    let span = expression.span();
    let element = CommandExpression { span, expression, redirections: Vec::new() };
    let elements = vec![PipelineElement::Expression(Box::new(element))];
    Statement::Pipeline(Box::new(Pipeline { span, elements, background: false }))
}
