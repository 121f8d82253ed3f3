//! Type names, type constraints and attributes: what stands in brackets.

use super::Parser;
use super::recovery::{before, error_expression};
use crate::source::Span;
use crate::syntax::ast::{Attribute, AttributeBase, NamedAttributeArgument, TypeConstraint, TypeName};
use crate::syntax::lexer::{Mode, Tok};
use crate::syntax::token::{TokenKind as K, TokenRole};

impl Parser<'_> {
    /// `attribute_list = { attribute } ;` In an expression a line break may follow attributes, but not types.
    pub(super) fn attribute_list(&mut self, in_expression: bool) -> Vec<AttributeBase> {
        let mut list = Vec::new();
        while let Some(attribute) = self.attribute() {
            let skips = !in_expression || matches!(attribute, AttributeBase::Attribute(_));
            list.push(attribute);
            if skips {
                self.skip_newlines();
            }
        }
        list
    }

    /// A `[` that stands next, even where the mode would take it for the start of a word.
    fn left_bracket(&mut self) -> Option<Span> {
        if let Some(token) = &self.ungot {
            let span = token.span;
            if token.kind == K::LBracket {
                self.skip();
                return Some(span);
            }
            if token.kind != K::Generic || !self.slice(span).starts_with('[') {
                return None;
            }
            self.resync(span.start);
        }
        self.lexer.left_bracket()
    }

    /// `attribute = "[" type_name [ "(" arguments ")" ] "]" ;`
    pub(super) fn attribute(&mut self) -> Option<AttributeBase> {
        let bracket = self.left_bracket()?;
        let old = self.lexer.mode;
        self.lexer.mode = Mode::TypeName;
        self.skip_newlines();
        let type_name = self.type_name(true);
        let Some(type_name) = type_name else {
            self.lexer.mode = old;
            self.resync(bracket.start);
            self.incomplete("MissingTypename", "Missing type name after '['.", bracket.after());
            return None;
        };
        let token = self.next();
        if token.kind == K::LParen {
            self.lexer.mode = Mode::Expression;
            let attribute = self.attribute_rest(bracket, type_name, &token);
            self.set_mode(old);
            return Some(AttributeBase::Attribute(attribute));
        }
        let end = if token.kind == K::RBracket {
            token.span
        } else {
            self.error("EndSquareBracketExpectedAtEndOfAttribute", "Missing ] at end of attribute or type literal.", before(token.span));
            self.unget(token);
            type_name.span()
        };
        self.set_mode(old);
        Some(AttributeBase::Type(TypeConstraint { span: bracket.to(end), type_name }))
    }

    fn attribute_rest(&mut self, bracket: Span, type_name: TypeName, paren: &Tok) -> Attribute {
        self.set_role(type_name.span(), TokenRole::AttributeName);
        self.skip_newlines();
        let mut attribute = Attribute { span: bracket, type_name, positional: Vec::new(), named: Vec::new() };
        let mut end = self.with_comma(true, |p| p.attribute_arguments(&mut attribute, paren.span));
        let right_paren = self.take(K::RParen);
        match &right_paren {
            Some(token) => end = token.span,
            None => {
                self.incomplete("MissingEndParenthesisInExpression", "Missing closing ')' in expression.", end.after());
            }
        }
        self.skip_newlines();
        match self.take(K::RBracket) {
            Some(token) => end = token.span,
            None if right_paren.is_some() => {
                self.incomplete("EndSquareBracketExpectedAtEndOfAttribute", "Missing ] at end of attribute or type literal.", end.after())
            }
            None => {}
        }
        attribute.span = bracket.to(end);
        attribute
    }

    /// `attribute_arguments = [ attribute_argument { "," attribute_argument } ] ;`
    /// `attribute_argument = name [ "=" expression ] | expression ;`
    fn attribute_arguments(&mut self, attribute: &mut Attribute, paren: Span) -> Span {
        let mut last = paren;
        let mut comma: Option<Span> = None;
        loop {
            self.skip_newlines();
            if let Some(name) = self.simple_name() {
                let mut argument = None;
                let mut span = name.span;
                if let Some(equals) = self.take(K::Equals) {
                    self.skip_newlines();
                    let value = self.expression().unwrap_or_else(|| {
                        let at = equals.span.after();
                        self.incomplete("MissingExpressionInNamedArgument", "Missing statement after '=' in named argument.", at);
                        self.sync_past(&[K::Comma, K::RParen, K::RBracket, K::NewLine]);
                        error_expression(at, Vec::new())
                    });
                    last = value.span();
                    span = span.to(last);
                    argument = Some(value);
                }
                let text = self.slice(name.span).to_string();
                if attribute.named.iter().any(|n| n.name.eq_ignore_ascii_case(&text)) {
                    self.error("DuplicateNamedArgument", format!("Duplicate named arguments '{text}' are not allowed."), span);
                } else {
                    let (name, name_span) = (text.into(), name.span);
                    attribute.named.push(NamedAttributeArgument { span, name, name_span, argument });
                }
            } else if let Some(value) = self.expression() {
                last = value.span();
                attribute.positional.push(value);
            } else if let Some(comma) = comma {
                let at = comma.after();
                self.incomplete("MissingExpressionAfterToken", "Missing expression after ','.", at);
                attribute.positional.push(error_expression(at, Vec::new()));
                last = at;
            }
            self.skip_newlines();
            let Some(token) = self.take(K::Comma) else { return last };
            last = token.span;
            comma = Some(token.span);
        }
    }

    /// A name that is no keyword here, whatever word it is.
    pub(super) fn simple_name(&mut self) -> Option<Tok> {
        self.lexer.wishes.simple_name = true;
        if let Some(token) = &self.ungot
            && token.kind != K::EndOfInput
        {
            let at = token.span.start;
            self.resync(at);
        }
        let token = self.next();
        self.lexer.wishes.simple_name = false;
        if token.kind == K::Identifier {
            return Some(token);
        }
        self.unget(token);
        None
    }

    /// `type_name = identifier [ "[" … "]" ] [ "," assembly ] ;`
    pub(super) fn type_name(&mut self, allow_assembly: bool) -> Option<TypeName> {
        self.in_mode(Mode::TypeName, |p| {
            let token = p.next();
            if token.kind != K::Identifier {
                p.unget(token);
                return None;
            }
            p.set_role(token.span, TokenRole::TypeName);
            p.deeper(|p| Some(p.type_name_rest(&token, !allow_assembly)))
        })
    }

    fn simple(&self, token: &Tok, assembly: Option<(std::rc::Rc<str>, Span)>) -> TypeName {
        let name = self.slice(token.span).into();
        match assembly {
            Some((assembly, span)) => TypeName::Simple { span: token.span.to(span), name, assembly: Some(assembly) },
            None => TypeName::Simple { span: token.span, name, assembly: None },
        }
    }

    fn type_name_rest(&mut self, first: &Tok, no_assembly: bool) -> TypeName {
        if self.peek() == K::LBracket {
            let bracket = self.next();
            self.skip_newlines();
            let token = self.next();
            let plain = self.simple(first, None);
            return match token.kind {
                K::RBracket | K::Comma => self.array_type_name(plain, token, no_assembly),
                K::LBracket | K::Identifier => self.generic_type_name(plain, token, no_assembly),
                K::EndOfInput => {
                    self.unget(token);
                    self.incomplete("MissingTypename", "Missing type name after '['.", bracket.span.after());
                    plain
                }
                _ => {
                    self.unexpected(&token);
                    self.sync_past(&[K::RBracket]);
                    plain
                }
            };
        }
        if !no_assembly && self.peek() == K::Comma {
            let assembly = self.assembly_name();
            return self.simple(first, assembly);
        }
        self.simple(first, None)
    }

    /// `assembly = ? everything up to the closing bracket ? ;` after its comma
    fn assembly_name(&mut self) -> Option<(std::rc::Rc<str>, Span)> {
        let comma = self.next();
        let span = self.lexer.assembly_name();
        if span.is_empty() {
            self.error("MissingAssemblyNameSpecification", "Missing assembly name specification.", comma.span.after());
            return None;
        }
        Some((self.slice(span).into(), span))
    }

    /// `array_type = type_name "[" { "," } "]" ;` from the token after the bracket
    fn array_type_name(&mut self, mut element: TypeName, mut token: Tok, no_assembly: bool) -> TypeName {
        let start = element.span();
        let mut chain = 0;
        loop {
            let mut rank = 1;
            let mut comma = None;
            while token.kind == K::Comma {
                rank += 1;
                comma = Some(token.span);
                token = self.next();
            }
            let end = token.span;
            match token.kind {
                K::RBracket => {}
                kind if comma.is_some() && kind != K::EndOfInput => {
                    self.unget(token);
                    let at = comma.map_or(end, Span::after);
                    self.error("EndSquareBracketExpectedAtEndOfAttribute", "Missing ] at end of attribute or type literal.", at);
                }
                K::EndOfInput => {
                    self.unget(token);
                    self.incomplete(
                        "EndSquareBracketExpectedAtEndOfAttribute",
                        "Missing ] at end of attribute or type literal.",
                        before(end),
                    );
                }
                _ => {
                    self.unexpected(&token);
                    self.sync_past(&[K::RBracket]);
                }
            }
            if !self.link(&mut chain, end) {
                return element;
            }
            element = TypeName::Array { span: start.to(end), element: Box::new(element), rank };
            if !no_assembly && self.peek() == K::Comma {
                self.assembly_name();
            }
            if self.peek() != K::LBracket {
                return element;
            }
            self.skip();
            token = self.next();
        }
    }

    /// `generic_type = type_name "[" type_argument { "," type_argument } "]" ;` from the token after the bracket
    fn generic_type_name(&mut self, definition: TypeName, first: Tok, no_assembly: bool) -> TypeName {
        let (arguments, bracket) = self.generic_arguments(first);
        let end = match bracket.kind {
            K::RBracket => bracket.span,
            _ => {
                let at = before(bracket.span);
                self.incomplete("EndSquareBracketExpectedAtEndOfAttribute", "Missing ] at end of attribute or type literal.", at);
                self.unget(bracket);
                at
            }
        };
        let span = definition.span().to(end);
        let mut generic = TypeName::Generic { span, definition: Box::new(definition), arguments, assembly: None };
        if self.peek() == K::LBracket {
            self.skip();
            let token = self.next();
            return self.array_type_name(generic, token, no_assembly);
        }
        if !no_assembly
            && self.peek() == K::Comma
            && let Some((name, _)) = self.assembly_name()
            && let TypeName::Generic { assembly, .. } = &mut generic
        {
            *assembly = Some(name);
        }
        generic
    }

    /// `type_argument = type_name | "[" type_name "]" ;` gives the arguments and the token after them
    pub(super) fn generic_arguments(&mut self, first: Tok) -> (Vec<TypeName>, Tok) {
        let mut arguments = Vec::new();
        arguments.extend(self.generic_argument(first));
        loop {
            self.skip_newlines();
            let token = self.next();
            if token.kind != K::Comma {
                return (arguments, token);
            }
            self.skip_newlines();
            if matches!(self.peek(), K::Identifier | K::LBracket) {
                let token = self.next();
                arguments.extend(self.generic_argument(token));
            } else {
                self.incomplete("MissingTypename", "Missing type name after '['.", token.span.after());
            }
        }
    }

    fn generic_argument(&mut self, token: Tok) -> Option<TypeName> {
        if token.kind == K::Identifier {
            self.set_role(token.span, TokenRole::TypeName);
            return self.deeper(|p| Some(p.type_name_rest(&token, true)));
        }
        let type_name = self.type_name(true)?;
        self.skip_newlines();
        if self.take(K::RBracket).is_none() {
            let at = before(self.peek_span());
            self.incomplete("EndSquareBracketExpectedAtEndOfType", "Missing ] at end of type token.", at);
        }
        Some(type_name)
    }
}
