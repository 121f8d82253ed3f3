//! What runs: the tree resolved to slots, constants and call sites. Nothing that runs reads the tree.
//!
//! A variable that a block names gets a slot of the block's scope. PowerShell's scopes are dynamic, so a slot that
//! holds nothing falls back to a look-up by [`Symbol`] through the callers' scopes, and a block that is dot-sourced
//! (`ForEach-Object`'s, `. { }`) has its slots mapped onto those of the scope it runs in.

mod block;
mod cache;
mod resolve;
mod symbol;

pub use block::{AttributeCode, Block, BlockCode, Body, ParameterCode, TrapCode, TypeRef};
pub use cache::{CallCache, MemberCache};
pub use resolve::constant_value;
pub use symbol::Symbol;

use std::rc::Rc;

use crate::source::Span;
use crate::syntax::ast::{self, Stream};
use crate::syntax::operator::{BinaryOperator, UnaryOperator};
use crate::value::Value;

/// An expression.
pub enum Expr {
    /// A literal.
    Const(Value),
    /// A variable of the block's scope, by slot.
    Slot(u32),
    /// A variable that needs more: scopes, drives.
    Variable(Box<VariableRef>),
    /// An automatic variable made on demand.
    Automatic(Symbol),
    /// `"a $b"`.
    Expand(Box<[Piece]>),
    /// `1, 2`.
    Array(Box<[Expr]>),
    /// `@( … )`.
    ArrayOf(Box<Body>),
    /// `$( … )`.
    Sub(Box<Body>),
    /// `( … )`.
    Paren(Box<Stmt>),
    /// `@{ … }`, with its kind.
    Hash(Box<HashCode>),
    /// `{ … }`.
    Block(Rc<BlockCode>),
    /// An operator with one operand (not increments).
    Unary(Box<UnaryCode>),
    /// `++`, `--`.
    Increment(Box<IncrementCode>),
    /// An operator with two operands.
    Binary(Box<BinaryCode>),
    /// `a ? b : c`.
    Ternary(Box<(Expr, Expr, Expr)>),
    /// `[T]x`.
    Cast(Box<(TypeRef, Expr)>),
    /// `[attribute()]x` used as a value.
    Attributed(Box<(AttributeCode, Expr)>),
    /// `a[b]`.
    Index(Box<IndexCode>),
    /// `a.b`, `[T]::b`.
    Member(Box<MemberCode>),
    /// `a.b(c)`, `[T]::b(c)`.
    Invoke(Box<InvokeCode>),
    /// `base(…)` in a constructor.
    BaseCtor(Box<[Expr]>),
    /// `[T]`.
    Type(Box<TypeRef>),
    /// `$using:x`.
    Using(Box<(Symbol, Expr)>),
    /// A part that did not parse; running it is an error.
    Error(Span),
}

/// A part of an expandable string.
pub enum Piece {
    /// Text as it stands.
    Text(Rc<str>),
    /// What an expression gives, as text.
    Value(Expr),
}

/// What kind of dictionary a literal makes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum HashKind {
    /// `@{}`.
    Plain,
    /// `[ordered]@{}`.
    Ordered,
    /// `[pscustomobject]@{}`.
    Object,
}

/// A hash literal.
pub struct HashCode {
    /// Its kind.
    pub kind: HashKind,
    /// Keys and values.
    pub pairs: Vec<(Expr, Stmt)>,
    /// Where it stands.
    pub span: Span,
    /// For objects whose keys are constants: the shape they share.
    pub shape: std::cell::OnceCell<Rc<crate::value::Shape>>,
}

/// An operator with one operand.
pub struct UnaryCode {
    /// Which.
    pub operator: UnaryOperator,
    /// Its operand.
    pub operand: Expr,
}

/// `++` or `--`.
pub struct IncrementCode {
    /// What is changed.
    pub target: Target,
    /// `++`, else `--`.
    pub up: bool,
    /// Whether the value is that after the change.
    pub prefix: bool,
}

