//! Script blocks: compiled once, at their first run.

use std::any::Any;
use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use super::{Expr, Stmt, Symbol, resolve};
use crate::source::{SourceText, Span};
use crate::syntax::ast;
use crate::value::{Code, TypeId};

/// A type's name in a program, looked up when first needed (a script may define it later).
pub struct TypeRef {
    /// As written, arrays and type arguments included.
    pub name: Rc<str>,
    /// Where it stands.
    pub span: Span,
    /// The built-in type it names. Script types are looked up each time: they live in scopes.
    pub known: Cell<Option<TypeId>>,
}

impl TypeRef {
    /// A reference to the type named in the tree.
    pub fn new(name: &ast::TypeName) -> TypeRef {
        TypeRef { name: Rc::from(name.full_name()), span: name.span(), known: Cell::new(None) }
    }
}

/// Statements, with the traps that guard them.
#[derive(Default)]
pub struct Body {
    /// The statements.
    pub statements: Vec<Stmt>,
    /// `trap`s: they guard all statements of the body.
    pub traps: Vec<TrapCode>,
    /// Functions are defined when met, types when the body is entered.
    pub types: Vec<Rc<ast::TypeDefinition>>,
    /// Where it stands.
    pub span: Span,
}

/// `trap`.
pub struct TrapCode {
    /// The type it takes; none: all.
    pub type_ref: Option<TypeRef>,
    /// What it runs.
    pub body: Body,
    /// The slot of `$_`.
    pub underscore: u32,
}

/// An attribute with its arguments as expressions.
pub struct AttributeCode {
    /// Its name without `Attribute`.
    pub name: Rc<str>,
    /// Its type's name as written.
    pub type_ref: TypeRef,
    /// Arguments by position.
    pub positional: Vec<Expr>,
    /// Arguments by name; without a value they are true.
    pub named: Vec<(Rc<str>, Option<Expr>)>,
    /// Where it stands.
    pub span: Span,
}

/// A parameter of a block.
pub struct ParameterCode {
    /// Its name.
    pub name: Rc<str>,
    /// Its slot.
    pub slot: u32,
    /// Its type.
    pub type_ref: Option<TypeRef>,
    /// All attributes in order; type constraints beyond the first are in `more_types`.
    pub attributes: Vec<AttributeCode>,
    /// The default.
    pub default: Option<Expr>,
    /// Where it stands.
    pub span: Span,
    /// Text of the default, for help.
    pub default_text: Option<Rc<str>>,
}

/// A compiled block.
pub struct Block {
    /// The text it comes from.
    pub source: Rc<SourceText>,
    /// Where it stands there.
    pub span: Span,
    /// Names of its slots.
    pub names: Rc<[Symbol]>,
    /// Its parameters.
    pub parameters: Vec<ParameterCode>,
    /// `[CmdletBinding()]`, `[OutputType()]`, `[Alias()]` …
    pub attributes: Vec<AttributeCode>,
    /// Whether it binds as cmdlets do.
    pub advanced: bool,
    /// Whether it is a filter's body.
    pub is_filter: bool,
    /// The tree, for `.Ast`, help comments and texts.
    pub tree: Rc<ast::ScriptBlock>,
    /// Named blocks.
    pub dynamic_param: Option<Body>,
    /// `begin`.
    pub begin: Option<Body>,
    /// `process`.
    pub process: Option<Body>,
    /// `end`, or all of a block without named blocks.
    pub end: Option<Body>,
    /// `clean`.
    pub clean: Option<Body>,
    /// `using namespace` of the script it stands in.
    pub namespaces: Rc<[Rc<str>]>,
    /// `using module` and the like, run first.
    pub using: Vec<ast::Using>,
    /// What `#Requires` asks for.
    pub requirements: Option<ast::Requirements>,
    /// The slot of `$_`, if the block names it.
    pub underscore: Option<u32>,
    /// Whether it, or a block inside it, may ask for `$args`, `$MyInvocation` and the like.
    pub wants_call: bool,
    /// What binding needs to know of its parameters; the engine's own type, made at the first call.
    pub signature: OnceCell<Rc<dyn Any>>,
}

/// A script block's code: the tree, and what it compiles to.
pub struct BlockCode {
    /// The tree.
    pub tree: Rc<ast::ScriptBlock>,
    /// Whether statements without a block keyword are `process` (filters).
    pub is_filter: bool,
    /// Parameters written behind the function's name.
    pub function: Option<Rc<ast::FunctionDefinition>>,
    /// `using namespace` of the script.
    pub namespaces: Rc<[Rc<str>]>,
    compiled: OnceCell<Rc<Block>>,
}

impl BlockCode {
    /// Code of a block in the tree.
    pub fn new(tree: Rc<ast::ScriptBlock>, namespaces: Rc<[Rc<str>]>) -> Rc<BlockCode> {
        let namespaces = if tree.using_statements.is_empty() {
            namespaces
        } else {
            let own = tree.using_statements.iter().filter(|using| using.kind == ast::UsingKind::Namespace);
            namespaces.iter().cloned().chain(own.filter_map(|using| using.name.as_ref().map(|name| name.value.clone()))).collect()
        };
        Rc::new(BlockCode { tree, is_filter: false, function: None, namespaces, compiled: OnceCell::new() })
    }

    /// Code of a function.
    pub fn of_function(definition: &Rc<ast::FunctionDefinition>, namespaces: Rc<[Rc<str>]>) -> Rc<BlockCode> {
        Rc::new(BlockCode {
            tree: definition.body.clone(),
            is_filter: definition.is_filter,
            function: Some(definition.clone()),
            namespaces,
            compiled: OnceCell::new(),
        })
    }

    /// The compiled form, made at the first call.
    pub fn block(&self) -> &Rc<Block> {
        self.compiled.get_or_init(|| Rc::new(resolve::resolve_block(self)))
    }

    /// The text it comes from.
    pub fn source(&self) -> &Rc<SourceText> {
        &self.tree.unit.source
    }
}

impl Code for BlockCode {
    fn text(&self) -> Rc<str> {
        let text = self.tree.slice(self.tree.span);
        // The braces are not part of a block's text; a whole script has none.
        let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
        Rc::from(inner)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
