//! Statements.

use super::{
    CommandExpression, ErrorPart, Expression, FunctionDefinition, Hashtable, Pipeline, PipelineChain, Span, StatementBlock, StringConstant,
    TypeConstraint, TypeDefinition, Variable,
};
use crate::syntax::operator::AssignmentOperator;
use std::rc::Rc;

/// Any statement.
#[derive(Clone, Debug)]
pub enum Statement {
    /// `a | b`
    Pipeline(Box<Pipeline>),
    /// `a && b`
    Chain(Box<PipelineChain>),
    /// A bare expression as value of an assignment
    CommandExpression(Box<CommandExpression>),
    /// `a = b`
    Assignment(Box<Assignment>),
    /// `if`
    If(Box<If>),
    /// `while`
    While(Box<While>),
    /// `do … while`
    DoWhile(Box<DoLoop>),
    /// `do … until`
    DoUntil(Box<DoLoop>),
    /// `for`
    For(Box<For>),
    /// `foreach`
    ForEach(Box<ForEach>),
    /// `switch`
    Switch(Box<Switch>),
    /// `try`
    Try(Box<Try>),
    /// `trap`; blocks keep theirs apart, so this stands only inside errors
    Trap(Box<Trap>),
    /// `throw`
    Throw(Box<Jump>),
    /// `return`
    Return(Box<Jump>),
    /// `exit`
    Exit(Box<Jump>),
    /// `break`
    Break(Box<LoopJump>),
    /// `continue`
    Continue(Box<LoopJump>),
    /// `data`
    Data(Box<Data>),
    /// `function`, `filter`
    Function(Rc<FunctionDefinition>),
    /// `class`, `enum`, `interface`
    Type(Rc<TypeDefinition>),
    /// `parallel { }`, `sequence { }`: always with an error
    Block(Box<Block>),
    /// What could not be parsed
    Error(Box<ErrorStatement>),
}

impl Statement {
    /// Where the statement stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Pipeline(s) => s.span,
            Self::Chain(s) => s.span,
            Self::CommandExpression(s) => s.span,
            Self::Assignment(s) => s.span,
            Self::If(s) => s.span,
            Self::While(s) => s.span,
            Self::DoWhile(s) | Self::DoUntil(s) => s.span,
            Self::For(s) => s.span,
            Self::ForEach(s) => s.span,
            Self::Switch(s) => s.span,
            Self::Try(s) => s.span,
            Self::Trap(s) => s.span,
            Self::Throw(s) | Self::Return(s) | Self::Exit(s) => s.span,
            Self::Break(s) | Self::Continue(s) => s.span,
            Self::Data(s) => s.span,
            Self::Function(s) => s.span,
            Self::Type(s) => s.span,
            Self::Block(s) => s.span,
            Self::Error(s) => s.span,
        }
    }
}

/// `left = right`, `left += right`.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// Both sides.
    pub span: Span,
    /// The operator.
    pub operator: AssignmentOperator,
    /// Where the operator stands: the place of its errors.
    pub operator_span: Span,
    /// What is assigned to.
    pub left: Expression,
    /// The value: any statement; a bare expression is a [`Statement::CommandExpression`].
    pub right: Statement,
}

/// `if (…) { } elseif (…) { } else { }`.
#[derive(Clone, Debug)]
pub struct If {
    /// All of it.
    pub span: Span,
    /// Conditions with their blocks.
    pub clauses: Vec<(Statement, StatementBlock)>,
    /// `else`
    pub otherwise: Option<StatementBlock>,
}

/// `:label while (condition) { }`.
#[derive(Clone, Debug)]
pub struct While {
    /// All of it, label included.
    pub span: Span,
    /// The label without its colon.
    pub label: Option<Rc<str>>,
    /// The condition.
    pub condition: Statement,
    /// The body.
    pub body: StatementBlock,
}

/// `:label do { } while (condition)` or `until`.
#[derive(Clone, Debug)]
pub struct DoLoop {
    /// All of it, label included.
    pub span: Span,
    /// The label without its colon.
    pub label: Option<Rc<str>>,
    /// The body.
    pub body: StatementBlock,
    /// The condition.
    pub condition: Statement,
}

/// `:label for (initializer; condition; iterator) { }`.
#[derive(Clone, Debug)]
pub struct For {
    /// All of it, label included.
    pub span: Span,
    /// The label without its colon.
    pub label: Option<Rc<str>>,
    /// Runs first.
    pub initializer: Option<Statement>,
    /// Runs before each turn.
    pub condition: Option<Statement>,
    /// Runs after each turn.
    pub iterator: Option<Statement>,
    /// The body.
    pub body: StatementBlock,
}

