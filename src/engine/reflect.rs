//! The engine's own objects as scripts see them: script blocks, commands, modules, `$PSCmdlet`, `$ExecutionContext`.

use std::any::Any;
use std::rc::Rc;

use super::binding::{Check, Param, Place};
use super::command::{Command, CommandObject, block_code, home_of};
use super::host::CmdletObject;
use super::invoke::{Enumerator, Invocation as BlockCall};
use super::module::Module;
use super::scope::{AttributeGuard, Scope, ScopeKind, SessionState};
use super::session::Engine;
use super::tree;
use crate::cmdlet::StreamKind;
use crate::program::Symbol;
use crate::source::SourceText;
use crate::syntax::ParseError;
use crate::value::text::culture::Culture;
use crate::value::{Category, ClrObject, Dict, ErrorRecord, List, Object, Run, ScriptBlock, TypeId, Value, convert, members};

/// A property of a script block.
pub(super) fn block_property(engine: &mut Engine, block: &Rc<ScriptBlock>, name: &str) -> Option<Run<Value>> {
    let code = block_code(block);
    Some(Ok(match name.to_ascii_lowercase().as_str() {
        "file" => code.source().name().map_or(Value::Null, Value::str),
        "module" => match home_of(block).and_then(|home| home.module.borrow().clone()) {
            Some(module) => module_value(&module),
            None => Value::Null,
        },
        "isfilter" => Value::Bool(code.is_filter),
        "startposition" => tree::Extent::value(code.source(), code.tree.span),
        "attributes" => Value::array(Vec::new()),
        "ast" => match &code.function {
            Some(function) => tree::function_value(function),
            None => tree::script_value(&code.tree),
        },
        "id" => Value::str("00000000-0000-0000-0000-000000000000"),
        _ => {
            let _ = engine;
            return None;
        }
    }))
}

/// A method of a script block.
pub(super) fn block_method(engine: &mut Engine, block: &Rc<ScriptBlock>, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    match name.to_ascii_lowercase().as_str() {
        "invoke" => {
            let mut items = Vec::new();
            let guarded = engine.guarded;
            let result = engine.invoke(block, BlockCall { arguments: arguments.to_vec(), ..BlockCall::default() }, &mut items);
            engine.guarded = guarded;
            Some(
                result
                    .map_err(|raise| method_failure(engine, "Invoke", arguments.len(), raise))
                    .map(|()| Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[TypeId::PS_OBJECT]), items)))),
            )
        }
        "invokereturnasis" => {
            let result = engine.call_block(block, arguments.to_vec());
            Some(result.map_err(|raise| method_failure(engine, "InvokeReturnAsIs", arguments.len(), raise)))
        }
        "invokewithcontext" => Some(invoke_with_context(engine, block, arguments)),
        "getnewclosure" => Some(Ok(closure(engine, block))),
        "getsteppablepipeline" => {
            Some(Err(engine.raise("Steppable pipelines are not available here.", "NotSupported", Category::NotImplemented)))
        }
        "checkrestrictedlanguage" => Some(Ok(Value::Nothing)),
        _ => None,
    }
}

/// An error that came out of a method is wrapped, as .NET callers see it.
fn method_failure(engine: &mut Engine, name: &str, count: usize, raise: crate::value::Raise) -> crate::value::Raise {
    let Some(record) = raise.error() else { return raise };
    let inner = record.0.exception.clone();
    let message = format!("Exception calling \"{name}\" with \"{count}\" argument(s): \"{}\"", record.exception_message());
    let exception = crate::value::Exception::object(TypeId::METHOD_INVOCATION_EXCEPTION, message, Some(inner.clone()));
    let id = inner.type_id().name();
    let outer = ErrorRecord::of(exception, &*id, Category::NotSpecified, Value::Null);
    engine.locate(&outer);
    outer.into()
}

