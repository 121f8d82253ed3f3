//! Commands and variables described as objects: `Get-Command`'s properties, parameter metadata, `PSVariable`.

use std::any::Any;
use std::rc::Rc;

use super::binding::{Role, Signature};
use super::command::Command;
use super::objects::new_attribute;
use super::scope::{Scope, SessionState, options};
use super::session::Engine;
use crate::program::Symbol;
use crate::value::text::culture::Culture;
use crate::value::{ClrObject, Dict, List, Object, Run, TypeId, Value, convert};

impl Engine {
    /// The signature of a command; none for programs.
    pub fn signature_of(&mut self, command: &Command) -> Run<Option<Rc<Signature>>> {
        Ok(match command {
            Command::Cmdlet(entry) => Some(self.signature_of_spec(entry.spec)),
            Command::Function(function) => {
                let block = function.code().block().clone();
                Some(self.signature_of_block(&block, &function.name, None)?)
            }
            Command::Block(block) => {
                let block = super::command::block_code(block).block().clone();
                Some(self.signature_of_block(&block, "", None)?)
            }
            Command::Script(path) => {
                let block = self.load_script(path)?;
                let block = super::command::block_code(&block).block().clone();
                let name = command.name();
                Some(self.signature_of_block(&block, &name, None)?)
            }
            Command::Alias(alias) => {
                let definition = alias.definition.clone();
                match self.find_command(&definition) {
                    Some(command) if !matches!(command, Command::Alias(_)) => self.signature_of(&command)?,
                    _ => None,
                }
            }
            Command::Application(_) => None,
        })
    }

    /// Expands variables and expressions in a text, as a double-quoted string would.
    pub fn expand_string(&mut self, text: &str) -> Run<Value> {
        let quoted = format!("\"{}\"", text.replace('"', "`\""));
        let block = self.script_block_from(&quoted, None)?;
        let mut items = Vec::new();
        self.invoke(&block, super::invoke::Invocation { dotted: true, ..Default::default() }, &mut items)?;
        let value = Value::from_outputs(items);
        Ok(Value::Str(convert::to_text(self, &value)?))
    }
}

/// The line `Get-Command -Syntax` prints for a set.
pub fn syntax_line(signature: &Signature, set: Option<usize>, short: &dyn Fn(TypeId) -> String) -> String {
    syntax_line_of(signature, set, &|param| format!("<{}>", short(param.type_id)))
}

/// The same with a text for each parameter's value.
pub fn syntax_line_of(signature: &Signature, set: Option<usize>, value_of: &dyn Fn(&super::binding::Param) -> String) -> String {
    let mask = set.map_or(u64::MAX, |at| 1 << at);
    let mut text = signature.name.to_string();
    let mut positional: Vec<_> = Vec::new();
    let mut named: Vec<_> = Vec::new();
    for param in &signature.parameters {
        if matches!(param.role, Role::Common(kind) if !matches!(kind, super::binding::CommonParameter::WhatIf | super::binding::CommonParameter::Confirm))
            || param.hidden
        {
            continue;
        }
        let Some(place) = param.place_in(mask) else { continue };
        match place.position {
            Some(position) => positional.push((position, param, place)),
            None => named.push((param, place)),
        }
    }
    positional.sort_by_key(|(position, ..)| *position);
    // Mandatory named parameters come before optional ones.
    let (mandatory, optional): (Vec<_>, Vec<_>) = named.into_iter().partition(|(_, place)| place.mandatory);
    let all = positional.into_iter().map(|(_, param, place)| (param, place)).chain(mandatory).chain(optional);
    for (param, place) in all {
        text.push(' ');
        let name = if place.position.is_some() { format!("[-{}]", param.name) } else { format!("-{}", param.name) };
        let value = if param.is_switch { String::new() } else { format!(" {}", value_of(param)) };
        if place.mandatory {
            text.push_str(&format!("{name}{value}"));
        } else {
            text.push_str(&format!("[{name}{value}]"));
        }
    }
    if signature.advanced && signature.parameters.iter().any(|param| matches!(param.role, Role::Common(_))) {
        text.push_str(" [<CommonParameters>]");
    }
    text
}

