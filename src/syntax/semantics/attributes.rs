//! Attributes: their arguments, and where they may stand.

use super::{Report, constant};
use crate::syntax::ast::{Attribute, Expression};

/// Arguments are constants; outside classes also script blocks.
pub(super) fn check_arguments(attribute: &Attribute, in_class_member: bool, report: &mut Report<'_>) {
    let arguments = attribute.positional.iter().chain(attribute.named.iter().filter_map(|n| n.argument.as_ref()));
    for argument in arguments {
        if constant::is_constant(argument) {
            continue;
        }
        if in_class_member {
            if !matches!(argument, Expression::ScriptBlock(_)) {
                report.error("ParameterAttributeArgumentNeedsToBeConstant", "Attribute argument must be a constant.", argument.span());
            }
        } else if !matches!(argument, Expression::ScriptBlock(_)) {
            let message = "Attribute argument must be a constant or a script block.";
            report.error("ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock", message, argument.span());
        }
    }
}

/// Attributes of the language and of .NET that scripts use, without `Attribute` and namespace, in lower case.
#[rustfmt::skip]
static KNOWN: &[&str] = &[
    "alias", "allowemptycollection", "allowemptystring", "allownull", "argumentcompleter", "argumentcompletions",
    "argumenttransformation", "attributeusage", "cmdletbinding", "compilergenerated", "credential", "defaultvalue", "description",
    "displayname", "dontshow", "dsclocalconfigurationmanager", "dscproperty", "dscresource", "experimental", "flags", "hidden",
    "norunspaceaffinity", "obsolete", "outputtype", "parameter", "psdefaultvalue", "serializable", "suppressmessage",
    "supportswildcards", "validatecount", "validatedrive", "validatelength", "validatenotnull", "validatenotnullorempty",
    "validatenotnullorwhitespace", "validatepattern", "validaterange", "validatescript", "validateset", "validateuserdrive",
];

/// The attribute is one that needs no type of the environment.
pub(super) fn is_known(written: &str) -> bool {
    KNOWN.contains(&&*short_name(written))
}

/// The name without namespace and `Attribute`, in lower case.
fn short_name(written: &str) -> String {
    let name = written.to_lowercase();
    let name = name.rsplit('.').next().unwrap_or(&name);
    name.strip_suffix("attribute").unwrap_or(name).to_string()
}

/// What an attribute stands on.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Target {
    Class,
    Enum,
    Property,
    Method,
    Parameter,
}

/// Attributes that may stand only on some things: the name without `Attribute`, where, the name and the places as the
/// error tells them.
static PLACES: &[(&str, &[Target], &str, &str)] = &[
    ("flags", &[Target::Enum], "System.FlagsAttribute", "Enum"),
    ("validaterange", &[Target::Property], "", "Property, Field"),
    ("validateset", &[Target::Property], "", "Property, Field"),
    ("validatelength", &[Target::Property], "", "Property, Field"),
    ("validatecount", &[Target::Property], "", "Property, Field"),
    ("validatepattern", &[Target::Property], "", "Property, Field"),
    ("validatescript", &[Target::Property], "", "Property, Field"),
    ("validatenotnull", &[Target::Property], "", "Property, Field"),
    ("validatenotnullorempty", &[Target::Property], "", "Property, Field"),
    ("validatenotnullorwhitespace", &[Target::Property], "", "Property, Field"),
    ("validatedrive", &[Target::Property], "", "Property, Field"),
    ("validateuserdrive", &[Target::Property], "", "Property, Field"),
    ("parameter", &[Target::Property], "", "Property, Field"),
    ("alias", &[Target::Class, Target::Property], "", "Class, Property, Field"),
];

/// An attribute stands where its kind may stand.
pub(super) fn check_place(attribute: &Attribute, target: Target, report: &mut Report<'_>) {
    let written = attribute.type_name.full_name();
    let name = short_name(&written);
    let Some((_, places, shown, told)) = PLACES.iter().find(|row| row.0 == name) else { return };
    if !places.contains(&target) {
        let shown = if shown.is_empty() { &written } else { *shown };
        let message = format!("Attribute '{shown}' is not valid on this declaration. It is valid on '{told}' declarations only.");
        report.error("AttributeNotAllowedOnDeclaration", message, attribute.span);
    }
}
