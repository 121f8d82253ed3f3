//! Parts of the session that scripts reach by name: `$ExecutionContext`, `$Host` and what hangs on them.

use super::super::invoke::Invocation as BlockCall;
use super::super::scope::SessionState;
use super::super::session::Engine;
use super::{module_value, text_at};
use crate::cmdlet::StreamKind;
use crate::program::Symbol;
use crate::value::{ClrObject, List, Object, Run, TypeId, Value, convert, members};
use std::any::Any;
use std::rc::Rc;

/// A part of the session that scripts reach by name: `$ExecutionContext` and what hangs on it.
pub struct Part {
    pub(super) kind: PartKind,
    pub(super) state: Option<Rc<SessionState>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PartKind {
    Context,
    InvokeCommand,
    SessionState,
    Variables,
    Paths,
    Host,
    HostUi,
    RawUi,
}

pub(super) fn part(kind: PartKind, state: Option<Rc<SessionState>>) -> Value {
    Object::from_clr(Part { kind, state })
}

/// `$ExecutionContext`.
pub(crate) fn execution_context() -> Value {
    part(PartKind::Context, None)
}

/// `$Host`.
pub(crate) fn host() -> Value {
    part(PartKind::Host, None)
}

/// `.SessionState`.
pub(crate) fn session_state(state: &Rc<SessionState>) -> Value {
    part(PartKind::SessionState, Some(state.clone()))
}

/// `.InvokeCommand`.
pub(crate) fn invoke_command() -> Value {
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
            (PartKind::Host, "debuggerenabled") => Value::Bool(true),
            (PartKind::Host, "isrunspacepushed") => Value::Bool(false),
            (PartKind::Host, "ui") => part(PartKind::HostUi, None),
            (PartKind::Host, "instanceid") => Value::str("00000000-0000-0000-0000-000000000000"),
            (PartKind::HostUi, "rawui") => part(PartKind::RawUi, None),
            (PartKind::HostUi, "supportsvirtualterminal") => Value::Bool(std::env::var_os("TERM").is_none_or(|term| term != "dumb")),
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

pub(super) fn part_method(
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
                crate::engine::describe::variable_value(engine, state.as_ref(), &name)
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
            (PartKind::HostUi, "readlineassecurestring") => {
                let line = engine.ui.read_secret("");
                engine.poll()?;
                crate::value::members::security::secure_value(&line.unwrap_or_default())
            }
            (PartKind::HostUi, "promptforcredential") => {
                let (title, message) = (text_at(engine, arguments, 0)?, text_at(engine, arguments, 1)?);
                let user = text_at(engine, arguments, 2)?;
                engine.ask_credential(Some(&title), Some(&message), Some(&user))?
            }
            (PartKind::HostUi, "prompt") => crate::engine::ask::prompt_fields(engine, arguments)?,
            (PartKind::HostUi, "promptforchoice") => crate::engine::ask::prompt_for_choice(engine, arguments)?,
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
