//! Exceptions.

use std::rc::Rc;

use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::statics::exception;
use crate::value::members::thrown::{Outcome, ok};
use crate::value::{Dict, Exception, TypeId, Value};

fn this<'a>(c: &'a Call) -> Option<&'a Exception> {
    Exception::of(&c.this)
}

/// What `new()` without a message says.
fn default_message(id: TypeId) -> String {
    let known = match id {
        TypeId::SYSTEM_EXCEPTION => "System error.",
        TypeId::APPLICATION_EXCEPTION => "Error in the application.",
        TypeId::ARGUMENT_EXCEPTION => "Value does not fall within the expected range.",
        TypeId::ARGUMENT_NULL_EXCEPTION => "Value cannot be null.",
        TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION => "Specified argument was out of the range of valid values.",
        TypeId::FORMAT_EXCEPTION => "One of the identified items was in an invalid format.",
        TypeId::INVALID_CAST_EXCEPTION => "Specified cast is not valid.",
        TypeId::INVALID_OPERATION_EXCEPTION => "Operation is not valid due to the current state of the object.",
        TypeId::NOT_SUPPORTED_EXCEPTION => "Specified method is not supported.",
        TypeId::NOT_IMPLEMENTED_EXCEPTION => "The method or operation is not implemented.",
        TypeId::OVERFLOW_EXCEPTION => "Arithmetic operation resulted in an overflow.",
        TypeId::DIVIDE_BY_ZERO_EXCEPTION => "Attempted to divide by zero.",
        TypeId::ARITHMETIC_EXCEPTION => "Overflow or underflow in the arithmetic operation.",
        TypeId::NULL_REFERENCE_EXCEPTION => "Object reference not set to an instance of an object.",
        TypeId::INDEX_OUT_OF_RANGE_EXCEPTION => "Index was outside the bounds of the array.",
        TypeId::TIMEOUT_EXCEPTION => "The operation has timed out.",
        TypeId::UNAUTHORIZED_ACCESS_EXCEPTION => "Attempted to perform an unauthorized operation.",
        TypeId::OPERATION_CANCELED_EXCEPTION => "The operation was canceled.",
        TypeId::AGGREGATE_EXCEPTION => "One or more errors occurred.",
        TypeId::IO_EXCEPTION => "I/O error occurred.",
        TypeId::FILE_NOT_FOUND_EXCEPTION => "Unable to find the specified file.",
        TypeId::DIRECTORY_NOT_FOUND_EXCEPTION => "Attempted to access a path that is not on the disk.",
        TypeId::KEY_NOT_FOUND_EXCEPTION => "The given key was not present in the dictionary.",
        TypeId::OUT_OF_MEMORY_EXCEPTION => "Insufficient memory to continue the execution of the program.",
        TypeId::STACK_OVERFLOW_EXCEPTION => "Operation caused a stack overflow.",
        _ => return format!("Exception of type '{}' was thrown.", id.full_name()),
    };
    known.to_owned()
}

