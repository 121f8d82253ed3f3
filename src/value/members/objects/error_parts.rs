//! Parts of an error record as objects: `CategoryInfo`, `ErrorDetails`, `InvocationInfo`.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use crate::source::position::position_message;
use crate::value::error::Category;
use crate::value::members::call::Call;
use crate::value::members::implementation::TypeImpl;
use crate::value::members::thrown::{Outcome, Thrown, ok, void};
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, ErrorRecord, Exception, Invocation, Object, Run, Runtime, TypeId, Value, convert};

/// `.CategoryInfo` of a record.
pub struct CategoryInfo(pub ErrorRecord);

/// `.CategoryInfo.Reason`.
pub fn reason_name(record: &ErrorRecord) -> Rc<str> {
    if let Some(reason) = &*record.0.reason.borrow() {
        return reason.clone();
    }
    match Exception::of(&record.0.exception) {
        Some(exception) => exception.type_id.name(),
        None => Rc::from("Error"),
    }
}

fn target_name(rt: &mut dyn Runtime, record: &ErrorRecord) -> Run<Rc<str>> {
    if let Some(name) = &*record.0.target_name.borrow() {
        return Ok(name.clone());
    }
    let target = record.0.target.borrow().clone();
    if target.is_null() { Ok(Rc::from("")) } else { convert::to_text(rt, &target) }
}

fn target_type(record: &ErrorRecord) -> Rc<str> {
    if let Some(name) = &*record.0.target_type.borrow() {
        return name.clone();
    }
    let target = record.0.target.borrow();
    if target.is_null() { Rc::from("") } else { Value::type_id(&target).name() }
}

/// Long names keep their start and their end.
fn shortened(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    if chars.len() <= 40 {
        return name.to_owned();
    }
    let start: String = chars[..15].iter().collect();
    let end: String = chars[chars.len() - 15..].iter().collect();
    format!("{start}...{end}")
}

/// `.CategoryInfo.ToString()`: `ObjectNotFound: (x:String) [Get-Item], ItemNotFoundException`.
pub fn category_text(rt: &mut dyn Runtime, record: &ErrorRecord) -> Run<String> {
    let name = target_name(rt, record)?;
    Ok(format!(
        "{:?}: ({}:{}) [{}], {}",
        record.0.category,
        shortened(&name),
        shortened(&target_type(record)),
        shortened(&record.0.activity.borrow()),
        shortened(&reason_name(record))
    ))
}

