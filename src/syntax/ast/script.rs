//! Script blocks, their named blocks, parameters and attributes.

use super::{Expression, Requirements, Span, Statement, Trap, TypeConstraint, TypeName, Using, Variable};
use crate::source::SourceText;
use std::cell::OnceCell;
use std::rc::Rc;

/// One parsed text: what all script blocks of a tree share.
#[derive(Debug)]
pub struct Unit {
    /// The text.
    pub source: Rc<SourceText>,
    /// Every comment in order, for comment-based help. Set when parsing has ended.
    pub comments: OnceCell<Box<[Span]>>,
}

impl Unit {
    /// Every comment in order, `#` or `<# #>` included.
    pub fn comments(&self) -> &[Span] {
        self.comments.get().map_or(&[], |c| c)
    }

    /// The text of a range.
    pub fn slice(&self, span: Span) -> &str {
        self.source.slice(span)
    }
}

/// A script, the body of a function or method, or what stands between the braces of `{ … }`.
#[derive(Clone, Debug)]
pub struct ScriptBlock {
    /// The whole text of a script; with the braces for a body or a literal.
    pub span: Span,
    /// The text this stands in.
    pub unit: Rc<Unit>,
    /// `using` statements; only a script's own block has them.
    pub using_statements: Vec<Using>,
    /// Attributes before `param`, such as `[CmdletBinding()]`. They are also in [`ParamBlock::attributes`] when there is a
    /// `param`; here only those without one (an error), so usually none.
    pub attributes: Vec<Attribute>,
    /// `param(…)`.
    pub param_block: Option<ParamBlock>,
    /// `dynamicparam { … }`.
    pub dynamic_param: Option<NamedBlock>,
    /// `begin { … }`.
    pub begin: Option<NamedBlock>,
    /// `process { … }`, or the body of a filter.
    pub process: Option<NamedBlock>,
    /// `end { … }`, or all statements where no block is named.
    pub end: Option<NamedBlock>,
    /// `clean { … }`.
    pub clean: Option<NamedBlock>,
    /// `#Requires` lines; only a script's own block has them.
    pub requirements: Option<Box<Requirements>>,
    /// This is the body of a configuration or the like, not of plain code.
    pub is_configuration: bool,
}

impl ScriptBlock {
    /// The text of a node of this block.
    pub fn slice(&self, span: Span) -> &str {
        self.unit.slice(span)
    }

    /// The named blocks that are there, in the order in which they run.
    pub fn blocks(&self) -> impl Iterator<Item = &NamedBlock> {
        [&self.dynamic_param, &self.begin, &self.process, &self.end, &self.clean].into_iter().flatten()
    }
}

/// Which of the named blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// `dynamicparam`
    DynamicParam,
    /// `begin`
    Begin,
    /// `process`
    Process,
    /// `end`
    End,
    /// `clean`
    Clean,
}

impl BlockKind {
    /// The keyword as PowerShell's `BlockKind` spells it: `DynamicParam`, `Begin`, ….
    pub const fn name(self) -> &'static str {
        match self {
            Self::DynamicParam => "DynamicParam",
            Self::Begin => "Begin",
            Self::Process => "Process",
            Self::End => "End",
            Self::Clean => "Clean",
        }
    }
}

/// `begin { … }` and its like.
#[derive(Clone, Debug)]
pub struct NamedBlock {
    /// From the keyword to the closing brace; the statements alone where no keyword is written.
    pub span: Span,
    /// Which block.
    pub kind: BlockKind,
    /// No keyword was written.
    pub unnamed: bool,
    /// `trap` statements, wherever they stand in the block.
    pub traps: Vec<Trap>,
    /// The other statements.
    pub statements: Vec<Statement>,
}

/// `{ … }` as body of a statement, or what stands in `$( )` and `@( )`.
#[derive(Clone, Debug, Default)]
pub struct StatementBlock {
    /// With the braces.
    pub span: Span,
    /// `trap` statements, wherever they stand in the block.
    pub traps: Vec<Trap>,
    /// The other statements.
    pub statements: Vec<Statement>,
}

/// `param(…)`.
#[derive(Clone, Debug)]
pub struct ParamBlock {
    /// From `param` (its attributes before it are outside) to `)`.
    pub span: Span,
    /// `[CmdletBinding()]`, `[OutputType()]` and other attributes before `param`.
    pub attributes: Vec<Attribute>,
    /// The parameters.
    pub parameters: Vec<Parameter>,
}

/// A declared parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// With attributes and default.
    pub span: Span,
    /// Types and attributes in the order written.
    pub attributes: Vec<AttributeBase>,
    /// The variable.
    pub name: Variable,
    /// What stands after `=`.
    pub default: Option<Expression>,
}

impl Parameter {
    /// The type nearest the name, which is the one that counts; none means `[object]`.
    pub fn type_name(&self) -> Option<&TypeName> {
        self.attributes.iter().find_map(|a| match a {
            AttributeBase::Type(t) => Some(&t.type_name),
            AttributeBase::Attribute(_) => None,
        })
    }
}

/// A type constraint or an attribute: both are written in brackets.
#[derive(Clone, Debug)]
pub enum AttributeBase {
    /// `[int]`
    Type(TypeConstraint),
    /// `[Parameter(Mandatory)]`
    Attribute(Attribute),
}

impl AttributeBase {
    /// With the brackets.
    pub fn span(&self) -> Span {
        match self {
            Self::Type(t) => t.span,
            Self::Attribute(a) => a.span,
        }
    }

    /// The type named in the brackets.
    pub fn type_name(&self) -> &TypeName {
        match self {
            Self::Type(t) => &t.type_name,
            Self::Attribute(a) => &a.type_name,
        }
    }
}

/// `[Name(arguments, name = argument)]`.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// With the brackets.
    pub span: Span,
    /// The attribute's type.
    pub type_name: TypeName,
    /// Arguments without a name.
    pub positional: Vec<Expression>,
    /// Arguments with a name.
    pub named: Vec<NamedAttributeArgument>,
}

/// `name = argument`, or a bare `name`, in an attribute.
#[derive(Clone, Debug)]
pub struct NamedAttributeArgument {
    /// Name and argument.
    pub span: Span,
    /// The name.
    pub name: Rc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// The argument; none means true.
    pub argument: Option<Expression>,
}
