//! `class` and its members.

use super::super::Parser;
use super::super::recovery::error_statement;
use crate::source::Span;
use crate::syntax::ast::{
    Attribute, AttributeBase, BaseCtorInvoke, CommandExpression, Expression, FunctionMember, MemberDefinition, PropertyMember, Statement,
    TypeConstraint, TypeDefinition, TypeKind,
};
use crate::syntax::lexer::{Mode, Payload, Tok};
use crate::syntax::token::{TokenKind as K, TokenRole};
use std::rc::Rc;

/// What stands before the name of a member.
#[derive(Default)]
struct Modifiers {
    attributes: Vec<Attribute>,
    type_constraint: Option<TypeConstraint>,
    is_static: bool,
    is_hidden: bool,
    start: Option<Span>,
    last: Option<Span>,
}

impl Parser<'_> {
    /// `class_statement = "class" name [ ":" type_name { "," type_name } ] "{" { class_member } "}" ;`
    pub(super) fn class_statement(&mut self, keyword: &Tok, attributes: Vec<Attribute>) -> Statement {
        let start = attributes.first().map_or(keyword.span, |a| a.span);
        let Some(name) = self.definition_name(keyword) else { return error_statement(start.to(keyword.span), Vec::new()) };
        let base_types = self.base_types();
        let Some(curly) = self.definition_curly(keyword, name.span) else {
            return error_statement(start.to(name.span), Vec::new());
        };
        let class_name: Rc<str> = self.slice(name.span).into();
        let mut members = Vec::new();
        let mut end = curly.span;
        self.in_mode(Mode::Signature, |p| {
            while !p.aborted {
                let Some(member) = p.class_member(&class_name) else { break };
                end = member.span();
                members.push(member);
            }
        });
        let end = self.definition_end(&curly, end);
        Statement::Type(Rc::new(TypeDefinition {
            span: start.to(end),
            kind: TypeKind::Class,
            name: class_name,
            name_span: name.span,
            attributes,
            base_types,
            members,
        }))
    }

    fn base_types(&mut self) -> Vec<TypeConstraint> {
        let mut base_types = Vec::new();
        self.skip_newlines();
        let Some(colon) = self.in_mode(Mode::Signature, |p| p.take(K::Colon)) else { return base_types };
        let mut separator = colon.span;
        loop {
            self.skip_newlines();
            let Some(type_name) = self.type_name(false) else {
                self.incomplete("TypeNameExpected", "Type name expected.", separator.after());
                return base_types;
            };
            let span = type_name.span();
            base_types.push(TypeConstraint { span, type_name });
            self.skip_newlines();
            match self.take(K::Comma) {
                Some(comma) => separator = comma.span,
                None => return base_types,
            }
        }
    }

    /// `class_member = { attribute | "static" | "hidden" } ( property | method ) ;`
    fn class_member(&mut self, class_name: &Rc<str>) -> Option<MemberDefinition> {
        loop {
            let modifiers = self.modifiers();
            if self.peek() == K::Variable {
                return Some(MemberDefinition::Property(self.property(modifiers)));
            }
            if let Some(name) = self.simple_name() {
                self.set_role(name.span, TokenRole::DefinitionName);
                match self.method(name, modifiers, class_name) {
                    Some(method) => return Some(MemberDefinition::Function(method)),
                    None => continue,
                }
            }
            if let Some(last) = modifiers.last {
                self.incomplete("IncompleteMemberDefinition", "Missing a property name or method definition.", last.after());
            }
            return None;
        }
    }

    fn modifiers(&mut self) -> Modifiers {
        let mut modifiers = Modifiers::default();
        loop {
            self.skip_newlines();
            if let Some(attribute) = self.attribute() {
                let span = attribute.span();
                modifiers.last = Some(span);
                modifiers.start.get_or_insert(span);
                match attribute {
                    AttributeBase::Attribute(a) => modifiers.attributes.push(a),
                    AttributeBase::Type(t) if modifiers.type_constraint.is_none() => modifiers.type_constraint = Some(t),
                    AttributeBase::Type(t) => {
                        self.error("TooManyTypes", "Only one type may be specified on class members.", t.span);
                    }
                }
                continue;
            }
            let span = self.peek_span();
            modifiers.start.get_or_insert(span);
            let word = self.slice(span).to_ascii_lowercase();
            let flag = match word.as_str() {
                "static" if self.peek() == K::Identifier => &mut modifiers.is_static,
                "hidden" if self.peek() == K::Identifier => &mut modifiers.is_hidden,
                _ => return modifiers,
            };
            if *flag {
                let message = format!("Duplicate '{}' qualifier", self.slice(span));
                self.error("DuplicateQualifier", message, span);
            }
            *flag = true;
            modifiers.last = Some(span);
            self.set_role(span, TokenRole::Keyword);
            self.skip();
        }
    }

    /// `property = variable [ "=" expression ] ( newline | ";" ) ;`
    fn property(&mut self, modifiers: Modifiers) -> PropertyMember {
        let token = self.next();
        let name = match &token.payload {
            Payload::Variable(path) => path.user_path.clone(),
            _ => "".into(),
        };
        let mut end = token.span;
        let mut initial = None;
        if self.take(K::Equals).is_some() {
            self.skip_newlines();
            initial = self.with_comma(false, |p| p.expression());
            if let Some(value) = &initial {
                end = value.span();
            }
        }
        self.member_terminator(end);
        PropertyMember {
            span: modifiers.start.unwrap_or(token.span).to(end),
            name,
            name_span: token.span,
            is_static: modifiers.is_static,
            is_hidden: modifiers.is_hidden,
            attributes: modifiers.attributes,
            property_type: modifiers.type_constraint,
            initial,
        }
    }

    /// `method = name "(" parameter_list ")" [ ":" "base" "(" arguments ")" ] script_block ;` none after an error
    fn method(&mut self, token: Tok, modifiers: Modifiers, class_name: &Rc<str>) -> Option<FunctionMember> {
        let name: Rc<str> = self.slice(token.span).into();
        let is_constructor = name.eq_ignore_ascii_case(class_name);
        let mut end = token.span;
        let mut failed = false;
        let mut no_parameters = false;
        let mut parameters = Vec::new();
        self.skip_newlines();
        match self.take(K::LParen) {
            Some(paren) => {
                parameters = self.parameter_list();
                self.skip_newlines();
                match self.take(K::RParen) {
                    Some(token) => end = token.span,
                    None => {
                        end = parameters.last().map_or(paren.span, |p| p.span);
                        failed = true;
                        self.missing_parameter_paren(end);
                    }
                }
            }
            None => {
                no_parameters = true;
                self.missing_method_parameters(end);
            }
        }
        self.skip_newlines();
        let mut base_call = None;
        if is_constructor && !failed && !no_parameters && self.peek() == K::Colon {
            base_call = self.base_call();
            failed = base_call.is_none();
        }
        self.skip_newlines();
        let curly = self.take(K::LCurly);
        if curly.is_none() && !failed {
            self.incomplete("MissingFunctionBody", "Missing function body in function declaration.", end.after());
            failed = true;
        }
        let (Some(curly), false, false) = (curly, failed, no_parameters) else {
            self.in_mode(Mode::Command, |p| p.sync_to(&[K::RCurly]));
            return None;
        };
        let mut body = self.script_block(&curly, false);
        if is_constructor
            && !modifiers.is_static
            && let Some(end) = &mut body.end
        {
            let call =
                base_call.unwrap_or_else(|| BaseCtorInvoke { span: Span::at(curly.span.start), arguments: Vec::new(), is_written: false });
            end.statements.insert(0, base_call_statement(call));
        }
        Some(FunctionMember {
            span: modifiers.start.unwrap_or(token.span).to(body.span),
            name,
            name_span: token.span,
            is_static: modifiers.is_static,
            is_hidden: modifiers.is_hidden,
            is_constructor,
            attributes: modifiers.attributes,
            return_type: modifiers.type_constraint,
            parameters,
            body: Rc::new(body),
        })
    }

    fn missing_method_parameters(&mut self, at: Span) {
        self.incomplete("MissingMethodParameterList", "Missing '(' in class method parameter list.", at.after());
    }

    /// `base_call = ":" "base" "(" [ expression { "," expression } ] ")" ;`
    fn base_call(&mut self) -> Option<BaseCtorInvoke> {
        let colon = self.next();
        self.skip_newlines();
        let name = self.simple_name();
        let Some(name) = name.filter(|n| self.slice(n.span).eq_ignore_ascii_case("base")) else {
            self.incomplete("MissingBaseCtorCall", "Missing 'base' after ':' in a base class constructor call.", colon.span.after());
            return None;
        };
        self.set_role(name.span, TokenRole::Keyword);
        self.skip_newlines();
        let Some(paren) = self.take(K::LParen) else {
            self.missing_method_parameters(name.span);
            return None;
        };
        let (arguments, end) = self.invoke_arguments(&paren);
        Some(BaseCtorInvoke { span: name.span.to(end), arguments, is_written: true })
    }
}

fn base_call_statement(call: BaseCtorInvoke) -> Statement {
    let span = call.span;
    let expression = Expression::BaseCtorInvoke(Box::new(call));
    let element = CommandExpression { span, expression, redirections: Vec::new() };
    Statement::CommandExpression(Box::new(element))
}
