//! Checks of single nodes, in the order of the text.

use super::finally::Nesting;
use super::{Report, assignment, attributes, classes, constant, data_section, walk};
use crate::syntax::ast::{
    Attribute, AttributeBase, Command, CommandElement, Convert, Expression, MemberDefinition, Parameter, ScriptBlock, Span, Statement, Try,
    Variable,
};
use crate::syntax::operator::{AssignmentOperator, UnaryOperator};
use std::collections::HashSet;

pub(super) const VOID_NOT_ALLOWED: &str = "[void] cannot be used as a parameter type, or on the left side of an assignment.";

/// Where a splatted variable stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Argument,
    ListOfArgument,
    Using,
    Elsewhere,
}

struct Checks<'r, 'a> {
    report: &'r mut Report<'a>,
    nesting: Nesting,
    /// Where the next expression stands.
    place: Place,
    /// Inside the parts of a class or enum, whose attributes are read at once.
    in_class_member: bool,
}

/// Checks a tree.
pub(super) fn check(tree: &ScriptBlock, report: &mut Report<'_>) {
    let mut checks = Checks { report, nesting: Nesting::default(), place: Place::Elsewhere, in_class_member: false };
    walk::script_block(&mut checks, tree);
}

/// Parameters of one list have different names.
pub(super) fn check_duplicates(parameters: &[Parameter], report: &mut Report<'_>) {
    let mut seen = HashSet::new();
    for p in parameters {
        let name = &p.name.path.user_path;
        if !seen.insert(name.to_lowercase()) && &**name != "__error__" {
            report.error("DuplicateFormalParameter", format!("Duplicate parameter ${name} in parameter list."), p.name.span);
        }
    }
}

impl walk::Visitor for Checks<'_, '_> {
    fn script_block(&mut self, _: &ScriptBlock) -> bool {
        self.nesting.script_block(true);
        self.place = Place::Elsewhere;
        true
    }

    fn leave_script_block(&mut self, _: &ScriptBlock) {
        self.nesting.script_block(false);
    }

    fn finally(&mut self, enters: bool) {
        self.nesting.finally(enters);
    }

    fn parameters(&mut self, parameters: &[Parameter]) {
        check_duplicates(parameters, self.report);
    }

    fn parameter(&mut self, parameter: &Parameter) {
        for a in &parameter.attributes {
            if let AttributeBase::Type(t) = a
                && t.type_name.name().eq_ignore_ascii_case("void")
            {
                self.report.error("VoidTypeConstraintNotAllowed", VOID_NOT_ALLOWED, t.span);
            }
        }
    }

    fn attribute(&mut self, attribute: &Attribute) -> bool {
        attributes::check_arguments(attribute, self.in_class_member, self.report);
        true
    }

    fn command(&mut self, command: &Command) -> bool {
        for element in &command.elements {
            match element {
                CommandElement::Expression(e) => {
                    self.place = Place::Argument;
                    walk::expression(self, e);
                }
                CommandElement::Parameter(p) => {
                    if let Some(e) = &p.argument {
                        self.place = Place::Elsewhere;
                        walk::expression(self, e);
                    }
                }
            }
        }
        self.place = Place::Elsewhere;
        for r in &command.redirections {
            if let crate::syntax::ast::Redirection::File { location, .. } = r {
                walk::expression(self, location);
            }
        }
        false
    }

    fn statement(&mut self, statement: &Statement) -> bool {
        self.place = Place::Elsewhere;
        match statement {
            Statement::Assignment(a) => {
                assignment::check_target(&a.left, a.operator == AssignmentOperator::Assign, self.report);
            }
            Statement::ForEach(f) if f.parallel || f.throttle_limit.is_some() => {
                let flag = if f.parallel { "parallel" } else { "throttlelimit" };
                self.reserved("foreach", flag, f.span);
                if !f.parallel {
                    let message = "The throttlelimit parameter on the foreach statement needs the parallel parameter.";
                    self.report.error("ThrottleLimitRequiresParallelFlag", message, f.span);
                }
            }
            Statement::Switch(s) if s.flags.parallel => self.reserved("switch", "parallel", s.span),
            Statement::Try(t) => self.catches(t),
            Statement::Return(j) if self.nesting.return_leaves() => self.leaves_finally(j.span),
            Statement::Break(j) | Statement::Continue(j) if self.nesting.jump_leaves(j) => self.leaves_finally(j.span),
            Statement::Data(d) => data_section::check(d, self.report),
            Statement::Type(t) => {
                classes::check_definition(t, self.report);
                let old = std::mem::replace(&mut self.in_class_member, true);
                for a in &t.attributes {
                    walk::attribute(self, a);
                }
                for m in &t.members {
                    walk::member(self, m);
                }
                self.in_class_member = old;
                return false;
            }
            _ => {}
        }
        self.nesting.enter(statement);
        true
    }

    fn leave_statement(&mut self, statement: &Statement) {
        self.nesting.leave(statement);
    }

    fn member(&mut self, member: &MemberDefinition) -> bool {
        classes::check_member(member, self.report);
        let MemberDefinition::Function(f) = member else { return true };
        for a in &f.attributes {
            walk::attribute(self, a);
        }
        for p in &f.parameters {
            walk::parameter(self, p);
        }
        let old = std::mem::replace(&mut self.in_class_member, false);
        walk::script_block(self, &f.body);
        self.in_class_member = old;
        classes::check_method_body(f, self.report);
        false
    }

