//! `CommandMetadata` and `ProxyCommand`: the text of a function that stands in for a command.

use super::binding::{Check, CommonParameter, Param, Role, Signature};
use super::command::{Command, CommandObject};
use super::objects::text_at;
use super::session::Engine;
use crate::cmdlet::Validation;
use crate::value::{Dict, DictKind, Fields, Run, TypeId, Value, convert};
use std::rc::Rc;

/// The names of `ConfirmImpact`, by value.
const IMPACTS: [&str; 4] = ["None", "Low", "Medium", "High"];

/// `[CommandMetadata]::new(command)`; none: another class.
pub(super) fn new_metadata(engine: &mut Engine, class: TypeId, arguments: &[Value]) -> Option<Run<Value>> {
    (class == TypeId::COMMAND_METADATA).then(|| {
        let command = command_of(engine, arguments.first().unwrap_or(&Value::Null))?;
        let Some(signature) = engine.signature_with_dynamic(&command)? else { return Ok(Value::Null) };
        let parameters = Dict::new(DictKind::Generic(TypeId::DICTIONARY2.generic(&[TypeId::STRING, TypeId::PARAMETER_METADATA])), true);
        for param in own(&signature) {
            parameters.set_str(&param.name, super::describe::param_value(&signature, param));
        }
        let impact = signature.should_process.map_or(2, |impact| impact as i64);
        Ok(Fields::open(
            TypeId::COMMAND_METADATA,
            vec![
                ("Name", Value::Str(signature.name.clone())),
                ("CommandType", Value::Null),
                ("DefaultParameterSetName", signature.default_set_name.clone().map_or(Value::Null, Value::Str)),
                ("SupportsShouldProcess", Value::Bool(signature.should_process.is_some())),
                ("SupportsPaging", Value::Bool(false)),
                ("PositionalBinding", Value::Bool(signature.positional)),
                ("SupportsTransactions", Value::Bool(false)),
                ("HelpUri", Value::empty_str()),
                ("ConfirmImpact", Value::Enum(TypeId::CONFIRM_IMPACT, impact)),
                ("Parameters", Value::Dict(Rc::new(parameters))),
                ("<Command>", command.value()),
            ],
        ))
    })
}

fn command_of(engine: &mut Engine, value: &Value) -> Run<Command> {
    if let Some(object) = value.downcast::<CommandObject>() {
        return Ok(object.0.clone());
    }
    let name = convert::to_text(engine, value)?;
    match engine.find_command(&name) {
        Some(command) => Ok(command),
        None => Err(engine.not_found(&name, Default::default())),
    }
}

/// The parameters that a proxy declares: all but the common ones.
fn own(signature: &Signature) -> impl Iterator<Item = &Param> {
    signature.parameters.iter().filter(|param| !matches!(param.role, Role::Common(_)))
}

/// A static method of `ProxyCommand`; none: another one.
pub(super) fn proxy_method(engine: &mut Engine, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    let part = match name {
        "create" => None,
        "getcmdletbindingattribute" => Some(binding_attribute as fn(&Signature) -> String),
        "getparamblock" => Some(param_block as fn(&Signature) -> String),
        "getbegin" | "getprocess" | "getend" | "getclean" => {
            let name = name.to_owned();
            return Some((|| {
                let (command, signature) = subject(engine, arguments)?;
                Ok(Value::str(block(&name[3..], &command, &signature)))
            })());
        }
        _ => return None,
    };
    Some((|| {
        let (command, signature) = subject(engine, arguments)?;
        if let Some(part) = part {
            return Ok(Value::str(part(&signature)));
        }
        let help = match arguments.get(1) {
            Some(_) => text_at(engine, arguments, 1)?,
            None => Rc::from(format!(".ForwardHelpTargetName {0}\n.ForwardHelpCategory {1}\n", signature.name, category(&command))),
        };
        Ok(Value::str(format!(
            "{}\nparam({})\n\nbegin\n{{\n{}}}\n\nprocess\n{{\n{}}}\n\nend\n{{\n{}}}\n\nclean\n{{\n{}}}\n<#\n\n{help}\n#>\n",
            binding_attribute(&signature),
            param_block(&signature),
            block("begin", &command, &signature),
            block("process", &command, &signature),
            block("end", &command, &signature),
            block("clean", &command, &signature),
        )))
    })())
}

fn subject(engine: &mut Engine, arguments: &[Value]) -> Run<(Command, Rc<Signature>)> {
    let metadata = arguments.first().and_then(|value| value.downcast::<Fields>()).and_then(|fields| fields.value("<Command>"));
    let command = command_of(engine, &metadata.unwrap_or_default())?;
    match engine.signature_with_dynamic(&command)? {
        Some(signature) => Ok((command, signature)),
        None => Err(engine.not_found(&command.name(), Default::default())),
    }
}

fn category(command: &Command) -> &'static str {
    match command {
        Command::Cmdlet(_) => "Cmdlet",
        Command::Script(_) => "ExternalScript",
        Command::Application(_) => "Application",
        _ => "Function",
    }
}

fn binding_attribute(signature: &Signature) -> String {
    let mut parts = Vec::new();
    if let Some(name) = &signature.default_set_name {
        parts.push(format!("DefaultParameterSetName='{}'", name.replace('\'', "''")));
    }
    if let Some(impact) = signature.should_process {
        parts.push("SupportsShouldProcess=$true".to_owned());
        parts.push(format!("ConfirmImpact='{}'", IMPACTS[(impact as usize).min(3)]));
    }
    format!("[CmdletBinding({})]", parts.join(", "))
}