/// `:label foreach ($variable in condition) { }`.
#[derive(Clone, Debug)]
pub struct ForEach {
    /// All of it, label included.
    pub span: Span,
    /// The label without its colon.
    pub label: Option<Rc<str>>,
    /// The variable.
    pub variable: Variable,
    /// What is walked through.
    pub condition: Statement,
    /// The body.
    pub body: StatementBlock,
    /// `-parallel`: always with an error.
    pub parallel: bool,
    /// `-throttlelimit`: always with an error.
    pub throttle_limit: Option<Expression>,
}

/// Flags of `switch`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SwitchFlags {
    /// `-file`
    pub file: bool,
    /// `-regex`
    pub regex: bool,
    /// `-wildcard`
    pub wildcard: bool,
    /// `-casesensitive`
    pub case_sensitive: bool,
    /// `-parallel`: always with an error.
    pub parallel: bool,
}

/// `:label switch -flags (condition) { value { } default { } }`.
#[derive(Clone, Debug)]
pub struct Switch {
    /// All of it, label included.
    pub span: Span,
    /// The label without its colon.
    pub label: Option<Rc<str>>,
    /// The flags.
    pub flags: SwitchFlags,
    /// What is looked at, or the file's name.
    pub condition: Statement,
    /// Values with their blocks.
    pub clauses: Vec<(Expression, StatementBlock)>,
    /// `default`
    pub default: Option<StatementBlock>,
}

/// `try { } catch [type] { } finally { }`.
#[derive(Clone, Debug)]
pub struct Try {
    /// All of it.
    pub span: Span,
    /// The guarded block.
    pub body: StatementBlock,
    /// `catch` clauses in order.
    pub catches: Vec<CatchClause>,
    /// `finally`
    pub finally: Option<StatementBlock>,
}

/// `catch [type], [type] { }`.
#[derive(Clone, Debug)]
pub struct CatchClause {
    /// All of it.
    pub span: Span,
    /// The types; none catches all.
    pub types: Vec<TypeConstraint>,
    /// The block.
    pub body: StatementBlock,
}

/// `trap [type] { }`.
#[derive(Clone, Debug)]
pub struct Trap {
    /// All of it.
    pub span: Span,
    /// The type; none traps all.
    pub trap_type: Option<TypeConstraint>,
    /// The block.
    pub body: StatementBlock,
}

/// `throw`, `return` or `exit`, with what follows.
#[derive(Clone, Debug)]
pub struct Jump {
    /// Keyword and pipeline.
    pub span: Span,
    /// What follows.
    pub pipeline: Option<Statement>,
}

/// `break` or `continue`, with its label.
#[derive(Clone, Debug)]
pub struct LoopJump {
    /// Keyword and label.
    pub span: Span,
    /// The label: usually a bare string, but any expression is allowed.
    pub label: Option<Expression>,
}

/// `data name -supportedcommand … { }`.
#[derive(Clone, Debug)]
pub struct Data {
    /// All of it.
    pub span: Span,
    /// The variable that gets the value.
    pub variable: Option<Rc<str>>,
    /// Commands allowed inside.
    pub commands_allowed: Vec<Expression>,
    /// The block.
    pub body: StatementBlock,
}

/// Which kind of `using` statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsingKind {
    /// `using assembly`
    Assembly,
    /// `using command`
    Command,
    /// `using module`
    Module,
    /// `using namespace`
    Namespace,
    /// `using type`
    Type,
}

/// `using namespace Name`, `using module Name`, `using module @{ … }`, `using namespace Alias = Name`.
#[derive(Clone, Debug)]
pub struct Using {
    /// All of it.
    pub span: Span,
    /// Which kind.
    pub kind: UsingKind,
    /// The name, or the name of the alias.
    pub name: Option<StringConstant>,
    /// The right side of `=`.
    pub alias: Option<StringConstant>,
    /// `@{ ModuleName = …; … }`
    pub module_specification: Option<Hashtable>,
}

/// `parallel { }`, `sequence { }`.
#[derive(Clone, Debug)]
pub struct Block {
    /// All of it.
    pub span: Span,
    /// The keyword.
    pub keyword: Rc<str>,
    /// The block.
    pub body: StatementBlock,
}

/// What could not be parsed, with the parts that could.
#[derive(Clone, Debug)]
pub struct ErrorStatement {
    /// All of it.
    pub span: Span,
    /// The parts.
    pub nested: Vec<ErrorPart>,
}