/// Type names as syntax lines print them: the last part, lower case where PowerShell has a short name.
pub fn short_type(id: TypeId) -> String {
    if let Some(inner) = id.nullable_of() {
        return short_type(inner);
    }
    let short = id.short_name();
    let plain = short.trim_end_matches("[]");
    let last = plain.rsplit('.').next().unwrap_or(plain);
    format!("{last}{}", &short[plain.len()..])
}

/// A property of a command.
pub(super) fn command_property(engine: &mut Engine, command: &Command, name: &str) -> Option<Run<Value>> {
    let module = |engine: &Engine| -> Rc<str> {
        let _ = engine;
        match command {
            Command::Cmdlet(entry) => Rc::from(entry.spec.module),
            Command::Function(function) => function.module.as_ref().map_or_else(|| Rc::from(""), |module| module.name.clone()),
            Command::Alias(alias) => alias.module.clone(),
            _ => Rc::from(""),
        }
    };
    Some(Ok(match name.to_ascii_lowercase().as_str() {
        "name" => Value::Str(command.name()),
        "commandtype" => Value::Enum(TypeId::COMMAND_TYPES, command.kind()),
        "displayname" => match command {
            Command::Alias(alias) => Value::str(format!("{} -> {}", alias.name, alias.definition)),
            _ => Value::Str(command.name()),
        },
        "definition" => match command {
            Command::Function(function) => Value::Str(function.block.code.text()),
            Command::Alias(alias) => Value::Str(alias.definition.clone()),
            Command::Script(path) | Command::Application(path) => Value::Str(path.clone()),
            Command::Cmdlet(entry) => {
                let signature = engine.signature_of_spec(entry.spec);
                let n = signature.sets.len().max(1);
                let lines: Vec<String> =
                    (0..n).map(|at| syntax_line(&signature, (!signature.sets.is_empty()).then_some(at), &short_type)).collect();
                Value::str(format!("\n{}\n", lines.join("\n\n")))
            }
            Command::Block(block) => Value::Str(block.code.text()),
        },
        "source" => match command {
            Command::Script(path) | Command::Application(path) => Value::Str(path.clone()),
            _ => Value::Str(module(engine)),
        },
        "path" => match command {
            Command::Script(path) | Command::Application(path) => Value::Str(path.clone()),
            _ => return None,
        },
        "modulename" => Value::Str(module(engine)),
        "module" => {
            let name = module(engine);
            engine.modules.iter().find(|module| module.name.eq_ignore_ascii_case(&name)).map_or(Value::Null, super::objects::module_value)
        }
        "version" => match command {
            Command::Cmdlet(_) => return Some(convert::cast(engine, &Value::str("7.0.0.0"), TypeId::VERSION)),
            Command::Function(function) => match &function.module {
                None => Value::Null,
                Some(module) => {
                    let text = Value::Str(module.version.borrow().clone());
                    return Some(convert::cast(engine, &text, TypeId::VERSION));
                }
            },
            _ => Value::Null,
        },
        "verb" => match command {
            Command::Cmdlet(entry) => Value::str(entry.spec.verb),
            Command::Function(function) => Value::str(function.name.split_once('-').map_or("", |(verb, _)| verb)),
            _ => return None,
        },
        "noun" => match command {
            Command::Cmdlet(entry) => Value::str(entry.spec.noun),
            Command::Function(function) => Value::str(function.name.split_once('-').map_or("", |(_, noun)| noun)),
            _ => return None,
        },
        "scriptblock" => match command {
            Command::Function(function) => Value::ScriptBlock(function.block.clone()),
            Command::Block(block) => Value::ScriptBlock(block.clone()),
            Command::Script(path) => return Some(engine.load_script(path).map(Value::ScriptBlock)),
            _ => return None,
        },
        "options" => match command {
            Command::Function(function) => Value::Enum(TypeId::SCOPED_ITEM_OPTIONS, function.options as i64),
            Command::Alias(alias) => Value::Enum(TypeId::SCOPED_ITEM_OPTIONS, alias.options as i64),
            _ => return None,
        },
        "description" => match command {
            Command::Function(function) => Value::Str(function.description.clone()),
            Command::Alias(alias) => Value::Str(alias.description.clone()),
            _ => return None,
        },
        "visibility" => Value::Enum(TypeId::SESSION_STATE_ENTRY_VISIBILITY, 0),
        "cmdletbinding" => match command {
            Command::Function(function) => Value::Bool(function.code().block().advanced),
            _ => return None,
        },
        "helpuri" => Value::empty_str(),
        "outputtype" => return Some(output_type(engine, command)),
        "referencedcommand" | "resolvedcommand" | "resolvedcommandname" => match command {
            Command::Alias(alias) => {
                let definition = alias.definition.clone();
                match engine.find_command(&definition) {
                    Some(found) if name.eq_ignore_ascii_case("ResolvedCommandName") => Value::Str(found.name()),
                    Some(found) => found.value(),
                    None => Value::Null,
                }
            }
            _ => return None,
        },
        "defaultparameterset" => match engine.signature_of(command) {
            Ok(Some(signature)) => signature.default_set_name.clone().map_or(Value::Null, Value::Str),
            Ok(None) => Value::Null,
            Err(raise) => return Some(Err(raise)),
        },
        "parameters" => {
            return Some(
                engine
                    .signature_with_dynamic(command)
                    .map(|signature| signature.map_or(Value::Null, |signature| parameters_value(&signature))),
            );
        }
        "parametersets" => {
            return Some(engine.signature_of(command).map(|signature| signature.map_or(Value::Null, |signature| sets_value(&signature))));
        }
        "implementingtype" => match command {
            Command::Cmdlet(entry) => Value::Type(implementing_type(&format!("{}{}Command", entry.spec.verb, entry.spec.noun))),
            _ => Value::Null,
        },
        "extension" => match command {
            Command::Application(path) | Command::Script(path) => {
                let ending =
                    std::path::Path::new(&**path).extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
                Value::str(ending)
            }
            _ => return None,
        },
        _ => return None,
    }))
}