fn invoke_with_context(engine: &mut Engine, block: &Rc<ScriptBlock>, arguments: &[Value]) -> Run<Value> {
    let mut variables = Vec::new();
    let mut underscore = None;
    for item in
        arguments.get(1).and_then(Value::enumerate).or_else(|| arguments.get(1).map(|value| vec![value.clone()])).unwrap_or_default()
    {
        if item.is_null() {
            continue;
        }
        let name = members::get(engine, &item, "Name")?.unwrap_or(Value::Null);
        let name = convert::to_text(engine, &name)?;
        let value = members::get(engine, &item, "Value")?.unwrap_or(Value::Null);
        if &*name == "_" {
            underscore = Some(value);
        } else {
            variables.push((name, value));
        }
    }
    let functions = match arguments.first().map(Value::base) {
        Some(Value::Dict(dict)) => dict.pairs(),
        _ => Vec::new(),
    };
    let rest = arguments.get(2).map(|value| value.enumerate().unwrap_or_else(|| vec![value.clone()])).unwrap_or_default();
    let state = engine.state.clone();
    let scope = Scope::new(ScopeKind::Local, Some(engine.scope()), Rc::from([]));
    let saved = engine.enter(&state, scope.clone());
    for (name, body) in functions {
        if let (Some(name), Value::ScriptBlock(body)) = (name.as_str(), body.base()) {
            let function = super::Function {
                name: name.clone(),
                block: body.clone(),
                is_filter: false,
                module: None,
                options: 0,
                description: Rc::from(""),
            };
            let _ = engine.set_function(&scope, Rc::new(function));
        }
    }
    let mut items = Vec::new();
    let result = engine.invoke(block, BlockCall { arguments: rest, underscore, variables, ..BlockCall::default() }, &mut items);
    engine.leave(saved);
    engine.epoch += 1;
    result?;
    Ok(Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[TypeId::PS_OBJECT]), items))))
}

/// A copy of a block bound to a module of its own, which holds the variables at hand.
fn closure(engine: &mut Engine, block: &Rc<ScriptBlock>) -> Value {
    let outer = engine.scope();
    let top = Scope::new(ScopeKind::Module, Some(outer.global()), Rc::from([]));
    // What the scope at hand and its function see; globals are found through the parent.
    for symbol in outer.names() {
        if let Some(value) = outer.get(symbol)
            && symbol != Symbol::UNDERSCORE
        {
            top.set(symbol, value);
        }
    }
    let name = format!("__DynamicModule_{:08x}-{}", engine.epoch, engine.next_pipeline);
    let state = Rc::new(SessionState { module: Default::default(), top: top.clone(), current: std::cell::RefCell::new(top) });
    *state.module.borrow_mut() = Some(Module::new(&name, "", "Script", Some(state.clone())));
    Value::ScriptBlock(Rc::new(ScriptBlock::new(block.code.clone(), Some(state))))
}

/// A parse error: `ParseError`.
pub(super) fn parse_error_value(source: &Rc<SourceText>, error: &ParseError) -> Value {
    Object::record(
        Some("System.Management.Automation.Language.ParseError"),
        [
            ("Extent", tree::Extent::value(source, error.span)),
            ("ErrorId", Value::str(error.id)),
            ("Message", Value::str(&error.message)),
            ("IncompleteInput", Value::Bool(error.incomplete)),
        ],
    )
}

/// A module as a value: `PSModuleInfo`.
pub struct ModuleObject(pub Rc<Module>);

/// A module as a value.
pub fn module_value(module: &Rc<Module>) -> Value {
    Object::from_clr(ModuleObject(module.clone()))
}

impl ClrObject for ModuleObject {
    fn class(&self) -> TypeId {
        TypeId::PS_MODULE_INFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec![
            "LogPipelineExecutionDetails",
            "Name",
            "Path",
            "Definition",
            "Description",
            "Guid",
            "HelpInfoUri",
            "ModuleBase",
            "PrivateData",
            "Version",
            "ModuleType",
            "Author",
            "AccessMode",
            "ExportedFunctions",
            "ExportedCmdlets",
            "ExportedCommands",
            "ExportedAliases",
            "ExportedVariables",
            "NestedModules",
            "RequiredModules",
            "RootModule",
            "SessionState",
        ]
    }

