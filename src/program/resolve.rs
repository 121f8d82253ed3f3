//! From the tree to what runs.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::block::{AttributeCode, Block, BlockCode, Body, ParameterCode, TrapCode, TypeRef};
use super::*;
use crate::syntax::ast::{Expression, Number, Qualifier, Statement, StringPart};
use crate::syntax::operator::AssignmentOperator;

/// The value of a literal number.
pub fn constant_value(number: &Number) -> Value {
    match number {
        Number::I8(value) => Value::SByte(*value),
        Number::U8(value) => Value::Byte(*value),
        Number::I16(value) => Value::Int16(*value),
        Number::U16(value) => Value::UInt16(*value),
        Number::I32(value) => Value::Int(*value),
        Number::U32(value) => Value::UInt32(*value),
        Number::I64(value) => Value::Long(*value),
        Number::U64(value) => Value::UInt64(*value),
        Number::F64(value) => Value::Double(*value),
        Number::Decimal(value) => Value::Decimal(*value),
        Number::Big(value) => Value::BigInt(Rc::new(value.clone())),
    }
}

/// The type that a preference variable has wherever it is set.
fn preference_type(symbol: Symbol) -> Option<crate::value::TypeId> {
    match symbol {
        Symbol::ERROR_ACTION_PREFERENCE
        | Symbol::WARNING_PREFERENCE
        | Symbol::VERBOSE_PREFERENCE
        | Symbol::DEBUG_PREFERENCE
        | Symbol::INFORMATION_PREFERENCE
        | Symbol::PROGRESS_PREFERENCE => Some(crate::value::TypeId::ACTION_PREFERENCE),
        Symbol::CONFIRM_PREFERENCE => Some(crate::value::TypeId::CONFIRM_IMPACT),
        _ => None,
    }
}

struct Resolver {
    names: Vec<Symbol>,
    slots: HashMap<Symbol, u32>,
    namespaces: Rc<[Rc<str>]>,
    source: Rc<crate::source::SourceText>,
}

/// Compiles a block.
pub(super) fn resolve_block(code: &BlockCode) -> Block {
    let tree = &code.tree;
    let mut resolver =
        Resolver { names: Vec::new(), slots: HashMap::new(), namespaces: code.namespaces.clone(), source: tree.unit.source.clone() };
    let definition = code.function.as_ref();
    let parameters: Vec<ParameterCode> = match (definition.and_then(|d| d.parameters.as_ref()), &tree.param_block) {
        (Some(parameters), _) => parameters.iter().map(|parameter| resolver.parameter(tree, parameter)).collect(),
        (None, Some(block)) => block.parameters.iter().map(|parameter| resolver.parameter(tree, parameter)).collect(),
        (None, None) => Vec::new(),
    };
    let written = tree.param_block.iter().flat_map(|block| &block.attributes).chain(&tree.attributes);
    let attributes: Vec<AttributeCode> = written.map(|attribute| resolver.attribute(attribute)).collect();
    let advanced = attributes.iter().any(|attribute| attribute.name.eq_ignore_ascii_case("CmdletBinding"))
        || parameters.iter().flat_map(|parameter| &parameter.attributes).any(|attribute| attribute.name.eq_ignore_ascii_case("Parameter"));
    let mut named =
        |block: &Option<ast::NamedBlock>| block.as_ref().map(|block| resolver.body(&block.statements, &block.traps, block.span));
    let dynamic_param = named(&tree.dynamic_param);
    let begin = named(&tree.begin);
    let process = named(&tree.process);
    let end = named(&tree.end);
    let clean = named(&tree.clean);
    let unnamed_end = tree.end.as_ref().is_some_and(|block| block.unnamed);
    // The statements of a filter without block keywords are its `process`.
    let (process, end) = if code.is_filter && unnamed_end && process.is_none() { (end, None) } else { (process, end) };
    Block {
        source: tree.unit.source.clone(),
        span: tree.span,
        underscore: resolver.slots.get(&Symbol::UNDERSCORE).copied(),
        names: resolver.names.into(),
        parameters,
        attributes,
        advanced,
        is_filter: code.is_filter,
        tree: tree.clone(),
        dynamic_param,
        begin,
        process,
        end,
        clean,
        namespaces: code.namespaces.clone(),
        using: tree.using_statements.iter().filter(|using| using.kind != ast::UsingKind::Namespace).cloned().collect(),
        requirements: tree.requirements.as_deref().cloned(),
        wants_call: wants_call(tree.slice(tree.span)),
        signature: OnceCell::new(),
    }
}

