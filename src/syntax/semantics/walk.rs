//! Walking a tree: every node before its parts, in the order of the text.

use crate::syntax::ast::{
    Attribute, AttributeBase, Command, CommandElement, ErrorPart, Expression, MemberDefinition, NamedBlock, Parameter, Pipeline,
    PipelineElement, Redirection, ScriptBlock, Statement, StatementBlock, Trap,
};

/// What is done at the nodes. A function that gives false keeps the walk out of the node's parts.
#[allow(unused_variables)]
pub(crate) trait Visitor {
    /// An expression that is an element of a pipeline, or stands for one.
    fn pipeline_expression(&mut self, expression: &Expression) {}
    fn statement(&mut self, statement: &Statement) -> bool {
        true
    }
    /// After a statement's parts, where [`Visitor::statement`] let the walk in.
    fn leave_statement(&mut self, statement: &Statement) {}
    fn expression(&mut self, expression: &Expression) -> bool {
        true
    }
    fn command(&mut self, command: &Command) -> bool {
        true
    }
    fn trap(&mut self, trap: &Trap) -> bool {
        true
    }
    fn redirection(&mut self, redirection: &Redirection) {}
    fn script_block(&mut self, block: &ScriptBlock) -> bool {
        true
    }
    fn leave_script_block(&mut self, block: &ScriptBlock) {}
    fn parameters(&mut self, parameters: &[Parameter]) {}
    fn parameter(&mut self, parameter: &Parameter) {}
    fn attribute(&mut self, attribute: &Attribute) -> bool {
        true
    }
    fn member(&mut self, member: &MemberDefinition) -> bool {
        true
    }
    /// Before and after the `finally` block of a `try`.
    fn finally(&mut self, enters: bool) {}
}

pub(crate) fn script_block(v: &mut impl Visitor, block: &ScriptBlock) {
    if !v.script_block(block) {
        return;
    }
    for a in &block.attributes {
        attribute(v, a);
    }
    if let Some(param_block) = &block.param_block {
        for a in &param_block.attributes {
            attribute(v, a);
        }
        v.parameters(&param_block.parameters);
        for p in &param_block.parameters {
            parameter(v, p);
        }
    }
    for b in block.blocks() {
        named_block(v, b);
    }
    v.leave_script_block(block);
}

fn named_block(v: &mut impl Visitor, block: &NamedBlock) {
    statements(v, &block.traps, &block.statements);
}

fn statements(v: &mut impl Visitor, traps: &[Trap], list: &[Statement]) {
    for t in traps {
        if v.trap(t) {
            statement_block(v, &t.body);
        }
    }
    for s in list {
        statement(v, s);
    }
}

pub(super) fn statement_block(v: &mut impl Visitor, block: &StatementBlock) {
    statements(v, &block.traps, &block.statements);
}

pub(super) fn parameter(v: &mut impl Visitor, p: &Parameter) {
    v.parameter(p);
    for a in &p.attributes {
        if let AttributeBase::Attribute(a) = a {
            attribute(v, a);
        }
    }
    if let Some(default) = &p.default {
        expression(v, default);
    }
}

pub(super) fn attribute(v: &mut impl Visitor, a: &Attribute) {
    if !v.attribute(a) {
        return;
    }
    for e in &a.positional {
        expression(v, e);
    }
    for n in &a.named {
        if let Some(e) = &n.argument {
            expression(v, e);
        }
    }
}

fn pipeline(v: &mut impl Visitor, p: &Pipeline) {
    for element in &p.elements {
        match element {
            PipelineElement::Command(c) => command(v, c),
            PipelineElement::Expression(e) => {
                v.pipeline_expression(&e.expression);
                expression(v, &e.expression);
                redirections(v, &e.redirections);
            }
        }
    }
}

fn command(v: &mut impl Visitor, c: &Command) {
    if !v.command(c) {
        return;
    }
    for element in &c.elements {
        match element {
            CommandElement::Expression(e) => expression(v, e),
            CommandElement::Parameter(p) => {
                if let Some(e) = &p.argument {
                    expression(v, e);
                }
            }
        }
    }
    redirections(v, &c.redirections);
}

fn redirections(v: &mut impl Visitor, list: &[Redirection]) {
    for r in list {
        v.redirection(r);
        if let Redirection::File { location, .. } = r {
            expression(v, location);
        }
    }
}

fn error_parts(v: &mut impl Visitor, parts: &[ErrorPart]) {
    for part in parts {
        match part {
            ErrorPart::Expression(e) => expression(v, e),
            ErrorPart::Statement(s) => statement(v, s),
            ErrorPart::Block(b) => statement_block(v, b),
            ErrorPart::Attribute(AttributeBase::Attribute(a)) => attribute(v, a),
            ErrorPart::Attribute(AttributeBase::Type(_)) => {}
            ErrorPart::Parameter(p) => parameter(v, p),
        }
    }
}

