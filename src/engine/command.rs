//! Commands: what a name can mean, and how it is found.

use std::any::Any;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::Engine;
use super::scope::{Alias, SessionState};
use crate::cmdlet::Entry;
use crate::program::BlockCode;
use crate::value::{ClrObject, Object, Run, ScriptBlock, TypeId, Value};

/// A function or filter.
pub struct Function {
    /// Its name, without a scope.
    pub name: Rc<str>,
    /// Its body.
    pub block: Rc<ScriptBlock>,
    /// Whether it is a filter.
    pub is_filter: bool,
    /// The module it comes from.
    pub module: Option<Rc<super::module::Module>>,
    /// `ScopedItemOptions` bits.
    pub options: u8,
    /// Description, as `Set-Item function:` leaves it.
    pub description: Rc<str>,
}

impl Function {
    /// Its code.
    pub fn code(&self) -> &BlockCode {
        block_code(&self.block)
    }

    /// The session state its body runs in.
    pub fn home(&self) -> Option<Rc<SessionState>> {
        home_of(&self.block)
    }
}

/// The engine's code in a script block.
pub fn block_code(block: &ScriptBlock) -> &BlockCode {
    block.code.as_any().downcast_ref().expect("every script block is made by the engine")
}

/// The session state that a block is bound to.
pub fn home_of(block: &ScriptBlock) -> Option<Rc<SessionState>> {
    block.home.clone().and_then(|home| home.downcast::<SessionState>().ok())
}

/// What a name means.
#[derive(Clone)]
pub enum Command {
    /// A cmdlet of the registry.
    Cmdlet(&'static Entry),
    /// A function or filter.
    Function(Rc<Function>),
    /// A script file.
    Script(Rc<str>),
    /// A native program.
    Application(Rc<str>),
    /// A script block given as the command.
    Block(Rc<ScriptBlock>),
    /// An alias (only where aliases themselves are asked for).
    Alias(Rc<Alias>),
}

impl Command {
    /// The command's name.
    pub fn name(&self) -> Rc<str> {
        match self {
            Command::Cmdlet(entry) => Rc::from(entry.spec.name()),
            Command::Function(function) => function.name.clone(),
            Command::Script(path) | Command::Application(path) => {
                Rc::from(Path::new(&**path).file_name().map_or(path.to_string(), |name| name.to_string_lossy().into_owned()))
            }
            Command::Block(_) => Rc::from(""),
            Command::Alias(alias) => alias.name.clone(),
        }
    }

    /// `.CommandType` as .NET's value.
    pub fn kind(&self) -> i64 {
        match self {
            Command::Alias(_) => 1,
            Command::Function(function) if function.is_filter => 4,
            Command::Function(_) => 2,
            Command::Cmdlet(_) => 8,
            Command::Script(_) => 16,
            Command::Application(_) => 32,
            Command::Block(_) => 64,
        }
    }

    /// The command as a value (`Get-Command`, `$MyInvocation.MyCommand`).
    pub fn value(&self) -> Value {
        Object::from_clr(CommandObject(self.clone()))
    }
}

/// Properties of the kinds of commands, before those that all have.
const CMDLET_PROPERTIES: &[&str] = &["DefaultParameterSet", "Definition", "ImplementingType", "Noun", "Options", "Verb"];
const FUNCTION_PROPERTIES: &[&str] =
    &["CmdletBinding", "DefaultParameterSet", "Definition", "Description", "Noun", "Options", "ScriptBlock", "Verb"];
const ALIAS_PROPERTIES: &[&str] = &["Definition", "Description", "Options", "ReferencedCommand", "ResolvedCommand"];
const FILE_PROPERTIES: &[&str] = &["Definition", "Extension", "Path"];
const COMMAND_PROPERTIES: &[&str] =
    &["CommandType", "Module", "ModuleName", "Name", "OutputType", "Parameters", "ParameterSets", "Source", "Version", "Visibility"];

/// A command as a value: `CmdletInfo`, `FunctionInfo` …
pub struct CommandObject(pub Command);

impl ClrObject for CommandObject {
    fn class(&self) -> TypeId {
        match &self.0 {
            Command::Cmdlet(_) => TypeId::CMDLET_INFO,
            Command::Function(function) if function.is_filter => TypeId::FILTER_INFO,
            Command::Function(_) => TypeId::FUNCTION_INFO,
            Command::Script(_) => TypeId::EXTERNAL_SCRIPT_INFO,
            Command::Application(_) => TypeId::APPLICATION_INFO,
            Command::Alias(_) => TypeId::ALIAS_INFO,
            Command::Block(_) => TypeId::COMMAND_INFO,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        let own: &[&str] = match &self.0 {
            Command::Cmdlet(_) => CMDLET_PROPERTIES,
            Command::Function(_) | Command::Block(_) => FUNCTION_PROPERTIES,
            Command::Alias(_) => ALIAS_PROPERTIES,
            Command::Script(_) | Command::Application(_) => FILE_PROPERTIES,
        };
        own.iter().chain(COMMAND_PROPERTIES).copied().collect()
    }

    fn to_text(&self, _culture: &crate::value::text::culture::Culture) -> Option<String> {
        Some(self.0.name().to_string())
    }

    fn equals(&self, other: &Value) -> bool {
        other.downcast::<CommandObject>().is_some_and(|other| other.0.kind() == self.0.kind() && other.0.name() == self.0.name())
    }

    fn hash_code(&self) -> u64 {
        self.0.kind() as u64
    }
}

/// Cmdlets by lower-case name.
#[derive(Default)]
pub struct Registry {
    by_name: HashMap<String, &'static Entry>,
    /// All entries, in registration order.
    pub entries: Vec<&'static Entry>,
}

impl Registry {
    /// Adds a folder's cmdlets.
    pub fn add(&mut self, entries: &'static [Entry]) {
        for entry in entries {
            self.by_name.insert(entry.spec.name().to_lowercase(), entry);
            self.entries.push(entry);
        }
    }

