//! Conversions to .NET objects: from text through a static `Parse`, from a value through a constructor that takes
//! just that, and a few types that have their own way.

use std::borrow::Cow;
use std::rc::Rc;

use super::error::{Cast, CastError};
use super::number::integer_of;
use super::text::{to_message_text, to_text};
use crate::value::date::{DateTimeKind, TimeSpan};
use crate::value::fault::Fault;
use crate::value::members::signatures::SIGNATURES;
use crate::value::members::{self, TypeSignatures};
use crate::value::text::culture::Culture;
use crate::value::text::date::{DateTimeStyles, parse_date_time, parse_time_span};
use crate::value::types::{resolve, resolve_in};
use crate::value::{DateTime, Exception, Raise, Run, Runtime, TypeId, Value};

const PARSE_WITH_PROVIDER: &str = "InvalidCastParseTargetInvocationWithFormatProvider";
const PARSE: &str = "InvalidCastParseTargetInvocation";
const CONSTRUCTOR: &str = "InvalidCastConstructorException";

fn signatures(target: TypeId) -> Option<&'static TypeSignatures> {
    let name = target.definition().info()?.name;
    // The tables have the same order, so that a type is found at its own place.
    match SIGNATURES.get(target.definition().0 as usize) {
        Some(own) if own.name == name => Some(own),
        _ => SIGNATURES.iter().find(|own| own.name == name),
    }
}

/// The constructors of a built-in type, as the signature table writes them.
pub(super) fn constructors(target: TypeId) -> impl Iterator<Item = &'static str> {
    let added = members::implementation::of(target).flat_map(|table| table.new_texts.iter().copied());
    signatures(target).into_iter().flat_map(|own| own.new.iter().copied()).chain(added)
}

/// Properties that can be set, in alphabetical order.
pub(super) fn settable_properties(target: TypeId) -> Vec<(Rc<str>, TypeId)> {
    let Some(own) = signatures(target) else { return Vec::new() };
    let mut settable: Vec<(Rc<str>, TypeId)> = own
        .properties
        .iter()
        .filter_map(|(name, texts)| {
            let type_text = texts.first()?.strip_suffix(" {get;set}").or_else(|| texts.first()?.strip_suffix(" {get;set;}"))?;
            Some((Rc::from(*name), resolve(type_text).unwrap_or(TypeId::OBJECT)))
        })
        .collect();
    settable.sort();
    settable
}

/// The element type of an interface that arrays implement.
pub(super) fn sequence_element(target: TypeId) -> Option<TypeId> {
    let (definition, arguments) = target.generic_parts()?;
    let is_sequence = matches!(
        definition,
        TypeId::GENERIC_I_ENUMERABLE
            | TypeId::GENERIC_I_LIST
            | TypeId::GENERIC_I_COLLECTION
            | TypeId::I_READ_ONLY_LIST
            | TypeId::I_READ_ONLY_COLLECTION
    );
    arguments.first().copied().filter(|_| is_sequence)
}

/// `[type]'name'`.
pub(super) fn cast_type(rt: &mut dyn Runtime, value: &Value) -> Option<Cast> {
    if let Value::Type(_) = value {
        return Some(Ok(value.clone()));
    }
    let text = match value.as_str() {
        Some(text) => text.clone(),
        // Numbers take the way of their text; nothing else is a type, whatever its members.
        None if super::number::number_of(value).is_some_and(|number| !matches!(number, super::Number::BigInteger(_))) => {
            super::text::to_plain_text(value)?
        }
        None if matches!(value, Value::Bool(_) | Value::Char(_) | Value::DateTime(_) | Value::Enum(..)) => return None,
        None if value.type_id() == TypeId::DB_NULL => return None,
        None => return Some(Err(CastError::impossible(&to_message_text(rt, value), value.type_id(), TypeId::TYPE))),
    };
    Some(match rt.find_type(&text) {
        Some(id) => Ok(Value::Type(id)),
        None => {
            let mut error = CastError::impossible(&text, TypeId::STRING, TypeId::TYPE);
            error.id = Cow::Borrowed("InvalidCastFromStringToType");
            Err(error)
        }
    })
}

/// `[regex]'pattern'`.
pub(super) fn cast_regex(rt: &mut dyn Runtime, value: &Value) -> Option<Cast> {
    let text = value.as_str()?;
    Some(members::new_object(rt, TypeId::REGEX, std::slice::from_ref(value)).map_err(|raise| match thrown(&raise) {
        Some((class, message)) => CastError::reason("InvalidCastFromStringToRegex", text, TypeId::REGEX, class, message),
        None => raise.into(),
    }))
}

