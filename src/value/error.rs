//! Exceptions and error records.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::{Object, Payload, TypeId, Value};
use crate::source::{SourceText, Span};

/// `System.Management.Automation.ErrorCategory`; the discriminant is .NET's value.
#[allow(missing_docs)] // The names are .NET's and say it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
#[repr(i64)]
pub enum Category {
    #[default]
    NotSpecified = 0,
    OpenError = 1,
    CloseError = 2,
    DeviceError = 3,
    DeadlockDetected = 4,
    InvalidArgument = 5,
    InvalidData = 6,
    InvalidOperation = 7,
    InvalidResult = 8,
    InvalidType = 9,
    MetadataError = 10,
    NotImplemented = 11,
    NotInstalled = 12,
    ObjectNotFound = 13,
    OperationStopped = 14,
    OperationTimeout = 15,
    SyntaxError = 16,
    ParserError = 17,
    PermissionDenied = 18,
    ResourceBusy = 19,
    ResourceExists = 20,
    ResourceUnavailable = 21,
    ReadError = 22,
    WriteError = 23,
    FromStdErr = 24,
    SecurityError = 25,
    ProtocolError = 26,
    ConnectionError = 27,
    AuthenticationError = 28,
    LimitsExceeded = 29,
    QuotaExceeded = 30,
    NotEnabled = 31,
}

impl Category {
    /// The category of this value, if there is one.
    pub fn from_value(value: i64) -> Option<Category> {
        (0..=31).contains(&value).then(|| ALL[value as usize])
    }
}

const ALL: [Category; 32] = {
    use Category::*;
    [
        NotSpecified,
        OpenError,
        CloseError,
        DeviceError,
        DeadlockDetected,
        InvalidArgument,
        InvalidData,
        InvalidOperation,
        InvalidResult,
        InvalidType,
        MetadataError,
        NotImplemented,
        NotInstalled,
        ObjectNotFound,
        OperationStopped,
        OperationTimeout,
        SyntaxError,
        ParserError,
        PermissionDenied,
        ResourceBusy,
        ResourceExists,
        ResourceUnavailable,
        ReadError,
        WriteError,
        FromStdErr,
        SecurityError,
        ProtocolError,
        ConnectionError,
        AuthenticationError,
        LimitsExceeded,
        QuotaExceeded,
        NotEnabled,
    ]
};

/// What an object of an exception class holds beside attached members.
#[derive(Debug)]
pub struct Exception {
    /// The exception's class.
    pub type_id: TypeId,
    /// `.Message`.
    message: RefCell<Rc<str>>,
    /// `.InnerException`.
    inner: RefCell<Option<Value>>,
    /// The record it was raised with (`.ErrorRecord` of a RuntimeException).
    pub record: RefCell<Option<Value>>,
}

/// Where and by what something was invoked: `InvocationInfo`.
#[derive(Debug, Clone, Default)]
pub struct Invocation {
    /// The command's name as resolved, if a command was at work.
    pub command: Option<Rc<str>>,
    /// The name as written (`.InvocationName`).
    pub invocation_name: Rc<str>,
    /// The source and the place in it.
    pub place: Option<(Rc<SourceText>, Span)>,
    /// The command itself, as an object for `.MyCommand`.
    pub my_command: Value,
    /// `.BoundParameters`.
    pub bound_parameters: Value,
    /// `.UnboundArguments`.
    pub unbound_arguments: Value,
    /// `.ExpectingInput`.
    pub expecting_input: bool,
    /// Position in the pipeline, from 1.
    pub pipeline_position: i32,
    /// Length of the pipeline.
    pub pipeline_length: i32,
    /// `.HistoryId`.
    pub history_id: i64,
}

/// The contents of an error record.
#[derive(Debug, Default)]
pub struct ErrorData {
    /// The exception object.
    pub exception: Value,
    /// The error id; the command's name may stand behind a comma.
    pub id: RefCell<Rc<str>>,
    /// `.CategoryInfo.Category`.
    pub category: Category,
    /// `.CategoryInfo.Activity`.
    pub activity: RefCell<Rc<str>>,
    /// `.CategoryInfo.Reason`, where it is not the exception's class name.
    pub reason: RefCell<Option<Rc<str>>>,
    /// `.CategoryInfo.TargetName`, where it is not the target's text.
    pub target_name: RefCell<Option<Rc<str>>>,
    /// `.CategoryInfo.TargetType`, where it is not the target's type.
    pub target_type: RefCell<Option<Rc<str>>>,
    /// `.TargetObject`.
    pub target: RefCell<Value>,
    /// `.ErrorDetails`: message and recommended action.
    pub details: RefCell<Option<(Rc<str>, Option<Rc<str>>)>>,
    /// `.InvocationInfo`.
    pub invocation: RefCell<Option<Rc<Invocation>>>,
    /// `.ScriptStackTrace`, a frame a line.
    pub stack: RefCell<Option<Rc<str>>>,
    /// Whether it stands in `$Error` already.
    pub logged: Cell<bool>,
    /// Whether `throw` raised it.
    pub thrown: Cell<bool>,
    /// Whether it ends the function at hand, past its other statements (`ThrowTerminatingError`).
    pub escapes: Cell<bool>,
    /// Whether `-ErrorAction Stop` made it terminating: it ends everything up to a `try`.
    pub stop: Cell<bool>,
}