thread_local! {
    static IMPLEMENTING: std::cell::RefCell<std::collections::HashMap<String, TypeId>> = std::cell::RefCell::default();
}

/// The type that PowerShell names for a cmdlet; scripts print its name.
fn implementing_type(name: &str) -> TypeId {
    IMPLEMENTING.with(|known| {
        *known.borrow_mut().entry(name.to_owned()).or_insert_with(|| {
            TypeId::define_class(crate::value::types::Class {
                name: Rc::from(format!("Microsoft.PowerShell.Commands.{name}")),
                base: TypeId::OBJECT,
                interfaces: Vec::new(),
                runtime: std::cell::RefCell::new(None),
                members: std::cell::RefCell::default(),
            })
        })
    })
}

fn output_type(engine: &mut Engine, command: &Command) -> Run<Value> {
    let mut names: Vec<Rc<str>> = Vec::new();
    match command {
        Command::Cmdlet(entry) => names.extend(entry.spec.output.iter().map(|name| Rc::from(*name))),
        Command::Function(function) => {
            let block = function.code().block().clone();
            for attribute in block.attributes.iter().filter(|attribute| attribute.name.eq_ignore_ascii_case("OutputType")) {
                for argument in &attribute.positional {
                    match argument {
                        crate::program::Expr::Type(type_ref) => names.push(match engine.find_type(&type_ref.name) {
                            Some(id) => id.full_name(),
                            None => type_ref.name.clone(),
                        }),
                        crate::program::Expr::Const(Value::Str(text)) => names.push(text.clone()),
                        _ => {}
                    }
                }
            }
        }
        _ => {}
    }
    let items = names.into_iter().map(|name| {
        let id = crate::value::types::resolve(&name);
        Object::record(
            Some("System.Management.Automation.PSTypeName"),
            [("Name", Value::Str(name)), ("Type", id.map_or(Value::Null, Value::Type))],
        )
    });
    let type_id = TypeId::READ_ONLY_COLLECTION.generic(&[TypeId::PS_TYPE_NAME]);
    Ok(Value::List(Rc::new(List::new(type_id, items.collect()))))
}

