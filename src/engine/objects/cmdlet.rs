//! `$PSCmdlet`.

use super::super::binding::Signature;
use super::super::scope::{CallInfo, SessionState};
use super::super::session::Engine;
use super::Reference;
use super::{call_invocation, host, method_failure, text_at};
use crate::cmdlet::{Impact, StreamKind};
use crate::program::Symbol;
use crate::value::members;
use crate::value::{ClrObject, ErrorRecord, Fields, Object, Run, TypeId, Value, convert};
use std::any::Any;
use std::rc::Rc;

/// `$PSCmdlet`.
pub struct CmdletObject {
    /// The call.
    pub call: Rc<CallInfo>,
    /// The command's name.
    pub name: Rc<str>,
    /// The parameter set.
    pub set: std::cell::RefCell<Rc<str>>,
    /// Its weight for confirmation.
    pub impact: Impact,
    /// Answers "to all".
    pub answer: std::cell::Cell<Option<bool>>,
    /// The session state.
    pub state: Rc<SessionState>,
}

impl ClrObject for CmdletObject {
    fn class(&self) -> TypeId {
        TypeId::PS_SCRIPT_CMDLET
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn property_names(&self) -> Vec<&'static str> {
        vec!["ParameterSetName", "MyInvocation", "PagingParameters", "InvokeCommand", "Host", "SessionState", "CommandRuntime", "Stopping"]
    }

    fn get(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "parametersetname" => Some(Value::Str(self.set.borrow().clone())),
            "myinvocation" => Some(call_invocation(&self.call)),
            "stopping" => Some(Value::Bool(false)),
            "commandruntime" => Some(Fields::fixed(TypeId::MSH_COMMAND_RUNTIME, Vec::new())),
            "host" => Some(host()),
            "sessionstate" => Some(crate::engine::objects::session_state(&self.state)),
            "invokecommand" => Some(crate::engine::objects::invoke_command()),
            _ => None,
        }
    }
}

/// `$PSCmdlet` of a call.
pub(crate) fn cmdlet_object(call: &Rc<CallInfo>, signature: &Signature, set: Rc<str>, state: Rc<SessionState>) -> Value {
    Object::from_clr(CmdletObject {
        call: call.clone(),
        name: signature.name.clone(),
        set: std::cell::RefCell::new(set),
        impact: signature.should_process.unwrap_or(Impact::Medium),
        answer: std::cell::Cell::new(None),
        state,
    })
}

pub(super) fn cmdlet_method(engine: &mut Engine, cmdlet: &CmdletObject, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    let preferences = cmdlet.call.preferences.borrow().clone();
    let result = (|| -> Run<Option<Value>> {
        Ok(Some(match name.to_ascii_lowercase().as_str() {
            "shouldprocess" => {
                let reason = arguments.get(3).filter(|reason| reason.downcast::<Reference>().is_some());
                let (target, action, description) = match arguments.len() {
                    1 => (text_at(engine, arguments, 0)?, cmdlet.name.clone(), None),
                    2 => (text_at(engine, arguments, 0)?, text_at(engine, arguments, 1)?, None),
                    _ => (text_at(engine, arguments, 1)?, text_at(engine, arguments, 2)?, Some(text_at(engine, arguments, 0)?)),
                };
                let mut answer = cmdlet.answer.get();
                let asked = engine.ask_to_process(
                    preferences.what_if,
                    preferences.confirm,
                    preferences.verbose,
                    cmdlet.impact,
                    &mut answer,
                    &target,
                    &action,
                    description.as_deref(),
                );
                let allowed = asked.map_err(|raise| question_failure(engine, &cmdlet.name, "ShouldProcess", arguments.len(), raise))?;
                cmdlet.answer.set(answer);
                if let Some(reason) = reason {
                    // ShouldProcessReason: none, or that `-WhatIf` was given.
                    let what_if = !allowed
                        && preferences
                            .what_if
                            .unwrap_or_else(|| engine.lookup(Symbol::WHAT_IF_PREFERENCE).as_ref().is_some_and(convert::to_bool));
                    members::set(engine, reason, "Value", Value::Enum(TypeId::SHOULD_PROCESS_REASON, i64::from(what_if)))?;
                }
                Value::Bool(allowed)
            }
            "shouldcontinue" => {
                let (query, caption) = (text_at(engine, arguments, 0)?, text_at(engine, arguments, 1)?);
                let mut answer = cmdlet.answer.get();
                let asked = engine.ask_choice(&caption, &query, &mut answer, arguments.len() > 2);
                let allowed = asked.map_err(|raise| question_failure(engine, &cmdlet.name, "ShouldContinue", arguments.len(), raise))?;
                cmdlet.answer.set(answer);
                Value::Bool(allowed)
            }
            "throwterminatingerror" => {
                let Some(record) = arguments.first().and_then(ErrorRecord::from_value) else { return Ok(None) };
                *record.0.activity.borrow_mut() = cmdlet.name.clone();
                crate::engine::errors::append_class(&record, &cmdlet.name);
                *record.0.invocation.borrow_mut() = Some(cmdlet.call.invocation.clone());
                engine.locate(&record);
                record.0.escapes.set(true);
                return Err(record.into());
            }
            "writeerror" => {
                let Some(record) = arguments.first().and_then(ErrorRecord::from_value) else { return Ok(None) };
                *record.0.activity.borrow_mut() = cmdlet.name.clone();
                crate::engine::errors::append_class(&record, &cmdlet.name);
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

/// An error that came out of a question carries the name of the command that asked.
fn question_failure(engine: &mut Engine, command: &str, name: &str, count: usize, raise: crate::value::Raise) -> crate::value::Raise {
    let raise = method_failure(engine, name, count, raise);
    if let Some(record) = raise.error() {
        crate::engine::errors::append_class(record, command);
    }
    raise
}
