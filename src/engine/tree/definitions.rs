//! Script blocks, parameters, attributes, functions, classes.

use std::rc::Rc;

use super::{At, Builder, Field, named, names};
use crate::syntax::ast::{
    Attribute, AttributeBase, FunctionDefinition, FunctionMember, MemberDefinition, NamedAttributeArgument, NamedBlock, ParamBlock,
    Parameter, PropertyMember, ScriptBlock, Statement, StatementBlock, Trap, TypeConstraint, TypeDefinition, TypeKind, Using,
};
use crate::value::{TypeId, Value};

impl Builder {
    pub(super) fn script_block(&mut self, parent: Option<At>, block: &ScriptBlock) -> At {
        let at = self.open(parent, TypeId::SCRIPT_BLOCK_AST, block.span);
        self.list(at, "UsingStatements", TypeId::USING_STATEMENT_AST, &block.using_statements, Builder::using);
        self.list(at, "Attributes", TypeId::ATTRIBUTE_AST, &block.attributes, Builder::attribute);
        self.optional(at, "ParamBlock", block.param_block.as_ref(), Builder::param_block);
        self.optional(at, "DynamicParamBlock", block.dynamic_param.as_ref(), Builder::named_block);
        self.optional(at, "BeginBlock", block.begin.as_ref(), Builder::named_block);
        self.optional(at, "ProcessBlock", block.process.as_ref(), Builder::named_block);
        self.optional(at, "EndBlock", block.end.as_ref(), Builder::named_block);
        self.optional(at, "CleanBlock", block.clean.as_ref(), Builder::named_block);
        let required = block.requirements.as_deref().map_or(Value::Null, names::requirements);
        self.value(at, "ScriptRequirements", required);
        self.close(at)
    }

    fn named_block(&mut self, parent: At, block: &NamedBlock) -> At {
        let at = self.open(Some(parent), TypeId::NAMED_BLOCK_AST, block.span);
        self.value(at, "Unnamed", block.unnamed);
        let kind = named(TypeId::TOKEN_KIND, if block.kind.name() == "DynamicParam" { "Dynamicparam" } else { block.kind.name() });
        self.value(at, "BlockKind", kind);
        self.statements(at, &block.statements, &block.traps);
        self.close(at)
    }

    pub(super) fn statement_block(&mut self, parent: At, block: &StatementBlock) -> At {
        let at = self.open(Some(parent), TypeId::STATEMENT_BLOCK_AST, block.span);
        self.statements(at, &block.statements, &block.traps);
        self.close(at)
    }

    /// Statements and traps, visited as they stand in the text.
    fn statements(&mut self, at: At, statements: &[Statement], traps: &[Trap]) {
        let (mut own, mut trapped) = (Vec::new(), Vec::new());
        let mut waiting = traps.iter().peekable();
        for statement in statements {
            while let Some(trap) = waiting.next_if(|trap| trap.span.start < statement.span().start) {
                trapped.push(self.trap(at, trap));
            }
            own.push(self.statement(at, statement));
        }
        for trap in waiting {
            trapped.push(self.trap(at, trap));
        }
        self.set(at, "Statements", Field::Nodes(TypeId::STATEMENT_AST, own));
        let traps = if traps.is_empty() { Field::Value(Value::Null) } else { Field::Nodes(TypeId::TRAP_STATEMENT_AST, trapped) };
        self.set(at, "Traps", traps);
    }

    fn param_block(&mut self, parent: At, block: &ParamBlock) -> At {
        let at = self.open(Some(parent), TypeId::PARAM_BLOCK_AST, block.span);
        self.list(at, "Attributes", TypeId::ATTRIBUTE_AST, &block.attributes, Builder::attribute);
        self.list(at, "Parameters", TypeId::PARAMETER_AST, &block.parameters, Builder::parameter);
        self.close(at)
    }

