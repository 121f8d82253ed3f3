//! `data` sections: a small part of the language, in which nothing runs but the commands that are allowed.

use super::{Report, walk};
use crate::syntax::ast::{Command, CommandElement, Data, Expression, Invocation, Redirection, ScriptBlock, Span, Statement, Trap};
use crate::syntax::operator::{BinaryOperator, UnaryOperator};

const RESTRICTED: &str = "in restricted language mode or a Data section.";

/// Types that a conversion or a literal may name, in lower case.
#[rustfmt::skip]
static TYPES: &[&str] = &[
    "bool", "boolean", "byte", "char", "cultureinfo", "datetime", "decimal", "double", "float", "single", "guid", "hashtable",
    "int", "int16", "int32", "int64", "long", "short", "sbyte", "uint", "uint16", "uint32", "uint64", "ulong", "ushort",
    "ordered", "regex", "scriptblock", "securestring", "string", "timespan", "uri", "version", "void", "xml", "array", "object",
    "psobject", "switch", "ref", "type", "bigint", "ipaddress", "mailaddress", "nullstring",
];

struct Restricted<'r, 'a> {
    report: &'r mut Report<'a>,
    allowed: Vec<String>,
}

/// Checks the body of a data section.
pub(super) fn check(data: &Data, report: &mut Report<'_>) {
    let mut allowed = vec!["convertfrom-stringdata".to_string()];
    for command in &data.commands_allowed {
        match command {
            Expression::String(s) => allowed.push(s.value.to_lowercase()),
            // What is allowed is known only when it runs.
            _ => return,
        }
    }
    let mut restricted = Restricted { report, allowed };
    walk::statement_block(&mut restricted, &data.body);
}

impl Restricted<'_, '_> {
    fn error(&mut self, id: &'static str, what: &str, span: Span) {
        self.report.error(id, format!("{what} not allowed {RESTRICTED}"), span);
    }

    fn operator(&mut self, text: &str, span: Span) {
        self.error("OperatorNotSupportedInDataSection", &format!("The '{text}' operator is"), span);
    }

    fn type_name(&mut self, name: &str, span: Span) {
        let plain = name.to_lowercase();
        let plain = plain.strip_prefix("system.").unwrap_or(&plain);
        let plain = plain.trim_end_matches("[]");
        if !TYPES.contains(&plain) {
            self.error("TypeNotAllowedInDataSection", &format!("The type {name} is"), span);
        }
    }
}

impl walk::Visitor for Restricted<'_, '_> {
    fn statement(&mut self, statement: &Statement) -> bool {
        let span = statement.span();
        match statement {
            Statement::Assignment(_) => {
                self.error("AssignmentStatementNotSupportedInDataSection", "Assignment statements are", span);
            }
            Statement::While(_) | Statement::For(_) => {
                self.error("ForWhileStatementNotSupportedInDataSection", "For and While statements are", span);
            }
            Statement::ForEach(_) => self.error("ForeachStatementNotSupportedInDataSection", "Foreach statements are", span),
            Statement::DoWhile(_) | Statement::DoUntil(_) => {
                self.error("DoWhileStatementNotSupportedInDataSection", "The Do and While statements are", span);
            }
            Statement::Switch(_) => self.error("SwitchStatementNotSupportedInDataSection", "The switch statement is", span),
            Statement::Try(_) => self.error("TryStatementNotSupportedInDataSection", "The Try statement is", span),
            Statement::Function(_) => {
                self.error("FunctionDeclarationNotSupportedInDataSection", "Function declarations are", span);
            }
            Statement::Data(_) => {
                let message = "The data statement is not allowed in restricted language mode or another Data section.";
                self.report.error("DataSectionStatementNotSupportedInDataSection", message, span);
            }
            Statement::Return(_) | Statement::Throw(_) | Statement::Exit(_) | Statement::Break(_) | Statement::Continue(_) => {
                let what = "Flow control statements such as Break, Continue, Return, Exit, and Throw are";
                self.error("FlowControlStatementNotSupportedInDataSection", what, span);
            }
            _ => {}
        }
        true
    }