    /// The cmdlet of this name.
    pub fn get(&self, name: &str) -> Option<&'static Entry> {
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) || !name.is_ascii() {
            self.by_name.get(&name.to_lowercase()).copied()
        } else {
            self.by_name.get(name).copied()
        }
    }
}

impl Engine {
    /// The alias of this name in the scopes at hand.
    pub fn find_alias(&self, name: &str) -> Option<Rc<Alias>> {
        let key = name.to_lowercase();
        let local =
            self.scope().chain().find_map(|scope| scope.tables.borrow().as_ref().and_then(|tables| tables.aliases.get(&key).cloned()));
        local.or_else(|| {
            if self.removed_aliases.contains(&key) {
                return None;
            }
            self.builtin_aliases.get(key.as_str()).map(|definition| {
                Rc::new(Alias {
                    name: Rc::from(name),
                    definition: Rc::from(*definition),
                    options: 0,
                    description: Rc::from(""),
                    module: Rc::from(""),
                })
            })
        })
    }

    /// The function of this name in the scopes at hand.
    pub fn find_function(&self, name: &str) -> Option<Rc<Function>> {
        let (scope_name, plain) = match name.split_once(':') {
            Some((scope, rest)) if matches!(scope.to_ascii_lowercase().as_str(), "global" | "script" | "local" | "private") => {
                (Some(scope.to_ascii_lowercase()), rest)
            }
            _ => (None, name),
        };
        let key = plain.to_lowercase();
        let scope = self.scope();
        let start = match scope_name.as_deref() {
            Some("global") => scope.global(),
            Some("script") => scope.script_scope(),
            _ => scope,
        };
        let private = |function: &Rc<Function>| function.options & super::scope::options::PRIVATE != 0;
        start.chain().find_map(|scope| {
            let found = scope.tables.borrow().as_ref().and_then(|tables| tables.functions.get(&key).cloned());
            found.filter(|function| !private(function) || Rc::ptr_eq(&scope, &start))
        })
    }

    /// What a name means: alias, function, cmdlet, script, program, in PowerShell's order.
    pub fn find_command(&mut self, name: &str) -> Option<Command> {
        if let Some(found) = self.find_command_from(name, 0) {
            return Some(found);
        }
        let autoload = self.autoload?;
        if autoload(self, name) { self.find_command_from(name, 0) } else { None }
    }

    fn find_command_from(&mut self, name: &str, depth: usize) -> Option<Command> {
        if depth > 20 {
            return None;
        }
        if let Some(alias) = self.find_alias(name)
            && !alias.definition.eq_ignore_ascii_case(name)
        {
            return self.find_command_from(&alias.definition.clone(), depth + 1);
        }
        if let Some(function) = self.find_function(name) {
            return Some(Command::Function(function));
        }
        if let Some(entry) = self.registry.get(name) {
            return Some(Command::Cmdlet(entry));
        }
        if let Some((module, rest)) = name.split_once('\\')
            && !module.is_empty()
            && !rest.contains('\\')
            && let Some(command) = self.find_in_module(module, rest)
        {
            return Some(command);
        }
        self.find_file(name)
    }

