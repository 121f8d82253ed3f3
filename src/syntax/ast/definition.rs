//! Functions, classes and enums, and what `#Requires` asks for.

use super::{Attribute, Expression, Parameter, ScriptBlock, Span, TypeConstraint};
use std::rc::Rc;

/// `function name(…) { }`, `filter name { }`.
#[derive(Clone, Debug)]
pub struct FunctionDefinition {
    /// All of it.
    pub span: Span,
    /// The name as written, scope included.
    pub name: Rc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// Written with `filter`.
    pub is_filter: bool,
    /// Parameters in parentheses after the name; none if there are no parentheses.
    pub parameters: Option<Vec<Parameter>>,
    /// The body.
    pub body: Rc<ScriptBlock>,
}

/// Class, enum or interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// `class`
    Class,
    /// `enum`
    Enum,
    /// `interface`
    Interface,
}

/// `class Name : Base { }`, `enum Name : int { }`.
#[derive(Clone, Debug)]
pub struct TypeDefinition {
    /// All of it, attributes included.
    pub span: Span,
    /// Which kind.
    pub kind: TypeKind,
    /// The name.
    pub name: Rc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// Attributes before the keyword.
    pub attributes: Vec<Attribute>,
    /// What stands after the colon.
    pub base_types: Vec<TypeConstraint>,
    /// The members in order.
    pub members: Vec<MemberDefinition>,
}

/// A member of a class or enum.
#[derive(Clone, Debug)]
pub enum MemberDefinition {
    /// A property, or a value of an enum.
    Property(PropertyMember),
    /// A method or constructor.
    Function(FunctionMember),
}

impl MemberDefinition {
    /// Where the member stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Property(p) => p.span,
            Self::Function(f) => f.span,
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Property(p) => &p.name,
            Self::Function(f) => &f.name,
        }
    }
}

/// `hidden static [int] $Name = 1`, or a value of an enum.
#[derive(Clone, Debug)]
pub struct PropertyMember {
    /// All of it.
    pub span: Span,
    /// The name without `$`.
    pub name: Rc<str>,
    /// Where the name stands, `$` included.
    pub name_span: Span,
    /// `static`
    pub is_static: bool,
    /// `hidden`
    pub is_hidden: bool,
    /// Attributes.
    pub attributes: Vec<Attribute>,
    /// The type.
    pub property_type: Option<TypeConstraint>,
    /// What stands after `=`.
    pub initial: Option<Expression>,
}

/// `hidden static [int] Name([int] $x) { }`.
#[derive(Clone, Debug)]
pub struct FunctionMember {
    /// All of it.
    pub span: Span,
    /// The name; the class's own for a constructor.
    pub name: Rc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// `static`
    pub is_static: bool,
    /// `hidden`
    pub is_hidden: bool,
    /// The name is the class's own.
    pub is_constructor: bool,
    /// Attributes.
    pub attributes: Vec<Attribute>,
    /// The return type; none means `[void]`.
    pub return_type: Option<TypeConstraint>,
    /// The parameters.
    pub parameters: Vec<Parameter>,
    /// The body. A constructor's first statement is its [`BaseCtorInvoke`](super::BaseCtorInvoke), where there is a base call
    /// written or a class can have one.
    pub body: Rc<ScriptBlock>,
}

/// What `#Requires` lines ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Requirements {
    /// `-Version`: major, minor, build, revision as far as written.
    pub version: Option<Vec<u32>>,
    /// `-PSEdition`
    pub editions: Vec<Rc<str>>,
    /// `-Modules`
    pub modules: Vec<ModuleSpecification>,
    /// `-Assembly`
    pub assemblies: Vec<Rc<str>>,
    /// `-RunAsAdministrator`
    pub elevation: bool,
    /// `-ShellId`
    pub shell_id: Option<Rc<str>>,
}

/// A module asked for, by name or by a hash table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModuleSpecification {
    /// `ModuleName`
    pub name: Rc<str>,
    /// `ModuleVersion`: at least this.
    pub version: Option<Rc<str>>,
    /// `MaximumVersion`
    pub maximum_version: Option<Rc<str>>,
    /// `RequiredVersion`: exactly this.
    pub required_version: Option<Rc<str>>,
    /// `GUID`
    pub guid: Option<Rc<str>>,
}

impl std::fmt::Display for ModuleSpecification {
    /// As .NET's `ModuleSpecification` prints itself: the name alone, or all fields as a hash table.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let fields = [
            ("ModuleName", Some(&self.name)),
            ("GUID", self.guid.as_ref()),
            ("ModuleVersion", self.version.as_ref()),
            ("MaximumVersion", self.maximum_version.as_ref()),
            ("RequiredVersion", self.required_version.as_ref()),
        ];
        let fields: Vec<String> = fields.iter().filter_map(|(n, v)| v.map(|v| format!("{n} = '{v}'"))).collect();
        if fields.len() < 2 { f.write_str(&self.name) } else { write!(f, "@{{ {} }}", fields.join("; ")) }
    }
}