/// An operator with two operands.
pub struct BinaryCode {
    /// Which.
    pub operator: BinaryOperator,
    /// Left operand.
    pub left: Expr,
    /// Right operand.
    pub right: Expr,
    /// Whether it is the outermost of a nest of operators that numbers in variables may answer alone.
    pub plain: bool,
    /// Where it stands.
    pub span: Span,
}

impl BinaryCode {
    /// The operator on its operands.
    pub(super) fn new(operator: BinaryOperator, left: Expr, right: Expr, span: Span) -> Self {
        let mut code = BinaryCode { operator, left, right, plain: false, span };
        if code.is_plain() {
            code.left.is_inner();
            code.right.is_inner();
            code.plain = true;
        }
        code
    }

    /// Made of operators on numbers and truth, of constants and variables, and nothing else.
    fn is_plain(&self) -> bool {
        use BinaryOperator as B;
        let operator = matches!(
            self.operator,
            B::Add
                | B::Subtract
                | B::Multiply
                | B::Divide
                | B::Remainder
                | B::BitAnd
                | B::BitOr
                | B::BitXor
                | B::And
                | B::Or
                | B::Xor
                | B::Equal(_)
                | B::NotEqual(_)
                | B::Less(_)
                | B::LessOrEqual(_)
                | B::Greater(_)
                | B::GreaterOrEqual(_)
        );
        operator && self.left.is_plain_operand() && self.right.is_plain_operand()
    }
}

impl Expr {
    fn is_plain_operand(&self) -> bool {
        match self {
            Expr::Slot(_) => true,
            Expr::Const(value) => matches!(value, Value::Int(_) | Value::Long(_) | Value::Double(_) | Value::Bool(_)),
            // The nest inside was found plain when it was made.
            Expr::Binary(code) => code.plain,
            Expr::Unary(code) => {
                matches!(code.operator, UnaryOperator::Not | UnaryOperator::Exclaim | UnaryOperator::Minus)
                    && code.operand.is_plain_operand()
            }
            _ => false,
        }
    }

    /// Says that an operator around it asks for its value.
    fn is_inner(&mut self) {
        match self {
            Expr::Binary(code) => code.plain = false,
            Expr::Unary(code) => code.operand.is_inner(),
            _ => {}
        }
    }
}

/// `a[b]`.
pub struct IndexCode {
    /// What is indexed.
    pub target: Expr,
    /// The index: an array literal is several dimensions or a slice.
    pub index: Expr,
    /// `?[`.
    pub null_conditional: bool,
    /// Where it stands.
    pub span: Span,
}

/// A member's name: known or computed.
pub enum MemberName {
    /// Written out.
    Known(Rc<str>),
    /// An expression.
    Computed(Box<Expr>),
}

/// `a.b`.
pub struct MemberCode {
    /// Whose.
    pub target: Expr,
    /// Which.
    pub name: MemberName,
    /// `::`.
    pub is_static: bool,
    /// `?.`.
    pub null_conditional: bool,
    /// Where it stands.
    pub span: Span,
    /// Where the member was last found.
    pub cache: MemberCache,
}

/// `a.b(c)`.
pub struct InvokeCode {
    /// Whose.
    pub target: Expr,
    /// Which.
    pub name: MemberName,
    /// Arguments.
    pub arguments: Vec<Expr>,
    /// Type arguments.
    pub generics: Vec<TypeRef>,
    /// `::`.
    pub is_static: bool,
    /// `?.`.
    pub null_conditional: bool,
    /// Where it stands.
    pub span: Span,
}

/// A variable named with a scope or drive.
#[derive(Clone)]
pub struct VariableRef {
    /// The path.
    pub path: ast::VariablePath,
    /// The name's symbol.
    pub symbol: Symbol,
}

/// What can be assigned to.
pub enum Target {
    /// A slot.
    Slot(u32),
    /// A scoped or drive variable.
    Variable(Box<VariableRef>),
    /// `a.b`.
    Member(Box<MemberCode>),
    /// `a[b]`.
    Index(Box<IndexCode>),
    /// `a, b = …`.
    List(Vec<Target>),
    /// `[T]a`, with attributes; outermost first.
    Constrained(Box<(Vec<Constraint>, Target)>),
    /// Not assignable; the parser has said so.
    Error(Span),
}

