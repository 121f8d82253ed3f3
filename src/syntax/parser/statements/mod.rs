//! Statements: which rule a first word chooses, and blocks that are no longer supported.

mod class;
mod conditional;
mod data;
mod enumeration;
mod function;
mod jump;
mod loops;
mod switch;
mod try_catch;
mod using;

use super::Parser;
use super::recovery::error_statement;
use crate::syntax::ast::{Attribute, AttributeBase, Block, ErrorPart, Statement};
use crate::syntax::lexer::{Mode, Tok};
use crate::syntax::token::{TokenKind as K, TokenRole};
use std::rc::Rc;

impl Parser<'_> {
    /// `statement = { attribute } ( if | loop | switch | try | trap | function | class | enum | data | using | jump | pipeline_chain ) ;`
    pub(super) fn statement(&mut self) -> Option<Statement> {
        self.deeper(|p| p.in_mode(Mode::Command, Self::statement_rule))
    }

    fn statement_rule(&mut self) -> Option<Statement> {
        // Most statements are told from a keyword by their first character; reading a first token as a word would cost
        // as much as the whole word is long.
        if self.ungot.is_none() && matches!(self.lexer.peek(), '$' | '"' | '\'' | '(' | '{' | '@') {
            return self.pipeline_chain();
        }
        let mut token = self.next();
        let mut attributes = Vec::new();
        if token.kind == K::Generic && self.slice(token.span).starts_with('[') {
            let start = token.span.start;
            self.resync(start);
            let list = self.attribute_list(false);
            token = self.next();
            let has_types = list.iter().any(|a| matches!(a, AttributeBase::Type(_)));
            if !list.is_empty() && !has_types && is_keyword_statement(token.kind) {
                attributes = list
                    .into_iter()
                    .filter_map(|a| match a {
                        AttributeBase::Attribute(a) => Some(a),
                        AttributeBase::Type(_) => None,
                    })
                    .collect();
                if !matches!(token.kind, K::Class | K::Enum) {
                    self.unexpected_attributes(&attributes);
                }
            } else {
                self.resync(start);
                return self.pipeline_chain();
            }
        }
        self.keyword_statement(token, attributes)
    }

    fn keyword_statement(&mut self, token: Tok, attributes: Vec<Attribute>) -> Option<Statement> {
        if token.kind.is_keyword() && is_keyword_statement(token.kind) {
            self.set_role(token.span, TokenRole::Keyword);
        }
        Some(match token.kind {
            K::If => self.if_statement(&token),
            K::Switch => self.switch_statement(None, &token),
            K::Foreach => self.foreach_statement(None, &token),
            K::For => self.for_statement(None, &token),
            K::While => self.while_statement(None, &token),
            K::Do => self.do_statement(None, &token),
            K::Label => return self.labeled_statement(token),
            K::Try => self.try_statement(&token),
            K::Trap => self.trap_statement(&token),
            K::Function | K::Filter | K::Workflow => self.function_statement(&token),
            K::Class => self.class_statement(&token, attributes),
            K::Enum => self.enum_statement(&token, attributes),
            K::Data => self.data_statement(&token),
            K::Using => self.misplaced_using(&token),
            K::Return | K::Throw | K::Exit => self.jump_statement(&token),
            K::Break | K::Continue => self.loop_jump_statement(&token),
            K::Parallel | K::Sequence => return self.block_statement(token),
            K::From | K::Define | K::Var => {
                let shown = self.shown(&token).to_ascii_lowercase();
                let message = format!("The '{shown}' keyword is not supported in this version of the language.");
                self.error("ReservedKeywordNotAllowed", message, token.span);
                error_statement(token.span, Vec::new())
            }
            K::Else | K::ElseIf | K::Catch | K::Finally | K::Until if !self.lexer.sink.errors.is_empty() => {
                // What an earlier error left over.
                error_statement(token.span, Vec::new())
            }
            K::Configuration => return self.configuration_statement(token),
            _ => {
                self.unget(token);
                return self.pipeline_chain();
            }
        })
    }

    /// `labeled_statement = label ( for | foreach | while | do | switch ) ;`
    fn labeled_statement(&mut self, label: Tok) -> Option<Statement> {
        self.skip_newlines();
        let token = self.next();
        let name = Some((Rc::from(self.slice(label.span).trim_start_matches(':')), label.span));
        if matches!(token.kind, K::For | K::Foreach | K::While | K::Do | K::Switch) {
            self.set_role(token.span, TokenRole::Keyword);
        }
        Some(match token.kind {
            K::For => self.for_statement(name, &token),
            K::Foreach => self.foreach_statement(name, &token),
            K::While => self.while_statement(name, &token),
            K::Do => self.do_statement(name, &token),
            K::Switch => self.switch_statement(name, &token),
            _ => {
                // The label is the name of a command.
                self.resync(label.span.start);
                return self.pipeline_chain();
            }
        })
    }

    /// `block_statement = ( "parallel" | "sequence" ) statement_block ;` which only a workflow could have
    fn block_statement(&mut self, token: Tok) -> Option<Statement> {
        let shown = self.shown(&token);
        match self.statement_block() {
            Some(body) => {
                self.error("UnexpectedKeyword", format!("Unexpected keyword '{}'.", shown.to_ascii_lowercase()), token.span);
                let span = token.span.to(body.span);
                Some(Statement::Block(Box::new(Block { span, keyword: shown.into(), body })))
            }
            None => {
                self.incomplete("MissingStatementAfterKeyword", format!("Missing statement block after '{shown}'."), token.span.after());
                Some(error_statement(token.span, Vec::new()))
            }
        }
    }

    /// `configuration_statement = "configuration" name statement_block ;` which needs a module that is Windows's own
    fn configuration_statement(&mut self, token: Tok) -> Option<Statement> {
        let at = match self.peek() {
            K::EndOfInput => self.peek_span(),
            K::NewLine | K::Semi | K::LCurly => token.span.after(),
            _ => {
                self.resync(token.span.start);
                return self.pipeline_chain();
            }
        };
        self.incomplete(
            "MissingConfigurationName",
            "The name for the configuration is missing. Provide the missing name as a simple name, string, or string-valued expression.",
            at,
        );
        let nested = self.statement_block().map(ErrorPart::Block).into_iter().collect();
        Some(error_statement(token.span, nested))
    }
}

fn is_keyword_statement(kind: K) -> bool {
    matches!(
        kind,
        K::If
            | K::Switch
            | K::Foreach
            | K::For
            | K::While
            | K::Do
            | K::Try
            | K::Trap
            | K::Function
            | K::Filter
            | K::Workflow
            | K::Class
            | K::Enum
            | K::Data
            | K::Using
            | K::Return
            | K::Throw
            | K::Exit
            | K::Break
            | K::Continue
            | K::Configuration
    )
}
