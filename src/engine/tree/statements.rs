//! Statements, pipelines and commands.

use super::{At, Builder, Field, named};
use crate::syntax::ast::{
    CatchClause, ChainOperator, Command, CommandElement, CommandExpression, CommandParameter, DoLoop, ErrorPart, Expression, Invocation,
    Jump, LoopJump, Pipeline, PipelineChain, PipelineElement, Redirection, Statement, StatementBlock, Stream, Switch, Trap, Try,
};
use crate::value::{TypeId, Value};

fn stream(stream: Stream) -> Value {
    Value::Enum(TypeId::REDIRECTION_STREAM, stream as i64)
}

impl Builder {
    pub(super) fn statement(&mut self, parent: At, statement: &Statement) -> At {
        match statement {
            Statement::Pipeline(s) => self.pipeline(parent, s),
            Statement::Chain(s) => self.chain(parent, s),
            Statement::CommandExpression(s) => self.command_expression(parent, s),
            Statement::Assignment(s) => {
                let at = self.open(Some(parent), TypeId::ASSIGNMENT_STATEMENT_AST, s.span);
                let left = self.expression(at, &s.left);
                self.child(at, "Left", left);
                self.value(at, "Operator", named(TypeId::TOKEN_KIND, &format!("{:?}", s.operator.row().kind)));
                let right = self.statement(at, &s.right);
                self.child(at, "Right", right);
                let place = super::Extent::value(&self.source, s.operator_span);
                self.value(at, "ErrorPosition", place);
                self.close(at)
            }
            Statement::If(s) => {
                let at = self.open(Some(parent), TypeId::IF_STATEMENT_AST, s.span);
                let clauses =
                    s.clauses.iter().map(|(condition, body)| (self.statement(at, condition), self.statement_block(at, body))).collect();
                self.set(at, "Clauses", Field::Pairs(TypeId::PIPELINE_BASE_AST, TypeId::STATEMENT_BLOCK_AST, clauses));
                self.optional(at, "ElseClause", s.otherwise.as_ref(), Builder::statement_block);
                self.close(at)
            }
            Statement::While(s) => {
                let at = self.open(Some(parent), TypeId::WHILE_STATEMENT_AST, s.span);
                let condition = self.statement(at, &s.condition);
                self.child(at, "Condition", condition);
                self.loop_end(at, &s.label, &s.body)
            }
            Statement::DoWhile(s) => self.do_loop(parent, TypeId::DO_WHILE_STATEMENT_AST, s),
            Statement::DoUntil(s) => self.do_loop(parent, TypeId::DO_UNTIL_STATEMENT_AST, s),
            Statement::For(s) => {
                let at = self.open(Some(parent), TypeId::FOR_STATEMENT_AST, s.span);
                self.optional(at, "Initializer", s.initializer.as_ref(), Builder::statement);
                self.optional(at, "Condition", s.condition.as_ref(), Builder::statement);
                self.optional(at, "Iterator", s.iterator.as_ref(), Builder::statement);
                self.loop_end(at, &s.label, &s.body)
            }
            Statement::ForEach(s) => {
                let at = self.open(Some(parent), TypeId::FOR_EACH_STATEMENT_AST, s.span);
                let variable = self.variable(at, &s.variable);
                self.child(at, "Variable", variable);
                let condition = self.statement(at, &s.condition);
                self.child(at, "Condition", condition);
                self.optional(at, "ThrottleLimit", s.throttle_limit.as_ref(), Builder::expression);
                self.loop_end(at, &s.label, &s.body)
            }
            Statement::Switch(s) => self.switch(parent, s),
            Statement::Try(s) => self.try_catch(parent, s),
            Statement::Trap(s) => self.trap(parent, s),
            Statement::Throw(s) => {
                let at = self.jump(parent, TypeId::THROW_STATEMENT_AST, s);
                self.value(at, "IsRethrow", s.pipeline.is_none());
                at
            }
            Statement::Return(s) => self.jump(parent, TypeId::RETURN_STATEMENT_AST, s),
            Statement::Exit(s) => self.jump(parent, TypeId::EXIT_STATEMENT_AST, s),
            Statement::Break(s) => self.loop_jump(parent, TypeId::BREAK_STATEMENT_AST, s),
            Statement::Continue(s) => self.loop_jump(parent, TypeId::CONTINUE_STATEMENT_AST, s),
            Statement::Data(s) => {
                let at = self.open(Some(parent), TypeId::DATA_STATEMENT_AST, s.span);
                self.value(at, "Variable", s.variable.clone());
                self.list(at, "CommandsAllowed", TypeId::EXPRESSION_AST, &s.commands_allowed, Builder::expression);
                let body = self.statement_block(at, &s.body);
                self.child(at, "Body", body);
                self.close(at)
            }
            Statement::Function(s) => self.function(Some(parent), s),
            Statement::Type(s) => self.type_definition(parent, s),
            Statement::Block(s) => {
                let at = self.open(Some(parent), TypeId::BLOCK_STATEMENT_AST, s.span);
                let body = self.statement_block(at, &s.body);
                self.child(at, "Body", body);
                self.close(at)
            }
            Statement::Error(s) => {
                let at = self.open(Some(parent), TypeId::ERROR_STATEMENT_AST, s.span);
                self.error_parts(at, &s.nested);
                self.close(at)
            }
        }
    }

