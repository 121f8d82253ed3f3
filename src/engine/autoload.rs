//! Commands of modules that are installed but not loaded: the first use of one loads its module.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::binding::Arg;
use super::command::Command;
use super::session::Engine;
use crate::program::Symbol;
use crate::source::{SourceText, Span};
use crate::syntax::ast::{CommandElement, Expression, PipelineElement, ScriptBlock, Statement};
use crate::value::Value;

/// Which module's file has a command, read from the folders of `PSModulePath`.
#[derive(Default)]
struct Index {
    folders: String,
    files: HashMap<String, PathBuf>,
}

impl Engine {
    /// The command of a module that is not loaded yet; its module is loaded.
    pub(crate) fn autoload(&mut self, name: &str) -> Option<Command> {
        let preference = self.lookup(Symbol::of("PSModuleAutoLoadingPreference"));
        if name.is_empty() || preference.as_ref().and_then(Value::as_str).is_some_and(|text| text.eq_ignore_ascii_case("None")) {
            return None;
        }
        let folders = self.environment.get("PSModulePath").cloned().unwrap_or_default();
        if folders.is_empty() {
            return None;
        }
        if self.extension::<Index>().folders != folders {
            let files = index(&folders);
            *self.extension::<Index>() = Index { folders, files };
        }
        let plain = name.rsplit_once('\\').map_or(name, |(_, plain)| plain);
        let file = self.extension::<Index>().files.get(&plain.to_lowercase()).cloned()?;
        let import = self.find_command("Import-Module")?;
        let span = Span::default();
        let args = vec![
            Arg::Positional(Value::str(file.to_string_lossy()), span),
            Arg::Named {
                name: Rc::from("Global"),
                value: Some(Value::Bool(true)),
                text: Rc::from("-Global"),
                span,
                value_span: span,
                splatted: false,
            },
        ];
        // Loaded once: a module that does not export it after all is not tried again.
        self.extension::<Index>().files.remove(&plain.to_lowercase());
        let mut dropped = Vec::new();
        self.run_command(&import, args, None, &mut dropped).ok()?;
        self.find_command(name)
    }
}

fn index(folders: &str) -> HashMap<String, PathBuf> {
    let mut files = HashMap::new();
    for folder in std::env::split_paths(folders) {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        let mut modules: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
        modules.sort();
        for module in modules {
            let Some(file) = file_of(&module) else { continue };
            for name in exported(&file) {
                files.entry(name.to_lowercase()).or_insert_with(|| file.clone());
            }
        }
    }
    files
}

/// A module's manifest or script, in its folder or in the folder of its newest version.
fn file_of(folder: &Path) -> Option<PathBuf> {
    let name = folder.file_name()?.to_string_lossy().into_owned();
    let direct = |folder: &Path| ["psd1", "psm1"].iter().map(|ending| folder.join(format!("{name}.{ending}"))).find(|path| path.is_file());
    direct(folder).or_else(|| {
        let mut versions: Vec<(Vec<u32>, PathBuf)> = std::fs::read_dir(folder)
            .ok()?
            .flatten()
            .filter_map(|entry| {
                let parts: Option<Vec<u32>> = entry.file_name().to_string_lossy().split('.').map(|part| part.parse().ok()).collect();
                parts.map(|parts| (parts, entry.path()))
            })
            .collect();
        versions.sort();
        versions.iter().rev().find_map(|(_, folder)| direct(folder))
    })
}

fn parse(file: &Path) -> Option<Rc<ScriptBlock>> {
    let bytes = std::fs::read(file).ok()?;
    let source = SourceText::new(None, super::run::decode(&bytes));
    Some(crate::syntax::parse(&source).tree)
}

/// The names that a module exports, as far as its text says without being run.
fn exported(file: &Path) -> Vec<String> {
    let Some(tree) = parse(file) else { return Vec::new() };
    let is_manifest = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("psd1"));
    if !is_manifest {
        return functions(&tree);
    }
    let mut names = Vec::new();
    let mut root = None;
    let mut all = true;
    let table = tree.end.iter().flat_map(|block| &block.statements).find_map(|statement| match expression(statement) {
        Some(Expression::Hashtable(table)) => Some(table),
        _ => None,
    });
    for (key, value) in table.map(|table| table.pairs.as_slice()).unwrap_or_default() {
        let Expression::String(key) = key else { continue };
        let texts = expression(value).map(strings).unwrap_or_default();
        match key.value.to_ascii_lowercase().as_str() {
            "functionstoexport" => {
                all = texts.iter().any(|text| text.contains('*'));
                names.extend(texts);
            }
            "cmdletstoexport" | "aliasestoexport" => names.extend(texts),
            "rootmodule" | "moduletoprocess" => root = texts.into_iter().next(),
            _ => {}
        }
    }
    if all && let Some(root) = root.filter(|root| root.to_ascii_lowercase().ends_with(".psm1")) {
        let script = file.with_file_name(root);
        if let Some(tree) = parse(&script) {
            names.extend(functions(&tree));
        }
    }
    names.retain(|name| !name.contains('*'));
    names
}

/// The functions of a module's script: those that `Export-ModuleMember` names, else all.
fn functions(tree: &ScriptBlock) -> Vec<String> {
    let mut defined = Vec::new();
    let mut named: Option<Vec<String>> = None;
    for statement in tree.end.iter().flat_map(|block| &block.statements) {
        match statement {
            Statement::Function(function) => defined.push(function.name.to_string()),
            Statement::Pipeline(pipeline) => {
                for element in &pipeline.elements {
                    let PipelineElement::Command(command) = element else { continue };
                    let mut elements = command.elements.iter();
                    let is_export = matches!(elements.next(),
                        Some(CommandElement::Expression(Expression::String(name))) if name.value.eq_ignore_ascii_case("Export-ModuleMember"));
                    if is_export {
                        for element in elements {
                            if let CommandElement::Expression(expression) = element {
                                named.get_or_insert_default().extend(strings(expression));
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    match named {
        Some(names) if !names.iter().any(|name| name.contains('*')) => names,
        _ => defined,
    }
}

fn expression(statement: &Statement) -> Option<&Expression> {
    match statement {
        Statement::Pipeline(pipeline) => pipeline.pure_expression(),
        Statement::CommandExpression(command) => Some(&command.expression),
        _ => None,
    }
}

/// The literal texts in an expression: one, or a list of them.
fn strings(expression_: &Expression) -> Vec<String> {
    match expression_ {
        Expression::String(text) => vec![text.value.to_string()],
        Expression::ArrayLiteral(array) => array.elements.iter().flat_map(strings).collect(),
        Expression::Paren(paren) => expression(&paren.pipeline).map(strings).unwrap_or_default(),
        Expression::Array(array) => array.block.statements.iter().filter_map(expression).flat_map(strings).collect(),
        _ => Vec::new(),
    }
}