/// Whether a text names anything that needs the call's own data.
fn wants_call(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["args", "psboundparameters", "myinvocation", "pscmdlet", "input", "iex", "invoke-", "variable", "shouldprocess"]
        .iter()
        .any(|word| text.contains(word))
}

impl Resolver {
    fn slot(&mut self, symbol: Symbol) -> u32 {
        let next = self.names.len() as u32;
        *self.slots.entry(symbol).or_insert_with(|| {
            self.names.push(symbol);
            next
        })
    }

    fn parameter(&mut self, tree: &ast::ScriptBlock, parameter: &ast::Parameter) -> ParameterCode {
        let slot = self.slot(Symbol::of(&parameter.name.path.name));
        let mut type_ref = None;
        let mut attributes = Vec::new();
        for attribute in &parameter.attributes {
            match attribute {
                ast::AttributeBase::Type(constraint) if type_ref.is_none() => type_ref = Some(TypeRef::new(&constraint.type_name)),
                ast::AttributeBase::Type(constraint) => {
                    // `[string][ValidateSet()]`'s first type wins; a second constraint converts further.
                    attributes.push(AttributeCode {
                        name: Rc::from("\0type"),
                        type_ref: TypeRef::new(&constraint.type_name),
                        positional: Vec::new(),
                        named: Vec::new(),
                        span: constraint.span,
                    });
                }
                ast::AttributeBase::Attribute(attribute) => attributes.push(self.attribute(attribute)),
            }
        }
        ParameterCode {
            name: parameter.name.path.name.clone(),
            slot,
            type_ref,
            attributes,
            default: parameter.default.as_ref().map(|default| self.expression(default)),
            span: parameter.span,
            default_text: parameter.default.as_ref().map(|default| Rc::from(tree.slice(default.span()))),
        }
    }

    fn attribute(&mut self, attribute: &ast::Attribute) -> AttributeCode {
        let name = attribute.type_name.name();
        let plain = name.rsplit('.').next().unwrap_or(name);
        let plain = if plain.len() > 9 && plain.to_ascii_lowercase().ends_with("attribute") { &plain[..plain.len() - 9] } else { plain };
        AttributeCode {
            name: Rc::from(plain),
            type_ref: TypeRef::new(&attribute.type_name),
            positional: attribute.positional.iter().map(|argument| self.expression(argument)).collect(),
            named: attribute
                .named
                .iter()
                .map(|named| (named.name.clone(), named.argument.as_ref().map(|argument| self.expression(argument))))
                .collect(),
            span: attribute.span,
        }
    }

    fn block(&mut self, block: &ast::StatementBlock) -> Body {
        self.body(&block.statements, &block.traps, block.span)
    }

    fn body(&mut self, statements: &[Statement], traps: &[ast::Trap], span: Span) -> Body {
        let mut types = Vec::new();
        let mut code = Vec::with_capacity(statements.len());
        let mut trap_code: Vec<TrapCode> = traps.iter().map(|trap| self.trap(trap)).collect();
        for statement in statements {
            match statement {
                Statement::Type(definition) => types.push(definition.clone()),
                Statement::Trap(trap) => trap_code.push(self.trap(trap)),
                other => code.push(self.statement(other)),
            }
        }
        Body { statements: code, traps: trap_code, types, span }
    }

    fn trap(&mut self, trap: &ast::Trap) -> TrapCode {
        TrapCode {
            type_ref: trap.trap_type.as_ref().map(|constraint| TypeRef::new(&constraint.type_name)),
            underscore: self.slot(Symbol::UNDERSCORE),
            body: self.block(&trap.body),
        }
    }