pub(super) fn param_value(signature: &Signature, param: &super::binding::Param) -> Value {
    let sets = Dict::new(crate::value::DictKind::Generic(TypeId::DICTIONARY2.generic(&[TypeId::STRING, TypeId::OBJECT])), true);
    let mut attributes = Vec::new();
    for place in &param.places {
        let names: Vec<Rc<str>> = if place.sets == u64::MAX {
            vec![Rc::from("__AllParameterSets")]
        } else {
            signature.sets.iter().enumerate().filter(|(at, _)| place.sets & (1 << at) != 0).map(|(_, name)| name.clone()).collect()
        };
        for name in names {
            let pairs = [
                ("IsMandatory", Value::Bool(place.mandatory)),
                ("Position", Value::Int(place.position.unwrap_or(i32::MIN))),
                ("ValueFromPipeline", Value::Bool(place.from_pipeline)),
                ("ValueFromPipelineByPropertyName", Value::Bool(place.by_property)),
                ("ValueFromRemainingArguments", Value::Bool(place.remaining)),
                ("HelpMessage", if place.help.is_empty() { Value::Null } else { Value::Str(place.help.clone()) }),
            ];
            sets.set_str(&name, Object::record(Some("System.Management.Automation.ParameterSetMetadata"), pairs));
            let named = [
                (Rc::from("Position"), Value::Int(place.position.unwrap_or(i32::MIN))),
                (Rc::from("ParameterSetName"), Value::Str(name.clone())),
                (Rc::from("Mandatory"), Value::Bool(place.mandatory)),
                (Rc::from("ValueFromPipeline"), Value::Bool(place.from_pipeline)),
                (Rc::from("ValueFromPipelineByPropertyName"), Value::Bool(place.by_property)),
                (Rc::from("ValueFromRemainingArguments"), Value::Bool(place.remaining)),
                (Rc::from("HelpMessage"), if place.help.is_empty() { Value::Null } else { Value::Str(place.help.clone()) }),
                (Rc::from("DontShow"), Value::Bool(param.hidden)),
            ];
            attributes.extend(new_attribute(TypeId::PARAMETER_ATTRIBUTE, &[], &named));
        }
    }
    for check in &param.checks {
        let attribute = match check {
            super::binding::Check::Attribute(attribute) => super::objects::attribute_value(attribute),
            super::binding::Check::Spec(crate::cmdlet::Validation::Set(values)) => {
                let values: Vec<Value> = values.iter().map(Value::str).collect();
                new_attribute(TypeId::VALIDATE_SET_ATTRIBUTE, &values, &[])
            }
            super::binding::Check::Spec(crate::cmdlet::Validation::Range(low, high)) => {
                new_attribute(TypeId::VALIDATE_RANGE_ATTRIBUTE, &[Value::Long(*low), Value::Long(*high)], &[])
            }
            super::binding::Check::Spec(crate::cmdlet::Validation::NotNullOrEmpty) => {
                new_attribute(TypeId::VALIDATE_NOT_NULL_OR_EMPTY_ATTRIBUTE, &[], &[])
            }
            super::binding::Check::Spec(crate::cmdlet::Validation::NotNull) => new_attribute(TypeId::VALIDATE_NOT_NULL_ATTRIBUTE, &[], &[]),
            _ => None,
        };
        attributes.extend(attribute);
    }
    let marks = [
        (param.allow_null, TypeId::ALLOW_NULL_ATTRIBUTE),
        (param.allow_empty_string, TypeId::ALLOW_EMPTY_STRING_ATTRIBUTE),
        (param.allow_empty_collection, TypeId::ALLOW_EMPTY_COLLECTION_ATTRIBUTE),
    ];
    for (given, class) in marks {
        if given {
            attributes.extend(new_attribute(class, &[], &[]));
        }
    }
    if !param.aliases.is_empty() {
        let aliases: Vec<Value> = param.aliases.iter().cloned().map(Value::Str).collect();
        attributes.extend(new_attribute(TypeId::ALIAS_ATTRIBUTE, &aliases, &[]));
    }
    let strings = |items: &[Rc<str>]| {
        Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[TypeId::STRING]), items.iter().cloned().map(Value::Str).collect())))
    };
    Object::record(
        Some("System.Management.Automation.ParameterMetadata"),
        [
            ("Name", Value::Str(param.name.clone())),
            ("ParameterType", Value::Type(param.type_id)),
            ("ParameterSets", Value::Dict(Rc::new(sets))),
            ("IsDynamic", Value::Bool(matches!(param.role, Role::Dynamic(_)))),
            ("Aliases", strings(&param.aliases)),
            ("Attributes", Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[TypeId::ATTRIBUTE]), attributes)))),
            ("SwitchParameter", Value::Bool(param.is_switch)),
        ],
    )
}

