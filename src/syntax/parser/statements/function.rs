//! `function` and `filter`.

use super::super::Parser;
use super::super::recovery::error_statement;
use crate::source::Span;
use crate::syntax::ast::{ErrorPart, FunctionDefinition, Statement};
use crate::syntax::lexer::{Payload, Tok};
use crate::syntax::token::{TokenKind as K, TokenRole};
use std::rc::Rc;

impl Parser<'_> {
    /// `function_statement = ( "function" | "filter" ) name [ "(" parameter_list ")" ] script_block ;`
    pub(super) fn function_statement(&mut self, keyword: &Tok) -> Statement {
        self.skip_newlines();
        let token = self.next();
        let Some(name) = self.function_name(&token) else {
            self.unget(token);
            let message = format!("Missing name after {} keyword.", self.shown(keyword).to_ascii_lowercase());
            self.incomplete("MissingNameAfterKeyword", message, keyword.span.after());
            return error_statement(keyword.span, Vec::new());
        };
        self.set_role(token.span, TokenRole::DefinitionName);
        self.skip_newlines();
        let mut end = token.span;
        let mut parameters = None;
        let mut failed: Option<Span> = None;
        if let Some(paren) = self.take(K::LParen) {
            let list = self.parameter_list();
            self.skip_newlines();
            match self.take(K::RParen) {
                Some(token) => end = token.span,
                None => {
                    let last = list.last().map_or(paren.span, |p| p.span);
                    failed = Some(last);
                    self.missing_parameter_paren(last);
                }
            }
            parameters = Some(list);
            self.skip_newlines();
        }
        let curly = self.take(K::LCurly);
        if curly.is_none() && failed.is_none() {
            failed = Some(end);
            self.incomplete("MissingFunctionBody", "Missing function body in function declaration.", end.after());
        }
        let (None, Some(curly)) = (failed, curly) else {
            let nested = parameters.unwrap_or_default().into_iter().map(ErrorPart::Parameter).collect();
            return error_statement(keyword.span.to(failed.unwrap_or(end)), nested);
        };
        let is_filter = keyword.kind == K::Filter;
        let body = Rc::new(self.script_block(&curly, is_filter));
        let span = keyword.span.to(body.span);
        if keyword.kind == K::Workflow {
            self.error("WorkflowNotSupportedInPowerShellCore", "Workflow is not supported in PowerShell 6+.", span);
        }
        let name_span = token.span;
        Statement::Function(Rc::new(FunctionDefinition { span, name: name.into(), name_span, is_filter, parameters, body }))
    }

    /// A name of a function is any word.
    fn function_name(&self, token: &Tok) -> Option<String> {
        match &token.payload {
            Payload::Text(text) if token.kind == K::Generic && text.nested.is_empty() => return Some(text.value.clone()),
            Payload::Number(_) | Payload::Parameter { .. } => return Some(self.shown(token)),
            Payload::None => {}
            _ => return None,
        }
        match token.kind {
            K::EndOfInput
            | K::NewLine
            | K::Semi
            | K::LCurly
            | K::RCurly
            | K::LParen
            | K::RParen
            | K::AtCurly
            | K::AtParen
            | K::DollarParen
            | K::Comma
            | K::Pipe
            | K::AndAnd
            | K::OrOr
            | K::Ampersand
            | K::Unknown
            | K::RedirectInStd => None,
            _ => Some(self.shown(token)),
        }
    }
}
