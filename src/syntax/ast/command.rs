//! Pipelines, commands and redirections.

use super::{Expression, Span, Statement};
use std::rc::Rc;

/// `a | b | c`, or a single expression.
#[derive(Clone, Debug)]
pub struct Pipeline {
    /// All elements.
    pub span: Span,
    /// At least one.
    pub elements: Vec<PipelineElement>,
    /// Ends in `&`.
    pub background: bool,
}

impl Pipeline {
    /// The expression, where the pipeline is nothing but one without redirections.
    pub fn pure_expression(&self) -> Option<&Expression> {
        match self.elements.as_slice() {
            [PipelineElement::Expression(e)] if e.redirections.is_empty() && !self.background => Some(&e.expression),
            _ => None,
        }
    }
}

/// `left && right`, `left || right`.
#[derive(Clone, Debug)]
pub struct PipelineChain {
    /// Both sides.
    pub span: Span,
    /// The operator.
    pub operator: ChainOperator,
    /// A pipeline or another chain.
    pub left: Statement,
    /// The last pipeline.
    pub right: Box<Pipeline>,
    /// Ends in `&`.
    pub background: bool,
}

/// The operator of a [`PipelineChain`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainOperator {
    /// `&&`
    And,
    /// `||`
    Or,
}

/// An element of a pipeline.
#[derive(Clone, Debug)]
pub enum PipelineElement {
    /// A command with its arguments.
    Command(Box<Command>),
    /// An expression.
    Expression(Box<CommandExpression>),
}

impl PipelineElement {
    /// Where the element stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Command(c) => c.span,
            Self::Expression(e) => e.span,
        }
    }
}

/// An expression as element of a pipeline.
#[derive(Clone, Debug)]
pub struct CommandExpression {
    /// With the redirections.
    pub span: Span,
    /// The expression.
    pub expression: Expression,
    /// In the order written.
    pub redirections: Vec<Redirection>,
}

/// A command with its arguments.
#[derive(Clone, Debug)]
pub struct Command {
    /// From the invocation operator or the name to the last argument or redirection.
    pub span: Span,
    /// `&` or `.` before it.
    pub invocation: Invocation,
    /// The name first, then the arguments.
    pub elements: Vec<CommandElement>,
    /// In the order of their streams.
    pub redirections: Vec<Redirection>,
    /// The arguments end in `--%` and raw text, which is one bare string.
    pub stop_parsing: bool,
}

/// What stands before a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invocation {
    /// Nothing.
    Plain,
    /// `&`
    Call,
    /// `.`
    DotSource,
}

/// The name of a command or one of its arguments.
#[derive(Clone, Debug)]
pub enum CommandElement {
    /// `-name`, `-name:argument`
    Parameter(Box<CommandParameter>),
    /// Anything else.
    Expression(Expression),
}

impl CommandElement {
    /// Where the element stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Parameter(p) => p.span,
            Self::Expression(e) => e.span(),
        }
    }
}

/// `-name`, `-name:argument`.
#[derive(Clone, Debug)]
pub struct CommandParameter {
    /// With the argument.
    pub span: Span,
    /// Without dash and colon.
    pub name: Rc<str>,
    /// Dash, name and colon.
    pub name_span: Span,
    /// What stands after the colon.
    pub argument: Option<Expression>,
}

/// A stream of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stream {
    /// `*`
    All,
    /// `1`
    Output,
    /// `2`
    Error,
    /// `3`
    Warning,
    /// `4`
    Verbose,
    /// `5`
    Debug,
    /// `6`
    Information,
}

/// A redirection.
#[derive(Clone, Debug)]
pub enum Redirection {
    /// `> file`, `2>> file`
    File {
        /// With the file.
        span: Span,
        /// Which stream.
        from: Stream,
        /// `>>`
        append: bool,
        /// The file.
        location: Expression,
    },
    /// `2>&1`
    Merging {
        /// The operator.
        span: Span,
        /// Which stream.
        from: Stream,
        /// Into which stream.
        to: Stream,
    },
}

impl Redirection {
    /// Where the redirection stands.
    pub fn span(&self) -> Span {
        match self {
            Self::File { span, .. } | Self::Merging { span, .. } => *span,
        }
    }

    /// The stream that is redirected.
    pub fn from(&self) -> Stream {
        match self {
            Self::File { from, .. } | Self::Merging { from, .. } => *from,
        }
    }
}
