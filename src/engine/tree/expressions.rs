//! Expressions.

use super::{At, Builder, Extent, Field, named, names};
use crate::program::constant_value;
use crate::source::Span;
use crate::syntax::ast::{Expression, Hashtable, StringConstant, StringKind, Variable};
use crate::value::{List, TypeId, Value};
use std::rc::Rc;

fn string_kind(kind: StringKind) -> Value {
    let name = match kind {
        StringKind::Bare => "BareWord",
        StringKind::Single => "SingleQuoted",
        StringKind::Double => "DoubleQuoted",
        StringKind::SingleHere => "SingleQuotedHereString",
        StringKind::DoubleHere => "DoubleQuotedHereString",
    };
    named(TypeId::STRING_CONSTANT_TYPE, name)
}

/// The type that an expression's value has whatever happens.
fn static_type(expression: &Expression) -> TypeId {
    let known = |name: &crate::syntax::ast::TypeName| crate::value::types::resolve(&name.full_name()).unwrap_or(TypeId::OBJECT);
    match expression {
        Expression::Convert(e) => known(&e.constraint.type_name),
        Expression::ArrayLiteral(_) | Expression::Array(_) => TypeId::object_array(),
        Expression::Hashtable(_) => TypeId::HASHTABLE,
        Expression::ScriptBlock(_) => TypeId::SCRIPT_BLOCK,
        Expression::Type(_) => TypeId::TYPE,
        Expression::Constant(e) => constant_value(&e.value).type_id(),
        Expression::String(_) | Expression::Expandable(_) => TypeId::STRING,
        _ => TypeId::OBJECT,
    }
}

impl Builder {
    pub(super) fn expression(&mut self, parent: At, expression: &Expression) -> At {
        let at = self.expression_node(parent, expression);
        self.value(at, "StaticType", Value::Type(static_type(expression)));
        at
    }