impl ClrObject for CategoryInfo {
    fn class(&self) -> TypeId {
        TypeId::ERROR_CATEGORY_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

fn category(c: &Call) -> Outcome<ErrorRecord> {
    c.this
        .downcast::<CategoryInfo>()
        .map(|info| info.0.clone())
        .ok_or_else(|| Thrown::invalid_operation("The object is no ErrorCategoryInfo."))
}

fn category_string(c: &mut Call) -> Outcome {
    let record = category(c)?;
    ok(category_text(c.rt, &record)?)
}

/// Members of `ErrorCategoryInfo`.
pub const CATEGORY: TypeImpl = TypeImpl {
    ids: &[TypeId::ERROR_CATEGORY_INFO],
    properties: &[
        ("Category", |c| Ok(Value::Enum(TypeId::ERROR_CATEGORY, category(c)?.0.category as i64))),
        ("Activity", |c| Ok(Value::Str(category(c)?.0.activity.borrow().clone()))),
        ("Reason", |c| Ok(Value::Str(reason_name(&category(c)?)))),
        ("TargetName", |c| {
            let record = category(c)?;
            Ok(Value::Str(target_name(c.rt, &record)?))
        }),
        ("TargetType", |c| Ok(Value::Str(target_type(&category(c)?)))),
    ],
    setters: &[
        ("Activity", |c| {
            *category(c)?.0.activity.borrow_mut() = c.text(0).unwrap_or_else(|| Rc::from(""));
            void()
        }),
        ("Reason", |c| {
            *category(c)?.0.reason.borrow_mut() = c.text(0);
            void()
        }),
        ("TargetName", |c| {
            *category(c)?.0.target_name.borrow_mut() = c.text(0);
            void()
        }),
        ("TargetType", |c| {
            *category(c)?.0.target_type.borrow_mut() = c.text(0);
            void()
        }),
    ],
    methods: &[("GetMessage", category_string), ("ToString", category_string)],
    ..TypeImpl::EMPTY
};

/// `.ErrorDetails`.
#[derive(Clone)]
pub struct ErrorDetails {
    /// The message shown instead of the exception's.
    pub message: Rc<str>,
    /// What to do about it.
    pub recommended: RefCell<Option<Rc<str>>>,
    /// The record they belong to.
    record: Option<ErrorRecord>,
}

impl ClrObject for ErrorDetails {
    fn class(&self) -> TypeId {
        TypeId::ERROR_DETAILS
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Message", "RecommendedAction"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        if name.eq_ignore_ascii_case("Message") {
            return Some(Value::Str(self.message.clone()));
        }
        name.eq_ignore_ascii_case("RecommendedAction")
            .then(|| Value::Str(self.recommended.borrow().clone().unwrap_or_else(|| Rc::from(""))))
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        if !name.eq_ignore_ascii_case("RecommendedAction") {
            return None;
        }
        let text = convert::to_plain_text(value);
        *self.recommended.borrow_mut() = text.clone();
        if let Some(record) = &self.record {
            *record.0.details.borrow_mut() = Some((self.message.clone(), text));
        }
        Some(Ok(()))
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.message.to_string())
    }
}

/// Members of `ErrorDetails`.
pub const DETAILS: TypeImpl = TypeImpl {
    ids: &[TypeId::ERROR_DETAILS],
    new: Some(|c| {
        Ok(Object::from_clr(ErrorDetails {
            message: c.text(0).unwrap_or_else(|| Rc::from("")),
            recommended: RefCell::new(None),
            record: None,
        }))
    }),
    ..TypeImpl::EMPTY
};

/// `.InvocationInfo`, `$MyInvocation`.
pub struct InvocationInfo(pub Rc<Invocation>);

impl InvocationInfo {
    /// An invocation as a value.
    pub fn value(invocation: Rc<Invocation>) -> Value {
        Object::from_clr(InvocationInfo(invocation))
    }

    /// The script's path, if its source has one.
    fn script(&self) -> Option<&str> {
        self.0.place.as_ref().and_then(|(source, _)| source.name())
    }
}

/// The properties of an `InvocationInfo`, in .NET's order.
pub const INVOCATION_PROPERTIES: &[&str] = &[
    "MyCommand",
    "BoundParameters",
    "UnboundArguments",
    "ScriptLineNumber",
    "OffsetInLine",
    "HistoryId",
    "ScriptName",
    "Line",
    "Statement",
    "PositionMessage",
    "PSScriptRoot",
    "PSCommandPath",
    "InvocationName",
    "PipelineLength",
    "PipelinePosition",
    "ExpectingInput",
    "CommandOrigin",
    "DisplayScriptPosition",
];

impl ClrObject for InvocationInfo {
    fn class(&self) -> TypeId {
        TypeId::INVOCATION_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        INVOCATION_PROPERTIES.to_vec()
    }

