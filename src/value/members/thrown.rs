//! What a member's implementation ends with when it fails: a .NET exception that the door wraps, or control that
//! passes through untouched.

use crate::value::fault::{Fault, FaultKind};
use crate::value::{Exception, Raise, TypeId, Value};

/// Why a member did not give a value.
#[derive(Debug)]
pub enum Thrown {
    /// An exception thrown inside, for the door to wrap (`Exception calling "…"`).
    Exception(Value),
    /// An error raised by script code, or control leaving it.
    Raise(Raise),
}

/// The result of a member's implementation.
pub type Outcome<T = Value> = Result<T, Thrown>;

/// A result that is a value.
pub fn ok(value: impl Into<Value>) -> Outcome {
    Ok(value.into())
}

/// What a `void` method gives.
pub fn void() -> Outcome {
    Ok(Value::Nothing)
}

impl Thrown {
    /// An exception of this class.
    pub fn new(type_id: TypeId, message: impl AsRef<str>) -> Thrown {
        Thrown::Exception(Exception::object(type_id, message, None))
    }

    /// `ArgumentException`.
    pub fn argument(message: impl AsRef<str>) -> Thrown {
        Thrown::new(TypeId::ARGUMENT_EXCEPTION, message)
    }

    /// `ArgumentException` that names its parameter.
    pub fn argument_named(parameter: &str, message: &str) -> Thrown {
        Thrown::new(TypeId::ARGUMENT_EXCEPTION, format!("{message} (Parameter '{parameter}')"))
    }

    /// `ArgumentOutOfRangeException` that names its parameter.
    pub fn out_of_range(parameter: &str, message: &str) -> Thrown {
        Thrown::new(TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION, format!("{message} (Parameter '{parameter}')"))
    }

    /// The text .NET has for an index outside a list.
    pub fn index_range(parameter: &str) -> Thrown {
        Thrown::out_of_range(parameter, "Index was out of range. Must be non-negative and less than the size of the collection.")
    }

    /// `ArgumentNullException`.
    pub fn null(parameter: &str) -> Thrown {
        Thrown::new(TypeId::ARGUMENT_NULL_EXCEPTION, format!("Value cannot be null. (Parameter '{parameter}')"))
    }

    /// `InvalidOperationException`.
    pub fn invalid_operation(message: impl AsRef<str>) -> Thrown {
        Thrown::new(TypeId::INVALID_OPERATION_EXCEPTION, message)
    }

    /// `NotSupportedException`.
    pub fn not_supported(message: impl AsRef<str>) -> Thrown {
        Thrown::new(TypeId::NOT_SUPPORTED_EXCEPTION, message)
    }

    /// `FormatException`.
    pub fn format(message: impl AsRef<str>) -> Thrown {
        Thrown::new(TypeId::FORMAT_EXCEPTION, message)
    }

    /// `OutOfMemoryException`.
    pub fn out_of_memory() -> Thrown {
        Thrown::new(TypeId::OUT_OF_MEMORY_EXCEPTION, "Insufficient memory to continue the execution of the program.")
    }

    /// `OverflowException`.
    pub fn overflow(message: impl AsRef<str>) -> Thrown {
        Thrown::new(TypeId::OVERFLOW_EXCEPTION, message)
    }
}

/// The class of exception that a fault stands for.
pub fn fault_class(kind: FaultKind) -> TypeId {
    match kind {
        FaultKind::Format => TypeId::FORMAT_EXCEPTION,
        FaultKind::Overflow => TypeId::OVERFLOW_EXCEPTION,
        FaultKind::Argument => TypeId::ARGUMENT_EXCEPTION,
        FaultKind::ArgumentNull => TypeId::ARGUMENT_NULL_EXCEPTION,
        FaultKind::ArgumentOutOfRange => TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION,
        FaultKind::CultureNotFound => TypeId::CULTURE_NOT_FOUND_EXCEPTION,
        FaultKind::InvalidOperation => TypeId::INVALID_OPERATION_EXCEPTION,
        FaultKind::OutOfMemory => TypeId::OUT_OF_MEMORY_EXCEPTION,
        FaultKind::NotSupported => TypeId::NOT_SUPPORTED_EXCEPTION,
    }
}

impl From<Fault> for Thrown {
    fn from(fault: Fault) -> Thrown {
        Thrown::new(fault_class(fault.kind), fault.to_string())
    }
}

impl From<Raise> for Thrown {
    fn from(raise: Raise) -> Thrown {
        Thrown::Raise(raise)
    }
}

impl From<std::io::Error> for Thrown {
    fn from(error: std::io::Error) -> Thrown {
        Thrown::new(TypeId::IO_EXCEPTION, error.to_string())
    }
}
