//! Variables and the paths that name them.

use super::Span;
use std::rc::Rc;

/// `$name`, `$scope:name`, `${any text}`, `@splatted`.
#[derive(Clone, Debug)]
pub struct Variable {
    /// With the sigil.
    pub span: Span,
    /// What is named.
    pub path: VariablePath,
    /// Written with `@`.
    pub splatted: bool,
}

/// What a variable names, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariablePath {
    /// As written, without sigil and braces: `global:x`, `env:PATH`.
    pub user_path: Rc<str>,
    /// Without scope or drive.
    pub name: Rc<str>,
    /// The scope or drive.
    pub qualifier: Qualifier,
}

/// What stands before the colon of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Qualifier {
    /// Nothing.
    None,
    /// `global:`
    Global,
    /// `local:`
    Local,
    /// `script:`
    Script,
    /// `private:`
    Private,
    /// `using:`; in expressions a [`UsingExpression`](super::UsingExpression) takes it off.
    Using,
    /// `variable:`, the drive of variables.
    Variable,
    /// Another drive: `env:`, `function:`.
    Drive(Rc<str>),
}

impl VariablePath {
    /// Takes `user_path` apart at its first colon.
    pub fn new(user_path: &str) -> Self {
        let whole: Rc<str> = user_path.into();
        match user_path.split_once(':') {
            Some((scope, rest)) if !scope.is_empty() => Self { user_path: whole, name: rest.into(), qualifier: Qualifier::new(scope) },
            _ => Self { user_path: whole.clone(), name: whole, qualifier: Qualifier::None },
        }
    }

    /// The path names a variable, not an item of another drive.
    pub fn is_variable(&self) -> bool {
        !matches!(self.qualifier, Qualifier::Drive(_))
    }

    /// The drive, where one is named.
    pub fn drive(&self) -> Option<&str> {
        match &self.qualifier {
            Qualifier::Drive(name) => Some(name),
            _ => None,
        }
    }

    /// The variable has this name and no scope or drive. `name` must be in lower case.
    pub fn is_plain(&self, name: &str) -> bool {
        self.qualifier == Qualifier::None && self.name.eq_ignore_ascii_case(name)
    }
}

impl Qualifier {
    /// The qualifier that `text`, in any case, names.
    pub fn new(text: &str) -> Self {
        let known = [
            ("global", Self::Global),
            ("local", Self::Local),
            ("script", Self::Script),
            ("private", Self::Private),
            ("using", Self::Using),
            ("variable", Self::Variable),
        ];
        known.into_iter().find(|(name, _)| text.eq_ignore_ascii_case(name)).map_or_else(|| Self::Drive(text.into()), |(_, q)| q)
    }
}