/// `System.Management.Automation.ErrorRecord`; clones are the same record.
#[derive(Debug, Clone)]
pub struct ErrorRecord(pub Rc<ErrorData>);

impl ErrorRecord {
    /// A record of a new exception of class `type_id`.
    pub fn new(type_id: TypeId, message: impl AsRef<str>, id: impl AsRef<str>, category: Category, target: Value) -> ErrorRecord {
        ErrorRecord::of(Exception::object(type_id, message, None), id, category, target)
    }

    /// A record of an exception object.
    pub fn of(exception: Value, id: impl AsRef<str>, category: Category, target: Value) -> ErrorRecord {
        ErrorRecord(Rc::new(ErrorData {
            exception,
            id: RefCell::new(Rc::from(id.as_ref())),
            category,
            target: RefCell::new(target),
            ..ErrorData::default()
        }))
    }

    /// A `RuntimeException`: what the language itself raises.
    pub fn runtime(message: impl AsRef<str>, id: impl AsRef<str>, category: Category) -> ErrorRecord {
        ErrorRecord::new(TypeId::RUNTIME_EXCEPTION, message, id, category, Value::Null)
    }

    /// The exception's message, or the error details' if there are any.
    pub fn message(&self) -> Rc<str> {
        if let Some((message, _)) = &*self.0.details.borrow() {
            return message.clone();
        }
        self.exception_message()
    }

    /// The exception's message.
    pub fn exception_message(&self) -> Rc<str> {
        Exception::of(&self.0.exception).map_or_else(|| Rc::from(""), |exception| exception.message())
    }

    /// The exception's class.
    pub fn exception_type(&self) -> TypeId {
        self.0.exception.type_id()
    }

    /// `.FullyQualifiedErrorId`.
    pub fn id(&self) -> Rc<str> {
        self.0.id.borrow().clone()
    }

    /// The record as a value.
    pub fn value(&self) -> Value {
        Value::Object(Rc::new(Object::new(Payload::Error(self.clone()))))
    }

    /// With this target.
    pub fn with_target(self, target: Value) -> ErrorRecord {
        *self.0.target.borrow_mut() = target;
        self
    }

    /// The same record about another exception, as a typed catch sees it.
    pub fn with_exception(&self, exception: Value) -> ErrorRecord {
        let data = &self.0;
        ErrorRecord(Rc::new(ErrorData {
            exception,
            id: data.id.clone(),
            category: data.category,
            activity: data.activity.clone(),
            reason: data.reason.clone(),
            target_name: data.target_name.clone(),
            target_type: data.target_type.clone(),
            target: data.target.clone(),
            details: data.details.clone(),
            invocation: data.invocation.clone(),
            stack: data.stack.clone(),
            ..ErrorData::default()
        }))
    }

    /// The record in a value, if it is one.
    pub fn from_value(value: &Value) -> Option<ErrorRecord> {
        match value.base() {
            Value::Object(object) => match &object.payload {
                Payload::Error(record) => Some(record.clone()),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Exception {
    /// An exception of this class.
    pub fn new(type_id: TypeId, message: impl AsRef<str>, inner: Option<Value>) -> Exception {
        Exception { type_id, message: RefCell::new(Rc::from(message.as_ref())), inner: RefCell::new(inner), record: RefCell::new(None) }
    }

    /// `.Message`.
    pub fn message(&self) -> Rc<str> {
        self.message.borrow().clone()
    }

    /// Sets the message: a script class hands it to its base's constructor.
    pub fn set_message(&self, message: Rc<str>) {
        *self.message.borrow_mut() = message;
    }

    /// `.InnerException`.
    pub fn inner(&self) -> Option<Value> {
        self.inner.borrow().clone()
    }

    /// Sets the inner exception.
    pub fn set_inner(&self, inner: Option<Value>) {
        *self.inner.borrow_mut() = inner;
    }

    /// A new exception object.
    pub fn object(type_id: TypeId, message: impl AsRef<str>, inner: Option<Value>) -> Value {
        Value::Object(Rc::new(Object::new(Payload::Exception(Box::new(Exception::new(type_id, message, inner))))))
    }

    /// The exception in a value, if it is one (also of a script class derived from an exception).
    pub fn of(value: &Value) -> Option<&Exception> {
        match value.base() {
            Value::Object(object) => match &object.payload {
                Payload::Exception(exception) => Some(exception),
                _ => None,
            },
            _ => None,
        }
    }
}