fn new(c: &mut Call) -> Outcome {
    let id = c.type_id;
    let texts: Vec<Rc<str>> = c.args.iter().filter_map(|value| value.as_str().cloned()).collect();
    // An AggregateException takes a list of them.
    let many: Vec<Value> = c.args.iter().filter_map(Value::enumerate).flatten().filter(|value| Exception::of(value).is_some()).collect();
    let inner = c.args.iter().find(|value| Exception::of(value).is_some()).or(many.first()).cloned();
    let actual = (id == TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION && c.len() == 3).then(|| c.arg(1));
    // `ArgumentException(message, paramName)`, but `ArgumentNullException(paramName[, message])`.
    let parameter_first = matches!(id, TypeId::ARGUMENT_NULL_EXCEPTION | TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION) && inner.is_none();
    let (message, parameter) = match (&texts[..], id) {
        ([], _) => (default_message(id), None),
        ([parameter], _) if parameter_first => (default_message(id), Some(parameter.clone())),
        ([parameter, message], _) if parameter_first => (message.to_string(), Some(parameter.clone())),
        ([message, parameter], _) if id.bases().any(|base| base == TypeId::ARGUMENT_EXCEPTION) => {
            (message.to_string(), Some(parameter.clone()))
        }
        ([message, name], TypeId::OBJECT_DISPOSED_EXCEPTION) => (format!("{name}\nObject name: '{message}'."), None),
        ([name], TypeId::OBJECT_DISPOSED_EXCEPTION) => (format!("Cannot access a disposed object.\nObject name: '{name}'."), None),
        ([message, ..], _) => (message.to_string(), None),
    };
    let message = match (&parameter, &inner, id) {
        (Some(parameter), _, _) if !parameter.is_empty() => format!("{message} (Parameter '{parameter}')"),
        (_, Some(_), TypeId::AGGREGATE_EXCEPTION) if !many.is_empty() => {
            many.iter().fold(message, |text, inner| format!("{text} ({})", crate::value::members::door::message_of(inner)))
        }
        (_, Some(inner), TypeId::AGGREGATE_EXCEPTION) => format!("{message} ({})", crate::value::members::door::message_of(inner)),
        _ => message,
    };
    let message = match &actual {
        Some(actual) => format!("{message}\nActual value was {}.", crate::value::convert::to_text(c.rt, actual)?),
        None => message,
    };
    let made = exception(id, &message, inner);
    if let Some(parameter) = parameter {
        made.set_note("ParamName", Value::Str(parameter));
        hide(&made, "ParamName");
    }
    if id == TypeId::AGGREGATE_EXCEPTION && !many.is_empty() {
        made.set_note("InnerExceptions", Value::array(many));
        hide(&made, "InnerExceptions");
    }
    if let Some(actual) = actual {
        made.set_note("ActualValue", actual);
        hide(&made, "ActualValue");
    }
    Ok(made)
}

fn hide(value: &Value, name: &str) {
    if let Some(mut members) = value.members_cell_mut() {
        members.hidden.get_or_insert_default().push(Rc::from(name));
    }
}

/// The innermost exception.
fn base(c: &mut Call) -> Outcome {
    let mut current = c.this.clone();
    while let Some(inner) = Exception::of(&current).and_then(|exception| exception.inner()) {
        current = inner;
    }
    Ok(current)
}

/// `Type: message`, with inner exceptions beneath as .NET writes them.
pub fn full_text(value: &Value) -> String {
    let Some(exception) = Exception::of(value) else { return String::new() };
    let mut text = exception.type_id.full_name().to_string();
    if !exception.message().is_empty() {
        text.push_str(": ");
        text.push_str(&exception.message());
    }
    if let Some(inner) = &exception.inner() {
        text.push_str("\n ---> ");
        text.push_str(&full_text(inner));
        text.push_str("\n   --- End of inner exception stack trace ---");
    }
    text
}

/// .NET's number of a class.
fn h_result(id: TypeId) -> i32 {
    let code: u32 = match id.bases().find(|base| !base.is_class()).unwrap_or(id) {
        TypeId::ARGUMENT_EXCEPTION => 0x8007_0057,
        TypeId::ARGUMENT_NULL_EXCEPTION | TypeId::NULL_REFERENCE_EXCEPTION => 0x8000_4003,
        TypeId::ARGUMENT_OUT_OF_RANGE_EXCEPTION => 0x8013_1502,
        TypeId::FORMAT_EXCEPTION => 0x8013_1537,
        TypeId::INVALID_CAST_EXCEPTION => 0x8000_4002,
        TypeId::INVALID_OPERATION_EXCEPTION => 0x8013_1509,
        TypeId::NOT_SUPPORTED_EXCEPTION => 0x8013_1515,
        TypeId::NOT_IMPLEMENTED_EXCEPTION => 0x8000_4001,
        TypeId::OVERFLOW_EXCEPTION => 0x8013_1516,
        TypeId::DIVIDE_BY_ZERO_EXCEPTION => 0x8002_0012,
        TypeId::INDEX_OUT_OF_RANGE_EXCEPTION => 0x8013_1508,
        TypeId::TIMEOUT_EXCEPTION => 0x8013_1505,
        TypeId::UNAUTHORIZED_ACCESS_EXCEPTION => 0x8007_0005,
        TypeId::OPERATION_CANCELED_EXCEPTION => 0x8013_153b,
        TypeId::IO_EXCEPTION => 0x8013_1620,
        TypeId::FILE_NOT_FOUND_EXCEPTION => 0x8007_0002,
        TypeId::DIRECTORY_NOT_FOUND_EXCEPTION => 0x8007_0003,
        TypeId::KEY_NOT_FOUND_EXCEPTION => 0x8013_1577,
        TypeId::APPLICATION_EXCEPTION => 0x8013_1600,
        TypeId::EXCEPTION => 0x8013_1500,
        _ => 0x8013_1501,
    };
    code as i32
}