    fn boxed(&mut self, statement: &Option<Statement>) -> Option<Box<Stmt>> {
        statement.as_ref().map(|statement| Box::new(self.statement(statement)))
    }

    fn statement(&mut self, statement: &Statement) -> Stmt {
        match statement {
            Statement::Pipeline(pipeline) => self.pipeline(pipeline),
            Statement::CommandExpression(command) if command.redirections.is_empty() => {
                Stmt::Expr(command.span, self.expression(&command.expression))
            }
            Statement::CommandExpression(command) => {
                let element = self.expression_element(command);
                Stmt::Pipeline(Box::new(PipelineCode { elements: vec![element], background: false, span: command.span }))
            }
            Statement::Chain(chain) => {
                let code = ChainCode {
                    left: self.statement(&chain.left),
                    right: self.pipeline(&chain.right),
                    and: chain.operator == ast::ChainOperator::And,
                    span: chain.span,
                };
                Stmt::Chain(Box::new(code))
            }
            Statement::Assignment(assignment) => self.assignment(assignment),
            Statement::If(code) => Stmt::If(Box::new(IfCode {
                clauses: code.clauses.iter().map(|(condition, body)| (self.statement(condition), self.block(body))).collect(),
                otherwise: code.otherwise.as_ref().map(|body| self.block(body)),
                span: code.span,
            })),
            Statement::While(code) => Stmt::Loop(Box::new(LoopCode {
                kind: LoopKind::While,
                label: code.label.clone(),
                condition: self.statement(&code.condition),
                body: self.block(&code.body),
                span: code.span,
            })),
            Statement::DoWhile(code) => self.do_loop(code, LoopKind::DoWhile),
            Statement::DoUntil(code) => self.do_loop(code, LoopKind::DoUntil),
            Statement::For(code) => Stmt::For(Box::new(ForCode {
                label: code.label.clone(),
                initializer: code.initializer.as_ref().map(|part| self.statement(part)),
                condition: code.condition.as_ref().map(|part| self.statement(part)),
                iterator: code.iterator.as_ref().map(|part| self.statement(part)),
                body: self.block(&code.body),
                span: code.span,
            })),
            Statement::ForEach(code) => {
                let variable = self.variable_target(&code.variable);
                let items = self.statement(&code.condition);
                let body = self.block(&code.body);
                let enumerator = self.slots.get(&Symbol::FOREACH).copied();
                Stmt::ForEach(Box::new(ForEachCode { label: code.label.clone(), variable, items, body, enumerator, span: code.span }))
            }
            Statement::Switch(code) => {
                let underscore = self.slot(Symbol::UNDERSCORE);
                let items = self.statement(&code.condition);
                let clauses = code.clauses.iter().map(|(condition, body)| (self.expression(condition), self.block(body))).collect();
                let default = code.default.as_ref().map(|body| self.block(body));
                let enumerator = self.slots.get(&Symbol::SWITCH).copied();
                Stmt::Switch(Box::new(SwitchCode {
                    label: code.label.clone(),
                    flags: code.flags,
                    items,
                    clauses,
                    default,
                    underscore,
                    enumerator,
                    span: code.span,
                }))
            }
            Statement::Try(code) => {
                let underscore = self.slot(Symbol::UNDERSCORE);
                let catches = code
                    .catches
                    .iter()
                    .map(|clause| {
                        (clause.types.iter().map(|constraint| TypeRef::new(&constraint.type_name)).collect(), self.block(&clause.body))
                    })
                    .collect();
                Stmt::Try(Box::new(TryCode {
                    body: self.block(&code.body),
                    catches,
                    finally: code.finally.as_ref().map(|body| self.block(body)),
                    underscore,
                    span: code.span,
                }))
            }
            Statement::Throw(jump) => Stmt::Throw(jump.span, self.boxed(&jump.pipeline)),
            Statement::Return(jump) => Stmt::Return(jump.span, self.boxed(&jump.pipeline)),
            Statement::Exit(jump) => Stmt::Exit(jump.span, self.boxed(&jump.pipeline)),
            Statement::Break(jump) => Stmt::Break(jump.span, jump.label.as_ref().map(|label| Box::new(self.expression(label)))),
            Statement::Continue(jump) => Stmt::Continue(jump.span, jump.label.as_ref().map(|label| Box::new(self.expression(label)))),
            Statement::Data(data) => {
                let variable = data.variable.as_ref().map(|name| Target::Slot(self.slot(Symbol::of(name))));
                Stmt::Data(Box::new(DataCode { variable, body: self.block(&data.body), span: data.span }))
            }
            Statement::Function(definition) => Stmt::Function(Rc::new(FunctionCode {
                name: definition.name.clone(),
                code: BlockCode::of_function(definition, self.namespaces.clone()),
                is_filter: definition.is_filter,
                span: definition.span,
            })),
            Statement::Type(definition) => Stmt::Type(definition.clone()),
            Statement::Trap(trap) => Stmt::Error(trap.span),
            Statement::Block(block) => {
                let body = self.block(&block.body);
                Stmt::Data(Box::new(DataCode { variable: None, body, span: block.span }))
            }
            Statement::Error(error) => Stmt::Error(error.span),
        }
    }