    fn get(&self, name: &str) -> Option<Value> {
        let module = &self.0;
        let named = |names: Vec<(Rc<str>, Value)>| {
            let type_id = TypeId::DICTIONARY2.generic(&[TypeId::STRING, TypeId::OBJECT]);
            let dict = Dict::new(crate::value::DictKind::Generic(type_id), true);
            for (name, value) in names {
                dict.set_str(&name, value);
            }
            Value::Dict(Rc::new(dict))
        };
        let functions = || -> Vec<(Rc<str>, Value)> {
            module
                .exported_functions
                .borrow()
                .iter()
                .map(|(name, function)| (name.clone(), Command::Function(function.clone()).value()))
                .collect()
        };
        let manifest = |key: &str| match &*module.manifest.borrow() {
            Value::Dict(dict) => dict.get_str(key).unwrap_or(Value::Null),
            _ => Value::Null,
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::Str(module.name.clone()),
            "path" => Value::Str(module.path.clone()),
            "description" => Value::Str(module.description.borrow().clone()),
            "guid" => Value::Str(module.guid.borrow().clone()),
            "modulebase" => {
                Value::str(std::path::Path::new(&*module.path).parent().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default())
            }
            "privatedata" => module.private_data.borrow().clone(),
            "author" => manifest("Author"),
            "companyname" => manifest("CompanyName"),
            "copyright" => manifest("Copyright"),
            "rootmodule" => manifest("RootModule"),
            "moduletype" => Value::str(module.kind),
            "accessmode" => Value::str("ReadWrite"),
            "exportedfunctions" => named(functions()),
            "exportedcmdlets" => {
                named(module.exported_cmdlets.borrow().iter().map(|name| (name.clone(), Value::Str(name.clone()))).collect())
            }
            "exportedcommands" => {
                let mut all = functions();
                all.extend(module.exported_cmdlets.borrow().iter().map(|name| (name.clone(), Value::Str(name.clone()))));
                all.extend(
                    module.exported_aliases.borrow().iter().map(|alias| (alias.name.clone(), Command::Alias(alias.clone()).value())),
                );
                named(all)
            }
            "exportedaliases" => named(
                module.exported_aliases.borrow().iter().map(|alias| (alias.name.clone(), Command::Alias(alias.clone()).value())).collect(),
            ),
            "exportedvariables" => named(
                module
                    .exported_variables
                    .borrow()
                    .iter()
                    .map(|symbol| (symbol.name(), module.state.as_ref().and_then(|state| state.top.get(*symbol)).unwrap_or(Value::Null)))
                    .collect(),
            ),
            "nestedmodules" => Value::array(module.nested.borrow().iter().map(module_value).collect()),
            "requiredmodules" => Value::array(Vec::new()),
            "onremove" => module.on_remove.borrow().clone(),
            "prefix" => Value::Str(module.prefix.borrow().clone()),
            "definition" => Value::empty_str(),
            "sessionstate" => module.state.as_ref().map_or(Value::Null, session_state),
            _ => return None,
        })
    }

    fn set(&self, name: &str, value: &Value) -> Option<Result<(), String>> {
        match name.to_ascii_lowercase().as_str() {
            "onremove" => *self.0.on_remove.borrow_mut() = value.clone(),
            "description" => *self.0.description.borrow_mut() = value.as_str().cloned().unwrap_or_else(|| Rc::from("")),
            "privatedata" => *self.0.private_data.borrow_mut() = value.clone(),
            _ => return None,
        }
        Some(Ok(()))
    }

    fn to_text(&self, _culture: &Culture) -> Option<String> {
        Some(self.0.name.to_string())
    }
}

