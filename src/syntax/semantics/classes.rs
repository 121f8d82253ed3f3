//! Members of classes: modifiers, parameters, bodies of methods.

use super::attributes::{Target, check_place};
use super::{Report, locals, paths, walk};
use crate::syntax::ast::{
    AttributeBase, Expression, FunctionMember, MemberDefinition, ScriptBlock, Span, Statement, TypeDefinition, TypeKind, Variable,
};

/// Checks what stands before and around the members.
pub(super) fn check_definition(definition: &TypeDefinition, report: &mut Report<'_>) {
    let target = if definition.kind == TypeKind::Enum { Target::Enum } else { Target::Class };
    for a in &definition.attributes {
        check_place(a, target, report);
    }
}

/// Checks one member, its body aside.
pub(super) fn check_member(member: &MemberDefinition, report: &mut Report<'_>) {
    match member {
        MemberDefinition::Property(p) => {
            for a in &p.attributes {
                check_place(a, Target::Property, report);
            }
            if let Some(t) = &p.property_type
                && is_void(t.type_name.full_name())
            {
                report.error("TypeNotAllowedForProperty", "The type 'void' is not allowed on a property.", t.span);
            }
            if p.is_static
                && let Some(e) = &p.initial
            {
                let mut finder = ThisFinder { report };
                walk::expression(&mut finder, e);
            }
        }
        MemberDefinition::Function(f) => check_method(f, report),
    }
}

fn is_void(name: String) -> bool {
    name.eq_ignore_ascii_case("void") || name.eq_ignore_ascii_case("System.Void")
}

fn check_method(f: &FunctionMember, report: &mut Report<'_>) {
    for a in &f.attributes {
        check_place(a, Target::Method, report);
    }
    super::general::check_duplicates(&f.parameters, report);
    for p in &f.parameters {
        let mut has_type = false;
        for a in &p.attributes {
            match a {
                AttributeBase::Type(t) => {
                    if has_type {
                        let message = "Multiple type constraints are not allowed on a method parameter.";
                        report.error("MultipleTypeConstraintsOnMethodParam", message, t.span);
                    }
                    has_type = true;
                }
                AttributeBase::Attribute(a) => check_place(a, Target::Parameter, report),
            }
        }
    }
    if f.is_constructor
        && let Some(t) = &f.return_type
    {
        report.error("ConstructorCantHaveReturnType", "A constructor cannot specify a return type.", t.span);
    }
    check_blocks(&f.body, report);
}

/// A method's body has neither parameters nor named blocks.
fn check_blocks(body: &ScriptBlock, report: &mut Report<'_>) {
    if let Some(p) = &body.param_block {
        report.error("ParamBlockNotAllowedInMethod", "A param block is not allowed in a class method.", p.span);
    }
    for block in body.blocks().filter(|b| !b.unnamed) {
        report.error("NamedBlockNotAllowedInMethod", "A named block is not allowed in a class method.", block.span);
    }
}

/// Checks the body of a method: what it returns, and the variables it reads.
pub(super) fn check_method_body(f: &FunctionMember, report: &mut Report<'_>) {
    if f.is_static {
        let mut finder = ThisFinder { report };
        walk::script_block(&mut finder, &f.body);
    }
    let returns_value = f.return_type.as_ref().is_some_and(|t| !is_void(t.type_name.full_name()));
    let mut returns = ReturnFinder { report, returns_value, depth: 0 };
    walk::script_block(&mut returns, &f.body);
    let Some(block) = &f.body.end else { return };
    if returns_value && paths::reaches_end(&block.statements) {
        report.error("MethodHasCodePathNotReturn", "Not all code path returns value within method.", f.name_span);
    }
    locals::check(f, report);
}

/// `return` with a value in a method without one, and the other way round.
struct ReturnFinder<'r, 'a> {
    report: &'r mut Report<'a>,
    returns_value: bool,
    depth: u32,
}

impl walk::Visitor for ReturnFinder<'_, '_> {
    fn script_block(&mut self, _: &ScriptBlock) -> bool {
        // Only the method's own block.
        self.depth += 1;
        self.depth == 1
    }

    fn statement(&mut self, statement: &Statement) -> bool {
        if let Statement::Return(j) = statement {
            match (self.returns_value, &j.pipeline) {
                (true, None) => {
                    let message = "Invalid return statement within non-void method.";
                    self.report.error("NonVoidMethodMissingReturnValue", message, j.span);
                }
                (false, Some(_)) => {
                    self.report.error("VoidMethodHasReturn", "Invalid return statement within void method.", j.span);
                }
                _ => {}
            }
        }
        !matches!(statement, Statement::Function(_) | Statement::Type(_))
    }
}

/// `$this` where there is none.
struct ThisFinder<'r, 'a> {
    report: &'r mut Report<'a>,
}

impl ThisFinder<'_, '_> {
    fn variable(&mut self, variable: &Variable) {
        if variable.path.is_plain("this") {
            self.fault(variable.span);
        }
    }

    fn fault(&mut self, span: Span) {
        let message = "Cannot access the non-static member 'this' in a static method or initializer of a static property.";
        self.report.error("NonStaticMemberAccessInStaticMember", message, span);
    }
}

impl walk::Visitor for ThisFinder<'_, '_> {
    fn expression(&mut self, expression: &Expression) -> bool {
        match expression {
            Expression::Variable(v) => self.variable(v),
            // A block may run where `$this` is another.
            Expression::ScriptBlock(_) => return false,
            _ => {}
        }
        true
    }

    fn statement(&mut self, statement: &Statement) -> bool {
        !matches!(statement, Statement::Function(_) | Statement::Type(_))
    }
}
