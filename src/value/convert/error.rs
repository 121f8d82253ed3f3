//! Why a conversion failed, before anybody words it: `[T]$x`, parameter binding, method arguments and typed
//! variables put the same cause into different sentences.

use std::borrow::Cow;

use crate::value::fault::{Fault, FaultKind};
use crate::value::{Category, ErrorRecord, Exception, Raise, TypeId, Value};

/// A failed conversion.
#[derive(Debug, Clone)]
pub struct CastError {
    /// PowerShell's id of the cause, as `[T]$x` reports it.
    pub id: Cow<'static, str>,
    /// The sentence of `[T]$x`.
    pub message: String,
    /// The .NET exception beneath, if there is one.
    pub inner: Option<(TypeId, String)>,
    /// What lies beneath that one.
    pub cause: Option<Value>,
    /// What script code raised during the conversion (a constructor, a property's setter): passed on as it is.
    pub raise: Option<Raise>,
}

/// The result of a conversion.
pub type Cast<T = Value> = Result<T, CastError>;

impl CastError {
    /// `Cannot convert value "…" to type "…". Error: "…"`, with the .NET exception that is the reason.
    pub fn reason(id: &'static str, value_text: &str, target: TypeId, inner_type: TypeId, inner_text: impl AsRef<str>) -> CastError {
        let inner_text = inner_text.as_ref();
        CastError {
            id: Cow::Borrowed(id),
            message: format!("Cannot convert value \"{value_text}\" to type \"{}\". Error: \"{inner_text}\"", target.clr_name()),
            inner: Some((inner_type, inner_text.to_owned())),
            cause: None,
            raise: None,
        }
    }

    /// The same sentence with a reason that is no exception of .NET's.
    pub fn explained(id: &'static str, value_text: &str, target: TypeId, reason: &str) -> CastError {
        let mut error = CastError::reason(id, value_text, target, TypeId::EXCEPTION, reason);
        error.inner = None;
        error
    }

    /// The same sentence with a fault as the reason.
    pub fn fault(id: &'static str, value_text: &str, target: TypeId, fault: &Fault) -> CastError {
        CastError::reason(id, value_text, target, fault_class(fault.kind), fault.to_string())
    }

    /// There is no conversion between the two types.
    pub fn impossible(value_text: &str, from: TypeId, target: TypeId) -> CastError {
        CastError {
            id: Cow::Borrowed("ConvertToFinalInvalidCastException"),
            message: format!(
                "Cannot convert the \"{value_text}\" value of type \"{}\" to type \"{}\".",
                from.clr_name(),
                target.clr_name()
            ),
            inner: None,
            cause: None,
            raise: None,
        }
    }

    /// `$null` for a value type.
    pub fn null(target: TypeId) -> CastError {
        CastError {
            id: Cow::Borrowed("nullToObjectInvalidCast"),
            message: format!("Cannot convert null to type \"{}\".", target.clr_name()),
            inner: None,
            cause: None,
            raise: None,
        }
    }

    /// Script code raised this.
    pub fn raised(raise: Raise) -> CastError {
        let message = raise.error().map(|record| record.message().to_string()).unwrap_or_default();
        CastError { id: Cow::Borrowed("RuntimeException"), message, inner: None, cause: None, raise: Some(raise) }
    }

    /// Whether the types have no conversion at all, as opposed to a value that does not fit.
    pub fn is_impossible(&self) -> bool {
        self.id == "ConvertToFinalInvalidCastException"
    }

    /// The `PSInvalidCastException` with its inner exception.
    pub fn exception(&self) -> Value {
        if let Some(record) = self.raise.as_ref().and_then(Raise::error) {
            return record.0.exception.clone();
        }
        let inner = self.inner.as_ref().map(|(class, text)| Exception::object(*class, text, self.cause.clone()));
        Exception::object(TypeId::PS_INVALID_CAST_EXCEPTION, &self.message, inner)
    }

    /// The error that `[T]$x` raises: a `RuntimeException` around the `PSInvalidCastException`.
    pub fn into_raise(self) -> Raise {
        if let Some(raise) = self.raise {
            return raise;
        }
        let exception = Exception::object(TypeId::RUNTIME_EXCEPTION, &self.message, Some(self.exception()));
        ErrorRecord::of(exception, &*self.id, Category::InvalidArgument, Value::Null).into()
    }
}

impl From<CastError> for Raise {
    fn from(error: CastError) -> Raise {
        error.into_raise()
    }
}

impl From<Raise> for CastError {
    fn from(raise: Raise) -> CastError {
        CastError::raised(raise)
    }
}

/// The class of exception that a fault stands for.
pub fn fault_class(kind: FaultKind) -> TypeId {
    crate::value::types::resolve(kind.type_name()).unwrap_or(TypeId::EXCEPTION)
}
