//! What can be assigned to.

use super::Report;
use crate::syntax::ast::{Expression, PipelineElement, Span, Statement};

const NOT_ASSIGNABLE: &str = "The assignment expression is not valid. The input to an assignment operator must be an object that is able to accept assignments, such as a variable or a property.";

/// The first part of a target that cannot be assigned to.
pub(super) fn fault(target: &Expression, allow_list: bool) -> Option<Span> {
    match target {
        Expression::Variable(_) => None,
        Expression::Member(m) if !m.null_conditional => None,
        Expression::InvokeMember(m) if !m.null_conditional => None,
        Expression::Index(i) if !i.null_conditional => None,
        Expression::Convert(c) => fault(&c.operand, false),
        Expression::Attributed(a) => fault(&a.operand, false),
        Expression::ArrayLiteral(a) if allow_list => a.elements.iter().find_map(|e| fault(e, true)),
        Expression::Paren(p) => match &p.pipeline {
            Statement::Pipeline(pipeline) => match pipeline.elements.as_slice() {
                [PipelineElement::Expression(e)] => fault(&e.expression, allow_list),
                _ => Some(pipeline.span),
            },
            other => Some(other.span()),
        },
        other => Some(other.span()),
    }
}

/// `[void]` on what is assigned to.
fn void_constraint(target: &Expression) -> Option<Span> {
    match target {
        Expression::Convert(c) if c.constraint.type_name.name().eq_ignore_ascii_case("void") => Some(c.constraint.span),
        Expression::Convert(c) => void_constraint(&c.operand),
        Expression::Attributed(a) => void_constraint(&a.operand),
        Expression::ArrayLiteral(a) => a.elements.iter().find_map(void_constraint),
        _ => None,
    }
}

/// Checks the left side of an assignment.
pub(super) fn check_target(target: &Expression, is_plain: bool, report: &mut Report<'_>) {
    if let Some(span) = fault(target, is_plain) {
        report.error("InvalidLeftHandSide", NOT_ASSIGNABLE, span);
    }
    if let Some(span) = void_constraint(target) {
        report.error("VoidTypeConstraintNotAllowed", super::general::VOID_NOT_ALLOWED, span);
    }
}
