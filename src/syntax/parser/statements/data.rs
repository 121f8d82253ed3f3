//! `data`.

use super::super::Parser;
use super::super::recovery::error_statement;
use super::loops::is_flag;
use crate::syntax::ast::{Data, ErrorPart, Statement};
use crate::syntax::lexer::{Payload, Tok};
use crate::syntax::token::TokenKind as K;

impl Parser<'_> {
    /// `data_statement = "data" [ name ] [ "-supportedcommand" argument { "," argument } ] statement_block ;`
    pub(super) fn data_statement(&mut self, token: &Tok) -> Statement {
        let mut end = token.span;
        self.skip_newlines();
        let variable = self.simple_name();
        if let Some(name) = &variable {
            end = name.span;
        }
        let mut commands_allowed = Vec::new();
        let mut failed = false;
        self.skip_newlines();
        if self.peek() == K::Parameter {
            let flag = self.next();
            end = flag.span;
            let name = match &flag.payload {
                Payload::Parameter { name, .. } => name.clone(),
                _ => String::new(),
            };
            if is_flag(&name, "supportedcommand", 1) {
                loop {
                    self.skip_newlines();
                    let Some(command) = self.single_argument() else {
                        failed = true;
                        self.incomplete(
                            "MissingValueForSupportedCommandInDataSectionStatement",
                            "The SupportedCommand parameter of the Data section is missing a value. Supply a cmdlet or function name to the parameter.",
                            end.after(),
                        );
                        break;
                    };
                    end = command.span();
                    commands_allowed.push(command);
                    match self.take(K::Comma) {
                        Some(comma) => end = comma.span,
                        None => break,
                    }
                }
            } else {
                failed = true;
                let message = format!(
                    "The \"{name}\" parameter of the Data section is not valid. The valid Data section parameter is SupportedCommand."
                );
                self.error("InvalidParameterForDataSectionStatement", message, flag.span);
            }
        }
        let body = if failed { None } else { self.statement_block() };
        let Some(body) = body else {
            if !failed {
                let message = "The Data section is missing its statement block.";
                self.incomplete("MissingStatementBlockForDataSection", message, end.after());
            }
            return error_statement(token.span.to(end), commands_allowed.into_iter().map(ErrorPart::Expression).collect());
        };
        let span = token.span.to(body.span);
        let variable = variable.map(|name| self.slice(name.span).into());
        Statement::Data(Box::new(Data { span, variable, commands_allowed, body }))
    }
}
