//! The prompt's text: what the function `prompt` gives.

use crate::engine::{BlockInvocation, Engine};
use crate::program::Symbol;
use crate::value::{Value, convert};

/// The session's own functions: what `prompt` is until the user defines another, and `pause`.
pub const DEFAULT: &str = "function global:prompt { \"PS $($executionContext.SessionState.Path.CurrentLocation)$('>' * ($nestedPromptLevel + 1)) \" }\nfunction global:pause { $null = Read-Host 'Press Enter to continue...' }";

/// Where no function, or no text from it, is at hand.
const LAST_RESORT: &str = "PS>";

/// The text of the prompt's last line; lines before it are written. What `Write-Host` in the function wrote on that line
/// stands in it, too.
pub fn text(engine: &mut Engine) -> String {
    let is_unknown = std::mem::take(&mut engine.is_column_unknown);
    match engine.ui.width().filter(|_| is_unknown) {
        // So many blanks stay in the row only where the cursor stood at its start.
        Some(columns) => engine.ui.write_out(&format!("{}\r", " ".repeat(columns.saturating_sub(1)))),
        None if !engine.ui.pending_line().is_empty() => engine.ui.write_out("\n"),
        None => {}
    }
    engine.ui.begin_line();
    let success = engine.success;
    let exit_code = engine.lookup(Symbol::LAST_EXIT_CODE);
    let text = from_function(engine).filter(|text| !text.is_empty()).unwrap_or_else(|| LAST_RESORT.to_owned());
    engine.success = success;
    if let Some(code) = exit_code {
        engine.scope().global().set(Symbol::LAST_EXIT_CODE, code);
    }
    let mut full = engine.ui.pending_line().to_owned();
    if let Some(at) = text.rfind('\n') {
        engine.ui.write_out(&text[..=at]);
        full = text[at + 1..].to_owned();
    } else {
        full.push_str(&text);
    }
    engine.ui.begin_line();
    full
}

fn from_function(engine: &mut Engine) -> Option<String> {
    let function = engine.find_function("prompt")?;
    let mut items: Vec<Value> = Vec::new();
    let n_errors = engine.errors.items.borrow().len();
    let result = engine.invoke(&function.block, BlockInvocation::default(), &mut items);
    if result.is_err() {
        // An error in the prompt is not an error of the line before.
        engine.errors.items.borrow_mut().truncate(n_errors.max(1));
        engine.interrupt.clear();
        return None;
    }
    let _ = engine.flush_shown();
    let first = items.into_iter().next()?;
    convert::to_text(engine, &first).ok().map(|text| text.to_string())
}
