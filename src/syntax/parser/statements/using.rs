//! `using namespace`, `using module` and their like.

use super::super::Parser;
use super::super::recovery::error_statement;
use crate::source::Span;
use crate::syntax::ast::{Expression, Hashtable, Statement, StringConstant, Using, UsingKind};
use crate::syntax::lexer::{Mode, Tok};
use crate::syntax::token::{TokenKind as K, TokenRole};

impl Parser<'_> {
    /// `using_statement = "using" ( "namespace" | "module" | "assembly" | "command" | "type" ) ( name [ "=" name ] | hashtable ) ;`
    pub(in crate::syntax::parser) fn using_statement(&mut self, token: &Tok) -> Result<Using, Span> {
        self.in_mode(Mode::Command, |p| p.using_rest(token))
    }

    fn using_rest(&mut self, token: &Tok) -> Result<Using, Span> {
        self.set_role(token.span, TokenRole::Keyword);
        let kind = match self.peek() {
            K::Namespace => UsingKind::Namespace,
            K::Module => UsingKind::Module,
            K::Assembly => UsingKind::Assembly,
            K::Command => UsingKind::Command,
            K::Type => UsingKind::Type,
            _ => {
                self.incomplete("MissingUsingStatementDirective", "Missing using directive", token.span.after());
                return Err(token.span);
            }
        };
        let directive = self.next();
        self.set_role(directive.span, TokenRole::Keyword);
        if matches!(self.peek(), K::EndOfInput | K::NewLine | K::Semi) {
            self.incomplete("MissingUsingItemName", "Missing using name", directive.span.after());
            return Err(token.span.to(directive.span));
        }
        let item = self.single_argument().ok_or(token.span.to(directive.span))?;
        let mut span = token.span.to(item.span());
        let mut name: Option<StringConstant> = None;
        let mut module_specification: Option<Hashtable> = None;
        match item {
            Expression::String(s) => name = Some(*s),
            Expression::Hashtable(table) if kind == UsingKind::Module => module_specification = Some(*table),
            other => {
                let message = format!("'{}' is not a valid value for using name.", self.slice(other.span()));
                self.error("InvalidValueForUsingItemName", message, other.span());
                return Err(span);
            }
        }
        let mut alias: Option<StringConstant> = None;
        if self.peek() == K::Equals && kind != UsingKind::Assembly {
            let equals = self.next();
            if self.peek() == K::EndOfInput || matches!(self.peek(), K::NewLine | K::Semi) {
                self.incomplete("MissingNamespaceAlias", "Missing namespace alias", equals.span.after());
                return Err(span);
            }
            match self.single_argument().ok_or(span)? {
                Expression::String(s) => {
                    span = span.to(s.span);
                    alias = Some(*s);
                }
                other => {
                    let message = format!("'{}' is not a valid value for using name.", self.slice(other.span()));
                    self.error("InvalidValueForUsingItemName", message, other.span());
                    return Err(span);
                }
            }
        } else if matches!(kind, UsingKind::Command | UsingKind::Type) {
            self.incomplete("MissingEqualsInUsingAlias", "Missing '=' operator", span.after());
            return Err(span);
        }
        if !matches!(self.peek(), K::NewLine | K::Semi | K::EndOfInput) {
            let at = self.peek_span();
            self.incomplete("MissingStatementTerminator", "Missing a newline or semicolon.", at);
        }
        Ok(Using { span, kind, name, alias, module_specification })
    }

    /// A `using` statement where none may stand.
    pub(super) fn misplaced_using(&mut self, token: &Tok) -> Statement {
        let span = match self.using_statement(token) {
            Ok(using) => using.span,
            Err(span) => span,
        };
        self.error("UsingMustBeAtStartOfScript", "A 'using' statement must appear before any other statements in a script.", span);
        error_statement(span, Vec::new())
    }
}