    pub(super) fn error_parts(&mut self, at: At, parts: &[ErrorPart]) {
        self.list(at, "NestedAst", TypeId::AST, parts, |builder, at, part| match part {
            ErrorPart::Expression(e) => builder.expression(at, e),
            ErrorPart::Statement(s) => builder.statement(at, s),
            ErrorPart::Block(b) => builder.statement_block(at, b),
            ErrorPart::Attribute(a) => builder.attribute_base(at, a),
            ErrorPart::Parameter(p) => builder.parameter(at, p),
        });
    }

    fn loop_end(&mut self, at: At, label: &Option<std::rc::Rc<str>>, body: &StatementBlock) -> At {
        let body = self.statement_block(at, body);
        self.child(at, "Body", body);
        self.value(at, "Label", label.clone());
        self.close(at)
    }

    fn do_loop(&mut self, parent: At, class: TypeId, s: &DoLoop) -> At {
        let at = self.open(Some(parent), class, s.span);
        let condition = self.statement(at, &s.condition);
        self.child(at, "Condition", condition);
        self.loop_end(at, &s.label, &s.body)
    }

    fn switch(&mut self, parent: At, s: &Switch) -> At {
        let at = self.open(Some(parent), TypeId::SWITCH_STATEMENT_AST, s.span);
        let condition = self.statement(at, &s.condition);
        self.child(at, "Condition", condition);
        let clauses = s.clauses.iter().map(|(value, body)| (self.expression(at, value), self.statement_block(at, body))).collect();
        self.set(at, "Clauses", Field::Pairs(TypeId::EXPRESSION_AST, TypeId::STATEMENT_BLOCK_AST, clauses));
        self.optional(at, "Default", s.default.as_ref(), Builder::statement_block);
        let set = [(s.flags.file, 1), (s.flags.regex, 2), (s.flags.wildcard, 4), (s.flags.case_sensitive, 16), (s.flags.parallel, 32)];
        let bits = set.iter().filter(|(on, _)| *on).map(|(_, bit)| bit).sum();
        self.value(at, "Flags", Value::Enum(TypeId::SWITCH_FLAGS, bits));
        self.value(at, "Label", s.label.clone());
        self.close(at)
    }

    fn try_catch(&mut self, parent: At, s: &Try) -> At {
        let at = self.open(Some(parent), TypeId::TRY_STATEMENT_AST, s.span);
        let body = self.statement_block(at, &s.body);
        self.child(at, "Body", body);
        self.list(at, "CatchClauses", TypeId::CATCH_CLAUSE_AST, &s.catches, Builder::catch_clause);
        self.optional(at, "Finally", s.finally.as_ref(), Builder::statement_block);
        self.close(at)
    }

    fn catch_clause(&mut self, parent: At, s: &CatchClause) -> At {
        let at = self.open(Some(parent), TypeId::CATCH_CLAUSE_AST, s.span);
        self.list(at, "CatchTypes", TypeId::TYPE_CONSTRAINT_AST, &s.types, Builder::constraint);
        self.value(at, "IsCatchAll", s.types.is_empty());
        let body = self.statement_block(at, &s.body);
        self.child(at, "Body", body);
        self.close(at)
    }

    pub(super) fn trap(&mut self, parent: At, s: &Trap) -> At {
        let at = self.open(Some(parent), TypeId::TRAP_STATEMENT_AST, s.span);
        self.optional(at, "TrapType", s.trap_type.as_ref(), Builder::constraint);
        let body = self.statement_block(at, &s.body);
        self.child(at, "Body", body);
        self.close(at)
    }