/// A type or attribute in front of an assigned variable.
pub enum Constraint {
    /// `[int]`.
    Type(TypeRef),
    /// `[ValidateSet('a')]`.
    Attribute(AttributeCode),
}

/// A statement.
pub enum Stmt {
    /// An expression; its value goes out.
    Expr(Span, Expr),
    /// Commands.
    Pipeline(Box<PipelineCode>),
    /// `a && b`.
    Chain(Box<ChainCode>),
    /// `a = b`.
    Assign(Box<AssignCode>),
    /// `if`.
    If(Box<IfCode>),
    /// `while`, `do … while`, `do … until`.
    Loop(Box<LoopCode>),
    /// `for`.
    For(Box<ForCode>),
    /// `foreach`.
    ForEach(Box<ForEachCode>),
    /// `switch`.
    Switch(Box<SwitchCode>),
    /// `try`.
    Try(Box<TryCode>),
    /// `throw`.
    Throw(Span, Option<Box<Stmt>>),
    /// `return`.
    Return(Span, Option<Box<Stmt>>),
    /// `exit`.
    Exit(Span, Option<Box<Stmt>>),
    /// `break`.
    Break(Span, Option<Box<Expr>>),
    /// `continue`.
    Continue(Span, Option<Box<Expr>>),
    /// `function`, `filter`.
    Function(Rc<FunctionCode>),
    /// `class`, `enum`: defined when the block is entered.
    Type(Rc<ast::TypeDefinition>),
    /// `data`.
    Data(Box<DataCode>),
    /// A part that did not parse.
    Error(Span),
}

impl Stmt {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Stmt::Expr(span, _)
            | Stmt::Throw(span, _)
            | Stmt::Return(span, _)
            | Stmt::Exit(span, _)
            | Stmt::Break(span, _)
            | Stmt::Continue(span, _)
            | Stmt::Error(span) => *span,
            Stmt::Pipeline(code) => code.span,
            Stmt::Chain(code) => code.span,
            Stmt::Assign(code) => code.span,
            Stmt::If(code) => code.span,
            Stmt::Loop(code) => code.span,
            Stmt::For(code) => code.span,
            Stmt::ForEach(code) => code.span,
            Stmt::Switch(code) => code.span,
            Stmt::Try(code) => code.span,
            Stmt::Function(code) => code.span,
            Stmt::Type(code) => code.span,
            Stmt::Data(code) => code.span,
        }
    }
}

/// `a = b`, `a += b` …
pub struct AssignCode {
    /// What is assigned to.
    pub target: Target,
    /// The operator of a compound assignment.
    pub operator: Option<BinaryOperator>,
    /// `??=`.
    pub coalesce: bool,
    /// The right side.
    pub value: Stmt,
    /// Where it stands.
    pub span: Span,
}

/// `if`.
pub struct IfCode {
    /// Conditions and bodies.
    pub clauses: Vec<(Stmt, Body)>,
    /// `else`.
    pub otherwise: Option<Body>,
    /// Where it stands.
    pub span: Span,
}

/// Which loop a [`LoopCode`] is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum LoopKind {
    /// `while (c) { }`.
    While,
    /// `do { } while (c)`.
    DoWhile,
    /// `do { } until (c)`.
    DoUntil,
}

/// A loop with a condition alone.
pub struct LoopCode {
    /// Which.
    pub kind: LoopKind,
    /// `:label`.
    pub label: Option<Rc<str>>,
    /// The condition.
    pub condition: Stmt,
    /// The body.
    pub body: Body,
    /// Where it stands.
    pub span: Span,
}

/// `for`.
pub struct ForCode {
    /// `:label`.
    pub label: Option<Rc<str>>,
    /// Before the loop.
    pub initializer: Option<Stmt>,
    /// The condition.
    pub condition: Option<Stmt>,
    /// After each turn.
    pub iterator: Option<Stmt>,
    /// The body.
    pub body: Body,
    /// Where it stands.
    pub span: Span,
}

/// `foreach`.
pub struct ForEachCode {
    /// `:label`.
    pub label: Option<Rc<str>>,
    /// The loop variable.
    pub variable: Target,
    /// What is enumerated.
    pub items: Stmt,
    /// The body.
    pub body: Body,
    /// The slot of `$foreach`, if the body names it.
    pub enumerator: Option<u32>,
    /// Where it stands.
    pub span: Span,
}

