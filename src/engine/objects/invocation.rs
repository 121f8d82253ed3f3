//! `$MyInvocation`, `.InvocationInfo`.

use super::position_message;
use crate::engine::scope::CallInfo;
use crate::value::{ClrObject, Invocation, Object, TypeId, Value};
use std::any::Any;
use std::rc::Rc;

/// `$MyInvocation`, `.InvocationInfo`.
pub struct InvocationObject(pub Rc<Invocation>, Option<Rc<CallInfo>>);

/// An invocation as a value.
pub fn invocation_value(invocation: &Rc<Invocation>) -> Value {
    Object::from_clr(InvocationObject(invocation.clone(), None))
}

/// `$MyInvocation` of a call, with what was bound.
pub(crate) fn call_invocation(call: &Rc<CallInfo>) -> Value {
    Object::from_clr(InvocationObject(call.invocation.clone(), Some(call.clone())))
}

impl ClrObject for InvocationObject {
    fn class(&self) -> TypeId {
        TypeId::INVOCATION_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        crate::value::members::objects::error_parts::INVOCATION_PROPERTIES.to_vec()
    }

    fn get(&self, name: &str) -> Option<Value> {
        let invocation = &self.0;
        let place = invocation.place.as_ref();
        let file = || place.and_then(|(source, _)| source.name()).unwrap_or("").to_owned();
        Some(match name.to_ascii_lowercase().as_str() {
            "mycommand" => invocation.my_command.clone(),
            "boundparameters" if self.1.is_some() => self.1.as_ref().map_or(Value::Null, |call| Value::Dict(call.bound())),
            "boundparameters" => match &invocation.bound_parameters {
                Value::Null => Value::Dict(crate::engine::scope::bound_parameters()),
                bound => bound.clone(),
            },
            "unboundarguments" if self.1.is_some() => {
                let items = self.1.as_ref().and_then(|call| call.arguments.borrow().enumerate()).unwrap_or_default();
                Value::List(Rc::new(crate::value::List::new(TypeId::LIST.generic(&[TypeId::OBJECT]), items)))
            }
            "unboundarguments" => match &invocation.unbound_arguments {
                Value::Null => Value::List(Rc::new(crate::value::List::new(TypeId::LIST.generic(&[TypeId::OBJECT]), Vec::new()))),
                rest => rest.clone(),
            },
            "scriptlinenumber" => Value::Int(place.map_or(0, |(source, span)| source.locate(span.start).line as i32)),
            "offsetinline" => Value::Int(place.map_or(0, |(source, span)| source.locate(span.start).column as i32)),
            "historyid" => Value::Long(invocation.history_id),
            "scriptname" => match place.and_then(|(source, _)| source.name()) {
                Some(name) => Value::str(name),
                None => Value::empty_str(),
            },
            "line" => place.map_or_else(Value::empty_str, |(source, span)| {
                let line = source.locate(span.start).line;
                let more = if line < source.n_lines() as u32 { "\n" } else { "" };
                Value::str(format!("{}{more}", source.line(line)))
            }),
            "statement" => place.map_or_else(Value::empty_str, |(source, span)| Value::str(source.slice(*span))),
            "positionmessage" => place.map_or_else(Value::empty_str, |(source, span)| Value::str(position_message(source, *span))),
            "psscriptroot" => {
                Value::str(std::path::Path::new(&file()).parent().map(|parent| parent.to_string_lossy().into_owned()).unwrap_or_default())
            }
            "pscommandpath" => Value::str(file()),
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