    fn jump(&mut self, parent: At, class: TypeId, s: &Jump) -> At {
        let at = self.open(Some(parent), class, s.span);
        self.optional(at, "Pipeline", s.pipeline.as_ref(), Builder::statement);
        self.close(at)
    }

    fn loop_jump(&mut self, parent: At, class: TypeId, s: &LoopJump) -> At {
        let at = self.open(Some(parent), class, s.span);
        self.optional(at, "Label", s.label.as_ref(), Builder::expression);
        self.close(at)
    }

    fn chain(&mut self, parent: At, s: &PipelineChain) -> At {
        let at = self.open(Some(parent), TypeId::PIPELINE_CHAIN_AST, s.span);
        let left = self.statement(at, &s.left);
        self.child(at, "LhsPipelineChain", left);
        let right = self.pipeline(at, &s.right);
        self.child(at, "RhsPipeline", right);
        self.value(at, "Operator", named(TypeId::TOKEN_KIND, if s.operator == ChainOperator::And { "AndAnd" } else { "OrOr" }));
        self.value(at, "Background", s.background);
        self.close(at)
    }

    pub(super) fn pipeline(&mut self, parent: At, s: &Pipeline) -> At {
        let at = self.open(Some(parent), TypeId::PIPELINE_AST, s.span);
        self.list(at, "PipelineElements", TypeId::COMMAND_BASE_AST, &s.elements, |builder, at, element| match element {
            PipelineElement::Command(command) => builder.command(at, command),
            PipelineElement::Expression(expression) => builder.command_expression(at, expression),
        });
        self.value(at, "Background", s.background);
        self.close(at)
    }

    fn command_expression(&mut self, parent: At, s: &CommandExpression) -> At {
        let at = self.open(Some(parent), TypeId::COMMAND_EXPRESSION_AST, s.span);
        let expression = self.expression(at, &s.expression);
        self.child(at, "Expression", expression);
        self.list(at, "Redirections", TypeId::REDIRECTION_AST, &s.redirections, Builder::redirection);
        self.close(at)
    }

    fn command(&mut self, parent: At, s: &Command) -> At {
        let at = self.open(Some(parent), TypeId::COMMAND_AST, s.span);
        self.list(at, "CommandElements", TypeId::COMMAND_ELEMENT_AST, &s.elements, |builder, at, element| match element {
            CommandElement::Parameter(parameter) => builder.command_parameter(at, parameter),
            CommandElement::Expression(expression) => builder.expression(at, expression),
        });
        let operator = match s.invocation {
            Invocation::Plain => "Unknown",
            Invocation::Call => "Ampersand",
            Invocation::DotSource => "Dot",
        };
        self.value(at, "InvocationOperator", named(TypeId::TOKEN_KIND, operator));
        self.value(at, "DefiningKeyword", Value::Null);
        self.list(at, "Redirections", TypeId::REDIRECTION_AST, &s.redirections, Builder::redirection);
        // What `GetCommandName()` gives: the name where it is a plain text.
        let name = match s.elements.first() {
            Some(CommandElement::Expression(Expression::String(text))) => Value::Str(text.value.clone()),
            _ => Value::Null,
        };
        self.value(at, ".CommandName", name);
        self.close(at)
    }

    fn command_parameter(&mut self, parent: At, s: &CommandParameter) -> At {
        let at = self.open(Some(parent), TypeId::COMMAND_PARAMETER_AST, s.span);
        self.value(at, "ParameterName", s.name.clone());
        self.optional(at, "Argument", s.argument.as_ref(), Builder::expression);
        let place = super::Extent::value(&self.source, s.name_span);
        self.value(at, "ErrorPosition", place);
        self.close(at)
    }

    fn redirection(&mut self, parent: At, redirection: &Redirection) -> At {
        match redirection {
            Redirection::File { span, from, append, location } => {
                let at = self.open(Some(parent), TypeId::FILE_REDIRECTION_AST, *span);
                let file = self.expression(at, location);
                self.child(at, "Location", file);
                self.value(at, "Append", *append);
                self.value(at, "FromStream", stream(*from));
                self.close(at)
            }
            Redirection::Merging { span, from, to } => {
                let at = self.open(Some(parent), TypeId::MERGING_REDIRECTION_AST, *span);
                self.value(at, "ToStream", stream(*to));
                self.value(at, "FromStream", stream(*from));
                self.close(at)
            }
        }
    }
}
