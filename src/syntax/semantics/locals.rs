//! A method of a class reads only variables that it has assigned before, on every path: it does not see its caller's.

use super::Report;
use crate::syntax::ast::{
    Command, CommandElement, Expression, FunctionMember, Parameter, Pipeline, PipelineElement, Qualifier, Redirection, Statement,
    StatementBlock, Variable,
};
use std::collections::HashSet;

/// Automatic and preference variables, which every method sees, in lower case.
#[rustfmt::skip]
static VISIBLE: &[&str] = &[
    "$", "?", "^", "_", "args", "error", "executioncontext", "false", "foreach", "home", "host", "input", "iscoreclr",
    "islinux", "ismacos", "iswindows", "lastexitcode", "matches", "myinvocation", "nestedpromptlevel", "null", "outputencoding",
    "pid", "profile", "psboundparameters", "pscmdlet", "pscommandpath", "psculture", "psedition", "pshome", "psitem",
    "psscriptroot", "psstyle", "psuiculture", "psversiontable", "pwd", "sender", "shellid", "stacktrace", "switch", "this",
    "true", "event", "eventargs", "eventsubscriber", "enabledexperimentalfeatures", "psdebugcontext", "pssenderinfo",
    "confirmpreference", "debugpreference", "erroractionpreference", "errorview", "formatenumerationlimit",
    "informationpreference", "logcommandhealthevent", "maximumhistorycount", "ofs", "progresspreference",
    "psdefaultparametervalues", "psemailserver", "psmoduleautoloadingpreference", "psnativecommandargumentpassing",
    "psnativecommanduseerroractionpreference", "pssessionapplicationname", "pssessionconfigurationname", "pssessionoption",
    "transcript", "verbosepreference", "warningpreference", "whatifpreference",
];

/// Checks the body of a method.
pub(super) fn check(f: &FunctionMember, report: &mut Report<'_>) {
    let Some(block) = &f.body.end else { return };
    let mut flow = Flow { report, assigned: HashSet::new(), ended: false };
    for p in &f.parameters {
        flow.assign(p);
    }
    flow.statements(&block.statements);
}

/// What has been assigned on every path to here.
struct Flow<'r, 'a> {
    report: &'r mut Report<'a>,
    assigned: HashSet<String>,
    /// Control does not come here.
    ended: bool,
}

impl Flow<'_, '_> {
    fn assign(&mut self, parameter: &Parameter) {
        self.assigned.insert(parameter.name.path.name.to_lowercase());
    }

    fn statements(&mut self, statements: &[Statement]) {
        for s in statements {
            self.statement(s);
        }
    }

    fn block(&mut self, block: &StatementBlock) {
        self.statements(&block.statements);
    }

    /// Walks branches from the same start; what all that go on have assigned is assigned after them.
    fn branches(&mut self, branches: &[Option<&StatementBlock>]) {
        let start = (self.assigned.clone(), self.ended);
        let mut after: Option<HashSet<String>> = None;
        for branch in branches {
            (self.assigned, self.ended) = start.clone();
            if let Some(block) = branch {
                self.block(block);
            }
            if !self.ended {
                let assigned = std::mem::take(&mut self.assigned);
                after = Some(match after {
                    Some(all) => all.intersection(&assigned).cloned().collect(),
                    None => assigned,
                });
            }
        }
        match after {
            Some(all) => {
                self.assigned = all;
                self.ended = start.1;
            }
            None => {
                self.assigned = start.0;
                self.ended = true;
            }
        }
    }

    /// Walks a body that may not run at all.
    fn maybe(&mut self, body: impl FnOnce(&mut Self)) {
        let start = (self.assigned.clone(), self.ended);
        body(self);
        (self.assigned, self.ended) = start;
    }

    fn statement(&mut self, statement: &Statement) {
        match statement {
            Statement::Pipeline(p) => self.pipeline(p),
            Statement::Chain(c) => {
                self.statement(&c.left);
                self.maybe(|f| f.pipeline(&c.right));
            }
            Statement::CommandExpression(e) => self.expression(&e.expression),
            Statement::Assignment(a) => {
                self.statement(&a.right);
                if a.operator.binary().is_some() {
                    self.expression(&a.left);
                }
                self.target(&a.left);
            }
            Statement::If(s) => {
                for (condition, _) in &s.clauses {
                    self.statement(condition);
                }
                let mut all: Vec<Option<&StatementBlock>> = s.clauses.iter().map(|(_, b)| Some(b)).collect();
                all.push(s.otherwise.as_ref());
                self.branches(&all);
            }
            Statement::While(s) => {
                self.statement(&s.condition);
                self.maybe(|f| f.block(&s.body));
            }
            Statement::DoWhile(s) | Statement::DoUntil(s) => {
                self.block(&s.body);
                self.statement(&s.condition);
            }
            Statement::For(s) => {
                s.initializer.iter().for_each(|p| self.statement(p));
                s.condition.iter().for_each(|p| self.statement(p));
                self.maybe(|f| {
                    f.block(&s.body);
                    s.iterator.iter().for_each(|p| f.statement(p));
                });
            }
            Statement::ForEach(s) => {
                self.statement(&s.condition);
                self.assigned.insert(s.variable.path.name.to_lowercase());
                self.maybe(|f| f.block(&s.body));
            }
            Statement::Switch(s) => {
                self.statement(&s.condition);
                let mut all: Vec<Option<&StatementBlock>> = s.clauses.iter().map(|(_, b)| Some(b)).collect();
                all.push(s.default.as_ref());
                self.branches(&all);
            }
            Statement::Try(s) => {
                let mut all = vec![Some(&s.body)];
                all.extend(s.catches.iter().map(|c| Some(&c.body)));
                self.branches(&all);
                if let Some(block) = &s.finally {
                    let ended = std::mem::replace(&mut self.ended, false);
                    self.block(block);
                    self.ended |= ended;
                }
            }
            Statement::Throw(j) | Statement::Return(j) | Statement::Exit(j) => {
                j.pipeline.iter().for_each(|p| self.statement(p));
                self.ended = true;
            }
            Statement::Break(_) | Statement::Continue(_) => self.ended = true,
            Statement::Data(d) => self.assigned.extend(d.variable.iter().map(|v| v.to_lowercase())),
            Statement::Trap(_) | Statement::Function(_) | Statement::Type(_) | Statement::Block(_) | Statement::Error(_) => {}
        }
    }

