//! `-HaveParameter`.

use std::rc::Rc;

use super::compare::type_value;
use super::text::{join_and, join_from};
use super::{Asked, Verdict};
use crate::engine::CommandObject;
use crate::engine::binding::Signature;
use crate::engine::command::{Command, block_code};
use crate::library::completion::ArgumentCompleters;
use crate::program::Block;
use crate::value::{Run, TypeId, Value};

use super::super::session::{thrown, thrown_as};

/// A command with an alias followed to what it stands for.
fn command_of(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Command> {
    let wrong = |message: &str| thrown_as(TypeId::ARGUMENT_EXCEPTION, message);
    let Some(command) = actual.downcast::<CommandObject>().map(|object| object.0.clone()) else {
        return Err(wrong("Input value must be non-null CommandInfo object. You can get one by calling Get-Command."));
    };
    match command {
        Command::Application(_) => Err(wrong("Input value can not be an ApplicationInfo object.")),
        Command::Alias(alias) => match asked.engine().find_command(&alias.definition.clone()) {
            Some(found) => Ok(found),
            None => Err(thrown(format!("The alias {} stands for a command that is not there.", alias.name))),
        },
        other => Ok(other),
    }
}

fn code_of(asked: &mut Asked<'_, '_>, command: &Command) -> Run<Option<Rc<Block>>> {
    Ok(match command {
        Command::Function(function) => Some(function.code().block().clone()),
        Command::Block(block) => Some(block_code(block).block().clone()),
        Command::Script(path) => {
            let block = asked.engine().load_script(path)?;
            Some(block_code(&block).block().clone())
        }
        _ => None,
    })
}

/// A default as it is compared: constants by their value, anything else as it is written.
fn default_text(text: Option<&str>) -> String {
    let text = text.unwrap_or("").trim();
    match text.to_ascii_lowercase().as_str() {
        "$true" => return "true".to_owned(),
        "$false" => return "false".to_owned(),
        "$null" => return String::new(),
        _ => {}
    }
    let quoted = |mark: char| text.len() >= 2 && text.starts_with(mark) && text.ends_with(mark);
    if quoted('\'') {
        return text[1..text.len() - 1].replace("''", "'");
    }
    if quoted('"') {
        return text[1..text.len() - 1].replace("\"\"", "\"");
    }
    text.to_owned()
}

/// Whether a command has a parameter, and one as it is said.
pub fn have_parameter(asked: &mut Asked<'_, '_>, actual: &Value) -> Run<Verdict> {
    let command = command_of(asked, actual)?;
    let block = code_of(asked, &command)?;
    let signature: Rc<Signature> = match (&command, &block) {
        (Command::Cmdlet(entry), _) => asked.engine().signature_of_spec(entry.spec),
        (_, Some(block)) => asked.engine().signature_of_block(block, &command.name(), None)?,
        _ => return Err(thrown("This command has no parameters.")),
    };
    let name = asked.ctx.call.text("ParameterName").unwrap_or_default();
    let negate = asked.negate;
    let set = asked.ctx.call.text("InParameterSet").filter(|set| !set.is_empty());
    let wants_mandatory = asked.ctx.call.flag("Mandatory");
    let wants_completer = asked.ctx.call.flag("HasArgumentCompleter");
    let aliases = asked.ctx.call.texts("Alias").unwrap_or_default();
    let wanted_type = match asked.value("Type") {
        Value::Null | Value::Nothing => None,
        value => Some(type_value(asked.engine(), &value)?),
    };
    let default = match asked.ctx.call.get("DefaultValue").cloned() {
        Some(value) => Some(asked.engine().text(&value)?),
        None => None,
    };
    let not = if negate { " not" } else { "" };
    let in_set = set.as_ref().map(|set| format!(" in parameter set {set}")).unwrap_or_default();
    let mut filters = vec![format!("to{not} have a parameter {name}{in_set}")];
    let mut buts = Vec::new();
    let param = signature.parameters.iter().find(|param| param.name.eq_ignore_ascii_case(&name));
    let asks_more = set.is_some() || wants_mandatory || wanted_type.is_some() || default.is_some() || wants_completer;
    let mask = match &set {
        Some(set) => signature.sets.iter().position(|own| own.eq_ignore_ascii_case(set)).map_or(0, |at| 1u64 << at),
        None => u64::MAX,
    };
    match param {
        None if negate => return Ok(Verdict::Holds(None)),
        None => buts.push("the parameter is missing".to_owned()),
        Some(_) if negate && !asks_more && aliases.is_empty() => buts.push("the parameter exists".to_owned()),
        Some(param) => {
            if set.is_some() {
                let is_in = param.places.iter().any(|place| place.sets != u64::MAX && place.sets & mask != 0);
                match (negate, is_in) {
                    (false, false) => buts.push("the parameter is missing".to_owned()),
                    (true, true) => buts.push("the parameter exists".to_owned()),
                    _ => {}
                }
            }
        }
    }
    if let (Some(param), true) = (param, buts.is_empty()) {
        if wants_mandatory {
            let is = param.places.iter().any(|place| place.sets & mask != 0 && place.mandatory);
            filters.push(format!("which is{not} mandatory"));
            match (negate, is) {
                (false, false) => buts.push("it wasn't mandatory".to_owned()),
                (true, true) => buts.push("it was mandatory".to_owned()),
                _ => {}
            }
        }
        if let Some(wanted) = wanted_type {
            let full = |id: TypeId| format!("[{}]", id.full_name());
            filters.push(format!("{}of type {}", if negate { "not " } else { "" }, full(wanted)));
            if (param.type_id == wanted) == negate {
                buts.push(format!("it was of type {}", full(param.type_id)));
            }
        }
        if let Some(wanted) = &default {
            let Some(block) = &block else {
                return Err(thrown_as(TypeId::ARGUMENT_EXCEPTION, "Using -DefaultValue is only supported for functions and scripts."));
            };
            let code = block.parameters.iter().find(|own| own.name.eq_ignore_ascii_case(&name));
            let own = default_text(code.and_then(|code| code.default_text.as_deref()));
            let shown = asked.nicely(&Value::Str(wanted.clone()))?;
            filters.push(format!("the default value{not} to be {shown}"));
            if own.eq_ignore_ascii_case(wanted) == negate {
                let shown = asked.nicely(&Value::str(&own))?;
                buts.push(format!("the default value was {shown}"));
            }
        }
        if wants_completer {
            let by_attribute = block.as_ref().is_some_and(|block| {
                let code = block.parameters.iter().find(|own| own.name.eq_ignore_ascii_case(&name));
                code.is_some_and(|code| {
                    code.attributes.iter().any(|attribute| {
                        let own = attribute.name.to_ascii_lowercase();
                        own.contains("argumentcompleter") || own.contains("argumentcompletions")
                    })
                })
            });
            let command_name = command.name();
            let registered = asked.engine().extension::<ArgumentCompleters>().0.iter().any(|own| {
                own.parameter.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(&name))
                    && own.command.as_deref().is_none_or(|own| own.eq_ignore_ascii_case(&command_name))
            });
            filters.push("has ArgumentCompletion".to_owned());
            match (negate, by_attribute || registered) {
                (false, false) => buts.push("has no ArgumentCompletion".to_owned()),
                (true, true) => buts.push("has ArgumentCompletion".to_owned()),
                _ => {}
            }
        }
        if !aliases.is_empty() {
            let quoted = |names: &[Rc<str>]| join_and(&names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>());
            let plural = if aliases.len() >= 2 { "es" } else { "" };
            filters.push(format!("with{} alias{plural} {}", if negate { "out" } else { "" }, quoted(&aliases)));
            let wrong: Vec<Rc<str>> =
                aliases.iter().filter(|alias| param.aliases.iter().any(|own| own.eq_ignore_ascii_case(alias)) == negate).cloned().collect();
            if !wrong.is_empty() {
                let what = if wrong.len() == 1 { "an alias" } else { "the aliases" };
                let verb = if negate { "it has" } else { "it didn't have" };
                buts.push(format!("{verb} {what} {}", quoted(&wrong)));
            }
        }
    }
    if buts.is_empty() {
        return Ok(Verdict::Holds(None));
    }
    let reason = asked.because();
    Ok(Verdict::Fails(format!("Expected command {} {},{reason} but {}.", command.name(), join_from(&filters, 3), join_and(&buts))))
}
