//! The commands of a script.

use std::collections::HashSet;
use std::rc::Rc;

use crate::source::{SourceText, Span};
use crate::syntax::ast::{Command as AstCommand, Expression, MemberDefinition, ScriptBlock, Statement};
use crate::syntax::semantics::walk::{Visitor, script_block};

/// A command.
#[derive(Clone)]
pub struct Command {
    /// Its line.
    pub line: u32,
    /// Its column.
    pub column: u32,
    /// Where it ends.
    pub end_line: u32,
    /// Where it ends.
    pub end_column: u32,
    /// The class it stands in.
    pub class: Rc<str>,
    /// The function or method it stands in.
    pub function: Rc<str>,
    /// Its text, on one line.
    pub text: Rc<str>,
    /// Where the statement begins whose runs count: the first of these that ever ran.
    pub starts: Vec<u32>,
}

struct Finder<'s> {
    source: &'s SourceText,
    found: Vec<Command>,
    /// Starts of the statements around, innermost last; none: it counts with the one around it.
    statements: Vec<Option<u32>>,
    /// Statements that are no statements of their own when they run: the right side of an assignment, what is returned.
    parts: HashSet<(u32, u32)>,
    /// Conditions behind a loop's body: Pester leaves them out.
    ignored: Option<Span>,
    functions: Vec<Rc<str>>,
    classes: Vec<Rc<str>>,
}

/// The commands of a script, in the order of its text.
pub fn of(source: &Rc<SourceText>, tree: &ScriptBlock) -> Vec<Command> {
    let mut finder = Finder {
        source,
        found: Vec::new(),
        statements: Vec::new(),
        parts: HashSet::new(),
        ignored: None,
        functions: Vec::new(),
        classes: Vec::new(),
    };
    script_block(&mut finder, tree);
    finder.found
}

impl Finder<'_> {
    fn part(&mut self, statement: &Statement) {
        let span = statement.span();
        self.parts.insert((span.start, span.end));
    }

    fn add(&mut self, span: Span) {
        if self.ignored.is_some_and(|ignored| span.start >= ignored.start && span.end <= ignored.end) {
            return;
        }
        let (start, end) = (self.source.locate(span.start), self.source.locate(span.end));
        let text: Vec<&str> = self.source.slice(span).lines().map(str::trim).collect();
        // The innermost statement that runs as one; where it does not tell, the command's own start.
        let mut starts: Vec<u32> = self.statements.iter().rev().flatten().take(1).copied().collect();
        if self.statements.last().is_some_and(Option::is_none) && !starts.contains(&span.start) {
            starts.insert(0, span.start);
        }
        self.found.push(Command {
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            class: self.classes.last().cloned().unwrap_or_default(),
            function: self.functions.last().cloned().unwrap_or_default(),
            text: Rc::from(text.join(" ")),
            starts,
        });
    }
}

impl Visitor for Finder<'_> {
    fn statement(&mut self, statement: &Statement) -> bool {
        let span = statement.span();
        let own = (!self.parts.contains(&(span.start, span.end))).then_some(span.start);
        match statement {
            Statement::Assignment(assignment) => self.part(&assignment.right),
            Statement::Throw(jump) | Statement::Return(jump) | Statement::Exit(jump) => {
                if let Some(pipeline) = &jump.pipeline {
                    self.part(pipeline);
                }
            }
            Statement::ForEach(each) => self.part(&each.condition),
            Statement::Switch(switch) => self.part(&switch.condition),
            Statement::DoWhile(looped) | Statement::DoUntil(looped) => self.ignored = Some(looped.condition.span()),
            Statement::Function(function) => self.functions.push(function.name.clone()),
            Statement::Type(definition) => self.classes.push(definition.name.clone()),
            _ => {}
        }
        self.statements.push(own);
        true
    }

    fn leave_statement(&mut self, statement: &Statement) {
        self.statements.pop();
        match statement {
            Statement::Function(_) => {
                self.functions.pop();
            }
            Statement::Type(_) => {
                self.classes.pop();
            }
            _ => {}
        }
    }

    fn member(&mut self, member: &MemberDefinition) -> bool {
        // Members have no end of their own in the walk: the next one takes the name over.
        if let MemberDefinition::Function(function) = member {
            self.functions.retain(|_| false);
            self.functions.push(function.name.clone());
        }
        true
    }

    fn expression(&mut self, expression: &Expression) -> bool {
        match expression {
            Expression::Paren(paren) => self.part(&paren.pipeline),
            Expression::Hashtable(table) => table.pairs.iter().for_each(|(_, value)| self.part(value)),
            _ => {}
        }
        true
    }

    fn command(&mut self, command: &AstCommand) -> bool {
        self.add(command.span);
        true
    }

    fn pipeline_expression(&mut self, expression: &Expression) {
        self.add(expression.span());
    }
}
