//! Objects of a few named fields that scripts make for the host: choices, fields to ask for, completion results.

use super::session::Engine;
use crate::value::{Fields, Run, TypeId, Value, convert};

/// A completion result, as completers give it.
pub fn completion_result(text: &str, list: &str, kind: i64, tip: &str) -> Value {
    Fields::fixed(
        TypeId::COMPLETION_RESULT,
        vec![
            ("CompletionText", Value::str(text)),
            ("ListItemText", Value::str(list)),
            ("ResultType", Value::Enum(TypeId::COMPLETION_RESULT_TYPE, kind)),
            ("ToolTip", Value::str(tip)),
        ],
    )
}

/// `[T]::new(…)` of these classes; none for other classes, or another number of arguments.
pub(super) fn new_object(engine: &mut Engine, class: TypeId, arguments: &[Value]) -> Option<Run<Value>> {
    let known = matches!(class, TypeId::CHOICE_DESCRIPTION | TypeId::FIELD_DESCRIPTION | TypeId::COMPLETION_RESULT);
    if !known {
        return None;
    }
    let mut texts = Vec::new();
    for value in arguments {
        match convert::to_text(engine, value) {
            Ok(text) => texts.push(text),
            Err(raise) => return Some(Err(raise)),
        }
    }
    let made = |fields, settable| Some(Ok(Fields::settable(class, fields, settable)));
    match (class, texts.as_slice()) {
        (TypeId::CHOICE_DESCRIPTION, [label]) => {
            made(vec![("Label", Value::Str(label.clone())), ("HelpMessage", Value::str(""))], &["HelpMessage"])
        }
        (TypeId::CHOICE_DESCRIPTION, [label, help]) => {
            made(vec![("Label", Value::Str(label.clone())), ("HelpMessage", Value::Str(help.clone()))], &["HelpMessage"])
        }
        (TypeId::FIELD_DESCRIPTION, [name]) => made(
            vec![
                ("Name", Value::Str(name.clone())),
                ("ParameterTypeName", Value::str("String")),
                ("ParameterTypeFullName", Value::str("System.String")),
                ("ParameterAssemblyFullName", Value::str("")),
                ("Label", Value::str("")),
                ("HelpMessage", Value::str("")),
                ("IsMandatory", Value::Bool(true)),
                ("DefaultValue", Value::Null),
                ("Attributes", Value::array(Vec::new())),
            ],
            &["Label", "HelpMessage", "IsMandatory", "DefaultValue"],
        ),
        (TypeId::COMPLETION_RESULT, [text]) => Some(Ok(completion_result(text, text, 0, text))),
        (TypeId::COMPLETION_RESULT, [text, list, _, tip]) => {
            let kind = match convert::cast(engine, &arguments[2], TypeId::COMPLETION_RESULT_TYPE) {
                Ok(Value::Enum(_, kind)) => kind,
                Ok(_) => 0,
                Err(raise) => return Some(Err(raise)),
            };
            Some(Ok(completion_result(text, list, kind, tip)))
        }
        _ => None,
    }
}
