//! Which expressions are constant: what an attribute's argument, and an index in `$using:`, may be.

use crate::syntax::ast::{Expression, PipelineElement, Statement, StatementBlock};
use crate::syntax::operator::UnaryOperator;

/// The expression has its value without running anything.
pub(super) fn is_constant(e: &Expression) -> bool {
    match e {
        Expression::Constant(_) | Expression::String(_) | Expression::Type(_) => true,
        Expression::Variable(v) => ["true", "false", "null"].iter().any(|name| v.path.is_plain(name)),
        Expression::Convert(c) => is_constant(&c.operand),
        Expression::Paren(p) => is_constant_statement(&p.pipeline),
        Expression::ArrayLiteral(a) => a.elements.iter().all(is_constant),
        Expression::Array(a) => is_constant_block(&a.block),
        Expression::SubExpression(s) => is_constant_block(&s.block),
        Expression::Hashtable(h) => h.pairs.iter().all(|(k, v)| is_constant(k) && is_constant_statement(v)),
        Expression::Binary(b) => is_constant(&b.left) && is_constant(&b.right),
        Expression::Ternary(t) => is_constant(&t.condition) && is_constant(&t.if_true) && is_constant(&t.if_false),
        Expression::Unary(u) => {
            let steps = matches!(
                u.operator,
                UnaryOperator::PreIncrement | UnaryOperator::PreDecrement | UnaryOperator::PostIncrement | UnaryOperator::PostDecrement
            );
            !steps && is_constant(&u.operand)
        }
        Expression::Index(i) => is_constant(&i.target) && is_constant(&i.index),
        Expression::Member(m) => m.is_static && matches!(m.target, Expression::Type(_)) && matches!(m.member, Expression::String(_)),
        _ => false,
    }
}

fn is_constant_block(block: &StatementBlock) -> bool {
    block.traps.is_empty() && block.statements.len() <= 1 && block.statements.iter().all(is_constant_statement)
}

fn is_constant_statement(statement: &Statement) -> bool {
    match statement {
        Statement::Pipeline(p) => match p.elements.as_slice() {
            [PipelineElement::Expression(e)] => e.redirections.is_empty() && is_constant(&e.expression),
            _ => false,
        },
        Statement::CommandExpression(e) => is_constant(&e.expression),
        _ => false,
    }
}
