//! Expandable strings: variables and subexpressions inside.

use super::super::Parser;
use super::super::command::string;
use crate::source::Span;
use crate::syntax::ast::{ExpandableString, Expression, Qualifier, StringKind, StringPart, UsingExpression, Variable, VariablePath};
use crate::syntax::lexer::{Lexer, NestedKind, Text};

/// How deep strings may nest in strings: each level reads its text again.
const MAX_STRING_DEPTH: u16 = 40;

impl Parser<'_> {
    /// A string or word, with its parts parsed.
    pub(in crate::syntax::parser) fn expandable(&mut self, span: Span, text: Text, kind: StringKind) -> Expression {
        if text.nested.is_empty() {
            return string(span, text.value.into(), kind);
        }
        let mut parts = Vec::with_capacity(text.nested.len() * 2);
        let mut at = 0;
        for nested in text.nested {
            let literal = text.value.get(at..nested.in_value.0).unwrap_or("");
            if !literal.is_empty() {
                parts.push(StringPart::Text(literal.into()));
            }
            at = nested.in_value.1;
            let expression = match nested.kind {
                NestedKind::Variable { path, span } => Some(variable_part(path, span)),
                NestedKind::SubExpression { local, skipped } => {
                    let chain = self.chain;
                    let expression = self.nested_sub_expression(local, &skipped);
                    self.chain = chain;
                    expression
                }
            };
            parts.extend(expression.map(StringPart::Expression));
        }
        let rest = text.value.get(at..).unwrap_or("");
        if !rest.is_empty() {
            parts.push(StringPart::Text(rest.into()));
        }
        Expression::Expandable(Box::new(ExpandableString { span, value: text.value.into(), kind, parts }))
    }

    /// `$(…)` of a string: read by a parser of its own over that part of the text.
    fn nested_sub_expression(&mut self, local: (usize, usize), skipped: &[usize]) -> Option<Expression> {
        let whole = self.lexer.text();
        let part = whole.get(local.0..local.1).unwrap_or("");
        let adjust = self.lexer.absolute(local.0);
        if skipped.is_empty() {
            return self.parse_part(part, adjust, Vec::new());
        }
        let mut kept = String::with_capacity(part.len());
        let mut places = Vec::new();
        for (i, c) in part.char_indices() {
            if skipped.contains(&(local.0 + i)) {
                places.push(kept.len());
            } else {
                kept.push(c);
            }
        }
        self.parse_part(&kept, adjust, places)
    }

    fn parse_part(&mut self, part: &str, adjust: u32, skipped: Vec<usize>) -> Option<Expression> {
        if self.aborted {
            return None;
        }
        if self.lexer.depth >= MAX_STRING_DEPTH {
            self.abort(Span::at(adjust));
            return None;
        }
        let sink = std::mem::take(&mut self.lexer.sink);
        let lexer = Lexer::nested(part, adjust, skipped, self.lexer.depth + 1, sink);
        let mut parser = Parser::new(lexer, self.unit.clone(), self.depth);
        let expression = parser.deeper(|p| {
            p.lexer.mode = crate::syntax::lexer::Mode::Expression;
            let first = p.next();
            Some(p.sub_expression(&first))
        });
        let aborted = parser.aborted;
        self.lexer.sink = parser.lexer.sink;
        if aborted {
            let end = self.lexer.absolute(self.lexer.text().len());
            self.resync(end);
            self.aborted = true;
        }
        expression
    }
}

fn variable_part(path: VariablePath, span: Span) -> Expression {
    let is_using = path.qualifier == Qualifier::Using;
    let path = if is_using { VariablePath::new(&path.name) } else { path };
    let variable = Expression::Variable(Box::new(Variable { span, path, splatted: false }));
    if is_using { Expression::Using(Box::new(UsingExpression { span, operand: variable })) } else { variable }
}
