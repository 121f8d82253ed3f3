//! Expressions.

use super::{
    Attribute, AttributeBase, Constant, ExpandableString, Parameter, ScriptBlock, Span, Statement, StatementBlock, StringConstant,
    TypeConstraint, TypeName, Variable,
};
use crate::syntax::operator::{BinaryOperator, UnaryOperator};
use std::rc::Rc;

/// Any expression.
#[derive(Clone, Debug)]
pub enum Expression {
    /// `left -op right`
    Binary(Box<Binary>),
    /// `-op operand`, `operand++`
    Unary(Box<Unary>),
    /// `condition ? a : b`
    Ternary(Box<Ternary>),
    /// `[type] operand`
    Convert(Box<Convert>),
    /// `[attribute()] operand`
    Attributed(Box<Attributed>),
    /// `a, b`
    ArrayLiteral(Box<ArrayLiteral>),
    /// `@( … )`
    Array(Box<ArrayExpression>),
    /// `$( … )`
    SubExpression(Box<SubExpression>),
    /// `( … )`
    Paren(Box<Paren>),
    /// `@{ … }`
    Hashtable(Box<Hashtable>),
    /// `{ … }`
    ScriptBlock(Box<ScriptBlockExpression>),
    /// `target[index]`
    Index(Box<Index>),
    /// `target.name`
    Member(Box<Member>),
    /// `target.name(…)`
    InvokeMember(Box<InvokeMember>),
    /// `: base(…)` of a constructor
    BaseCtorInvoke(Box<BaseCtorInvoke>),
    /// `[type]`
    Type(Box<TypeExpression>),
    /// `$name`
    Variable(Box<Variable>),
    /// A number
    Constant(Box<Constant>),
    /// A string without anything to expand
    String(Box<StringConstant>),
    /// A string with something to expand
    Expandable(Box<ExpandableString>),
    /// `$using:name`
    Using(Box<UsingExpression>),
    /// What could not be parsed
    Error(Box<ErrorExpression>),
}

impl Expression {
    /// Where the expression stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Binary(e) => e.span,
            Self::Unary(e) => e.span,
            Self::Ternary(e) => e.span,
            Self::Convert(e) => e.span,
            Self::Attributed(e) => e.span,
            Self::ArrayLiteral(e) => e.span,
            Self::Array(e) => e.span,
            Self::SubExpression(e) => e.span,
            Self::Paren(e) => e.span,
            Self::Hashtable(e) => e.span,
            Self::ScriptBlock(e) => e.span,
            Self::Index(e) => e.span,
            Self::Member(e) => e.span,
            Self::InvokeMember(e) => e.span,
            Self::BaseCtorInvoke(e) => e.span,
            Self::Type(e) => e.span,
            Self::Variable(e) => e.span,
            Self::Constant(e) => e.span,
            Self::String(e) => e.span,
            Self::Expandable(e) => e.span,
            Self::Using(e) => e.span,
            Self::Error(e) => e.span,
        }
    }
}

/// `left -op right`.
#[derive(Clone, Debug)]
pub struct Binary {
    /// Both operands.
    pub span: Span,
    /// The operator.
    pub operator: BinaryOperator,
    /// Where the operator stands: the place of its errors.
    pub operator_span: Span,
    /// What stands before it.
    pub left: Expression,
    /// What stands after it.
    pub right: Expression,
}

/// `-op operand`, `operand++`.
#[derive(Clone, Debug)]
pub struct Unary {
    /// Operator and operand.
    pub span: Span,
    /// The operator.
    pub operator: UnaryOperator,
    /// The operand.
    pub operand: Expression,
}

/// `condition ? if_true : if_false`.
#[derive(Clone, Debug)]
pub struct Ternary {
    /// All three.
    pub span: Span,
    /// The condition.
    pub condition: Expression,
    /// Taken when the condition is true.
    pub if_true: Expression,
    /// Taken otherwise.
    pub if_false: Expression,
}

/// `[type] operand`.
#[derive(Clone, Debug)]
pub struct Convert {
    /// Type and operand.
    pub span: Span,
    /// The type.
    pub constraint: TypeConstraint,
    /// What is converted.
    pub operand: Expression,
}