    fn trap(&mut self, trap: &Trap) -> bool {
        self.error("TrapStatementNotSupportedInDataSection", "The Trap statement is", trap.span);
        true
    }

    fn redirection(&mut self, redirection: &Redirection) {
        self.error("RedirectionNotSupportedInDataSection", "Redirection is", redirection.span());
    }

    fn script_block(&mut self, block: &ScriptBlock) -> bool {
        self.error("ScriptBlockNotSupportedInDataSection", "Script block literals are", block.span);
        true
    }

    fn command(&mut self, command: &Command) -> bool {
        if command.invocation == Invocation::DotSource {
            self.error("DotSourcingNotSupportedInDataSection", "Dot sourcing is", command.span);
            return true;
        }
        let name = match command.elements.first() {
            Some(CommandElement::Expression(Expression::String(s))) => s.value.to_string(),
            _ => String::new(),
        };
        if !self.allowed.contains(&name.to_lowercase()) {
            self.error("CmdletNotInAllowedListForDataSection", &format!("The command '{name}' is"), command.span);
        }
        true
    }

    fn expression(&mut self, expression: &Expression) -> bool {
        let span = expression.span();
        match expression {
            Expression::Variable(v) => {
                let known = ["psculture", "psuiculture", "true", "false", "null"];
                if !known.iter().any(|name| v.path.is_plain(name)) {
                    self.variable(span);
                }
            }
            Expression::Using(_) => {
                self.variable(span);
                return false;
            }
            Expression::Binary(b) => {
                let refused = matches!(b.operator, BinaryOperator::Range | BinaryOperator::Format)
                    || matches!(
                        b.operator,
                        BinaryOperator::Match(_) | BinaryOperator::NotMatch(_) | BinaryOperator::Replace(_) | BinaryOperator::Split(_)
                    )
                    || b.operator == BinaryOperator::Join;
                if refused {
                    let text = kind_text(b.operator);
                    self.operator(&text, b.operator_span);
                }
            }
            Expression::Unary(u) => {
                let allowed = matches!(
                    u.operator,
                    UnaryOperator::Not | UnaryOperator::Exclaim | UnaryOperator::BitNot | UnaryOperator::Plus | UnaryOperator::Minus
                );
                if !allowed {
                    self.operator(u.operator.text(), span);
                }
            }
            Expression::Member(_) => {
                self.error("PropertyReferenceNotSupportedInDataSection", "Property references are", span);
            }
            Expression::InvokeMember(_) => self.error("MethodCallNotSupportedInDataSection", "Method calls are", span),
            Expression::Index(_) => self.error("ArrayReferenceNotSupportedInDataSection", "Array references are", span),
            Expression::Convert(c) => {
                let name = c.constraint.type_name.full_name();
                self.type_name(&name, c.constraint.span);
            }
            Expression::Type(t) => {
                let name = t.type_name.full_name();
                self.type_name(&name, span);
            }
            _ => {}
        }
        true
    }
}

impl Restricted<'_, '_> {
    fn variable(&mut self, span: Span) {
        let message = "A variable that cannot be referenced in restricted language mode or a Data section is being referenced. Variables that can be referenced include the following: $PSCulture, $PSUICulture, $true, $false, $null.";
        self.report.error("VariableReferenceNotSupportedInDataSection", message, span);
    }
}

/// The operator by its kind: `-imatch` for `-match`.
fn kind_text(operator: BinaryOperator) -> String {
    let row = operator.row();
    if row.text.starts_with('-') && !matches!(operator, BinaryOperator::Format) {
        format!("-{}", format!("{:?}", row.kind).to_ascii_lowercase())
    } else {
        row.text.to_string()
    }
}