    fn find_in_module(&mut self, module: &str, name: &str) -> Option<Command> {
        if let Some(module) = self.modules.iter().find(|own| own.name.eq_ignore_ascii_case(module)) {
            let exported = module.exported_functions.borrow();
            let found = exported.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
            if let Some((_, function)) = found {
                return Some(Command::Function(function.clone()));
            }
        }
        self.registry.get(name).filter(|entry| entry.spec.module.eq_ignore_ascii_case(module)).map(Command::Cmdlet)
    }

    /// A script file or native program of this name or path.
    pub fn find_file(&mut self, name: &str) -> Option<Command> {
        let of_path = |path: PathBuf| -> Option<Command> {
            let metadata = std::fs::metadata(&path).ok()?;
            if metadata.is_dir() {
                return None;
            }
            let text: Rc<str> = Rc::from(path.to_string_lossy());
            if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("ps1")) {
                return Some(Command::Script(text));
            }
            is_executable(&metadata).then_some(Command::Application(text))
        };
        if name.contains('/') || name.contains('\\') {
            let name = name.replace('\\', "/");
            let path = if let Some(rest) = name.strip_prefix("~/") {
                PathBuf::from(self.environment.get("HOME").cloned().unwrap_or_default()).join(rest)
            } else {
                self.location.join(&name)
            };
            let path = clean(&path);
            return of_path(path.clone()).or_else(|| of_path(path.with_extension("ps1")).filter(|_| path.extension().is_none()));
        }
        if name.is_empty() {
            return None;
        }
        let search = self.environment_path();
        for folder in std::env::split_paths(&search) {
            if let Some(found) = of_path(folder.join(name)) {
                return Some(found);
            }
            if let Some(found) = of_path(folder.join(format!("{name}.ps1"))) {
                return Some(found);
            }
        }
        None
    }

    fn environment_path(&self) -> std::ffi::OsString {
        self.environment.get("PATH").cloned().unwrap_or_default().into()
    }

    /// Defines a function in a scope.
    pub fn define_function(&mut self, name: &str, code: Rc<BlockCode>, is_filter: bool) -> Run {
        let (scope_name, plain) = match name.split_once(':') {
            Some((scope, rest)) => (scope.to_ascii_lowercase(), rest),
            None => (String::new(), name),
        };
        let scope = match scope_name.as_str() {
            "global" => self.scope().global(),
            "script" => self.scope().script_scope(),
            _ => self.scope(),
        };
        let block = Rc::new(ScriptBlock::new(code, Some(self.state.clone())));
        let module = self.state.module.borrow().clone();
        let options = if scope_name == "private" { super::scope::options::PRIVATE } else { 0 };
        let function = Rc::new(Function { name: Rc::from(plain), block, is_filter, module, options, description: Rc::from("") });
        self.set_function(&scope, function)
    }

    /// Puts a function into a scope, and the aliases its `[Alias()]` names beside it.
    pub fn set_function(&mut self, scope: &Rc<super::scope::Scope>, function: Rc<Function>) -> Run {
        self.epoch += 1;
        let key = function.name.to_lowercase();
        let existing = scope.tables.borrow().as_ref().and_then(|tables| tables.functions.get(&key).cloned());
        if let Some(existing) = existing
            && existing.options & (super::scope::options::READ_ONLY | super::scope::options::CONSTANT) != 0
        {
            return Err(self.raise_as(
                TypeId::SESSION_STATE_UNAUTHORIZED_ACCESS_EXCEPTION,
                format!("Cannot write to function {} because it is read-only or constant.", function.name),
                "FunctionNotWritable",
                crate::value::Category::WriteError,
                Value::Str(function.name.clone()),
            ));
        }
        let block = function.code().block().clone();
        for attribute in &block.attributes {
            if attribute.name.eq_ignore_ascii_case("Alias") {
                for argument in &attribute.positional {
                    if let crate::program::Expr::Const(Value::Str(alias)) = argument {
                        let entry = Alias {
                            name: alias.clone(),
                            definition: function.name.clone(),
                            options: 0,
                            description: Rc::from(""),
                            module: Rc::from(""),
                        };
                        scope.tables_mut().aliases.insert(alias.to_lowercase(), Rc::new(entry));
                    }
                }
            }
        }
        scope.tables_mut().functions.insert(key, function);
        Ok(())
    }
}

/// A path without `.` and `..` parts, by its text alone.
pub fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                if !out.pop() || out.as_os_str().is_empty() {
                    out.push("/");
                }
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(unix)]
fn is_executable(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn is_executable(_metadata: &std::fs::Metadata) -> bool {
    true
}
