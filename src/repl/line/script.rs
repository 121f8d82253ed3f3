//! Key handlers that are scripts, and what they can do to the line.

use std::cell::RefCell;
use std::rc::Rc;

use super::Editor;
use crate::engine::{BlockInvocation, Engine};
use crate::library::host::display;
use crate::library::readline::{Code, Function, Key, LineHost};
use crate::value::{Object, Run, ScriptBlock, Value};

/// The editor as `[Microsoft.PowerShell.PSConsoleReadLine]` reaches it.
pub struct ScriptAccess(pub Rc<RefCell<Editor>>);

/// Runs a key's script with the key and the number typed before it; what it writes is no output of the line.
pub fn run(engine: &mut Engine, editor: &Rc<RefCell<Editor>>, block: &Rc<ScriptBlock>, key: Key) {
    let count = {
        let mut own = editor.borrow_mut();
        own.input.allow_interrupt(true);
        own.count.take()
    };
    let c = match key.code {
        Code::Char(c) => c,
        _ => '\0',
    };
    let mut units = [0u16; 2];
    let key_value = Object::record(
        Some("System.ConsoleKeyInfo"),
        [
            ("KeyChar", Value::Char(c.encode_utf16(&mut units)[0])),
            ("Key", Value::from(Key { ctrl: false, alt: false, shift: false, ..key }.to_string())),
            ("Modifiers", Value::from(modifiers(key))),
        ],
    );
    let arguments = vec![key_value, count.map_or(Value::Null, Value::Int)];
    let mut items = Vec::new();
    let success = engine.success;
    let n_errors = engine.errors.items.borrow().len();
    let result = engine.invoke(block, BlockInvocation { arguments, ..BlockInvocation::default() }, &mut items);
    engine.success = success;
    let _ = display::flush(engine);
    engine.interrupt.clear();
    let mut own = editor.borrow_mut();
    own.input.allow_interrupt(false);
    if result.is_err() || engine.errors.items.borrow().len() > n_errors || !engine.ui.pending_line().is_empty() {
        own.ding();
        engine.ui.begin_line();
        own.screen.restart();
    }
    own.prediction.begin_line();
}

fn modifiers(key: Key) -> String {
    let names = [(key.alt, "Alt"), (key.shift, "Shift"), (key.ctrl, "Control")];
    let given: Vec<&str> = names.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
    if given.is_empty() { "None".to_owned() } else { given.join(", ") }
}

impl LineHost for ScriptAccess {
    fn buffer(&self) -> Option<(String, usize)> {
        let own = self.0.try_borrow().ok()?;
        Some((own.text.as_str().to_owned(), own.text.cursor))
    }

    fn selection(&self) -> Option<(usize, usize)> {
        self.0.try_borrow().ok()?.text.selection().map(|(start, end)| (start, end - start))
    }

    fn replace(&self, start: usize, length: usize, text: &str) {
        let Ok(mut own) = self.0.try_borrow_mut() else { return };
        let end = (start + length).min(own.text.as_str().len());
        let start = start.min(end);
        own.text.is_selecting = false;
        own.text.replace(start, end, text);
    }

    fn set_cursor(&self, at: usize) {
        let Ok(mut own) = self.0.try_borrow_mut() else { return };
        own.text.cursor = at.min(own.text.as_str().len());
    }

    fn run(&self, engine: &mut Engine, function: Function, count: Option<i32>) -> Run {
        if let Ok(mut own) = self.0.try_borrow_mut() {
            own.run(engine, function, Key::char('\0'), count);
        }
        Ok(())
    }

    fn add_to_history(&self, line: &str) {
        if let Ok(mut own) = self.0.try_borrow_mut() {
            let maximum = usize::try_from(own.options.maximum_history_count).unwrap_or(1);
            own.history.push(line, maximum);
            own.moves.at = own.history.entries.len();
        }
    }

    fn history(&self) -> Vec<String> {
        self.0.try_borrow().map(|own| own.history.entries.iter().map(|line| line.to_string()).collect()).unwrap_or_default()
    }

    fn invoke_prompt(&self, engine: &mut Engine) {
        let prompt = crate::repl::prompt::text(engine);
        if let Ok(mut own) = self.0.try_borrow_mut() {
            own.prompt = prompt;
            own.screen.resized();
            own.screen.restart();
        }
    }

    fn ding(&self) {
        if let Ok(own) = self.0.try_borrow() {
            own.ding();
        }
    }

    fn read_line(&self, engine: &mut Engine) -> Option<String> {
        match super::read(&self.0, engine, "") {
            crate::repl::Read::Line(line) => Some(line),
            _ => None,
        }
    }
}
