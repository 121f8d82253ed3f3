//! The errors of operators, with PowerShell's ids and words.

use crate::value::fault::Fault;
use crate::value::{Category, ErrorRecord, Exception, Raise, TypeId, Value, convert};

/// A plain `RuntimeException`.
pub(super) fn runtime(id: &str, message: impl AsRef<str>) -> Raise {
    ErrorRecord::runtime(message, id, Category::InvalidOperation).into()
}

/// A .NET exception that passes through unwrapped: its class is its id.
pub(super) fn raw(class: TypeId, message: impl AsRef<str>) -> Raise {
    ErrorRecord::new(class, message, class.full_name(), Category::NotSpecified, Value::Null).into()
}

/// `1 / 0`: a `RuntimeException` around the `DivideByZeroException`.
pub(super) fn divide_by_zero() -> Raise {
    arithmetic(TypeId::DIVIDE_BY_ZERO_EXCEPTION, "Attempted to divide by zero.")
}

/// An arithmetic exception of .NET's inside a `RuntimeException`.
pub(super) fn arithmetic(class: TypeId, message: &str) -> Raise {
    let inner = Exception::object(class, message, None);
    let exception = Exception::object(TypeId::RUNTIME_EXCEPTION, message, Some(inner));
    ErrorRecord::of(exception, "RuntimeException", Category::NotSpecified, Value::Null).into()
}

/// The type has no method for the operator.
pub(super) fn method_not_found(class: TypeId, method: &str) -> Raise {
    let message = format!("Method invocation failed because [{}] does not contain a method named '{method}'.", class.clr_name());
    let record = ErrorRecord::runtime(message, "MethodNotFound", Category::InvalidOperation);
    record.with_target(Value::str(method)).into()
}

/// Two primitive types between which the operator means nothing.
pub(super) fn not_defined(left: &Value, symbol: &str, right: &Value) -> Raise {
    let message = format!("The operation '[{}] {symbol} [{}]' is not defined.", left.type_id().clr_name(), right.type_id().clr_name());
    runtime("NotADefinedOperationForType", message)
}

/// An operand that does not convert to the type of the operator's method.
pub(super) fn argument(parameter: &str, shown: &str, method: &str, target: TypeId, error: convert::CastError) -> Raise {
    if error.raise.as_ref().is_some_and(|raise| raise.error().is_none()) {
        return error.into_raise();
    }
    let message = format!(
        "Cannot convert argument \"{parameter}\", with value: \"{shown}\", for \"{method}\" to type \"{}\": \"{}\"",
        target.clr_name(),
        error.message
    );
    let inner = error.exception();
    let exception = Exception::object(TypeId::METHOD_EXCEPTION, message, Some(inner));
    ErrorRecord::of(exception, "MethodArgumentConversionInvalidCastArgument", Category::NotSpecified, Value::Null).into()
}

/// No overload of the operator's method takes the operands.
pub(super) fn no_overload(method: &str) -> Raise {
    let message = format!("Cannot find an overload for \"{method}\" and the argument count: \"2\".");
    let exception = Exception::object(TypeId::METHOD_EXCEPTION, message, None);
    ErrorRecord::of(exception, "MethodCountCouldNotFindBest", Category::NotSpecified, Value::Null).into()
}

/// The operator's method threw.
pub(super) fn thrown(method: &str, fault: &Fault) -> Raise {
    thrown_class(method, convert::fault_class(fault.kind), &fault.to_string())
}

/// As [`thrown`], of a class.
pub(super) fn thrown_class(method: &str, class: TypeId, text: &str) -> Raise {
    let inner = Exception::object(class, text, None);
    let message = format!("Exception calling \"{method}\" with \"2\" argument(s): \"{text}\"");
    let exception = Exception::object(TypeId::METHOD_INVOCATION_EXCEPTION, message, Some(inner));
    ErrorRecord::of(exception, "DotNetMethodException", Category::NotSpecified, Value::Null).into()
}

/// A result that would not fit into memory.
pub(super) fn out_of_memory() -> Raise {
    raw(TypeId::OUT_OF_MEMORY_EXCEPTION, "Insufficient memory to continue the execution of the program.")
}