    fn pipeline(&mut self, pipeline: &Pipeline) {
        for element in &pipeline.elements {
            match element {
                PipelineElement::Expression(e) => {
                    self.expression(&e.expression);
                    self.redirections(&e.redirections);
                }
                PipelineElement::Command(c) => self.command(c),
            }
        }
    }

    fn command(&mut self, command: &Command) {
        let mut parameter = "";
        for element in &command.elements {
            match element {
                CommandElement::Expression(e) => {
                    // `-OutVariable x` and its like assign.
                    if parameter.to_ascii_lowercase().ends_with("variable")
                        && let Expression::String(s) = e
                    {
                        self.assigned.insert(s.value.trim_start_matches('+').to_lowercase());
                    }
                    self.expression(e);
                    parameter = "";
                }
                CommandElement::Parameter(p) => {
                    p.argument.iter().for_each(|e| self.expression(e));
                    parameter = &p.name;
                }
            }
        }
        self.redirections(&command.redirections);
    }

    fn redirections(&mut self, redirections: &[Redirection]) {
        for r in redirections {
            if let Redirection::File { location, .. } = r {
                self.expression(location);
            }
        }
    }

    /// What is assigned to; what is read for it is checked.
    fn target(&mut self, target: &Expression) {
        match target {
            Expression::Variable(v) => {
                self.assigned.insert(v.path.name.to_lowercase());
            }
            Expression::Convert(c) => self.target(&c.operand),
            Expression::Attributed(a) => self.target(&a.operand),
            Expression::ArrayLiteral(a) => a.elements.iter().for_each(|e| self.target(e)),
            Expression::Paren(p) => {
                if let Statement::Pipeline(p) = &p.pipeline
                    && let Some(e) = p.pure_expression()
                {
                    self.target(e);
                }
            }
            other => self.expression(other),
        }
    }

    fn variable(&mut self, variable: &Variable) {
        let is_local = matches!(variable.path.qualifier, Qualifier::None | Qualifier::Local | Qualifier::Variable);
        let name = variable.path.name.to_lowercase();
        if is_local && !self.ended && !self.assigned.contains(&name) && !VISIBLE.contains(&&*name) {
            self.report.error("VariableNotLocal", "Variable is not assigned in the method.", variable.span);
        }
    }

    fn expression(&mut self, e: &Expression) {
        match e {
            Expression::Variable(v) => self.variable(v),
            Expression::Binary(b) => {
                self.expression(&b.left);
                self.expression(&b.right);
            }
            Expression::Unary(u) => self.expression(&u.operand),
            Expression::Ternary(t) => [&t.condition, &t.if_true, &t.if_false].into_iter().for_each(|e| self.expression(e)),
            // `[ref]$x` hands a new variable out.
            Expression::Convert(c) if c.constraint.type_name.name().eq_ignore_ascii_case("ref") => self.target(&c.operand),
            Expression::Convert(c) => self.expression(&c.operand),
            Expression::Attributed(a) => self.expression(&a.operand),
            Expression::ArrayLiteral(a) => a.elements.iter().for_each(|e| self.expression(e)),
            Expression::Array(a) => self.block(&a.block),
            Expression::SubExpression(s) => self.block(&s.block),
            Expression::Paren(p) => self.statement(&p.pipeline),
            Expression::Hashtable(h) => {
                for (key, value) in &h.pairs {
                    self.expression(key);
                    self.statement(value);
                }
            }
            Expression::Index(i) => {
                self.expression(&i.target);
                self.expression(&i.index);
            }
            Expression::Member(m) => {
                self.expression(&m.target);
                self.expression(&m.member);
            }
            Expression::InvokeMember(m) => {
                self.expression(&m.target);
                self.expression(&m.member);
                m.arguments.iter().for_each(|e| self.expression(e));
            }
            Expression::BaseCtorInvoke(b) => b.arguments.iter().for_each(|e| self.expression(e)),
            Expression::Expandable(s) => s.nested().for_each(|e| self.expression(e)),
            // Blocks may run elsewhere; `$using:` is another's.
            Expression::ScriptBlock(_) | Expression::Using(_) | Expression::Error(_) => {}
            Expression::Type(_) | Expression::Constant(_) | Expression::String(_) => {}
        }
    }
}
