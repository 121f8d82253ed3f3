//! Whether control can reach the end of a block.

use crate::syntax::ast::{Expression, Number, PipelineElement, Statement, StatementBlock};

/// Control may reach the end of these statements.
pub(super) fn reaches_end(statements: &[Statement]) -> bool {
    statements.iter().all(continues)
}

fn block_reaches_end(block: &StatementBlock) -> bool {
    reaches_end(&block.statements)
}

/// Control may go on after a statement.
fn continues(statement: &Statement) -> bool {
    match statement {
        Statement::Return(_) | Statement::Throw(_) | Statement::Exit(_) | Statement::Break(_) | Statement::Continue(_) => false,
        Statement::If(s) => s.otherwise.as_ref().is_none_or(block_reaches_end) || s.clauses.iter().any(|(_, body)| block_reaches_end(body)),
        Statement::Try(s) => {
            if s.finally.as_ref().is_some_and(|b| !block_reaches_end(b)) {
                return false;
            }
            block_reaches_end(&s.body) || s.catches.iter().any(|c| block_reaches_end(&c.body))
        }
        Statement::While(s) => !is_always_true(&s.condition) || has_break(&s.body),
        Statement::DoWhile(s) => has_break(&s.body) || (block_reaches_end(&s.body) && !is_always_true(&s.condition)),
        Statement::DoUntil(s) => has_break(&s.body) || block_reaches_end(&s.body),
        Statement::For(s) => s.condition.as_ref().is_some_and(|c| !is_always_true(c)) || has_break(&s.body),
        Statement::Switch(s) => {
            s.default.as_ref().is_none_or(block_reaches_end) || s.clauses.iter().any(|(_, body)| block_reaches_end(body) || has_break(body))
        }
        _ => true,
    }
}

fn is_always_true(condition: &Statement) -> bool {
    let Statement::Pipeline(p) = condition else { return false };
    let [PipelineElement::Expression(e)] = p.elements.as_slice() else { return false };
    match &e.expression {
        Expression::Variable(v) => v.path.is_plain("true"),
        Expression::Constant(c) => matches!(c.value, Number::I32(n) if n != 0),
        _ => false,
    }
}

/// A `break` that ends the loop around this block.
fn has_break(block: &StatementBlock) -> bool {
    block.statements.iter().any(|statement| match statement {
        Statement::Break(_) => true,
        Statement::If(s) => s.clauses.iter().any(|(_, b)| has_break(b)) || s.otherwise.as_ref().is_some_and(has_break),
        Statement::Try(s) => {
            has_break(&s.body) || s.catches.iter().any(|c| has_break(&c.body)) || s.finally.as_ref().is_some_and(has_break)
        }
        _ => false,
    })
}