fn param_block(signature: &Signature) -> String {
    let texts: Vec<String> = own(signature).map(|param| parameter(signature, param)).collect();
    texts.join(",\n\n")
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn parameter(signature: &Signature, param: &Param) -> String {
    let mut lines = Vec::new();
    for place in &param.places {
        let names: Vec<Option<&Rc<str>>> = if place.sets == u64::MAX {
            vec![None]
        } else {
            signature.sets.iter().enumerate().filter(|(at, _)| place.sets & (1 << at) != 0).map(|(_, name)| Some(name)).collect()
        };
        for name in names {
            let mut parts = Vec::new();
            if let Some(name) = name {
                parts.push(format!("ParameterSetName={}", quoted(name)));
            }
            for (on, text) in [
                (place.mandatory, "Mandatory=$true"),
                (false, ""),
                (place.from_pipeline, "ValueFromPipeline=$true"),
                (place.by_property, "ValueFromPipelineByPropertyName=$true"),
                (place.remaining, "ValueFromRemainingArguments=$true"),
            ] {
                if on {
                    parts.push(text.to_owned());
                }
                if text.is_empty()
                    && let Some(position) = place.position
                {
                    parts.push(format!("Position={position}"));
                }
            }
            if param.hidden {
                parts.push("DontShow=$true".to_owned());
            }
            if !place.help.is_empty() {
                parts.push(format!("HelpMessage={}", quoted(&place.help)));
            }
            if !parts.is_empty() {
                lines.push(format!("[Parameter({})]", parts.join(", ")));
            }
        }
    }
    if !param.aliases.is_empty() {
        let names: Vec<String> = param.aliases.iter().map(|name| quoted(name)).collect();
        lines.push(format!("[Alias({})]", names.join(",")));
    }
    for (on, text) in [
        (param.allow_null, "[AllowNull()]"),
        (param.allow_empty_string, "[AllowEmptyString()]"),
        (param.allow_empty_collection, "[AllowEmptyCollection()]"),
    ] {
        if on {
            lines.push(text.to_owned());
        }
    }
    lines.extend(param.checks.iter().filter_map(check));
    let type_name = match param.type_id {
        TypeId::OBJECT => "System.Object".to_owned(),
        TypeId::SWITCH_PARAMETER => "switch".to_owned(),
        id => id.short_name().to_string(),
    };
    lines.push(format!("[{type_name}]"));
    lines.push(format!("${{{}}}", param.name));
    lines.iter().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

fn check(check: &Check) -> Option<String> {
    let list = |values: &[String]| values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(",");
    match check {
        Check::Spec(Validation::Set(values)) => {
            Some(format!("[ValidateSet({})]", list(&values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>())))
        }
        Check::Spec(Validation::Range(low, high)) => Some(format!("[ValidateRange({low}, {high})]")),
        Check::Spec(Validation::NotNullOrEmpty) => Some("[ValidateNotNullOrEmpty()]".to_owned()),
        Check::Spec(Validation::NotNull) => Some("[ValidateNotNull()]".to_owned()),
        Check::Spec(Validation::Length(low, high)) => Some(format!("[ValidateLength({low}, {high})]")),
        Check::Spec(Validation::Count(low, high)) => Some(format!("[ValidateCount({low}, {high})]")),
        Check::Attribute(attribute) => {
            let texts: Vec<String> = attribute
                .positional
                .iter()
                .map(|value| match value.base() {
                    Value::Str(text) => quoted(text),
                    Value::ScriptBlock(block) => format!("{{{}}}", block.code.text()),
                    other => convert::to_plain_text(other).map_or_else(String::new, |text| text.to_string()),
                })
                .collect();
            let separator = if attribute.name.eq_ignore_ascii_case("ValidateSet") { "," } else { ", " };
            Some(format!("[{}({})]", attribute.name, texts.join(separator)))
        }
        _ => None,
    }
}

fn block(kind: &str, command: &Command, signature: &Signature) -> String {
    let full = match command {
        Command::Cmdlet(entry) => format!("{}\\{}", entry.spec.module, signature.name),
        _ => signature.name.to_string(),
    };
    let kind_name = category(command);
    let has_out_buffer = signature.parameters.iter().any(|param| matches!(param.role, Role::Common(CommonParameter::OutBuffer)));
    match kind {
        "begin" => {
            let buffer = if has_out_buffer {
                "        $outBuffer = $null\n        if ($PSBoundParameters.TryGetValue('OutBuffer', [ref]$outBuffer))\n        {\n            $PSBoundParameters['OutBuffer'] = 1\n        }\n\n"
            } else {
                ""
            };
            format!(
                "    try {{\n{buffer}        $wrappedCmd = $ExecutionContext.InvokeCommand.GetCommand('{}', [System.Management.Automation.CommandTypes]::{kind_name})\n        $scriptCmd = {{& $wrappedCmd @PSBoundParameters }}\n\n        $steppablePipeline = $scriptCmd.GetSteppablePipeline($myInvocation.CommandOrigin)\n        $steppablePipeline.Begin($PSCmdlet)\n    }} catch {{\n        throw\n    }}\n",
                full.replace('\'', "''")
            )
        }
        "process" => "    try {\n        $steppablePipeline.Process($_)\n    } catch {\n        throw\n    }\n".to_owned(),
        "end" => "    try {\n        $steppablePipeline.End()\n    } catch {\n        throw\n    }\n".to_owned(),
        _ => "    if ($null -ne $steppablePipeline) {\n        $steppablePipeline.Clean()\n    }\n".to_owned(),
    }
}
