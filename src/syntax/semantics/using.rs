//! `using` statements: modules and assemblies exist, module specifications are whole.

use super::Report;
use crate::syntax::ast::{Expression, Hashtable, ScriptBlock, UsingKind};

pub(super) const MISSING_VERSION: &str = "The argument for the Module parameter is not valid. The 'ModuleVersion', 'MaximumVersion' and 'RequiredVersion' members do not exist in the hashtable that describes this module. One of these three members must exist, and be assigned a version number in the format 'n.n.n.n'.";

/// Checks the `using` statements of a script.
pub(super) fn check(tree: &ScriptBlock, report: &mut Report<'_>) {
    for u in &tree.using_statements {
        if u.alias.is_some() || matches!(u.kind, UsingKind::Command | UsingKind::Type) {
            report.error("UsingStatementNotSupported", "This syntax of the 'using' statement is not supported.", u.span);
            continue;
        }
        match (u.kind, &u.name, &u.module_specification) {
            (UsingKind::Module, _, Some(table)) => {
                if !has_version(table) {
                    report.error("RequiresModuleInvalid", MISSING_VERSION, u.span);
                } else if let Some(name) = module_name(table)
                    && !report.environment.module_exists(&name)
                {
                    let text = report.slice(table.span).to_string();
                    report.error("ModuleNotFoundDuringParse", format!("Could not find the module '{text}'."), u.span);
                }
            }
            (UsingKind::Module, Some(name), _) => {
                if name.value.contains(['*', '?', '[']) {
                    let message = "Wildcard characters are not supported for module names.";
                    report.error("WildCardModuleNameError", message, u.span);
                } else if !report.environment.module_exists(&name.value) {
                    let message = format!("Could not find the module '{}'.", name.value);
                    report.error("ModuleNotFoundDuringParse", message, u.span);
                }
            }
            (UsingKind::Assembly, Some(name), _) => {
                if let Some((scheme, _)) = name.value.split_once("://") {
                    let message = format!("Cannot use assembly with uri schema '{scheme}'.");
                    report.error("CannotLoadAssemblyWithUriSchema", message, name.span);
                } else if !report.environment.assembly_exists(&name.value) {
                    report.error("ErrorLoadingAssembly", format!("Cannot load assembly '{}'.", name.value), name.span);
                }
            }
            _ => {}
        }
    }
}

fn key_is(key: &Expression, names: &[&str]) -> bool {
    matches!(key, Expression::String(s) if names.iter().any(|n| s.value.eq_ignore_ascii_case(n)))
}

/// The table names a version.
pub(super) fn has_version(table: &Hashtable) -> bool {
    table.pairs.iter().any(|(key, _)| key_is(key, &["ModuleVersion", "RequiredVersion", "MaximumVersion"]))
}

fn module_name(table: &Hashtable) -> Option<String> {
    let (_, value) = table.pairs.iter().find(|(key, _)| key_is(key, &["ModuleName"]))?;
    super::requires::constant_text(value)
}
