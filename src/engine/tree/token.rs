//! Tokens as scripts see them.

use std::any::Any;
use std::rc::Rc;

use super::extent::Extent;
use super::named;
use crate::source::SourceText;
use crate::syntax::operator;
use crate::syntax::token::{Token, TokenKind, TokenRole};
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, TypeId, Value};

/// A token of a text.
struct TokenObject {
    source: Rc<SourceText>,
    token: Token,
}

/// A token as a value.
pub(in crate::engine) fn token_value(source: &Rc<SourceText>, token: &Token) -> Value {
    Object::from_clr(TokenObject { source: source.clone(), token: *token })
}

impl TokenObject {
    fn text(&self) -> &str {
        self.source.slice(self.token.span)
    }

    /// `TokenFlags`, as far as the kind and the place say.
    fn flags(&self) -> i64 {
        let mut flags = match self.token.role {
            TokenRole::CommandName => 524_288,
            TokenRole::Keyword => 16,
            TokenRole::TypeName => 2_097_152,
            TokenRole::MemberName => 1_048_576,
            TokenRole::AttributeName => 4_194_304,
            TokenRole::Plain | TokenRole::DefinitionName => 0,
        };
        if self.token.kind.is_keyword() {
            flags |= 16;
        }
        if let Some(row) = operator::of_kind(self.token.kind) {
            flags |= i64::from(row.precedence);
            flags |= if row.binary.is_some() { 256 } else { 0 };
            flags |= if row.unary.is_some() { 512 } else { 0 };
            flags |= if row.assignment.is_some() { 8192 } else { 0 };
        }
        flags
    }
}

impl ClrObject for TokenObject {
    fn class(&self) -> TypeId {
        match self.token.kind {
            TokenKind::StringLiteral | TokenKind::HereStringLiteral => TypeId::STRING_LITERAL_TOKEN,
            TokenKind::StringExpandable | TokenKind::HereStringExpandable => TypeId::STRING_EXPANDABLE_TOKEN,
            TokenKind::Number => TypeId::NUMBER_TOKEN,
            TokenKind::Variable | TokenKind::SplattedVariable => TypeId::VARIABLE_TOKEN,
            TokenKind::Parameter => TypeId::PARAMETER_TOKEN,
            TokenKind::Label => TypeId::LABEL_TOKEN,
            TokenKind::Generic | TokenKind::Identifier => TypeId::STRING_LITERAL_TOKEN,
            _ => TypeId::TOKEN,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        let own = match self.class() {
            TypeId::VARIABLE_TOKEN => &["Name", "VariablePath"][..],
            TypeId::STRING_LITERAL_TOKEN | TypeId::STRING_EXPANDABLE_TOKEN | TypeId::NUMBER_TOKEN => &["Value"],
            TypeId::PARAMETER_TOKEN => &["ParameterName", "UsedColon"],
            TypeId::LABEL_TOKEN => &["LabelText"],
            _ => &[],
        };
        own.iter().copied().chain(["Text", "TokenFlags", "Kind", "HasError", "Extent"]).collect()
    }

    fn get(&self, name: &str) -> Option<Value> {
        let text = self.text();
        Some(match (name.to_ascii_lowercase().as_str(), self.class()) {
            ("text", _) => Value::str(text),
            ("tokenflags", _) => Value::Enum(TypeId::TOKEN_FLAGS, self.flags()),
            ("kind", _) => named(TypeId::TOKEN_KIND, &format!("{:?}", self.token.kind)),
            ("haserror", _) => Value::Bool(false),
            ("extent", _) => Extent::value(&self.source, self.token.span),
            ("name", TypeId::VARIABLE_TOKEN) => Value::str(text.trim_start_matches(['$', '@']).trim_matches(['{', '}'])),
            ("variablepath", TypeId::VARIABLE_TOKEN) => {
                let path = text.trim_start_matches(['$', '@']).trim_matches(['{', '}']);
                super::names::variable_path(&crate::syntax::ast::VariablePath::new(path))
            }
            ("parametername", TypeId::PARAMETER_TOKEN) => Value::str(text.trim_start_matches('-').trim_end_matches(':')),
            ("usedcolon", TypeId::PARAMETER_TOKEN) => Value::Bool(text.ends_with(':')),
            ("labeltext", TypeId::LABEL_TOKEN) => Value::str(text.trim_start_matches(':')),
            ("value", TypeId::STRING_LITERAL_TOKEN | TypeId::STRING_EXPANDABLE_TOKEN) => Value::str(unquoted(text)),
            ("value", TypeId::NUMBER_TOKEN) => number(text),
            _ => return None,
        })
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.text().to_owned())
    }
}

/// A string token's value: its text without quotes.
fn unquoted(text: &str) -> String {
    let source = SourceText::new(None, text);
    let parsed = crate::syntax::parse(&source);
    use crate::syntax::ast::{Expression, PipelineElement, Statement};
    if let Some(Statement::Pipeline(pipeline)) = parsed.tree.end.as_ref().and_then(|block| block.statements.first())
        && let Some(PipelineElement::Expression(element)) = pipeline.elements.first()
    {
        match &element.expression {
            Expression::String(constant) => return constant.value.to_string(),
            Expression::Expandable(string) => return string.value.to_string(),
            _ => {}
        }
    }
    text.to_owned()
}

/// A number token's value.
fn number(text: &str) -> Value {
    let source = SourceText::new(None, text);
    let parsed = crate::syntax::parse(&source);
    use crate::syntax::ast::{Expression, PipelineElement, Statement};
    if let Some(Statement::Pipeline(pipeline)) = parsed.tree.end.as_ref().and_then(|block| block.statements.first())
        && let Some(PipelineElement::Expression(element)) = pipeline.elements.first()
        && let Expression::Constant(constant) = &element.expression
    {
        return crate::program::constant_value(&constant.value);
    }
    Value::Null
}