/// A property that an exception keeps in its own members once it is set.
fn kept(c: &mut Call, name: &str, otherwise: Value) -> Outcome {
    Ok(c.this.note(name).unwrap_or(otherwise))
}

fn keep(c: &mut Call, name: &str) -> Outcome {
    c.this.set_note(name, c.arg(0));
    hide(&c.this, name);
    Ok(Value::Nothing)
}

fn data(c: &mut Call) -> Outcome {
    if let Some(data) = c.this.note("Data") {
        return Ok(data);
    }
    let data = Value::Dict(Rc::new(Dict::new(crate::value::DictKind::Ordered(TypeId::LIST_DICTIONARY), false)));
    c.this.set_note("Data", data.clone());
    hide(&c.this, "Data");
    Ok(data)
}

/// Members of exceptions.
pub const TABLE: TypeImpl = TypeImpl {
    ids: &[TypeId::EXCEPTION],
    new: Some(new),
    properties: &[
        ("TargetSite", |_| Ok(Value::Null)),
        ("Message", |c| Ok(this(c).map_or(Value::Null, |exception| Value::Str(exception.message())))),
        ("Data", data),
        ("InnerException", |c| Ok(this(c).and_then(|exception| exception.inner()).unwrap_or_default())),
        ("HelpLink", |c| kept(c, "HelpLink", Value::Null)),
        ("Source", |c| kept(c, "Source", Value::Null)),
        ("HResult", |c| {
            let code = this(c).map_or(0, |exception| h_result(exception.type_id));
            kept(c, "HResult", Value::Int(code))
        }),
        ("StackTrace", |_| Ok(Value::Null)),
    ],
    setters: &[("HelpLink", |c| keep(c, "HelpLink")), ("Source", |c| keep(c, "Source")), ("HResult", |c| keep(c, "HResult"))],
    methods: &[("GetBaseException", base), ("ToString", |c| ok(full_text(&c.this)))],
    ..TypeImpl::EMPTY
};

/// Exceptions that carry the record they became.
pub const RECORDED: TypeImpl = TypeImpl {
    ids: &[
        TypeId::RUNTIME_EXCEPTION,
        TypeId::PS_ARGUMENT_EXCEPTION,
        TypeId::PS_ARGUMENT_NULL_EXCEPTION,
        TypeId::PS_ARGUMENT_OUT_OF_RANGE_EXCEPTION,
        TypeId::PS_INVALID_OPERATION_EXCEPTION,
        TypeId::PS_NOT_SUPPORTED_EXCEPTION,
        TypeId::PS_NOT_IMPLEMENTED_EXCEPTION,
    ],
    properties: &[("ErrorRecord", |c| Ok(this(c).and_then(|exception| exception.record.borrow().clone()).unwrap_or_default()))],
    ..TypeImpl::EMPTY
};

/// Several exceptions at once.
pub const AGGREGATE: TypeImpl = TypeImpl {
    ids: &[TypeId::AGGREGATE_EXCEPTION],
    properties: &[("InnerExceptions", |c| Ok(Value::array(this(c).and_then(|exception| exception.inner()).into_iter().collect())))],
    ..TypeImpl::EMPTY
};