fn parameters_value(signature: &Signature) -> Value {
    let dict = Dict::new(crate::value::DictKind::Generic(TypeId::DICTIONARY2.generic(&[TypeId::STRING, TypeId::PARAMETER_METADATA])), true);
    for param in &signature.parameters {
        dict.set_str(&param.name, param_value(signature, param));
    }
    Value::Dict(Rc::new(dict))
}

fn sets_value(signature: &Signature) -> Value {
    let n = signature.sets.len();
    let rows: Vec<Option<usize>> = if n == 0 { vec![None] } else { (0..n).map(Some).collect() };
    let items: Vec<Value> = rows
        .into_iter()
        .map(|set| {
            let mask = set.map_or(u64::MAX, |at| 1 << at);
            let name = set.map_or_else(|| Rc::from("__AllParameterSets"), |at| signature.sets[at].clone());
            let parameters: Vec<Value> = signature
                .parameters
                .iter()
                .filter_map(|param| {
                    let place = param.place_in(mask)?;
                    Some(Object::record(
                        Some("System.Management.Automation.CommandParameterInfo"),
                        [
                            ("Name", Value::Str(param.name.clone())),
                            ("ParameterType", Value::Type(param.type_id)),
                            ("IsMandatory", Value::Bool(place.mandatory)),
                            ("IsDynamic", Value::Bool(false)),
                            ("Position", Value::Int(place.position.unwrap_or(i32::MIN))),
                            ("ValueFromPipeline", Value::Bool(place.from_pipeline)),
                            ("ValueFromPipelineByPropertyName", Value::Bool(place.by_property)),
                            ("ValueFromRemainingArguments", Value::Bool(place.remaining)),
                            ("HelpMessage", Value::Str(place.help.clone())),
                            ("Aliases", Value::strings(param.aliases.iter())),
                        ],
                    ))
                })
                .collect();
            let text = syntax_line(signature, set, &short_type);
            let line = text.strip_prefix(&*signature.name).unwrap_or(&text).trim_start().to_owned();
            Object::from_clr(SetInfo {
                name,
                is_default: set.is_some() && set == signature.default_set,
                parameters: Value::List(Rc::new(List::new(
                    TypeId::READ_ONLY_COLLECTION.generic(&[TypeId::COMMAND_PARAMETER_INFO]),
                    parameters,
                ))),
                line: Rc::from(line),
            })
        })
        .collect();
    Value::List(Rc::new(List::new(TypeId::READ_ONLY_COLLECTION.generic(&[TypeId::COMMAND_PARAMETER_SET_INFO]), items)))
}