/// A part of the session that scripts reach by name: `$ExecutionContext` and what hangs on it.
pub struct Part {
    kind: PartKind,
    state: Option<Rc<SessionState>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum PartKind {
    Context,
    InvokeCommand,
    SessionState,
    Variables,
    Paths,
    Host,
    HostUi,
    RawUi,
}

fn part(kind: PartKind, state: Option<Rc<SessionState>>) -> Value {
    Object::from_clr(Part { kind, state })
}

/// `$ExecutionContext`.
pub(super) fn execution_context() -> Value {
    part(PartKind::Context, None)
}

/// `$Host`.
pub(super) fn host() -> Value {
    part(PartKind::Host, None)
}

/// `.SessionState`.
pub(super) fn session_state(state: &Rc<SessionState>) -> Value {
    part(PartKind::SessionState, Some(state.clone()))
}

/// `.InvokeCommand`.
pub(super) fn invoke_command() -> Value {
    part(PartKind::InvokeCommand, None)
}

impl ClrObject for Part {
    fn class(&self) -> TypeId {
        match self.kind {
            PartKind::Context => TypeId::ENGINE_INTRINSICS,
            PartKind::InvokeCommand => TypeId::COMMAND_INVOCATION_INTRINSICS,
            PartKind::SessionState => TypeId::SESSION_STATE,
            PartKind::Variables => TypeId::PS_VARIABLE_INTRINSICS,
            PartKind::Paths => TypeId::PATH_INTRINSICS,
            PartKind::Host => TypeId::PS_HOST,
            PartKind::HostUi => TypeId::PS_HOST_USER_INTERFACE,
            PartKind::RawUi => TypeId::PS_HOST_RAW_USER_INTERFACE,
        }
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        match self.kind {
            PartKind::Context => vec!["Host", "Events", "InvokeProvider", "SessionState", "InvokeCommand"],
            PartKind::Host => vec![
                "Name",
                "Version",
                "InstanceId",
                "UI",
                "CurrentCulture",
                "CurrentUICulture",
                "PrivateData",
                "DebuggerEnabled",
                "IsRunspacePushed",
                "Runspace",
            ],
            PartKind::SessionState => vec![
                "Drive",
                "Provider",
                "Path",
                "PSVariable",
                "LanguageMode",
                "UseFullLanguageModeInDebugger",
                "Scripts",
                "Applications",
                "Module",
                "InvokeProvider",
                "InvokeCommand",
            ],
            _ => Vec::new(),
        }
    }

    fn get(&self, name: &str) -> Option<Value> {
        let name = name.to_ascii_lowercase();
        Some(match (self.kind, name.as_str()) {
            (PartKind::Context, "host") => host(),
            (PartKind::Context, "sessionstate") => part(PartKind::SessionState, None),
            (PartKind::Context | PartKind::SessionState, "invokecommand") => invoke_command(),
            (PartKind::SessionState, "psvariable") => part(PartKind::Variables, self.state.clone()),
            (PartKind::SessionState, "path") => part(PartKind::Paths, self.state.clone()),
            (PartKind::SessionState, "languagemode") => Value::str("FullLanguage"),
            (PartKind::SessionState, "module") => {
                self.state.as_ref().and_then(|state| state.module.borrow().clone()).map_or(Value::Null, |module| module_value(&module))
            }
            (PartKind::Host, "name") => Value::str("ConsoleHost"),
            (PartKind::Host, "ui") => part(PartKind::HostUi, None),
            (PartKind::Host, "instanceid") => Value::str("00000000-0000-0000-0000-000000000000"),
            (PartKind::HostUi, "rawui") => part(PartKind::RawUi, None),
            (PartKind::RawUi, "windowtitle") => Value::empty_str(),
            (PartKind::RawUi, "buffersize" | "windowsize") => {
                Object::record(Some("System.Management.Automation.Host.Size"), [("Width", Value::Int(80)), ("Height", Value::Int(24))])
            }
            _ => return None,
        })
    }

