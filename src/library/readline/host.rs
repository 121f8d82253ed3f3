//! The editor as key handlers of scripts see it: `[Microsoft.PowerShell.PSConsoleReadLine]`.

use super::functions::Function;
use crate::engine::Engine;
use crate::value::{Run, Value};

/// What a script's key handler can do to the line being typed. The offsets are bytes.
pub trait LineHost {
    /// The text and the cursor; none while no line is read.
    fn buffer(&self) -> Option<(String, usize)>;
    /// The selection: start and length.
    fn selection(&self) -> Option<(usize, usize)>;
    /// Puts a text in place of a part.
    fn replace(&self, start: usize, length: usize, text: &str);
    /// Moves the cursor.
    fn set_cursor(&self, at: usize);
    /// Does what a key would do.
    fn run(&self, engine: &mut Engine, function: Function, count: Option<i32>) -> Run;
    /// Adds to the history.
    fn add_to_history(&self, line: &str);
    /// The history's lines, oldest first.
    fn history(&self) -> Vec<String>;
    /// Draws the prompt again.
    fn invoke_prompt(&self, engine: &mut Engine);
    /// Calls attention.
    fn ding(&self);
    /// Reads a line outside of the prompt's own loop.
    fn read_line(&self, engine: &mut Engine) -> Option<String>;
}

/// A place in UTF-16 units as one in bytes.
pub fn byte_of(text: &str, unit: usize) -> usize {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= unit {
            return at;
        }
        units += c.len_utf16();
    }
    text.len()
}

/// A place in bytes as one in UTF-16 units.
pub fn unit_of(text: &str, at: usize) -> i32 {
    text[..at.min(text.len())].chars().map(char::len_utf16).sum::<usize>() as i32
}

/// A static method of `PSConsoleReadLine`; none if it has no such method.
pub fn call(engine: &mut Engine, name: &str, arguments: &[Value]) -> Option<Run<Value>> {
    let host = engine.extension::<super::ReadLine>().host.clone();
    let lower = name.to_ascii_lowercase();
    let known = matches!(
        lower.as_str(),
        "insert"
            | "replace"
            | "delete"
            | "setcursorposition"
            | "getbufferstate"
            | "getselectionstate"
            | "addtohistory"
            | "ding"
            | "readline"
            | "gethistoryitems"
            | "invokeprompt"
            | "getoptions"
            | "setoptions"
            | "trygetargasint"
    );
    let function = Function::named(name);
    if !known && function.is_none() {
        return None;
    }
    let text = |engine: &mut Engine, at: usize| -> Run<String> {
        match arguments.get(at) {
            Some(value) => Ok(crate::value::convert::to_text(engine, value)?.to_string()),
            None => Ok(String::new()),
        }
    };
    let number = |at: usize| match arguments.get(at).map(Value::base) {
        Some(Value::Int(number)) => usize::try_from(*number).unwrap_or(0),
        _ => 0,
    };
    let assign = |engine: &mut Engine, at: usize, value: Value| -> Run {
        match arguments.get(at) {
            Some(target) if target.downcast::<crate::engine::objects::Reference>().is_some() => {
                crate::value::members::set(engine, target, "Value", value)
            }
            _ => Ok(()),
        }
    };
    Some((|| {
        let Some(host) = host else { return Ok(Value::Null) };
        match lower.as_str() {
            "insert" => {
                let text = text(engine, 0)?;
                if let Some((_, cursor)) = host.buffer() {
                    host.replace(cursor, 0, &text);
                }
            }
            "replace" => {
                let new = text(engine, 2)?;
                if let Some((old, _)) = host.buffer() {
                    let (start, end) = (byte_of(&old, number(0)), byte_of(&old, number(0) + number(1)));
                    host.replace(start, end - start, &new);
                }
            }
            "delete" => {
                if let Some((old, _)) = host.buffer() {
                    let (start, end) = (byte_of(&old, number(0)), byte_of(&old, number(0) + number(1)));
                    host.replace(start, end - start, "");
                }
            }
            "setcursorposition" => {
                if let Some((text, _)) = host.buffer() {
                    host.set_cursor(byte_of(&text, number(0)));
                }
            }
            "getbufferstate" => {
                let (text, cursor) = host.buffer().unwrap_or_default();
                let at = unit_of(&text, cursor);
                if arguments.len() >= 4 {
                    // Tree, tokens, errors and cursor.
                    let parsed = engine.script_block_from(&text, None).ok();
                    if let Some(block) = parsed {
                        let tree = crate::value::members::get(engine, &Value::ScriptBlock(block), "Ast")?.unwrap_or(Value::Null);
                        assign(engine, 0, tree)?;
                    }
                    assign(engine, 3, Value::Int(at))?;
                } else {
                    assign(engine, 0, Value::str(&text))?;
                    assign(engine, 1, Value::Int(at))?;
                }
            }
            "getselectionstate" => {
                let (text, _) = host.buffer().unwrap_or_default();
                let (start, length) = match host.selection() {
                    Some((start, length)) => (unit_of(&text, start), unit_of(&text, start + length) - unit_of(&text, start)),
                    None => (-1, -1),
                };
                assign(engine, 0, Value::Int(start))?;
                assign(engine, 1, Value::Int(length))?;
            }
            "addtohistory" => {
                let line = text(engine, 0)?;
                host.add_to_history(&line);
            }
            "gethistoryitems" => {
                let items = host.history().into_iter().map(|line| {
                    crate::value::Object::record(
                        Some("Microsoft.PowerShell.PSConsoleReadLine+HistoryItem"),
                        [("CommandLine", Value::from(line)), ("StartTime", Value::Null), ("ApproximateElapsedTime", Value::Null)],
                    )
                });
                return Ok(Value::array(items.collect()));
            }
            "ding" => host.ding(),
            "invokeprompt" => host.invoke_prompt(engine),
            "readline" => return Ok(host.read_line(engine).map_or(Value::Null, Value::from)),
            "getoptions" => return super::cmdlets::options_value(engine),
            "setoptions" => {}
            "trygetargasint" => {
                assign(engine, 1, arguments.get(2).cloned().unwrap_or(Value::Int(1)))?;
                return Ok(Value::Bool(true));
            }
            _ => {
                let count = match arguments.get(1).map(Value::base) {
                    Some(Value::Int(count)) => Some(*count),
                    _ => None,
                };
                if let Some(function) = function {
                    host.run(engine, function, count)?;
                }
            }
        }
        Ok(Value::Null)
    })())
}
