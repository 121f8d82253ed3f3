//! Names of types as written.

use super::Span;
use std::rc::Rc;

/// `[int]` as a constraint: before a variable, a parameter, after a class's colon.
#[derive(Clone, Debug)]
pub struct TypeConstraint {
    /// With the brackets, if there are any.
    pub span: Span,
    /// The name inside.
    pub type_name: TypeName,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeName {
    /// `System.Int32`, `int`, `Some.Type, Some.Assembly`
    Simple {
        /// The name (and assembly).
        span: Span,
        /// Without the assembly.
        name: Rc<str>,
        /// What stands after the comma.
        assembly: Option<Rc<str>>,
    },
    /// `int[]`, `int[,]`
    Array {
        /// Element type and brackets.
        span: Span,
        /// The element type.
        element: Box<TypeName>,
        /// How many dimensions.
        rank: u32,
    },
    /// `List[int]`
    Generic {
        /// Definition and arguments.
        span: Span,
        /// `List`
        definition: Box<TypeName>,
        /// The type arguments.
        arguments: Vec<TypeName>,
        /// What stands after a comma behind the brackets.
        assembly: Option<Rc<str>>,
    },
}

impl TypeName {
    /// Where the name stands.
    pub fn span(&self) -> Span {
        match self {
            Self::Simple { span, .. } | Self::Array { span, .. } | Self::Generic { span, .. } => *span,
        }
    }

    /// The name alone: without arguments, brackets and assembly.
    pub fn name(&self) -> &str {
        match self {
            Self::Simple { name, .. } => name,
            Self::Array { element, .. } => element.name(),
            Self::Generic { definition, .. } => definition.name(),
        }
    }

    /// The whole name as .NET's `ITypeName.FullName` gives it: `List[int]`, `int[]`, `Some.Type,Some.Assembly`.
    pub fn full_name(&self) -> String {
        let mut out = String::new();
        self.write_full_name(&mut out);
        out
    }

    fn write_full_name(&self, out: &mut String) {
        let assembly = match self {
            Self::Simple { name, assembly, .. } => {
                out.push_str(name);
                assembly
            }
            Self::Array { element, rank, .. } => {
                element.write_full_name(out);
                out.push('[');
                for _ in 1..*rank {
                    out.push(',');
                }
                out.push(']');
                &None
            }
            Self::Generic { definition, arguments, assembly, .. } => {
                definition.write_full_name(out);
                out.push('[');
                for (i, argument) in arguments.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    argument.write_full_name(out);
                }
                out.push(']');
                assembly
            }
        };
        if let Some(assembly) = assembly {
            out.push(',');
            out.push_str(assembly);
        }
    }
}