/// `CommandParameterSetInfo`: prints as its syntax line.
struct SetInfo {
    name: Rc<str>,
    is_default: bool,
    parameters: Value,
    line: Rc<str>,
}

impl ClrObject for SetInfo {
    fn class(&self) -> TypeId {
        TypeId::COMMAND_PARAMETER_SET_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Name", "IsDefault", "Parameters"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "name" => Some(Value::Str(self.name.clone())),
            "isdefault" => Some(Value::Bool(self.is_default)),
            "parameters" => Some(self.parameters.clone()),
            _ => None,
        }
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.line.to_string())
    }
}

/// A method of a command.
pub(super) fn command_method(engine: &mut Engine, command: &Command, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    if name.eq_ignore_ascii_case("ResolveParameter") {
        return Some((|| {
            let wanted = match arguments.first() {
                Some(value) => convert::to_text(engine, value)?,
                None => Rc::from(""),
            };
            let Some(signature) = engine.signature_of(command)? else { return Ok(Value::Null) };
            Ok(engine
                .parameter_named(&signature, &wanted, None)?
                .map_or(Value::Null, |at| param_value(&signature, &signature.parameters[at])))
        })());
    }
    None
}

/// A variable as an object: `PSVariable`.
pub struct VariableObject {
    scope: Rc<Scope>,
    symbol: Symbol,
    name: Rc<str>,
}

impl VariableObject {
    /// A variable of a scope as a value.
    pub fn value(scope: &Rc<Scope>, symbol: Symbol) -> Value {
        Object::from_clr(VariableObject { scope: scope.clone(), symbol, name: symbol.name() })
    }
}

impl ClrObject for VariableObject {
    fn class(&self) -> TypeId {
        TypeId::PS_VARIABLE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["Name", "Description", "Value", "Visibility", "Module", "ModuleName", "Options", "Attributes"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let info = || self.scope.place(self.symbol).and_then(|place| self.scope.slots.borrow()[place].info.clone());
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(self.name.clone()),
            "value" => self.scope.get(self.symbol).unwrap_or(Value::Null),
            "description" => info().map_or_else(Value::empty_str, |info| Value::Str(info.description.clone())),
            "options" => Value::Enum(TypeId::SCOPED_ITEM_OPTIONS, info().map_or(0, |info| info.options as i64)),
            "visibility" => Value::Enum(TypeId::SESSION_STATE_ENTRY_VISIBILITY, 0),
            "module" => Value::Null,
            "modulename" => Value::empty_str(),
            "attributes" => Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[TypeId::ATTRIBUTE]), Vec::new()))),
            _ => return None,
        })
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        let place = self.scope.ensure(self.symbol);
        let bits = self.scope.slots.borrow()[place].info.as_ref().map_or(0, |info| info.options);
        if bits & (options::READ_ONLY | options::CONSTANT) != 0 {
            return Some(Err(format!("Cannot overwrite variable {} because it is read-only or constant.", self.name)));
        }
        match name.to_ascii_lowercase().as_str() {
            "value" => self.scope.slots.borrow_mut()[place].value = Some(value.clone()),
            "description" => {
                let mut slots = self.scope.slots.borrow_mut();
                Rc::make_mut(slots[place].info.get_or_insert_default()).description =
                    value.as_str().cloned().unwrap_or_else(|| Rc::from(""));
            }
            _ => return None,
        }
        Some(Ok(()))
    }
}

/// `$ExecutionContext.SessionState.PSVariable.Get(name)`.
pub(super) fn variable_value(engine: &mut Engine, state: Option<&Rc<SessionState>>, name: &str) -> Value {
    let scope = match state {
        Some(state) => state.current.borrow().clone(),
        None => engine.scope(),
    };
    let symbol = Symbol::of(name);
    match scope.find(symbol) {
        Some((scope, _)) => VariableObject::value(&scope, symbol),
        None => Value::Null,
    }
}
