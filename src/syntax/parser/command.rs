//! Commands and their arguments.

use super::Parser;
use super::recovery::error_expression;
use crate::syntax::ast::{
    ArrayLiteral, Command, CommandElement, CommandParameter, Expression, Invocation, Span, StringConstant, StringKind,
};
use crate::syntax::lexer::{Mode, Payload, Tok};
use crate::syntax::token::{TokenKind as K, TokenRole};

impl Parser<'_> {
    /// `command = [ "&" | "." ] command_name { argument | parameter | redirection } [ "--%" rest_of_line ] ;`
    pub(super) fn command(&mut self) -> Option<Command> {
        self.in_mode(Mode::Command, Self::command_elements)
    }

    fn command_elements(&mut self) -> Option<Command> {
        let first = self.next();
        let invocation = match first.kind {
            K::Ampersand => Invocation::Call,
            K::Dot => Invocation::DotSource,
            _ => Invocation::Plain,
        };
        let first_span = first.span;
        let mut token = if invocation == Invocation::Plain { first } else { self.next() };
        let mut elements = Vec::new();
        let mut redirections = Vec::new();
        let mut end = first_span;
        let mut saw_dashes = false;
        let mut stop_parsing = false;
        loop {
            let is_name = elements.is_empty();
            match token.kind {
                K::Pipe | K::RCurly | K::RParen | K::EndOfInput | K::NewLine | K::Semi | K::AndAnd | K::OrOr | K::Ampersand => {
                    self.unget(token);
                    break;
                }
                K::MinusMinus if !is_name => {
                    end = token.span;
                    elements.push(if saw_dashes {
                        CommandElement::Expression(self.bare_text(&token))
                    } else {
                        saw_dashes = true;
                        let (span, name) = (token.span, "-".into());
                        CommandElement::Parameter(Box::new(CommandParameter { span, name, name_span: span, argument: None }))
                    });
                }
                K::Parameter if !is_name && !saw_dashes => {
                    let parameter = self.command_parameter(token);
                    end = parameter.span;
                    elements.push(CommandElement::Parameter(Box::new(parameter)));
                }
                K::Redirection | K::RedirectInStd if !is_name => {
                    end = self.redirection(token, &mut redirections).unwrap_or(end);
                }
                K::Comma => {
                    self.error("MissingArgument", "Missing argument in parameter list.", token.span);
                    end = token.span;
                    elements.push(CommandElement::Expression(error_expression(token.span, Vec::new())));
                    self.skip_newlines();
                }
                K::Generic if !is_name && self.slice(token.span) == "--%" => {
                    elements.push(CommandElement::Expression(self.bare_text(&token)));
                    end = token.span;
                    if let Some(rest) = self.lexer.verbatim_argument() {
                        end = rest.span;
                        let span = rest.span;
                        let value = rest.into_text().value.into();
                        elements.push(CommandElement::Expression(string(span, value, StringKind::Bare)));
                    }
                    stop_parsing = true;
                }
                _ => {
                    let span = token.span;
                    let argument = if is_name { self.argument(token) } else { self.argument_list(token) };
                    let Some(argument) = argument else { break };
                    if is_name {
                        self.set_role(span, TokenRole::CommandName);
                    }
                    end = argument.span();
                    elements.push(CommandElement::Expression(argument));
                }
            }
            token = self.next();
        }
        if elements.is_empty() {
            if invocation != Invocation::Plain {
                let message = format!("Missing expression after '{}' in pipeline element.", self.slice(first_span));
                self.error("MissingExpression", message, first_span);
            }
            return None;
        }
        let span = first_span.to(end);
        Some(Command { span, invocation, elements, redirections, stop_parsing })
    }

    fn command_parameter(&mut self, token: Tok) -> CommandParameter {
        let name_span = token.span;
        let shown = self.shown(&token);
        let Payload::Parameter { name, colon } = token.payload else {
            return CommandParameter { span: name_span, name: "".into(), name_span, argument: None };
        };
        let mut argument = None;
        if colon && self.peek() != K::Comma {
            let token = self.next();
            argument = self.argument_list(token);
            if argument.is_none() {
                self.error("ParameterRequiresArgument", format!("Parameter {shown} requires an argument."), name_span.after());
            }
        }
        let span = argument.as_ref().map_or(name_span, |a| name_span.to(a.span()));
        CommandParameter { span, name: name.into(), name_span, argument }
    }

    /// `argument_list = argument { "," argument } ;`
    fn argument_list(&mut self, token: Tok) -> Option<Expression> {
        let first = self.argument(token)?;
        if self.peek() != K::Comma {
            return Some(first);
        }
        let mut elements = vec![first];
        while self.peek() == K::Comma {
            let comma = self.next();
            self.skip_newlines();
            let token = self.next();
            match self.argument(token) {
                Some(argument) => elements.push(argument),
                None => {
                    let at = comma.span.after();
                    self.incomplete("MissingExpression", "Missing expression after ',' in pipeline element.", at);
                    elements.push(error_expression(at, Vec::new()));
                    break;
                }
            }
        }
        let span = elements.first()?.span().to(elements.last()?.span());
        Some(Expression::ArrayLiteral(Box::new(ArrayLiteral { span, elements })))
    }

    /// One argument where no list may stand: a file name, a switch condition, a label.
    pub(super) fn single_argument(&mut self) -> Option<Expression> {
        if matches!(self.peek(), K::Comma | K::EndOfInput) {
            return None;
        }
        self.in_mode(Mode::Command, |p| {
            let token = p.next();
            p.argument(token)
        })
    }

    /// `argument = word | string | number | variable members | "(" … ")" | "$(" … ")" | "@(" … ")" | "@{" … "}" | "{" … "}" ;`
    fn argument(&mut self, token: Tok) -> Option<Expression> {
        match token.kind {
            K::Semi | K::NewLine | K::Pipe | K::OrOr | K::AndAnd | K::Ampersand | K::EndOfInput | K::RParen | K::RCurly | K::Comma => {
                self.unget(token);
                None
            }
            K::Variable
            | K::SplattedVariable
            | K::Number
            | K::StringLiteral
            | K::StringExpandable
            | K::HereStringLiteral
            | K::HereStringExpandable
            | K::LParen
            | K::AtParen
            | K::DollarParen
            | K::LCurly
            | K::AtCurly => {
                self.unget(token);
                let chain = std::mem::take(&mut self.chain);
                let argument = self.with_comma(false, |p| p.primary_expression(true));
                self.chain = self.chain.max(chain);
                argument
            }
            K::Generic if matches!(token.payload, Payload::None) => Some(self.bare_text(&token)),
            K::Generic => {
                let span = token.span;
                Some(self.expandable(span, token.into_text(), StringKind::Bare))
            }
            _ => Some(self.bare_text(&token)),
        }
    }

    /// A token as the word that it is.
    pub(super) fn bare_text(&self, token: &Tok) -> Expression {
        string(token.span, self.slice(token.span).into(), StringKind::Bare)
    }
}

/// A string without anything to expand.
pub(super) fn string(span: Span, value: std::rc::Rc<str>, kind: StringKind) -> Expression {
    Expression::String(Box::new(StringConstant { span, value, kind }))
}
