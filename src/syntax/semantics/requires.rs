//! `#Requires`: the comment is read as a command, and its arguments as what the script asks for.

use super::using::{MISSING_VERSION, has_version};
use super::{Report, constant};
use crate::syntax::Environment;
use crate::syntax::ast::{
    Command, CommandElement, CommandParameter, Expression, Hashtable, ModuleSpecification, PipelineElement, Requirements, Statement, Unit,
};
use crate::syntax::lexer::Sink;
use crate::syntax::parser::parse_part_as_command;
use crate::syntax::token::TokenKind;
use std::rc::Rc;

const FORMAT: &str = "Cannot process the #requires statement because it is not in the correct format.\nThe #requires statement must be in one of the following formats:\n \"#requires -shellid <shellID>\"\n \"#requires -version <major.minor>\"\n \"#requires -psedition <edition>\"\n \"#requires -pssnapin <psSnapInName> [-version <major.minor>]\"\n \"#requires -modules <ModuleSpecification>\"\n \"#requires -runasadministrator\"";

/// The parameters by their full names; a few letters are enough.
static PARAMETERS: &[&str] = &["version", "psedition", "modules", "assembly", "shellid", "pssnapin", "runasadministrator"];

/// What all `#Requires` lines of a text ask for; none if there are none.
pub(super) fn requirements(unit: &Rc<Unit>, sink: &mut Sink, environment: &dyn Environment) -> Option<Requirements> {
    let text = unit.source.text();
    let mut found = None;
    let comments: Vec<_> = sink.tokens.iter().filter(|t| t.kind == TokenKind::Comment).map(|t| t.span).collect();
    for span in comments {
        let comment = unit.source.slice(span);
        if !comment.get(1..9).is_some_and(|word| word.eq_ignore_ascii_case("requires")) {
            continue;
        }
        let part = text.get(span.start as usize + 1..span.end as usize).unwrap_or("");
        let command = parse_part_as_command(unit, sink, part, span.start + 1);
        let mut report = Report { sink, unit, environment };
        let requirements = found.get_or_insert_with(Requirements::default);
        if let Some(command) = command {
            read(&command, requirements, &mut report);
        }
    }
    found
}

fn read(command: &Command, requirements: &mut Requirements, report: &mut Report<'_>) {
    let mut elements = command.elements.iter().peekable();
    if let Some(CommandElement::Expression(name)) = elements.next()
        && !report.slice(name.span()).eq_ignore_ascii_case("requires")
    {
        report.error("ScriptRequiresInvalidFormat", FORMAT, name.span());
        return;
    }
    while let Some(element) = elements.next() {
        let CommandElement::Parameter(parameter) = element else {
            report.error("ScriptRequiresInvalidFormat", FORMAT, element.span());
            return;
        };
        let mut argument = parameter.argument.as_ref();
        if argument.is_none()
            && let Some(CommandElement::Expression(e)) = elements.peek()
        {
            argument = Some(e);
            elements.next();
        }
        if !read_parameter(parameter, argument, requirements, report) {
            return;
        }
    }
}

/// Reads one parameter; false where the rest of the line is not read.
fn read_parameter(
    parameter: &CommandParameter,
    argument: Option<&Expression>,
    requirements: &mut Requirements,
    report: &mut Report<'_>,
) -> bool {
    let written = parameter.name.to_lowercase();
    let name = PARAMETERS.iter().find(|p| p.starts_with(&written)).copied().unwrap_or("");
    if name == "runasadministrator" {
        requirements.elevation = true;
        if argument.is_some() {
            let message = format!("Parameter {written} cannot have an argument.");
            report.error("ParameterCannotHaveArgument", message, parameter.span);
        }
        return true;
    }
    let Some(argument) = argument else {
        report.error("ParameterRequiresArgument", format!("Parameter {} requires an argument.", parameter.name), parameter.span);
        return true;
    };
    if !is_constant(argument) {
        report.error("RequiresArgumentMustBeConstant", "Argument must be constant.", argument.span());
        return true;
    }
    let is_bound = match name {
        "version" => requirements.version.is_some(),
        "psedition" => !requirements.editions.is_empty(),
        "shellid" => requirements.shell_id.is_some(),
        _ => false,
    };
    if is_bound {
        let message = format!(
            "Cannot bind parameter because parameter '{written}' is specified more than once. To provide multiple values to parameters that can accept multiple values, use the array syntax. For example, \"-parameter value1,value2,value3\"."
        );
        report.error("ParameterAlreadyBound", message, parameter.span);
        return true;
    }
    match name {
        "version" => match version(report.slice(argument.span())) {
            Some(version) => requirements.version = Some(version),
            None => {
                let message = "The argument for the Version parameter is not valid. Specify a valid PowerShell version, in the format major.minor version.";
                report.error("RequiresVersionInvalid", message, argument.span());
            }
        },
        "psedition" => editions(argument, requirements, report),
        "modules" => {
            for item in items(argument) {
                match module(item, report) {
                    Some(module) => requirements.modules.push(module),
                    None => return false,
                }
            }
        }
        "assembly" => requirements.assemblies.extend(items(argument).iter().filter_map(|i| text(i)).map(Into::into)),
        "shellid" => requirements.shell_id = text(argument).map(Into::into),
        "pssnapin" => {}
        _ => {
            report.error("ScriptRequiresInvalidFormat", FORMAT, parameter.span);
            return false;
        }
    }
    true
}

