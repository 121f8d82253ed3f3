//! Expressions: ternary, binary, comma, unary; what they are made of is in the files below.

mod hashtable;
mod member;
mod primary;
mod string;

use super::Parser;
use super::recovery::{before, error_expression};
use crate::source::Span;
use crate::syntax::ast::{ArrayLiteral, AttributeBase, Attributed, Binary, Convert, ErrorPart, Expression, Ternary, TypeExpression, Unary};
use crate::syntax::lexer::{Mode, Tok};
use crate::syntax::operator::{self, BinaryOperator, UnaryOperator};
use crate::syntax::token::TokenKind as K;

impl Parser<'_> {
    /// `expression = binary_expression [ "?" expression ":" expression ] ;`
    pub(super) fn expression(&mut self) -> Option<Expression> {
        self.deeper(|p| p.in_mode(Mode::Expression, Self::ternary_expression))
    }

    fn ternary_expression(&mut self) -> Option<Expression> {
        let condition = self.binary_expression()?;
        if self.peek() != K::QuestionMark {
            return Some(condition);
        }
        let question = self.next();
        self.skip_newlines();
        let old = std::mem::replace(&mut self.lexer.wishes.ternary, true);
        let if_true = self.expression();
        self.lexer.wishes.ternary = old;
        let is_missing = if_true.is_none();
        let if_true = if_true.unwrap_or_else(|| {
            self.missing_value("?", question.span.after());
            error_expression(question.span.after(), Vec::new())
        });
        self.skip_newlines();
        let colon = self.next();
        if colon.kind != K::Colon {
            if !is_missing {
                self.incomplete("MissingColonInTernaryExpression", "Missing ':' in the ternary expression.", colon.span);
            }
            let span = condition.span().to(before(colon.span));
            self.unget(colon);
            return Some(error_expression(span, vec![ErrorPart::Expression(condition), ErrorPart::Expression(if_true)]));
        }
        self.skip_newlines();
        let if_false = self.expression().unwrap_or_else(|| {
            self.missing_value(":", colon.span.after());
            error_expression(colon.span.after(), Vec::new())
        });
        let span = condition.span().to(if_false.span());
        Some(Expression::Ternary(Box::new(Ternary { span, condition, if_true, if_false })))
    }

    /// `binary_expression = list_expression { binary_operator list_expression } ;` by the table's precedences, from the left
    fn binary_expression(&mut self) -> Option<Expression> {
        let entry = std::mem::take(&mut self.chain);
        let first = self.list_expression()?;
        let kind = self.peek();
        if kind != K::Parameter && operator::of_kind(kind).is_none_or(|row| row.binary.is_none()) {
            self.chain = self.chain.max(entry);
            return Some(first);
        }
        let mut operands = vec![(first, self.chain)];
        let mut operators: Vec<(u8, BinaryOperator, Span)> = Vec::new();
        self.chain = 0;
        let mut parameter = None;
        loop {
            let token = self.next();
            let row = operator::of_kind(token.kind);
            let Some((precedence, operator)) = row.and_then(|r| r.binary.map(|b| (r.precedence, b))) else {
                if token.kind == K::Parameter {
                    parameter = Some(token);
                } else {
                    self.unget(token);
                }
                break;
            };
            self.reduce(&mut operands, &mut operators, precedence)?;
            self.skip_newlines();
            let operand = self.list_expression().unwrap_or_else(|| {
                let shown = self.shown(&token);
                self.missing_value(&shown, token.span.after());
                error_expression(token.span.after(), Vec::new())
            });
            operands.push((operand, std::mem::take(&mut self.chain)));
            operators.push((precedence, operator, token.span));
        }
        self.reduce(&mut operands, &mut operators, 0)?;
        let (expression, chain) = operands.pop()?;
        self.chain = entry.max(chain);
        Some(match parameter {
            Some(token) => self.parameter_in_expression(expression, &token),
            None => expression,
        })
    }

    /// Builds the operators that bind at least as tightly as `precedence`.
    fn reduce(
        &mut self,
        operands: &mut Vec<(Expression, u32)>,
        operators: &mut Vec<(u8, BinaryOperator, Span)>,
        precedence: u8,
    ) -> Option<()> {
        while let Some(&(last, operator, operator_span)) = operators.last() {
            if last < precedence {
                break;
            }
            operators.pop();
            let (right, right_chain) = operands.pop()?;
            let (left, mut chain) = operands.pop()?;
            self.chain = right_chain;
            if !self.link(&mut chain, operator_span) {
                return None;
            }
            let span = left.span().to(right.span());
            let binary = Binary { span, operator, operator_span, left, right };
            operands.push((Expression::Binary(Box::new(binary)), chain));
        }
        Some(())
    }

    /// A parameter where an operator should stand, such as a misspelled one.
    fn parameter_in_expression(&mut self, expression: Expression, token: &Tok) -> Expression {
        self.unexpected(token);
        let span = expression.span().to(token.span);
        error_expression(span, vec![ErrorPart::Expression(expression)])
    }

    /// `list_expression = unary_expression { "," unary_expression } ;`
    fn list_expression(&mut self) -> Option<Expression> {
        let first = self.unary_expression()?;
        if self.comma_separates || self.peek() != K::Comma {
            return Some(first);
        }
        let mut elements = vec![first];
        let mut chain = self.chain;
        while self.peek() == K::Comma {
            let comma = self.next();
            self.skip_newlines();
            self.chain = 0;
            match self.unary_expression() {
                Some(element) => elements.push(element),
                None => {
                    self.incomplete("MissingExpressionAfterToken", "Missing expression after ','.", comma.span.after());
                    elements.push(error_expression(comma.span, Vec::new()));
                    break;
                }
            }
            chain = chain.max(self.chain);
        }
        self.chain = chain;
        let span = elements.first()?.span().to(elements.last()?.span());
        Some(Expression::ArrayLiteral(Box::new(ArrayLiteral { span, elements })))
    }

    /// `unary_expression = prefix_operator unary_expression | cast_expression | primary_expression [ "++" | "--" ] ;`
    pub(super) fn unary_expression(&mut self) -> Option<Expression> {
        self.lexer.wishes.signed_numbers = true;
        if let Some(token) = &self.ungot
            && matches!(token.kind, K::Minus | K::Plus)
        {
            let at = token.span.start;
            self.resync(at);
        }
        let kind = self.peek();
        self.lexer.wishes.signed_numbers = false;
        let prefix = operator::of_kind(kind).and_then(|row| row.unary);
        let expression = if prefix.is_some() || (kind == K::Comma && !self.comma_separates) {
            self.deeper(|p| p.prefix_expression(prefix))?
        } else if kind == K::LBracket {
            self.deeper(Self::cast_expression)?
        } else {
            self.primary_expression(true)?
        };
        let operator = match self.peek() {
            K::PlusPlus => UnaryOperator::PostIncrement,
            K::MinusMinus => UnaryOperator::PostDecrement,
            _ => return Some(expression),
        };
        let token = self.next();
        let span = expression.span().to(token.span);
        Some(Expression::Unary(Box::new(Unary { span, operator, operand: expression })))
    }

    fn prefix_expression(&mut self, operator: Option<UnaryOperator>) -> Option<Expression> {
        let token = self.next();
        self.skip_newlines();
        let Some(operand) = self.unary_expression() else {
            let shown = self.shown(&token);
            let message = format!("Missing expression after unary operator '{shown}'.");
            self.incomplete("MissingExpressionAfterOperator", message, token.span.after());
            return Some(error_expression(token.span, Vec::new()));
        };
        let span = token.span.to(operand.span());
        Some(match operator {
            Some(operator) => Expression::Unary(Box::new(Unary { span, operator, operand })),
            None => Expression::ArrayLiteral(Box::new(ArrayLiteral { span, elements: vec![operand] })),
        })
    }

    /// `cast_expression = attribute { attribute } ( unary_expression | members ) ;`
    fn cast_expression(&mut self) -> Option<Expression> {
        let mut attributes = self.attribute_list(true);
        let start = attributes.first()?.span();
        let mut expression = match attributes.pop()? {
            AttributeBase::Attribute(attribute) => {
                self.skip_newlines();
                let Some(operand) = self.unary_expression() else {
                    let message = format!("Unexpected attribute '{}'.", attribute.type_name.full_name());
                    self.incomplete("UnexpectedAttribute", message, attribute.span);
                    let span = start.to(attribute.span);
                    return Some(error_expression(span, vec![ErrorPart::Attribute(AttributeBase::Attribute(attribute))]));
                };
                attributed(AttributeBase::Attribute(attribute), operand)
            }
            AttributeBase::Type(constraint) => {
                let literal = |constraint: crate::syntax::ast::TypeConstraint| {
                    let (span, type_name) = (constraint.span, constraint.type_name);
                    Expression::Type(Box::new(TypeExpression { span, type_name }))
                };
                // Without its bracket the type is an error already, and nothing belongs to it.
                let is_closed = constraint.span.end > constraint.type_name.span().end;
                let operator = if is_closed { self.member_operator(false) } else { None };
                if let Some(operator) = operator {
                    self.members(operator, literal(constraint))
                } else if matches!(self.peek(), K::NewLine | K::Comma) {
                    literal(constraint)
                } else {
                    match self.unary_expression() {
                        Some(operand) => attributed(AttributeBase::Type(constraint), operand),
                        None => literal(constraint),
                    }
                }
            }
        };
        let mut chain = 0;
        while let Some(attribute) = attributes.pop() {
            if !self.link(&mut chain, attribute.span()) {
                return Some(expression);
            }
            expression = attributed(attribute, expression);
        }
        self.chain = chain;
        Some(expression)
    }
}

/// A type or attribute before an operand.
fn attributed(attribute: AttributeBase, operand: Expression) -> Expression {
    let span = attribute.span().to(operand.span());
    match attribute {
        AttributeBase::Type(constraint) => Expression::Convert(Box::new(Convert { span, constraint, operand })),
        AttributeBase::Attribute(attribute) => Expression::Attributed(Box::new(Attributed { span, attribute, operand })),
    }
}