/// `[xml]$x`: anything, by its text.
pub(super) fn cast_xml(rt: &mut dyn Runtime, value: &Value) -> Cast {
    let base = value.base();
    if base.type_id() == TypeId::XML_DOCUMENT {
        return Ok(value.clone());
    }
    if value.is_null() {
        return Ok(Value::Null);
    }
    let refuse =
        |text: &str, class: TypeId, reason: &str| CastError::reason("InvalidCastToXmlDocument", text, TypeId::XML_DOCUMENT, class, reason);
    // The items of a list are the lines of the document.
    let text = match base.enumerate() {
        Some(items) => {
            let mut lines = Vec::with_capacity(items.len());
            for item in &items {
                lines.push(to_text(rt, item)?.to_string());
            }
            Rc::from(lines.join("\n"))
        }
        None => to_text(rt, base)?,
    };
    let document = members::new_object(rt, TypeId::XML_DOCUMENT, &[])?;
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(document);
    }
    if !trimmed.starts_with('<') {
        let shown = to_message_text(rt, value);
        let reason = "The specified node cannot be inserted as the valid child of this node, because the specified node is the wrong type.";
        return Err(refuse(&shown, TypeId::INVALID_OPERATION_EXCEPTION, reason));
    }
    match members::invoke(rt, &document, "LoadXml", &[Value::Str(text.clone())]) {
        Ok(_) => Ok(document),
        Err(raise) => Err(match thrown(&raise) {
            Some((class, message)) => refuse(&to_message_text(rt, value), class, &message),
            None => raise.into(),
        }),
    }
}

/// Converts to an object of a .NET class or of a script's class; `None` if nothing takes the value.
pub(super) fn cast_instance(rt: &mut dyn Runtime, value: &Value, target: TypeId) -> Option<Cast> {
    match target {
        TypeId::DATE_TIME => return cast_date_time(rt, value),
        TypeId::TIME_SPAN => return cast_time_span(value),
        // A text may be a relative URI, which the constructor with one parameter refuses.
        TypeId::URI if matches!(value, Value::Str(_)) => {
            let shown = to_message_text(rt, value);
            let result = members::new_object(rt, target, &[value.clone(), Value::Enum(TypeId::URI_KIND, 0)]);
            return Some(result.map_err(|raise| from_thrown(raise, CONSTRUCTOR, &shown, target)));
        }
        _ if target.is_class() => return cast_class(rt, value, target),
        _ => {}
    }
    if let Value::Str(text) = value
        && let Some(id) = parse_id(target)
    {
        let result = call_static(rt, target, "Parse", value)?;
        return Some(result.map_err(|raise| from_thrown(raise, id, text, target)));
    }
    // A number is no capacity of a list or dictionary.
    let is_capacity = super::number::number_of(value).is_some() && TypeId::I_COLLECTION.is_assignable_from(target);
    if !is_capacity && let Some(parameter) = accepting_parameter(target, value) {
        let argument = super::cast::try_cast(rt, value, parameter).ok()?;
        let shown = to_message_text(rt, value);
        return Some(members::new_object(rt, target, &[argument]).map_err(|raise| from_thrown(raise, CONSTRUCTOR, &shown, target)));
    }
    let has_operator = signatures(target)?.static_methods.iter().any(|(name, overloads)| {
        *name == "op_Implicit"
            && overloads.iter().filter_map(|text| single_parameter(text, target)).any(|parameter| parameter == value.type_id())
    });
    if has_operator {
        let shown = to_message_text(rt, value);
        let result = call_static(rt, target, "op_Implicit", value)?;
        return Some(result.map_err(|raise| from_thrown(raise, "InvalidCastTargetInvocationExceptionop_Implicit", &shown, target)));
    }
    None
}

/// Calls a static method of a .NET type; `None` if it is not there.
fn call_static(rt: &mut dyn Runtime, target: TypeId, name: &str, value: &Value) -> Option<Run<Value>> {
    members::invoke_static(rt, target, name, std::slice::from_ref(value)).transpose()
}

fn accepting_parameter(target: TypeId, value: &Value) -> Option<TypeId> {
    constructors(target).filter_map(|text| single_parameter(text, target)).find(|parameter| accepts(*parameter, value))
}

/// Whether a constructor takes just this value.
pub(super) fn constructor_accepts(target: TypeId, value: &Value) -> bool {
    accepting_parameter(target, value).is_some()
}

/// The id of a failed `Parse`, if the type has one that takes just a string.
fn parse_id(target: TypeId) -> Option<&'static str> {
    let (_, overloads) = signatures(target)?.static_methods.iter().find(|(name, _)| *name == "Parse")?;
    if overloads.iter().any(|text| text.contains("(string s, IFormatProvider ") || text.contains("(string input, IFormatProvider ")) {
        return Some(PARSE_WITH_PROVIDER);
    }
    overloads.iter().any(|text| single_parameter(text, target) == Some(TypeId::STRING)).then_some(PARSE)
}

/// The type of the only parameter in a signature (`Uri new(string uriString)`); `None` if there are more or none.
fn single_parameter(text: &str, target: TypeId) -> Option<TypeId> {
    let inside = text.split_once('(')?.1.strip_suffix(')')?;
    if inside.starts_with("Params ") || inside.starts_with("[ref]") {
        return None;
    }
    let mut depth = 0;
    for c in inside.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            ',' if depth == 0 => return None,
            _ => {}
        }
    }
    let type_text = inside.rsplit_once(' ')?.0;
    let arguments = target.generic_parts().map(|(_, arguments)| arguments).unwrap_or_default();
    resolve_in(type_text, &[], &|name| match name {
        "T" | "TKey" => arguments.first().copied(),
        "TValue" => arguments.get(1).copied(),
        _ => None,
    })
}