    fn set(&self, _name: &str, _value: &Value) -> Option<Result<(), String>> {
        // The window's title and colours: accepted, nothing to change.
        (self.kind == PartKind::RawUi).then_some(Ok(()))
    }
}

/// A property of an object of the engine.
pub(super) fn object_property(engine: &mut Engine, target: &Value, name: &str) -> Option<Run<Value>> {
    if let Some(object) = target.downcast::<CommandObject>() {
        return super::describe::command_property(engine, &object.0, name);
    }
    if let Some(module) = target.downcast::<ModuleObject>()
        && name.eq_ignore_ascii_case("Version")
    {
        let text = Value::Str(module.0.version.borrow().clone());
        return Some(convert::cast(engine, &text, TypeId::VERSION));
    }
    if let Some(part) = target.downcast::<Part>() {
        let name = name.to_ascii_lowercase();
        return match (part.kind, name.as_str()) {
            (PartKind::Host, "currentculture" | "currentuiculture") => {
                let name = Value::str(&engine.culture.name);
                Some(convert::cast(engine, &name, TypeId::CULTURE_INFO))
            }
            (PartKind::Host, "version") => Some(convert::cast(engine, &Value::str("7.6.9"), TypeId::VERSION)),
            (PartKind::RawUi, "buffersize" | "windowsize") => {
                let width = engine.ui.width().unwrap_or(80) as i32;
                Some(Ok(Object::record(
                    Some("System.Management.Automation.Host.Size"),
                    [("Width", Value::Int(width)), ("Height", Value::Int(24))],
                )))
            }
            (PartKind::Paths, "currentlocation" | "currentfilesystemlocation") => Some(Ok(engine.location_value())),
            _ => None,
        };
    }
    None
}

/// Sets a property of an object of the engine.
pub(super) fn set_object_property(_engine: &mut Engine, _target: &Value, _name: &str, _value: &Value) -> Option<Run> {
    None
}

/// A method of an object of the engine.
pub(super) fn object_method(engine: &mut Engine, target: &Value, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    if let Some(enumerator) = target.downcast::<Enumerator>() {
        return match name.to_ascii_lowercase().as_str() {
            "movenext" => Some(Ok(Value::Bool(enumerator.move_next()))),
            "reset" => {
                enumerator.reset();
                Some(Ok(Value::Nothing))
            }
            _ => None,
        };
    }
    if let Some(cmdlet) = target.downcast::<CmdletObject>() {
        return cmdlet_method(engine, cmdlet, name, arguments);
    }
    if let Some(module) = target.downcast::<ModuleObject>() {
        return module_method(engine, &module.0.clone(), name, arguments);
    }
    if let Some(part) = target.downcast::<Part>() {
        return part_method(engine, part.kind, part.state.clone(), name, arguments);
    }
    if let Some(object) = target.downcast::<CommandObject>() {
        return super::describe::command_method(engine, &object.0, name, arguments);
    }
    tree::method(engine, target, name, arguments)
}

fn text_at(engine: &mut Engine, arguments: &[Value], at: usize) -> Run<Rc<str>> {
    match arguments.get(at) {
        Some(value) => convert::to_text(engine, value),
        None => Ok(Rc::from("")),
    }
}

fn cmdlet_method(engine: &mut Engine, cmdlet: &CmdletObject, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    let preferences = cmdlet.call.preferences.borrow().clone();
    let result = (|| -> Run<Option<Value>> {
        Ok(Some(match name.to_ascii_lowercase().as_str() {
            "shouldprocess" => {
                let (target, action, description) = match arguments.len() {
                    1 => (text_at(engine, arguments, 0)?, cmdlet.name.clone(), None),
                    2 => (text_at(engine, arguments, 0)?, text_at(engine, arguments, 1)?, None),
                    _ => (text_at(engine, arguments, 1)?, text_at(engine, arguments, 2)?, Some(text_at(engine, arguments, 0)?)),
                };
                let mut answer = cmdlet.answer.get();
                let asked = engine.ask_to_process(
                    preferences.what_if,
                    preferences.confirm,
                    cmdlet.impact,
                    &mut answer,
                    &target,
                    &action,
                    description.as_deref(),
                );
                let allowed = asked.map_err(|raise| method_failure(engine, "ShouldProcess", arguments.len(), raise))?;
                cmdlet.answer.set(answer);
                Value::Bool(allowed)
            }
            "shouldcontinue" => {
                let (query, caption) = (text_at(engine, arguments, 0)?, text_at(engine, arguments, 1)?);
                let mut answer = cmdlet.answer.get();
                let asked = engine.ask_choice(&caption, &query, &mut answer, arguments.len() > 2);
                let allowed = asked.map_err(|raise| method_failure(engine, "ShouldContinue", arguments.len(), raise))?;
                cmdlet.answer.set(answer);
                Value::Bool(allowed)
            }
            "throwterminatingerror" => {
                let Some(record) = arguments.first().and_then(ErrorRecord::from_value) else { return Ok(None) };
                *record.0.activity.borrow_mut() = cmdlet.name.clone();
                super::errors::append_class(&record, &cmdlet.name);
                *record.0.invocation.borrow_mut() = Some(cmdlet.call.invocation.clone());
                engine.locate(&record);
                record.0.escapes.set(true);
                return Err(record.into());
            }
            "writeerror" => {
                let Some(record) = arguments.first().and_then(ErrorRecord::from_value) else { return Ok(None) };
                *record.0.activity.borrow_mut() = cmdlet.name.clone();
                super::errors::append_class(&record, &cmdlet.name);
                *record.0.invocation.borrow_mut() = Some(cmdlet.call.invocation.clone());
                engine.locate(&record);
                cmdlet.call.failed.set(true);
                engine.write_error_by(preferences.error, record)?;
                Value::Nothing
            }
            "writewarning" | "writeverbose" | "writedebug" => {
                let text = text_at(engine, arguments, 0)?;
                let stream = match name.to_ascii_lowercase().as_str() {
                    "writewarning" => StreamKind::Warning,
                    "writeverbose" => StreamKind::Verbose,
                    _ => StreamKind::Debug,
                };
                engine.stream_message(stream, None, &text)?;
                Value::Nothing
            }
            "writeobject" => {
                let value = arguments.first().cloned().unwrap_or(Value::Null);
                let each = arguments.get(1).is_some_and(convert::to_bool);
                match value.enumerate().filter(|_| each) {
                    Some(items) => Value::from_outputs(items),
                    None if value.enumerate().is_some() => Value::array(vec![value]),
                    None => value,
                }
            }
            "getvariablevalue" => {
                let name = text_at(engine, arguments, 0)?;
                engine.variable_by_name(&name)?.or_else(|| arguments.get(1).cloned()).unwrap_or(Value::Null)
            }
            "getunresolvedproviderpathfrompspath" | "getresolvedproviderpathfrompspath" => {
                let path = text_at(engine, arguments, 0)?;
                Value::str(engine.resolve_path(&path).to_string_lossy())
            }
            _ => return Ok(None),
        }))
    })();
    result.transpose()
}

fn module_method(engine: &mut Engine, module: &Rc<Module>, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    match name.to_ascii_lowercase().as_str() {
        "invoke" => {
            let Some(Value::ScriptBlock(block)) = arguments.first().map(Value::base) else { return None };
            let bound = Rc::new(ScriptBlock::new(block.code.clone(), module.state.clone().map(|state| state as Rc<dyn Any>)));
            Some(engine.call_block(&bound, arguments[1..].to_vec()))
        }
        "newboundscriptblock" => {
            let Some(Value::ScriptBlock(block)) = arguments.first().map(Value::base) else { return None };
            Some(Ok(Value::ScriptBlock(Rc::new(ScriptBlock::new(
                block.code.clone(),
                module.state.clone().map(|state| state as Rc<dyn Any>),
            )))))
        }
        "getvariablefromcallersmodule" => Some(Ok(Value::Null)),
        _ => None,
    }
}

fn part_method(
    engine: &mut Engine,
    kind: PartKind,
    state: Option<Rc<SessionState>>,
    name: &str,
    arguments: &[Value],
) -> Option<Run<Value>> {
    let result = (|| -> Run<Option<Value>> {
        let lower = name.to_ascii_lowercase();
        Ok(Some(match (kind, lower.as_str()) {
            (PartKind::InvokeCommand, "expandstring") => {
                let text = text_at(engine, arguments, 0)?;
                engine.expand_string(&text)?
            }
            (PartKind::InvokeCommand, "invokescript") => {
                let block = match arguments.first().map(Value::base) {
                    Some(Value::ScriptBlock(block)) => block.clone(),
                    _ => {
                        let text = text_at(engine, arguments, 0)?;
                        engine.script_block_from(&text, None)?
                    }
                };
                let mut items = Vec::new();
                engine.invoke(
                    &block,
                    BlockCall { arguments: arguments.get(1..).unwrap_or_default().to_vec(), ..BlockCall::default() },
                    &mut items,
                )?;
                Value::List(Rc::new(List::new(TypeId::COLLECTION.generic(&[TypeId::PS_OBJECT]), items)))
            }
            (PartKind::InvokeCommand, "newscriptblock") => {
                let text = text_at(engine, arguments, 0)?;
                Value::ScriptBlock(engine.script_block_from(&text, None)?)
            }
            (PartKind::InvokeCommand, "getcommand" | "getcmdlet") => {
                let name = text_at(engine, arguments, 0)?;
                engine.find_command(&name).map_or(Value::Null, |command| command.value())
            }
            (PartKind::Variables, "get") => {
                let name = text_at(engine, arguments, 0)?;
                super::describe::variable_value(engine, state.as_ref(), &name)
            }
            (PartKind::Variables, "getvalue") => {
                let name = text_at(engine, arguments, 0)?;
                let found = match &state {
                    Some(state) => state.current.borrow().clone().lookup(Symbol::of(&name)),
                    None => engine.variable_by_name(&name)?,
                };
                found.or_else(|| arguments.get(1).cloned()).unwrap_or(Value::Null)
            }
            (PartKind::Variables, "set") => {
                let (name, value) = match arguments {
                    [name, value] => (convert::to_text(engine, name)?, value.clone()),
                    [variable] => {
                        let name = members::get(engine, variable, "Name")?.unwrap_or(Value::Null);
                        let value = members::get(engine, variable, "Value")?.unwrap_or(Value::Null);
                        (convert::to_text(engine, &name)?, value)
                    }
                    _ => return Ok(None),
                };
                let path = crate::syntax::ast::VariablePath::new(&name);
                let scope = match (&state, &path.qualifier) {
                    (_, crate::syntax::ast::Qualifier::Global) => engine.scope().global(),
                    (_, crate::syntax::ast::Qualifier::Script) => engine.scope().script_scope(),
                    (Some(state), _) => state.current.borrow().clone(),
                    (None, _) => engine.scope(),
                };
                let symbol = Symbol::of(&path.name);
                let place = scope.ensure(symbol);
                engine.write_guarded(&scope, place, symbol, value)?;
                Value::Nothing
            }
            (PartKind::Variables, "remove") => {
                let name = text_at(engine, arguments, 0)?;
                engine.scope().unset(Symbol::of(&name));
                Value::Nothing
            }
            (
                PartKind::Paths,
                "getunresolvedproviderpathfrompspath" | "getresolvedproviderpathfrompspath" | "getresolvedpspathfrompspath",
            ) => {
                let path = text_at(engine, arguments, 0)?;
                Value::str(engine.resolve_path(&path).to_string_lossy())
            }
            (PartKind::Paths, "combine") => {
                let (parent, child) = (text_at(engine, arguments, 0)?, text_at(engine, arguments, 1)?);
                Value::str(std::path::Path::new(&*parent).join(&*child).to_string_lossy())
            }
            (PartKind::HostUi, "writeline" | "write" | "writeerrorline" | "writewarningline" | "writeverboseline" | "writedebugline") => {
                let text = match arguments.last() {
                    Some(text) => convert::to_text(engine, text)?,
                    None => Rc::from(""),
                };
                engine.flush_shown()?;
                match lower.as_str() {
                    "write" => engine.ui.write_out(&text),
                    "writeerrorline" => engine.ui.write_err(&format!("{text}\n")),
                    "writewarningline" => engine.ui.write_message(StreamKind::Warning, &text),
                    "writeverboseline" => engine.ui.write_message(StreamKind::Verbose, &text),
                    "writedebugline" => engine.ui.write_message(StreamKind::Debug, &text),
                    _ => engine.ui.write_out(&format!("{text}\n")),
                }
                Value::Nothing
            }
            (PartKind::HostUi, "readline") => engine.ask_line("")?.map_or(Value::Null, Value::str),
            (PartKind::HostUi, "promptforchoice") => super::ask::prompt_for_choice(engine, arguments)?,
            (PartKind::Host, "enternestedprompt") => {
                engine.enter_nested_prompt();
                Value::Nothing
            }
            (PartKind::Host, "setshouldexit") => return Ok(Some(Value::Nothing)),
            (PartKind::RawUi, "flushinputbuffer") => Value::Nothing,
            _ => return Ok(None),
        }))
    })();
    result.transpose()
}

/// Static methods of the engine's types.
pub(super) fn static_method(engine: &mut Engine, type_id: TypeId, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    let name = name.to_ascii_lowercase();
    match (type_id, name.as_str()) {
        (TypeId::SCRIPT_BLOCK, "create") => Some((|| {
            let text = text_at(engine, arguments, 0)?;
            engine
                .script_block_from(&text, None)
                .map(Value::ScriptBlock)
                .map_err(|raise| method_failure_as(engine, "Create", arguments.len(), raise))
        })()),
        (TypeId::PARSER, "parseinput" | "parsefile") => Some(super::describe::parse_input(engine, name == "parsefile", arguments)),
        _ => None,
    }
}

fn method_failure_as(engine: &mut Engine, name: &str, count: usize, raise: crate::value::Raise) -> crate::value::Raise {
    method_failure(engine, name, count, raise)
}

/// Reads an attribute object (`[Parameter]`, `[Alias]`, `[ValidateSet]`) into a dynamic parameter.
pub(super) fn apply_attribute(engine: &mut Engine, param: &mut Param, attribute: &Value) -> Run {
    let class = attribute.base().type_id().name();
    let name = class.strip_suffix("Attribute").unwrap_or(&class);
    let flag = |engine: &mut Engine, name: &str| -> Run<bool> {
        Ok(members::get(engine, attribute, name)?.is_some_and(|value| convert::to_bool(&value)))
    };
    match name {
        "Parameter" => {
            let position = match members::get(engine, attribute, "Position")? {
                Some(Value::Int(position)) if position >= 0 => Some(position),
                _ => None,
            };
            param.places.push(Place {
                sets: u64::MAX,
                position,
                mandatory: flag(engine, "Mandatory")?,
                from_pipeline: flag(engine, "ValueFromPipeline")?,
                by_property: flag(engine, "ValueFromPipelineByPropertyName")?,
                remaining: flag(engine, "ValueFromRemainingArguments")?,
                help: Rc::from(""),
            });
        }
        "Alias" => {
            let names = members::get(engine, attribute, "AliasNames")?.and_then(|names| names.enumerate()).unwrap_or_default();
            for name in names {
                param.aliases.push(convert::to_text(engine, &name)?);
            }
        }
        _ => {
            let positional = match members::get(engine, attribute, "ValidValues")? {
                Some(values) => values.enumerate().unwrap_or_default(),
                None => Vec::new(),
            };
            param.checks.push(Check::Attribute(Rc::new(AttributeGuard { name: Rc::from(name), positional, named: Vec::new() })));
        }
    }
    Ok(())
}