    pub(super) fn parameter(&mut self, parent: At, parameter: &Parameter) -> At {
        let at = self.open(Some(parent), TypeId::PARAMETER_AST, parameter.span);
        self.list(at, "Attributes", TypeId::ATTRIBUTE_BASE_AST, &parameter.attributes, Builder::attribute_base);
        let name = self.variable(at, &parameter.name);
        self.child(at, "Name", name);
        self.optional(at, "DefaultValue", parameter.default.as_ref(), Builder::expression);
        let static_type = parameter.type_name().and_then(|name| crate::value::types::resolve(&name.full_name())).unwrap_or(TypeId::OBJECT);
        self.value(at, "StaticType", Value::Type(static_type));
        self.close(at)
    }

    pub(super) fn attribute_base(&mut self, parent: At, attribute: &AttributeBase) -> At {
        match attribute {
            AttributeBase::Type(constraint) => self.constraint(parent, constraint),
            AttributeBase::Attribute(attribute) => self.attribute(parent, attribute),
        }
    }

    pub(super) fn constraint(&mut self, parent: At, constraint: &TypeConstraint) -> At {
        let at = self.open(Some(parent), TypeId::TYPE_CONSTRAINT_AST, constraint.span);
        let name = names::type_name(self, &constraint.type_name);
        self.value(at, "TypeName", name);
        self.close(at)
    }

    pub(super) fn attribute(&mut self, parent: At, attribute: &Attribute) -> At {
        let at = self.open(Some(parent), TypeId::ATTRIBUTE_AST, attribute.span);
        self.list(at, "PositionalArguments", TypeId::EXPRESSION_AST, &attribute.positional, Builder::expression);
        self.list(at, "NamedArguments", TypeId::NAMED_ATTRIBUTE_ARGUMENT_AST, &attribute.named, Builder::named_argument);
        let name = names::type_name(self, &attribute.type_name);
        self.value(at, "TypeName", name);
        self.close(at)
    }

    fn named_argument(&mut self, parent: At, argument: &NamedAttributeArgument) -> At {
        let at = self.open(Some(parent), TypeId::NAMED_ATTRIBUTE_ARGUMENT_AST, argument.span);
        self.value(at, "ArgumentName", argument.name.clone());
        let value = match &argument.argument {
            Some(value) => self.expression(at, value),
            // A bare name means true.
            None => {
                let constant = self.open(Some(at), TypeId::CONSTANT_EXPRESSION_AST, argument.span);
                self.value(constant, "Value", true);
                self.value(constant, "StaticType", Value::Type(TypeId::BOOLEAN));
                self.close(constant)
            }
        };
        self.child(at, "Argument", value);
        self.value(at, "ExpressionOmitted", argument.argument.is_none());
        self.close(at)
    }

    fn using(&mut self, parent: At, using: &Using) -> At {
        let at = self.open(Some(parent), TypeId::USING_STATEMENT_AST, using.span);
        self.value(at, "UsingStatementKind", named(TypeId::USING_STATEMENT_KIND, &format!("{:?}", using.kind)));
        self.optional(at, "Name", using.name.as_ref(), Builder::string_constant);
        self.optional(at, "Alias", using.alias.as_ref(), Builder::string_constant);
        self.optional(at, "ModuleSpecification", using.module_specification.as_ref(), Builder::hashtable);
        self.close(at)
    }

    pub(super) fn function(&mut self, parent: Option<At>, function: &FunctionDefinition) -> At {
        let at = self.open(parent, TypeId::FUNCTION_DEFINITION_AST, function.span);
        self.value(at, "IsFilter", function.is_filter);
        self.value(at, "IsWorkflow", false);
        self.value(at, "Name", function.name.clone());
        self.function_parts(at, function.parameters.as_deref().unwrap_or_default(), &function.body);
        self.close(at)
    }

    fn function_parts(&mut self, at: At, parameters: &[Parameter], body: &Rc<ScriptBlock>) {
        match parameters {
            [] => self.value(at, "Parameters", Value::Null),
            list => self.list(at, "Parameters", TypeId::PARAMETER_AST, list, Builder::parameter),
        }
        let body = self.script_block(Some(at), body);
        self.child(at, "Body", body);
    }

