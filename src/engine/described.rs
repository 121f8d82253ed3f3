//! Objects of a few named fields that scripts make for the host: choices, fields to ask for, completion results.

use std::any::Any;
use std::cell::RefCell;

use super::session::Engine;
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Object, Run, TypeId, Value, convert};

/// Such an object.
pub struct Described {
    class: TypeId,
    fields: RefCell<Vec<(&'static str, Value)>>,
    /// Which of them can be set.
    settable: &'static [&'static str],
}

impl ClrObject for Described {
    fn class(&self) -> TypeId {
        self.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        self.fields.borrow().iter().map(|(name, _)| *name).collect()
    }

    fn get(&self, name: &str) -> Option<Value> {
        self.fields.borrow().iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        let mut fields = self.fields.borrow_mut();
        let (own, field) = fields.iter_mut().find(|(own, _)| own.eq_ignore_ascii_case(name))?;
        if !self.settable.contains(own) {
            return Some(Err(format!("'{own}' is a ReadOnly property.")));
        }
        *field = value.clone();
        Some(Ok(()))
    }

    fn to_text(&self, _: &Culture) -> Option<String> {
        None
    }
}

/// A completion result, as completers give it.
pub fn completion_result(text: &str, list: &str, kind: i64, tip: &str) -> Value {
    Object::from_clr(Described {
        class: TypeId::COMPLETION_RESULT,
        fields: RefCell::new(vec![
            ("CompletionText", Value::str(text)),
            ("ListItemText", Value::str(list)),
            ("ResultType", Value::Enum(TypeId::COMPLETION_RESULT_TYPE, kind)),
            ("ToolTip", Value::str(tip)),
        ]),
        settable: &[],
    })
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
    let made = |fields, settable| Some(Ok(Object::from_clr(Described { class, fields: RefCell::new(fields), settable })));
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