    fn do_loop(&mut self, code: &ast::DoLoop, kind: LoopKind) -> Stmt {
        Stmt::Loop(Box::new(LoopCode {
            kind,
            label: code.label.clone(),
            body: self.block(&code.body),
            condition: self.statement(&code.condition),
            span: code.span,
        }))
    }

    fn assignment(&mut self, assignment: &ast::Assignment) -> Stmt {
        let value = self.statement(&assignment.right);
        let target = self.target(&assignment.left);
        let coalesce = assignment.operator == AssignmentOperator::Coalesce;
        let operator = if coalesce { None } else { assignment.operator.binary() };
        Stmt::Assign(Box::new(AssignCode { target, operator, coalesce, value, span: assignment.span }))
    }

    fn pipeline(&mut self, pipeline: &ast::Pipeline) -> Stmt {
        if let Some(expression) = pipeline.pure_expression() {
            return Stmt::Expr(pipeline.span, self.expression(expression));
        }
        let elements = pipeline
            .elements
            .iter()
            .map(|element| match element {
                ast::PipelineElement::Command(command) => Element::Command(Box::new(self.command(command))),
                ast::PipelineElement::Expression(expression) => self.expression_element(expression),
            })
            .collect();
        Stmt::Pipeline(Box::new(PipelineCode { elements, background: pipeline.background, span: pipeline.span }))
    }

    fn expression_element(&mut self, element: &ast::CommandExpression) -> Element {
        Element::Expr {
            value: self.expression(&element.expression),
            redirections: element.redirections.iter().map(|redirection| self.redirection(redirection)).collect(),
            span: element.span,
        }
    }

    fn redirection(&mut self, redirection: &ast::Redirection) -> RedirectionCode {
        match redirection {
            ast::Redirection::File { from, append, location, .. } => {
                RedirectionCode::File { from: *from, append: *append, location: self.expression(location) }
            }
            ast::Redirection::Merging { from, to, .. } => RedirectionCode::Merge { from: *from, to: *to },
        }
    }