    pub(super) fn type_definition(&mut self, parent: At, definition: &TypeDefinition) -> At {
        let at = self.open(Some(parent), TypeId::TYPE_DEFINITION_AST, definition.span);
        self.value(at, "Name", definition.name.clone());
        self.list(at, "Attributes", TypeId::ATTRIBUTE_AST, &definition.attributes, Builder::attribute);
        self.list(at, "BaseTypes", TypeId::TYPE_CONSTRAINT_AST, &definition.base_types, Builder::constraint);
        self.list(at, "Members", TypeId::MEMBER_AST, &definition.members, |builder, at, member| match member {
            MemberDefinition::Property(property) => builder.property(at, property),
            MemberDefinition::Function(function) => builder.method(at, function),
        });
        let kind = match definition.kind {
            TypeKind::Class => 1,
            TypeKind::Interface => 2,
            TypeKind::Enum => 4,
        };
        self.value(at, "TypeAttributes", Value::Enum(TypeId::TYPE_ATTRIBUTES, kind));
        self.value(at, "IsEnum", definition.kind == TypeKind::Enum);
        self.value(at, "IsClass", definition.kind == TypeKind::Class);
        self.value(at, "IsInterface", definition.kind == TypeKind::Interface);
        self.close(at)
    }

    fn property(&mut self, parent: At, property: &PropertyMember) -> At {
        let at = self.open(Some(parent), TypeId::PROPERTY_MEMBER_AST, property.span);
        self.value(at, "Name", property.name.clone());
        self.optional(at, "PropertyType", property.property_type.as_ref(), Builder::constraint);
        self.list(at, "Attributes", TypeId::ATTRIBUTE_AST, &property.attributes, Builder::attribute);
        self.optional(at, "InitialValue", property.initial.as_ref(), Builder::expression);
        let bits = flags(property.is_static, property.is_hidden);
        self.value(at, "PropertyAttributes", Value::Enum(TypeId::PROPERTY_ATTRIBUTES, bits));
        self.member_flags(at, property.is_static, property.is_hidden);
        self.close(at)
    }

    fn method(&mut self, parent: At, method: &FunctionMember) -> At {
        let at = self.open(Some(parent), TypeId::FUNCTION_MEMBER_AST, method.span);
        self.value(at, "Name", method.name.clone());
        self.optional(at, "ReturnType", method.return_type.as_ref(), Builder::constraint);
        self.list(at, "Attributes", TypeId::ATTRIBUTE_AST, &method.attributes, Builder::attribute);
        // A method is a function inside: visitors meet that node, too.
        let inner = self.open(Some(at), TypeId::FUNCTION_DEFINITION_AST, method.span);
        self.value(inner, "IsFilter", false);
        self.value(inner, "IsWorkflow", false);
        self.value(inner, "Name", method.name.clone());
        self.function_parts(inner, &method.parameters, &method.body);
        self.close(inner);
        let children = |builder: &Builder, name: &str| {
            builder.nodes[inner as usize].fields.iter().find(|(own, _)| *own == name).map(|(_, field)| match field {
                Field::Node(at) => Field::Node(*at),
                Field::Nodes(class, all) => Field::Nodes(*class, all.clone()),
                _ => Field::Nodes(TypeId::PARAMETER_AST, Vec::new()),
            })
        };
        for name in ["Parameters", "Body"] {
            if let Some(field) = children(self, name) {
                self.set(at, name, field);
            }
        }
        let bits = flags(method.is_static, method.is_hidden);
        self.value(at, "MethodAttributes", Value::Enum(TypeId::METHOD_ATTRIBUTES, bits));
        self.value(at, "IsConstructor", method.is_constructor);
        self.member_flags(at, method.is_static, method.is_hidden);
        self.close(at)
    }

    fn member_flags(&mut self, at: At, is_static: bool, is_hidden: bool) {
        self.value(at, "IsPublic", true);
        self.value(at, "IsPrivate", false);
        self.value(at, "IsHidden", is_hidden);
        self.value(at, "IsStatic", is_static);
    }
}

/// `Public`, `Static` and `Hidden` of `MethodAttributes` and `PropertyAttributes`.
fn flags(is_static: bool, is_hidden: bool) -> i64 {
    1 | if is_static { 16 } else { 0 } | if is_hidden { 64 } else { 0 }
}