    fn pair(&mut self, parent: At, class: TypeId, span: Span, parts: &[(&'static str, &Expression)]) -> At {
        let at = self.open(Some(parent), class, span);
        for (name, part) in parts {
            let child = self.expression(at, part);
            self.child(at, name, child);
        }
        at
    }

    fn expression_node(&mut self, parent: At, expression: &Expression) -> At {
        match expression {
            Expression::Binary(e) => {
                let at = self.pair(parent, TypeId::BINARY_EXPRESSION_AST, e.span, &[("Left", &e.left), ("Right", &e.right)]);
                self.value(at, "Operator", named(TypeId::TOKEN_KIND, &format!("{:?}", e.operator.row().kind)));
                let place = Extent::value(&self.source, e.operator_span);
                self.value(at, "ErrorPosition", place);
                self.close(at)
            }
            Expression::Unary(e) => {
                let at = self.pair(parent, TypeId::UNARY_EXPRESSION_AST, e.span, &[("Child", &e.operand)]);
                self.value(at, "TokenKind", named(TypeId::TOKEN_KIND, &format!("{:?}", e.operator.row().kind)));
                self.close(at)
            }
            Expression::Ternary(e) => {
                let parts = [("Condition", &e.condition), ("IfTrue", &e.if_true), ("IfFalse", &e.if_false)];
                let at = self.pair(parent, TypeId::TERNARY_EXPRESSION_AST, e.span, &parts);
                self.close(at)
            }
            Expression::Convert(e) => {
                let at = self.open(Some(parent), TypeId::CONVERT_EXPRESSION_AST, e.span);
                let constraint = self.constraint(at, &e.constraint);
                self.child(at, "Type", constraint);
                self.child(at, "Attribute", constraint);
                let child = self.expression(at, &e.operand);
                self.child(at, "Child", child);
                self.close(at)
            }
            Expression::Attributed(e) => {
                let at = self.open(Some(parent), TypeId::ATTRIBUTED_EXPRESSION_AST, e.span);
                let attribute = self.attribute(at, &e.attribute);
                self.child(at, "Attribute", attribute);
                let child = self.expression(at, &e.operand);
                self.child(at, "Child", child);
                self.close(at)
            }
            Expression::ArrayLiteral(e) => {
                let at = self.open(Some(parent), TypeId::ARRAY_LITERAL_AST, e.span);
                self.list(at, "Elements", TypeId::EXPRESSION_AST, &e.elements, Builder::expression);
                self.close(at)
            }
            Expression::Array(e) => {
                let at = self.open(Some(parent), TypeId::ARRAY_EXPRESSION_AST, e.span);
                let block = self.statement_block(at, &e.block);
                self.child(at, "SubExpression", block);
                self.close(at)
            }
            Expression::SubExpression(e) => {
                let at = self.open(Some(parent), TypeId::SUB_EXPRESSION_AST, e.span);
                let block = self.statement_block(at, &e.block);
                self.child(at, "SubExpression", block);
                self.close(at)
            }
            Expression::Paren(e) => {
                let at = self.open(Some(parent), TypeId::PAREN_EXPRESSION_AST, e.span);
                let inner = self.statement(at, &e.pipeline);
                self.child(at, "Pipeline", inner);
                self.close(at)
            }
            Expression::Hashtable(e) => self.hashtable(parent, e),
            Expression::ScriptBlock(e) => {
                let at = self.open(Some(parent), TypeId::SCRIPT_BLOCK_EXPRESSION_AST, e.span);
                let body = self.script_block(Some(at), &e.body);
                self.child(at, "ScriptBlock", body);
                self.close(at)
            }
            Expression::Index(e) => {
                let at = self.pair(parent, TypeId::INDEX_EXPRESSION_AST, e.span, &[("Target", &e.target), ("Index", &e.index)]);
                self.value(at, "NullConditional", e.null_conditional);
                self.close(at)
            }
            Expression::Member(e) => {
                let at = self.pair(parent, TypeId::MEMBER_EXPRESSION_AST, e.span, &[("Expression", &e.target), ("Member", &e.member)]);
                self.value(at, "Static", e.is_static);
                self.value(at, "NullConditional", e.null_conditional);
                self.close(at)
            }
            Expression::InvokeMember(e) => {
                let parts = [("Expression", &e.target), ("Member", &e.member)];
                let at = self.pair(parent, TypeId::INVOKE_MEMBER_EXPRESSION_AST, e.span, &parts);
                let generic = match e.generic_arguments.as_slice() {
                    [] => Value::Null,
                    all => Value::List(Rc::new(List::new(
                        TypeId::READ_ONLY_COLLECTION.generic(&[TypeId::I_TYPE_NAME]),
                        all.iter().map(|name| names::type_name(self, name)).collect(),
                    ))),
                };
                self.value(at, "GenericTypeArguments", generic);
                self.arguments(at, &e.arguments);
                self.value(at, "Static", e.is_static);
                self.value(at, "NullConditional", e.null_conditional);
                self.close(at)
            }
            Expression::BaseCtorInvoke(e) => {
                let at = self.open(Some(parent), TypeId::BASE_CTOR_INVOKE_MEMBER_EXPRESSION_AST, e.span);
                let this = self.open(Some(at), TypeId::VARIABLE_EXPRESSION_AST, e.span.before());
                let path = names::variable_path(&crate::syntax::ast::VariablePath::new("this"));
                self.value(this, "VariablePath", path);
                self.value(this, "Splatted", false);
                self.close(this);
                self.child(at, "Expression", this);
                let name = StringConstant { span: e.span, value: ".ctor".into(), kind: StringKind::Bare };
                let member = self.string_constant(at, &name);
                self.child(at, "Member", member);
                self.value(at, "GenericTypeArguments", Value::Null);
                self.arguments(at, &e.arguments);
                self.value(at, "Static", false);
                self.value(at, "NullConditional", false);
                self.close(at)
            }
            Expression::Type(e) => {
                let at = self.open(Some(parent), TypeId::TYPE_EXPRESSION_AST, e.span);
                let name = names::type_name(self, &e.type_name);
                self.value(at, "TypeName", name);
                self.close(at)
            }
            Expression::Variable(e) => self.variable(parent, e),
            Expression::Constant(e) => {
                let at = self.open(Some(parent), TypeId::CONSTANT_EXPRESSION_AST, e.span);
                self.value(at, "Value", constant_value(&e.value));
                self.close(at)
            }
            Expression::String(e) => self.string_constant(parent, e),
            Expression::Expandable(e) => {
                let at = self.open(Some(parent), TypeId::EXPANDABLE_STRING_EXPRESSION_AST, e.span);
                self.value(at, "Value", e.value.clone());
                self.value(at, "StringConstantType", string_kind(e.kind));
                self.list(at, "NestedExpressions", TypeId::EXPRESSION_AST, e.nested(), Builder::expression);
                self.close(at)
            }
            Expression::Using(e) => {
                let at = self.open(Some(parent), TypeId::USING_EXPRESSION_AST, e.span);
                let inner = self.expression(at, &e.operand);
                self.child(at, "SubExpression", inner);
                self.close(at)
            }
            Expression::Error(e) => {
                let at = self.open(Some(parent), TypeId::ERROR_EXPRESSION_AST, e.span);
                self.error_parts(at, &e.nested);
                self.close(at)
            }
        }
    }

    /// The arguments of a method; none are null.
    fn arguments(&mut self, at: At, arguments: &[Expression]) {
        match arguments {
            [] => self.value(at, "Arguments", Value::Null),
            all => self.list(at, "Arguments", TypeId::EXPRESSION_AST, all, Builder::expression),
        }
    }

    pub(super) fn hashtable(&mut self, parent: At, e: &Hashtable) -> At {
        let at = self.open(Some(parent), TypeId::HASHTABLE_AST, e.span);
        let pairs = e.pairs.iter().map(|(key, value)| (self.expression(at, key), self.statement(at, value))).collect();
        self.set(at, "KeyValuePairs", Field::Pairs(TypeId::EXPRESSION_AST, TypeId::STATEMENT_AST, pairs));
        self.close(at)
    }

    pub(super) fn variable(&mut self, parent: At, e: &Variable) -> At {
        let at = self.open(Some(parent), TypeId::VARIABLE_EXPRESSION_AST, e.span);
        self.value(at, "VariablePath", names::variable_path(&e.path));
        self.value(at, "Splatted", e.splatted);
        self.close(at)
    }

    pub(super) fn string_constant(&mut self, parent: At, e: &StringConstant) -> At {
        let at = self.open(Some(parent), TypeId::STRING_CONSTANT_EXPRESSION_AST, e.span);
        self.value(at, "StringConstantType", string_kind(e.kind));
        self.value(at, "Value", e.value.clone());
        self.close(at)
    }
}
