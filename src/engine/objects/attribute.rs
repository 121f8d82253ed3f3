//! Attributes as objects: `[Parameter]@{…}`, `[ValidateSet]::new(…)`, and what a parameter's metadata lists.

use std::rc::Rc;

use crate::engine::scope::AttributeGuard;
use crate::value::{Fields, TypeId, Value};

/// A property's value where nobody gave one.
#[derive(Clone, Copy)]
enum Initial {
    Null,
    Bool(bool),
    Int(i32),
    Text(&'static str),
}

/// What the arguments by position are.
#[derive(Clone, Copy)]
enum Positional {
    /// One property each, in order.
    Each(&'static [&'static str]),
    /// All of them one property: an array.
    All(&'static str),
}

struct Kind {
    class: TypeId,
    positional: Positional,
    properties: &'static [(&'static str, Initial)],
}

use Initial::{Bool, Int, Null, Text};
use Positional::{All, Each};

/// The attribute classes with their properties, in .NET's order.
const KINDS: &[Kind] = &[
    Kind {
        class: TypeId::PARAMETER_ATTRIBUTE,
        positional: Each(&[]),
        properties: &[
            ("ExperimentName", Null),
            ("ExperimentAction", Null),
            ("Position", Int(i32::MIN)),
            ("ParameterSetName", Text("__AllParameterSets")),
            ("Mandatory", Bool(false)),
            ("ValueFromPipeline", Bool(false)),
            ("ValueFromPipelineByPropertyName", Bool(false)),
            ("ValueFromRemainingArguments", Bool(false)),
            ("HelpMessage", Null),
            ("HelpMessageBaseName", Null),
            ("HelpMessageResourceId", Null),
            ("DontShow", Bool(false)),
        ],
    },
    Kind { class: TypeId::ALIAS_ATTRIBUTE, positional: All("AliasNames"), properties: &[("AliasNames", Null)] },
    Kind {
        class: TypeId::VALIDATE_SET_ATTRIBUTE,
        positional: All("ValidValues"),
        properties: &[("ErrorMessage", Null), ("IgnoreCase", Bool(true)), ("ValidValues", Null)],
    },
    Kind {
        class: TypeId::VALIDATE_RANGE_ATTRIBUTE,
        positional: Each(&["MinRange", "MaxRange"]),
        properties: &[("MinRange", Null), ("MaxRange", Null)],
    },
    Kind {
        class: TypeId::VALIDATE_PATTERN_ATTRIBUTE,
        positional: Each(&["RegexPattern"]),
        properties: &[("RegexPattern", Null), ("Options", Text("IgnoreCase")), ("ErrorMessage", Null)],
    },
    Kind {
        class: TypeId::VALIDATE_SCRIPT_ATTRIBUTE,
        positional: Each(&["ScriptBlock"]),
        properties: &[("ErrorMessage", Null), ("ScriptBlock", Null)],
    },
    Kind {
        class: TypeId::VALIDATE_LENGTH_ATTRIBUTE,
        positional: Each(&["MinLength", "MaxLength"]),
        properties: &[("MinLength", Int(0)), ("MaxLength", Int(0))],
    },
    Kind {
        class: TypeId::VALIDATE_COUNT_ATTRIBUTE,
        positional: Each(&["MinLength", "MaxLength"]),
        properties: &[("MinLength", Int(0)), ("MaxLength", Int(0))],
    },
    Kind {
        class: TypeId::CMDLET_BINDING_ATTRIBUTE,
        positional: Each(&[]),
        properties: &[
            ("PositionalBinding", Bool(true)),
            ("DefaultParameterSetName", Null),
            ("SupportsShouldProcess", Bool(false)),
            ("SupportsPaging", Bool(false)),
            ("SupportsTransactions", Bool(false)),
            ("ConfirmImpact", Text("Medium")),
            ("HelpUri", Text("")),
            ("RemotingCapability", Text("PowerShell")),
        ],
    },
    Kind {
        class: TypeId::OUTPUT_TYPE_ATTRIBUTE,
        positional: All("Type"),
        properties: &[("Type", Null), ("ProviderCmdlet", Null), ("ParameterSetName", Null)],
    },
    Kind { class: TypeId::PS_DEFAULT_VALUE_ATTRIBUTE, positional: Each(&[]), properties: &[("Value", Null), ("Help", Null)] },
    Kind { class: TypeId::PS_TYPE_NAME_ATTRIBUTE, positional: Each(&["PSTypeName"]), properties: &[("PSTypeName", Null)] },
    Kind {
        class: TypeId::ARGUMENT_COMPLETER_ATTRIBUTE,
        positional: Each(&["ScriptBlock"]),
        properties: &[("Type", Null), ("ScriptBlock", Null)],
    },
    Kind { class: TypeId::ARGUMENT_COMPLETIONS_ATTRIBUTE, positional: All("Completions"), properties: &[("Completions", Null)] },
    Kind { class: TypeId::ALLOW_NULL_ATTRIBUTE, positional: Each(&[]), properties: &[] },
    Kind { class: TypeId::ALLOW_EMPTY_STRING_ATTRIBUTE, positional: Each(&[]), properties: &[] },
    Kind { class: TypeId::ALLOW_EMPTY_COLLECTION_ATTRIBUTE, positional: Each(&[]), properties: &[] },
    Kind { class: TypeId::VALIDATE_NOT_NULL_ATTRIBUTE, positional: Each(&[]), properties: &[] },
    Kind { class: TypeId::VALIDATE_NOT_NULL_OR_EMPTY_ATTRIBUTE, positional: Each(&[]), properties: &[] },
    Kind { class: TypeId::VALIDATE_NOT_NULL_OR_WHITE_SPACE_ATTRIBUTE, positional: Each(&[]), properties: &[] },
    Kind { class: TypeId::SUPPORTS_WILDCARDS_ATTRIBUTE, positional: Each(&[]), properties: &[] },
    Kind { class: TypeId::CREDENTIAL_ATTRIBUTE, positional: Each(&[]), properties: &[] },
    Kind { class: TypeId::HIDDEN_ATTRIBUTE, positional: Each(&[]), properties: &[] },
];