    fn command(&mut self, command: &ast::Command) -> CommandCode {
        let mut elements = command.elements.iter();
        let name = match elements.next() {
            Some(ast::CommandElement::Expression(Expression::String(constant))) => CommandName::Known(constant.value.clone()),
            Some(ast::CommandElement::Expression(expression)) => CommandName::Computed(self.expression(expression)),
            Some(ast::CommandElement::Parameter(parameter)) => CommandName::Known(Rc::from(format!("-{}", parameter.name))),
            None => CommandName::Known(Rc::from("")),
        };
        let arguments = elements
            .map(|element| match element {
                ast::CommandElement::Parameter(parameter) => Argument::Named {
                    name: parameter.name.clone(),
                    value: parameter.argument.as_ref().map(|argument| self.argument(argument)),
                    text: Rc::from(format!("-{}", parameter.name)),
                    span: parameter.span,
                    value_span: parameter.argument.as_ref().map_or(parameter.span, |argument| argument.span()),
                },
                ast::CommandElement::Expression(Expression::Variable(variable)) if variable.splatted => {
                    Argument::Splat(self.variable(variable), variable.path.name.clone())
                }
                ast::CommandElement::Expression(expression) => Argument::Positional(self.argument(expression), expression.span()),
            })
            .collect();
        CommandCode {
            name,
            invocation: command.invocation,
            arguments,
            redirections: command.redirections.iter().map(|redirection| self.redirection(redirection)).collect(),
            span: command.span,
            method_like: matches!(command.elements.as_slice(),
                [ast::CommandElement::Expression(name), ast::CommandElement::Expression(Expression::Paren(paren))]
                    if name.span().end == paren.span.start),
            cache: CallCache::default(),
        }
    }

    /// An argument of a command. A number keeps its text where that is not what it prints as: `Write-Host 1.50`.
    fn argument(&mut self, argument: &Expression) -> Expr {
        if let Expression::Constant(constant) = argument {
            let value = constant_value(&constant.value);
            let written = self.source.slice(constant.span);
            if crate::value::convert::to_plain_text(&value).is_some_and(|text| *text != *written) {
                return Expr::Const(crate::value::number_as_written(value, written));
            }
        }
        self.expression(argument)
    }

    fn variable(&mut self, variable: &ast::Variable) -> Expr {
        let symbol = Symbol::of(&variable.path.name);
        if variable.path.qualifier != Qualifier::None {
            return Expr::Variable(Box::new(VariableRef { path: variable.path.clone(), symbol }));
        }
        match symbol {
            Symbol::TRUE => Expr::Const(Value::Bool(true)),
            Symbol::FALSE => Expr::Const(Value::Bool(false)),
            Symbol::NULL => Expr::Const(Value::Null),
            Symbol::PS_ITEM => Expr::Slot(self.slot(Symbol::UNDERSCORE)),
            Symbol::ARGS
            | Symbol::INPUT
            | Symbol::PS_BOUND_PARAMETERS
            | Symbol::MY_INVOCATION
            | Symbol::PS_CMDLET
            | Symbol::MATCHES
            | Symbol::QUESTION
            | Symbol::PS_SCRIPT_ROOT
            | Symbol::PS_COMMAND_PATH
            | Symbol::PWD
            | Symbol::EXECUTION_CONTEXT
            | Symbol::HOST => Expr::Automatic(symbol),
            _ => Expr::Slot(self.slot(symbol)),
        }
    }

    fn variable_target(&mut self, variable: &ast::Variable) -> Target {
        let symbol = Symbol::of(&variable.path.name);
        match variable.path.qualifier {
            Qualifier::None if symbol == Symbol::PS_ITEM => Target::Slot(self.slot(Symbol::UNDERSCORE)),
            Qualifier::None if !matches!(symbol, Symbol::TRUE | Symbol::FALSE) => {
                let target = Target::Slot(self.slot(symbol));
                match preference_type(symbol) {
                    None => target,
                    Some(id) => {
                        let type_ref = TypeRef { name: id.full_name(), span: variable.span, known: std::cell::Cell::new(Some(id)) };
                        Target::Constrained(Box::new((vec![Constraint::Type(type_ref)], target)))
                    }
                }
            }
            _ => Target::Variable(Box::new(VariableRef { path: variable.path.clone(), symbol })),
        }
    }