fn is_constant(e: &Expression) -> bool {
    constant::is_constant(e) || matches!(e, Expression::Hashtable(_))
}

fn items(argument: &Expression) -> Vec<&Expression> {
    match argument {
        Expression::ArrayLiteral(a) => a.elements.iter().collect(),
        other => vec![other],
    }
}

fn version(text: &str) -> Option<Vec<u32>> {
    let text = text.trim_matches(['\'', '"']);
    let mut parts: Vec<u32> = text.split('.').map(|p| p.parse().ok()).collect::<Option<_>>()?;
    if parts.len() == 1 {
        parts.push(0);
    }
    (parts.len() <= 4).then_some(parts)
}

fn editions(argument: &Expression, requirements: &mut Requirements, report: &mut Report<'_>) {
    for item in items(argument) {
        let edition = text(item).unwrap_or_default();
        if !["core", "desktop"].contains(&&*edition.to_lowercase()) {
            let message = "The argument for the psedition parameter is not valid. Specify a valid PowerShell edition.";
            report.error("RequiresPSEditionInvalid", message, argument.span());
            return;
        }
        if requirements.editions.iter().any(|e| e.eq_ignore_ascii_case(&edition)) {
            let message =
                "The argument for the psedition parameter contains duplicate values. Do not specify duplicate PowerShell edition values.";
            report.error("RequiresPSEditionValueIsAlreadySpecified", message, argument.span());
            return;
        }
        requirements.editions.push(edition.into());
    }
}

fn module(item: &Expression, report: &mut Report<'_>) -> Option<ModuleSpecification> {
    let invalid = "The argument for the Module parameter is not valid. ";
    let Expression::Hashtable(table) = item else {
        let name = text(item).unwrap_or_else(|| report.slice(item.span()).to_string());
        if name.is_empty() {
            let message = format!(
                "{invalid}Cannot convert value \"\" to type \"Microsoft.PowerShell.Commands.ModuleSpecification\". Error: \"The value cannot be an empty string. (Parameter 'moduleName')\""
            );
            report.error("RequiresModuleInvalid", message, item.span());
            return None;
        }
        return Some(ModuleSpecification { name: name.into(), ..ModuleSpecification::default() });
    };
    let (module, unknown) = specification(table);
    if !unknown.is_empty() {
        let names: Vec<String> = unknown.iter().map(|n| format!("'{n}'")).collect();
        let message = format!(
            "{invalid}Cannot convert value \"System.Collections.Hashtable\" to type \"Microsoft.PowerShell.Commands.ModuleSpecification\". Error: \"The hashtable describing a module contains one or more members that are not valid. The valid members are (ModuleName, ModuleVersion, RequiredVersion, GUID). Remove the members that are not valid ({}), then try again.\"",
            names.join(", ")
        );
        report.error("RequiresModuleInvalid", message, table.span);
        return None;
    }
    if !has_version(table) {
        report.error("RequiresModuleInvalid", MISSING_VERSION, table.span);
        return None;
    }
    Some(module)
}

/// A module specification from its hash table, and the keys that it does not know.
fn specification(table: &Hashtable) -> (ModuleSpecification, Vec<String>) {
    let mut module = ModuleSpecification::default();
    let mut unknown = Vec::new();
    for (key, value) in &table.pairs {
        let Some(key) = text(key) else { continue };
        let value: Option<Rc<str>> = constant_text(value).map(Into::into);
        match key.to_lowercase().as_str() {
            "modulename" => module.name = value.unwrap_or_default(),
            "moduleversion" => module.version = value,
            "maximumversion" => module.maximum_version = value,
            "requiredversion" => module.required_version = value,
            "guid" => module.guid = value,
            _ => unknown.push(key),
        }
    }
    (module, unknown)
}

/// The text of a constant string.
fn text(e: &Expression) -> Option<String> {
    match e {
        Expression::String(s) => Some(s.value.to_string()),
        _ => None,
    }
}

/// The text of a statement that is one constant string.
pub(super) fn constant_text(statement: &Statement) -> Option<String> {
    let Statement::Pipeline(p) = statement else { return None };
    match p.elements.as_slice() {
        [PipelineElement::Expression(e)] => text(&e.expression),
        [PipelineElement::Command(c)] => match c.elements.as_slice() {
            [CommandElement::Expression(e)] => text(e),
            _ => None,
        },
        _ => None,
    }
}
