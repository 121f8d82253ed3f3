//! Text to tree: lexer, parser and syntax tree. The only place that names nom.
//!
//! [`parse`] never fails: it gives a tree and the errors, some of them [`ParseError::incomplete`], which tells the prompt
//! to ask for another line.

pub mod ast;
mod lexer;
pub mod operator;
mod parser;
pub mod token;

use crate::source::{SourceText, Span};
use ast::ScriptBlock;
use std::rc::Rc;
use token::Token;

/// What parsing a text gives.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree; with error nodes where there are errors.
    pub tree: Rc<ScriptBlock>,
    /// In PowerShell's order, which is not always that of their places.
    pub errors: Vec<ParseError>,
    /// Every token, comments included.
    pub tokens: Vec<Token>,
}

impl Parsed {
    /// There are errors, and one of them says that more text may follow.
    pub fn is_incomplete(&self) -> bool {
        self.errors.iter().any(|e| e.incomplete)
    }
}

/// A fault in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// PowerShell's id, such as `UnexpectedToken`.
    pub id: &'static str,
    /// PowerShell's text.
    pub message: String,
    /// The place.
    pub span: Span,
    /// More text might mend it.
    pub incomplete: bool,
}

/// What the parser must know of the world outside the text.
#[derive(Clone, Copy, Default)]
pub struct Environment<'a> {
    /// Whether a type of this name exists; types of class members and bases are checked at parse time. None: no check.
    pub type_exists: Option<&'a dyn Fn(&str) -> bool>,
    /// Whether a module of this name exists, for `using module`. None: no check.
    pub module_exists: Option<&'a dyn Fn(&str) -> bool>,
}

/// Parses a text without knowledge of types and modules.
pub fn parse(source: &Rc<SourceText>) -> Parsed {
    parse_in(source, Environment::default())
}

/// Parses a text, and checks names of types and modules by `environment`.
pub fn parse_in(source: &Rc<SourceText>, environment: Environment<'_>) -> Parsed {
    let _ = environment;
    let unit = Rc::new(ast::Unit { source: source.clone(), comments: Default::default() });
    let (tree, sink) = parser::parse_script(&unit);
    let comments: Box<[Span]> = sink.tokens.iter().filter(|t| t.kind == token::TokenKind::Comment).map(|t| t.span).collect();
    unit.comments.get_or_init(|| comments);
    Parsed { tree: Rc::new(tree), errors: sink.errors, tokens: sink.tokens }
}