/// Whether a constructor's parameter takes a value as it is, or widened as .NET widens numbers.
fn accepts(parameter: TypeId, value: &Value) -> bool {
    let from = value.type_id();
    if parameter == from || parameter.is_assignable_from(from) {
        return true;
    }
    let rank = |id: TypeId| match id {
        TypeId::CHAR => Some(0),
        TypeId::S_BYTE => Some(1),
        TypeId::BYTE => Some(2),
        TypeId::INT16 => Some(3),
        TypeId::U_INT16 => Some(4),
        TypeId::INT32 => Some(5),
        TypeId::U_INT32 => Some(6),
        TypeId::INT64 => Some(7),
        TypeId::U_INT64 => Some(8),
        _ => None,
    };
    let from = match value {
        Value::Enum(id, _) => id.enum_underlying(),
        _ => from,
    };
    match (rank(from), rank(parameter)) {
        (Some(from), Some(to)) => from <= to && !(matches!(from, 1 | 3 | 5 | 7) && matches!(to, 2 | 4 | 6 | 8)),
        _ => false,
    }
}

/// Exception and text of what a member threw, without the shell's wrapping; `None` for control.
fn thrown(raise: &Raise) -> Option<(TypeId, String)> {
    let mut exception = raise.error()?.0.exception.clone();
    if matches!(exception.type_id(), TypeId::METHOD_INVOCATION_EXCEPTION | TypeId::METHOD_EXCEPTION)
        && let Some(inner) = Exception::of(&exception).and_then(|exception| exception.inner())
    {
        exception = inner;
    }
    let message = Exception::of(&exception)?.message().to_string();
    Some((exception.type_id(), message))
}

fn from_thrown(raise: Raise, id: &'static str, shown: &str, target: TypeId) -> CastError {
    match thrown(&raise) {
        Some((class, message)) => {
            let mut error = CastError::reason(id, shown, target, class, message);
            // Wrapped by the call, then the exception itself, then what lies beneath it.
            error.cause = raise
                .error()
                .and_then(|record| Exception::of(&record.0.exception).and_then(Exception::inner))
                .and_then(|thrown| Exception::of(&thrown).and_then(Exception::inner));
            error
        }
        None => raise.into(),
    }
}

/// Ticks from a whole number (a character, an enum's value), where a constructor takes them.
fn ticks_of(value: &Value) -> Option<i64> {
    match value {
        Value::Char(unit) => Some(i64::from(*unit)),
        Value::Enum(_, number) => Some(*number),
        Value::UInt64(_) => None,
        other => integer_of(other).and_then(|number| i64::try_from(number).ok()),
    }
}

fn cast_date_time(rt: &mut dyn Runtime, value: &Value) -> Option<Cast> {
    let target = TypeId::DATE_TIME;
    if let Value::Str(text) = value {
        let parsed = parse_date_time(text, Culture::invariant(), DateTimeStyles::NONE, rt.now());
        return Some(parsed.map(Value::DateTime).map_err(|fault| CastError::fault(PARSE_WITH_PROVIDER, text, target, &fault)));
    }
    let ticks = ticks_of(value)?;
    Some(
        DateTime::from_ticks(ticks, DateTimeKind::Unspecified)
            .map(Value::DateTime)
            .map_err(|fault: Fault| CastError::fault(CONSTRUCTOR, &ticks.to_string(), target, &fault)),
    )
}

fn cast_time_span(value: &Value) -> Option<Cast> {
    if let Value::Str(text) = value {
        let parsed = parse_time_span(text, Culture::invariant());
        return Some(parsed.map(Value::TimeSpan).map_err(|fault| CastError::fault(PARSE_WITH_PROVIDER, text, TypeId::TIME_SPAN, &fault)));
    }
    Some(Ok(Value::TimeSpan(TimeSpan(ticks_of(value)?))))
}

/// An object of a script's class: its static `Parse`, or a constructor with one parameter of the value's type.
fn cast_class(rt: &mut dyn Runtime, value: &Value, target: TypeId) -> Option<Cast> {
    if let Value::Str(text) = value
        && let Some(result) = rt.class_static_method(target, "Parse", std::slice::from_ref(value))
    {
        return Some(result.map_err(|raise| class_error(raise, PARSE, text, target)));
    }
    let fits = rt.class_constructors(target).iter().any(|parameters| matches!(parameters[..], [parameter] if accepts(parameter, value)));
    if !fits {
        return None;
    }
    let shown = to_message_text(rt, value);
    Some(rt.class_new(target, std::slice::from_ref(value)).map_err(|raise| class_error(raise, CONSTRUCTOR, &shown, target)))
}

fn class_error(raise: Raise, id: &'static str, shown: &str, target: TypeId) -> CastError {
    match raise.error().map(|record| (record.exception_type(), record.message().to_string())) {
        Some((class, message)) => CastError::reason(id, shown, target, class, message),
        None => raise.into(),
    }
}