pub(super) fn statement(v: &mut impl Visitor, s: &Statement) {
    if !v.statement(s) {
        return;
    }
    match s {
        Statement::Pipeline(p) => pipeline(v, p),
        Statement::Chain(c) => {
            statement(v, &c.left);
            pipeline(v, &c.right);
        }
        Statement::CommandExpression(e) => {
            v.pipeline_expression(&e.expression);
            expression(v, &e.expression);
            redirections(v, &e.redirections);
        }
        Statement::Assignment(a) => {
            expression(v, &a.left);
            statement(v, &a.right);
        }
        Statement::If(i) => {
            for (condition, body) in &i.clauses {
                statement(v, condition);
                statement_block(v, body);
            }
            i.otherwise.iter().for_each(|b| statement_block(v, b));
        }
        Statement::While(w) => {
            statement(v, &w.condition);
            statement_block(v, &w.body);
        }
        Statement::DoWhile(d) | Statement::DoUntil(d) => {
            statement_block(v, &d.body);
            statement(v, &d.condition);
        }
        Statement::For(f) => {
            for part in [&f.initializer, &f.condition, &f.iterator].into_iter().flatten() {
                statement(v, part);
            }
            statement_block(v, &f.body);
        }
        Statement::ForEach(f) => {
            expression(v, &Expression::Variable(Box::new(f.variable.clone())));
            statement(v, &f.condition);
            f.throttle_limit.iter().for_each(|e| expression(v, e));
            statement_block(v, &f.body);
        }
        Statement::Switch(w) => {
            statement(v, &w.condition);
            for (value, body) in &w.clauses {
                expression(v, value);
                statement_block(v, body);
            }
            w.default.iter().for_each(|b| statement_block(v, b));
        }
        Statement::Try(t) => {
            statement_block(v, &t.body);
            t.catches.iter().for_each(|c| statement_block(v, &c.body));
            if let Some(block) = &t.finally {
                v.finally(true);
                statement_block(v, block);
                v.finally(false);
            }
        }
        Statement::Trap(t) => {
            if v.trap(t) {
                statement_block(v, &t.body);
            }
        }
        Statement::Throw(j) | Statement::Return(j) | Statement::Exit(j) => j.pipeline.iter().for_each(|p| statement(v, p)),
        Statement::Break(j) | Statement::Continue(j) => j.label.iter().for_each(|l| expression(v, l)),
        Statement::Data(d) => {
            d.commands_allowed.iter().for_each(|e| expression(v, e));
            statement_block(v, &d.body);
        }
        Statement::Function(f) => {
            if let Some(list) = &f.parameters {
                v.parameters(list);
                list.iter().for_each(|p| parameter(v, p));
            }
            script_block(v, &f.body);
        }
        Statement::Type(t) => {
            t.attributes.iter().for_each(|a| attribute(v, a));
            t.members.iter().for_each(|m| member(v, m));
        }
        Statement::Block(b) => statement_block(v, &b.body),
        Statement::Error(e) => error_parts(v, &e.nested),
    }
    v.leave_statement(s);
}

pub(super) fn member(v: &mut impl Visitor, m: &MemberDefinition) {
    if !v.member(m) {
        return;
    }
    match m {
        MemberDefinition::Property(p) => {
            p.attributes.iter().for_each(|a| attribute(v, a));
            p.initial.iter().for_each(|e| expression(v, e));
        }
        MemberDefinition::Function(f) => {
            f.attributes.iter().for_each(|a| attribute(v, a));
            v.parameters(&f.parameters);
            f.parameters.iter().for_each(|p| parameter(v, p));
            script_block(v, &f.body);
        }
    }
}

pub(super) fn expression(v: &mut impl Visitor, e: &Expression) {
    if !v.expression(e) {
        return;
    }
    match e {
        Expression::Binary(b) => {
            expression(v, &b.left);
            expression(v, &b.right);
        }
        Expression::Unary(u) => expression(v, &u.operand),
        Expression::Ternary(t) => [&t.condition, &t.if_true, &t.if_false].into_iter().for_each(|e| expression(v, e)),
        Expression::Convert(c) => expression(v, &c.operand),
        Expression::Attributed(a) => {
            attribute(v, &a.attribute);
            expression(v, &a.operand);
        }
        Expression::ArrayLiteral(a) => a.elements.iter().for_each(|e| expression(v, e)),
        Expression::Array(a) => statement_block(v, &a.block),
        Expression::SubExpression(s) => statement_block(v, &s.block),
        Expression::Paren(p) => statement(v, &p.pipeline),
        Expression::Hashtable(h) => {
            for (key, value) in &h.pairs {
                expression(v, key);
                statement(v, value);
            }
        }
        Expression::ScriptBlock(s) => script_block(v, &s.body),
        Expression::Index(i) => {
            expression(v, &i.target);
            expression(v, &i.index);
        }
        Expression::Member(m) => {
            expression(v, &m.target);
            expression(v, &m.member);
        }
        Expression::InvokeMember(m) => {
            expression(v, &m.target);
            expression(v, &m.member);
            m.arguments.iter().for_each(|e| expression(v, e));
        }
        Expression::BaseCtorInvoke(b) => b.arguments.iter().for_each(|e| expression(v, e)),
        Expression::Expandable(s) => s.nested().for_each(|e| expression(v, e)),
        Expression::Using(u) => expression(v, &u.operand),
        Expression::Error(x) => error_parts(v, &x.nested),
        Expression::Type(_) | Expression::Variable(_) | Expression::Constant(_) | Expression::String(_) => {}
    }
}
