//! What goes wrong inside a value operation, as .NET would say it: the exception's class and its text.
//! Not here: error records and their ids, which the engine makes from a fault.

use std::borrow::Cow;
use std::fmt;

/// The .NET exception class that a fault stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// `System.FormatException`.
    Format,
    /// `System.OverflowException`.
    Overflow,
    /// `System.ArgumentException`.
    Argument,
    /// `System.ArgumentNullException`.
    ArgumentNull,
    /// `System.ArgumentOutOfRangeException`.
    ArgumentOutOfRange,
    /// `System.Globalization.CultureNotFoundException`.
    CultureNotFound,
    /// `System.InvalidOperationException`.
    InvalidOperation,
    /// `System.NotSupportedException`.
    NotSupported,
    /// `System.OutOfMemoryException`.
    OutOfMemory,
}

impl FaultKind {
    /// The full name of the exception class.
    pub fn type_name(self) -> &'static str {
        match self {
            FaultKind::Format => "System.FormatException",
            FaultKind::Overflow => "System.OverflowException",
            FaultKind::Argument => "System.ArgumentException",
            FaultKind::ArgumentNull => "System.ArgumentNullException",
            FaultKind::ArgumentOutOfRange => "System.ArgumentOutOfRangeException",
            FaultKind::CultureNotFound => "System.Globalization.CultureNotFoundException",
            FaultKind::InvalidOperation => "System.InvalidOperationException",
            FaultKind::NotSupported => "System.NotSupportedException",
            FaultKind::OutOfMemory => "System.OutOfMemoryException",
        }
    }
}

/// A failed value operation: exception class, text and, where .NET names one, the parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The exception class.
    pub kind: FaultKind,
    /// The text without the parameter's name.
    pub text: Cow<'static, str>,
    /// The parameter that .NET names, as in `(Parameter 'value')`.
    pub parameter: Option<&'static str>,
}

impl Fault {
    /// A fault without a parameter.
    pub fn new(kind: FaultKind, text: impl Into<Cow<'static, str>>) -> Fault {
        Fault { kind, text: text.into(), parameter: None }
    }

    /// The same fault with a parameter's name.
    pub fn named(mut self, parameter: &'static str) -> Fault {
        self.parameter = Some(parameter);
        self
    }

    /// A `FormatException`.
    pub fn format(text: impl Into<Cow<'static, str>>) -> Fault {
        Fault::new(FaultKind::Format, text)
    }

    /// An `OutOfMemoryException`, for a text longer than we are willing to make.
    pub fn out_of_memory() -> Fault {
        Fault::new(FaultKind::OutOfMemory, "Exception of type 'System.OutOfMemoryException' was thrown.")
    }

    /// An `OverflowException`.
    pub fn overflow(text: impl Into<Cow<'static, str>>) -> Fault {
        Fault::new(FaultKind::Overflow, text)
    }

    /// An `ArgumentException` that names a parameter.
    pub fn argument(parameter: &'static str, text: impl Into<Cow<'static, str>>) -> Fault {
        Fault { kind: FaultKind::Argument, text: text.into(), parameter: Some(parameter) }
    }

    /// An `ArgumentOutOfRangeException` that names a parameter.
    pub fn out_of_range(parameter: &'static str, text: impl Into<Cow<'static, str>>) -> Fault {
        Fault { kind: FaultKind::ArgumentOutOfRange, text: text.into(), parameter: Some(parameter) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        match self.parameter {
            Some(parameter) => write!(f, " (Parameter '{parameter}')"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Fault {}
