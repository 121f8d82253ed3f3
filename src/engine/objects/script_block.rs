//! Script blocks as objects.

use super::super::command::{block_code, home_of};
use super::super::invoke::Invocation as BlockCall;
use super::super::module::Module;
use super::super::scope::{Scope, ScopeKind, SessionState};
use super::super::session::Engine;
use super::{method_failure, module_value};
use crate::engine::tree;
use crate::program::Symbol;
use crate::source::{SourceText, Span};
use crate::value::{List, Object, Run, ScriptBlock, TypeId, Value, convert, members};
use std::rc::Rc;

/// A property of a script block.
pub(crate) fn block_property(engine: &mut Engine, block: &Rc<ScriptBlock>, name: &str) -> Option<Run<Value>> {
    let code = block_code(block);
    Some(Ok(match name.to_ascii_lowercase().as_str() {
        "file" => code.source().name().map_or(Value::Null, Value::str),
        "module" => match home_of(block).and_then(|home| home.module.borrow().clone()) {
            Some(module) => module_value(&module),
            None => Value::Null,
        },
        "isfilter" => Value::Bool(code.is_filter),
        "startposition" => start_position(code.source(), code.tree.span),
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

/// `.StartPosition`: the first token, with the places where the block starts and ends.
fn start_position(source: &Rc<SourceText>, span: Span) -> Value {
    let (start, end) = (source.locate(span.start), source.locate(span.end));
    Object::record(
        Some("System.Management.Automation.PSToken"),
        [
            ("Content", Value::str(source.slice(span))),
            ("Type", Value::Enum(TypeId::PS_TOKEN_TYPE, 12)),
            ("Start", Value::Int(source.utf16_offset(span.start) as i32)),
            ("Length", Value::Int((source.utf16_offset(span.end) - source.utf16_offset(span.start)) as i32)),
            ("StartLine", Value::Int(start.line as i32)),
            ("StartColumn", Value::Int(start.column as i32)),
            ("EndLine", Value::Int(end.line as i32)),
            ("EndColumn", Value::Int(end.column as i32)),
        ],
    )
}

/// A method of a script block.
pub(crate) fn block_method(engine: &mut Engine, block: &Rc<ScriptBlock>, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
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
        "getsteppablepipeline" => Some(engine.steppable_pipeline(block)),
        "checkrestrictedlanguage" => Some(Ok(Value::Nothing)),
        _ => None,
    }
}

pub(super) fn invoke_with_context(engine: &mut Engine, block: &Rc<ScriptBlock>, arguments: &[Value]) -> Run<Value> {
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
            let function = crate::engine::Function {
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
pub(super) fn closure(engine: &mut Engine, block: &Rc<ScriptBlock>) -> Value {
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
