//! `enum`.

use super::super::Parser;
use super::super::recovery::error_statement;
use crate::source::Span;
use crate::syntax::ast::{Attribute, MemberDefinition, PropertyMember, Statement, TypeConstraint, TypeDefinition, TypeKind};
use crate::syntax::lexer::{Mode, Tok};
use crate::syntax::token::{TokenKind as K, TokenRole};
use std::rc::Rc;

impl Parser<'_> {
    /// The name of a class or enum, or an error.
    pub(super) fn definition_name(&mut self, keyword: &Tok) -> Option<Tok> {
        self.skip_newlines();
        let name = self.in_mode(Mode::Signature, Self::simple_name);
        match &name {
            Some(name) => self.set_role(name.span, TokenRole::DefinitionName),
            None => {
                let message = format!("Missing name after {} keyword.", self.shown(keyword).to_ascii_lowercase());
                self.incomplete("MissingNameAfterKeyword", message, keyword.span.after());
            }
        }
        name
    }

    /// The `{` of a class or enum, or an error.
    pub(super) fn definition_curly(&mut self, keyword: &Tok, name: Span) -> Option<Tok> {
        self.skip_newlines();
        let curly = self.take(K::LCurly);
        if curly.is_none() {
            let word = self.shown(keyword).to_ascii_lowercase();
            let message = format!("Missing '{word}' body in '{word}' declaration.");
            self.incomplete("MissingTypeBody", message, name.after());
        }
        curly
    }

    /// The `}` of a class or enum; gives where the definition ends.
    pub(super) fn definition_end(&mut self, curly: &Tok, last: Span) -> Span {
        self.skip_newlines();
        let token = self.next();
        if token.kind == K::RCurly {
            return token.span;
        }
        self.missing_curly(curly.span.after(), token.span);
        self.unget(token);
        last
    }

    /// `enum_statement = "enum" name [ ":" type_name ] "{" { enum_member } "}" ;`
    pub(super) fn enum_statement(&mut self, keyword: &Tok, attributes: Vec<Attribute>) -> Statement {
        let start = attributes.first().map_or(keyword.span, |a| a.span);
        let Some(name) = self.definition_name(keyword) else { return error_statement(start.to(keyword.span), Vec::new()) };
        let mut base_types = Vec::new();
        self.skip_newlines();
        if let Some(colon) = self.in_mode(Mode::Signature, |p| p.take(K::Colon)) {
            self.skip_newlines();
            match self.type_name(false) {
                Some(type_name) => {
                    let span = type_name.span();
                    if !is_integral(type_name.name()) {
                        let message = format!(
                            "'{}' is not a valid underlying type for enums. Expected a builtin integral type (one of byte, sbyte, short, ushort, int, uint, long or ulong)",
                            type_name.full_name()
                        );
                        self.error("InvalidUnderlyingType", message, span);
                    }
                    base_types.push(TypeConstraint { span, type_name });
                }
                None => self.incomplete("TypeNameExpected", "Type name expected.", colon.span.after()),
            }
        }
        let Some(curly) = self.definition_curly(keyword, name.span) else {
            return error_statement(start.to(name.span), Vec::new());
        };
        let mut members = Vec::new();
        let mut end = curly.span;
        self.in_mode(Mode::Signature, |p| {
            while let Some(member) = p.enum_member() {
                end = member.span;
                members.push(MemberDefinition::Property(member));
            }
        });
        let end = self.definition_end(&curly, end);
        Statement::Type(Rc::new(TypeDefinition {
            span: start.to(end),
            kind: TypeKind::Enum,
            name: self.slice(name.span).into(),
            name_span: name.span,
            attributes,
            base_types,
            members,
        }))
    }

    /// `enum_member = name [ "=" expression ] ( newline | ";" ) ;`
    fn enum_member(&mut self) -> Option<PropertyMember> {
        if self.aborted {
            return None;
        }
        self.skip_newlines();
        let name = self.simple_name()?;
        let mut span = name.span;
        let mut initial = None;
        let mut failed = false;
        if let Some(equals) = self.take(K::Equals) {
            self.skip_newlines();
            initial = self.expression();
            match &initial {
                Some(value) => span = span.to(value.span()),
                None => {
                    failed = true;
                    self.missing_value("=", equals.span.after());
                }
            }
        }
        if !failed {
            self.member_terminator(span);
        } else {
            self.skip_newlines_and_semicolons();
        }
        let text = self.slice(name.span).into();
        Some(PropertyMember {
            span,
            name: text,
            name_span: name.span,
            is_static: true,
            is_hidden: false,
            attributes: Vec::new(),
            property_type: None,
            initial,
        })
    }

    /// A property ends with its line, with `;`, or with the definition.
    pub(super) fn member_terminator(&mut self, end: Span) {
        if !matches!(self.peek(), K::NewLine | K::Semi | K::RCurly) {
            self.incomplete("MissingPropertyTerminator", "Missing ';' or end-of-line in property definition.", end.after());
        }
        self.skip_newlines_and_semicolons();
    }
}

fn is_integral(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_prefix("system.").unwrap_or(&name);
    matches!(
        name,
        "byte"
            | "sbyte"
            | "short"
            | "ushort"
            | "int"
            | "uint"
            | "long"
            | "ulong"
            | "int16"
            | "uint16"
            | "int32"
            | "uint32"
            | "int64"
            | "uint64"
    )
}