    fn target(&mut self, expression: &Expression) -> Target {
        match expression {
            Expression::Variable(variable) => self.variable_target(variable),
            Expression::Member(member) => match self.member(member) {
                Expr::Member(code) => Target::Member(code),
                _ => Target::Error(member.span),
            },
            Expression::Index(index) => Target::Index(Box::new(self.index(index))),
            Expression::ArrayLiteral(array) => Target::List(array.elements.iter().map(|element| self.target(element)).collect()),
            Expression::Convert(convert) => {
                self.constrained(Constraint::Type(TypeRef::new(&convert.constraint.type_name)), &convert.operand)
            }
            Expression::Attributed(attributed) => {
                let constraint = Constraint::Attribute(self.attribute(&attributed.attribute));
                self.constrained(constraint, &attributed.operand)
            }
            Expression::Paren(paren) => match &paren.pipeline {
                Statement::Pipeline(pipeline) => match pipeline.pure_expression() {
                    Some(inner) => self.target(inner),
                    None => Target::Error(paren.span),
                },
                Statement::CommandExpression(command) => self.target(&command.expression),
                _ => Target::Error(paren.span),
            },
            other => Target::Error(other.span()),
        }
    }

    fn constrained(&mut self, constraint: Constraint, operand: &Expression) -> Target {
        match self.target(operand) {
            Target::Constrained(mut inner) => {
                inner.0.insert(0, constraint);
                Target::Constrained(inner)
            }
            target => Target::Constrained(Box::new((vec![constraint], target))),
        }
    }

    fn index(&mut self, index: &ast::Index) -> IndexCode {
        IndexCode {
            target: self.expression(&index.target),
            index: self.expression(&index.index),
            null_conditional: index.null_conditional,
            span: index.span,
        }
    }

    fn member_name(&mut self, expression: &Expression) -> MemberName {
        match expression {
            Expression::String(constant) => MemberName::Known(constant.value.clone()),
            other => MemberName::Computed(Box::new(self.expression(other))),
        }
    }

    fn member(&mut self, member: &ast::Member) -> Expr {
        Expr::Member(Box::new(MemberCode {
            target: self.expression(&member.target),
            name: self.member_name(&member.member),
            is_static: member.is_static,
            null_conditional: member.null_conditional,
            span: member.span,
            cache: MemberCache::default(),
        }))
    }

    fn hashtable(&mut self, table: &ast::Hashtable, kind: HashKind) -> Expr {
        let pairs = table.pairs.iter().map(|(key, value)| (self.expression(key), self.statement(value))).collect();
        Expr::Hash(Box::new(HashCode { kind, pairs, span: table.span, shape: OnceCell::new() }))
    }

    fn expressions(&mut self, expressions: &[Expression]) -> Vec<Expr> {
        expressions.iter().map(|expression| self.expression(expression)).collect()
    }