fn initial(value: Initial) -> Value {
    match value {
        Null => Value::Null,
        Bool(on) => Value::Bool(on),
        Int(number) => Value::Int(number),
        Text(text) => Value::str(text),
    }
}

/// A new attribute of a class; none: this shell has no such attribute.
pub(crate) fn new_attribute(class: TypeId, positional: &[Value], named: &[(Rc<str>, Value)]) -> Option<Value> {
    let kind = KINDS.iter().find(|kind| kind.class == class)?;
    let mut fields: Vec<(&'static str, Value)> = kind.properties.iter().map(|(name, value)| (*name, initial(*value))).collect();
    let mut put = |name: &str, value: Value| {
        if let Some((_, slot)) = fields.iter_mut().find(|(own, _)| own.eq_ignore_ascii_case(name)) {
            *slot = value;
        }
    };
    match kind.positional {
        Each(names) => {
            for (name, value) in names.iter().zip(positional) {
                put(name, value.clone());
            }
        }
        All(name) => {
            let items: Vec<Value> = match positional {
                [only] => only.enumerate().unwrap_or_else(|| vec![only.clone()]),
                several => several.to_vec(),
            };
            put(name, Value::array(items));
        }
    }
    for (name, value) in named {
        put(name, value.clone());
    }
    fields.push(("TypeId", Value::Type(class)));
    Some(Fields::open(class, fields))
}

/// An attribute written on a parameter, as an object.
pub(crate) fn attribute_value(guard: &AttributeGuard) -> Option<Value> {
    let wanted = format!("System.Management.Automation.{}Attribute", guard.name);
    let kind = KINDS.iter().find(|kind| kind.class.full_name().eq_ignore_ascii_case(&wanted))?;
    new_attribute(kind.class, &guard.positional, &guard.named)
}

/// An attribute object as it would stand on a parameter.
pub(crate) fn guard_of(attribute: &Value) -> Option<AttributeGuard> {
    let fields = attribute.downcast::<Fields>()?;
    let class = attribute.base().type_id();
    let kind = KINDS.iter().find(|kind| kind.class == class)?;
    let name = class.name();
    let positional: Vec<Value> = match kind.positional {
        Each(names) => names.iter().filter_map(|name| fields.value(name)).collect(),
        All(name) => fields.value(name).and_then(|value| value.enumerate()).unwrap_or_default(),
    };
    let by_position = |name: &str| match kind.positional {
        Each(names) => names.contains(&name),
        All(own) => own == name,
    };
    let named = kind
        .properties
        .iter()
        .filter(|(name, _)| !by_position(name))
        .filter_map(|(name, _)| fields.value(name).filter(|value| !value.is_null()).map(|value| (Rc::from(*name), value)))
        .collect();
    Some(AttributeGuard { name: Rc::from(name.strip_suffix("Attribute").unwrap_or(&name)), positional, named })
}