/// `[attribute()] operand`.
#[derive(Clone, Debug)]
pub struct Attributed {
    /// Attribute and operand.
    pub span: Span,
    /// The attribute.
    pub attribute: Attribute,
    /// What it is put on.
    pub operand: Expression,
}

/// `a, b`.
#[derive(Clone, Debug)]
pub struct ArrayLiteral {
    /// All elements.
    pub span: Span,
    /// At least one.
    pub elements: Vec<Expression>,
}

/// `@( … )`.
#[derive(Clone, Debug)]
pub struct ArrayExpression {
    /// With the parentheses.
    pub span: Span,
    /// What stands inside.
    pub block: StatementBlock,
}

/// `$( … )`.
#[derive(Clone, Debug)]
pub struct SubExpression {
    /// With the parentheses.
    pub span: Span,
    /// What stands inside.
    pub block: StatementBlock,
}

/// `( … )`.
#[derive(Clone, Debug)]
pub struct Paren {
    /// With the parentheses.
    pub span: Span,
    /// A pipeline, a chain or an assignment.
    pub pipeline: Statement,
}

/// `@{ … }`.
#[derive(Clone, Debug)]
pub struct Hashtable {
    /// With the braces.
    pub span: Span,
    /// Keys and values in the order written.
    pub pairs: Vec<(Expression, Statement)>,
}

/// `{ … }`.
#[derive(Clone, Debug)]
pub struct ScriptBlockExpression {
    /// With the braces.
    pub span: Span,
    /// The block.
    pub body: Rc<ScriptBlock>,
}

/// `target[index]`, `target?[index]`.
#[derive(Clone, Debug)]
pub struct Index {
    /// With the bracket.
    pub span: Span,
    /// What is indexed.
    pub target: Expression,
    /// The index; several are an [`ArrayLiteral`].
    pub index: Expression,
    /// Written with `?`.
    pub null_conditional: bool,
}

/// `target.name`, `[type]::name`, `target?.name`.
#[derive(Clone, Debug)]
pub struct Member {
    /// Target and name.
    pub span: Span,
    /// What has the member.
    pub target: Expression,
    /// The name: a bare [`StringConstant`] or any expression.
    pub member: Expression,
    /// Written with `::`.
    pub is_static: bool,
    /// Written with `?`.
    pub null_conditional: bool,
}

/// `target.name(arguments)`.
#[derive(Clone, Debug)]
pub struct InvokeMember {
    /// From the target to `)`.
    pub span: Span,
    /// What has the method.
    pub target: Expression,
    /// The name: a bare [`StringConstant`] or any expression.
    pub member: Expression,
    /// The arguments.
    pub arguments: Vec<Expression>,
    /// `name[type, type](…)`.
    pub generic_arguments: Vec<TypeName>,
    /// Written with `::`.
    pub is_static: bool,
    /// Written with `?`.
    pub null_conditional: bool,
}

/// The call of the base class's constructor, written or implied: the first statement of a constructor's body.
#[derive(Clone, Debug)]
pub struct BaseCtorInvoke {
    /// `base(…)`, or empty.
    pub span: Span,
    /// The arguments.
    pub arguments: Vec<Expression>,
    /// `base(…)` is written.
    pub is_written: bool,
}

/// `[type]` as a value.
#[derive(Clone, Debug)]
pub struct TypeExpression {
    /// With the brackets.
    pub span: Span,
    /// The name inside.
    pub type_name: TypeName,
}

/// `$using:name` and what follows it up to a plain member or index.
#[derive(Clone, Debug)]
pub struct UsingExpression {
    /// With `$using:`.
    pub span: Span,
    /// The variable without `using:`, under the members and indexes written after it.
    pub operand: Expression,
}

/// What could not be parsed, with the parts that could.
#[derive(Clone, Debug)]
pub struct ErrorExpression {
    /// All of it.
    pub span: Span,
    /// The parts.
    pub nested: Vec<ErrorPart>,
}

/// A part of something that could not be parsed.
#[derive(Clone, Debug)]
pub enum ErrorPart {
    /// An expression.
    Expression(Expression),
    /// A statement.
    Statement(Statement),
    /// A block.
    Block(StatementBlock),
    /// A constraint or attribute.
    Attribute(AttributeBase),
    /// A parameter.
    Parameter(Parameter),
}
