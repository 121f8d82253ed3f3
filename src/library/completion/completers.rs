//! Completers that scripts register.

use std::rc::Rc;

use super::place::Place;
use super::{Match, MatchKind};
use crate::engine::{BlockInvocation, Engine};
use crate::value::{Dict, ScriptBlock, Value, convert, members};

/// One registered completer.
pub struct Registered {
    /// The command; none: every command.
    pub command: Option<String>,
    /// The parameter; none: a native program's arguments.
    pub parameter: Option<String>,
    /// What is run.
    pub block: Rc<ScriptBlock>,
}

/// The session's registered completers.
#[derive(Default)]
pub struct ArgumentCompleters(pub Vec<Registered>);

/// What a registered completer for a parameter says; none if there is no such completer.
pub fn for_parameter(engine: &mut Engine, place: &Place, commands: &[&str], parameter: &str) -> Option<Vec<Match>> {
    let all = &engine.extension::<ArgumentCompleters>().0;
    let fits = |own: &&Registered| {
        own.parameter.as_ref().is_some_and(|name| name.eq_ignore_ascii_case(parameter))
            && own.command.as_ref().is_none_or(|name| commands.iter().any(|command| command.eq_ignore_ascii_case(name)))
    };
    let block = all.iter().rev().find(fits)?.block.clone();
    let arguments = vec![
        Value::str(commands.first().copied().unwrap_or("")),
        Value::str(parameter),
        Value::str(&place.word),
        Value::Null,
        Value::Dict(Rc::new(Dict::hashtable())),
    ];
    Some(run(engine, &block, arguments))
}

/// What a native program's completer says.
pub fn for_program(engine: &mut Engine, place: &Place, command: &str) -> Option<Vec<Match>> {
    let all = &engine.extension::<ArgumentCompleters>().0;
    let fits = |own: &&Registered| own.parameter.is_none() && own.command.as_ref().is_none_or(|name| name.eq_ignore_ascii_case(command));
    let block = all.iter().rev().find(fits)?.block.clone();
    let arguments = vec![Value::str(&place.word), Value::str(place.text), Value::Int(place.cursor as i32)];
    Some(run(engine, &block, arguments))
}

/// Runs a completer; one that fails says nothing.
pub fn run(engine: &mut Engine, block: &Rc<ScriptBlock>, arguments: Vec<Value>) -> Vec<Match> {
    let mut items = Vec::new();
    let success = engine.success;
    let result = engine.invoke(block, BlockInvocation { arguments, ..BlockInvocation::default() }, &mut items);
    engine.success = success;
    if result.is_err() {
        return Vec::new();
    }
    items.into_iter().filter_map(|item| to_match(engine, &item)).collect()
}

fn to_match(engine: &mut Engine, item: &Value) -> Option<Match> {
    if let Ok(Some(text)) = members::get(engine, item, "CompletionText") {
        let text = convert::to_text(engine, &text).ok()?.to_string();
        let mut part = |name: &str| members::get(engine, item, name).ok().flatten().and_then(|value| convert::to_text(engine, &value).ok());
        let list = part("ListItemText").map_or_else(|| text.clone(), |list| list.to_string());
        let tip = part("ToolTip").map_or_else(|| list.clone(), |tip| tip.to_string());
        let kind = part("ResultType").map_or(MatchKind::ParameterValue, |kind| MatchKind::named(&kind));
        return Some(Match { text, list, kind, tip });
    }
    let text = convert::to_text(engine, item).ok()?.to_string();
    (!text.is_empty()).then(|| Match::new(text.clone(), text, MatchKind::Text))
}