    fn get(&self, name: &str) -> Option<Value> {
        let invocation = &self.0;
        let place = invocation.place.as_ref();
        let text = |text: Option<&str>| Value::str(text.unwrap_or(""));
        Some(match name.to_ascii_lowercase().as_str() {
            "mycommand" => invocation.my_command.clone(),
            "boundparameters" => invocation.bound_parameters.clone(),
            "unboundarguments" => invocation.unbound_arguments.clone(),
            "scriptlinenumber" => Value::Int(place.map_or(0, |(source, span)| source.locate(span.start).line as i32)),
            "offsetinline" => Value::Int(place.map_or(0, |(source, span)| source.locate(span.start).column as i32)),
            "historyid" => Value::Long(invocation.history_id),
            "scriptname" => text(self.script()),
            "line" => text(place.map(|(source, span)| source.line(source.locate(span.start).line))),
            "statement" => text(place.map(|(source, span)| source.slice(*span))),
            "positionmessage" => place.map_or_else(Value::empty_str, |(source, span)| Value::from(position_message(source, *span))),
            "psscriptroot" => text(self.script().and_then(|path| std::path::Path::new(path).parent()).and_then(|path| path.to_str())),
            "pscommandpath" => text(self.script()),
            "invocationname" => Value::Str(invocation.invocation_name.clone()),
            "pipelinelength" => Value::Int(invocation.pipeline_length),
            "pipelineposition" => Value::Int(invocation.pipeline_position),
            "expectinginput" => Value::Bool(invocation.expecting_input),
            "commandorigin" => Value::str("Internal"),
            "displayscriptposition" => Value::Null,
            _ => return None,
        })
    }
}

fn record(c: &Call) -> Outcome<ErrorRecord> {
    ErrorRecord::from_value(&c.this).ok_or_else(|| Thrown::invalid_operation("The object is no ErrorRecord."))
}

fn new_record(c: &mut Call) -> Outcome {
    if let Some(old) = ErrorRecord::from_value(&c.arg(0)) {
        let exception = if c.has(1) { c.arg(1) } else { old.0.exception.clone() };
        let copy = ErrorRecord::of(exception, &*old.id(), old.0.category, old.0.target.borrow().clone());
        *copy.0.details.borrow_mut() = old.0.details.borrow().clone();
        *copy.0.invocation.borrow_mut() = old.0.invocation.borrow().clone();
        return Ok(copy.value());
    }
    if !c.has(0) {
        return Err(Thrown::null("exception"));
    }
    let category = Category::from_value(c.long(2)).unwrap_or_default();
    Ok(ErrorRecord::of(c.arg(0), c.text(1).unwrap_or_else(|| Rc::from("")), category, c.arg(3)).value())
}

fn details(c: &mut Call) -> Outcome {
    let record = record(c)?;
    let details = record.0.details.borrow().clone();
    Ok(details.map_or(Value::Null, |(message, recommended)| {
        Object::from_clr(ErrorDetails { message, recommended: RefCell::new(recommended), record: Some(record.clone()) })
    }))
}

fn set_details(c: &mut Call) -> Outcome {
    let record = record(c)?;
    let given = c.arg(0);
    *record.0.details.borrow_mut() =
        given.downcast::<ErrorDetails>().map(|details| (details.message.clone(), details.recommended.borrow().clone()));
    void()
}

/// Members of `ErrorRecord`.
pub const RECORD: TypeImpl = TypeImpl {
    ids: &[TypeId::ERROR_RECORD],
    new: Some(new_record),
    properties: &[
        ("Exception", |c| Ok(record(c)?.0.exception.clone())),
        ("TargetObject", |c| Ok(record(c)?.0.target.borrow().clone())),
        ("CategoryInfo", |c| Ok(Object::from_clr(CategoryInfo(record(c)?)))),
        ("FullyQualifiedErrorId", |c| Ok(Value::Str(record(c)?.id()))),
        ("ErrorDetails", details),
        ("InvocationInfo", |c| Ok(record(c)?.0.invocation.borrow().clone().map_or(Value::Null, InvocationInfo::value))),
        ("ScriptStackTrace", |c| Ok(record(c)?.0.stack.borrow().clone().map_or(Value::Null, Value::Str))),
        ("PipelineIterationInfo", |_| Ok(Value::array(Vec::new()))),
    ],
    setters: &[("ErrorDetails", set_details)],
    methods: &[("ToString", |c| Ok(Value::Str(record(c)?.message())))],
    added: &[("PSMessageDetails", |_| Ok(Value::Null))],
    ..TypeImpl::EMPTY
};
