//! Lines from standard input that is no terminal: `-Command -`, and a script piped in.

use std::io::BufRead;

use super::{prompt, run_line};
use crate::engine::Engine;
use crate::library::host::display;
use crate::source::SourceText;

/// Runs standard input command by command, as each is complete; with `echo`, prompts and input are shown as at a
/// terminal. Gives the exit code.
pub fn run_piped(engine: &mut Engine, echo: bool) -> i32 {
    engine.at_prompt = true;
    let mut text = String::new();
    loop {
        if echo {
            let shown = if text.is_empty() { prompt::text(engine) } else { ">> ".to_owned() };
            engine.ui.write_out(&shown);
        }
        let mut bytes = Vec::new();
        let n = std::io::stdin().lock().read_until(b'\n', &mut bytes).unwrap_or(0);
        if n == 0 {
            if echo {
                engine.ui.write_out("\n");
            }
            break;
        }
        let line = String::from_utf8_lossy(&bytes);
        let line = line.trim_end_matches(['\n', '\r']);
        if echo {
            engine.ui.write_out(line);
            engine.ui.write_out("\n");
        }
        if text.is_empty() {
            text.push_str(line);
        } else {
            text.push('\n');
            text.push_str(line);
        }
        if is_incomplete(engine, &text) {
            continue;
        }
        let whole = std::mem::take(&mut text);
        if let Some(code) = run_line(engine, &whole) {
            return code;
        }
        let _ = display::flush(engine);
    }
    if !text.trim().is_empty()
        && let Some(code) = run_line(engine, &text)
    {
        return code;
    }
    i32::from(!echo && !engine.success)
}

/// Whether more lines must follow.
pub fn is_incomplete(engine: &mut Engine, text: &str) -> bool {
    let source = SourceText::new(None, text);
    if engine.parse(&source).is_incomplete() {
        return true;
    }
    ends_with_backtick(text)
}

/// Whether the last line ends in a backtick that continues it.
fn ends_with_backtick(text: &str) -> bool {
    let n = text.len() - text.trim_end_matches('`').len();
    if n.is_multiple_of(2) {
        return false;
    }
    // Inside of a comment a backtick is nothing.
    let source = SourceText::new(None, text);
    let parsed = crate::syntax::parse(&source);
    !parsed.tokens.iter().any(|token| token.kind == crate::syntax::token::TokenKind::Comment && token.span.end as usize == text.len())
}