    fn expression(&mut self, expression: &Expression) -> bool {
        let place = std::mem::replace(&mut self.place, Place::Elsewhere);
        match expression {
            Expression::Variable(v) if v.splatted => self.splat(v, place),
            Expression::ArrayLiteral(a) if place == Place::Argument => {
                for e in &a.elements {
                    self.place = Place::ListOfArgument;
                    walk::expression(self, e);
                }
                return false;
            }
            Expression::Unary(u) => {
                let is_step = matches!(
                    u.operator,
                    UnaryOperator::PreIncrement | UnaryOperator::PreDecrement | UnaryOperator::PostIncrement | UnaryOperator::PostDecrement
                );
                if is_step && let Some(span) = assignment::fault(&u.operand, false) {
                    let message = format!("The '{}' operator works only on variables or on properties.", u.operator.text());
                    self.report.error("OperatorRequiresVariableOrProperty", message, span);
                }
            }
            Expression::Hashtable(h) => self.keys(h),
            Expression::Convert(c) => self.convert(c),
            Expression::Attributed(a) => {
                let mut operand = &a.operand;
                loop {
                    operand = match operand {
                        Expression::Variable(_) => break,
                        Expression::Convert(c) => &c.operand,
                        Expression::Attributed(a) => &a.operand,
                        _ => {
                            let message = format!("Unexpected attribute '{}'.", a.attribute.type_name.full_name());
                            self.report.error("UnexpectedAttribute", message, a.attribute.span);
                            break;
                        }
                    };
                }
            }
            Expression::Using(u) => {
                if let Some(span) = using_fault(&u.operand) {
                    self.report.error("InvalidUsingExpression", "Expression is not allowed in a Using expression.", span);
                }
                self.place = Place::Using;
            }
            _ => {}
        }
        true
    }
}

impl Checks<'_, '_> {
    fn reserved(&mut self, keyword: &str, flag: &str, span: Span) {
        let message = format!("The {keyword} '-{flag}' parameter is reserved for future use.");
        self.report.error("KeywordParameterReservedForFutureUse", message, span);
    }

    fn leaves_finally(&mut self, span: Span) {
        self.report.error("ControlLeavingFinally", "Flow of control cannot leave a Finally block.", span);
    }

    fn splat(&mut self, variable: &Variable, place: Place) {
        let name = &variable.path.user_path;
        match place {
            Place::Argument | Place::Using => {}
            Place::ListOfArgument => {
                let message = format!("Splatted variables like '@{name}' cannot be part of a comma-separated list of arguments.");
                self.report.error("SplattingNotPermittedInArgumentList", message, variable.span);
            }
            Place::Elsewhere => {
                let message = format!(
                    "The splatting operator '@' cannot be used to reference variables in an expression. '@{name}' can be used only as an argument to a command. To reference variables in an expression use '${name}'."
                );
                self.report.error("SplattingNotPermitted", message, variable.span);
            }
        }
    }

    fn keys(&mut self, table: &crate::syntax::ast::Hashtable) {
        let mut seen = HashSet::new();
        for (key, _) in &table.pairs {
            let text = match key {
                Expression::String(s) => s.value.to_string(),
                Expression::Constant(c) => self.report.slice(c.span).to_string(),
                _ => continue,
            };
            if !seen.insert(text.to_lowercase()) {
                let message = format!("Duplicate keys '{text}' are not allowed in hash literals.");
                self.report.error("DuplicateKeyInHashLiteral", message, key.span());
            }
        }
    }

    fn convert(&mut self, convert: &Convert) {
        let name = convert.constraint.type_name.full_name();
        let is_ref = |c: &Convert| c.constraint.type_name.full_name().eq_ignore_ascii_case("ref");
        if name.eq_ignore_ascii_case("ordered") && !matches!(convert.operand, Expression::Hashtable(_)) {
            let message = "The ordered attribute can be specified only on a hash literal node.";
            self.report.error("OrderedAttributeOnlyOnHashLiteralNode", message, convert.span);
        }
        let Expression::Convert(inner) = &convert.operand else { return };
        if !is_ref(inner) {
            return;
        }
        let span = inner.constraint.span;
        if is_ref(convert) {
            let message = "Cannot have two occurrences of [ref] in a type sequence.";
            self.report.error("ReferenceNeedsToBeByItselfInTypeSequence", message, span);
        } else {
            let message = "[ref] can only be the final type in type conversion sequence.";
            self.report.error("ReferenceNeedsToBeLastTypeInTypeConversion", message, span);
        }
    }

    fn catches(&mut self, statement: &Try) {
        let mut caught: Vec<String> = Vec::new();
        for (i, clause) in statement.catches.iter().enumerate() {
            if clause.types.is_empty() && i + 1 < statement.catches.len() {
                self.report.error("EmptyCatchNotLast", "Catch block must be the last catch block.", clause.span.after());
                return;
            }
            for constraint in &clause.types {
                let Some(name) = self.report.environment.full_type_name(&constraint.type_name.full_name()) else { continue };
                let environment = self.report.environment;
                if caught.iter().any(|c| *c == name || environment.derives_from(&name, c)) {
                    let message = format!("Exception type {name} is already handled by a previous handler.");
                    self.report.error("ExceptionTypeAlreadyCaught", message, constraint.span);
                }
                caught.push(name);
            }
        }
    }
}

/// What may not stand after `$using:`: anything but members and constant indexes.
fn using_fault(e: &Expression) -> Option<Span> {
    match e {
        Expression::Variable(_) => None,
        Expression::Member(m) if matches!(m.member, Expression::String(_)) => using_fault(&m.target),
        Expression::Index(i) if constant::is_constant(&i.index) && !matches!(i.index, Expression::Binary(_)) => using_fault(&i.target),
        Expression::Index(i) => Some(i.index.span()),
        other => Some(other.span()),
    }
}
