//! Pipelines, chains of pipelines, assignments and redirections.

use super::Parser;
use super::recovery::{error_expression, error_statement};
use crate::source::Span;
use crate::syntax::ast::{
    Assignment, ChainOperator, CommandExpression, Expression, Pipeline, PipelineChain, PipelineElement, Redirection, Statement, Stream,
};
use crate::syntax::lexer::{Mode, Payload, Tok};
use crate::syntax::operator;
use crate::syntax::token::TokenKind as K;

impl Parser<'_> {
    /// `pipeline_chain = assignment | pipeline { ( "&&" | "||" ) pipeline } [ "&" ] ;`
    pub(super) fn pipeline_chain(&mut self) -> Option<Statement> {
        let (mut expression, assign) = self
            .in_mode(Mode::Expression, |p| {
                let expression = p.expression()?;
                let assign = operator::of_kind(p.peek()).and_then(|row| row.assignment);
                let assign = assign.map(|operator| (p.next(), operator));
                Some((Some(expression), assign))
            })
            .unwrap_or((None, None));
        if let (Some(left), Some((token, operator))) = (&mut expression, assign) {
            let left = std::mem::replace(left, error_expression(token.span, Vec::new()));
            return Some(self.assignment(left, token, operator));
        }
        let mut chain: Option<Statement> = None;
        let mut links = 0;
        let mut last_operator: Option<Tok> = None;
        loop {
            let Some(pipeline) = self.pipeline(expression.take()) else {
                let Some(token) = last_operator else { return chain };
                let next = self.peek_span();
                let kind = self.peek();
                let at = if matches!(kind, K::AndAnd | K::OrOr) { token.span.to(next) } else { token.span.after() };
                self.incomplete("EmptyPipelineChainElement", "A pipeline chain operator must be followed by a pipeline.", at);
                return chain;
            };
            let background = pipeline.background;
            chain = Some(match (chain, last_operator) {
                (Some(left), Some(token)) => {
                    if !self.link(&mut links, token.span) {
                        return Some(left);
                    }
                    let mut right = Box::new(pipeline);
                    right.background = false;
                    let operator = if token.kind == K::AndAnd { ChainOperator::And } else { ChainOperator::Or };
                    let span = left.span().to(right.span);
                    Statement::Chain(Box::new(PipelineChain { span, operator, left, right, background }))
                }
                _ => Statement::Pipeline(Box::new(pipeline)),
            });
            if !matches!(self.peek(), K::AndAnd | K::OrOr) {
                return chain;
            }
            let token = self.next();
            if background {
                self.error(
                    "BackgroundOperatorInPipelineChain",
                    "Background operators can only be used at the end of a pipeline chain.",
                    token.span,
                );
            }
            self.skip_newlines();
            last_operator = Some(token);
            expression = self.in_mode(Mode::Expression, Self::expression);
        }
    }

    /// `assignment = expression assignment_operator statement ;`
    fn assignment(&mut self, left: Expression, token: Tok, operator: operator::AssignmentOperator) -> Statement {
        self.skip_newlines();
        let right = match self.statement() {
            Some(Statement::Pipeline(mut pipeline)) if pipeline.elements.len() == 1 && !pipeline.background => {
                match pipeline.elements.pop() {
                    Some(PipelineElement::Expression(e)) => Statement::CommandExpression(e),
                    element => {
                        pipeline.elements.extend(element);
                        Statement::Pipeline(pipeline)
                    }
                }
            }
            Some(statement) => statement,
            None => {
                self.missing_value(operator.text(), token.span.after());
                error_statement(token.span.after(), Vec::new())
            }
        };
        let span = left.span().to(right.span());
        Statement::Assignment(Box::new(Assignment { span, operator, operator_span: token.span, left, right }))
    }

    /// `pipeline = ( expression { redirection } | command ) { "|" command } [ "&" ] ;`
    fn pipeline(&mut self, mut expression: Option<Expression>) -> Option<Pipeline> {
        let mut elements: Vec<PipelineElement> = Vec::new();
        let mut background = false;
        let mut last_pipe: Option<Span> = None;
        loop {
            if expression.is_none() && last_pipe.is_some() {
                // Only for the error: expressions belong first.
                expression = self.in_mode(Mode::Expression, |p| p.expression());
            }
            let element = match expression.take() {
                Some(expression) => {
                    if !elements.is_empty() {
                        self.error(
                            "ExpressionsMustBeFirstInPipeline",
                            "Expressions are only allowed as the first element of a pipeline.",
                            expression.span(),
                        );
                    }
                    Some(PipelineElement::Expression(Box::new(self.command_expression(expression))))
                }
                None => self.command().map(|c| PipelineElement::Command(Box::new(c))),
            };
            match element {
                Some(element) => elements.push(element),
                None if !elements.is_empty() || last_pipe.is_some() || self.peek() == K::Pipe => {
                    let at = match last_pipe {
                        Some(pipe) => pipe.after(),
                        None => self.peek_span(),
                    };
                    self.incomplete("EmptyPipeElement", "An empty pipe element is not allowed.", at);
                }
                None => {}
            }
            if self.peek() == K::NewLine {
                let at = self.peek_span();
                if self.lexer.continues_with_pipe(at.end) {
                    self.skip_newlines();
                }
            }
            match self.peek() {
                K::Semi | K::NewLine | K::RParen | K::RCurly | K::EndOfInput | K::AndAnd | K::OrOr => break,
                K::Ampersand => {
                    if !elements.is_empty() {
                        self.skip();
                        background = true;
                    }
                    break;
                }
                K::Pipe => {
                    let pipe = self.next();
                    last_pipe = Some(pipe.span);
                    self.skip_newlines();
                    if self.peek() == K::EndOfInput {
                        self.incomplete("EmptyPipeElement", "An empty pipe element is not allowed.", pipe.span.after());
                        break;
                    }
                }
                _ => {
                    // Not taken: it may belong to what contains the pipeline, or start a statement.
                    let token = self.next();
                    self.unexpected(&token);
                    self.unget(token);
                    break;
                }
            }
        }
        let span = elements.first()?.span().to(elements.last()?.span());
        Some(Pipeline { span, elements, background })
    }

    fn command_expression(&mut self, expression: Expression) -> CommandExpression {
        let mut redirections = Vec::new();
        let mut span = expression.span();
        while matches!(self.peek(), K::Redirection | K::RedirectInStd) {
            let token = self.next();
            if let Some(end) = self.redirection(token, &mut redirections) {
                span = span.to(end);
            }
        }
        CommandExpression { span, expression, redirections }
    }

    /// `redirection = stream ( ">" | ">>" ) file_name | stream ">&1" ;`
    ///
    /// Gives where it ends; the redirections stay in the order of their streams.
    pub(super) fn redirection(&mut self, token: Tok, redirections: &mut Vec<Redirection>) -> Option<Span> {
        let redirection = match token.payload {
            Payload::Merging { from, to } => {
                if to != Stream::Output || from == Stream::Output {
                    self.redirection_not_supported(&token);
                }
                Redirection::Merging { span: token.span, from, to: Stream::Output }
            }
            Payload::Redirection { from, append } => {
                let location = self.file_name(&token);
                Redirection::File { span: token.span.to(location.span()), from, append, location }
            }
            _ => {
                self.file_name(&token);
                self.redirection_not_supported(&token);
                return None;
            }
        };
        let (span, from) = (redirection.span(), redirection.from());
        if redirections.iter().any(|r| r.from() == from) {
            let name = match from {
                Stream::All => "all",
                Stream::Output => "output",
                Stream::Error => "error",
                Stream::Warning => "warning",
                Stream::Verbose => "verbose",
                Stream::Debug => "debug",
                Stream::Information => "information",
            };
            let message = format!("The {name} stream for this command is already redirected.");
            self.error("StreamAlreadyRedirected", message, span);
        } else {
            let at = redirections.partition_point(|r| r.from() < from);
            redirections.insert(at, redirection);
        }
        Some(span)
    }

    fn redirection_not_supported(&mut self, token: &Tok) {
        let message = format!("The '{}' operator is reserved for future use.", self.shown(token));
        self.error("RedirectionNotSupported", message, token.span);
    }

    fn file_name(&mut self, token: &Tok) -> Expression {
        let argument =
            self.in_mode(Mode::Command, |p| if matches!(p.peek(), K::Redirection | K::RedirectInStd) { None } else { p.single_argument() });
        match argument {
            Some(location) => location,
            None => {
                self.error("MissingFileSpecification", "Missing file specification after redirection operator.", token.span.after());
                error_expression(token.span, Vec::new())
            }
        }
    }
}
