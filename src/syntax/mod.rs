//! Text to tree: lexer, parser and syntax tree. The only place that names nom.
//!
//! [`parse`] never fails: it gives a tree and the errors, some of them [`ParseError::incomplete`], which tells the prompt
//! to ask for another line.

pub mod ast;
mod lexer;
pub mod operator;
mod parser;
pub(crate) mod semantics;
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

/// What the checks after parsing ask about the world outside the text.
///
/// The types of a class's members and its bases must exist when the class is parsed; modules that `using` names, too.
pub trait Environment {
    /// Types are known at all; otherwise no name of a type is an error.
    fn knows_types(&self) -> bool {
        true
    }

    /// The full name of the type that a name means; the open form of a generic is ``List`1``.
    fn full_type_name(&self, name: &str) -> Option<String>;

    /// The first type, by its full name, derives from the second.
    fn derives_from(&self, derived: &str, base: &str) -> bool;

    /// A module of this name can be found.
    fn module_exists(&self, name: &str) -> bool;

    /// An assembly of this name or file can be found.
    fn assembly_exists(&self, name: &str) -> bool;
}

/// A world in which nothing outside the text is checked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unchecked;

impl Environment for Unchecked {
    fn knows_types(&self) -> bool {
        false
    }

    fn full_type_name(&self, _: &str) -> Option<String> {
        None
    }

    fn derives_from(&self, _: &str, _: &str) -> bool {
        false
    }

    fn module_exists(&self, _: &str) -> bool {
        true
    }

    fn assembly_exists(&self, _: &str) -> bool {
        true
    }
}

/// Parses a text without knowledge of types and modules.
pub fn parse(source: &Rc<SourceText>) -> Parsed {
    parse_in(source, &Unchecked)
}

/// Parses a text, and checks names of types and modules by `environment`.
pub fn parse_in(source: &Rc<SourceText>, environment: &dyn Environment) -> Parsed {
    let unit = Rc::new(ast::Unit { source: source.clone(), comments: Default::default() });
    let (mut tree, mut sink) = parser::parse_script(&unit);
    let comments: Box<[Span]> = sink.tokens.iter().filter(|t| t.kind == token::TokenKind::Comment).map(|t| t.span).collect();
    unit.comments.get_or_init(|| comments);
    if !sink.errors.iter().any(|e| e.id == parser::TOO_COMPLICATED) {
        semantics::check(&mut tree, &unit, &mut sink, environment);
    }
    Parsed { tree: Rc::new(tree), errors: sink.errors, tokens: sink.tokens }
}