/// `switch`.
pub struct SwitchCode {
    /// `:label`.
    pub label: Option<Rc<str>>,
    /// `-Regex`, `-Wildcard` …
    pub flags: ast::SwitchFlags,
    /// What is tested.
    pub items: Stmt,
    /// Conditions and bodies.
    pub clauses: Vec<(Expr, Body)>,
    /// `default`.
    pub default: Option<Body>,
    /// The slot of `$_`.
    pub underscore: u32,
    /// The slot of `$switch`, if the body names it.
    pub enumerator: Option<u32>,
    /// Where it stands.
    pub span: Span,
}

/// `try`.
pub struct TryCode {
    /// The guarded part.
    pub body: Body,
    /// Types (none: all) and bodies.
    pub catches: Vec<(Vec<TypeRef>, Body)>,
    /// `finally`.
    pub finally: Option<Body>,
    /// The slot of `$_`.
    pub underscore: u32,
    /// Where it stands.
    pub span: Span,
}

/// `function`.
pub struct FunctionCode {
    /// Its name, with a scope if one is written.
    pub name: Rc<str>,
    /// Its body.
    pub code: Rc<BlockCode>,
    /// Whether it is a filter.
    pub is_filter: bool,
    /// Where it stands.
    pub span: Span,
}

/// `data`.
pub struct DataCode {
    /// The variable that takes the value.
    pub variable: Option<Target>,
    /// The body.
    pub body: Body,
    /// Where it stands.
    pub span: Span,
}

/// `a && b`, `a || b`, `… &`.
pub struct ChainCode {
    /// Left side.
    pub left: Stmt,
    /// Right side.
    pub right: Stmt,
    /// `&&`, else `||`.
    pub and: bool,
    /// Where it stands.
    pub span: Span,
}

/// Commands joined by `|`.
pub struct PipelineCode {
    /// Its elements.
    pub elements: Vec<Element>,
    /// `&` at the end.
    pub background: bool,
    /// Where it stands.
    pub span: Span,
}

/// An element of a pipeline.
pub enum Element {
    /// An expression at the head.
    Expr {
        /// The expression.
        value: Expr,
        /// Its redirections.
        redirections: Vec<RedirectionCode>,
        /// Where it stands.
        span: Span,
    },
    /// A command.
    Command(Box<CommandCode>),
}

/// A command with its arguments.
pub struct CommandCode {
    /// Its name or what gives it.
    pub name: CommandName,
    /// `&`, `.` or neither.
    pub invocation: ast::Invocation,
    /// Arguments.
    pub arguments: Vec<Argument>,
    /// Redirections.
    pub redirections: Vec<RedirectionCode>,
    /// Where it stands.
    pub span: Span,
    /// Called as a method: `f(1, 2)`, which strict mode refuses.
    pub method_like: bool,
    /// What the name was last resolved to.
    pub cache: CallCache,
}

/// What names a command.
pub enum CommandName {
    /// Written out.
    Known(Rc<str>),
    /// Computed: a name, a script block, a command object.
    Computed(Expr),
}

/// An argument of a command.
pub enum Argument {
    /// By position.
    Positional(Expr, Span),
    /// `-Name`, `-Name value` is two arguments: which it is, binding decides.
    Named {
        /// Without the dash.
        name: Rc<str>,
        /// Behind a colon.
        value: Option<Expr>,
        /// As written, for functions that take it as text.
        text: Rc<str>,
        /// Where it stands.
        span: Span,
        /// Where the value stands; without one, the name.
        value_span: Span,
    },
    /// `@name`.
    Splat(Expr, Rc<str>),
}

/// A redirection.
pub enum RedirectionCode {
    /// To a file.
    File {
        /// From which stream.
        from: Stream,
        /// `>>`.
        append: bool,
        /// Its path.
        location: Expr,
    },
    /// Into another stream.
    Merge {
        /// From which stream.
        from: Stream,
        /// Into which.
        to: Stream,
    },
}