    fn expression(&mut self, expression: &Expression) -> Expr {
        match expression {
            Expression::Constant(constant) => Expr::Const(constant_value(&constant.value)),
            Expression::String(constant) => Expr::Const(Value::Str(constant.value.clone())),
            Expression::Expandable(string) => {
                let pieces = string
                    .parts
                    .iter()
                    .map(|part| match part {
                        StringPart::Text(text) => Piece::Text(text.clone()),
                        StringPart::Expression(inner) => Piece::Value(self.expression(inner)),
                    })
                    .collect();
                Expr::Expand(pieces)
            }
            Expression::Variable(variable) => self.variable(variable),
            Expression::ArrayLiteral(array) => Expr::Array(self.expressions(&array.elements).into()),
            Expression::Array(array) => Expr::ArrayOf(Box::new(self.block(&array.block))),
            Expression::SubExpression(sub) => Expr::Sub(Box::new(self.block(&sub.block))),
            Expression::Paren(paren) => match self.statement(&paren.pipeline) {
                Stmt::Expr(_, inner @ (Expr::Const(_) | Expr::Slot(_) | Expr::Binary(_))) => inner,
                statement => Expr::Paren(Box::new(statement)),
            },
            Expression::Hashtable(table) => self.hashtable(table, HashKind::Plain),
            Expression::ScriptBlock(block) => Expr::Block(BlockCode::new(block.body.clone(), self.namespaces.clone())),
            Expression::Binary(binary) => {
                let (left, right) = (self.expression(&binary.left), self.expression(&binary.right));
                Expr::Binary(Box::new(BinaryCode::new(binary.operator, left, right, binary.span)))
            }
            Expression::Unary(unary) => match unary.operator {
                UnaryOperator::PreIncrement | UnaryOperator::PreDecrement | UnaryOperator::PostIncrement | UnaryOperator::PostDecrement => {
                    Expr::Increment(Box::new(IncrementCode {
                        target: self.target(&unary.operand),
                        up: matches!(unary.operator, UnaryOperator::PreIncrement | UnaryOperator::PostIncrement),
                        prefix: matches!(unary.operator, UnaryOperator::PreIncrement | UnaryOperator::PreDecrement),
                    }))
                }
                operator => Expr::Unary(Box::new(UnaryCode { operator, operand: self.expression(&unary.operand) })),
            },
            Expression::Ternary(ternary) => Expr::Ternary(Box::new((
                self.expression(&ternary.condition),
                self.expression(&ternary.if_true),
                self.expression(&ternary.if_false),
            ))),
            Expression::Convert(convert) => {
                if let Expression::Hashtable(table) = &convert.operand {
                    let name = convert.constraint.type_name.full_name();
                    if name.eq_ignore_ascii_case("ordered") {
                        return self.hashtable(table, HashKind::Ordered);
                    }
                    if name.eq_ignore_ascii_case("pscustomobject")
                        || name.eq_ignore_ascii_case("System.Management.Automation.PSCustomObject")
                    {
                        return self.hashtable(table, HashKind::Object);
                    }
                }
                let target = TypeRef::new(&convert.constraint.type_name);
                // `[pscustomobject]` is another name of PSObject everywhere but in a cast.
                if target.name.eq_ignore_ascii_case("pscustomobject") {
                    target.known.set(Some(crate::value::TypeId::PS_CUSTOM_OBJECT));
                }
                Expr::Cast(Box::new((target, self.expression(&convert.operand))))
            }
            Expression::Attributed(attributed) => {
                Expr::Attributed(Box::new((self.attribute(&attributed.attribute), self.expression(&attributed.operand))))
            }
            Expression::Index(index) => Expr::Index(Box::new(self.index(index))),
            Expression::Member(member) => self.member(member),
            Expression::InvokeMember(call) => Expr::Invoke(Box::new(InvokeCode {
                target: self.expression(&call.target),
                name: self.member_name(&call.member),
                arguments: self.expressions(&call.arguments),
                generics: call.generic_arguments.iter().map(TypeRef::new).collect(),
                is_static: call.is_static,
                null_conditional: call.null_conditional,
                span: call.span,
            })),
            Expression::BaseCtorInvoke(call) => Expr::BaseCtor(self.expressions(&call.arguments).into()),
            Expression::Type(literal) => Expr::Type(Box::new(TypeRef::new(&literal.type_name))),
            Expression::Using(using) => {
                let symbol = match &using.operand {
                    Expression::Variable(variable) => Symbol::of(&variable.path.name),
                    // Members and indexes stand inside: only the variable itself is the caller's.
                    operand => {
                        let mut operand = operand.clone();
                        return match push_using(&mut operand, using.span) {
                            true => self.expression(&operand),
                            false => Expr::Using(Box::new((Symbol::NULL, self.expression(&operand)))),
                        };
                    }
                };
                Expr::Using(Box::new((symbol, self.expression(&using.operand))))
            }
            Expression::Error(error) => Expr::Error(error.span),
        }
    }
}

/// Puts `$using:` around the variable under members and indexes; false if there is none.
fn push_using(expression: &mut Expression, span: Span) -> bool {
    match expression {
        Expression::Member(member) => push_using(&mut member.target, span),
        Expression::Index(index) => push_using(&mut index.target, span),
        Expression::InvokeMember(call) => push_using(&mut call.target, span),
        Expression::Variable(_) => {
            let operand = expression.clone();
            *expression = Expression::Using(Box::new(ast::UsingExpression { span, operand }));
            true
        }
        _ => false,
    }
}
